//! Numbers that may be integers of 64 bits: what was an integer stays one.
//!
//! `serde_json` reads its number by asking for anything, which a text cannot answer. Here a number is asked for.

use std::fmt;

use serde::de::{Error, Unexpected, Visitor};
use serde_json::Number;

/// Fills a number.
pub(super) struct NumberVisitor<'a>(pub(super) &'a mut Number);

impl Visitor<'_> for NumberVisitor<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a number")
    }

    fn visit_i64<E: Error>(self, integer: i64) -> Result<(), E> {
        *self.0 = integer.into();
        Ok(())
    }

    fn visit_u64<E: Error>(self, integer: u64) -> Result<(), E> {
        *self.0 = integer.into();
        Ok(())
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<(), E> {
        match Number::from_f64(number) {
            Some(number) => *self.0 = number,
            None => return Err(E::invalid_value(Unexpected::Float(number), &self)),
        }
        Ok(())
    }
}
