//! Why there is no token, shared by all who waited for it. The reason stands in the message, without the secrets of the
//! token that was to be replaced: whoever refuses one likes to quote it.

use std::borrow::Cow;
use std::error::Error;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::token::TokenError;
use crate::error::Failure;
use crate::future::BoxError;
use crate::kind::ErrorKind;
use crate::redact::{self, Veil};
use crate::shown;

/// Of a reason, so many characters are shown.
const SHOWN: usize = 200;

/// Why there is no token.
#[derive(Clone, Debug)]
pub(crate) struct Denied {
    lasts: Lasts,
    message: Cow<'static, str>,
    source: Option<Arc<BoxError>>,
}

/// For how long there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lasts {
    /// Until the credentials are replaced.
    ForGood,
    /// It may be had if it is asked for again, in a while.
    AWhile,
    /// It is a fault of this side of the wire: asking again at once is as good as asking later.
    NoTime,
    /// The client is closed.
    Never,
}

impl Denied {
    const fn of(lasts: Lasts, message: &'static str) -> Self {
        Self { lasts, message: Cow::Borrowed(message), source: None }
    }

    pub(super) const fn reentrant() -> Self {
        Self::of(Lasts::NoTime, "the token source called an operation that needs the token that it was asked for")
    }

    /// The source gave a token that cannot be sent as it is; `flaw` says why.
    pub(super) fn malformed(flaw: &'static str) -> Self {
        let message = format!("the token that the source gave cannot be sent: {flaw}");
        Self { lasts: Lasts::ForGood, message: message.into(), source: None }
    }

    pub(super) const fn panicked() -> Self {
        Self::of(Lasts::NoTime, "no token: the token source panicked")
    }

    pub(super) const fn silent() -> Self {
        Self::of(Lasts::AWhile, "no token: the token source gave no answer within 120 s")
    }

    pub(super) const fn stillborn() -> Self {
        Self::of(Lasts::AWhile, "no token: three new tokens in a row were rejected within seconds of their issue")
    }

    pub(super) const fn forgotten() -> Self {
        Self::of(Lasts::NoTime, "the credentials were replaced meanwhile")
    }

    pub(super) const fn closed() -> Self {
        Self::of(Lasts::Never, "the client is closed")
    }

    /// What a source has failed with; `veil` has the secrets that it was given.
    pub(super) fn by_source(error: TokenError, veil: &Veil) -> Self {
        let (lasts, message) = match error.permanent {
            true => (Lasts::ForGood, "signed out: the token cannot be renewed"),
            false => (Lasts::AWhile, "no token"),
        };
        let source = redact::covered(error.source, veil);
        let reason = shown::clip(veil.cover(source.to_string()).trim(), SHOWN);
        let message = if reason.is_empty() { message.into() } else { format!("{message}: {reason}").into() };
        Self { lasts, message, source: Some(Arc::new(source)) }
    }

    /// The same, where it was not asked for again, for so long to come.
    pub(super) fn latched(&self, left: Duration) -> Self {
        let message = format!("{}; it is not asked for again within {left:.1?}", self.message);
        Self { message: message.into(), ..self.clone() }
    }

    /// The same, where asking again would end the same way.
    pub(super) fn for_no_time(self) -> Self {
        let lasts = if self.lasts == Lasts::AWhile { Lasts::NoTime } else { self.lasts };
        Self { lasts, ..self }
    }

    pub(super) fn lasts(&self) -> Lasts {
        self.lasts
    }
}

impl From<Denied> for Failure {
    fn from(denied: Denied) -> Self {
        let kind = if denied.lasts == Lasts::Never { ErrorKind::Closed } else { ErrorKind::Auth };
        let failure = Self::local(kind, denied.message);
        let failure = if denied.lasts == Lasts::AWhile { failure.repeatable_later() } else { failure };
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
