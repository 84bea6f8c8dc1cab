//! What stands at a place that a reference leads to, as far as that may be of another kind than is asked for.

use serde_json::Value;

use super::component;
use crate::document::files;
use crate::document::objects::{self, Kind};
use crate::document::resolve;
use crate::document::version::Version;
use crate::place::{Place, Pointer};

/// What says that an object is a schema: nothing else has one of these.
const OF_VALUES: &[&str] = &["type", "properties", "items", "enum", "allOf", "anyOf", "oneOf"];

/// What a reference leads to.
pub(super) enum There {
    Schema,
    /// Something with a schema in it, and the section of the components that it is in.
    Holder(Option<&'static str>),
    /// Schemas by their names.
    Several,
}

impl There {
    /// By where it stands; of a place that the specification does not know, such as one in a file of parts, by what it says.
    pub(super) fn of(tree: &Value, pointer: &Pointer) -> Option<Self> {
        if let Some((section, _)) = component(pointer) {
            return match section {
                "schemas" => Some(Self::Schema),
                "responses" | "requestBodies" | "parameters" | "headers" => Some(Self::Holder(Some(section))),
                _ => None,
            };
        }
        if is_known(tree, pointer) { None } else { Self::by_members(resolve::at(tree, pointer)?) }
    }

    fn by_members(value: &Value) -> Option<Self> {
        let members = value.as_object()?;
        let has = |key: &&str| resolve::member(members, key).is_some();
        if has(&"$ref") {
            return None;
        }
        let is_holder = has(&"content") || ["name", "in"].iter().all(has);
        let is_named = |(key, value): (&String, &Value)| {
            value.is_object() && !key.starts_with("x-") && objects::SCHEMA.kind(key).is_none()
        };
        match (OF_VALUES.iter().any(has), is_holder) {
            (true, false) => Some(Self::Schema),
            (false, true) => Some(Self::Holder(None)),
            (false, false) if !members.is_empty() && members.iter().all(is_named) => Some(Self::Several),
            (true, true) | (false, false) => None,
        }
    }
}

/// Whether the specification says what stands at a place: in a file of parts it says nothing.
fn is_known(tree: &Value, pointer: &Pointer) -> bool {
    let place = Place::from(pointer);
    let is_of_parts = place.file().is_some()
        && resolve::at(tree, &files::document(pointer)).is_some_and(|file| Version::of(file).is_none());
    let kind = objects::OPENAPI.kind_below(place.pointer().segments());
    !is_of_parts && kind.is_some_and(|kind| !matches!(kind, Kind::Any))
}
