//! When a stream is opened again, and how.

use clientwright_runtime::testing::Answer;
use clientwright_runtime::{ErrorKind, EventOptions, Rejected, RetryPolicy, Token, TokenError, TokenSource};

use crate::api::{Tick, built, events, no_more, secs};
use crate::client::{ClientBuilder, setting};
use crate::failing::{Failing, TRIES};
use futures_util::TryStreamExt;

#[test]
fn a_stream_is_opened_again_behind_its_last_event() {
    let (clock, server, client) = built();
    server
        .on("GET", "/ticks")
        .once(events("id: 1\ndata: {\"n\":1}\n\nid: 2\ndata: {\"n\":2}\n\nid: 3\ndata: {\"n\""))
        .once(events("data: {\"n\":3}\n\n").then_broken())
        .once(events("id\ndata: {\"n\":4}\n\n"))
        .reply(no_more());
    let options = EventOptions::new().last_event_id("0");
    let seen: Vec<Tick> =
        clock.run(async { client.ticks().options(options).await.unwrap().try_collect().await.unwrap() });
    assert_eq!(seen.iter().map(|tick| tick.n).collect::<Vec<_>>(), [1, 2, 3, 4]);
    let calls = server.calls();
    let ids: Vec<_> = calls.iter().map(|call| call.header("last-event-id")).collect();
    assert_eq!(ids, [Some("0"), Some("2"), Some("2"), None]);
    assert!(clock.passed() >= secs(9) && clock.passed() < secs(10), "{:?}", clock.passed());
}

#[test]
fn a_stream_that_is_asked_for_by_post_ends_with_its_body() {
    let (clock, server, client) = built();
    server.on("POST", "/answers").once(events("data: {\"n\":1}\n\n")).once(events("data: {\"n\":1}\n\n").then_broken());
    clock.run(async {
        let mut stream = client.ask().await.unwrap();
        assert!(stream.next().await.unwrap().is_ok() && stream.next().await.is_none());
        let mut stream = client.ask().await.unwrap();
        assert!(stream.next().await.unwrap().is_ok());
        let error = stream.next().await.unwrap().unwrap_err();
        assert_eq!((error.kind(), error.operation_id(), error.attempts().len()), (ErrorKind::Io, "ask", 1));
        assert!(stream.next().await.is_none());
    });
    assert_eq!(server.calls().len(), 2);
}

#[test]
fn options_go_before_the_description() {
    let (clock, server, client) = built();
    server.on("GET", "/ticks").reply(events("data: {\"n\":1}\n\n"));
    server.on("POST", "/answers").once(events("data: {\"n\":1}\n\n")).reply(events("data: [DONE]\n\n"));
    clock.run(async {
        let mut stream = client.ticks().options(EventOptions::new().reconnects(0)).await.unwrap();
        assert!(stream.next().await.unwrap().is_ok() && stream.next().await.is_none());
        let mut stream = client.ask().options(EventOptions::new().reconnects(1)).await.unwrap();
        assert!(stream.next().await.unwrap().is_ok() && stream.next().await.is_none());
    });
    assert_eq!(server.calls().len(), 3);
}

#[test]
fn silence_counts_as_a_broken_connection() {
    let (clock, server, client) = built();
    let quiet = || events("retry: 0\ndata: {\"n\":1}\n\n").body_after(secs(80), ": ping\n\n").then_silence();
    server.on("GET", "/ticks").once(quiet()).reply(no_more());
    server.on("POST", "/answers").reply(quiet());
    clock.run(async {
        let mut stream = client.ticks().await.unwrap();
        assert!(stream.next().await.unwrap().is_ok() && stream.next().await.is_none());
    });
    assert_eq!(clock.passed(), secs(80 + 90), "a comment breaks the silence");
    clock.run(async {
        let mut stream = client.ask().options(EventOptions::new().idle(secs(85))).await.unwrap();
        assert!(stream.next().await.unwrap().is_ok());
        let error = stream.next().await.unwrap().unwrap_err();
        assert_eq!((error.is_timeout(), error.limit()), (true, Some(secs(85))));
        let mut stream = client.ask().await.unwrap();
        assert!(stream.next().await.unwrap().is_ok());
        let error = stream.next().await.unwrap().unwrap_err();
        assert_eq!(error.limit(), Some(secs(20)), "the limit of the call where the stream is not followed");
    });
}

#[test]
fn opening_again_is_a_call_with_its_own_retries() {
    let (clock, server, builder) = setting();
    let client = builder.retry(RetryPolicy::standard()).build().unwrap();
    let busy = || Answer::status(503);
    server
        .on("GET", "/ticks")
        .once(events("id: 1\nretry: 10\ndata: {\"n\":1}\n\n"))
        .once(busy())
        .once(busy())
        .once(events("data: {\"n\":2}\n\n"))
        .once(busy())
        .once(busy())
        .once(busy())
        .once(events("data: {\"n\":3}\n\n"))
        .reply(no_more());
    let seen: Vec<Tick> = clock.run(async { client.ticks().await.unwrap().try_collect().await.unwrap() });
    assert_eq!(seen.iter().map(|tick| tick.n).collect::<Vec<_>>(), [1, 2, 3]);
    let calls = server.calls();
    assert!(calls[1..].iter().all(|call| call.header("last-event-id") == Some("1")));
    assert_eq!(calls.len(), 9);
}

#[test]
fn a_server_that_says_when_is_waited_for() {
    let (clock, server, client) = built();
    server
        .on("GET", "/ticks")
        .once(events("data: {\"n\":1}\n\n"))
        .once(Answer::status(429).header("retry-after", "120"))
        .reply(no_more());
    let seen: Vec<Tick> = clock.run(async { client.ticks().await.unwrap().try_collect().await.unwrap() });
    assert_eq!(seen.len(), 1);
    assert!(clock.passed() >= secs(123) && clock.passed() < secs(125), "{:?}", clock.passed());
}

#[derive(Clone, Copy)]
struct Numbered;

impl TokenSource for Numbered {
    async fn load(&self) -> Result<Token, TokenError> {
        Ok(Token::new("first").refresh_token("again"))
    }

    async fn refresh(&self, _: Rejected) -> Result<Token, TokenError> {
        Ok(Token::new("second"))
    }
}

#[test]
fn a_token_that_has_expired_is_renewed_on_the_way() {
    let (clock, server, builder) = setting();
    let client = ClientBuilder(builder.0.any_bearer(Numbered)).build().unwrap();
    let first = server.on("GET", "/ticks").header("authorization", "Bearer first");
    first.once(events("id: 1\ndata: {\"n\":1}\n\n")).once(Answer::status(401));
    let second = server.on("GET", "/ticks").header("authorization", "Bearer second").header("last-event-id", "1");
    second.once(events("data: {\"n\":2}\n\n")).reply(no_more());
    let seen: Vec<Tick> = clock.run(async { client.secured().await.unwrap().try_collect().await.unwrap() });
    assert_eq!(seen.iter().map(|tick| tick.n).collect::<Vec<_>>(), [1, 2]);
}

#[test]
fn a_sign_in_server_that_fails_for_a_moment_is_waited_out_as_a_lost_connection_is() {
    // The token has expired when the stream is opened again; or the server rejects it then.
    for is_rejected in [false, true] {
        let (clock, server, builder) = setting();
        let source = Failing::times(3 * TRIES);
        let client = ClientBuilder(builder.0.any_bearer(source.clone())).build().unwrap();
        let first = server.on("GET", "/ticks").header("authorization", "Bearer first");
        let wait = if is_rejected { secs(0) } else { secs(100) };
        first.once(events("id: 1\n\n").body_after(wait, "data: {\"n\":1}\n\n")).reply(Answer::status(401));
        let second = server.on("GET", "/ticks").header("authorization", "Bearer second").header("last-event-id", "1");
        second.once(events("data: {\"n\":2}\n\n")).reply(no_more());
        let options = EventOptions::new().idle(None);
        let seen: Vec<Tick> =
            clock.run(async { client.secured().options(options).await.unwrap().try_collect().await.unwrap() });
        assert_eq!(seen.iter().map(|tick| tick.n).collect::<Vec<_>>(), [1, 2]);
        assert_eq!(source.left(), 0);
        assert!(clock.passed() >= wait + secs(4 * 3), "backoff between the attempts: {:?}", clock.passed());
    }
}

#[test]
fn attempts_without_a_token_count_as_attempts() {
    let (clock, server, builder) = setting();
    let source = Failing::times(100);
    let client = ClientBuilder(builder.0.any_bearer(source.clone())).build().unwrap();
    server.on("GET", "/ticks").once(events("data: {\"n\":1}\n\n")).reply(Answer::status(401));
    clock.run(async {
        let mut stream = client.secured().options(EventOptions::new().reconnects(5)).await.unwrap();
        assert!(stream.next().await.unwrap().is_ok());
        let error = stream.next().await.unwrap().unwrap_err();
        assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::Auth, true), "{error}");
        assert!(stream.next().await.is_none());
    });
    assert_eq!(source.left(), 100 - 5 * TRIES);
}

#[test]
fn a_sign_in_server_that_refuses_for_good_ends_the_stream() {
    let (clock, server, builder) = setting();
    let client = ClientBuilder(builder.0.any_bearer(Failing::times(2 * TRIES).at_last())).build().unwrap();
    server.on("GET", "/ticks").once(events("data: {\"n\":1}\n\n")).reply(Answer::status(401));
    clock.run(async {
        let mut stream = client.secured().await.unwrap();
        assert!(stream.next().await.unwrap().is_ok());
        let error = stream.next().await.unwrap().unwrap_err();
        assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::Auth, false), "{error}");
        assert!(error.to_string().contains("signed out"), "{error}");
        assert!(stream.next().await.is_none());
    });
    assert_eq!(server.calls().len(), 4, "the stream, and each time the token that is rejected");
}

#[test]
fn credentials_that_are_rejected_end_the_stream() {
    let (clock, server, builder) = setting();
    let client = ClientBuilder(builder.0.any_bearer("fixed")).build().unwrap();
    server.on("GET", "/ticks").once(events("data: {\"n\":1}\n\n")).reply(Answer::status(401));
    clock.run(async {
        let mut stream = client.secured().await.unwrap();
        assert!(stream.next().await.unwrap().is_ok());
        let error = stream.next().await.unwrap().unwrap_err();
        assert_eq!((error.kind(), error.status().map(|status| status.as_u16())), (ErrorKind::Auth, Some(401)));
        assert!(stream.next().await.is_none());
    });
    assert_eq!(server.calls().len(), 2);
}

#[test]
fn a_limit_of_the_whole_call_is_one_of_all_connections() {
    let (clock, server, client) = built();
    let slow = || events("retry: 0\n").body_after(secs(4), "data: {\"n\":1}\n\n");
    server.on("GET", "/ticks").reply(slow());
    clock.run(async {
        let mut stream = client.ticks().timeout(secs(10)).await.unwrap();
        assert!(stream.next().await.unwrap().is_ok() && stream.next().await.unwrap().is_ok());
        let error = stream.next().await.unwrap().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Timeout(clientwright_runtime::Phase::Operation), "{error:?}");
        assert!(stream.next().await.is_none());
    });
    assert_eq!((clock.passed(), server.calls().len()), (secs(10), 3));
}

#[test]
fn a_limit_of_the_whole_call_ends_a_wait_too() {
    let (clock, server, client) = built();
    server.on("GET", "/ticks").reply(events("retry: 60000\ndata: {\"n\":1}\n\n"));
    clock.run(async {
        let mut stream = client.ticks().timeout(secs(10)).await.unwrap();
        assert!(stream.next().await.unwrap().is_ok());
        assert!(stream.next().await.unwrap().unwrap_err().is_timeout());
    });
    assert_eq!((clock.passed(), server.calls().len()), (secs(10), 1));
}
