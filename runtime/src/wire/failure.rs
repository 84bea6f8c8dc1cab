//! Why a request could not be built, and why a reply could not be read.
//!
//! In come the reasons of the other modules of `wire`; the core wraps both kinds into the error that users see.
//! No message quotes a value: it may be secret, and as long as anyone likes.

use std::borrow::Cow;
use std::fmt;

use super::param::Place;
use super::spec::Spec;
use crate::codec::DecodeError;
use crate::redact::{self, Veil};
use crate::shown;

/// A call that cannot be written as a request.
#[derive(Clone, Debug)]
pub struct BuildFailure {
    subject: Subject,
    reason: Cow<'static, str>,
}

#[derive(Clone, Debug)]
enum Subject {
    Request,
    Body,
    Parameter(Place, Cow<'static, str>),
    Part(String),
    /// A header that the caller adds to one call.
    Option(String),
}

impl BuildFailure {
    pub(crate) fn request(reason: impl Into<Cow<'static, str>>) -> Self {
        Self { subject: Subject::Request, reason: reason.into() }
    }

    pub(crate) fn body(reason: impl Into<Cow<'static, str>>) -> Self {
        Self { subject: Subject::Body, reason: reason.into() }
    }

    pub(crate) fn part(name: &str, reason: impl Into<Cow<'static, str>>) -> Self {
        Self { subject: Subject::Part(name.to_owned()), reason: reason.into() }
    }

    /// An option of the call, not a value of the description's.
    pub(crate) fn option(header: &str, reason: impl Into<Cow<'static, str>>) -> Self {
        Self { subject: Subject::Option(header.to_owned()), reason: reason.into() }
    }

    pub(crate) fn is_option(&self) -> bool {
        matches!(self.subject, Subject::Option(_))
    }

    pub(crate) fn parameter(
        place: Place,
        name: impl Into<Cow<'static, str>>,
        reason: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self { subject: Subject::Parameter(place, name.into()), reason: reason.into() }
    }
}

impl fmt::Display for BuildFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.subject {
            Subject::Request => write!(f, "request: {}", self.reason),
            Subject::Body => write!(f, "body: {}", self.reason),
            Subject::Parameter(place, name) => {
                write!(f, "{} `{}`: {}", noun(*place), shown::clip(name, 100), self.reason)
            }
            Subject::Part(name) => write!(f, "part `{}`: {}", shown::clip(name, 100), self.reason),
            Subject::Option(header) => write!(f, "header `{}`: {}", shown::clip(header, 100), self.reason),
        }
    }
}

impl std::error::Error for BuildFailure {}

const fn noun(place: Place) -> &'static str {
    match place {
        Place::Path => "path parameter",
        Place::Query => "query parameter",
        Place::Header => "header",
        Place::Cookie => "cookie",
    }
}

/// A reply that is not what the description says of its status.
#[derive(Debug)]
pub enum DecodeFailure {
    /// The description says nothing about this status.
    Undocumented,
    /// The body is of another media type.
    ContentType {
        /// What the description promises.
        expected: &'static str,
        /// The reply's `Content-Type`, if it has one that can be read.
        found: Option<String>,
    },
    /// The body does not decode.
    Body(DecodeError),
}

impl DecodeFailure {
    /// The same within bounds, without names below secret properties, and without what `veil` hides.
    #[must_use]
    pub(crate) fn covered(self, spec: &Spec, veil: &Veil) -> Self {
        match self {
            Self::Undocumented => Self::Undocumented,
            Self::ContentType { expected, found } => {
                // Covered before it is clipped: half a secret is not seen as one.
                Self::ContentType { expected, found: found.map(|found| shown::clip(&veil.cover(found), 100)) }
            }
            Self::Body(error) => {
                let is_secret = |name: &str| redact::is_secret(name, spec.secret);
                Self::Body(error.covered(&is_secret, &|text| veil.cover(text)))
            }
        }
    }
}

impl fmt::Display for DecodeFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Undocumented => f.write_str("the status is not documented"),
            Self::ContentType { expected, found: Some(found) } => write!(f, "expected {expected}, found {found}"),
            Self::ContentType { expected, found: None } => write!(f, "expected {expected}, found no content type"),
            Self::Body(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for DecodeFailure {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Body(error) => Some(error),
            Self::Undocumented | Self::ContentType { .. } => None,
        }
    }
}

impl From<DecodeError> for DecodeFailure {
    fn from(error: DecodeError) -> Self {
        Self::Body(error)
    }
}
