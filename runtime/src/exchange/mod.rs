//! One call from its request to its reply: the fixed order of stages. Enters: a call. Leaves: a reply whatever its
//! status, or the head of one with its body on the way, or a failure; all carry the record of what happened. Decoding is
//! not its business.
//!
//! ```text
//! prepare > gate > operation limit > operation interceptors > cache >
//!   [ retrying: tokens > attempt limit > ( hops: attempt interceptors > credentials > transmit ) > 401 step > classify > wait ]
//! ```

use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::future::{AbortRegistration, Abortable};
use http::{HeaderMap, Method, Request, Response, StatusCode};
use web_time::Instant;

use crate::auth::{Means, Trust};
#[cfg(feature = "cache")]
use crate::cache::CachePolicy;
use crate::call::Call;
use crate::error::Failure;
use crate::future::{BoxError, BoxFuture};
use crate::intercept::{Next, Onward};
use crate::kind::ErrorKind;
use crate::origin::Origin;
use crate::redact::Asked;
use crate::reply::Reply;
use crate::response::Trail;
use crate::retry::RetryPolicy;
use crate::setup::{Base, CallOptions, Setup};
use crate::timeout::{Phase, within};
use crate::trace;
use crate::transport::ResponseBody;
use crate::wire::{Body, Need, Spec};

use pace::Pace;
use record::Record;

mod attempt;
mod buffer;
#[cfg(feature = "cache")]
mod cached;
mod flow;
#[cfg(feature = "websocket")]
mod handshake;
mod hop;
#[cfg(feature = "outbox")]
mod kept;
mod open;
#[cfg(feature = "outbox")]
mod overlaid;
mod pace;
mod prepare;
mod raw;
mod record;
mod redirect;
mod retrying;
mod sending;
mod transmit;
mod upload;

pub(crate) use flow::{Flow, soonest};
#[cfg(feature = "outbox")]
pub(crate) use kept::send_kept;
pub(crate) use open::{Guard, Opened, open};
pub(crate) use prepare::prepare;
pub(crate) use raw::send_raw;

/// A reply, and the span of its call, which what is made of the reply is still part of.
pub(crate) struct Answered {
    pub(crate) reply: Reply,
    pub(crate) span: trace::Span,
}

/// Sends `call`. One function for all operations.
pub(crate) fn execute(call: Call) -> BoxFuture<'static, Result<Answered, Failure>> {
    Box::pin(async move {
        let exchange = Exchange::new(call.setup(), call.spec(), call.security(), call.options());
        match prepare(&call) {
            #[cfg(not(feature = "outbox"))]
            Ok(mut request) => pin!(exchange.run(&mut request)).await,
            #[cfg(feature = "outbox")]
            Ok(mut request) => {
                let mut answered = pin!(exchange.run(&mut request)).await;
                answered.iter_mut().for_each(|answered| overlaid::overlay(&call, &request, &mut answered.reply));
                answered
            }
            Err(failure) => Err(failure.on(*exchange.into_trail())),
        }
    })
}

/// What becomes of a success.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// It is read whole.
    Whole,
    /// Its body is left on the way.
    Stream,
    /// The connection changes over to WebSocket (RFC 6455 section 4.1).
    #[cfg(feature = "websocket")]
    Socket,
}

impl Mode {
    /// Whether the body of a response with that status is left to be read by others.
    fn leaves_open(self, status: StatusCode) -> bool {
        match self {
            Self::Whole => false,
            Self::Stream => status.is_success(),
            #[cfg(feature = "websocket")]
            Self::Socket => status == StatusCode::SWITCHING_PROTOCOLS,
        }
    }
}

/// What all stages of one call share.
pub(crate) struct Exchange<'a> {
    client: &'a Arc<Setup>,
    spec: &'static Spec,
    security: &'a [&'a [Need]],
    policy: &'a RetryPolicy,
    /// What the call wants of the cache.
    #[cfg(feature = "cache")]
    cache_policy: Option<&'a CachePolicy>,
    mode: Mode,
    /// The bytes of a success that are held in memory.
    max_body_bytes: usize,
    started: Instant,
    /// The limit of the whole call, as it was set, and when it is reached.
    limit: Option<Duration>,
    deadline: Option<Instant>,
    pace: Pace,
    record: Mutex<Record>,
}

impl<'a> Exchange<'a> {
    fn new(client: &'a Arc<Setup>, spec: &'static Spec, security: &'a [&'a [Need]], options: &'a CallOptions) -> Self {
        let started = client.clock.now();
        let timeouts = options.timeouts.unwrap_or(client.timeouts);
        let limit = options.timeout.or(timeouts.operation);
        let (deadline, limit) = nearer(started, limit, options.deadline).unzip();
        let policy = options.retry.as_deref().unwrap_or(&client.retry);
        let max_body_bytes = options.max_body_bytes.unwrap_or(client.max_body_bytes);
        let record = Mutex::new(Record::new(Trail::new(spec, client.redaction.clone())));
        Self {
            client,
            spec,
            security,
            policy,
            #[cfg(feature = "cache")]
            cache_policy: options.cache_policy.as_deref(),
            mode: Mode::Whole,
            max_body_bytes,
            started,
            limit,
            deadline,
            pace: Pace::new(timeouts, started),
            record,
        }
    }

    fn now(&self) -> Instant {
        self.client.clock.now()
    }

    /// The time left until the deadline; none where there is no deadline.
    fn remaining(&self) -> Option<Duration> {
        self.deadline.map(|deadline| deadline.saturating_duration_since(self.now()))
    }

    fn trust(&self) -> Trust<'a> {
        let own = match (&self.client.base, self.spec.servers) {
            (Base::Described(_), [_, ..]) => self.record().trail.own.clone(),
            (Base::Described(_) | Base::Given(_), _) => None,
        };
        Trust { origins: &self.client.origins, own, insecure: self.client.insecure }
    }

    fn means(&self) -> Means<'a> {
        Means { security: self.security, credentials: &self.client.credentials }
    }

    /// Here and below, what is still needed afterwards is borrowed: a future has room for an argument twice.
    async fn run(self, request: &mut Request<Body>) -> Result<Answered, Failure> {
        let span = self.begin(request);
        let outcome = match self.client.gate.enter() {
            Some((_ticket, cut)) => span.instrument(pin!(self.limited(request, cut))).await,
            None => Err(closed()),
        };
        let reply = self.conclude(outcome);
        span.end(&reply);
        reply.map(|reply| Answered { reply, span })
    }

    fn begin(&self, request: &Request<Body>) -> trace::Span {
        self.identify(request);
        trace::Span::operation(self.spec, request, &self.client.redaction)
    }

    /// Writes down what the call is.
    fn identify(&self, request: &Request<Body>) {
        let trail = &mut self.record().trail;
        trail.method = request.method().clone();
        trail.uri = request.uri().clone();
        trail.own = (!self.spec.servers.is_empty()).then(|| Origin::of(request.uri())).flatten();
        trail.idempotency_key = prepare::idempotency_key(self.spec, request.headers());
        if let Some(asked) = Asked::of(self.spec, request, request.body().pieces()) {
            trail.veil.ask(asked);
        }
    }

    async fn limited(
        &self,
        request: &mut Request<Body>,
        cut: AbortRegistration,
    ) -> Result<Response<ResponseBody>, Failure> {
        let left = self.remaining();
        let expired = || Failure::timeout(Phase::Operation, self.limit.unwrap_or_default(), self.now() - self.started);
        if left.is_some_and(|left| left.is_zero()) {
            return Err(expired());
        }
        self.client.clock.check().map_err(timeless)?;
        let seam = pin!(self.seam(request));
        let work = pin!(within(self.client.clock.as_ref(), left, seam));
        match Abortable::new(work, cut).await {
            Ok(Ok(outcome)) => outcome,
            Ok(Err(_reached)) => Err(expired()),
            Err(_aborted) => Err(closed()),
        }
    }

    async fn seam(&self, request: &mut Request<Body>) -> Result<Response<ResponseBody>, Failure> {
        let response = match self.client.interceptors.as_slice() {
            #[cfg(feature = "cache")]
            [] if cached::concerns(self) => cached::cached(self, request).await?,
            [] => retrying::retrying(self, request).await?,
            interceptors => Next::new(self, interceptors).run(request.clone()).await?,
        };
        transmit::whole(self, response).await
    }

    fn conclude(self, outcome: Result<Response<ResponseBody>, Failure>) -> Result<Reply, Failure> {
        let request_ids = &self.client.request_ids;
        let request_id = |headers: &HeaderMap| request_ids.iter().find_map(|name| headers.get(name)).cloned();
        match outcome {
            Ok(response) => {
                let (head, body) = response.into_parts();
                let (body, truncated) = match body {
                    ResponseBody::Whole(body) => (body, false),
                    ResponseBody::Cut(body) => (body, true),
                    ResponseBody::Stream(_) => (bytes::Bytes::new(), true),
                    #[cfg(feature = "websocket")]
                    ResponseBody::Upgraded(_) => (bytes::Bytes::new(), true),
                };
                let request_id = request_id(&head.headers);
                let mut trail = self.into_trail();
                (trail.request_id, trail.truncated) = (request_id, truncated);
                Ok(Reply::new(head.status, head.headers, body, trail))
            }
            Err(failure) => {
                let request_id = failure.headers().and_then(request_id);
                let truncated = failure.kind() == ErrorKind::BodyTooLarge;
                let trail = Trail { request_id, truncated, ..*self.into_trail() };
                Err(failure.on(trail))
            }
        }
    }
}

/// When a call has to be done, and what limit that is: the one that was set, or the time until the deadline that was.
fn nearer(started: Instant, limit: Option<Duration>, deadline: Option<Instant>) -> Option<(Instant, Duration)> {
    let by_limit = limit.and_then(|limit| Some((started.checked_add(limit)?, limit)));
    let by_deadline = deadline.map(|deadline| (deadline, deadline.saturating_duration_since(started)));
    [by_limit, by_deadline].into_iter().flatten().min_by_key(|(deadline, _)| *deadline)
}

/// All that is behind the interceptors of a call.
impl Onward for Exchange<'_> {
    fn go<'a>(&'a self, mut request: Request<Body>) -> BoxFuture<'a, Result<Response<ResponseBody>, Failure>> {
        self.hide_set(&request);
        Box::pin(async move {
            #[cfg(feature = "cache")]
            if cached::concerns(self) {
                return cached::cached(self, &mut request).await.map_err(|failure| self.so_far(failure));
            }
            let result = retrying::retrying(self, &mut request).await;
            result.map_err(|failure| self.so_far(failure))
        })
    }

    fn spec(&self) -> &'static Spec {
        self.spec
    }

    fn attempt(&self) -> u32 {
        self.attempt_number()
    }
}

/// What a call is that comes too late, or takes too long.
fn closed() -> Failure {
    Failure::local(ErrorKind::Closed, "the client is closed")
}

/// What a call is where nothing can be waited for.
fn timeless(missing: BoxError) -> Failure {
    Failure::local(ErrorKind::Request, missing.to_string()).caused_by(missing)
}

/// Whether a method is idempotent by definition (RFC 9110 section 9.2.2; QUERY by draft-ietf-httpbis-safe-method-w-body section 2).
fn is_idempotent(method: &Method) -> bool {
    let safe = [Method::GET, Method::HEAD, Method::OPTIONS, Method::TRACE, Method::QUERY];
    safe.contains(method) || [Method::PUT, Method::DELETE].contains(method)
}

/// The body of a response, where it has been read.
fn read_bytes(body: ResponseBody) -> bytes::Bytes {
    match body {
        ResponseBody::Whole(bytes) | ResponseBody::Cut(bytes) => bytes,
        ResponseBody::Stream(_) => bytes::Bytes::new(),
        #[cfg(feature = "websocket")]
        ResponseBody::Upgraded(_) => bytes::Bytes::new(),
    }
}

/// A failure that follows from a response that was read.
fn failure_after(failure: Failure, response: Response<ResponseBody>) -> Failure {
    let (head, body) = response.into_parts();
    failure.after(head.status, head.headers, read_bytes(body))
}

/// Whether a status sends the client elsewhere (RFC 9110 section 15.4).
fn is_redirect(status: StatusCode) -> bool {
    matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308)
}
