//! `anyOf` of objects, and of lists and maps of them: a value may be several of the alternatives at once, and then has the keys of all.
//!
//! Enters: all definitions. Leaves: where nothing tells the alternatives apart, one struct with all their properties in the place of
//! the union; where something does, a further variant with them, which is taken when a value has more keys
//! than any alternative names. Alternatives of which one knows all keys, and those that cannot hold together, are as they were.
//! The struct itself is the business of `sum`.

use std::collections::BTreeSet;

use super::looks::{DEEPEST, apart, resolve};
use super::sum::{Alternative, Place, define, held, sum};
use super::telling::meet;
use crate::model::{
    Alternatives, Discriminator, Docs, Extra, JsonKind, NameHint, Struct, Test, Type, TypeDef, TypeKind, Union, Variant,
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
        let within = |word: &str, origin| Place { hint: place.hint.child(word), home: place.home, origin };
        if !members.is_empty() {
            let origin = place.origin.push("anyOf");
            add_variant(types, index, &members, within("several", origin), "several", |object| object);
        }
        if !items.is_empty() {
            let origin = place.origin.below(&["items", "anyOf"]);
            add_variant(types, index, &items, within("several item", origin), "several list", Type::list);
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

/// Adds the sum as the last variant, with a definition of its own.
fn add_variant(
    types: &mut Vec<TypeDef>,
    index: usize,
    members: &[&Alternative],
    place: Place,
    word: &str,
    wrapped: impl FnOnce(Type) -> Type,
) {
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
            has_rest: false,
            hint: NameHint::root(word),
            ty: wrapped(Type::Named(id)),
            docs: Docs::default(),
            alternatives: Alternatives::Shape(Test { kind: JsonKind::Several, ..Test::default() }),
        });
    }
}
