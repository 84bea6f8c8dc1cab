//! Where responses are kept, as the cache asks for it. Enters: keys and what is stored under them. Leaves: the same. When it is good, and for
//! whom, is not a store's business.

use std::fmt;

use super::entry::CacheEntry;
use super::key::{CacheKey, CachePartition};
use crate::future::{BoxError, BoxFuture, MaybeSend, MaybeSync};

/// Keeps responses under keys, for as long as it likes: what it has lost is fetched anew.
///
/// What fails, or panics, is told in the log and makes no call fail. A store in a browser, over IndexedDB say, keeps [`CacheEntry::to_bytes`] under
/// [`CacheKey::name`] in a part for each [`CachePartition::name`]; its futures need not be `Send` there.
pub trait CacheStore: MaybeSend + MaybeSync + fmt::Debug + 'static {
    /// What is stored under `key`.
    ///
    /// # Errors
    /// Where it cannot be read. What is broken is none, and forgotten.
    fn get(&self, key: CacheKey) -> BoxFuture<'_, Result<Option<CacheEntry>, BoxError>>;

    /// Stores `entry` in place of what was there. From then on `get` gives it, or none, but not what was there before, though this future
    /// may have not ended.
    ///
    /// # Errors
    /// Where it cannot be written. What was there before is removed then.
    fn put(&self, key: CacheKey, entry: CacheEntry) -> BoxFuture<'_, Result<(), BoxError>>;

    /// Forgets what is stored under `key`.
    ///
    /// # Errors
    /// Where it is still there.
    fn remove(&self, key: CacheKey) -> BoxFuture<'_, Result<(), BoxError>>;

    /// Forgets all of one partition.
    ///
    /// # Errors
    /// Where something of it is still there.
    fn clear(&self, partition: CachePartition) -> BoxFuture<'_, Result<(), BoxError>>;

    /// How many bytes it keeps, of all partitions, about.
    ///
    /// # Errors
    /// Where that cannot be found out.
    fn size(&self) -> BoxFuture<'_, Result<u64, BoxError>>;
}
