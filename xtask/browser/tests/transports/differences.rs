//! What a browser does otherwise. Enters: a way to a server. A transport that is told of it says so in its documentation.

use clientwright_runtime::{Body, ErrorKind, Sent};
use futures_util::stream;
use serde_json::json;

use crate::behaviours::{get, post};
use crate::script::{Reply, Script, Then, pattern};
use crate::setups::{PlatformClock, Setup};

/// Chromium: whatever the caller says.
pub(crate) async fn the_browser_says_who_it_is(setup: Setup) {
    let stage = setup(get([Reply::item("1")])).await;
    let client = stage.client().build().unwrap();
    client.get().await.unwrap();
    client.get().header("user-agent", "mine/1").await.unwrap();
    for seen in stage.seen().await {
        let agent = seen.header("user-agent").unwrap();
        assert!(agent.starts_with("Mozilla/5.0"), "{agent}");
    }
}

pub(crate) async fn cookies_are_the_browsers_own(setup: Setup) {
    let stage = setup(get([Reply::item("1").header("set-cookie", "theirs=1; Path=/")])).await;
    let client = stage.client().build().unwrap();
    let error = client.list().cookie("theme", &json!("dark")).await.unwrap_err();
    assert_eq!((error.kind(), error.was_sent()), (ErrorKind::Request, Sent::No), "{error:?}");
    let response = client.get().response().await.unwrap();
    assert!(!response.headers().contains_key("set-cookie"));
    client.get().await.unwrap();
    let seen = stage.seen().await;
    assert!(seen.len() == 2 && seen.iter().all(|seen| seen.header("cookie").is_none()), "nor are they sent unasked");
}

pub(crate) async fn a_socket_has_its_token_in_the_query(setup: Setup) {
    let stage = setup(Script::default().on("GET", "/secured", [Reply::Echo])).await;
    let client = stage.client().clock(PlatformClock).bearer("t").build().unwrap();
    client.secured_chat().await.unwrap();
    let seen = stage.seen().await;
    assert_eq!((seen[0].header("authorization"), seen[0].query.as_deref()), (None, Some("access_token=t")));
}

/// Chromium: once, where the connection had been used before, as by the question whether the page may ask.
pub(crate) async fn the_browser_itself_repeats_what_broke(setup: Setup) {
    let stage = setup(post([Reply::Break, Reply::item("1")])).await;
    let response = stage.client().build().unwrap().post().body("once").response().await.unwrap();
    assert_eq!((response.attempts().len(), response.into_body().id), (1, "1".to_owned()));
    assert_eq!(stage.seen().await.iter().filter(|seen| seen.body.0 == "once").count(), 2, "though nobody asked for it");

    let stage = setup(post([Reply::status(500)])).await;
    stage.client().build().unwrap().post().body("once").await.unwrap_err();
    assert_eq!(stage.seen().await.len(), 1, "what was answered is not repeated");
}

pub(crate) async fn the_browser_follows_a_redirect_of_a_post(setup: Setup) {
    let script = post([Reply::status(307).header("location", "/other")]).on("POST", "/other", [Reply::item("1")]);
    let stage = setup(script).await;
    assert_eq!(stage.client().build().unwrap().post().body("once").await.unwrap().id, "1");
    let seen = stage.seen().await;
    assert!(seen.len() == 2 && seen.iter().all(|seen| seen.body.0 == "once"));
}

pub(crate) async fn a_redirect_with_secrets_is_not_followed(setup: Setup) {
    let script = get([Reply::item("1")]).on("GET", "/secured", [Reply::status(302).header("location", "/item")]);
    let stage = setup(script).await;
    let error = stage.client().bearer("t").build().unwrap().secured().await.err().unwrap();
    assert_eq!((error.kind(), error.was_sent()), (ErrorKind::Request, Sent::Yes), "{error:?}");
    assert_eq!(stage.seen().await.len(), 1);
}

/// A page is not told why.
pub(crate) async fn a_body_that_is_miscoded_is_io(setup: Setup) {
    let miscoded = || Reply::status(200).header("content-encoding", "gzip").piece("no gzip at all, and long enough");
    let stage = setup(get([miscoded()]).on("GET", "/download", [miscoded()])).await;
    let client = stage.client().build().unwrap();
    let error = client.get().await.unwrap_err();
    assert_eq!((error.kind(), error.was_sent(), error.is_retryable()), (ErrorKind::Io, Sent::Yes, true), "{error:?}");
    let error = client.download().await.unwrap().collect().await.unwrap_err();
    assert_eq!((error.kind(), error.was_sent()), (ErrorKind::Io, Sent::Yes), "{error:?}");
}

/// Since it may be that of what was compressed: what is read is counted.
pub(crate) async fn a_declared_length_is_not_told(setup: Setup) {
    let announced = Reply::status(200).header("content-length", "3000").piece(pattern(2000)).then(Then::Silence);
    let stage = setup(get([announced])).await;
    let error = stage.client().max_body_bytes(1000).build().unwrap().get().await.unwrap_err();
    assert_eq!((error.kind(), error.was_sent()), (ErrorKind::BodyTooLarge, Sent::Yes), "{error:?}");
    assert!(error.to_string().contains("more than 1000 bytes"), "{error}");
    stage.left(1).await;
}

/// It is gathered first.
pub(crate) async fn a_failing_upload_was_not_sent(setup: Setup) {
    let stage = setup(post([Reply::item("1")])).await;
    let body = stream::iter([Ok("one"), Err(std::io::Error::other("disk on fire"))]);
    let error = stage.client().build().unwrap().post().body(Body::stream(body)).await.unwrap_err();
    let said = (error.kind(), error.was_sent(), error.is_retryable(), error.attempts().len());
    assert_eq!(said, (ErrorKind::Request, Sent::No, false, 1), "{error:?}");
    assert!(error.to_string().contains("disk on fire"), "{error}");
    assert_eq!(stage.seen().await.len(), 0);
}
