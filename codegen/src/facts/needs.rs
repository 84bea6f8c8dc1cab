//! What an operation needs of credentials, compared with what all need.

use crate::model::{Api, Need, Operation};

/// What an operation says of credentials.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Needs<'a> {
    Nothing,
    /// What the description says for all operations.
    Usual,
    Own(&'a [Vec<Need>]),
}

/// What an operation needs.
pub(crate) fn needs<'a>(api: &Api, operation: &'a Operation) -> Needs<'a> {
    match operation.security.as_slice() {
        // Where all that may be shown is nothing, nothing is needed.
        own if own.iter().all(Vec::is_empty) => Needs::Nothing,
        own if own == api.security => Needs::Usual,
        own => Needs::Own(own),
    }
}

/// Whether the description says for all operations what they need, though none may need it yet.
pub(super) fn are_usual(api: &Api) -> bool {
    !api.security.iter().all(Vec::is_empty)
}
