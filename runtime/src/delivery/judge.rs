//! What the end of a sending means for its entry. Enters: a reply or a failure. Leaves: whether it was taken, may pass, or never will.
//!
//! | end | means |
//! |---|---|
//! | 2xx, whatever becomes of its body | taken |
//! | 409 that says of the idempotency key that its request is under way, or has `Retry-After` | the first request is still at work: later |
//! | 409, 412 | a conflict |
//! | 401; credentials missing or not renewable | later, with other credentials |
//! | what the retry policy would have tried again: 408, 421, 425, 429, 5xx but 501, 505 and the like; 511 | later |
//! | no connection, a time limit, TLS or HTTP not as it should be, as behind a captive portal | later |
//! | any other status; what cannot be sent; a refusal of an interceptor | never |
//! | the client is closed | nothing |

use std::time::Duration;

use http::header::{LINK, RETRY_AFTER};
use http::{HeaderMap, StatusCode};
use serde_json::Value;

use crate::error::Failure;
use crate::kind::ErrorKind;
use crate::outbox::{Ending, Waits};
use crate::reply::Reply;

/// How servers say that a request is under way.
const UNDER_WAY: [&str; 6] = ["progress", "processing", "outstanding", "concurrent", "pending", "flight"];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    Taken,
    Conflict,
    /// After so long as the server has asked for, or the usual time.
    Later(Waits, Option<Duration>),
    /// The server says that the first request with that key is still at work: later too, as long as that can be.
    AtWork(Waits, Option<Duration>),
    Never,
    /// It was not sent, and nothing is wrong with it.
    Closed,
}

pub(super) fn judge(ending: &Ending) -> Verdict {
    match ending {
        Ok(reply) => answered(reply),
        Err(failure) => failed(failure),
    }
}

fn answered(reply: &Reply) -> Verdict {
    let asked = reply.trail.retry_after;
    let waits = if asked.is_some() { Waits::ServerAsked } else { Waits::Backoff };
    let later = || Verdict::Later(waits, asked);
    match reply.status {
        status if status.is_success() => Verdict::Taken,
        StatusCode::CONFLICT if is_at_work(&reply.headers, &reply.body) => Verdict::AtWork(waits, asked),
        StatusCode::CONFLICT | StatusCode::PRECONDITION_FAILED => Verdict::Conflict,
        StatusCode::UNAUTHORIZED => Verdict::Later(Waits::Credentials, None),
        StatusCode::NETWORK_AUTHENTICATION_REQUIRED => later(),
        _ if reply.trail.retryable => later(),
        _ => Verdict::Never,
    }
}

fn failed(failure: &Failure) -> Verdict {
    match failure.kind() {
        // A refusal of an interceptor is told, whatever it refuses.
        kind if kind != ErrorKind::Interceptor && failure.succeeded().is_some() => Verdict::Taken,
        ErrorKind::Closed => Verdict::Closed,
        ErrorKind::Auth => Verdict::Later(Waits::Credentials, None),
        // By its policy the client may not go to the network now.
        ErrorKind::CacheMiss
        | ErrorKind::Connect
        | ErrorKind::Tls
        | ErrorKind::Timeout(_)
        | ErrorKind::Io
        | ErrorKind::Protocol => Verdict::Later(Waits::Backoff, None),
        ErrorKind::Request
        | ErrorKind::Encode
        | ErrorKind::Redirect
        | ErrorKind::Api
        | ErrorKind::UnexpectedStatus
        | ErrorKind::UnexpectedContentType
        | ErrorKind::Decode
        | ErrorKind::BodyTooLarge
        | ErrorKind::Paging
        | ErrorKind::Socket
        | ErrorKind::Interceptor => Verdict::Never,
    }
}

/// Whether a 409 is about a request with the same key that is still at work (draft-ietf-httpapi-idempotency-key-header section 2.7). The
/// draft asks for problem details or a link that explain it, and names no type: those that there are name the key, and say that its request is
/// under way. What names it otherwise may be about a key that was used with other content, or about anything that is idempotent.
fn is_at_work(headers: &HeaderMap, body: &[u8]) -> bool {
    let names_key = |text: &str| text.to_ascii_lowercase().contains("idempoten");
    let is_linked = headers.get_all(LINK).iter().any(|link| link.to_str().is_ok_and(names_key));
    let body: Value = serde_json::from_slice(body).unwrap_or_default();
    let of = |value: &Value| {
        let members = ["type", "title", "code", "detail", "message"];
        let said = members.iter().filter_map(|member| value[member].as_str()).collect::<Vec<_>>().join(" ");
        let said = said.to_ascii_lowercase();
        names_key(&said) && UNDER_WAY.iter().any(|word| said.contains(word))
    };
    headers.contains_key(RETRY_AFTER) || is_linked || of(&body) || of(&body["error"])
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use http::HeaderValue;

    use super::*;
    use crate::response::Trail;
    use crate::timeout::Phase;
    use crate::wire::Spec;

    static SPEC: Spec = Spec::post("post", "/");

    fn reply(status: u16, headers: &[(&'static str, &'static str)], body: &'static str) -> Ending {
        let headers = headers.iter().map(|(name, value)| (name.parse().unwrap(), HeaderValue::from_static(value)));
        let trail = Trail::new(&SPEC, Arc::default());
        Ok(Reply::new(status.try_into().unwrap(), headers.collect(), body.into(), Box::new(trail)))
    }

    #[test]
    fn a_conflict_about_the_key_passes() {
        for (headers, body) in [
            (&[("retry-after", "1")][..], ""),
            (&[("link", "<https://example.com/idempotency>; rel=\"describedby\"")], ""),
            (&[], r#"{"title":"A request is outstanding for this Idempotency-Key"}"#),
            (
                &[],
                r#"{"error":{"type":"idempotency_error","message":"There is another in-progress request using this key"}}"#,
            ),
        ] {
            assert!(matches!(judge(&reply(409, headers, body)), Verdict::AtWork(..)), "{headers:?} {body}");
        }
        for body in [
            "",
            "idempotency",
            r#"{"title":"the message was edited"}"#,
            r#"{"title":"the message is being edited, which is in progress"}"#,
            r#"{"title":"Conflict","detail":"PUT is idempotent, but version 3 is newer than yours"}"#,
            r#"{"code":"idempotency_key_reused","detail":"other payload"}"#,
            "[1]",
        ] {
            assert_eq!(judge(&reply(409, &[], body)), Verdict::Conflict, "{body}");
        }
        assert_eq!(judge(&reply(412, &[("retry-after", "1")], "")), Verdict::Conflict);
    }

    #[test]
    fn statuses_mean_what_the_table_says() {
        for status in [200, 201, 204] {
            assert_eq!(judge(&reply(status, &[], "")), Verdict::Taken);
        }
        for status in [302, 400, 403, 404, 410, 422, 501] {
            assert_eq!(judge(&reply(status, &[], "")), Verdict::Never, "{status}");
        }
        assert_eq!(judge(&reply(401, &[], "")), Verdict::Later(Waits::Credentials, None));
        assert_eq!(judge(&reply(511, &[], "")), Verdict::Later(Waits::Backoff, None));
    }

    #[test]
    fn failures_mean_what_the_table_says() {
        let of = |kind| judge(&Err(Failure::local(kind, "")));
        for kind in [ErrorKind::Connect, ErrorKind::Tls, ErrorKind::Io, ErrorKind::Timeout(Phase::Operation)] {
            assert_eq!(of(kind), Verdict::Later(Waits::Backoff, None));
        }
        assert_eq!(of(ErrorKind::Auth), Verdict::Later(Waits::Credentials, None));
        assert_eq!(of(ErrorKind::Closed), Verdict::Closed);
        for kind in [ErrorKind::Request, ErrorKind::Encode, ErrorKind::Interceptor, ErrorKind::Redirect] {
            assert_eq!(of(kind), Verdict::Never);
        }
        let read = Failure::too_large(1, None).after(StatusCode::CREATED, HeaderMap::new(), bytes::Bytes::new());
        assert_eq!(judge(&Err(read)), Verdict::Taken);
        for kind in [ErrorKind::Io, ErrorKind::Timeout(Phase::Read), ErrorKind::Closed, ErrorKind::Interceptor] {
            let trail = Trail { succeeded: Some(StatusCode::CREATED), ..Trail::new(&SPEC, Arc::default()) };
            let verdict = if kind == ErrorKind::Interceptor { Verdict::Never } else { Verdict::Taken };
            assert_eq!(judge(&Err(Failure::local(kind, "").on(trail))), verdict, "what became of the body: {kind:?}");
        }
    }
}
