//! What all values of a type have in common, as far as it can be seen before they are read.
//!
//! Enters: definitions. Leaves: a [`Test`] that every value of a type passes, with all that is known. Which of it
//! is needed in a union is the business of `telling`.

use std::collections::BTreeSet;

use crate::model::{
    Alternatives, Discriminator, EnumValues, Extra, FieldKind, JsonKind, Literal, Presence, Scalar, Struct, Tags, Test,
    Type, TypeDef, TypeId, TypeKind, Union, Variant, WireName,
};

/// Unions within unions nest no deeper than this in earnest; beyond it their values look like anything.
pub(super) const DEEPEST: usize = 6;

/// The struct that a use stands for, through aliases.
pub(super) fn strukt<'a>(types: &'a [TypeDef], ty: &Type) -> Option<(TypeId, &'a Struct)> {
    let Type::Named(id) = resolve(types, ty) else {
        return None;
    };
    match &types[id.0].kind {
        TypeKind::Struct(strukt) => Some((*id, strukt)),
        TypeKind::Enum(_) | TypeKind::Union(_) | TypeKind::Alias(_) => None,
    }
}

/// What a use is with aliases followed.
pub(super) fn target<'t>(types: &'t [TypeDef], ty: &'t Type) -> &'t Type {
    match ty {
        Type::Named(id) if matches!(types[id.0].kind, TypeKind::Alias(_)) => behind_aliases(types, ty),
        Type::Named(_)
        | Type::Scalar(_)
        | Type::List(_)
        | Type::Tuple(_)
        | Type::Map(_)
        | Type::Nullable(_)
        | Type::Any => ty,
    }
}

fn behind_aliases<'t>(types: &'t [TypeDef], ty: &'t Type) -> &'t Type {
    let (mut ty, mut seen) = (ty, BTreeSet::new());
    while let Type::Named(id) = ty
        && let TypeKind::Alias(next) = &types[id.0].kind
        && seen.insert(*id)
    {
        ty = next;
    }
    ty
}

/// A use with aliases followed and null set aside.
pub(super) fn resolve<'t>(types: &'t [TypeDef], ty: &'t Type) -> &'t Type {
    let mut ty = target(types, ty);
    // A circle of aliases ends after as many steps as there are definitions.
    for _ in 0..types.len() {
        let Type::Nullable(inner) = ty else { return ty };
        ty = target(types, inner);
    }
    ty.non_null()
}

/// A text that two types share where they have the same form, and that most others do not: whoever compares many with each other
/// need look closely only at those.
pub(super) fn outline(types: &[TypeDef], ty: &Type) -> String {
    outline_within(types, ty, 0)
}

fn outline_within(types: &[TypeDef], ty: &Type, depth: usize) -> String {
    if depth > DEEPEST {
        return String::new();
    }
    match resolve(types, ty) {
        Type::List(item) => format!("[{}", outline_within(types, item, depth + 1)),
        Type::Tuple(items) => {
            let items: Vec<_> = items.iter().map(|item| outline_within(types, item, depth + 1)).collect();
            format!("({}", items.join(","))
        }
        Type::Map(value) => format!("{{{}", outline_within(types, value, depth + 1)),
        Type::Named(id) => match &types[id.0].kind {
            TypeKind::Struct(strukt) => {
                let mut names: Vec<&str> = strukt.fields.iter().map(|field| field.name.0.as_str()).collect();
                names.sort_unstable();
                names.join(" ")
            }
            TypeKind::Union(union) => format!("|{}", union.variants.len()),
            TypeKind::Enum(_) | TypeKind::Alias(_) => String::new(),
        },
        Type::Scalar(_) | Type::Nullable(_) | Type::Any => String::new(),
    }
}

/// What every value of this type looks like.
pub(super) fn look(types: &[TypeDef], ty: &Type) -> Test {
    look_within(types, ty, 0)
}

fn look_within(types: &[TypeDef], ty: &Type, depth: usize) -> Test {
    match resolve(types, ty) {
        Type::Scalar(scalar) => match scalar {
            Scalar::Bool => of(JsonKind::Boolean),
            Scalar::Always(value) => Test { values: vec![Literal::Bool(*value)], ..of(JsonKind::Boolean) },
            Scalar::I32 | Scalar::I64 | Scalar::U32 | Scalar::U64 | Scalar::I128 => of(JsonKind::Integer),
            Scalar::F64 | Scalar::Number => of(JsonKind::Number),
            Scalar::String | Scalar::Secret | Scalar::Binary | Scalar::Uuid | Scalar::Date => of(JsonKind::String),
            Scalar::DateTime | Scalar::Base64 | Scalar::Ipv4 | Scalar::Ipv6 => of(JsonKind::String),
        },
        Type::List(_) | Type::Tuple(_) => of(JsonKind::Array),
        Type::Map(_) => of(JsonKind::Object),
        Type::Any | Type::Nullable(_) => Test::default(),
        Type::Named(id) => match &types[id.0].kind {
            TypeKind::Struct(strukt) => object(types, strukt),
            TypeKind::Enum(list) => {
                let kind = match list.values {
                    EnumValues::Strings(_) => JsonKind::String,
                    EnumValues::Integers(_) => JsonKind::Integer,
                };
                Test { values: literals(&list.values), ..of(kind) }
            }
            TypeKind::Union(union) if depth < DEEPEST => {
                let looks = union.variants.iter().map(|variant| of_variant(types, union, variant, depth + 1));
                looks.reduce(common).unwrap_or_default()
            }
            TypeKind::Union(_) | TypeKind::Alias(_) => Test::default(),
        },
    }
}

fn of(kind: JsonKind) -> Test {
    Test { kind, ..Test::default() }
}

/// A variant as a value of its union: with the tag, where there is one.
fn of_variant(types: &[TypeDef], union: &Union, variant: &Variant, depth: usize) -> Test {
    let mut look = look_within(types, &variant.ty, depth);
    let (Discriminator::Tag(property), Alternatives::Tags(tags)) = (&union.told_by, &variant.alternatives) else {
        return look;
    };
    tagged(&mut look, property, tags);
    look
}

/// Adds to what an object looks like that it has one of these tags.
pub(super) fn tagged(look: &mut Test, property: &WireName, tags: &Tags) {
    look.kind = JsonKind::Object;
    look.keys.retain(|key| *key != property.0);
    look.keys.insert(0, property.0.clone());
    look.told_by.retain(|(key, _)| *key != property.0);
    look.told_by.insert(0, (property.0.clone(), tags.all().cloned().map(Literal::Text).collect()));
    if let Some(only) = look.only.as_mut().filter(|only| !only.contains(&property.0)) {
        only.push(property.0.clone());
    }
}

/// What every object of a struct looks like.
pub(super) fn object(types: &[TypeDef], strukt: &Struct) -> Test {
    let mut look = of(JsonKind::Object);
    for field in &strukt.fields {
        let name = &field.name.0;
        let (values, is_required) = match &field.kind {
            FieldKind::Constant(value) => (vec![value.clone()], true),
            FieldKind::Value { ty, presence } => {
                let values = if field.allowed.is_empty() { allowed(types, ty) } else { field.allowed.to_vec() };
                (values, *presence == Presence::Required)
            }
        };
        // What is only sent is not asked of what is received.
        if is_required && !field.write_only {
            look.keys.push(name.clone());
        }
        if !values.is_empty() {
            look.told_by.push((name.clone(), values));
        }
        look.ranges.extend(field.range.as_deref().map(|range| (name.clone(), *range)));
    }
    look.only = match strukt.extra {
        Extra::Closed => Some(strukt.fields.iter().map(|field| field.name.0.clone()).collect()),
        Extra::Ignored | Extra::Kept(_) => None,
    };
    look
}

/// What lies within every value of a type, at places that it always has, and has one of these values: of objects within objects and of the
/// items of tuples.
pub(super) fn look_inside(types: &[TypeDef], ty: &Type) -> Vec<(Vec<String>, Vec<Literal>)> {
    /// Beyond it nobody tells what a value is.
    const STEPS: usize = 3;
    let mut found = Vec::new();
    gather(types, ty, &[], STEPS, &mut found);
    // What is a property itself tells by itself.
    found.retain(|(path, _)| path.len() > 1 || matches!(resolve(types, ty), Type::Tuple(_)));
    found
}

fn gather(types: &[TypeDef], ty: &Type, path: &[String], steps: usize, found: &mut Vec<(Vec<String>, Vec<Literal>)>) {
    let values = allowed(types, ty);
    if !values.is_empty() {
        found.push((path.to_vec(), values));
    }
    let Some(steps) = steps.checked_sub(1) else { return };
    let within = |path: &[String], step: &str| path.iter().cloned().chain([step.to_owned()]).collect::<Vec<_>>();
    if let Type::Tuple(items) = resolve(types, ty) {
        for (index, item) in items.iter().enumerate() {
            gather(types, item, &within(path, &index.to_string()), steps, found);
        }
    }
    let fields = strukt(types, ty).into_iter().flat_map(|(_, strukt)| &strukt.fields);
    for field in fields.filter(|field| !field.write_only) {
        let path = within(path, &field.name.0);
        match &field.kind {
            FieldKind::Constant(value) => found.push((path, vec![value.clone()])),
            FieldKind::Value { ty, presence: Presence::Required } => gather(types, ty, &path, steps, found),
            FieldKind::Value { presence: Presence::Optional, .. } => {}
        }
    }
}

/// The values of a type that lists them.
pub(super) fn allowed(types: &[TypeDef], ty: &Type) -> Vec<Literal> {
    match resolve(types, ty) {
        Type::Scalar(Scalar::Always(value)) => vec![Literal::Bool(*value)],
        Type::Named(id) => match &types[id.0].kind {
            TypeKind::Enum(list) => literals(&list.values),
            TypeKind::Struct(_) | TypeKind::Union(_) | TypeKind::Alias(_) => Vec::new(),
        },
        Type::Scalar(_) | Type::List(_) | Type::Tuple(_) | Type::Map(_) | Type::Nullable(_) | Type::Any => Vec::new(),
    }
}

fn literals(list: &EnumValues) -> Vec<Literal> {
    match list {
        EnumValues::Strings(values) => values.iter().map(|(value, _)| Literal::Text(value.clone())).collect(),
        EnumValues::Integers(values) => values.iter().map(|(value, _)| Literal::Integer(*value)).collect(),
    }
}

/// What is true of values that look like either.
fn common(one: Test, other: Test) -> Test {
    let kind = match (one.kind, other.kind) {
        (kind, same) if kind == same => kind,
        (JsonKind::Integer | JsonKind::Number, JsonKind::Integer | JsonKind::Number) => JsonKind::Number,
        _ => return Test::default(),
    };
    let told_by = one.told_by.into_iter().filter_map(|(key, values)| {
        let (_, others) = other.told_by.iter().find(|(known, _)| *known == key)?;
        Some((key, both(values, others)))
    });
    Test {
        kind,
        values: if one.values.is_empty() || other.values.is_empty() {
            Vec::new()
        } else {
            both(one.values, &other.values)
        },
        keys: one.keys.into_iter().filter(|key| other.keys.contains(key)).collect(),
        told_by: told_by.collect(),
        at: Vec::new(),
        only: one.only.zip(other.only).map(|(one, other)| both(one, &other)),
        ranges: Vec::new(),
    }
}

/// All of two lists, each once.
fn both<T: Clone + PartialEq>(mut list: Vec<T>, others: &[T]) -> Vec<T> {
    for other in others {
        if !list.contains(other) {
            list.push(other.clone());
        }
    }
    list
}

/// Whether a property has other values in one than in the other, so that it tells them apart.
pub(super) fn tells(key: &str, one: &Test, other: &Test) -> bool {
    match (listed(key, one), listed(key, other)) {
        (Some(values), Some(others)) => !values.iter().any(|value| others.contains(value)),
        _ => false,
    }
}

/// Whether a property has values in each that it does not have in the other: those it shares tell nothing, and one in neither list
/// belongs to neither.
pub(super) fn tells_in_part(key: &str, one: &Test, other: &Test) -> bool {
    let within = |some: &[Literal], all: &[Literal]| some.iter().all(|value| all.contains(value));
    match (listed(key, one), listed(key, other)) {
        (Some(values), Some(others)) => !within(values, others) && !within(others, values),
        _ => false,
    }
}

/// Whether a number that is a property lies elsewhere in one than in the other.
pub(super) fn lies_apart(key: &str, one: &Test, other: &Test) -> bool {
    let range = |look: &Test| look.ranges.iter().find(|(name, _)| name == key).map(|(_, range)| *range);
    range(one).zip(range(other)).is_some_and(|(one, other)| one.is_apart(other))
}

fn listed<'t>(key: &str, look: &'t Test) -> Option<&'t [Literal]> {
    look.told_by.iter().find(|(name, _)| name == key).map(|(_, values)| values.as_slice())
}

/// Whether some property tells them apart.
pub(super) fn apart(one: &Test, other: &Test) -> bool {
    one.told_by.iter().any(|(key, _)| tells(key, one, other))
}
