//! References that YAML takes for comments: `$ref: #/components/schemas/User`.

use serde_json::{Map, Value};

use crate::diagnostic::{Diagnostics, catalogue};
use crate::document::objects;
use crate::document::walk::{self, Root, Site};
use crate::place::Pointer;

/// Settles references without a value: those whose value stands in a comment are errors and read as they were meant, so that
/// nothing else is told of them; other ones of schemas mean nothing and are taken out.
pub(in crate::document) fn settle(tree: &mut Value, roots: &[Root], diagnostics: &mut Diagnostics) {
    walk::all_mut(tree, roots, &mut |site, members, path| {
        if let Site::Object(object) = site
            && members.get("$ref").is_some_and(Value::is_null)
        {
            let at = path.key("$ref").pointer();
            if let Some(target) = in_comment(&at, diagnostics) {
                swallowed(&at, &target, diagnostics);
                members.insert("$ref".to_owned(), Value::String(target));
            } else if object.is(&objects::SCHEMA) {
                empty(&at, members, diagnostics);
            }
        }
    });
}

fn swallowed(at: &Pointer, target: &str, diagnostics: &mut Diagnostics) {
    let message = "this reference is empty: without quotes, what follows `#` is a comment";
    let found = diagnostics.report(&catalogue::UNQUOTED_REF, at, message).at_key();
    found.help(format!("put it into quotes: `$ref: '{target}'`"));
}

fn empty(at: &Pointer, members: &mut Map<String, Value>, diagnostics: &mut Diagnostics) {
    diagnostics.report(&catalogue::EMPTY_REF, at, "this reference names nothing; it is taken as absent").at_key();
    members.shift_remove("$ref");
}

/// What a comment behind a key says, where that is a reference.
fn in_comment(at: &Pointer, diagnostics: &Diagnostics) -> Option<String> {
    let comment = diagnostics.behind_key(at)?.trim_start().strip_prefix(':')?.trim();
    let word = comment.split_whitespace().next().filter(|word| word.starts_with("#/"))?;
    // The brackets of flow style are in the comment too; those of a path are a part of the reference.
    let mut target = word.trim_end_matches([',', ']', '}']).to_owned();
    if target.matches('{').count() > target.matches('}').count() {
        target.push('}');
    }
    Some(target)
}
