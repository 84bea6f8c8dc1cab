//! A connection that is lost and comes back.

use super::driver::ENTER;
use super::furnish::ROOM;
use super::server::Fault;
use super::stage::{play, said, say};

#[tokio::test]
async fn what_is_said_while_the_server_is_gone_is_there_once_when_it_is_back() {
    play(async |stage| {
        let ann = stage.in_room("ann").await;
        ann.fill("#draft", &format!("before{ENTER}")).await;
        ann.until_text("#messages", "before").await;
        ann.until("document.querySelector('#on-its-way').childElementCount === 0").await;
        stage.server.kill().await;
        ann.until("document.querySelector('#state').dataset.state === 'lost'").await;
        ann.until_text("#state", "comes within").await;
        ann.fill("#draft", &format!("meanwhile{ENTER}")).await;
        ann.until_text("#on-its-way", "meanwhile").await;
        ann.until_text("#on-its-way", "Waiting for a connection").await;
        stage.server.restart().await.expect("the same port");
        let bob = stage.client("bob").await;
        say(&bob, ROOM, "Here I am").await;
        ann.until_text("#state", "Connected again").await;
        ann.until_text("#messages", "Here I am").await;
        ann.until_text("#messages", "meanwhile").await;
        ann.until("document.querySelector('#on-its-way').childElementCount === 0").await;
        say(&bob, ROOM, "the last").await;
        ann.until_text("#messages", "the last").await;
        // Which of the two was there first is not told; each is there once, and in the order of the room.
        let mut said = said(&ann).await;
        let order = ann
            .value("[...document.querySelectorAll('#messages [data-sequence]')].map(it => Number(it.dataset.sequence))")
            .await;
        assert_eq!(order, serde_json::json!([1, 2, 3, 4, 5, 6]));
        said[2..4].sort();
        assert_eq!(said, ["Bob, are you there? I am back at eight.", "before", "Here I am", "meanwhile", "the last"]);
    })
    .await;
}

#[tokio::test]
async fn a_conversation_that_the_server_ends_is_joined_again() {
    play(async |stage| {
        let ann = stage.signed_in("ann").await;
        // One of the two is the socket; the other, the events, just ends and is asked for again.
        stage.server.fault_next(Fault::close(0, 1008, "that was not nice"));
        stage.server.fault_next(Fault::close(0, 1008, "that was not nice"));
        ann.click("[data-room=general]").await;
        ann.until_text("#room-alert", "The server has ended the conversation:").await;
        ann.until_text("#state", "Not connected").await;
        ann.click("#again").await;
        ann.until_text("#state", "Connected").await;
        ann.until_focus("draft").await;
        ann.until("!document.querySelector('#room-alert').checkVisibility()").await;
        ann.press(&format!("sorry{ENTER}")).await;
        ann.until_text("#messages", "sorry").await;
        assert_eq!(said(&ann).await, ["Bob, are you there? I am back at eight.", "sorry"]);
    })
    .await;
}
