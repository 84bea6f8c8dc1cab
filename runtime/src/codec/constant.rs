//! Properties that have one value in the description.

use std::fmt;

use serde_json::Value;

use super::{Encode, View};

/// A property that always has the value that the description gives, and so needs no setting.
///
/// The description's value is written wherever this stands. Should a server send another one, that is kept here and written
/// back as it came.
#[derive(Clone, Default, PartialEq)]
pub struct Constant(Option<Box<Value>>);

impl Constant {
    /// What came in the place of the description's value.
    #[must_use]
    pub fn other(&self) -> Option<&Value> {
        self.0.as_deref()
    }

    pub(crate) fn is_as_described(&mut self) {
        self.0 = None;
    }

    pub(crate) fn is(&mut self, other: Value) {
        self.0 = Some(Box::new(other));
    }
}

impl From<Value> for Constant {
    /// Another value than the description's.
    fn from(other: Value) -> Self {
        Self(Some(Box::new(other)))
    }
}

impl fmt::Debug for Constant {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            None => formatter.write_str("as described"),
            Some(other) => other.fmt(formatter),
        }
    }
}

impl Encode for Constant {
    fn view(&self) -> View<'_> {
        match &self.0 {
            None => View::Absent,
            Some(other) => View::Value(other),
        }
    }
}
