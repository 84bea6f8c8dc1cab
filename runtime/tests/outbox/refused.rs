//! What is refused for good.

use clientwright_runtime::testing::Answer;
use clientwright_runtime::{AfterFailure, EntryId, Outbox};

use crate::api::{Stage, TAKEN};

fn refusing(after: AfterFailure) -> Stage {
    let stage = Stage::with(Outbox::in_memory().after_failure(after), |builder| builder);
    stage.server.on("POST", "/messages").body("\"bad\"").once(Answer::status(400)).reply(Answer::json(200, TAKEN));
    stage.server.on("POST", "/messages").reply(Answer::json(200, TAKEN));
    stage
}

#[test]
fn it_is_a_dead_letter_and_the_next_one_is_sent() {
    let stage = refusing(AfterFailure::GoOn);
    stage.clock.run(async {
        let bad = stage.client.say("bad").enqueue("a").await.unwrap();
        let good = stage.client.say("good").enqueue("a").await.unwrap();
        assert_eq!(bad.delivered().await.unwrap_err().status().unwrap().as_u16(), 400);
        good.delivered().await.unwrap();
    });
    let dead = stage.outbox.dead();
    assert_eq!((dead.len(), dead[0].attempts(), dead[0].last_status()), (1, 1, Some(400)));
    assert!(dead[0].last_failure().unwrap().contains("400"));
    assert!(stage.outbox.pending().is_empty());
}

#[test]
fn a_queue_that_halts_waits_for_the_app() {
    for retries in [true, false] {
        let stage = refusing(AfterFailure::Halt);
        stage.clock.run(async {
            let bad = stage.client.say("bad").enqueue("a").await.unwrap();
            let good = stage.client.say("good").enqueue("a").await.unwrap();
            let beside = stage.client.say("beside").enqueue("b").await.unwrap();
            let id = bad.id();
            bad.delivered().await.unwrap_err();
            beside.delivered().await.unwrap();
            assert_eq!(stage.outbox.flush().await, 1);
            let done = if retries { stage.outbox.retry(id).await } else { stage.outbox.discard(id).await };
            assert!(done.unwrap());
            good.delivered().await.unwrap();
            assert!(stage.outbox.dead().is_empty());
        });
        let bad = stage.bodies().iter().filter(|body| *body == "\"bad\"").count();
        assert_eq!(bad, if retries { 2 } else { 1 });
        assert_eq!(stage.bodies().last().unwrap(), "\"good\"");
    }
}

/// Sends what is refused: a dead letter.
async fn dead(stage: &Stage) -> EntryId {
    let bad = stage.client.say("bad").enqueue("a").await.unwrap();
    let id = bad.id();
    bad.delivered().await.unwrap_err();
    id
}

#[test]
fn a_dead_letter_is_sent_again_with_its_key() {
    let stage = refusing(AfterFailure::GoOn);
    stage.clock.run(async {
        let id = dead(&stage).await;
        assert!(stage.outbox.retry(id).await.unwrap());
        assert_eq!(stage.outbox.flush().await, 0);
        assert!(!stage.outbox.retry(id).await.unwrap(), "it is gone");
        assert!(!stage.outbox.discard(id).await.unwrap());
    });
    assert_eq!(stage.keys()[0], stage.keys()[1]);
}

#[test]
fn a_dead_letter_that_is_sent_again_has_its_place_in_the_queue() {
    let stage = refusing(AfterFailure::GoOn);
    stage.clock.run(async {
        let id = dead(&stage).await;
        stage.network.set_online(false);
        stage.client.say("later").enqueue("a").await.unwrap();
        assert!(stage.outbox.retry(id).await.unwrap());
        stage.network.set_online(true);
        assert_eq!(stage.outbox.flush().await, 0);
    });
    assert_eq!(stage.bodies(), ["\"bad\"", "\"bad\"", "\"later\""]);
}

#[test]
fn a_dead_letter_is_there_until_the_app_says_otherwise() {
    let stage = refusing(AfterFailure::GoOn);
    stage.clock.run(async {
        stage.client.say("bad").enqueue("a").await.unwrap().delivered().await.unwrap_err();
        stage.pass(365 * 24 * 60 * 60).await;
        stage.network.set_online(false);
        stage.network.set_online(true);
        assert_eq!(stage.outbox.flush().await, 0);
    });
    assert_eq!((stage.outbox.dead().len(), stage.bodies().len()), (1, 1));
}

#[test]
fn an_entry_that_waits_can_be_discarded_and_one_on_its_way_cannot() {
    let stage = Stage::new();
    stage.server.on("POST", "/messages").reply(Answer::json(200, TAKEN).delay(std::time::Duration::from_secs(5)));
    stage.clock.run(async {
        let first = stage.client.say("1").enqueue("a").await.unwrap();
        let second = stage.client.say("2").enqueue("a").await.unwrap();
        stage.pass(1).await;
        assert!(!stage.outbox.discard(first.id()).await.unwrap());
        assert!(stage.outbox.discard(second.id()).await.unwrap());
        let error = second.delivered().await.unwrap_err();
        let cause = std::error::Error::source(&error).unwrap();
        let cause = cause.downcast_ref::<clientwright_runtime::OutboxError>().unwrap();
        assert_eq!(cause.kind(), clientwright_runtime::OutboxErrorKind::Discarded);
        first.delivered().await.unwrap();
    });
    assert_eq!(stage.bodies(), ["\"1\""]);
}

#[test]
fn an_outcome_nobody_can_read_is_taken_all_the_same() {
    let stage = Stage::new();
    stage.server.on("POST", "/messages").reply(Answer::json(200, "no json"));
    stage.clock.run(async {
        let error = stage.client.say("1").enqueue("a").await.unwrap().delivered().await.unwrap_err();
        assert_eq!(error.kind(), clientwright_runtime::ErrorKind::Decode);
    });
    assert!(stage.outbox.pending().is_empty() && stage.outbox.dead().is_empty());
    assert_eq!(stage.server.calls().len(), 1);
}
