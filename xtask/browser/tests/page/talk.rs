//! Two people in a room, and what was said before.

use std::collections::BTreeSet;

use super::driver::{ENTER, SHIFT};
use super::furnish::ROOM;
use super::stage::{back, enter, play, said, say};

#[tokio::test]
async fn two_people_hear_and_see_each_other() {
    play(async |stage| {
        let ann = stage.in_room("ann").await;
        let bob = stage.in_room("bob").await;
        ann.until_text("#present", "Bob is here").await;
        ann.fill("#draft", "Hello").await;
        bob.until_text("#typing", "Ann is typing").await;
        ann.press(&format!(" Bob!{ENTER}")).await;
        bob.until_text("#messages", "Hello Bob!").await;
        bob.until("document.querySelector('#typing').innerText === ''").await;
        bob.fill("#draft", &format!("Hello Ann.{SHIFT}{ENTER}\u{e000}How are you?{ENTER}")).await;
        ann.until_text("#messages", "How are you?").await;
        ann.until("document.querySelector('#on-its-way').childElementCount === 0").await;
        bob.until("document.querySelector('#on-its-way').childElementCount === 0").await;
        let all = ["Bob, are you there? I am back at eight.", "Hello Bob!", "Hello Ann.\nHow are you?"];
        assert_eq!(said(&ann).await, all);
        assert_eq!(said(&bob).await, all);
        assert_eq!(ann.texts("#messages .mine .bubble").await, all[..2]);
        back(&bob).await;
        ann.until("document.querySelector('#present').innerText === ''").await;
    })
    .await;
}

#[tokio::test]
async fn what_was_said_before_comes_page_by_page_and_the_place_stays() {
    play(async |stage| {
        let client = stage.client("ann").await;
        for count in 0..50 {
            say(&client, ROOM, &format!("message {count}")).await;
        }
        let bob = stage.in_room("bob").await;
        bob.until_seen("#earlier").await;
        let place = "(() => { const all = [...document.querySelectorAll('#messages .bubble')]; \
                     return all.find(it => it.innerText === 'message 35').getBoundingClientRect().top })()";
        // By the button, as keys press it: a pointer would have the log scrolled to it first.
        bob.run("document.querySelector('#log').scrollTop = 100").await;
        let before = bob.value(place).await.as_f64().unwrap();
        bob.run("document.querySelector('#earlier').click()").await;
        bob.until_text("#messages", "message 15").await;
        let after = bob.value(place).await.as_f64().unwrap();
        assert!((before - after).abs() < 2.0, "{before} {after}");
        // The rest by scrolling.
        bob.run("document.querySelector('#log').scrollTop = 0").await;
        bob.until_text("#beginning", "This is where #general begins.").await;
        bob.until("document.querySelector('#beginning').checkVisibility()").await;
        let said = said(&bob).await;
        let wanted: Vec<String> = (0..50).map(|count| format!("message {count}")).collect();
        assert_eq!(said[0], "Bob, are you there? I am back at eight.");
        assert_eq!(said[1..], wanted);
        assert_eq!(said.iter().collect::<BTreeSet<_>>().len(), said.len());
        assert!(!bob.value("document.querySelector('#earlier').checkVisibility()").await.as_bool().unwrap());
    })
    .await;
}

#[tokio::test]
async fn a_room_is_made_and_a_bad_or_taken_name_is_told() {
    play(async |stage| {
        let ann = stage.signed_in("ann").await;
        ann.click("#new-room").await;
        ann.until_focus("room-name").await;
        ann.press(&format!("Lunch Club{ENTER}")).await;
        ann.until_text("#room-name-fault", "This may hold a to z").await;
        ann.clear("#room-name").await;
        ann.fill("#room-name", &format!("{ROOM}{ENTER}")).await;
        ann.until_text("#room-form-alert", "That name is taken.").await;
        ann.clear("#room-name").await;
        ann.fill("#room-topic-field", "Where to?").await;
        ann.fill("#room-name", &format!("lunch-club{ENTER}")).await;
        ann.until_text("#room-title", "lunch-club").await;
        ann.until_focus("draft").await;
        back(&ann).await;
        assert_eq!(ann.texts("[data-room] .room-name").await, ["general", "lunch-club"]);
        enter(&ann, "lunch-club").await;
        ann.until_text("#messages", "The room was made").await;
    })
    .await;
}

#[tokio::test]
async fn rooms_come_by_pages() {
    play(async |stage| {
        let client = stage.client("ann").await;
        for count in 0..35 {
            let room = user_chat::types::RoomInput::new(format!("room-{count:02}"));
            client.chat().create_room(room).await.expect("a room");
        }
        let ann = stage.signed_in("ann").await;
        ann.click("#more-rooms").await;
        ann.until("document.querySelectorAll('[data-room]').length === 36").await;
        ann.until("!document.querySelector('#more-rooms').checkVisibility()").await;
        let names = ann.texts("[data-room] .room-name").await;
        assert!(names.is_sorted(), "{names:?}");
    })
    .await;
}

#[tokio::test]
async fn from_one_room_into_another_and_back() {
    play(async |stage| {
        let client = stage.client("ann").await;
        client.chat().create_room(user_chat::types::RoomInput::new("lunch-club")).await.expect("a room");
        let bob = stage.in_room("bob").await;
        let ann = stage.in_room("ann").await;
        bob.until_text("#present", "Ann is here").await;
        enter(&ann, "lunch-club").await;
        bob.until("document.querySelector('#present').innerText === ''").await;
        ann.press(&format!("Dumplings?{ENTER}")).await;
        ann.until_text("#messages", "Dumplings?").await;
        assert_eq!(said(&ann).await, ["Dumplings?"]);
        assert_eq!(ann.texts("[aria-current] .room-name").await, ["lunch-club"]);
        // There and back before either is open.
        ann.click(&format!("[data-room={ROOM}]")).await;
        ann.click("[data-room=lunch-club]").await;
        ann.click(&format!("[data-room={ROOM}]")).await;
        ann.until_text("#messages", "Bob, are you there?").await;
        ann.until_text("#state", "Connected").await;
        ann.press(&format!("No, he is not.{ENTER}")).await;
        bob.until_text("#messages", "No, he is not.").await;
        ann.until("document.querySelector('#on-its-way').childElementCount === 0").await;
        assert_eq!(said(&ann).await, ["Bob, are you there? I am back at eight.", "No, he is not."]);
    })
    .await;
}
