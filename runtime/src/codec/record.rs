//! Records: objects with the properties of a table. A generated struct gives one line per property and two lists of
//! pointers to its fields; the loop over a received object is here. Writing it is `object`'s.

use std::fmt;

use serde::de::value::StrDeserializer;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor};

use super::fill::{self, Seed, fill};
use super::shape::Shape;
use super::trace::Trace;
use super::{Decode, Encode};

/// The properties of a record, in the order in which they are written.
#[derive(Debug)]
pub struct Table {
    pub(super) fields: &'static [Field],
    /// The slot that takes all other keys.
    pub(super) extra: Option<usize>,
    /// Those of the first 64 fields that must be there, a bit each.
    required: u64,
}

/// One property of a record.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    pub(super) name: &'static str,
    /// The place in the lists of pointers; constants have none.
    pub(super) slot: usize,
    pub(super) presence: Presence,
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
        if let Presence::Constant(_) = fields[index].presence {
            fields[index].slot = usize::MAX;
        } else {
            fields[index].slot = slot;
            slot += 1;
        }
        index += 1;
    }
    fields
}

impl Table {
    /// The table of these [`numbered`] fields, of which at most the last takes all other keys.
    #[must_use]
    pub const fn new(fields: &'static [Field]) -> Self {
        let (fields, extra) = match fields {
            [fields @ .., Field { presence: Presence::Extra, slot, .. }] => (fields, Some(*slot)),
            _ => (fields, None),
        };
        let (mut index, mut required) = (0, 0);
        while index < fields.len() {
            match fields[index].presence {
                Presence::Required if index < 64 => required |= 1 << index,
                Presence::Extra => panic!("`extra` is the last line of a record"),
                _ => {}
            }
            index += 1;
        }
        Self { fields, extra, required }
    }

    /// The index of the field with this name. Documents mostly have their keys in the order of the table, so the
    /// search begins at `hint`, the field after the last one found.
    #[inline]
    pub(super) fn find(&self, name: &str, hint: usize) -> Option<usize> {
        match self.fields.get(hint) {
            Some(field) if field.name == name => Some(hint),
            _ => self.search(name, hint),
        }
    }

    /// Looks on both sides of `hint`, the nearest first: optional properties are missing, some servers sort keys.
    #[inline(never)]
    fn search(&self, name: &str, hint: usize) -> Option<usize> {
        let is_at = |index: &usize| self.fields.get(*index).is_some_and(|field| field.name == name);
        (1..=self.fields.len()).find_map(|distance| {
            let after = Some(hint + distance).filter(is_at);
            after.or_else(|| hint.checked_sub(distance).filter(is_at))
        })
    }
}

/// Which fields were received: one bit each, and more room only for records of more than 64 fields.
#[derive(Default)]
struct Seen {
    low: u64,
    high: Vec<bool>,
}

impl Seen {
    fn contains(&self, index: usize) -> bool {
        if index < 64 { self.low & (1 << index) != 0 } else { self.high.get(index - 64) == Some(&true) }
    }

    /// Says whether the field is new.
    #[inline]
    fn insert(&mut self, index: usize) -> bool {
        if index >= 64 {
            return self.insert_high(index - 64);
        }
        let before = self.low;
        self.low |= 1 << index;
        before != self.low
    }

    #[cold]
    fn insert_high(&mut self, index: usize) -> bool {
        if self.high.len() <= index {
            self.high.resize(index + 1, false);
        }
        !std::mem::replace(&mut self.high[index], true)
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

    #[inline]
    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<(), A::Error> {
        let RecordVisitor { table, record, trace } = self;
        let mut outcome = Ok(());
        record.fields(&mut |slots| {
            outcome = Reader { table, slots, seen: Seen::default(), trace }.object(&mut object);
        });
        outcome
    }
}

/// Reads the rest of an object into a record, after the text of the property `name` was read already.
pub(super) fn resume<'de, A: MapAccess<'de>>(
    mut object: A,
    table: &'static Table,
    record: &mut dyn Record,
    (name, text): (&str, &str),
    trace: &mut Trace,
) -> Result<(), A::Error> {
    let mut outcome = Ok(());
    record.fields(&mut |slots| {
        let mut reader = Reader { table, slots, seen: Seen::default(), trace };
        outcome = reader.given(name, text).and_then(|()| reader.object(&mut object));
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
    fn given<E: Error>(&mut self, name: &str, text: &str) -> Result<(), E> {
        let Some(index) = self.table.find(name, 0) else { return Ok(()) };
        self.seen.insert(index);
        let Some(slot) = self.slots.get_mut(self.table.fields[index].slot) else { return Ok(()) };
        fill(StrDeserializer::new(text), &mut **slot, self.trace).inspect_err(|_| self.trace.key(name))
    }

    #[inline]
    fn object<'de, A: MapAccess<'de>>(mut self, object: &mut A) -> Result<(), A::Error> {
        let table = self.table;
        let (mut hint, mut other) = (0, None);
        while let Some(index) = object.next_key_seed(KeySeed { table, hint, other: &mut other })? {
            let Some(field) = table.fields.get(index) else {
                self.other(object, other.take())?;
                continue;
            };
            hint = index + 1;
            if !self.seen.insert(index) {
                self.trace.key(field.name);
                return Err(A::Error::duplicate_field(field.name));
            }
            let value = match self.slots.get_mut(field.slot) {
                Some(slot) => object.next_value_seed(Seed { slot: &mut **slot, trace: &mut *self.trace }),
                None => object.next_value::<IgnoredAny>().map(|_| ()),
            };
            if let Err(error) = value {
                self.trace.key(field.name);
                return Err(error);
            }
        }
        if table.required & !self.seen.low == 0 && table.fields.len() <= 64 {
            return Ok(());
        }
        self.missing()
    }

    /// The value of a key that is none of the record's.
    #[inline(never)]
    fn other<'de, A: MapAccess<'de>>(&mut self, object: &mut A, key: Option<String>) -> Result<(), A::Error> {
        if let (Some(key), Some(slot)) = (key, self.table.extra)
            && let Shape::Map(entries) = self.slots[slot].shape()
        {
            return fill::entry(object, key, entries, self.trace);
        }
        object.next_value::<IgnoredAny>().map(|_| ())
    }

    /// A required property that did not come is an error, unless its field can be absent.
    #[inline(never)]
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

/// Compares a key where it stands: it is copied only when it is data. Gives the index of the field.
struct KeySeed<'a> {
    table: &'static Table,
    hint: usize,
    other: &'a mut Option<String>,
}

impl<'de> DeserializeSeed<'de> for KeySeed<'_> {
    type Value = usize;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<usize, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for KeySeed<'_> {
    type Value = usize;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the name of a property")
    }

    #[inline]
    fn visit_str<E: Error>(self, name: &str) -> Result<usize, E> {
        Ok(self.table.find(name, self.hint).unwrap_or_else(|| {
            if self.table.extra.is_some() {
                *self.other = Some(name.to_owned());
            }
            usize::MAX
        }))
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
                fn fields(&mut self, visit: &mut dyn ::std::ops::FnMut(&mut [&mut dyn $crate::codec::Decode])) {
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
                fn fields<'a>(&'a self, visit: &mut dyn ::std::ops::FnMut(&[&'a dyn $crate::codec::Encode])) {
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
            fn serialize<S: $crate::codec::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                $crate::codec::serialize(self, serializer)
            }
        }
        impl<'de> $crate::codec::serde::Deserialize<'de> for $type {
            fn deserialize<D: $crate::codec::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                $crate::codec::deserialize(deserializer)
            }
        }
    };
}
