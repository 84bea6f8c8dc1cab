//! What an operation asks for.

use crate::model::{Kind, Operation, Response, Responses};

/// The media types asked for: those of successes first, then those of failures. Where a stream is wanted, nothing else is: the same
/// media types are those of the call that gives a value.
pub(crate) fn accept(operation: &Operation) -> String {
    let Responses { success, failure, .. } = &operation.responses;
    match &operation.kind {
        Kind::Call | Kind::Socket(_) => names(success.iter().chain(failure)),
        Kind::Events(_) | Kind::Documents(_) | Kind::Parts(_) => names(success),
    }
}

/// The media types of one outcome alone.
pub(crate) fn accept_one(response: &Response) -> String {
    names([response])
}

fn names<'r>(responses: impl IntoIterator<Item = &'r Response>) -> String {
    let mut names: Vec<&str> = Vec::new();
    for name in responses.into_iter().flat_map(own) {
        if !names.iter().any(|known| known.eq_ignore_ascii_case(name)) {
            names.push(name);
        }
    }
    names.join(", ")
}

/// The names that one response is asked for by: of JSON no range, which would allow what is no JSON.
fn own(response: &Response) -> impl Iterator<Item = &str> {
    let is_json = response.media.ty().is_some();
    response.names.iter().map(String::as_str).filter(move |name| !(is_json && name.contains('*')))
}
