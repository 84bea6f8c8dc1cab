//! Pictures of the page, for people to judge: on a phone and on a desk, in light and dark.

use std::fs;
use std::path::PathBuf;

use super::driver::{ENTER, Window};
use super::furnish::ROOM;
use super::stage::{enter, play, say};

/// Takes the four pictures of a view.
async fn take(window: &Window, view: &str) {
    let folder = PathBuf::from(std::env::var_os("SCREENSHOTS").unwrap_or_else(|| "screenshots".into()));
    fs::create_dir_all(&folder).expect("a folder");
    for (device, width, height) in [("phone", 390, 844), ("desk", 1280, 800)] {
        window.resize(width, height).await;
        for scheme in ["light", "dark"] {
            window.prefer(scheme).await;
            // Once the page has been drawn so.
            window.run("return new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))").await;
            let picture = window.screenshot().await;
            fs::write(folder.join(format!("{view}-{device}-{scheme}.webp")), picture).expect("a file");
        }
    }
}

#[tokio::test]
async fn how_it_looks() {
    play(async |stage| {
        let (ann, bob) = (stage.client("ann").await, stage.client("bob").await);
        for (name, topic) in [("lunch-club", "Today: the place with the dumplings"), ("releases", "What went out, and when")] {
            ann.chat().create_room(user_chat::types::RoomInput::new(name).topic(topic)).await.expect("a room");
        }
        let talk = [
            (&bob, "I am now! Sorry, the train stood still for an hour."),
            (&bob, "Nobody said why."),
            (&ann, "No harm done. Did you see what the others said about Thursday?"),
            (&bob, "Not yet, the line was dead the whole way. What was said meanwhile came all at once when it was back, which was nice."),
            (&ann, "They would rather have it a week later.\nAnd with cake."),
            (&bob, "A week later is fine with me."),
            (&bob, "Cake too."),
        ];
        for (who, text) in talk {
            say(who, ROOM, text).await;
        }
        let window = stage.window().await;
        take(&window, "sign-in").await;
        window.fill("#email", "ann@example.com").await;
        window.fill("#password", &format!("wrong{ENTER}")).await;
        window.until_seen("#sign-in-alert").await;
        take(&window, "refused").await;
        window.clear("#password").await;
        window.fill("#password", &format!("{}{ENTER}", super::server::PASSWORD)).await;
        window.until_seen("[data-room]").await;
        take(&window, "rooms").await;
        enter(&window, ROOM).await;
        let other = stage.in_room("bob").await;
        other.fill("#draft", "So").await;
        window.until_text("#present", "Bob is here").await;
        window.fill("#draft", &format!("Then I write to them.{ENTER}")).await;
        window.until_text("#messages", "Then I write").await;
        other.fill("#draft", " do").await;
        take(&window, "room").await;
        window.resize(1280, 800).await;
        window.click("#me").await;
        take(&window, "picture").await;
        window.click("[data-close=picture-dialog]").await;
        stage.server.kill().await;
        window.until_text("#state", "comes within").await;
        window.fill("#draft", &format!("Done.{ENTER}")).await;
        window.until_text("#on-its-way", "Waiting for a connection").await;
        take(&window, "lost").await;
    })
    .await;
}
