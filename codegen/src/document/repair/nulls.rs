//! Null without quotes: YAML reads the word `null` as a value that is no text, where a schema asks for the name of a type.

use serde_json::{Value, json};

use super::Fix;
use crate::diagnostic::catalogue;
use crate::document::objects;
use crate::document::version::Version;

/// What helps where a name is asked for.
const QUOTES: &str = "put `null` into quotes";

/// `type: null`, `type: [string, null]` and `anyOf: [{..}, null]` are meant as `"null"`, the type.
///
/// Alone it is that since 3.1 only, and where the word is there and nothing else is asked: a `type:` with nothing behind it is taken as
/// absent, and so is what programs write for a type that they do not know beside the properties that they do.
pub(super) fn unquoted(fix: &mut Fix<'_>) {
    if fix.version > Version::V3_0
        && fix.get("type") == Some(&Value::Null)
        && !asks_more(fix)
        && is_written(fix, &["type"])
    {
        fix.report(&catalogue::OTHER_KIND_READ, "type", "`null` is read as the type `\"null\"`").help(QUOTES);
        fix.set("type", "null");
    }
    in_list(fix, "type", || "null".into(), QUOTES);
    for keyword in ["oneOf", "anyOf"] {
        in_list(fix, keyword, || json!({"type": "null"}), "write `{type: \"null\"}`");
    }
}

/// Whether the schema asks anything of values beside their type.
fn asks_more(fix: &Fix<'_>) -> bool {
    let is_said = |key: &str| key == "type" || key.starts_with("x-") || objects::is_annotation(key);
    fix.members.keys().any(|key| !is_said(key))
}

/// Whether a word for null stands at a place of the object.
fn is_written(fix: &Fix<'_>, way: &[&str]) -> bool {
    let at = fix.path.pointer().below(way);
    let written = fix.diagnostics.written(std::slice::from_ref(&at));
    written.get(&at).is_some_and(|text| matches!(text.as_str(), "null" | "~"))
}

/// Puts what is meant in the place of each null in a list; an item that nothing is written for is none.
fn in_list(fix: &mut Fix<'_>, key: &str, meant: fn() -> Value, help: &str) {
    let Some(Value::Array(items)) = fix.get(key) else { return };
    let nulls: Vec<usize> =
        items.iter().enumerate().filter(|(_, item)| item.is_null()).map(|(index, _)| index).collect();
    for index in nulls.into_iter().filter(|index| is_written(fix, &[key, &index.to_string()])).collect::<Vec<_>>() {
        let at = fix.path.key(key).pointer().index(index);
        fix.diagnostics.report(&catalogue::OTHER_KIND_READ, &at, "`null` is read as the type `\"null\"`").help(help);
        if let Some(Value::Array(items)) = fix.members.get_mut(key) {
            items[index] = meant();
        }
    }
}
