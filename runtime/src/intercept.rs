//! The two seams where callers stand in the way of calls. Enters: a request. Leaves: a response, from further down or
//! made up.

use std::fmt;
use std::sync::Arc;

use http::{Request, Response};

use crate::error::{ErrorKind, Failure};
use crate::exchange::{self, Exchange};
use crate::future::{BoxFuture, MaybeSend, MaybeSync};
use crate::transport::ResponseBody;
use crate::wire::{Body, refusal};

/// Stands around calls or attempts.
///
/// Added by a builder's `interceptor` it surrounds whole calls: it sees the request before credentials are on it, once,
/// and the outcome after all retries. Added by `attempt_interceptor` it surrounds each request that goes to the transport:
/// every attempt and every redirect, with credentials, within the attempt's time limit. Error statuses are responses
/// here, not failures. Headers that frame the message (`Content-Length`, `Host` and the like) are the transport's: a
/// request that has one is refused.
///
/// ```
/// use clientwright_runtime::{Body, Failure, Interceptor, Next, ResponseBody};
///
/// struct Tenant(&'static str);
///
/// impl Interceptor for Tenant {
///     async fn intercept(
///         &self,
///         mut request: http::Request<Body>,
///         next: Next<'_>,
///     ) -> Result<http::Response<ResponseBody>, Failure> {
///         request.headers_mut().insert("x-tenant", http::HeaderValue::from_static(self.0));
///         next.run(request).await
///     }
/// }
/// ```
pub trait Interceptor: MaybeSend + MaybeSync + 'static {
    /// Does what has to be done before and after `next.run(request)`, or instead of it.
    fn intercept(
        &self,
        request: Request<Body>,
        next: Next<'_>,
    ) -> impl Future<Output = Result<Response<ResponseBody>, Failure>> + MaybeSend;
}

/// [`Interceptor`] behind a pointer.
pub(crate) trait Erased: MaybeSend + MaybeSync {
    fn intercept<'a>(
        &'a self,
        request: Request<Body>,
        next: Next<'a>,
    ) -> BoxFuture<'a, Result<Response<ResponseBody>, Failure>>;
}

impl<I: Interceptor> Erased for I {
    fn intercept<'a>(
        &'a self,
        request: Request<Body>,
        next: Next<'a>,
    ) -> BoxFuture<'a, Result<Response<ResponseBody>, Failure>> {
        Box::pin(Interceptor::intercept(self, request, next))
    }
}

/// Where an interceptor stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Seam {
    Operation,
    Attempt,
}

/// The rest of the way. It can be run more than once, and copied to do so.
#[derive(Clone, Copy)]
pub struct Next<'a> {
    exchange: &'a Exchange<'a>,
    rest: &'a [Arc<dyn Erased>],
    seam: Seam,
}

impl<'a> Next<'a> {
    pub(crate) fn new(exchange: &'a Exchange<'a>, rest: &'a [Arc<dyn Erased>], seam: Seam) -> Self {
        Self { exchange, rest, seam }
    }

    /// Hands `request` on and gives what comes back.
    pub fn run(self, mut request: Request<Body>) -> BoxFuture<'a, Result<Response<ResponseBody>, Failure>> {
        if let Some(refused) = refusal::of(request.headers()).filter(|_| self.rest.is_empty()) {
            return Box::pin(async move { Err(Failure::local(ErrorKind::Request, refused)) });
        }
        match (self.rest.split_first(), self.seam) {
            (Some((first, rest)), _) => first.intercept(request, Self { rest, ..self }),
            (None, seam) => {
                self.exchange.hide_shown(request.headers());
                Box::pin(async move {
                    let result = match seam {
                        Seam::Operation => exchange::retrying(self.exchange, &mut request).await,
                        Seam::Attempt => exchange::transmit(self.exchange, request).await,
                    };
                    result.map_err(|failure| self.exchange.so_far(failure))
                })
            }
        }
    }

    /// The operation's id in the description.
    pub fn operation_id(&self) -> &'static str {
        self.exchange.spec().id
    }

    /// The operation's path with its parameters in braces.
    pub fn url_template(&self) -> &'static str {
        self.exchange.spec().path
    }

    /// The number of the attempt under way; 0 before the first.
    pub fn attempt(&self) -> u32 {
        self.exchange.attempt_number()
    }
}

impl fmt::Debug for Next<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Next")
            .field("operation_id", &self.operation_id())
            .field("seam", &self.seam)
            .finish_non_exhaustive()
    }
}
