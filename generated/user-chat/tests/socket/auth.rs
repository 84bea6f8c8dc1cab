//! Sign-in, refresh and sign-out.

use axum::http::StatusCode;
use clientwright_runtime::ErrorKind;
use serde_json::json;
use user_chat::Client;
use user_chat::api::auth::SignInError;
use user_chat::types::{RefreshTokensRequest, SignInRequest};

use crate::server::{Canned, EMAIL, PASSWORD, Server};
use crate::{create_user, signed_in};

#[tokio::test]
async fn sign_in_sends_the_password_and_no_token() {
    let (server, client) = signed_in().await;
    let request = SignInRequest::new(EMAIL, PASSWORD).device("Ann's phone");
    let pair = client.auth().sign_in(request).await.expect("the right password");
    assert_eq!(pair.access_token.expose(), "access-3");
    assert_eq!(pair.refresh_token.expose(), "refresh-3");
    assert_eq!(pair.expires_in, 900);

    let sent = server.take_one();
    assert_eq!(sent.line(), "POST /api/v1/auth/sign-in");
    assert_eq!(sent.header("authorization"), None, "sign-in is open to all, even where there is a token");
    assert_eq!(sent.header("content-type"), Some("application/json"));
    assert_eq!(sent.header("accept"), Some("application/json"));
    assert_eq!(sent.json(), json!({ "email": EMAIL, "password": PASSWORD, "device": "Ann's phone" }));
}

#[tokio::test]
async fn a_wrong_password_is_an_error_of_its_own_and_renews_nothing() {
    let (server, client) = signed_in().await;
    let error = client.auth().sign_in(SignInRequest::new(EMAIL, "guess")).await.expect_err("the wrong password");
    match error.api() {
        Some(SignInError::Unauthorized(body)) => assert_eq!(body.code, "invalid_credentials"),
        other => panic!("{other:?}"),
    }
    assert_eq!(server.take_one().line(), "POST /api/v1/auth/sign-in");
    assert!(!format!("{error:?} {error}").contains("guess"), "{error:?}");
}

#[tokio::test]
async fn passwords_and_tokens_stay_out_of_debug() {
    let server = Server::start().await;
    let client = Client::builder().base_url(server.url()).build().expect("a client");
    let request = SignInRequest::new(EMAIL, PASSWORD);
    assert!(!format!("{request:?}").contains(PASSWORD));
    let call = client.auth().sign_in(request);
    assert!(!format!("{call:?}").contains(PASSWORD));
    let response = call.response().await.expect("the right password");
    assert!(!format!("{response:?}").contains("access-"));
}

#[tokio::test]
async fn refresh_sends_the_refresh_token_and_no_access_token() {
    let (server, client) = signed_in().await;
    let pair = client.auth().sign_in(SignInRequest::new(EMAIL, PASSWORD)).await.expect("the right password");
    server.take();

    let request = RefreshTokensRequest::new(pair.refresh_token.clone());
    let renewed = client.auth().refresh_tokens(request.clone()).await.expect("a refresh token that is new");
    assert_ne!(renewed.refresh_token, pair.refresh_token, "refresh tokens rotate");
    let sent = server.take_one();
    assert_eq!(sent.line(), "POST /api/v1/auth/refresh");
    assert_eq!(sent.header("authorization"), None);
    assert_eq!(sent.json(), json!({ "refresh_token": pair.refresh_token.expose() }));

    let error = client.auth().refresh_tokens(request).await.expect_err("a refresh token that is used");
    assert_eq!(error.status(), Some(StatusCode::UNAUTHORIZED));
    assert_eq!(error.api().map(|body| body.code.as_str()), Some("invalid_grant"));
}

#[tokio::test]
async fn sign_out_ends_the_session() {
    let (server, client) = signed_in().await;
    client.auth().sign_out().everywhere(true).await.expect("signed out");
    let sent = server.take_one();
    assert_eq!(sent.line(), "POST /api/v1/auth/sign-out?everywhere=true");
    assert!(sent.header("authorization").is_some());
    assert!(sent.body.is_empty());

    let error = client.users().get_user("1").await.expect_err("nothing is left to sign in with");
    assert_eq!(error.status(), Some(StatusCode::UNAUTHORIZED));
}

#[tokio::test]
async fn what_needs_a_token_fails_at_home_without_one() {
    let server = Server::start().await;
    let client = Client::builder().base_url(server.url()).build().expect("a client");
    let error = client.users().get_user("1").await.expect_err("no credentials");
    assert!(error.to_string().contains("bearerAuth"), "{error}");
    assert!(server.take().is_empty(), "nothing was sent");
}

#[tokio::test]
async fn an_account_without_a_password_cannot_sign_in() {
    let (_server, client) = signed_in().await;
    let bob = create_user(&client, "Bob").await;
    let error = client.auth().sign_in(SignInRequest::new(&bob.email, "anything")).await.expect_err("no password yet");
    assert!(matches!(error.api(), Some(SignInError::Unauthorized(_))));
}

#[tokio::test]
async fn a_credential_is_set_by_the_name_of_its_scheme() {
    let server = Server::start().await;
    let client = Client::builder().base_url(server.url()).bearer_auth("my-token").build().expect("a client");
    server.answer_next(Canned::json(401, &json!({ "code": "unknown", "message": "No token is my-token." })));
    let error = client.users().get_user("1").await.expect_err("no such token");
    assert_eq!(server.take_one().header("authorization"), Some("Bearer my-token"));
    assert!(!format!("{error} {error:?} {error:#?}").contains("my-token"), "{error:?}");
}

#[tokio::test]
async fn a_token_that_would_be_changed_on_its_way_is_refused_when_the_client_is_built() {
    for token in ["", " token", "token\n"] {
        let error = Client::builder().base_url("http://localhost/").bearer(token).build().expect_err("no token");
        assert!(error.to_string().contains("credential"), "{error}");
    }
}

#[tokio::test]
async fn what_frames_a_message_is_left_to_the_transport() {
    let (server, client) = signed_in().await;
    let request = RefreshTokensRequest::new("refresh-2");
    let error =
        client.auth().refresh_tokens(request).header("Content-Length", "3").await.expect_err("not the caller's");
    assert_eq!(error.kind(), ErrorKind::Request);
    assert!(error.to_string().contains("content-length"), "{error}");
    assert!(server.take().is_empty(), "nothing was sent");
}
