//! What `openapiv3` cannot hold travels under reserved keys.
//!
//! Enters: a tree of the right shape. Leaves: the same tree, in which everything that the typed model would refuse or lose stands
//! under `x-cw-...`. Only this file writes these keys and only `lower` reads them:
//!
//! | key | at | holds |
//! |---|---|---|
//! | `x-cw-callbacks` | Operation, Components | `callbacks` as they are (`openapiv3` refuses extensions and references in them) |
//! | `x-cw-xml` | Schema | `xml` |
//! | `x-cw-explode` | Encoding | `explode` where it is written, for its default depends on the style |
//! | `x-cw-unknown` | all | members that the specification does not know |
//!
//! Members beside a `$ref` in the place of a schema become a schema around it: `{allOf: [{$ref}], description}`.

use serde_json::{Map, Value, json};

use super::objects::{self, Kind, Object};
use super::path::Path;
use super::walk::{self, Site};
use crate::diagnostic::{Diagnostics, catalogue};

/// Members that say something about the use of a schema, not about its values; beside a `$ref` they are meant for this use.
const ANNOTATIONS: &[&str] = &[
    "title",
    "description",
    "default",
    "example",
    "nullable",
    "readOnly",
    "writeOnly",
    "deprecated",
    "externalDocs",
    "xml",
];

/// Moves what would be lost.
pub(super) fn run(tree: &mut Value, diagnostics: &mut Diagnostics) {
    walk::each_mut(tree, Kind::Object(&objects::OPENAPI), &Path::Root, &mut |site, members, path| match site {
        Site::Reference(object) if object.is(&objects::SCHEMA) => beside_schema_reference(members, path, diagnostics),
        Site::Reference(object) => beside_reference(object, members, path, diagnostics),
        Site::Object(object) => {
            if object.is(&objects::OPERATION) || object.is(&objects::COMPONENTS) {
                reserve(members, path, "callbacks", "x-cw-callbacks", diagnostics);
            }
            if object.is(&objects::SCHEMA) {
                reserve(members, path, "xml", "x-cw-xml", diagnostics);
            }
            if object.is(&objects::ENCODING)
                && let Some(explode) = members.get("explode").cloned()
            {
                members.insert("x-cw-explode".to_owned(), explode);
            }
            if object.is(&objects::PATH_ITEM) && walk::is_reference(members) {
                beside_reference(object, members, path, diagnostics);
            }
            unknown(object, members);
        }
    });
}

fn reserve(
    members: &mut Map<String, Value>,
    path: &Path<'_>,
    key: &str,
    reserved: &str,
    diagnostics: &mut Diagnostics,
) {
    if let Some(value) = members.shift_remove(key) {
        members.insert(reserved.to_owned(), value);
        let at = path.pointer();
        diagnostics.origins.record(&at.push(key), &at.push(reserved));
    }
}

/// `shape` has told about them.
fn unknown(object: &Object, members: &mut Map<String, Value>) {
    let is_unknown = |key: &str| !key.starts_with("x-") && object.kind(key).is_none();
    if !members.keys().any(|key| is_unknown(key)) {
        return;
    }
    let (lost, kept): (Map<_, _>, Map<_, _>) =
        std::mem::take(members).into_iter().partition(|(key, _)| is_unknown(key));
    *members = kept;
    members.insert("x-cw-unknown".to_owned(), Value::Object(lost));
}

fn beside_schema_reference(members: &mut Map<String, Value>, path: &Path<'_>, diagnostics: &mut Diagnostics) {
    if members.len() == 1 {
        return;
    }
    let at = path.pointer();
    members.retain(|key, _| {
        let kept = key == "$ref" || key.starts_with("x-") || ANNOTATIONS.contains(&key.as_str());
        if !kept {
            diagnostics
                .report(&catalogue::BESIDE_REF, &at.push(key), format!("`{key}` beside a `$ref` is ignored"))
                .at_key();
        }
        kept
    });
    if members.len() == 1 {
        return;
    }
    let target = members.shift_remove("$ref").unwrap_or_default();
    members.insert("allOf".to_owned(), json!([{"$ref": target}]));
    diagnostics.origins.record(&at.push("$ref"), &at.push("allOf").index(0).push("$ref"));
    reserve(members, path, "xml", "x-cw-xml", diagnostics);
}

fn beside_reference(object: &Object, members: &mut Map<String, Value>, path: &Path<'_>, diagnostics: &mut Diagnostics) {
    if members.len() == 1 || object.is(&objects::EXAMPLE) || object.is(&objects::LINK) {
        return;
    }
    let at = path.pointer();
    members.retain(|key, _| {
        let kept = key == "$ref";
        if !kept {
            diagnostics
                .report(&catalogue::BESIDE_REF, &at.push(key), format!("`{key}` beside a `$ref` is ignored"))
                .at_key();
        }
        kept
    });
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::diagnostic::Diagnostics;
    use crate::place::Pointer;

    /// What becomes of a schema.
    fn schema(schema: Value) -> (Value, Diagnostics) {
        let mut tree = json!({"components": {"schemas": {"A": schema}}});
        let mut diagnostics = Diagnostics::new();
        super::run(&mut tree, &mut diagnostics);
        (tree["components"]["schemas"]["A"].take(), diagnostics)
    }

    #[test]
    fn what_is_said_about_one_use_of_a_schema_is_kept() {
        let (read, mut diagnostics) = schema(json!({"$ref": "#/x", "nullable": true, "x-a": 1, "type": "object"}));
        assert_eq!(read, json!({"nullable": true, "x-a": 1, "allOf": [{"$ref": "#/x"}]}));
        assert_eq!(diagnostics.warnings(), 1);
        let moved = Pointer::parse("/components/schemas/A/allOf/0/$ref").expect("a pointer");
        let found = diagnostics.report(&crate::diagnostic::catalogue::UNKNOWN_REF, &moved, "");
        assert_eq!(found.place.pointer.to_string(), "#/components/schemas/A/$ref");
    }

    #[test]
    fn what_openapiv3_loses_is_reserved() {
        let (read, _) = schema(json!({"xml": {"name": "a"}, "patternProperties": {}, "x-own": 1}));
        assert_eq!(read, json!({"x-own": 1, "x-cw-xml": {"name": "a"}, "x-cw-unknown": {"patternProperties": {}}}));
    }

    #[test]
    fn callbacks_pass_whatever_is_in_them() {
        let mut tree = json!({"paths": {"/a": {"post": {"callbacks": {"done": {"x-note": 1, "{$url}": {}}}}}}});
        super::run(&mut tree, &mut Diagnostics::new());
        let operation = json!({"x-cw-callbacks": {"done": {"x-note": 1, "{$url}": {}}}});
        assert_eq!(tree, json!({"paths": {"/a": {"post": operation}}}));
    }

    #[test]
    fn an_encoding_says_whether_explode_was_written() {
        let content = json!({"a/b": {"encoding": {"one": {"explode": false}, "two": {}}}});
        let mut tree = json!({"components": {"requestBodies": {"A": {"content": content}}}});
        super::run(&mut tree, &mut Diagnostics::new());
        let encoding = &tree["components"]["requestBodies"]["A"]["content"]["a/b"]["encoding"];
        assert_eq!(*encoding, json!({"one": {"explode": false, "x-cw-explode": false}, "two": {}}));
    }
}
