//! Which way something goes, seen from the client.

/// Sent with a request, or received with a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    Sent,
    Received,
}
