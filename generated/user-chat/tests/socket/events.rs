//! Events of a room, typed by what they tell, over however many connections it takes.

use std::time::Duration;

use clientwright_runtime::{ErrorKind, EventOptions, Events};
use serde_json::json;
use user_chat::Client;
use user_chat::types::{ApiError, RoomEvent};

use crate::server::{Canned, Fault, Server};
use crate::{create_room, said, signed_in, text_message};

const PATH: &str = "/api/v1/rooms/general/events";

/// Events that are followed without a wait.
async fn follow(client: &Client) -> Events<RoomEvent, ApiError> {
    let options = EventOptions::new().backoff(Duration::ZERO, Duration::ZERO);
    client.chat().room_events("general").options(options).await.expect("events")
}

async fn post(client: &Client, text: &str) {
    client.chat().post_message("general", text_message(text)).await.expect("posted");
}

/// The text of the next event, which tells of a message.
async fn posted(events: &mut Events<RoomEvent, ApiError>) -> String {
    match events.next().await.expect("an event").expect("no error") {
        RoomEvent::MessagePosted(posted) => said(&posted.message.content).to_owned(),
        other => panic!("{other:?}"),
    }
}

/// The ids that events were asked for from, in the order of the requests.
fn asked(server: &Server) -> Vec<Option<String>> {
    let requests = server.take().into_iter().filter(|request| request.path == PATH);
    requests.map(|request| request.header("last-event-id").map(str::to_owned)).collect()
}

#[tokio::test]
async fn events_are_typed_by_what_they_tell() {
    let (server, client) = signed_in().await;
    create_room(&client, &["before"]).await;
    server.take();
    let mut events = follow(&client).await;
    let sent = server.take_one();
    assert_eq!(sent.line(), "GET /api/v1/rooms/general/events");
    assert_eq!(sent.header("accept"), Some("text/event-stream"));
    assert_eq!(sent.header("last-event-id"), None);

    post(&client, "hello").await;
    assert_eq!(posted(&mut events).await, "hello");
    drop(client.chat().connect_to_chat("general").await.expect("a socket"));
    match events.next().await.expect("an event").expect("no error") {
        RoomEvent::MemberJoined(joined) => assert_eq!(joined.member.user.name, "Ann"),
        other => panic!("{other:?}"),
    }
    match events.next().await.expect("an event").expect("no error") {
        RoomEvent::MemberLeft(left) => assert_eq!(left.user_id, "1"),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn typing_is_told_to_all_who_follow_the_room_and_not_again() {
    let (server, client) = signed_in().await;
    create_room(&client, &[]).await;
    let (mut one, mut other) = (follow(&client).await, follow(&client).await);
    server.take();
    client.chat().tell_typing("general").await.expect("told");
    let sent = server.take_one();
    assert_eq!(sent.line(), "POST /api/v1/rooms/general/typing");
    assert!(sent.body.is_empty(), "{sent:?}");
    for events in [&mut one, &mut other] {
        match events.next().await.expect("an event").expect("no error") {
            RoomEvent::MemberTyping(typing) => assert_eq!(typing.user_id, "1"),
            other => panic!("{other:?}"),
        }
    }

    post(&client, "hello").await;
    let mut late = client.chat().room_events("general").last_event_id("e1").await.expect("events");
    assert_eq!(posted(&mut late).await, "hello");
}

#[tokio::test]
async fn typing_where_there_is_no_room_is_refused() {
    let (_server, client) = signed_in().await;
    let error = client.chat().tell_typing("nowhere").await.expect_err("no such room");
    assert_eq!(error.api().map(|body| body.code.as_str()), Some("room_not_found"));
}

#[tokio::test]
async fn an_id_brings_what_was_missed() {
    let (_server, client) = signed_in().await;
    create_room(&client, &["one", "two", "three"]).await;
    let mut events = client.chat().room_events("general").last_event_id("e2").await.expect("events");
    let event = events.next_event().await.expect("an event").expect("no error");
    assert_eq!((event.id.as_str(), event.name.as_str()), ("e3", "message"));
    let id = events.last_event_id().to_owned();
    drop(events);

    let options = EventOptions::new().last_event_id(id);
    let mut events = client.chat().room_events("general").options(options).await.expect("events");
    assert_eq!(posted(&mut events).await, "three");
}

#[tokio::test]
async fn a_stream_that_breaks_goes_on_behind_the_last_event() {
    let (server, client) = signed_in().await;
    create_room(&client, &[]).await;
    server.fault_next(Fault::cut(1));
    let mut events = follow(&client).await;
    for text in ["one", "two", "three"] {
        post(&client, text).await;
    }
    for text in ["one", "two", "three"] {
        assert_eq!(posted(&mut events).await, text);
    }
    assert_eq!(asked(&server), [None, Some("e2".to_owned())]);
}

#[tokio::test]
async fn a_server_that_ends_the_stream_is_asked_for_more() {
    let (server, client) = signed_in().await;
    create_room(&client, &[]).await;
    server.fault_next(Fault::close(1, 1000, ""));
    let mut events = follow(&client).await;
    post(&client, "one").await;
    assert_eq!(posted(&mut events).await, "one");
    post(&client, "two").await;
    assert_eq!(posted(&mut events).await, "two");
    assert_eq!(asked(&server), [None, Some("e2".to_owned())]);
}

#[tokio::test]
async fn the_wait_that_the_server_sets_is_known() {
    let (server, client) = signed_in().await;
    create_room(&client, &[]).await;
    server.retry_after(Duration::from_millis(7));
    let mut events = client.chat().room_events("general").await.expect("events");
    post(&client, "one").await;
    assert_eq!(posted(&mut events).await, "one");
    assert_eq!(events.retry(), Some(Duration::from_millis(7)));
}

#[tokio::test]
async fn a_token_that_expires_meanwhile_is_renewed() {
    let (server, client) = signed_in().await;
    create_room(&client, &[]).await;
    let mut events = follow(&client).await;
    post(&client, "one").await;
    assert_eq!(posted(&mut events).await, "one");
    server.take();
    server.expire_tokens();
    server.cut();
    post(&client, "two").await;
    assert_eq!(posted(&mut events).await, "two");
    let last = asked(&server).pop().expect("another request");
    assert_eq!(last.as_deref(), Some("e2"));
}

#[tokio::test]
async fn a_first_token_that_has_expired_is_renewed() {
    let (server, client) = signed_in().await;
    create_room(&client, &[]).await;
    server.take();
    server.expire_tokens();
    let _events = follow(&client).await;
    let paths: Vec<String> = server.take().into_iter().map(|request| request.path).collect();
    assert_eq!(paths, [PATH, "/api/v1/auth/refresh", PATH]);
}

#[tokio::test]
async fn heartbeats_are_no_events() {
    let (server, client) = signed_in().await;
    create_room(&client, &[]).await;
    let mut events = follow(&client).await;
    server.beat();
    post(&client, "one").await;
    assert_eq!(posted(&mut events).await, "one");
}

#[tokio::test]
async fn no_content_ends_the_events() {
    let (server, client) = signed_in().await;
    create_room(&client, &[]).await;
    server.fault_next(Fault::close(0, 1000, ""));
    let mut events = follow(&client).await;
    server.answer_next(Canned::raw(204, "text/event-stream", ""));
    assert!(events.next().await.is_none());
}

#[tokio::test]
async fn what_is_new_is_kept_and_what_is_broken_is_told_without_an_end() {
    let (server, client) = signed_in().await;
    create_room(&client, &[]).await;
    let renamed = json!({ "event": "room_renamed", "name": "lobby" });
    let told = format!("data: {renamed}\n\ndata: {{\"event\":\"member_left\"}}\n\ndata: {renamed}\n\n");
    server.answer_next(Canned::raw(200, "text/event-stream", told));
    let mut events = follow(&client).await;
    let unknown = |event: Option<Result<RoomEvent, _>>| match event.expect("an event") {
        Ok(RoomEvent::Unknown(value)) => assert_eq!(value, renamed),
        other => panic!("{other:?}"),
    };
    unknown(events.next().await);
    let error = events.next().await.expect("an event").expect_err("nobody has left");
    assert_eq!(error.kind(), ErrorKind::Decode, "{error:?}");
    assert!(error.to_string().contains("user_id"), "{error}");
    unknown(events.next().await);
}

#[tokio::test]
async fn a_refusal_is_typed() {
    let (_server, client) = signed_in().await;
    let error = client.chat().room_events("nowhere").await.expect_err("no such room");
    assert_eq!(error.api().map(|body| body.code.as_str()), Some("room_not_found"));
}

#[tokio::test]
async fn a_page_of_a_proxy_is_not_taken_for_events() {
    let (server, client) = signed_in().await;
    server.answer_next(Canned::raw(200, "text/html", "<h1>Please log in</h1>"));
    let error = client.chat().room_events("general").await.expect_err("no events");
    assert_eq!(error.kind(), ErrorKind::UnexpectedContentType, "{error:?}");
}

#[tokio::test]
async fn dropping_the_events_ends_the_call() {
    let (server, client) = signed_in().await;
    create_room(&client, &[]).await;
    let events = follow(&client).await;
    server.until_live(1).await;
    drop(events);
    server.until_live(0).await;
}
