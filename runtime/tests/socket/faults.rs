//! Connections that break, peers that break the protocol, messages beyond the limit.

use clientwright_runtime::testing::VirtualClock;
use clientwright_runtime::{ClosedBy, ErrorKind, SocketOptions};
use futures_util::future::join;

use crate::support::{Raw, TEXT, Texts, frame, pair};

#[test]
fn a_server_that_is_killed_within_a_message_is_an_error() {
    for cut in 0..20 {
        let clock = VirtualClock::new();
        clock.run(async {
            let (mut socket, mut peer): (Texts, _) = pair(&clock, SocketOptions::new()).await;
            peer.send(TEXT, "\"whole\"").await;
            let half = frame(true, TEXT, b"\"cut off here\"");
            peer.write(&half[..cut.min(half.len() - 1)]).await;
            drop(peer);
            assert_eq!(socket.next().await.unwrap().unwrap(), "whole");
            let error = socket.next().await.unwrap().unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Io, "{error}");
            assert!(socket.next().await.is_none());
            let ended = socket.close_reason().unwrap();
            assert_eq!((ended.code, ended.by), (1006, ClosedBy::Nobody));
        });
    }
}

#[test]
fn what_came_before_the_connection_broke_is_received() {
    let clock = VirtualClock::new();
    clock.run(async {
        let (mut socket, mut peer): (Texts, _) = pair(&clock, SocketOptions::new()).await;
        for number in 0..100 {
            peer.send(TEXT, format!("\"{number}\"")).await;
        }
        peer.close(1001, "restart").await;
        drop(peer);
        // To send is to learn that nobody is there any more.
        socket.send("late".to_owned()).await.unwrap();
        for number in 0..100 {
            assert_eq!(socket.next().await.unwrap().unwrap(), number.to_string());
        }
        assert!(socket.next().await.is_none(), "the farewell is seen too");
        assert_eq!(socket.close_reason().unwrap().code, 1001);
        assert_eq!(socket.unsent(), ["late"]);
    });
}

#[test]
fn a_message_beyond_the_limit_ends_the_socket() {
    for pieces in [1, 2, 5] {
        let clock = VirtualClock::new();
        clock.run(async {
            let (mut socket, mut peer): (Raw, _) = pair(&clock, SocketOptions::new().max_message(1_000)).await;
            peer.send(TEXT, "x".repeat(1_000)).await;
            assert!(socket.next().await.unwrap().is_ok());
            let piece = "x".repeat(1_005 / pieces);
            for index in 0..pieces {
                let opcode = if index == 0 { TEXT } else { 0 };
                peer.write(&frame(index + 1 == pieces, opcode, piece.as_bytes())).await;
            }
            let error = socket.next().await.unwrap().unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Socket, "{error}");
            assert!(socket.next().await.is_none());
            let ended = socket.close_reason().unwrap();
            assert_eq!((ended.code, ended.by), (1009, ClosedBy::Client));
            assert_eq!(peer.frame().await.unwrap().close_code(), Some(1009));
        });
    }
}

#[test]
fn a_peer_that_goes_on_sending_learns_why_it_was_left() {
    let clock = VirtualClock::new();
    clock.run(async {
        let (mut socket, mut peer): (Raw, _) = pair(&clock, SocketOptions::new().max_message(1_000)).await;
        let long = frame(true, TEXT, "x".repeat(1 << 20).as_bytes());
        let (error, ()) =
            join(socket.next(), async { assert!(peer.write(&long).await, "it is read to its end") }).await;
        assert_eq!(error.unwrap().unwrap_err().kind(), ErrorKind::Socket);
        assert_eq!(peer.frame().await.unwrap().close_code(), Some(1009));
        assert_eq!(peer.frame().await, None);
        drop(peer);
        drop(socket);
    });
}

#[test]
fn an_overlong_length_is_refused_before_anything_is_allocated() {
    let clock = VirtualClock::new();
    clock.run(async {
        let (mut socket, mut peer): (Raw, _) = pair(&clock, SocketOptions::new()).await;
        peer.write(&[0x82, 127, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]).await;
        assert_eq!(socket.next().await.unwrap().unwrap_err().kind(), ErrorKind::Socket);
        assert_eq!(peer.frame().await.unwrap().close_code(), Some(1009));
    });
}

#[test]
fn messages_that_were_in_doubt_when_the_connection_broke_are_handed_back() {
    let clock = VirtualClock::new();
    clock.run(async {
        let (mut socket, mut peer): (Texts, _) = crate::support::pair_with_room(&clock, SocketOptions::new(), 30).await;
        socket.send("arrives".to_owned()).await.unwrap();
        assert_eq!(peer.frame().await.unwrap().payload, b"\"arrives\"");
        let rest: Vec<String> = (0..10).map(|number| format!("message {number}")).collect();
        for message in &rest {
            socket.send(message.clone()).await.unwrap();
        }
        drop(peer);
        assert!(socket.next().await.unwrap().is_err());
        assert!(socket.flush().await.is_err());
        let unsent = socket.unsent();
        assert_eq!(unsent, rest[rest.len() - unsent.len()..], "in order, and none but those that were out");
        assert!(unsent.len() >= 9);
    });
}
