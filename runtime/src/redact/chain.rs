//! An error whose causes quote a secret, as texts without it. Enters: an error. Leaves: one that says the same.

use std::error::Error;
use std::fmt;

use super::Veil;
use crate::future::BoxError;

/// `error`, or a copy in texts where one of its causes shows what `veil` hides.
pub(crate) fn covered(error: BoxError, veil: &Veil) -> BoxError {
    match shows(error.as_ref(), veil) {
        true => Box::new(Copy::of(error.as_ref(), veil)),
        false => error,
    }
}

/// Whether `error` or one of its causes shows what `veil` hides.
fn shows(error: &(dyn Error + 'static), veil: &Veil) -> bool {
    veil.is_seen_in(&format!("{error} {error:?}")) || error.source().is_some_and(|source| shows(source, veil))
}

struct Copy {
    display: String,
    debug: String,
    source: Option<Box<Self>>,
}

impl Copy {
    fn of(error: &(dyn Error + 'static), veil: &Veil) -> Self {
        Self {
            display: veil.cover(error.to_string()),
            debug: veil.cover(format!("{error:?}")),
            source: error.source().map(|source| Box::new(Self::of(source, veil))),
        }
    }
}

impl fmt::Display for Copy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.display)
    }
}

impl fmt::Debug for Copy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.debug)
    }
}

impl Error for Copy {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.as_deref().map(|source| source as &(dyn Error + 'static))
    }
}
