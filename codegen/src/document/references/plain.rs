//! Plain values that are written as references: `description: {$ref: '#/components/schemas/User/description'}`.
//!
//! The specification has references in the place of objects only; where one leads to a plain value, that value is what was meant.

use serde_json::Value;

use crate::diagnostic::{Diagnostics, catalogue};
use crate::document::objects::Kind;
use crate::document::resolve;
use crate::document::walk::{self, Root, Site};
use crate::place::Pointer;

/// Puts the value in the place of each reference that stands where a plain value is asked for and leads to one.
pub(in crate::document) fn settle(tree: &mut Value, roots: &[Root], diagnostics: &mut Diagnostics) {
    let mut found = Vec::new();
    walk::all(tree, roots, &mut |site, members, path| {
        let Site::Object(object) = site else { return };
        for (key, member) in members {
            if let Some(target) = reference(member)
                && object.kind(key).is_some_and(is_plain)
                && let Some(value) = Pointer::parse(target).and_then(|target| resolve::at(tree, &target))
                && !(value.is_object() || value.is_array() || value.is_null())
            {
                found.push((path.pointer().push(key), value.clone()));
            }
        }
    });
    for (at, value) in found {
        diagnostics.report(&catalogue::OTHER_KIND_READ, &at, "a reference stands for the value that it leads to");
        if let Some(place) = resolve::at_mut(tree, &at) {
            *place = value;
        }
    }
}

/// Where a value that is a reference and no more leads.
fn reference(value: &Value) -> Option<&str> {
    value.as_object().filter(|members| members.len() == 1)?.get("$ref")?.as_str()
}

fn is_plain(kind: Kind) -> bool {
    matches!(kind, Kind::Text | Kind::Boolean | Kind::Number | Kind::Count | Kind::Word(_))
}
