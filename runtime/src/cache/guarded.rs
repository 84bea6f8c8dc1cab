//! A store, whoever wrote it. Enters: what is asked of it. Leaves: what it says; where it panics, that it has failed.

use std::any::Any;
use std::fmt;
use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::task::Poll;

use super::entry::CacheEntry;
use super::key::{CacheKey, CachePartition};
use super::store::CacheStore;
use crate::future::{BoxError, BoxFuture, MaybeSend};

/// What is asked of it has begun when each of these returns, as its functions say.
pub(super) struct Guarded(pub(super) Box<dyn CacheStore>);

impl Guarded {
    pub(super) fn get(&self, key: CacheKey) -> impl Future<Output = Result<Option<CacheEntry>, BoxError>> + MaybeSend {
        guarded(move || self.0.get(key))
    }

    pub(super) fn put(
        &self,
        key: CacheKey,
        entry: CacheEntry,
    ) -> impl Future<Output = Result<(), BoxError>> + MaybeSend {
        guarded(move || self.0.put(key, entry))
    }

    pub(super) fn remove(&self, key: CacheKey) -> impl Future<Output = Result<(), BoxError>> + MaybeSend {
        guarded(move || self.0.remove(key))
    }

    pub(super) fn clear(&self, partition: CachePartition) -> impl Future<Output = Result<(), BoxError>> + MaybeSend {
        guarded(move || self.0.clear(partition))
    }

    pub(super) fn size(&self) -> impl Future<Output = Result<u64, BoxError>> + MaybeSend {
        guarded(move || self.0.size())
    }
}

fn guarded<'a, T: 'a>(
    ask: impl FnOnce() -> BoxFuture<'a, Result<T, BoxError>>,
) -> impl Future<Output = Result<T, BoxError>> + MaybeSend + 'a {
    let asked = catch_unwind(AssertUnwindSafe(ask)).map_err(panicked);
    async move {
        let mut asked = asked?;
        poll_fn(|cx| match catch_unwind(AssertUnwindSafe(|| asked.as_mut().poll(cx))) {
            Ok(polled) => polled,
            Err(payload) => Poll::Ready(Err(panicked(payload))),
        })
        .await
    }
}

fn panicked(payload: Box<dyn Any + Send>) -> BoxError {
    let words = payload.downcast_ref::<String>().map(String::as_str);
    let words = words.or_else(|| payload.downcast_ref::<&str>().copied()).unwrap_or("without words");
    format!("the store has panicked: {words}").into()
}

impl fmt::Debug for Guarded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
