//! How much a client may retry in all. Enters: the server asked, the cost of a retry. Leaves: a permit or none. When a
//! server is down, the budget keeps a client from multiplying the load by its number of attempts.

use std::collections::BTreeMap;
use std::sync::Arc;

use http::Uri;

use crate::sync::atomic::{AtomicU32, Ordering};
use crate::sync::{Mutex, lock};

/// The buckets of one client, one for each server.
#[derive(Debug)]
pub(crate) struct Budgets {
    capacity: u32,
    buckets: Mutex<BTreeMap<String, Arc<Bucket>>>,
}

impl Budgets {
    pub(crate) fn new(capacity: u32) -> Self {
        Self { capacity, buckets: Mutex::default() }
    }

    /// The bucket of the server that `uri` names; none where the budget is off.
    pub(crate) fn bucket(&self, uri: &Uri) -> Option<Arc<Bucket>> {
        if self.capacity == 0 {
            return None;
        }
        let authority = uri.authority().map_or("", |authority| authority.as_str());
        let mut buckets = lock(&self.buckets);
        if let Some(bucket) = buckets.get(authority) {
            return Some(Arc::clone(bucket));
        }
        let bucket = Arc::new(Bucket { capacity: self.capacity, tokens: AtomicU32::new(self.capacity) });
        buckets.insert(authority.to_owned(), Arc::clone(&bucket));
        Some(bucket)
    }
}

/// The tokens left for one server.
#[derive(Debug)]
pub(crate) struct Bucket {
    capacity: u32,
    tokens: AtomicU32,
}

impl Bucket {
    /// A permit for one retry, if there are `cost` tokens left.
    pub(crate) fn take(self: &Arc<Self>, cost: u32) -> Option<Permit> {
        let taken = self.tokens.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |tokens| tokens.checked_sub(cost));
        taken.ok().map(|_| Permit { bucket: Arc::clone(self), cost })
    }

    /// Adds `tokens`, up to the capacity.
    pub(crate) fn give(&self, tokens: u32) {
        let filled = |left: u32| Some(left.saturating_add(tokens).min(self.capacity));
        let _always_some = self.tokens.fetch_update(Ordering::Relaxed, Ordering::Relaxed, filled);
    }
}

/// The right to one retry. Dropped, its tokens are spent; only a success gives them back.
#[derive(Debug)]
#[must_use = "a permit that is dropped is spent"]
pub(crate) struct Permit {
    bucket: Arc<Bucket>,
    cost: u32,
}

impl Permit {
    /// The retry succeeded.
    pub(crate) fn refund(self) {
        self.bucket.give(self.cost);
    }
}
