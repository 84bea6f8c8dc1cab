//! The one dispatch: a schema becomes a use of a type, and a definition where it needs a name.

use std::rc::Rc;

use super::beside::Beside;
use super::classify::{self, Class, classify};
use super::nullable::is_nullable;
use super::rest::Rest;
use super::{
    Cx, all_of, beside, documentation, enums, hint, inheritance, inner, key, narrow, object, one_of, rest, scalar,
    tuple, unlike,
};
use crate::diagnostic::catalogue;
use crate::model::{NameHint, Type, TypeId, TypeKind};
use crate::schema::{Kind, Schema, SchemaId, Slot};

/// Schemas nest so deep only where references lead from the inside of one into the inside of the next.
const DEEPEST: usize = 128;

/// What a schema turned out to be.
enum Lowered {
    Use(Type),
    Definition(TypeKind),
}

/// The schema that stands at this place of the typed document.
pub(super) fn id(node: &openapiv3::ReferenceOr<openapiv3::Schema>) -> Option<SchemaId> {
    match node {
        openapiv3::ReferenceOr::Reference { reference } => SchemaId::of_reference(reference),
        openapiv3::ReferenceOr::Item(_) => None,
    }
}

/// The use of the schema at this place of the typed document.
pub(super) fn lower_node(cx: &mut Cx<'_>, node: Option<&openapiv3::ReferenceOr<openapiv3::Schema>>) -> Type {
    node.and_then(id).map_or(Type::Any, |id| lower_schema(cx, id))
}

/// The use of the schema of a media type; `None` where it has none.
pub(super) fn lower_media(cx: &mut Cx<'_>, media: &openapiv3::MediaType) -> Option<Type> {
    media.schema.as_ref().map(|node| lower_node(cx, Some(node)))
}

/// Lowers every component schema to the definition that was made room for, and so what references to other files lead to.
pub(super) fn lower_components(cx: &mut Cx<'_>) {
    let own = cx.openapi.components.as_ref().map(|components| &components.schemas);
    let listed: Vec<_> =
        own.into_iter().flatten().filter_map(|(name, node)| Some((name.as_str(), id(node)?))).collect();
    for (name, schema) in &listed {
        make_room(cx, *schema, NameHint::root(*name));
        cx.named.insert(name, *schema);
    }
    for schema in cx.borrowed {
        make_room(cx, *schema, hint::of(cx, *schema));
    }
    let all: Vec<SchemaId> = cx.components.keys().copied().collect();
    for schema in &all {
        let id = cx.components[schema];
        for alternative in only_alternatives(cx, *schema) {
            cx.defined.insert(alternative, id);
            cx.lowered.insert(alternative, Type::Named(id));
        }
        if is_nullable(cx, *schema) {
            cx.nullable.insert(cx.components[schema]);
        }
    }
    for schema in all {
        lower_component(cx, schema);
    }
}

fn make_room(cx: &mut Cx<'_>, schema: SchemaId, hint: NameHint) {
    let place = cx.schemas.get(schema).place.clone();
    let id = cx.reserve(hint, &place, place.clone(), None);
    cx.components.insert(schema, id);
}

/// What a component is, where that is its only alternative beside null, or the only one of that one.
fn only_alternatives(cx: &Cx<'_>, component: SchemaId) -> Vec<SchemaId> {
    let only = |id: SchemaId| {
        let schema = cx.schemas.get(id);
        let Class::Same(only) = classify(cx, &schema) else { return None };
        (classify::only(cx, &schema) == Some(only) && !cx.schemas.get(only).is_reference()).then_some(only)
    };
    std::iter::successors(only(component), |id| only(*id)).collect()
}

fn lower_component(cx: &mut Cx<'_>, schema_id: SchemaId) {
    let id = cx.components[&schema_id];
    let schema = cx.schemas.get(schema_id);
    cx.types[id.0].docs = documentation::of_schema(&cx.schemas, &schema);
    let kind = match inheritance::inherited(cx, schema_id, &schema) {
        Some(kind) => kind,
        None => {
            let mut told = schema_id;
            for only in only_alternatives(cx, schema_id) {
                without_effect(cx, &cx.schemas.get(told));
                told = only;
            }
            match lower(cx, told, &cx.schemas.get(told)) {
                Lowered::Definition(kind) => kind,
                Lowered::Use(ty) => alias(cx, id, ty),
            }
        }
    };
    cx.types[id.0].kind = kind;
    cx.types[id.0].docs.within = inner::within(cx, schema_id);
}

/// Another name for a type. Where null is among its values, each use says so, and the definition does not.
fn alias(cx: &Cx<'_>, id: TypeId, ty: Type) -> TypeKind {
    TypeKind::Alias(if cx.nullable.contains(&id) { ty.non_null().clone() } else { ty })
}

/// Lowers a schema wherever it stands.
pub(super) fn lower_schema(cx: &mut Cx<'_>, id: SchemaId) -> Type {
    if let Some(component) = cx.components.get(&id) {
        let ty = Type::Named(*component);
        return if cx.nullable.contains(component) { ty.nullable() } else { ty };
    }
    // What is within another schema is called after that one and stands with it, whoever refers to it first.
    let root = hint::root(cx, id);
    if root != id
        && !cx.components.contains_key(&root)
        && !cx.lowered.contains_key(&root)
        && !cx.untyped.contains(&root)
    {
        lower_schema(cx, root);
    }
    if let Some(ty) = cx.lowered.get(&id).cloned() {
        if ty == Type::Any && cx.open.contains(&id) {
            out_of_reach(cx, id, "the schema holds itself and has no name; any value is accepted within it");
        }
        return ty;
    }
    if cx.open.len() == DEEPEST {
        out_of_reach(cx, id, "schemas nest too deep here; any value is accepted");
        return Type::Any;
    }
    cx.open.push(id);
    // A reference back to here from within finds this, not an endless descent.
    cx.lowered.insert(id, Type::Any);
    let schema = cx.schemas.get(id);
    let ty = match classify(cx, &schema) {
        Class::Enum | Class::Struct | Class::AtMost(_) | Class::AllOf | Class::Union => define(cx, id, &schema),
        Class::Same(_) | Class::Scalar | Class::List | Class::Tuple(_) | Class::Map | Class::Any => {
            match lower(cx, id, &schema) {
                Lowered::Use(ty) => ty,
                Lowered::Definition(_) => Type::Any,
            }
        }
    };
    let ty = if is_nullable(cx, id) { ty.nullable() } else { ty };
    cx.lowered.insert(id, ty.clone());
    cx.open.pop();
    ty
}

fn out_of_reach(cx: &mut Cx<'_>, id: SchemaId, message: &str) {
    let place = cx.schemas.get(id).place.clone();
    cx.diagnostics.report(&catalogue::REFERENCE_OUT_OF_REACH, &place, message);
}

/// Makes a definition for a schema that needs a name. Where it turns out to be a plain use, nothing refers to the definition in
/// the end, unless what is within it does.
fn define(cx: &mut Cx<'_>, schema_id: SchemaId, schema: &Schema) -> Type {
    let (hint, key, home) = (hint::of(cx, schema_id), key::of(cx, schema_id), hint::home(cx, schema_id));
    let id = cx.reserve(hint, &schema.place, key, home);
    cx.types[id.0].docs = documentation::of_schema(&cx.schemas, schema);
    cx.defined.insert(schema_id, id);
    cx.lowered.insert(schema_id, Type::Named(id));
    let lowered = lower(cx, schema_id, schema);
    cx.types[id.0].docs.within = inner::within(cx, schema_id);
    match lowered {
        Lowered::Definition(kind) => {
            cx.types[id.0].kind = kind;
            Type::Named(id)
        }
        Lowered::Use(ty) => {
            cx.types[id.0].kind = TypeKind::Alias(ty.clone());
            if ty.mentions().contains(&id) { Type::Named(id) } else { ty }
        }
    }
}

/// Tells of keywords that say nothing about values of the type that the schema gives.
fn without_effect(cx: &mut Cx<'_>, schema: &Schema) {
    let Some(kind) = schema.kinds.single() else { return };
    let about_others = [
        ("properties", !schema.properties.is_empty() && kind != Kind::Object),
        ("items", schema.items.is_some() && kind != Kind::Array),
    ];
    for (keyword, _) in about_others.into_iter().filter(|(_, is_there)| *is_there) {
        let message = format!("`{keyword}` says nothing about a value of type {}; it is ignored", kind.word());
        cx.diagnostics.report(&catalogue::KEYWORD_OF_OTHER_TYPE, &schema.place.push(keyword), message).at_key();
    }
}

fn lower(cx: &mut Cx<'_>, id: SchemaId, schema: &Schema) -> Lowered {
    without_effect(cx, schema);
    match classify(cx, schema) {
        Class::Same(same) => {
            narrow::tell_beside_reference(cx, schema);
            Lowered::Use(lower_schema(cx, same))
        }
        Class::Scalar => Lowered::Use(Type::Scalar(scalar::scalar(cx, schema))),
        Class::Enum => match enums::lower_enum(cx, schema) {
            Ok(list) => Lowered::Definition(TypeKind::Enum(list)),
            Err(ty) => Lowered::Use(ty),
        },
        Class::List => Lowered::Use(tuple::list(cx, schema)),
        Class::Tuple(places) => Lowered::Use(tuple::exactly(cx, schema, &places)),
        Class::AtMost(places) => kind_or_use(tuple::at_most(cx, schema, &places)),
        Class::Map => Lowered::Use(Type::map(map_value(cx, schema))),
        Class::Struct => Lowered::Definition(TypeKind::Struct(object::lower_object(cx, schema))),
        Class::AllOf => composed(cx, id),
        Class::Union => kind_or_use(one_of::lower_union(cx, id, schema)),
        Class::Any => Lowered::Use(any(cx, schema)),
    }
}

fn kind_or_use(lowered: Result<TypeKind, Type>) -> Lowered {
    match lowered {
        Ok(kind) => Lowered::Definition(kind),
        Err(ty) => Lowered::Use(ty),
    }
}

/// What the members of a composition are together.
fn composed(cx: &mut Cx<'_>, id: SchemaId) -> Lowered {
    let schema = cx.schemas.get(id);
    let narrowed = classify::narrowed(cx, &schema);
    let is_narrowed = narrowed.is_some() || narrow::is_meant(schema.kinds) && narrow::rules_out(cx, &schema);
    let flat = match all_of::members(&schema).is_empty() && !is_narrowed {
        true => id,
        false => all_of::flatten(cx, id),
    };
    let whole = with_children(cx, id, cx.schemas.get(flat));
    if !whole.properties.is_empty() && (whole.kinds.is_open() || whole.kinds.has(Kind::Object)) {
        return object_with_alternatives(cx, id, &whole);
    }
    if whole.is_trivial() {
        return Lowered::Use(Type::Any);
    }
    if !whole.is_object()
        && let Some(named) = all_of::members(&schema).into_iter().chain(narrowed).find(|it| is_shared(cx, *it))
        && is_all(cx, named, &whole)
    {
        // Values of a type with a name, of which this allows some.
        return Lowered::Use(lower_schema(cx, named).non_null().clone());
    }
    match (classify(cx, &whole), whole.is_object()) {
        // Any object, as an object without properties is by itself.
        (Class::Any, _) if whole.is_object() || !whole.required.is_empty() => Lowered::Use(Type::map(Type::Any)),
        (Class::AllOf, _) => Lowered::Use(any(cx, &whole)),
        _ => lower(cx, flat, &whole),
    }
}

/// A part of a value that is a base and more, or a component between a base and what extends it: which child it is, nobody says, so that
/// what the children add is kept.
fn with_children(cx: &mut Cx<'_>, id: SchemaId, whole: Rc<Schema>) -> Rc<Schema> {
    let schema = cx.schemas.get(id);
    let is_part = matches!(
        schema.parent,
        Some((_, Slot::Property | Slot::PatternProperty | Slot::AdditionalProperties | Slot::Items))
    );
    let is_base = |member: SchemaId| cx.schemas.resolve(member).is_some_and(|it| inheritance::is_base(cx, it));
    let is_open = is_part && all_of::members(&schema).into_iter().any(is_base) || inheritance::is_between(cx, id);
    if whole.additional_properties.is_some() || !is_open {
        return whole;
    }
    let anything = Schema { place: whole.place.clone(), parent: whole.parent, ..Schema::default() };
    Rc::new(Schema { additional_properties: Some(cx.schemas.add(anything)), ..(*whole).clone() })
}

/// An object with properties, or what it is together with each of its alternatives.
fn object_with_alternatives(cx: &mut Cx<'_>, id: SchemaId, whole: &Schema) -> Lowered {
    let has_alternatives = !classify::alternatives(whole).is_empty() && !classify::only_require(cx, whole);
    let is_union = has_alternatives
        && match beside::judge(cx, whole) {
            Beside::Add => true,
            Beside::Refine => false,
            // Properties are about objects, and where nothing says that it is one, a value may be something else.
            Beside::Mix => whole.kinds.is_open(),
        };
    if is_union {
        let alternatives = beside::join(cx, id, whole);
        return kind_or_use(one_of::lower_alternatives(cx, id, whole, &alternatives));
    }
    Lowered::Definition(TypeKind::Struct(object::lower_object(cx, whole)))
}

/// Whether a member leads to something that stands elsewhere and is no object.
fn is_shared(cx: &Cx<'_>, id: SchemaId) -> bool {
    let Some(target) = cx.schemas.resolve(id) else { return false };
    let schema = cx.schemas.get(target);
    let is_elsewhere = target != id || cx.components.contains_key(&target);
    is_elsewhere && !schema.is_trivial() && !schema.is_object()
}

/// Whether the others of a composition take nothing from the types, the values and the items of this member, and add nothing to them.
fn is_all(cx: &mut Cx<'_>, member: SchemaId, whole: &Schema) -> bool {
    let Some(target) = cx.schemas.resolve(member) else { return true };
    let flat = all_of::flatten(cx, target);
    let flat = cx.schemas.get(flat);
    let kinds = |schema: &Schema| schema.kinds.listed().collect::<Vec<_>>();
    let bounds = |schema: &Schema| (schema.rare.min_items, schema.rare.max_items);
    // Of an enum with a name, some values are values of it.
    let are_values = match &whole.values {
        Some(_) => flat.values.is_some() || !classify::alternatives(&flat).is_empty(),
        None => scalar::value(&flat) == scalar::value(whole),
    };
    kinds(&flat) == kinds(whole)
        && are_values
        && classify::alternatives(&flat) == classify::alternatives(whole)
        && flat.items == whole.items
        && flat.rare.prefix_items == whole.rare.prefix_items
        && (whole.rare.prefix_items.is_empty() || bounds(&flat) == bounds(whole))
}

/// The type of the values of an object without named properties, or beside them.
pub(super) fn map_value(cx: &mut Cx<'_>, schema: &Schema) -> Type {
    let values: Vec<SchemaId> = schema.rare.pattern_properties.values().copied().collect();
    let rest = rest::of_keys(&cx.schemas, schema);
    common(cx, values, rest).unwrap_or_else(|| {
        unlike::VALUES.tell(cx, schema, rest);
        Type::Any
    })
}

/// The type of the items of a list; `None` where not all are described alike.
pub(super) fn item(cx: &mut Cx<'_>, schema: &Schema) -> Option<Type> {
    let rest = rest::of_items(&cx.schemas, schema);
    common(cx, schema.rare.prefix_items.to_vec(), rest)
}

/// The type that all of these have, and the others too; `None` where something is said of some that is not said of all.
fn common(cx: &mut Cx<'_>, schemas: Vec<SchemaId>, rest: Rest) -> Option<Type> {
    let others = match rest {
        Rest::Like(others) => Some(others),
        Rest::Nothing | Rest::Anything => None,
    };
    let mut types: Vec<Type> = Vec::new();
    for id in schemas.into_iter().chain(others) {
        let ty = lower_schema(cx, id);
        if !types.contains(&ty) {
            types.push(ty);
        }
    }
    types.extend((rest == Rest::Anything && !types.contains(&Type::Any)).then_some(Type::Any));
    match types.as_slice() {
        [] => Some(Type::Any),
        [only] => Some(only.clone()),
        _ => None,
    }
}

fn any(cx: &mut Cx<'_>, schema: &Schema) -> Type {
    if let Some(not) = schema.rare.not {
        let place = cx.schemas.get(not).place.parent().unwrap_or_default();
        cx.diagnostics.report(&catalogue::NOT_SCHEMA, &place, "`not` has no type of its own");
    }
    Type::Any
}
