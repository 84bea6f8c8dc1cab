//! Avatars: what a multipart parser makes of an upload, and a download that is not repeated in vain.

use axum::http::StatusCode;
use clientwright_runtime::{Bytes, ErrorKind, Part};
use user_chat::api::users::UploadAvatarError;

use crate::server::Avatar;
use crate::signed_in;

/// Every byte value, and what looks like a boundary.
fn image() -> Bytes {
    let mut bytes: Vec<u8> = (0..=255).collect();
    bytes.extend_from_slice(b"\r\n--boundary--\r\n");
    bytes.into()
}

#[tokio::test]
async fn an_upload_arrives_byte_for_byte() {
    let (server, client) = signed_in().await;
    let file = Part::bytes(image()).file_name("me.jpg").content_type("image/jpeg");
    let ann = client.users().upload_avatar("1", file).caption("Ann, \"smiling\"").await.expect("uploaded");
    assert_eq!(ann.avatar_url, Some(format!("{}/api/v1/users/1/avatar", server.url())));

    let sent = server.take_one();
    assert_eq!(sent.line(), "POST /api/v1/users/1/avatar");
    let content_type = sent.header("content-type").expect("a content type");
    assert!(content_type.starts_with("multipart/form-data; boundary="), "{content_type}");
    assert_eq!(sent.header("content-length"), Some(sent.body.len().to_string().as_str()));
    assert_eq!(
        server.avatar("1"),
        Some(Avatar {
            bytes: image(),
            content_type: "image/jpeg".to_owned(),
            file_name: Some("me.jpg".to_owned()),
            caption: Some("Ann, \"smiling\"".to_owned()),
        }),
    );
}

#[tokio::test]
async fn an_upload_without_a_caption_has_one_part() {
    let (server, client) = signed_in().await;
    let file = Part::bytes(image()).file_name("me.png").content_type("image/png");
    client.users().upload_avatar("1", file).await.expect("uploaded");
    let avatar = server.avatar("1").expect("an avatar");
    assert_eq!(avatar.content_type, "image/png");
    assert_eq!(avatar.caption, None);
}

#[tokio::test]
async fn an_upload_is_sent_again_whole_after_a_429() {
    let (server, client) = signed_in().await;
    server.throttle_next(1);
    let file = Part::bytes(image()).file_name("me.png").content_type("image/png");
    client.users().upload_avatar("1", file).await.expect("the second try");
    assert_eq!(server.take().len(), 2);
    assert_eq!(server.avatar("1").map(|avatar| avatar.bytes), Some(image()));
}

#[tokio::test]
async fn a_content_type_that_is_not_documented_is_not_sent() {
    let (server, client) = signed_in().await;
    let file = Part::bytes(image()).file_name("me.gif").content_type("image/gif");
    let error = client.users().upload_avatar("1", file).await.expect_err("neither a JPEG nor a PNG");
    assert_eq!(error.kind(), ErrorKind::Encode, "{error:?}");
    assert!(error.to_string().contains("image/gif"), "{error}");
    assert!(server.take().is_empty(), "nothing was sent");
}

#[tokio::test]
async fn a_file_that_is_too_large_is_refused() {
    let (_server, client) = signed_in().await;
    let file = Part::bytes(vec![0; 5 * 1024 * 1024 + 1]).file_name("me.png").content_type("image/png");
    let error = client.users().upload_avatar("1", file).await.expect_err("more than 5 MiB");
    assert!(matches!(error.api(), Some(UploadAvatarError::PayloadTooLarge(body)) if body.code == "too_large"));
}

#[tokio::test]
async fn a_download_gives_the_bytes_and_the_etag() {
    let (server, client) = signed_in().await;
    let file = Part::bytes(image()).file_name("me.png").content_type("image/png");
    client.users().upload_avatar("1", file).await.expect("uploaded");
    server.take();

    let response = client.users().download_avatar("1").response().await.expect("an avatar");
    assert_eq!(*response.body(), image());
    assert_eq!(response.headers()["content-type"], "image/png");
    let etag = response.documented().etag.clone().expect("an ETag");
    let sent = server.take_one();
    assert_eq!(sent.line(), "GET /api/v1/users/1/avatar");
    assert_eq!(sent.header("accept"), Some("image/*, application/json"), "the image, or an error");
    assert_eq!(sent.header("if-none-match"), None);

    let error = client.users().download_avatar("1").if_none_match(&etag).await.expect_err("nothing new");
    assert_eq!(error.status(), Some(StatusCode::NOT_MODIFIED));
    assert!(error.api().is_none(), "a 304 has no body");
    assert_eq!(server.take_one().header("if-none-match"), Some(etag.as_str()));

    let bytes = client.users().download_avatar("1").if_none_match("\"another\"").await.expect("a newer one");
    assert_eq!(bytes, image());
}

#[tokio::test]
async fn no_avatar_is_a_typed_404() {
    let (_server, client) = signed_in().await;
    let error = client.users().download_avatar("1").await.expect_err("Ann has none");
    assert_eq!(error.status(), Some(StatusCode::NOT_FOUND));
    assert_eq!(error.api().map(|body| body.code.as_str()), Some("avatar_not_found"));
}
