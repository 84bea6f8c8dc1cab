//! How parameters are written, and the properties of forms in the same styles.

use super::{Docs, Example, Literal, Type, WireName};
use crate::place::Place;

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
    /// The only value that there is, of one that is required: no caller passes it.
    pub(crate) constant: Option<Literal>,
    pub(crate) ty: Type,
    pub(crate) example: Option<Box<Example>>,
    pub(crate) docs: Docs,
    pub(crate) origin: Place,
    /// Where it is described for all who refer to it, the nearest first.
    pub(crate) shared: Vec<Place>,
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

impl Location {
    /// The style there that joins the items of a list by commas.
    pub(crate) fn commas(self) -> Style {
        match self {
            Self::Path | Self::Header => Style::Simple,
            Self::Query | Self::Querystring | Self::Cookie => Style::Form,
        }
    }
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

impl Style {
    /// Whether items and properties are written apart where nothing is said (OAS 3.0.4 sections 4.8.12.2 and 4.8.15.1.2): in style form, in
    /// cookie as well, and in deepObject, which has no other way. The runtime has the same defaults.
    pub(crate) fn explodes(self) -> bool {
        matches!(self, Self::Form | Self::Cookie | Self::DeepObject)
    }
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
