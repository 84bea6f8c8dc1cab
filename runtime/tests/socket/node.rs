//! A peer of another make: the package `ws` for Node.js, in both roles of who closes. Runs where `node` is, and where the package is in
//! `node_modules` of the folder that `CLIENTWRIGHT_NODE` names, or else of `target/node` (`npm install --prefix target/node ws`).

use std::path::PathBuf;
use std::process::Stdio;

use clientwright_runtime::testing::open_socket;
use clientwright_runtime::{
    ClosedBy, Frame, SocketOptions, TokioClock, TokioSpawner, TransportError, TransportErrorKind,
};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio::process::{Child, Command};

use crate::support::Raw;

/// Sends back what it gets; closes with 4000 when it is told to; says how its connections end.
const SERVER: &str = r#"
const { WebSocketServer } = require('ws');
const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: true });
server.on('listening', () => console.log(server.address().port));
server.on('connection', socket => {
    socket.on('message', (data, isBinary) => {
        if (data.toString() === 'close, please') return socket.close(4000, 'as asked');
        if (data.toString() === 'ping, please') return socket.ping('are you there?');
        socket.send(data, { binary: isBinary });
    });
    socket.on('pong', data => socket.send('pong ' + data));
    socket.on('close', (code, reason) => console.log(code, reason.toString()));
    socket.on('error', error => console.log('error', error.message));
});
"#;

struct Node {
    lines: tokio::io::Lines<BufReader<tokio::process::ChildStdout>>,
    port: u16,
    _child: Child,
}

impl Node {
    /// Nothing where `node` or the package is not there.
    async fn start() -> Option<Self> {
        let folder = std::env::var_os("CLIENTWRIGHT_NODE").map_or_else(default_folder, PathBuf::from);
        if !folder.join("node_modules/ws").is_dir() {
            eprintln!("skipped: no package `ws` below {}", folder.display());
            return None;
        }
        let mut command = Command::new("node");
        command.args(["-e", SERVER]).current_dir(folder).stdout(Stdio::piped()).kill_on_drop(true);
        let Ok(mut child) = command.spawn() else {
            eprintln!("skipped: no `node`");
            return None;
        };
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let port = lines.next_line().await.unwrap().unwrap().parse().unwrap();
        Some(Self { lines, port, _child: child })
    }

    async fn line(&mut self) -> String {
        self.lines.next_line().await.unwrap().unwrap()
    }

    /// A socket, with a handshake by hand: here it is what comes behind it that is tested.
    async fn connect(&self) -> Raw {
        let port = self.port;
        let socket = open_socket(TokioClock, TokioSpawner, SocketOptions::new(), move |_| {
            Box::pin(async move {
                let failed = |error| TransportError::new(TransportErrorKind::Connect, error);
                let mut stream = TcpStream::connect(("127.0.0.1", port)).await.map_err(failed)?;
                let request = format!(
                    "GET / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
                     Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
                );
                stream.write_all(request.as_bytes()).await.map_err(failed)?;
                let mut head = Vec::new();
                while !head.ends_with(b"\r\n\r\n") {
                    head.push(stream.read_u8().await.map_err(failed)?);
                }
                assert!(head.starts_with(b"HTTP/1.1 101 "));
                Ok(stream)
            })
        });
        socket.await.unwrap()
    }
}

fn default_folder() -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| PathBuf::from("../target"), PathBuf::from);
    target.join("node")
}

#[tokio::test]
async fn messages_come_back_and_the_client_closes() {
    let Some(mut node) = Node::start().await else { return };
    let mut socket = node.connect().await;
    for size in [0, 1, 125, 126, 65_535, 65_536, 5 << 20] {
        for frame in [Frame::Text("ü".repeat(size / 2)), Frame::from(vec![0xFE; size])] {
            socket.send(frame.clone()).await.unwrap();
            assert!(socket.next().await.unwrap().unwrap() == frame, "{size}");
        }
    }
    socket.send(Frame::from("ping, please")).await.unwrap();
    assert_eq!(socket.next().await.unwrap().unwrap(), Frame::from("pong are you there?"));
    let ended = socket.close(4321, "enough").await.unwrap();
    assert_eq!((ended.code, ended.by), (4321, ClosedBy::Client));
    assert_eq!(node.line().await, "4321 enough");
}

#[tokio::test]
async fn the_server_closes() {
    let Some(mut node) = Node::start().await else { return };
    let mut socket = node.connect().await;
    socket.send(Frame::from("close, please")).await.unwrap();
    assert!(socket.next().await.unwrap().is_err());
    let ended = socket.close_reason().unwrap();
    assert_eq!((ended.code, ended.reason.as_str(), ended.by), (4000, "as asked", ClosedBy::Server));
    assert_eq!(node.line().await, "4000 as asked".split(' ').next().unwrap().to_owned() + " ");
}

#[tokio::test]
async fn a_socket_that_is_dropped_goes_away() {
    let Some(mut node) = Node::start().await else { return };
    drop(node.connect().await);
    assert_eq!(node.line().await, "1001 ");
}
