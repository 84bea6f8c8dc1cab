//! What a description says about a stream of server-sent events, as constant data that generated code writes down.

/// A stream of events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EventSpec {
    /// What an event is read as.
    pub form: EventForm,
    /// The data of the event that ends the stream, such as `[DONE]`; it is not an event itself.
    pub terminator: Option<&'static str>,
    /// The name of the events that are errors.
    pub error: Option<&'static str>,
    /// Whether a stream that ends is opened again, where its options do not say.
    pub reconnect: bool,
}

impl EventSpec {
    /// Data, no terminator, no errors, not opened again.
    pub const USUAL: Self = Self { form: EventForm::Data, terminator: None, error: None, reconnect: false };
}

/// What an event is read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventForm {
    /// Its data: JSON, or the text as it is where a text is described.
    Data,
    /// An object of its fields `event`, `data`, `id` and `retry` (OpenAPI 3.2, "Special Considerations for Server-Sent Events"), of which those
    /// are there that the event has. `data` is read like data alone.
    Whole,
}
