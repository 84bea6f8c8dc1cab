//! Tokens that are loaded and renewed, and sources of them that quote what they were given.

use std::sync::Mutex;
use std::time::Duration;

use clientwright_runtime::testing::{Answer, MockTransport, VirtualClock};
use clientwright_runtime::{Error, ErrorKind, Rejected, Token, TokenError, TokenSource};

use crate::api::{BEARER, builder, show};
use crate::parrot::{Manner, Parrot};
use crate::watch::Canaries;

/// Gives tokens one after the other; then tells what it was last given.
struct Talking(Mutex<Vec<Token>>);

impl Talking {
    fn of(tokens: impl IntoIterator<Item = Token>) -> Self {
        let mut tokens: Vec<Token> = tokens.into_iter().collect();
        tokens.reverse();
        Self(Mutex::new(tokens))
    }
}

impl TokenSource for Talking {
    async fn load(&self) -> Result<Token, TokenError> {
        self.0.lock().unwrap().pop().ok_or_else(|| "there is no token".into())
    }

    async fn refresh(&self, rejected: Rejected) -> Result<Token, TokenError> {
        let next = self.0.lock().unwrap().pop();
        let (access, refresh) = (rejected.token.access(), rejected.token.refresh().unwrap_or_default());
        let body = serde_json::json!({ "refresh_token": refresh, "access_token": access });
        let cause = std::io::Error::other(format!("POST /token?refresh_token={refresh}: 400: {body}"));
        next.ok_or_else(|| TokenError::permanent(std::io::Error::other(cause)))
    }
}

#[test]
fn a_source_that_quotes_the_token_it_cannot_renew_is_not_heard() {
    let mut canaries = Canaries::default();
    let [access, refresh] = [canaries.plant(), canaries.plant()];
    // One has expired before it is used, the other is rejected.
    for lifetime in [Duration::ZERO, Duration::from_secs(3600)] {
        let token = Token::new(&*access).refresh_token(&*refresh).expires_in(lifetime);
        canaries.watch(|seen| {
            let clock = VirtualClock::new();
            let server = MockTransport::new(&clock);
            server
                .on("GET", "/bearer")
                .reply(Answer::json(401, "{}").header("www-authenticate", &format!("Bearer {access}")));
            let source = Talking::of([token.clone()]);
            let client = builder(&clock, server).with(|builder| builder.bearer(&BEARER, source)).build().unwrap();
            seen.debug("the token", &token);
            clock.run(async {
                for _ in 0..3 {
                    let result = client.with_bearer().response().await;
                    assert!(result.as_ref().is_err_and(|error| error.is_auth()), "{result:?}");
                    show(seen, "rejected", result);
                }
            });
        });
    }
}

#[test]
fn neither_the_old_token_nor_the_new_one_is_shown() {
    let mut canaries = Canaries::default();
    let [first, second, refresh] = [(); 3].map(|()| canaries.plant());
    for manner in [Manner::Json(401), Manner::Text(401)] {
        canaries.watch(|seen| {
            let (clock, parrot) = (VirtualClock::new(), Parrot::new(manner));
            let tokens = [&first, &second].map(|access| Token::new(&**access).refresh_token(&*refresh));
            let source = Talking::of(tokens);
            let builder = builder(&clock, parrot.clone()).with(|builder| builder.bearer(&BEARER, source));
            let client = builder.build().unwrap();
            clock.run(async { show(seen, "twice", client.with_bearer().response().await) });
            assert_eq!(parrot.heard().len(), 2, "with one token, then with the other");
        });
    }
}

#[test]
fn a_token_that_cannot_be_sent_is_not_shown() {
    let mut canaries = Canaries::default();
    let broken = format!("{}\r\nx-injected: 1", canaries.plant());
    canaries.watch(|seen| {
        let (clock, parrot) = (VirtualClock::new(), Parrot::new(Manner::Json(200)));
        let source = Talking::of([Token::new(&*broken)]);
        let builder_of = |parrot: &Parrot| builder(&clock, parrot.clone());
        let client = builder_of(&parrot).with(|builder| builder.bearer(&BEARER, source)).build().unwrap();
        clock.run(async {
            let result = client.with_bearer().response().await;
            assert_eq!(result.as_ref().err().map(Error::kind), Some(ErrorKind::Auth));
            show(seen, "malformed", result);
        });
        let refused = builder_of(&parrot).with(|builder| builder.bearer(&BEARER, &*broken)).build().unwrap_err();
        seen.error("the refusal", &refused);
        assert!(parrot.heard().is_empty());
    });
}
