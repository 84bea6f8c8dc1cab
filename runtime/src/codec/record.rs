//! Records: objects with the properties of a table. A generated struct gives one line per property and two lists of
//! pointers to its fields; the loop over a received object is here. Writing it is `object`'s.

use std::fmt;

use serde::de::value::StrDeserializer;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor};

use super::fill::{self, Seed};
use super::shape::Shape;
use super::trace::Trace;
use super::{Decode, Encode};

/// The properties of a record, in the order in which they are written.
#[derive(Debug)]
pub struct Table {
    pub(super) fields: &'static [Field],
    /// The slot that takes all other keys.
    pub(super) extra: Option<usize>,
}

/// One property of a record.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    pub(super) name: &'static str,
    pub(super) presence: Presence,
    /// The place in the lists of pointers; constants take none.
    pub(super) slot: usize,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Presence {
    /// Written always, expected always. A field that can be absent is written as `null` and may be missing.
    Required,
    /// Left out when absent.
    Optional,
    /// Not a field: written with this text, ignored on receipt.
    Constant(&'static str),
    /// All other keys.
    Extra,
}

/// The fields of a record as places to be filled.
pub trait Record {
    /// Shows one slot per field, in the order of the table.
    fn fields(&mut self, visit: &mut dyn FnMut(&mut [&mut dyn Decode]));
}

/// The fields of a record as values.
pub trait RecordView {
    /// Shows one value per field, in the order of the table.
    fn fields<'a>(&'a self, visit: &mut dyn FnMut(&[&'a dyn Encode]));
}

impl Field {
    /// A property that is always there.
    #[must_use]
    pub const fn required(name: &'static str) -> Self {
        Self { name, presence: Presence::Required, slot: 0 }
    }

    /// A property that may be missing.
    #[must_use]
    pub const fn optional(name: &'static str) -> Self {
        Self { name, presence: Presence::Optional, slot: 0 }
    }

    /// A property that may be missing or `null`, which its type tells apart.
    #[must_use]
    pub const fn maybe(name: &'static str) -> Self {
        Self::optional(name)
    }

    /// A property that always has the same text.
    #[must_use]
    pub const fn constant(name: &'static str, text: &'static str) -> Self {
        Self { name, presence: Presence::Constant(text), slot: 0 }
    }

    /// The map of all other properties.
    #[must_use]
    pub const fn extra() -> Self {
        Self { name: "", presence: Presence::Extra, slot: 0 }
    }
}

/// Gives every field its slot.
#[must_use]
pub const fn numbered<const COUNT: usize>(mut fields: [Field; COUNT]) -> [Field; COUNT] {
    let (mut index, mut slot) = (0, 0);
    while index < COUNT {
        fields[index].slot = slot;
        if !matches!(fields[index].presence, Presence::Constant(_)) {
            slot += 1;
        }
        index += 1;
    }
    fields
}

impl Table {
    /// The table of these [`numbered`] fields.
    #[must_use]
    pub const fn new(fields: &'static [Field]) -> Self {
        let mut extra = None;
        let mut index = 0;
        while index < fields.len() {
            if matches!(fields[index].presence, Presence::Extra) {
                extra = Some(fields[index].slot);
            }
            index += 1;
        }
        Self { fields, extra }
    }

    /// The index of the field with this name. Documents mostly have their keys in the order of the table, so the
    /// search begins at the field after the last one found.
    #[inline]
    pub(super) fn find(&self, name: &str, hint: usize) -> Option<usize> {
        let (before, after) = self.fields.split_at_checked(hint)?;
        let same = |field: &Field| field.name == name && !matches!(field.presence, Presence::Extra);
        match after.iter().position(same) {
            Some(index) => Some(hint + index),
            None => before.iter().position(same),
        }
    }
}

/// Which fields were received: one bit each, and more room only for records of more than 64 fields.
#[derive(Default)]
struct Seen {
    low: u64,
    high: Vec<bool>,
}

impl Seen {
    #[inline]
    fn contains(&self, index: usize) -> bool {
        if index < 64 { self.low & (1 << index) != 0 } else { self.high.get(index - 64) == Some(&true) }
    }

    #[inline]
    fn insert(&mut self, index: usize) {
        if index < 64 {
            self.low |= 1 << index;
        } else {
            if self.high.len() <= index - 64 {
                self.high.resize(index - 63, false);
            }
            self.high[index - 64] = true;
        }
    }
}

pub(super) struct RecordVisitor<'a, 't> {
    pub(super) table: &'static Table,
    pub(super) record: &'a mut dyn Record,
    pub(super) trace: &'t mut Trace,
}

impl<'de> Visitor<'de> for RecordVisitor<'_, '_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<(), A::Error> {
        read(&mut object, self.table, self.record, None, self.trace)
    }
}

/// Reads an object into a record. `given` is a property that was read before, as text.
pub(super) fn read<'de, A: MapAccess<'de>>(
    object: &mut A,
    table: &'static Table,
    record: &mut dyn Record,
    given: Option<(&str, &str)>,
    trace: &mut Trace,
) -> Result<(), A::Error> {
    let mut outcome = Ok(());
    record.fields(&mut |slots| {
        let mut reader = Reader { table, slots, seen: Seen::default(), trace };
        outcome = reader.given(given).and_then(|()| reader.object(object));
    });
    outcome
}

struct Reader<'a, 'f, 't> {
    table: &'static Table,
    slots: &'a mut [&'f mut dyn Decode],
    seen: Seen,
    trace: &'t mut Trace,
}

impl Reader<'_, '_, '_> {
    #[inline]
    fn given<E: Error>(&mut self, given: Option<(&str, &str)>) -> Result<(), E> {
        let Some((name, text)) = given else { return Ok(()) };
        if let Some(index) = self.table.find(name, 0) {
            self.seen.insert(index);
            if let Some(slot) = self.slot(index) {
                fill::fill(StrDeserializer::new(text), slot, &mut Trace::default())
                    .inspect_err(|_| self.trace.key(name))?;
            }
        }
        Ok(())
    }

    fn object<'de, A: MapAccess<'de>>(&mut self, object: &mut A) -> Result<(), A::Error> {
        let mut hint = 0;
        while let Some(key) = object.next_key_seed(KeySeed { table: self.table, hint })? {
            match key {
                Key::Field(index) => {
                    self.field(object, index)?;
                    hint = index + 1;
                }
                Key::Extra(key) => self.extra(object, key)?,
                Key::Ignored => {
                    object.next_value::<IgnoredAny>()?;
                }
            }
        }
        self.missing()
    }

    #[inline]
    fn slot(&mut self, index: usize) -> Option<&mut dyn Decode> {
        let field = self.table.fields.get(index)?;
        match field.presence {
            Presence::Constant(_) => None,
            _ => Some(&mut **self.slots.get_mut(field.slot)?),
        }
    }

    #[inline]
    fn field<'de, A: MapAccess<'de>>(&mut self, object: &mut A, index: usize) -> Result<(), A::Error> {
        let field = &self.table.fields[index];
        if self.seen.contains(index) {
            self.trace.key(field.name);
            return Err(A::Error::duplicate_field(field.name));
        }
        self.seen.insert(index);
        if let Presence::Constant(_) = field.presence {
            object.next_value::<IgnoredAny>()?;
            return Ok(());
        }
        let seed = Seed { slot: &mut *self.slots[field.slot], trace: &mut *self.trace };
        object.next_value_seed(seed).inspect_err(|_| self.trace.key(field.name))
    }

    fn extra<'de, A: MapAccess<'de>>(&mut self, object: &mut A, key: String) -> Result<(), A::Error> {
        if let Some(slot) = self.table.extra
            && let Shape::Map(entries) = self.slots[slot].shape()
        {
            return fill::entry(object, key, entries, self.trace);
        }
        object.next_value::<IgnoredAny>().map(|_| ())
    }

    /// A required property that did not come is an error, unless its field can be absent.
    fn missing<E: Error>(&mut self) -> Result<(), E> {
        for (index, field) in self.table.fields.iter().enumerate() {
            if let Presence::Required = field.presence
                && !self.seen.contains(index)
                && !matches!(self.slots[field.slot].shape(), Shape::Nullable(_))
            {
                return Err(E::missing_field(field.name));
            }
        }
        Ok(())
    }
}

enum Key {
    Field(usize),
    Extra(String),
    Ignored,
}

/// Compares a key where it stands: it is copied only when it is data.
struct KeySeed {
    table: &'static Table,
    hint: usize,
}

impl<'de> DeserializeSeed<'de> for KeySeed {
    type Value = Key;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Key, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for KeySeed {
    type Value = Key;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the name of a property")
    }

    #[inline]
    fn visit_str<E: Error>(self, name: &str) -> Result<Key, E> {
        Ok(match self.table.find(name, self.hint) {
            Some(index) => Key::Field(index),
            None if self.table.extra.is_some() => Key::Extra(name.to_owned()),
            None => Key::Ignored,
        })
    }
}

/// Describes a struct to the codec, one line per property: `required`, `optional` or `maybe` with the field and its
/// name on the wire, `constant` with a name and a text that is always written, `extra` with the map of all other keys.
#[doc(hidden)]
#[macro_export]
macro_rules! record {
    ($type:ident { $($presence:ident $($name:literal)? $($field:ident)? $(= $wire:literal)?;)* }) => {
        const _: () = {
            static TABLE: $crate::codec::Table = $crate::codec::Table::new(&const {
                $crate::codec::numbered([$($crate::codec::Field::$presence($($name,)? $($wire)?)),*])
            });
            impl $crate::codec::Decode for $type {
                #[inline]
                fn vacant() -> Self {
                    Self { $($($field: $crate::codec::Decode::vacant(),)?)* }
                }
                #[inline]
                fn shape(&mut self) -> $crate::codec::Shape<'_> {
                    $crate::codec::Shape::Record(&TABLE, self)
                }
            }
            impl $crate::codec::Record for $type {
                #[inline]
                fn fields(&mut self, visit: &mut dyn FnMut(&mut [&mut dyn $crate::codec::Decode])) {
                    visit(&mut [$($(&mut self.$field,)?)*])
                }
            }
            impl $crate::codec::Encode for $type {
                #[inline]
                fn view(&self) -> $crate::codec::View<'_> {
                    $crate::codec::View::Record(&TABLE, self)
                }
            }
            impl $crate::codec::RecordView for $type {
                #[inline]
                fn fields<'a>(&'a self, visit: &mut dyn FnMut(&[&'a dyn $crate::codec::Encode])) {
                    visit(&[$($(&self.$field,)?)*])
                }
            }
        };
        $crate::codec_serde!($type);
    };
}

/// The serde face of a described type.
#[doc(hidden)]
#[macro_export]
macro_rules! codec_serde {
    ($type:ident) => {
        impl $crate::codec::serde::Serialize for $type {
            fn serialize<S: $crate::codec::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $crate::codec::serialize(self, serializer)
            }
        }
        impl<'de> $crate::codec::serde::Deserialize<'de> for $type {
            fn deserialize<D: $crate::codec::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::codec::deserialize(deserializer)
            }
        }
    };
}
