//! The transport over TCP and TLS. The only room that knows reqwest. Enters: a request. Leaves: a response that streams,
//! or an error sorted by what it says about the request.

use std::fmt;
use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::Poll;

use futures_util::TryStreamExt;
use http::{HeaderValue, Method, header};
use http_body_util::BodyExt;
use tokio::runtime::Handle;

use super::{ResponseBody, Sent, Transport, TransportBuildError, TransportError, TransportErrorKind};
use crate::future::{BoxError, BoxFuture};
use crate::timeout::Timeouts;
use crate::wire::Body;

mod builder;
mod clients;
mod given;
mod mark;
#[cfg(feature = "pinning")]
mod pinned;
mod recipe;
mod sort;
mod target;
#[cfg(any(feature = "rustls", feature = "native-tls"))]
mod tls;
mod upload;
#[cfg(feature = "pinning")]
mod verifier;

pub use builder::ReqwestTransportBuilder;

use clients::{Clients, Use};
use mark::{Mark, Marked, Marks};
use recipe::Recipe;
use sort::{sort, sort_of_body};
use target::Targets;
use upload::{Failed, outgoing as outgoing_body};

/// HTTP/1.1 and, with the feature `http2`, HTTP/2 over TCP; https with the feature `rustls` or `native-tls`. Keeps
/// connections alive. Proxies as the environment says, with the feature `system-proxy`: what goes over TLS, sockets too, by a tunnel
/// (`CONNECT`); of a socket in the clear the proxy is asked to forward the change of protocol (RFC 9110 section 7.8), which not every proxy
/// does.
///
/// Runs in a tokio runtime with timers and I/O; a call anywhere else fails with [`ErrorKind::Request`](crate::ErrorKind::Request). It may
/// be used in several runtimes: each has its own connections.
pub struct ReqwestTransport {
    clients: Clients,
    targets: Targets,
    marks: Arc<Marks>,
    #[cfg(feature = "pinning")]
    pins: Option<Arc<super::pins::Held>>,
}

impl ReqwestTransport {
    /// A transport with the defaults of [`ReqwestTransport::builder`]. Of `timeouts` it takes the connect limit; the others are the
    /// client's.
    ///
    /// # Errors
    /// TLS cannot be set up, for lack of certificates for example.
    pub fn new(timeouts: Timeouts) -> Result<Self, TransportBuildError> {
        Self::builder().connect_timeout(timeouts.connect).build()
    }

    /// For everything that is to be otherwise: certificates, proxies, the pool, names.
    pub fn builder() -> ReqwestTransportBuilder {
        ReqwestTransportBuilder::new()
    }

    /// A transport over a client of reqwest that is there already. [`ReqwestTransportBuilder::configure`] reaches the same settings,
    /// and keeps what this cannot: connections of its own for each tokio runtime, and HTTP/1.1 for WebSockets.
    ///
    /// The client must not follow redirects (`redirect(Policy::none())`), which would carry credentials elsewhere, nor keep cookies: both
    /// are refused, here as far as it can be seen and at the first such answer otherwise. What it repeats (`retry`), its limits of the
    /// whole request and of silence (`timeout`, `read_timeout`) and its default headers are in effect besides those of the runtime; leave
    /// them out. Compression that it undoes is fine. Keys cannot be pinned: how its servers are verified was settled when it was made.
    ///
    /// # Errors
    /// [`TransportSetting::Client`](crate::TransportSetting::Client): the client does what it must not.
    pub fn from_client(client: reqwest::Client) -> Result<Self, TransportBuildError> {
        given::check(&client)?;
        Ok(Self {
            clients: Clients::given(client),
            targets: Targets::default(),
            marks: Arc::default(),
            #[cfg(feature = "pinning")]
            pins: None,
        })
    }

    #[cfg(test)]
    fn clients(&self) -> &Clients {
        &self.clients
    }

    fn made_by(recipe: Recipe, first: reqwest::Client) -> Self {
        Self {
            #[cfg(feature = "pinning")]
            pins: recipe.pins(),
            clients: Clients::made_by(recipe, first),
            targets: Targets::default(),
            marks: Arc::default(),
        }
    }
}

impl fmt::Debug for ReqwestTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReqwestTransport").finish_non_exhaustive()
    }
}

impl Transport for ReqwestTransport {
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> BoxFuture<'static, Result<http::Response<ResponseBody>, TransportError>> {
        let Started { pending, failed, asked, marked } = match self.start(request) {
            Ok(started) => started,
            Err(error) => return Box::pin(std::future::ready(Err(error))),
        };
        // What is sent is in reqwest's own future already: this one has no room for it.
        Box::pin(async move {
            let unsendable = |why: &str| TransportError::new(TransportErrorKind::Request, why);
            // Dropped behind what is pending, whose body nobody asks for then.
            let marked = marked;
            let response = inside(pin!(pending)).await.ok_or_else(|| unsendable("the tokio runtime is gone"))?;
            let response = response.map_err(|error| match failed.take() {
                Some(of_body) => TransportError::new(TransportErrorKind::Body, of_body),
                None if marked.is_left() => sort(error).with_sent(Sent::No),
                None => sort(error),
            })?;
            if let Some(asked) = asked {
                given::answered(&asked, &response)?;
            }
            #[cfg(feature = "websocket")]
            if response.status() == http::StatusCode::SWITCHING_PROTOCOLS {
                // Boxed: it is rare, and every call would have room for it.
                return Box::pin(upgraded(response)).await.map_err(sort);
            }
            Ok(http::Response::from(response).map(incoming))
        })
    }

    fn close(&self) {
        self.clients.close();
    }
}

/// A request that is sent once somebody waits for it.
struct Started<F> {
    pending: F,
    failed: Failed,
    /// For what the caller's own client does with it.
    asked: Option<Box<reqwest::Url>>,
    marked: Marked,
}

impl ReqwestTransport {
    fn start(
        &self,
        request: http::Request<Body>,
    ) -> Result<Started<impl Future<Output = Result<reqwest::Response, reqwest::Error>> + Send + use<>>, TransportError>
    {
        #[cfg(feature = "websocket")]
        let purpose = if request.headers().contains_key(header::UPGRADE) { Use::Upgrade } else { Use::Usual };
        #[cfg(not(feature = "websocket"))]
        let purpose = Use::Usual;
        let unsendable = |why: BoxError| TransportError::new(TransportErrorKind::Request, why);
        let client = self.clients.client(purpose).map_err(unsendable)?;
        let url = self.targets.url(request.uri()).map_err(|error| unsendable(error.into()))?;
        #[cfg(not(any(feature = "rustls", feature = "native-tls")))]
        if url.scheme() == "https" {
            return Err(unsendable("https needs the feature `rustls` or `native-tls`".into()));
        }
        #[cfg(feature = "pinning")]
        if let (Some(pins), "http", Some(host)) = (&self.pins, url.scheme(), url.host_str()) {
            pins.judge_clear(host).map_err(super::pins::PinMismatch::into_error)?;
        }
        let marked = self.marks.mark();
        let (request, failed) = outgoing(announce_no_content(request), url, marked.mark());
        let asked = self.clients.is_given().then(|| Box::new(request.url().clone()));
        Ok(Started { pending: client.execute(request), failed, asked, marked })
    }
}

/// The head of a response 101, and the connection.
#[cfg(feature = "websocket")]
async fn upgraded(response: reqwest::Response) -> Result<http::Response<ResponseBody>, reqwest::Error> {
    let mut head = http::Response::new(());
    (*head.status_mut(), *head.version_mut()) = (response.status(), response.version());
    *head.headers_mut() = response.headers().clone();
    let connection = response.upgrade().await?;
    Ok(head.map(|()| ResponseBody::Upgraded(super::Upgraded::new(connection))))
}

/// `work`, as long as a runtime polls it: its sockets and timers are nothing without one, and it would panic.
async fn inside<T>(mut work: Pin<&mut impl Future<Output = T>>) -> Option<T> {
    poll_fn(|cx| match Handle::try_current() {
        Ok(_) => work.as_mut().poll(cx).map(Some),
        Err(_) => Poll::Ready(None),
    })
    .await
}

/// A method that is about content says so where there is none (RFC 9110 section 8.6); hyper leaves that to us.
fn announce_no_content(mut request: http::Request<Body>) -> http::Request<Body> {
    let expects_content = matches!(*request.method(), Method::POST | Method::PUT | Method::PATCH);
    if expects_content && request.body().len() == Some(0) {
        request.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from_static("0"));
    }
    request
}

fn outgoing(request: http::Request<Body>, url: reqwest::Url, mark: Mark) -> (reqwest::Request, Failed) {
    let (head, body) = request.into_parts();
    let (body, failed) = outgoing_body(body, mark);
    let mut request = reqwest::Request::new(head.method, url);
    *request.version_mut() = head.version;
    *request.headers_mut() = head.headers;
    *request.body_mut() = Some(body);
    (request, failed)
}

fn incoming(body: reqwest::Body) -> ResponseBody {
    let stream = body.into_data_stream();
    ResponseBody::Stream(Box::pin(stream.map_err(sort_of_body)))
}
