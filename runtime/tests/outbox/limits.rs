//! How much is kept, and for how long.

use std::time::Duration;

use clientwright_runtime::testing::Answer;
use clientwright_runtime::{ErrorKind, Outbox};

use crate::api::{Stage, TAKEN};

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
