//! The sum of objects: one struct with the properties of all.
//!
//! Enters: objects that a value may be at once. Leaves: a struct, with definitions for the objects within it. Whether there has to be
//! one is the business of `several`.

use std::collections::BTreeSet;

use thin_vec::ThinVec;

use super::looks::{DEEPEST, look, object, resolve, strukt, tagged};
use crate::model::{
    Docs, Extra, Field, FieldDocs, FieldKind, Literal, NameHint, Presence, Scalar, Struct, Tags, Test, Type, TypeDef,
    TypeId, TypeKind, WireName,
};

/// An object among the alternatives; a map is one without names.
pub(super) struct Alternative {
    pub(super) strukt: Struct,
    pub(super) look: Test,
    pub(super) keys: BTreeSet<String>,
    /// What each property looks like.
    properties: Vec<Test>,
}

impl Alternative {
    pub(super) fn of(types: &[TypeDef], ty: &Type) -> Option<Self> {
        let strukt = match resolve(types, ty) {
            Type::Map(value) => Struct { fields: Vec::new(), extra: Extra::Kept((**value).clone()) },
            Type::Any => Struct { fields: Vec::new(), extra: Extra::Kept(Type::Any) },
            _ => strukt(types, ty)?.1.clone(),
        };
        let property = |field: &Field| match &field.kind {
            FieldKind::Constant(_) => Test::default(),
            FieldKind::Value { ty, .. } => look(types, ty),
        };
        Some(Self {
            look: object(types, &strukt),
            keys: strukt.fields.iter().map(|field| field.name.0.clone()).collect(),
            properties: strukt.fields.iter().map(property).collect(),
            strukt,
        })
    }

    /// Adds the tag that tells it within its union, which its own type may not have.
    pub(super) fn take_tag(&mut self, property: &WireName, tags: &Tags, union: &crate::place::Place) {
        tagged(&mut self.look, property, tags);
        if self.keys.insert(property.0.clone()) {
            self.properties.push(look(&[], &Type::Scalar(Scalar::String)));
            self.strukt.fields.push(Field {
                name: property.clone(),
                kind: FieldKind::Value { ty: Type::Scalar(Scalar::String), presence: Presence::Required },
                range: None,
                allowed: ThinVec::new(),
                example: None,
                docs: FieldDocs::default(),
                origin: union.push("discriminator"),
                read_only: false,
                write_only: false,
            });
        }
    }

    pub(super) fn property(&self, name: &str) -> Option<(&Field, &Test)> {
        self.strukt.fields.iter().zip(&self.properties).find(|(field, _)| field.name.0 == name)
    }

    pub(super) fn is_map(&self) -> bool {
        self.strukt.fields.is_empty() && self.strukt.extra.kept().is_some()
    }
}

/// Where a sum stands and what it is called.
#[derive(Clone)]
pub(super) struct Place {
    pub(super) hint: NameHint,
    pub(super) home: TypeId,
    pub(super) origin: crate::place::Place,
}

/// The use that a field is, null set aside.
pub(super) fn held(field: &Field) -> Type {
    match &field.kind {
        FieldKind::Constant(Literal::Text(_)) => Type::Scalar(Scalar::String),
        FieldKind::Constant(Literal::Integer(_)) => Type::Scalar(Scalar::I64),
        FieldKind::Constant(Literal::Bool(value)) => Type::Scalar(Scalar::Always(*value)),
        FieldKind::Value { ty, .. } => ty.non_null().clone(),
    }
}

/// One struct with the properties of all, in their order.
pub(super) fn sum(types: &mut Vec<TypeDef>, members: &[&Alternative], place: &Place, depth: usize) -> Struct {
    let mut fields: Vec<Field> = Vec::new();
    for field in members.iter().flat_map(|member| &member.strukt.fields) {
        if fields.iter().any(|known| known.name == field.name) {
            continue;
        }
        let all: Vec<_> = members.iter().filter_map(|it| it.property(&field.name.0)).map(|(field, _)| field).collect();
        let uses: Vec<Type> = all.iter().map(|field| held(field)).collect();
        // Not the place of the first: which that is, the order of a list would decide.
        let origin = place.origin.below(&["properties", &field.name.0]);
        let place = Place { hint: place.hint.child(&field.name.0), home: place.home, origin };
        let ty = together(types, &uses, &place, depth);
        fields.push(property(&all, members.len(), ty));
    }
    let kept: Vec<_> = members.iter().filter_map(|member| member.strukt.extra.kept().cloned()).collect();
    let extra = match kept.is_empty() {
        true => Extra::Ignored,
        false => {
            let origin = place.origin.push("additionalProperties");
            let values = Place { hint: place.hint.child("value"), home: place.home, origin };
            Extra::Kept(together(types, &kept, &values, depth))
        }
    };
    Struct { fields, extra }
}

/// The type of what all say of one value: the sum of objects, also within lists and maps; any value where they say different things.
fn together(types: &mut Vec<TypeDef>, all: &[Type], place: &Place, depth: usize) -> Type {
    if all.iter().all(|ty| *ty == all[0]) {
        return all[0].clone();
    }
    let resolved: Vec<Type> = all.iter().map(|ty| resolve(types, ty).clone()).collect();
    let within = |inner: fn(&Type) -> Option<&Type>| resolved.iter().map(|ty| inner(ty).cloned()).collect();
    let lists: Option<Vec<Type>> = within(|ty| if let Type::List(item) = ty { Some(item) } else { None });
    let maps: Option<Vec<Type>> = within(|ty| if let Type::Map(value) = ty { Some(value) } else { None });
    if depth == DEEPEST {
        return Type::Any;
    }
    let below = |key: &str| Place { origin: place.origin.push(key), ..place.clone() };
    if let Some(items) = lists {
        return Type::list(together(types, &items, &below("items"), depth + 1));
    }
    if let Some(values) = maps {
        return Type::map(together(types, &values, &below("additionalProperties"), depth + 1));
    }
    let objects: Option<Vec<Alternative>> = resolved.iter().map(|ty| Alternative::of(types, ty)).collect();
    let Some(objects) = objects.filter(|objects| !objects.iter().any(Alternative::is_map)) else {
        return Type::Any;
    };
    let strukt = sum(types, &objects.iter().collect::<Vec<_>>(), place, depth + 1);
    Type::Named(define(types, place.clone(), Docs::default(), strukt))
}

pub(super) fn define(types: &mut Vec<TypeDef>, place: Place, docs: Docs, strukt: Struct) -> TypeId {
    let id = TypeId(types.len());
    let Place { hint, home, origin } = place;
    types.push(TypeDef { hint, home, docs, key: origin.clone(), origin, kind: TypeKind::Struct(strukt) });
    id
}

/// What all that have it say of a property of this type.
fn property(all: &[&Field], members: usize, ty: Type) -> Field {
    let first = all[0];
    let is_null = |field: &Field| matches!(&field.kind, FieldKind::Value { ty: Type::Nullable(_), .. });
    let is_required = |field: &Field| match &field.kind {
        FieldKind::Constant(_) => true,
        FieldKind::Value { presence, .. } => *presence == Presence::Required,
    };
    let in_all = all.len() == members && all.iter().all(|field| is_required(field));
    let constant = all.iter().map(|field| match &field.kind {
        FieldKind::Constant(literal) => Some(literal),
        FieldKind::Value { .. } => None,
    });
    let kind = match constant.reduce(|one, other| one.filter(|it| Some(*it) == other)).flatten() {
        Some(literal) if in_all => FieldKind::Constant(literal.clone()),
        Some(_) | None => FieldKind::Value {
            ty: if all.iter().any(|field| is_null(field)) { ty.nullable() } else { ty },
            presence: if in_all { Presence::Required } else { Presence::Optional },
        },
    };
    let docs = all.iter().map(|field| &field.docs).find(|docs| !docs.is_empty());
    Field {
        kind,
        range: None,
        allowed: ThinVec::new(),
        example: None,
        docs: docs.cloned().unwrap_or_default(),
        read_only: all.iter().all(|field| field.read_only),
        write_only: all.iter().all(|field| field.write_only),
        ..first.clone()
    }
}
