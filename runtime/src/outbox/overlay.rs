//! Reads that show what is still to be sent. Enters: a success of a GET and what is pending. Leaves: the body that the caller sees. What
//! is done to it is the app's business.

use std::fmt;

use bytes::Bytes;

use super::pending::Pending;
use crate::future::{MaybeSend, MaybeSync};

/// The header of a response whose body is not as the server sent it: the number of entries that were pending.
pub const OVERLAID: &str = "x-outbox-pending";

/// What was read.
pub struct Read<'a> {
    pub(crate) operation_id: &'static str,
    pub(crate) url_template: &'static str,
    pub(crate) url: &'a str,
    pub(crate) content_type: Option<&'a str>,
    pub(crate) body: &'a Bytes,
}

impl Read<'_> {
    /// The id of the operation that reads, in the description.
    pub fn operation_id(&self) -> &'static str {
        self.operation_id
    }

    /// Its path with its parameters in braces.
    pub fn url_template(&self) -> &'static str {
        self.url_template
    }

    /// The path and query that were asked, as they are on the wire; the base URL's path is part of it.
    pub fn url(&self) -> &str {
        self.url
    }

    /// The answer's `Content-Type`.
    pub fn content_type(&self) -> Option<&str> {
        self.content_type
    }

    /// What the server has sent, or the cache had.
    pub fn body(&self) -> &Bytes {
        self.body
    }
}

impl fmt::Debug for Read<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Read")
            .field("operation_id", &self.operation_id)
            .field("body", &self.body.len())
            .finish_non_exhaustive()
    }
}

/// Shows reads with what is pending. A closure `Fn(&Read<'_>, &[Pending]) -> Option<Bytes>` is one.
///
/// A chat whose messages are sent by `postMessage` shows those that are not sent yet behind those that the server has:
///
/// ```
/// use clientwright_runtime::{Bytes, Outbox, Pending, Read};
///
/// let outbox = Outbox::in_memory().overlay(|read: &Read<'_>, pending: &[Pending]| {
///     if read.operation_id() != "listMessages" {
///         return None;
///     }
///     // `/chats/7/messages` is where they are listed, and where they are posted.
///     let here = |entry: &&Pending| entry.operation_id() == "postMessage" && read.url().ends_with(entry.url());
///     let mut messages: Vec<serde_json::Value> = serde_json::from_slice(read.body()).ok()?;
///     for entry in pending.iter().filter(here) {
///         let mut message: serde_json::Value = serde_json::from_slice(entry.body()).ok()?;
///         message["id"] = format!("pending-{}", entry.id()).into();
///         messages.push(message);
///     }
///     serde_json::to_vec(&messages).map(Bytes::from).ok()
/// });
/// # let _ = outbox;
/// ```
pub trait Overlay: MaybeSend + MaybeSync + 'static {
    /// The body to show in place of what was read; none to leave it. `pending` has what waits or is on its way, oldest first, and no dead
    /// letters. Called for each success of a GET that is read whole while something is pending, so it had better be quick.
    fn apply(&self, read: &Read<'_>, pending: &[Pending]) -> Option<Bytes>;
}

impl<F> Overlay for F
where
    F: Fn(&Read<'_>, &[Pending]) -> Option<Bytes> + MaybeSend + MaybeSync + 'static,
{
    fn apply(&self, read: &Read<'_>, pending: &[Pending]) -> Option<Bytes> {
        self(read, pending)
    }
}
