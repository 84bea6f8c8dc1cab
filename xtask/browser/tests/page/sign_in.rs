//! Signing in, staying so, and being signed out.

use super::driver::ENTER;
use super::furnish::ROOM;
use super::server::{Canned, PASSWORD};
use super::stage::{back, play, said};

#[tokio::test]
async fn a_wrong_password_is_told_and_a_right_one_leads_to_the_rooms() {
    play(async |stage| {
        let ann = stage.window().await;
        ann.fill("#email", "ann@example.com").await;
        ann.fill("#password", &format!("not it{ENTER}")).await;
        ann.until_text("#sign-in-alert", "The e-mail address or the password is wrong.").await;
        ann.until_focus("password").await;
        assert_eq!(ann.value("document.querySelector('#sign-in-alert').role").await, "alert");
        ann.clear("#password").await;
        ann.fill("#password", &format!("{PASSWORD}{ENTER}")).await;
        ann.until_text("[data-room]", ROOM).await;
        ann.until_focus("rooms-title").await;
    })
    .await;
}

#[tokio::test]
async fn a_fault_is_told_at_its_field_and_others_in_words() {
    play(async |stage| {
        let ann = stage.window().await;
        ann.fill("#email", &format!("ann{ENTER}")).await;
        ann.until_text("#email-fault", "This is not an e-mail address.").await;
        ann.until_text("#password-fault", "not empty").await;
        ann.until_focus("email").await;
        assert_eq!(ann.value("document.querySelector('#email').ariaInvalid").await, "true");

        let body = serde_json::json!({ "code": "throttled", "message": "Too many." });
        stage.server.answer_next(Canned::json(429, &body).header("retry-after", "300"));
        ann.fill("#email", "@example.com").await;
        ann.fill("#password", &format!("x{ENTER}")).await;
        ann.until_text("#sign-in-alert", "That was a lot at once. Try again in 5 minutes.").await;

        stage.server.answer_next(Canned::json(500, &body));
        ann.press(ENTER).await;
        ann.until_text(
            "#sign-in-alert",
            "The server is broken at the moment. If it stays so, tell its keepers the request:",
        )
        .await;

        ann.offline(true).await;
        ann.press(ENTER).await;
        ann.until_text("#sign-in-alert", "This device is offline.").await;
        ann.offline(false).await;
        stage.server.kill().await;
        ann.press(ENTER).await;
        ann.until_text("#sign-in-alert", "The server cannot be reached.").await;
    })
    .await;
}

#[tokio::test]
async fn one_stays_signed_in_over_a_reload_until_one_signs_out() {
    play(async |stage| {
        let ann = stage.signed_in("ann").await;
        ann.reload().await;
        ann.until_seen("[data-room]").await;
        ann.click("#sign-out").await;
        ann.until_focus("email").await;
        ann.reload().await;
        ann.until_focus("email").await;
        assert_eq!(ann.value("sessionStorage.length").await, 0);
    })
    .await;
}

#[tokio::test]
async fn an_expired_token_is_renewed_without_a_word_and_once() {
    play(async |stage| {
        let ann = stage.in_room("ann").await;
        stage.server.take();
        stage.server.expire_tokens();
        ann.fill("#draft", &format!("still here{ENTER}")).await;
        ann.until_text("#messages", "still here").await;
        // What was typed has asked for a new token; it is that one which a reload goes on with.
        ann.until("JSON.parse(sessionStorage.tokens.replace(/^\\d+ /, '')).access_token").await;
        back(&ann).await;
        ann.reload().await;
        ann.until_seen("[data-room]").await;
        let refreshes =
            stage.server.take().into_iter().filter(|request| request.path == "/api/v1/auth/refresh").count();
        assert_eq!(refreshes, 1);
        assert!(!ann.value("document.querySelector('#chat').hidden").await.as_bool().unwrap());
    })
    .await;
}

#[tokio::test]
async fn a_revoked_token_leads_back_to_signing_in() {
    play(async |stage| {
        let ann = stage.in_room("ann").await;
        stage.server.revoke_tokens();
        ann.fill("#draft", "is anybody there?").await;
        ann.until_text("#sign-in-alert", "You were signed out: your sign-in has ended. Please sign in again.").await;
        ann.until_focus("email").await;
        ann.fill("#email", "").await;
        ann.clear("#email").await;
        ann.fill("#email", "ann@example.com").await;
        ann.fill("#password", &format!("{PASSWORD}{ENTER}")).await;
        super::stage::enter(&ann, ROOM).await;
        assert_eq!(said(&ann).await, ["Bob, are you there? I am back at eight."]);
    })
    .await;
}
