//! Sockets that connect anew: when, and how long they wait.

mod hook;
mod lasting;

use std::time::Duration;

use clientwright_runtime::testing::VirtualClock;
use clientwright_runtime::{Clock, ClosedBy, ErrorKind, ReconnectPolicy, SocketOptions};

use futures_util::future::{join, select};
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
