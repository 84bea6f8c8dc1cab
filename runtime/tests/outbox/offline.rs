//! What becomes of entries while there is no network, and when the client is gone.

use std::time::Duration;

use clientwright_runtime::testing::Answer;
use clientwright_runtime::{ErrorKind, Outbox, TransportErrorKind, Waits};
use futures_util::FutureExt;

use crate::api::{Stage, TAKEN};
use crate::client::setting;

#[test]
fn offline_nothing_is_sent_and_online_all_of_it_at_once() {
    let stage = Stage::new();
    stage.server.on("POST", "/messages").reply(Answer::json(200, TAKEN));
    stage.network.set_online(false);
    stage.clock.run(async {
        let queued = stage.client.say("x").enqueue("a").await.unwrap();
        stage.pass(3600).await;
        assert!(stage.server.calls().is_empty());
        assert_eq!(stage.outbox.flush().await, 1);
        stage.network.set_online(true);
        queued.delivered().await.unwrap();
        assert_eq!(stage.clock.passed(), Duration::from_secs(3600));
    });
}

#[test]
fn a_network_that_comes_back_ends_the_wait_for_the_next_try() {
    let stage = Stage::new();
    let broken = || Answer::error(TransportErrorKind::Connect);
    let rule = stage.server.on("POST", "/messages");
    (0..30).fold(rule, |rule, _| rule.once(broken())).reply(Answer::json(200, TAKEN));
    stage.clock.run(async {
        let mut queued = stage.client.say("x").enqueue("a").await.unwrap().delivered();
        while (&mut queued).now_or_never().is_none() {
            stage.pass(1).await;
            let before = stage.server.calls().len();
            if stage.outbox.pending().first().is_some_and(|entry| entry.waits_for() == Some(Waits::Backoff)) {
                stage.network.set_online(false);
                stage.network.set_online(true);
                stage.clock.run_now().await;
                assert!(stage.server.calls().len() > before);
            }
        }
    });
}

/// One turn for everybody.
trait RunNow {
    async fn run_now(&self);
}

impl RunNow for clientwright_runtime::testing::VirtualClock {
    async fn run_now(&self) {
        use clientwright_runtime::Clock;
        self.sleep(Duration::from_millis(1)).await;
    }
}

#[test]
fn flush_tries_at_once_what_waits_for_its_next_try() {
    let stage = Stage::new();
    let rule = stage.server.on("POST", "/messages");
    (0..3).fold(rule, |rule, _| rule.once(Answer::status(500))).reply(Answer::json(200, TAKEN));
    stage.clock.run(async {
        stage.client.say("x").enqueue("a").await.unwrap();
        while stage.outbox.pending()[0].waits_for().is_none() {
            stage.clock.run_now().await;
        }
        assert_eq!(stage.outbox.flush().await, 0);
        assert_eq!(stage.server.calls().len(), 4);
    });
}

#[test]
fn what_is_on_its_way_when_the_client_closes_stays() {
    let stage = Stage::new();
    stage.server.on("POST", "/messages").once(Answer::silence()).reply(Answer::json(200, TAKEN));
    stage.clock.run(async {
        let first = stage.client.say("1").enqueue("a").await.unwrap();
        let second = stage.client.say("2").enqueue("a").await.unwrap();
        stage.pass(1).await;
        stage.client.inner.close().await;
        for queued in [first, second] {
            let error = queued.delivered().await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Closed);
            assert_eq!(error.operation_id(), "postMessage");
        }
        let late = stage.client.say("3").enqueue("a").await.unwrap_err();
        assert_eq!(late.kind(), ErrorKind::Closed);
    });
    let left: Vec<String> =
        stage.outbox.pending().iter().map(|entry| String::from_utf8_lossy(entry.body()).into_owned()).collect();
    assert_eq!(left, ["\"1\"", "\"2\""]);
    // The next client sends it, with the key that the server may have seen.
    let (_, _, builder) = setting();
    let builder = builder.transport(stage.server.clone()).clock(stage.clock.clone()).spawner(stage.clock.clone());
    let _client = builder.outbox(stage.outbox.clone()).build().unwrap();
    assert_eq!(stage.clock.run(stage.outbox.flush()), 0);
    assert_eq!(stage.bodies(), ["\"1\"", "\"1\"", "\"2\""]);
    assert_eq!(stage.keys()[0], stage.keys()[1]);
}

#[test]
fn a_client_that_is_dropped_lets_go_of_its_outbox() {
    let (clock, server, builder) = setting();
    server.on("POST", "/messages").reply(Answer::json(200, TAKEN));
    let outbox = clock.run(Outbox::in_memory().open()).unwrap();
    let client = builder.outbox(outbox.clone()).build().unwrap();
    let again = |outbox: &Outbox| setting().2.outbox(outbox.clone()).build();
    assert!(again(&outbox).unwrap_err().to_string().contains("another client's"));
    drop(client);
    assert!(again(&outbox).is_ok());
}
