//! References that YAML takes for comments: `$ref: #/components/schemas/User`.

use serde_json::{Map, Value, json};

use crate::diagnostic::{Diagnostics, catalogue};
use crate::document::objects::{self, Kind, Object};
use crate::document::path::Path;
use crate::document::resolve;
use crate::document::walk::{self, Root, Site};
use crate::place::Pointer;

/// Settles references without a value: those whose value stands in a comment are errors and read as they were meant, so that
/// nothing else is told of them; other ones of schemas mean nothing and are taken out.
pub(in crate::document) fn settle(tree: &mut Value, roots: &[Root], diagnostics: &mut Diagnostics) {
    walk::all_mut(tree, roots, &mut |site, members, path| {
        let Site::Object(object) = site else { return };
        if resolve::member(members, "$ref").is_some_and(Value::is_null) {
            reference(object, members, &path.key("$ref").pointer(), diagnostics);
        }
        for (key, member) in members.iter_mut() {
            if let Some(kind) = object.kind(key) {
                holder(member, kind, &path.key(key), diagnostics);
            }
        }
    });
}

/// A `$ref` without a value.
fn reference(object: &Object, members: &mut Map<String, Value>, at: &Pointer, diagnostics: &mut Diagnostics) {
    if let Some(target) = in_comment(at, diagnostics) {
        swallowed(at, format!("put it into quotes: `$ref: '{target}'`"), diagnostics);
        members.insert("$ref".to_owned(), Value::String(target));
    } else if object.is_schema() {
        diagnostics.report(&catalogue::EMPTY_REF, at, "this reference names nothing; it is taken as absent").at_key();
        members.shift_remove("$ref");
    }
}

/// A value that can be or hold a reference, itself or in its members: `items: #/..`, `- #/..`, the entries of a mapping.
fn holder(value: &mut Value, kind: Kind, path: &Path<'_>, diagnostics: &mut Diagnostics) {
    match (kind, &mut *value) {
        (Kind::BooleanOr(kind) | Kind::OneOrMany(kind), _) => holder(value, *kind, path, diagnostics),
        (Kind::List(kind), Value::Array(items)) => {
            for (index, item) in items.iter_mut().enumerate() {
                holder(item, *kind, &path.index(index), diagnostics);
            }
        }
        (Kind::Map(kind), Value::Object(members)) => {
            for (key, member) in members {
                holder(member, *kind, &path.key(key), diagnostics);
            }
        }
        (Kind::Object(object), Value::Object(members)) if object.is(&objects::DISCRIMINATOR) => {
            let entries = members.get_mut("mapping").and_then(Value::as_object_mut).into_iter().flatten();
            for (key, target) in entries.filter(|(_, target)| target.is_null()) {
                let at = path.key("mapping").pointer().push(key);
                if let Some(meant) = in_comment(&at, diagnostics) {
                    swallowed(&at, format!("put it into quotes: `{key}: '{meant}'`"), diagnostics);
                    *target = Value::String(meant);
                }
            }
        }
        (kind, Value::Null) if is_referable(kind) => {
            let at = path.pointer();
            if let Some(target) = in_comment(&at, diagnostics) {
                swallowed(&at, format!("a reference is a `$ref` in quotes: `$ref: '{target}'`"), diagnostics);
                *value = json!({"$ref": target});
            }
        }
        _ => {}
    }
}

/// Whether an object that stands here may be a reference.
fn is_referable(kind: Kind) -> bool {
    matches!(kind, Kind::OrReference(_)) || kind.object().is_some_and(super::is_path_item)
}

fn swallowed(at: &Pointer, help: String, diagnostics: &mut Diagnostics) {
    let message = "this reference is empty: without quotes, what follows `#` is a comment";
    diagnostics.report(&catalogue::UNQUOTED_REF, at, message).at_key().help(help);
}

/// What a comment behind a key, behind the dash of an item, or alone in the next line says, where that is a reference.
fn in_comment(at: &Pointer, diagnostics: &Diagnostics) -> Option<String> {
    let behind = diagnostics.behind(at)?.trim_start_matches([' ', '\t', '-']);
    let comment = behind.strip_prefix(':').unwrap_or(behind).trim_start();
    let word = comment.split_whitespace().next().filter(|word| word.starts_with("#/") && word.len() > 2)?;
    // The brackets of flow style are in the comment too; those of a path are a part of the reference.
    let mut target = word.trim_end_matches([',', ']', '}']).to_owned();
    if target.matches('{').count() > target.matches('}').count() {
        target.push('}');
    }
    Some(target)
}
