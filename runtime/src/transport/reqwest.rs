//! The transport over TCP and TLS. The only file that knows reqwest. Enters: a request. Leaves: a response that streams,
//! or an error sorted by what it says about the request.

use std::error::Error as StdError;
use std::fmt;
use std::io;
use std::pin::Pin;
#[cfg(feature = "websocket")]
use std::sync::{Arc, OnceLock};
use std::sync::{Mutex, PoisonError, RwLock};
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_util::{StreamExt, TryStreamExt};
use http::{HeaderMap, HeaderValue, Method, header};
use http_body::{Frame, SizeHint};
use http_body_util::BodyExt;

use super::{ResponseBody, Sent, Transport, TransportError, TransportErrorKind};
use crate::future::{BodyStream, BoxError, BoxFuture};
use crate::timeout::Timeouts;
use crate::wire::Body;

mod target;

use target::Targets;

/// HTTP/1.1 and, with the feature `http2`, HTTP/2 over TCP; https with the feature `rustls` or `native-tls`. Keeps
/// connections alive. Proxies as the environment says, with the feature `system-proxy`.
pub struct ReqwestTransport {
    /// None once closed.
    clients: RwLock<Option<Clients>>,
    targets: Targets,
}

#[derive(Clone)]
struct Clients {
    usual: reqwest::Client,
    /// For what changes over to another protocol, which only HTTP/1.1 can (RFC 9110 section 7.8). Where TLS is spoken, the version is
    /// settled with the connection. Made when it is asked for: to read the certificates takes its time.
    #[cfg(feature = "websocket")]
    upgrading: Arc<OnceLock<reqwest::Client>>,
    #[cfg(feature = "websocket")]
    timeouts: Timeouts,
}

impl Clients {
    fn new(timeouts: Timeouts) -> Result<Self, reqwest::Error> {
        Ok(Self {
            usual: builder(timeouts).build()?,
            #[cfg(feature = "websocket")]
            upgrading: Arc::default(),
            #[cfg(feature = "websocket")]
            timeouts,
        })
    }

    /// The client for a request with these headers.
    #[cfg_attr(
        not(feature = "websocket"),
        expect(clippy::unnecessary_wraps, reason = "the other client is made when it is asked for")
    )]
    fn client(&self, headers: &HeaderMap) -> Result<reqwest::Client, reqwest::Error> {
        #[cfg(feature = "websocket")]
        if headers.contains_key(header::UPGRADE) {
            if let Some(client) = self.upgrading.get() {
                return Ok(client.clone());
            }
            let made = builder(self.timeouts).http1_only().build()?;
            return Ok(self.upgrading.get_or_init(|| made).clone());
        }
        let _ = headers;
        Ok(self.usual.clone())
    }
}

fn builder(timeouts: Timeouts) -> reqwest::ClientBuilder {
    let builder = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .referer(false)
        .retry(reqwest::retry::never());
    match timeouts.connect {
        Some(limit) => builder.connect_timeout(limit),
        None => builder,
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

impl ReqwestTransport {
    /// A transport with a pool of its own. Of `timeouts` it takes the connect limit; the others are the client's.
    ///
    /// # Errors
    /// TLS cannot be set up, for lack of certificates for example.
    pub fn new(timeouts: Timeouts) -> Result<Self, TransportError> {
        let clients =
            Clients::new(timeouts).map_err(|error| TransportError::new(TransportErrorKind::Request, error))?;
        Ok(Self { clients: RwLock::new(Some(clients)), targets: Targets::default() })
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
        let client =
            self.clients.read().unwrap_or_else(PoisonError::into_inner).as_ref().map(|it| it.client(request.headers()));
        let url = self.targets.url(request.uri());
        Box::pin(async move {
            let unsendable = |why: BoxError| TransportError::new(TransportErrorKind::Request, why);
            let client = client.ok_or_else(|| unsendable("the transport is closed".into()))?.map_err(sort)?;
            let request = outgoing(announce_no_content(request), url.map_err(|error| unsendable(error.into()))?);
            match client.execute(request).await {
                #[cfg(feature = "websocket")]
                Ok(response) if response.status() == http::StatusCode::SWITCHING_PROTOCOLS => {
                    // Boxed: it is rare, and every call would have room for it.
                    Box::pin(upgraded(response)).await.map_err(sort)
                }
                Ok(response) => Ok(http::Response::from(response).map(incoming)),
                Err(error) => Err(sort(error)),
            }
        })
    }

    fn close(&self) {
        *self.clients.write().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

/// A method that is about content says so where there is none (RFC 9110 section 8.6); hyper leaves that to us.
fn announce_no_content(mut request: http::Request<Body>) -> http::Request<Body> {
    let expects_content = matches!(*request.method(), Method::POST | Method::PUT | Method::PATCH);
    if expects_content && request.body().len() == Some(0) {
        request.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from_static("0"));
    }
    request
}

fn outgoing(request: http::Request<Body>, url: reqwest::Url) -> reqwest::Request {
    let (head, body) = request.into_parts();
    let mut request = reqwest::Request::new(head.method, url);
    *request.version_mut() = head.version;
    *request.headers_mut() = head.headers;
    *request.body_mut() = Some(outgoing_body(body));
    request
}

fn outgoing_body(body: Body) -> reqwest::Body {
    if body.is_empty() {
        return reqwest::Body::default();
    }
    match body.as_bytes() {
        Some(bytes) => bytes.clone().into(),
        None => {
            let length = body.len();
            reqwest::Body::wrap(Streamed { stream: Mutex::new(body.into_stream()), left: length })
        }
    }
}

/// A stream as hyper wants it: with its length, and `Sync`, which the lock makes it without ever being waited for.
struct Streamed {
    stream: Mutex<BodyStream>,
    left: Option<u64>,
}

impl http_body::Body for Streamed {
    type Data = Bytes;
    type Error = BodyError;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BodyError>>> {
        let polled = self.stream.get_mut().unwrap_or_else(PoisonError::into_inner).poll_next_unpin(cx);
        polled.map(|piece| {
            let piece = piece?.map_err(BodyError);
            if let (Ok(piece), Some(left)) = (&piece, &mut self.left) {
                *left = left.saturating_sub(piece.len() as u64);
            }
            Some(piece.map(Frame::data))
        })
    }

    fn size_hint(&self) -> SizeHint {
        self.left.map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}

/// Marks an error as the caller's own body stream's, to find it again among hyper's.
#[derive(Debug)]
struct BodyError(BoxError);

impl fmt::Display for BodyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl StdError for BodyError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source()
    }
}

fn incoming(body: reqwest::Body) -> ResponseBody {
    let stream = body.into_data_stream();
    ResponseBody::Stream(Box::pin(stream.map_err(|error| BoxError::from(error.without_url()))))
}

/// The kind of an error, by what stands in its chain of causes; reqwest's own error shows the URL, which is taken out.
fn sort(error: reqwest::Error) -> TransportError {
    let error = error.without_url();
    let causes = Causes(Some(&error));
    let kind = if causes.has::<BodyError>() {
        TransportErrorKind::Body
    } else if error.is_builder() {
        TransportErrorKind::Request
    } else if error.is_connect() || error.is_dns() {
        connecting(&error)
    } else if refused(&error) {
        TransportErrorKind::Refused
    } else {
        broken(&error)
    };
    let cancelled = Causes(Some(&error)).find::<hyper::Error>().is_some_and(hyper::Error::is_canceled);
    let sorted = TransportError::new(kind, error);
    // Hyper cancels a request whose connection was closed before it was written.
    if cancelled { sorted.with_sent(Sent::No) } else { sorted }
}

fn connecting(error: &reqwest::Error) -> TransportErrorKind {
    let io = Causes(Some(error)).find_all::<io::Error>().map(io::Error::kind).collect::<Vec<_>>();
    if error.is_timeout() {
        TransportErrorKind::ConnectTimeout
    } else if io.contains(&io::ErrorKind::InvalidData) || Causes(Some(error)).any(says_tls) {
        // So TLS libraries report what they do not accept; a handshake that was cut is another kind.
        TransportErrorKind::Tls
    } else {
        TransportErrorKind::Connect
    }
}

/// Whether an error is of what the peer said, by its text, which is all that libraries of the platform give: of a certificate, or one
/// of OpenSSL's but for the end of the connection.
fn says_tls(error: &(dyn StdError + 'static)) -> bool {
    let text = error.to_string();
    text.contains("certificate") || text.contains("SSL routines") && !text.contains("unexpected eof")
}

fn broken(error: &reqwest::Error) -> TransportErrorKind {
    match Causes(Some(error)).find::<hyper::Error>() {
        Some(error) if error.is_parse() => TransportErrorKind::Protocol,
        Some(_) | None => TransportErrorKind::Io,
    }
}

/// Whether the peer said that it has not processed the request (RFC 9113 sections 6.8 and 8.7).
#[cfg(feature = "http2")]
fn refused(error: &reqwest::Error) -> bool {
    Causes(Some(error)).find::<h2::Error>().is_some_and(|error| match error.reason() {
        Some(h2::Reason::REFUSED_STREAM) => true,
        Some(h2::Reason::NO_ERROR) => error.is_go_away(),
        Some(_) | None => false,
    })
}

#[cfg(not(feature = "http2"))]
fn refused(_: &reqwest::Error) -> bool {
    false
}

/// An error and what caused it, outermost first.
struct Causes<'a>(Option<&'a (dyn StdError + 'static)>);

impl<'a> Causes<'a> {
    fn find_all<E: StdError + 'static>(self) -> impl Iterator<Item = &'a E> {
        self.filter_map(|error| error.downcast_ref())
    }

    fn find<E: StdError + 'static>(self) -> Option<&'a E> {
        self.find_all().next()
    }

    fn has<E: StdError + 'static>(self) -> bool {
        self.find::<E>().is_some()
    }
}

impl<'a> Iterator for Causes<'a> {
    type Item = &'a (dyn StdError + 'static);

    fn next(&mut self) -> Option<Self::Item> {
        let error = self.0?;
        // An I/O error that wraps another one names as its source that one's source, and so would hide it.
        let wrapped = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        self.0 = wrapped.map(|error| error as &(dyn StdError + 'static)).or_else(|| error.source());
        Some(error)
    }
}
