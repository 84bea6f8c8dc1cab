//! What holds whatever a request goes over. Enters: a way to a server. Each is run over all of them by `suite`.

use std::collections::BTreeSet;
use std::pin::pin;
use std::sync::Arc;

use clientwright_runtime::{ErrorKind, GaveUp, Part, Sent};
use futures_util::future::{Either, join_all, select};
use futures_util::{FutureExt, stream};

mod asleep;
#[cfg(feature = "gzip")]
mod codings;
mod cookies;
mod credentials;
mod limits;
mod newer;
mod phases;
#[cfg(feature = "pinning")]
mod pins;
#[cfg(feature = "websocket")]
mod sockets;
mod uploads;
mod ways;

pub(crate) use asleep::*;
#[cfg(feature = "gzip")]
pub(crate) use codings::*;
pub(crate) use cookies::*;
pub(crate) use credentials::*;
pub(crate) use limits::*;
pub(crate) use newer::*;
pub(crate) use phases::*;
#[cfg(feature = "pinning")]
pub(crate) use pins::*;
#[cfg(feature = "websocket")]
pub(crate) use sockets::*;
pub(crate) use uploads::*;
pub(crate) use ways::*;

use crate::script::{Reply, Script, Then, pattern};
use crate::setups::{PlatformClock, Setup};

pub(crate) fn get(replies: impl Into<Vec<Reply>>) -> Script {
    Script::default().on("GET", "/item", replies)
}

pub(crate) fn post(replies: impl Into<Vec<Reply>>) -> Script {
    Script::default().on("POST", "/item", replies)
}

pub(crate) async fn a_success_is_typed(setup: Setup) {
    let stage = setup(get([Reply::item("1")])).await;
    let response = stage.client().build().unwrap().get().query("q", "a b").response().await.unwrap();
    assert_eq!((response.status().as_u16(), response.into_body().id), (200, "1".to_owned()));
    let seen = stage.seen().await;
    assert_eq!((seen.len(), seen[0].header("accept"), seen[0].body.0.len()), (1, Some("application/json"), 0));
}

pub(crate) async fn a_client_says_who_it_is(setup: Setup) {
    let stage = setup(get([Reply::item("1")])).await;
    stage.client().build().unwrap().get().await.unwrap();
    assert_eq!(stage.seen().await[0].header("user-agent"), Some("test/1.0.0"));
}

pub(crate) async fn a_documented_error_is_typed(setup: Setup) {
    let stage = setup(get([Reply::json(404, r#"{"code":"gone"}"#).header("x-request-id", "r1")])).await;
    let error = stage.client().build().unwrap().get().await.unwrap_err();
    assert_eq!((error.kind(), error.was_sent(), error.is_retryable()), (ErrorKind::Api, Sent::Yes, false));
    assert_eq!((error.request_id(), error.api().unwrap().code.as_str()), (Some("r1"), "gone"));
    assert_eq!(stage.seen().await.len(), 1);
}

pub(crate) async fn an_undocumented_status_keeps_what_came(setup: Setup) {
    let stage = setup(get([Reply::status(418).header("content-type", "text/plain").piece("a teapot")])).await;
    let error = stage.client().build().unwrap().get().await.unwrap_err();
    assert_eq!((error.kind(), error.was_sent(), error.is_retryable()), (ErrorKind::UnexpectedStatus, Sent::Yes, false));
    assert_eq!(error.body().unwrap(), "a teapot");
    assert_eq!(error.content_type(), Some("text/plain"));
}

pub(crate) async fn a_busy_server_is_asked_again_when_it_says(setup: Setup) {
    let busy = Reply::status(503).header("retry-after", "2");
    let script = post([busy.clone(), busy, Reply::item("1")]);
    let stage = setup(script).await;
    let response = stage.client().build().unwrap().post().body("once").response().await.unwrap();
    assert_eq!((response.attempts().len(), response.into_body().id), (3, "1".to_owned()));
    assert_eq!(stage.seen().await.iter().filter(|seen| seen.body.0 == "once").count(), 3);
    let waits = stage.waits.all();
    assert!(waits.len() == 2 && waits.iter().all(|wait| (2.0..=2.2).contains(&wait.as_secs_f64())), "{waits:?}");
}

pub(crate) async fn a_request_that_is_not_idempotent_is_not_sent_twice(setup: Setup) {
    for (reply, kind, sent) in
        [(Reply::status(500), ErrorKind::UnexpectedStatus, Sent::Yes), (Reply::Break, ErrorKind::Io, Sent::Maybe)]
    {
        let stage = setup(Script::default().on("GET", "/item", [reply.clone()]).on("POST", "/item", [reply])).await;
        let client = stage.client().build().unwrap();
        let error = client.post().body("once").await.unwrap_err();
        assert_eq!((error.kind(), error.was_sent(), error.is_retryable()), (kind, sent, false), "{error:?}");
        assert_eq!((error.gave_up(), stage.seen().await.len()), (Some(GaveUp::NotIdempotent), 1));
        let error = client.get().await.unwrap_err();
        assert_eq!((error.kind(), error.was_sent(), error.is_retryable()), (kind, sent, true), "{error:?}");
        assert_eq!((error.gave_up(), stage.seen().await.len()), (Some(GaveUp::Attempts), 4));
    }
}

pub(crate) async fn a_request_with_a_key_is_sent_again_as_it_was(setup: Setup) {
    let stage = setup(post([Reply::status(500), Reply::Break, Reply::item("1")])).await;
    assert_eq!(stage.client().build().unwrap().keyed().await.unwrap().id, "1");
    let seen = stage.seen().await;
    let keys = seen.iter().filter_map(|seen| seen.header("idempotency-key")).collect::<BTreeSet<_>>();
    assert_eq!((seen.len(), keys.len()), (3, 1));
}

pub(crate) async fn an_answer_that_breaks_is_io(setup: Setup) {
    let cut = Reply::json(200, r#"{"id":"#).then(Then::Break);
    let stage = setup(Script::default().on("GET", "/item", [cut.clone()]).on("POST", "/item", [cut])).await;
    let client = stage.client().build().unwrap();
    let error = client.post().await.unwrap_err();
    assert_eq!((error.kind(), error.was_sent(), error.is_retryable()), (ErrorKind::Io, Sent::Yes, false), "{error:?}");
    assert_eq!(stage.seen().await.len(), 1);
    let error = client.get().await.unwrap_err();
    assert_eq!((error.kind(), error.was_sent(), error.is_retryable()), (ErrorKind::Io, Sent::Yes, true), "{error:?}");
    assert_eq!(stage.seen().await.len(), 4);
}

pub(crate) async fn a_redirect_of_a_post_is_not_followed(setup: Setup) {
    let stage = setup(post([Reply::status(307).header("location", "/item")])).await;
    let error = stage.client().build().unwrap().post().body("once").await.unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), error.was_sent(), stage.seen().await.len()), (307, Sent::Yes, 1));
}

pub(crate) async fn a_multipart_body_arrives_again_as_it_was(setup: Setup) {
    let bytes = pattern(300_000);
    let busy = Reply::status(503).header("retry-after", "0");
    let stage = setup(post([busy.clone(), busy, Reply::item("1")])).await;
    let file = Part::bytes(bytes.clone()).file_name("a \"b\".bin");
    assert_eq!(stage.client().build().unwrap().post().parts("ü", file).await.unwrap().id, "1");
    let seen = stage.seen().await;
    assert_eq!(seen.len(), 3);
    assert!(seen.iter().all(|again| again.body == seen[0].body));
    assert!(seen.iter().all(|again| again.header("content-type") == seen[0].header("content-type")));
    let length = seen[0].body.0.len().to_string();
    assert!(stage.is_in_memory() || seen[0].header("content-length") == Some(length.as_str()));
    let boundary = multer::parse_boundary(seen[1].header("content-type").unwrap()).unwrap();
    let body = seen[1].body.0.clone();
    let mut parts = multer::Multipart::new(stream::iter([Ok::<_, std::io::Error>(body)]), boundary);
    let text = parts.next_field().await.unwrap().unwrap();
    assert_eq!(text.name(), Some("text"));
    assert_eq!(text.text().await.unwrap(), "ü");
    let file = parts.next_field().await.unwrap().unwrap();
    assert_eq!(file.name(), Some("file"));
    assert_eq!(file.bytes().await.unwrap(), bytes);
}

pub(crate) async fn a_streamed_answer_is_there_before_its_end(setup: Setup) {
    let bytes = pattern(1 << 20);
    let long = Reply::status(200).piece(bytes.clone()).then(Then::Silence);
    let stage = setup(Script::default().on("GET", "/download", [long])).await;
    let mut download = stage.client().build().unwrap().download().await.unwrap();
    let mut read = Vec::new();
    while read.len() < bytes.len() {
        read.extend_from_slice(&download.next().await.unwrap().unwrap());
    }
    assert!(read == bytes);
    assert!(download.next().now_or_never().is_none());
}

pub(crate) async fn a_dropped_call_is_cancelled(setup: Setup) {
    let stage = setup(get([Reply::Never, Reply::item("1")])).await;
    let client = stage.client().build().unwrap();
    let mut call = client.get().into_future();
    assert!(poll_until(&mut call, stage.requests(1)).await.is_none());
    drop(call);
    stage.left(1).await;
    assert_eq!(client.get().await.unwrap().id, "1", "the client goes on");
    assert_eq!(stage.seen().await.len(), 2, "and nothing is repeated");
}

pub(crate) async fn a_dropped_stream_is_cancelled(setup: Setup) {
    let endless = Reply::status(200).piece("one").then(Then::Silence);
    let stage = setup(Script::default().on("GET", "/download", [endless])).await;
    let client = stage.client().build().unwrap();
    let mut download = client.download().await.unwrap();
    assert_eq!(download.next().await.unwrap().unwrap(), "one");
    drop(download);
    stage.left(1).await;
    assert_eq!(stage.seen().await.len(), 1);
}

/// The output of `work` where it comes before `done` is done.
async fn poll_until<T>(work: &mut (impl Future<Output = T> + Unpin), done: impl Future) -> Option<T> {
    match select(work, pin!(done)).await {
        Either::Left((output, _)) => Some(output),
        Either::Right(_) => None,
    }
}

pub(crate) async fn calls_at_once_have_each_their_own_answer(setup: Setup) {
    let replies = (0..100).map(|number| Reply::item(&number.to_string())).collect::<Vec<_>>();
    let stage = setup(get(replies)).await;
    let client = stage.client().build().unwrap();
    let items = join_all((0..100).map(|_| client.get().into_future())).await;
    let ids = items.into_iter().map(|item| item.unwrap().id).collect::<BTreeSet<_>>();
    assert_eq!((ids.len(), stage.seen().await.len()), (100, 100));
}

pub(crate) async fn closing_waits_for_what_is_under_way(setup: Setup) {
    let slow = Reply::status(200).piece("one").then(Then::Silence);
    let stage = setup(get([Reply::item("1")]).on("GET", "/download", [slow])).await;
    let client = stage.client().clock(PlatformClock).build().unwrap();
    let mut download = client.download().await.unwrap();
    assert_eq!(download.next().await.unwrap().unwrap(), "one");
    let closer = Arc::new(client.clone());
    let mut closing = Box::pin(async move { closer.inner.close().await });
    assert!(closing.as_mut().now_or_never().is_none());
    let error = client.get().await.unwrap_err();
    assert_eq!((error.kind(), error.was_sent()), (ErrorKind::Closed, Sent::No));
    drop(download);
    closing.await;
    assert_eq!(stage.seen().await.len(), 1);
}

pub(crate) async fn what_has_no_body_has_none(setup: Setup) {
    let script = get([Reply::json(200, "")]).on("DELETE", "/item", [Reply::status(204), Reply::status(200)]).on(
        "HEAD",
        "/item",
        [Reply::status(200).header("content-type", "application/json")],
    );
    let stage = setup(script).await;
    let client = stage.client().build().unwrap();
    client.delete().await.unwrap();
    client.delete().await.unwrap();
    client.head().await.unwrap();
    let error = client.get().await.unwrap_err();
    assert_eq!((error.kind(), error.was_sent(), error.is_retryable()), (ErrorKind::Decode, Sent::Yes, false));
    assert_eq!(stage.seen().await.len(), 4, "each on a connection that still works");
}

#[cfg(feature = "sse")]
pub(crate) async fn events_come_one_by_one(setup: Setup) {
    let ticks = Reply::status(200)
        .header("content-type", "text/event-stream")
        .piece("data: {\"id\":\"1\"}\n\nda")
        .piece("ta: {\"id\":\"2\"}\n\n")
        .then(Then::Silence);
    let stage = setup(Script::default().on("GET", "/ticks", [ticks])).await;
    let mut events = stage.client().clock(PlatformClock).build().unwrap().ticks().await.unwrap();
    for id in ["1", "2"] {
        assert_eq!(events.next().await.unwrap().unwrap().id, id);
    }
    assert!(events.next().now_or_never().is_none());
    drop(events);
    stage.left(1).await;
}
