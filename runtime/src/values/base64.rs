//! Bytes that travel as text (`format: byte`): Base64 of RFC 4648 §4.

use std::fmt;

use base64::Engine;
use base64::alphabet::STANDARD;
use base64::display::Base64Display;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use crate::codec::{Decode, Encode, Shape, Text, View};

/// Writes padding, and reads with or without it.
const ENGINE: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Bytes that are written as Base64 text.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Base64(pub Vec<u8>);

impl<T: Into<Vec<u8>>> From<T> for Base64 {
    fn from(bytes: T) -> Self {
        Self(bytes.into())
    }
}

impl AsRef<[u8]> for Base64 {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Display for Base64 {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        Base64Display::new(&self.0, &ENGINE).fmt(formatter)
    }
}

impl fmt::Debug for Base64 {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Base64({self})")
    }
}

impl Decode for Base64 {
    fn vacant() -> Self {
        Self::default()
    }

    fn shape(&mut self) -> Shape<'_> {
        Shape::Text(self)
    }
}

impl Text for Base64 {
    fn example(&self) -> &'static str {
        "AA=="
    }

    fn parse(&mut self, text: &str) -> Result<(), &'static str> {
        self.0 = ENGINE.decode(text).map_err(|_| "Base64 text")?;
        Ok(())
    }

    fn is_described(&self, text: &str) -> bool {
        text.len().is_multiple_of(4)
    }
}

impl Encode for Base64 {
    fn view(&self) -> View<'_> {
        View::Text(self)
    }
}

crate::codec_serde!(Base64);
