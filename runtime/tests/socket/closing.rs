//! Both sides close, at once or one after the other, with codes and reasons.

use std::time::Duration;

use clientwright_runtime::testing::VirtualClock;
use clientwright_runtime::{Clock, ClosedBy, ErrorKind, Frame, SocketOptions};
use futures_util::SinkExt;
use futures_util::future::{join, select};

use crate::support::{CLOSE, Raw, TEXT, Texts, pair, pair_with_room};

#[test]
fn the_client_closes_and_both_agree() {
    let clock = VirtualClock::new();
    clock.run(async {
        let (mut socket, mut peer): (Texts, _) = pair(&clock, SocketOptions::new()).await;
        let script = async {
            let got = peer.frame().await.unwrap();
            peer.close(1000, "bye").await;
            (got.close_code(), got.payload[2..].to_vec(), peer.frame().await)
        };
        let (ended, (code, reason, after)) = join(socket.close(4001, "enough"), script).await;
        let ended = ended.unwrap();
        assert_eq!((ended.code, ended.reason.as_str(), ended.by), (1000, "bye", ClosedBy::Client));
        assert_eq!((code, reason.as_slice(), after), (Some(4001), b"enough".as_slice(), None));
        assert!(socket.next().await.is_none(), "an end of one's own is no error");
        assert_eq!(socket.close_reason(), Some(ended));
    });
    assert_eq!(clock.passed(), Duration::ZERO);
}

#[test]
fn the_server_closes_and_is_answered() {
    let clock = VirtualClock::new();
    clock.run(async {
        let (mut socket, mut peer): (Texts, _) = pair(&clock, SocketOptions::new()).await;
        peer.send(TEXT, "\"last\"").await;
        peer.close(1001, "maintenance").await;
        assert_eq!(socket.next().await.unwrap().unwrap(), "last");
        assert!(socket.next().await.is_none());
        let ended = socket.close_reason().unwrap();
        assert_eq!((ended.code, ended.reason.as_str(), ended.by), (1001, "maintenance", ClosedBy::Server));
        assert_eq!(peer.frame().await.unwrap().close_code(), Some(1001));
        assert_eq!(peer.frame().await, None);
    });
}

#[test]
fn a_close_frame_without_a_code_is_1005() {
    let clock = VirtualClock::new();
    clock.run(async {
        let (mut socket, mut peer): (Texts, _) = pair(&clock, SocketOptions::new()).await;
        peer.send(CLOSE, "").await;
        assert!(socket.next().await.is_none());
        assert_eq!(socket.close_reason().unwrap().code, 1005);
        assert_eq!(peer.frame().await.unwrap().payload, b"");
    });
}

#[test]
fn a_code_that_tells_of_a_fault_is_the_last_item() {
    for (code, is_error) in [(1000, false), (1001, false), (1008, true), (1011, true), (4000, true)] {
        let clock = VirtualClock::new();
        clock.run(async {
            let (mut socket, mut peer): (Texts, _) = pair(&clock, SocketOptions::new()).await;
            peer.close(code, "why").await;
            let last = socket.next().await;
            assert_eq!(last.is_some(), is_error, "{code}");
            if let Some(error) = last.map(Result::unwrap_err) {
                assert_eq!(error.kind(), ErrorKind::Socket);
                assert_eq!(error.to_string(), format!("closed by the server: {code} why"));
            }
            assert!(socket.next().await.is_none());
            assert_eq!(socket.close_reason().unwrap().code, code);
        });
    }
}

#[test]
fn codes_and_reasons_that_must_not_be_sent_are_refused_and_the_socket_goes_on() {
    let clock = VirtualClock::new();
    clock.run(async {
        let (mut socket, mut peer): (Texts, _) = pair(&clock, SocketOptions::new()).await;
        for code in [0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 65535] {
            assert_eq!(socket.close(code, "").await.unwrap_err().kind(), ErrorKind::Request, "{code}");
        }
        assert_eq!(socket.close(1000, &"x".repeat(124)).await.unwrap_err().kind(), ErrorKind::Request);
        socket.send("on".to_owned()).await.unwrap();
        assert_eq!(peer.frame().await.unwrap().payload, b"\"on\"");
    });
}

#[test]
fn a_server_that_does_not_agree_is_left_after_the_limit() {
    let clock = VirtualClock::new();
    clock.run(async {
        let (mut socket, mut peer): (Texts, _) = pair(&clock, SocketOptions::new()).await;
        let (ended, ()) = join(socket.close(1000, ""), async {
            peer.frame().await.unwrap();
            assert_eq!(peer.frame().await, None, "the client hangs up");
        })
        .await;
        let ended = ended.unwrap();
        assert_eq!((ended.code, ended.by), (1006, ClosedBy::Nobody));
        assert!(socket.next().await.is_none());
    });
    assert_eq!(clock.passed(), Duration::from_secs(5));
}

/// Whether a receiver is there does not matter, nor whether messages wait for it.
#[test]
fn who_only_sends_learns_at_once_that_the_server_has_closed() {
    for (has_receiver, messages) in [(true, 0), (true, 63), (false, 0), (false, 1_000)] {
        let clock = VirtualClock::new();
        clock.run(async {
            let (socket, mut peer): (Texts, _) = pair(&clock, SocketOptions::new()).await;
            let (mut sender, receiver) = socket.split();
            let receiver = Some(receiver).filter(|_| has_receiver);
            sender.send("first".to_owned()).await.unwrap();
            for _ in 0..messages {
                peer.send(TEXT, "\"unheard\"").await;
            }
            peer.close(4000, "enough").await;
            sender.send("second".to_owned()).await.expect("it may still be read");
            assert_eq!(sender.close_reason().unwrap().by, ClosedBy::Server);
            let error = sender.send("third".to_owned()).await.unwrap_err();
            assert_eq!(error.to_string(), "the socket is closed: 4000 enough");
            assert_eq!(sender.unsent(), ["third"]);
            assert_eq!(peer.message().await.unwrap().payload, b"\"first\"");
            assert_eq!(peer.message().await.unwrap().payload, b"\"second\"");
            assert_eq!(peer.message().await.unwrap().close_code(), Some(4000));
            let mut heard = 0;
            if let Some(mut receiver) = receiver {
                while receiver.next().await.unwrap().is_ok() {
                    heard += 1;
                }
                assert_eq!(heard, messages);
            }
        });
        assert_eq!(clock.passed(), Duration::ZERO);
    }
}

#[test]
fn who_only_sends_learns_at_once_that_the_connection_is_lost() {
    let clock = VirtualClock::new();
    clock.run(async {
        let (socket, peer): (Texts, _) = pair(&clock, SocketOptions::new()).await;
        let (mut sender, _receiver) = socket.split();
        sender.send("first".to_owned()).await.unwrap();
        drop(peer);
        let error = sender.feed("second".to_owned()).await.unwrap_err();
        assert_eq!((error.kind(), sender.close_reason().unwrap().code), (ErrorKind::Socket, 1006));
    });
    assert_eq!(clock.passed(), Duration::ZERO);
}

#[test]
fn what_is_queued_is_sent_before_the_end() {
    let clock = VirtualClock::new();
    clock.run(async {
        let (mut socket, mut peer): (Texts, _) = pair_with_room(&clock, SocketOptions::new(), 16).await;
        for _ in 0..40 {
            socket.send("message".to_owned()).await.unwrap();
        }
        let (ended, count) = join(socket.close(1000, ""), async {
            let mut count = 0;
            loop {
                let got = peer.frame().await.unwrap();
                if got.opcode == CLOSE {
                    peer.send(CLOSE, got.payload).await;
                    return count;
                }
                count += 1;
            }
        })
        .await;
        assert_eq!((ended.unwrap().code, count), (1000, 40));
        assert!(socket.unsent().is_empty());
    });
}

#[test]
fn what_could_not_be_sent_before_the_limit_is_handed_back() {
    let clock = VirtualClock::new();
    clock.run(async {
        let (mut socket, _peer): (Texts, _) = pair_with_room(&clock, SocketOptions::new(), 8).await;
        let messages: Vec<String> = (0..40).map(|number| number.to_string()).collect();
        for message in &messages {
            socket.send(message.clone()).await.unwrap();
        }
        assert_eq!(socket.close(1000, "").await.unwrap().code, 1006);
        assert_eq!(socket.unsent(), messages);
        assert!(socket.unsent().is_empty(), "once");
    });
    assert_eq!(clock.passed(), Duration::from_secs(5));
}

#[test]
fn both_close_at_once() {
    let clock = VirtualClock::new();
    clock.run(async {
        let (mut socket, mut peer): (Texts, _) = pair(&clock, SocketOptions::new()).await;
        peer.close(4100, "mine").await;
        let ended = socket.close(4200, "ours").await.unwrap();
        assert_eq!((ended.code, ended.reason.as_str(), ended.by), (4100, "mine", ClosedBy::Client));
        assert_eq!(peer.frame().await.unwrap().close_code(), Some(4200));
        assert_eq!(peer.frame().await, None, "one close frame is enough");
    });
    assert_eq!(clock.passed(), Duration::ZERO);
}

#[test]
fn what_comes_before_the_agreement_is_received() {
    let clock = VirtualClock::new();
    clock.run(async {
        let options = SocketOptions::new().receive_queue(3, 1 << 20);
        let (mut socket, mut peer): (Texts, _) = pair(&clock, options).await;
        let (ended, ()) = join(socket.close(1000, ""), async {
            for number in 0..10 {
                peer.send(TEXT, format!("\"{number}\"")).await;
            }
            peer.agree().await;
        })
        .await;
        assert_eq!(ended.unwrap().code, 1000);
        let mut received = Vec::new();
        while let Some(message) = socket.next().await {
            received.push(message.unwrap());
        }
        assert_eq!(received, ["0", "1", "2"], "as far as the queue has room");
    });
}

#[test]
fn a_closed_socket_takes_nothing_and_hands_it_back() {
    let clock = VirtualClock::new();
    clock.run(async {
        let (mut socket, mut peer): (Texts, _) = pair(&clock, SocketOptions::new()).await;
        join(socket.close(1000, ""), peer.agree()).await.0.unwrap();
        let error = socket.send("late".to_owned()).await.unwrap_err();
        assert_eq!(
            (error.kind(), error.to_string().as_str()),
            (ErrorKind::Socket, "the socket is closed: 1000 normal closure")
        );
        assert_eq!(socket.unsent(), ["late"]);
        assert_eq!(socket.close(1001, "again").await.unwrap().code, 1000, "closing again changes nothing");
    });
}

#[test]
fn a_close_that_is_dropped_goes_on() {
    let clock = VirtualClock::new();
    clock.run(async {
        let (mut socket, mut peer): (Texts, _) = pair(&clock, SocketOptions::new()).await;
        let close = Box::pin(socket.close(1000, ""));
        drop(select(close, std::future::ready(())).await);
        peer.agree().await;
        clock.sleep(Duration::from_secs(1)).await;
        assert_eq!(socket.close_reason().unwrap().code, 1000);
    });
}

#[test]
fn a_socket_that_is_dropped_says_that_it_goes_away() {
    let clock = VirtualClock::new();
    clock.run(async {
        let (socket, mut peer): (Raw, _) = pair(&clock, SocketOptions::new()).await;
        let (mut sender, receiver) = socket.split();
        drop(receiver);
        sender.send(Frame::from("last words")).await.unwrap();
        assert_eq!(peer.frame().await.unwrap().opcode, TEXT);
        drop(sender);
        assert_eq!(peer.frame().await.unwrap().close_code(), Some(1001));
        assert_eq!(peer.frame().await, None);
    });
}

#[test]
fn without_a_receiver_what_comes_is_thrown_away_and_the_end_is_seen() {
    let clock = VirtualClock::new();
    clock.run(async {
        let (socket, mut peer): (Texts, _) = pair(&clock, SocketOptions::new().receive_queue(2, 64)).await;
        let (mut sender, receiver) = socket.split();
        drop(receiver);
        for _ in 0..1_000 {
            assert!(peer.send(TEXT, "\"nobody listens\"").await);
        }
        peer.close(1000, "").await;
        assert_eq!(peer.message().await.unwrap().close_code(), Some(1000));
        assert!(sender.send("late".to_owned()).await.is_err());
        assert_eq!(sender.close_reason().unwrap().by, ClosedBy::Server);
    });
}
