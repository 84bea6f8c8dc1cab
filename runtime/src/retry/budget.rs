//! How much a client may retry in all. Enters: the server asked, the cost of a retry. Leaves: a permit or none. When a
//! server is down, the budget keeps a client from multiplying the load by its number of attempts.

use std::collections::HashMap;
use std::sync::Arc;

use http::Uri;

use crate::sync::atomic::{AtomicU32, Ordering};
use crate::sync::{Mutex, lock};

/// So many servers have a bucket at a time.
const SERVERS: usize = 256;

/// The buckets of one client, one for each server that has been asked lately. Where a 257th is asked, full buckets are forgotten: a new one
/// is full too. Where none is full, the fullest goes, which is given back the least.
#[derive(Debug)]
pub(crate) struct Budgets {
    capacity: u32,
    buckets: Mutex<HashMap<String, Arc<Bucket>>>,
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
        if buckets.len() >= SERVERS {
            make_room(&mut buckets);
        }
        let bucket = Arc::new(Bucket { capacity: self.capacity, tokens: AtomicU32::new(self.capacity) });
        buckets.insert(authority.to_owned(), Arc::clone(&bucket));
        Some(bucket)
    }
}

fn make_room(buckets: &mut HashMap<String, Arc<Bucket>>) {
    buckets.retain(|_, bucket| bucket.left() < bucket.capacity);
    if buckets.len() < SERVERS {
        return;
    }
    let fullest = buckets.iter().max_by_key(|(_, bucket)| bucket.left()).map(|(authority, _)| authority.clone());
    if let Some(authority) = fullest {
        buckets.remove(&authority);
    }
}

/// The tokens left for one server.
#[derive(Debug)]
pub(crate) struct Bucket {
    capacity: u32,
    tokens: AtomicU32,
}

impl Bucket {
    fn left(&self) -> u32 {
        self.tokens.load(Ordering::Relaxed)
    }

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

#[cfg(test)]
mod tests {
    use super::{Budgets, SERVERS};
    use http::Uri;

    fn server(number: usize) -> Uri {
        format!("https://host-{number}.example/").parse().unwrap()
    }

    fn count(budgets: &Budgets) -> usize {
        budgets.buckets.lock().unwrap().len()
    }

    #[test]
    fn servers_that_are_well_leave_nothing_behind_and_one_that_is_not_keeps_its_budget() {
        let budgets = Budgets::new(20);
        drop(budgets.bucket(&server(0)).unwrap().take(14).unwrap());
        for number in 1..10 * SERVERS {
            assert_eq!(budgets.bucket(&server(number)).unwrap().left(), 20);
            assert!(count(&budgets) <= SERVERS);
        }
        assert_eq!(budgets.bucket(&server(0)).unwrap().left(), 6);
    }

    #[test]
    fn of_servers_that_are_all_unwell_the_fullest_is_forgotten() {
        let budgets = Budgets::new(20);
        for number in 0..SERVERS {
            let cost = if number == 7 { 5 } else { 14 };
            drop(budgets.bucket(&server(number)).unwrap().take(cost).unwrap());
        }
        drop(budgets.bucket(&server(SERVERS)).unwrap().take(14).unwrap());
        assert_eq!(count(&budgets), SERVERS);
        assert_eq!((budgets.bucket(&server(8)).unwrap().left(), count(&budgets)), (6, SERVERS));
        assert_eq!(budgets.bucket(&server(7)).unwrap().left(), 20);
    }
}
