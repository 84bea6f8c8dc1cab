//! Credentials are put on when an entry is sent, and new ones are not waited for in vain.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::time::Duration;

use clientwright_runtime::testing::Answer;
use clientwright_runtime::{Outbox, Rejected, Token, TokenError, TokenSource, Waits};

use crate::api::{Stage, TAKEN};
use crate::store::Shelf;

/// Signed out until told otherwise.
#[derive(Clone, Debug, Default)]
struct Session(Arc<AtomicU32>);

impl TokenSource for Session {
    async fn load(&self) -> Result<Token, TokenError> {
        match self.0.load(SeqCst) {
            0 => Err(TokenError::permanent("signed out")),
            number => Ok(Token::new(format!("token-{number}"))),
        }
    }

    async fn refresh(&self, _: Rejected) -> Result<Token, TokenError> {
        Err(TokenError::permanent("signed out"))
    }
}

#[test]
fn who_signs_in_again_has_everything_sent_at_once() {
    let session = Session::default();
    let stage = Stage::with(Outbox::in_memory(), |builder| builder.token(session.clone()));
    stage.server.on("POST", "/secured").header("authorization", "Bearer token-1").reply(Answer::json(200, TAKEN));
    stage.clock.run(async {
        let queued = stage.client.post_secured().body("1").enqueue("a").await.unwrap();
        stage.pass(300).await;
        assert!(stage.server.calls().is_empty());
        let pending = stage.outbox.pending();
        assert_eq!(pending[0].waits_for(), Some(Waits::Credentials));
        assert!(pending[0].last_failure().unwrap().contains("signed out"));
        let before = stage.clock.passed();
        session.0.store(1, SeqCst);
        stage.client.inner.forget_tokens();
        queued.delivered().await.unwrap();
        assert!(stage.clock.passed() - before < Duration::from_millis(1), "no wait was needed");
    });
}

#[test]
fn a_401_holds_up_the_queue_and_a_token_that_another_call_gets_ends_that() {
    let session = Session(Arc::new(AtomicU32::new(1)));
    let stage = Stage::with(Outbox::in_memory(), |builder| builder.token(session.clone()));
    let accepted = stage.server.on("POST", "/secured").header("authorization", "Bearer token-2");
    accepted.reply(Answer::json(200, TAKEN));
    stage.server.on("POST", "/secured").reply(Answer::status(401));
    stage.clock.run(async {
        let first = stage.client.post_secured().body("1").enqueue("a").await.unwrap();
        let second = stage.client.post_secured().body("2").enqueue("a").await.unwrap();
        stage.pass(5).await;
        assert_eq!(stage.outbox.dead().len(), 0);
        assert_eq!(stage.outbox.pending().len(), 2);
        session.0.store(2, SeqCst);
        stage.client.inner.forget_tokens();
        first.delivered().await.unwrap();
        second.delivered().await.unwrap();
    });
    let taken: Vec<String> = stage
        .server
        .calls()
        .iter()
        .filter(|call| call.header("authorization") == Some("Bearer token-2"))
        .map(|call| call.text())
        .collect();
    assert_eq!(taken, ["1", "2"]);
}

#[test]
fn a_key_of_the_builder_is_put_on_when_it_is_sent() {
    let shelf = Shelf::default();
    let stage = Stage::with(Outbox::new(shelf.clone()), |builder| builder.key("hunter2").query_key("hunter3"));
    stage.server.on("POST", "/by-key").header("x-key", "hunter2").reply(Answer::json(200, TAKEN));
    stage.server.on("POST", "/by-query").query("api_key", "hunter3").reply(Answer::json(200, TAKEN));
    stage.network.set_online(false);
    stage.clock.run(async {
        let by_header = stage.client.post_by_key().enqueue("a").await.unwrap();
        let by_query = stage.client.post_by_query().query("page", "1").enqueue("a").await.unwrap();
        assert!(shelf.contains("page") && !shelf.contains("hunter"));
        stage.network.set_online(true);
        by_header.delivered().await.unwrap();
        by_query.delivered().await.unwrap();
    });
}
