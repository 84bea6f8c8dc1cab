//! In which order entries are sent.

use std::time::Duration;

use clientwright_runtime::testing::Answer;
use clientwright_runtime::{Body, BoxError, Bytes, Clock, Outbox};
use futures_util::FutureExt;
use futures_util::future::{join, join_all};

use crate::api::{Stage, TAKEN};

#[test]
fn a_call_is_kept_sent_and_gives_what_it_would_have_given() {
    let stage = Stage::new();
    stage.server.on("POST", "/messages").reply(Answer::json(200, r#"{"id":"1"}"#));
    stage.clock.run(async {
        let queued = stage.client.say("hello").enqueue("chat").await.unwrap();
        let key = queued.idempotency_key().to_owned();
        assert!(key.len() == 36 && !key.contains('"'), "{key} is no UUID without quotes");
        let message = queued.delivered().await.unwrap();
        assert_eq!(message["id"], "1");
        assert_eq!(stage.keys(), [key]);
    });
    assert_eq!(stage.bodies(), ["\"hello\""]);
    assert_eq!(stage.server.calls()[0].header("content-type"), Some("application/json"));
    assert!(stage.outbox.pending().is_empty());
}

#[test]
fn entries_of_a_queue_are_sent_one_after_another_in_the_order_of_calls() {
    let stage = Stage::new();
    stage.server.on("POST", "/messages").reply(Answer::json(200, TAKEN).delay(Duration::from_secs(1)));
    stage.network.set_online(false);
    stage.clock.run(async {
        for number in 0..20 {
            stage
                .client
                .say(&format!("{}{number}", ["a", "b"][number % 2]))
                .enqueue(["a", "b"][number % 2])
                .await
                .unwrap();
        }
        stage.network.set_online(true);
        stage.clock.sleep(Duration::from_millis(4500)).await;
        // Both queues are at it at once, and each has one entry on its way.
        assert_eq!(stage.server.calls().len(), 10);
        assert_eq!(stage.outbox.flush().await, 0);
    });
    for queue in ["a", "b"] {
        let sent: Vec<String> = stage.bodies().into_iter().filter(|body| body.contains(queue)).collect();
        let begins = usize::from(queue == "b");
        let made: Vec<String> = (begins..20).step_by(2).map(|number| format!("\"{queue}{number}\"")).collect();
        assert_eq!(sent, made);
    }
}

#[test]
fn what_may_pass_holds_up_its_own_queue_alone_and_is_repeated_with_its_key() {
    let stage = Stage::new();
    let rule = stage.server.on("POST", "/messages").body("\"stuck\"");
    // Three attempts of the call itself, twice.
    let rule = (0..6).fold(rule, |rule, _| rule.once(Answer::status(503)));
    rule.reply(Answer::json(200, TAKEN));
    stage.server.on("POST", "/messages").reply(Answer::json(200, TAKEN));
    stage.clock.run(async {
        let stuck = stage.client.say("stuck").enqueue("a").await.unwrap();
        let behind = stage.client.say("behind").enqueue("a").await.unwrap();
        let beside = stage.client.say("beside").enqueue("b").await.unwrap();
        beside.delivered().await.unwrap();
        assert_eq!(stage.outbox.pending().len(), 2);
        stuck.delivered().await.unwrap();
        behind.delivered().await.unwrap();
    });
    let bodies = stage.bodies();
    assert_eq!(bodies.iter().filter(|body| *body == "\"stuck\"").count(), 7);
    assert_eq!(bodies.last().unwrap(), "\"behind\"");
    let calls = stage.server.calls();
    let mut keys: Vec<_> =
        calls.iter().filter(|call| call.text() == "\"stuck\"").map(|call| call.header("idempotency-key")).collect();
    keys.dedup();
    assert_eq!(keys.len(), 1);
}

#[test]
fn as_many_queues_as_are_allowed_are_at_it_at_once() {
    for (set, at_once) in [(None, 4), (Some(1), 1), (Some(3), 3)] {
        let outbox = Outbox::in_memory();
        let outbox = set.map_or_else(Outbox::in_memory, |set| outbox.at_once(set));
        let stage = Stage::with(outbox, |builder| builder);
        stage.server.on("POST", "/messages").reply(Answer::json(200, TAKEN).delay(Duration::from_secs(10)));
        stage.clock.run(async {
            for queue in ["a", "b", "c", "d", "e"] {
                stage.client.say(queue).enqueue(queue).await.unwrap();
            }
            stage.pass(5).await;
            assert_eq!(stage.server.calls().len(), at_once);
            assert_eq!(stage.outbox.flush().await, 0);
        });
        assert_eq!(stage.server.calls().len(), 5);
    }
}

#[test]
fn the_time_that_a_server_asks_for_is_given() {
    let stage = Stage::new();
    let busy = Answer::status(503).header("retry-after", "600");
    stage.server.on("POST", "/messages").once(busy).reply(Answer::json(200, TAKEN));
    stage.clock.run(async {
        let queued = stage.client.say("x").enqueue("a").await.unwrap();
        stage.pass(590).await;
        // Neither a flush nor a network that comes back hurries it.
        assert_eq!(stage.outbox.flush().await, 1);
        stage.network.set_online(false);
        stage.network.set_online(true);
        stage.pass(5).await;
        assert_eq!(stage.server.calls().len(), 1);
        let waits = stage.outbox.pending()[0].waits_for();
        assert_eq!(waits, Some(clientwright_runtime::Waits::ServerAsked));
        queued.delivered().await.unwrap();
    });
    assert!(stage.clock.passed() >= Duration::from_secs(600));
}

#[test]
fn a_server_gets_a_day_at_most() {
    let stage = Stage::new();
    let busy = Answer::status(503).header("retry-after", "864000");
    stage.server.on("POST", "/messages").once(busy).reply(Answer::json(200, TAKEN));
    stage.clock.run(async { stage.client.say("x").enqueue("a").await.unwrap().delivered().await.unwrap() });
    let day = Duration::from_secs(24 * 60 * 60);
    assert!(stage.clock.passed() >= day && stage.clock.passed() < 2 * day, "{:?}", stage.clock.passed());
}

#[test]
fn the_order_is_that_in_which_calls_were_polled_first_and_a_body_that_is_read_comes_when_it_is_there() {
    let stage = Stage::new();
    stage.server.on("POST", "/messages").reply(Answer::json(200, TAKEN));
    stage.network.set_online(false);
    stage.clock.run(async {
        let clock = stage.clock.clone();
        let slow = Body::factory(None, move || {
            let ready = clock.sleep(Duration::from_secs(1));
            futures_util::stream::once(ready.map(|()| Ok::<_, BoxError>(Bytes::from_static(b"slow"))))
        });
        let made = ["c", "b", "a"].map(|text| stage.client.say(text).enqueue("a"));
        let slow = stage.client.post().body(slow).enqueue("a");
        let (slow, made) = join(slow, join_all(made.into_iter().rev())).await;
        assert!(slow.is_ok() && made.iter().all(Result::is_ok));
        stage.network.set_online(true);
        assert_eq!(stage.outbox.flush().await, 0);
    });
    assert_eq!(stage.bodies(), ["\"a\"", "\"b\"", "\"c\"", "slow"]);
}

#[test]
fn waits_are_bounded() {
    let stage = Stage::new();
    let rule = stage.server.on("POST", "/messages");
    (0..60).fold(rule, |rule, _| rule.once(Answer::status(500))).reply(Answer::json(200, TAKEN));
    stage.clock.run(async { stage.client.say("x").enqueue("a").await.unwrap().delivered().await.unwrap() });
    // Twenty sendings of three attempts.
    assert!(stage.clock.passed() < Duration::from_secs(20 * 65), "{:?}", stage.clock.passed());
}
