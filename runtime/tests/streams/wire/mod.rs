//! Over a real socket on this machine: what only a connection shows.

mod closing;
mod progress;
mod reading;
mod sending;

use std::net::SocketAddr;

use clientwright_runtime::RetryPolicy;
use clientwright_runtime::testing::VirtualClock;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

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

/// What sockets and the HTTP stack hold, at most.
const IN_BETWEEN: usize = 16 << 20;

const LINES: &str = "application/x-ndjson";
