//! `x-sse`, of the operation and of its media type together. Their members have been checked when the document was read.

use openapiv3::Operation as Described;
use serde_json::{Map, Value};

use super::super::notation::Notation;
use super::super::response::Open;
use crate::document::Document;
use crate::schema::SchemaId;

/// What is said of the events.
#[derive(Clone, Debug, Default)]
pub(super) struct Extension {
    members: Map<String, Value>,
    /// Whether anything is said at all.
    pub(super) is_there: bool,
}

impl Extension {
    /// What an operation says, and its media type beside it; where both say something, that of the operation counts.
    pub(super) fn of(described: &Described, open: &[Open<'_>]) -> Self {
        let events = open.iter().find(|open| open.stream.notation == Notation::Events);
        let own = events.and_then(|open| open.stream.media.extensions.get(Document::EVENTS));
        let said = [own, described.extensions.get(Document::EVENTS)];
        let mut extension = Self::default();
        for members in said.into_iter().flatten().filter_map(Value::as_object) {
            extension.is_there = true;
            extension.members.extend(members.iter().map(|(key, value)| (key.clone(), value.clone())));
        }
        extension
    }

    /// What an event holds.
    pub(super) fn item(&self) -> Option<SchemaId> {
        self.members.get("item").and_then(schema)
    }

    pub(super) fn terminator(&self) -> Option<String> {
        self.text("terminator")
    }

    pub(super) fn error(&self) -> Option<String> {
        self.text("error")
    }

    pub(super) fn reconnect(&self) -> Option<bool> {
        self.members.get("reconnect").and_then(Value::as_bool)
    }

    pub(super) fn flag(&self) -> Option<&str> {
        self.members.get("flag").and_then(Value::as_str)
    }

    fn text(&self, key: &str) -> Option<String> {
        self.members.get(key).and_then(Value::as_str).map(str::to_owned)
    }
}

/// The schema that stands in an extension.
pub(super) fn schema(value: &Value) -> Option<SchemaId> {
    value.get("$ref").and_then(Value::as_str).and_then(SchemaId::of_reference)
}
