//! The way over the transport and back. Enters: a request as it goes out. Leaves: the response, with its body read unless that
//! is left to others.

use std::time::Duration;

use bytes::{Bytes, BytesMut};
use futures_util::StreamExt;
use http::{Request, Response};

use super::Exchange;
#[cfg(feature = "websocket")]
use super::handshake;
use super::idle::Idle;
use crate::error::{BODY_LIMIT, Failure};
use crate::future::BodyStream;
use crate::timeout::Phase;
use crate::transport::{ResponseBody, Sent};
use crate::wire::Body;

pub(crate) async fn transmit(
    x: &Exchange<'_>,
    #[cfg_attr(not(feature = "websocket"), expect(unused_mut, reason = "only a handshake changes it"))]
    mut request: Request<Body>,
) -> Result<Response<ResponseBody>, Failure> {
    let started = x.now();
    #[cfg(feature = "websocket")]
    if x.mode == super::Mode::Socket {
        // Kept elsewhere: what is held here is held by the future of every call.
        x.record().handshake = Some(Box::new(handshake::ask(request.headers_mut(), &x.client.chance)));
    }
    let idle = silence_limit(x).map(|limit| Idle::new(&x.client.clock, limit));
    let request = request.map(Body::told_if_empty);
    let sent = match &idle {
        None => x.client.transport.send(request).await,
        Some(idle) => {
            let send = x.client.transport.send(request.map(|body| idle.watch(body)));
            idle.guard(send).await.map_err(|_reached| silent(idle, Sent::Maybe))?
        }
    };
    match sent {
        #[cfg(feature = "websocket")]
        Ok(response) if x.mode == super::Mode::Socket && x.mode.leaves_open(response.status()) => {
            let asked = x.record().handshake.take().unwrap_or_default();
            handshake::check(&response, &asked).map(|()| response)
        }
        Ok(response) => read(x, response, idle.as_ref()).await,
        Err(error) => Err(Failure::transport(error, x.timeouts.connect, x.now() - started)),
    }
}

/// The read limit, where the attempt's would not be reached first: then a second timer says nothing new.
fn silence_limit(x: &Exchange<'_>) -> Option<Duration> {
    let read = x.timeouts.read?;
    x.timeouts.attempt.is_none_or(|attempt| read < attempt).then_some(read)
}

fn silent(idle: &Idle, sent: Sent) -> Failure {
    Failure::timeout(Phase::Read, idle.limit(), idle.silence()).with_sent(sent)
}

/// Reads what an interceptor has left unread.
pub(super) async fn whole(
    x: &Exchange<'_>,
    response: Response<ResponseBody>,
) -> Result<Response<ResponseBody>, Failure> {
    let idle = silence_limit(x).map(|limit| Idle::new(&x.client.clock, limit));
    read(x, response, idle.as_ref()).await
}

async fn read(
    x: &Exchange<'_>,
    response: Response<ResponseBody>,
    idle: Option<&Idle>,
) -> Result<Response<ResponseBody>, Failure> {
    if x.mode.leaves_open(response.status()) {
        return Ok(response);
    }
    let (head, body) = response.into_parts();
    let body = match body {
        // The body of an error is for people and for a small documented type; a success is wanted whole.
        ResponseBody::Stream(stream) if head.status.is_success() => collect(stream, usize::MAX, idle).await?,
        ResponseBody::Stream(stream) => collect(stream, BODY_LIMIT, idle).await?,
        read @ (ResponseBody::Whole(_) | ResponseBody::Cut(_)) => read,
        // A connection that nobody asked for.
        #[cfg(feature = "websocket")]
        ResponseBody::Upgraded(_) => ResponseBody::default(),
    };
    Ok(Response::from_parts(head, body))
}

pub(super) async fn collect(
    mut stream: BodyStream,
    limit: usize,
    idle: Option<&Idle>,
) -> Result<ResponseBody, Failure> {
    let mut read = Bytes::new();
    let mut more = BytesMut::new();
    loop {
        let piece = match idle {
            None => stream.next().await,
            Some(idle) => idle.guard(&mut stream.next()).await.map_err(|_reached| silent(idle, Sent::Yes))?,
        };
        match piece {
            None if more.is_empty() => return Ok(ResponseBody::Whole(read)),
            None => return Ok(ResponseBody::Whole(more.freeze())),
            Some(Err(source)) => return Err(Failure::broken_body(source)),
            // A body in one piece, as most are, is not copied.
            Some(Ok(piece)) if read.is_empty() && more.is_empty() => read = piece,
            Some(Ok(piece)) => {
                if more.is_empty() {
                    more.extend_from_slice(&read);
                }
                more.extend_from_slice(&piece);
            }
        }
        if read.len().max(more.len()) > limit {
            let kept = if more.is_empty() { read.slice(..limit) } else { more.freeze().slice(..limit) };
            return Ok(ResponseBody::Cut(kept));
        }
    }
}
