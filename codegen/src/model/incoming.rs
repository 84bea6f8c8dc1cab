//! Requests that the server sends: webhooks, and callbacks of operations. A client reads their bodies, and sends what answers them.

use super::{Docs, Encoding, NameHint, Status, Type};
use crate::place::Place;

/// A request that the server sends.
#[derive(Clone, Debug)]
pub(crate) struct Incoming {
    pub(crate) hint: NameHint,
    pub(crate) kind: IncomingKind,
    pub(crate) docs: Docs,
    pub(crate) origin: Place,
    /// As it is sent.
    pub(crate) method: String,
    /// `None` where nothing reads it, and the request is there for what answers it.
    pub(crate) content: Option<IncomingContent>,
    /// Whether there may be no body.
    pub(crate) may_be_left_out: bool,
    pub(crate) answers: Vec<Answer>,
}

/// What such a request is answered with.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) status: Status,
    pub(crate) docs: Docs,
    /// Its media types; of JSON with the type, where there is one.
    pub(crate) bodies: Vec<(String, Option<Type>)>,
    /// The names of its headers, and what they hold in a word.
    pub(crate) headers: Vec<(String, String)>,
}

impl Incoming {
    /// The type that is read.
    pub(crate) fn read(&self) -> Option<&Type> {
        self.content.as_ref()?.ty()
    }

    pub(crate) fn read_mut(&mut self) -> Option<&mut Type> {
        self.content.as_mut()?.ty_mut()
    }

    /// The types that callers make values of to answer it.
    pub(crate) fn sent(&self) -> impl Iterator<Item = &Type> {
        self.answers.iter().flat_map(|answer| &answer.bodies).filter_map(|(_, ty)| ty.as_ref())
    }

    pub(crate) fn sent_mut(&mut self) -> impl Iterator<Item = &mut Type> {
        self.answers.iter_mut().flat_map(|answer| &mut answer.bodies).filter_map(|(_, ty)| ty.as_mut())
    }
}

/// What makes the server send it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum IncomingKind {
    /// It is agreed upon elsewhere.
    Webhook { name: String },
    /// An operation has asked for it.
    Callback {
        name: String,
        /// Where it is sent to, in terms of the call.
        expression: String,
        /// Method and path of the operation; of a request that the server sends, what it is.
        of: String,
    },
}

/// What is in its body.
#[derive(Clone, Debug)]
pub(crate) enum IncomingContent {
    Json(Type),
    /// JSON, or a bare text that spells a value.
    AnyJson(Type),
    /// A form, and its properties that are written otherwise than usual.
    Form(Type, Vec<Encoding>),
    Text,
}

impl IncomingContent {
    /// The type that is read.
    pub(crate) fn ty(&self) -> Option<&Type> {
        match self {
            Self::Json(ty) | Self::AnyJson(ty) | Self::Form(ty, _) => Some(ty),
            Self::Text => None,
        }
    }

    pub(crate) fn ty_mut(&mut self) -> Option<&mut Type> {
        match self {
            Self::Json(ty) | Self::AnyJson(ty) | Self::Form(ty, _) => Some(ty),
            Self::Text => None,
        }
    }
}
