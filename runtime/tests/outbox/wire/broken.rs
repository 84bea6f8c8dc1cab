//! Servers that break off before they answer, or while they do.

use std::time::Duration;

use clientwright_runtime::testing::{Answer, Script};
use clientwright_runtime::{ErrorKind, Outbox, RetryPolicy, Timeouts, Waits};
use tokio::task::yield_now;

use super::{Wire, applied, same, taking};
use crate::api::TAKEN;
use crate::client::ClientBuilder;

const MINUTE: Duration = Duration::from_secs(60);

/// What a server does that has read a request, and leaves open what it makes of it.
fn lost() -> Vec<Script> {
    let wrote = |text: &'static str| Script::new().request().write(text);
    let beginnings = || {
        [
            Script::new().request(),
            wrote("HTTP/1.1 200 OK\r\ncontent-le"),
            wrote("HTTP/1.1 503 Service Unavailable\r\ncontent-length: 10\r\n\r\nbus"),
            wrote("HTTP/1.1 100 Continue\r\n\r\n"),
        ]
    };
    beginnings().map(Script::close).into_iter().chain(beginnings().map(Script::reset)).collect()
}

#[tokio::test]
async fn a_server_that_dies_before_it_answers_gets_the_same_again() {
    for script in lost() {
        let mut wire = Wire::new().await;
        wire.server.once(script.clone());
        wire.server.once(script.clone());
        wire.server.always(taking());
        let queued = wire.client.say("once").enqueue("a").await.unwrap();
        for _ in 0..2 {
            assert_eq!(wire.deferred(1).await.0, Waits::Backoff, "{script:?}");
            wire.clock.advance(MINUTE);
        }
        assert!(queued.delivered().await.is_ok(), "{script:?}");
        let requests = wire.server.requests();
        assert_eq!((requests.len(), requests[0].text().as_str()), (3, "\"once\""), "{script:?}");
        same(&requests);
    }
}

#[tokio::test]
async fn the_attempts_of_one_sending_are_the_same_too() {
    let retry = RetryPolicy::standard().backoff(Duration::ZERO, Duration::ZERO);
    for script in lost() {
        let wire = Wire::with(Outbox::in_memory(), |builder: ClientBuilder| builder.retry(retry.clone())).await;
        wire.server.once(script.clone());
        wire.server.once(script.clone());
        wire.server.always(taking());
        let queued = wire.client.say("once").enqueue("a").await.unwrap();
        queued.delivered().await.unwrap();
        assert_eq!((wire.server.requests().len(), wire.clock.passed()), (3, Duration::ZERO), "{script:?}");
        same(&wire.server.requests());
    }
}

#[tokio::test]
async fn what_a_server_says_to_have_taken_is_not_sent_again_whatever_becomes_of_its_answer() {
    let head = "HTTP/1.1 201 Created\r\ncontent-type: application/json\r\n";
    for rest in
        ["content-length: 40\r\n\r\n", "content-length: 40\r\n\r\n{\"id\"", "transfer-encoding: chunked\r\n\r\n4\r\ntr"]
    {
        let begun = Script::new().request().write(format!("{head}{rest}"));
        for script in [begun.clone().close(), begun.reset()] {
            let mut wire = Wire::new().await;
            wire.server.once(script.clone());
            wire.server.always(taking());
            let first = wire.client.say("1").enqueue("a").await.unwrap();
            let second = wire.client.say("2").enqueue("a").await.unwrap();
            let error = wire.never_again(first).await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Io, "{script:?}: what it has answered is not known");
            second.delivered().await.unwrap();
            let sent: Vec<_> = wire.server.requests().iter().map(|request| request.text()).collect();
            assert_eq!(
                (sent, wire.outbox.dead().len()),
                (vec!["\"1\"".to_owned(), "\"2\"".to_owned()], 0),
                "{script:?}"
            );
        }
    }
}

#[tokio::test]
async fn nor_where_a_limit_of_time_ends_the_wait_for_the_rest() {
    let limits = [Timeouts::none().read(MINUTE), Timeouts::none().operation(MINUTE)];
    for timeouts in limits {
        let mut wire = Wire::with(Outbox::in_memory(), |builder| builder.timeouts(timeouts)).await;
        let half = "HTTP/1.1 201 Created\r\ncontent-length: 40\r\n\r\n{\"id\"";
        wire.server.once(Script::new().request().write(half).until_left());
        let queued = wire.client.say("1").enqueue("a").await.unwrap();
        wire.server.until_requests(1).await;
        // What was written reaches the client as it gets its turn.
        for _ in 0..1000 {
            yield_now().await;
        }
        wire.clock.advance(MINUTE);
        let error = wire.never_again(queued).await.unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Timeout(_)), "{error}");
        assert_eq!((wire.outbox.pending().len(), wire.outbox.dead().len(), wire.server.requests().len()), (0, 0, 1));
    }
}

#[tokio::test]
async fn a_server_that_is_busy_gets_it_again_when_it_has_said() {
    let mut wire = Wire::new().await;
    let busy = Answer::status(503).header("retry-after", "600").body("busy");
    wire.server.once(Script::new().request().answer(busy).request().answer(Answer::json(200, TAKEN)));
    let queued = wire.client.say("x").enqueue("a").await.unwrap();
    let (waits, wait) = wire.deferred(1).await;
    assert!(waits == Waits::ServerAsked && wait >= Duration::from_secs(600), "{wait:?}");
    wire.clock.advance(Duration::from_secs(599));
    assert_eq!((wire.outbox.flush().await, wire.server.requests().len()), (1, 1));
    wire.clock.advance(wait);
    queued.delivered().await.unwrap();
    same(&wire.server.requests());
    assert_eq!((wire.server.requests().len(), wire.server.connections()), (2, 1));
}

#[tokio::test]
async fn a_server_that_stalls_holds_up_its_own_queue_alone() {
    let timeouts = Timeouts::none().attempt(MINUTE);
    let mut wire = Wire::with(Outbox::in_memory(), |builder| builder.timeouts(timeouts)).await;
    wire.server.once(Script::new().request().until_left());
    wire.server.always(taking());
    let stuck = wire.client.say("stuck").enqueue("a").await.unwrap();
    let behind = wire.client.say("behind").enqueue("a").await.unwrap();
    wire.server.until_requests(1).await;
    for number in 0..20 {
        wire.client.say(&number.to_string()).enqueue("b").await.unwrap().delivered().await.unwrap();
    }
    assert_eq!((wire.outbox.pending().len(), wire.clock.passed()), (2, Duration::ZERO));
    wire.clock.advance(MINUTE);
    wire.deferred(1).await;
    wire.clock.advance(MINUTE);
    stuck.delivered().await.unwrap();
    behind.delivered().await.unwrap();
    let requests = wire.server.requests();
    same(&[requests[0].clone(), requests[21].clone()]);
    assert_eq!((requests.len(), applied(&requests).last().unwrap().as_str()), (23, "\"behind\""));
}
