//! A server in a thread of its own, which outlives the runtimes of its clients.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::thread;

use futures_util::{SinkExt, StreamExt};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_websockets::{Message, ServerBuilder, WebSocketStream};

use crate::runtimes;

pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    /// The connections that are open.
    pub(crate) open: Arc<AtomicUsize>,
    /// The requests that have come.
    pub(crate) asked: Arc<AtomicUsize>,
}

impl Server {
    pub(crate) fn start() -> Self {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        listener.set_nonblocking(true).unwrap();
        let (open, asked) = <(Arc<AtomicUsize>, Arc<AtomicUsize>)>::default();
        let (connections, requests) = (Arc::clone(&open), Arc::clone(&asked));
        thread::spawn(move || {
            runtimes::one_thread().block_on(async {
                let listener = TcpListener::from_std(listener).unwrap();
                while let Ok((stream, _)) = listener.accept().await {
                    let (connections, requests) = (Arc::clone(&connections), Arc::clone(&requests));
                    connections.fetch_add(1, SeqCst);
                    tokio::spawn(async move {
                        serve(stream, &requests).await;
                        connections.fetch_sub(1, SeqCst);
                    });
                }
            });
        });
        Self { address, open, asked }
    }
}

/// The path that is asked for, while all of the request is still to be read.
async fn path(stream: &TcpStream) -> String {
    let mut head = [0; 4096];
    loop {
        let length = stream.peek(&mut head).await.unwrap_or(0);
        let text = String::from_utf8_lossy(&head[..length]);
        if length == 0 || text.contains("\r\n\r\n") {
            return text.split(' ').nth(1).unwrap_or_default().to_owned();
        }
        tokio::task::yield_now().await;
    }
}

/// Serves a connection until the client is gone.
async fn serve(mut stream: TcpStream, requests: &AtomicUsize) {
    loop {
        let path = path(&stream).await;
        let number = requests.fetch_add(1, SeqCst);
        return match (path.as_str(), number) {
            ("/item", _) => {
                item(&mut stream).await;
                continue;
            }
            ("/events", _) => endless(&mut stream, "text/event-stream", "retry: 0\nid: 1\ndata: 1\n\n").await,
            ("/values", _) => endless(&mut stream, "application/x-ndjson", "1\n").await,
            ("/bytes", _) => endless(&mut stream, "application/octet-stream", "1").await,
            ("/parts", _) => endless(&mut stream, "multipart/mixed; boundary=b", "--b\r\n\r\n1\r\n--b\r\n\r\n").await,
            ("/chat", _) | ("/falls-silent", 2..) => drop(echo(greet(stream).await).await),
            ("/hangs-up" | "/falls-silent", 0) => drop(greet(stream).await),
            _ => drop(stream.read_to_end(&mut Vec::new()).await),
        };
    }
}

/// The beginning of a body that has no end.
async fn endless(stream: &mut TcpStream, content_type: &str, beginning: &str) {
    let head = format!("HTTP/1.1 200 OK\r\ncontent-type: {content_type}\r\ntransfer-encoding: chunked\r\n\r\n");
    let chunk = format!("{:x}\r\n{beginning}\r\n", beginning.len());
    let _ = stream.write_all((head + &chunk).as_bytes()).await;
    let _ = stream.read_to_end(&mut Vec::new()).await;
}

type Chat = WebSocketStream<TcpStream>;

async fn greet(stream: TcpStream) -> Option<Chat> {
    let (_, mut chat) = ServerBuilder::new().accept(stream).await.ok()?;
    chat.send(Message::text("\"welcome\"")).await.ok()?;
    Some(chat)
}

/// Says again what is said.
async fn echo(chat: Option<Chat>) -> Option<()> {
    let mut chat = chat?;
    while let Some(Ok(message)) = chat.next().await {
        if message.is_text() {
            chat.send(message).await.ok()?;
        }
    }
    Some(())
}

async fn item(stream: &mut TcpStream) {
    let mut read = Vec::new();
    while !read.ends_with(b"\r\n\r\n") && stream.read_buf(&mut read).await.is_ok_and(|count| count > 0) {}
    let answer = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 1\r\n\r\n1";
    let _ = stream.write_all(answer.as_bytes()).await;
}
