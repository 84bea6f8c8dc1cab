//! Requests that the server sends: webhooks, and callbacks of operations. A client reads their bodies and never sends them.

use super::{Docs, Encoding, NameHint, Type};
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
    pub(crate) content: IncomingContent,
    /// Whether there may be no body.
    pub(crate) may_be_left_out: bool,
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
