//! Tokens are loaded and refreshed once for all who wait, and no more often than makes sense.

use std::time::Duration;

use clientwright_runtime::testing::{Answer, VirtualClock};
use clientwright_runtime::{
    AuthState, Clock, ErrorKind, Outcome, Phase, Reason, Rejected, RejectedReason, RetryPolicy, Sent, Timeouts, Token,
    TokenError, TokenSource,
};
use futures_util::future::{join, join_all, select};
use http::StatusCode;

use crate::api::ITEM;
use crate::client::setting;
use crate::source::{Asked, MS, Source, accepts, client};

#[test]
fn fifty_calls_load_once() {
    let (clock, server, client, source) = client(100 * MS, None);
    accepts(&server, "token-1");
    let results = clock.run(join_all((0..50).map(|_| client.secured().into_future())));
    assert!(results.iter().all(Result::is_ok));
    assert_eq!((source.loads(), source.refreshes(), server.calls().len()), (1, 0, 50));
}

#[test]
fn fifty_rejected_calls_refresh_once() {
    let (clock, server, client, source) = client(100 * MS, None);
    accepts(&server, "token-2");
    let results = clock.run(join_all((0..50).map(|_| client.secured().into_future())));
    assert!(results.iter().all(Result::is_ok));
    assert_eq!((source.loads(), source.refreshes(), server.calls().len()), (1, 1, 100));
    let log = source.0.log.lock().unwrap();
    assert_eq!(log.rejected[0].token.access(), "token-1");
    assert_eq!(log.rejected[0].token.refresh(), Some("refresh-1"));
    assert_eq!(log.rejected[0].reason, RejectedReason::Unauthorized { challenge: None });
}

#[test]
fn all_who_wait_get_the_same_failure() {
    let (clock, server, client, source) = client(100 * MS, None);
    accepts(&server, "token-2");
    source.fail([false; 3]);
    let results = clock.run(join_all((0..50).map(|_| client.secured().into_future())));
    for result in results {
        let error = result.unwrap_err();
        assert_eq!((error.kind(), error.status()), (ErrorKind::Auth, Some(StatusCode::UNAUTHORIZED)));
        let cause = std::error::Error::source(&error).map(ToString::to_string);
        assert_eq!(cause.as_deref(), Some("the sign-in server is down"));
    }
    assert_eq!(
        (source.refreshes(), client.inner.auth_state()),
        (3, AuthState::Degraded),
        "one refresh, tried three times"
    );
}

#[test]
fn cancelling_the_first_to_wait_does_not_stop_the_refresh() {
    let (clock, server, client, source) = client(100 * MS, None);
    accepts(&server, "token-2");
    clock.run(async {
        let first = Box::pin(client.secured().into_future());
        // The first call waits for the load, sends, is rejected, and waits for the refresh; then it is dropped.
        select(first, clock.sleep(150 * MS)).await;
        assert_eq!(source.refreshes(), 1);
        client.secured().await.unwrap();
    });
    assert_eq!((source.loads(), source.refreshes()), (1, 1));
}

#[test]
fn a_refresh_lands_even_if_nobody_waits_any_more() {
    let (clock, server, client, source) = client(100 * MS, None);
    accepts(&server, "token-2");
    clock.run(async {
        select(Box::pin(client.secured().into_future()), clock.sleep(150 * MS)).await;
        clock.sleep(100 * MS).await;
        assert_eq!(source.0.log.lock().unwrap().issued, 2);
        client.secured().await.unwrap();
    });
    assert_eq!(server.calls().len(), 2, "the second call had the new token at once");
}

#[test]
fn without_a_spawner_those_who_wait_drive_the_refresh() {
    let (clock, server, builder) = setting();
    let source = Source::new(&clock, 100 * MS, None);
    let client = builder.bearer(source.clone()).spawner(clientwright_runtime::NoSpawner).build().unwrap();
    accepts(&server, "token-2");
    clock.run(async {
        let first = Box::pin(client.secured().into_future());
        let second = client.secured().into_future();
        let (dropped, second) = join(select(first, clock.sleep(150 * MS)), second).await;
        drop(dropped);
        second.unwrap();
    });
    assert_eq!((source.loads(), source.refreshes()), (1, 1));
}

#[test]
fn a_rejected_token_is_renewed_and_the_call_sent_once_more() {
    let (clock, server, client, source) = client(MS, None);
    accepts(&server, "token-2");
    let response = clock.run(async { client.secured().retry(RetryPolicy::never()).response().await.unwrap() });
    let history: Vec<_> = response.attempts().iter().map(|a| (a.number, a.reason, a.outcome)).collect();
    let (rejected, accepted) = (Outcome::Status(StatusCode::UNAUTHORIZED), Outcome::Status(StatusCode::OK));
    assert_eq!(history, [(1, Reason::First, rejected), (1, Reason::NewToken, accepted)], "it is no retry");
    assert_eq!(source.refreshes(), 1);
}

#[test]
fn a_second_rejection_is_an_error_with_the_challenge_and_the_documented_body() {
    let (clock, server, client, source) = client(MS, None);
    let challenge = r#"Bearer realm="api", error="invalid_token""#;
    server.on("GET", "/secured").reply(Answer::json(401, r#"{"code":"nope"}"#).header("www-authenticate", challenge));
    let error = clock.run(async { client.secured().await.unwrap_err() });
    assert_eq!((error.kind(), error.challenge().as_deref()), (ErrorKind::Auth, Some(challenge)));
    assert_eq!(error.api().map(|problem| problem.code.as_str()), Some("nope"));
    assert_eq!((server.calls().len(), source.refreshes()), (2, 1));
    let RejectedReason::Unauthorized { challenge: seen } = source.0.log.lock().unwrap().rejected[0].reason.clone()
    else {
        panic!()
    };
    assert_eq!(seen.as_deref(), Some(challenge), "the source is told why");
}

#[test]
fn a_token_that_was_replaced_meanwhile_is_used_without_a_refresh() {
    let (clock, server, client, source) = client(MS, None);
    // The slow call is rejected only after the fast one has renewed the token.
    server.on("GET", "/secured").header("x-slow", "1").once(Answer::status(401).delay(Duration::from_secs(3)));
    accepts(&server, "token-2");
    clock.run(async {
        let (slow, fast) =
            join(client.secured().header("x-slow", "1").into_future(), client.secured().into_future()).await;
        slow.and(fast).unwrap();
    });
    assert_eq!(source.refreshes(), 1);
}

#[test]
fn forbidden_and_insufficient_scope_do_not_refresh() {
    let insufficient =
        Answer::status(401).header("www-authenticate", r#"Bearer error = "insufficient_scope", scope="a""#);
    for answer in [Answer::status(403), insufficient] {
        let (clock, server, client, source) = client(MS, None);
        server.on("GET", "/secured").reply(answer);
        clock.run(async { client.secured().await.unwrap_err() });
        assert_eq!((server.calls().len(), source.refreshes()), (1, 0));
    }
}

#[test]
fn a_body_that_cannot_be_repeated_is_not_sent_with_the_new_token() {
    let (clock, server, client, source) = client(MS, None);
    server.on("POST", "/secured").reply(Answer::status(401));
    let body = clientwright_runtime::Body::stream(futures_util::stream::iter([Ok::<_, std::io::Error>("x")]));
    let error = clock.run(async { client.secured_post().body(body).await.unwrap_err() });
    assert_eq!((server.calls().len(), source.refreshes()), (1, 0));
    assert_eq!((error.kind(), error.gave_up()), (ErrorKind::Auth, Some(clientwright_runtime::GaveUp::NotReplayable)));
}

#[test]
fn a_token_near_its_end_is_refreshed_in_the_background() {
    let hour = Duration::from_secs(3600);
    let (clock, server, client, source) = client(Duration::from_secs(20), Some(hour));
    server.on("GET", "/secured").reply(Answer::json(200, ITEM));
    clock.run(async {
        client.secured().await.unwrap();
        clock.sleep(hour - Duration::from_secs(400)).await;
        client.secured().await.unwrap();
        assert_eq!(source.refreshes(), 0, "the window opens five minutes before the end, give or take a tenth");
        clock.sleep(Duration::from_secs(200)).await;
        let before = clock.passed();
        client.secured().await.unwrap();
        assert_eq!((clock.passed(), source.refreshes()), (before, 0), "the old token serves, and nobody waits");
        clock.sleep(Duration::from_secs(1)).await;
        assert_eq!((source.refreshes(), client.inner.auth_state()), (1, AuthState::Refreshing));
        clock.sleep(Duration::from_secs(21)).await;
        assert_eq!(client.inner.auth_state(), AuthState::Fresh);
        client.secured().await.unwrap();
    });
    let sent: Vec<_> = server.calls().iter().map(|call| call.header("authorization").unwrap().to_owned()).collect();
    assert_eq!(sent, ["Bearer token-1", "Bearer token-1", "Bearer token-1", "Bearer token-2"]);
    assert_eq!(source.0.log.lock().unwrap().rejected[0].reason, RejectedReason::Expiring);
}

#[test]
fn a_token_at_its_end_is_waited_for() {
    let (clock, server, client, source) = client(MS, Some(Duration::from_secs(100)));
    server.on("GET", "/secured").reply(Answer::json(200, ITEM));
    clock.run(async {
        client.secured().await.unwrap();
        clock.sleep(Duration::from_secs(91)).await;
        client.secured().await.unwrap();
    });
    assert_eq!((server.calls()[1].header("authorization"), source.refreshes()), (Some("Bearer token-2"), 1));
}

#[test]
fn an_old_token_serves_while_it_lives_where_the_refresh_fails() {
    let (clock, server, client, source) = client(MS, Some(Duration::from_secs(100)));
    server.on("GET", "/secured").reply(Answer::json(200, ITEM));
    source.fail([false; 9]);
    clock.run(async {
        client.secured().await.unwrap();
        clock.sleep(Duration::from_secs(91)).await;
        client.secured().await.unwrap();
        assert_eq!(client.inner.auth_state(), AuthState::Degraded);
        clock.sleep(Duration::from_secs(10)).await;
        let error = client.secured().await.unwrap_err();
        assert_eq!((error.kind(), error.status()), (ErrorKind::Auth, None));
    });
    assert_eq!(server.calls().len(), 2);
}

#[test]
fn failed_refreshes_in_the_background_come_further_and_further_apart() {
    let hour = Duration::from_secs(3600);
    let (clock, server, client, source) = client(MS, Some(hour));
    server.on("GET", "/secured").reply(Answer::json(200, ITEM));
    source.fail([false; 99]);
    clock.run(async {
        client.secured().await.unwrap();
        clock.sleep(hour - Duration::from_secs(260)).await;
        for _ in 0..240 {
            client.secured().await.unwrap();
            clock.sleep(Duration::from_secs(1)).await;
        }
    });
    // After 1, 2, 4, 8, 16, 32, 60, 60 seconds.
    assert!((7..=9).contains(&source.refreshes()), "{}", source.refreshes());
}

#[test]
fn a_stored_token_that_has_expired_is_refreshed_before_it_is_sent() {
    let (clock, server, builder) = setting();
    struct Stored(VirtualClock);
    impl TokenSource for Stored {
        async fn load(&self) -> Result<Token, TokenError> {
            Ok(Token::new("stored").expires_at(self.0.wall() - Duration::from_secs(5)))
        }
        async fn refresh(&self, _: Rejected) -> Result<Token, TokenError> {
            Ok(Token::new("fresh"))
        }
    }
    server.on("GET", "/secured").reply(Answer::json(200, ITEM));
    let client = builder.bearer(Stored(clock.clone())).build().unwrap();
    clock.run(async { client.secured().await.unwrap() });
    assert_eq!(server.calls()[0].header("authorization"), Some("Bearer fresh"));
}

#[test]
fn refreshes_are_at_least_a_second_apart() {
    let (clock, server, client, source) = client(MS, None);
    server.on("GET", "/secured").reply(Answer::status(401));
    clock.run(async {
        client.secured().await.unwrap_err();
        let before = clock.passed();
        client.secured().await.unwrap_err();
        assert!(clock.passed() - before >= Duration::from_millis(999), "{:?}", clock.passed() - before);
    });
    assert_eq!(source.refreshes(), 2);
}

#[test]
fn a_success_between_breaks_the_row() {
    let (clock, server, client, source) = client(MS, None);
    server.on("GET", "/secured").header("x-good", "1").reply(Answer::json(200, ITEM));
    server.on("GET", "/secured").reply(Answer::status(401));
    clock.run(async {
        for _ in 0..6 {
            client.secured().await.unwrap_err();
            client.secured().header("x-good", "1").await.unwrap();
        }
    });
    assert_eq!((client.inner.auth_state(), source.refreshes()), (AuthState::Fresh, 6));
}

#[test]
fn a_source_that_needs_its_own_token_gets_an_error_and_may_call_what_needs_none() {
    let (clock, server, client, source) = client(MS, None);
    accepts(&server, "token-1");
    server.on("GET", "/item").reply(Answer::json(200, ITEM));
    source.0.log.lock().unwrap().client = Some(client.clone());
    clock.run(async { client.secured().await.unwrap() });
    let log = source.0.log.lock().unwrap();
    let inner = log.inner_error.as_ref().unwrap();
    assert_eq!((inner.kind(), inner.was_sent()), (ErrorKind::Auth, Sent::No));
    assert!(inner.to_string().contains("token source"), "{inner}");
    assert_eq!(server.calls().iter().map(|call| call.path.as_str()).collect::<Vec<_>>(), ["/item", "/secured"]);
}

#[test]
fn a_source_that_never_answers_is_given_up() {
    let (clock, server, client, _) = client(Duration::from_secs(9999), None);
    accepts(&server, "token-1");
    let error = clock.run(async { client.secured().await.unwrap_err() });
    assert_eq!((error.kind(), clock.passed()), (ErrorKind::Auth, Duration::from_secs(120)));
    assert_eq!((server.calls().len(), error.was_sent()), (0, Sent::No));
}

#[test]
fn a_refresh_that_never_answers_is_given_up() {
    let (clock, server, builder) = setting();
    accepts(&server, "new");
    let (source, questions) = Asked::new(|question, _| match question {
        1 => Box::pin(async { Ok(Token::new("old")) }),
        _ => Box::pin(std::future::pending()),
    });
    let client = builder.bearer(source).build().unwrap();
    let error = clock.run(async { client.secured().await.unwrap_err() });
    assert_eq!(
        (error.kind(), error.was_sent(), clock.passed()),
        (ErrorKind::Auth, Sent::Yes, Duration::from_secs(120))
    );
    assert_eq!((server.calls().len(), *questions.lock().unwrap()), (1, 2), "one refresh");
}

#[test]
fn waiting_for_a_token_is_part_of_the_operation_limit() {
    let (clock, server, builder) = setting();
    let source = Source::new(&clock, Duration::from_secs(60), None);
    let client = builder.bearer(source).timeouts(Timeouts::new().operation(Duration::from_secs(5))).build().unwrap();
    accepts(&server, "token-1");
    let error = clock.run(async { client.secured().await.unwrap_err() });
    assert_eq!((error.timeout_phase(), error.attempts().len()), (Some(Phase::Operation), 0));
    assert_eq!((clock.passed(), server.calls().len()), (Duration::from_secs(5), 0));
}

#[test]
fn forgetting_tokens_ends_a_refresh_under_way() {
    let (clock, server, client, source) = client(100 * MS, None);
    accepts(&server, "token-2");
    clock.run(async {
        select(Box::pin(client.secured().into_future()), clock.sleep(150 * MS)).await;
        client.inner.forget_tokens();
        client.secured().await.unwrap();
    });
    assert_eq!((source.loads(), source.refreshes()), (2, 1));
    assert_eq!(source.0.log.lock().unwrap().issued, 2, "the refresh gave none: it was not asked further");
    assert_eq!(server.calls().last().unwrap().header("authorization"), Some("Bearer token-2"));
}

#[test]
fn a_fixed_token_is_sent_and_never_refreshed() {
    let (clock, server, builder) = setting();
    server.on("GET", "/secured").reply(Answer::json(401, r#"{"code":"nope"}"#));
    let client = builder.bearer("fixed").build().unwrap();
    let error = clock.run(async { client.secured().await.unwrap_err() });
    assert_eq!(server.calls().len(), 1);
    assert_eq!(server.calls()[0].header("authorization"), Some("Bearer fixed"));
    assert_eq!((error.kind(), error.api().map(|problem| problem.code.as_str())), (ErrorKind::Auth, Some("nope")));
}
