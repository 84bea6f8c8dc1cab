//! Unions whose variants a property tells apart: OAS 3.0.4 section 4.7.25.
//!
//! Enters: the alternatives, each with its definition, and the discriminator. Leaves: each alternative with its tags, from the mapping,
//! from the value that it gives itself, from the values that the property has in it, or from its name. The tags of one that is a union
//! itself are the business of `within`.

use std::collections::BTreeSet;
use std::rc::Rc;

use indexmap::IndexMap;
use serde_json::Value;
use thin_vec::ThinVec;

use super::beside::Alternative;
use super::classify::{Class, classify};
use super::{Cx, all_of, documentation, object, schema, tag_value, within, word};
use crate::diagnostic::catalogue;
use crate::model::{Alternatives, Discriminator, NameHint, Tags, Type, TypeId, TypeKind, Union, Variant, WireName};
use crate::place::{Place, Pointer};
use crate::schema::{self as schemas, Kind, Schema, SchemaId};

/// The alternatives of a union by their definitions.
pub(super) type Targets = IndexMap<TypeId, Target>;

/// An alternative, and what tells it.
#[derive(Clone, Debug)]
pub(super) struct Target {
    pub(super) name: String,
    pub(super) tags: Vec<String>,
    /// Names that mean it too.
    implicit: Vec<String>,
    /// Its name as a component, which means it beside what a mapping gives.
    own: Option<String>,
}

impl Target {
    pub(super) fn new(name: String, tags: Vec<String>, own: Option<String>) -> Self {
        Self { name, tags, implicit: Vec::new(), own }
    }
}

/// The name that means an alternative beside a mapping, unless the property is no text, or lists values that it is not among (OAS 3.2.0
/// section 4.25).
pub(super) fn implied(cx: &mut Cx<'_>, id: SchemaId, property: &str) -> Option<String> {
    let is_text = |it: &Rc<Schema>| it.kinds.is_open() || it.kinds.has(Kind::String);
    let listed = told(cx, id, property);
    described(cx, id, property).is_none_or(|it| is_text(&it)).then_some(())?;
    word::component_name(cx, id).filter(|name| listed.is_empty() || listed.contains(name))
}

/// A union whose variants are told apart by a property: OAS 3.0.4 section 4.7.25.
pub(super) fn by_tag(
    cx: &mut Cx<'_>,
    id: SchemaId,
    alternatives: &[Alternative],
    discriminator: &schemas::Discriminator,
    place: &Place,
) -> Option<Union> {
    let mut targets = Targets::new();
    let mut unions: BTreeSet<TypeId> = BTreeSet::new();
    // What a mapping names, where it stands for more than itself.
    let mut stand_ins: IndexMap<TypeId, TypeId> = IndexMap::new();
    for Alternative { listed, whole } in alternatives.iter().copied() {
        let member = single(cx, listed);
        let whole = if whole == listed { member } else { whole };
        let Type::Named(ty) = schema::lower_schema(cx, whole).non_null().clone() else { return None };
        if let Some(component) = cx.schemas.resolve(member).and_then(|member| cx.components.get(&member).copied()) {
            stand_ins.insert(component, ty);
        }
        if !can_tell(cx, member, discriminator) {
            return None;
        }
        let said = tag_value::said(cx, member).map(|tag| vec![tag]);
        let tags = said.unwrap_or_else(|| told(cx, member, &discriminator.property));
        let own = implied(cx, member, &discriminator.property);
        let mut target = Target::new(word::of(cx, member), tags, own);
        if target.tags.is_empty() {
            let found = within::tags(cx, member, &discriminator.property)?;
            if !found.given.is_empty() {
                unions.insert(ty);
                target = Target { tags: found.given, implicit: found.implicit, own: None, ..target };
            }
        }
        if target.tags.is_empty() && word::component_name(cx, member).is_none() {
            return None;
        }
        targets.entry(ty).or_insert(target);
    }
    part(&mut targets, &unions);
    let base = cx.components.get(&id).copied().filter(|_| !cx.schemas.get(id).properties.is_empty());
    let beyond = base.map_or(Beyond::Report, |base| Beyond::Add(base, id));
    add_mapping(cx, &mut targets, &stand_ins, discriminator, beyond, place);
    // A value that means two alternatives tells nothing: their shape has to.
    let tags: Vec<&String> = targets.values().flat_map(|target| &target.tags).collect();
    if tags.iter().collect::<BTreeSet<_>>().len() < tags.len() {
        return None;
    }
    let rest = rest(cx, &targets, &stand_ins, discriminator, place);
    Some(tagged(cx, targets, rest, discriminator, place))
}

/// Of alternatives that list values in common, as those do that share the definition of the property, each is told by its name where
/// that is among its values, or by the values that are only its own. What an alternative of a union within has is that one's own.
fn part(targets: &mut Targets, unions: &BTreeSet<TypeId>) {
    let plain = targets.iter().filter(|(id, _)| !unions.contains(*id));
    let lists: Vec<Vec<String>> = plain.map(|(_, target)| target.tags.clone()).collect();
    let is_shared = |tag: &String| lists.iter().filter(|list| list.contains(tag)).count() > 1;
    let plain = targets.iter_mut().filter(|(id, _)| !unions.contains(*id)).map(|(_, target)| target);
    for Target { name, tags, .. } in plain.filter(|target| target.tags.iter().any(is_shared)) {
        match tags.contains(name) {
            true => *tags = vec![name.clone()],
            false if !tags.iter().all(is_shared) => tags.retain(|tag| !is_shared(tag)),
            false => {}
        }
    }
}

/// An alternative without the `allOf` of one member that is written around a reference to add words.
fn single(cx: &Cx<'_>, id: SchemaId) -> SchemaId {
    let schema = cx.schemas.get(id);
    match classify(cx, &schema) {
        Class::Same(same) if !all_of::members(&schema).is_empty() => same,
        Class::Same(_) | Class::Scalar | Class::Enum | Class::List | Class::Map | Class::Struct => id,
        Class::Tuple(_) | Class::AtMost(_) | Class::AllOf | Class::Union | Class::Any => id,
    }
}

/// The values that the property has in an alternative, where it lists them, as they are written.
pub(super) fn told(cx: &mut Cx<'_>, id: SchemaId, property: &str) -> Vec<String> {
    let values = described(cx, id, property).and_then(|property| property.values.clone()).unwrap_or_default();
    let written = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    };
    values.iter().filter_map(written).collect()
}

/// Whether the property may be a tag in an alternative: a text, or a number or boolean that is always there or is always the same, for
/// only the alternative itself can write those.
pub(super) fn can_tell(cx: &mut Cx<'_>, id: SchemaId, discriminator: &schemas::Discriminator) -> bool {
    let property = &discriminator.property;
    let Some(described) = described(cx, id, property) else { return true };
    let has = |kind| described.kinds.has(kind);
    let is_written = [Kind::Integer, Kind::Number, Kind::Boolean].into_iter().any(has);
    let targets: BTreeSet<&String> = discriminator.mapping.values().collect();
    let is_constant = targets.len() == discriminator.mapping.len();
    described.kinds.is_open() || has(Kind::String) || is_written && (is_constant || requires(cx, id, property))
}

pub(super) fn requires(cx: &mut Cx<'_>, id: SchemaId, property: &str) -> bool {
    let Some(id) = cx.schemas.resolve(id) else { return false };
    let flat = all_of::flatten(cx, id);
    cx.schemas.get(flat).required.iter().any(|name| name == property)
}

/// All that is said of a property in an alternative.
fn described(cx: &mut Cx<'_>, id: SchemaId, property: &str) -> Option<Rc<Schema>> {
    let id = cx.schemas.resolve(id)?;
    let flat = all_of::flatten(cx, id);
    let property = cx.schemas.get(flat).properties.get(property).copied()?;
    let property = cx.schemas.resolve(property)?;
    let whole = all_of::flatten(cx, property);
    Some(cx.schemas.get(whole))
}

/// What to do with a mapping to a schema that is not among the alternatives.
#[derive(Clone, Copy)]
pub(super) enum Beyond {
    Report,
    /// Take it in; where it is this base itself, its own properties are the alternative.
    Add(TypeId, SchemaId),
}

pub(super) fn add_mapping(
    cx: &mut Cx<'_>,
    targets: &mut Targets,
    stand_ins: &IndexMap<TypeId, TypeId>,
    discriminator: &schemas::Discriminator,
    beyond: Beyond,
    place: &Place,
) {
    let mut mapped: IndexMap<TypeId, Vec<String>> = IndexMap::new();
    for (tag, target) in &discriminator.mapping {
        let id = mapped_schema(cx, target).and_then(|schema| cx.components.get(&schema).copied());
        let id = id.map(|id| stand_ins.get(&id).copied().unwrap_or(id));
        match (id, beyond) {
            (Some(id), _) if targets.contains_key(&id) => mapped.entry(id).or_default().push(tag.clone()),
            (Some(id), Beyond::Add(base, schema)) if id == base => {
                let own = own_definition(cx, base, schema);
                let name = implied(cx, schema, &discriminator.property);
                targets.entry(own).or_insert_with(|| Target::new(name_of(cx, base), Vec::new(), name));
                mapped.entry(own).or_default().push(tag.clone());
            }
            (Some(id), Beyond::Add(..)) => {
                targets.insert(id, Target::new(name_of(cx, id), Vec::new(), None));
                mapped.entry(id).or_default().push(tag.clone());
            }
            (Some(_) | None, Beyond::Report) | (None, Beyond::Add(..)) => {
                cx.diagnostics.report(
                    &catalogue::MAPPING_UNUSABLE,
                    &place.push("discriminator").push("mapping").push(tag),
                    format!("`{tag}` leads to `{target}`, which is not among the alternatives"),
                );
            }
        }
    }
    for (id, tags) in mapped {
        let Target { name, own, .. } = targets[&id].clone();
        targets[&id] = Target { name, tags, implicit: own.clone().into_iter().collect(), own };
    }
}

/// The alternative of values that have no tag, or one that means none (OAS 3.2.0 section 4.25).
pub(super) fn rest(
    cx: &mut Cx<'_>,
    targets: &Targets,
    stand_ins: &IndexMap<TypeId, TypeId>,
    discriminator: &schemas::Discriminator,
    place: &Place,
) -> Option<TypeId> {
    let target = discriminator.rest.as_ref()?;
    let id = mapped_schema(cx, target).and_then(|schema| cx.components.get(&schema).copied());
    let id = id.map(|id| stand_ins.get(&id).copied().unwrap_or(id));
    let listed = id.filter(|id| targets.contains_key(id));
    if listed.is_none() {
        let message = format!("the default leads to `{target}`, which is not among the alternatives");
        let place = place.push("discriminator").push("defaultMapping");
        cx.diagnostics.report(&catalogue::MAPPING_UNUSABLE, &place, message);
    }
    listed
}

fn name_of(cx: &Cx<'_>, id: TypeId) -> String {
    cx.types[id.0].hint.parts().last().cloned().unwrap_or_default()
}

/// The schema that an entry of a mapping names, by a reference or by its name.
pub(super) fn mapped_schema(cx: &Cx<'_>, target: &str) -> Option<SchemaId> {
    let pointer = Pointer::parse(target).filter(|_| target.starts_with('#'));
    let referred = pointer.and_then(|pointer| cx.schemas.at(&pointer.into()));
    let id = referred.or_else(|| cx.named.get(target).copied())?;
    // A component that is another name for one counts as that one only where it has no definition of its own.
    if cx.components.contains_key(&id) { Some(id) } else { cx.schemas.resolve(id) }
}

/// The properties of a base as a definition beside the union of the base and its children.
pub(super) fn own_definition(cx: &mut Cx<'_>, base: TypeId, id: SchemaId) -> TypeId {
    if let Some(known) = cx.defined.get(&id) {
        return *known;
    }
    let schema = cx.schemas.get(id);
    let own = cx.reserve(cx.types[base.0].hint.child("base"), &schema.place, schema.place.clone(), Some(base));
    cx.defined.insert(id, own);
    cx.types[own.0].docs = cx.types[base.0].docs.clone();
    let flat = all_of::flatten(cx, id);
    let bare = Schema { one_of: ThinVec::new(), any_of: ThinVec::new(), ..(*cx.schemas.get(flat)).clone() };
    cx.types[own.0].kind = TypeKind::Struct(object::lower_object(cx, &bare));
    own
}

pub(super) fn tagged(
    cx: &mut Cx<'_>,
    targets: Targets,
    rest: Option<TypeId>,
    discriminator: &schemas::Discriminator,
    place: &Place,
) -> Union {
    let mapped: BTreeSet<String> = targets.values().flat_map(|target| target.tags.iter().cloned()).collect();
    let names: Vec<String> = targets.values().flat_map(|target| target.implicit.iter().cloned()).collect();
    let untold: BTreeSet<String> =
        targets.values().filter(|target| target.tags.is_empty()).map(|target| target.name.clone()).collect();
    // Another entry may use the name, or another alternative may have it.
    let is_free = |name: &String| {
        let is_one = names.iter().filter(|other| *other == name).count() == 1;
        is_one && !mapped.contains(name) && !untold.contains(name) && !discriminator.mapping.contains_key(name)
    };
    let variants = targets.into_iter().filter_map(|(id, Target { name, tags, mut implicit, .. })| {
        // The name of a schema is its tag where no mapping gives another, to it or of it.
        if tags.is_empty() && mapped.contains(&name) {
            let message =
                format!("no tag is left for the alternative `{name}`: the mapping gives its name to another one");
            cx.diagnostics.report(&catalogue::DISCRIMINATOR_UNUSABLE, &place.push("discriminator"), message);
            return None;
        }
        let tags = if tags.is_empty() { vec![name.clone()] } else { tags };
        let has_rest = rest == Some(id);
        let note = format!("What has no `{}`, or one that is not listed, too.", discriminator.property);
        let docs = documentation::text(Some(&note).filter(|_| has_rest).map(String::as_str));
        implicit.retain(is_free);
        let alternatives = Alternatives::Tags(Tags { given: tags, implicit });
        Some(Variant { hint: NameHint::root(name), ty: Type::Named(id), docs, alternatives, has_rest })
    });
    let told_by = Discriminator::Tag(WireName(discriminator.property.clone()));
    Union { variants: variants.collect(), told_by, any_of: false }
}
