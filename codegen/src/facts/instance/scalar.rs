//! Values without parts: the example where it fits, or what is made of the type and a name.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::{Instance, written};
use crate::model::{Example, Scalar};

/// A value without parts: the example where it is one, or one that is made.
pub(super) fn made(scalar: Scalar, name: &str, example: Option<&Example>) -> Instance {
    if let Some(fitting) = example.and_then(|example| fitting(scalar, example)) {
        return fitting;
    }
    let parsed = |text: &str| Instance::Parsed(text.to_owned());
    match scalar {
        Scalar::Bool => Instance::Bool(true),
        Scalar::Always(truth) => Instance::Bool(truth),
        Scalar::I32 | Scalar::I64 | Scalar::U32 | Scalar::U64 | Scalar::I128 | Scalar::Number => Instance::Integer(1),
        Scalar::F64 => Instance::Float(1.0),
        Scalar::String | Scalar::Binary | Scalar::Secret => Instance::Text(named(name).to_owned()),
        Scalar::Base64 => Instance::Text("bytes".to_owned()),
        Scalar::Uuid => parsed("67e55044-10b1-426f-9247-bb680e5fe0c8"),
        Scalar::Date => parsed("2026-01-31"),
        Scalar::DateTime => parsed("2026-01-31T12:00:00Z"),
        Scalar::Ipv4 => parsed("192.0.2.1"),
        Scalar::Ipv6 => parsed("2001:db8::1"),
    }
}

/// The example as a value, where it is one.
pub(super) fn fitting(scalar: Scalar, example: &Example) -> Option<Instance> {
    let parsed = |is: fn(&str) -> bool| match example {
        Example::Text(text) if is(text) => Some(Instance::Parsed(text.clone().into())),
        _ => None,
    };
    let integer = |least: i128, most: i128| match example {
        Example::Number(text) => {
            text.parse().ok().filter(|number| (least..=most).contains(number)).map(Instance::Integer)
        }
        _ => None,
    };
    match scalar {
        Scalar::Bool => match example {
            Example::Bool(truth) => Some(Instance::Bool(*truth)),
            _ => None,
        },
        Scalar::Always(truth) => (*example == Example::Bool(truth)).then_some(Instance::Bool(truth)),
        // What is made of a number is one of 32 bits.
        Scalar::I32 | Scalar::Number => integer(i32::MIN.into(), i32::MAX.into()),
        Scalar::I64 => integer(i64::MIN.into(), i64::MAX.into()),
        Scalar::U32 => integer(0, u32::MAX.into()),
        Scalar::U64 => integer(0, u64::MAX.into()),
        Scalar::I128 => integer(i128::MIN, i128::MAX),
        Scalar::F64 => match example {
            Example::Number(text) => text.parse().ok().filter(|number: &f64| number.is_finite()).map(Instance::Float),
            _ => None,
        },
        Scalar::String | Scalar::Binary | Scalar::Secret => match example {
            Example::Text(text) if is_short(text) => Some(Instance::Text(text.clone().into())),
            _ => None,
        },
        // What is shown is Base64 already, and what is passed is not.
        Scalar::Base64 => None,
        Scalar::Uuid => parsed(written::is_uuid),
        Scalar::Date => parsed(written::is_date),
        Scalar::DateTime => parsed(written::is_date_time),
        Scalar::Ipv4 => parsed(|text| text.parse::<Ipv4Addr>().is_ok()),
        Scalar::Ipv6 => parsed(|text| text.parse::<Ipv6Addr>().is_ok()),
    }
}

/// Any value: the example where that is short.
pub(super) fn any(name: &str, example: Option<&Example>) -> Example {
    let is_plain = |example: &Example| match example {
        Example::Text(text) => is_short(text),
        Example::Number(text) => text.parse::<i32>().is_ok(),
        Example::Bool(_) => true,
        Example::Null | Example::List(_) | Example::Object(_) => false,
    };
    match example {
        Some(Example::Object(members)) => {
            let fitting = |(key, value): &&(Box<str>, Example)| is_short(key) && is_plain(value);
            match members.iter().find(fitting) {
                Some(member) => Example::Object(vec![member.clone()]),
                None => Example::Text(named(name).into()),
            }
        }
        Some(example) if is_plain(example) => example.clone(),
        Some(_) | None => Example::Text(named(name).into()),
    }
}

/// A text that says what it is for.
fn named(name: &str) -> &str {
    if is_short(name) { name } else { "text" }
}

pub(super) fn is_short(text: &str) -> bool {
    !text.trim().is_empty() && text.len() <= Example::LONGEST_TEXT
}
