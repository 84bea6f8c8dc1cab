//! Which version of which specification a description follows.
//!
//! Enters: the tree. Leaves: the version, or an error where there is none that is read. What differs between versions is in the tables
//! (`objects`) and in the passes.

use std::fmt;

use serde_json::Value;

use crate::diagnostic::{Diagnostics, catalogue, nearest};
use crate::place::Pointer;

/// A version of OpenAPI; its patches differ in wording only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Version {
    /// Swagger, as it was called.
    V2_0,
    V3_0,
    /// Schemas are those of JSON Schema 2020-12.
    V3_1,
    V3_2,
}

impl fmt::Display for Version {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::V2_0 => "2.0",
            Self::V3_0 => "3.0",
            Self::V3_1 => "3.1",
            Self::V3_2 => "3.2",
        })
    }
}

impl Version {
    /// The version that a file says it follows, where that is one that is read.
    pub(super) fn of(tree: &Value) -> Option<Self> {
        match tree.get("swagger") {
            Some(version) => shown(version).starts_with('2').then_some(Self::V2_0),
            None => Self::named(&shown(tree.get("openapi")?)),
        }
    }

    fn named(text: &str) -> Option<Self> {
        let mut parts = text.split('.');
        match (parts.next(), parts.next()) {
            (Some("3"), Some("0")) => Some(Self::V3_0),
            (Some("3"), Some("1")) => Some(Self::V3_1),
            (Some("3"), Some("2")) => Some(Self::V3_2),
            _ => None,
        }
    }

    /// What the specification is called.
    pub(super) fn specification(self) -> String {
        let name = if self == Self::V2_0 { "Swagger" } else { "OpenAPI" };
        format!("{name} {self}")
    }
}

/// Whether a file says which version it follows.
pub(super) fn is_said(tree: &Value) -> bool {
    ["swagger", "openapi"].iter().any(|key| tree.get(key).is_some())
}

/// `None` where the description at a place follows no version that is read, with the reason reported.
pub(super) fn read(tree: &Value, root: &Pointer, diagnostics: &mut Diagnostics) -> Option<Version> {
    let Some(members) = tree.as_object() else {
        diagnostics.report(&catalogue::UNKNOWN_VERSION, root, "a description is an object, but this text is not");
        return None;
    };
    if let Some(version) = members.get("swagger") {
        let text = shown(version);
        if text == "2" || text.starts_with("2.") {
            return Some(Version::V2_0);
        }
        let message = format!("Swagger {text} is not read");
        diagnostics.report(&catalogue::VERSION_NOT_READ, &root.push("swagger"), message);
        return None;
    }
    let Some(version) = members.get("openapi") else {
        let message = "the description does not say which version of OpenAPI it follows";
        let meant = |key: &String| nearest(key, ["openapi", "swagger"]);
        let mut removed = ["openapi", "swagger"].iter().map(|key| root.push(key));
        if let Some(place) = removed.find(|place| diagnostics.removed_by(place).is_some()) {
            diagnostics.report(&catalogue::UNKNOWN_VERSION, &place, message).help("leave it in the description");
            return None;
        }
        match members.keys().find_map(|key| Some((key, meant(key)?))) {
            Some((key, meant)) => {
                let found = diagnostics.report(&catalogue::UNKNOWN_VERSION, &root.push(key), message).at_key();
                found.help(format!("did you mean `{meant}` by `{key}`?"));
            }
            None => {
                diagnostics.report(&catalogue::UNKNOWN_VERSION, root, message);
            }
        }
        return None;
    };
    let text = shown(version);
    if let Some(version) = Version::named(&text) {
        return Some(version);
    }
    let message = format!("there is no OpenAPI version `{text}`");
    diagnostics.report(&catalogue::UNKNOWN_VERSION, &root.push("openapi"), message);
    None
}

/// A version as written, with or without quotes.
fn shown(version: &Value) -> String {
    version.as_str().map_or_else(|| version.to_string(), str::to_owned)
}
