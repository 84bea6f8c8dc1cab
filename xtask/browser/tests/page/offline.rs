//! The page without a network: what was read is there, what is written waits, and arrives once and in order.

use serde_json::json;

use super::driver::{ENTER, Window};
use super::furnish::ROOM;
use super::server::{Canned, PASSWORD};
use super::stage::{Stage, enter, play, said, say};

const NOTHING_WAITS: &str = "document.querySelector('#on-its-way').childElementCount === 0";
const NOTE: &str = "Bob, are you there? I am back at eight.";

/// The server is killed, and the browser says that there is no network.
async fn lose(stage: &Stage, window: &Window) {
    // The page itself is kept from here on.
    window.run("return navigator.serviceWorker.ready.then(() => true)").await;
    stage.server.kill().await;
    window.offline(true).await;
}

async fn find(stage: &Stage, window: &Window) {
    stage.server.restart().await.expect("the same port");
    window.offline(false).await;
}

/// What was posted since the last time, as the server saw it.
fn posted(stage: &Stage) -> Vec<String> {
    let posts = stage.server.take().into_iter().filter(|request| request.line().starts_with("POST"));
    let posts = posts.filter(|request| request.path.ends_with("/messages"));
    posts.map(|post| post.json()["content"]["text"].as_str().unwrap_or_default().to_owned()).collect()
}

async fn write(window: &Window, text: &str) {
    window.fill("#draft", &format!("{text}{ENTER}")).await;
    window.until_text("#on-its-way", text).await;
    window.until_text("#on-its-way", "Waiting for a connection").await;
}

/// Signs Ann in, whose address may be there still, and goes into the room.
async fn sign_in(window: &Window) {
    window.clear("#email").await;
    window.fill("#email", "ann@example.com").await;
    window.fill("#password", &format!("{PASSWORD}{ENTER}")).await;
    window.until_seen("[data-room]").await;
    enter(window, ROOM).await;
}

/// Opens a room as it was.
async fn recall(window: &Window) {
    window.click(&format!("[data-room={ROOM}]")).await;
    window.until_text("#state", "No connection: this device is offline. This is what was read last.").await;
}

#[tokio::test]
async fn what_was_read_is_there_after_a_reload_without_a_network() {
    play(async |stage| {
        let ann = stage.in_room("ann").await;
        let bob = stage.client("bob").await;
        say(&bob, ROOM, "I am now.").await;
        ann.until_text("#messages", "I am now.").await;
        // What came by the socket is stored a moment later.
        ann.until_stored("I am now.").await;
        lose(stage, &ann).await;
        ann.reload().await;
        ann.until_seen("[data-room]").await;
        ann.until_text("#state", "This device is offline: this is what was read last.").await;
        recall(&ann).await;
        assert_eq!(said(&ann).await, [NOTE, "I am now."]);
        assert_eq!(ann.texts("#people-list .person-name").await, ["Ann", "Bob"]);
        find(stage, &ann).await;
        ann.until_text("#state", "Connected").await;
        say(&bob, ROOM, "And still.").await;
        ann.until_text("#messages", "And still.").await;
        assert_eq!(said(&ann).await, [NOTE, "I am now.", "And still."]);
    })
    .await;
}

#[tokio::test]
async fn what_is_written_without_a_network_arrives_once_and_in_order_whatever_becomes_of_the_page() {
    play(async |stage| {
        let (ann, bob) = (stage.in_room("ann").await, stage.in_room("bob").await);
        lose(stage, &ann).await;
        write(&ann, "the first").await;
        ann.reload().await;
        ann.until_seen("[data-room]").await;
        recall(&ann).await;
        ann.until_text("#on-its-way", "the first").await;
        write(&ann, "the second").await;
        assert_eq!(ann.texts("#on-its-way .bubble").await, ["the first", "the second"]);
        ann.reload().await;
        ann.until_seen("[data-room]").await;
        recall(&ann).await;
        assert_eq!(ann.texts("#on-its-way .bubble").await, ["the first", "the second"]);
        stage.server.take();
        find(stage, &ann).await;
        ann.until(NOTHING_WAITS).await;
        ann.until_text("#state", "Connected").await;
        let all = [NOTE, "the first", "the second"];
        for window in [&ann, &bob] {
            window.until_text("#messages", "the second").await;
            assert_eq!(said(window).await, all);
        }
        assert_eq!(posted(stage), all[1..]);
    })
    .await;
}

#[tokio::test]
async fn signing_out_asks_before_it_discards_and_then_forgets() {
    play(async |stage| {
        let ann = stage.in_room("ann").await;
        lose(stage, &ann).await;
        write(&ann, "never mind").await;
        ann.click("#sign-out").await;
        ann.until_text("#leave-text", "1 message of yours was not sent yet.").await;
        ann.click("[data-close=leave-dialog]").await;
        assert_eq!(ann.texts("#on-its-way .bubble").await, ["never mind"]);
        ann.click("#sign-out").await;
        ann.click("#leave-submit").await;
        ann.until_focus("email").await;
        assert_eq!(ann.stored().await, json!([]));
        find(stage, &ann).await;
        stage.server.take();
        sign_in(&ann).await;
        assert!(ann.value(NOTHING_WAITS).await.as_bool().unwrap());
        assert_eq!(said(&ann).await, [NOTE]);
        assert!(posted(stage).is_empty());
        // With nothing to lose nothing is asked.
        ann.click("#sign-out").await;
        ann.until_focus("email").await;
    })
    .await;
}

#[tokio::test]
async fn what_was_not_sent_is_there_still_where_the_server_has_signed_one_out() {
    play(async |stage| {
        let ann = stage.in_room("ann").await;
        lose(stage, &ann).await;
        write(&ann, "after all").await;
        stage.server.revoke_tokens();
        find(stage, &ann).await;
        ann.until_text("#sign-in-alert", "You were signed out").await;
        assert_eq!(ann.stored().await, json!([]));
        sign_in(&ann).await;
        ann.until_text("#messages", "after all").await;
        ann.until(NOTHING_WAITS).await;
        assert_eq!(said(&ann).await, [NOTE, "after all"]);
    })
    .await;
}

#[tokio::test]
async fn a_second_window_of_one_user_goes_on_and_says_what_it_cannot_keep() {
    play(async |stage| {
        let ann = stage.in_room("ann").await;
        ann.other().await;
        ann.open(stage.server.url()).await;
        ann.until_focus("email").await;
        sign_in(&ann).await;
        ann.fill("#draft", &format!("from the other{ENTER}")).await;
        ann.until_text("#messages", "from the other").await;
        ann.until(NOTHING_WAITS).await;
        lose(stage, &ann).await;
        ann.reload().await;
        ann.until_seen("[data-room]").await;
        recall(&ann).await;
        ann.fill("#draft", &format!("lost?{ENTER}")).await;
        ann.until_text("#draft-alert", "another window of yours keeps what waits to be sent").await;
        assert_eq!(ann.value("document.querySelector('#draft').value").await, "lost?");
    })
    .await;
}

#[tokio::test]
async fn what_the_server_refuses_is_told_and_is_the_writers_to_decide_about() {
    play(async |stage| {
        let ann = stage.in_room("ann").await;
        for (hand, then) in [("[data-discard]", vec![NOTE]), ("[data-retry]", vec![NOTE, "hm"])] {
            let body = json!({ "code": "room_not_found", "message": "There is no such room." });
            stage.server.answer_next(Canned::json(404, &body));
            // Not typed: that is told to the others, by a call of its own.
            ann.run("document.querySelector('#draft').value = 'hm'").await;
            ann.click("#say").await;
            ann.until_text("#on-its-way", "Not sent: this room is not there any more.").await;
            ann.click(hand).await;
            ann.until(NOTHING_WAITS).await;
            ann.until(&format!("document.querySelectorAll('#messages .bubble').length === {}", then.len())).await;
            assert_eq!(said(&ann).await, then);
        }
    })
    .await;
}
