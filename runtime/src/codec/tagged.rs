//! Tagged unions: objects whose kind is told by one property, by its text or by how its number or boolean is written. Where a text is
//! the first key, the payload is read as it comes; elsewhere the object is kept until the tag is found. What has no known tag is kept as it is, objects or not.
//! Writing is `object`'s.

use std::fmt;

use serde::de::value::SeqAccessDeserializer;
use serde::de::{Deserialize, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::Decode;
use super::field::Field;
use super::record::RecordVisitor;
use super::shape::{Shape, Union};
use super::trace::Trace;
use super::weigh;
use super::weight::Scale;

/// How the kinds of a union are told apart.
#[derive(Debug)]
pub struct Tags {
    /// The property that is the tag: a text, or a number or a boolean as it is written.
    pub property: &'static str,
    /// All tags.
    pub known: &'static [&'static str],
    /// Whether a value may be of several kinds at once, so that a key of any of them must not be lost.
    pub is_any: bool,
}

/// A tagged union as a place to be filled.
pub trait Tagged: Union {
    /// Becomes the vacant variant of this tag, and gives its payload; `None` where the tag is unknown.
    fn select(&mut self, tag: &str) -> Option<&mut dyn Decode>;

    /// Becomes the vacant variant of what has no known tag, and gives its payload; `None` where that is kept as it is.
    fn rest(&mut self) -> Option<&mut dyn Decode> {
        None
    }
}

/// A tagged union as a value.
pub trait TaggedView: Union {
    /// The tags of the variant, the one to write first; none where it is unknown.
    fn tags(&self) -> &'static [&'static str];
}

impl dyn TaggedView + '_ {
    /// The tags and the payload. No tags: the payload is all there is.
    pub(super) fn payload(&self) -> (&'static [&'static str], &dyn Field) {
        (self.tags(), self.variant().1)
    }
}

pub(super) struct TaggedVisitor<'a, 't> {
    pub(super) tags: &'static Tags,
    pub(super) union: &'a mut dyn Tagged,
    pub(super) trace: &'t mut Trace,
}

impl TaggedVisitor<'_, '_> {
    /// What is no object has no tag.
    fn unknown<E>(self, value: impl Into<Value>) -> Result<(), E> {
        self.union.unknown(value.into());
        Ok(())
    }
}

impl<'de> Visitor<'de> for TaggedVisitor<'_, '_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.unknown(Value::Null)
    }

    fn visit_none<E: Error>(self) -> Result<(), E> {
        self.unknown(Value::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<(), E> {
        self.unknown(value)
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<(), E> {
        self.unknown(value)
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<(), E> {
        self.unknown(value)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<(), E> {
        self.unknown(value)
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<(), E> {
        self.unknown(value)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, array: A) -> Result<(), A::Error> {
        let value = Value::deserialize(SeqAccessDeserializer::new(array))?;
        self.unknown(value)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<(), A::Error> {
        let TaggedVisitor { tags, union, trace } = self;
        let Tags { property, is_any, .. } = tags;
        let mut kept = Map::new();
        if let Some(key) = object.next_key::<String>()? {
            let value = object.next_value::<Value>().inspect_err(|_| trace.key(&key))?;
            if key == *property
                && !is_any
                && let Some(tag) = value.as_str()
                && let Some(payload) = union.select(tag)
                && let Shape::Record(table, record) = payload.shape()
            {
                return RecordVisitor { table, record, given: Some((property, tag)), trace }.visit_map(object);
            }
            kept.insert(key, value);
        }
        while let Some(key) = object.next_key::<String>()? {
            let value = object.next_value::<Value>().inspect_err(|_| trace.key(&key))?;
            kept.insert(key, value);
        }
        let object = Value::Object(kept);
        let mut scale = Scale::default();
        let outcome = weigh::tagged(&object, tags, union, &mut scale);
        trace.append(scale.trace);
        outcome.map_err(A::Error::custom)
    }
}

/// Describes an enum of newtypes, told apart by a property, to the codec: each variant with its tags,
/// the one to write first, and with its type in brackets where a value of that type becomes the enum. `any` behind the name of the enum says that a value may be of several variants.
/// `else` and a variant behind the property say what an object without a known tag is; such a variant writes its tag itself.
/// The enum has a further variant `Unknown(Value)`.
#[doc(hidden)]
#[macro_export]
macro_rules! tagged_union {
    ($type:ident by $property:literal $(else $rest:ident)? { $($variant:ident $(($from:ty))? = $($tag:literal)|+),* $(,)? }) => {
        $crate::tagged_union!(@union $type $property [false] [$($rest)?] { $($variant = $($tag)|+),* });
        $($($crate::codec_from!($type $variant $from);)?)*
    };
    ($type:ident any by $property:literal $(else $rest:ident)? { $($variant:ident $(($from:ty))? = $($tag:literal)|+),* $(,)? }) => {
        $crate::tagged_union!(@union $type $property [true] [$($rest)?] { $($variant = $($tag)|+),* });
        $($($crate::codec_from!($type $variant $from);)?)*
    };
    (@union $type:ident $property:literal [$any:literal] [$($rest:ident)?] { $($variant:ident = $($tag:literal)|+),* }) => {
        impl $crate::codec::Described for $type {
            #[inline]
            fn vacant() -> Self {
                Self::Unknown($crate::codec::Decode::vacant())
            }
            #[inline]
            fn shape(&mut self) -> $crate::codec::Shape<'_> {
                static TAGS: $crate::codec::Tags =
                    $crate::codec::Tags { property: $property, known: &[$($($tag),+),*], is_any: $any };
                $crate::codec::Shape::Tagged(&TAGS, self)
            }
            #[inline]
            fn view(&self) -> $crate::codec::View<'_> {
                $crate::codec::View::Tagged(&$crate::codec::Tags { property: $property, known: &[], is_any: $any }, self)
            }
        }
        impl $crate::codec::Tagged for $type {
            #[inline]
            fn select(&mut self, tag: &str) -> ::std::option::Option<&mut dyn $crate::codec::Decode> {
                *self = match tag {
                    $($($tag)|+ => Self::$variant($crate::codec::vacant()),)*
                    _ => return ::std::option::Option::None,
                };
                ::std::option::Option::Some(match self {
                    $(Self::$variant(payload) => payload,)*
                    Self::Unknown(payload) => payload,
                })
            }
            $(fn rest(&mut self) -> ::std::option::Option<&mut dyn $crate::codec::Decode> {
                *self = Self::$rest($crate::codec::vacant());
                match self {
                    Self::$rest(payload) => ::std::option::Option::Some(payload),
                    _ => ::std::option::Option::None,
                }
            })?
        }
        impl $crate::codec::TaggedView for $type {
            #[allow(unreachable_patterns, reason = "the variant of the rest has tags that it does not need")]
            fn tags(&self) -> &'static [&'static str] {
                match self {
                    $(Self::$rest(_) => &[],)?
                    $(Self::$variant(_) => &[$($tag),+],)*
                    Self::Unknown(_) => &[],
                }
            }
        }
        $crate::codec_union!($type { $($variant)* });
    };
}

/// A variant is made of a value of its type, which may be behind a pointer there.
#[doc(hidden)]
#[macro_export]
macro_rules! codec_from {
    ($type:ident $variant:ident $from:ty) => {
        impl ::std::convert::From<$from> for $type {
            fn from(value: $from) -> Self {
                Self::$variant(::std::convert::Into::into(value))
            }
        }
    };
}

/// What both kinds of union have.
#[doc(hidden)]
#[macro_export]
macro_rules! codec_union {
    ($type:ident { $($variant:ident)* }) => {
        impl $crate::codec::Union for $type {
            fn unknown(&mut self, value: $crate::codec::Value) {
                *self = Self::Unknown(value);
            }
            fn variant(&self) -> (&'static str, &dyn $crate::codec::Field) {
                match self {
                    $(Self::$variant(payload) => (::std::stringify!($variant), payload),)*
                    Self::Unknown(payload) => ("Unknown", payload),
                }
            }
        }
        impl ::std::clone::Clone for $type {
            fn clone(&self) -> Self {
                match self {
                    $(Self::$variant(payload) => Self::$variant(::std::clone::Clone::clone(payload)),)*
                    Self::Unknown(payload) => Self::Unknown(::std::clone::Clone::clone(payload)),
                }
            }
        }
        impl ::std::fmt::Debug for $type {
            fn fmt(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                $crate::codec::debug_union(self, formatter)
            }
        }
        impl ::std::cmp::PartialEq for $type {
            fn eq(&self, other: &Self) -> bool {
                $crate::codec::equal_unions(self, other)
            }
        }
        $crate::codec_serde!($type);
    };
}
