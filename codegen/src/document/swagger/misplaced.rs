//! Parameters that refer to a schema beside what else they say of themselves.

use serde_json::{Value, json};

use crate::diagnostic::{Diagnostics, catalogue};
use crate::document::objects::v2;
use crate::document::walk::{self, Root, Site};

/// Has such a reference be what the values are: before anybody takes the parameter for a reference to another one.
pub(super) fn settle(tree: &mut Value, roots: &[Root], diagnostics: &mut Diagnostics) {
    walk::all_mut(tree, roots, &mut |site, members, path| {
        let Site::Reference(object) = site else { return };
        if !object.is(&v2::PARAMETER) || !members.contains_key("in") || !members.contains_key("name") {
            return;
        }
        let place = members.get("in").and_then(Value::as_str).unwrap_or_default().to_owned();
        let Some(target) = members.shift_remove("$ref") else { return };
        let message = "a reference to a schema is read as what the values of the parameter are";
        diagnostics.report(&catalogue::VALUES_MISPLACED, &path.key("$ref").pointer(), message).at_key();
        match place.as_str() {
            "body" => members.insert("schema".to_owned(), json!({"$ref": target})),
            _ => members.insert("x-cw-schema".to_owned(), target),
        };
    });
}
