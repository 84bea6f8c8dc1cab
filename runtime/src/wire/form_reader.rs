//! Bodies of `application/x-www-form-urlencoded` as typed values: what the server sends to webhooks and callbacks.
//!
//! In come a body and what the description says of its properties, out goes a filled value. It is the way back of `form`:
//!
//! | property | text |
//! |---|---|
//! | primitive | itself, as the type asks |
//! | array | each pair of that name is an item; none is an empty array; joined by a delimiter where its style says so |
//! | object, and what is declared to be JSON | a document |
//! | object of style deepObject | the pairs `name[key]` |

use std::borrow::Cow;
use std::collections::BTreeMap;

use percent_encoding::percent_decode_str;
use serde::de::value::{Error, MapDeserializer, SeqDeserializer};
use serde::de::{Deserializer, Error as _, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;
use serde_json::Value;

use super::param::Style;
use super::part_spec::PartSpec;
use super::text::Plain;
use crate::codec::{self, DecodeError, Vacant};
use crate::media;

/// Reads a form into a vacant value.
pub(crate) fn read(body: &[u8], parts: &'static [PartSpec], slot: &mut dyn Vacant) -> Result<(), DecodeError> {
    let text = std::str::from_utf8(body).map_err(|error| DecodeError::of_body(error.to_string()))?;
    let mut form = Form::default();
    for pair in text.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        form.add(parts, &decoded(name)?, value)?;
    }
    // An array without items has no pair.
    for name in codec::required_lists(slot) {
        form.0.entry(name.to_owned()).or_insert_with(|| Property::Texts(Texts::default()));
    }
    codec::decode_from(form, slot)
}

/// The text behind `+` and percent-encoding.
fn decoded(text: &str) -> Result<String, DecodeError> {
    let spaced: Cow<'_, str> = if text.contains('+') { text.replace('+', " ").into() } else { text.into() };
    let decoded = percent_decode_str(&spaced).decode_utf8().map(Cow::into_owned);
    decoded.map_err(|error| DecodeError::of_body(error.to_string()))
}

/// What has come, by name.
#[derive(Debug, Default)]
struct Form(BTreeMap<String, Property>);

#[derive(Debug)]
enum Property {
    Texts(Texts),
    Members(Form),
}

/// The values of one name.
#[derive(Debug, Default)]
struct Texts {
    texts: Vec<String>,
    is_json: bool,
}

impl Form {
    fn add(&mut self, parts: &'static [PartSpec], name: &str, value: &str) -> Result<(), DecodeError> {
        if let Some((base, keys)) = name.strip_suffix(']').and_then(|inner| inner.split_once('['))
            && PartSpec::find(parts, base).is_some_and(|part| part.style == Some(Style::DeepObject))
        {
            let keys: Vec<&str> = std::iter::once(base).chain(keys.split("][")).collect();
            self.add_below(&keys, decoded(value)?);
            return Ok(());
        }
        let part = PartSpec::find(parts, name);
        let is_json = part.is_some_and(|part| matches!(part.types, [only] if media::is_json(only)));
        let delimiters = part.filter(|part| part.explode == Some(false)).and_then(delimiters);
        let texts = self.texts(name);
        texts.is_json |= is_json;
        match delimiters {
            Some(delimiters) if !value.is_empty() => {
                let mut value = value.to_owned();
                // What is escaped in an item is no delimiter, but for those that have no other form.
                for delimiter in &delimiters[1..] {
                    value = value.replace(delimiter, delimiters[0]);
                }
                for item in value.split(delimiters[0]) {
                    texts.texts.push(decoded(item)?);
                }
            }
            Some(_) => {}
            None => texts.texts.push(decoded(value)?),
        }
        Ok(())
    }

    fn texts(&mut self, name: &str) -> &mut Texts {
        let property = self.0.entry(name.to_owned()).or_insert_with(|| Property::Texts(Texts::default()));
        if let Property::Members(_) = property {
            *property = Property::Texts(Texts::default());
        }
        match property {
            Property::Texts(texts) => texts,
            Property::Members(_) => unreachable!("it was made texts"),
        }
    }

    fn add_below(&mut self, keys: &[&str], text: String) {
        match keys {
            [] => {}
            [key] => self.texts(key).texts.push(text),
            [key, rest @ ..] => {
                let property = self.0.entry((*key).to_owned()).or_insert_with(|| Property::Members(Form::default()));
                if let Property::Members(members) = property {
                    members.add_below(rest, text);
                }
            }
        }
    }
}

/// What stands between the items of an array in one text: as it is split, then how else it may be written.
fn delimiters(part: &PartSpec) -> Option<&'static [&'static str]> {
    match part.style.unwrap_or(Style::Form) {
        Style::Form | Style::Simple => Some(&[","]),
        Style::SpaceDelimited => Some(&["%20", "+"]),
        Style::PipeDelimited => Some(&["|", "%7C", "%7c"]),
        Style::TabDelimited => Some(&["%09"]),
        Style::Label | Style::Matrix | Style::DeepObject | Style::Cookie => None,
    }
}

impl<'de> Deserializer<'de> for Form {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_map(MapDeserializer::new(self.0.into_iter()))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_some(self)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct newtype_struct seq
        tuple tuple_struct map struct enum identifier ignored_any
    }
}

impl Texts {
    /// The one text; the last of several, as in an object of JSON.
    fn text(&self) -> Plain<'_> {
        Plain(self.texts.last().map_or("", String::as_str))
    }

    /// The document that it is declared to be.
    fn document(&self) -> Option<Value> {
        serde_json::from_str(self.text().0).ok().filter(|_| self.is_json)
    }
}

macro_rules! as_plain {
    ($($method:ident)*) => { $(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            match self.document() {
                Some(document) => document.deserialize_any(visitor).map_err(Error::custom),
                None => self.text().$method(visitor),
            }
        }
    )* };
}

impl<'de> Deserializer<'de> for Texts {
    type Error = Error;

    as_plain! {
        deserialize_bool deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_f32 deserialize_f64 deserialize_str
        deserialize_string deserialize_identifier deserialize_map
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match (self.document(), self.texts.as_slice()) {
            (Some(document), _) => document.deserialize_any(visitor).map_err(Error::custom),
            (None, [only]) => Plain(only).deserialize_any(visitor),
            (None, texts) => visitor.visit_seq(SeqDeserializer::new(texts.iter().map(|text| Plain(text)))),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.document() {
            Some(Value::Null) => visitor.visit_none(),
            Some(_) | None => visitor.visit_some(self),
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.document() {
            Some(document) => document.deserialize_any(visitor).map_err(Error::custom),
            None => visitor.visit_seq(SeqDeserializer::new(self.texts.iter().map(|text| Plain(text)))),
        }
    }

    forward_to_deserialize_any! {
        u128 char bytes byte_buf unit unit_struct newtype_struct tuple tuple_struct struct enum ignored_any
    }
}

macro_rules! as_what_it_is {
    ($($method:ident)*) => { $(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            match self {
                Self::Texts(texts) => texts.$method(visitor),
                Self::Members(members) => members.$method(visitor),
            }
        }
    )* };
}

impl<'de> Deserializer<'de> for Property {
    type Error = Error;

    as_what_it_is! {
        deserialize_any deserialize_bool deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_f32 deserialize_f64 deserialize_str
        deserialize_string deserialize_identifier deserialize_map deserialize_option deserialize_seq
    }

    forward_to_deserialize_any! {
        u128 char bytes byte_buf unit unit_struct newtype_struct tuple tuple_struct struct enum ignored_any
    }
}

impl<'de> IntoDeserializer<'de, Error> for Property {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}
