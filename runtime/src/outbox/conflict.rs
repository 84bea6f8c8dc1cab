//! What an app is asked where a server finds an entry in conflict with what it has. Enters: the entry and the answer. Leaves: what to do.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::pending::Pending;
use crate::future::{BoxFuture, MaybeSend, MaybeSync};

/// An entry that was answered 409 (Conflict) or 412 (Precondition Failed): RFC 9110 sections 15.5.10 and 15.5.13.
#[derive(Clone)]
pub struct Conflict {
    pub(crate) pending: Pending,
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Conflict {
    /// The entry.
    pub fn pending(&self) -> &Pending {
        &self.pending
    }

    /// 409 or 412.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The answer's headers: an `ETag` of what the server has, say.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The answer's body, at most 1 MiB of it.
    pub fn body(&self) -> &Bytes {
        &self.body
    }
}

impl fmt::Debug for Conflict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Conflict").field("pending", &self.pending).field("status", &self.status).finish_non_exhaustive()
    }
}

/// What becomes of an entry in conflict.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub enum Resolution {
    /// It is sent once more as it is, with the same key, after the usual wait.
    Retry,
    /// It is sent with other content, under a new key; at once, and after the usual waits where that is in conflict too. Where the outbox has
    /// no room for that it becomes a dead letter, as it was.
    RetryWith(Revision),
    /// It is dropped.
    Discard,
    /// It becomes a dead letter.
    #[default]
    DeadLetter,
}

/// Other content of an entry. What is not said stays as it is.
#[derive(Clone, Default)]
pub struct Revision {
    pub(crate) body: Option<Bytes>,
    pub(crate) headers: Vec<(String, Option<String>)>,
}

impl Revision {
    /// Nothing but a new key.
    pub fn new() -> Self {
        Self::default()
    }

    /// Another body, in the same media type.
    #[must_use]
    pub fn body(mut self, body: impl Into<Bytes>) -> Self {
        self.body = Some(body.into());
        self
    }

    /// A header in place of one of that name: `If-Match`, say. One that cannot be sent, or proves who is calling, makes a dead letter of
    /// the entry.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), Some(value.to_owned())));
        self
    }

    /// Without the header of that name.
    #[must_use]
    pub fn without_header(mut self, name: &str) -> Self {
        self.headers.push((name.to_owned(), None));
        self
    }
}

/// Shows the names of headers, and the length of the body.
impl fmt::Debug for Revision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers: Vec<&str> = self.headers.iter().map(|(name, _)| name.as_str()).collect();
        f.debug_struct("Revision")
            .field("body", &self.body.as_ref().map(Bytes::len))
            .field("headers", &headers)
            .finish()
    }
}

/// What asks the app.
pub(crate) trait Resolve: MaybeSend + MaybeSync {
    fn resolve(&self, conflict: Conflict) -> BoxFuture<'static, Resolution>;
}

impl<F, R> Resolve for F
where
    F: Fn(Conflict) -> R + MaybeSend + MaybeSync,
    R: Future<Output = Resolution> + MaybeSend + 'static,
{
    fn resolve(&self, conflict: Conflict) -> BoxFuture<'static, Resolution> {
        Box::pin(self(conflict))
    }
}
