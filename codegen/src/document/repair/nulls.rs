//! Null without quotes: YAML reads the word `null` as a value that is no text, where a schema asks for the name of a type.

use serde_json::{Value, json};

use super::Fix;
use crate::diagnostic::catalogue;
use crate::document::version::Version;

/// What helps where a name is asked for.
const QUOTES: &str = "put `null` into quotes";

/// `type: null`, `type: [string, null]` and `anyOf: [{..}, null]` are meant as `"null"`, the type.
///
/// Alone it is that since 3.1 only, and where the word is there: a `type:` with nothing behind it is taken as absent.
pub(super) fn unquoted(fix: &mut Fix<'_>) {
    if fix.version > Version::V3_0 && fix.get("type") == Some(&Value::Null) && is_written(fix) {
        fix.report(&catalogue::OTHER_KIND_READ, "type", "`null` is read as the type `\"null\"`").help(QUOTES);
        fix.set("type", "null");
    }
    in_list(fix, "type", &"null".into(), QUOTES);
    for keyword in ["oneOf", "anyOf"] {
        in_list(fix, keyword, &json!({"type": "null"}), "write `{type: \"null\"}`");
    }
}

/// Whether the word stands at `type`.
fn is_written(fix: &Fix<'_>) -> bool {
    let at = fix.path.key("type").pointer();
    fix.diagnostics.written(std::slice::from_ref(&at)).get(&at).is_some_and(|text| text == "null")
}

/// Puts what is meant in the place of each null in a list.
fn in_list(fix: &mut Fix<'_>, key: &str, meant: &Value, help: &str) {
    let Some(Value::Array(items)) = fix.members.get_mut(key) else { return };
    for (index, item) in items.iter_mut().enumerate().filter(|(_, item)| item.is_null()) {
        *item = meant.clone();
        let at = fix.path.key(key).pointer().index(index);
        fix.diagnostics.report(&catalogue::OTHER_KIND_READ, &at, "`null` is read as the type `\"null\"`").help(help);
    }
}
