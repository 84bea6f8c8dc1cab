//! A value of a type, for the example of a call: what the description shows where that fits, and what is made of types and names where
//! it does not.
//!
//! | type | made |
//! |---|---|
//! | a text | its name, so that a reader sees which is which |
//! | a time, an id, an address | one that is written as such |
//! | an enum | its first value |
//! | a struct | all that is required |
//! | a union | the first variant that the example may be of, or that has a value |
//! | a list, a map | one item; none where an item would hold the list |

use std::net::{Ipv4Addr, Ipv6Addr};

use super::{Facts, Form, written};
use crate::model::{
    Alternatives, Api, EnumValues, Example, Field, FieldKind, Growth, JsonKind, Literal, Scalar, Struct, Type, TypeId,
    TypeKind, Union,
};

/// A value of a type.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Instance {
    Bool(bool),
    Integer(i128),
    Float(f64),
    /// A text, or what is made of one by a conversion.
    Text(String),
    /// What a text is parsed to.
    Parsed(String),
    List(Vec<Instance>),
    Map(Vec<(String, Instance)>),
    Tuple(Vec<Instance>),
    Null,
    Some(Box<Instance>),
    Struct(Made),
    /// A value of an enum, by its index.
    Listed(TypeId, usize),
    Variant {
        id: TypeId,
        index: usize,
        is_boxed: bool,
        value: Box<Instance>,
    },
    Newtype(TypeId, Box<Instance>),
    /// Any value.
    Any(Example),
}

/// A struct.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Made {
    pub(crate) id: TypeId,
    /// What its constructor takes, by the indices of the fields.
    pub(crate) arguments: Vec<(usize, Instance)>,
    /// What is set beside: something of a struct that requires nothing.
    pub(crate) set: Option<(usize, Box<Instance>)>,
}

/// Values in one example. What has more is no example but a program.
const MOST: usize = 40;

/// Scalars of a list that are shown.
const MOST_ITEMS: usize = 2;

/// A value of a type for something of this name; none where it would have too many parts, or has none that is finite.
pub(crate) fn instance(facts: &Facts, api: &Api, ty: &Type, name: &str, example: Option<&Example>) -> Option<Instance> {
    let mut maker = Maker { facts, api, open: Vec::new(), room: MOST };
    maker.make(ty, name, example)
}

struct Maker<'a> {
    facts: &'a Facts,
    api: &'a Api,
    /// The definitions that values are being made of, the innermost last. None of the smallest values holds one of its own type.
    open: Vec<TypeId>,
    room: usize,
}

impl Maker<'_> {
    fn make(&mut self, ty: &Type, name: &str, example: Option<&Example>) -> Option<Instance> {
        self.room = self.room.checked_sub(1)?;
        match ty {
            Type::Scalar(scalar) => Some(self::scalar(*scalar, name, example)),
            Type::Named(id) if self.open.contains(id) => None,
            Type::Named(id) => {
                self.open.push(*id);
                let made = self.named(*id, name, example);
                self.open.pop();
                made
            }
            Type::List(item) => Some(Instance::List(self.list(item, name, example))),
            Type::Tuple(items) => {
                let example = |index| match example {
                    Some(Example::List(items)) => items.get(index),
                    _ => None,
                };
                let made = items.iter().enumerate().map(|(index, item)| self.make(item, name, example(index)));
                made.collect::<Option<_>>().map(Instance::Tuple)
            }
            Type::Map(value) => Some(Instance::Map(self.map(value, example))),
            Type::Nullable(inner) => {
                let example = example.filter(|example| **example != Example::Null);
                Some(self.make(inner, name, example).map_or(Instance::Null, |made| Instance::Some(Box::new(made))))
            }
            Type::Any => Some(Instance::Any(any(name, example))),
        }
    }

    fn named(&mut self, id: TypeId, name: &str, example: Option<&Example>) -> Option<Instance> {
        match &self.api.def(id).kind {
            TypeKind::Alias(target) => {
                let made = self.make(target, name, example)?;
                Some(if self.facts.is_newtype(id) { Instance::Newtype(id, Box::new(made)) } else { made })
            }
            TypeKind::Enum(list) => listed(&list.values, example).map(|index| Instance::Listed(id, index)),
            TypeKind::Struct(strukt) => self.strukt(id, strukt, example).map(Instance::Struct),
            TypeKind::Union(union) => self.union(id, union, name, example),
        }
    }

    fn list(&mut self, item: &Type, name: &str, example: Option<&Example>) -> Vec<Instance> {
        let shown = match example {
            Some(Example::List(items)) => items.as_slice(),
            _ => &[],
        };
        let is_many = shown.iter().all(Example::is_scalar) && matches!(self.resolved(item), Type::Scalar(_));
        let shown = &shown[..shown.len().min(if is_many { MOST_ITEMS } else { 1 })];
        match shown {
            // Of what none is there, nothing would say what it is of.
            [] => match self.resolved(item) {
                Type::Scalar(scalar) => vec![self::scalar(*scalar, name, None)],
                _ => self.attempt(item, name, None).into_iter().collect(),
            },
            shown => shown.iter().filter_map(|example| self.attempt(item, name, Some(example))).collect(),
        }
    }

    fn map(&mut self, value: &Type, example: Option<&Example>) -> Vec<(String, Instance)> {
        let first = match example {
            Some(Example::Object(members)) => members.iter().find(|(key, _)| is_short(key)),
            _ => None,
        };
        let (key, example) = first.map_or(("key", None), |(key, value)| (&**key, Some(value)));
        let made = self.attempt(value, "value", example);
        made.map(|made| (key.to_owned(), made)).into_iter().collect()
    }

    /// What need not be there. What has no value, and what is too much of it, takes no room.
    fn attempt(&mut self, ty: &Type, name: &str, example: Option<&Example>) -> Option<Instance> {
        let room = self.room;
        let made = self.make(ty, name, example);
        if made.is_none() {
            self.room = room;
        }
        made
    }

    fn strukt(&mut self, id: TypeId, strukt: &Struct, example: Option<&Example>) -> Option<Made> {
        let mut arguments = Vec::new();
        for (index, field) in strukt.fields.iter().enumerate() {
            if self.facts.form(id, field) == Form::Required {
                arguments.push((index, self.field(field, example)?));
            }
        }
        // A type that is made alone and requires nothing would be an empty body.
        let is_outermost = self.open.iter().all(|open| *open == id || !self.is_struct(*open));
        let set = (arguments.is_empty() && is_outermost).then(|| self.set(id, strukt, example)).flatten();
        Some(Made { id, arguments, set })
    }

    fn is_struct(&self, id: TypeId) -> bool {
        matches!(self.api.def(id).kind, TypeKind::Struct(_))
    }

    /// The first of what may be set: of what the example has, or else of all.
    fn set(&mut self, id: TypeId, strukt: &Struct, example: Option<&Example>) -> Option<(usize, Box<Instance>)> {
        let can_be_set = |field: &Field| {
            let is_optional = matches!(self.facts.form(id, field), Form::Optional | Form::Maybe);
            is_optional && !field.docs.deprecated && !field.read_only && self.is_plain(field)
        };
        let fields = || strukt.fields.iter().enumerate().filter(|(_, field)| can_be_set(field));
        let is_shown = |field: &Field| example.and_then(|example| example.member(&field.name.0)).is_some();
        let (index, field) = fields().find(|(_, field)| is_shown(field)).or_else(|| fields().next())?;
        let made = match self.field(field, example)? {
            Instance::Some(made) => made,
            made => Box::new(made),
        };
        (*made != Instance::Null).then_some((index, made))
    }

    /// Whether the values of a field have no parts.
    fn is_plain(&self, field: &Field) -> bool {
        let FieldKind::Value { ty, .. } = &field.kind else { return false };
        match self.resolved(ty.non_null()) {
            Type::Scalar(scalar) => *scalar != Scalar::Secret,
            Type::Named(id) => matches!(self.api.def(*id).kind, TypeKind::Enum(_)),
            Type::List(_) | Type::Tuple(_) | Type::Map(_) | Type::Nullable(_) | Type::Any => false,
        }
    }

    fn field(&mut self, field: &Field, whole: Option<&Example>) -> Option<Instance> {
        let FieldKind::Value { ty, .. } = &field.kind else { return None };
        let shown = whole.and_then(|whole| whole.member(&field.name.0)).or(field.example.as_deref());
        let allowed: Vec<Example> = field.allowed.iter().map(literal).collect();
        let shown = match allowed.first() {
            Some(first) => shown.filter(|shown| allowed.contains(shown)).or(Some(first)),
            None => shown,
        };
        self.make(ty, &field.name.0, shown)
    }

    fn union(&mut self, id: TypeId, union: &Union, name: &str, example: Option<&Example>) -> Option<Instance> {
        let is_several = |alternatives: &Alternatives| matches!(alternatives, Alternatives::Shape(test) if test.kind == JsonKind::Several);
        let (mut likely, mut others) = (Vec::new(), Vec::new());
        for (index, variant) in union.variants.iter().enumerate() {
            let fits = example.is_some_and(|example| self.may_be(union, index, example));
            match fits && !is_several(&variant.alternatives) {
                true => likely.push((index, example)),
                false => others.push((index, None)),
            }
        }
        likely.into_iter().chain(others).find_map(|(index, example)| {
            let value = self.attempt(&union.variants[index].ty, name, example)?;
            let is_boxed = self.facts.is_boxed_variant(id, index);
            Some(Instance::Variant { id, index, is_boxed, value: Box::new(value) })
        })
    }

    /// Whether an example looks like a value of a variant.
    fn may_be(&self, union: &Union, index: usize, example: &Example) -> bool {
        let variant = &union.variants[index];
        match (&variant.alternatives, &union.told_by) {
            (Alternatives::Tags(tags), crate::model::Discriminator::Tag(property)) => {
                let tag = example.member(&property.0);
                tags.all().any(|known| tag == Some(&Example::Text(known.as_str().into())))
            }
            (Alternatives::Tags(_) | Alternatives::Shape(_), _) => self.fits(&variant.ty, example),
        }
    }

    fn fits(&self, ty: &Type, example: &Example) -> bool {
        match (self.resolved(ty), example) {
            (Type::Any, _) | (Type::Nullable(_), Example::Null) => true,
            (Type::Nullable(inner), example) => self.fits(inner, example),
            (Type::Scalar(scalar), example) => fitting(*scalar, example).is_some(),
            (Type::List(_) | Type::Tuple(_), example) => matches!(example, Example::List(_)),
            (Type::Map(_), example) => matches!(example, Example::Object(_)),
            (Type::Named(id), example) => match &self.api.def(*id).kind {
                TypeKind::Struct(strukt) => {
                    let is_there = |field: &Field| {
                        self.facts.form(*id, field) != Form::Required || example.member(&field.name.0).is_some()
                    };
                    matches!(example, Example::Object(_)) && strukt.fields.iter().all(is_there)
                }
                TypeKind::Enum(list) => is_listed(&list.values, list.growth, example),
                TypeKind::Union(_) | TypeKind::Alias(_) => true,
            },
        }
    }

    fn resolved<'t>(&'t self, ty: &'t Type) -> &'t Type {
        self.facts.resolved(self.api, ty)
    }
}

/// A value without parts: the example where it is one, or one that is made.
fn scalar(scalar: Scalar, name: &str, example: Option<&Example>) -> Instance {
    if let Some(fitting) = example.and_then(|example| fitting(scalar, example)) {
        return fitting;
    }
    let parsed = |text: &str| Instance::Parsed(text.to_owned());
    match scalar {
        Scalar::Bool => Instance::Bool(true),
        Scalar::Always(truth) => Instance::Bool(truth),
        Scalar::I32 | Scalar::I64 | Scalar::U32 | Scalar::U64 | Scalar::I128 | Scalar::Number => Instance::Integer(1),
        Scalar::F64 => Instance::Float(1.0),
        Scalar::String | Scalar::Binary | Scalar::Secret => Instance::Text(named(name).to_owned()),
        Scalar::Base64 => Instance::Text("bytes".to_owned()),
        Scalar::Uuid => parsed("67e55044-10b1-426f-9247-bb680e5fe0c8"),
        Scalar::Date => parsed("2026-01-31"),
        Scalar::DateTime => parsed("2026-01-31T12:00:00Z"),
        Scalar::Ipv4 => parsed("192.0.2.1"),
        Scalar::Ipv6 => parsed("2001:db8::1"),
    }
}

/// The example as a value, where it is one.
fn fitting(scalar: Scalar, example: &Example) -> Option<Instance> {
    let parsed = |is: fn(&str) -> bool| match example {
        Example::Text(text) if is(text) => Some(Instance::Parsed(text.clone().into())),
        _ => None,
    };
    let integer = |least: i128, most: i128| match example {
        Example::Number(text) => {
            text.parse().ok().filter(|number| (least..=most).contains(number)).map(Instance::Integer)
        }
        _ => None,
    };
    match scalar {
        Scalar::Bool => match example {
            Example::Bool(truth) => Some(Instance::Bool(*truth)),
            _ => None,
        },
        Scalar::Always(truth) => (*example == Example::Bool(truth)).then_some(Instance::Bool(truth)),
        // What is made of a number is one of 32 bits.
        Scalar::I32 | Scalar::Number => integer(i32::MIN.into(), i32::MAX.into()),
        Scalar::I64 => integer(i64::MIN.into(), i64::MAX.into()),
        Scalar::U32 => integer(0, u32::MAX.into()),
        Scalar::U64 => integer(0, u64::MAX.into()),
        Scalar::I128 => integer(i128::MIN, i128::MAX),
        Scalar::F64 => match example {
            Example::Number(text) => text.parse().ok().filter(|number: &f64| number.is_finite()).map(Instance::Float),
            _ => None,
        },
        Scalar::String | Scalar::Binary | Scalar::Secret => match example {
            Example::Text(text) if is_short(text) => Some(Instance::Text(text.clone().into())),
            _ => None,
        },
        // What is shown is Base64 already, and what is passed is not.
        Scalar::Base64 => None,
        Scalar::Uuid => parsed(written::is_uuid),
        Scalar::Date => parsed(written::is_date),
        Scalar::DateTime => parsed(written::is_date_time),
        Scalar::Ipv4 => parsed(|text| text.parse::<Ipv4Addr>().is_ok()),
        Scalar::Ipv6 => parsed(|text| text.parse::<Ipv6Addr>().is_ok()),
    }
}

/// Any value: the example where that is short.
fn any(name: &str, example: Option<&Example>) -> Example {
    let is_plain = |example: &Example| match example {
        Example::Text(text) => is_short(text),
        Example::Number(text) => text.parse::<i32>().is_ok(),
        Example::Bool(_) => true,
        Example::Null | Example::List(_) | Example::Object(_) => false,
    };
    match example {
        Some(Example::Object(members)) => {
            let fitting = |(key, value): &&(Box<str>, Example)| is_short(key) && is_plain(value);
            match members.iter().find(fitting) {
                Some(member) => Example::Object(vec![member.clone()]),
                None => Example::Text(named(name).into()),
            }
        }
        Some(example) if is_plain(example) => example.clone(),
        Some(_) | None => Example::Text(named(name).into()),
    }
}

/// A text that says what it is for.
fn named(name: &str) -> &str {
    if is_short(name) { name } else { "text" }
}

fn is_short(text: &str) -> bool {
    !text.trim().is_empty() && text.len() <= Example::LONGEST_TEXT
}

/// The value of an enum that an example is, or the first one.
fn listed(values: &EnumValues, example: Option<&Example>) -> Option<usize> {
    let found = example.and_then(|example| position(values, example));
    let count = match values {
        EnumValues::Strings(values) => values.len(),
        EnumValues::Integers(values) => values.len(),
    };
    found.or_else(|| (count > 0).then_some(0))
}

fn position(values: &EnumValues, example: &Example) -> Option<usize> {
    match (values, example) {
        (EnumValues::Strings(values), Example::Text(text)) => values.iter().position(|(value, _)| **value == **text),
        (EnumValues::Integers(values), Example::Number(number)) => {
            let number: i64 = number.parse().ok()?;
            values.iter().position(|(value, _)| *value == number)
        }
        _ => None,
    }
}

/// Whether an example is a value of an enum: of one that may grow, any of the same kind.
fn is_listed(values: &EnumValues, growth: Growth, example: &Example) -> bool {
    let is_of_kind = match values {
        EnumValues::Strings(_) => matches!(example, Example::Text(_)),
        EnumValues::Integers(_) => matches!(example, Example::Number(_)),
    };
    position(values, example).is_some() || growth == Growth::Open && is_of_kind
}

fn literal(literal: &Literal) -> Example {
    match literal {
        Literal::Text(text) => Example::Text(text.as_str().into()),
        Literal::Integer(integer) => Example::Number(integer.to_string().into()),
        Literal::Bool(truth) => Example::Bool(*truth),
    }
}
