//! Rooms: one schema to send and to receive, without what only the server sets.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use serde_json::json;
use user_chat::api::chat::CreateRoomError;
use user_chat::types::{RoomInput, Visibility};

use crate::{create_room, create_user, signed_in};

#[tokio::test]
async fn create_sends_the_room_without_its_read_only_fields() {
    let (server, client) = signed_in().await;
    let bob = create_user(&client, "Bob").await;
    server.take();
    let room = RoomInput::new("general")
        .topic("Everything")
        .visibility(Visibility::Private)
        .labels([("team", "everyone"), ("a b", "ü")])
        .invite([bob.id.clone()]);
    let response = client.chat().create_room(room).response().await.expect("created");
    let room = response.body();
    assert_eq!(response.documented().location, Some(format!("/api/v1/rooms/{}", room.id)));
    assert_eq!(room.name, "general");
    assert_eq!(room.topic.as_deref(), Some("Everything"));
    assert_eq!(room.visibility, Some(Visibility::Private));
    assert_eq!(room.message_count, 1_i64);

    let sent = server.take_one();
    assert_eq!(sent.line(), "POST /api/v1/rooms");
    assert_eq!(
        sent.json(),
        json!({
            "name": "general",
            "topic": "Everything",
            "visibility": "private",
            "labels": { "team": "everyone", "a b": "ü" },
            "invite": [bob.id],
        }),
    );
}

#[tokio::test]
async fn a_room_is_found_by_id_and_by_name() {
    let (server, client) = signed_in().await;
    create_room(&client, &[]).await;
    server.take();
    let room = client.chat().get_room("general").await.expect("by name");
    assert_eq!(server.take_one().line(), "GET /api/v1/rooms/general");
    assert_eq!(client.chat().get_room(room.id.to_string()).await.expect("by id"), room);
}

#[tokio::test]
async fn members_come_as_a_bare_list() {
    let (server, client) = signed_in().await;
    create_room(&client, &[]).await;
    server.take();
    let members = client.chat().get_room_members("general").await.expect("members");
    assert_eq!(server.take_one().line(), "GET /api/v1/rooms/general/members");
    let members: Vec<(&str, bool)> = members.iter().map(|member| (member.user.name.as_str(), member.owner)).collect();
    assert_eq!(members, [("Ann", true)]);
}

#[tokio::test]
async fn rooms_are_listed() {
    let (server, client) = signed_in().await;
    create_room(&client, &[]).await;
    server.take();
    let page = client.chat().get_rooms().limit(10).await.expect("a page");
    assert_eq!(server.take_one().line(), "GET /api/v1/rooms?limit=10");
    assert_eq!(page.items.len(), 1);
    assert_eq!(page.items[0].labels.as_ref().map(BTreeMap::len), Some(0));
}

#[tokio::test]
async fn a_name_that_is_taken_is_a_conflict_and_a_bad_one_a_broken_rule() {
    let (_server, client) = signed_in().await;
    create_room(&client, &[]).await;
    let error = client.chat().create_room(RoomInput::new("general")).await.expect_err("taken");
    assert!(matches!(error.api(), Some(CreateRoomError::Conflict(body)) if body.code == "name_taken"));
    let error = client.chat().create_room(RoomInput::new("No spaces")).await.expect_err("not a name");
    match error.api() {
        Some(CreateRoomError::UnprocessableEntity(problem)) => assert_eq!(problem.errors[0].field, "/name"),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_room_that_is_not_there_is_a_typed_404() {
    let (_server, client) = signed_in().await;
    let error = client.chat().get_room("nowhere").await.expect_err("no such room");
    assert_eq!(error.status(), Some(StatusCode::NOT_FOUND));
    assert_eq!(error.api().map(|body| body.code.as_str()), Some("room_not_found"));
    let error = client.chat().get_room_members("nowhere").await.expect_err("no such room");
    assert_eq!(error.api().map(|body| body.code.as_str()), Some("room_not_found"));
    let error = client.chat().get_messages("nowhere").await.expect_err("no such room");
    assert_eq!(error.api().map(|body| body.code.as_str()), Some("room_not_found"));
}
