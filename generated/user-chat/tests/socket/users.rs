//! The users: list, create, read, replace, delete. What is sent and what comes back.

use axum::http::StatusCode;
use serde_json::json;
use user_chat::api::users::CreateUserError;
use user_chat::types::{CreateUserRequest, Role, UserProfile, UserSort};

use crate::{create_user, signed_in};

#[tokio::test]
async fn a_list_without_filters_has_no_query() {
    let (server, client) = signed_in().await;
    let page = client.users().get_users().await.expect("a page");
    assert_eq!(page.items.len(), 1);
    assert_eq!(page.items[0].role, Role::Admin);
    assert_eq!(page.next_cursor, None);

    let sent = server.take_one();
    assert_eq!(sent.line(), "GET /api/v1/users");
    assert_eq!(sent.header("authorization"), Some("Bearer access-2"));
    assert_eq!(sent.header("accept"), Some("application/json"));
    assert_eq!(sent.header("content-type"), None);
    assert!(sent.body.is_empty());
}

#[tokio::test]
async fn filters_are_query_parameters() {
    let (server, client) = signed_in().await;
    create_user(&client, "Bob").await;
    create_user(&client, "Zoë").await;
    server.take();

    let call =
        client.users().get_users().limit(50).role([Role::Admin, Role::Member]).q("a & ë/é+").sort(UserSort::Newest);
    let page = call.await.expect("a page");
    assert!(page.items.is_empty());
    assert_eq!(server.take_one().query, "limit=50&role=admin&role=member&q=a%20%26%20%C3%AB%2F%C3%A9%2B&sort=newest",);

    let page = client.users().get_users().q("ZOË").await.expect("a page");
    let names: Vec<&str> = page.items.iter().map(|user| user.name.as_str()).collect();
    assert_eq!(names, ["Zoë"]);
}

#[tokio::test]
async fn setting_a_parameter_again_replaces_it() {
    let (server, client) = signed_in().await;
    client.users().get_users().limit(1).limit(2).await.expect("a page");
    assert_eq!(server.take_one().query, "limit=2");
}

#[tokio::test]
async fn create_sends_only_what_is_set() {
    let (server, client) = signed_in().await;
    let created = client.users().create_user(CreateUserRequest::new("Bob", "bob@example.com")).await.expect("created");
    assert_eq!((created.id.as_str(), created.name.as_str()), ("2", "Bob"));
    assert_eq!(created.role, Role::Member);
    assert_eq!((created.nickname, created.avatar_url), (None, None));
    assert_eq!(created.created_at.to_string(), "2026-01-23T09:00:03Z");

    let sent = server.take_one();
    assert_eq!(sent.line(), "POST /api/v1/users");
    assert_eq!(sent.header("content-type"), Some("application/json"));
    assert_eq!(sent.json(), json!({ "name": "Bob", "email": "bob@example.com" }));
}

#[tokio::test]
async fn create_gives_the_documented_location() {
    let (server, client) = signed_in().await;
    let request = CreateUserRequest::new("Bob", "bob@example.com")
        .nickname("Bobby")
        .role(Role::Moderator)
        .password("a long enough one");
    let response = client.users().create_user(request).response().await.expect("created");
    assert_eq!(response.status().as_u16(), 201);
    assert_eq!(response.documented().location.as_deref(), Some("/api/v1/users/2"));
    assert_eq!(response.request_id(), Some("2"));
    assert_eq!(response.body().nickname.as_deref(), Some("Bobby"));
    assert_eq!(
        server.take_one().json(),
        json!({
            "name": "Bob",
            "email": "bob@example.com",
            "nickname": "Bobby",
            "role": "moderator",
            "password": "a long enough one",
        }),
    );
}

#[tokio::test]
async fn a_duplicate_address_is_a_conflict() {
    let (_server, client) = signed_in().await;
    create_user(&client, "Bob").await;
    let again = CreateUserRequest::new("Another Bob", "bob@example.com");
    let error = client.users().create_user(again).await.expect_err("the address is taken");
    match error.api() {
        Some(CreateUserError::Conflict(body)) => assert_eq!(body.code, "email_taken"),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn broken_rules_come_field_by_field() {
    let (_server, client) = signed_in().await;
    let request = CreateUserRequest::new("", "nowhere").password("short");
    let error = client.users().create_user(request).await.expect_err("three broken rules");
    let Some(CreateUserError::UnprocessableEntity(problem)) = error.api() else { panic!("{error:?}") };
    assert_eq!(problem.code, "validation_failed");
    let fields: Vec<&str> = problem.errors.iter().map(|error| error.field.as_str()).collect();
    assert_eq!(fields, ["/name", "/email", "/password"]);
}

#[tokio::test]
async fn an_id_is_one_segment_of_the_path_whatever_it_holds() {
    let (server, client) = signed_in().await;
    let error = client.users().get_user("a/b?c d").await.expect_err("no such user");
    assert_eq!(server.take_one().path, "/api/v1/users/a%2Fb%3Fc%20d");
    match error.api() {
        Some(user_chat::api::users::GetUserError::NotFound(body)) => {
            assert_eq!(body.id, "a/b?c d");
            assert_eq!(body.code, "user_not_found");
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn replace_puts_the_whole_profile() {
    let (server, client) = signed_in().await;
    let bob = create_user(&client, "Bob").await;
    server.take();
    let profile = UserProfile::new("Robert", "bob@example.com").nickname("Rob");
    let replaced = client.users().replace_user(&bob.id, profile).await.expect("replaced");
    assert_eq!(replaced.name, "Robert");
    assert_eq!(replaced.nickname.as_deref(), Some("Rob"));

    let sent = server.take_one();
    assert_eq!(sent.line(), "PUT /api/v1/users/2");
    assert_eq!(sent.json(), json!({ "name": "Robert", "email": "bob@example.com", "nickname": "Rob" }));

    let bare = UserProfile::new("Robert", "bob@example.com");
    let replaced = client.users().replace_user(&bob.id, bare).await.expect("replaced");
    assert_eq!(replaced.nickname, None, "what a replacement leaves out is gone");
}

#[tokio::test]
async fn delete_answers_with_nothing() {
    let (server, client) = signed_in().await;
    let bob = create_user(&client, "Bob").await;
    server.take();
    let () = client.users().delete_user(&bob.id).await.expect("deleted");
    let sent = server.take_one();
    assert_eq!(sent.line(), "DELETE /api/v1/users/2");
    assert!(sent.body.is_empty());

    let error = client.users().get_user(&bob.id).await.expect_err("gone");
    assert_eq!(error.status(), Some(StatusCode::NOT_FOUND));
}

#[tokio::test]
async fn one_call_can_have_its_own_header_and_query() {
    let (server, client) = signed_in().await;
    client.users().get_user("1").header("X-Trace", "7").query("verbose", "yes").await.expect("Ann");
    let sent = server.take_one();
    assert_eq!(sent.line(), "GET /api/v1/users/1?verbose=yes");
    assert_eq!(sent.header("x-trace"), Some("7"));
}
