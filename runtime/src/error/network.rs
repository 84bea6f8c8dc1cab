//! The five coarse cases that a screen tells apart: the server said no, no connection, not understood, too late, other.

use std::error::Error as StdError;
use std::fmt;

use super::{AnyError, Error};
use crate::kind::ErrorKind;

/// The result of a call, its error one of five coarse cases.
pub type NetworkResult<T> = Result<T, NetworkError>;

/// A failed call as one of five coarse cases. Made from any [`Error`] by `?` or
/// [`into_network_error`](Error::into_network_error); matched without a wildcard. `Debug` hides the body.
pub enum NetworkError {
    /// The server answered with an error status.
    Http {
        /// The status code.
        status: u16,
        /// The error in one line.
        message: String,
        /// The body as text, whatever the status class; none if it is not UTF-8 or empty.
        body: Option<String>,
    },
    /// There was no connection, or it broke.
    Connection(AnyError),
    /// A body could not be written or read.
    Serialization(AnyError),
    /// A time limit was reached, whichever.
    Timeout(AnyError),
    /// Anything else: missing credentials, a closed client, nothing in the cache, a redirect that must not be followed.
    Unknown(AnyError),
}

impl From<AnyError> for NetworkError {
    fn from(error: AnyError) -> Self {
        match error.kind() {
            ErrorKind::Timeout(_) => Self::Timeout(error),
            ErrorKind::Connect | ErrorKind::Tls | ErrorKind::Io | ErrorKind::Protocol | ErrorKind::Socket => {
                Self::Connection(error)
            }
            ErrorKind::Encode | ErrorKind::Decode | ErrorKind::BodyTooLarge | ErrorKind::UnexpectedContentType => {
                Self::Serialization(error)
            }
            ErrorKind::Api | ErrorKind::UnexpectedStatus | ErrorKind::Auth => match error.status() {
                Some(status) => Self::Http { status: status.as_u16(), message: error.to_string(), body: text(&error) },
                None => Self::Unknown(error),
            },
            ErrorKind::Request
            | ErrorKind::Redirect
            | ErrorKind::Paging
            | ErrorKind::CacheMiss
            | ErrorKind::Closed
            | ErrorKind::Interceptor => Self::Unknown(error),
        }
    }
}

impl<E: fmt::Debug + Send + Sync + 'static> From<Error<E>> for NetworkError {
    fn from(error: Error<E>) -> Self {
        AnyError::from(error).into()
    }
}

fn text(error: &AnyError) -> Option<String> {
    let text = std::str::from_utf8(error.body()?).ok()?;
    (!text.is_empty()).then(|| text.to_owned())
}

impl fmt::Display for NetworkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Http { message, .. } => f.write_str(message),
            Self::Connection(error) | Self::Serialization(error) | Self::Timeout(error) | Self::Unknown(error) => {
                error.fmt(f)
            }
        }
    }
}

impl fmt::Debug for NetworkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (case, error) = match self {
            Self::Http { status, message, body } => {
                let bytes = body.as_ref().map_or(0, String::len);
                return f
                    .debug_struct("Http")
                    .field("status", status)
                    .field("message", message)
                    .field("body", &format_args!("<{bytes} bytes>"))
                    .finish();
            }
            Self::Connection(error) => ("Connection", error),
            Self::Serialization(error) => ("Serialization", error),
            Self::Timeout(error) => ("Timeout", error),
            Self::Unknown(error) => ("Unknown", error),
        };
        f.debug_tuple(case).field(error).finish()
    }
}

impl StdError for NetworkError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Http { .. } => None,
            Self::Connection(error) | Self::Serialization(error) | Self::Timeout(error) | Self::Unknown(error) => {
                Some(error)
            }
        }
    }
}
