//! What the hook of a socket that connects anew decides, and what it is given.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use clientwright_runtime::testing::VirtualClock;
use clientwright_runtime::{Clock, Verdict};

use futures_util::future::{join, select};
use tokio::io::duplex;
use tokio::sync::mpsc;

use super::{again, listening};
use crate::support::{Peer, server};

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
