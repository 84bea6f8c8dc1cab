//! A whole reply, and the choice between the outcomes that a description names for it.
//!
//! In comes what the server sent, buffered; out go answers about status and media type. Reading the body is `decode`'s
//! business, classifying success and failure the core's.

use std::borrow::Cow;
use std::fmt;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, StatusCode};

use crate::response::Trail;
use crate::wire::{DecodeFailure, Spec, Status, media};

mod decode;
mod lenient;
mod outcome;

pub use decode::{AnyJson, AnyText, Binary, Decoder, Empty, Json, Text, Undocumented};
pub use lenient::{FromHeaders, HeaderForm, documented_header};

/// What the server answered, with its body in memory.
#[derive(Clone)]
pub struct Reply {
    /// The status.
    pub status: StatusCode,
    /// All headers.
    pub headers: HeaderMap,
    /// The whole body.
    pub body: Bytes,
    pub(crate) trail: Box<Trail>,
}

impl Reply {
    pub(crate) const fn new(status: StatusCode, headers: HeaderMap, body: Bytes, trail: Box<Trail>) -> Self {
        Self { status, headers, body, trail }
    }

    /// The operation that was called.
    #[must_use]
    pub fn spec(&self) -> &'static Spec {
        self.trail.spec
    }

    /// The `Content-Type`, if there is one; bytes beyond ASCII are replaced.
    #[must_use]
    pub fn content_type(&self) -> Option<Cow<'_, str>> {
        let value = self.headers.get(CONTENT_TYPE)?;
        Some(String::from_utf8_lossy(value.as_bytes())).filter(|text| !text.trim().is_empty())
    }
}

/// Shows the length of the body only, and the names of the headers.
impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reply")
            .field("status", &self.status)
            .field("headers", &self.headers.keys().collect::<Vec<_>>())
            .field("body", &format_args!("{} bytes", self.body.len()))
            .finish()
    }
}

/// When an outcome applies: for these statuses and, where named, these media types.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct When {
    /// The statuses.
    pub status: Status,
    /// Media types or ranges of them; none: any.
    pub media_types: &'static [&'static str],
}

/// The index of the outcome that applies: an exact status before a range before the default; among the outcomes of
/// one status, a media type before a range of them before the only JSON, under another of its names, before none. A reply
/// without a content type takes the first.
///
/// # Errors
/// [`DecodeFailure::Undocumented`] if no outcome stands for the status, [`DecodeFailure::ContentType`] if none of that
/// status stands for the media type.
pub fn choose(reply: &Reply, outcomes: &[When]) -> Result<usize, DecodeFailure> {
    let status = reply.status.as_u16();
    let levels = [Status::Exact(status), Status::Range(status / 100), Status::Default];
    let of_level = |level: Status| outcomes.iter().enumerate().filter(move |(_, when)| when.status == level);
    let Some(level) = levels.into_iter().find(|level| of_level(*level).next().is_some()) else {
        return Err(DecodeFailure::Undocumented);
    };
    let outcomes: Vec<(usize, &When)> = of_level(level).collect();
    let found = reply.content_type();
    let chosen = match &found {
        None => outcomes.first(),
        Some(found) => outcome_of(&outcomes, found),
    };
    chosen.map(|(index, _)| *index).ok_or_else(|| {
        let expected = outcomes.iter().find_map(|(_, when)| when.media_types.first()).copied().unwrap_or_default();
        DecodeFailure::ContentType { expected, found: found.map(Cow::into_owned) }
    })
}

fn outcome_of<'o, 'w>(outcomes: &'o [(usize, &'w When)], found: &str) -> Option<&'o (usize, &'w When)> {
    let named = |concrete: bool| {
        let fits = move |range: &&str| media::is_concrete(range) == concrete && media::matches(range, found);
        outcomes.iter().find(move |(_, when)| when.media_types.iter().any(&fits))
    };
    let only_json = || {
        let mut json = outcomes.iter().filter(|(_, when)| when.media_types.iter().any(|name| media::is_json(name)));
        json.next().filter(|_| media::is_json(found) && json.next().is_none())
    };
    let unnamed = || outcomes.iter().find(|(_, when)| when.media_types.is_empty());
    named(true).or_else(|| named(false)).or_else(only_json).or_else(unnamed)
}
