//! Bodies that do not travel at one time.

use std::time::Duration;

use clientwright_runtime::testing::{Answer, Script};
use clientwright_runtime::{Body, BoxError, Bytes, Outbox, Part, PendingState};

use super::{Wire, same, taking};
use crate::api::TAKEN;

const MINUTE: Duration = Duration::from_secs(60);
const LENGTH: usize = 5 << 20;

/// Bytes none of whose places is like another one near it.
fn pattern() -> Bytes {
    (0..LENGTH).map(|place| u8::try_from((place ^ place >> 8 ^ place >> 16) & 0xff).unwrap()).collect()
}

#[tokio::test]
async fn a_large_body_arrives_byte_for_byte_though_it_breaks_off_on_its_way() {
    let folder = tempfile::TempDir::new().unwrap();
    let mut wire = Wire::with(Outbox::journal(folder.path()), |builder| builder).await;
    wire.server.once(Script::new().head().body_part(1 << 20).reset());
    wire.server.once(Script::new().head().body_part(3 << 20).close());
    wire.server.once(Script::new().request().reset());
    wire.server.always(taking());
    let queued = wire.client.post().body(pattern()).enqueue("a").await.unwrap();
    for _ in 0..3 {
        wire.deferred(1).await;
        wire.clock.advance(MINUTE);
    }
    queued.delivered().await.unwrap();
    let requests = wire.server.requests();
    assert!(requests[..2].iter().all(|part| part.body.len() < LENGTH && pattern().starts_with(&part.body)));
    assert!(requests.len() == 4 && requests[3].body == pattern(), "other bytes");
    same(&requests[2..]);
    for request in &requests {
        assert_eq!(request.headers, requests[0].headers);
        assert_eq!(request.header("content-length"), Some(LENGTH.to_string().as_str()));
    }
}

#[tokio::test]
async fn a_multipart_body_is_the_same_at_each_sending() {
    let pieces =
        || futures_util::stream::iter(pattern().chunks(100_000).map(Bytes::copy_from_slice).collect::<Vec<_>>());
    let made = move || futures_util::StreamExt::map(pieces(), Ok::<_, BoxError>);
    let mut wire = Wire::new().await;
    wire.server.once(Script::new().request().reset());
    wire.server.once(Script::new().request().answer(Answer::status(503).header("connection", "close")).close());
    wire.server.always(taking());
    let file = Part::body(Body::factory(Some(LENGTH as u64), made)).file_name("pattern.bin");
    let queued = wire.client.post().parts("what it is", file).enqueue("a").await.unwrap();
    for _ in 0..2 {
        wire.deferred(1).await;
        wire.clock.advance(MINUTE);
    }
    queued.delivered().await.unwrap();
    let requests = wire.server.requests();
    assert_eq!(requests.len(), 3);
    same(&requests);
    let boundary = requests[0].header("content-type").unwrap().split_once("boundary=").unwrap().1.trim_matches('"');
    let mut parts =
        multer::Multipart::new(futures_util::stream::iter([Ok::<_, BoxError>(requests[2].body.clone())]), boundary);
    let text = parts.next_field().await.unwrap().unwrap();
    assert_eq!(text.name(), Some("text"));
    assert_eq!(text.text().await.unwrap(), "what it is");
    let file = parts.next_field().await.unwrap().unwrap();
    assert_eq!((file.name(), file.file_name()), (Some("file"), Some("pattern.bin")));
    assert!(file.bytes().await.unwrap() == pattern(), "other bytes");
    assert!(parts.next_field().await.unwrap().is_none());
}

#[tokio::test]
async fn an_answer_that_comes_during_the_upload_is_the_answer() {
    let mut wire = Wire::new().await;
    let early = |answer| Script::new().head().answer(answer).until_left();
    wire.server.once(early(Answer::status(503).header("retry-after", "100").header("connection", "close")));
    wire.server.once(early(Answer::status(413).header("connection", "close")));
    wire.server.always(Script::answers(Answer::json(200, TAKEN)));
    let queued = wire.client.post().body(pattern()).enqueue("a").await.unwrap();
    let (_, wait) = wire.deferred(1).await;
    assert!(wait >= Duration::from_secs(100), "{wait:?}");
    wire.clock.advance(wait);
    let id = queued.id();
    assert_eq!(queued.delivered().await.unwrap_err().status().unwrap(), 413);
    let dead = wire.outbox.dead();
    assert_eq!((dead[0].id(), dead[0].state(), dead[0].last_status()), (id, PendingState::Dead, Some(413)));
    assert!(wire.outbox.retry(id).await.unwrap());
    assert_eq!(wire.outbox.flush().await, 0);
    let requests = wire.server.requests();
    assert!(requests.len() == 3 && requests[2].body == pattern(), "other bytes");
    assert!(requests.iter().all(|request| request.headers == requests[0].headers));
}
