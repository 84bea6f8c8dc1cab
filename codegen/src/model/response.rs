//! What may come back of a call.

use std::fmt;

use super::{Docs, Header, Type, WireName};

/// Everything that may come back.
#[derive(Clone, Debug, Default)]
pub(crate) struct Responses {
    /// Statuses of success, 2xx, in ascending order; `default` where it is all there is.
    pub(crate) success: Vec<Response>,
    /// All others, in ascending order, ranges after their statuses, `default` last.
    pub(crate) failure: Vec<Response>,
    /// Headers documented for the successes.
    pub(crate) headers: Vec<Header>,
    /// What is said of headers that come with failures.
    pub(crate) failure_headers: Vec<ToldHeader>,
}

/// A header that has words and no type: callers read it of the error.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ToldHeader {
    pub(crate) name: WireName,
    /// `integer`, `date-time`.
    pub(crate) holds: String,
    pub(crate) docs: Docs,
}

/// What comes back with one status in one form: a status whose media types mean several things has one for each.
#[derive(Clone, Debug)]
pub(crate) struct Response {
    pub(crate) status: Status,
    pub(crate) media: Media,
    /// The media types and ranges that mean this, in the description's order.
    pub(crate) names: Vec<String>,
    pub(crate) docs: Docs,
}

impl Response {
    /// Whether the media type decides, since another one of all has the same status.
    pub(crate) fn is_one_of_several<'r>(&self, all: impl IntoIterator<Item = &'r Self>) -> bool {
        all.into_iter().filter(|other| other.status == self.status).count() > 1
    }
}

/// The status a response is documented under.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Status {
    Code(u16),
    Range(Class),
    Default,
}

/// As a description writes it.
impl fmt::Display for Status {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Code(code) => code.fmt(formatter),
            Self::Range(Class::Informational) => formatter.write_str("1XX"),
            Self::Range(Class::Success) => formatter.write_str("2XX"),
            Self::Range(Class::Redirection) => formatter.write_str("3XX"),
            Self::Range(Class::ClientError) => formatter.write_str("4XX"),
            Self::Range(Class::ServerError) => formatter.write_str("5XX"),
            Self::Default => formatter.write_str("default"),
        }
    }
}

/// The five classes of statuses (RFC 9110 section 15): `1XX` to `5XX`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Class {
    Informational,
    Success,
    Redirection,
    ClientError,
    ServerError,
}

/// The content of a response, as it is read.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Media {
    Empty,
    /// A JSON document under names of JSON.
    Json(Type),
    /// A JSON document under other names too.
    AnyJson(Type),
    Text,
    /// Text, as a JSON string where it comes as JSON.
    AnyText,
    Binary,
    /// What comes bit by bit: the operation's kind says what it is.
    Stream,
}

impl Media {
    /// The type of what JSON holds.
    pub(crate) fn ty(&self) -> Option<&Type> {
        match self {
            Self::Json(ty) | Self::AnyJson(ty) => Some(ty),
            Self::Empty | Self::Text | Self::AnyText | Self::Binary | Self::Stream => None,
        }
    }

    pub(crate) fn ty_mut(&mut self) -> Option<&mut Type> {
        match self {
            Self::Json(ty) | Self::AnyJson(ty) => Some(ty),
            Self::Empty | Self::Text | Self::AnyText | Self::Binary | Self::Stream => None,
        }
    }
}
