//! Integers as JSON Schema has them: a number without a fraction is one however it is written, `1.0` and `1e3` too.
//!
//! A parser of JSON hands such a number on as one of 64 bits. Up to 2^53 that is the integer; beyond it digits may be lost, and
//! the number is refused, so that the document is read once more with all its integers spelled out.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, Error, Unexpected, Visitor};

/// 2^53: below it every integer is a number of 64 bits, and from there on digits may be lost already.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// The integer that a number is, where it is surely that one.
pub(super) fn whole(number: f64) -> Option<i64> {
    #[expect(clippy::cast_possible_truncation, reason = "without a fraction, and far within the range")]
    (number.fract() == 0.0 && number.abs() < EXACT).then_some(number as i64)
}

/// An integer of any width that is read from any such number.
pub(super) struct Whole<T>(pub(super) T);

impl From<Whole<Self>> for i64 {
    #[inline]
    fn from(Whole(integer): Whole<Self>) -> Self {
        integer
    }
}

struct WholeVisitor<T>(PhantomData<T>);

macro_rules! widths {
    ($($type:ident $deserialize:ident;)*) => { $(
        impl<'de> Deserialize<'de> for Whole<$type> {
            #[inline]
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.$deserialize(WholeVisitor::<$type>(PhantomData))
            }
        }

        impl Visitor<'_> for WholeVisitor<$type> {
            type Value = Whole<$type>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(stringify!($type))
            }

            #[inline]
            fn visit_i64<E: Error>(self, integer: i64) -> Result<Self::Value, E> {
                match integer.try_into() {
                    Ok(integer) => Ok(Whole(integer)),
                    Err(_) => Err(E::invalid_value(Unexpected::Signed(integer), &self)),
                }
            }

            #[inline]
            fn visit_u64<E: Error>(self, integer: u64) -> Result<Self::Value, E> {
                match integer.try_into() {
                    Ok(integer) => Ok(Whole(integer)),
                    Err(_) => Err(E::invalid_value(Unexpected::Unsigned(integer), &self)),
                }
            }

            #[cold]
            fn visit_f64<E: Error>(self, number: f64) -> Result<Self::Value, E> {
                match whole(number) {
                    Some(integer) => self.visit_i64(integer),
                    None => Err(E::invalid_type(Unexpected::Float(number), &self)),
                }
            }
        }
    )* };
}

widths! {
    i32 deserialize_i32;
    i64 deserialize_i64;
    u32 deserialize_u32;
    u64 deserialize_u64;
}

/// The longest integer that a type has room for: one of 128 bits.
const LONGEST: usize = 39;

/// JSON text with every number that is an integer written as one; `None` where all of them are already.
#[must_use]
pub fn spelled_out(json: &[u8]) -> Option<Vec<u8>> {
    let mut output = Vec::new();
    let (mut rest, mut is_changed) = (json, false);
    while let Some(&first) = rest.first() {
        let length = match first {
            b'"' => string_length(rest),
            b'-' | b'0'..=b'9' => rest.iter().take_while(|byte| is_of_number(**byte)).count(),
            _ => 1,
        };
        let (token, after) = rest.split_at(length);
        match digits(token) {
            Some(digits) => {
                output.extend(digits.into_bytes());
                is_changed = true;
            }
            None => output.extend(token),
        }
        rest = after;
    }
    is_changed.then_some(output)
}

fn string_length(text: &[u8]) -> usize {
    let mut length = 1;
    while let Some(byte) = text.get(length) {
        match byte {
            b'"' => return length + 1,
            b'\\' => length += 2,
            _ => length += 1,
        }
    }
    text.len()
}

/// Whether numbers consist of such bytes.
#[inline]
pub(super) fn is_of_number(byte: u8) -> bool {
    matches!(byte, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E')
}

/// The digits of a number that has a fraction or an exponent and is an integer all the same.
fn digits(token: &[u8]) -> Option<String> {
    let number =
        std::str::from_utf8(token).ok().filter(|text| text.contains(['.', 'e', 'E']) && !text.starts_with('"'))?;
    let (sign, number) = number.strip_prefix('-').map_or(("", number), |number| ("-", number));
    let (mantissa, exponent) = number.split_once(['e', 'E']).unwrap_or((number, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let point = i64::try_from(whole.len()).ok()? + i64::from(exponent.parse::<i32>().ok()?);
    let all = format!("{whole}{fraction}");
    let significant = all.trim_start_matches('0');
    let point = point - i64::try_from(all.len() - significant.len()).ok()?;
    let significant = significant.trim_end_matches('0');
    let length = usize::try_from(point).ok().filter(|length| (1..=LONGEST).contains(length))?;
    (significant.len() <= length && !significant.is_empty()).then(|| format!("{sign}{significant:0<length$}"))
}

#[cfg(test)]
mod tests {
    use super::spelled_out;

    fn after(json: &str) -> Option<String> {
        spelled_out(json.as_bytes()).map(|text| String::from_utf8(text).expect("text"))
    }

    #[test]
    fn integers_are_spelled_out_and_nothing_else_is_touched() {
        for (before, expected) in [
            ("1.0", "1"),
            ("-1.50e1", "-15"),
            ("1E+3", "1000"),
            ("120.0e-1", "12"),
            ("0.001e3", "1"),
            ("9223372036854775807.000", "9223372036854775807"),
            (r#"{"1.0":["1.0\"2.0\\",1.0,1.5,1e39]}"#, r#"{"1.0":["1.0\"2.0\\",1,1.5,1e39]}"#),
        ] {
            assert_eq!(after(before).as_deref(), Some(expected));
        }
        for same in
            ["1", "1.5", "0.0", "-0.0", "1e-1", "1e39", "1e400", "1e99999999999", r#""1.0"#, r#"["\\"]"#, "e", ""]
        {
            assert_eq!(after(same), None, "{same}");
        }
    }
}
