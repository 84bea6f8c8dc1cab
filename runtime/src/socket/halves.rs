//! The two halves of a socket. Enters: values to send. Leaves: values received. Each may be in a task of its own.

use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll, ready};

use futures_util::{Sink, Stream};
use tokio_websockets::Message;

use super::close::{self, CloseReason};
use super::codec::{Received, SocketCodec};
use super::fan::Role;
use super::frame::{Frame, FromFrame, ToFrame};
use super::framing;
use super::reconnect::{Reconnect, Verdict};
use super::senders::Seat;
use super::shared::{Shared, State};
use crate::codec::DecodeError;
use crate::error::{AnyError, Error, Failure};
use crate::future::{BoxError, MaybeSend, MaybeSync};
use crate::kind::ErrorKind;

/// The half of a [`Socket`](super::Socket) that sends.
///
/// Cloned, it sends from several tasks into one queue. Who waits for room by [`SocketSender::send`] gets it in the order in which they
/// came. The messages of one sender keep their order; closing, the unsent messages and the hook of reconnects are those of all.
pub struct SocketSender<S, E> {
    shared: Arc<Shared<S>>,
    /// Its place among others, once there are any.
    seat: OnceLock<Seat>,
    errors: PhantomData<fn() -> E>,
}

impl<S, E> SocketSender<S, E> {
    pub(super) fn new(shared: Arc<Shared<S>>) -> Self {
        Self { shared, seat: OnceLock::new(), errors: PhantomData }
    }

    /// The messages of which it is not known whether the server has them, taken out in the order in which they were given: those that were not yet with the
    /// operating system when their connection ended, those sent on a socket that had ended, and those whose `send` was dropped
    /// while it waited. A socket that connects anew sends the ones on the new connection by itself that had not begun to
    /// be sent; they are not among these.
    pub fn unsent(&mut self) -> Vec<S> {
        self.shared.take_unsent()
    }

    /// How the socket ended, once it has.
    pub fn close_reason(&self) -> Option<CloseReason> {
        self.shared.reason()
    }

    /// Decides on each attempt to connect anew, where [`SocketOptions::reconnect`](super::SocketOptions::reconnect) allows
    /// it: called once the wait is over, before the handshake.
    pub fn on_reconnect(&mut self, hook: impl FnMut(&mut Reconnect<'_, S>) -> Verdict + Send + 'static) {
        self.shared.set_hook(Box::new(hook));
    }

    pub(super) fn subprotocol(&self) -> Option<String> {
        let state = self.shared.lock();
        let value = state.driver.headers.get(http::header::SEC_WEBSOCKET_PROTOCOL)?;
        value.to_str().ok().map(str::to_owned)
    }
}

impl<S: ToFrame, E> SocketSender<S, E> {
    fn poll_as<T>(
        &self,
        cx: &mut Context<'_>,
        work: &mut dyn FnMut(&mut State<S>, &mut Context<'_>) -> Poll<T>,
    ) -> Poll<T> {
        poll_sender(&self.shared, self.seat.get(), cx, work)
    }

    /// Queues a message, and sends what can be sent at once. Waits while the queue is full.
    ///
    /// That the message is queued does not say that the server has it; [`SocketSender::flush`] waits until it is with the operating
    /// system. Where this future is dropped while it waits, the message is among [`SocketSender::unsent`]. What was with the
    /// operating system before the loss of the connection was noticed is not handed back, though the server may not have it.
    ///
    /// Then what has come is looked at, as far as the receive queue has room, whether anybody receives or not: if the server has closed the
    /// socket, [`SocketSender::close_reason`] tells so, and nothing more is taken.
    ///
    /// # Errors
    /// The message cannot be written; or the socket has ended, and the message is among [`SocketSender::unsent`].
    pub async fn send(&mut self, message: S) -> Result<(), Error<E>> {
        let encoded = self.encode(&message)?;
        let mut held = Held { shared: &self.shared, seat: self.seat.get(), message: Some((message, encoded)) };
        let is_queued = poll_fn(|cx| held.poll(cx)).await;
        if is_queued { Ok(()) } else { Err(self.shared.closed().into()) }
    }

    /// Waits until everything that is queued is with the operating system.
    ///
    /// # Errors
    /// The socket has ended, and not everything was sent.
    pub async fn flush(&mut self) -> Result<(), Error<E>> {
        poll_fn(|cx| self.poll_flushed(cx)).await
    }

    /// Sends what is queued, then closes the socket, and waits for the server to agree, all within the limit of the closing
    /// handshake. Gives how the socket ended, which is close code 1006 where the server did not agree. The receiver gets what comes
    /// meanwhile; where it takes nothing and its queue is full, the server's agreement behind that is not seen. Where this future is
    /// dropped, the socket closes nevertheless.
    ///
    /// # Errors
    /// A code that must not be sent (RFC 6455 section 7.4), in a browser any but 1000 and those from 3000 on, or a reason longer than 123
    /// bytes; the socket goes on.
    pub async fn close(&mut self, code: u16, reason: &str) -> Result<CloseReason, Error<E>> {
        self.end(code, reason, Rest::Queued).await
    }

    pub(super) async fn end(&mut self, code: u16, reason: &str, rest: Rest) -> Result<CloseReason, Error<E>> {
        let farewell = framing::may_close_with(code).and_then(|()| close::frame(code, reason));
        let farewell = farewell.map_err(|wrong| Failure::local(ErrorKind::Request, wrong));
        let mut farewell = Some(farewell.map_err(|failure| self.shared.told(failure))?);
        let ended = poll_fn(|cx| {
            self.poll_as(cx, &mut |state, cx| {
                if let Some(farewell) = farewell.take() {
                    state.driver.discards |= rest == Rest::Discarded;
                    state.driver.close(code, reason, farewell);
                }
                poll_end(state, cx)
            })
        });
        Ok(self.shared.covered(ended.await))
    }

    fn encode(&self, message: &S) -> Result<Message, Failure> {
        let encoded = message.to_frame(self.shared.codec.as_ref());
        let unwritable = |error: BoxError| Failure::local(ErrorKind::Encode, error.to_string()).caused_by(error);
        encoded.map(Frame::into_message).map_err(|error| self.shared.told(unwritable(error)))
    }

    fn poll_flushed(&self, cx: &mut Context<'_>) -> Poll<Result<(), Error<E>>> {
        let is_flushed = ready!(self.poll_as(cx, &mut |state, cx| {
            state.driver.write(cx);
            if !state.driver.outbox.is_clear() {
                // Nobody else may read what the server waits to be rid of.
                state.driver.advance(cx);
            }
            match (state.driver.outbox.is_clear(), state.driver.reason()) {
                (true, None) => Poll::Ready(true),
                (_, Some(_)) => Poll::Ready(!state.has_unsent()),
                (false, None) => Poll::Pending,
            }
        }));
        Poll::Ready(if is_flushed { Ok(()) } else { Err(self.shared.closed().into()) })
    }
}

/// What becomes of messages that come while the socket closes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rest {
    /// They wait for the receiver.
    Queued,
    /// Those are thrown away that the receive queue has no room for: nobody can receive before the socket has closed.
    Discarded,
}

fn poll_end<S>(state: &mut State<S>, cx: &mut Context<'_>) -> Poll<CloseReason> {
    state.driver.advance(cx);
    state.driver.reason().cloned().map_or(Poll::Pending, Poll::Ready)
}

/// Polls as a sender, one of several where it has a seat among them.
fn poll_sender<S: ToFrame, T>(
    shared: &Shared<S>,
    seat: Option<&Seat>,
    cx: &mut Context<'_>,
    work: &mut dyn FnMut(&mut State<S>, &mut Context<'_>) -> Poll<T>,
) -> Poll<T> {
    match seat {
        None => shared.poll_as(Role::Writer, cx, work),
        Some(seat) => shared.poll_as(Role::Writer, &mut Context::from_waker(seat.waker(cx.waker())), work),
    }
}

/// A message that waits for room.
struct Held<'a, S> {
    shared: &'a Shared<S>,
    seat: Option<&'a Seat>,
    message: Option<(S, Message)>,
}

impl<S: ToFrame> Held<'_, S> {
    /// Whether the message was queued.
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<bool> {
        let (seat, message) = (self.seat, &mut self.message);
        poll_sender(self.shared, seat, cx, &mut |state, cx| {
            let is_taken = |state: &State<S>| state.driver.is_closed() || state.has_room_for(seat);
            if !is_taken(state) {
                state.driver.advance(cx);
                if !is_taken(state) {
                    state.line.wait(seat);
                    return Poll::Pending;
                }
            }
            let Some((value, encoded)) = message.take() else { return Poll::Ready(true) };
            let is_queued = state.push(value, encoded);
            state.driver.write(cx);
            if state.line.leave(seat) {
                state.driver.tell_senders();
            }
            Poll::Ready(is_queued)
        })
    }
}

impl<S> Drop for Held<'_, S> {
    fn drop(&mut self) {
        if let Some((value, _)) = self.message.take() {
            let mut state = self.shared.lock();
            state.hand_back(value);
            let is_awaited = state.line.leave(self.seat);
            drop(state);
            if is_awaited {
                self.shared.rouse_senders();
            }
        }
    }
}

impl<S, E> Clone for SocketSender<S, E> {
    fn clone(&self) -> Self {
        let senders = self.shared.senders.get_or_init(Arc::default);
        let seat = self.seat.get_or_init(|| senders.join()).another();
        // Who waits without a seat waits again with one.
        self.shared.rouse_senders();
        Self { shared: Arc::clone(&self.shared), seat: seat.into(), errors: PhantomData }
    }
}

/// Ready while the queue has room, of several senders for each of them; an item is sent as [`SocketSender::send`] sends it, and flushed as
/// [`SocketSender::flush`] does. Closes with code 1000.
impl<S: ToFrame, E> Sink<S> for SocketSender<S, E> {
    type Error = Error<E>;

    fn poll_ready(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), Error<E>>> {
        let has_room = ready!(self.poll_as(cx, &mut |state, cx| {
            if !state.driver.outbox.has_room() {
                state.driver.advance(cx);
            }
            match (state.driver.is_closed(), state.driver.outbox.has_room()) {
                (true, _) => Poll::Ready(false),
                (false, true) => Poll::Ready(true),
                (false, false) => Poll::Pending,
            }
        }));
        Poll::Ready(if has_room { Ok(()) } else { Err(self.shared.closed().into()) })
    }

    fn start_send(self: Pin<&mut Self>, message: S) -> Result<(), Error<E>> {
        let encoded = self.encode(&message)?;
        let is_queued = self.shared.lock().push(message, encoded);
        if is_queued { Ok(()) } else { Err(self.shared.closed().into()) }
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), Error<E>>> {
        self.poll_flushed(cx)
    }

    fn poll_close(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), Error<E>>> {
        let ended = self.poll_as(cx, &mut |state, cx| {
            if let Ok(farewell) = close::frame(1000, "") {
                state.driver.close(1000, "", farewell);
            }
            poll_end(state, cx)
        });
        ended.map(|_| Ok(()))
    }
}

impl<S, E> fmt::Debug for SocketSender<S, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SocketSender").field("close_reason", &self.close_reason()).finish_non_exhaustive()
    }
}

/// What a receiver needs of the socket, which does not depend on what is sent.
pub(super) trait Source: MaybeSend + MaybeSync {
    fn poll_receive(&self, cx: &mut Context<'_>) -> Poll<Result<Message, Option<AnyError>>>;
    fn codec(&self) -> &dyn SocketCodec;
    fn told(&self, failure: Failure) -> Failure;
    fn undecodable(&self, error: DecodeError) -> Failure;
    fn reason(&self) -> Option<CloseReason>;
    fn deafen(&self);
}

impl<S: ToFrame + Send> Source for Shared<S> {
    fn poll_receive(&self, cx: &mut Context<'_>) -> Poll<Result<Message, Option<AnyError>>> {
        self.poll_receive(cx)
    }

    fn codec(&self) -> &dyn SocketCodec {
        self.codec.as_ref()
    }

    fn told(&self, failure: Failure) -> Failure {
        self.told(failure)
    }

    fn undecodable(&self, error: DecodeError) -> Failure {
        Failure::message(error, (self.record)())
    }

    fn reason(&self) -> Option<CloseReason> {
        self.reason()
    }

    fn deafen(&self) {
        self.deafen();
    }
}

/// The half of a [`Socket`](super::Socket) that receives. Once it is dropped, what comes is thrown away.
pub struct SocketReceiver<R, E> {
    source: Arc<dyn Source>,
    types: PhantomData<fn() -> (R, E)>,
}

impl<R, E> SocketReceiver<R, E> {
    pub(super) fn new(source: Arc<dyn Source>) -> Self {
        Self { source, types: PhantomData }
    }

    /// How the socket ended, once it has.
    pub fn close_reason(&self) -> Option<CloseReason> {
        self.source.reason()
    }
}

impl<R: FromFrame, E: 'static> SocketReceiver<R, E> {
    /// The next message. `None` once the socket has ended. A message that is not as described is an error in its place, and the
    /// socket goes on; any other error is the last item.
    pub async fn next(&mut self) -> Option<Result<R, Error<E>>> {
        poll_fn(|cx| self.poll(cx)).await
    }

    /// Calls `on_message` with each message until the socket has ended, and gives how it did.
    ///
    /// # Errors
    /// A message that is not as described, after which listening may go on; or what ended the socket otherwise than well.
    pub async fn listen(&mut self, mut on_message: impl FnMut(R)) -> Result<CloseReason, Error<E>> {
        while let Some(message) = self.next().await {
            on_message(message?);
        }
        Ok(self.close_reason().unwrap_or_else(|| CloseReason::abnormal("")))
    }

    fn poll(&self, cx: &mut Context<'_>) -> Poll<Option<Result<R, Error<E>>>> {
        Poll::Ready(match ready!(self.source.poll_receive(cx)) {
            Ok(message) => Some(self.decode(&message)),
            Err(failure) => failure.map(|error| Err(error.map_failure(|failure| self.source.told(failure)).narrow())),
        })
    }

    fn decode(&self, message: &Message) -> Result<R, Error<E>> {
        let received = message.as_text().map_or(Received::Binary(message.as_payload()), Received::Text);
        R::from_frame(received, self.source.codec()).map_err(|error| {
            let error = error
                .downcast::<DecodeError>()
                .map_or_else(|other| DecodeError::of_body(other.to_string()), |known| *known);
            self.source.undecodable(error).into()
        })
    }
}

impl<R: FromFrame, E: 'static> Stream for SocketReceiver<R, E> {
    type Item = Result<R, Error<E>>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll(cx)
    }
}

impl<R, E> Drop for SocketReceiver<R, E> {
    fn drop(&mut self) {
        self.source.deafen();
    }
}

impl<R, E> fmt::Debug for SocketReceiver<R, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SocketReceiver").field("close_reason", &self.close_reason()).finish_non_exhaustive()
    }
}
