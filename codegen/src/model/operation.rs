//! Operations: what a call takes, how it is written to the wire, and what may come back.

use std::fmt;

use super::{Docs, Flag, Kind, NameHint, Need, Pieces, Server, Twin, Type, WireName};
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
    /// What the settings know it by: its place, with a word behind it for the second of two that are described as one.
    pub(crate) key: Place,
    pub(crate) kind: Kind,
    pub(crate) twin: Option<Twin>,
    /// How else its value can be had.
    pub(crate) pieces: Option<Pieces>,
    /// What it sets by itself.
    pub(crate) flag: Option<Flag>,
    /// As it is sent: in capitals, unless it is none that everybody knows.
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
    pub(crate) servers: Vec<Server>,
    pub(crate) page: Option<Page>,
}

impl Operation {
    /// What a caller passes, in order: what is required, then what is optional.
    pub(crate) fn arguments(&self) -> Vec<Argument<'_>> {
        let mut arguments: Vec<_> = self.params.iter().map(Argument::Param).collect();
        match &self.body {
            None => {}
            Some(body) => match body.parts() {
                Some(parts) => arguments.extend(parts.arguments()),
                None => arguments.push(Argument::Body(body)),
            },
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
    /// A header of a part.
    PartHeader(&'a Part, &'a PartHeader),
    /// Parts that the description does not name, and what they hold.
    OtherPart(&'a Type),
    Body(&'a Body),
}

impl Argument<'_> {
    pub(crate) fn required(&self) -> bool {
        match self {
            Self::Param(param) => param.required,
            Self::Part(part) => part.required,
            Self::PartHeader(part, header) => part.required && header.required,
            Self::OtherPart(_) => false,
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
    /// How the items of lists within the list are joined, from the outside in.
    pub(crate) within: Vec<Style>,
    /// Properties of a form that are written otherwise than usual.
    pub(crate) encodings: Vec<Encoding>,
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
    /// All that the query is; its name is not sent.
    Querystring,
    Header,
    Cookie,
}

/// How lists and objects are written as text (OAS 3.0.4 section 4.8.12.2); Swagger 2.0 has tabs beside them, and delimiters in any place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    Simple,
    Label,
    Matrix,
    Form,
    SpaceDelimited,
    PipeDelimited,
    TabDelimited,
    DeepObject,
    /// Without any escaping (OAS 3.2.0 section 4.12.3).
    Cookie,
}

/// What a request carries.
#[derive(Clone, Debug)]
pub(crate) struct Body {
    pub(crate) required: bool,
    /// In the description's order; a caller chooses where there are several.
    pub(crate) choices: Vec<BodyChoice>,
    pub(crate) docs: Docs,
}

impl Body {
    /// The parts of a body that is multipart and nothing else.
    pub(crate) fn parts(&self) -> Option<&Parts> {
        match self.choices.as_slice() {
            [BodyChoice { content: BodyContent::Multipart(parts), .. }] => Some(parts),
            _ => None,
        }
    }
}

/// A body in one of its forms.
#[derive(Clone, Debug)]
pub(crate) struct BodyChoice {
    pub(crate) content: BodyContent,
    /// The media type as it is sent; for bytes also a range, or several with commas, of which the caller names one.
    pub(crate) media: String,
    /// Properties of a form that are written otherwise than usual.
    pub(crate) encodings: Vec<Encoding>,
}

/// How one property of a form is written (OAS 3.0.4 section 4.8.15).
#[derive(Clone, Debug)]
pub(crate) struct Encoding {
    pub(crate) name: WireName,
    pub(crate) style: Option<Style>,
    pub(crate) explode: Option<bool>,
    pub(crate) allow_reserved: bool,
    /// How the items of lists within the list are joined, from the outside in.
    pub(crate) within: Vec<Style>,
    pub(crate) content_types: Vec<String>,
}

/// The form of a body.
#[derive(Clone, Debug)]
pub(crate) enum BodyContent {
    Json(Type),
    Form(Type),
    Multipart(Parts),
    /// JSON documents of a type, a line each.
    Lines(Type),
    /// JSON documents of a type, each behind a record separator (RFC 7464).
    Sequence(Type),
    /// Parts of `multipart/mixed` one behind the other: JSON documents of a type, or bytes.
    Mixed(Option<Type>),
    Text,
    Bytes,
}

/// What a multipart body consists of.
#[derive(Clone, Debug)]
pub(crate) struct Parts {
    pub(crate) parts: Vec<Part>,
    /// What parts hold that the description does not name, where there may be such.
    pub(crate) others: Option<Type>,
}

impl Parts {
    /// What a caller passes, in order: what is required, then what is optional.
    pub(crate) fn arguments(&self) -> Vec<Argument<'_>> {
        let mut arguments: Vec<_> = self.parts.iter().flat_map(Part::arguments).collect();
        arguments.extend(self.others.as_ref().map(Argument::OtherPart));
        arguments.sort_by_key(|argument| !argument.required());
        arguments
    }
}

/// One part of a multipart body (RFC 7578).
#[derive(Clone, Debug)]
pub(crate) struct Part {
    pub(crate) name: WireName,
    pub(crate) required: bool,
    pub(crate) kind: PartKind,
    /// How the items of a list are joined to one part; none: each is a part.
    pub(crate) joined: Option<Style>,
    /// How the items of lists within the list are joined, from the outside in.
    pub(crate) within: Vec<Style>,
    /// The content types the part may have; none given: by its value.
    pub(crate) content_types: Vec<String>,
    /// Headers that a caller gives.
    pub(crate) headers: Vec<PartHeader>,
    /// Headers that it always has, with their values.
    pub(crate) constants: Vec<(String, String)>,
    /// Where it stands, where parts have no names on the wire.
    pub(crate) position: Option<PartPosition>,
    pub(crate) docs: Docs,
    pub(crate) origin: Place,
}

impl Part {
    /// The part, then its headers.
    fn arguments(&self) -> impl Iterator<Item = Argument<'_>> {
        let headers = self.headers.iter().map(move |header| Argument::PartHeader(self, header));
        [Argument::Part(self)].into_iter().chain(headers)
    }
}

/// A header of a part.
#[derive(Clone, Debug)]
pub(crate) struct PartHeader {
    pub(crate) name: WireName,
    pub(crate) ty: Type,
    pub(crate) form: HeaderForm,
    pub(crate) required: bool,
    pub(crate) docs: Docs,
    pub(crate) origin: Place,
}

/// Where a part without a name stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PartPosition {
    /// Behind so many others.
    At(usize),
    /// Behind all that have a place, as many as there are.
    Behind,
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
    /// What is said of headers that come with failures.
    pub(crate) failure_headers: Vec<(WireName, Docs)>,
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

/// A documented header of a response.
#[derive(Clone, Debug)]
pub(crate) struct Header {
    pub(crate) name: WireName,
    pub(crate) ty: Type,
    pub(crate) form: HeaderForm,
    pub(crate) docs: Docs,
}

/// How a header is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum HeaderForm {
    /// Style simple: lists as `a,b`, objects as `k,v,k,v`.
    Simple,
    /// Style simple, exploded: objects as `k=v,k=v`.
    Exploded,
    /// A JSON document.
    Json,
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
