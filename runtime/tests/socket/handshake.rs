//! The opening handshake over TCP, with all that a call has, and servers of another make.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use clientwright_runtime::{ClosedBy, Rejected, SocketOptions, Token, TokenError, TokenSource};
use futures_util::future::join;
use futures_util::{SinkExt, StreamExt};
use sha1_smol::Sha1;
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_websockets::{CloseCode, Message, ServerBuilder, WebSocketStream};

use crate::api::builder;
use crate::client::Client;
use crate::http::{Head, read_head};

type Server = WebSocketStream<TcpStream>;

async fn listening() -> (TcpListener, Client) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    (listener, builder(Renewed).base_url(format!("http://{address}")).build().unwrap())
}

/// A token that is renewed once.
struct Renewed;

impl TokenSource for Renewed {
    async fn load(&self) -> Result<Token, TokenError> {
        Ok(Token::new("first").refresh_token("again"))
    }

    async fn refresh(&self, _: Rejected) -> Result<Token, TokenError> {
        Ok(Token::new("second"))
    }
}

/// The next request, answered so.
async fn answer(listener: &TcpListener, response: &str) -> Head {
    let (mut stream, _) = listener.accept().await.unwrap();
    let head = read_head(&mut stream).await;
    stream
        .write_all(format!("HTTP/1.1 {response}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n").as_bytes())
        .await
        .unwrap();
    head
}

/// The next request, agreed to with `more` headers.
async fn agree(listener: &TcpListener, more: &str) -> (Head, Server) {
    let (mut stream, _) = listener.accept().await.unwrap();
    let head = read_head(&mut stream).await;
    switch(&mut stream, &head, more).await;
    (head, ServerBuilder::new().serve(stream))
}

/// Says yes to an opening handshake (RFC 6455 section 4.2.2).
async fn switch(stream: &mut (impl AsyncRead + AsyncWrite + Unpin), head: &Head, more: &str) {
    let key = head.header("sec-websocket-key").unwrap();
    let digest = Sha1::from(format!("{key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11")).digest().bytes();
    let accept = STANDARD.encode(digest);
    let response = format!(
        "HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\nsec-websocket-accept: {accept}\r\n{more}\r\n"
    );
    stream.write_all(response.as_bytes()).await.unwrap();
}

async fn say(server: &mut Server, text: &str) {
    server.send(Message::text(format!("\"{text}\""))).await.unwrap();
}

#[tokio::test]
async fn over_tcp_with_a_server_of_another_make() {
    let (listener, client) = listening().await;
    let serves = tokio::spawn(async move {
        let (request, mut server) = ServerBuilder::new().accept(listener.accept().await.unwrap().0).await.unwrap();
        assert_eq!(request.headers()["authorization"], "Bearer first");
        // At once with the head of the response: the first bytes may come together with it.
        server.send(Message::text("\"welcome\"")).await.unwrap();
        while let Some(Ok(message)) = server.next().await {
            if message.is_text() {
                server.send(message).await.unwrap();
            }
        }
    });
    let mut socket = client.connect(SocketOptions::new()).await.unwrap();
    assert_eq!(socket.next().await.unwrap().unwrap(), "welcome");
    socket.send("hello".to_owned()).await.unwrap();
    assert_eq!(socket.next().await.unwrap().unwrap(), "hello");
    let closes = async { client.inner.close().await };
    let (last, ()) = join(socket.next(), closes).await;
    assert!(last.is_none());
    serves.await.unwrap();
}

#[tokio::test]
async fn a_rejected_token_is_renewed_within_the_handshake() {
    let (listener, client) = listening().await;
    let serves = async {
        let rejected = answer(&listener, "401 Unauthorized\r\nwww-authenticate: Bearer").await;
        let (agreed, mut server) = agree(&listener, "").await;
        say(&mut server, "in").await;
        [rejected, agreed].map(|head| head.header("authorization").unwrap().to_owned())
    };
    let (socket, sent) = join(client.connect(SocketOptions::new()), serves).await;
    assert_eq!(socket.unwrap().next().await.unwrap().unwrap(), "in");
    assert_eq!(sent, ["Bearer first", "Bearer second"]);
}

#[tokio::test]
async fn a_redirect_of_the_handshake_is_followed_with_a_key_of_its_own() {
    let (listener, client) = listening().await;
    let serves = async {
        let first = answer(&listener, "307 Temporary Redirect\r\nlocation: /elsewhere/7").await;
        let (second, mut server) = agree(&listener, "").await;
        say(&mut server, "in").await;
        (first, second)
    };
    let (socket, (first, second)) = join(client.connect(SocketOptions::new()), serves).await;
    assert_eq!(socket.unwrap().next().await.unwrap().unwrap(), "in");
    assert_eq!((first.target.as_str(), second.target.as_str()), ("/chat/7", "/elsewhere/7"));
    assert_eq!(second.header("authorization"), Some("Bearer first"), "it is the same origin");
    assert_ne!(first.header("sec-websocket-key"), second.header("sec-websocket-key"));
}

#[tokio::test]
async fn a_redirect_of_the_handshake_to_another_origin_gets_no_credentials() {
    let (listener, client) = listening().await;
    let other = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let location = format!("307 Temporary Redirect\r\nlocation: http://{}/7", other.local_addr().unwrap());
    let serves = async {
        answer(&listener, &location).await;
        let (head, mut server) = agree(&other, "").await;
        say(&mut server, "in").await;
        head
    };
    let (socket, head) = join(client.connect(SocketOptions::new()), serves).await;
    assert_eq!(socket.unwrap().next().await.unwrap().unwrap(), "in");
    assert_eq!((head.header("upgrade"), head.header("authorization")), (Some("websocket"), None));
}

#[tokio::test]
async fn the_server_chooses_a_subprotocol() {
    let (listener, client) = listening().await;
    let options = SocketOptions::new().subprotocol("chat.v2").subprotocol("chat.v1");
    let (socket, (head, _server)) =
        join(client.connect(options), agree(&listener, "sec-websocket-protocol: chat.v1\r\n")).await;
    assert_eq!(socket.unwrap().subprotocol().as_deref(), Some("chat.v1"));
    assert_eq!(head.header("sec-websocket-protocol"), Some("chat.v2, chat.v1"));
}

#[tokio::test]
async fn a_callback_hears_all_until_the_end() {
    let (listener, client) = listening().await;
    let serves = async {
        let (_, mut server) = agree(&listener, "").await;
        for text in ["one", "two", "three"] {
            say(&mut server, text).await;
        }
        server.send(Message::close(Some(CloseCode::NORMAL_CLOSURE), "done")).await.unwrap();
        while server.next().await.is_some() {}
    };
    let listens = async {
        let mut heard = Vec::new();
        let mut socket = client.connect(SocketOptions::new()).await.unwrap();
        let ended = socket.listen(|text| heard.push(text)).await.unwrap();
        (heard, ended)
    };
    let ((heard, ended), ()) = join(listens, serves).await;
    assert_eq!(heard, ["one", "two", "three"]);
    assert_eq!((ended.code, ended.reason.as_str(), ended.by), (1000, "done", ClosedBy::Server));
}

#[tokio::test]
async fn halves_go_on_in_tasks_of_their_own() {
    let (listener, client) = listening().await;
    let serves = tokio::spawn(async move {
        let (_, mut server) = agree(&listener, "").await;
        while let Some(Ok(message)) = server.next().await {
            if message.is_text() {
                server.send(message).await.unwrap();
            }
        }
    });
    let (mut sender, mut receiver) = client.connect(SocketOptions::new()).await.unwrap().split();
    let hears = tokio::spawn(async move {
        let mut heard = Vec::new();
        receiver.listen(|text: String| heard.push(text)).await.map(|_| heard)
    });
    for number in 0..100 {
        sender.send(number.to_string()).await.unwrap();
    }
    // All is said again before the server agrees to the end.
    sender.close(1000, "").await.unwrap();
    assert_eq!(hears.await.unwrap().unwrap(), (0..100).map(|number| number.to_string()).collect::<Vec<_>>());
    serves.await.unwrap();
}
