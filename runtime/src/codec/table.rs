//! Records: objects with the properties of a table. A generated struct gives one line per property and two lists of
//! pointers to its fields, and no code. Reading is `record`'s business, writing is `object`'s.

use std::any::Any;

use super::Decode;
use super::constant::Constant;
use super::field::{Field, Slot};
use super::literal::Literal;
use super::shape::Shape;

/// A record: what it is called, and its properties in the order in which they are written; what becomes of all other keys is said by
/// the last line. It is plain data, which costs the compiler the least: no function makes it.
#[derive(Debug)]
pub struct Table {
    /// What the struct is called in Rust.
    pub name: &'static str,
    /// Its lines.
    pub lines: &'static [Line],
}

/// One line of a [`record!`](crate::record): the field, the key behind a `=` where it is another one, and when it is there.
#[derive(Clone, Copy, Debug)]
pub struct Line(pub &'static str, pub &'static str, pub Presence);

/// When a property is there.
#[derive(Clone, Copy, Debug)]
pub enum Presence {
    /// Written always, expected always. A field that can be absent is written as `null` and may be missing.
    Required,
    /// Left out when absent.
    Optional,
    /// Written always: with this value, unless another one came. The slot is a [`Fixed`].
    Constant(Literal),
    /// All other keys.
    Extra,
    /// There are no other keys, says the description. Has no slot.
    Closed,
}

/// The words of [`record!`](crate::record), which cannot change their case.
#[expect(missing_docs, non_upper_case_globals, reason = "words of a macro")]
pub mod presence {
    use super::Presence;

    pub const required: Presence = Presence::Required;
    pub const optional: Presence = Presence::Optional;
    /// The type of the field tells missing and `null` apart.
    pub const maybe: Presence = Presence::Optional;
    pub const extra: Presence = Presence::Extra;
    pub const closed: Presence = Presence::Closed;
}

/// What becomes of keys that no line names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Others {
    Dropped,
    /// Dropped as well, but where a union is to be told apart, the value is not of this record.
    Refused,
    /// The last slot takes them.
    Kept,
}

/// Stands among the slots of a record for a constant, with the value that it is to have.
#[derive(Debug)]
pub struct Fixed<'a> {
    literal: Literal,
    /// Nothing where there is no record yet.
    place: Option<&'a mut Constant>,
}

impl Slot for Fixed<'_> {
    fn assign(&mut self, value: &dyn Any) {
        let value = value.downcast_ref::<Constant>();
        debug_assert!(value.is_some(), "the values of a record stand in the order of its slots");
        if let (Some(place), Some(value)) = (&mut self.place, value) {
            (*place).clone_from(value);
        }
    }
}

impl<'a> Fixed<'a> {
    /// A constant and its value.
    pub fn new(place: &'a mut Constant, literal: Literal) -> Self {
        Self { literal, place: Some(place) }
    }
}

impl Decode for Fixed<'_> {
    fn vacant() -> Self {
        Self { literal: Literal("", ""), place: None }
    }

    fn shape(&mut self) -> Shape<'_> {
        match &mut self.place {
            Some(place) => Shape::Constant(self.literal, place),
            None => Shape::Ignored,
        }
    }
}

/// The fields of a record.
pub trait Record {
    /// Shows one slot per field, to be filled, in the order of the table.
    fn fields(&mut self, visitor: &mut dyn Slots);
    /// Shows one value per field, in the order of the table.
    fn values<'a>(&'a self, visitor: &mut dyn Values<'a>);
}

/// Receives the slots of a record. A trait of its own is cheaper to check than a closure, a thousand times over.
pub trait Slots {
    /// Takes them, once.
    fn slots(&mut self, slots: &mut [&mut dyn Slot]);
}

/// Receives the values of a record.
pub trait Values<'a> {
    /// Takes them, once.
    fn values(&mut self, values: &[&'a dyn Field]);
}

impl<F: FnMut(&mut [&mut dyn Slot])> Slots for F {
    #[inline]
    fn slots(&mut self, slots: &mut [&mut dyn Slot]) {
        self(slots);
    }
}

impl<'a, F: FnMut(&[&'a dyn Field])> Values<'a> for F {
    #[inline]
    fn values(&mut self, values: &[&'a dyn Field]) {
        self(values);
    }
}

impl Line {
    /// The key.
    #[inline]
    pub(crate) fn name(&self) -> &'static str {
        if self.is_field() { self.0 } else { &self.1[1..] }
    }

    /// Whether it has this key.
    #[inline]
    pub(super) fn is(&self, key: &str) -> bool {
        self.name() == key
    }

    /// Whether the key is the name of the field, which stands in JSON as it is.
    #[inline]
    pub(super) fn is_field(&self) -> bool {
        self.1.is_empty()
    }

    /// The name of the field.
    pub(super) fn field(&self) -> &'static str {
        self.0.trim_start_matches("r#")
    }

    #[inline]
    pub(crate) fn presence(&self) -> Presence {
        self.2
    }
}

/// The lines that have names, and what becomes of all other keys.
#[inline]
pub(super) fn named(table: &'static Table) -> (&'static [Line], Others) {
    let (lines, others) = match table.lines {
        [lines @ .., Line(_, _, Presence::Extra)] => (lines, Others::Kept),
        [lines @ .., Line(_, _, Presence::Closed)] => (lines, Others::Refused),
        lines => (lines, Others::Dropped),
    };
    debug_assert!(
        !lines.iter().any(|line| matches!(line.presence(), Presence::Extra | Presence::Closed)),
        "`extra` and `closed` are the last line"
    );
    (lines, others)
}

/// The line with this name. Documents mostly have their keys in the order of the table, so the search begins at
/// `hint`, the line after the last one found.
#[inline]
pub(super) fn find(lines: &[Line], name: &str, hint: usize) -> Option<usize> {
    match lines.get(hint) {
        Some(line) if line.is(name) => Some(hint),
        _ => search(lines, name, hint),
    }
}

/// Looks on both sides of `hint`, the nearest first: optional properties are missing, some servers sort keys.
#[inline(never)]
fn search(lines: &[Line], name: &str, hint: usize) -> Option<usize> {
    let is_at = |index: &usize| lines.get(*index).is_some_and(|line| line.is(name));
    (1..=lines.len()).find_map(|distance| {
        let after = Some(hint + distance).filter(is_at);
        after.or_else(|| hint.checked_sub(distance).filter(is_at))
    })
}

/// Describes a struct to the codec, one line per property: `required`, `optional` or `maybe` with the field, and its name on the
/// wire where that is another one; `constant` with a name, the value that it always has and the field; at last `extra` with the map of
/// all other keys. Where there are none, that is said behind the name of the struct: `Post is closed { .. }`.
///
/// What is sent has a constructor, whose arguments stand behind its name, and setters, whose lines say in which form a value is taken:
/// `User new(id: i64) { required id; optional name: impl Into<String> = "userName"; }`, and for `maybe` how `null` is set:
/// `maybe nickname or nickname_null: impl Into<String>;`.
///
/// `Clone`, `Debug` and `PartialEq` follow from the table as well, and `Default` where nothing is required: derived, they would cost
/// the compiler a tenth of the crate.
#[doc(hidden)]
#[macro_export]
macro_rules! record {
    ($type:ident $(is $closed:ident)? new() { $($row:tt)* }) => {
        $crate::record! { @sent $type [$($closed)?] [] { $($row)* } }

        impl ::std::default::Default for $type {
            fn default() -> Self {
                Self::new()
            }
        }
    };
    ($type:ident $(is $closed:ident)? new($($argument:tt)+) { $($row:tt)* }) => {
        $crate::record! { @sent $type [$($closed)?] [$($argument)+] { $($row)* } }
    };
    (@sent $type:ident [$($closed:ident)?] [$($required:ident: $required_taken:ty),* $(,)?] { $(
        $presence:ident
            $($constant:literal = $literal:literal as $fixed:ident)?
            $($(#[$attribute:meta])* $field:ident $(or $null:ident)? $(: $taken:ty)? $(= $name:literal)?)?;
    )* }) => {
        $crate::record! { $type $(is $closed)? { $(
            $presence $($constant = $literal as $fixed)? $($field $(= $name)?)?;
        )* } }

        impl $type {
            /// With all that is required, and nothing else.
            #[must_use]
            #[allow(clippy::too_many_arguments)]
            pub fn new($($required: $required_taken),*) -> Self {
                #[allow(unused_mut)]
                let mut new = <Self as $crate::codec::Described>::vacant();
                $(new.$required = $crate::codec::taken($required);)*
                new
            }

            $($($crate::record_setter! { $presence [$(#[$attribute])*] $field [$($null)?] [$($name)?] $($taken)? })?)*
        }
    };
    ($type:ident $(is $closed:ident)? { $(
        $presence:ident
            $($constant:literal = $literal:literal as $fixed:ident)?
            $($field:ident $(= $name:literal)?)?;
    )* }) => {
        impl $crate::codec::Described for $type {
            fn vacant() -> Self {
                Self { $(
                    $($fixed: ::std::default::Default::default(),)?
                    $($field: $crate::codec::Decode::vacant(),)?
                )* }
            }
            fn table() -> &'static $crate::codec::Table {
                &$crate::codec::Table {
                    name: ::std::stringify!($type),
                    lines: &[
                        $(
                            $($crate::codec::Line(
                                ::std::stringify!($fixed),
                                ::std::concat!("=", $constant),
                                $crate::codec::Presence::Constant($crate::codec_literal!($literal)),
                            ),)?
                            $($crate::codec::Line(
                                ::std::stringify!($field),
                                ::std::concat!($("=", $name)?),
                                $crate::codec::presence::$presence,
                            ),)?
                        )*
                        $($crate::codec::Line("", "", $crate::codec::presence::$closed),)?
                    ],
                }
            }
            fn fields(&mut self, visitor: &mut dyn $crate::codec::Slots) {
                visitor.slots(&mut [$(
                    $(&mut $crate::codec::Fixed::new(&mut self.$fixed, $crate::codec_literal!($literal)),)?
                    $(&mut self.$field,)?
                )*]);
            }
            fn values<'a>(&'a self, visitor: &mut dyn $crate::codec::Values<'a>) {
                visitor.values(&[$($(&self.$fixed,)? $(&self.$field,)?)*]);
            }
        }
        impl ::std::clone::Clone for $type {
            fn clone(&self) -> Self {
                $crate::codec::cloned(self)
            }
        }
        impl ::std::fmt::Debug for $type {
            fn fmt(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                $crate::codec::debug(self, formatter)
            }
        }
        impl ::std::cmp::PartialEq for $type {
            fn eq(&self, other: &Self) -> bool {
                $crate::codec::equal(self, other)
            }
        }
        $crate::codec_serde!($type);
    };
}

/// The setter of a property that may be missing.
#[doc(hidden)]
#[macro_export]
macro_rules! record_setter {
    (required $($other:tt)*) => {};
    (optional [$($attribute:tt)*] $field:ident [] [$($name:literal)?] $taken:ty) => {
        #[doc = ::std::concat!("Sets `", $crate::record_name!($field $($name)?), "`.")]
        $($attribute)*
        #[must_use]
        #[allow(clippy::should_implement_trait)]
        pub fn $field(mut self, $field: $taken) -> Self {
            self.$field = ::std::option::Option::Some($crate::codec::taken($field));
            self
        }
    };
    (maybe [$($attribute:tt)*] $field:ident [$null:ident] [$($name:literal)?] $taken:ty) => {
        #[doc = ::std::concat!("Sets `", $crate::record_name!($field $($name)?), "`.")]
        $($attribute)*
        #[must_use]
        #[allow(clippy::should_implement_trait)]
        pub fn $field(mut self, $field: $taken) -> Self {
            self.$field = $crate::Maybe::Value($crate::codec::taken($field));
            self
        }

        #[doc = ::std::concat!("Sets `", $crate::record_name!($field $($name)?), "` to null.")]
        #[must_use]
        pub fn $null(mut self) -> Self {
            self.$field = $crate::Maybe::Null;
            self
        }
    };
    (extra [] $field:ident [] [] $taken:ty) => {
        /// Keys that the description does not name.
        #[must_use]
        pub fn $field(mut self, $field: $taken) -> Self {
            self.$field = $crate::codec::taken($field);
            self
        }
    };
}

/// What a property is called on the wire.
#[doc(hidden)]
#[macro_export]
macro_rules! record_name {
    ($field:ident) => {
        ::std::stringify!($field)
    };
    ($field:ident $name:literal) => {
        $name
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
