//! Queues are bounded both ways: who does not keep up makes the other wait.

use std::pin::pin;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::time::Duration;

use clientwright_runtime::testing::VirtualClock;
use clientwright_runtime::{Clock, Frame, SocketOptions};
use futures_util::future::{Either, join, select};

use crate::support::{BINARY, Raw, TEXT, Texts, pair_with_room};

/// How often it is done until it waits for ten seconds, in which the caretaker has filled the queue.
async fn until_it_waits<T>(clock: &VirtualClock, mut next: impl AsyncFnMut() -> T) -> usize {
    let mut count = 0;
    while let Either::Left(_) = select(pin!(next()), clock.sleep(Duration::from_secs(10))).await {
        count += 1;
    }
    count
}

#[test]
fn a_slow_receiver_makes_the_server_wait() {
    let clock = VirtualClock::new();
    clock.run(async {
        let options = SocketOptions::new().ping(None);
        let (mut socket, mut peer): (Raw, _) = pair_with_room(&clock, options, 1024).await;
        let sent = until_it_waits(&clock, async || peer.send(BINARY, [0; 100]).await).await;
        // 64 messages, what the framing has read ahead (8 KiB), and what the connection holds.
        assert!((64..=64 + 82 + 11).contains(&sent), "{sent}");
        for _ in 0..sent {
            assert!(socket.next().await.unwrap().is_ok());
        }
    });
}

#[test]
fn the_bytes_of_waiting_messages_count_too() {
    let clock = VirtualClock::new();
    clock.run(async {
        let options = SocketOptions::new().ping(None);
        let (mut socket, mut peer): (Raw, _) = pair_with_room(&clock, options, 1024).await;
        let sent = until_it_waits(&clock, async || peer.send(BINARY, vec![0; 300_000]).await).await;
        assert_eq!(sent, 4, "1.2 MB are beyond 1 MiB");
        assert!(socket.next().await.unwrap().is_ok());
    });
}

#[test]
fn a_slow_server_makes_senders_wait() {
    let clock = VirtualClock::new();
    clock.run(async {
        let options = SocketOptions::new().ping(None);
        let (mut socket, mut peer): (Texts, _) = pair_with_room(&clock, options, 8).await;
        let queued = until_it_waits(&clock, async || socket.send("message".to_owned()).await).await;
        assert_eq!(queued, 64);
        assert_eq!(socket.unsent(), ["message"], "the one that was not waited for");
        let (flushed, got) = join(socket.flush(), async {
            let mut got = 0;
            while got < queued {
                assert_eq!(peer.frame().await.unwrap().opcode, TEXT);
                got += 1;
            }
            got
        })
        .await;
        flushed.unwrap();
        assert_eq!(got, 64);
        assert!(socket.unsent().is_empty());
    });
}

#[test]
fn one_message_has_room_whatever_its_length() {
    let clock = VirtualClock::new();
    clock.run(async {
        let options = SocketOptions::new().send_queue(1, 1).receive_queue(1, 1);
        let (mut socket, mut peer): (Raw, _) = pair_with_room(&clock, options, 1024).await;
        let client = async {
            for _ in 0..3 {
                socket.send(Frame::from(vec![1; 5_000])).await.unwrap();
            }
            for _ in 0..3 {
                assert_eq!(socket.next().await.unwrap().unwrap(), Frame::from(vec![1; 5_000]));
            }
        };
        let echo = async {
            for _ in 0..3 {
                let got = peer.frame().await.unwrap();
                peer.send(BINARY, got.payload).await;
            }
        };
        join(client, echo).await;
    });
}

#[test]
fn a_sender_that_waits_receives_meanwhile() {
    let clock = VirtualClock::new();
    clock.run(async {
        let options = SocketOptions::new().send_queue(2, 1 << 20);
        let (mut socket, mut peer): (Texts, _) = pair_with_room(&clock, options, 64).await;
        // An echo that reads no more while it writes: both would wait for ever.
        let echo = async {
            for _ in 0..40 {
                let got = peer.frame().await.unwrap();
                peer.send(TEXT, got.payload).await;
            }
        };
        let client = async {
            for _ in 0..40 {
                socket.send("to and fro, to and fro".to_owned()).await.unwrap();
            }
            for _ in 0..40 {
                socket.next().await.unwrap().unwrap();
            }
        };
        join(client, echo).await;
    });
    assert_eq!(clock.passed(), Duration::ZERO);
}

#[test]
fn what_is_sent_goes_out_without_anybody_to_poll() {
    let clock = VirtualClock::new();
    clock.run(async {
        let (mut socket, mut peer): (Texts, _) = pair_with_room(&clock, SocketOptions::new(), 16).await;
        for _ in 0..10 {
            socket.send("more than the connection holds".to_owned()).await.unwrap();
        }
        for _ in 0..10 {
            peer.message().await.unwrap();
        }
        assert_eq!(clock.passed(), Duration::ZERO);
        drop(socket);
    });
}

#[test]
fn who_only_sends_reads_no_more_than_the_queue_holds() {
    let clock = VirtualClock::new();
    clock.run(async {
        let options = SocketOptions::new().receive_queue(4, 1 << 20);
        let (socket, mut peer): (Texts, _) = pair_with_room(&clock, options, 64).await;
        let (mut sender, mut receiver) = socket.split();
        let told = AtomicUsize::new(0);
        let tells = async {
            while told.load(SeqCst) < 1_000 && peer.send(TEXT, "\"a message\"").await {
                told.fetch_add(1, SeqCst);
            }
            peer
        };
        let sends = async {
            for _ in 0..30 {
                sender.send(String::new()).await.unwrap();
                clock.sleep(Duration::from_millis(1)).await;
            }
            // Those in the queue, those between the two, and one that is being read.
            assert!((4..20).contains(&told.load(SeqCst)), "{told:?}");
            while told.load(SeqCst) < 1_000 {
                receiver.next().await.unwrap().unwrap();
            }
        };
        drop(join(tells, sends).await);
    });
}
