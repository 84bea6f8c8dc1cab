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

    /// Events that are read as their data.
    #[must_use]
    pub const fn data() -> Self {
        Self::USUAL
    }

    /// Events that are read as objects of their fields.
    #[must_use]
    pub const fn whole() -> Self {
        Self { form: EventForm::Whole, ..Self::USUAL }
    }

    /// The stream ends with an event of this data.
    #[must_use]
    pub const fn terminator(self, data: &'static str) -> Self {
        Self { terminator: Some(data), ..self }
    }

    /// Events of this name are errors.
    #[must_use]
    pub const fn error(self, name: &'static str) -> Self {
        Self { error: Some(name), ..self }
    }

    /// A stream that ends is opened again.
    #[must_use]
    pub const fn reconnecting(self) -> Self {
        Self { reconnect: true, ..self }
    }
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
