//! What a test sees of the traffic and does to it: requests are recorded before anything else looks at them, and an
//! answer that a test has put in line comes instead of the real one.

use std::collections::VecDeque;
use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::Shared;
use super::faults::Fault;

/// Larger than any body that a test sends.
const BODY_LIMIT: usize = 16 * 1024 * 1024;

/// A request as it arrived.
#[derive(Clone, Debug)]
pub(crate) struct Recorded {
    pub(crate) method: Method,
    /// The path, still percent-encoded.
    pub(crate) path: String,
    /// What follows the `?`, still percent-encoded. Empty without one.
    pub(crate) query: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Recorded {
    /// Method and target, as in a request line: `GET /api/v1/users?limit=2`.
    pub(crate) fn line(&self) -> String {
        match self.query.as_str() {
            "" => format!("{} {}", self.method, self.path),
            query => format!("{} {}?{query}", self.method, self.path),
        }
    }

    /// The only value of a header.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut values = self.headers.get_all(name).iter();
        let value = values.next();
        assert!(values.next().is_none(), "{name} came more than once");
        value.map(|value| value.to_str().expect("a header in ASCII"))
    }

    /// The body as JSON.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).expect("a JSON body")
    }
}

/// An answer that a test has prepared.
#[derive(Clone, Debug)]
pub(crate) struct Canned {
    status: StatusCode,
    headers: Vec<(&'static str, &'static str)>,
    body: Bytes,
}

impl Canned {
    pub(crate) fn json(status: u16, body: &Value) -> Self {
        Self::raw(status, "application/json", body.to_string())
    }

    pub(crate) fn raw(status: u16, content_type: &'static str, body: impl Into<Bytes>) -> Self {
        let status = StatusCode::from_u16(status).expect("a status from 100 to 999");
        Self { status, headers: vec![("content-type", content_type)], body: body.into() }
    }

    pub(crate) fn header(mut self, name: &'static str, value: &'static str) -> Self {
        self.headers.push((name, value));
        self
    }

    pub(super) fn throttled() -> Self {
        let body = json!({ "code": "throttled", "message": "Too many requests." });
        Self::json(429, &body).header("retry-after", "0")
    }

    fn lost() -> Self {
        let body = json!({ "code": "unavailable", "message": "The answer was lost on its way." });
        Self::json(503, &body).header("retry-after", "0")
    }
}

impl IntoResponse for Canned {
    fn into_response(self) -> Response {
        let mut response = (self.status, self.body).into_response();
        let headers = response.headers_mut();
        headers.remove("content-type");
        for (name, value) in self.headers {
            headers.append(name, HeaderValue::from_static(value));
        }
        response
    }
}

#[derive(Debug, Default)]
pub(super) struct Script {
    recorded: Vec<Recorded>,
    arrived: u64,
    canned: VecDeque<Canned>,
    lose_next_answer: bool,
    faults: VecDeque<Fault>,
    /// How long to wait before events are asked for again.
    pub(super) retry: Option<Duration>,
}

impl Script {
    pub(super) fn take(&mut self) -> Vec<Recorded> {
        std::mem::take(&mut self.recorded)
    }

    pub(super) fn answer_next(&mut self, canned: Canned) {
        self.canned.push_back(canned);
    }

    pub(super) fn lose_next_answer(&mut self) {
        self.lose_next_answer = true;
    }

    pub(super) fn fault_next(&mut self, fault: Fault) {
        self.faults.push_back(fault);
    }

    /// What happens to a stream that opens now.
    pub(super) fn fault(&mut self) -> Option<Fault> {
        self.faults.pop_front()
    }

    fn arrive(&mut self, request: Recorded) -> Arrival {
        self.recorded.push(request);
        self.arrived += 1;
        let canned = self.canned.pop_front();
        let lose = canned.is_none() && std::mem::take(&mut self.lose_next_answer);
        Arrival { number: self.arrived, canned, lose }
    }
}

/// What the script has in store for a request.
struct Arrival {
    number: u64,
    canned: Option<Canned>,
    lose: bool,
}

/// Records the request, then lets it be carried out or answers as scripted. Each answer gets an `X-Request-Id`.
pub(super) async fn run(State(shared): State<Shared>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, BODY_LIMIT).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    let recorded = Recorded {
        method: parts.method.clone(),
        path: parts.uri.path().to_owned(),
        query: parts.uri.query().unwrap_or_default().to_owned(),
        headers: parts.headers.clone(),
        body: body.clone(),
    };
    let arrival = shared.script().arrive(recorded);
    let mut response = match arrival.canned {
        Some(canned) => canned.into_response(),
        None => next.run(Request::from_parts(parts, Body::from(body))).await,
    };
    if arrival.lose {
        response = Canned::lost().into_response();
    }
    response.headers_mut().insert("x-request-id", HeaderValue::from(arrival.number));
    response
}
