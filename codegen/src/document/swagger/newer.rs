//! Members that 2.0 does not have yet, and that are read as later versions have them.

use serde_json::Value;

use crate::diagnostic::{Diagnostics, catalogue};
use crate::document::objects::Age;
use crate::document::version::Version;
use crate::document::walk::{self, Root, Site};

/// Tells of them, before repairs put members of their own there.
pub(super) fn tell(tree: &Value, roots: &[Root], diagnostics: &mut Diagnostics) {
    walk::all(tree, roots, &mut |site, members, path| {
        let Site::Object(object) = site else { return };
        for key in members.keys() {
            if let Some(Age::Newer(since)) = object.field(key).map(|field| field.age(Version::V2_0)) {
                // These have repairs of their own, which say what becomes of them.
                if matches!(key.as_str(), "const" | "examples") {
                    continue;
                }
                let message = format!("Swagger 2.0 has no `{key}`; it is read as {since} has it");
                diagnostics.report(&catalogue::NEWER_KEYWORD_READ, &path.key(key).pointer(), message).at_key();
            }
        }
    });
}
