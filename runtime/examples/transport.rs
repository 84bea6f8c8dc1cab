//! A transport of one's own, over hyper's client: HTTP/1.1 in the clear, with WebSockets. The suite in `tests/transports` runs over it.

use std::error::Error;
use std::io;
use std::time::Duration;

use clientwright_runtime::testing::{Answer, Script, ScriptedServer};
use clientwright_runtime::{
    Body, BoxError, BoxFuture, Bytes, ResponseBody, Transport, TransportError, TransportErrorKind, Upgraded,
};
use futures_util::TryStreamExt;
use http::{Method, Request, Response, StatusCode, header::CONTENT_LENGTH, uri::Scheme};
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt, Empty, StreamBody};
use hyper::body::{Frame, Incoming};
use hyper_util::client::legacy::{Client, Error as ClientError, connect::HttpConnector};
use hyper_util::rt::{TokioExecutor, TokioIo};

/// What a generated client takes: `Client::builder().transport(HyperTransport::new(limit))`.
pub(crate) struct HyperTransport(Client<HttpConnector, UnsyncBoxBody<Bytes, BoxError>>);

impl HyperTransport {
    /// The limit of connecting is the one limit of time that is a transport's own.
    pub(crate) fn new(connect: Option<Duration>) -> Self {
        let mut connector = HttpConnector::new();
        connector.set_connect_timeout(connect);
        Self(Client::builder(TokioExecutor::new()).build(connector))
    }
}

impl Transport for HyperTransport {
    fn send(&self, request: Request<Body>) -> BoxFuture<'static, Result<Response<ResponseBody>, TransportError>> {
        if request.uri().scheme() != Some(&Scheme::HTTP) {
            let error = TransportError::new(TransportErrorKind::Request, "only http is spoken here");
            return Box::pin(async { Err(error) });
        }
        let pending = self.0.request(outgoing(request));
        Box::pin(async move {
            let response = pending.await.map_err(sort)?;
            if response.status() != StatusCode::SWITCHING_PROTOCOLS {
                return Ok(response.map(incoming));
            }
            let mut response = response.map(|_| ResponseBody::default());
            let connection = hyper::upgrade::on(&mut response).await;
            let connection = connection.map_err(|error| TransportError::new(TransportErrorKind::Io, error))?;
            *response.body_mut() = ResponseBody::Upgraded(Upgraded::new(TokioIo::new(connection)));
            Ok(response)
        })
    }
}

fn outgoing(request: Request<Body>) -> Request<UnsyncBoxBody<Bytes, BoxError>> {
    let (mut head, body) = request.into_parts();
    // What is about content says that there is none (RFC 9110 section 8.6); of others nothing is said.
    let is_about_content = matches!(head.method, Method::POST | Method::PUT | Method::PATCH);
    if let Some(length) = body.len().filter(|length| *length > 0 || is_about_content) {
        head.headers.insert(CONTENT_LENGTH, length.into());
    }
    let body = match body.is_empty() {
        true => Empty::new().map_err(|never| match never {}).boxed_unsync(),
        false => StreamBody::new(body.into_stream().map_ok(Frame::data)).boxed_unsync(),
    };
    Request::from_parts(head, body)
}

/// Piece by piece. An error on the way, which is hyper's, means that the connection broke.
fn incoming(body: Incoming) -> ResponseBody {
    ResponseBody::Stream(Box::pin(body.into_data_stream().map_err(BoxError::from)))
}

/// What an error says of its request: from its kind follows whether the server may have seen it.
fn sort(error: ClientError) -> TransportError {
    use TransportErrorKind as K;
    let causes = || std::iter::successors(error.source(), |&cause| cause.source());
    let of_hyper = causes().find_map(|cause| cause.downcast_ref::<hyper::Error>());
    let of_system = causes().find_map(|cause| cause.downcast_ref::<io::Error>()).map(io::Error::kind);
    let kind = match of_hyper {
        _ if error.is_connect() && of_system == Some(io::ErrorKind::TimedOut) => K::ConnectTimeout,
        _ if error.is_connect() => K::Connect,
        Some(error) if error.is_user() => K::Body,
        Some(error) if error.is_parse() => K::Protocol,
        Some(_) | None => K::Io,
    };
    TransportError::new(kind, error)
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), BoxError> {
    let server = ScriptedServer::start()?;
    server.always(Script::answers(Answer::json(200, r#"{"id":"1","name":"Ann"}"#)));
    let transport = HyperTransport::new(Some(Duration::from_secs(10)));
    let request = Request::post(format!("{}users", server.url())).body(Body::from(r#"{"name":"Ann"}"#))?;
    let response = transport.send(request).await?;
    println!("{}", response.status());
    if let ResponseBody::Stream(pieces) = response.into_body() {
        println!("{}", String::from_utf8(pieces.try_collect::<Vec<_>>().await?.concat())?);
    }
    Ok(())
}
