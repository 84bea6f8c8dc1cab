//! How calls end, by kinds that can be counted.

use clientwright_runtime::{Error, ErrorKind};

/// How a call ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Outcome {
    Success,
    /// An error that faults bring about.
    Failed(&'static str),
    /// One that they must not.
    Strange(&'static str),
    /// It was dropped.
    Dropped,
    /// It did not end.
    Hung,
}

impl Outcome {
    pub(crate) fn of<T, E>(result: Result<T, Error<E>>) -> Self {
        let Err(error) = result else { return Self::Success };
        let kind = error.kind();
        match kind {
            ErrorKind::Connect
            | ErrorKind::Timeout(_)
            | ErrorKind::Io
            | ErrorKind::Protocol
            | ErrorKind::Auth
            | ErrorKind::Api
            | ErrorKind::UnexpectedStatus => Self::Failed(kind.as_str()),
            _ => Self::Strange(kind.as_str()),
        }
    }

    pub(crate) fn word(self) -> String {
        match self {
            Self::Success => "success".to_owned(),
            Self::Failed(kind) => format!("error: {kind}"),
            Self::Strange(kind) => format!("error that no fault makes: {kind}"),
            Self::Dropped => "dropped on the way".to_owned(),
            Self::Hung => "hung".to_owned(),
        }
    }
}
