//! Sockets that connect anew: when, how long they wait, and what becomes of their messages.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use clientwright_runtime::testing::VirtualClock;
use clientwright_runtime::{Clock, ClosedBy, ErrorKind, ReconnectPolicy, SocketOptions, Spawner, Verdict};

use futures_util::future::{Either, join, select};
use tokio::io::{DuplexStream, duplex};
use tokio::sync::mpsc;

use crate::support::{CLOSE, Peer, TEXT, Texts, server};

fn again() -> SocketOptions {
    SocketOptions::new().reconnect(ReconnectPolicy::new())
}

/// A socket, and the peers of its connections as they come.
async fn listening(clock: &VirtualClock, options: SocketOptions) -> (Texts, mpsc::UnboundedReceiver<Peer>) {
    let (sender, peers) = mpsc::unbounded_channel();
    let (socket, _) = server(clock, options, move |_| {
        let (ours, theirs) = duplex(1 << 16);
        sender.send(Peer::new(theirs)).ok().map(|()| ours)
    })
    .await;
    (socket, peers)
}

#[test]
fn without_a_policy_nothing_connects_anew() {
    let clock = VirtualClock::new();
    clock.run(async {
        let (mut socket, mut peers) = listening(&clock, SocketOptions::new()).await;
        peers.recv().await.unwrap().close(1012, "").await;
        assert!(socket.next().await.unwrap().is_err());
        assert!(socket.next().await.is_none());
    });
}

#[test]
fn a_broken_connection_is_replaced_and_the_receiver_sees_messages_only() {
    let clock = VirtualClock::new();
    clock.run(async {
        let (mut socket, mut peers) = listening(&clock, again()).await;
        let script = async {
            for (number, ends) in ["drop", "1001", "1011", "1012", "1013", "1014", "none"].into_iter().enumerate() {
                let mut peer = peers.recv().await.unwrap();
                peer.send(TEXT, format!("\"{number}\"")).await;
                match ends {
                    "drop" => {}
                    "none" => assert!(peer.send(CLOSE, "").await),
                    code => assert!(peer.close(code.parse().unwrap(), "").await),
                }
            }
            let mut last = peers.recv().await.unwrap();
            last.send(TEXT, "\"last\"").await;
            last.close(1000, "").await;
        };
        let receives = async {
            let mut received = Vec::new();
            while let Some(message) = socket.next().await {
                received.push(message.unwrap());
            }
            received
        };
        let (received, ()) = join(receives, script).await;
        assert_eq!(received, ["0", "1", "2", "3", "4", "5", "6", "last"]);
        assert_eq!(socket.close_reason().unwrap().code, 1000);
    });
    assert!(clock.passed() <= Duration::from_millis(7 * 500), "a message that came makes the wait short again");
}

#[test]
fn what_will_not_pass_ends_the_socket() {
    for code in [1002, 1003, 1007, 1008, 1009, 1010, 3000, 4000] {
        let clock = VirtualClock::new();
        clock.run(async {
            let (mut socket, mut peers) = listening(&clock, again()).await;
            peers.recv().await.unwrap().close(code, "").await;
            assert_eq!(socket.next().await.unwrap().unwrap_err().kind(), ErrorKind::Socket, "{code}");
            assert_eq!(socket.close_reason().unwrap().code, code);
        });
    }
}

#[test]
fn codes_of_the_application_by_its_own_judgement() {
    let clock = VirtualClock::new();
    clock.run(async {
        let policy = ReconnectPolicy::new().codes(|code| code == 4001);
        let (mut socket, mut peers) = listening(&clock, SocketOptions::new().reconnect(policy)).await;
        let script = async {
            peers.recv().await.unwrap().close(4001, "").await;
            peers.recv().await.unwrap().close(4002, "").await;
        };
        assert!(join(socket.next(), script).await.0.unwrap().is_err());
        assert_eq!(socket.close_reason().unwrap().code, 4002);
    });
}

#[test]
fn what_the_client_has_closed_stays_closed() {
    let clock = VirtualClock::new();
    clock.run(async {
        let (mut socket, mut peers) = listening(&clock, again()).await;
        let mut peer = peers.recv().await.unwrap();
        let script = async {
            peer.frame().await;
            peer.close(1012, "").await;
        };
        join(socket.close(1000, ""), script).await.0.unwrap();
        assert!(socket.next().await.is_none());
        clock.sleep(Duration::from_secs(60)).await;
        drop(socket);
        assert!(peers.recv().await.is_none(), "there was one connection");
    });
}

#[test]
fn a_socket_that_waits_for_another_connection_closes_at_once() {
    let clock = VirtualClock::new();
    clock.run(async {
        let (mut socket, mut peers) = listening(&clock, again()).await;
        drop(peers.recv().await);
        // The end of the connection has to be noticed first.
        select(Box::pin(socket.next()), std::future::ready(())).await;
        socket.send("queued".to_owned()).await.unwrap();
        let ended = socket.close(4000, "enough").await.unwrap();
        assert_eq!((ended.code, ended.reason.as_str(), ended.by), (4000, "enough", ClosedBy::Client));
        assert!(socket.next().await.is_none());
        assert_eq!(socket.unsent(), ["queued"]);
        drop(socket);
        assert!(peers.recv().await.is_none(), "there was one connection");
    });
    assert_eq!(clock.passed(), Duration::ZERO);
}

#[test]
fn waits_grow_while_nothing_comes_and_attempts_may_be_counted() {
    let clock = VirtualClock::new();
    clock.run(async {
        let policy = ReconnectPolicy::new().attempts(50);
        let (mut socket, openings) = {
            let mut first = Some(duplex(64));
            server::<String, String>(&clock, SocketOptions::new().reconnect(policy), move |_| {
                first.take().map(|(ours, _theirs)| ours)
            })
            .await
        };
        let error = socket.next().await.unwrap().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Connect, "the last thing that went wrong");
        assert_eq!(openings.lock().unwrap().len(), 51);
        let ended = socket.close_reason().unwrap();
        assert_eq!((ended.code, ended.by), (1006, ClosedBy::Nobody));
    });
    let waited = clock.passed().as_secs();
    // Half of 31.5 s for the first six, of 30 s for the others: 675 s, more or less.
    assert!((450..900).contains(&waited), "{waited}");
}

#[test]
fn a_handshake_that_will_not_pass_ends_the_socket() {
    let clock = VirtualClock::new();
    clock.run(async {
        let (sender, mut peers) = mpsc::unbounded_channel::<DuplexStream>();
        let mut socket: Texts =
            clientwright_runtime::testing::open_socket(clock.clone(), clock.clone(), again(), move |opening| {
                let (ours, theirs) = duplex(64);
                let sender = sender.clone();
                Box::pin(async move {
                    match opening.number {
                        0 => Ok(sender.send(theirs).map(|()| ours).unwrap()),
                        _ => Err(clientwright_runtime::TransportError::new(
                            clientwright_runtime::TransportErrorKind::Tls,
                            "another certificate",
                        )),
                    }
                })
            })
            .await
            .unwrap();
        drop(peers.recv().await);
        assert_eq!(socket.next().await.unwrap().unwrap_err().kind(), ErrorKind::Tls);
        assert!(socket.next().await.is_none());
    });
}

#[test]
fn the_hook_subscribes_first_and_changes_the_handshake() {
    let clock = VirtualClock::new();
    clock.run(async {
        let (sender, mut peers) = mpsc::unbounded_channel();
        let (mut socket, openings) = server::<String, String>(&clock, again(), move |_| {
            let (ours, theirs) = duplex(1 << 16);
            sender.send(Peer::new(theirs)).ok().map(|()| ours)
        })
        .await;
        let seen = Arc::new(Mutex::new(Vec::new()));
        let notes = Arc::clone(&seen);
        socket.on_reconnect(move |reconnect| {
            notes.lock().unwrap().push((reconnect.attempt(), reconnect.last().code));
            reconnect.send(&"subscribe".to_owned()).unwrap();
            reconnect.header("x-resume", "7");
            reconnect.query("since", "9");
            Verdict::Continue
        });
        drop(peers.recv().await);
        let script = async {
            clock.sleep(Duration::from_millis(1)).await;
            let mut peer = peers.recv().await.unwrap();
            let first = [peer.frame().await.unwrap().payload, peer.frame().await.unwrap().payload];
            peer.close(1000, "").await;
            first
        };
        let (sender, mut receiver) = socket.split();
        let client = async {
            let mut sender = sender;
            // Queued while there is no connection, which has to be noticed first.
            select(Box::pin(receiver.next()), clock.sleep(Duration::from_micros(1))).await;
            sender.send("queued".to_owned()).await.unwrap();
            assert!(receiver.next().await.is_none());
        };
        let (first, ()) = join(script, client).await;
        assert_eq!(first, [b"\"subscribe\"".to_vec(), b"\"queued\"".to_vec()]);
        assert_eq!(*seen.lock().unwrap(), [(1, 1006)]);
        let opening = openings.lock().unwrap()[1].clone();
        assert_eq!(opening.headers, [("x-resume".to_owned(), "7".to_owned())]);
        assert_eq!(opening.query, [("since".to_owned(), "9".to_owned())]);
    });
}

#[test]
fn the_hook_aborts() {
    let clock = VirtualClock::new();
    clock.run(async {
        let (mut socket, mut peers) = listening(&clock, again()).await;
        socket.on_reconnect(|_| Verdict::Abort);
        peers.recv().await.unwrap().close(1013, "full").await;
        let error = socket.next().await.unwrap().unwrap_err();
        assert_eq!(error.to_string(), "closed by the server: 1013 full");
        drop(socket);
        assert!(peers.recv().await.is_none());
    });
}

#[test]
fn a_hook_that_panics_ends_the_socket() {
    let clock = VirtualClock::new();
    let socket = clock.run(async {
        let (mut socket, mut peers) = listening(&clock, again()).await;
        socket.on_reconnect(|_| panic!("in the hook"));
        drop(peers.recv().await);
        socket
    });
    let mut socket = socket;
    let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| clock.run(socket.next()).is_some()));
    assert!(panicked.is_err());
    assert_eq!(socket.close_reason().unwrap().code, 1006);
}

#[test]
fn what_may_have_been_sent_is_handed_to_the_hook_and_not_sent_twice() {
    let clock = VirtualClock::new();
    clock.run(async {
        let (sender, mut peers) = mpsc::unbounded_channel();
        let (mut socket, _) = server::<String, String>(&clock, again(), move |_| {
            let (ours, theirs) = duplex(8);
            sender.send(Peer::new(theirs)).ok().map(|()| ours)
        })
        .await;
        let doubtful = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&doubtful);
        socket.on_reconnect(move |reconnect| {
            kept.lock().unwrap().append(&mut reconnect.take_unsent());
            Verdict::Continue
        });
        let first = peers.recv().await.unwrap();
        // Long enough that the framing takes some of them, and not all.
        let messages: Vec<String> = (0..20).map(|number| format!("{number}{}", "x".repeat(1_000))).collect();
        for message in &messages {
            socket.send(message.clone()).await.unwrap();
        }
        drop(first);
        let script = async {
            let mut peer = peers.recv().await.unwrap();
            let mut got = Vec::new();
            while got.len() + doubtful.lock().unwrap().len() < messages.len() {
                got.push(serde_json::from_slice::<String>(&peer.frame().await.unwrap().payload).unwrap());
            }
            peer.close(1000, "").await;
            got
        };
        let (end, got) = join(socket.next(), script).await;
        assert!(end.is_none());
        let doubtful = doubtful.lock().unwrap().clone();
        assert!(!doubtful.is_empty() && !got.is_empty());
        assert_eq!([doubtful, got].concat(), messages, "each of them once, in order");
        assert!(socket.unsent().is_empty());
    });
}

#[test]
fn ten_thousand_reconnects_lose_no_message() {
    const ROUNDS: usize = 10_000;
    let clock = VirtualClock::new();
    clock.run(async {
        let (sender, mut peers) = mpsc::unbounded_channel();
        let (socket, openings) = server::<String, String>(&clock, again(), move |opening| {
            // Every third attempt meets nobody.
            let (ours, theirs) = duplex(1 << 12);
            (opening.number % 3 != 2).then(|| sender.send(Peer::new(theirs)).map(|()| ours).unwrap())
        })
        .await;
        let (mut sender, mut receiver) = socket.split();
        let script = async {
            for round in 0..ROUNDS {
                let mut peer = peers.recv().await.unwrap();
                assert_eq!(peer.message().await.unwrap().payload, format!("\"{round}\"").into_bytes());
                peer.send(TEXT, format!("\"{round}\"")).await;
                if round % 2 == 0 {
                    peer.close(1012, "").await;
                }
            }
            let mut peer = peers.recv().await.unwrap();
            peer.close(1000, "").await;
        };
        let client = async {
            for round in 0..ROUNDS {
                sender.send(round.to_string()).await.unwrap();
                assert_eq!(receiver.next().await.unwrap().unwrap(), round.to_string());
                // Until the end of this connection has been seen: what is sent before is in doubt.
                let next = select(Box::pin(receiver.next()), clock.sleep(Duration::from_secs(5)));
                assert!(round + 1 == ROUNDS || matches!(next.await, Either::Right(_)));
            }
            assert!(receiver.next().await.is_none());
        };
        join(script, client).await;
        assert_eq!(sender.unsent(), Vec::<String>::new());
        assert!(openings.lock().unwrap().len() > ROUNDS * 4 / 3);
    });
}

#[test]
fn a_socket_without_anybody_to_poll_connects_anew() {
    let clock = VirtualClock::new();
    clock.run(async {
        let (socket, mut peers) = listening(&clock, again()).await;
        drop(peers.recv().await);
        let mut peer = peers.recv().await.unwrap();
        assert!(clock.passed() <= Duration::from_secs(6 + 1), "{:?}", clock.passed());
        drop(socket);
        assert_eq!(peer.message().await.unwrap().close_code(), Some(1001));
    });
}

#[test]
fn the_task_ends_with_the_socket() {
    /// Counts the tasks that have not ended.
    #[derive(Clone, Debug)]
    struct Counting(VirtualClock, Arc<()>);
    impl Spawner for Counting {
        fn spawn(
            &self,
            task: clientwright_runtime::BoxFuture<'static, ()>,
        ) -> Option<clientwright_runtime::BoxFuture<'static, ()>> {
            let held = Arc::clone(&self.1);
            self.0.spawn(Box::pin(async move {
                task.await;
                drop(held);
            }))
        }
    }
    for ends in 0..4 {
        let clock = VirtualClock::new();
        let tasks = Arc::new(());
        let spawner = Counting(clock.clone(), Arc::clone(&tasks));
        clock.run(async {
            let (ours, theirs) = duplex(1 << 12);
            let mut ours = Some(ours);
            let mut socket: Texts =
                clientwright_runtime::testing::open_socket(clock.clone(), spawner.clone(), again(), move |_| {
                    let ours = ours.take().ok_or_else(crate::support::refused);
                    Box::pin(async move { ours })
                })
                .await
                .unwrap();
            let mut peer = Peer::new(theirs);
            assert_eq!(Arc::strong_count(&tasks), 4, "the test, the spawner here and in the socket, the task");
            match ends {
                0 => {}
                1 => drop(join(socket.close(1000, ""), peer.agree()).await),
                2 => drop(peer),
                _ => {
                    peer.close(1000, "").await;
                    assert!(socket.next().await.is_none());
                }
            }
            clock.sleep(Duration::from_millis(1)).await;
            drop(socket);
            clock.sleep(Duration::from_millis(1)).await;
            assert_eq!(Arc::strong_count(&tasks), 2, "{ends}");
        });
    }
}
