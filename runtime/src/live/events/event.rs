//! An event as callers see it.

/// A server-sent event with what it came with.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Event<T> {
    /// The id of this event or, if it has none, of the last one before it that has; empty where there is none.
    pub id: String,
    /// The event's name; `message` if it has none.
    pub name: String,
    /// What the event is read as.
    pub data: T,
}
