//! Stores of others: one that is plain, and one that fails.

use std::collections::BTreeMap;
use std::future::{IntoFuture, ready};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use clientwright_runtime::testing::VirtualClock;
use clientwright_runtime::{
    BoxError, BoxFuture, Bytes, CacheEntry, CacheKey, CachePartition, CacheStore, Clock, HttpCache,
};
use futures_util::future::join;

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

/// The same, where a second passes before anything is told: of what was there before that, where it `looks_first`, or after it. And before
/// anything is kept, where it `keeps_late`.
#[derive(Debug)]
struct Slow {
    store: Plain,
    clock: VirtualClock,
    looks_first: bool,
    keeps_late: bool,
}

impl CacheStore for Slow {
    fn get(&self, key: CacheKey) -> BoxFuture<'_, Result<Option<CacheEntry>, BoxError>> {
        Box::pin(async move {
            let before = self.store.get(key).await;
            self.clock.sleep(secs(1)).await;
            if self.looks_first { before } else { self.store.get(key).await }
        })
    }

    fn put(&self, key: CacheKey, entry: CacheEntry) -> BoxFuture<'_, Result<(), BoxError>> {
        Box::pin(async move {
            if self.keeps_late {
                self.clock.sleep(secs(1)).await;
            }
            self.store.put(key, entry).await
        })
    }

    fn remove(&self, key: CacheKey) -> BoxFuture<'_, Result<(), BoxError>> {
        self.store.remove(key)
    }

    fn clear(&self, partition: CachePartition) -> BoxFuture<'_, Result<(), BoxError>> {
        self.store.clear(partition)
    }

    fn size(&self) -> BoxFuture<'_, Result<u64, BoxError>> {
        self.store.size()
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
fn who_has_looked_before_an_answer_was_stored_looks_once_more() {
    let (clock, server, builder) = setting();
    let slow = Slow { store: Plain::default(), clock: clock.clone(), looks_first: true, keeps_late: false };
    let client = builder.cache(HttpCache::new(slow)).build().unwrap();
    server.on("GET", "/item").reply(item("1", "max-age=60"));
    let second = async {
        // The first has its answer after one second, and it is stored after two.
        clock.sleep(Duration::from_millis(1500)).await;
        client.get().response().await.unwrap()
    };
    let (first, second) = clock.run(join(client.get().into_future(), second));
    assert_eq!((first.unwrap().id.as_str(), done(&second)), ("1", "clientwright; hit; ttl=58"));
    assert_eq!(server.calls().len(), 1);
}

#[test]
fn who_asks_next_waits_for_what_is_being_stored() {
    let (clock, server, builder) = setting();
    let slow = Slow { store: Plain::default(), clock: clock.clone(), looks_first: false, keeps_late: true };
    let client = builder.cache(HttpCache::new(slow)).build().unwrap();
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

/// Panics where it is told to, when it is asked or when that is waited for.
#[derive(Debug, Default)]
struct Panicking {
    plain: Plain,
    when: Arc<Mutex<Option<(&'static str, bool)>>>,
}

impl Panicking {
    /// What it is asked for, unless it panics there.
    fn ask<'a, T: 'a>(&'a self, what: &'static str, answer: BoxFuture<'a, T>) -> BoxFuture<'a, T> {
        match *self.when.lock().unwrap() {
            Some((told, at_once)) if told == what && at_once => std::panic::panic_any("told to"),
            Some((told, _)) if told == what => Box::pin(async { panic!("told to {}", 1) }),
            _ => answer,
        }
    }
}

impl CacheStore for Panicking {
    fn get(&self, key: CacheKey) -> BoxFuture<'_, Result<Option<CacheEntry>, BoxError>> {
        self.ask("get", self.plain.get(key))
    }

    fn put(&self, key: CacheKey, entry: CacheEntry) -> BoxFuture<'_, Result<(), BoxError>> {
        self.ask("put", Box::pin(async move { self.plain.put(key, entry).await }))
    }

    fn remove(&self, key: CacheKey) -> BoxFuture<'_, Result<(), BoxError>> {
        self.ask("remove", self.plain.remove(key))
    }

    fn clear(&self, partition: CachePartition) -> BoxFuture<'_, Result<(), BoxError>> {
        self.ask("clear", self.plain.clear(partition))
    }

    fn size(&self) -> BoxFuture<'_, Result<u64, BoxError>> {
        self.ask("size", self.plain.size())
    }
}

/// Without what a panic prints.
fn silently<T>(work: impl FnOnce() -> T) -> T {
    static ONE: Mutex<()> = Mutex::new(());
    let _one = ONE.lock().unwrap();
    let former = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let done = work();
    std::panic::set_hook(former);
    done
}

#[test]
fn a_store_that_panics_makes_no_call_fail_and_lets_nobody_wait() {
    for (what, at_once) in ["get", "put", "remove"].into_iter().flat_map(|what| [(what, true), (what, false)]) {
        let (clock, server, builder) = setting();
        let when = Arc::new(Mutex::new(Some((what, at_once))));
        let cache = HttpCache::new(Panicking { when, ..Panicking::default() });
        let client = builder.cache(cache).build().unwrap();
        server.on("GET", "/item").reply(item("1", "max-age=60").delay(secs(1)));
        server.on("POST", "/item").reply(item("1", "max-age=60"));
        silently(|| {
            clock.run(async {
                let calls = (0..3).map(|_| client.get().into_future());
                assert!(futures_util::future::join_all(calls).await.iter().all(Result::is_ok), "{what}");
                client.post().await.unwrap();
            });
        });
        assert!(clock.passed() <= secs(2), "{what}: nobody has waited for one that is gone");
    }
    let store = Panicking { when: Arc::new(Mutex::new(Some(("clear", false)))), ..Panicking::default() };
    let error = silently(|| VirtualClock::new().run(HttpCache::new(store).clear())).unwrap_err();
    assert_eq!(error.to_string(), "the store has panicked: told to 1");
}

#[test]
fn what_a_store_has_failed_to_replace_is_not_there_any_more() {
    let (clock, server, builder) = setting();
    let store = Panicking::default();
    let when = Arc::clone(&store.when);
    let client = builder.cache(HttpCache::new(store)).build().unwrap();
    server.on("GET", "/item").once(item("1", "max-age=60")).once(item("2", "max-age=60")).once(item("3", "no-store"));
    clock.run(async {
        client.get().await.unwrap();
        *when.lock().unwrap() = Some(("put", true));
    });
    silently(|| clock.run(client.get().cache_policy(clientwright_runtime::CachePolicy::Reload).into_future())).unwrap();
    assert_eq!(clock.run(client.get().into_future()).unwrap().id, "3");
}
