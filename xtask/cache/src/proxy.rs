//! A reverse proxy that is nothing but a client with a cache. Enters: requests over HTTP/1.1. Leaves: what the client answers, without what is of
//! one connection only.

use std::convert::Infallible;
use std::net::SocketAddr;

use bytes::Bytes;
use clientwright_runtime::private as rt;
use clientwright_runtime::{Body, ErrorKind, HttpCache, RetryPolicy};
use http::header::{self, HeaderMap, HeaderName};
use http::{Request, Response, StatusCode};
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;

static API: rt::Api = rt::Api {
    name: "cache-suite",
    title: "The suite of HTTP caches",
    version: "1.0.0",
    servers: &[],
    schemes: &[],
    security: &[],
};

/// What a proxy does not hand on (RFC 9110 section 7.6.1); the length of a body is told anew.
const OF_THE_WAY: &[HeaderName] = &[
    header::CONNECTION,
    header::EXPECT,
    header::HOST,
    header::PROXY_AUTHENTICATE,
    header::PROXY_AUTHORIZATION,
    header::TE,
    header::TRAILER,
    header::TRANSFER_ENCODING,
    header::UPGRADE,
];

/// Serves at a new address what is at `server`, until the runtime ends.
pub(crate) async fn serve(server: SocketAddr, cache: HttpCache) -> anyhow::Result<SocketAddr> {
    // The suite takes a second request of the client for a fault.
    let client = rt::Builder::new(&API).base_url(format!("http://{server}/")).retry(RetryPolicy::never());
    let client = client.cache(cache).build()?;
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let client = client.clone();
            let service = service_fn(move |request| answer(client.clone(), request));
            let connection = hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), service);
            tokio::spawn(connection);
        }
    });
    Ok(address)
}

async fn answer(client: rt::Client, request: Request<Incoming>) -> Result<Response<Full<Bytes>>, Infallible> {
    let (mut head, body) = request.into_parts();
    strip(&mut head.headers);
    head.headers.remove(header::CONTENT_LENGTH);
    let body = match body.collect().await {
        Ok(body) => body.to_bytes(),
        Err(_) => return Ok(gateway(StatusCode::BAD_REQUEST)),
    };
    let body = if body.is_empty() { Body::empty() } else { Body::from(body) };
    let mut response = match client.send(Request::from_parts(head, body)).await {
        Ok(response) => response,
        // Not a success: what a proxy hands on, too.
        Err(error) => match (error.status(), error.headers(), error.body()) {
            (Some(status), Some(headers), Some(body)) => {
                let mut response = Response::new(body.clone());
                (*response.status_mut(), *response.headers_mut()) = (status, headers.clone());
                response
            }
            _ if error.kind() == ErrorKind::CacheMiss => return Ok(gateway(StatusCode::GATEWAY_TIMEOUT)),
            _ => return Ok(gateway(StatusCode::BAD_GATEWAY)),
        },
    };
    strip(response.headers_mut());
    Ok(response.map(Full::new))
}

fn strip(headers: &mut HeaderMap) {
    OF_THE_WAY.iter().for_each(|name| drop(headers.remove(name)));
    headers.remove("keep-alive");
}

fn gateway(status: StatusCode) -> Response<Full<Bytes>> {
    let mut response = Response::default();
    *response.status_mut() = status;
    response
}
