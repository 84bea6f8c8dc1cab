//! The receiving half of a type: which places of a vacant value are to be filled, and by what.
//! What fills them stands in `fill`; the sending half is `view`.

use serde_json::{Number, Value};

use super::Decode;
use super::constant::Constant;
use super::field::Field;
use super::literal::Literal;
use super::table::{Record, Table};
use super::tagged::{Tagged, Tags};
use super::untagged::{Test, Untagged};

/// What may be read into a value, with the places to put it.
#[expect(missing_debug_implementations, reason = "holds borrowed places of values that need no Debug")]
pub enum Shape<'a> {
    /// Anything, and it is thrown away.
    Ignored,
    /// `true` or `false`.
    Bool(&'a mut bool),
    /// An integer of 32 bits.
    I32(&'a mut i32),
    /// An integer of 64 bits.
    I64(&'a mut i64),
    /// An unsigned integer of 32 bits.
    U32(&'a mut u32),
    /// An unsigned integer of 64 bits.
    U64(&'a mut u64),
    /// An integer of 128 bits.
    I128(&'a mut i128),
    /// An integer that the value itself checks: narrow widths, enumerations.
    Integer(&'a mut dyn Integer),
    /// A number of 32 bits.
    F32(&'a mut f32),
    /// A number of 64 bits.
    F64(&'a mut f64),
    /// A number: an integer of 64 bits, or one with a fraction.
    Number(&'a mut Number),
    /// Any text.
    String(&'a mut String),
    /// Text that the value itself parses: enumerations, dates, identifiers.
    Text(&'a mut dyn Text),
    /// Anything, kept as it is.
    Value(&'a mut Value),
    /// What should be this value, and is kept where it is another one.
    Constant(Literal, &'a mut Constant),
    /// Something, or `null`.
    Nullable(&'a mut dyn Nullable),
    /// Any text, or `null`.
    OptionalString(&'a mut Option<String>),
    /// An array of 64-bit integers.
    Integers(&'a mut Vec<i64>),
    /// An array of 64-bit numbers.
    Numbers(&'a mut Vec<f64>),
    /// An array of texts.
    Strings(&'a mut Vec<String>),
    /// An array of anything else.
    List(&'a mut dyn Grow),
    /// An array of so many elements, each with a type of its own.
    Tuple(&'a mut dyn Positions),
    /// An object with any keys.
    Map(&'a mut dyn Entries),
    /// An object with the keys of a table.
    Record(&'static Table, &'a mut dyn Record),
    /// An object whose kind is told by one of its properties.
    Tagged(&'static Tags, &'a mut dyn Tagged),
    /// One of several kinds, told apart by looking at the value.
    Untagged(&'static [Test], &'a mut dyn Untagged),
}

/// Reads itself from an integer.
pub trait Integer {
    /// An integer that it takes, one that is described.
    fn example(&self) -> i64 {
        0
    }

    /// Takes the integer.
    ///
    /// # Errors
    /// What was expected instead, as in "expected ...".
    fn set(&mut self, integer: i64) -> Result<(), &'static str>;

    /// Whether the integer that was taken is one of those that are described.
    fn is_described(&self) -> bool {
        true
    }
}

/// Reads itself from text.
pub trait Text {
    /// A text that it takes, one that is described.
    fn example(&self) -> &'static str;

    /// Takes the text.
    ///
    /// # Errors
    /// What was expected instead, as in "expected ...".
    fn parse(&mut self, text: &str) -> Result<(), &'static str>;

    /// Whether the text that was taken is one of those that are described, and would be written as it came.
    fn is_described(&self, text: &str) -> bool {
        let _ = text;
        true
    }
}

/// May be `null`.
pub trait Nullable {
    /// Takes `null`, and says whether that is a value here and not that there is none.
    fn null(&mut self) -> bool;
    /// Makes room for something that is not `null`.
    fn some(&mut self) -> &mut dyn Decode;
}

/// Receives the elements of an array.
pub trait Grow {
    /// Makes room for one more element.
    fn grow(&mut self) -> &mut dyn Decode;
}

/// Receives the elements of an array that has just as many as there are places.
pub trait Positions {
    /// Shows all places, in order, once.
    fn places(&mut self, visit: &mut dyn FnMut(&mut [&mut dyn Decode]));
}

/// Receives the entries of an object whose keys are data.
pub trait Entries {
    /// Has a value read, and keeps it under this key.
    ///
    /// # Errors
    /// The key, where `read` says that it failed; nothing is kept then.
    fn entry(&mut self, key: String, read: &mut dyn FnMut(&mut dyn Decode) -> bool) -> Result<(), String>;
}

/// One of several kinds of value, kept whole where it is of none of them.
pub trait Union {
    /// Takes the whole value, to be written back as it came.
    fn unknown(&mut self, value: Value);
    /// What the variant is called in Rust, and what it holds.
    fn variant(&self) -> (&'static str, &dyn Field);
}

/// Whether a value is of none of the kinds of its union.
pub(super) fn is_unknown<U: Union + ?Sized>(union: &U) -> bool {
    union.variant().0 == "Unknown"
}
