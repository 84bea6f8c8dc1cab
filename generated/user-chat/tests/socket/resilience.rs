//! Answers that the description does not foresee: what is new survives, what is broken says where.

use axum::http::StatusCode;
use clientwright_runtime::ErrorKind;
use serde_json::{Value, json};
use user_chat::api::users::GetUserError;
use user_chat::types::{MessageContent, Role};

use crate::server::Canned;
use crate::signed_in;

fn ann() -> Value {
    json!({
        "id": "1",
        "name": "Ann",
        "email": "ann@example.com",
        "avatar_url": null,
        "role": "admin",
        "created_at": "2026-01-23T09:00:01Z",
    })
}

fn message(content: &Value) -> Value {
    json!({
        "id": "3fa85f64-5717-4562-b3fc-2c963f66afa6",
        "room_id": "7c9e6679-7425-40de-944b-e07fc1f90ae7",
        "sequence": 9_007_199_254_740_993_i64,
        "content": content,
        "replies": [],
        "sent_at": "2026-01-23T10:31:07.250+01:00",
    })
}

#[tokio::test]
async fn an_unknown_enum_value_is_kept() {
    let (server, client) = signed_in().await;
    let mut owner = ann();
    owner["role"] = json!("owner");
    server.answer_next(Canned::json(200, &owner));
    let user = client.users().get_user("1").await.expect("a role from the future");
    assert_eq!(user.role, Role::Unknown("owner".to_owned()));
    assert_eq!(user.role.as_str(), "owner");
    assert_eq!(serde_json::to_value(&user.role).expect("JSON"), json!("owner"));
}

#[tokio::test]
async fn an_unknown_kind_of_content_is_kept_whole() {
    let (server, client) = signed_in().await;
    let content = json!({ "type": "poll", "question": "Tea?", "votes": { "yes": 2 } });
    server.answer_next(Canned::json(
        200,
        &json!({
            "items": [message(&content)],
            "next_cursor": null,
            "previous_cursor": null,
        }),
    ));
    let page = client.chat().get_messages("general").await.expect("a content from the future");
    match &page.items[0].content {
        MessageContent::Unknown(value) => assert_eq!(*value, content),
        other => panic!("{other:?}"),
    }
    assert_eq!(serde_json::to_value(&page.items[0].content).expect("JSON"), content);
}

#[tokio::test]
async fn large_numbers_and_offsets_are_exact() {
    let (server, client) = signed_in().await;
    let posted = message(&json!({ "type": "text", "text": "Hello" }));
    server.answer_next(Canned::json(201, &posted));
    let message = client.chat().post_message("general", crate::text_message("Hello")).await.expect("posted");
    assert_eq!(message.sequence, 9_007_199_254_740_993);
    assert_eq!(message.sent_at.to_string(), "2026-01-23T10:31:07.250+01:00");
}

#[tokio::test]
async fn a_key_that_nobody_knows_is_ignored() {
    let (server, client) = signed_in().await;
    let mut user = ann();
    user["shoe_size"] = json!(38);
    server.answer_next(Canned::json(200, &user));
    assert_eq!(client.users().get_user("1").await.expect("Ann").name, "Ann");
}

#[tokio::test]
async fn a_value_of_the_wrong_type_is_named_by_its_path() {
    let (server, client) = signed_in().await;
    let mut second = ann();
    second["name"] = json!(7);
    server.answer_next(Canned::json(200, &json!({ "items": [ann(), second], "next_cursor": null })));
    let error = client.users().get_users().await.expect_err("a name that is a number");
    assert_eq!(error.kind(), ErrorKind::Decode, "{error:?}");
    assert_eq!(error.decode_error().map(|error| error.path()), Some("/items/1/name"));
    assert!(error.to_string().contains("/items/1/name"), "{error}");
    assert_eq!(error.status(), Some(StatusCode::OK));
    assert!(error.api().is_none());
}

#[tokio::test]
async fn a_missing_key_is_named() {
    let (server, client) = signed_in().await;
    let mut user = ann();
    user.as_object_mut().expect("an object").remove("email");
    server.answer_next(Canned::json(200, &user));
    let error = client.users().get_user("1").await.expect_err("no email");
    assert_eq!(error.kind(), ErrorKind::Decode, "{error:?}");
    assert!(error.to_string().contains("email"), "{error}");
}

#[tokio::test]
async fn a_page_of_a_proxy_is_not_taken_for_a_user() {
    let (server, client) = signed_in().await;
    server.answer_next(Canned::raw(200, "text/html", "<h1>Please log in</h1>"));
    let error = client.users().get_user("1").await.expect_err("not JSON");
    assert_eq!(error.kind(), ErrorKind::UnexpectedContentType, "{error:?}");
    assert!(error.to_string().contains("text/html"), "{error}");
}

#[tokio::test]
async fn an_error_that_is_not_the_documented_shape_keeps_its_status_and_body() {
    let (server, client) = signed_in().await;
    server.answer_next(Canned::raw(404, "text/html", "<h1>Not here</h1>"));
    let error = client.users().get_user("1").await.expect_err("not found");
    assert_eq!(error.kind(), ErrorKind::UnexpectedStatus, "{error:?}");
    assert!(error.api().is_none(), "no typed body can be made of it");
    assert_eq!(error.status(), Some(StatusCode::NOT_FOUND));
    assert_eq!(error.body().map(|body| &body[..]), Some(&b"<h1>Not here</h1>"[..]));
}

#[tokio::test]
async fn a_status_that_is_not_listed_is_the_default() {
    let (server, client) = signed_in().await;
    server.answer_next(Canned::json(418, &json!({ "code": "teapot", "message": "Short and stout." })));
    let error = client.users().get_user("1").await.expect_err("a teapot");
    assert!(matches!(error.api(), Some(GetUserError::Other(body)) if body.code == "teapot"), "{error:?}");
}
