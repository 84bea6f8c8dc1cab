//! Calls whose success stays open, and values in pieces: what they give, and what the runtime is told of them. Each kind has a file.

mod documents;
mod events;
mod parts;
mod pieces;
mod socket;

use proc_macro2::TokenStream;
use quote::quote;

pub(super) use self::parts::document;
pub(super) use self::pieces::{is_list, method as in_pieces};

use super::documentation;
use super::import::Scope;
use crate::model::{Flag, FlagPlace, Kind, Operation, Twin, WireName};
use crate::names::{Ident, ServiceNames};

/// The type that a success is, with that of failures in it; nothing for an ordinary call.
pub(super) fn value(scope: &Scope<'_>, described: &Operation, failure: &TokenStream) -> Option<TokenStream> {
    match &described.kind {
        Kind::Call => None,
        Kind::Events(events) => Some(events::value(scope, events, failure)),
        Kind::Documents(item) => Some(documents::value(scope, item, failure)),
        Kind::Parts(item) => Some(parts::value(scope, item.as_ref(), failure)),
        Kind::Socket(socket) => Some(socket::value(scope, socket, failure)),
    }
}

/// What stands in the place of a decoder.
pub(super) fn word(kind: &Kind) -> Option<TokenStream> {
    match kind {
        Kind::Call => None,
        Kind::Events(_) => Some(quote!(events)),
        Kind::Documents(_) | Kind::Parts(_) => Some(quote!(stream)),
        Kind::Socket(_) => Some(quote!(socket)),
    }
}

/// The fields of the `rt::Spec` that only such calls have.
pub(super) fn fields(operation: &Operation) -> [Option<TokenStream>; 2] {
    let own = match &operation.kind {
        Kind::Events(events) => Some(events::field(events)),
        Kind::Call | Kind::Documents(_) | Kind::Parts(_) | Kind::Socket(_) => None,
    };
    [own, flag(operation)]
}

/// What is set in a body that callers hand over. Where its parts are arguments, the flag is set like these.
fn flag(operation: &Operation) -> Option<TokenStream> {
    let Flag { name: WireName(name), place, value } = operation.flag.as_ref()?;
    match place {
        FlagPlace::Body => (!has_parts(operation)).then(|| quote!(flag: Some((#name, #value)))),
        FlagPlace::Query => None,
    }
}

/// The link of what no caller passes: the flag in the query or among the parts of a body, and what a socket offers to speak.
pub(super) fn step(operation: &Operation) -> Option<TokenStream> {
    match &operation.kind {
        Kind::Socket(socket) => socket::offer(socket),
        Kind::Call | Kind::Events(_) | Kind::Documents(_) | Kind::Parts(_) => {
            let Flag { name: WireName(name), place, value } = operation.flag.as_ref()?;
            match place {
                FlagPlace::Body => part_of_form(operation).filter(|_| has_parts(operation)),
                FlagPlace::Query => Some(quote!(.query(#name, &#value))),
            }
        }
    }
}

/// The flag as a part, where one of several forms of a body has parts.
pub(super) fn part_of_form(operation: &Operation) -> Option<TokenStream> {
    let Flag { name: WireName(name), place, value } = operation.flag.as_ref()?;
    match place {
        FlagPlace::Body => Some(quote!(.part(#name, &#value))),
        FlagPlace::Query => None,
    }
}

fn has_parts(operation: &Operation) -> bool {
    operation.body.as_ref().is_some_and(|body| body.parts().is_some())
}

/// A link to the other one of two operations that are described as one; the operation is known by its index in its service.
pub(super) fn twin(operation: &Operation, names: &ServiceNames, index: usize) -> Option<String> {
    let link = |names: &ServiceNames, method: &Ident| {
        format!("[`{}::{}`](Self::{})", names.handle.text(), method.text(), method.text())
    };
    let (other, words) = match operation.twin? {
        Twin::Stream => (index + 1, "gives it as a stream."),
        Twin::Value => (index.checked_sub(1)?, "gives it whole."),
    };
    let other = names.operations.get(other)?;
    Some(documentation::wrap(&format!("{} {words}", link(names, &other.method))))
}
