//! The codec: how typed values become JSON (or any serde format) and how they are read back.
//!
//! A type describes itself and nothing more: [`Encode::view`] says what a value is, [`Decode::shape`] says which
//! places of it are to be filled. The loops over objects and arrays, the comparison of names, required properties,
//! unions and error positions stand here once, so that a type of a generated crate costs the compiler two tables of
//! pointers instead of a parser of its own. Of JSON, structure and texts are read and written here, the rest is `serde_json`'s.
//! Media types, parameters and the wire are not the business of this room.

mod closed;
mod constant;
mod container;
mod described;
mod entry;
mod enums;
mod error;
mod escape;
mod field;
mod fill;
mod integer;
mod json;
mod keys;
mod literal;
mod number;
mod object;
mod plain;
mod reader;
mod record;
#[cfg(feature = "testing")]
mod sample;
mod scalar;
mod shape;
mod table;
mod tagged;
mod taken;
mod trace;
mod transparent;
mod tuple;
mod untagged;
mod view;
mod weigh;
mod weight;

pub use self::constant::Constant;
pub use self::container::{List, list};
pub use self::described::Described;
pub use self::entry::{
    Vacant, decode_slice, decode_str, deserialize, deserialize_into, from_slice, from_value, serialize, to_value,
    to_vec, vacant,
};
pub(crate) use self::entry::{decode_from, spelled};
pub use self::error::{DecodeError, EncodeError};
pub use self::field::{Field, Slot, cloned, debug, debug_union, equal, equal_unions, payload};
pub use self::integer::spelled_out;
pub use self::literal::Literal;
pub(crate) use self::object::properties;
pub(crate) use self::record::with_slots;
#[cfg(feature = "testing")]
pub use self::sample::{Examples, Sample, fill_sample, sample};
pub use self::shape::{Entries, Grow, Integer, Nullable, Positions, Shape, Text, Union};
pub use self::table::{Fixed, Line, Presence, Record, Slots, Table, Values, presence};
pub use self::tagged::{Tagged, TaggedView, Tags};
pub use self::taken::{Taken, taken};
pub use self::untagged::{Test, Untagged, countdown};
pub use self::view::{Items, Pairs, View};
#[doc(hidden)]
pub use serde;
#[doc(hidden)]
pub use serde_json::Value;

/// A value that can be written: to JSON, to a parameter, to a form.
///
/// Generated types implement it through the macros of [`crate::private`].
pub trait Encode {
    /// What this value is, one level deep.
    fn view(&self) -> View<'_>;

    /// What an array of such values is. The most frequent scalars are written without asking each of them.
    #[doc(hidden)]
    fn view_of_list(list: &Vec<Self>) -> View<'_>
    where
        Self: Sized,
    {
        View::List(list)
    }
}

/// A value that can be read back.
///
/// Reading fills a vacant value in place: no field is moved after it was parsed, and a type needs no code for the
/// case of a half-read value.
pub trait Decode {
    /// A value to be filled: zero, empty, absent. Users never see one.
    fn vacant() -> Self
    where
        Self: Sized;

    /// The places of this value that are to be filled, one level deep.
    fn shape(&mut self) -> Shape<'_>;

    /// What `null` is where something may be missing: nothing, as long as it is no value of the type itself.
    #[doc(hidden)]
    #[must_use]
    fn null() -> Option<Self>
    where
        Self: Sized,
    {
        None
    }

    /// The place of such a value that may be missing. The most frequent one is read without asking for what is in it.
    #[doc(hidden)]
    #[inline]
    fn shape_of_option(option: &mut Option<Self>) -> Shape<'_>
    where
        Self: Sized,
    {
        Shape::Nullable(option)
    }

    /// The places of an array of such values. The most frequent scalars are read without asking each of them.
    #[doc(hidden)]
    fn shape_of_list(list: &mut Vec<Self>) -> Shape<'_>
    where
        Self: Sized,
    {
        Shape::List(list)
    }
}
