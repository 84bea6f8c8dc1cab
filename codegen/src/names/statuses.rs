//! Names of what comes back: a variant for each status, and for each media type where a status has several.

use super::identifier::Ident;
use super::media;
use super::register::{Kind, Register, depends, grant, idents};
use super::scope::{self, Case, Wish};
use crate::media_type::bare;
use crate::model::{Class, Operation, Response, Status};
use crate::place::Place;

const STATUSES: Kind = Kind { what: "status", case: Case::Pascal, reserved: &["Self"] };

/// Which responses of an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Success,
    Failure,
}

/// A variant is called after its status, in the words that the `http` crate has for it. Where a status has several media
/// types, those tell: alone for the first success, behind the status for the others; of an error, JSON has the status alone.
pub(super) fn status_variants(register: &mut Register<'_>, operation: &Operation, side: Side) -> Vec<Ident> {
    let responses = match side {
        Side::Success => &operation.responses.success,
        Side::Failure => &operation.responses.failure,
    };
    let wish = |response: &Response| {
        let (status, media) = (status_words(response.status), media_words(response));
        let is_json = media_name(response).is_some_and(|name| name.eq_ignore_ascii_case("application/json"));
        let words = match (response.is_one_of_several(responses), side) {
            (false, _) | (true, Side::Failure) => status,
            (true, Side::Success) if response.status == responses[0].status => media,
            (true, Side::Success) => format!("{status} {media}"),
        };
        let further = match side {
            Side::Success => media_name(response).map(media::more_words),
            Side::Failure => Some(media_words(response)),
        };
        let apart = further.filter(|_| !is_json).map(|further| vec![format!("{words} {further}")]);
        Wish { apart, ..Wish::described(words, "status", response_key(operation, response)) }
    };
    let wishes: Vec<_> = responses.iter().map(wish).collect();
    let granted = match responses.len() {
        // One alone needs no enum, and nobody names its variant.
        0 | 1 => scope::grant(STATUSES.case, STATUSES.reserved, register.given, &register.words, &wishes),
        _ => grant(register, STATUSES, &wishes),
    };
    let statuses = |response: &Response| response.status != responses[0].status;
    if side == Side::Success && responses.iter().any(statuses) {
        // With one status, or one media type for each, they would be called otherwise.
        let of_several = responses.iter().zip(wishes.iter().zip(&granted));
        let of_several =
            of_several.filter(|(response, _)| response.is_one_of_several(responses)).map(|(_, names)| names);
        let at = operation.key.push("responses");
        depends(register, STATUSES, of_several, &at, "there are several statuses, and several media types of one");
    }
    idents(granted)
}

pub(super) fn media_words(response: &Response) -> String {
    media_name(response).map_or_else(|| "empty".to_owned(), media::words)
}

/// The media type that several of one meaning are called by: the first in the order of letters.
fn media_name(response: &Response) -> Option<&str> {
    response.names.iter().map(|name| bare(name)).min()
}

/// Where a response stands, as the operation has it.
pub(super) fn response_key(operation: &Operation, response: &Response) -> Place {
    let status = operation.key.below(&["responses", &response.status.to_string()]);
    let all = operation.responses.success.iter().chain(&operation.responses.failure);
    match (all.filter(|other| other.status == response.status).count(), media_name(response)) {
        (0 | 1, _) | (_, None) => status,
        (_, Some(name)) => status.below(&["content", name]),
    }
}

fn status_words(status: Status) -> String {
    match status {
        Status::Default => "other".to_owned(),
        Status::Range(class) => match class {
            Class::Informational => "informational",
            Class::Success => "success",
            Class::Redirection => "redirection",
            Class::ClientError => "client error",
            Class::ServerError => "server error",
        }
        .to_owned(),
        Status::Code(code) => match reason(code) {
            Some(reason) => reason.to_owned(),
            None => format!("status {code}"),
        },
    }
}

/// The names of the constants of `http::StatusCode`.
fn reason(code: u16) -> Option<&'static str> {
    Some(match code {
        200 => "ok",
        201 => "created",
        202 => "accepted",
        203 => "non authoritative information",
        204 => "no content",
        205 => "reset content",
        206 => "partial content",
        207 => "multi status",
        300 => "multiple choices",
        301 => "moved permanently",
        302 => "found",
        303 => "see other",
        304 => "not modified",
        307 => "temporary redirect",
        308 => "permanent redirect",
        400 => "bad request",
        401 => "unauthorized",
        402 => "payment required",
        403 => "forbidden",
        404 => "not found",
        405 => "method not allowed",
        406 => "not acceptable",
        407 => "proxy authentication required",
        408 => "request timeout",
        409 => "conflict",
        410 => "gone",
        411 => "length required",
        412 => "precondition failed",
        413 => "payload too large",
        414 => "uri too long",
        415 => "unsupported media type",
        416 => "range not satisfiable",
        417 => "expectation failed",
        421 => "misdirected request",
        422 => "unprocessable entity",
        423 => "locked",
        424 => "failed dependency",
        425 => "too early",
        426 => "upgrade required",
        428 => "precondition required",
        429 => "too many requests",
        431 => "request header fields too large",
        451 => "unavailable for legal reasons",
        500 => "internal server error",
        501 => "not implemented",
        502 => "bad gateway",
        503 => "service unavailable",
        504 => "gateway timeout",
        505 => "http version not supported",
        507 => "insufficient storage",
        508 => "loop detected",
        511 => "network authentication required",
        _ => return None,
    })
}
