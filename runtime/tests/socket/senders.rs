//! Several senders of one socket: who waits for room, in which order, and what they share.

use std::task::Poll;
use std::time::Duration;

use clientwright_runtime::testing::{VirtualClock, open_socket};
use clientwright_runtime::{Clock, Frame, SocketOptions, SocketSender, TokioClock, TokioSpawner};
use futures_util::future::{join, join_all, join3, poll_fn, select};
use futures_util::{FutureExt, SinkExt, StreamExt};
use tokio::io::duplex;
use tokio_websockets::ServerBuilder;

use crate::support::{CLOSE, Peer, Raw, Texts, pair, pair_with_room};

/// What comes until the client closes or hangs up.
async fn all(peer: &mut Peer) -> Vec<String> {
    let mut got = Vec::new();
    while let Some(frame) = peer.message().await.filter(|frame| frame.opcode != CLOSE) {
        got.push(serde_json::from_slice(&frame.payload).unwrap());
    }
    got
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn tasks_send_into_one_room_and_nothing_is_lost() {
    const SENDERS: usize = 8;
    const MESSAGES: usize = 2_000;
    let (ours, theirs) = duplex(256);
    let mut ours = Some(ours);
    let options = SocketOptions::new().send_queue(4, 1 << 20);
    let socket: Raw = open_socket(TokioClock, TokioSpawner, options, move |_| {
        let next = ours.take().ok_or_else(crate::support::refused);
        Box::pin(async move { next })
    })
    .await
    .unwrap();
    let (sender, receiver) = socket.split();
    drop(receiver);
    let sends = (0..SENDERS).map(|name| {
        let mut sender = sender.clone();
        tokio::spawn(async move {
            for number in 0..MESSAGES {
                let frame = Frame::Text(format!("{name} {number}"));
                // By each of the two ways.
                if number % 3 == 0 { sender.feed(frame).await.unwrap() } else { sender.send(frame).await.unwrap() }
            }
            sender.flush().await.unwrap();
        })
    });
    let sends = join_all(sends.collect::<Vec<_>>());
    let serves = tokio::spawn(async move {
        let mut server = ServerBuilder::new().serve(theirs);
        let mut next = [0; SENDERS];
        while next.iter().sum::<usize>() < SENDERS * MESSAGES {
            let message = server.next().await.unwrap().unwrap();
            let Some((name, number)) = message.as_text().and_then(|text| text.split_once(' ')) else { continue };
            let name: usize = name.parse().unwrap();
            assert_eq!(number, next[name].to_string(), "the messages of one sender keep their order");
            next[name] += 1;
        }
    });
    for sent in sends.await {
        sent.unwrap();
    }
    serves.await.unwrap();
    drop(sender);
}

/// A socket whose queue of one message is full.
async fn full(clock: &VirtualClock) -> (SocketSender<String, ()>, Peer) {
    let (socket, peer): (Texts, _) = pair_with_room(clock, SocketOptions::new().send_queue(1, 1), 4).await;
    let (mut sender, receiver) = socket.split();
    drop(receiver);
    sender.send("first".to_owned()).await.unwrap();
    (sender, peer)
}

#[test]
fn who_waits_for_room_gets_it_in_the_order_in_which_they_came() {
    let clock = VirtualClock::new();
    clock.run(async {
        let (sender, mut peer) = full(&clock).await;
        let waiting = (0..10).map(|number| {
            let mut sender = sender.clone();
            async move {
                sender.send(number.to_string()).await.unwrap();
                // Again at once: behind all who wait.
                sender.send(format!("{number}, again")).await.unwrap();
                sender.flush().await.unwrap();
            }
        });
        let waiting = join_all(waiting.collect::<Vec<_>>());
        drop(sender);
        let ((), got) = join(waiting.map(drop), all(&mut peer)).await;
        let firsts = (0..10).map(|number| number.to_string());
        let seconds = (0..10).map(|number| format!("{number}, again"));
        assert_eq!(got, ["first".to_owned()].into_iter().chain(firsts).chain(seconds).collect::<Vec<_>>());
    });
}

#[test]
fn a_send_that_is_dropped_lets_the_next_one_have_its_turn() {
    let clock = VirtualClock::new();
    clock.run(async {
        let (mut sender, mut peer) = full(&clock).await;
        let (mut second, mut third) = (sender.clone(), sender.clone());
        let mut waits = Box::pin(second.send("dropped".to_owned()));
        assert!((&mut waits).now_or_never().is_none());
        let sends = async {
            third.send("third".to_owned()).await.unwrap();
            third.close(1000, "").await
        };
        let drops = async {
            clock.sleep(Duration::from_millis(1)).await;
            drop(waits);
        };
        let (_, (), got) = join3(sends, drops, all(&mut peer)).await;
        assert_eq!(got, ["first", "third"]);
        assert_eq!(sender.unsent(), ["dropped"], "they are those of all");
    });
}

#[test]
fn a_sender_that_waited_before_it_was_cloned_is_woken() {
    let clock = VirtualClock::new();
    clock.run(async {
        let (mut sender, mut peer) = full(&clock).await;
        let mut has_room = Box::pin(async {
            poll_fn(|cx| sender.poll_ready_unpin(cx)).await.unwrap();
            sender
        });
        assert!((&mut has_room).now_or_never().is_none());
        let (has_room, frame) = join(has_room, peer.message()).await;
        let mut sender = has_room;
        assert_eq!(frame.unwrap().payload, b"\"first\"");
        sender.start_send_unpin("second".to_owned()).unwrap();
        assert!(poll_fn(|cx| Poll::Ready(sender.poll_ready_unpin(cx))).await.is_pending());
        let mut other = sender.clone();
        let waits = async {
            poll_fn(|cx| sender.poll_ready_unpin(cx)).await.unwrap();
            other.send("third".to_owned()).await.unwrap();
            other.flush().await.unwrap();
            drop((sender, other));
        };
        let ((), got) = join(waits, all(&mut peer)).await;
        assert_eq!(got, ["second", "third"]);
    });
}

#[test]
fn one_closes_for_all() {
    let clock = VirtualClock::new();
    clock.run(async {
        let (sender, mut peer) = full(&clock).await;
        let (mut waits, mut closes, mut late) = (sender.clone(), sender.clone(), sender.clone());
        let refused = async { waits.send("waiting".to_owned()).await.unwrap_err().to_string() };
        let both = join(refused, async { closes.close(4000, "").await.unwrap().code });
        let ((refused, code), got) = join(both, async {
            let got = all(&mut peer).await;
            peer.close(4000, "").await;
            got
        })
        .await;
        assert_eq!((code, got), (4000, vec!["first".to_owned()]));
        assert!(refused.starts_with("the socket is closed"), "{refused}");
        assert!(late.send("late".to_owned()).await.is_err());
        assert_eq!(late.unsent(), ["waiting", "late"]);
        assert_eq!(sender.close_reason().unwrap().code, 4000);
    });
}

#[test]
fn the_connection_lasts_as_long_as_any_of_them() {
    let clock = VirtualClock::new();
    clock.run(async {
        let (socket, mut peer): (Texts, _) = pair(&clock, SocketOptions::new()).await;
        let (sender, receiver) = socket.split();
        let mut last = sender.clone().clone();
        drop((sender, receiver));
        last.send("still there".to_owned()).await.unwrap();
        assert_eq!(peer.message().await.unwrap().payload, b"\"still there\"");
        select(Box::pin(peer.message()), clock.sleep(Duration::from_secs(1))).await;
        drop(last);
        assert_eq!(peer.message().await.unwrap().close_code(), Some(1001));
        assert_eq!(peer.message().await, None);
    });
}
