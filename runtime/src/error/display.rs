//! The words of an error. Enters: its facts. Leaves: one line for people, a structure for `Debug`. Neither shows header
//! values outside of the allow-list, query values, or the body beyond the message that a server wrote into it.

use std::error::Error;
use std::fmt;

use http::{HeaderMap, StatusCode, header};
use serde_json::Value;

use super::failure::Details;
use super::problem::Problem;
use crate::kind::ErrorKind;
use crate::redact::Veil;
use crate::response::GaveUp;
use crate::shown;
use crate::timeout::Phase;

/// `getUser: GET /users/{id}: 404 Not Found: user_not_found: no such user (request id 7, 3 attempts)`.
pub(super) fn line(details: &Details, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let spec = details.trail.spec;
    if !spec.id.is_empty() {
        write!(f, "{}: {} {}: ", spec.id, details.trail.method, spec.path)?;
    }
    happened(details, f)?;
    let mut notes = Vec::new();
    let request_id = details.trail.request_id().map(|id| details.trail.veil.cover(id.to_owned()));
    notes.extend(request_id.map(|id| format!("request id {}", shown::clip(&id, 80))));
    notes.extend((details.trail.attempts.len() > 1).then(|| format!("{} attempts", details.trail.attempts.len())));
    let telling = details.trail.gave_up.filter(|reason| *reason != GaveUp::Attempts);
    notes.extend(telling.map(|reason| reason.as_str().to_owned()));
    if notes.is_empty() { Ok(()) } else { write!(f, " ({})", notes.join(", ")) }
}

fn happened(details: &Details, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let message = details.message.as_ref();
    match details.kind {
        ErrorKind::Timeout(phase) => {
            write!(f, "{} after {:?}", ended(phase), details.spent)?;
            return details.limit.map_or(Ok(()), |limit| write!(f, " (limit {limit:?})"));
        }
        ErrorKind::Connect => f.write_str("cannot connect")?,
        ErrorKind::Tls => f.write_str("no trusted connection")?,
        ErrorKind::Io => f.write_str("the connection broke")?,
        ErrorKind::Protocol => f.write_str("the server broke the protocol")?,
        ErrorKind::Encode => f.write_str("cannot be encoded")?,
        ErrorKind::Decode if details.received.is_none() => f.write_str("a message is not as described")?,
        ErrorKind::Decode | ErrorKind::UnexpectedContentType => f.write_str("the response is not as described")?,
        ErrorKind::BodyTooLarge => f.write_str("the response is too large")?,
        ErrorKind::Interceptor => f.write_str("refused by an interceptor")?,
        ErrorKind::Redirect
        | ErrorKind::Request
        | ErrorKind::CacheMiss
        | ErrorKind::Closed
        | ErrorKind::Socket
        | ErrorKind::Paging => f.write_str(message)?,
        ErrorKind::Auth if details.received.is_none() => f.write_str(message)?,
        ErrorKind::Auth | ErrorKind::Api | ErrorKind::UnexpectedStatus => {}
    }
    let stated = match details.kind {
        ErrorKind::Redirect
        | ErrorKind::Request
        | ErrorKind::CacheMiss
        | ErrorKind::Closed
        | ErrorKind::Socket
        | ErrorKind::Paging => true,
        ErrorKind::Auth => details.received.is_none(),
        _ => false,
    };
    match &details.received {
        Some(received)
            if matches!(
                details.kind,
                ErrorKind::Decode | ErrorKind::BodyTooLarge | ErrorKind::UnexpectedContentType | ErrorKind::Redirect
            ) =>
        {
            write!(f, " (status {})", received.status.as_u16())?;
        }
        // One of the events that a success consists of.
        Some(received) if received.status.is_success() && details.kind == ErrorKind::Api => {
            f.write_str("the stream reported an error")?;
        }
        Some(received) => write!(f, "{}", Status(received.status))?,
        None => {}
    }
    if stated || message.is_empty() { Ok(()) } else { write!(f, ": {message}") }
}

const fn ended(phase: Phase) -> &'static str {
    match phase {
        Phase::Connect => "connecting timed out",
        Phase::Read => "reading timed out",
        Phase::Stall => "the transfer stalled",
        Phase::Attempt => "the attempt timed out",
        Phase::Operation => "the operation timed out",
    }
}

struct Status(StatusCode);

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.as_u16())?;
        self.0.canonical_reason().map_or(Ok(()), |reason| write!(f, " {reason}"))
    }
}

pub(super) fn debug(details: &Details, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let trail = &details.trail;
    let mut debug = f.debug_struct("Failure");
    debug.field("kind", &details.kind).field("operation_id", &trail.spec.id).field("method", &trail.method);
    debug.field("url", &trail.url()).field("message", &details.message).field("sent", &details.sent);
    if let Some(received) = &details.received {
        debug.field("status", &received.status);
        debug.field("headers", &trail.redaction.headers(&received.headers));
        debug.field("body", &format_args!("<{} bytes>", received.body.len()));
    }
    if let Some(limit) = details.limit {
        debug.field("limit", &limit);
    }
    debug.field("attempts", &trail.attempts).field("elapsed", &trail.elapsed);
    if let Some(reason) = trail.gave_up {
        debug.field("gave_up", &reason);
    }
    if let Some(decode) = &details.decode {
        debug.field("decode", &format_args!("{decode}"));
    }
    if let Some(source) = &details.source {
        debug.field("source", &format_args!("{source}"));
    }
    debug.finish()
}

/// The last cause in a chain: the one that says what happened (`Connection refused`) and not where.
pub(super) fn innermost(error: &(dyn Error + 'static)) -> String {
    let mut innermost = error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    innermost.to_string()
}

/// What an error's body says about itself: of problem details the title and the detail, of other JSON the code and the
/// message under their usual names. Empty where it says nothing recognisable.
pub(super) fn said(headers: &HeaderMap, body: &[u8], veil: &Veil) -> String {
    let media = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let words = match Problem::read(media, body) {
        Some(problem) => [problem.title, problem.detail].into_iter().flatten().collect::<Vec<_>>(),
        None => serde_json::from_slice::<Value>(body).map(|value| usual(&value)).unwrap_or_default(),
    };
    // Covered before it is clipped: half a secret is not seen as one.
    shown::clip(&veil.cover(words.join(": ")), 200)
}

fn usual(body: &Value) -> Vec<String> {
    let body = match body.get("error") {
        Some(nested @ Value::Object(_)) => nested,
        Some(_) | None => body,
    };
    let first =
        |names: &[&str]| names.iter().find_map(|name| body.get(name).and_then(Value::as_str)).map(str::to_owned);
    [first(&["code", "type", "error"]), first(&["message", "detail", "error_description", "title"])]
        .into_iter()
        .flatten()
        .collect()
}
