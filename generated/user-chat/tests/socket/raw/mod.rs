//! The live half of the server against clients that know nothing of this API, so that what the typed client is tested
//! against is known to be right.

mod chat;
mod events;
mod export;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use user_chat::Client;
use user_chat::types::SignInRequest;

use crate::server::{EMAIL, PASSWORD, Server};
use crate::{create_room, signed_in};

/// A server with a room called `general` that holds these texts, a client, and a token.
async fn general(texts: &[&str]) -> (Server, Client, String) {
    let (server, client) = signed_in().await;
    create_room(&client, texts).await;
    let pair = client.auth().sign_in(SignInRequest::new(EMAIL, PASSWORD)).await.expect("the right password");
    (server, client, pair.access_token.expose().to_owned())
}

/// An answer as it comes in.
struct Answer {
    stream: TcpStream,
    text: String,
}

impl Answer {
    /// Asks for a path, with these lines as headers.
    async fn get(server: &Server, path: &str, headers: &[&str]) -> Self {
        let host = server.url().strip_prefix("http://").expect("no TLS");
        let mut stream = TcpStream::connect(host).await.expect("a connection");
        let headers: String = headers.iter().map(|header| format!("{header}\r\n")).collect();
        let request = format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{headers}\r\n");
        stream.write_all(request.as_bytes()).await.expect("sent");
        Self { stream, text: String::new() }
    }

    async fn authorized(server: &Server, path: &str, token: &str) -> Self {
        Self::get(server, path, &[&format!("Authorization: Bearer {token}")]).await
    }

    /// Reads until this has come.
    async fn until(&mut self, wanted: &str) {
        while !self.text.contains(wanted) {
            assert!(self.read().await, "{wanted:?} in all of {:?}", self.text);
        }
    }

    /// Reads to the end, and gives everything.
    async fn rest(mut self) -> String {
        while self.read().await {}
        self.text
    }

    async fn read(&mut self) -> bool {
        let mut buffer = [0; 4096];
        let count = self.stream.read(&mut buffer).await.expect("the connection is not reset");
        self.text.push_str(std::str::from_utf8(&buffer[..count]).expect("ASCII"));
        count > 0
    }
}

/// How often `part` occurs in `text`.
fn count(text: &str, part: &str) -> usize {
    text.matches(part).count()
}
