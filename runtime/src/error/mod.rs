//! Errors as callers see them. Enters: a [`Failure`] and, for a documented error, its decoded body. Leaves: [`Error`],
//! [`AnyError`] and the coarse [`NetworkError`].

use std::fmt;

pub(crate) use failure::{BODY_LIMIT, Repeat};

use crate::kind::ErrorKind;
use crate::timeout::Phase;
use crate::wire::Spec;

mod any;
mod display;
mod facts;
mod failure;
mod network;
mod problem;

pub use any::AnyError;
pub use failure::Failure;
pub use network::{NetworkError, NetworkResult};
pub use problem::Problem;

/// A failed call of an operation whose documented errors have the body `E`.
///
/// [`Error::api`] is the documented body, if the server sent one; the accessors below it say all else that is known: kind, status,
/// headers, raw body, request id, attempts, and predicates such as [`Error::is_timeout`].
///
/// `Display` is one line with status, code, request id and attempts. Neither it nor `Debug`, that of the documented body within it included,
/// shows a credential of the call or what is secret in its request, whoever has quoted it. What [`Error::api`], [`Error::body`] and
/// [`Error::headers`] give is what the server sent, as it is.
///
/// Two words wide. `?` turns it into [`AnyError`], so that one function may call operations of different `E`.
///
/// ```
/// # use clientwright_runtime::{Error, Sent};
/// # #[derive(Debug)] enum GetUserError { NotFound, Other }
/// fn told(error: &Error<GetUserError>) -> String {
///     match error.api() {
///         Some(GetUserError::NotFound) => "there is no such user".to_owned(),
///         _ if error.is_timeout() || error.is_connect() => "try again later".to_owned(),
///         _ if error.was_sent() == Sent::No => "nothing has happened".to_owned(),
///         _ => format!("{error}, see request {:?}", error.request_id()),
///     }
/// }
/// ```
pub struct Error<E> {
    failure: Failure,
    api: Option<Box<E>>,
}

impl<E> Error<E> {
    /// A reply whose status has a documented body.
    pub(crate) fn documented(mut failure: Failure, body: E) -> Self {
        if failure.kind() != ErrorKind::Auth {
            failure.set_kind(ErrorKind::Api);
        }
        Self { failure, api: Some(Box::new(body)) }
    }

    /// A page link that leads nowhere.
    pub(crate) fn paging(spec: &'static Spec, message: String) -> Self {
        let trail = crate::response::Trail { spec, ..crate::response::Trail::unknown() };
        Failure::local(ErrorKind::Paging, message).on(trail).into()
    }

    /// The documented error that the server answered with.
    pub fn api(&self) -> Option<&E> {
        self.api.as_deref()
    }

    /// The documented error, or this error back where there is none.
    pub fn into_api(self) -> Result<E, Self> {
        match self.api {
            Some(api) => Ok(*api),
            None => Err(self),
        }
    }

    /// The error but for its documented body: for what handles the errors of all operations.
    pub fn as_failure(&self) -> &Failure {
        &self.failure
    }

    /// The error without its documented body.
    pub fn into_failure(self) -> Failure {
        self.failure
    }

    /// The same error with another documented body.
    pub fn map_api<F>(self, map: impl FnOnce(E) -> F) -> Error<F> {
        Error { failure: self.failure, api: self.api.map(|api| Box::new(map(*api))) }
    }

    /// The error as one of five coarse cases.
    pub fn into_network_error(self) -> NetworkError
    where
        E: fmt::Debug + Send + Sync + 'static,
    {
        AnyError::from(self).into()
    }
}

impl<E> From<Failure> for Error<E> {
    fn from(failure: Failure) -> Self {
        Self { failure, api: None }
    }
}

impl<E> fmt::Display for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.failure.fmt(f)
    }
}

impl<E: fmt::Debug> fmt::Debug for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.failure.veil().write(f, |f| match &self.api {
            Some(api) => f.debug_struct("Error").field("api", api).field("failure", &self.failure).finish(),
            None => f.debug_tuple("Error").field(&self.failure).finish(),
        })
    }
}

impl<E: fmt::Debug> std::error::Error for Error<E> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        std::error::Error::source(&self.failure)
    }
}
