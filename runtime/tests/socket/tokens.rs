//! Sockets whose handshakes carry tokens that expire.

use std::time::Duration;

use clientwright_runtime::testing::Answer;
use clientwright_runtime::{ErrorKind, ReconnectPolicy, SocketOptions};
use futures_util::future::join;

use crate::api::{again, setting_with};
use crate::failing::{Failing, TRIES};
use crate::support::TEXT;

#[test]
fn a_token_that_the_server_rejects_is_renewed_within_the_handshake() {
    let (clock, server, peers, client) = setting_with(Failing::times(0));
    server.on("GET", "/chat/7").header("authorization", "Bearer second").reply(peers.answer());
    server.on("GET", "/chat/7").reply(Answer::status(401));
    clock.run(async {
        let mut socket = client.connect(SocketOptions::new()).await.unwrap();
        peers.next().send(TEXT, "\"in\"").await;
        assert_eq!(socket.next().await.unwrap().unwrap(), "in");
    });
    assert_eq!(server.calls().len(), 2);
}

#[test]
fn a_sign_in_server_that_fails_for_a_moment_is_waited_out_as_a_lost_connection_is() {
    let source = Failing::times(3 * TRIES);
    let (clock, server, peers, client) = setting_with(source.clone());
    let first = server.on("GET", "/chat/7").header("authorization", "Bearer first");
    first.once(peers.answer()).reply(Answer::status(401));
    server.on("GET", "/chat/7").header("authorization", "Bearer second").reply(peers.answer());
    clock.run(async {
        let policy = ReconnectPolicy::new().backoff(Duration::from_secs(8), Duration::from_secs(8));
        let mut socket = client.connect(SocketOptions::new().reconnect(policy)).await.unwrap();
        drop(peers.next());
        let returns = async { peers.wait(&clock).await.send(TEXT, "\"back\"").await };
        let (message, _) = join(socket.next(), returns).await;
        assert_eq!(message.unwrap().unwrap(), "back");
    });
    assert_eq!(source.left(), 0);
    assert!(clock.passed() > Duration::from_secs(4), "backoff between the attempts: {:?}", clock.passed());
}

#[test]
fn attempts_without_a_token_count_as_attempts() {
    let (clock, server, peers, client) = setting_with(Failing::times(1_000));
    server.on("GET", "/chat/7").once(peers.answer()).reply(Answer::status(401));
    clock.run(async {
        let policy = ReconnectPolicy::new().attempts(5);
        let mut socket = client.connect(SocketOptions::new().reconnect(policy)).await.unwrap();
        drop(peers.next());
        let error = socket.next().await.unwrap().unwrap_err();
        assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::Auth, true), "{error}");
        assert!(socket.next().await.is_none());
    });
    assert_eq!(server.calls().len(), 1 + 5);
}

#[test]
fn a_sign_in_server_that_refuses_for_good_ends_the_socket() {
    let (clock, server, peers, client) = setting_with(Failing::times(TRIES).at_last());
    server.on("GET", "/chat/7").once(peers.answer()).reply(Answer::status(401));
    clock.run(async {
        let mut socket = client.connect(again()).await.unwrap();
        drop(peers.next());
        let error = socket.next().await.unwrap().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Auth);
        assert!(error.to_string().contains("signed out"), "{error}");
        assert_eq!(socket.close_reason().unwrap().code, 1006);
        assert!(socket.next().await.is_none());
    });
}

#[test]
fn credentials_that_are_rejected_end_the_socket() {
    let (clock, server, peers, client) = setting_with("fixed");
    server.on("GET", "/chat/7").once(peers.answer()).reply(Answer::status(401));
    clock.run(async {
        let mut socket = client.connect(again()).await.unwrap();
        drop(peers.next());
        let error = socket.next().await.unwrap().unwrap_err();
        assert_eq!((error.kind(), error.status().map(|status| status.as_u16())), (ErrorKind::Auth, Some(401)));
        assert!(socket.next().await.is_none());
    });
    assert_eq!(server.calls().len(), 2);
}
