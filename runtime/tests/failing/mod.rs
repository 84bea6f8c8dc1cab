//! A sign-in server that fails for a while.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::time::Duration;

use clientwright_runtime::{Rejected, Token, TokenError, TokenSource};

/// How often one call asks for a token.
pub(crate) const TRIES: u32 = 3;

/// Gives a first token, which lasts a minute, fails so often with each way to renew it, and gives a second one, or refuses for good.
#[derive(Clone)]
pub(crate) struct Failing {
    left: Arc<AtomicU32>,
    is_final: bool,
}

impl Failing {
    pub(crate) fn times(times: u32) -> Self {
        Self { left: Arc::new(AtomicU32::new(times)), is_final: false }
    }

    /// The same, which refuses in the end.
    pub(crate) fn at_last(self) -> Self {
        Self { is_final: true, ..self }
    }

    /// How often it will still fail.
    pub(crate) fn left(&self) -> u32 {
        self.left.load(SeqCst)
    }
}

impl TokenSource for Failing {
    async fn load(&self) -> Result<Token, TokenError> {
        Ok(Token::new("first").refresh_token("again").expires_in(Duration::from_secs(60)))
    }

    async fn refresh(&self, _: Rejected) -> Result<Token, TokenError> {
        match self.left.fetch_update(SeqCst, SeqCst, |left| left.checked_sub(1)) {
            Ok(_) => Err(TokenError::transient("503 of the sign-in server")),
            Err(_) if self.is_final => Err(TokenError::permanent("invalid_grant")),
            Err(_) => Ok(Token::new("second")),
        }
    }
}
