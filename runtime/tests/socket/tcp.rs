//! Over TCP, with the server half of `tokio_websockets` as the peer.

use std::net::SocketAddr;
use std::time::Duration;

use clientwright_runtime::testing::open_socket;
use clientwright_runtime::{
    CloseReason, ClosedBy, ErrorKind, Frame, ReconnectPolicy, Socket, SocketOptions, TokioClock, TokioSpawner,
    TransportError, TransportErrorKind,
};
use futures_util::future::join;
use futures_util::{SinkExt, StreamExt};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_websockets::{CloseCode, Message, ServerBuilder};

use crate::support::Raw;

type Server = tokio_websockets::WebSocketStream<TcpStream>;

async fn listener() -> (TcpListener, SocketAddr) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    (listener, address)
}

async fn connected(address: SocketAddr, options: SocketOptions) -> Raw {
    let socket = open_socket(TokioClock, TokioSpawner, options, move |_| {
        Box::pin(async move {
            let stream = TcpStream::connect(address).await;
            stream.map_err(|error| TransportError::new(TransportErrorKind::Connect, error))
        })
    });
    socket.await.unwrap()
}

async fn pair(options: SocketOptions) -> (Raw, Server) {
    let (listener, address) = listener().await;
    let (socket, accepted) = join(connected(address, options), listener.accept()).await;
    (socket, ServerBuilder::new().serve(accepted.unwrap().0))
}

async fn echo(mut server: Server) -> Server {
    while let Some(Ok(message)) = server.next().await {
        if message.is_text() || message.is_binary() {
            server.send(message).await.unwrap();
        }
    }
    server
}

#[tokio::test]
async fn messages_of_all_sizes_come_back() {
    let (mut socket, server) = pair(SocketOptions::new()).await;
    let echo = tokio::spawn(echo(server));
    for size in [0, 1, 125, 126, 127, 128, 65_535, 65_536, 65_537, 1 << 20, 5 << 20] {
        let text = Frame::Text("ü".repeat(size / 2));
        let binary = Frame::from(vec![0xFE; size]);
        for frame in [text, binary] {
            socket.send(frame.clone()).await.unwrap();
            assert!(socket.next().await.unwrap().unwrap() == frame, "{size}");
        }
    }
    assert_eq!(socket.close(1000, "").await.unwrap().by, ClosedBy::Client);
    drop(echo.await.unwrap());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn both_directions_flow_in_tasks_of_their_own() {
    const MESSAGES: usize = 20_000;
    let (socket, server) = pair(SocketOptions::new()).await;
    let echo = tokio::spawn(echo(server));
    let (mut sender, mut receiver) = socket.split();
    let sends = tokio::spawn(async move {
        for number in 0..MESSAGES {
            sender.send(Frame::Text(number.to_string())).await.unwrap();
        }
        sender
    });
    for number in 0..MESSAGES {
        assert_eq!(receiver.next().await.unwrap().unwrap(), Frame::Text(number.to_string()));
    }
    let mut sender = sends.await.unwrap();
    let closes = tokio::spawn(async move { sender.close(4000, "done").await.unwrap() });
    assert!(receiver.next().await.is_none());
    assert_eq!(closes.await.unwrap().code, 4000);
    drop(echo.await.unwrap());
}

#[tokio::test]
async fn the_server_closes() {
    let (mut socket, mut server) = pair(SocketOptions::new()).await;
    let serves = async {
        server.send(Message::close(Some(CloseCode::try_from(4321).unwrap()), "enough")).await.unwrap();
        let answer = server.next().await.unwrap().unwrap();
        answer.as_close().map(|(code, _)| u16::from(code))
    };
    let (last, answer) = join(socket.next(), serves).await;
    assert_eq!(last.unwrap().unwrap_err().to_string(), "closed by the server: 4321 enough");
    assert_eq!(answer, Some(4321));
}

#[tokio::test]
async fn both_close_at_once() {
    for _ in 0..50 {
        let (mut socket, mut server) = pair(SocketOptions::new()).await;
        let (ours, theirs) = join(socket.close(4001, ""), async {
            server.send(Message::close(Some(CloseCode::try_from(4002).unwrap()), "")).await.unwrap();
            let mut codes = Vec::new();
            while let Some(message) = server.next().await {
                codes.extend(message.ok().and_then(|message| Some(u16::from(message.as_close()?.0))));
            }
            codes
        })
        .await;
        let CloseReason { code, .. } = ours.unwrap();
        assert!(code == 4002 || code == 4001, "{code}");
        assert!(theirs == [4001] || theirs == [4002], "{theirs:?}");
    }
}

#[tokio::test]
async fn a_server_that_is_reset_within_a_message_is_an_error() {
    let (listener, address) = listener().await;
    let (mut socket, accepted) = join(connected(address, SocketOptions::new()), listener.accept()).await;
    let mut stream = accepted.unwrap().0;
    // Something unread makes the operating system reset the connection.
    socket.send(Frame::from("unread")).await.unwrap();
    stream.readable().await.unwrap();
    stream.write_all(&[0x81, 100, b'x']).await.unwrap();
    drop(stream);
    assert_eq!(socket.next().await.unwrap().unwrap_err().kind(), ErrorKind::Io);
    assert_eq!(socket.close_reason().unwrap().code, 1006);
    assert!(socket.next().await.is_none());
}

#[tokio::test(start_paused = true)]
async fn a_peer_that_is_half_open_is_left() {
    let (listener, address) = listener().await;
    let options = SocketOptions::new().ping(Duration::from_secs(2)).pong(Duration::from_secs(1));
    let (mut socket, accepted) = join(connected(address, options), listener.accept()).await;
    let held = accepted.unwrap().0;
    assert!(socket.next().await.unwrap().unwrap_err().is_timeout());
    drop(held);
}

#[tokio::test]
async fn a_fast_sender_waits_for_a_slow_server_and_nothing_is_lost() {
    let (listener, address) = listener().await;
    let (mut socket, accepted) = join(connected(address, SocketOptions::new()), listener.accept()).await;
    let stream = accepted.unwrap().0;
    let mut server = ServerBuilder::new().serve(stream);
    let sends = async {
        for number in 0_u32..2_000 {
            socket.send(Frame::from([&number.to_be_bytes()[..], &[0; 8_000]].concat())).await.unwrap();
        }
        socket.close(1000, "").await.unwrap()
    };
    let slow = async {
        let mut next = 0_u32;
        while let Some(Ok(message)) = server.next().await {
            if message.is_binary() {
                assert_eq!(message.as_payload()[..4], next.to_be_bytes());
                next += 1;
                if next.is_multiple_of(100) {
                    tokio::task::yield_now().await;
                }
            }
        }
        next
    };
    let (ended, count) = join(sends, slow).await;
    assert_eq!((ended.code, count), (1000, 2_000));
}

#[tokio::test]
async fn a_server_that_restarts_is_found_again() {
    let (listener, address) = listener().await;
    let policy = ReconnectPolicy::new().backoff(Duration::from_millis(1), Duration::from_millis(10));
    let options = SocketOptions::new().reconnect(policy);
    let (mut socket, accepted) = join(connected(address, options), listener.accept()).await;
    let mut server = ServerBuilder::new().serve(accepted.unwrap().0);
    let serves = tokio::spawn(async move {
        for round in 0..20 {
            server.send(Message::text(round.to_string())).await.unwrap();
            if round % 2 == 0 {
                server.send(Message::close(Some(CloseCode::SERVICE_RESTART), "")).await.unwrap();
            }
            drop(server);
            server = ServerBuilder::new().serve(listener.accept().await.unwrap().0);
        }
        server.send(Message::close(Some(CloseCode::NORMAL_CLOSURE), "")).await.unwrap();
        while server.next().await.is_some() {}
    });
    for round in 0..20 {
        assert_eq!(socket.next().await.unwrap().unwrap(), Frame::Text(round.to_string()));
    }
    assert!(socket.next().await.is_none());
    serves.await.unwrap();
}

#[test]
fn a_runtime_that_shuts_down_takes_its_sockets_along() {
    let (listener, address) = std::thread::spawn(|| {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        (listener, address)
    })
    .join()
    .unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let socket: Raw = runtime.block_on(connected(address, SocketOptions::new()));
    runtime.spawn(async move {
        let mut socket: Socket<Frame, Frame, ()> = socket;
        socket.next().await
    });
    runtime.block_on(tokio::task::yield_now());
    drop(runtime);
    let mut left = Vec::new();
    let (mut stream, _) = listener.accept().unwrap();
    std::io::Read::read_to_end(&mut stream, &mut left).unwrap();
    assert_eq!(left.first(), Some(&0x88), "a close frame, then the end");
}

#[tokio::test]
async fn the_answer_to_a_fault_reaches_a_server_that_is_still_sending() {
    let (listener, address) = listener().await;
    let options = SocketOptions::new().max_message(1_000);
    let (mut socket, accepted) = join(connected(address, options), listener.accept()).await;
    let (mut reads, mut writes) = accepted.unwrap().0.into_split();
    let long = [&[0x82, 127][..], &(8_u64 << 20).to_be_bytes(), &vec![0; 8 << 20]].concat();
    let sends = tokio::spawn(async move { writes.write_all(&long).await.map(|()| writes) });
    assert_eq!(socket.next().await.unwrap().unwrap_err().kind(), ErrorKind::Socket);
    assert!(sends.await.unwrap().is_ok(), "it is read to its end");
    let mut farewell = [0; 8];
    reads.read_exact(&mut farewell).await.unwrap();
    assert_eq!(farewell[0], 0x88);
    drop(socket);
}
