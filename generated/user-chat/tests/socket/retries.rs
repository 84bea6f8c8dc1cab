//! What passes is tried again, what does not is not; and no answer of the server is waited for longer than it says.

use axum::http::StatusCode;
use clientwright_runtime::RetryPolicy;
use serde_json::json;
use user_chat::types::CreateUserRequest;

use crate::server::Canned;
use crate::signed_in;

fn unavailable() -> Canned {
    let body = json!({ "code": "unavailable", "message": "Back in a moment." });
    Canned::json(503, &body).header("retry-after", "0")
}

#[tokio::test]
async fn a_429_is_retried_when_the_server_says() {
    let (server, client) = signed_in().await;
    server.throttle_next(2);
    let response = client.users().get_user("1").response().await.expect("the third try");
    assert_eq!(response.attempts().len(), 3);
    assert_eq!(server.take().len(), 3);
}

#[tokio::test]
async fn a_post_is_retried_after_a_429_because_nothing_was_done() {
    let (server, client) = signed_in().await;
    server.throttle_next(1);
    client.users().create_user(CreateUserRequest::new("Bob", "bob@example.com")).await.expect("the second try");
    let sent = server.take();
    assert_eq!(sent.len(), 2);
    assert_eq!(sent[0].body, sent[1].body);
}

#[tokio::test]
async fn tries_come_to_an_end_with_the_servers_own_error() {
    let (server, client) = signed_in().await;
    server.throttle_next(5);
    let error = client.users().get_users().await.expect_err("three tries, all refused");
    assert_eq!(server.take().len(), 3);
    assert_eq!(error.attempts().len(), 3);
    assert_eq!(error.api().map(|body| body.code.as_str()), Some("throttled"));
    assert_eq!(error.retry_after().map(|wait| wait.as_secs()), Some(0));
}

#[tokio::test]
async fn a_policy_for_one_call_can_forbid_retries() {
    let (server, client) = signed_in().await;
    server.throttle_next(1);
    let error = client.users().get_user("1").retry(RetryPolicy::never()).await.expect_err("one try");
    assert_eq!(error.status(), Some(StatusCode::TOO_MANY_REQUESTS));
    assert_eq!(server.take().len(), 1);
}

#[tokio::test]
async fn a_503_on_a_get_is_retried() {
    let (server, client) = signed_in().await;
    server.answer_next(unavailable());
    client.users().get_user("1").await.expect("the second try");
    assert_eq!(server.take().len(), 2);
}

#[tokio::test]
async fn a_500_on_a_post_is_not_retried_because_it_may_have_been_carried_out() {
    let (server, client) = signed_in().await;
    server.answer_next(Canned::json(500, &json!({ "code": "internal", "message": "Oops." })));
    let error = client.users().create_user(CreateUserRequest::new("Bob", "bob@example.com")).await.expect_err("failed");
    assert_eq!(error.status(), Some(StatusCode::INTERNAL_SERVER_ERROR));
    assert_eq!(server.take().len(), 1);
}

#[tokio::test]
async fn a_404_is_not_retried() {
    let (server, client) = signed_in().await;
    client.users().get_user("missing").await.expect_err("no such user");
    assert_eq!(server.take().len(), 1);
}

#[tokio::test]
async fn a_server_that_asks_for_an_hour_is_not_waited_for() {
    let (server, client) = signed_in().await;
    let body = json!({ "code": "throttled", "message": "Too many requests." });
    server.answer_next(Canned::json(429, &body).header("retry-after", "3600"));
    let error = client.users().get_user("1").await.expect_err("an hour is too long");
    assert_eq!(error.retry_after().map(|wait| wait.as_secs()), Some(3600));
    assert_eq!(server.take().len(), 1);
}
