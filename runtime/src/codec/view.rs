//! The sending half of a type: what a value is, one level deep. Writing it through serde is here as well, since
//! that is one `match`; objects with their properties are written by `object`.

use std::fmt::Display;

use serde::ser::{Error, Serialize, SerializeSeq, Serializer};
use serde_json::Value;

use super::object;
use super::table::{Record, Table};
use super::tagged::{TaggedView, Tags};

/// What a value is.
#[derive(Clone, Copy)]
#[expect(missing_debug_implementations, reason = "holds borrowed values that need no Debug")]
pub enum View<'a> {
    /// Not there: an optional property is left out, anything else is `null`.
    Absent,
    /// `null`, written even where the property is optional.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A signed integer.
    I64(i64),
    /// An unsigned integer.
    U64(u64),
    /// An integer of 128 bits.
    I128(&'a i128),
    /// A number of 32 bits, written with the digits that it needs.
    F32(f32),
    /// A number of 64 bits. Infinities and NaN have no form in JSON: to write one is an error.
    F64(f64),
    /// Text.
    Str(&'a str),
    /// Text that is made while it is written.
    Text(&'a dyn Display),
    /// Anything.
    Value(&'a Value),
    /// An array of 64-bit integers.
    Integers(&'a [i64]),
    /// An array of 64-bit numbers.
    Numbers(&'a [f64]),
    /// An array of texts.
    Strings(&'a [String]),
    /// An array of anything else.
    List(&'a dyn Items),
    /// An object with any keys.
    Map(&'a dyn Pairs),
    /// An object with the keys of a table.
    Record(&'static Table, &'a dyn Record),
    /// An object whose kind is told by one of its properties.
    Tagged(&'static Tags, &'a dyn TaggedView),
}

/// The elements of an array.
pub trait Items {
    /// How many there are.
    fn len(&self) -> usize;
    /// The element at this index, below [`Items::len`].
    fn item(&self, index: usize) -> View<'_>;
    /// Whether what an element is depends on its place, as in a tuple.
    fn have_places(&self) -> bool {
        false
    }
    /// Whether there are none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// The entries of an object whose keys are data.
pub trait Pairs {
    /// Shows every entry, in order, until `visit` says `false`.
    fn each<'a>(&'a self, visit: &mut dyn FnMut(&'a str, View<'a>) -> bool);
}

impl Serialize for View<'_> {
    #[inline]
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match *self {
            View::Absent | View::Null => serializer.serialize_none(),
            View::Bool(value) => serializer.serialize_bool(value),
            View::I64(value) => serializer.serialize_i64(value),
            View::F64(value) if value.is_finite() => serializer.serialize_f64(value),
            View::Str(value) => serializer.serialize_str(value),
            view => compound(view, serializer),
        }
    }
}

/// The less frequent scalars and all that holds other values, apart so that the frequent ones stay short.
#[inline(never)]
fn compound<S: Serializer>(view: View<'_>, serializer: S) -> Result<S::Ok, S::Error> {
    match view {
        View::Absent | View::Null => serializer.serialize_none(),
        View::Bool(value) => serializer.serialize_bool(value),
        View::I64(value) => serializer.serialize_i64(value),
        View::U64(value) => serializer.serialize_u64(value),
        View::I128(value) => serializer.serialize_i128(*value),
        View::F32(value) if value.is_finite() => serializer.serialize_f32(value),
        View::F64(value) if value.is_finite() => serializer.serialize_f64(value),
        View::F32(value) => Err(formless(value.into())),
        View::F64(value) => Err(formless(value)),
        View::Str(value) => serializer.serialize_str(value),
        View::Text(value) => serializer.collect_str(value),
        View::Value(value) => value.serialize(serializer),
        View::Integers(values) => values.serialize(serializer),
        View::Numbers(values) => numbers(values, serializer),
        View::Strings(values) => values.serialize(serializer),
        View::List(items) => elements(items, serializer),
        View::Record(table, record) => object::record(table, record, serializer),
        View::Map(_) | View::Tagged(..) => object::object(view, serializer),
    }
}

fn elements<S: Serializer>(items: &dyn Items, serializer: S) -> Result<S::Ok, S::Error> {
    let length = items.len();
    let mut array = serializer.serialize_seq(Some(length))?;
    for index in 0..length {
        array.serialize_element(&items.item(index))?;
    }
    array.end()
}

fn numbers<S: Serializer>(numbers: &[f64], serializer: S) -> Result<S::Ok, S::Error> {
    let mut array = serializer.serialize_seq(Some(numbers.len()))?;
    for number in numbers {
        if !number.is_finite() {
            return Err(formless(*number));
        }
        array.serialize_element(number)?;
    }
    array.end()
}

#[cold]
fn formless<E: Error>(number: f64) -> E {
    E::custom(format_args!("the number {number} has no form in JSON"))
}
