//! Unions without a tag: the value is read whole, and what each arm asks of it is looked at first: the JSON type, the values that
//! are allowed, the keys of an object and the values of those that tell. Where several arms are left, each is tried, and the one
//! that fits best is taken; see [`Weight`] for what that means. A value that fits none is kept as it is.

use serde_json::Value;

use super::Decode;
use super::integer::whole;
use super::keys::Keys;
use super::literal::Literal;
use super::shape::{self, Shape, Union};
use super::table::{Others, find, named};
use super::tagged::Tags;
use super::trace::Trace;
use super::weigh::read;
use super::weight::{Scale, Weight};

/// An untagged union as a place to be filled.
pub trait Untagged: Union {
    /// Becomes the vacant variant of this arm, and gives its payload.
    fn select(&mut self, arm: usize) -> &mut dyn Decode;

    /// Whether a value may be of several arms at once, so that a key of any of them must not be lost.
    fn is_any(&self) -> bool {
        false
    }
}

/// What a value must be to belong to an arm.
#[derive(Debug)]
pub struct Test {
    kind: Kind,
    /// Of an object, keys that must be there; of a scalar, the values allowed. Empty allows all.
    listed: &'static [Literal],
    /// Properties of an object with the values allowed for each where it is there and not `null`.
    told_by: &'static [(&'static str, &'static [Literal])],
    /// The same of what lies within objects and arrays, by the keys and the places that lead there.
    at: &'static [(&'static [&'static str], &'static [Literal])],
    /// All keys that an object may have, where it is closed.
    only: Option<&'static [&'static str]>,
    /// The least and the most of a number, under no name, or of numbers that are properties.
    ranges: &'static [(&'static str, f64, f64)],
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Any,
    Null,
    Boolean,
    Integer,
    Number,
    String,
    Array,
    Object,
    Several,
}

macro_rules! kinds {
    ($($name:ident $kind:ident $json:literal,)*) => { impl Test { $(
        #[doc = concat!("Holds for ", $json, ".")]
        #[must_use]
        pub const fn $name(
            listed: &'static [Literal],
            told_by: &'static [(&'static str, &'static [Literal])],
        ) -> Self {
            Self { kind: Kind::$kind, listed, told_by, at: &[], only: None, ranges: &[] }
        }
    )* } };
}

kinds! {
    any Any "anything",
    null Null "`null`",
    boolean Boolean "`true` and `false`",
    integer Integer "numbers without a fraction",
    number Number "numbers",
    string String "strings",
    array Array "arrays",
    object Object "objects",
    several Several "objects, or lists of them, that are several of the arms before at once: one of those fits, and this has more keys",
}

impl Test {
    /// The values that what lies within may have, where it is there and not `null`.
    #[must_use]
    pub const fn at(mut self, within: &'static [(&'static [&'static str], &'static [Literal])]) -> Self {
        self.at = within;
        self
    }

    /// The keys that an object may have and no others.
    #[must_use]
    pub const fn only(mut self, keys: &'static [&'static str]) -> Self {
        self.only = Some(keys);
        self
    }

    /// Where a number lies, under no name, or where those lie that are properties.
    #[must_use]
    pub const fn within(mut self, ranges: &'static [(&'static str, f64, f64)]) -> Self {
        self.ranges = ranges;
        self
    }

    fn holds(&self, value: &Value) -> bool {
        self.kind_holds(value)
            && self.at.iter().all(|(path, allowed)| tells(inner(value, path), allowed))
            && self.ranges.iter().all(|(key, least, most)| {
                let number = if value.is_object() { value.get(*key) } else { Some(value) };
                // One that is missing or `null` tells nothing.
                number.and_then(Value::as_f64).is_none_or(|number| (*least..=*most).contains(&number))
            })
            && match value {
                Value::Object(object) => {
                    self.listed.iter().all(|key| object.contains_key(key.text()))
                        && self.told_by.iter().all(|(key, allowed)| tells(object.get(*key), allowed))
                        && self.only.is_none_or(|only| object.keys().all(|key| only.contains(&key.as_str())))
                }
                _ => self.listed.is_empty() || self.listed.iter().any(|literal| literal.is(value)),
            }
    }

    fn kind_holds(&self, value: &Value) -> bool {
        match self.kind {
            Kind::Any => true,
            Kind::Null => value.is_null(),
            Kind::Boolean => value.is_boolean(),
            Kind::Integer => value.is_i64() || value.is_u64() || value.as_f64().and_then(whole).is_some(),
            Kind::Number => value.is_number(),
            Kind::String => value.is_string(),
            Kind::Array => value.is_array(),
            Kind::Object => value.is_object(),
            Kind::Several => value.is_object() || value.is_array(),
        }
    }
}

/// What lies at a place within a value.
fn inner<'v>(value: &'v Value, path: &[&str]) -> Option<&'v Value> {
    path.iter().try_fold(value, |value, step| match value {
        Value::Array(items) => items.get(step.parse::<usize>().ok()?),
        value => value.get(*step),
    })
}

/// Whether a property may belong to an arm: one that is missing or `null` tells nothing.
fn tells(value: Option<&Value>, allowed: &[Literal]) -> bool {
    match value {
        None | Some(Value::Null) => true,
        Some(value) => is_one_of(value, allowed),
    }
}

fn is_one_of(value: &Value, allowed: &[Literal]) -> bool {
    allowed.iter().any(|literal| literal.is(value))
}

/// Puts a value into the arm that it belongs to.
pub(super) fn keep(value: Value, tests: &'static [Test], union: &mut dyn Untagged) {
    if !choose(&value, tests, union, &mut Scale::default()) {
        union.unknown(value);
    }
}

/// Reads a value into the arm that it belongs to, and says whether there is one.
pub(super) fn choose(value: &Value, tests: &'static [Test], union: &mut dyn Untagged, scale: &mut Scale) -> bool {
    let unlisted: Vec<&str> = unlisted(value, tests).collect();
    let is_any = union.is_any();
    let mut holding = (0..tests.len())
        .filter(|arm| tests[*arm].holds(value))
        .filter(|arm| unlisted.is_empty() || has_places(union.select(*arm), &unlisted));
    let arm = match (holding.next(), holding.next()) {
        (None, _) => None,
        (Some(only), None) if !is_any => Some(only),
        (Some(first), second) => match scale.chosen(value, tests.as_ptr().cast()) {
            Some(arm) => arm,
            None => {
                let several: Vec<usize> = [first].into_iter().chain(second).chain(holding).collect();
                let outer = scale.keys.take();
                let arm = heaviest(value, tests, &several, union, scale);
                scale.keys = outer;
                scale.choose(value, tests.as_ptr().cast(), arm);
                arm
            }
        },
    };
    arm.is_some_and(|arm| attempt(value, union.select(arm), scale).is_some())
}

/// Whether an arm would lose a key, at any depth, that another arm names, whether or not the value is of that one.
fn lacks(value: &Value, arm: usize, tests: &[Test], union: &mut dyn Untagged, scale: &mut Scale) -> bool {
    let own = places(value, union.select(arm), scale);
    !own.is_whole()
        && (0..tests.len()).any(|other| other != arm && own.lack(&places(value, union.select(other), scale)))
}

/// Which keys of a value a payload has places for, as far as it can be read into it.
pub(super) fn places(value: &Value, payload: &mut dyn Decode, scale: &mut Scale) -> Keys {
    let mut keys = Keys::default();
    // What cannot be read ends there; the keys beside it count all the same.
    if let (Value::Object(object), Shape::Record(table, _)) = (value, payload.shape()) {
        let (lines, _) = named(table);
        let known = object.iter().filter(|(key, _)| find(lines, key, 0).is_some());
        known.for_each(|(_, value)| keys.know(value));
    }
    let (outer, weight) = (scale.keys.replace(keys), scale.weight);
    if read(value, payload, scale).is_err() {
        scale.trace = Trace::default();
    }
    scale.weight = weight;
    std::mem::replace(&mut scale.keys, outer).unwrap_or_default()
}

/// The properties of a value that tell arms apart, and here have a value that none of the arms lists: what it is, nobody knows, and
/// it must not be lost in an arm that happens to fit the rest.
fn unlisted<'a>(value: &'a Value, tests: &'static [Test]) -> impl Iterator<Item = &'static str> + use<'a> {
    let is_there = |key: &str| value.get(key).is_some_and(|value| !value.is_null());
    let told_by = || tests.iter().flat_map(|test| test.told_by);
    let properties = told_by().map(|(key, _)| *key).filter(move |key| {
        is_there(key)
            && !told_by()
                .any(|(name, allowed)| name == key && value.get(key).is_some_and(|value| is_one_of(value, allowed)))
    });
    let at = || tests.iter().flat_map(|test| test.at);
    let within = at().filter(move |(path, _)| {
        inner(value, path).is_some_and(|value| {
            !value.is_null() && !at().any(|(other, allowed)| other == path && is_one_of(value, allowed))
        })
    });
    properties.chain(within.filter_map(|(path, _)| path.first().copied()))
}

/// Whether a payload has places for all these keys.
fn has_places(payload: &mut dyn Decode, keys: &[&str]) -> bool {
    match payload.shape() {
        Shape::Record(table, _) => {
            let (lines, others) = named(table);
            others == Others::Kept || keys.iter().all(|key| find(lines, key, 0).is_some())
        }
        _ => true,
    }
}

/// The arm that fits a value best, the first of equals.
fn heaviest(
    value: &Value,
    tests: &[Test],
    holding: &[usize],
    union: &mut dyn Untagged,
    scale: &mut Scale,
) -> Option<usize> {
    let mut best: Option<(Weight, usize)> = None;
    // Of all that fit, those included that would lose what another one names.
    let mut most: Option<Weight> = None;
    for &arm in holding {
        let before = scale.weight;
        let weight = attempt(value, union.select(arm), scale);
        scale.weight = before;
        let Some(weight) = weight.filter(|weight| holding.len() == 1 || !weight.has_strangers()) else { continue };
        let is_better = match tests[arm].kind {
            Kind::Several => most.is_some_and(|most| best.is_none() || weight.has_more_keys_than(most)),
            _ => {
                best.is_none_or(|(best, _)| weight > best)
                    && !(union.is_any() && lacks(value, arm, tests, union, scale))
            }
        };
        if is_better {
            best = Some((weight, arm));
        }
        most = most.max(Some(weight));
    }
    let (weight, best) = best?;
    let may_be_of_another =
        weight.lost > 0 && holding.iter().any(|arm| *arm != best && grew(value, best, *arm, union, scale));
    (!may_be_of_another).then_some(best)
}

/// Whether an arm is a union whose alternatives name a key that the best one would lose, and that knows none of them in the value, for what
/// tells them is not listed: a server may have added one.
fn grew(value: &Value, best: usize, arm: usize, union: &mut dyn Untagged, scale: &mut Scale) -> bool {
    let is_new =
        |tags: &Tags| value.get(tags.property).and_then(Value::as_str).is_some_and(|tag| !tags.known.contains(&tag));
    let named: Vec<Keys> = match union.select(arm).shape() {
        Shape::Untagged(tests, inner) if unlisted(value, tests).next().is_some() => {
            (0..tests.len()).map(|arm| places(value, inner.select(arm), scale)).collect()
        }
        Shape::Tagged(tags, inner) if is_new(tags) => {
            let mut places = |tag: &&str| inner.select(tag).map(|payload| places(value, payload, scale));
            tags.known.iter().filter_map(&mut places).collect()
        }
        _ => return false,
    };
    let own = places(value, union.select(best), scale);
    named.iter().any(|named| own.lack(named))
}

/// Reads a value into the payload of an arm. What ends as unknown in a union within the union belongs to no arm.
fn attempt(value: &Value, payload: &mut dyn Decode, scale: &mut Scale) -> Option<Weight> {
    let before = std::mem::take(&mut scale.weight);
    let fits = read(value, payload, scale).is_ok() && !is_unknown(payload) && !loses_digits(value, payload);
    let weight = scale.weight;
    scale.weight = before;
    match fits {
        true => {
            scale.weight += weight;
            Some(weight)
        }
        false => {
            scale.trace = Trace::default();
            None
        }
    }
}

/// Whether an integer would go back as another number.
fn loses_digits(value: &Value, payload: &mut dyn Decode) -> bool {
    let Shape::F64(number) = payload.shape() else { return false };
    let integer = value.as_i64().map(i128::from).or_else(|| value.as_u64().map(i128::from));
    #[expect(clippy::cast_possible_truncation, reason = "integers of 64 bits are far within")]
    integer.is_some_and(|integer| integer != *number as i128)
}

fn is_unknown(payload: &mut dyn Decode) -> bool {
    match payload.shape() {
        Shape::Untagged(_, union) => shape::is_unknown(union),
        Shape::Tagged(_, union) => shape::is_unknown(union),
        _ => false,
    }
}

/// Whether the arm that is counted down to is here.
#[inline]
pub fn countdown(arm: &mut usize) -> bool {
    let is_here = *arm == 0;
    *arm = arm.wrapping_sub(1);
    is_here
}

/// Describes an enum of newtypes, told apart by looking at the value, to the codec. Each variant has its type in brackets where a value of
/// that type becomes the enum, and the JSON type (`any`, `null`,
/// `boolean`, `integer`, `number`, `string`, `array`, `object`; `several` for objects that are several of the variants before at once),
/// then optionally in brackets the keys that an object must have or the values that a scalar may have, in braces
/// the values that properties of an object may have, after `at` the same of what lies within, after `only` all the keys that it may have, and after `within` the least and the most of a number or of
/// those that are properties. `any` behind the name of the
/// enum says that a value may be of several variants.
/// The enum has a further variant `Unknown(Value)`.
#[doc(hidden)]
#[macro_export]
macro_rules! untagged_union {
    (@any any) => {
        #[inline]
        fn is_any(&self) -> bool {
            true
        }
    };
    ($type:ident $($any:ident)? { $(
        $variant:ident $(($from:ty))?: $kind:ident
            $([$($listed:literal),* $(,)?])?
            $({ $($key:literal: $($value:literal)|+),* $(,)? })?
            $(at { $([$($step:literal),+]: $($inner:literal)|+),* $(,)? })?
            $(only [$($only:literal),* $(,)?])?
            $(within [$(($bounded:literal, $least:expr, $most:expr)),* $(,)?])?
    ),* $(,)? }) => {
        impl $crate::codec::Described for $type {
            #[inline]
            fn vacant() -> Self {
                Self::Unknown($crate::codec::Decode::vacant())
            }
            #[inline]
            fn shape(&mut self) -> $crate::codec::Shape<'_> {
                static TESTS: &[$crate::codec::Test] = &[$($crate::codec::Test::$kind(
                    &[$($($crate::codec_literal!($listed)),*)?],
                    &[$($(($key, &[$($crate::codec_literal!($value)),+])),*)?],
                )$(.at(&[$((&[$($step),+], &[$($crate::codec_literal!($inner)),+])),*]))?$(.only(&[$($only),*]))?$(.within(&[$(($bounded, $least, $most)),*]))?),*];
                $crate::codec::Shape::Untagged(TESTS, self)
            }
            #[inline]
            fn view(&self) -> $crate::codec::View<'_> {
                $crate::codec::payload(self)
            }
        }
        impl $crate::codec::Untagged for $type {
            #[inline]
            fn select(&mut self, mut arm: usize) -> &mut dyn $crate::codec::Decode {
                $(if $crate::codec::countdown(&mut arm) {
                    *self = Self::$variant($crate::codec::vacant());
                } else)* {
                    *self = Self::Unknown($crate::codec::Decode::vacant());
                }
                match self {
                    $(Self::$variant(payload) => payload,)*
                    Self::Unknown(payload) => payload,
                }
            }
            $($crate::untagged_union!(@any $any);)?
        }
        $crate::codec_union!($type { $($variant)* });
        $($($crate::codec_from!($type $variant $from);)?)*
    };
}
