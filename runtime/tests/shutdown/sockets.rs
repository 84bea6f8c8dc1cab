//! Sockets that are open, or connect anew, when their runtime ends.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering::SeqCst;
use std::time::Duration;

use clientwright_runtime::testing::open_socket;
use clientwright_runtime::{
    BoxFuture, Clock, ErrorKind, Instant, NoSpawner, Socket, SocketOptions, SystemTime, TokioClock, TokioSpawner,
    TransportError, TransportErrorKind,
};
use tokio::io::{AsyncReadExt, DuplexStream, duplex};
use tokio::runtime::{Builder, Runtime};

use crate::alive::Alive;
use crate::api::{Chat, again, builder};
use crate::client::{Client, ClientBuilder};
use crate::runtimes::{Ends, all, block_on, one_thread, soon, until, waits};
use crate::server::Server;

const MOMENT: Duration = Duration::from_millis(1);
const HOUR: Duration = Duration::from_secs(3_600);

/// Each runtime, with a client whose sockets have a caretaker and with one whose have none.
fn each(law: impl Fn(&Server, Client, Runtime, Ends)) {
    each_with(|builder| builder, law);
}

fn each_with(with: impl Fn(ClientBuilder) -> ClientBuilder, law: impl Fn(&Server, Client, Runtime, Ends)) {
    for (runtime, ends) in all() {
        let server = Server::start();
        law(&server, with(builder(&server)).build().unwrap(), runtime, ends);
    }
    for (runtime, ends) in all() {
        let server = Server::start();
        law(&server, with(builder(&server)).spawner(NoSpawner).build().unwrap(), runtime, ends);
    }
}

/// Tokio's clock, which tells whether somebody began to wait for longer than anything but another attempt takes.
#[derive(Clone, Debug, Default)]
struct Noticing(Arc<AtomicBool>);

impl Clock for Noticing {
    fn now(&self) -> Instant {
        TokioClock.now()
    }

    fn wall(&self) -> SystemTime {
        TokioClock.wall()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        self.0.fetch_or(duration > HOUR / 30, SeqCst);
        TokioClock.sleep(duration)
    }
}

/// A socket that has heard the greeting.
async fn greeted(client: &Client, room: &str, options: SocketOptions) -> Chat {
    let mut chat = client.chat(room, options).await.unwrap();
    assert_eq!(soon(chat.next()).await.unwrap().unwrap(), "welcome");
    chat
}

/// A socket whose second connection is there, the handshake on it without an answer.
async fn unanswered(server: &Server, client: &Client) -> Chat {
    let mut chat = greeted(client, "falls-silent", again(MOMENT)).await;
    while server.asked.load(SeqCst) < 2 {
        assert!(waits(chat.next()).await);
        tokio::task::yield_now().await;
    }
    chat
}

async fn assert_broken(mut chat: Chat) {
    let error = chat.next().await.unwrap().unwrap_err();
    assert_eq!((error.kind(), chat.close_reason().unwrap().code), (ErrorKind::Io, 1006));
    assert!(chat.next().await.is_none());
    assert_eq!(chat.send("late".to_owned()).await.unwrap_err().kind(), ErrorKind::Socket);
    assert_eq!(chat.unsent(), ["late"]);
    assert_eq!(chat.close(1000, "").await.unwrap().code, 1006);
}

#[test]
fn a_socket_that_is_polled_by_another_runtime_is_broken() {
    each(|server, client, runtime, ends| {
        let chat = runtime.block_on(greeted(&client, "chat", SocketOptions::new()));
        ends.end(runtime);
        one_thread().block_on(soon(assert_broken(chat)));
        until(|| server.open.load(SeqCst) == 0);
    });
}

#[test]
fn a_socket_that_is_polled_without_any_runtime_is_broken() {
    each(|_, client, runtime, ends| {
        let chat = runtime.block_on(greeted(&client, "chat", SocketOptions::new()));
        ends.end(runtime);
        block_on(assert_broken(chat));
    });
}

#[test]
fn halves_end_whichever_runtime_polls_them() {
    each(|_, client, runtime, ends| {
        let chat = runtime.block_on(greeted(&client, "chat", SocketOptions::new()));
        let (mut sender, mut receiver) = chat.split();
        ends.end(runtime);
        let sends = std::thread::spawn(move || {
            one_thread().block_on(soon(async {
                // What the operating system would still take was never its own to take.
                while sender.send("late".to_owned()).await.is_ok() {}
                sender.close_reason().unwrap().code
            }))
        });
        block_on(async { while receiver.next().await.is_some() {} });
        assert_eq!((sends.join().unwrap(), receiver.close_reason().unwrap().code), (1006, 1006));
    });
}

#[test]
fn tasks_with_sockets_end_with_their_runtime() {
    each(|server, client, runtime, ends| {
        let (mut whole, split) = runtime.block_on(async {
            let options = SocketOptions::new;
            (greeted(&client, "chat", options()).await, greeted(&client, "chat", options()).await)
        });
        let (sender, mut receiver) = split.split();
        runtime.spawn(async move { whole.next().await });
        runtime.spawn(async move { receiver.next().await });
        runtime.spawn(async move {
            std::future::pending::<()>().await;
            drop(sender);
        });
        runtime.block_on(tokio::task::yield_now());
        ends.end(runtime);
        until(|| server.open.load(SeqCst) == 0);
    });
}

#[test]
fn a_socket_that_connects_anew_does_so_on_the_next_runtime() {
    each(|server, client, runtime, ends| {
        let mut chat = runtime.block_on(greeted(&client, "chat", again(MOMENT)));
        ends.end(runtime);
        let second = one_thread();
        second.block_on(soon(async {
            assert_eq!(chat.next().await.unwrap().unwrap(), "welcome", "of the second connection");
            chat.send("hello".to_owned()).await.unwrap();
            assert_eq!(chat.next().await.unwrap().unwrap(), "hello");
            assert_eq!(chat.close(1000, "").await.unwrap().code, 1000);
            client.inner.close().await;
        }));
        drop(chat);
        assert_eq!(server.asked.load(SeqCst), 2);
        let metrics = second.handle().metrics();
        second.block_on(soon(async {
            while metrics.num_alive_tasks() > 0 {
                tokio::task::yield_now().await;
            }
        }));
    });
}

#[test]
fn a_socket_cannot_connect_anew_without_a_runtime() {
    each(|_, client, runtime, ends| {
        let mut chat = runtime.block_on(greeted(&client, "chat", again(MOMENT)));
        ends.end(runtime);
        let error = block_on(chat.next()).unwrap().unwrap_err();
        assert!(error.kind() == ErrorKind::Request && error.to_string().contains("tokio runtime"), "{error}");
        assert!(block_on(chat.next()).is_none());
    });
}

#[test]
fn a_socket_that_waits_for_its_next_attempt_waits_on_elsewhere() {
    let clock = Noticing::default();
    let with = |builder: ClientBuilder| {
        clock.0.store(false, SeqCst);
        // The wait is a part of the hour, by chance: with this seed a long one.
        builder.seed(1).clock(clock.clone())
    };
    each_with(with, |server, client, runtime, ends| {
        let mut chat = runtime.block_on(async {
            let mut chat = greeted(&client, "hangs-up", again(HOUR)).await;
            // Until the loss is noticed, behind which it waits.
            while !clock.0.load(SeqCst) {
                assert!(waits(chat.next()).await);
                tokio::task::yield_now().await;
            }
            chat
        });
        ends.end(runtime);
        assert!(block_on(waits(chat.next())));
        one_thread().block_on(soon(async {
            assert!(waits(chat.next()).await);
            assert_eq!(chat.close(4000, "enough").await.unwrap().code, 4000);
            assert!(chat.next().await.is_none());
        }));
        assert_eq!(server.asked.load(SeqCst), 1);
    });
}

#[test]
fn a_handshake_that_is_cut_off_is_repeated_on_the_next_runtime() {
    each(|server, client, runtime, ends| {
        let mut chat = runtime.block_on(unanswered(server, &client));
        ends.end(runtime);
        one_thread().block_on(soon(async {
            assert_eq!(chat.next().await.unwrap().unwrap(), "welcome", "of the third connection");
        }));
        assert_eq!(server.asked.load(SeqCst), 3);
    });
}

#[test]
fn a_handshake_that_is_cut_off_is_the_end_without_a_runtime() {
    each(|server, client, runtime, ends| {
        let mut chat = runtime.block_on(unanswered(server, &client));
        ends.end(runtime);
        assert_eq!(block_on(chat.next()).unwrap().unwrap_err().kind(), ErrorKind::Request);
        assert!(block_on(chat.next()).is_none());
    });
}

/// A socket over a connection in memory, which knows no runtime, and the peer's end.
async fn in_memory(options: SocketOptions) -> (Socket<String, String, ()>, DuplexStream) {
    let (ours, theirs) = duplex(1 << 12);
    let mut ours = Some(ours);
    let socket = open_socket(TokioClock, TokioSpawner, options, move |_| {
        let next = ours.take().ok_or_else(|| TransportError::new(TransportErrorKind::Connect, "refused"));
        Box::pin(async move { next })
    });
    (socket.await.unwrap(), theirs)
}

/// Time is virtual in the second runtime.
#[test]
fn the_next_runtime_takes_over_what_is_done_while_nobody_polls() {
    for (runtime, ends) in all() {
        let (mut socket, mut peer) = runtime.block_on(in_memory(SocketOptions::new()));
        ends.end(runtime);
        let second = Builder::new_current_thread().enable_all().start_paused(true).build().unwrap();
        second.block_on(async {
            assert!(waits(socket.next()).await);
            assert_eq!(second.handle().metrics().num_alive_tasks(), 1, "the caretaker");
            let mut ping = [0; 6];
            peer.read_exact(&mut ping).await.unwrap();
            assert_eq!(ping[..2], [0x89, 0x80]);
            tokio::time::sleep(Duration::from_secs(60)).await;
            assert_eq!(socket.close_reason().unwrap().code, 1006, "the peer has not answered");
            assert_eq!(second.handle().metrics().num_alive_tasks(), 0);
        });
    }
}

#[test]
fn a_socket_keeps_its_times_without_any_runtime() {
    for (runtime, ends) in all() {
        let options = SocketOptions::new().ping(MOMENT).pong(MOMENT);
        let (mut socket, peer) = runtime.block_on(in_memory(options));
        ends.end(runtime);
        assert!(block_on(socket.next()).unwrap().unwrap_err().is_timeout());
        drop(peer);
    }
}

#[test]
fn no_task_of_a_socket_is_left_once_its_client_is_closed() {
    let opened: [fn(&Server, Client) -> BoxFuture<'_, Chat>; 2] = [
        |_, client| Box::pin(async move { greeted(&client, "chat", SocketOptions::new()).await }),
        |server, client| Box::pin(async move { unanswered(server, &client).await }),
    ];
    for (open, is_read) in opened.into_iter().flat_map(|open| [(open, false), (open, true)]) {
        let (server, tasks) = (Server::start(), Alive::on(TokioSpawner));
        let client = builder(&server).spawner(tasks.clone()).build().unwrap();
        one_thread().block_on(async {
            let (mut sender, mut receiver) = open(&server, client.clone()).await.split();
            let ends = async move {
                while receiver.next().await.is_some() {}
                sender.send("late".to_owned()).await.is_err()
            };
            assert_eq!(tasks.count(), 1);
            let is_over = if is_read {
                let ends = tokio::spawn(ends);
                tokio::task::yield_now().await;
                soon(client.inner.close()).await;
                assert_eq!(tasks.count(), 0);
                ends.await.unwrap()
            } else {
                soon(client.inner.close()).await;
                assert_eq!(tasks.count(), 0);
                soon(ends).await
            };
            assert!(is_over);
        });
    }
}
