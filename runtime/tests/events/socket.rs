//! Over a real socket on this machine: where connections end, and who waits for whom.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use clientwright_runtime::{ErrorKind, EventOptions, RetryPolicy, Timeouts};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use crate::api::secs;
use crate::client::{Client, ClientBuilder};

const HEAD: &str = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n";

async fn listen() -> (TcpListener, Client) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let builder = ClientBuilder::new().base_url(format!("http://{}/", listener.local_addr().unwrap()));
    (listener, builder.retry(RetryPolicy::never()).build().unwrap())
}

/// The next connection, and the head of the request on it.
async fn accept(listener: &TcpListener) -> (TcpStream, String) {
    let (mut stream, _) = listener.accept().await.unwrap();
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.unwrap());
    }
    (stream, String::from_utf8(head).unwrap())
}

fn last_event_id(head: &str) -> Option<&str> {
    head.lines().find_map(|line| line.strip_prefix("last-event-id: "))
}

/// A text as one piece of a body in pieces (RFC 9112 section 7.1).
fn chunk(text: &str) -> String {
    format!("{:x}\r\n{text}\r\n", text.len())
}

#[tokio::test]
async fn a_server_that_is_killed_in_an_event_is_asked_again_behind_the_last_whole_one() {
    let (listener, client) = listen().await;
    let serving = tokio::spawn(async move {
        let (mut stream, head) = accept(&listener).await;
        assert_eq!(last_event_id(&head), None);
        let pieces = HEAD.replace("connection: close", "transfer-encoding: chunked");
        let whole = chunk("retry: 1\nid: 1\ndata: {\"n\":1}\n\n");
        let half = chunk("id: 2\ndata: {\"n\"");
        stream.write_all(format!("{pieces}{whole}{half}").as_bytes()).await.unwrap();
        drop(stream);

        let (mut stream, head) = accept(&listener).await;
        assert_eq!(last_event_id(&head), Some("1"));
        stream.write_all(format!("{HEAD}id: 2\ndata: {{\"n\":2}}\n\nid: 3\nda").as_bytes()).await.unwrap();
        drop(stream);

        let (mut stream, head) = accept(&listener).await;
        assert_eq!(last_event_id(&head), Some("2"));
        stream.write_all(b"HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n").await.unwrap();
    });
    let mut stream = client.ticks().options(EventOptions::new().reconnects(2)).await.unwrap();
    for n in [1, 2] {
        assert_eq!(stream.next().await.unwrap().unwrap().n, n);
    }
    assert!(stream.next().await.is_none());
    serving.await.unwrap();
}

#[tokio::test]
async fn a_thousand_connections_lose_no_event() {
    let (listener, client) = listen().await;
    let serving = tokio::spawn(async move {
        for n in 0..1000 {
            let (mut stream, head) = accept(&listener).await;
            let last = last_event_id(&head).map(|id| id.parse::<usize>().unwrap());
            assert_eq!(last, if n == 0 { None } else { Some(2 * n - 1) });
            let [one, two] = [2 * n, 2 * n + 1].map(|n| format!("id: {n}\ndata: {{\"n\":{n}}}\n\n"));
            // In the middle of the next event, which is to come again.
            stream.write_all(format!("{HEAD}retry: 0\n\n{one}{two}id: 99\ndata").as_bytes()).await.unwrap();
        }
    });
    let mut stream = client.ticks().options(EventOptions::new().reconnects(2)).await.unwrap();
    for n in 0..2000 {
        assert_eq!(stream.next().await.unwrap().unwrap().n, n);
    }
    serving.await.unwrap();
    assert_eq!(stream.next().await.unwrap().unwrap_err().kind(), ErrorKind::Connect, "there is no server any more");
    assert!(stream.next().await.is_none());
}

/// A server that sends one event and waits: whether the client has hung up then, and sent nothing more.
fn one_event_until_the_end(listener: TcpListener) -> JoinHandle<bool> {
    tokio::spawn(async move {
        let (mut stream, _) = accept(&listener).await;
        stream.write_all(format!("{HEAD}data: {{\"n\":1}}\n\n").as_bytes()).await.unwrap();
        stream.read(&mut [0; 1]).await.map_or(true, |count| count == 0)
    })
}

#[tokio::test]
async fn dropping_a_stream_lets_go_of_its_connection() {
    let (listener, client) = listen().await;
    let hung_up = one_event_until_the_end(listener);
    let mut stream = client.ticks().await.unwrap();
    assert!(stream.next().await.unwrap().is_ok());
    drop(stream);
    assert!(hung_up.await.unwrap());
}

#[tokio::test]
async fn closing_the_client_ends_a_stream_and_lets_go_of_its_connection() {
    let (listener, client) = listen().await;
    let hung_up = one_event_until_the_end(listener);
    let mut stream = client.ticks().await.unwrap();
    assert!(stream.next().await.unwrap().is_ok());
    let reader = tokio::spawn(async move { (stream.next().await, stream.next().await.is_none()) });
    tokio::task::yield_now().await;
    client.inner.close().await;
    let (ended, is_over) = reader.await.unwrap();
    assert_eq!((ended.unwrap().unwrap_err().kind(), is_over), (ErrorKind::Closed, true));
    assert!(hung_up.await.unwrap());
}

/// Events of 64 KiB; the last one is written once the reader has taken them.
#[tokio::test]
async fn a_slow_consumer_slows_the_server() {
    const EVENTS: usize = 512;
    let (listener, client) = listen().await;
    let written = Arc::new(AtomicUsize::new(0));
    let (counter, (stalled, mut stalls)) = (Arc::clone(&written), mpsc::unbounded_channel());
    let serving = tokio::spawn(async move {
        let (mut stream, _) = accept(&listener).await;
        stream.write_all(HEAD.as_bytes()).await?;
        let event = format!("data: {{\"n\":1}}\n: {}\n\n", "x".repeat(64 * 1024));
        for _ in 0..EVENTS {
            let mut writing = Box::pin(stream.write_all(event.as_bytes()));
            loop {
                match tokio::time::timeout(Duration::from_millis(200), &mut writing).await {
                    Ok(done) => break done?,
                    Err(_) => stalled.send(()).map_err(io::Error::other)?,
                }
            }
            counter.fetch_add(1, Ordering::SeqCst);
        }
        io::Result::Ok(())
    });
    let mut stream = client.ticks().options(EventOptions::new().reconnects(0)).await.unwrap();
    assert!(stream.next().await.unwrap().is_ok());
    stalls.recv().await.unwrap();
    let before = written.load(Ordering::SeqCst);
    assert!(before < EVENTS, "the server was stopped by nobody");
    let mut count = 1;
    while let Some(event) = stream.next().await {
        event.unwrap();
        count += 1;
    }
    serving.await.unwrap().unwrap();
    assert_eq!((count, written.load(Ordering::SeqCst)), (EVENTS, EVENTS));
}

#[tokio::test(start_paused = true)]
async fn silence_is_a_read_timeout_by_tokios_clock() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let builder = ClientBuilder::new().base_url(format!("http://{}/", listener.local_addr().unwrap()));
    let client: Client = builder.timeouts(Timeouts::new().connect(None)).retry(RetryPolicy::never()).build().unwrap();
    let serving = tokio::spawn(async move {
        let (mut stream, _) = accept(&listener).await;
        stream.write_all(format!("{HEAD}data: {{\"n\":1}}\n\n").as_bytes()).await.unwrap();
        std::future::pending::<()>().await;
    });
    let mut stream = client.ticks().options(EventOptions::new().idle(secs(4)).reconnects(0)).await.unwrap();
    assert!(stream.next().await.unwrap().is_ok());
    let error = stream.next().await.unwrap().unwrap_err();
    assert_eq!((error.is_timeout(), error.limit()), (true, Some(secs(4))));
    serving.abort();
}
