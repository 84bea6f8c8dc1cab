//! Errors as callers see them. Enters: a [`Failure`] and, for a documented error, its decoded body. Leaves: [`Error`],
//! [`AnyError`] and the coarse [`NetworkError`].

use std::fmt;
use std::ops::Deref;

pub(crate) use failure::{BODY_LIMIT, Repeat};

use crate::wire::Spec;

mod any;
mod display;
mod failure;
mod kind;
mod network;
mod problem;

pub use any::AnyError;
pub use failure::Failure;
pub use kind::ErrorKind;
pub use network::{NetworkError, NetworkResult};
pub use problem::Problem;

/// A failed call of an operation whose documented errors have the body `E`.
///
/// Dereferences to [`Failure`], which has the facts: kind, status, headers, raw body, request id, attempts, and
/// predicates such as `is_timeout()`. [`Error::api`] is the documented body, if the server sent one.
///
/// Two words wide. `?` turns it into [`AnyError`], so that one function may call operations of different `E`.
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

impl<E> Deref for Error<E> {
    type Target = Failure;

    fn deref(&self) -> &Failure {
        &self.failure
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
