//! Calls that are kept and sent later. Enters: a call. Leaves: that it is kept, and from there what the call itself would have given.

use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, Weak};
use std::task::{Context, Poll, ready};

use super::deliver::millis;
use super::kept::{Kept, keep, unfit};
use super::{specs, start};
use crate::call::Call;
use crate::error::{Error, Failure};
use crate::future::BoxFuture;
use crate::kind::ErrorKind;
use crate::outbox::{Change, Core, Driving, Effect, Ending, Entry, EntryId, LONGEST, Promised};
use crate::reply::Reply;
use crate::response::Trail;

/// A call that is being kept: a future of [`Queued`], which is there once the entry outlasts a crash. Nothing is kept before it is
/// polled; where it is dropped before it is done, the call may be kept or not.
#[must_use = "a call is kept when this is awaited"]
pub struct Enqueueing<T, E> {
    kept: BoxFuture<'static, Result<Handle, Failure>>,
    read: fn(Reply) -> Result<T, Error<E>>,
}

/// An entry of the outbox that was made by this process. To drop it changes nothing: the entry is sent all the same.
pub struct Queued<T, E> {
    handle: Handle,
    read: fn(Reply) -> Result<T, Error<E>>,
}

/// The outcome of an entry: a future of what the call itself would have given. Where nothing runs tasks, it sends what there is to send while
/// it is polled.
///
/// It is an error of kind [`Closed`](ErrorKind::Closed) where the client closes or is gone before, the entry staying in the outbox; and of
/// kind [`Request`](ErrorKind::Request) where the entry was discarded. For one that becomes a dead letter it is the reason.
#[must_use = "futures do nothing unless polled"]
pub struct Delivery<T, E> {
    queued: Queued<T, E>,
    driving: Driving,
}

struct Handle {
    id: EntryId,
    key: String,
    ending: Promised<Ending>,
    /// Its outbox, which it does not keep open.
    core: Weak<Core>,
    /// What an error tells that the entry itself does not.
    trail: Box<Trail>,
}

/// Keeps `call` in the outbox of its client.
pub(crate) fn enqueue<T, E>(call: Call, queue: &str, read: fn(Reply) -> Result<T, Error<E>>) -> Enqueueing<T, E> {
    let queue = queue.to_owned();
    let kept = Box::pin(async move {
        let trail = Box::new(Trail::new(call.spec(), call.setup().redaction.clone()));
        let core = call.setup().outbox.as_ref().map(|attached| Arc::downgrade(&attached.core)).unwrap_or_default();
        match kept(&call, queue).await {
            Ok((id, key, ending)) => Ok(Handle { id, key, ending, core, trail }),
            Err(failure) => Err(failure.on(*trail)),
        }
    });
    Enqueueing { kept, read }
}

async fn kept(call: &Call, queue: String) -> Result<(EntryId, String, Promised<Ending>), Failure> {
    let client = call.setup();
    let Some(attached) = &client.outbox else {
        return Err(Failure::local(ErrorKind::Request, "the client has no outbox: its builder takes one, by `outbox`"));
    };
    let core = &attached.core;
    if client.gate.is_closed() {
        return Err(Failure::local(ErrorKind::Closed, "the client is closed"));
    }
    let Kept { operation, target, headers, body, key } = keep(call, core.options.max_bytes.min(LONGEST)).await?;
    specs::know(&operation, call.spec());
    start(client);
    let (api, queued_at) = (client.api.name.to_owned(), millis(client));
    let make = |id| Entry { id, queue, api, operation, target, headers, body, key, queued_at };
    let (entry, ending) = core.reserve(make).map_err(|error| unfit(error.kind(), error.to_string()))?;
    let written = core.commit(vec![Change::Put(entry.id, entry.write())], Effect::Admit(entry.id)).await;
    written.map_err(|error| unfit(error.kind(), format!("the outbox cannot keep it: {error}")))?;
    Ok((entry.id, entry.key.clone(), ending))
}

impl<T, E> Future for Enqueueing<T, E> {
    type Output = Result<Queued<T, E>, Error<E>>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let handle = ready!(self.kept.as_mut().poll(cx))?;
        Poll::Ready(Ok(Queued { handle, read: self.read }))
    }
}

impl<T, E> Queued<T, E> {
    /// The entry's number, by which the outbox knows it.
    pub fn id(&self) -> EntryId {
        self.handle.id
    }

    /// The key by which the server knows repetitions of it.
    pub fn idempotency_key(&self) -> &str {
        &self.handle.key
    }

    /// Waits for its outcome, as long as it takes.
    pub fn delivered(self) -> Delivery<T, E> {
        Delivery { queued: self, driving: Driving::default() }
    }
}

impl<T, E> IntoFuture for Queued<T, E> {
    type Output = Result<T, Error<E>>;
    type IntoFuture = Delivery<T, E>;

    fn into_future(self) -> Delivery<T, E> {
        self.delivered()
    }
}

impl<T, E> Future for Delivery<T, E> {
    type Output = Result<T, Error<E>>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let Self { queued: Queued { handle, read }, driving } = &mut *self;
        let closed = || Failure::local(ErrorKind::Closed, "the client is closed; the entry stays in the outbox");
        let ending = Pin::new(&mut handle.ending).poll(cx);
        if ending.is_pending()
            && let Some(core) = handle.core.upgrade()
        {
            driving.poll(&core, cx);
        }
        Poll::Ready(match ready!(ending) {
            Some(Ok(reply)) => read(reply),
            Some(Err(failure)) if failure.operation_id().is_empty() => Err(failure.on((*handle.trail).clone()).into()),
            Some(Err(failure)) => Err(failure.into()),
            None => Err(closed().on((*handle.trail).clone()).into()),
        })
    }
}

impl<T, E> fmt::Debug for Enqueueing<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Enqueueing").finish_non_exhaustive()
    }
}

impl<T, E> fmt::Debug for Queued<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Queued").field("id", &self.handle.id.get()).finish_non_exhaustive()
    }
}

impl<T, E> fmt::Debug for Delivery<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Delivery").field("id", &self.queued.handle.id.get()).finish_non_exhaustive()
    }
}
