//! Words about schemas that are no types of their own: items of lists, values of maps, members of compositions, and the schemas of
//! what operations take and give.

use std::collections::BTreeSet;

use serde_json::Value;

use super::list::{At, List, says};
use super::things::Scope;

/// The places that types were made of, and those of schemas with names.
#[derive(Debug)]
pub(super) struct Made(pub(super) BTreeSet<String>);

impl Made {
    /// Whether a type was made of what stands there.
    pub(super) fn has(&self, at: &At<'_>) -> bool {
        at.places.iter().any(|place| self.0.contains(place))
    }
}

impl<'d> List<'d> {
    /// The words of a schema that something else holds, and those within it.
    pub(super) fn held(&mut self, schema: &At<'d>, scope: &Scope) {
        if !self.made.has(schema) {
            self.description(schema, scope);
            self.within(schema, scope);
        }
    }

    /// The words within a schema whose own have been counted.
    pub(super) fn within(&mut self, schema: &At<'d>, scope: &Scope) {
        // What a reference leads to is counted there; beside one, OpenAPI 3.0 has words alone.
        if schema.text("$ref").is_some() {
            return;
        }
        let kind = schema.text("type");
        let about = |key: &str| match key {
            "items" => kind.is_none_or(|kind| kind == "array"),
            _ => kind.is_none_or(|kind| kind == "object"),
        };
        for key in ["items", "additionalProperties"].into_iter().filter(|key| about(key)) {
            if let Some(inner) = schema.member(key).filter(|inner| inner.value.is_object()) {
                self.held(&inner, scope);
            }
        }
        for member in schema.member("allOf").iter().flat_map(At::items) {
            if member.text("$ref").is_none() {
                self.held(&member, scope);
            }
        }
    }

    /// The words of the schemas of a body.
    pub(super) fn held_in_content(&mut self, owner: &At<'d>, scope: &Scope) {
        let mut said = Vec::new();
        for (_, media_type) in owner.member("content").iter().flat_map(At::members) {
            let media_type = self.resolved(media_type);
            let says = says(&media_type);
            // What several say has its words once.
            if said.contains(&says) {
                continue;
            }
            said.push(says);
            if let Some(schema) = media_type.member("schema").filter(|schema| schema.value.get("$ref").is_none()) {
                self.held(&schema, scope);
            }
        }
    }

    /// The words of a header, or of a parameter, and of its schema.
    pub(super) fn held_in_field(&mut self, field: &At<'d>, scope: &Scope) {
        let is_schema = |schema: &At<'_>| schema.value.get("$ref").and_then(Value::as_str).is_none();
        if let Some(schema) = field.member("schema").filter(is_schema) {
            self.held(&schema, scope);
        }
    }

    /// The words of extensions about the values of an enum.
    pub(super) fn value_descriptions(&mut self, schema: &At<'d>, scope: &Scope) {
        for key in ["x-enum-descriptions", "x-enumDescriptions"] {
            let Some(words) = schema.member(key) else { continue };
            let values = schema.member("enum").map_or(0, |values| values.items().len());
            let list = words.items();
            let texts = if list.len() == values { list } else { Vec::new() };
            let described = |value: &Value| schema.value["enum"].as_array().is_some_and(|all| all.contains(value));
            let by_value = words.members().filter(|(value, _)| described(&Value::from(*value))).map(|(_, text)| text);
            for text in texts.into_iter().chain(by_value) {
                self.plain_text(&text, scope);
            }
        }
    }
}
