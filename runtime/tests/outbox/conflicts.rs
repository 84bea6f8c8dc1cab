//! What a server finds in conflict, by each resolution; and what is no conflict of the app's.

use std::future::ready;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use clientwright_runtime::testing::Answer;
use clientwright_runtime::{Conflict, ErrorKind, Outbox, OutboxBuilder, PendingState, Resolution, Revision};

use crate::api::{Stage, TAKEN};
use crate::store::Shelf;

fn resolved(resolution: Resolution) -> (Stage, Arc<Mutex<Vec<Conflict>>>) {
    let asked = Arc::new(Mutex::new(Vec::new()));
    let noted = Arc::clone(&asked);
    let outbox = Outbox::in_memory().on_conflict(move |conflict: Conflict| {
        noted.lock().unwrap().push(conflict);
        ready(resolution.clone())
    });
    (staged(outbox), asked)
}

fn staged(outbox: OutboxBuilder) -> Stage {
    let stage = Stage::with(outbox, |builder| builder);
    let stale = Answer::json(412, r#"{"code":"stale"}"#).header("etag", "\"2\"");
    stage.server.on("POST", "/messages").once(stale).reply(Answer::json(200, TAKEN));
    stage
}

#[test]
fn by_default_it_is_a_dead_letter_and_the_queue_goes_on() {
    let stage = staged(Outbox::in_memory());
    stage.clock.run(async {
        let first = stage.client.say("1").enqueue("a").await.unwrap();
        let second = stage.client.say("2").enqueue("a").await.unwrap();
        let error = first.delivered().await.unwrap_err();
        assert_eq!((error.kind(), error.api().unwrap().code.as_str()), (ErrorKind::Api, "stale"));
        second.delivered().await.unwrap();
    });
    let dead = stage.outbox.dead();
    assert_eq!(
        (dead[0].body(), dead[0].state(), dead[0].last_status()),
        (&b"\"1\""[..], PendingState::Dead, Some(412))
    );
}

#[test]
fn retried_it_is_sent_as_it_was_after_a_wait() {
    let (stage, asked) = resolved(Resolution::Retry);
    stage.clock.run(async { stage.client.say("1").enqueue("a").await.unwrap().delivered().await.unwrap() });
    assert_eq!(stage.bodies(), ["\"1\"", "\"1\""]);
    assert_eq!(stage.keys()[0], stage.keys()[1]);
    assert!(stage.clock.passed() > Duration::ZERO);
    let asked = asked.lock().unwrap();
    assert_eq!((asked.len(), asked[0].status().as_u16()), (1, 412));
    assert_eq!(asked[0].headers()["etag"], "\"2\"");
    assert_eq!(asked[0].pending().operation_id(), "postMessage");
}

#[test]
fn retried_with_other_content_it_has_another_key_and_goes_at_once() {
    let revision = Revision::new().body("\"merged\"").header("If-Match", "\"2\"");
    let (stage, _) = resolved(Resolution::RetryWith(revision));
    stage.clock.run(async {
        let queued = stage.client.say("1").header("if-match", "\"1\"").enqueue("a").await.unwrap();
        let behind = stage.client.say("2").enqueue("a").await.unwrap();
        queued.delivered().await.unwrap();
        behind.delivered().await.unwrap();
    });
    assert_eq!(stage.bodies(), ["\"1\"", "\"merged\"", "\"2\""]);
    let calls = stage.server.calls();
    assert_ne!(stage.keys()[0], stage.keys()[1]);
    assert_eq!((calls[0].header("if-match"), calls[1].header("if-match")), (Some("\"1\""), Some("\"2\"")));
    assert_eq!(stage.clock.passed(), Duration::ZERO);
}

#[test]
fn other_content_is_not_sent_before_it_outlasts_a_crash() {
    let shelf = Shelf::default();
    let full = shelf.clone();
    let stage = staged(Outbox::new(shelf.clone()).on_conflict(move |_| {
        full.fill(true);
        ready(Resolution::RetryWith(Revision::new().body("\"merged\"")))
    }));
    stage.clock.run(async {
        let queued = stage.client.say("1").enqueue("a").await.unwrap();
        queued.delivered().await.unwrap();
        assert!(shelf.contains("\"1\"") && !shelf.contains("merged"));
    });
    assert_eq!(stage.bodies(), ["\"1\"", "\"1\""]);
    assert_eq!(stage.keys()[0], stage.keys()[1]);
}

#[test]
fn discarded_it_is_gone() {
    let (stage, _) = resolved(Resolution::Discard);
    stage.clock.run(async {
        let error = stage.client.say("1").enqueue("a").await.unwrap().delivered().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Request);
        assert!(error.to_string().contains("was discarded"), "{error}");
    });
    assert!(stage.outbox.pending().is_empty() && stage.outbox.dead().is_empty());
}

#[test]
fn credentials_do_not_get_into_the_outbox_by_a_resolution() {
    for header in ["Authorization", "X-Key", "X-Auth-Token"] {
        let (stage, _) = resolved(Resolution::RetryWith(Revision::new().header(header, "hunter2")));
        stage.clock.run(async {
            let error = stage.client.say("1").enqueue("a").await.unwrap().delivered().await.unwrap_err();
            assert!(error.to_string().contains("proves who is calling"), "{error}");
        });
        assert_eq!(stage.outbox.dead().len(), 1);
        assert_eq!(stage.bodies(), ["\"1\""]);
    }
}

#[test]
fn an_app_that_panics_gets_a_dead_letter() {
    let stage = staged(Outbox::in_memory().on_conflict(|_| async { panic!("of the app") }));
    stage.clock.run(async {
        stage.client.say("1").enqueue("a").await.unwrap().delivered().await.unwrap_err();
        stage.client.say("2").enqueue("a").await.unwrap().delivered().await.unwrap();
    });
    assert_eq!(stage.outbox.dead().len(), 1);
}

#[test]
fn a_first_request_that_is_still_at_work_is_waited_for() {
    let asked = Arc::new(Mutex::new(0));
    let noted = Arc::clone(&asked);
    let stage = Stage::with(
        Outbox::in_memory().on_conflict(move |_| {
            *noted.lock().unwrap() += 1;
            ready(Resolution::DeadLetter)
        }),
        |builder| builder,
    );
    let at_work =
        r#"{"type":"https://example.com/idempotency","title":"A request is outstanding for this Idempotency-Key"}"#;
    let at_work = Answer::json(409, at_work);
    stage.server.on("POST", "/messages").once(at_work).reply(Answer::json(200, TAKEN));
    stage.clock.run(async { stage.client.say("1").enqueue("a").await.unwrap().delivered().await.unwrap() });
    assert_eq!(*asked.lock().unwrap(), 0);
    assert_eq!(stage.keys()[0], stage.keys()[1]);
}

#[test]
fn a_server_that_is_at_work_for_good_does_not_stop_the_queue_for_good() {
    let asked = Arc::new(Mutex::new(Vec::new()));
    let noted = Arc::clone(&asked);
    let stage = Stage::with(
        Outbox::in_memory().on_conflict(move |conflict| {
            noted.lock().unwrap().push(conflict.pending().attempts());
            ready(Resolution::DeadLetter)
        }),
        |builder| builder,
    );
    let rule = stage.server.on("POST", "/messages");
    let at_work = || Answer::json(409, r#"{"title":"A request is outstanding for this Idempotency-Key"}"#);
    let rule = (0..61).fold(rule, |rule, _| rule.once(at_work()));
    rule.reply(Answer::json(200, TAKEN));
    stage.clock.run(async {
        let first = stage.client.say("1").enqueue("a").await.unwrap();
        let second = stage.client.say("2").enqueue("a").await.unwrap();
        assert_eq!(first.delivered().await.unwrap_err().status().unwrap().as_u16(), 409);
        second.delivered().await.unwrap();
    });
    assert_eq!((asked.lock().unwrap().as_slice(), stage.server.calls().len()), (&[60][..], 62));
}

#[test]
fn a_key_that_was_used_for_something_else_is_a_dead_letter() {
    let stage = Stage::new();
    stage.server.on("POST", "/messages").once(Answer::json(422, r#"{"code":"key"}"#)).reply(Answer::json(200, TAKEN));
    stage.clock.run(async {
        let error = stage.client.say("1").enqueue("a").await.unwrap().delivered().await.unwrap_err();
        assert_eq!(error.status().unwrap().as_u16(), 422);
    });
    assert_eq!((stage.outbox.dead().len(), stage.server.calls().len()), (1, 1));
}
