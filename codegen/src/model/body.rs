//! Bodies of requests, with the parts of forms.

use super::{Docs, Encoding, Example, Literal, PartHeader, Style, Type, WireName};
use crate::place::Place;

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
    pub(crate) example: Option<Box<Example>>,
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
    /// Bytes that go as text in Base64.
    Base64,
    Bytes,
}

/// What a multipart body consists of.
#[derive(Clone, Debug)]
pub(crate) struct Parts {
    pub(crate) parts: Vec<Part>,
    /// What parts hold that the description does not name, where there may be such.
    pub(crate) others: Option<PartKind>,
}

/// One part of a multipart body (RFC 7578).
#[derive(Clone, Debug)]
pub(crate) struct Part {
    pub(crate) name: WireName,
    pub(crate) required: bool,
    pub(crate) kind: PartKind,
    /// The only value of one that every body has: it is sent by itself, and no caller passes it.
    pub(crate) constant: Option<Literal>,
    /// How a value is written; none: by its content type.
    pub(crate) style: Option<PartStyle>,
    /// How the items of lists within the list are joined, from the outside in.
    pub(crate) within: Vec<Style>,
    /// The content types the part may have; none given: by its value.
    pub(crate) content_types: Vec<String>,
    /// Headers that a caller gives.
    pub(crate) headers: Vec<PartHeader>,
    /// Headers that it always has, with their values.
    pub(crate) constants: Vec<(WireName, String)>,
    /// Where it stands, where parts have no names on the wire.
    pub(crate) position: Option<PartPosition>,
    pub(crate) example: Option<Box<Example>>,
    pub(crate) docs: Docs,
    pub(crate) origin: Place,
}

/// The style of a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PartStyle {
    /// The items of a list are joined to one part, and nothing is said of other values (Swagger 2.0).
    Joined(Style),
    /// As a parameter of a query, with the same names (OAS 3.1.1 section 4.8.15.1.2).
    Styled { style: Style, explode: bool },
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
    /// A file, or a value of a type.
    FileOr(Type),
    /// Files and values of a type, as many as there are.
    FilesOr(Type),
    Value(Type),
}

impl PartKind {
    /// The values that it may hold.
    pub(crate) fn ty(&self) -> Option<&Type> {
        match self {
            Self::File | Self::Files => None,
            Self::FileOr(ty) | Self::FilesOr(ty) | Self::Value(ty) => Some(ty),
        }
    }

    /// The same, to be changed.
    pub(crate) fn ty_mut(&mut self) -> Option<&mut Type> {
        match self {
            Self::File | Self::Files => None,
            Self::FileOr(ty) | Self::FilesOr(ty) | Self::Value(ty) => Some(ty),
        }
    }
}
