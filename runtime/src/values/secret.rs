//! Text that must not be seen (`format: password`).

use std::fmt;

use zeroize::Zeroizing;

use crate::codec::{Decode, Encode, Shape, View};

/// Text that `Debug` does not show and whose memory is wiped when it is dropped.
///
/// It is written and read like any text: what becomes of it then is up to those who hold the bytes.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// The text itself.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl<T: Into<String>> From<T> for Secret {
    fn from(text: T) -> Self {
        Self(Zeroizing::new(text.into()))
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Secret(..)")
    }
}

impl Decode for Secret {
    fn vacant() -> Self {
        String::new().into()
    }

    fn shape(&mut self) -> Shape<'_> {
        Shape::String(&mut self.0)
    }
}

impl Encode for Secret {
    fn view(&self) -> View<'_> {
        View::Str(&self.0)
    }
}

crate::codec_serde!(Secret);
