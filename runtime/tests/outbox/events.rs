//! What an app is told.

use clientwright_runtime::testing::Answer;
use clientwright_runtime::{OutboxEvent, Waits};
use futures_util::{FutureExt, StreamExt};

use crate::api::{Stage, TAKEN};

fn name(event: &OutboxEvent) -> String {
    match event {
        OutboxEvent::Queued(_) => "queued".to_owned(),
        OutboxEvent::Sending(_) => "sending".to_owned(),
        OutboxEvent::Deferred { waits: Waits::Backoff, .. } => "deferred".to_owned(),
        OutboxEvent::Delivered { status, body, .. } => format!("delivered {status} {}", String::from_utf8_lossy(body)),
        OutboxEvent::Conflict { status, .. } => format!("conflict {}", status.as_u16()),
        OutboxEvent::Dead(pending) => format!("dead {}", pending.last_status().unwrap()),
        OutboxEvent::Discarded(_) => "discarded".to_owned(),
        OutboxEvent::Missed(count) => format!("missed {count}"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn each_step_of_an_entry_is_told_in_order() {
    let stage = Stage::new();
    let rule = stage.server.on("POST", "/messages");
    let rule = (0..3).fold(rule, |rule, _| rule.once(Answer::status(500)));
    rule.once(Answer::json(200, TAKEN)).once(Answer::status(409)).reply(Answer::status(400));
    let mut events = stage.outbox.events();
    stage.clock.run(async {
        for text in ["taken", "conflict", "bad"] {
            let queued = stage.client.say(text).enqueue("a").await.unwrap();
            let id = queued.id();
            if queued.delivered().await.is_err() {
                stage.outbox.discard(id).await.unwrap();
            }
        }
    });
    let told: Vec<String> =
        std::iter::from_fn(|| events.next().now_or_never().flatten()).map(|event| name(&event)).collect();
    assert_eq!(
        told,
        [
            "queued",
            "sending",
            "deferred",
            "sending",
            "delivered 200 OK true",
            "queued",
            "sending",
            "conflict 409",
            "dead 409",
            "discarded",
            "queued",
            "sending",
            "dead 400",
            "discarded",
        ]
    );
}

#[test]
fn a_reader_that_is_too_slow_is_told_what_it_missed() {
    let stage = Stage::new();
    stage.network.set_online(false);
    let mut events = stage.outbox.events();
    stage.clock.run(async {
        for _ in 0..300 {
            stage.client.say("x").enqueue("a").await.unwrap();
        }
    });
    let told: Vec<String> =
        std::iter::from_fn(|| events.next().now_or_never().flatten()).map(|event| name(&event)).collect();
    assert_eq!((told[0].as_str(), told.len()), ("missed 44", 257));
}

#[test]
fn the_events_of_an_outbox_that_is_gone_end() {
    let stage = Stage::new();
    let mut events = stage.outbox.events();
    drop(stage);
    assert!(events.next().now_or_never().unwrap().is_none());
}
