//! Who sends where nothing runs tasks, and what becomes of what is on its way when its client, or what runs its task, goes.

use std::future::pending;
use std::time::Duration;

use clientwright_runtime::testing::{Answer, MockTransport, VirtualClock};
use clientwright_runtime::{Clock, ErrorKind, NoSpawner, Outbox, TokioClock, TokioSpawner};
use futures_util::future::{Either, join, select};
use futures_util::stream::FuturesUnordered;
use futures_util::{FutureExt, StreamExt};

use crate::api::{Stage, TAKEN};
use crate::client::setting;
use crate::store::Shelf;

/// A stage on which nobody runs tasks, and each answer takes so many seconds.
fn alone(seconds: u64) -> Stage {
    let stage = Stage::with(Outbox::in_memory(), |builder| builder.spawner(NoSpawner));
    stage.server.on("POST", "/messages").reply(Answer::json(200, TAKEN).delay(Duration::from_secs(seconds)));
    stage
}

#[test]
fn where_nothing_runs_tasks_whoever_waits_for_an_entry_sends_it_and_what_is_before_it() {
    let stage = alone(1);
    stage.clock.run(async {
        stage.client.say("1").enqueue("a").await.unwrap();
        let second = stage.client.say("2").enqueue("a").await.unwrap();
        stage.pass(10).await;
        assert!(stage.server.calls().is_empty(), "nobody waits");
        second.delivered().await.unwrap();
    });
    assert_eq!(stage.bodies(), ["\"1\"", "\"2\""]);
}

#[test]
fn where_nothing_runs_tasks_a_flush_sends_all() {
    let stage = alone(1);
    stage.clock.run(async {
        for queue in ["a", "a", "b"] {
            stage.client.say(queue).enqueue(queue).await.unwrap();
        }
        assert_eq!(stage.outbox.flush().await, 0);
    });
    assert_eq!(stage.server.calls().len(), 3);
}

#[test]
fn of_two_who_wait_each_goes_on_where_the_other_goes() {
    let stage = alone(5);
    stage.clock.run(async {
        let (first, second) = (stage.client.say("1").enqueue("a").await, stage.client.say("2").enqueue("b").await);
        let (first, second) = (first.unwrap().delivered(), second.unwrap().delivered());
        let impatient = async {
            match select(first, stage.clock.sleep(Duration::from_secs(2))).await {
                Either::Left(_) => panic!("it takes longer"),
                Either::Right(((), first)) => drop(first),
            }
        };
        // Each is polled when it is woken, and not before.
        let second = async { drop(second.await.unwrap()) };
        let both: FuturesUnordered<_> = [impatient.boxed_local(), second.boxed_local()].into_iter().collect();
        assert_eq!(both.count().await, 2);
        assert_eq!(stage.outbox.flush().await, 0);
    });
    // What had been begun by the one who has gone was begun again, as it was.
    let mut sent: Vec<_> = stage.bodies().into_iter().zip(stage.keys()).collect();
    sent.sort();
    assert_eq!(sent.len(), 4);
    assert!(sent[0] == sent[1] && sent[2] == sent[3]);
}

#[test]
fn a_client_that_nothing_runs_tasks_for_closes_and_who_waits_is_told() {
    let stage = alone(3600);
    stage.clock.run(async {
        let queued = stage.client.say("1").enqueue("a").await.unwrap();
        let closes = async {
            stage.pass(1).await;
            stage.client.inner.close().await;
        };
        let (error, ()) = join(queued.delivered(), closes).await;
        assert_eq!(error.unwrap_err().kind(), ErrorKind::Closed);
    });
    assert_eq!(stage.outbox.pending().len(), 1);
}

/// A runtime of tokio, on whose own threads nothing runs.
fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap()
}

#[test]
fn a_client_that_is_built_outside_of_a_runtime_sends_what_was_left_once_a_flush_is_inside_of_one() {
    let shelf = Shelf::default();
    let before = Stage::with(Outbox::new(shelf.clone()), |builder| builder);
    before.network.set_online(false);
    before.clock.run(async { before.client.say("1").enqueue("a").await.unwrap() });
    drop(before);
    let server = MockTransport::new(&TokioClock);
    server.on("POST", "/messages").reply(Answer::json(200, TAKEN));
    let outbox = Outbox::new(shelf.clone()).open().now_or_never().unwrap().unwrap();
    let builder = setting().2.transport(server.clone()).clock(TokioClock).spawner(TokioSpawner);
    let _client = builder.outbox(outbox.clone()).build().unwrap();
    assert_eq!(runtime().block_on(outbox.flush()), 0);
    assert_eq!((server.calls().len(), shelf.len()), (1, 0));
}

#[test]
fn what_a_runtime_had_on_its_way_when_it_ended_is_sent_in_the_next_with_its_key() {
    let server = MockTransport::new(&TokioClock);
    server.on("POST", "/messages").once(Answer::silence()).reply(Answer::json(200, TAKEN));
    let outbox = Outbox::in_memory().open().now_or_never().unwrap().unwrap();
    let builder = setting().2.transport(server.clone()).clock(TokioClock).spawner(TokioSpawner);
    let client = builder.outbox(outbox.clone()).build().unwrap();
    let first = runtime();
    let queued = first.block_on(async {
        let queued = client.say("1").enqueue("a").await.unwrap();
        while server.calls().is_empty() {
            tokio::task::yield_now().await;
        }
        queued
    });
    drop(first);
    runtime().block_on(queued.delivered()).unwrap();
    let keys: Vec<_> = server.calls().iter().map(|call| call.header("idempotency-key").map(str::to_owned)).collect();
    assert_eq!(keys.len(), 2);
    assert_eq!(keys[0], keys[1]);
}

#[test]
fn what_is_answered_while_the_client_closes_is_taken() {
    let shelf = Shelf::default();
    let stage = Stage::with(Outbox::new(shelf.clone()), |builder| builder);
    stage.server.on("POST", "/messages").reply(Answer::json(200, TAKEN).delay(Duration::from_secs(4)));
    stage.clock.run(async {
        let first = stage.client.say("1").enqueue("a").await.unwrap();
        let second = stage.client.say("2").enqueue("a").await.unwrap();
        stage.pass(1).await;
        let (first, ()) = join(first.delivered(), stage.client.inner.close()).await;
        first.unwrap();
        assert_eq!(second.delivered().await.unwrap_err().kind(), ErrorKind::Closed);
    });
    assert_eq!((stage.server.calls().len(), shelf.len()), (1, 1));
}

#[test]
fn an_app_that_never_says_what_to_do_about_a_conflict_holds_up_no_close() {
    let stage = Stage::with(Outbox::in_memory().on_conflict(|_| pending()), |builder| builder);
    stage.server.on("POST", "/messages").reply(Answer::status(412));
    stage.clock.run(async {
        let queued = stage.client.say("1").enqueue("a").await.unwrap();
        stage.pass(1).await;
        stage.client.inner.close().await;
        assert_eq!(queued.delivered().await.unwrap_err().kind(), ErrorKind::Closed);
    });
    assert_eq!(stage.clock.passed(), Duration::from_secs(6));
    assert_eq!((stage.outbox.pending().len(), stage.outbox.dead().len()), (1, 0));
}

#[test]
fn a_client_that_is_dropped_ends_what_is_on_its_way_and_leaves_the_rest_to_the_next() {
    let Stage { clock, server, outbox, client, .. } = Stage::new();
    server.on("POST", "/messages").reply(Answer::json(200, TAKEN).delay(Duration::from_secs(4)));
    let next = |clock: &VirtualClock, server: &MockTransport| {
        let builder = setting().2.transport(server.clone()).clock(clock.clone()).spawner(clock.clone());
        builder.outbox(outbox.clone()).build()
    };
    clock.run(async {
        let first = client.say("1").enqueue("a").await.unwrap();
        let second = client.say("2").enqueue("a").await.unwrap();
        clock.sleep(Duration::from_secs(1)).await;
        drop(client);
        assert!(next(&clock, &server).is_err(), "it is still at it");
        first.delivered().await.unwrap();
        assert_eq!(second.delivered().await.unwrap_err().kind(), ErrorKind::Closed);
        let _next = next(&clock, &server).unwrap();
        assert_eq!(outbox.flush().await, 0);
    });
    assert_eq!(server.calls().iter().map(|call| call.text()).collect::<Vec<_>>(), ["\"1\"", "\"2\""]);
}
