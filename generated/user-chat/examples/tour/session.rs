//! Keeps a user signed in. This is all that an application has to write for tokens that expire: the runtime decides
//! when to call it, once for all calls that wait, and sends again what failed for want of a good token.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use clientwright_runtime::{Error, Rejected, Token, TokenError, TokenSource};
use user_chat::Client;
use user_chat::api::auth::SignInError;
use user_chat::types::{RefreshTokensRequest, SignInRequest, TokenPair};

/// A signed-in user. Give it to [`Client::builder`] as `.bearer(session)`.
#[derive(Debug)]
pub(crate) struct Session {
    /// A client without credentials: signing in and refreshing need none.
    open: Client,
    /// The latest pair.
    pair: Mutex<TokenPair>,
    /// Told of each new pair before it is used: an application that should still be signed in after a restart stores it.
    keep: fn(&TokenPair),
}

impl Session {
    /// Signs in. The password is needed this once and not kept.
    pub(crate) async fn sign_in(
        open: Client,
        email: &str,
        password: &str,
        keep: fn(&TokenPair),
    ) -> Result<Self, Error<SignInError>> {
        let pair = open.auth().sign_in(SignInRequest::new(email, password)).await?;
        keep(&pair);
        Ok(Self::resume(open, pair, keep))
    }

    /// Goes on with a pair that was kept.
    pub(crate) fn resume(open: Client, pair: TokenPair, keep: fn(&TokenPair)) -> Self {
        Self { open, pair: Mutex::new(pair), keep }
    }

    /// Keeps a new pair, and gives what the runtime needs of it.
    fn renewed(&self, pair: TokenPair) -> Token {
        (self.keep)(&pair);
        let token = token(&pair);
        *self.pair.lock().unwrap_or_else(PoisonError::into_inner) = pair;
        token
    }
}

impl TokenSource for Session {
    async fn load(&self) -> Result<Token, TokenError> {
        Ok(token(&self.pair.lock().unwrap_or_else(PoisonError::into_inner)))
    }

    async fn refresh(&self, rejected: Rejected) -> Result<Token, TokenError> {
        let refresh = rejected.token.refresh().unwrap_or_default();
        match self.open.auth().refresh_tokens(RefreshTokensRequest::new(refresh)).await {
            // A refresh token works once, so the new one is kept before anything else happens.
            Ok(pair) => Ok(self.renewed(pair)),
            // The server will not change its mind: the user has to sign in again.
            Err(error) if error.api().is_some_and(|body| body.code == "invalid_grant") => {
                Err(TokenError::permanent(error))
            }
            // No network, a busy server: the next call asks again.
            Err(error) => Err(TokenError::transient(error)),
        }
    }
}

fn token(pair: &TokenPair) -> Token {
    let lifetime = Duration::from_secs(pair.expires_in.try_into().unwrap_or_default());
    Token::new(pair.access_token.expose()).refresh_token(pair.refresh_token.expose()).expires_in(lifetime)
}
