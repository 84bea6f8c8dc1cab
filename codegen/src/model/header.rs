//! Headers of responses and of parts.

use super::{Docs, Example, Type, WireName};
use crate::place::Place;

/// A header of a part.
#[derive(Clone, Debug)]
pub(crate) struct PartHeader {
    pub(crate) name: WireName,
    pub(crate) ty: Type,
    pub(crate) form: HeaderForm,
    pub(crate) required: bool,
    pub(crate) example: Option<Box<Example>>,
    pub(crate) docs: Docs,
    pub(crate) origin: Place,
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
