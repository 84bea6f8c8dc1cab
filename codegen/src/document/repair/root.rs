//! Members that the specification requires but that say nothing a client needs; and keys that are nearly right.

use serde_json::{Map, Value, json};

use super::Fix;
use crate::diagnostic::catalogue;
use crate::document::objects;
use crate::document::version::Version;

/// A required member is missing: puts an empty one there, or what it mostly is.
pub(super) fn taken_as(fix: &mut Fix<'_>, object: &str, key: &str, value: Value) {
    if fix.has(key) {
        return;
    }
    let is_freed = fix.object.field(key).is_some_and(|field| field.is_freed(fix.version));
    if !is_freed && !fix.has_misspelt(key) {
        let message = format!("this {object} lacks `{key}`; it is taken as {}", super::kinds::shown(&value));
        fix.report_here(&catalogue::MISSING_TAKEN_AS_EMPTY, message).at_key();
    }
    fix.set(key, value);
}

pub(super) fn missing_info(fix: &mut Fix<'_>) {
    taken_as(fix, "description", "info", json!({"title": "API", "version": "0"}));
}

/// Descriptions made of components only, such as libraries of schemas. One of the three there must be (OAS 3.1.1 section 4.8.1).
pub(super) fn missing_paths(fix: &mut Fix<'_>) {
    let says_nothing = !["paths", "components", "webhooks"].iter().any(|key| fix.has(key) || fix.has_misspelt(key));
    if says_nothing && fix.version >= Version::V3_1 {
        let message =
            "this description has none of `paths`, `components` and `webhooks`; its `paths` are taken as `{}`";
        fix.report_here(&catalogue::MISSING_TAKEN_AS_EMPTY, message).at_key().help("add one of them");
    }
    taken_as(fix, "description", "paths", json!({}));
}

pub(super) fn missing_title(fix: &mut Fix<'_>) {
    taken_as(fix, "Info Object", "title", "API".into());
}

pub(super) fn missing_version(fix: &mut Fix<'_>) {
    taken_as(fix, "Info Object", "version", "0".into());
}

/// Where no server is named, it is the one that the description came from (OpenAPI 3.0.4, section 4.7.1.1).
pub(super) fn server_without_url(fix: &mut Fix<'_>) {
    taken_as(fix, "Server Object", "url", "/".into());
}

/// The first of the values it may have.
pub(super) fn variable_without_default(fix: &mut Fix<'_>) {
    let first = fix.get("enum").and_then(|values| values.get(0)).cloned();
    taken_as(fix, "Server Variable Object", "default", first.unwrap_or_else(|| "".into()));
}

pub(super) fn license_without_name(fix: &mut Fix<'_>) {
    taken_as(fix, "License Object", "name", "".into());
}

pub(super) fn documentation_without_url(fix: &mut Fix<'_>) {
    taken_as(fix, "External Documentation Object", "url", "".into());
}

pub(super) fn missing_responses(fix: &mut Fix<'_>) {
    taken_as(fix, "Operation Object", "responses", json!({}));
}

pub(super) fn missing_content(fix: &mut Fix<'_>) {
    taken_as(fix, "Request Body Object", "content", json!({}));
}

pub(super) fn missing_description(fix: &mut Fix<'_>) {
    taken_as(fix, "Response Object", "description", "".into());
}

/// Links are not followed by clients, so that one without a target does no harm.
pub(super) fn link_without_target(fix: &mut Fix<'_>) {
    if !fix.has("operationRef") {
        taken_as(fix, "Link Object", "operationId", "".into());
    }
}

/// `users/{id}`: the slash is what everybody adds.
pub(super) fn path_without_slash(fix: &mut Fix<'_>) {
    let bare = |key: &String| !key.starts_with('/') && !key.starts_with("x-");
    if !fix.members.keys().any(bare) {
        return;
    }
    for (key, item) in std::mem::take(fix.members) {
        let path = if bare(&key) { format!("/{key}") } else { key.clone() };
        if path != key {
            fix.report(
                &catalogue::PATH_WITHOUT_SLASH,
                &key,
                format!("the path `{key}` does not begin with `/`; it is read as `{path}`"),
            )
            .at_key();
            let (from, to) = (fix.path.key(&key).pointer(), fix.path.key(&path).pointer());
            fix.diagnostics.origins.record(&from, &to);
        }
        match fix.members.get_mut(&path) {
            None => drop(fix.members.insert(path, item)),
            Some(there) => {
                for name in unite(there, item) {
                    let message = format!("`{path}` has a `{name}` already; this one is left out");
                    fix.report(&catalogue::PATH_WITHOUT_SLASH, &key, message).at_key().help("remove one of the two");
                }
            }
        }
    }
}

/// Gives one path item what another one of the same path has. What both have is told apart by nothing: its names are given back.
fn unite(there: &mut Value, other: Value) -> Vec<String> {
    let (Value::Object(there), Value::Object(other)) = (there, other) else { return Vec::new() };
    let mut twice = Vec::new();
    for (name, value) in other {
        if there.contains_key(&name) {
            twice.push(name);
        } else {
            there.insert(name, value);
        }
    }
    twice
}

/// `Default`, `2xx`, `200 OK`: the code is clear.
pub(super) fn status_spelled_otherwise(fix: &mut Fix<'_>) {
    if fix.members.keys().all(|key| status(key) == *key) {
        return;
    }
    for (key, response) in std::mem::take(fix.members) {
        let status = status(&key);
        if status != key {
            fix.report(&catalogue::OTHER_WORD_READ, &key, format!("`{key}` is read as `{status}`")).at_key();
            let (from, to) = (fix.path.key(&key).pointer(), fix.path.key(&status).pointer());
            fix.diagnostics.origins.record(&from, &to);
        }
        fix.members.entry(status).or_insert(response);
    }
}

fn status(key: &str) -> String {
    let word = key.trim().split([' ', '-']).next().unwrap_or_default();
    let code = word.len() == 3 && word.starts_with(|digit: char| digit.is_ascii_digit());
    match () {
        () if key.starts_with("x-") => key.to_owned(),
        () if code && word[1..].eq_ignore_ascii_case("xx") => word.to_ascii_uppercase(),
        () if code && word.bytes().all(|digit| digit.is_ascii_digit()) => word.to_owned(),
        () if key.trim().eq_ignore_ascii_case("default") => "default".to_owned(),
        () => key.to_owned(),
    }
}

/// A Media Type Object that is a reference to a schema: the schema is meant. One that has a schema too is no reference.
pub(super) fn reference_to_a_schema(fix: &mut Fix<'_>) {
    let is_schema = fix.text("$ref").is_some_and(|target| target.contains("schema") && !target.contains("mediaTypes"));
    if !fix.object.is(&objects::MEDIA_TYPE) || !is_schema && !fix.has("schema") {
        return;
    }
    let target = fix.take("$ref").unwrap_or_default();
    if fix.has("schema") {
        let message = "a media type is a reference or has a `schema`; the reference is ignored";
        fix.report(&catalogue::UNKNOWN_MEMBER, "$ref", message).at_key();
    } else {
        fix.report(
            &catalogue::OTHER_KIND_READ,
            "$ref",
            "a media type cannot be a reference; its `schema` is read as this one",
        );
        let schema: Map<String, Value> = [("$ref".to_owned(), target)].into_iter().collect();
        fix.set("schema", schema);
        fix.moved("$ref", &["schema", "$ref"]);
    }
}
