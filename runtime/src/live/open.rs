//! How a call becomes a stream. Enters: a call and the kind of its stream. Leaves: the stream once the head of a success is
//! there, or the typed error that came instead.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use super::body::LiveBody;
use crate::call::Call;
use crate::error::{Error, Failure};
use crate::exchange::{self, Mode, Opened};
use crate::future::BoxFuture;
use crate::operation;
use crate::reply::{Decoder, FromHeaders, Reply};
use crate::response::Response;
use crate::setup::Lasts;
use crate::wire::DecodeFailure;

/// The head of a success, and its body on the way.
#[derive(Debug)]
pub struct Live {
    /// The call, to make it again.
    pub(crate) call: Call,
    /// Status and headers, without a body.
    pub(crate) head: Reply,
    pub(crate) body: LiveBody,
}

/// What a success leaves open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// A body with an end, which a client that closes waits for.
    Body,
    /// A body without one.
    #[cfg(feature = "sse")]
    Events,
    /// The connection itself.
    #[cfg(feature = "websocket")]
    Socket,
}

impl Kind {
    fn mode(self) -> Mode {
        match self {
            Self::Body => Mode::Stream,
            #[cfg(feature = "sse")]
            Self::Events => Mode::Stream,
            #[cfg(feature = "websocket")]
            Self::Socket => Mode::Socket,
        }
    }

    fn lasts(self) -> Lasts {
        match self {
            Self::Body => Lasts::ToItsEnd,
            #[cfg(feature = "sse")]
            Self::Events => Lasts::Forever,
            #[cfg(feature = "websocket")]
            Self::Socket => Lasts::Forever,
        }
    }
}

/// A stream that a success is read as. `F` reads the failures that are documented.
pub trait Open<F: Decoder>: Sized {
    /// What is left open.
    const KIND: Kind = Kind::Body;

    /// Whether a success with this head can be read so.
    ///
    /// # Errors
    /// Its body is of another media type.
    fn fits(head: &Reply) -> Result<(), DecodeFailure>;

    /// Takes the body over.
    fn open(live: Live) -> Self;
}

/// A call on its way to the head of its success: a future of `Result<S, Error<E>>` for a stream `S`. Nothing is sent before it is
/// polled; dropping it cancels the call.
#[must_use = "a call is sent when it is awaited"]
pub struct Opening<S, E> {
    opened: BoxFuture<'static, Result<Opened, Failure>>,
    read: fn(Opened) -> Result<S, Error<E>>,
}

impl<S, E> Future for Opening<S, E> {
    type Output = Result<S, Error<E>>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let opened = ready!(self.opened.as_mut().poll(cx))?;
        Poll::Ready((self.read)(opened))
    }
}

impl<S, E> fmt::Debug for Opening<S, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Opening").finish_non_exhaustive()
    }
}

/// Sends `call` for the stream `S`, or an error whose documented body `F` decodes.
pub fn open<S: Open<F>, F: Decoder>(call: Call) -> Opening<S, F::Value> {
    Opening { opened: opened::<S, F>(call), read: |opened| live::<F>(opened).map(S::open) }
}

/// Sends `call` for the stream `S` within its response, with the documented headers `H`.
pub fn open_for_response<S: Open<F>, F: Decoder, H: FromHeaders>(call: Call) -> Opening<Response<S, H>, F::Value> {
    let read = |opened| {
        let live = live::<F>(opened)?;
        let Reply { status, headers, trail, .. } = live.head.clone();
        let documented = H::from_headers(&headers);
        Ok(Response { status, headers, documented, body: S::open(live), trail })
    };
    Opening { opened: opened::<S, F>(call), read }
}

/// Sends `call` for what a stream `S` reads: a stream opens itself anew with it.
pub(crate) fn opened<S: Open<F>, F: Decoder>(call: Call) -> BoxFuture<'static, Result<Opened, Failure>> {
    exchange::open(call, S::KIND.mode(), S::KIND.lasts(), S::fits)
}

/// What was opened, or the error that came instead.
pub(crate) fn live<F: Decoder>(opened: Opened) -> Result<Live, Error<F::Value>> {
    match opened {
        Opened::Open(call, head, body, guard) => Ok(Live { call, head, body: LiveBody::new(body, guard) }),
        Opened::Misfit(answered, misfit) => Err(operation::misfit(answered, misfit).into()),
        Opened::Reply(reply) => Err(operation::failure::<F>(reply)),
    }
}
