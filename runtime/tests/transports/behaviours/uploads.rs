//! What is sent in pieces. Enters: a way to a server.

use std::sync::Arc;

use clientwright_runtime::{Body, Bytes, ErrorKind, Sent};
use futures_util::{FutureExt, StreamExt, stream};

use super::post;
use crate::script::{Reply, pattern, pieces};
use crate::setups::Setup;

pub(crate) async fn a_big_upload_arrives_whole(setup: Setup) {
    let bytes = pattern(5 << 20);
    let stage = setup(post([Reply::item("1")])).await;
    let client = stage.client().build().unwrap();
    client.post().body(bytes.clone()).await.unwrap();
    client.post().body(pieces(&bytes)).await.unwrap();
    let unsized_pieces = bytes.chunks(70_001).map(|piece| Ok::<_, std::io::Error>(Bytes::copy_from_slice(piece)));
    client.post().body(Body::stream(stream::iter(unsized_pieces.collect::<Vec<_>>()))).await.unwrap();
    let seen = stage.seen().await;
    assert!(seen.len() == 3 && seen.iter().all(|seen| seen.body.0 == bytes));
    let lengths = seen.iter().map(|seen| seen.header("content-length")).collect::<Vec<_>>();
    assert!(stage.is_in_memory() || lengths[..2] == [Some("5242880"); 2], "{lengths:?}");
}

pub(crate) async fn an_upload_of_unknown_length_declares_none(setup: Setup) {
    let stage = setup(post([Reply::item("1")])).await;
    let body = Body::stream(stream::iter([Ok::<_, std::io::Error>("one")]));
    stage.client().build().unwrap().post().body(body).await.unwrap();
    assert_eq!(stage.seen().await[0].header("content-length"), None);
}

pub(crate) async fn a_failing_upload_is_the_callers_error(setup: Setup) {
    let stage = setup(post([Reply::item("1")])).await;
    let body = stream::iter([Ok("one"), Err(std::io::Error::other("disk on fire"))]);
    let error = stage.client().build().unwrap().post().body(Body::stream(body)).await.unwrap_err();
    assert_eq!((error.kind(), error.was_sent(), error.is_retryable()), (ErrorKind::Request, Sent::Maybe, false));
    assert!(error.to_string().contains("disk on fire"), "{error}");
    assert_eq!(error.attempts().len(), 1);
    assert_eq!(stage.seen().await.len(), 0, "it never came to its end");
}

pub(crate) async fn an_upload_is_there_piece_by_piece(setup: Setup) {
    let stage = Arc::new(setup(post([Reply::item("1")])).await);
    let server = Arc::clone(&stage);
    let second = async move {
        server.received(3).await;
        Ok("two")
    };
    let body = stream::iter([Ok::<_, std::io::Error>("one")]).chain(stream::once(Box::pin(second)));
    stage.client().build().unwrap().post().body(Body::stream(body)).await.unwrap();
    assert_eq!(stage.seen().await[0].body.0, "onetwo");
}

/// What differs where requests are sent in one piece.
pub(crate) async fn an_upload_is_gathered_before_it_is_sent(setup: Setup) {
    let stage = Arc::new(setup(post([Reply::item("1")])).await);
    let server = Arc::clone(&stage);
    let second = async move {
        assert!(server.received(1).now_or_never().is_none() && server.seen().await.is_empty());
        Ok("two")
    };
    let body = stream::iter([Ok::<_, std::io::Error>("one")]).chain(stream::once(Box::pin(second)));
    stage.client().build().unwrap().post().body(Body::stream(body)).await.unwrap();
    let seen = stage.seen().await;
    assert_eq!(seen[0].body.0, "onetwo");
    assert!(stage.is_in_memory() || seen[0].header("content-length") == Some("6"), "the length is known");
}
