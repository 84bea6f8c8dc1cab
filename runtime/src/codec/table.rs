//! Records: objects with the properties of a table. A generated struct gives one line per property and two lists of
//! pointers to its fields, and no code. Reading is `record`'s business, writing is `object`'s.

use super::Decode;
use super::field::Field;
use super::literal::Literal;
use super::shape::Shape;
use crate::values::Constant;

/// The properties of a record, in the order in which they are written; what becomes of all other keys is said by the last line.
pub type Table = [Line];

/// One line of a [`record!`](crate::record). A table is plain data, which costs the compiler the least.
#[derive(Clone, Copy, Debug)]
pub struct Line {
    /// The key; empty for the line that has none.
    pub(super) name: &'static str,
    pub(super) presence: Presence,
    /// JSON writes the key as it is.
    pub(super) is_plain: bool,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Presence {
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

impl<'a> Fixed<'a> {
    /// A constant and its value.
    pub fn new(place: &'a mut Constant, literal: Literal) -> Self {
        Self { literal, place: Some(place) }
    }
}

impl Decode for Fixed<'_> {
    fn vacant() -> Self {
        Self { literal: Literal::new("", ""), place: None }
    }

    fn shape(&mut self) -> Shape<'_> {
        match &mut self.place {
            Some(place) => Shape::Constant(self.literal, place),
            None => Shape::Ignored,
        }
    }
}

/// The fields of a record: one trait for both ways, since a compiler pays for each that a type has.
pub trait Record {
    /// Shows one slot per field, to be filled, in the order of the table.
    fn fields(&mut self, visitor: &mut dyn Slots);
    /// Shows one value per field, in the order of the table.
    fn values<'a>(&'a self, visitor: &mut dyn Values<'a>);
}

/// Receives the slots of a record. A trait of its own is cheaper to check than a closure, a thousand times over.
pub trait Slots {
    /// Takes them, once.
    fn slots(&mut self, slots: &mut [&mut dyn Decode]);
}

/// Receives the values of a record.
pub trait Values<'a> {
    /// Takes them, once.
    fn values(&mut self, values: &[&'a dyn Field]);
}

impl<F: FnMut(&mut [&mut dyn Decode])> Slots for F {
    #[inline]
    fn slots(&mut self, slots: &mut [&mut dyn Decode]) {
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
    const fn new(name: &'static str, presence: Presence) -> Self {
        let (bytes, mut index, mut is_plain) = (name.as_bytes(), 0, true);
        while is_plain && index < bytes.len() {
            is_plain = !matches!(bytes[index], ..b' ' | b'"' | b'\\');
            index += 1;
        }
        Self { name, presence, is_plain }
    }

    /// A property that is always there.
    #[must_use]
    pub const fn required(name: &'static str) -> Self {
        Self::new(name, Presence::Required)
    }

    /// A property that may be missing.
    #[must_use]
    pub const fn optional(name: &'static str) -> Self {
        Self::new(name, Presence::Optional)
    }

    /// A property that may be missing or `null`, which its type tells apart.
    #[must_use]
    pub const fn maybe(name: &'static str) -> Self {
        Self::optional(name)
    }

    /// A property that always has the same value.
    #[must_use]
    pub const fn constant(name: &'static str, literal: Literal) -> Self {
        Self::new(name, Presence::Constant(literal))
    }

    /// The map of all other properties, which has no name.
    #[must_use]
    pub const fn extra() -> Self {
        Self::new("", Presence::Extra)
    }

    /// Says that there are no other properties.
    #[must_use]
    pub const fn closed() -> Self {
        Self::new("", Presence::Closed)
    }
}

/// The lines that have names, and what becomes of all other keys.
#[inline]
pub(super) fn named(table: &'static Table) -> (&'static Table, Others) {
    let (lines, others) = match table {
        [lines @ .., Line { presence: Presence::Extra, .. }] => (lines, Others::Kept),
        [lines @ .., Line { presence: Presence::Closed, .. }] => (lines, Others::Refused),
        lines => (lines, Others::Dropped),
    };
    debug_assert!(
        !lines.iter().any(|line| matches!(line.presence, Presence::Extra | Presence::Closed)),
        "`extra` and `closed` are the last line"
    );
    (lines, others)
}

/// The line with this name. Documents mostly have their keys in the order of the table, so the search begins at
/// `hint`, the line after the last one found.
#[inline]
pub(super) fn find(lines: &Table, name: &str, hint: usize) -> Option<usize> {
    match lines.get(hint) {
        Some(line) if line.name == name => Some(hint),
        _ => search(lines, name, hint),
    }
}

/// Looks on both sides of `hint`, the nearest first: optional properties are missing, some servers sort keys.
#[inline(never)]
fn search(lines: &Table, name: &str, hint: usize) -> Option<usize> {
    let is_at = |index: &usize| lines.get(*index).is_some_and(|line| line.name == name);
    (1..=lines.len()).find_map(|distance| {
        let after = Some(hint + distance).filter(is_at);
        after.or_else(|| hint.checked_sub(distance).filter(is_at))
    })
}

/// Describes a struct to the codec, one line per property: `required`, `optional` or `maybe` with the field, and its name on the
/// wire where that is another one; `constant` with a name, the value that it always has and the field; at last `extra` with the map of
/// all other keys, or `closed` where there are none.
///
/// What is sent has a constructor, whose arguments stand behind its name, and setters, whose lines say in which form a value is taken:
/// `User new(id: i64) { required id; optional name: impl Into<String> = "userName"; }`, and for `maybe` how `null` is set:
/// `maybe nickname or nickname_null: impl Into<String>;`.
///
/// `Debug` and `PartialEq` follow from the table as well: derived, they would cost the compiler a tenth of the crate.
#[doc(hidden)]
#[macro_export]
macro_rules! record {
    ($type:ident new($($required:ident: $required_taken:ty),* $(,)?) { $(
        $presence:ident
            $($constant:literal = $literal:literal as $fixed:ident)?
            $($(#[$attribute:meta])* $field:ident $(or $null:ident)? $(: $taken:ty)? $(= $name:literal)?)?;
    )* }) => {
        $crate::record! { $type { $(
            $presence $($constant = $literal as $fixed)? $($field $(= $name)?)?;
        )* } }

        impl $type {
            /// With all that is required, and nothing else.
            #[must_use]
            #[allow(clippy::new_without_default, clippy::too_many_arguments)]
            pub fn new($($required: $required_taken),*) -> Self {
                #[allow(unused_mut)]
                let mut new = <Self as $crate::codec::Decode>::vacant();
                $(new.$required = $crate::codec::taken($required);)*
                new
            }

            $($($crate::record_setter! { $presence [$(#[$attribute])*] $field [$($null)?] [$($name)?] $($taken)? })?)*
        }
    };
    ($type:ident { $(
        $presence:ident
            $($constant:literal = $literal:literal as $fixed:ident)?
            $($field:ident $(= $name:literal)?)?;
    )* }) => {
        const _: () = {
            static TABLE: &$crate::codec::Table = &[$($crate::record_line!(
                $presence $($constant = $literal)? $($field $($name)?)?
            )),*];
            impl $crate::codec::Decode for $type {
                #[inline]
                fn vacant() -> Self {
                    Self { $(
                        $($fixed: ::std::default::Default::default(),)?
                        $($field: $crate::codec::Decode::vacant(),)?
                    )* }
                }
                #[inline]
                fn shape(&mut self) -> $crate::codec::Shape<'_> {
                    $crate::codec::Shape::Record(TABLE, self)
                }
            }
            impl $crate::codec::Record for $type {
                #[inline]
                fn fields(&mut self, visitor: &mut dyn $crate::codec::Slots) {
                    visitor.slots(&mut [$(
                        $(&mut $crate::codec::Fixed::new(&mut self.$fixed, $crate::codec_literal!($literal)),)?
                        $(&mut self.$field,)?
                    )*]);
                }
                #[inline]
                fn values<'a>(&'a self, visitor: &mut dyn $crate::codec::Values<'a>) {
                    visitor.values(&[$($(&self.$fixed,)? $(&self.$field,)?)*]);
                }
            }
            impl $crate::codec::Encode for $type {
                #[inline]
                fn view(&self) -> $crate::codec::View<'_> {
                    $crate::codec::View::Record(TABLE, self)
                }
            }
            impl ::std::fmt::Debug for $type {
                fn fmt(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                    static NAMES: &[&str] = &[::std::stringify!($type) $($(, ::std::stringify!($fixed))? $(, ::std::stringify!($field))?)*];
                    $crate::codec::debug(NAMES, self, formatter)
                }
            }
            impl ::std::cmp::PartialEq for $type {
                fn eq(&self, other: &Self) -> bool {
                    $crate::codec::equal(self, other)
                }
            }
        };
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

/// A line of a table. A property is called like its field, unless another name is given.
#[doc(hidden)]
#[macro_export]
macro_rules! record_line {
    (extra $field:ident) => {
        $crate::codec::Line::extra()
    };
    (closed) => {
        $crate::codec::Line::closed()
    };
    (constant $name:literal = $literal:literal) => {
        $crate::codec::Line::constant($name, $crate::codec_literal!($literal))
    };
    ($presence:ident $field:ident $($name:literal)?) => {
        $crate::codec::Line::$presence($crate::record_name!($field $($name)?))
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
