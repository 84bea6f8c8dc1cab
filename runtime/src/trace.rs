//! What a call tells about itself while it runs. Enters: requests and outcomes. Leaves: `tracing` spans and events whose
//! fields have the OpenTelemetry names for HTTP clients; nothing at all without the feature `tracing`. Only what an
//! allow-list knows to be harmless is told.
//!
//! One span for a call, one for each attempt; each ends with `error.type` where it fails, a call also where what came does not decode, and
//! `cancelled` where it is dropped before its end. An event of level INFO for each finished call, DEBUG for headers, TRACE for
//! JSON bodies with secret properties hidden.

#[cfg(feature = "tracing")]
pub(crate) use on::{Span, refresh, retry};
#[cfg(all(feature = "cache", feature = "tracing"))]
pub(crate) use on::{cache, store_failed};

#[cfg(not(feature = "tracing"))]
pub(crate) use off::{Span, refresh, retry};
#[cfg(all(feature = "cache", not(feature = "tracing")))]
pub(crate) use off::{cache, store_failed};

#[cfg(feature = "tracing")]
mod on {
    use std::sync::atomic::AtomicBool;
    use std::sync::atomic::Ordering::Relaxed;
    use std::time::Duration;

    use http::{Method, Request, Response, Uri};
    use tracing::field::{Empty, display};
    #[cfg(feature = "cache")]
    use tracing::warn;
    use tracing::{Instrument, Level, debug, enabled, info, info_span, trace};

    use crate::error::Failure;
    use crate::redact::{self, Redaction, Veil};
    use crate::reply::Reply;
    use crate::setup::Lasts;
    use crate::transport::ResponseBody;
    use crate::wire::{Body, Spec};

    /// The span of a call or of an attempt. One that is dropped before it has ended was cancelled, at whatever it waited for.
    pub(crate) struct Span {
        span: tracing::Span,
        of: Of,
        is_open: AtomicBool,
        /// What goes out was told.
        has_sent: AtomicBool,
    }

    #[derive(Clone, Copy, PartialEq, Eq)]
    enum Of {
        Call,
        Attempt,
    }

    impl Drop for Span {
        fn drop(&mut self) {
            if !*self.is_open.get_mut() {
                return;
            }
            let ended = if std::thread::panicking() { "panic" } else { "cancelled" };
            self.span.record("error.type", ended);
            if self.of == Of::Call {
                self.span.in_scope(|| info!(target: "clientwright", "{ended}"));
            }
        }
    }

    impl Span {
        pub(crate) fn operation(spec: &'static Spec, request: &Request<Body>, redaction: &Redaction) -> Self {
            let span = info_span!(
                target: "clientwright",
                "operation",
                "otel.name" = format_args!("{} {}", request.method(), spec.path),
                "otel.kind" = "client",
                "operation.id" = spec.id,
                "http.request.method" = %request.method(),
                "url.template" = spec.path,
                "url.full" = Empty,
                "server.address" = request.uri().host(),
                "server.port" = port(request.uri()),
                "http.response.status_code" = Empty,
                "http.request.resend_count" = Empty,
                "error.type" = Empty,
            );
            if !span.is_disabled() {
                // No credential is in it yet.
                span.record("url.full", redaction.url(request.uri(), spec, &|text| text));
            }
            Self::new(span, Of::Call)
        }

        fn new(span: tracing::Span, of: Of) -> Self {
            Self { span, of, is_open: AtomicBool::new(true), has_sent: AtomicBool::new(false) }
        }

        /// It ends in another way than by being dropped.
        fn close(&self) {
            self.is_open.store(false, Relaxed);
        }

        pub(crate) fn attempt(spec: &'static Spec, method: &Method, number: u32) -> Self {
            let span = info_span!(
                target: "clientwright",
                "attempt",
                "otel.name" = %method,
                "otel.kind" = "client",
                "http.request.method" = %method,
                "url.template" = spec.path,
                "url.full" = Empty,
                "server.address" = Empty,
                "server.port" = Empty,
                "http.request.resend_count" = (number > 1).then(|| number - 1),
                "http.response.status_code" = Empty,
                "network.protocol.version" = Empty,
                "error.type" = Empty,
            );
            Self::new(span, Of::Attempt)
        }

        /// The first request of an attempt as it goes out: behind its interceptors, with its credentials. Those of redirects have no span.
        pub(crate) fn sends(
            &self,
            spec: &'static Spec,
            request: &Request<Body>,
            redaction: &Redaction,
            cover_credentials: &dyn Fn(String) -> String,
            cover: &dyn Fn(String) -> String,
        ) {
            if self.has_sent.swap(true, Relaxed) {
                return;
            }
            if !self.span.is_disabled() {
                let uri = request.uri();
                // Most who have spans have this: it is not to cost a search of the body.
                self.span.record("url.full", redaction.url(uri, spec, cover_credentials));
                self.span.record("server.address", uri.host());
                self.span.record("server.port", port(uri));
            }
            self.span.in_scope(|| {
                if enabled!(target: "clientwright", Level::DEBUG) {
                    let headers = format!("{:?}", redaction.headers(request.headers()));
                    debug!(target: "clientwright", headers = cover(headers), "request");
                }
                if enabled!(target: "clientwright", Level::TRACE)
                    && let Some(json) = request.body().as_bytes().and_then(|body| redact::json(body, spec.secret))
                {
                    trace!(target: "clientwright", body = cover(json), "request body");
                }
            });
        }

        pub(crate) fn instrument<F: Future + Unpin>(&self, work: F) -> impl Future<Output = F::Output> + use<F> {
            work.instrument(self.span.clone())
        }

        pub(crate) fn end_attempt(&self, result: &Result<Response<ResponseBody>, Failure>) {
            self.close();
            match result {
                Ok(response) => {
                    self.status(response.status());
                    self.span.record("network.protocol.version", version(response.version()));
                }
                Err(failure) => {
                    self.span.record("error.type", failure.kind().as_str());
                }
            }
        }

        pub(crate) fn end(&self, reply: &Result<Reply, Failure>) {
            self.close();
            let _inside = self.span.enter();
            let attempts = match reply {
                Ok(reply) => &reply.trail.attempts,
                Err(failure) => failure.attempts(),
            };
            if attempts.len() > 1 {
                self.span.record("http.request.resend_count", attempts.len() - 1);
            }
            match reply {
                Ok(reply) => {
                    let veil = &reply.trail.veil;
                    self.status(reply.status);
                    let (status, elapsed) = (reply.status.as_u16(), reply.trail.elapsed);
                    info!(target: "clientwright", status, ?elapsed, attempts = attempts.len(), "response");
                    if enabled!(target: "clientwright", Level::DEBUG) {
                        let headers = format!("{:?}", reply.trail.redaction.headers(&reply.headers));
                        debug!(target: "clientwright", headers = veil.cover(headers), "response headers");
                    }
                    if enabled!(target: "clientwright", Level::TRACE)
                        && let Some(json) = redact::json(&reply.body, reply.spec().secret)
                    {
                        trace!(target: "clientwright", body = veil.cover(json), "response body");
                    }
                }
                Err(failure) => self.failed(failure),
            }
        }

        /// What came of the reply that the call has ended with. Of an error status there is nothing more to say.
        pub(crate) fn read(&self, result: Result<(), &Failure>) {
            if let Err(failure) = result
                && failure.status().is_some_and(|status| status.is_success())
            {
                self.span.in_scope(|| self.failed(failure));
            }
        }

        fn failed(&self, failure: &Failure) {
            self.span.record("error.type", failure.kind().as_str());
            info!(target: "clientwright", error = %failure, elapsed = ?failure.elapsed(), "failed");
        }

        /// The head of a success whose body is still on its way. What has no end of its own ends by being dropped.
        pub(crate) fn open(&self, head: &Reply, lasts: Lasts) {
            if lasts != Lasts::ToItsEnd {
                self.close();
            }
            let _inside = self.span.enter();
            let attempts = head.trail.attempts.len();
            if attempts > 1 {
                self.span.record("http.request.resend_count", attempts - 1);
            }
            self.span.record("http.response.status_code", head.status.as_u16());
            info!(target: "clientwright", status = head.status.as_u16(), elapsed = ?head.trail.elapsed, attempts, "open");
            if enabled!(target: "clientwright", Level::DEBUG) {
                let headers = format!("{:?}", head.trail.redaction.headers(&head.headers));
                debug!(target: "clientwright", headers = head.trail.veil.cover(headers), "response headers");
            }
        }

        pub(crate) fn end_stream(&self, bytes: u64, elapsed: Duration, failure: Option<&Failure>, veil: &Veil) {
            self.close();
            let _inside = self.span.enter();
            match failure {
                None => info!(target: "clientwright", bytes, ?elapsed, "ended"),
                Some(failure) => {
                    self.span.record("error.type", failure.kind().as_str());
                    let error = veil.cover(failure.to_string());
                    info!(target: "clientwright", bytes, error, ?elapsed, "failed");
                }
            }
        }

        fn status(&self, status: http::StatusCode) {
            self.span.record("http.response.status_code", status.as_u16());
            if !status.is_success() {
                self.span.record("error.type", display(status.as_u16()));
            }
        }
    }

    fn port(uri: &Uri) -> Option<u16> {
        uri.port_u16().or(match uri.scheme_str() {
            Some("https") => Some(443),
            Some("http") => Some(80),
            Some(_) | None => None,
        })
    }

    fn version(version: http::Version) -> &'static str {
        match version {
            http::Version::HTTP_10 => "1.0",
            http::Version::HTTP_2 => "2",
            http::Version::HTTP_3 => "3",
            _ => "1.1",
        }
    }

    /// An attempt failed, and there will be another.
    pub(crate) fn retry(
        spec: &'static Spec,
        number: u32,
        result: &Result<Response<ResponseBody>, Failure>,
        wait: Duration,
    ) {
        match result {
            Ok(response) => {
                let status = response.status().as_u16();
                debug!(target: "clientwright", operation = spec.id, attempt = number, status, ?wait, "retrying");
            }
            Err(failure) => {
                let error = failure.kind().as_str();
                debug!(target: "clientwright", operation = spec.id, attempt = number, error, ?wait, "retrying");
            }
        }
    }

    /// What the cache has done for a call.
    #[cfg(feature = "cache")]
    pub(crate) fn cache(spec: &'static Spec, done: &str) {
        debug!(target: "clientwright", operation = spec.id, done, "cache");
    }

    /// The store of the cache has failed; the call goes on.
    #[cfg(feature = "cache")]
    pub(crate) fn store_failed(spec: &'static Spec, error: &crate::future::BoxError) {
        warn!(target: "clientwright", operation = spec.id, error = %error, "the cache has failed");
    }

    /// The token was rejected, and another is asked for.
    pub(crate) fn refresh(spec: &'static Spec) {
        debug!(target: "clientwright", operation = spec.id, "the token was rejected");
    }
}

#[cfg(not(feature = "tracing"))]
mod off {
    use std::time::Duration;

    use http::{Method, Request, Response};

    use crate::error::Failure;
    use crate::redact::{Redaction, Veil};
    use crate::reply::Reply;
    use crate::setup::Lasts;
    use crate::transport::ResponseBody;
    use crate::wire::{Body, Spec};

    /// Stands where a span would.
    pub(crate) struct Span;

    impl Span {
        pub(crate) fn operation(_: &'static Spec, _: &Request<Body>, _: &Redaction) -> Self {
            Self
        }

        pub(crate) fn attempt(_: &'static Spec, _: &Method, _: u32) -> Self {
            Self
        }

        pub(crate) fn sends(
            &self,
            _: &'static Spec,
            _: &Request<Body>,
            _: &Redaction,
            _: &dyn Fn(String) -> String,
            _: &dyn Fn(String) -> String,
        ) {
        }

        pub(crate) fn instrument<F: Future>(&self, work: F) -> F {
            work
        }

        pub(crate) fn end_attempt(&self, _: &Result<Response<ResponseBody>, Failure>) {}

        pub(crate) fn end(&self, _: &Result<Reply, Failure>) {}

        pub(crate) fn read(&self, _: Result<(), &Failure>) {}

        pub(crate) fn open(&self, _: &Reply, _: Lasts) {}

        pub(crate) fn end_stream(&self, _: u64, _: Duration, _: Option<&Failure>, _: &Veil) {}
    }

    pub(crate) fn retry(_: &'static Spec, _: u32, _: &Result<Response<ResponseBody>, Failure>, _: Duration) {}

    #[cfg(feature = "cache")]
    pub(crate) fn cache(_: &'static Spec, _: &str) {}

    #[cfg(feature = "cache")]
    pub(crate) fn store_failed(_: &'static Spec, _: &crate::future::BoxError) {}

    pub(crate) fn refresh(_: &'static Spec) {}
}
