//! Members that 2.0 does not have yet: those of schemas and their like are read as later versions have them; those that say in a new way what
//! 2.0 says in its own are ignored, as it was told.

use serde_json::Value;

use crate::diagnostic::{Diagnostics, catalogue};
use crate::document::objects::{self, Age, Object, v2};
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

/// Takes out what was told to be ignored, before the passes of later versions read it.
pub(super) fn take_out(tree: &mut Value, roots: &[Root]) {
    let later: [(&Object, &Object); 4] = [
        (&v2::SWAGGER, &objects::OPENAPI),
        (&v2::PATH_ITEM, &objects::PATH_ITEM),
        (&v2::OPERATION, &objects::OPERATION),
        (&v2::RESPONSE, &objects::RESPONSE),
    ];
    walk::all_mut(tree, roots, &mut |site, members, _| {
        let Site::Object(object) = site else { return };
        if let Some((_, later)) = later.iter().find(|(old, _)| old.is(object)) {
            members.retain(|key, _| object.field(key).is_some() || later.field(key).is_none());
        }
    });
}
