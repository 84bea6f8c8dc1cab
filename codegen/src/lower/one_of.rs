//! `oneOf`, `anyOf` and inheritance by discriminator: unions.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use openapiv3::{Discriminator as Described, ReferenceOr, Schema};

use super::classify::{Alternative, is_null};
use super::site::Site;
use super::view::{Node, View};
use super::{Cx, references, schema};
use crate::diagnostic::catalogue;
use crate::model::{
    Alternatives, Discriminator, Docs, EnumValues, NameHint, TagPlace, Test, Type, TypeId, TypeKind, Union, Variant,
    WireName,
};

/// Lowers a list of alternatives; a use where they are one thing after all.
pub(super) fn lower_union<'a>(
    cx: &mut Cx<'a>,
    alternative: Alternative,
    members: &'a [ReferenceOr<Schema>],
    discriminator: Option<&'a Described>,
    site: &Site,
) -> Result<TypeKind, Type> {
    if let Some(values) = words(cx, members, site) {
        return Ok(TypeKind::Enum(EnumValues::Strings(values)));
    }
    let keyword = alternative.keyword();
    if let Some(discriminator) = discriminator {
        if let Some(union) = by_tag(cx, members, discriminator, site) {
            return Ok(TypeKind::Union(union));
        }
        cx.diagnostics.report(
            &catalogue::DISCRIMINATOR_UNUSABLE,
            &site.pointer,
            "a discriminator needs alternatives that are references; the shape of the values tells them apart instead",
        );
    }
    let mut variants: Vec<Variant> = Vec::new();
    let words: Vec<_> = members.iter().enumerate().map(|(index, member)| variant_word(cx, member, index)).collect();
    for (index, member) in members.iter().enumerate().filter(|(_, member)| !is_null(member)) {
        let word = match words.iter().filter(|other| **other == words[index]).count() {
            1 => words[index].clone(),
            _ => format!("{} {}", ordinal(index), words[index]),
        };
        let inner = Site { hint: site.hint.child(&word), ..site.item(keyword, index) };
        let ty = schema::lower_schema(cx, Node::from(member), &inner);
        let ty = ty.non_null().clone();
        if !variants.iter().any(|variant| variant.ty == ty) {
            let hint = NameHint::root(word);
            // Which test tells it apart is known when all definitions are; see `tags`.
            variants.push(Variant { hint, ty, docs: Docs::default(), alternatives: Alternatives::Shape(Test::Try) });
        }
    }
    match variants.as_slice() {
        [] => Err(Type::Any),
        [only] => Err(only.ty.clone()),
        [Variant { ty: Type::Any, .. }, ..] => Err(Type::Any),
        _ => Ok(TypeKind::Union(Union { variants, told_by: Discriminator::Shape, any_of: alternative == Alternative::AnyOf })),
    }
}

/// Alternatives that are all strings, with lists of values among them: an open enum of all the values.
fn words<'a>(cx: &Cx<'a>, members: &'a [ReferenceOr<Schema>], site: &Site) -> Option<Vec<(String, Option<String>)>> {
    let mut values: Vec<(String, Option<String>)> = Vec::new();
    for member in members.iter().filter(|member| !is_null(member)) {
        let view = View::of(references::resolve(cx, Node::from(member), site)?.0);
        if view.kind != Some("string") || view.format.is_some() {
            return None;
        }
        for value in view.values.iter().filter_map(|value| value.as_str()) {
            if !values.iter().any(|(known, _)| known == value) {
                values.push((value.to_owned(), None));
            }
        }
    }
    (!values.is_empty()).then_some(values)
}

/// What a variant is called: the name of its component, its title, or what it is.
fn variant_word(cx: &Cx<'_>, member: &ReferenceOr<Schema>, index: usize) -> String {
    match Node::from(member) {
        Node::Reference(reference) => {
            let segment = crate::place::Pointer::parse(reference);
            segment.and_then(|pointer| pointer.last().map(std::borrow::Cow::into_owned)).unwrap_or_default()
        }
        Node::Item(schema) => {
            let view = View::of(schema);
            match (&schema.schema_data.title, super::classify::classify(cx, &view)) {
                (Some(title), _) if title.chars().any(char::is_alphanumeric) => title.clone(),
                (_, super::classify::Class::Same(Node::Reference(reference), ..)) => {
                    references::component_name(reference).unwrap_or_else(|| ordinal(index))
                }
                (_, super::classify::Class::List) => "list".to_owned(),
                (_, super::classify::Class::Map) => "map".to_owned(),
                (_, super::classify::Class::Scalar) => match view.format.as_deref() {
                    // Text of a form of its own is called after the form.
                    Some(format @ ("date" | "date-time" | "uuid" | "ipv4" | "ipv6")) => format.to_owned(),
                    Some(_) | None => view.kind.unwrap_or("string").to_owned(),
                },
                (_, super::classify::Class::Enum) => match view.values.as_slice() {
                    [serde_json::Value::String(word)] => word.clone(),
                    _ => "words".to_owned(),
                },
                _ => telling_word(&view).unwrap_or_else(|| ordinal(index)),
            }
        }
    }
}

/// The constant or else the first required property of an inline object: what sets it apart for a reader.
fn telling_word(view: &View<'_>) -> Option<String> {
    for property in view.properties?.values() {
        if let ReferenceOr::Item(schema) = property
            && let [serde_json::Value::String(word)] = View::of(schema).values.as_slice()
        {
            return Some(word.clone());
        }
    }
    view.required.first().map(|name| format!("with {name}"))
}

fn ordinal(index: usize) -> String {
    const WORDS: [&str; 12] = [
        "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
        "twelfth",
    ];
    WORDS.get(index).map_or_else(|| format!("alternative {}", index + 1), |word| (*word).to_owned())
}

/// A union whose variants are told apart by a property: OAS 3.0.4 section 4.8.25.
fn by_tag<'a>(
    cx: &mut Cx<'a>,
    members: &'a [ReferenceOr<Schema>],
    discriminator: &'a Described,
    site: &Site,
) -> Option<Union> {
    let mut targets: IndexMap<TypeId, (String, Vec<String>)> = IndexMap::new();
    for member in members.iter().filter(|member| !is_null(member)) {
        let name = match Node::from(member) {
            Node::Reference(reference) => references::component_name(reference)?,
            Node::Item(schema) => match View::of(schema).all_of {
                Some([ReferenceOr::Reference { reference }]) => references::component_name(reference)?,
                _ => return None,
            },
        };
        let id = *cx.components.get(name.as_str())?;
        targets.entry(id).or_insert((name, Vec::new()));
    }
    add_mapping(cx, &mut targets, discriminator, Beyond::Report, site);
    Some(tagged(cx, targets, discriminator, site))
}

/// A component that is a base: schemas that contain it by `allOf` are its variants, told apart by its discriminator.
pub(super) fn inherited<'a>(cx: &mut Cx<'a>, schema: &'a Schema, site: &Site) -> Option<TypeKind> {
    let discriminator = schema.schema_data.discriminator.as_ref()?;
    let view = View::of(schema);
    if view.one_of.is_some() || view.any_of.is_some() {
        return None;
    }
    let base = site.home?;
    let mut targets: IndexMap<TypeId, (String, Vec<String>)> = IndexMap::new();
    for (name, schema) in cx.openapi.components.iter().flat_map(|components| &components.schemas) {
        let id = cx.components[name.as_str()];
        if id != base && extends(cx, schema, base, &mut BTreeSet::new()) {
            targets.insert(id, (name.clone(), Vec::new()));
        }
    }
    add_mapping(cx, &mut targets, discriminator, Beyond::Add(base), site);
    (!targets.is_empty()).then(|| TypeKind::Union(tagged(cx, targets, discriminator, site)))
}

/// Whether a schema contains the component `base` by `allOf`, at any depth, through components that were not `seen` yet.
fn extends(cx: &Cx<'_>, schema: &ReferenceOr<Schema>, base: TypeId, seen: &mut BTreeSet<TypeId>) -> bool {
    let ReferenceOr::Item(schema) = schema else {
        return false;
    };
    let components = cx.openapi.components.as_ref();
    View::of(schema).all_of.into_iter().flatten().any(|member| match member {
        ReferenceOr::Reference { reference } => {
            let Some(id) = references::component(cx, reference) else { return false };
            let target = || components?.schemas.get(&references::component_name(reference)?);
            id == base || (seen.insert(id) && target().is_some_and(|schema| extends(cx, schema, base, seen)))
        }
        ReferenceOr::Item(_) => false,
    })
}

/// What to do with a mapping to a schema that is not among the alternatives.
enum Beyond {
    Report,
    /// Take it in, unless it is this base itself.
    Add(TypeId),
}

fn add_mapping(
    cx: &mut Cx<'_>,
    targets: &mut IndexMap<TypeId, (String, Vec<String>)>,
    discriminator: &Described,
    beyond: Beyond,
    site: &Site,
) {
    for (tag, target) in &discriminator.mapping {
        let name = references::component_name(target).unwrap_or_else(|| target.clone());
        let id = cx.components.get(name.as_str()).copied();
        match (id, &beyond) {
            (Some(id), _) if targets.contains_key(&id) => targets[&id].1.push(tag.clone()),
            (Some(id), Beyond::Add(base)) if id != *base => {
                targets.insert(id, (name, vec![tag.clone()]));
            }
            (Some(_), Beyond::Add(_)) => {}
            (Some(_) | None, Beyond::Report) | (None, Beyond::Add(_)) => {
                cx.diagnostics.report(
                    &catalogue::MAPPING_UNUSABLE,
                    &site.pointer.push("discriminator").push("mapping").push(tag),
                    format!("`{tag}` leads to `{target}`, which is not among the alternatives"),
                );
            }
        }
    }
}

fn tagged(
    cx: &mut Cx<'_>,
    targets: IndexMap<TypeId, (String, Vec<String>)>,
    discriminator: &Described,
    site: &Site,
) -> Union {
    let mapped: BTreeSet<String> = targets.values().flat_map(|(_, tags)| tags.iter().cloned()).collect();
    let variants = targets.into_iter().filter_map(|(id, (name, tags))| {
        // The name of a schema is its tag where no mapping gives another, to it or of it.
        if tags.is_empty() && mapped.contains(&name) {
            let message =
                format!("no tag is left for the alternative `{name}`: the mapping gives its name to another one");
            cx.diagnostics.report(&catalogue::DISCRIMINATOR_UNUSABLE, &site.pointer.push("discriminator"), message);
            return None;
        }
        let tags = if tags.is_empty() { vec![name.clone()] } else { tags };
        Some(Variant {
            hint: NameHint::root(name),
            ty: Type::Named(id),
            docs: Docs::default(),
            alternatives: Alternatives::Tags(tags, TagPlace::Union),
        })
    });
    let told_by = Discriminator::Tag(WireName(discriminator.property_name.clone()));
    Union { variants: variants.collect(), told_by, any_of: false }
}
