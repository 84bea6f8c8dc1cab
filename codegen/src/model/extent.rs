//! How much of a description becomes a crate, and in which parts.

/// What can be chosen of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Extent {
    /// What becomes of types that no operation sends or receives.
    pub unreached: Unreached,
    /// Whether there is a feature for each tag; if not set, that depends on the size.
    pub tag_features: Option<bool>,
}

/// What becomes of types that no operation sends or receives: payloads of webhooks, of queues, of another API.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Unreached {
    /// They are generated as what is received is: without constructors and setters.
    #[default]
    Received,
    /// They are generated as what is sent and received.
    Both,
    /// They are not generated.
    LeftOut,
}
