//! Where tokens come from. Enters: a caller's own source, or a token. Leaves: a source behind one type.

use std::fmt;
use std::sync::Arc;

use super::flaw::flaw;
use super::token::{Rejected, Token, TokenError};
use crate::future::{BoxFuture, MaybeSend, MaybeSync};

/// Whether tokens can be renewed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Renewal {
    BySource,
    Never,
}

/// Loads and refreshes tokens.
///
/// The runtime calls one method at a time, at least a second after a refresh or after a load that failed; all calls that
/// wait for the token share one answer. What `refresh` returns is used from then on, so a source that stores tokens does
/// it *before* it returns: a rotated refresh token is then never lost. A call of the same client that needs this very
/// token, made from inside, fails instead of waiting for itself; operations without security, such as sign-in, work.
///
/// # Errors
///
/// Those who wait get an error of the kind [`Auth`](crate::ErrorKind::Auth) with the reason in its text, while a token
/// that has not expired still serves.
///
/// | the source | is asked again |
/// |---|---|
/// | fails with [`TokenError::transient`] | at once where somebody waits, three times in all, full jitter from 100 ms. After that, calls that need another token fail without asking for up to 1 s (full jitter), after each further failure in a row for up to twice as long, at most 5 min |
/// | gives three tokens in a row that are rejected within 5 s | after as long, counted the same way, until a token is accepted |
/// | fails with [`TokenError::permanent`], or gives what no header can carry | not before [`Client::forget_tokens`](crate::Client::forget_tokens) |
/// | panics: the error says so, not what the panic says, and nobody else is taken down | by the next call |
/// | gives no answer within 120 s, its tries together | as after a transient failure |
///
/// # Cancellation
///
/// The work goes on where a caller goes away. It is dropped at an `await` when the limit passes, when the credentials are
/// replaced, and with the executor that runs it: when that drops its tasks, or has not polled them for 5 s after they
/// were woken. Calls of another executor that wait for it then ask anew. So a source must be sound to be dropped, as any
/// future, and to be asked twice with one refresh token, whose answer was lost.
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
