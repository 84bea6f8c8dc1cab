//! Clients that close while a stream is open.

use std::pin::pin;
use std::time::Duration;

use clientwright_runtime::ErrorKind;
use futures_util::FutureExt;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::task::yield_now;

use super::{LINES, Server, chunk};

#[tokio::test]
async fn a_client_that_closes_waits_for_a_stream_that_is_read() {
    let server = Server::new().await;
    let client = server.client();
    let call = tokio::spawn(client.export().into_future());
    let mut peer = server.accept_chunked(LINES).await;
    let mut stream = call.await.unwrap().unwrap();
    let mut closing = pin!(client.inner.close());
    assert!(closing.as_mut().now_or_never().is_none());
    chunk(&mut peer, "{\"id\":1}\n").await;
    peer.write_all(b"0\r\n\r\n").await.unwrap();
    assert_eq!(stream.next().await.unwrap().unwrap().id, 1);
    assert!(stream.next().await.is_none());
    closing.await;
    assert_eq!(client.export().await.unwrap_err().kind(), ErrorKind::Closed);
}

#[tokio::test]
async fn a_client_that_closes_cuts_off_a_stream_that_does_not_end() {
    let server = Server::new().await;
    let client = server.client();
    let call = tokio::spawn(client.export().into_future());
    let mut peer = server.accept_chunked(LINES).await;
    let mut stream = call.await.unwrap().unwrap();
    let closing = tokio::spawn({
        let client = client.clone();
        async move { client.inner.close().await }
    });
    let mut next = pin!(stream.next());
    assert!(next.as_mut().now_or_never().is_none());
    yield_now().await;
    server.clock.advance(Duration::from_secs(5));
    let error = next.await.unwrap().unwrap_err();
    assert_eq!((error.kind(), error.operation_id()), (ErrorKind::Closed, "export"));
    closing.await.unwrap();
    assert_eq!(peer.read(&mut [0; 16]).await.unwrap_or(0), 0);
}

#[tokio::test]
async fn a_client_that_closes_does_not_wait_for_a_stream_that_nobody_reads() {
    let server = Server::new().await;
    let client = server.client();
    let call = tokio::spawn(client.export().into_future());
    let _peer = server.accept_chunked(LINES).await;
    let mut stream = call.await.unwrap().unwrap();
    let mut closing = pin!(client.inner.close());
    assert!(closing.as_mut().now_or_never().is_none());
    server.clock.advance(Duration::from_secs(5));
    closing.await;
    assert_eq!(stream.next().await.unwrap().unwrap_err().kind(), ErrorKind::Closed);
}
