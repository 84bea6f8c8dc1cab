//! One request in the hands of the transport. Enters: the request. Leaves: what the transport has for it; and in the record, however it
//! ends, whether the server may have seen it.

use std::pin::Pin;
use std::task::{Context, Poll};

use http::{Request, Response};

use super::Exchange;
use crate::future::BoxFuture;
use crate::transport::{ResponseBody, Sent, TransportError, listen};
use crate::wire::Body;

/// A request on its way.
pub(super) struct Sending<'a> {
    x: &'a Exchange<'a>,
    /// Until it is done.
    work: Option<BoxFuture<'static, Result<Response<ResponseBody>, TransportError>>>,
    /// What is known while there is no outcome.
    told: Sent,
}

impl<'a> Sending<'a> {
    pub(super) fn new(x: &'a Exchange<'a>, request: Request<Body>) -> Self {
        Self { x, work: Some(x.client.transport.send(request)), told: Sent::No }
    }
}

impl Future for Sending<'_> {
    type Output = Result<Response<ResponseBody>, TransportError>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        // Polled again after its end it is pending for ever.
        let Some(work) = &mut self.work else { return Poll::Pending };
        let (polled, told) = listen(Sent::Maybe, || work.as_mut().poll(cx));
        match &polled {
            Poll::Pending => {
                self.told = told;
                return Poll::Pending;
            }
            Poll::Ready(Ok(_)) => self.x.note(Sent::Yes),
            Poll::Ready(Err(error)) => self.x.note(error.sent()),
        }
        self.work = None;
        polled
    }
}

/// Whoever takes it away, a limit or a caller, leaves what is known by then.
impl Drop for Sending<'_> {
    fn drop(&mut self) {
        if let Some(work) = self.work.take() {
            let ((), told) = listen(self.told, || drop(work));
            self.x.note(told);
        }
    }
}
