//! Whether the page is for everybody, in each of its views: names, headings, contrast, sizes. `access.js` looks.

use serde_json::json;

use super::driver::{ENTER, ESCAPE, Window};
use super::stage::play;

const LOOK: &str = include_str!("access.js");

/// Looks at the page in light and dark, on a desk and on a phone.
async fn look(window: &Window, view: &str) {
    for (width, height) in [(1280, 800), (390, 844)] {
        window.resize(width, height).await;
        for scheme in ["light", "dark"] {
            window.prefer(scheme).await;
            let faults = window.run(LOOK).await;
            assert_eq!(faults, json!([]), "{view}, {scheme}, {width} wide");
        }
    }
    window.resize(1280, 800).await;
}

#[tokio::test]
async fn every_view_is_for_everybody() {
    play(async |stage| {
        let ann = stage.window().await;
        ann.click("summary").await;
        ann.fill("#email", &format!("ann{ENTER}")).await;
        ann.until_seen("#email-fault").await;
        look(&ann, "signing in").await;
        ann.click("[data-fill='ann@example.com']").await;
        ann.press(ENTER).await;
        ann.until_seen("[data-room]").await;
        look(&ann, "rooms").await;
        ann.click("#new-room").await;
        ann.press(ENTER).await;
        ann.until_seen("#room-name-fault").await;
        look(&ann, "a new room").await;
        ann.press(ESCAPE).await;
        super::stage::enter(&ann, "general").await;
        let bob = stage.in_room("bob").await;
        ann.until_text("#present", "Bob is here").await;
        bob.fill("#draft", &format!("Hello Ann{ENTER}")).await;
        ann.until_text("#messages", "Hello Ann").await;
        bob.press("I have").await;
        ann.until_text("#typing", "Bob is typing").await;
        ann.fill("#draft", &format!("Hello Bob{ENTER}and")).await;
        ann.until_text("#messages", "Hello Bob").await;
        look(&ann, "a room").await;
        ann.click("#me").await;
        ann.click("#picture-submit").await;
        ann.until_seen("#picture-alert").await;
        look(&ann, "a picture").await;
        ann.click("[data-close=picture-dialog]").await;
        stage.server.kill().await;
        ann.until_text("#state", "comes within").await;
        ann.fill("#draft", ENTER).await;
        ann.until_seen("#on-its-way .sending").await;
        look(&ann, "no connection").await;
        ann.click("#sign-out").await;
        ann.until_seen("#leave-dialog").await;
        look(&ann, "signing out").await;
    })
    .await;
}
