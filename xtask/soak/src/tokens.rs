//! Where the client gets its tokens: from the server, and at times not at the first attempt.

use std::sync::Arc;

use clientwright_runtime::{Rejected, Token, TokenError, TokenSource};

use crate::far::Far;

/// One of so many refreshes fails for a moment.
const FAILS: u64 = 10;

pub(crate) struct Source(pub(crate) Arc<Far>);

impl TokenSource for Source {
    async fn load(&self) -> Result<Token, TokenError> {
        Ok(Token::new(self.0.token()).refresh_token("again"))
    }

    async fn refresh(&self, _: Rejected) -> Result<Token, TokenError> {
        // Others have their turn meanwhile, as they would have with a sign-in server.
        tokio::task::yield_now().await;
        if self.0.refreshed().is_multiple_of(FAILS) {
            return Err(TokenError::transient("the sign-in server is busy"));
        }
        self.load().await
    }
}
