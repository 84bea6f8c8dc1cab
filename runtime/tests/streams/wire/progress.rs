//! The progress of downloads and uploads.

use std::future::poll_fn;
use std::pin::pin;

use clientwright_runtime::{Body, Bytes};
use futures_util::FutureExt;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::task::yield_now;

use super::Server;
use crate::bytes::Told;

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
