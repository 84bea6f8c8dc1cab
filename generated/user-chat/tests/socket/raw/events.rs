//! Server-sent events, as text.

use std::time::Duration;

use super::{Answer, count, general};
use crate::server::Fault;
use crate::text_message;

const PATH: &str = "/api/v1/rooms/general/events";

#[tokio::test]
async fn a_message_is_an_event_with_an_id() {
    let (server, client, token) = general(&["before"]).await;
    let mut answer = Answer::authorized(&server, PATH, &token).await;
    answer.until("\r\n\r\n").await;
    assert!(answer.text.contains("content-type: text/event-stream\r\n"), "{}", answer.text);
    client.chat().post_message("general", text_message("hello")).await.expect("posted");
    answer.until("\n\n").await;
    let (_, event) = answer.text.split_once("id: e3\n").expect("the third event of the room");
    assert!(event.starts_with(r#"data: {"event":"message_posted","message":{"#), "{event}");
    assert!(event.contains(r#""text":"hello""#), "{event}");
    assert!(!answer.text.contains("before"), "what was before is not told: {}", answer.text);
}

#[tokio::test]
async fn the_last_event_id_brings_what_was_missed() {
    let (server, _client, token) = general(&["one", "two", "three"]).await;
    let authorization = format!("Authorization: Bearer {token}");
    let mut answer = Answer::get(&server, PATH, &[&authorization, "Last-Event-ID: e2"]).await;
    answer.until("\"three\"").await;
    answer.until("id: e4\n").await;
    assert_eq!(count(&answer.text, "\nid: "), 2, "{}", answer.text);
    assert!(answer.text.find("id: e3\n") < answer.text.find("id: e4\n"), "{}", answer.text);
}

#[tokio::test]
async fn an_id_that_nobody_knows_brings_everything() {
    let (server, _client, token) = general(&["one"]).await;
    let authorization = format!("Authorization: Bearer {token}");
    let mut answer = Answer::get(&server, PATH, &[&authorization, "Last-Event-ID: e99"]).await;
    answer.until("id: e1\n").await;
    answer.until("id: e2\n").await;
}

#[tokio::test]
async fn a_heartbeat_is_a_comment() {
    let (server, _client, token) = general(&[]).await;
    let mut answer = Answer::authorized(&server, PATH, &token).await;
    answer.until("\r\n\r\n").await;
    server.beat();
    answer.until(": still here\n\n").await;
    assert!(!answer.text.contains("data:"), "{}", answer.text);
}

#[tokio::test]
async fn a_wait_is_told_first() {
    let (server, _client, token) = general(&[]).await;
    server.retry_after(Duration::from_millis(7));
    let mut answer = Answer::authorized(&server, PATH, &token).await;
    answer.until("retry: 7\n\n").await;
}

#[tokio::test]
async fn events_that_are_cut_end_in_the_midst_of_one() {
    let (server, client, token) = general(&[]).await;
    server.fault_next(Fault::cut(1));
    let mut answer = Answer::authorized(&server, PATH, &token).await;
    answer.until("\r\n\r\n").await;
    client.chat().post_message("general", text_message("one")).await.expect("posted");
    answer.until("id: e2\n").await;
    client.chat().post_message("general", text_message("two")).await.expect("posted");
    let text = answer.rest().await;
    assert!(text.contains("id: e3\n"), "{text}");
    assert!(!text.contains("\"two\""), "{text}");
    server.until_live(0).await;
}

#[tokio::test]
async fn events_can_end_after_some() {
    let (server, _client, token) = general(&["one", "two"]).await;
    server.fault_next(Fault::close(2, 1000, ""));
    let authorization = format!("Authorization: Bearer {token}");
    let answer = Answer::get(&server, PATH, &[&authorization, "Last-Event-ID: none"]).await.rest().await;
    assert_eq!(count(&answer, "\nid: "), 2, "{answer}");
    assert!(answer.ends_with("\r\n0\r\n\r\n"), "{answer}");
}

#[tokio::test]
async fn a_client_that_goes_ends_its_stream() {
    let (server, _client, token) = general(&[]).await;
    let mut answer = Answer::authorized(&server, PATH, &token).await;
    answer.until("\r\n\r\n").await;
    server.until_live(1).await;
    drop(answer);
    server.until_live(0).await;
}

#[tokio::test]
async fn events_need_a_token_and_a_room() {
    let (server, _client, token) = general(&[]).await;
    let answer = Answer::get(&server, PATH, &[]).await.rest().await;
    assert!(answer.starts_with("HTTP/1.1 401"), "{answer}");
    let answer = Answer::authorized(&server, "/api/v1/rooms/nowhere/events", &token).await.rest().await;
    assert!(answer.starts_with("HTTP/1.1 404"), "{answer}");
}
