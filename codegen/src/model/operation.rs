//! Operations: what a call is made of, and how its pages follow each other.

use super::{
    Argument, Body, Docs, Flag, Kind, Literal, NameHint, Need, Param, Pieces, Responses, Server, Twin, Type, WireName,
};
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
        let passed = self.params.iter().filter(|param| param.constant.is_none());
        let mut arguments: Vec<_> = passed.map(Argument::Param).collect();
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

    /// The parameters that no caller passes, each with the only value that it has.
    pub(crate) fn constants(&self) -> impl Iterator<Item = (&Param, &Literal)> {
        self.params.iter().filter_map(|param| Some((param, param.constant.as_ref()?)))
    }
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
    /// The properties that lead to the items, the first one that of the response; the item type.
    pub(crate) items: Vec<WireName>,
    pub(crate) item: Type,
    pub(crate) next: PageStep,
    pub(crate) previous: Option<PageStep>,
}

/// One direction of paging.
#[derive(Clone, Debug)]
pub(crate) struct PageStep {
    /// The query parameter that takes the cursor.
    pub(crate) parameter: WireName,
    /// The properties that lead to it, the first one that of the response.
    pub(crate) value: Vec<WireName>,
}
