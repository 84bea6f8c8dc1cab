//! After failures, calls are held off for a while and told why; no longer, and not where the credentials are new.

use std::time::Duration;

use clientwright_runtime::testing::{Answer, MockTransport};
use clientwright_runtime::{AuthState, Clock, ErrorKind, Sent, Token};
use futures_util::future::{join, join_all};

use crate::api::ITEM;
use crate::client::{Client, setting};
use crate::source::{Asked, MS, Source, accepts, client};

const SECOND: Duration = Duration::from_secs(1);
const DAY: Duration = Duration::from_secs(86_400);

/// How often the server and the source were asked.
fn asked(server: &MockTransport, source: &Source) -> (usize, usize) {
    (server.calls().len(), source.refreshes())
}

/// The message of a call that fails without asking anybody.
async fn held(client: &Client, server: &MockTransport, source: &Source) -> String {
    let before = asked(server, source);
    let error = client.secured().await.unwrap_err();
    assert_eq!((error.kind(), error.status(), error.was_sent()), (ErrorKind::Auth, None, Sent::No));
    assert_eq!(asked(server, source), before, "no network");
    error.to_string()
}

#[test]
fn a_refresh_that_fails_for_a_moment_is_tried_again_for_all_who_wait() {
    let (clock, server, client, source) = client(MS, None);
    accepts(&server, "token-2");
    source.fail([false, false]);
    let results = clock.run(join_all((0..50).map(|_| client.secured().into_future())));
    assert!(results.iter().all(Result::is_ok));
    assert_eq!((source.refreshes(), client.inner.auth_state()), (3, AuthState::Fresh));
    assert!(clock.passed() < 310 * MS, "{:?}: waits of up to 100 and 200 ms", clock.passed());
}

#[test]
fn a_load_that_fails_for_a_moment_is_tried_again() {
    let (clock, server, builder) = setting();
    server.on("GET", "/secured").reply(Answer::json(200, ITEM));
    let (source, questions) = Asked::new(|question, _| {
        Box::pin(async move { if question < 3 { Err("not yet")? } else { Ok(Token::new("token")) } })
    });
    let client = builder.bearer(source).build().unwrap();
    clock.run(async { client.secured().await.unwrap() });
    assert_eq!(*questions.lock().unwrap(), 3);
}

#[test]
fn calls_after_a_refresh_that_failed_are_held_for_up_to_a_second_and_told_why() {
    let (clock, server, client, source) = client(MS, Some(Duration::from_secs(100)));
    server.on("GET", "/secured").reply(Answer::json(200, ITEM));
    clock.run(async {
        client.secured().await.unwrap();
        clock.sleep(101 * SECOND).await;
        source.fail([false; 3]);
        let error = client.secured().await.unwrap_err();
        assert_eq!(error.to_string(), "getSecured: GET /secured: no token: the sign-in server is down");
        let text = held(&client, &server, &source).await;
        assert!(text.contains("no token: the sign-in server is down; it is not asked for again within "), "{text}");
        assert_eq!(client.inner.auth_state(), AuthState::Degraded);
        clock.sleep(SECOND).await;
        client.secured().await.unwrap();
        assert_eq!((source.refreshes(), client.inner.auth_state()), (4, AuthState::Fresh));
    });
}

#[test]
fn holds_grow_to_five_minutes_while_the_source_fails() {
    let (clock, server, client, source) = client(MS, Some(Duration::from_secs(100)));
    server.on("GET", "/secured").reply(Answer::json(200, ITEM));
    clock.run(async {
        client.secured().await.unwrap();
        clock.sleep(101 * SECOND).await;
        source.fail([false; 999]);
        let (mut longest, mut last) = (Duration::ZERO, clock.passed());
        for _ in 0..7200 {
            let before = source.refreshes();
            client.secured().await.unwrap_err();
            if source.refreshes() > before {
                longest = longest.max(clock.passed() - last);
                last = clock.passed();
            }
            clock.sleep(SECOND).await;
        }
        assert!((60 * SECOND..=303 * SECOND).contains(&longest), "{longest:?}");
        let tries = source.refreshes();
        assert!((3 * 24..3 * 120).contains(&tries), "two hours of calls each second: {tries}");
        source.0.log.lock().unwrap().failures.clear();
        clock.sleep(300 * SECOND).await;
        client.secured().await.unwrap();
    });
}

#[test]
fn three_tokens_rejected_at_birth_hold_calls_without_signing_out() {
    let (clock, server, client, source) = client(MS, None);
    server.on("GET", "/secured").reply(Answer::status(401));
    clock.run(async {
        for _ in 0..3 {
            client.secured().await.unwrap_err();
        }
        assert_eq!(client.inner.auth_state(), AuthState::Degraded);
        let text = held(&client, &server, &source).await;
        assert!(text.contains("three new tokens in a row were rejected within seconds of their issue"), "{text}");
        clock.sleep(SECOND).await;
        let before = asked(&server, &source);
        client.secured().await.unwrap_err();
        assert_eq!(asked(&server, &source), (before.0 + 2, before.1 + 1), "another try, and no more");
        held(&client, &server, &source).await;
    });
}

#[test]
fn tokens_rejected_at_birth_do_no_harm_a_day_later() {
    let (clock, server, client, source) = client(MS, None);
    server.on("GET", "/secured").header("x-good", "1").reply(Answer::json(200, ITEM));
    server.on("GET", "/secured").reply(Answer::status(401));
    clock.run(async {
        for _ in 0..9 {
            client.secured().await.unwrap_err();
            clock.sleep(DAY).await;
        }
        assert_eq!(source.refreshes(), 9);
        client.secured().header("x-good", "1").await.unwrap();
        assert_eq!(client.inner.auth_state(), AuthState::Fresh);
    });
}

#[test]
fn new_credentials_end_a_hold_at_once() {
    let (clock, server, client, source) = client(MS, None);
    accepts(&server, "token-5");
    clock.run(async {
        for _ in 0..3 {
            client.secured().await.unwrap_err();
        }
        held(&client, &server, &source).await;
        client.inner.forget_tokens();
        assert_eq!(client.inner.auth_state(), AuthState::Fresh);
        client.secured().await.unwrap();
    });
    assert_eq!(source.loads(), 2);
}

#[test]
fn a_permanent_failure_signs_out_until_the_credentials_are_replaced() {
    let (clock, server, client, source) = client(MS, None);
    accepts(&server, "token-2");
    source.fail([true]);
    clock.run(async {
        let error = client.secured().await.unwrap_err();
        let reason = "signed out: the token cannot be renewed: invalid_grant";
        assert_eq!(error.to_string(), format!("getSecured: GET /secured: 401 Unauthorized: {reason}"));
        assert_eq!(client.inner.auth_state(), AuthState::SignedOut);
        for _ in 0..3 {
            clock.sleep(DAY).await;
            let text = held(&client, &server, &source).await;
            assert_eq!(text, format!("getSecured: GET /secured: {reason}"));
        }
        client.inner.forget_tokens();
        client.secured().await.unwrap();
    });
    assert_eq!((source.loads(), source.refreshes()), (2, 1));
}

#[test]
fn a_reason_does_not_quote_the_token_that_was_to_be_replaced() {
    let (clock, server, builder) = setting();
    server.on("GET", "/secured").reply(Answer::status(401));
    let (source, _) = Asked::new(|_, rejected| {
        Box::pin(async move {
            match rejected {
                None => Ok(Token::new("access-canary").refresh_token("refresh-canary")),
                Some(rejected) => {
                    let (access, refresh) = (rejected.token.access(), rejected.token.refresh().unwrap_or_default());
                    Err(clientwright_runtime::TokenError::permanent(format!("{refresh}, of {access}:\r\nunknown")))
                }
            }
        })
    });
    let client = builder.bearer(source).build().unwrap();
    clock.run(async {
        let first = client.secured().await.unwrap_err();
        // This call has no token of its own that could be hidden.
        let second = client.secured().await.unwrap_err();
        for error in [first, second] {
            let shown = format!("{error} {error:?} {error:#?} {:?}", std::error::Error::source(&error));
            assert!(!shown.contains("canary") && !error.to_string().contains('\n'), "{shown}");
            assert!(error.to_string().contains("[redacted], of [redacted]:  unknown"), "{error}");
        }
    });
}

#[test]
fn one_who_comes_a_moment_too_late_shares_the_failure() {
    let (clock, server, client, source) = client(MS, None);
    server.on("GET", "/secured").header("x-slow", "1").once(Answer::status(401).delay(400 * MS));
    accepts(&server, "token-2");
    source.fail([false; 3]);
    clock.run(async {
        let slow = client.secured().header("x-slow", "1").into_future();
        let (slow, fast) = join(slow, client.secured().into_future()).await;
        for error in [slow.unwrap_err(), fast.unwrap_err()] {
            assert!(error.to_string().ends_with("no token: the sign-in server is down"), "{error}");
        }
        assert_eq!(source.refreshes(), 3);
    });
}
