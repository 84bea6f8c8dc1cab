//! How much is kept, and for how long.

use std::future::ready;
use std::time::Duration;

use clientwright_runtime::testing::Answer;
use clientwright_runtime::{ErrorKind, Outbox, OutboxError, OutboxErrorKind, Resolution, Revision};

use crate::api::{Stage, TAKEN};
use crate::store::Shelf;

#[test]
fn one_entry_too_many_is_refused_and_fits_once_another_is_gone() {
    let stage = Stage::with(Outbox::in_memory().max_entries(2), |builder| builder);
    stage.server.on("POST", "/messages").reply(Answer::json(200, TAKEN));
    stage.network.set_online(false);
    stage.clock.run(async {
        stage.client.say("1").enqueue("a").await.unwrap();
        stage.client.say("2").enqueue("b").await.unwrap();
        let error = stage.client.say("3").enqueue("c").await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Request);
        assert!(error.to_string().contains("2 entries already"), "{error}");
        stage.network.set_online(true);
        assert_eq!(stage.outbox.flush().await, 0);
        stage.client.say("3").enqueue("c").await.unwrap().delivered().await.unwrap();
    });
    assert_eq!(stage.server.calls().len(), 3);
}

#[test]
fn bytes_are_counted() {
    let stage = Stage::with(Outbox::in_memory().max_bytes(1000), |builder| builder);
    stage.network.set_online(false);
    stage.clock.run(async {
        stage.client.say(&"x".repeat(600)).enqueue("a").await.unwrap();
        let error = stage.client.say(&"x".repeat(600)).enqueue("a").await.unwrap_err();
        assert!(error.to_string().contains("of which 1000 are allowed"), "{error}");
        stage.client.say("x").enqueue("a").await.unwrap();
    });
    assert_eq!(stage.outbox.pending().len(), 2);
}

#[test]
fn an_entry_that_no_store_could_count_is_refused_whatever_the_limit() {
    let stage = Stage::with(Outbox::in_memory().max_bytes(usize::MAX), |builder| builder);
    stage.network.set_online(false);
    stage.clock.run(async {
        // Nobody looks at it, so that it takes no memory.
        let longest = vec![0; 512 << 20];
        let error = stage.client.post().body(longest).enqueue("a").await.unwrap_err();
        assert!(error.to_string().contains("of which 536870912 are allowed"), "{error}");
        stage.client.say("x").enqueue("a").await.unwrap();
    });
    assert_eq!(stage.outbox.pending().len(), 1);
}

/// An outbox that may have so many bytes on `shelf`, and answers conflicts by a body of so many.
fn growing(shelf: &Shelf, limit: usize, body: usize) -> Stage {
    let revision = Resolution::RetryWith(Revision::new().body("y".repeat(body)));
    let outbox = Outbox::new(shelf.clone()).max_bytes(limit);
    let stage = Stage::with(outbox.on_conflict(move |_| ready(revision.clone())), |builder| builder);
    let rule = stage.server.on("POST", "/messages").body(&format!("\"{}\"", "x".repeat(100)));
    rule.reply(Answer::status(412).delay(Duration::from_secs(1)));
    stage.server.on("POST", "/messages").reply(Answer::json(200, TAKEN));
    stage
}

#[test]
fn other_content_that_does_not_fit_makes_a_dead_letter_of_what_there_was() {
    let stage = growing(&Shelf::default(), 1000, 2000);
    stage.clock.run(async {
        let error = stage.client.say(&"x".repeat(100)).enqueue("a").await.unwrap().delivered().await.unwrap_err();
        let cause = std::error::Error::source(&error).unwrap().downcast_ref::<OutboxError>().unwrap();
        assert_eq!(cause.kind(), OutboxErrorKind::Full);
        assert!(error.to_string().contains("of which 1000 are allowed"), "{error}");
    });
    let dead = stage.outbox.dead();
    assert_eq!((dead.len(), dead[0].body().len(), dead[0].last_status()), (1, 102, Some(412)));
    assert_eq!(stage.server.calls().len(), 1);
}

#[test]
fn of_two_that_grow_at_once_one_fits() {
    let shelf = Shelf::default();
    let stage = growing(&shelf, 1200, 700);
    shelf.slow_down(&stage.clock);
    stage.clock.run(async {
        let [one, other] = ["a", "b"].map(|queue| stage.client.say(&"x".repeat(100)).enqueue(queue));
        stage.network.set_online(false);
        let (one, other) = (one.await.unwrap(), other.await.unwrap());
        stage.network.set_online(true);
        let ends = futures_util::future::join(one.delivered(), other.delivered()).await;
        assert_eq!([ends.0.is_ok(), ends.1.is_ok()].iter().filter(|is_ok| **is_ok).count(), 1);
    });
    assert_eq!(stage.outbox.dead().len(), 1);
}

#[test]
fn other_content_that_is_shorter_fits_where_there_is_too_much() {
    let shelf = Shelf::default();
    let before = growing(&shelf, 10_000, 0);
    before.network.set_online(false);
    before.clock.run(async { before.client.say(&"x".repeat(100)).enqueue("a").await.unwrap() });
    drop(before);
    let after = growing(&shelf, 1, 50);
    assert_eq!(after.clock.run(after.outbox.flush()), 0);
    assert_eq!((after.outbox.dead().len(), after.bodies()[1].len()), (0, 50));
}

#[test]
fn the_room_of_other_content_that_could_not_be_written_is_there_again() {
    let shelf = Shelf::default();
    let stage = growing(&shelf, 1500, 1000);
    stage.clock.run(async {
        stage.client.say(&"x".repeat(100)).enqueue("a").await.unwrap();
        shelf.fill(true);
        while stage.outbox.pending()[0].waits_for().is_none() {
            stage.pass(1).await;
        }
        shelf.fill(false);
        stage.network.set_online(false);
        stage.client.say(&"z".repeat(700)).enqueue("b").await.unwrap();
    });
}

#[test]
fn what_is_too_old_is_a_dead_letter_and_is_not_sent() {
    let stage = Stage::with(Outbox::in_memory().max_age(Duration::from_secs(3600)), |builder| builder);
    stage.server.on("POST", "/messages").reply(Answer::json(200, TAKEN));
    stage.network.set_online(false);
    stage.clock.run(async {
        let old = stage.client.say("old").enqueue("a").await.unwrap();
        stage.pass(3000).await;
        let young = stage.client.say("young").enqueue("a").await.unwrap();
        stage.pass(1000).await;
        stage.network.set_online(true);
        let error = old.delivered().await.unwrap_err();
        assert!(error.to_string().contains("older than the outbox allows"), "{error}");
        young.delivered().await.unwrap();
    });
    assert_eq!(stage.bodies(), ["\"young\""]);
    assert_eq!(stage.outbox.dead().len(), 1);
}
