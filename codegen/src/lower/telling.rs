//! What is asked of a value before it is tried as a variant of a union without a tag, settled when all definitions are known.
//!
//! | where | what is asked |
//! |---|---|
//! | always | the kind of JSON value |
//! | another variant is a scalar of the same kind | the values, where they are listed |
//! | another variant is a number | where it lies, where that is said |
//! | a number that is a property lies elsewhere in another variant | where it lies, if it is there |
//! | a property has other values in another variant | that it has one of those of this variant, if it is there |
//! | no property tells it from another object, or it is a tuple | the values of what always lies within, where they are others in that |
//! | no property tells it from another object | the keys that must be there, and of a closed object that there are no others |
//!
//! What passes the tests of several variants is tried as each, and the one that knows most of it is taken; of equals the first. So
//! what is narrow comes before what is wide: an integer before a number, a form of text before text, a struct before a map, a tuple
//! before a list. A tuple is told by trying: an array of another length is none, and each item has to be of its own type.

use std::collections::{BTreeMap, BTreeSet};

use super::looks::{DEEPEST, apart, lies_apart, look, look_inside, resolve, tells, tells_in_part};
use crate::model::{
    Alternatives, Discriminator, JsonKind, Literal, Scalar, Test, Type, TypeDef, TypeKind, Union, Variant,
};

/// Settles all unions without a tag.
pub(super) fn settle(types: &mut [TypeDef]) {
    for index in 0..types.len() {
        let TypeKind::Union(Union { variants, told_by: Discriminator::Shape, .. }) = &types[index].kind else {
            continue;
        };
        let mut variants = narrow_first(types, variants);
        let mut looks: Vec<Test> = variants.iter().map(|variant| seen(types, variant)).collect();
        look_inside_of_alike(types, &variants, &mut looks);
        let common = common(&looks);
        for (this, variant) in variants.iter_mut().enumerate() {
            if !is_several(&variant.alternatives) {
                variant.alternatives = Alternatives::Shape(test(&looks, &common, this));
            }
        }
        if let TypeKind::Union(union) = &mut types[index].kind {
            union.variants = variants;
        }
    }
}

/// What a variant looks like, with what its alternative says of the numbers that it is.
fn seen(types: &[TypeDef], variant: &Variant) -> Test {
    let mut look = look(types, &variant.ty);
    if let Alternatives::Shape(test) = &variant.alternatives
        && matches!(look.kind, JsonKind::Integer | JsonKind::Number)
    {
        look.ranges.clone_from(&test.ranges);
    }
    look
}

/// Adds what lies within to what a variant looks like, where no property tells it from another.
fn look_inside_of_alike(types: &[TypeDef], variants: &[Variant], looks: &mut [Test]) {
    let may_have = |look: &Test| matches!(look.kind, JsonKind::Object | JsonKind::Array);
    let is_alike = |(this, one): (usize, &Test)| {
        let mut others = looks.iter().enumerate().filter(|(other, _)| *other != this).map(|(_, look)| look);
        may_have(one) && others.any(|other| one.kind == other.kind && !apart(one, other))
    };
    let alike: Vec<bool> = looks.iter().enumerate().map(is_alike).collect();
    let alike = looks.iter_mut().zip(variants).zip(alike).filter(|(_, is_alike)| *is_alike);
    for ((look, variant), _) in alike {
        look.at = look_inside(types, &variant.ty);
    }
}

/// What lies within one and has other values in every value of another, of which no property tells it.
fn told_within(own: &Test, rivals: &[&Test]) -> Vec<(Vec<String>, Vec<Literal>)> {
    let tells = |path: &[String], values: &[Literal], rival: &Test| {
        let others = rival.at.iter().find(|(other, _)| other == path);
        !apart(own, rival) && others.is_some_and(|(_, others)| !values.iter().any(|value| others.contains(value)))
    };
    let is_needed = |(path, values): &&(Vec<String>, Vec<Literal>)| rivals.iter().any(|it| tells(path, values, it));
    own.at.iter().filter(is_needed).cloned().collect()
}

/// The variants in their order, but each before the wider ones that take its values too.
fn narrow_first(types: &[TypeDef], variants: &[Variant]) -> Vec<Variant> {
    let mut sorted: Vec<(Variant, JsonKind, u8)> = Vec::new();
    for variant in variants {
        let (kind, breadth) = (kind(types, variant), breadth(types, &variant.ty, 0));
        let wider = sorted.iter().position(|(_, other, wide)| meet(kind, *other) && breadth < *wide);
        sorted.insert(wider.unwrap_or(sorted.len()), (variant.clone(), kind, breadth));
    }
    sorted.into_iter().map(|(variant, ..)| variant).collect()
}

fn kind(types: &[TypeDef], variant: &Variant) -> JsonKind {
    match is_several(&variant.alternatives) {
        true => JsonKind::Several,
        false => look(types, &variant.ty).kind,
    }
}

fn is_several(alternatives: &Alternatives) -> bool {
    matches!(alternatives, Alternatives::Shape(Test { kind: JsonKind::Several, .. }))
}

/// How much a type takes beside what it means. An array of so many items takes less than one of any number.
fn breadth(types: &[TypeDef], ty: &Type, depth: usize) -> u8 {
    /// What takes any text, or any number.
    const WIDE: u8 = 4;
    const ANY: u8 = 6;
    match resolve(types, ty) {
        Type::Scalar(Scalar::Base64) => 2,
        Type::Scalar(Scalar::String | Scalar::Secret | Scalar::Binary | Scalar::F64 | Scalar::Number) => WIDE,
        Type::Any => ANY,
        Type::List(item) if depth < DEEPEST => (breadth(types, item, depth + 1) | 1).min(ANY),
        Type::Tuple(items) if depth < DEEPEST => {
            items.iter().map(|item| breadth(types, item, depth + 1)).max().unwrap_or(0)
        }
        Type::Map(value) if depth < DEEPEST => breadth(types, value, depth + 1).max(WIDE),
        Type::Named(id) => match &types[id.0].kind {
            TypeKind::Union(union) if depth < DEEPEST => {
                union.variants.iter().map(|variant| breadth(types, &variant.ty, depth + 1)).max().unwrap_or(0)
            }
            TypeKind::Union(_) | TypeKind::Struct(_) | TypeKind::Enum(_) | TypeKind::Alias(_) => 0,
        },
        Type::Scalar(_) | Type::List(_) | Type::Tuple(_) | Type::Map(_) | Type::Nullable(_) => 0,
    }
}

/// The keys that all objects among these must have: no such key tells one from another.
fn common(looks: &[Test]) -> BTreeSet<String> {
    let objects = || looks.iter().filter(|look| meet(look.kind, JsonKind::Object));
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for look in objects() {
        let keys: BTreeSet<&str> = look.keys.iter().map(String::as_str).collect();
        keys.into_iter().for_each(|key| *counts.entry(key).or_default() += 1);
    }
    let all = objects().count();
    counts.into_iter().filter(|(_, count)| *count == all).map(|(key, _)| key.to_owned()).collect()
}

/// The test of one variant, with only what is needed against the others.
fn test(looks: &[Test], common: &BTreeSet<String>, this: usize) -> Test {
    let own = &looks[this];
    let rivals = || looks.iter().enumerate().filter(|(other, _)| *other != this).map(|(_, look)| look);
    if own.kind != JsonKind::Object {
        let is_needed = rivals().any(|rival| meet(rival.kind, own.kind));
        let values = if is_needed { own.values.clone() } else { Vec::new() };
        let ranges = if is_needed { own.ranges.clone() } else { Vec::new() };
        let at = told_within(own, &rivals().collect::<Vec<_>>());
        return Test { kind: own.kind, values, ranges, at, ..Test::default() };
    }
    let asked = |key: &str| rivals().any(|rival| tells_in_part(key, own, rival));
    let lists = |key: &str| own.told_by.iter().any(|(listed, _)| listed == key);
    let telling = |key: &str| lists(key) && rivals().any(|rival| tells(key, own, rival));
    let mut alike = rivals().filter(|rival| meet(rival.kind, own.kind) && !apart(own, rival));
    let lacks = |key: &String| !common.contains(key) && alike.clone().any(|rival| !rival.keys.contains(key));
    let is_asked = |key: &String| telling(key) || lacks(key);
    Test {
        kind: JsonKind::Object,
        values: Vec::new(),
        keys: own.keys.iter().filter(|key| is_asked(key)).cloned().collect(),
        told_by: own.told_by.iter().filter(|(key, _)| asked(key)).cloned().collect(),
        at: told_within(own, &rivals().collect::<Vec<_>>()),
        only: own.only.clone().filter(|_| alike.next().is_some()),
        ranges: own
            .ranges
            .iter()
            .filter(|(key, _)| rivals().any(|rival| lies_apart(key, own, rival)))
            .cloned()
            .collect(),
    }
}

/// Whether a value may be of both kinds.
pub(super) fn meet(one: JsonKind, other: JsonKind) -> bool {
    match (one, other) {
        (JsonKind::Several, _) | (_, JsonKind::Several) => false,
        (JsonKind::Any, _) | (_, JsonKind::Any) => true,
        (JsonKind::Integer | JsonKind::Number, JsonKind::Integer | JsonKind::Number) => true,
        (one, other) => one == other,
    }
}
