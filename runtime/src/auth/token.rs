//! Tokens and where they come from: the types that a caller's own code writes.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use web_time::SystemTime;
use zeroize::Zeroizing;

use super::credential::flaw;
use super::keeper::Renewal;
use crate::future::{BoxError, BoxFuture, MaybeSend, MaybeSync};

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

/// Loads and refreshes tokens.
///
/// The runtime calls one method at a time, and never again within a second after a refresh; all calls that wait for the
/// token share one answer. What `refresh` returns is used from then on, so a source that stores tokens does it *before*
/// it returns: a rotated refresh token is then never lost. A call of the same client that needs this very token, made
/// from inside, fails instead of waiting for itself; operations without security, such as sign-in, work.
///
/// ```
/// use clientwright_runtime::{Rejected, Token, TokenError, TokenSource};
///
/// struct Stored;
///
/// impl TokenSource for Stored {
///     async fn load(&self) -> Result<Token, TokenError> {
///         Ok(Token::new("access").refresh_token("refresh"))
///     }
///
///     async fn refresh(&self, rejected: Rejected) -> Result<Token, TokenError> {
///         let refresh = rejected.token.refresh().ok_or_else(|| TokenError::permanent("signed out"))?;
///         Ok(Token::new(format!("renewed by {refresh}")))
///     }
/// }
/// ```
pub trait TokenSource: MaybeSend + MaybeSync + 'static {
    /// The token to begin with: from a store, or by signing in.
    fn load(&self) -> impl Future<Output = Result<Token, TokenError>> + MaybeSend;

    /// A token in place of one that has expired or was rejected.
    fn refresh(&self, rejected: Rejected) -> impl Future<Output = Result<Token, TokenError>> + MaybeSend;
}

impl<S: TokenSource> TokenSource for Arc<S> {
    fn load(&self) -> impl Future<Output = Result<Token, TokenError>> + MaybeSend {
        S::load(self)
    }

    fn refresh(&self, rejected: Rejected) -> impl Future<Output = Result<Token, TokenError>> + MaybeSend {
        S::refresh(self, rejected)
    }
}

/// Why there is no token. Made from any error by `?`, and then transient.
///
/// It is no [`std::error::Error`] itself, so that every error can become one.
pub struct TokenError {
    pub(super) permanent: bool,
    pub(super) source: BoxError,
}

impl TokenError {
    /// A failure that may pass; the next call asks again.
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

/// What can be given as a bearer credential: a `&str`, a `String` or a [`Token`] that is never refreshed, or a
/// [`TokenSource`].
pub trait IntoTokens {
    /// The tokens behind one type.
    fn into_tokens(self) -> Tokens;
}

/// Where bearer tokens come from, behind one type.
pub struct Tokens {
    pub(super) source: Arc<dyn Source>,
    pub(super) renewal: Renewal,
    /// What is wrong with a token that is there from the start.
    pub(super) flaw: Option<&'static str>,
}

impl Tokens {
    fn fixed(token: Token) -> Self {
        let flaw = flaw(token.access());
        Self { source: Arc::new(Fixed(token)), renewal: Renewal::Never, flaw }
    }
}

impl fmt::Debug for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tokens").field("renewal", &self.renewal).finish_non_exhaustive()
    }
}

impl IntoTokens for &str {
    fn into_tokens(self) -> Tokens {
        Tokens::fixed(self.into())
    }
}

impl IntoTokens for String {
    fn into_tokens(self) -> Tokens {
        Tokens::fixed(self.into())
    }
}

impl IntoTokens for Token {
    fn into_tokens(self) -> Tokens {
        Tokens::fixed(self)
    }
}

impl<S: TokenSource> IntoTokens for S {
    fn into_tokens(self) -> Tokens {
        Tokens { source: Arc::new(Erased(Arc::new(self))), renewal: Renewal::BySource, flaw: None }
    }
}

/// [`TokenSource`] behind a pointer.
pub(super) trait Source: MaybeSend + MaybeSync {
    fn load(&self) -> BoxFuture<'static, Result<Token, TokenError>>;
    fn refresh(&self, rejected: Rejected) -> BoxFuture<'static, Result<Token, TokenError>>;
}

struct Erased<S>(Arc<S>);

impl<S: TokenSource> Source for Erased<S> {
    fn load(&self) -> BoxFuture<'static, Result<Token, TokenError>> {
        let source = Arc::clone(&self.0);
        Box::pin(async move { source.load().await })
    }

    fn refresh(&self, rejected: Rejected) -> BoxFuture<'static, Result<Token, TokenError>> {
        let source = Arc::clone(&self.0);
        Box::pin(async move { source.refresh(rejected).await })
    }
}

struct Fixed(Token);

impl Source for Fixed {
    fn load(&self) -> BoxFuture<'static, Result<Token, TokenError>> {
        let token = self.0.clone();
        Box::pin(async move { Ok(token) })
    }

    fn refresh(&self, rejected: Rejected) -> BoxFuture<'static, Result<Token, TokenError>> {
        drop(rejected);
        Box::pin(async { Err(TokenError::permanent("a fixed token cannot be refreshed")) })
    }
}
