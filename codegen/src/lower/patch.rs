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
use super::notation::{Notation, notation};
use super::site::Site;
use crate::diagnostic::catalogue;
use crate::media_type;
use crate::model::Type;

const JSON_PATCH: &str = "json-patch";

/// The kind of patch, without the notation that it is in: `merge-patch` of `application/merge-patch+json`.
pub(super) fn kind(name: &str) -> Option<String> {
    let essence = media_type::essence(name);
    let subtype = essence.strip_prefix("application/")?;
    let kind = subtype.split('+').next().unwrap_or_default();
    kind.split(['-', '.', '_']).any(|word| word == "patch").then(|| kind.to_owned())
}

/// What a body under the name of a media type is, as far as patches go.
pub(super) struct Patch {
    kind: Option<String>,
    is_plain: bool,
}

impl Patch {
    pub(super) fn of(name: &str) -> Self {
        let kind = kind(name);
        let is_plain = kind.is_none() && notation(name) == Notation::Json;
        Self { kind, is_plain }
    }

    /// Whether one value means something else under both names: it changes other things as another kind of patch, and as a whole it is no
    /// patch. But what is a JSON patch is that as plain JSON too, and what is none is described as both by ASP.NET Core, which lists all
    /// names that something in it reads.
    pub(super) fn is_apart(&self, other: &Self) -> bool {
        let is_json_patch = |patch: &Self| patch.kind.as_deref() == Some(JSON_PATCH);
        let is_either = self.is_plain && is_json_patch(other) || other.is_plain && is_json_patch(self);
        self.kind != other.kind && !is_either
    }

    /// Whether it is one.
    pub(super) fn is_some(&self) -> bool {
        self.kind.is_some()
    }
}

/// The type of a body in JSON under that name. A JSON patch is a list: of an object that is described in its place, no value is one.
pub(super) fn meant(cx: &mut Cx<'_>, name: &str, ty: Type, site: &Site) -> Type {
    let is_map = matches!(target(&cx.types, ty.non_null()), Type::Map(_));
    let is_object = is_map || looks::strukt(&cx.types, &ty).is_some();
    if kind(name).is_none_or(|kind| kind != JSON_PATCH) || !is_object {
        return ty;
    }
    let message = format!("`{name}` is described as an object; it is sent as a list of operations of any form");
    cx.diagnostics.report(&catalogue::PATCH_IS_A_LIST, &site.pointer, message);
    Type::list(Type::Any)
}

#[cfg(test)]
mod tests {
    use super::{Patch, kind};

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

    #[test]
    fn a_patch_is_no_other_patch_and_no_whole_value() {
        let are_apart = |one: &str, other: &str| Patch::of(one).is_apart(&Patch::of(other));
        let [plain, json, merge] = ["application/json", "application/json-patch+json", "application/merge-patch+json"];
        assert!(are_apart(json, merge) && are_apart(merge, plain));
        assert!(are_apart("application/apply-patch+yaml", "application/strategic-merge-patch+json"));
        assert!(!are_apart(merge, "application/merge-patch+shorthand"));
        assert!(!are_apart(plain, json) && !are_apart(json, "text/json"));
        assert!(!are_apart(plain, "application/xml"));
    }
}
