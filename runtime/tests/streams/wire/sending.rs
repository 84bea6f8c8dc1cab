//! What is sent while it is made.

use std::time::Duration;

use clientwright_runtime::{Body, JsonLines, MixedParts, Timeouts};
use futures_util::StreamExt;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::{IN_BETWEEN, Server, chunk};
use crate::api::Item;

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

#[tokio::test]
async fn an_upload_from_memory_that_gets_on_is_not_cut_off() {
    let server = Server::new().await;
    let block = IN_BETWEEN + (1 << 20);
    let body = Body::from(vec![b'x'; 5 * block]).content_type("application/json");
    let call = tokio::spawn(server.client().import().bytes(body).into_future());
    let (mut peer, _) = server.listener.accept().await.unwrap();
    let mut read = vec![0; block];
    for _ in 0..5 {
        // More than what is held on the way: some of it was asked for since the last time that time passed.
        peer.read_exact(&mut read).await.unwrap();
        server.clock.advance(Duration::from_secs(15));
    }
    peer.write_all(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 8\r\n\r\n{\"id\":1}")
        .await
        .unwrap();
    assert_eq!(call.await.unwrap().unwrap().id, 1);
    assert!(server.clock.passed() > Timeouts::new().attempt.unwrap());
}

#[tokio::test]
async fn an_answer_before_the_end_of_an_upload_is_the_answer() {
    for status in ["401 Unauthorized", "413 Content Too Large"] {
        let server = Server::new().await;
        let body = Body::from(vec![b'x'; 20 << 20]).content_type("application/json");
        let call = tokio::spawn(server.client().import().bytes(body).into_future());
        let (mut peer, _) = server.listener.accept().await.unwrap();
        assert!(peer.read(&mut [0; 1024]).await.unwrap() > 0);
        let answer = format!("HTTP/1.1 {status}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
        peer.write_all(answer.as_bytes()).await.unwrap();
        let error = call.await.unwrap().err().unwrap();
        assert_eq!(error.status().unwrap().as_str(), &status[..3], "{error:?}");
    }
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
