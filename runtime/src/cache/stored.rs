//! A response as it is stored. Enters: a response, with what its request said. Leaves: the same, for as long as it is kept. When it is good
//! and for whom is for others to say.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, Method, Response, StatusCode};
use web_time::SystemTime;

use super::directives::{Directives, NoCache};
use super::freshness::{Freshness, Times};
use super::print::Fingerprint;
use super::selecting::Selecting;

/// A place for a line in a `HeaderMap`, taken or not, and in the index of that.
const PLACE: usize = 112;

/// A line, without its texts and its place: what an allocator has for itself.
const LINE: usize = 32;

/// What one field says that tells requests apart, without its name.
const FIELD: usize = size_of::<(HeaderName, Option<Fingerprint>)>();

/// What stands around a response: its counts, its place in an entry, and that of the entry in a store.
const AROUND: usize = 128;

/// The methods whose responses are stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// With a body; an answer to HEAD too.
    Get,
    /// The answer to HEAD, which has none.
    Head,
}

impl Kind {
    pub(super) fn of(method: &Method) -> Option<Self> {
        match *method {
            Method::GET => Some(Self::Get),
            Method::HEAD => Some(Self::Head),
            _ => None,
        }
    }

    /// Whether a response to it is one to `asked`.
    pub(super) fn answers(self, asked: Self) -> bool {
        self == asked || self == Self::Get
    }
}

#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Stored {
    pub(super) kind: Kind,
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
    pub(super) times: Times,
    pub(super) selecting: Selecting,
    /// Who asked, where the request said so.
    pub(super) asker: Option<Fingerprint>,
}

impl Stored {
    pub(super) fn said(&self) -> Directives {
        Directives::of_response(&self.headers)
    }

    pub(super) fn freshness(&self, now: SystemTime) -> Freshness {
        Freshness::of(self.status, &self.headers, &self.said(), self.times, now)
    }

    /// Whether it may be used once it is stale, where anybody allows that (RFC 9111 section 4.2.4).
    pub(super) fn bears_staleness(&self) -> bool {
        let said = self.said();
        !said.must_revalidate && said.no_cache != NoCache::All
    }

    /// Whether a request that is like this selects it.
    pub(super) fn is_for(&self, kind: Kind, request: &HeaderMap, asker: Option<Fingerprint>) -> bool {
        self.kind.answers(kind) && self.asker == asker && self.selecting.admits(request)
    }

    /// About how many bytes it takes, with what keeps it.
    pub(super) fn size(&self) -> u64 {
        let lines = self.headers.iter().map(|(name, value)| name.as_str().len() + value.len() + LINE).sum::<usize>();
        let selecting = match &self.selecting {
            Selecting::Fields(fields) => fields.iter().map(|(name, _)| name.as_str().len() + FIELD).sum::<usize>(),
            Selecting::Never => 0,
        };
        (self.body.len() + lines + self.headers.capacity() * PLACE + selecting + size_of::<Self>() + AROUND) as u64
    }

    /// As it answers a request.
    pub(super) fn response(&self, kind: Kind) -> Response<Bytes> {
        let body = if kind == Kind::Get { self.body.clone() } else { Bytes::new() };
        let mut response = Response::new(body);
        (*response.status_mut(), *response.headers_mut()) = (self.status, self.headers.clone());
        response
    }
}

/// Shows no header and no body.
impl fmt::Debug for Stored {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Stored")
            .field("kind", &self.kind)
            .field("status", &self.status)
            .field("headers", &self.headers.len())
            .field("body", &format_args!("<{} bytes>", self.body.len()))
            .finish_non_exhaustive()
    }
}
