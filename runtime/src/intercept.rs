//! The two seams where callers stand in the way of calls. Enters: a request. Leaves: a response, from further down or
//! made up.

use std::fmt;
use std::sync::Arc;

use http::{Request, Response};

use crate::error::Failure;
use crate::future::{BoxFuture, MaybeSend, MaybeSync};
use crate::kind::ErrorKind;
use crate::transport::ResponseBody;
use crate::wire::{Body, Spec, refusal};

/// Stands around calls or attempts.
///
/// Added by a builder's `interceptor` it surrounds whole calls: it sees the request once, and the outcome after all retries. Added by
/// `attempt_interceptor` it surrounds each request that goes to the transport: every attempt and every redirect, within the attempt's
/// time limit. Error statuses are responses here, not failures. Headers that frame the message (`Content-Length`, `Host` and
/// the like) are the transport's: a request that has one is refused.
///
/// # Credentials
///
/// Neither sees the client's credentials. They are put on last, behind all interceptors, and by where the request goes then. All else is
/// as it is sent, so that an interceptor can sign it (HMAC, AWS Signature Version 4). An `Authorization` header, API key or cookie of its
/// own stands in place of the client's, which need not have any then; a 401 to it renews no token.
///
/// An attempt interceptor that changes the URI to an origin which is not trusted takes no credentials there: the call fails with
/// [`ErrorKind::Auth`] where it needs them, or where the request has still what the caller has set to prove itself
/// (`Authorization`, `Cookie`, headers marked sensitive). By a redirect elsewhere nothing but harmless headers goes along, whoever has set
/// them.
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

/// What is behind all interceptors of one kind.
pub(crate) trait Onward: MaybeSync {
    /// Sends `request`. It can be called more than once.
    fn go<'a>(&'a self, request: Request<Body>) -> BoxFuture<'a, Result<Response<ResponseBody>, Failure>>;
    /// The operation.
    fn spec(&self) -> &'static Spec;
    /// The number of the attempt under way; 0 before the first.
    fn attempt(&self) -> u32;
}

/// The rest of the way. It can be run more than once, and copied to do so.
#[derive(Clone, Copy)]
pub struct Next<'a> {
    onward: &'a dyn Onward,
    rest: &'a [Arc<dyn Erased>],
}

impl<'a> Next<'a> {
    pub(crate) fn new(onward: &'a dyn Onward, rest: &'a [Arc<dyn Erased>]) -> Self {
        Self { onward, rest }
    }

    /// Hands `request` on and gives what comes back.
    pub fn run(self, request: Request<Body>) -> BoxFuture<'a, Result<Response<ResponseBody>, Failure>> {
        match self.rest.split_first() {
            Some((first, rest)) => first.intercept(request, Self { rest, ..self }),
            None => match refusal::of(request.headers()) {
                Some(refused) => Box::pin(async move { Err(Failure::local(ErrorKind::Request, refused)) }),
                None => self.onward.go(request),
            },
        }
    }

    /// The operation's id in the description.
    pub fn operation_id(&self) -> &'static str {
        self.onward.spec().id
    }

    /// The operation's path with its parameters in braces.
    pub fn url_template(&self) -> &'static str {
        self.onward.spec().path
    }

    /// The number of the attempt under way; 0 before the first.
    pub fn attempt(&self) -> u32 {
        self.onward.attempt()
    }
}

impl fmt::Debug for Next<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Next")
            .field("operation_id", &self.operation_id())
            .field("attempt", &self.attempt())
            .finish_non_exhaustive()
    }
}
