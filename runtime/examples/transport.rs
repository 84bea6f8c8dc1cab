//! A transport of one's own, over hyper's client: HTTP/1.1 in the clear, with WebSockets. The suite in `tests/transports` runs over it.

use std::error::Error;
use std::io;
use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll};
use std::time::Duration;

use clientwright_runtime::testing::{Answer, Script, ScriptedServer};
use clientwright_runtime::{
    Body, BodyStream, BoxError, BoxFuture, Bytes, ResponseBody, Sent, Transport, TransportError, TransportErrorKind,
    Upgraded,
};
use futures_util::TryStreamExt;
use http::{Method, Request, Response, StatusCode, uri::Scheme};
use http_body_util::BodyExt;
use hyper::body::{Frame, Incoming, SizeHint};
use hyper_util::client::legacy::{Client, Error as ClientError, connect::HttpConnector};
use hyper_util::rt::{TokioExecutor, TokioIo};

/// What a generated client takes: `Client::builder().transport(HyperTransport::new(limit))`.
pub(crate) struct HyperTransport(Client<HttpConnector, Outgoing>);

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
        let leave = Leave(Taken::default());
        let pending = self.0.request(outgoing(request, leave.0.clone()));
        Box::pin(async move {
            // Dropped behind what is pending, whose body nobody asks for then.
            let leave = leave;
            let response = pending.await.map_err(|error| sort(error, &leave))?;
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

/// What an error says of its request: its kind, and that no connection has it, where that is so.
fn sort(error: ClientError, leave: &Leave) -> TransportError {
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
    let sorted = TransportError::new(kind, error);
    if leave.is_first() { sorted.with_sent(Sent::No) } else { sorted }
}

/// Piece by piece. An error on the way, which is hyper's, means that the connection broke.
fn incoming(body: Incoming) -> ResponseBody {
    ResponseBody::Stream(Box::pin(body.into_data_stream().map_err(BoxError::from)))
}

/// Whether a connection has taken the request; unknown until that, or the end of all waiting for it, comes first.
type Taken = Arc<OnceLock<bool>>;

/// Whoever waits for a request. One that goes before a connection has it tells so.
struct Leave(Taken);

impl Leave {
    fn is_first(&self) -> bool {
        !self.0.get_or_init(|| false)
    }
}

impl Drop for Leave {
    fn drop(&mut self) {
        if self.is_first() {
            Sent::No.tell();
        }
    }
}

/// A body as hyper asks for it: a connection does so before it writes anything.
struct Outgoing {
    pieces: BodyStream,
    length: Option<u64>,
    is_none: bool,
    taken: Taken,
}

fn outgoing(request: Request<Body>, taken: Taken) -> Request<Outgoing> {
    // What is about content says that there is none (RFC 9110 section 8.6); of others nothing is said.
    let is_about_content = matches!(*request.method(), Method::POST | Method::PUT | Method::PATCH);
    request.map(|body| {
        let (length, is_none) = (body.len(), body.is_empty() && !is_about_content);
        Outgoing { pieces: body.into_stream(), length, is_none, taken }
    })
}

impl hyper::body::Body for Outgoing {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        if !self.taken.get_or_init(|| true) {
            return Poll::Ready(Some(Err("nobody waits for the answer any more".into())));
        }
        self.pieces.try_poll_next_unpin(cx).map_ok(Frame::data)
    }

    fn is_end_stream(&self) -> bool {
        *self.taken.get_or_init(|| true) && self.is_none
    }

    fn size_hint(&self) -> SizeHint {
        self.length.map_or_else(SizeHint::default, SizeHint::with_exact)
    }
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
    println!("{:?}", server.requests());
    Ok(())
}
