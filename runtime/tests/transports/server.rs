//! A server that follows a script, over TCP or TLS, in HTTP/1.1 or HTTP/2.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use bytes::{Bytes, BytesMut};
use futures_util::{StreamExt, stream};
use http::{HeaderMap, HeaderValue, Request, Response};
use http_body_util::combinators::BoxBody;
use http_body_util::{BodyExt, Empty, StreamBody};
use hyper::body::{Frame, Incoming};
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;

use super::log::Log;
use super::pages;
use super::script::{Piece, Reply, Seen, Then};

/// How a server is spoken to.
#[derive(Clone)]
pub(crate) enum Speaks {
    Http1,
    /// HTTP/2 in the clear.
    Http2,
    /// What is agreed upon.
    Tls(Arc<ServerConfig>),
}

impl Speaks {
    pub(crate) fn scheme(&self) -> &'static str {
        match self {
            Self::Http1 | Self::Http2 => "http",
            Self::Tls(_) => "https",
        }
    }
}

/// Serves at a new address until the runtime ends.
pub(crate) async fn serve(speaks: Speaks, log: &Arc<Log>) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let log = Arc::clone(log);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            log.connections.fetch_add(1, Ordering::SeqCst);
            let (log, speaks) = (Arc::clone(&log), speaks.clone());
            tokio::spawn(async move {
                tokio::select! {
                    () = spoken(stream, speaks, Arc::clone(&log)) => {}
                    () = log.until_cut() => {}
                }
                log.end();
            });
        }
    });
    address
}

async fn spoken(stream: TcpStream, speaks: Speaks, log: Arc<Log>) {
    match speaks {
        Speaks::Http1 => connection(stream, false, log).await,
        Speaks::Http2 => connection(stream, true, log).await,
        Speaks::Tls(config) => {
            let stream = match TlsAcceptor::from(config).accept(stream).into_fallible().await {
                Ok(stream) => stream,
                // A connection that is closed with something unread is reset, and the alert with it lost.
                Err((_, stream)) => return drain(stream).await,
            };
            let is_http2 = stream.get_ref().1.alpn_protocol() == Some(b"h2");
            connection(stream, is_http2, log).await;
        }
    }
}

/// Reads until the client has hung up.
async fn drain(mut stream: impl AsyncRead + Unpin) {
    let mut unread = [0; 1024];
    while stream.read(&mut unread).await.is_ok_and(|count| count > 0) {}
}

async fn connection(stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static, is_http2: bool, log: Arc<Log>) {
    let service = service_fn(move |request| answer(request, Arc::clone(&log)));
    let stream = TokioIo::new(stream);
    // However it ends: what the client makes of it is the test.
    let _ended = if is_http2 {
        hyper::server::conn::http2::Builder::new(TokioExecutor::new()).serve_connection(stream, service).await
    } else {
        hyper::server::conn::http1::Builder::new().serve_connection(stream, service).with_upgrades().await
    };
}

type Sent = Response<BoxBody<Bytes, &'static str>>;

/// What a page is asked about before it asks is answered, and is no request.
async fn answer(request: Request<Incoming>, log: Arc<Log>) -> Result<Sent, &'static str> {
    let is_pages = pages::is_of_page(&request);
    if is_pages && let Some(allowed) = pages::allowed(&request) {
        return Ok(allowed.map(|()| empty()));
    }
    let mut response = follow(request, log).await?;
    if is_pages {
        pages::allow(response.headers_mut());
    }
    Ok(response)
}

async fn follow(
    #[cfg_attr(not(feature = "websocket"), expect(unused_mut, reason = "only an upgrade changes it"))]
    mut request: Request<Incoming>,
    log: Arc<Log>,
) -> Result<Sent, &'static str> {
    #[cfg(feature = "websocket")]
    let upgrade = hyper::upgrade::on(&mut request);
    let (head, body) = request.into_parts();
    let body = received(body, &log).await?;
    let named = head.headers.get("host").and_then(|host| host.to_str().ok());
    let host = head.uri.authority().map(|it| it.as_str()).or(named).unwrap_or_default().to_owned();
    let (version, method) = (format!("{:?}", head.version), head.method.to_string());
    let (path, query) = (head.uri.path().to_owned(), head.uri.query().map(str::to_owned));
    #[cfg(feature = "websocket")]
    let key = head.headers.get("sec-websocket-key").cloned();
    match log.answer(Seen { version, method, path, query, host, headers: written(&head.headers), body: Piece(body) }) {
        Reply::Response(response) => {
            if response.is_held {
                log.released().await;
            }
            Ok(sent(response, log))
        }
        Reply::Break => Err("broken"),
        Reply::Never => {
            let _left = Left(log);
            std::future::pending().await
        }
        #[cfg(feature = "websocket")]
        Reply::Echo => {
            tokio::spawn(async move { echo(TokioIo::new(upgrade.await.unwrap())).await });
            Ok(agreed(key.unwrap().to_str().unwrap()))
        }
    }
}

async fn received(mut body: Incoming, log: &Log) -> Result<Bytes, &'static str> {
    let mut received = BytesMut::new();
    while let Some(frame) = body.frame().await {
        let piece = frame.map_err(|_| "the body broke")?.into_data().unwrap_or_default();
        received.extend_from_slice(&piece);
        log.receive(piece.len());
    }
    Ok(received.freeze())
}

/// Headers in the letters of their bytes.
pub(crate) fn written(headers: &HeaderMap) -> Vec<(String, String)> {
    let text = |value: &HeaderValue| value.as_bytes().iter().map(|byte| char::from(*byte)).collect();
    headers.iter().map(|(name, value)| (name.as_str().to_owned(), text(value))).collect()
}

fn empty() -> BoxBody<Bytes, &'static str> {
    Empty::new().map_err(|never: Infallible| match never {}).boxed()
}

fn sent(response: super::script::Response, log: Arc<Log>) -> Sent {
    let mut built = Response::builder().status(response.status);
    for (name, value) in &response.headers {
        built = built.header(name, value);
    }
    if response.pieces.is_empty() && response.then == Then::End {
        return built.body(empty()).unwrap();
    }
    let pieces = stream::iter(response.pieces).map(|Piece(piece)| Ok(Frame::data(piece)));
    let body = match response.then {
        // It shows by itself.
        Then::End | Then::Miscoded => BodyExt::boxed(StreamBody::new(pieces)),
        Then::Break => BodyExt::boxed(StreamBody::new(pieces.chain(broken()))),
        Then::Silence => {
            let left = Left(log);
            let silence = stream::once(async move {
                let _left = left;
                std::future::pending().await
            });
            BodyExt::boxed(StreamBody::new(pieces.chain(silence)))
        }
    };
    built.body(body).unwrap()
}

/// An error, once what came before it is on its way.
fn broken() -> impl futures_util::Stream<Item = Result<Frame<Bytes>, &'static str>> {
    stream::once(async {
        for _ in 0..100 {
            tokio::task::yield_now().await;
        }
        Err("broken")
    })
}

/// Says that the client has gone.
struct Left(Arc<Log>);

impl Drop for Left {
    fn drop(&mut self) {
        self.0.leave();
    }
}

#[cfg(feature = "websocket")]
fn agreed(key: &str) -> Sent {
    use base64::Engine;
    let digest = sha1_smol::Sha1::from(format!("{key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11")).digest().bytes();
    let accept = base64::engine::general_purpose::STANDARD.encode(digest);
    let response = Response::builder().status(101).header("connection", "Upgrade").header("upgrade", "websocket");
    let response = response.header("sec-websocket-accept", accept);
    response.body(empty()).unwrap()
}

/// Sends back what comes, until the peer closes.
#[cfg(feature = "websocket")]
pub(crate) async fn echo(stream: impl AsyncRead + AsyncWrite + Unpin) {
    use futures_util::SinkExt;
    let mut socket = tokio_websockets::ServerBuilder::new().serve(stream);
    while let Some(Ok(message)) = socket.next().await {
        if message.is_text() && socket.send(message).await.is_err() {
            return;
        }
    }
}
