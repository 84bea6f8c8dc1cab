//! Who is silent is asked, and left where there is no answer. Pings are answered also while the user is busy.

use std::time::Duration;

use clientwright_runtime::testing::VirtualClock;
use clientwright_runtime::testing::open_socket;
use clientwright_runtime::{Clock, ClosedBy, ErrorKind, NoSpawner, Phase, Socket, SocketOptions};
use futures_util::future::{join, select};
use tokio::io::duplex;

use crate::support::{CLOSE, PING, PONG, Peer, TEXT, Texts, frame, pair};

#[test]
fn a_server_that_answers_is_pinged_on_with_jitter() {
    let clock = VirtualClock::new();
    clock.run(async {
        let (mut socket, mut peer): (Texts, _) = pair(&clock, SocketOptions::new()).await;
        let script = async {
            let mut at = Vec::new();
            for _ in 0..20 {
                let got = peer.frame().await.unwrap();
                assert_eq!(got.opcode, PING);
                at.push(clock.passed());
                peer.send(PONG, got.payload).await;
            }
            peer.close(1000, "").await;
            at
        };
        let (end, at) = join(socket.next(), script).await;
        assert!(end.is_none());
        let gaps: Vec<Duration> = at.windows(2).map(|pair| pair[1] - pair[0]).collect();
        assert!(gaps.iter().all(|gap| (18.0..=22.0).contains(&gap.as_secs_f64())), "{gaps:?}");
        assert!(gaps.windows(2).any(|pair| pair[0] != pair[1]));
    });
}

#[test]
fn a_silent_server_is_left_when_the_pong_is_overdue() {
    let clock = VirtualClock::new();
    clock.run(async {
        let (mut socket, mut peer): (Texts, _) = pair(&clock, SocketOptions::new()).await;
        let (last, ()) = join(socket.next(), async { while peer.frame().await.is_some() {} }).await;
        let error = last.unwrap().unwrap_err();
        assert_eq!((error.kind(), error.limit()), (ErrorKind::Timeout(Phase::Read), Some(Duration::from_secs(20))));
        assert!(socket.next().await.is_none());
        let ended = socket.close_reason().unwrap();
        assert_eq!((ended.code, ended.by), (1006, ClosedBy::Nobody));
    });
    assert!((38.0..=42.1).contains(&clock.passed().as_secs_f64()), "{:?}", clock.passed());
}

#[test]
fn a_connection_that_takes_nothing_is_left_too() {
    let clock = VirtualClock::new();
    clock.run(async {
        let (mut socket, _peer): (Texts, _) = crate::support::pair_with_room(&clock, SocketOptions::new(), 16).await;
        let mut sent = 0;
        while socket.send("x".repeat(30)).await.is_ok() {
            sent += 1;
        }
        assert_eq!(socket.unsent().len(), sent + 1, "what was queued, and what waited");
        assert_eq!(socket.close_reason().unwrap().code, 1006);
    });
    assert!(clock.passed() < Duration::from_secs(43), "{:?}", clock.passed());
}

#[test]
fn any_bytes_are_life() {
    let clock = VirtualClock::new();
    clock.run(async {
        let (mut socket, mut peer): (Texts, _) = pair(&clock, SocketOptions::new()).await;
        // One message, so slow that several pings fall into it, and no pong.
        let slow = frame(true, TEXT, format!("\"{}\"", "x".repeat(30)).as_bytes());
        let (message, ()) = join(socket.next(), async {
            for byte in slow {
                peer.write(&[byte]).await;
                clock.sleep(Duration::from_secs(10)).await;
            }
        })
        .await;
        assert_eq!(message.unwrap().unwrap().len(), 30);
    });
    assert!(clock.passed() >= Duration::from_secs(300));
}

#[test]
fn pings_are_answered_while_the_user_does_something_else() {
    let clock = VirtualClock::new();
    clock.run(async {
        let (mut socket, mut peer): (Texts, _) = pair(&clock, SocketOptions::new()).await;
        clock.sleep(Duration::from_secs(10)).await;
        for number in 0..10_u8 {
            let asked = clock.passed();
            peer.send(PING, [number]).await;
            peer.send(TEXT, format!("\"{number}\"")).await;
            let answer = peer.message().await.unwrap();
            assert_eq!((answer.opcode, answer.payload), (PONG, vec![number]));
            assert!(clock.passed() - asked <= Duration::from_secs(3));
            clock.sleep(Duration::from_secs(1)).await;
        }
        for number in 0..10 {
            assert_eq!(socket.next().await.unwrap().unwrap(), number.to_string(), "what came meanwhile has waited");
        }
    });
}

#[test]
fn the_server_is_pinged_while_the_user_does_something_else() {
    let clock = VirtualClock::new();
    clock.run(async {
        let (socket, mut peer): (Texts, _) = pair(&clock, SocketOptions::new()).await;
        let script = async {
            for _ in 0..5 {
                let got = peer.frame().await.unwrap();
                assert_eq!(got.opcode, PING);
                peer.send(PONG, got.payload).await;
            }
        };
        join(clock.sleep(Duration::from_secs(120)), script).await;
        assert_eq!(socket.close_reason(), None);
        assert!(peer.frame().await.is_some());
        clock.sleep(Duration::from_secs(43)).await;
        assert_eq!(socket.close_reason().unwrap().code, 1006, "and left, without anybody to ask");
    });
}

#[test]
fn a_slow_receiver_is_no_silent_server() {
    let clock = VirtualClock::new();
    clock.run(async {
        let options = SocketOptions::new().receive_queue(4, 1 << 20);
        let (mut socket, mut peer): (Texts, _) = pair(&clock, options).await;
        let script = async {
            for number in 0..100 {
                peer.send(TEXT, format!("\"{number}\"")).await;
            }
            // Answers pings that it gets, and ends.
            loop {
                match peer.frame().await.unwrap() {
                    got if got.opcode == PING => peer.send(PONG, got.payload).await,
                    got => break assert_eq!(got.opcode, CLOSE),
                };
            }
            peer.close(1000, "").await;
        };
        let slow = async {
            for number in 0..100 {
                assert_eq!(socket.next().await.unwrap().unwrap(), number.to_string());
                clock.sleep(Duration::from_secs(60)).await;
            }
            socket.close(1000, "").await.unwrap()
        };
        let (ended, ()) = join(slow, script).await;
        assert_eq!(ended.code, 1000);
    });
}

#[test]
fn no_pings_means_no_pings() {
    let clock = VirtualClock::new();
    clock.run(async {
        let (mut socket, mut peer): (Texts, _) = pair(&clock, SocketOptions::new().ping(None)).await;
        let day = clock.sleep(Duration::from_secs(24 * 60 * 60));
        let (silence, frame) = (Box::pin(socket.next()), Box::pin(peer.frame()));
        assert!(matches!(select(day, select(silence, frame)).await, futures_util::future::Either::Left(_)));
    });
}

#[test]
fn a_flood_of_pings_without_reading_is_not_hoarded() {
    let clock = VirtualClock::new();
    clock.run(async {
        let (mut socket, mut peer): (Texts, _) =
            crate::support::pair_with_room(&clock, SocketOptions::new(), 1024).await;
        let flood = async {
            let mut sent = 0;
            while peer.send(PING, [0; 100]).await {
                sent += 1;
            }
            sent
        };
        // The peer never reads: after what both directions and the limit hold, it has to wait, and is left in the end.
        let (last, sent) = join(socket.next(), flood).await;
        assert!(last.unwrap().is_err());
        assert!(sent < 120, "{sent}");
    });
}

#[test]
fn where_nothing_runs_tasks_the_caretaker_works_when_the_user_polls() {
    let clock = VirtualClock::new();
    clock.run(async {
        let (ours, theirs) = duplex(1 << 16);
        let (mut ours, mut peer) = (Some(ours), Peer::new(theirs));
        let socket = open_socket(clock.clone(), NoSpawner, SocketOptions::new(), move |_| {
            let ours = ours.take().ok_or_else(crate::support::refused);
            Box::pin(async move { ours })
        });
        let mut socket: Socket<String, String, ()> = socket.await.unwrap();
        let (last, pings) = join(socket.next(), async {
            let mut pings = 0;
            while let Some(got) = peer.frame().await {
                pings += 1;
                if pings < 5 {
                    peer.send(PONG, got.payload).await;
                }
            }
            pings
        })
        .await;
        assert_eq!(last.unwrap().unwrap_err().kind(), ErrorKind::Timeout(Phase::Read));
        assert!(pings == 5 || pings == 6, "{pings}");
    });
}
