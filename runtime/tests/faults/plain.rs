//! A client of the test's own: bytes to a server, and what comes back.

use std::net::SocketAddr;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

pub(crate) const GET: &str = "GET /item HTTP/1.1\r\nhost: test\r\n\r\n";

pub(crate) struct Plain(pub(crate) TcpStream);

impl Plain {
    pub(crate) async fn connect(address: SocketAddr) -> Self {
        Self(TcpStream::connect(address).await.unwrap())
    }

    pub(crate) async fn send(&mut self, text: &str) {
        self.0.write_all(text.as_bytes()).await.unwrap();
    }

    /// Reads until the text ends so.
    pub(crate) async fn until(&mut self, end: &str) -> String {
        let mut read = Vec::new();
        while !read.ends_with(end.as_bytes()) {
            let byte = self.0.read_u8().await;
            read.push(byte.unwrap_or_else(|error| panic!("{error} behind {:?}", String::from_utf8_lossy(&read))));
        }
        String::from_utf8(read).unwrap()
    }

    /// Everything until the end of the connection, and how that ended.
    pub(crate) async fn rest(&mut self) -> (String, Result<(), std::io::ErrorKind>) {
        let mut read = Vec::new();
        let ended = self.0.read_to_end(&mut read).await;
        (String::from_utf8(read).unwrap(), ended.map(drop).map_err(|error| error.kind()))
    }
}
