//! Operations: what a call takes, how it is written to the wire, and what may come back.

use super::{Docs, NameHint, Need, Type, WireName};
use crate::place::Place;

/// The operations of one tag.
#[derive(Clone, Debug)]
pub(crate) struct Service {
    pub(crate) hint: NameHint,
    pub(crate) docs: Docs,
    pub(crate) operations: Vec<Operation>,
}

/// One method on one path.
#[derive(Clone, Debug)]
pub(crate) struct Operation {
    /// `operationId`, or the method and the path where there is none.
    pub(crate) id: String,
    pub(crate) hint: NameHint,
    pub(crate) docs: Docs,
    pub(crate) origin: Place,
    /// In capitals.
    pub(crate) method: String,
    pub(crate) path: String,
    /// In the description's order, the path's own before the operation's.
    pub(crate) params: Vec<Param>,
    pub(crate) body: Option<Body>,
    pub(crate) responses: Responses,
    /// Alternatives of schemes needed together; none at all for an operation open to everyone.
    pub(crate) security: Vec<Vec<Need>>,
    pub(crate) idempotency: Idempotency,
    /// Base URLs of this operation alone.
    pub(crate) servers: Vec<String>,
    pub(crate) page: Option<Page>,
}

impl Operation {
    /// What a caller passes, in order: what is required, then what is optional.
    pub(crate) fn arguments(&self) -> Vec<Argument<'_>> {
        let mut arguments: Vec<_> = self.params.iter().map(Argument::Param).collect();
        match &self.body {
            None => {}
            Some(Body { content: BodyContent::Multipart(parts), .. }) => {
                arguments.extend(parts.iter().map(Argument::Part));
            }
            Some(body) => arguments.push(Argument::Body(body)),
        }
        arguments.sort_by_key(|argument| !argument.required());
        arguments
    }
}

/// Something a caller passes.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Argument<'a> {
    Param(&'a Param),
    Part(&'a Part),
    Body(&'a Body),
}

impl Argument<'_> {
    pub(crate) fn required(&self) -> bool {
        match self {
            Self::Param(param) => param.required,
            Self::Part(part) => part.required,
            Self::Body(body) => body.required,
        }
    }
}

/// A path, query, header or cookie parameter.
#[derive(Clone, Debug)]
pub(crate) struct Param {
    pub(crate) name: WireName,
    pub(crate) place: Location,
    pub(crate) style: Style,
    pub(crate) explode: bool,
    pub(crate) allow_reserved: bool,
    /// The media type that the value is written in, instead of a style.
    pub(crate) content: Option<String>,
    pub(crate) required: bool,
    pub(crate) ty: Type,
    pub(crate) docs: Docs,
    pub(crate) origin: Place,
}

/// Where a parameter travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Location {
    Path,
    Query,
    Header,
    Cookie,
}

/// How lists and objects are written as text (OAS 3.0.4 section 4.8.12.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    Simple,
    Label,
    Matrix,
    Form,
    SpaceDelimited,
    PipeDelimited,
    DeepObject,
}

/// What a request carries.
#[derive(Clone, Debug)]
pub(crate) struct Body {
    pub(crate) required: bool,
    pub(crate) content: BodyContent,
    /// The media type as it is sent.
    pub(crate) media: String,
    /// Properties of a form that are written otherwise than usual.
    pub(crate) encodings: Vec<Encoding>,
    pub(crate) docs: Docs,
}

/// How one property of a form is written (OAS 3.0.4 section 4.8.15).
#[derive(Clone, Debug)]
pub(crate) struct Encoding {
    pub(crate) name: WireName,
    pub(crate) style: Option<Style>,
    pub(crate) explode: Option<bool>,
    pub(crate) allow_reserved: bool,
    pub(crate) content_types: Vec<String>,
}

/// The form of a body.
#[derive(Clone, Debug)]
pub(crate) enum BodyContent {
    Json(Type),
    Form(Type),
    Multipart(Vec<Part>),
    Text,
    Bytes,
}

/// One part of a multipart body (RFC 7578).
#[derive(Clone, Debug)]
pub(crate) struct Part {
    pub(crate) name: WireName,
    pub(crate) required: bool,
    pub(crate) kind: PartKind,
    /// The content types the part may have; none given: by its value.
    pub(crate) content_types: Vec<String>,
    pub(crate) docs: Docs,
    pub(crate) origin: Place,
}

/// What a part holds.
#[derive(Clone, Debug)]
pub(crate) enum PartKind {
    File,
    Files,
    Value(Type),
}

/// Everything that may come back.
#[derive(Clone, Debug, Default)]
pub(crate) struct Responses {
    /// Statuses of success, 2xx, in ascending order; `default` where it is all there is.
    pub(crate) success: Vec<Response>,
    /// All others, in ascending order, ranges after their statuses, `default` last.
    pub(crate) failure: Vec<Response>,
    /// Headers documented for the successes.
    pub(crate) headers: Vec<Header>,
}

/// What comes back with one status.
#[derive(Clone, Debug)]
pub(crate) struct Response {
    pub(crate) status: Status,
    pub(crate) media: Media,
    pub(crate) docs: Docs,
}

/// The status a response is documented under.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Status {
    Code(u16),
    Range(Class),
    Default,
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

/// The content of a response.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Media {
    Empty,
    /// A value, and the media type it comes in.
    Json(Type, String),
    Text(String),
    Binary(String),
}

impl Media {
    /// The media type asked for.
    pub(crate) fn name(&self) -> Option<&str> {
        match self {
            Self::Empty => None,
            Self::Json(_, name) | Self::Text(name) | Self::Binary(name) => Some(name),
        }
    }
}

/// A documented header of a response.
#[derive(Clone, Debug)]
pub(crate) struct Header {
    pub(crate) name: WireName,
    pub(crate) ty: Type,
    pub(crate) docs: Docs,
}

/// What makes it safe to send a request again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Idempotency {
    /// Its method (RFC 9110 section 9.2.2).
    Method,
    /// A key in this header, which is made once for a call where the caller gives none.
    Key(WireName),
}

/// How the pages of a list follow each other.
#[derive(Clone, Debug)]
pub(crate) struct Page {
    /// The property of the response that holds the items; its item type.
    pub(crate) items: WireName,
    pub(crate) item: Type,
    pub(crate) next: PageStep,
    pub(crate) previous: Option<PageStep>,
}

/// One direction of paging.
#[derive(Clone, Debug)]
pub(crate) struct PageStep {
    /// The query parameter that takes the cursor.
    pub(crate) parameter: WireName,
    /// The property of the response that gives it.
    pub(crate) value: WireName,
}
