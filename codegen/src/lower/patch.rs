//! Patches: bodies that say what to change, each kind in its own way.
//!
//! | media type | what it says |
//! |---|---|
//! | `application/json-patch+json` | a list of operations (RFC 6902 section 3) |
//! | `application/merge-patch+json` | the members to set, and null for those to remove (RFC 7396 section 2) |
//! | `application/strategic-merge-patch+json`, `application/apply-patch+yaml` and their like | what their servers say |
//!
//! Enters: the name of a media type, and the type of its body. Leaves: the kind of patch, by which forms of a body are told apart even where
//! one schema describes them all; and the type that a JSON patch has whatever describes it.

use super::Cx;
use super::looks::{self, target};
use super::site::Site;
use crate::diagnostic::catalogue;
use crate::media_type;
use crate::model::Type;

/// The kind of patch, without the notation that it is in: `merge-patch` of `application/merge-patch+json`.
pub(super) fn kind(name: &str) -> Option<String> {
    let essence = media_type::essence(name);
    let subtype = essence.strip_prefix("application/")?;
    let kind = subtype.split('+').next().unwrap_or_default();
    kind.split(['-', '.', '_']).any(|word| word == "patch").then(|| kind.to_owned())
}

/// The type of a body under that name. A JSON patch is a list: of an object that is described in its place, no value is one.
pub(super) fn meant(cx: &mut Cx<'_>, name: &str, ty: Option<Type>, site: &Site) -> Option<Type> {
    let is_json_patch = media_type::essence(name) == "application/json-patch+json";
    let shape = ty.as_ref().map(|ty| target(&cx.types, ty.non_null()));
    let is_object = matches!(shape, Some(Type::Map(_))) || ty.as_ref().is_some_and(|ty| is_struct(cx, ty));
    if !is_json_patch || !is_object {
        return ty;
    }
    let message = format!("`{name}` is described as an object; it is sent as a list of operations of any form");
    cx.diagnostics.report(&catalogue::PATCH_IS_A_LIST, &site.pointer, message);
    Some(Type::list(Type::Any))
}

fn is_struct(cx: &Cx<'_>, ty: &Type) -> bool {
    looks::strukt(&cx.types, ty).is_some()
}

#[cfg(test)]
mod tests {
    use super::kind;

    #[test]
    fn patches_are_told_by_the_words_of_their_names() {
        let expected = [
            ("application/json-patch+json", Some("json-patch")),
            ("Application/Merge-Patch+JSON; charset=utf-8", Some("merge-patch")),
            ("application/merge-patch+shorthand", Some("merge-patch")),
            ("application/apply-patch+yaml", Some("apply-patch")),
            ("application/vnd.users.patch+json", Some("vnd.users.patch")),
            ("application/vnd.dispatch+json", None),
            ("application/json", None),
            ("text/x-patch", None),
        ];
        for (name, meaning) in expected {
            assert_eq!(kind(name).as_deref(), meaning, "{name}");
        }
    }
}
