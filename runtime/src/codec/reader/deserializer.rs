//! The reader as serde sees it.

use serde::de::{Deserializer, IgnoredAny, Visitor};
use serde::forward_to_deserialize_any;

use super::{Failed, JsonReader, by_others};

impl<'de> Deserializer<'de> for &mut JsonReader<'de> {
    type Error = Failed;

    #[inline]
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failed> {
        match self.peek() {
            Some(b'"') => self.string(visitor),
            Some(b'{') => self.object(visitor),
            Some(b'[') => self.array(visitor),
            Some(b'n') => self.word("null", ()).and_then(|()| visitor.visit_unit()),
            Some(b't') => self.word("true", true).and_then(|truth| visitor.visit_bool(truth)),
            Some(b'f') => self.word("false", false).and_then(|truth| visitor.visit_bool(truth)),
            Some(_) => self.number(visitor),
            None => Err(Failed),
        }
    }

    #[inline]
    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failed> {
        if self.peek() == Some(b'"') { self.string(visitor) } else { Err(Failed) }
    }

    #[inline]
    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failed> {
        self.deserialize_str(visitor)
    }

    #[inline]
    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failed> {
        match self.peek() {
            Some(b'n') => self.word("null", ()).and_then(|()| visitor.visit_none()),
            _ => visitor.visit_some(self),
        }
    }

    #[inline]
    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failed> {
        if self.peek() == Some(b'[') { self.array(visitor) } else { Err(Failed) }
    }

    #[inline]
    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failed> {
        if self.peek() == Some(b'{') { self.object(visitor) } else { Err(Failed) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Failed> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failed> {
        by_others(self.token()?, |number| number.deserialize_f32(visitor))
    }

    fn deserialize_i128<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failed> {
        by_others(self.token()?, |number| number.deserialize_i128(visitor))
    }

    fn deserialize_u128<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failed> {
        by_others(self.token()?, |number| number.deserialize_u128(visitor))
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failed> {
        let rest = self.text.as_bytes().get(self.at..).ok_or(Failed)?;
        let mut values = serde_json::Deserializer::from_slice(rest).into_iter::<IgnoredAny>();
        let Some(Ok(_)) = values.next() else { return Err(Failed) };
        self.at += values.byte_offset();
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f64 char bytes byte_buf unit unit_struct tuple tuple_struct struct enum identifier
    }
}
