//! A store of the app's own: a map that outlives its outboxes, and can be full. And what an outbox promises of any store.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

use bytes::Bytes;
use clientwright_runtime::testing::{Answer, VirtualClock};
use clientwright_runtime::{
    BoxFuture, Change, Clock, EntryId, ErrorKind, Loaded, Outbox, OutboxError, OutboxErrorKind, OutboxStore, Recovery,
    Stored,
};
use futures_util::future::{join, join_all};

use crate::api::{Stage, TAKEN};

#[derive(Clone, Debug, Default)]
pub(crate) struct Shelf(Arc<Inner>);

#[derive(Debug, Default)]
struct Inner {
    entries: Mutex<BTreeMap<EntryId, (Bytes, Bytes)>>,
    is_full: AtomicBool,
    /// How often something was made to last.
    batches: AtomicUsize,
    /// What a batch takes.
    takes: OnceLock<(VirtualClock, Duration)>,
}

impl Shelf {
    pub(crate) fn fill(&self, is_full: bool) {
        self.0.is_full.store(is_full, SeqCst);
    }

    /// Takes a second for each batch from here on.
    pub(crate) fn slow_down(&self, clock: &VirtualClock) {
        self.0.takes.set((clock.clone(), Duration::from_secs(1))).unwrap();
    }

    /// Whether that text is anywhere in what is kept.
    pub(crate) fn contains(&self, text: &str) -> bool {
        let entries = self.0.entries.lock().unwrap();
        entries.values().any(|(entry, mark)| [entry, mark].iter().any(|of| String::from_utf8_lossy(of).contains(text)))
    }

    pub(crate) fn len(&self) -> usize {
        self.0.entries.lock().unwrap().len()
    }
}

impl OutboxStore for Shelf {
    fn load(&self) -> BoxFuture<'static, Result<Loaded, OutboxError>> {
        let entries = self.0.entries.lock().unwrap();
        let stored = |(id, (entry, mark)): (&EntryId, &(Bytes, Bytes))| Stored {
            id: *id,
            entry: entry.clone(),
            mark: mark.clone(),
        };
        let entries = entries.iter().map(stored).collect();
        Box::pin(std::future::ready(Ok(Loaded { entries, next: 1, recovery: Recovery::default() })))
    }

    fn apply(&self, changes: Vec<Change>) -> BoxFuture<'static, Result<(), OutboxError>> {
        let shelf = self.clone();
        Box::pin(async move {
            if let Some((clock, takes)) = shelf.0.takes.get() {
                clock.sleep(*takes).await;
            }
            if shelf.0.is_full.load(SeqCst) {
                return Err(OutboxError::new(OutboxErrorKind::Full, "no room"));
            }
            shelf.0.batches.fetch_add(1, SeqCst);
            let mut entries = shelf.0.entries.lock().unwrap();
            for change in changes {
                match change {
                    Change::Put(id, entry) => drop(entries.insert(id, (entry, Bytes::new()))),
                    Change::Mark(id, mark) => entries.get_mut(&id).into_iter().for_each(|entry| entry.1 = mark.clone()),
                    Change::Remove(id) => drop(entries.remove(&id)),
                }
            }
            Ok(())
        })
    }
}

#[test]
fn an_entry_that_could_not_be_kept_is_refused_and_never_sent() {
    let shelf = Shelf::default();
    let stage = Stage::with(Outbox::new(shelf.clone()), |builder| builder);
    stage.server.on("POST", "/messages").reply(Answer::json(200, TAKEN));
    shelf.fill(true);
    stage.clock.run(async {
        let error = stage.client.say("lost").enqueue("a").await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Request);
        assert!(error.to_string().contains("no room"), "{error}");
        shelf.fill(false);
        stage.client.say("kept").enqueue("a").await.unwrap().delivered().await.unwrap();
    });
    assert_eq!(stage.bodies(), ["\"kept\""]);
}

#[test]
fn what_was_taken_while_the_store_was_full_is_removed_later() {
    let shelf = Shelf::default();
    let stage = Stage::with(Outbox::new(shelf.clone()), |builder| builder);
    stage.server.on("POST", "/messages").reply(Answer::json(200, TAKEN));
    stage.network.set_online(false);
    stage.clock.run(async {
        let first = stage.client.say("1").enqueue("a").await.unwrap();
        let second = stage.client.say("2").enqueue("a").await.unwrap();
        shelf.fill(true);
        stage.network.set_online(true);
        first.delivered().await.unwrap();
        second.delivered().await.unwrap();
        assert_eq!(shelf.len(), 2);
        shelf.fill(false);
        stage.client.say("3").enqueue("a").await.unwrap().delivered().await.unwrap();
        assert_eq!(shelf.len(), 0);
    });
    assert_eq!(stage.bodies(), ["\"1\"", "\"2\"", "\"3\""]);
}

/// What has it that a store which was full is asked again.
#[derive(Clone, Copy, Debug)]
enum Life {
    Close,
    Drop,
    Flush,
    Network,
    NextClient,
}

#[test]
fn what_is_owed_to_the_store_is_written_with_the_next_sign_of_life() {
    for life in [Life::Close, Life::Drop, Life::Flush, Life::Network, Life::NextClient] {
        let shelf = Shelf::default();
        let Stage { clock, server, network, outbox, client } =
            Stage::with(Outbox::new(shelf.clone()), |builder| builder);
        server.on("POST", "/messages").body("\"bad\"").reply(Answer::status(400));
        server.on("POST", "/messages").reply(Answer::json(200, TAKEN));
        network.set_online(false);
        clock.run(async {
            let good = client.say("good").enqueue("a").await.unwrap();
            let bad = client.say("bad").enqueue("a").await.unwrap();
            shelf.fill(true);
            network.set_online(true);
            good.delivered().await.unwrap();
            bad.delivered().await.unwrap_err();
            clock.sleep(Duration::from_secs(1)).await;
            assert!(shelf.len() == 2 && !shelf.contains("\"dead\":true"), "{life:?}");
            if let Life::NextClient = life {
                client.inner.close().await;
            }
            shelf.fill(false);
            let next = || crate::client::setting().2.clock(clock.clone()).spawner(clock.clone()).outbox(outbox.clone());
            let mut others = Vec::new();
            match life {
                Life::Close => client.inner.close().await,
                Life::Drop => drop(client),
                Life::Flush => assert_eq!(outbox.flush().await, 0),
                Life::Network => {
                    network.set_online(false);
                    network.set_online(true);
                    clock.sleep(Duration::from_secs(1)).await;
                }
                Life::NextClient => {
                    others.push(next().build().unwrap());
                    clock.sleep(Duration::from_secs(1)).await;
                }
            }
        });
        assert!(shelf.len() == 1 && shelf.contains("\"dead\":true"), "{life:?}");
        assert_eq!(server.calls().len(), 2, "{life:?}");
    }
}

#[test]
fn a_close_waits_for_the_store() {
    let clock = VirtualClock::new();
    let shelf =
        Shelf(Arc::new(Inner { takes: OnceLock::from((clock.clone(), Duration::from_secs(2))), ..Inner::default() }));
    let (_, server, builder) = crate::client::setting();
    server.on("POST", "/messages").reply(Answer::json(200, TAKEN));
    clock.run(async {
        let outbox = Outbox::new(shelf.clone()).open().await.unwrap();
        let builder = builder.transport(server.clone()).clock(clock.clone()).spawner(clock.clone());
        let client = builder.outbox(outbox).build().unwrap();
        let queued = client.say("1").enqueue("a").await.unwrap();
        // It was sent by now, and is being taken off the shelf.
        clock.sleep(Duration::from_secs(1)).await;
        assert_eq!((server.calls().len(), shelf.len()), (1, 1));
        client.inner.close().await;
        assert_eq!(shelf.len(), 0);
        queued.delivered().await.unwrap();
    });
}

#[test]
fn a_store_that_stays_full_holds_up_no_close_and_what_is_owed_is_sent_again_by_the_next() {
    let shelf = Shelf::default();
    let stage = Stage::with(Outbox::new(shelf.clone()), |builder| builder);
    stage.server.on("POST", "/messages").reply(Answer::json(200, TAKEN));
    stage.clock.run(async {
        stage.network.set_online(false);
        let queued = stage.client.say("1").enqueue("a").await.unwrap();
        shelf.fill(true);
        stage.network.set_online(true);
        queued.delivered().await.unwrap();
        stage.client.inner.close().await;
    });
    assert_eq!(stage.clock.passed(), Duration::ZERO);
    let keys = stage.keys();
    drop(stage);
    shelf.fill(false);
    let next = Stage::with(Outbox::new(shelf.clone()), |builder| builder);
    next.server.on("POST", "/messages").reply(Answer::json(200, TAKEN));
    assert_eq!(next.clock.run(next.outbox.flush()), 0);
    assert_eq!(next.keys(), keys);
}

#[test]
fn of_a_dead_letter_becomes_one_thing_at_a_time() {
    for retries_first in [true, false] {
        let (_, server, builder) = crate::client::setting();
        let clock = VirtualClock::new();
        server.on("POST", "/messages").once(Answer::status(400));
        server.on("POST", "/messages").reply(Answer::json(200, TAKEN));
        let shelf = Shelf(Arc::new(Inner {
            takes: OnceLock::from((clock.clone(), Duration::from_secs(1))),
            ..Inner::default()
        }));
        clock.run(async {
            let outbox = Outbox::new(shelf.clone()).open().await.unwrap();
            let builder = builder.transport(server.clone()).clock(clock.clone()).spawner(clock.clone());
            let client = builder.outbox(outbox.clone()).build().unwrap();
            let dead = client.say("dead").enqueue("a").await.unwrap();
            let id = dead.id();
            dead.delivered().await.unwrap_err();
            let (retried, discarded) = match retries_first {
                true => join(outbox.retry(id), outbox.discard(id)).await,
                false => {
                    let (discarded, retried) = join(outbox.discard(id), outbox.retry(id)).await;
                    (retried, discarded)
                }
            };
            assert_eq!((retried.unwrap(), discarded.unwrap()), (retries_first, !retries_first));
            assert_eq!(outbox.flush().await, 0);
            assert!(outbox.dead().is_empty());
            assert_eq!(shelf.len(), 0);
        });
        assert_eq!(server.calls().len(), if retries_first { 2 } else { 1 });
    }
}

#[test]
fn a_dead_letter_that_could_not_be_changed_is_one_still() {
    let shelf = Shelf::default();
    let stage = Stage::with(Outbox::new(shelf.clone()), |builder| builder);
    stage.server.on("POST", "/messages").once(Answer::status(400));
    stage.server.on("POST", "/messages").reply(Answer::json(200, TAKEN));
    stage.clock.run(async {
        let dead = stage.client.say("dead").enqueue("a").await.unwrap();
        let id = dead.id();
        dead.delivered().await.unwrap_err();
        shelf.fill(true);
        stage.outbox.retry(id).await.unwrap_err();
        stage.outbox.discard(id).await.unwrap_err();
        assert_eq!(stage.outbox.dead().len(), 1);
        shelf.fill(false);
        assert!(stage.outbox.retry(id).await.unwrap());
        assert_eq!(stage.outbox.flush().await, 0);
    });
    assert_eq!(stage.keys()[0], stage.keys()[1]);
}

/// A store that panics when it is asked for its second batch.
#[derive(Debug, Default)]
struct Clumsy(AtomicUsize);

impl OutboxStore for Clumsy {
    fn load(&self) -> BoxFuture<'static, Result<Loaded, OutboxError>> {
        Box::pin(std::future::ready(Ok(Loaded { next: 1, ..Loaded::default() })))
    }

    fn apply(&self, _changes: Vec<Change>) -> BoxFuture<'static, Result<(), OutboxError>> {
        assert_ne!(self.0.fetch_add(1, SeqCst), 1, "clumsy");
        Box::pin(std::future::ready(Ok(())))
    }
}

#[test]
fn a_store_that_panics_refuses_one_entry_and_the_next_is_kept() {
    let stage = Stage::with(Outbox::new(Clumsy::default()), |builder| builder);
    stage.server.on("POST", "/messages").reply(Answer::json(200, TAKEN));
    stage.network.set_online(false);
    stage.clock.run(async {
        let first = stage.client.say("1").enqueue("a").await.unwrap();
        let error = stage.client.say("2").enqueue("a").await.unwrap_err();
        assert!(error.to_string().contains("panicked"), "{error}");
        let third = stage.client.say("3").enqueue("a").await.unwrap();
        stage.network.set_online(true);
        first.delivered().await.unwrap();
        third.delivered().await.unwrap();
    });
    assert_eq!(stage.bodies(), ["\"1\"", "\"3\""]);
}

#[test]
fn many_who_wait_share_one_batch() {
    let clock = VirtualClock::new();
    let takes = OnceLock::from((clock.clone(), Duration::from_secs(1)));
    let shelf = Shelf(Arc::new(Inner { takes, ..Inner::default() }));
    let (_, server, builder) = crate::client::setting();
    server.on("POST", "/messages").reply(Answer::json(200, TAKEN));
    let network = clientwright_runtime::Connectivity::new();
    network.set_online(false);
    clock.run(async {
        let outbox = Outbox::new(shelf.clone()).open().await.unwrap();
        let builder = builder.transport(server).clock(clock.clone()).spawner(clock.clone()).outbox(outbox.clone());
        let client = builder.connectivity(network).build().unwrap();
        let calls = (0..50).map(|number| client.say(&number.to_string()).enqueue("a"));
        let queued = join_all(calls).await;
        assert!(queued.iter().all(Result::is_ok));
        assert_eq!(shelf.0.batches.load(SeqCst), 2, "the first goes alone, the others meanwhile wait together");
        let order: Vec<String> =
            outbox.pending().iter().map(|entry| String::from_utf8_lossy(entry.body()).into_owned()).collect();
        let made: Vec<String> = (0..50).map(|number| format!("\"{number}\"")).collect();
        assert_eq!(order, made);
    });
}
