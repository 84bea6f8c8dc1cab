//! `[sse]`: what the settings say of server-sent events, in the words of the extension `x-sse`.

use std::collections::BTreeMap;

/// What is said of events, of all operations and of single ones.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct AllEvents {
    /// Of every operation that answers with events.
    pub(crate) of_all: EventSettings,
    /// By the pointer of the operation.
    pub(crate) by_operation: BTreeMap<String, EventSettings>,
}

impl AllEvents {
    /// Whether anything is said.
    pub(crate) fn is_set(&self) -> bool {
        *self != Self::default()
    }
}

/// The members of `x-sse`; schemas are references.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct EventSettings {
    /// What an event holds.
    pub(crate) item: Option<String>,
    /// What an event of that name holds.
    pub(crate) events: BTreeMap<String, String>,
    /// The data of the event that ends the stream.
    pub(crate) terminator: Option<String>,
    /// The name of events that are errors.
    pub(crate) error: Option<String>,
    /// Whether a stream that broke is opened again.
    pub(crate) reconnect: Option<bool>,
    /// The property of the body that asks for events.
    pub(crate) flag: Option<String>,
}
