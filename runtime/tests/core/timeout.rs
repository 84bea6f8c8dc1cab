//! Every time limit is one kind of error, with its phase.

use std::time::Duration;

use clientwright_runtime::testing::Answer;
use clientwright_runtime::{Body, Clock, Error, Outcome, Phase, RetryPolicy, Sent, Timeouts, TransportErrorKind};
use futures_util::{StreamExt, stream};

use crate::api::ITEM;
use crate::client::{Problem, setting};

const fn secs(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

/// The error of a GET that is answered with `answer`, under `timeouts`; and how long it took.
fn get(timeouts: Timeouts, answer: Answer) -> (Error<Problem>, Duration) {
    let (clock, server, builder) = setting();
    server.on("GET", "/item").reply(answer);
    let client = builder.timeouts(timeouts).retry(RetryPolicy::never()).build().unwrap();
    let error = clock.run(async { client.get().await.unwrap_err() });
    assert!(error.is_timeout(), "{error}");
    (error, clock.passed())
}

#[test]
fn the_attempt_has_thirty_seconds() {
    let (error, passed) = get(Timeouts::new(), Answer::silence());
    assert_eq!((error.timeout_phase(), error.limit(), passed), (Some(Phase::Attempt), Some(secs(30)), secs(30)));
    assert_eq!((error.elapsed(), error.was_sent()), (secs(30), Sent::Maybe));
    assert!(error.to_string().contains("the attempt timed out after 30s (limit 30s)"), "{error}");
}

#[test]
fn the_attempt_includes_the_body() {
    let slow = Answer::status(200).body_after(secs(20), "{").body_after(secs(20), "}");
    let (error, passed) = get(Timeouts::new(), slow);
    assert_eq!((error.timeout_phase(), passed), (Some(Phase::Attempt), secs(30)));
}

#[test]
fn silence_before_the_head_is_a_read_timeout() {
    let (error, passed) = get(Timeouts::new().read(secs(4)), Answer::silence());
    assert_eq!((error.timeout_phase(), error.limit(), passed), (Some(Phase::Read), Some(secs(4)), secs(4)));
}

#[test]
fn silence_between_pieces_is_a_read_timeout_and_pieces_are_not() {
    let dripping = Answer::status(200).body_after(secs(3), "{").body_after(secs(3), "}").then_silence();
    let (error, passed) = get(Timeouts::new().read(secs(4)), dripping);
    assert_eq!((error.timeout_phase(), passed), (Some(Phase::Read), secs(10)));
    assert_eq!(error.was_sent(), Sent::Yes);
}

#[test]
fn the_pieces_of_an_upload_break_the_silence() {
    let (clock, server, builder) = setting();
    server.on("POST", "/item").reply(Answer::json(200, ITEM));
    let client = builder.timeouts(Timeouts::new().read(secs(4)).attempt(None)).build().unwrap();
    let ticking = clock.clone();
    let body = stream::iter(0..10).then(move |_| {
        let tick = ticking.sleep(secs(3));
        async move {
            tick.await;
            Ok::<_, std::io::Error>("x")
        }
    });
    clock.run(async { client.post().body(Body::stream(body)).await.unwrap() });
    assert_eq!((clock.passed(), server.calls()[0].text().len()), (secs(30), 10));
}

#[test]
fn the_connect_limit_is_the_transports() {
    let (error, _) = get(Timeouts::new(), Answer::error(TransportErrorKind::ConnectTimeout));
    assert_eq!((error.timeout_phase(), error.limit()), (Some(Phase::Connect), Some(secs(10))));
    assert_eq!((error.is_connect(), error.was_sent()), (true, Sent::No));
}

#[test]
fn the_operation_includes_retries_and_waits() {
    let (clock, server, builder) = setting();
    server.on("GET", "/item").once(Answer::status(503).header("retry-after", "10")).reply(Answer::silence());
    let client = builder.build().unwrap();
    let error = clock.run(async { client.get().timeout(secs(15)).await.unwrap_err() });
    assert_eq!((error.timeout_phase(), clock.passed()), (Some(Phase::Operation), secs(15)));
    assert_eq!(error.attempts().len(), 2);
    assert_eq!(error.attempts()[1].outcome, Outcome::Unfinished);
    assert_eq!(error.was_sent(), Sent::Yes);
}

#[test]
fn waiting_between_attempts_is_not_part_of_an_attempt() {
    let (clock, server, builder) = setting();
    server.on("GET", "/item").once(Answer::status(503).header("retry-after", "50")).reply(Answer::json(200, ITEM));
    let client = builder.build().unwrap();
    clock.run(async { client.get().await.unwrap() });
    assert!(clock.passed() >= secs(50));
}

#[test]
fn a_deadline_in_the_past_sends_nothing() {
    let (clock, server, builder) = setting();
    server.on("GET", "/item").reply(Answer::json(200, ITEM));
    let client = builder.build().unwrap();
    let deadline = clock.now();
    clock.advance(secs(1));
    let error = clock.run(async { client.get().deadline(deadline).await.unwrap_err() });
    assert_eq!((error.timeout_phase(), error.was_sent()), (Some(Phase::Operation), Sent::No));
    assert!(server.calls().is_empty());
}

#[test]
fn the_nearer_of_deadline_and_limit_counts() {
    let (clock, server, builder) = setting();
    server.on("GET", "/item").reply(Answer::silence());
    let client = builder.build().unwrap();
    let deadline = clock.now() + secs(2);
    clock.run(async { client.get().timeout(secs(5)).deadline(deadline).await.unwrap_err() });
    assert_eq!(clock.passed(), secs(2));
}
