//! Reads an object into a record: the one loop over properties that all generated structs share. A key that comes
//! twice is an error, since which of the two was meant nobody knows; one that is none of the record's is skipped or kept.

use std::fmt;

use serde::de::value::StrDeserializer;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor};

use super::field::Slot;
use super::fill::{self, Seed, fill};
use super::shape::Shape;
use super::table::{Line, Others, Presence, Record, Table, find, named};
use super::trace::Trace;

/// Has the slots of a record shown to a closure.
#[inline]
pub(crate) fn with_slots(record: &mut dyn Record, mut visit: impl FnMut(&mut [&mut dyn Slot])) {
    record.fields(&mut visit);
}

/// Which fields were received: one bit each, and more room only for records of more than 64 fields.
#[derive(Default)]
pub(super) struct Seen {
    low: u64,
    high: Vec<bool>,
}

impl Seen {
    /// Says whether the field is new.
    #[inline]
    pub(super) fn insert(&mut self, index: usize) -> bool {
        if index >= 64 {
            return self.insert_high(index - 64);
        }
        let before = self.low;
        self.low |= 1 << index;
        before != self.low
    }

    /// Whether all of so many fields were received, where that shows at one glance.
    #[inline]
    fn is_full(&self, fields: usize) -> bool {
        fields < 64 && self.low == (1 << fields) - 1
    }

    /// Whether the field was received.
    pub(super) fn contains(&self, index: usize) -> bool {
        match index {
            0..64 => self.low >> index & 1 == 1,
            _ => self.high.get(index - 64) == Some(&true),
        }
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
    /// The name and the text of a property that was read already.
    pub(super) given: Option<(&'a str, &'a str)>,
    pub(super) trace: &'t mut Trace,
}

impl<'de> Visitor<'de> for RecordVisitor<'_, '_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    #[inline]
    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<(), A::Error> {
        let RecordVisitor { table, record, given, trace } = self;
        let mut outcome = Ok(());
        with_slots(record, |slots| outcome = Reader::new(table, slots, trace).record(given, &mut object));
        outcome
    }
}

struct Reader<'a, 'f, 't> {
    lines: &'static [Line],
    takes_others: bool,
    slots: &'a mut [&'f mut dyn Slot],
    seen: Seen,
    trace: &'t mut Trace,
}

impl<'a, 'f, 't> Reader<'a, 'f, 't> {
    #[inline]
    fn new(table: &'static Table, slots: &'a mut [&'f mut dyn Slot], trace: &'t mut Trace) -> Self {
        let (lines, others) = named(table);
        Self { lines, takes_others: others == Others::Kept, slots, seen: Seen::default(), trace }
    }

    #[inline]
    fn record<'de, A: MapAccess<'de>>(mut self, given: Option<(&str, &str)>, object: &mut A) -> Result<(), A::Error> {
        if let Some((name, text)) = given {
            self.given(name, text)?;
        }
        self.object(object)
    }

    #[inline(never)]
    fn given<E: Error>(&mut self, name: &str, text: &str) -> Result<(), E> {
        let Some(index) = find(self.lines, name, 0) else { return Ok(()) };
        self.seen.insert(index);
        fill(StrDeserializer::new(text), &mut *self.slots[index], self.trace).inspect_err(|_| self.trace.key(name))
    }

    #[inline]
    fn object<'de, A: MapAccess<'de>>(mut self, object: &mut A) -> Result<(), A::Error> {
        let lines = self.lines;
        let mut keys = Keys { lines, takes_others: self.takes_others, hint: 0, other: None };
        while let Some(index) = object.next_key_seed(&mut keys)? {
            let Some(slot) = self.slots.get_mut(index) else {
                self.other(object, keys.other.take())?;
                continue;
            };
            if !self.seen.insert(index) {
                self.trace.key(lines[index].name());
                return Err(A::Error::duplicate_field(lines[index].name()));
            }
            if let Err(error) = object.next_value_seed(Seed { slot: &mut **slot, trace: &mut *self.trace }) {
                self.trace.key(lines[index].name());
                return Err(error);
            }
        }
        self.missing()
    }

    /// The value of a key that is none of the record's. The last slot may take it.
    #[inline(never)]
    fn other<'de, A: MapAccess<'de>>(&mut self, object: &mut A, key: Option<String>) -> Result<(), A::Error> {
        if let (Some(key), Some(slot)) = (key, self.slots.last_mut())
            && let Shape::Map(entries) = slot.shape()
        {
            return fill::entry(object, key, entries, self.trace);
        }
        object.next_value::<IgnoredAny>().map(|_| ())
    }

    /// A required property that did not come is an error, unless its field can be absent.
    #[inline]
    fn missing<E: Error>(&mut self) -> Result<(), E> {
        if self.seen.is_full(self.lines.len()) {
            return Ok(());
        }
        let mut seen = self.seen.low;
        for (index, line) in self.lines.iter().enumerate().take(64) {
            if seen & 1 == 0 && matches!(line.presence(), Presence::Required) {
                self.absent(index)?;
            }
            seen >>= 1;
        }
        if self.lines.len() > 64 { self.missing_high() } else { Ok(()) }
    }

    #[cold]
    fn missing_high<E: Error>(&mut self) -> Result<(), E> {
        for index in 64..self.lines.len() {
            if matches!(self.lines[index].presence(), Presence::Required) && !self.seen.contains(index) {
                self.absent(index)?;
            }
        }
        Ok(())
    }

    #[cold]
    fn absent<E: Error>(&mut self, index: usize) -> Result<(), E> {
        match self.slots[index].shape() {
            Shape::Nullable(_) | Shape::OptionalString(_) => Ok(()),
            _ => Err(E::missing_field(self.lines[index].name())),
        }
    }
}

/// Compares keys where they stand: one is copied only when it is data. Gives the index of the line.
struct Keys {
    lines: &'static [Line],
    takes_others: bool,
    /// The line after the last one found.
    hint: usize,
    /// A key that is none of the record's, where the record takes it.
    other: Option<String>,
}

impl<'de> DeserializeSeed<'de> for &mut Keys {
    type Value = usize;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<usize, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Keys {
    #[inline(never)]
    fn search(&mut self, name: &str) -> usize {
        let Some(index) = find(self.lines, name, self.hint) else {
            self.other = self.takes_others.then(|| name.to_owned());
            return usize::MAX;
        };
        self.hint = index + 1;
        index
    }
}

impl<'de> Visitor<'de> for &mut Keys {
    type Value = usize;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the name of a property")
    }

    /// A key as it stands in the text, which is how nearly all are written.
    #[inline]
    fn visit_borrowed_str<E: Error>(self, name: &'de str) -> Result<usize, E> {
        let index = self.hint;
        if self.lines.get(index).is_some_and(|line| line.is(name)) {
            self.hint = index + 1;
            return Ok(index);
        }
        Ok(self.search(name))
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<usize, E> {
        Ok(self.search(name))
    }
}
