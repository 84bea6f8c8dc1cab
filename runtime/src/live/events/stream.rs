//! Server-sent events as callers see them: a stream of typed values. Enters: what a call has opened. Leaves: events that are read, and
//! typed errors.

use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures_util::Stream;
use http::{StatusCode, header};

use super::decoder::Frame;
use super::event::Event;
use super::follow::{Follow, Stop};
use super::reading::{self, MESSAGE};
use super::reconnect::Reconnect;
use super::source::Again;
use crate::codec::{Decode, DecodeError};
use crate::error::{Error, Failure};
use crate::kind::ErrorKind;
use crate::live::open::{Kind, Live, Open, opened};
use crate::operation;
use crate::reply::{Decoder, Reply};
use crate::wire::{DecodeFailure, EventForm, EventSpec, matches};

const MEDIA_TYPE: &str = "text/event-stream";

/// The limit of silence of a stream that is followed for ever: servers break it by comments, mostly every 15 to 30 s.
const IDLE: Duration = Duration::from_secs(90);

/// An event beside what it is read as.
type Read<T, E> = Option<Result<(Frame, T), Error<E>>>;

/// Server-sent events (WHATWG HTML section 9.2), each read as `T`.
///
/// Events come by [`Events::next`], [`Events::next_event`] or as a [`Stream`], as fast as they are taken: a reader that is slow slows the
/// server. Dropping the stream cancels the call.
///
/// Where the description says so, or [`EventOptions::reconnects`](crate::EventOptions::reconnects), the stream is opened again once its
/// body has ended, broken or fallen silent, behind the last event that had an id (`Last-Event-ID`); each time as a call with its own
/// retries. That there is no token for the moment ([`TokenError::transient`](crate::TokenError::transient)) is waited out too. It ends for
/// good with the description's terminator, with status 204, with a refusal that will not pass, and when the client is closed.
///
/// An event that the description calls an error, and one that does not decode, is an `Err` behind which the stream goes on. Behind any
/// other error it has ended.
///
/// ```
/// # use clientwright_runtime::{Error, Events, Value};
/// // `let events = client.events().follow().await?;`
/// async fn follow<E>(mut events: Events<Value, E>) -> Result<(), Error<E>> {
///     while let Some(event) = events.next().await {
///         println!("{}", event?);
///     }
///     Ok(())
/// }
/// ```
#[must_use = "events come when they are asked for"]
pub struct Events<T, E> {
    follow: Follow,
    spec: EventSpec,
    read: fn(EventForm, &Frame) -> Result<T, DecodeError>,
    /// The error that a reply is which is no success.
    refusal: fn(Reply) -> Error<E>,
    /// The error that an event is.
    reported: fn(Reply) -> Error<E>,
    values: PhantomData<fn() -> T>,
}

impl<T, E> Events<T, E> {
    /// The next event; none at the end of the stream.
    ///
    /// Dropping the future loses no event.
    ///
    /// # Errors
    /// The event is an error or does not decode; the connection is gone, and the stream is not opened again; an event is longer than
    /// the limit.
    pub async fn next(&mut self) -> Option<Result<T, Error<E>>> {
        poll_fn(|cx| self.poll_item(cx)).await
    }

    /// The next event with its id and name; none at the end of the stream.
    ///
    /// # Errors
    /// See [`Events::next`].
    pub async fn next_event(&mut self) -> Option<Result<Event<T>, Error<E>>> {
        let (frame, data) = match poll_fn(|cx| self.poll_read(cx)).await? {
            Ok(read) => read,
            Err(error) => return Some(Err(error)),
        };
        let name = if frame.name.is_empty() { MESSAGE.to_owned() } else { frame.name };
        Some(Ok(Event { id: self.last_event_id().to_owned(), name, data }))
    }

    /// The id of the last event that had one; empty where none had. With it another stream goes on where this one ends:
    /// [`EventOptions::last_event_id`](crate::EventOptions::last_event_id).
    pub fn last_event_id(&self) -> &str {
        self.follow.last_event_id()
    }

    /// How long the server asks to wait before the stream is opened again; none where it has not said.
    pub fn retry(&self) -> Option<Duration> {
        self.follow.reconnection()
    }

    fn poll_item(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<T, Error<E>>>> {
        self.poll_read(cx).map(|read| read.map(|read| read.map(|(_, data)| data)))
    }

    fn poll_read(&mut self, cx: &mut Context<'_>) -> Poll<Read<T, E>> {
        let frame = match ready!(self.follow.poll(cx)) {
            None => return Poll::Ready(None),
            Some(Ok(frame)) => frame,
            Some(Err(stop)) => return Poll::Ready(Some(Err(self.stopped(stop)))),
        };
        if self.spec.terminator == Some(frame.data.as_str()) {
            self.follow.end();
            return Poll::Ready(None);
        }
        if self.spec.error == Some(frame.name.as_str()) {
            return Poll::Ready(Some(Err((self.reported)(self.reply(frame.data)))));
        }
        let read = (self.read)(self.spec.form, &frame);
        Poll::Ready(Some(match read {
            Ok(data) => Ok((frame, data)),
            Err(error) => Err(self.undecodable(frame.data, error)),
        }))
    }

    fn stopped(&self, stop: Stop) -> Error<E> {
        match stop {
            Stop::Failure(failure) => failure.into(),
            Stop::Refused(reply) => (self.refusal)(reply),
            Stop::TooLong(too_long) => self.undecodable(String::new(), DecodeError::of_body(too_long.to_string())),
        }
    }

    fn undecodable(&self, data: String, error: DecodeError) -> Error<E> {
        Failure::reply(ErrorKind::Decode, self.reply(data), Some(DecodeFailure::Body(error))).into()
    }

    /// The data of an event as if it were a body of its own, of a type that nobody has named.
    fn reply(&self, data: String) -> Reply {
        let mut reply = self.follow.head();
        reply.headers.remove(header::CONTENT_TYPE);
        Reply { body: Bytes::from(data), ..reply }
    }
}

/// The error that an event is, with its data as the body.
fn reported<F: Decoder>(reply: Reply) -> Error<F::Value> {
    match F::decode(&reply) {
        Ok(body) => Error::documented(Failure::reply(ErrorKind::Api, reply, None), body),
        Err(_) => Failure::reply(ErrorKind::Api, reply, None).into(),
    }
}

impl<T: Decode, F: Decoder> Open<F> for Events<T, F::Value> {
    const KIND: Kind = Kind::Events;

    fn fits(head: &Reply) -> Result<(), DecodeFailure> {
        let found = head.content_type();
        let fits =
            head.status == StatusCode::NO_CONTENT || found.as_deref().is_some_and(|found| matches(MEDIA_TYPE, found));
        let misfit = || DecodeFailure::ContentType { expected: MEDIA_TYPE, found: found.map(Into::into) };
        if fits { Ok(()) } else { Err(misfit()) }
    }

    fn open(live: Live) -> Self {
        let spec = live.call.spec().events.copied().unwrap_or(EventSpec::USUAL);
        let mut options = live.call.options().events.as_deref().cloned().unwrap_or_default();
        if options.last_event_id.is_empty() {
            live.call.options().last_event_id().clone_into(&mut options.last_event_id);
        }
        let reconnect = Reconnect::new(&options, spec.reconnect);
        let idle = options.idle.or(reconnect.is_on().then_some(Some(IDLE)));
        let (source, connection) = Again::of(live, opened::<Self, F>, idle);
        Self {
            follow: Follow::new(Box::new(source), connection, &options, reconnect),
            spec,
            read: reading::read::<T>,
            refusal: operation::failure::<F>,
            reported: reported::<F>,
            values: PhantomData,
        }
    }
}

impl<T, E> Stream for Events<T, E> {
    type Item = Result<T, Error<E>>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_item(cx)
    }
}

impl<T, E> fmt::Debug for Events<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Events").field("follow", &self.follow).finish_non_exhaustive()
    }
}
