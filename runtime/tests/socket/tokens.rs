//! Sockets whose handshakes carry tokens that expire.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::time::Duration;

use clientwright_runtime::testing::Answer;
use clientwright_runtime::{ErrorKind, ReconnectPolicy, Rejected, SocketOptions, Token, TokenError, TokenSource};
use futures_util::future::join;

use crate::api::{again, setting_with};
use crate::support::TEXT;

/// How often one call asks for a token.
const TRIES: u32 = 3;

/// A sign-in server that gives a first token, fails so often with each way to renew it, and gives a second one, or refuses for good.
#[derive(Clone)]
struct Failing {
    left: Arc<AtomicU32>,
    is_final: bool,
}

impl Failing {
    fn times(times: u32) -> Self {
        Self { left: Arc::new(AtomicU32::new(times)), is_final: false }
    }
}

impl TokenSource for Failing {
    async fn load(&self) -> Result<Token, TokenError> {
        Ok(Token::new("first").refresh_token("again"))
    }

    async fn refresh(&self, _: Rejected) -> Result<Token, TokenError> {
        match self.left.fetch_update(SeqCst, SeqCst, |left| left.checked_sub(1)) {
            Ok(_) => Err(TokenError::transient("503 of the sign-in server")),
            Err(_) if self.is_final => Err(TokenError::permanent("invalid_grant")),
            Err(_) => Ok(Token::new("second")),
        }
    }
}

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
    assert_eq!(source.left.load(SeqCst), 0);
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
    let (clock, server, peers, client) = setting_with(Failing { is_final: true, ..Failing::times(TRIES) });
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
