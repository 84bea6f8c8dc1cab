//! A picture is uploaded, and what goes wrong with one.

use std::fs;
use std::path::PathBuf;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;

use super::driver::ENTER;
use super::furnish::ROOM;
use super::server::Canned;
use super::stage::{enter, play};

/// A picture of one point.
const PNG: &str = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

fn file(name: &str, bytes: &[u8]) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("user-chat-page-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder");
    let path = folder.join(name);
    fs::write(&path, bytes).expect("a file");
    path
}

#[tokio::test]
async fn a_picture_arrives_as_it_was_chosen_and_is_shown_to_all() {
    play(async |stage| {
        let ann = stage.in_room("ann").await;
        ann.fill("#draft", &format!("look at me{ENTER}")).await;
        ann.click("#me").await;
        let png = BASE64_STANDARD.decode(PNG).expect("base64");
        let path = file("ännchen.png", &png);
        ann.fill("#picture-file", path.to_str().expect("text")).await;
        ann.until_seen("#picture-preview").await;
        ann.fill("#picture-caption", "Ann, very small").await;
        ann.click("#picture-submit").await;
        ann.until_text("#picture-status", "Done.").await;
        let avatar = stage.server.avatar("1").expect("an avatar");
        assert_eq!(avatar.bytes, png);
        assert_eq!((avatar.content_type.as_str(), avatar.file_name.as_deref()), ("image/png", Some("ännchen.png")));
        assert_eq!(avatar.caption.as_deref(), Some("Ann, very small"));
        ann.until("document.querySelector('#me .face img')?.src.startsWith('blob:')").await;
        ann.until("document.querySelector('#people .face[data-user=\"1\"] img')?.naturalWidth === 1").await;

        let bob = stage.signed_in("bob").await;
        enter(&bob, ROOM).await;
        bob.until("document.querySelector('#messages .face[data-user=\"1\"] img')?.naturalWidth === 1").await;
        fs::remove_file(path).expect("the file");
    })
    .await;
}

#[tokio::test]
async fn what_is_no_picture_or_too_large_is_told() {
    play(async |stage| {
        let ann = stage.signed_in("ann").await;
        ann.click("#me").await;
        ann.click("#picture-submit").await;
        ann.until_text("#picture-alert", "Choose a picture first.").await;
        let text = file("notes.txt", b"no picture");
        ann.fill("#picture-file", text.to_str().expect("text")).await;
        ann.click("#picture-submit").await;
        ann.until_text("#picture-alert", "This kind of file cannot be shown as a picture. Choose a PNG or a JPEG.")
            .await;
        // That was the client, which knows what the description allows. The server may know better.
        let png = file("small.png", &BASE64_STANDARD.decode(PNG).expect("base64"));
        let body = serde_json::json!({ "code": "unsupported_media_type", "message": "No." });
        stage.server.answer_next(Canned::json(415, &body));
        ann.fill("#picture-file", png.to_str().expect("text")).await;
        ann.until("!document.querySelector('#picture-alert').checkVisibility()").await;
        ann.click("#picture-submit").await;
        ann.until_text("#picture-alert", "Choose a PNG or a JPEG.").await;
        let large = file("large.png", &vec![0; 5 * 1024 * 1024 + 1]);
        ann.fill("#picture-file", large.to_str().expect("text")).await;
        ann.until("!document.querySelector('#picture-alert').checkVisibility()").await;
        ann.click("#picture-submit").await;
        ann.until_text("#picture-alert", "This picture is too large. It may have 5 MB at most.").await;
        assert!(stage.server.avatar("1").is_none());
        for path in [text, png, large] {
            fs::remove_file(path).expect("the file");
        }
    })
    .await;
}
