//! Over a real socket on this machine: what only a connection shows.

use std::future::poll_fn;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use clientwright_runtime::testing::VirtualClock;
use clientwright_runtime::{Body, Bytes, ErrorKind, JsonLines, MixedParts, Phase, RetryPolicy, Timeouts};
use futures_util::{FutureExt, StreamExt};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::yield_now;

use crate::api::Item;
use crate::bytes::Told;
use crate::client::{Client, ClientBuilder};

/// A server whose side of each connection the test plays, and a client of it whose time stands still.
struct Server {
    listener: TcpListener,
    address: SocketAddr,
    clock: VirtualClock,
}

impl Server {
    async fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        Self { listener, address, clock: VirtualClock::new() }
    }

    fn client(&self) -> Client {
        let builder = ClientBuilder::new().base_url(format!("http://{}/", self.address)).retry(RetryPolicy::never());
        builder.clock(self.clock.clone()).build().unwrap()
    }

    /// A connection whose request has arrived, and the head of the response gone.
    async fn accept(&self, content_type: &str, more: &str) -> TcpStream {
        let (mut stream, _) = self.listener.accept().await.unwrap();
        let mut request = Vec::new();
        while !request.ends_with(b"\r\n\r\n") {
            assert!(stream.read_buf(&mut request).await.unwrap() > 0);
        }
        let head = format!("HTTP/1.1 200 OK\r\ncontent-type: {content_type}\r\n{more}\r\n");
        stream.write_all(head.as_bytes()).await.unwrap();
        stream
    }

    /// The same of a body of unknown length.
    async fn accept_chunked(&self, content_type: &str) -> TcpStream {
        self.accept(content_type, "transfer-encoding: chunked\r\n").await
    }
}

async fn chunk(stream: &mut TcpStream, text: &str) {
    stream.write_all(format!("{:x}\r\n{text}\r\n", text.len()).as_bytes()).await.unwrap();
}

const LINES: &str = "application/x-ndjson";

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

/// What sockets and the HTTP stack hold, at most.
const IN_BETWEEN: usize = 16 << 20;

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

/// Reports of a body of `total` bytes whose time stands still.
fn check_steps(told: &[(u64, Option<u64>)], total: u64) {
    assert_eq!(told.last(), Some(&(total, Some(total))));
    let (_, steps) = told.split_last().unwrap();
    assert!(steps.windows(2).all(|pair| pair[1].0 - pair[0].0 >= 64 * 1024), "{told:?}");
    assert!(steps.len() >= 4, "{told:?}");
}

const LENGTH: usize = 1_000_000;

#[tokio::test]
async fn the_progress_of_a_download_is_told() {
    let server = Server::new().await;
    let call = tokio::spawn(server.client().download().into_future());
    let mut peer = server.accept("a/b", &format!("content-length: {LENGTH}\r\n")).await;
    let told = Told::default();
    let stream = call.await.unwrap().unwrap().progress(told.callback());
    assert_eq!(stream.total(), Some(LENGTH as u64));
    let writing = tokio::spawn(async move { peer.write_all(&[b'x'; LENGTH]).await.map(|()| peer) });
    assert_eq!(stream.collect().await.unwrap().len(), LENGTH);
    writing.await.unwrap().unwrap();
    check_steps(&told.list(), LENGTH as u64);
}

#[tokio::test]
async fn the_progress_of_an_upload_is_told_as_the_connection_takes_it() {
    let server = Server::new().await;
    let told = Told::default();
    let body = Body::from(Bytes::from(vec![b'x'; LENGTH])).progress(told.callback());
    let mut call = pin!(server.client().upload().body(body).into_future());
    let (mut peer, _) = poll_fn(|cx| {
        assert!(call.as_mut().poll(cx).is_pending());
        server.listener.poll_accept(cx)
    })
    .await
    .unwrap();
    let mut request = Vec::new();
    let head = loop {
        assert!(call.as_mut().now_or_never().is_none());
        peer.read_buf(&mut request).now_or_never();
        yield_now().await;
        if let Some(head) = request.windows(4).position(|end| end == b"\r\n\r\n") {
            break head + 4;
        }
    };
    assert!(String::from_utf8_lossy(&request[..head]).contains(&format!("content-length: {LENGTH}\r\n")));
    while request.len() < head + LENGTH {
        assert!(call.as_mut().now_or_never().is_none());
        peer.read_buf(&mut request).now_or_never();
        yield_now().await;
    }
    peer.write_all(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 8\r\n\r\n{\"id\":1}")
        .await
        .unwrap();
    assert_eq!(call.await.unwrap().id, 1);
    check_steps(&told.list(), LENGTH as u64);
}

#[tokio::test]
async fn lines_are_sent_while_they_are_made() {
    let server = Server::new().await;
    let (sender, mut receiver) = tokio::sync::mpsc::unbounded_channel();
    let values = futures_util::stream::poll_fn(move |cx| receiver.poll_recv(cx)).map(Item::new);
    let call = server.client().import().lines(JsonLines::stream(values));
    let call = tokio::spawn(call.into_future());
    let (mut peer, _) = server.listener.accept().await.unwrap();
    let mut request = Vec::new();
    for id in 1..=2 {
        sender.send(id).unwrap();
        let line = format!("{{\"id\":{id}}}\n");
        while !String::from_utf8_lossy(&request).contains(&line) {
            assert!(peer.read_buf(&mut request).await.unwrap() > 0);
        }
    }
    drop(sender);
    while !request.ends_with(b"0\r\n\r\n") {
        assert!(peer.read_buf(&mut request).await.unwrap() > 0);
    }
    peer.write_all(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 8\r\n\r\n{\"id\":1}")
        .await
        .unwrap();
    assert_eq!(call.await.unwrap().unwrap().id, 1);
}

/// The body of a request as it stands in its chunks.
fn unchunked(mut chunks: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    loop {
        let line = chunks.windows(2).position(|end| end == b"\r\n").unwrap();
        let length = usize::from_str_radix(std::str::from_utf8(&chunks[..line]).unwrap(), 16).unwrap();
        if length == 0 {
            return body;
        }
        body.extend_from_slice(&chunks[line + 2..line + 2 + length]);
        chunks = &chunks[line + 2 + length + 2..];
    }
}

#[tokio::test]
async fn parts_that_are_sent_are_parts_that_are_read() {
    let server = Server::new().await;
    let call = server.client().import().mixed(MixedParts::stream(futures_util::stream::iter((1..=3).map(Item::new))));
    let call = tokio::spawn(call.into_future());
    let (mut peer, _) = server.listener.accept().await.unwrap();
    let mut request = Vec::new();
    while !request.ends_with(b"\r\n0\r\n\r\n") {
        assert!(peer.read_buf(&mut request).await.unwrap() > 0);
    }
    peer.write_all(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 8\r\n\r\n{\"id\":1}")
        .await
        .unwrap();
    call.await.unwrap().unwrap();
    let head = request.windows(4).position(|end| end == b"\r\n\r\n").unwrap() + 4;
    let text = std::str::from_utf8(&request[..head]).unwrap();
    let content_type = text.lines().find_map(|line| line.strip_prefix("content-type: ")).unwrap().to_owned();
    let body = unchunked(&request[head..]);

    let call = tokio::spawn(server.client().mixed().into_future());
    let mut peer = server.accept_chunked(&content_type).await;
    let writing = tokio::spawn(async move {
        for byte in body {
            chunk(&mut peer, &char::from(byte).to_string()).await;
        }
        peer.write_all(b"0\r\n\r\n").await.unwrap();
    });
    let mut parts = call.await.unwrap().unwrap();
    for id in 1..=3 {
        let part = parts.next().await.unwrap().unwrap();
        assert_eq!((part.body.id, part.headers.len()), (id, 1));
        assert_eq!(part.headers["content-type"], "application/json");
    }
    assert!(parts.next().await.is_none());
    writing.await.unwrap();
}

#[tokio::test]
async fn the_progress_of_an_empty_body_is_told_once() {
    for body in [
        Body::from(""),
        Body::empty(),
        Body::sized_stream(0, futures_util::stream::empty::<Result<Bytes, std::io::Error>>()),
    ] {
        let server = Server::new().await;
        let told = Told::default();
        let call = tokio::spawn(server.client().upload().body(body.progress(told.callback())).into_future());
        let mut peer = server.accept("application/json", "content-length: 8\r\n").await;
        peer.write_all(b"{\"id\":1}").await.unwrap();
        assert_eq!(call.await.unwrap().unwrap().id, 1);
        assert_eq!(told.list(), [(0, Some(0))]);
    }
}
