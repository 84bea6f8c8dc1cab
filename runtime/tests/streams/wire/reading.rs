//! What comes, as it comes: values and parts, silence, and who waits for whom.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use clientwright_runtime::{ErrorKind, Phase, Sent, Timeouts};
use futures_util::FutureExt;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::task::yield_now;

use super::{IN_BETWEEN, LINES, Server, chunk};

#[tokio::test]
async fn values_come_while_the_server_writes() {
    let server = Server::new().await;
    let call = tokio::spawn(server.client().export().into_future());
    let mut peer = server.accept_chunked(LINES).await;
    let mut stream = call.await.unwrap().unwrap();
    for id in 1..=3 {
        chunk(&mut peer, &format!("{{\"id\":{id}")).await;
        assert!(stream.next().now_or_never().is_none());
        chunk(&mut peer, "}\n").await;
        assert_eq!(stream.next().await.unwrap().unwrap().id, id);
    }
    peer.write_all(b"0\r\n\r\n").await.unwrap();
    assert!(stream.next().await.is_none());
}

#[tokio::test]
async fn a_server_that_dies_in_a_line_is_an_error_behind_what_came() {
    let server = Server::new().await;
    let call = tokio::spawn(server.client().export().into_future());
    let mut peer = server.accept_chunked(LINES).await;
    let mut stream = call.await.unwrap().unwrap();
    chunk(&mut peer, "{\"id\":1}\n{\"id\":2}").await;
    drop(peer);
    assert_eq!(stream.next().await.unwrap().unwrap().id, 1);
    let error = stream.next().await.unwrap().unwrap_err();
    assert_eq!((error.kind(), error.operation_id()), (ErrorKind::Io, "export"));
    assert!(stream.next().await.is_none());
}

#[tokio::test]
async fn a_body_that_is_shorter_than_announced_is_an_error() {
    let server = Server::new().await;
    let call = tokio::spawn(server.client().download().into_future());
    let mut peer = server.accept("a/b", "content-length: 10\r\n").await;
    let stream = call.await.unwrap().unwrap();
    peer.write_all(b"12345").await.unwrap();
    drop(peer);
    assert_eq!(stream.collect().await.unwrap_err().kind(), ErrorKind::Io);
}

#[tokio::test]
async fn a_peer_that_falls_silent_is_noticed() {
    let server = Server::new().await;
    let call = tokio::spawn(server.client().export().into_future());
    let mut peer = server.accept_chunked(LINES).await;
    let mut stream = call.await.unwrap().unwrap();
    chunk(&mut peer, "{\"id\":1}\n").await;
    stream.next().await.unwrap().unwrap();
    let limit = Timeouts::new().read.unwrap();
    assert!(stream.next().now_or_never().is_none());
    server.clock.advance(limit - Duration::from_millis(1));
    assert!(stream.next().now_or_never().is_none());
    server.clock.advance(Duration::from_millis(1));
    let error = stream.next().await.unwrap().unwrap_err();
    assert_eq!((error.kind(), error.limit()), (ErrorKind::Timeout(Phase::Read), Some(limit)));
    assert_eq!(peer.read(&mut [0; 16]).await.unwrap_or(0), 0, "the connection is let go");
}

#[tokio::test]
async fn a_head_that_does_not_come_to_its_end_is_silence() {
    for drip in ["HTTP/1.1 102 Processing\r\n\r\n", "x"] {
        let server = Server::new().await;
        let call = tokio::spawn(server.client().export().into_future());
        let (mut peer, _) = server.listener.accept().await.unwrap();
        assert!(peer.read(&mut [0; 1024]).await.unwrap() > 0);
        if drip == "x" {
            peer.write_all(b"HTTP/1.1 200 OK\r\nx-header: ").await.unwrap();
        }
        for _ in 0..20 {
            assert!(!call.is_finished());
            peer.write_all(drip.as_bytes()).await.unwrap();
            yield_now().await;
            server.clock.advance(Duration::from_secs(1));
        }
        let error = call.await.unwrap().unwrap_err();
        assert_eq!((error.timeout_phase(), error.was_sent()), (Some(Phase::Read), Sent::Maybe), "{drip}: {error:?}");
        assert_eq!(error.elapsed(), Duration::from_secs(20));
    }
}

#[tokio::test]
async fn a_peer_that_drips_is_noticed() {
    let server = Server::new().await;
    let call = tokio::spawn(server.client().export().into_future());
    let mut peer = server.accept_chunked(LINES).await;
    let mut stream = call.await.unwrap().unwrap();
    for _ in 0..2 {
        assert!(stream.next().now_or_never().is_none());
        server.clock.advance(Duration::from_secs(15));
        chunk(&mut peer, "{\"id\":1}\n").await;
        stream.next().await.unwrap().unwrap();
    }
    assert!(stream.next().now_or_never().is_none());
    server.clock.advance(Duration::from_millis(4_999));
    assert!(stream.next().now_or_never().is_none());
    server.clock.advance(Duration::from_millis(1));
    let error = stream.next().await.unwrap().unwrap_err();
    assert_eq!((error.kind(), error.was_sent()), (ErrorKind::Timeout(Phase::Stall), Sent::Yes));
    assert_eq!(error.limit(), Some(Duration::from_secs(20)));
    assert_eq!(peer.read(&mut [0; 16]).await.unwrap_or(0), 0, "the connection is let go");
}

#[tokio::test]
async fn a_stall_guard_that_is_off_lets_drip() {
    let server = Server::new().await;
    let limits = Timeouts::new().stall(None);
    let call = tokio::spawn(server.client().export().timeouts(limits).into_future());
    let mut peer = server.accept_chunked(LINES).await;
    let mut stream = call.await.unwrap().unwrap();
    for _ in 0..10 {
        assert!(stream.next().now_or_never().is_none());
        server.clock.advance(Duration::from_secs(19));
        chunk(&mut peer, "{\"id\":1}\n").await;
        stream.next().await.unwrap().unwrap();
    }
}

#[tokio::test]
async fn time_in_which_nobody_reads_is_no_silence() {
    let server = Server::new().await;
    let call = tokio::spawn(server.client().export().into_future());
    let mut peer = server.accept_chunked(LINES).await;
    let mut stream = call.await.unwrap().unwrap();
    for id in 1..=3 {
        server.clock.advance(Duration::from_secs(3600));
        chunk(&mut peer, &format!("{{\"id\":{id}}}\n")).await;
        assert_eq!(stream.next().await.unwrap().unwrap().id, id);
    }
}

#[tokio::test]
async fn dropping_a_stream_cancels_the_call() {
    let server = Server::new().await;
    let client = server.client();
    let call = tokio::spawn(client.export().into_future());
    let mut peer = server.accept_chunked(LINES).await;
    let mut stream = call.await.unwrap().unwrap();
    chunk(&mut peer, "{\"id\":1}\n").await;
    stream.next().await.unwrap().unwrap();
    drop(stream);
    assert_eq!(peer.read(&mut [0; 16]).await.unwrap_or(0), 0);
    client.inner.close().await;
}

#[tokio::test]
async fn a_slow_consumer_slows_the_server() {
    let server = Server::new().await;
    let call = tokio::spawn(server.client().export().into_future());
    let mut peer = server.accept_chunked(LINES).await;
    let mut stream = call.await.unwrap().unwrap();
    let block = "{\"id\":1}\n".repeat(8 << 10);
    let (blocks, written) = (768, Arc::new(AtomicUsize::new(0)));
    let (counter, length) = (Arc::clone(&written), block.len());
    let writing = tokio::spawn(async move {
        for _ in 0..blocks {
            chunk(&mut peer, &block).await;
            counter.fetch_add(length, Ordering::SeqCst);
        }
        peer.write_all(b"0\r\n\r\n").await.unwrap();
    });
    let mut read = 0;
    while let Some(item) = stream.next().await {
        item.unwrap();
        read += 9;
        if read % length == 0 {
            yield_now().await;
        }
        let ahead = written.load(Ordering::SeqCst).saturating_sub(read);
        assert!(ahead <= IN_BETWEEN, "the server is {ahead} bytes ahead");
    }
    assert_eq!(read, blocks * length);
    writing.await.unwrap();
}

#[tokio::test]
async fn parts_come_while_the_server_writes() {
    let server = Server::new().await;
    let call = tokio::spawn(server.client().mixed().into_future());
    let mut peer = server.accept_chunked("multipart/mixed; boundary=b").await;
    let mut parts = call.await.unwrap().unwrap();
    chunk(&mut peer, "--b\r\n").await;
    for id in 1..=3 {
        for byte in format!("content-type: application/json\r\n\r\n{{\"id\":{id}}}\r\n--b\r\n").chars() {
            chunk(&mut peer, &byte.to_string()).await;
        }
        let part = parts.next().await.unwrap().unwrap();
        assert_eq!((part.body.id, &part.headers["content-type"]), (id, &"application/json".parse().unwrap()));
    }
    chunk(&mut peer, "\r\n\r\n--b--\r\n").await;
    peer.write_all(b"0\r\n\r\n").await.unwrap();
    assert_eq!(parts.next().await.unwrap().unwrap_err().kind(), ErrorKind::Decode, "the last part is empty");
    assert!(parts.next().await.is_none());
}
