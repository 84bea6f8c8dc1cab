//! Text as a typed value: where a description types what is no JSON, such as headers and bodies of plain text.
//!
//! In comes a text, or the items of a list, out goes what serde asks for: a number where the type is a number, the text
//! itself where it is text. Only where the type takes anything does the text decide. The loops over objects and lists
//! are the codec's.

use serde::de::value::{Error, MapDeserializer, SeqDeserializer};
use serde::de::{Deserializer, Error as _, Unexpected, Visitor};
use serde_json::Value;

use crate::codec::{self, DecodeError, Vacant};

/// One text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Plain<'t>(pub(crate) &'t str);

/// A text in style simple (OpenAPI 3.0.4 section 4.8.12.3), with the items that it has as a list.
#[derive(Debug)]
pub(crate) struct Simple<'t> {
    pub(crate) whole: &'t str,
    pub(crate) items: Vec<&'t str>,
    pub(crate) explode: bool,
}

/// Reads a body that is nothing but the text of a value.
pub(crate) fn read(body: &[u8], slot: &mut dyn Vacant) -> Result<(), DecodeError> {
    let text = std::str::from_utf8(body).map_err(|error| DecodeError::of_body(error.to_string()))?;
    codec::decode_from(Plain(text.trim()), slot)
}

impl Plain<'_> {
    /// The integer that the text spells: `7`, and `7.0` as JSON knows it.
    fn integer(self) -> Option<i128> {
        if let Ok(integer) = self.0.parse() {
            return Some(integer);
        }
        let number = self.number()?;
        #[expect(clippy::cast_possible_truncation, reason = "a whole number of this size has an exact integer")]
        (number.fract() == 0.0 && number.abs() < 9e15).then_some(number as i128)
    }

    /// The finite number that the text spells.
    fn number(self) -> Option<f64> {
        self.0.parse().ok().filter(|number: &f64| number.is_finite())
    }

    fn invalid<T>(self, expected: &'static str) -> Result<T, Error> {
        Err(Error::invalid_value(Unexpected::Str(self.0), &expected))
    }
}

/// What no text is by itself, and nothing of the runtime asks for: whatever there is.
macro_rules! as_anything {
    () => {
        ::serde::forward_to_deserialize_any! {
            u128 char bytes byte_buf unit unit_struct newtype_struct tuple tuple_struct struct enum ignored_any
        }
    };
}
pub(super) use as_anything;

/// Has the items and members of lists and objects be deserializers themselves.
macro_rules! into_itself {
    ($($type:ty),*) => { $(
        impl<'de> ::serde::de::IntoDeserializer<'de, ::serde::de::value::Error> for $type {
            type Deserializer = Self;

            fn into_deserializer(self) -> Self {
                self
            }
        }
    )* };
}
pub(super) use into_itself;

macro_rules! integers {
    ($($method:ident $visit:ident $type:ty,)*) => { $(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            match self.integer().and_then(|integer| <$type>::try_from(integer).ok()) {
                Some(integer) => visitor.$visit(integer),
                None => self.invalid(stringify!($type)),
            }
        }
    )* };
}

impl<'de> Deserializer<'de> for Plain<'_> {
    type Error = Error;

    integers! {
        deserialize_i8 visit_i8 i8,
        deserialize_i16 visit_i16 i16,
        deserialize_i32 visit_i32 i32,
        deserialize_i64 visit_i64 i64,
        deserialize_i128 visit_i128 i128,
        deserialize_u8 visit_u8 u8,
        deserialize_u16 visit_u16 u16,
        deserialize_u32 visit_u32 u32,
        deserialize_u64 visit_u64 u64,
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_f64(visitor)
    }

    /// As JSON has it: an integer is handed on as one, so that no digit of it is lost.
    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match (self.0.parse(), self.0.parse(), self.number()) {
            (Ok(integer), ..) => visitor.visit_i64(integer),
            (_, Ok(integer), _) => visitor.visit_u64(integer),
            (.., Some(number)) => visitor.visit_f64(number),
            (.., None) => self.invalid("a number"),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            "true" => visitor.visit_bool(true),
            "false" => visitor.visit_bool(false),
            _ => self.invalid("true or false"),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_str(self.0)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_str(self.0)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_str(self.0)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_some(self)
    }

    /// The specification leaves members of members undefined; as in what is sent, they are JSON.
    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_map(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match codec::spelled(self.0) {
            Some(value @ (Value::Array(_) | Value::Object(_))) => value.deserialize_any(visitor).map_err(Error::custom),
            Some(_) | None => self.invalid("a list or an object"),
        }
    }

    /// The number or boolean that the text spells in JSON, else the text.
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match codec::spelled(self.0) {
            Some(value @ (Value::Bool(_) | Value::Number(_))) => value.deserialize_any(visitor).map_err(Error::custom),
            Some(_) | None => visitor.visit_str(self.0),
        }
    }

    as_anything! {}
}

into_itself! { Plain<'_> }

impl<'t> Simple<'t> {
    /// The list or object that the whole text spells in JSON: many servers write headers so whatever their descriptions say.
    fn json(&self, begin: char) -> Option<Value> {
        self.whole.starts_with(begin).then(|| codec::spelled(self.whole)).flatten()
    }

    /// `R=100,G=200` exploded, else `R,100,G,200`.
    fn pairs(&self) -> Option<Vec<(Plain<'t>, Plain<'t>)>> {
        if self.explode {
            let pairs = self.items.iter().map(|item| item.split_once('='));
            return pairs.map(|pair| pair.map(|(key, value)| (Plain(key), Plain(value)))).collect();
        }
        let pairs = self.items.chunks(2).map(|pair| match pair {
            [key, value] => Some((Plain(key), Plain(value))),
            _ => None,
        });
        pairs.collect()
    }
}

/// Has a macro write the methods of what a single text can be.
macro_rules! scalars {
    ($write:ident) => {
        $write! {
            deserialize_bool deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128
            deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_f32 deserialize_f64 deserialize_str
            deserialize_string deserialize_identifier
        }
    };
}
pub(super) use scalars;

macro_rules! as_plain {
    ($($method:ident)*) => { $(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            Plain(self.whole).$method(visitor)
        }
    )* };
}

impl<'de> Deserializer<'de> for Simple<'_> {
    type Error = Error;

    scalars! { as_plain }

    as_plain! { deserialize_any }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_some(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if let Some(list) = self.json('[') {
            return list.deserialize_any(visitor).map_err(Error::custom);
        }
        visitor.visit_seq(SeqDeserializer::new(self.items.into_iter().map(Plain)))
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if let Some(object) = self.json('{') {
            return object.deserialize_any(visitor).map_err(Error::custom);
        }
        match self.pairs() {
            Some(pairs) => visitor.visit_map(MapDeserializer::new(pairs.into_iter())),
            None => Plain(self.whole).invalid("pairs of keys and values"),
        }
    }

    as_anything! {}
}
