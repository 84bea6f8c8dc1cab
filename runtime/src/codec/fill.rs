//! Fills a vacant value from any serde deserializer: one instance of it, over JSON text, serves every type of every
//! generated crate. Values that had to be kept whole first are read by `weigh`.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer, StrDeserializer};
use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Unexpected, Visitor,
};
use serde_json::Value;

use super::Decode;
use super::constant::Constant;
use super::integer::Whole;
use super::literal::Literal;
use super::number::NumberVisitor;
use super::record::RecordVisitor;
use super::shape::{Entries, Grow, Nullable, Shape, Text};
use super::tagged::TaggedVisitor;
use super::trace::Trace;
use super::tuple::TupleVisitor;
use super::untagged;

/// Reads one value into `slot`. On an error, `trace` is the way to the place.
#[inline]
pub(super) fn fill<'de, D: Deserializer<'de>>(
    deserializer: D,
    slot: &mut dyn Decode,
    trace: &mut Trace,
) -> Result<(), D::Error> {
    match slot.shape() {
        Shape::Bool(place) => *place = bool::deserialize(deserializer)?,
        Shape::I64(place) => *place = Whole::<i64>::deserialize(deserializer)?.0,
        Shape::F64(place) => *place = f64::deserialize(deserializer)?,
        Shape::String(place) => *place = String::deserialize(deserializer)?,
        Shape::OptionalString(place) => deserializer.deserialize_option(OptionalStringVisitor(place))?,
        Shape::Text(place) => deserializer.deserialize_str(TextVisitor(place))?,
        shape => return compound(deserializer, shape, trace),
    }
    Ok(())
}

/// The less frequent scalars and all that holds other values, apart so that the frequent ones stay short.
#[inline(never)]
fn compound<'de, D: Deserializer<'de>>(deserializer: D, shape: Shape<'_>, trace: &mut Trace) -> Result<(), D::Error> {
    match shape {
        Shape::Ignored => {
            IgnoredAny::deserialize(deserializer)?;
        }
        Shape::Bool(place) => *place = bool::deserialize(deserializer)?,
        Shape::I32(place) => *place = Whole::<i32>::deserialize(deserializer)?.0,
        Shape::I64(place) => *place = Whole::<i64>::deserialize(deserializer)?.0,
        Shape::U32(place) => *place = Whole::<u32>::deserialize(deserializer)?.0,
        Shape::U64(place) => *place = Whole::<u64>::deserialize(deserializer)?.0,
        Shape::I128(place) => *place = i128::deserialize(deserializer)?,
        Shape::F32(place) => *place = f32::deserialize(deserializer)?,
        Shape::F64(place) => *place = f64::deserialize(deserializer)?,
        Shape::String(place) => *place = String::deserialize(deserializer)?,
        Shape::Number(place) => deserializer.deserialize_f64(NumberVisitor(place))?,
        Shape::Value(place) => *place = Value::deserialize(deserializer)?,
        Shape::Integer(place) => {
            let Whole(integer) = Whole::<i64>::deserialize(deserializer)?;
            place.set(integer).map_err(|expected| D::Error::invalid_value(Unexpected::Signed(integer), &expected))?;
        }
        Shape::Text(place) => deserializer.deserialize_str(TextVisitor(place))?,
        Shape::Constant(literal, place) => deserializer.deserialize_any(ConstantVisitor(literal, place))?,
        Shape::OptionalString(place) => deserializer.deserialize_option(OptionalStringVisitor(place))?,
        Shape::Nullable(place) => deserializer.deserialize_option(NullableVisitor(place, trace))?,
        Shape::Integers(place) => deserializer.deserialize_seq(PlainVisitor::<Whole<i64>, _>::new(place, trace))?,
        Shape::Numbers(place) => deserializer.deserialize_seq(PlainVisitor::<f64, _>::new(place, trace))?,
        Shape::Strings(place) => deserializer.deserialize_seq(PlainVisitor::<String, _>::new(place, trace))?,
        Shape::List(place) => deserializer.deserialize_seq(ListVisitor(place, trace))?,
        Shape::Tuple(place) => deserializer.deserialize_seq(TupleVisitor(place, trace))?,
        Shape::Map(place) => deserializer.deserialize_map(MapVisitor(place, trace))?,
        Shape::Record(table, record) => {
            deserializer.deserialize_map(RecordVisitor { table, record, given: None, trace })?
        }
        Shape::Tagged(tags, union) => deserializer.deserialize_any(TaggedVisitor { tags, union, trace })?,
        Shape::Untagged(tests, place) => untagged::keep(Value::deserialize(deserializer)?, tests, place),
    }
    Ok(())
}

/// One value of an array or an object, to be read into a slot.
pub(super) struct Seed<'a, 't> {
    pub(super) slot: &'a mut dyn Decode,
    pub(super) trace: &'t mut Trace,
}

impl<'de> DeserializeSeed<'de> for Seed<'_, '_> {
    type Value = ();

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        fill(deserializer, self.slot, self.trace)
    }
}

struct TextVisitor<'a>(&'a mut dyn Text);

impl Visitor<'_> for TextVisitor<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a string")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        self.0.parse(text).map_err(|expected| E::invalid_value(Unexpected::Other("string"), &expected))
    }
}

/// Compares a text where it stands: it is copied only when it is another one.
struct ConstantVisitor<'a>(Literal, &'a mut Constant);

impl ConstantVisitor<'_> {
    fn take<E>(self, value: Value) -> Result<(), E> {
        match self.0.is(&value) {
            true => self.1.is_as_described(),
            false => self.1.is(value),
        }
        Ok(())
    }
}

impl<'de> Visitor<'de> for ConstantVisitor<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a value")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        match self.0.is_text(text) {
            true => self.1.is_as_described(),
            false => self.1.is(text.into()),
        }
        Ok(())
    }

    fn visit_bool<E: Error>(self, truth: bool) -> Result<(), E> {
        self.take(truth.into())
    }

    fn visit_i64<E: Error>(self, integer: i64) -> Result<(), E> {
        self.take(integer.into())
    }

    fn visit_u64<E: Error>(self, integer: u64) -> Result<(), E> {
        self.take(integer.into())
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<(), E> {
        self.take(number.into())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.take(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, array: A) -> Result<(), A::Error> {
        self.take(Value::deserialize(SeqAccessDeserializer::new(array))?)
    }

    fn visit_map<A: MapAccess<'de>>(self, object: A) -> Result<(), A::Error> {
        self.take(Value::deserialize(MapAccessDeserializer::new(object))?)
    }
}

struct NullableVisitor<'a, 't>(&'a mut dyn Nullable, &'t mut Trace);

impl<'de> Visitor<'de> for NullableVisitor<'_, '_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a value or null")
    }

    fn visit_none<E: Error>(self) -> Result<(), E> {
        self.0.null();
        Ok(())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.0.null();
        Ok(())
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        fill(deserializer, self.0.some(), self.1)
    }

    /// Of a tag that was read before its object: it comes as bare text.
    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        fill(StrDeserializer::new(text), self.0.some(), self.1)
    }
}

/// What [`NullableVisitor`] does, for the most frequent type.
struct OptionalStringVisitor<'a>(&'a mut Option<String>);

impl<'de> Visitor<'de> for OptionalStringVisitor<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a value or null")
    }

    #[inline]
    fn visit_none<E: Error>(self) -> Result<(), E> {
        *self.0 = None;
        Ok(())
    }

    #[inline]
    fn visit_unit<E: Error>(self) -> Result<(), E> {
        *self.0 = None;
        Ok(())
    }

    #[inline]
    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        *self.0 = Some(String::deserialize(deserializer)?);
        Ok(())
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        *self.0 = Some(text.to_owned());
        Ok(())
    }
}

struct ListVisitor<'a, 't>(&'a mut dyn Grow, &'t mut Trace);

impl<'de> Visitor<'de> for ListVisitor<'_, '_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an array")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut array: A) -> Result<(), A::Error> {
        let ListVisitor(list, trace) = self;
        for index in 0.. {
            match array.next_element_seed(ElementSeed { list, trace }) {
                Ok(Some(())) => {}
                Ok(None) => break,
                Err(error) => {
                    trace.index(index);
                    return Err(error);
                }
            }
        }
        Ok(())
    }
}

/// One element: the list grows only when there is one.
struct ElementSeed<'a, 't> {
    list: &'a mut dyn Grow,
    trace: &'t mut Trace,
}

impl<'de> DeserializeSeed<'de> for ElementSeed<'_, '_> {
    type Value = ();

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        fill(deserializer, self.list.grow(), self.trace)
    }
}

/// An array of values that serde reads by itself, as `R`.
struct PlainVisitor<'a, 't, R, T> {
    list: &'a mut Vec<T>,
    trace: &'t mut Trace,
    read_as: PhantomData<R>,
}

impl<'a, 't, R, T> PlainVisitor<'a, 't, R, T> {
    fn new(list: &'a mut Vec<T>, trace: &'t mut Trace) -> Self {
        Self { list, trace, read_as: PhantomData }
    }
}

impl<'de, R: Deserialize<'de> + Into<T>, T> Visitor<'de> for PlainVisitor<'_, '_, R, T> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an array")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut array: A) -> Result<(), A::Error> {
        let PlainVisitor { list, trace, .. } = self;
        loop {
            match array.next_element::<R>() {
                Ok(Some(value)) => list.push(value.into()),
                Ok(None) => return Ok(()),
                Err(error) => {
                    trace.index(list.len());
                    return Err(error);
                }
            }
        }
    }
}

struct MapVisitor<'a, 't>(&'a mut dyn Entries, &'t mut Trace);

impl<'de> Visitor<'de> for MapVisitor<'_, '_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<(), A::Error> {
        let MapVisitor(entries, trace) = self;
        while let Some(key) = object.next_key::<String>()? {
            entry(&mut object, key, entries, trace)?;
        }
        Ok(())
    }
}

/// Reads the value of a key that is data. Of a key that comes twice, the last value stays.
pub(super) fn entry<'de, A: MapAccess<'de>>(
    object: &mut A,
    key: String,
    entries: &mut dyn Entries,
    trace: &mut Trace,
) -> Result<(), A::Error> {
    let mut outcome = Ok(());
    let kept = entries.entry(key, &mut |slot| {
        outcome = object.next_value_seed(Seed { slot, trace: &mut *trace });
        outcome.is_ok()
    });
    if let Err(key) = kept {
        trace.key(&key);
    }
    outcome
}
