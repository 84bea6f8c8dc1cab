//! The members of arrays and objects.

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::forward_to_deserialize_any;

use super::{Failed, JsonReader};

/// The rest of an array or an object.
pub(super) struct Members<'a, 'de> {
    reader: &'a mut JsonReader<'de>,
    is_first: bool,
}

impl<'a, 'de> Members<'a, 'de> {
    /// All, behind the bracket.
    #[inline]
    pub(super) fn of(reader: &'a mut JsonReader<'de>) -> Self {
        Self { reader, is_first: true }
    }

    /// The first byte of the next member, behind its comma; nothing where `end` comes instead.
    #[inline]
    fn next(&mut self, end: u8) -> Result<Option<u8>, Failed> {
        let next = self.reader.peek();
        match (std::mem::take(&mut self.is_first), next) {
            (_, Some(byte)) if byte == end => Ok(None),
            (true, next) => Ok(next),
            (false, Some(b',')) => {
                self.reader.at += 1;
                Ok(self.reader.peek())
            }
            (false, _) => Err(Failed),
        }
    }
}

impl<'de> SeqAccess<'de> for Members<'_, 'de> {
    type Error = Failed;

    #[inline]
    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Failed> {
        match self.next(b']')? {
            Some(_) => seed.deserialize(&mut *self.reader).map(Some),
            None => Ok(None),
        }
    }
}

impl<'de> MapAccess<'de> for Members<'_, 'de> {
    type Error = Failed;

    #[inline]
    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Failed> {
        match self.next(b'}')? {
            Some(b'"') => seed.deserialize(Key(self.reader)).map(Some),
            Some(_) => Err(Failed),
            None => Ok(None),
        }
    }

    #[inline]
    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Failed> {
        self.reader.take(b':')?;
        seed.deserialize(&mut *self.reader)
    }
}

/// A key, which is a text.
struct Key<'a, 'de>(&'a mut JsonReader<'de>);

impl<'de> Deserializer<'de> for Key<'_, 'de> {
    type Error = Failed;

    #[inline]
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failed> {
        self.0.string(visitor)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}
