//! Unions without a tag: the value is read whole, and the first arm whose test holds is taken. A test looks at the
//! JSON type, at the texts that are allowed, at the keys that must be there, and at properties that are constant.

use serde_json::Value;

use super::Decode;
use super::fill::fill;
use super::shape::Union;
use super::trace::Trace;

/// An untagged union as a place to be filled.
pub trait Untagged: Union {
    /// Becomes the vacant variant of the first test that `holds`, and gives its payload.
    fn select(&mut self, holds: &mut dyn FnMut(&Test) -> bool) -> Option<&mut dyn Decode>;
}

/// What a value must be to belong to an arm.
#[derive(Debug)]
pub struct Test {
    kind: Kind,
    /// Of an object, keys that must be there; of anything else, the values allowed. Empty allows all.
    listed: &'static [&'static str],
    /// Properties of an object with the values allowed for each.
    constants: &'static [(&'static str, &'static [&'static str])],
    otherwise: Otherwise,
}

#[derive(Debug)]
enum Kind {
    Any,
    Null,
    Boolean,
    Integer,
    Number,
    String,
    Array,
    Object,
}

/// What happens when a value passes the test of an arm and yet does not have the shape of its payload.
#[derive(Clone, Copy, Debug)]
pub enum Otherwise {
    /// It is an error.
    Fail,
    /// The arms after it are tried.
    Next,
}

macro_rules! kinds {
    ($($name:ident $kind:ident $json:literal,)*) => { impl Test { $(
        #[doc = concat!("Holds for ", $json, ".")]
        #[must_use]
        pub const fn $name(
            listed: &'static [&'static str],
            constants: &'static [(&'static str, &'static [&'static str])],
            otherwise: Otherwise,
        ) -> Self {
            Self { kind: Kind::$kind, listed, constants, otherwise }
        }
    )* } };
}

kinds! {
    any Any "anything",
    null Null "`null`",
    boolean Boolean "`true` and `false`",
    integer Integer "numbers without a fraction or an exponent",
    number Number "numbers",
    string String "strings",
    array Array "arrays",
    object Object "objects",
}

impl Test {
    fn holds(&self, value: &Value) -> bool {
        self.kind_holds(value)
            && self.constants_hold(value)
            && match value {
                Value::Object(object) => self.listed.iter().all(|key| object.contains_key(*key)),
                _ => self.listed.is_empty() || self.listed.iter().any(|text| is_literal(value, text)),
            }
    }

    fn kind_holds(&self, value: &Value) -> bool {
        match self.kind {
            Kind::Any => true,
            Kind::Null => value.is_null(),
            Kind::Boolean => value.is_boolean(),
            Kind::Integer => value.is_i64() || value.is_u64(),
            Kind::Number => value.is_number(),
            Kind::String => value.is_string(),
            Kind::Array => value.is_array(),
            Kind::Object => value.is_object(),
        }
    }

    fn constants_hold(&self, value: &Value) -> bool {
        self.constants.iter().all(|(key, allowed)| {
            value.get(key).is_some_and(|value| allowed.iter().any(|text| is_literal(value, text)))
        })
    }
}

/// Whether a value is what this Rust literal says: `"text"`, `1` and `true` arrive here as text.
fn is_literal(value: &Value, text: &str) -> bool {
    match value {
        Value::String(string) => string == text,
        Value::Number(number) => number.to_string() == text,
        Value::Bool(bool) => bool.to_string() == text,
        _ => false,
    }
}

/// Reads a value into the arm that it belongs to. A value that passes no test is kept as it is.
pub(super) fn choose(value: Value, union: &mut dyn Untagged, trace: &mut Trace) -> Result<(), serde_json::Error> {
    let mut passed = 0;
    let mut first = None;
    loop {
        let (mut skip, mut otherwise) = (passed, Otherwise::Fail);
        let payload = union.select(&mut |test| {
            if !test.holds(&value) {
                return false;
            }
            otherwise = test.otherwise;
            if skip > 0 {
                skip -= 1;
                return false;
            }
            true
        });
        let Some(payload) = payload else { break };
        let mut way = Trace::default();
        match (fill(&value, payload, &mut way), otherwise) {
            (Ok(()), _) => return Ok(()),
            (Err(error), Otherwise::Next) => first = first.or(Some((error, way))),
            (Err(error), Otherwise::Fail) => {
                first = first.or(Some((error, way)));
                break;
            }
        }
        passed += 1;
    }
    if let Some((error, way)) = first {
        trace.append(way);
        return Err(error);
    }
    union.unknown(value);
    Ok(())
}

/// Describes an enum of newtypes, told apart by looking at the value, to the codec. Each variant has the JSON type
/// (`any`, `null`, `boolean`, `integer`, `number`, `string`, `array`, `object`), then optionally in brackets the keys
/// that an object must have or the values that a scalar may have, in braces the constant properties of an object,
/// and `or next` where a value that does not fit the payload may still belong to a later arm.
/// The enum has a further variant `Unknown(Value)`.
#[doc(hidden)]
#[macro_export]
macro_rules! untagged_union {
    ($type:ident { $(
        $variant:ident: $kind:ident
            $([$($listed:literal),* $(,)?])?
            $({ $($key:literal: $($constant:literal)|+),* $(,)? })?
            $(or $next:ident)?
    ),* $(,)? }) => {
        impl $crate::codec::Decode for $type {
            #[inline]
            fn vacant() -> Self {
                Self::Unknown($crate::codec::Decode::vacant())
            }
            #[inline]
            fn shape(&mut self) -> $crate::codec::Shape<'_> {
                $crate::codec::Shape::Untagged(self)
            }
        }
        impl $crate::codec::Untagged for $type {
            #[inline]
            fn select(
                &mut self,
                holds: &mut dyn ::std::ops::FnMut(&$crate::codec::Test) -> bool,
            ) -> ::std::option::Option<&mut dyn $crate::codec::Decode> {
                $(if holds(const { &$crate::codec::Test::$kind(
                    &[$($(::std::concat!($listed)),*)?],
                    &[$($(($key, &[$(::std::concat!($constant)),+])),*)?],
                    $crate::codec_otherwise!($($next)?),
                ) }) {
                    *self = Self::$variant($crate::codec::vacant());
                } else)* {
                    return ::std::option::Option::None;
                }
                ::std::option::Option::Some(match self {
                    $(Self::$variant(payload) => payload,)*
                    Self::Unknown(payload) => payload,
                })
            }
        }
        impl $crate::codec::Encode for $type {
            #[inline]
            fn view(&self) -> $crate::codec::View<'_> {
                match self {
                    $(Self::$variant(payload) => $crate::codec::Encode::view(payload),)*
                    Self::Unknown(payload) => $crate::codec::Encode::view(payload),
                }
            }
        }
        $crate::codec_union!($type);
    };
}

/// What follows a failed arm of a union.
#[doc(hidden)]
#[macro_export]
macro_rules! codec_otherwise {
    () => {
        $crate::codec::Otherwise::Fail
    };
    (next) => {
        $crate::codec::Otherwise::Next
    };
}
