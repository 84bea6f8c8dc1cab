//! Stores of others: one that is plain, and one that fails.

use std::collections::BTreeMap;
use std::future::ready;
use std::sync::Mutex;

use clientwright_runtime::testing::VirtualClock;
use clientwright_runtime::{
    BoxError, BoxFuture, Bytes, CacheEntry, CacheKey, CachePartition, CacheStore, Clock, HttpCache,
};

use crate::api::{done, item, secs};
use crate::client::setting;

/// Keeps bytes under names, as a store outside of this program does.
#[derive(Debug, Default)]
pub(crate) struct Plain(Mutex<BTreeMap<String, Bytes>>);

impl CacheStore for Plain {
    fn get(&self, key: CacheKey) -> BoxFuture<'_, Result<Option<CacheEntry>, BoxError>> {
        let entry = self.0.lock().unwrap().get(&key.to_string()).and_then(CacheEntry::from_bytes);
        Box::pin(ready(Ok(entry)))
    }

    fn put(&self, key: CacheKey, entry: CacheEntry) -> BoxFuture<'_, Result<(), BoxError>> {
        self.0.lock().unwrap().insert(key.to_string(), entry.to_bytes());
        Box::pin(ready(Ok(())))
    }

    fn remove(&self, key: CacheKey) -> BoxFuture<'_, Result<(), BoxError>> {
        self.0.lock().unwrap().remove(&key.to_string());
        Box::pin(ready(Ok(())))
    }

    fn clear(&self, partition: CachePartition) -> BoxFuture<'_, Result<(), BoxError>> {
        self.0.lock().unwrap().retain(|name, _| !name.starts_with(&partition.name()));
        Box::pin(ready(Ok(())))
    }

    fn size(&self) -> BoxFuture<'_, Result<u64, BoxError>> {
        let size = self.0.lock().unwrap().values().map(|bytes| bytes.len() as u64).sum();
        Box::pin(ready(Ok(size)))
    }
}

/// The same, where a second passes before anything is looked up or kept.
#[derive(Debug)]
struct Slow(Plain, VirtualClock);

impl CacheStore for Slow {
    fn get(&self, key: CacheKey) -> BoxFuture<'_, Result<Option<CacheEntry>, BoxError>> {
        Box::pin(async move {
            self.1.sleep(secs(1)).await;
            self.0.get(key).await
        })
    }

    fn put(&self, key: CacheKey, entry: CacheEntry) -> BoxFuture<'_, Result<(), BoxError>> {
        Box::pin(async move {
            self.1.sleep(secs(1)).await;
            self.0.put(key, entry).await
        })
    }

    fn remove(&self, key: CacheKey) -> BoxFuture<'_, Result<(), BoxError>> {
        self.0.remove(key)
    }

    fn clear(&self, partition: CachePartition) -> BoxFuture<'_, Result<(), BoxError>> {
        self.0.clear(partition)
    }

    fn size(&self) -> BoxFuture<'_, Result<u64, BoxError>> {
        self.0.size()
    }
}

#[derive(Debug)]
struct Broken;

fn broken<T: Send + 'static>() -> BoxFuture<'static, Result<T, BoxError>> {
    Box::pin(ready(Err("the store is broken".into())))
}

impl CacheStore for Broken {
    fn get(&self, _: CacheKey) -> BoxFuture<'_, Result<Option<CacheEntry>, BoxError>> {
        broken()
    }

    fn put(&self, _: CacheKey, _: CacheEntry) -> BoxFuture<'_, Result<(), BoxError>> {
        broken()
    }

    fn remove(&self, _: CacheKey) -> BoxFuture<'_, Result<(), BoxError>> {
        broken()
    }

    fn clear(&self, _: CachePartition) -> BoxFuture<'_, Result<(), BoxError>> {
        broken()
    }

    fn size(&self) -> BoxFuture<'_, Result<u64, BoxError>> {
        broken()
    }
}

#[test]
fn who_asks_next_waits_for_what_is_being_stored() {
    let (clock, server, builder) = setting();
    let cache = HttpCache::new(Slow(Plain::default(), clock.clone()));
    let client = builder.cache(cache).build().unwrap();
    server.on("GET", "/item").reply(item("1", "max-age=0").header("etag", "\"a\""));
    clock.run(async {
        for _ in 0..3 {
            client.get().await.unwrap();
        }
    });
    let validated: Vec<bool> = server.calls().iter().map(|call| call.header("if-none-match").is_some()).collect();
    assert_eq!(validated, [false, true, true]);
}

#[test]
fn what_is_written_down_is_read_as_it_was() {
    let (clock, server, builder) = setting();
    let cache = HttpCache::new(Plain::default());
    let client = builder.cache(cache.clone()).build().unwrap();
    server.on("GET", "/item").once(item("1", "max-age=60").header("set-cookie", "secret=1").header("vary", "accept"));
    clock.run(async {
        assert!(client.get().response().await.unwrap().headers().contains_key("set-cookie"));
        let again = client.get().response().await.unwrap();
        assert_eq!((again.body().id.as_str(), done(&again)), ("1", "clientwright; hit; ttl=60"));
        assert!(!again.headers().contains_key("set-cookie"), "nothing that proves who asks is written down");
        assert!(cache.size().await.unwrap() > 0);
        cache.remove("http://mock.localhost/item").await.unwrap();
        assert_eq!(cache.size().await.unwrap(), 0);
        assert!(cache.remove("no url").await.is_err());
    });
}

#[test]
fn a_store_that_fails_makes_no_call_fail() {
    let (clock, server, builder) = setting();
    let cache = HttpCache::new(Broken);
    let client = builder.cache(cache.clone()).build().unwrap();
    server.on("GET", "/item").reply(item("1", "max-age=60"));
    server.on("POST", "/item").reply(item("1", "max-age=60"));
    clock.run(async {
        client.get().await.unwrap();
        client.get().await.unwrap();
        client.post().await.unwrap();
        assert!(cache.clear().await.is_err() && cache.size().await.is_err());
    });
    assert_eq!(server.calls().len(), 3);
}
