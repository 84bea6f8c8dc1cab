//! A program that works without a network, against a server that dies: what it has read is there, and what it posts arrives once and in order.

mod app;
#[path = "../../examples/tour/overlay.rs"]
mod overlay;
#[path = "../server/mod.rs"]
#[expect(dead_code, unused_imports, reason = "the tests of the client use more of the server")]
mod server;
#[path = "../../examples/tour/session.rs"]
#[expect(dead_code, reason = "signing in is no matter here")]
mod session;

use axum::http::Method;

use crate::app::{App, Place, ROOM, said};

#[tokio::test]
async fn what_was_read_is_there_while_the_server_is_dead() {
    let place = Place::new().await;
    let app = App::start(&place).await;
    let rooms = app.client.chat().get_rooms().await.expect("rooms").items.len();
    let members = app.client.chat().get_room_members(ROOM).await.expect("members").len();
    let messages = app.messages().await;
    place.server.kill().await;
    // Whether the system says so or the client finds it out.
    for is_online in [false, true] {
        place.network.set_online(is_online);
        assert_eq!(app.client.chat().get_rooms().await.expect("rooms").items.len(), rooms);
        assert_eq!(app.client.chat().get_room_members(ROOM).await.expect("members").len(), members);
        assert_eq!(app.messages().await, messages);
        let response = app.client.chat().get_room_members(ROOM).response().await.expect("members");
        let status = response.headers()["cache-status"].to_str().expect("ASCII");
        assert!(status.contains("detail=offline"), "{status}");
    }
    let never_read = app.client.users().get_user("1").await.expect_err("never read");
    assert_eq!(never_read.kind(), clientwright_runtime::ErrorKind::Connect);
}

#[tokio::test]
async fn what_has_not_changed_is_not_sent_again() {
    let place = Place::new().await;
    let app = App::start(&place).await;
    let before = app.messages().await;
    place.server.take();
    let again = app.client.chat().get_messages(ROOM).limit(20).before("end").response().await.expect("messages");
    let asked = place.server.take_one();
    assert!(asked.header("if-none-match").is_some());
    let status = again.headers()["cache-status"].to_str().expect("ASCII");
    assert!(status.contains("fwd-status=304"), "{status}");
    assert_eq!(said(again.into_body()), before);
}

#[tokio::test]
async fn what_is_posted_offline_arrives_once_and_in_order() {
    let (place, app, all) = offline().await;
    let (one, two) = (app.post("one").await, app.post("two").await);
    place.back().await;
    let (one, two) = (one.delivered().await.expect("one"), two.delivered().await.expect("two"));
    assert_eq!(one.sequence + 1, two.sequence);
    assert_eq!(place.arrived(), ["one", "two"]);
    assert_eq!(app.messages().await, all);
}

#[tokio::test]
async fn what_waits_is_shown_behind_what_was_read() {
    let (place, app, all) = offline().await;
    app.post("one").await;
    app.post("two").await;
    assert_eq!(app.messages().await, all);
    place.back().await;
    assert_eq!(app.outbox.flush().await, 0);
    assert_eq!(app.messages().await, all);
}

#[tokio::test]
async fn a_process_that_is_gone_in_between_changes_nothing() {
    let (place, app, all) = offline().await;
    app.post("one").await;
    // Without a word; and once more, with something written in between.
    app.end().await;
    let app = App::start(&place).await;
    app.post("two").await;
    app.client.close().await;
    app.end().await;
    let app = App::start(&place).await;
    assert_eq!(app.messages().await, all);
    place.back().await;
    assert_eq!(app.outbox.flush().await, 0);
    assert_eq!(place.arrived(), ["one", "two"]);
    assert_eq!(app.messages().await, all);
}

#[tokio::test]
async fn an_answer_that_is_lost_after_the_server_has_done_it_posts_nothing_twice() {
    let (place, app, all) = offline().await;
    app.post("one").await;
    app.post("two").await;
    place.server.take();
    place.server.lose_next_answer();
    place.back().await;
    assert_eq!(app.outbox.flush().await, 0);
    let posts: Vec<_> = place.server.take().into_iter().filter(|request| request.method == Method::POST).collect();
    let keys: Vec<_> = posts.iter().map(|request| request.header("idempotency-key").expect("a key")).collect();
    assert_eq!(keys.len(), 3);
    assert!(keys[0] == keys[1] && keys[1] != keys[2], "{keys:?}");
    assert_eq!(app.messages().await, all);
}

/// A program that has read a room and is offline then, and what the room says once it has posted `one` and `two`.
async fn offline() -> (Place, App, Vec<String>) {
    let place = Place::new().await;
    let app = App::start(&place).await;
    let mut all = app.messages().await;
    all.extend(["one".to_owned(), "two".to_owned()]);
    place.kill().await;
    (place, app, all)
}
