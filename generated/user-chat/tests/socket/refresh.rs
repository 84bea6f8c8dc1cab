//! Tokens that expire under way are renewed once, for everyone.

use std::future::IntoFuture;

use axum::http::StatusCode;
use futures_util::future::join_all;
use serde_json::json;
use user_chat::types::CreateUserRequest;

use crate::server::Canned;
use crate::signed_in;

#[tokio::test]
async fn an_expired_token_is_renewed_and_the_call_repeated() {
    let (server, client) = signed_in().await;
    server.expire_tokens();
    let ann = client.users().get_user("1").await.expect("a renewed token");
    assert_eq!(ann.name, "Ann");

    let sent = server.take();
    let lines: Vec<String> = sent.iter().map(|request| request.line()).collect();
    assert_eq!(lines, ["GET /api/v1/users/1", "POST /api/v1/auth/refresh", "GET /api/v1/users/1"]);
    assert_eq!(sent[0].header("authorization"), Some("Bearer access-2"));
    assert_eq!(sent[1].header("authorization"), None);
    assert_eq!(sent[2].header("authorization"), Some("Bearer access-3"));
}

#[tokio::test]
async fn twenty_calls_at_once_renew_an_expired_token_once() {
    let (server, client) = signed_in().await;
    server.expire_tokens();
    let calls = (0..20).map(|_| client.users().get_user("1").into_future());
    for user in join_all(calls).await {
        assert_eq!(user.expect("a renewed token").name, "Ann");
    }
    let sent = server.take();
    assert_eq!(sent.iter().filter(|request| request.path == "/api/v1/auth/refresh").count(), 1);
    let renewed = sent.iter().filter(|request| request.header("authorization") == Some("Bearer access-3"));
    assert_eq!(renewed.count(), 20);
}

#[tokio::test]
async fn a_post_is_repeated_with_the_same_body_after_a_refresh() {
    let (server, client) = signed_in().await;
    server.expire_tokens();
    let request = CreateUserRequest::new("Bob", "bob@example.com");
    client.users().create_user(request).await.expect("a renewed token");
    let sent = server.take();
    assert_eq!(sent.len(), 3);
    assert_eq!(sent[0].body, sent[2].body);
}

#[tokio::test]
async fn a_refresh_that_is_refused_ends_in_the_servers_401() {
    let (server, client) = signed_in().await;
    server.revoke_tokens();
    let error = client.users().get_user("1").await.expect_err("no token works any more");
    assert_eq!(error.status(), Some(StatusCode::UNAUTHORIZED));
    let lines: Vec<String> = server.take().iter().map(|request| request.line()).collect();
    assert_eq!(lines, ["GET /api/v1/users/1", "POST /api/v1/auth/refresh"]);
}

#[tokio::test]
async fn a_second_401_is_final() {
    let (server, client) = signed_in().await;
    let refused = json!({ "code": "invalid_token", "message": "No." });
    let pair = json!({ "access_token": "a", "refresh_token": "r", "token_type": "bearer", "expires_in": 900 });
    server.answer_next(Canned::json(401, &refused));
    server.answer_next(Canned::json(200, &pair));
    let error = client.users().get_user("1").await.expect_err("the new token is refused as well");
    assert_eq!(error.status(), Some(StatusCode::UNAUTHORIZED));
    let lines: Vec<String> = server.take().iter().map(|request| request.line()).collect();
    assert_eq!(lines, ["GET /api/v1/users/1", "POST /api/v1/auth/refresh", "GET /api/v1/users/1"]);
}

#[tokio::test]
async fn clones_of_a_client_share_its_tokens() {
    let (server, client) = signed_in().await;
    server.expire_tokens();
    client.clone().users().get_user("1").await.expect("a renewed token");
    client.users().get_user("1").await.expect("the same token");
    let refreshes = server.take().iter().filter(|request| request.path == "/api/v1/auth/refresh").count();
    assert_eq!(refreshes, 1);
}
