//! Definitions that no operation reaches.

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
