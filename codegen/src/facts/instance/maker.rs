//! Values with parts: what is required, one item of what may be many, and the variant that the example is.

use super::{Instance, Made, listed, scalar};
use crate::facts::{Facts, Form};
use crate::model::{
    Alternatives, Api, Discriminator, Example, Field, FieldKind, JsonKind, Literal, Scalar, Struct, Type, TypeId,
    TypeKind, Union,
};

/// Values in one example. What has more is no example but a program.
const MOST: usize = 40;

/// Scalars of a list that are shown.
const MOST_ITEMS: usize = 2;

/// Makes one value.
pub(super) struct Maker<'a> {
    facts: &'a Facts,
    api: &'a Api,
    /// The definitions that values are being made of, the innermost last. None of the smallest values holds one of its own type.
    open: Vec<TypeId>,
    room: usize,
}

impl<'a> Maker<'a> {
    pub(super) fn new(facts: &'a Facts, api: &'a Api) -> Self {
        Self { facts, api, open: Vec::new(), room: MOST }
    }

    /// A value of a type; none where it would have too many parts.
    pub(super) fn make(&mut self, ty: &Type, name: &str, example: Option<&Example>) -> Option<Instance> {
        self.room = self.room.checked_sub(1)?;
        match ty {
            Type::Scalar(scalar) => Some(scalar::made(*scalar, name, example)),
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
            Type::Any => Some(Instance::Any(scalar::any(name, example))),
        }
    }

    fn named(&mut self, id: TypeId, name: &str, example: Option<&Example>) -> Option<Instance> {
        match &self.api.def(id).kind {
            TypeKind::Alias(target) => {
                let made = self.make(target, name, example)?;
                Some(if self.facts.is_newtype(id) { Instance::Newtype(id, Box::new(made)) } else { made })
            }
            TypeKind::Enum(list) => listed::index(&list.values, example).map(|index| Instance::Listed(id, index)),
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
                Type::Scalar(scalar) => vec![scalar::made(*scalar, name, None)],
                _ => self.attempt(item, name, None).into_iter().collect(),
            },
            shown => shown.iter().filter_map(|example| self.attempt(item, name, Some(example))).collect(),
        }
    }

    fn map(&mut self, value: &Type, example: Option<&Example>) -> Vec<(String, Instance)> {
        let first = match example {
            Some(Example::Object(members)) => members.iter().find(|(key, _)| scalar::is_short(key)),
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
            (Alternatives::Tags(tags), Discriminator::Tag(property)) => {
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
            (Type::Scalar(scalar), example) => scalar::fitting(*scalar, example).is_some(),
            (Type::List(_) | Type::Tuple(_), example) => matches!(example, Example::List(_)),
            (Type::Map(_), example) => matches!(example, Example::Object(_)),
            (Type::Named(id), example) => match &self.api.def(*id).kind {
                TypeKind::Struct(strukt) => {
                    let is_there = |field: &Field| {
                        self.facts.form(*id, field) != Form::Required || example.member(&field.name.0).is_some()
                    };
                    matches!(example, Example::Object(_)) && strukt.fields.iter().all(is_there)
                }
                TypeKind::Enum(list) => listed::may_be(&list.values, list.growth, example),
                TypeKind::Union(_) | TypeKind::Alias(_) => true,
            },
        }
    }

    fn resolved<'t>(&'t self, ty: &'t Type) -> &'t Type {
        self.facts.resolved(self.api, ty)
    }
}

fn literal(literal: &Literal) -> Example {
    match literal {
        Literal::Text(text) => Example::Text(text.as_str().into()),
        Literal::Integer(integer) => Example::Number(integer.to_string().into()),
        Literal::Bool(truth) => Example::Bool(*truth),
    }
}
