//! Which value of an enum an example is.

use crate::model::{EnumValues, Example, Growth};

/// The value of an enum that an example is, or the first one.
pub(super) fn index(values: &EnumValues, example: Option<&Example>) -> Option<usize> {
    let found = example.and_then(|example| position(values, example));
    let count = match values {
        EnumValues::Strings(values) => values.len(),
        EnumValues::Integers(values) => values.len(),
    };
    found.or_else(|| (count > 0).then_some(0))
}

fn position(values: &EnumValues, example: &Example) -> Option<usize> {
    match (values, example) {
        (EnumValues::Strings(values), Example::Text(text)) => values.iter().position(|(value, _)| **value == **text),
        (EnumValues::Integers(values), Example::Number(number)) => {
            let number: i64 = number.parse().ok()?;
            values.iter().position(|(value, _)| *value == number)
        }
        _ => None,
    }
}

/// Whether an example is a value of an enum: of one that may grow, any of the same kind.
pub(super) fn may_be(values: &EnumValues, growth: Growth, example: &Example) -> bool {
    let is_of_kind = match values {
        EnumValues::Strings(_) => matches!(example, Example::Text(_)),
        EnumValues::Integers(_) => matches!(example, Example::Number(_)),
    };
    position(values, example).is_some() || growth == Growth::Open && is_of_kind
}
