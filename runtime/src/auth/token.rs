//! Tokens, as a caller's own code makes and gets them. Where they come from is `source`'s business.

use std::fmt;
use std::time::Duration;

use web_time::SystemTime;
use zeroize::Zeroizing;

use crate::future::BoxError;

/// An access token, with what is known about its life. `Debug` shows neither secret.
#[derive(Clone)]
pub struct Token {
    access: Zeroizing<String>,
    refresh: Option<Zeroizing<String>>,
    expiry: Option<Expiry>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Expiry {
    In(Duration),
    At(SystemTime),
}

impl Token {
    /// A token that is not known to expire.
    pub fn new(access: impl Into<String>) -> Self {
        Self { access: Zeroizing::new(access.into()), refresh: None, expiry: None }
    }

    /// The refresh token that came with it.
    #[must_use]
    pub fn refresh_token(self, refresh: impl Into<String>) -> Self {
        Self { refresh: Some(Zeroizing::new(refresh.into())), ..self }
    }

    /// Expires so long after the runtime receives it: OAuth's `expires_in`.
    #[must_use]
    pub fn expires_in(self, lifetime: Duration) -> Self {
        Self { expiry: Some(Expiry::In(lifetime)), ..self }
    }

    /// Expires at that time of the calendar.
    #[must_use]
    pub fn expires_at(self, time: SystemTime) -> Self {
        Self { expiry: Some(Expiry::At(time)), ..self }
    }

    /// The access token.
    pub fn access(&self) -> &str {
        &self.access
    }

    /// The refresh token.
    pub fn refresh(&self) -> Option<&str> {
        self.refresh.as_deref().map(String::as_str)
    }

    pub(super) fn expiry(&self) -> Option<Expiry> {
        self.expiry
    }
}

impl From<&str> for Token {
    fn from(access: &str) -> Self {
        Self::new(access)
    }
}

impl From<String> for Token {
    fn from(access: String) -> Self {
        Self::new(access)
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let refresh = self.refresh.as_ref().map(|_| crate::redact::REDACTED);
        f.debug_struct("Token")
            .field("access", &crate::redact::REDACTED)
            .field("refresh", &refresh)
            .field("expiry", &self.expiry)
            .finish()
    }
}

/// The token that has to be replaced, and why.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Rejected {
    /// The token as it was used, with its refresh token.
    pub token: Token,
    /// Why it has to be replaced.
    pub reason: RejectedReason,
}

/// Why a token has to be replaced.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RejectedReason {
    /// It has expired, or is about to.
    Expiring,
    /// The server answered 401, with these challenges in `WWW-Authenticate`, if any.
    Unauthorized {
        /// The header's value.
        challenge: Option<String>,
    },
}

/// Why there is no token. Made from any error by `?`, and then transient.
///
/// It is no [`std::error::Error`] itself, so that every error can become one.
pub struct TokenError {
    pub(super) permanent: bool,
    pub(super) source: BoxError,
}

impl TokenError {
    /// A failure that may pass: the source is asked again, as [`TokenSource`](crate::TokenSource) says. A stream or socket that is opened again
    /// waits and tries again.
    pub fn transient(source: impl Into<BoxError>) -> Self {
        Self { permanent: false, source: source.into() }
    }

    /// A failure that lasts until the credentials are replaced, such as OAuth's `invalid_grant`. All further calls that
    /// need the token fail without asking, until [`Client::forget_tokens`](crate::Client::forget_tokens).
    pub fn permanent(source: impl Into<BoxError>) -> Self {
        Self { permanent: true, source: source.into() }
    }
}

impl<E: Into<BoxError>> From<E> for TokenError {
    fn from(error: E) -> Self {
        Self::transient(error)
    }
}

impl fmt::Debug for TokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenError").field("permanent", &self.permanent).field("source", &self.source).finish()
    }
}
