//! The page by keys alone.

use super::driver::{ENTER, ESCAPE, TAB};
use super::server::PASSWORD;
use super::stage::play;

#[tokio::test]
async fn from_signing_in_to_a_message_by_keys_alone() {
    play(async |stage| {
        let ann = stage.window().await;
        ann.press("ann@example.com").await;
        ann.press(TAB).await;
        ann.press(PASSWORD).await;
        ann.press(TAB).await;
        ann.press(ENTER).await;
        ann.until_focus("rooms-title").await;
        ann.until_seen("[data-room]").await;
        ann.press(TAB).await;
        ann.until_focus("new-room").await;
        // A look into the dialog, and back.
        ann.press(ENTER).await;
        ann.until_focus("room-name").await;
        ann.press(ESCAPE).await;
        ann.until_focus("new-room").await;
        ann.press(TAB).await;
        ann.press(ENTER).await;
        ann.until_focus("draft").await;
        ann.until_text("#state", "Connected").await;
        ann.press(&format!("by keys alone{ENTER}")).await;
        ann.until_text("#messages", "by keys alone").await;
        // What has the focus is seen to have it.
        ann.until("getComputedStyle(document.activeElement).outlineStyle !== 'none'").await;
    })
    .await;
}

#[tokio::test]
async fn the_first_tab_leads_past_the_bar() {
    play(async |stage| {
        let ann = stage.signed_in("ann").await;
        let first = "document.querySelector('a[href], button, input, textarea, summary, [tabindex]')";
        assert_eq!(ann.value(&format!("{first}.className")).await, "skip");
        ann.run(&format!("{first}.focus()")).await;
        ann.press(ENTER).await;
        ann.until_focus("main").await;
    })
    .await;
}
