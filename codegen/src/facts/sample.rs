//! Small models for the tests of this room.

use crate::model::{
    Alternatives, Api, Discriminator, Docs, Extra, Field, FieldDocs, FieldKind, NameHint, Presence, Struct, Test, Type,
    TypeDef, TypeId, TypeKind, Union, Variant, WireName,
};
use crate::place::{Place, Pointer};

/// A model of these definitions alone.
pub(super) fn api(kinds: Vec<TypeKind>) -> Api {
    let def = |(index, kind): (usize, TypeKind)| TypeDef {
        hint: NameHint::root(format!("Type{index}")),
        home: TypeId(index),
        docs: Docs::default(),
        origin: Place::here(["components", "schemas", &format!("Type{index}")].iter().collect::<Pointer>()),
        key: Place::default(),
        kind,
    };
    Api {
        title: String::new(),
        version: String::new(),
        docs: Docs::default(),
        servers: Vec::new(),
        variables: Vec::new(),
        schemes: Vec::new(),
        security: Vec::new(),
        types: kinds.into_iter().enumerate().map(def).collect(),
        services: Vec::new(),
        incoming: Vec::new(),
        less: Vec::new(),
        left_out: Vec::new(),
        unwanted: 0,
        sources: crate::place::Sources::default(),
        extent: crate::model::Extent::default(),
        notations: Vec::new(),
    }
}

/// The definition of that index.
pub(super) fn named(index: usize) -> Type {
    Type::Named(TypeId(index))
}

pub(super) fn strukt(fields: Vec<(Type, Presence)>) -> TypeKind {
    let field = |(index, (ty, presence)): (usize, (Type, Presence))| Field {
        name: WireName(format!("field{index}")),
        kind: FieldKind::Value { ty, presence },
        range: None,
        allowed: [].into(),
        example: None,
        docs: FieldDocs::default(),
        origin: Place::default(),
        read_only: false,
        write_only: false,
    };
    TypeKind::Struct(Struct { fields: fields.into_iter().enumerate().map(field).collect(), extra: Extra::Ignored })
}

pub(super) fn union(types: Vec<Type>) -> TypeKind {
    let variant = |ty| Variant {
        has_rest: false,
        hint: NameHint::root("variant"),
        ty,
        docs: Docs::default(),
        alternatives: Alternatives::Shape(Test::default()),
    };
    TypeKind::Union(Union {
        variants: types.into_iter().map(variant).collect(),
        told_by: Discriminator::Shape,
        any_of: false,
    })
}
