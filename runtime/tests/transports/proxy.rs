//! An HTTP proxy: forwards requests that name their whole URL, and makes tunnels.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use http::{Method, Request, Response, StatusCode, header};
use http_body_util::combinators::BoxBody;
use http_body_util::{BodyExt, Empty};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};

/// What a proxy does with what it is asked.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Manner {
    Willing,
    /// It wants this `Proxy-Authorization`.
    Asking(&'static str),
    /// It answers with that status and no more.
    Refusing(u16),
    /// It closes the connection instead of an answer.
    Mute,
    /// It never answers.
    Slow,
}

/// A proxy that runs until the runtime ends.
pub(crate) struct Proxy {
    pub(crate) address: SocketAddr,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Proxy {
    pub(crate) async fn start(manner: Manner) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&asked);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let log = Arc::clone(&log);
                let service = service_fn(move |request| handle(request, manner, Arc::clone(&log)));
                let served = hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), service);
                tokio::spawn(served.with_upgrades());
            }
        });
        Self { address, asked }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The first lines of what it was asked, without the version.
    pub(crate) fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

type Sent = Response<BoxBody<Bytes, hyper::Error>>;

async fn handle(
    request: Request<Incoming>,
    manner: Manner,
    log: Arc<Mutex<Vec<String>>>,
) -> Result<Sent, Box<dyn std::error::Error + Send + Sync>> {
    log.lock().unwrap().push(format!("{} {}", request.method(), request.uri()));
    match manner {
        Manner::Mute => return Err("mute".into()),
        Manner::Refusing(status) => return Ok(empty(StatusCode::from_u16(status)?)),
        Manner::Asking(wanted) => {
            if request.headers().get(header::PROXY_AUTHORIZATION).is_none_or(|given| given != wanted) {
                let mut response = empty(StatusCode::PROXY_AUTHENTICATION_REQUIRED);
                response.headers_mut().insert(header::PROXY_AUTHENTICATE, "Basic realm=\"proxy\"".parse()?);
                return Ok(response);
            }
        }
        Manner::Slow => std::future::pending().await,
        Manner::Willing => {}
    }
    let authority = request.uri().authority().ok_or("not the whole URL")?.as_str().to_owned();
    let upstream = TcpStream::connect(&authority).await?;
    if request.method() == Method::CONNECT {
        tokio::spawn(async move {
            let upgraded = hyper::upgrade::on(request).await.unwrap();
            let _ended = tokio::io::copy_bidirectional(&mut TokioIo::new(upgraded), &mut { upstream }).await;
        });
        return Ok(empty(StatusCode::OK));
    }
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(upstream)).await?;
    tokio::spawn(connection.with_upgrades());
    forward(&mut sender, request).await
}

async fn forward(
    sender: &mut hyper::client::conn::http1::SendRequest<Incoming>,
    mut request: Request<Incoming>,
) -> Result<Sent, Box<dyn std::error::Error + Send + Sync>> {
    let below = hyper::upgrade::on(&mut request);
    let path = request.uri().path_and_query().map_or("/", |path| path.as_str()).parse()?;
    *request.uri_mut() = path;
    // It was for this proxy (RFC 9110 section 11.7.2).
    request.headers_mut().remove(header::PROXY_AUTHORIZATION);
    let mut response = sender.send_request(request).await?;
    if response.status() == StatusCode::SWITCHING_PROTOCOLS {
        let above = hyper::upgrade::on(&mut response);
        tokio::spawn(async move {
            let (below, above) = (below.await.unwrap(), above.await.unwrap());
            let _ended = tokio::io::copy_bidirectional(&mut TokioIo::new(below), &mut TokioIo::new(above)).await;
        });
    }
    Ok(response.map(BodyExt::boxed))
}

fn empty(status: StatusCode) -> Sent {
    let mut response = Response::new(Empty::new().map_err(|never: std::convert::Infallible| match never {}).boxed());
    *response.status_mut() = status;
    response
}
