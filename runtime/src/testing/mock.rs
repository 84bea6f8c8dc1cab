//! A server in memory. Enters: rules, requests. Leaves: the rules' answers, and a log of what was asked.

use std::fmt;
use std::future::poll_fn;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Poll;

use bytes::{Bytes, BytesMut};
use futures_util::{StreamExt, stream};
use http::{HeaderMap, Method, Request, Response};

use super::answer::{Answer, Outcome, Piece};
use super::rule::Rule;
use crate::clock::Clock;
use crate::future::BoxFuture;
use crate::transport::{ResponseBody, Sent, Transport, TransportError, TransportErrorKind};
use crate::wire::Body;

/// A transport that answers by rules, the first that matches, and logs every request. Clones share rules and log.
///
/// A request that no rule matches fails with an error that shows it beside every rule. Delays go by the clock.
#[derive(Clone)]
pub struct MockTransport(Arc<Shared>);

struct Shared {
    clock: Arc<dyn Clock>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    rules: Vec<Rule>,
    calls: Vec<Recorded>,
    closed: bool,
}

/// A request that a [`MockTransport`] was sent. `Debug` shows everything: it is for tests.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Recorded {
    /// The method.
    pub method: Method,
    /// The whole URL.
    pub url: String,
    /// The URL's path.
    pub path: String,
    /// The URL's query, without its question mark.
    pub query: String,
    /// All headers, credentials included.
    pub headers: HeaderMap,
    /// The whole body.
    pub body: Bytes,
}

impl Recorded {
    /// A header's value, if it is text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The body as text; what is not UTF-8 is replaced.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// A query parameter's value as it stands in the URL.
    pub fn query_value(&self, name: &str) -> Option<&str> {
        let pairs = self.query.split('&').map(|pair| pair.split_once('=').unwrap_or((pair, "")));
        pairs.filter(|(key, _)| *key == name).map(|(_, value)| value).next()
    }
}

impl MockTransport {
    /// A transport without rules.
    pub fn new(clock: &(impl Clock + Clone)) -> Self {
        Self(Arc::new(Shared { clock: Arc::new(clock.clone()), state: Mutex::default() }))
    }

    /// Adds a rule for requests of that method and path; say what it answers with [`Rule::reply`] or [`Rule::once`].
    pub fn on(&self, method: &str, path: &str) -> Rule {
        let rule = Rule::new(method, path);
        self.lock().rules.push(rule.clone());
        rule
    }

    /// Every request so far, in order.
    pub fn calls(&self) -> Vec<Recorded> {
        self.lock().calls.clone()
    }

    /// Whether the client has closed the transport.
    pub fn is_closed(&self) -> bool {
        self.lock().closed
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn answer(&self, request: Recorded) -> Result<Answer, TransportError> {
        let mut state = self.lock();
        let mut misses = Vec::new();
        let answer = state.rules.iter().find_map(|rule| rule.answer(&request).map_err(|miss| misses.push(miss)).ok());
        let unmatched = answer.is_none().then(|| unmatched(&request, &misses));
        if !answer.as_ref().is_some_and(Answer::is_connecting) {
            state.calls.push(request);
        }
        answer.ok_or_else(|| TransportError::new(TransportErrorKind::Request, unmatched.unwrap_or_default()))
    }
}

impl fmt::Debug for MockTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.lock();
        f.debug_struct("MockTransport").field("rules", &state.rules.len()).field("calls", &state.calls.len()).finish()
    }
}

impl Transport for MockTransport {
    fn send(&self, request: Request<Body>) -> BoxFuture<'static, Result<Response<ResponseBody>, TransportError>> {
        let mock = self.clone();
        Box::pin(async move {
            let request = record(request).await?;
            #[cfg(feature = "websocket")]
            let key = request.header("sec-websocket-key").map(str::to_owned);
            let answer = mock.answer(request)?;
            if answer.is_connecting() {
                return connecting().await;
            }
            let clock = Arc::clone(&mock.0.clock);
            if !answer.delay.is_zero() {
                clock.sleep(answer.delay).await;
            }
            match answer.outcome {
                Outcome::Silence | Outcome::Connecting => std::future::pending().await,
                Outcome::Error { kind, message } => Err(TransportError::new(kind, message.to_string())),
                #[cfg(feature = "websocket")]
                Outcome::Upgrade { headers, connections } => Ok(agreed(key.as_deref(), headers, (connections.0)())),
                Outcome::Response { status, headers, pieces } => {
                    let mut response = Response::new(body(pieces, clock));
                    (*response.status_mut(), *response.headers_mut()) = (status, headers);
                    Ok(response)
                }
            }
        })
    }

    fn close(&self) {
        self.lock().closed = true;
    }
}

/// Waits for a connection, for ever.
async fn connecting<T>() -> T {
    poll_fn(|_| {
        Sent::No.tell();
        Poll::Pending
    })
    .await
}

async fn record(request: Request<Body>) -> Result<Recorded, TransportError> {
    let (head, body) = request.into_parts();
    let mut read = BytesMut::new();
    let mut stream = body.into_stream();
    while let Some(piece) = stream.next().await {
        read.extend_from_slice(&piece.map_err(|error| TransportError::new(TransportErrorKind::Body, error))?);
    }
    Ok(Recorded {
        method: head.method,
        url: head.uri.to_string(),
        path: head.uri.path().to_owned(),
        query: head.uri.query().unwrap_or_default().to_owned(),
        headers: head.headers,
        body: read.freeze(),
    })
}

fn body(pieces: Vec<Piece>, clock: Arc<dyn Clock>) -> ResponseBody {
    let stream = stream::iter(pieces).then(move |piece| {
        let clock = Arc::clone(&clock);
        async move {
            match piece {
                Piece::Bytes(wait, bytes) => {
                    if !wait.is_zero() {
                        clock.sleep(wait).await;
                    }
                    Ok(bytes)
                }
                Piece::Silence => std::future::pending().await,
                Piece::Miscoded => {
                    Err(TransportError::new(TransportErrorKind::Coding, "mocked: the checksum is wrong").into())
                }
                Piece::Broken => Err("mocked: the connection broke in the body".into()),
            }
        }
    });
    ResponseBody::Stream(Box::pin(stream))
}

/// The response to an opening handshake (RFC 6455 section 4.2.2), with `more` headers.
#[cfg(feature = "websocket")]
pub(super) fn agreed(
    key: Option<&str>,
    more: HeaderMap,
    connection: crate::transport::Upgraded,
) -> Response<ResponseBody> {
    let accept = crate::transport::accept(key.unwrap_or_default());
    let mut response = Response::new(ResponseBody::Upgraded(connection));
    *response.status_mut() = http::StatusCode::SWITCHING_PROTOCOLS;
    let headers = [
        (http::header::CONNECTION, "Upgrade"),
        (http::header::UPGRADE, "websocket"),
        (http::header::SEC_WEBSOCKET_ACCEPT, accept.as_str()),
    ];
    let headers =
        headers.into_iter().filter_map(|(name, value)| Some((name, http::HeaderValue::from_str(value).ok()?)));
    response.headers_mut().extend(headers);
    response.headers_mut().extend(more);
    response
}

/// The request beside every rule that it missed.
fn unmatched(request: &Recorded, misses: &[String]) -> String {
    let asked = format!("{} {}", request.method, request.url);
    if misses.is_empty() {
        return format!("the mock has no rules for {asked}");
    }
    format!("no rule of the mock matches {asked}\n  {}", misses.join("\n  "))
}
