//! Schemas: what 3.0 writes in another way, each in its place.

use serde_json::{Map, Value, json};

use crate::diagnostic::{Diagnostics, catalogue};
use crate::document::objects::v2;
use crate::document::path::Path;
use crate::document::walk::{self, Root, Site};

/// Turns all schemas from the roots on.
pub(super) fn convert(tree: &mut Value, roots: &[Root], diagnostics: &mut Diagnostics) {
    walk::all_mut(tree, roots, &mut |site, members, path| {
        let Site::Object(object) = site else { return };
        if object.is(&v2::SCHEMA) {
            discriminator(members, path, diagnostics);
            nullable(members, path, diagnostics);
        }
    });
}

/// `discriminator: kind`. The values are the names of definitions, as 3.0 has it where it maps none.
fn discriminator(members: &mut Map<String, Value>, path: &Path<'_>, diagnostics: &mut Diagnostics) {
    let Some(written) = members.get("discriminator") else { return };
    match written {
        Value::String(name) => {
            let meant = json!({"propertyName": name});
            members.insert("discriminator".to_owned(), meant);
            let at = path.key("discriminator").pointer();
            diagnostics.origins.record(&at, &at.push("propertyName"));
        }
        Value::Object(meant) if meant.get("propertyName").is_some_and(Value::is_string) => {
            let message =
                "a discriminator is the name of a property in Swagger 2.0; this is read as OpenAPI 3.0 has it";
            diagnostics.report(&catalogue::NEWER_KEYWORD_READ, &path.key("discriminator").pointer(), message);
        }
        _ => {
            let message = "`discriminator` of a Schema Object must be a string, the name of a property";
            diagnostics.report(&catalogue::WRONG_KIND, &path.key("discriminator").pointer(), message);
            members.shift_remove("discriminator");
        }
    }
}

fn nullable(members: &mut Map<String, Value>, path: &Path<'_>, diagnostics: &mut Diagnostics) {
    if let Some(nullable) = members.shift_remove("x-nullable") {
        diagnostics.origins.record(&path.key("x-nullable").pointer(), &path.key("nullable").pointer());
        members.entry("nullable").or_insert(nullable);
    }
}

/// `type: file` of a response, its bytes: before anybody takes it for a slip, which it is in other schemas.
pub(super) fn files(tree: &mut Value, roots: &[Root]) {
    walk::all_mut(tree, roots, &mut |site, members, _| {
        if let Site::Object(object) = site
            && object.is(&v2::RESPONSE)
            && let Some(Value::Object(schema)) = members.get_mut("schema")
            && schema.get("type").and_then(Value::as_str) == Some("file")
        {
            schema.insert("type".to_owned(), "string".into());
            schema.insert("format".to_owned(), "binary".into());
        }
    });
}
