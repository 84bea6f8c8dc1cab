//! Why there is no token, shared by all who waited for it.

use std::borrow::Cow;
use std::error::Error;
use std::fmt;
use std::sync::Arc;

use super::token::TokenError;
use crate::error::{ErrorKind, Failure};
use crate::future::BoxError;

/// Why there is no token.
#[derive(Clone, Debug)]
pub(crate) struct Denied {
    permanent: bool,
    message: Cow<'static, str>,
    source: Option<Arc<BoxError>>,
}

impl Denied {
    const fn of(permanent: bool, message: &'static str) -> Self {
        Self { permanent, message: Cow::Borrowed(message), source: None }
    }

    pub(super) const fn reentrant() -> Self {
        Self::of(false, "the token source called an operation that needs the token that it was asked for")
    }

    /// The source gave a token that cannot be sent as it is; `flaw` says why.
    pub(super) fn malformed(flaw: &'static str) -> Self {
        let message = format!("the token that the source gave cannot be sent: {flaw}");
        Self { permanent: true, message: message.into(), source: None }
    }

    pub(super) const fn stillborn() -> Self {
        Self::of(true, "signed out: three new tokens in a row were rejected within seconds of their issue")
    }

    pub(super) const fn forgotten() -> Self {
        Self::of(false, "the credentials were replaced meanwhile")
    }

    pub(super) fn is_permanent(&self) -> bool {
        self.permanent
    }
}

impl From<TokenError> for Denied {
    fn from(error: TokenError) -> Self {
        let message = if error.permanent { "signed out: the token cannot be renewed" } else { "no token" };
        Self { permanent: error.permanent, message: message.into(), source: Some(Arc::new(error.source)) }
    }
}

impl From<Denied> for Failure {
    fn from(denied: Denied) -> Self {
        let failure = Self::local(ErrorKind::Auth, denied.message);
        match denied.source {
            Some(source) => failure.caused_by(Box::new(Shared(source))),
            None => failure,
        }
    }
}

/// An error that several callers get.
struct Shared(Arc<BoxError>);

impl fmt::Debug for Shared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for Shared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Error for Shared {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.0.source()
    }
}
