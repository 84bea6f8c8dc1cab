//! The way over the transport and back. Enters: a request as it goes out. Leaves: the response, with its body read unless that
//! is left to others.

use std::pin::Pin;

use bytes::Bytes;
use http::response::Parts;
use http::{Method, Request, Response};

use super::Exchange;
use super::buffer::{Room, collect};
#[cfg(feature = "websocket")]
use super::handshake;
use super::sending::Sending;
use crate::error::{BODY_LIMIT, Failure};
use crate::future::BodyStream;
use crate::kind::ErrorKind;
use crate::transport::ResponseBody;
use crate::wire::Body;

pub(super) async fn transmit(
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
    let request = request.map(|body| x.pace.send(body.told_if_empty(), &x.client.clock, started));
    match Sending::new(x, request).await {
        #[cfg(feature = "websocket")]
        Ok(response) if x.mode == super::Mode::Socket && x.mode.leaves_open(response.status()) => {
            let asked = x.record().handshake.take().unwrap_or_default();
            handshake::check(&response, &asked).map(|()| response)
        }
        Ok(response) => {
            x.pace.answer();
            #[cfg(feature = "outbox")]
            if response.status().is_success() {
                x.record().trail.succeeded = Some(response.status());
            }
            read(x, response).await
        }
        Err(error) => {
            x.pace.fail();
            Err(Failure::transport(error, x.pace.limits().connect, x.now() - started))
        }
    }
}

/// Reads what an interceptor has left unread.
pub(super) async fn whole(
    x: &Exchange<'_>,
    response: Response<ResponseBody>,
) -> Result<Response<ResponseBody>, Failure> {
    if !matches!(response.body(), ResponseBody::Stream(_)) || x.mode.leaves_open(response.status()) {
        return read(x, response).await;
    }
    x.pace.answer();
    // Boxed: it is rare, and every call would have room for it.
    let reading: Pin<Box<_>> = Box::pin(read(x, response));
    x.pace.keep(x.client.clock.as_ref(), reading).await
}

async fn read(x: &Exchange<'_>, response: Response<ResponseBody>) -> Result<Response<ResponseBody>, Failure> {
    if x.mode.leaves_open(response.status()) {
        return Ok(response);
    }
    let (head, body) = response.into_parts();
    let body = match body {
        ResponseBody::Stream(stream) => match hold(x, &head, stream).await {
            Ok(body) => body,
            Err(failure) if matches!(failure.kind(), ErrorKind::BodyTooLarge | ErrorKind::Decode) => {
                return Err(failure.after(head.status, head.headers, Bytes::new()));
            }
            Err(failure) => return Err(failure),
        },
        read @ (ResponseBody::Whole(_) | ResponseBody::Cut(_)) => read,
        // A connection that nobody asked for.
        #[cfg(feature = "websocket")]
        ResponseBody::Upgraded(_) => ResponseBody::default(),
    };
    Ok(Response::from_parts(head, body))
}

/// The body behind a head: of an error, which is for people and for a small documented type, the beginning; a success is wanted whole.
async fn hold(x: &Exchange<'_>, head: &Parts, stream: BodyStream) -> Result<ResponseBody, Failure> {
    let room = if head.status.is_success() { Room::All(x.max_body_bytes) } else { Room::Beginning(BODY_LIMIT) };
    match room.check(&head.headers) {
        // The answer to HEAD has the length of what it leaves out (RFC 9110 section 9.3.2).
        Err(failure) if x.record().trail.method != Method::HEAD => Err(failure),
        Ok(()) | Err(_) => collect(stream, room, &x.pace, x.client.clock.as_ref()).await,
    }
}
