//! `anyOf` of objects: a value may be several of the alternatives at once, and then has the keys of all.
//!
//! Enters: all definitions. Leaves: where nothing tells the alternatives apart, one struct with all their properties in the place of
//! the union; where something does, a further variant with them, which is taken when a value has more keys
//! than any alternative names. Alternatives of which one knows all keys, and those that cannot hold together, are as they were.

use std::collections::BTreeSet;

use super::looks::{self, DEEPEST, apart, look, resolve, strukt};
use super::telling::meet;
use crate::model::{
    Alternatives, Discriminator, Docs, Extra, Field, FieldKind, JsonKind, Literal, NameHint, Presence, Scalar, Struct,
    Test, Type, TypeDef, TypeId, TypeKind, Union, Variant, WireName,
};

/// Gives every such union what it needs.
pub(super) fn merge(types: &mut Vec<TypeDef>) {
    for index in 0..types.len() {
        let TypeKind::Union(Union { variants, told_by: Discriminator::Shape, any_of: true }) = &types[index].kind
        else {
            continue;
        };
        let item = |variant: &Variant| match resolve(types, &variant.ty) {
            Type::List(item) => objects(types, item, 0),
            _ => Vec::new(),
        };
        let lists: Vec<_> = variants.iter().map(item).collect();
        let objects: Vec<_> = variants.iter().map(|variant| objects(types, &variant.ty, 0)).collect();
        let (members, items) = (losing(types, &objects), losing(types, &lists));
        let is_all = members.len() == variants.len()
            && objects.iter().all(|of_variant| of_variant.len() == 1)
            && !variants.iter().any(|variant| *resolve(types, &variant.ty) == Type::Any)
            && members.windows(2).all(|pair| nothing_tells(types, pair[0], pair[1], 0));
        let TypeDef { hint, home, origin, .. } = &types[index];
        let place = Place { hint: hint.clone(), home: *home, origin: origin.clone() };
        if is_all {
            types[index].kind = match sum(types, &members, &place, 0) {
                Struct { fields, extra: Extra::Kept(value) } if fields.is_empty() => TypeKind::Alias(Type::map(value)),
                strukt => TypeKind::Struct(strukt),
            };
            continue;
        }
        if !members.is_empty() {
            add_variant(types, index, &members, &place, "several", |object| object);
        }
        if !items.is_empty() {
            add_variant(types, index, &items, &place, "several list", Type::list);
        }
    }
}

/// The objects of which a value may have keys that only an object of another variant has a place for.
fn losing<'a>(types: &[TypeDef], variants: &'a [Vec<Alternative>]) -> Vec<&'a Alternative> {
    let mut losing = Vec::new();
    for (this, objects) in variants.iter().enumerate() {
        let others = || variants.iter().enumerate().filter(|(index, _)| *index != this).flat_map(|(_, others)| others);
        losing.extend(objects.iter().filter(|one| others().any(|other| loses(types, one, other, 0))));
    }
    losing
}

/// Where a sum stands and what it is called.
#[derive(Clone)]
struct Place {
    hint: NameHint,
    home: TypeId,
    origin: crate::place::Place,
}

/// The objects that an alternative may be: several of a union, each with its tag where there is one.
fn objects(types: &[TypeDef], ty: &Type, depth: usize) -> Vec<Alternative> {
    if let Type::Named(id) = resolve(types, ty)
        && let TypeKind::Union(Union { variants, told_by, .. }) = &types[id.0].kind
        && depth < DEEPEST
    {
        let mut all = Vec::new();
        for variant in variants {
            let mut inner = objects(types, &variant.ty, depth + 1);
            if let (Discriminator::Tag(property), Alternatives::Tags(tags)) = (told_by, &variant.alternatives) {
                inner.iter_mut().for_each(|object| object.take_tag(property, tags, &types[id.0].origin));
            }
            all.extend(inner);
        }
        return all;
    }
    Alternative::of(types, ty).into_iter().collect()
}

/// An object among the alternatives; a map is one without names.
struct Alternative {
    strukt: Struct,
    look: Test,
    keys: BTreeSet<String>,
    /// What each property looks like.
    properties: Vec<Test>,
}

impl Alternative {
    fn of(types: &[TypeDef], ty: &Type) -> Option<Self> {
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
            look: looks::object(types, &strukt),
            keys: strukt.fields.iter().map(|field| field.name.0.clone()).collect(),
            properties: strukt.fields.iter().map(property).collect(),
            strukt,
        })
    }

    /// Adds the tag that tells it within its union, which its own type may not have.
    fn take_tag(&mut self, property: &WireName, tags: &[String], union: &crate::place::Place) {
        looks::tagged(&mut self.look, property, tags);
        if self.keys.insert(property.0.clone()) {
            self.properties.push(look(&[], &Type::Scalar(Scalar::String)));
            self.strukt.fields.push(Field {
                name: property.clone(),
                kind: FieldKind::Value { ty: Type::Scalar(Scalar::String), presence: Presence::Required },
                range: None,
                docs: Docs::default(),
                origin: union.push("discriminator"),
                read_only: false,
                write_only: false,
            });
        }
    }

    fn property(&self, name: &str) -> Option<(&Field, &Test)> {
        self.strukt.fields.iter().zip(&self.properties).find(|(field, _)| field.name.0 == name)
    }

    fn is_map(&self) -> bool {
        self.strukt.fields.is_empty() && self.strukt.extra.kept().is_some()
    }
}

/// The objects that a property is in both, where it is one in both and not the same.
fn parts(types: &[TypeDef], key: &str, one: &Alternative, other: &Alternative) -> Option<(Alternative, Alternative)> {
    pair(types, &held(one.property(key)?.0), &held(other.property(key)?.0))
}

/// The objects that two uses are, or lists or maps of, where they are not the same.
fn pair(types: &[TypeDef], one: &Type, other: &Type) -> Option<(Alternative, Alternative)> {
    match (resolve(types, one), resolve(types, other)) {
        (one, other) if one == other => None,
        (Type::List(one), Type::List(other)) | (Type::Map(one), Type::Map(other)) => pair(types, one, other),
        (one, other) => Some((Alternative::of(types, one)?, Alternative::of(types, other)?)),
    }
}

/// Whether a value may be of one, with keys that only the other has a place for, and yet not be of the other alone.
fn loses(types: &[TypeDef], one: &Alternative, other: &Alternative, depth: usize) -> bool {
    let within =
        |key: &String| parts(types, key, one, other).is_some_and(|(one, other)| loses(types, &one, &other, depth + 1));
    let of_maps = || {
        let (one, other) = one.strukt.extra.kept().zip(other.strukt.extra.kept())?;
        pair(types, one, other).filter(|(one, other)| depth < DEEPEST && loses(types, one, other, depth + 1))
    };
    let (fewer, more) = if one.keys.is_subset(&other.keys) { (one, other) } else { (other, one) };
    let lost = if one.is_map() || other.is_map() {
        one.strukt.extra.kept().is_none() || other.strukt.extra.kept().is_none() || of_maps().is_some()
    } else {
        !fewer.keys.is_subset(&more.keys)
            || may_lack(fewer, more)
            || (depth < DEEPEST && one.keys.intersection(&other.keys).any(within))
    };
    lost && may_hold_at_once(one, other)
}

/// Whether a value of the one with fewer keys may have some of the further keys of the other, and not all that the other asks for.
fn may_lack(fewer: &Alternative, more: &Alternative) -> bool {
    let mut asked = more.look.keys.iter().filter(|key| !fewer.look.keys.contains(key));
    let further = || more.keys.difference(&fewer.keys);
    let is_other = |key: &String| match (fewer.property(key), more.property(key)) {
        (Some((field, _)), Some((other, _))) => held(field) != held(other),
        _ => false,
    };
    further().next().is_some()
        && (asked.any(|key| further().any(|other| other != key)) || fewer.keys.iter().any(is_other))
}

fn may_hold_at_once(one: &Alternative, other: &Alternative) -> bool {
    let is_open = |it: &Alternative| it.strukt.extra != Extra::Closed;
    let conflict = |key: &str| match (one.property(key), other.property(key)) {
        (Some((_, look)), Some((_, other))) => !meet(look.kind, other.kind),
        _ => false,
    };
    let both_require = one.look.keys.iter().filter(|key| other.look.keys.contains(key));
    is_open(one)
        && is_open(other)
        && !apart(&one.look, &other.look)
        && !both_require.into_iter().any(|key| conflict(key))
}

/// Whether a value of one is a value of the other, whatever it has.
fn nothing_tells(types: &[TypeDef], one: &Alternative, other: &Alternative, depth: usize) -> bool {
    let required = |it: &Alternative| it.look.keys.iter().cloned().collect::<BTreeSet<_>>();
    let is_same = |key: &String| match (one.property(key), other.property(key)) {
        (Some((field, _)), Some((other, _))) if held(field) == held(other) => true,
        (Some(_), Some(_)) => parts(types, key, one, other)
            .is_some_and(|(one, other)| depth < DEEPEST && nothing_tells(types, &one, &other, depth + 1)),
        _ => true,
    };
    required(one) == required(other) && one.keys.intersection(&other.keys).all(is_same)
}

/// The use that a field is, null set aside.
fn held(field: &Field) -> Type {
    match &field.kind {
        FieldKind::Constant(Literal::Text(_)) => Type::Scalar(Scalar::String),
        FieldKind::Constant(Literal::Integer(_)) => Type::Scalar(Scalar::I64),
        FieldKind::Constant(Literal::Bool(value)) => Type::Scalar(Scalar::Always(*value)),
        FieldKind::Value { ty, .. } => ty.non_null().clone(),
    }
}

/// One struct with the properties of all, in their order.
fn sum(types: &mut Vec<TypeDef>, members: &[&Alternative], place: &Place, depth: usize) -> Struct {
    let mut fields: Vec<Field> = Vec::new();
    for field in members.iter().flat_map(|member| &member.strukt.fields) {
        if fields.iter().any(|known| known.name == field.name) {
            continue;
        }
        let all: Vec<_> = members.iter().filter_map(|it| it.property(&field.name.0)).map(|(field, _)| field).collect();
        let uses: Vec<Type> = all.iter().map(|field| held(field)).collect();
        // Not the place of the first: which that is, the order of a list would decide.
        let origin = place.origin.push("properties").push(&field.name.0);
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

fn define(types: &mut Vec<TypeDef>, place: Place, docs: Docs, strukt: Struct) -> TypeId {
    let id = TypeId(types.len());
    let Place { hint, home, origin } = place;
    types.push(TypeDef { hint, home, docs, origin, kind: TypeKind::Struct(strukt) });
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
    let docs = all.iter().map(|field| &field.docs).find(|docs| **docs != Docs::default());
    Field {
        kind,
        range: None,
        docs: docs.cloned().unwrap_or_default(),
        read_only: all.iter().all(|field| field.read_only),
        write_only: all.iter().all(|field| field.write_only),
        ..first.clone()
    }
}

/// Adds the sum as the last variant, with a definition of its own.
fn add_variant(
    types: &mut Vec<TypeDef>,
    index: usize,
    members: &[&Alternative],
    place: &Place,
    word: &str,
    wrapped: impl FnOnce(Type) -> Type,
) {
    let place = Place { hint: place.hint.child(word), origin: place.origin.push("anyOf"), ..place.clone() };
    let docs = Docs {
        summary: Some(
            "Several of the alternatives at once: an object with more keys than any of them names.".to_owned(),
        ),
        ..Docs::default()
    };
    let strukt = sum(types, members, &place, 0);
    let id = define(types, place, docs, strukt);
    if let TypeKind::Union(union) = &mut types[index].kind {
        union.variants.push(Variant {
            hint: NameHint::root(word),
            ty: wrapped(Type::Named(id)),
            docs: Docs::default(),
            alternatives: Alternatives::Shape(Test { kind: JsonKind::Several, ..Test::default() }),
        });
    }
}
