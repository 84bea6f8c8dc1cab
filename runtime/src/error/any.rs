//! An error whose documented body is behind a pointer, so that operations of different errors mix under one `?`.

use std::any::Any;
use std::fmt;

use super::{Error, Failure};

/// A failed call of any operation. Made from any [`Error`] by `?`, and has its accessors.
///
/// ```
/// # use clientwright_runtime::{AnyError, Error};
/// # #[derive(Debug)] struct NoSuchUser;
/// # fn get_user() -> Result<String, Error<NoSuchUser>> { unimplemented!() }
/// # fn delete_room() -> Result<(), Error<()>> { unimplemented!() }
/// fn both() -> Result<String, AnyError> {
///     delete_room()?;
///     Ok(get_user()?)
/// }
///
/// fn is_unknown(error: &AnyError) -> bool {
///     error.api::<NoSuchUser>().is_some()
/// }
/// ```
///
/// A type of its own and no `Error<dyn ..>`, because `From<Error<E>> for Error<X>` would overlap with `From<T> for T`.
pub struct AnyError {
    failure: Failure,
    api: Option<Box<dyn Body>>,
}

trait Body: Any + fmt::Debug + Send + Sync {}

impl<T: Any + fmt::Debug + Send + Sync> Body for T {}

impl AnyError {
    /// The documented error that the server answered with, if it is an `E`.
    pub fn api<E: 'static>(&self) -> Option<&E> {
        let body: &dyn Any = self.api.as_deref()?;
        body.downcast_ref()
    }

    /// The same error, with its documented body where that is an `E`.
    #[cfg(feature = "websocket")]
    pub(crate) fn narrow<E: 'static>(self) -> Error<E> {
        let api = self.api.and_then(|api| (api as Box<dyn Any>).downcast().ok());
        Error { failure: self.failure, api }
    }

    /// The same error, as one of another call.
    #[cfg(feature = "websocket")]
    pub(crate) fn map_failure(self, map: impl FnOnce(Failure) -> Failure) -> Self {
        Self { failure: map(self.failure), api: self.api }
    }

    /// The error but for its documented body: for what handles the errors of all operations.
    pub fn as_failure(&self) -> &Failure {
        &self.failure
    }

    /// The error without its documented body.
    pub fn into_failure(self) -> Failure {
        self.failure
    }
}

impl<E: fmt::Debug + Send + Sync + 'static> From<Error<E>> for AnyError {
    fn from(error: Error<E>) -> Self {
        Self { failure: error.failure, api: error.api.map(|api| api as Box<dyn Body>) }
    }
}

impl From<Failure> for AnyError {
    fn from(failure: Failure) -> Self {
        Self { failure, api: None }
    }
}

impl fmt::Display for AnyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.failure.fmt(f)
    }
}

impl fmt::Debug for AnyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.failure.veil().write(f, |f| match &self.api {
            Some(api) => f.debug_struct("AnyError").field("api", api).field("failure", &self.failure).finish(),
            None => f.debug_tuple("AnyError").field(&self.failure).finish(),
        })
    }
}

impl std::error::Error for AnyError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        std::error::Error::source(&self.failure)
    }
}
