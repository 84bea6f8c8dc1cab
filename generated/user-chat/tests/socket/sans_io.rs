//! A call without a network: the request that would be sent, and what an answer would become.

use axum::http;
use clientwright_runtime::Bytes;
use serde_json::{Value, json};
use user_chat::Client;
use user_chat::api::users::GetUserError;
use user_chat::types::{CreateUserRequest, Role};

fn client() -> Client {
    Client::builder().base_url("https://chat.example.com/prefix/").bearer("token").build().expect("a client")
}

#[test]
fn a_call_gives_the_request_that_it_would_send() {
    let call = client().users().get_users().limit(5).role([Role::Admin]);
    let request = call.request().expect("a request");
    assert_eq!(request.method(), "GET");
    assert_eq!(request.uri(), "https://chat.example.com/prefix/api/v1/users?limit=5&role=admin");
    assert_eq!(request.headers()["accept"], "application/json");
}

#[test]
fn a_body_is_there_to_be_read() {
    let request = client().users().create_user(CreateUserRequest::new("Ann", "ann@example.com")).request();
    let request = request.expect("a request");
    assert_eq!(request.headers()["content-type"], "application/json");
    assert_eq!(
        request.body().as_bytes().map(|body| &body[..]),
        Some(&br#"{"name":"Ann","email":"ann@example.com"}"#[..]),
        "the description's order",
    );
}

#[test]
fn without_a_base_url_it_is_the_first_server_of_the_description() {
    let client = Client::builder().bearer("token").build().expect("a client");
    let request = client.users().get_user("1").request().expect("a request");
    assert_eq!(request.uri(), "https://api.example.com/api/v1/users/1");
}

#[test]
fn a_call_decodes_an_answer_by_its_status() {
    let call = client().users().get_user("7");
    let user = json!({
        "id": "7",
        "name": "Eve",
        "email": "eve@example.com",
        "avatar_url": null,
        "role": "member",
        "created_at": "2026-01-23T09:00:00Z",
    });
    let found = answer(200, &user);
    assert_eq!(call.decode(found).expect("a user").body().name, "Eve");

    let body = json!({ "code": "user_not_found", "message": "There is no user 7.", "id": "7" });
    let missing = answer(404, &body);
    let error = call.decode(missing).expect_err("no such user");
    assert!(matches!(error.api(), Some(GetUserError::NotFound(body)) if body.id == "7"));
}

fn answer(status: u16, body: &Value) -> http::Response<Bytes> {
    let response = http::Response::builder().status(status).header("content-type", "application/json");
    response.body(body.to_string().into()).expect("a response")
}
