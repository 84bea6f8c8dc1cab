//! Responses in memory. Enters: keys and what is stored under them. Leaves: the same, as long as there is room. It goes by how often
//! and how long ago something was used (S3-FIFO), and asks no clock, so that it is the same in a browser.

use std::fmt;
use std::future::ready;

use quick_cache::sync::{Cache, DefaultLifecycle};
use quick_cache::{OptionsBuilder, Weighter};

use super::entry::CacheEntry;
use super::key::{CacheKey, CachePartition};
use super::store::CacheStore;
use crate::future::{BoxError, BoxFuture};

/// So many bytes a response is taken to have, to say for how many there is room. Only how much is set aside at first goes by it.
const USUAL: u64 = 4096;

pub(super) struct Memory(Cache<CacheKey, CacheEntry, Bytes>);

#[derive(Clone)]
struct Bytes;

impl Weighter<CacheKey, CacheEntry> for Bytes {
    fn weight(&self, _: &CacheKey, entry: &CacheEntry) -> u64 {
        entry.size() + size_of::<CacheKey>() as u64
    }
}

impl Memory {
    pub(super) fn new(max_bytes: u64) -> Self {
        let usual = usize::try_from(max_bytes / USUAL).unwrap_or(usize::MAX).clamp(16, 1 << 16);
        // One shard: several would each have a part of the room, and what is larger than a part would find none.
        let options =
            OptionsBuilder::new().estimated_items_capacity(usual).weight_capacity(max_bytes).shards(1).build();
        Self(match options {
            Ok(options) => Cache::with_options(options, Bytes, Default::default(), DefaultLifecycle::default()),
            // All that it asks for is set.
            Err(_) => Cache::with_weighter(usual, max_bytes, Bytes),
        })
    }
}

impl CacheStore for Memory {
    fn get(&self, key: CacheKey) -> BoxFuture<'_, Result<Option<CacheEntry>, BoxError>> {
        Box::pin(ready(Ok(self.0.get(&key))))
    }

    fn put(&self, key: CacheKey, entry: CacheEntry) -> BoxFuture<'_, Result<(), BoxError>> {
        // One that there is no room for leaves nothing of the former behind.
        self.0.remove(&key);
        self.0.insert(key, entry);
        Box::pin(ready(Ok(())))
    }

    fn remove(&self, key: CacheKey) -> BoxFuture<'_, Result<(), BoxError>> {
        self.0.remove(&key);
        Box::pin(ready(Ok(())))
    }

    fn clear(&self, partition: CachePartition) -> BoxFuture<'_, Result<(), BoxError>> {
        self.0.retain(|key, _| key.partition() != partition);
        Box::pin(ready(Ok(())))
    }

    fn size(&self) -> BoxFuture<'_, Result<u64, BoxError>> {
        Box::pin(ready(Ok(self.0.weight())))
    }
}

impl fmt::Debug for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Memory").field("entries", &self.0.len()).field("bytes", &self.0.weight()).finish()
    }
}
