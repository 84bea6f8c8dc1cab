//! Lines of JSON, one message each.

use super::{Answer, count, general};
use crate::server::Fault;

const PATH: &str = "/api/v1/rooms/general/messages/export";
/// What ends a body in chunks. RFC 9112, section 7.1.
const END: &str = "\r\n0\r\n\r\n";

#[tokio::test]
async fn the_export_gives_each_message_a_line_the_oldest_first() {
    let (server, _client, token) = general(&["one", "two"]).await;
    let answer = Answer::authorized(&server, PATH, &token).await.rest().await;
    assert!(answer.contains("content-type: application/x-ndjson\r\n"), "{answer}");
    assert!(answer.contains("transfer-encoding: chunked\r\n"), "{answer}");
    assert!(answer.ends_with(END), "{answer}");
    let place = |text: &str| answer.find(text).unwrap_or_else(|| panic!("{text} in {answer}"));
    assert!(place("room_created") < place(r#""text":"one""#));
    assert!(place(r#""text":"one""#) < place(r#""text":"two""#));
    assert_eq!(count(&answer, "}\n"), 3);
}

#[tokio::test]
async fn since_leaves_out_what_is_older_in_any_time_zone() {
    let (server, client, token) = general(&["one"]).await;
    let page = client.chat().get_messages("general").await.expect("a page");
    let sent_at = page.items[1].sent_at.to_string();
    let answer = Answer::authorized(&server, &format!("{PATH}?since={sent_at}"), &token).await.rest().await;
    assert_eq!(count(&answer, "}\n"), 1, "{answer}");
    assert!(answer.contains(r#""text":"one""#), "{answer}");

    let later = "2026-01-23T13:00:00%2B02:00";
    let answer = Answer::authorized(&server, &format!("{PATH}?since={later}"), &token).await.rest().await;
    assert_eq!(count(&answer, "}\n"), 0, "{answer}");
    let answer = Answer::authorized(&server, &format!("{PATH}?since=yesterday"), &token).await.rest().await;
    assert!(answer.starts_with("HTTP/1.1 400"), "{answer}");
}

#[tokio::test]
async fn an_export_that_is_cut_ends_in_the_midst_of_a_line() {
    let (server, _client, token) = general(&["one", "two"]).await;
    server.fault_next(Fault::cut(1));
    let answer = Answer::authorized(&server, PATH, &token).await.rest().await;
    assert!(answer.contains("room_created"), "{answer}");
    assert_eq!(count(&answer, "}\n"), 1, "{answer}");
    assert!(!answer.ends_with('\n'), "{answer}");
    server.until_live(0).await;
}

#[tokio::test]
async fn an_export_goes_on_as_fast_as_it_is_stepped() {
    let (server, _client, token) = general(&["one", "two"]).await;
    server.fault_next(Fault::slow(1));
    let mut answer = Answer::authorized(&server, PATH, &token).await;
    answer.until("room_created").await;
    server.step();
    answer.until(r#""text":"one""#).await;
    assert!(!answer.text.contains(r#""text":"two""#), "{}", answer.text);
    server.step();
    assert!(answer.rest().await.ends_with(END));
}

#[tokio::test]
async fn an_export_needs_a_token_and_a_room() {
    let (server, _client, token) = general(&[]).await;
    let answer = Answer::get(&server, PATH, &[]).await.rest().await;
    assert!(answer.starts_with("HTTP/1.1 401"), "{answer}");
    let answer = Answer::authorized(&server, "/api/v1/rooms/nowhere/messages/export", &token).await.rest().await;
    assert!(answer.starts_with("HTTP/1.1 404"), "{answer}");
    assert!(answer.contains("room_not_found"), "{answer}");
}
