//! Objects with named properties.

use std::collections::BTreeSet;

use serde_json::Value;
use thin_vec::ThinVec;

use super::beside::Beside;
use super::secret::sounds_secret;
use super::{Cx, all_of, beside, by_pattern, documentation, example, inner, scalar, schema};
use crate::diagnostic::{catalogue, nearest};
use crate::model::{Docs, Extra, Field, FieldDocs, FieldKind, Literal, Presence, Struct, Type, WireName};
use crate::place::{Place, Pointer};
use crate::schema::{Schema, SchemaId};

/// Lowers an object's properties to fields.
pub(super) fn lower_object(cx: &mut Cx<'_>, object: &Schema) -> Struct {
    let required: BTreeSet<&str> = object.required.iter().map(String::as_str).collect();
    let presence = |name: &str| match required.contains(name) {
        true => Presence::Required,
        false => Presence::Optional,
    };
    // They are large: room for as many as there are.
    let mut fields = Vec::with_capacity(object.properties.len());
    for (name, property) in object.properties.iter() {
        match cx.schemas.is_never(*property) && presence(name) == Presence::Optional {
            true => leave_out(cx, object, name),
            false => fields.push(lower_field(cx, object, name, *property, presence(name))),
        }
    }
    let extra = extra(cx, object);
    for name in object.required.iter().filter(|name| !object.properties.contains_key(*name)) {
        match extra {
            // What must be there and is not described is among the extra keys.
            Extra::Kept(_) => fields.extend(described_by_pattern(cx, object, name)),
            Extra::Ignored | Extra::Closed => fields.push(undescribed(cx, object, name)),
        }
    }
    Struct { fields, extra }
}

/// A property that must be there, of the type that its name has by a pattern, or that all other keys have.
fn described_by_pattern(cx: &mut Cx<'_>, object: &Schema, name: &str) -> Option<Field> {
    let id = by_pattern::schema(cx, object, name)?;
    let field = lower_field(cx, object, name, id, Presence::Required);
    let is_any = matches!(&field.kind, FieldKind::Value { ty, .. } if *ty == Type::Any);
    // What is described there may be several of these.
    let origin = object.place.push("required").push(name);
    (!is_any).then_some(Field { origin, ..field })
}

/// A property that no value fits is not there.
fn leave_out(cx: &mut Cx<'_>, object: &Schema, name: &str) {
    let place = object.place.below(&["properties", name]);
    let what = format!("property {name} of {}", object.place);
    cx.leave_out(what, "no value is allowed for it", &Pointer::from(&place));
}

/// A property that must be there and that nothing describes is any value, which callers give and servers may leave out. One that is
/// another one misspelt need not be there.
fn undescribed(cx: &mut Cx<'_>, object: &Schema, name: &str) -> Field {
    let place = object.place.push("required");
    let message = format!("`{name}` may be any value");
    let found = cx.diagnostics.report(&catalogue::UNDESCRIBED_PROPERTY, &place, message);
    // One that is required itself is not the one that was meant.
    let others = object.properties.keys().filter(|other| !object.required.contains(other));
    let (ty, presence) = match nearest(name, others.map(String::as_str)) {
        Some(meant) => {
            found.help(format!("did you mean `{meant}`?"));
            (Type::Any, Presence::Optional)
        }
        // Beside null it is read where it is not there.
        None => (Type::Nullable(Box::new(Type::Any)), Presence::Required),
    };
    Field {
        name: WireName(name.to_owned()),
        kind: FieldKind::Value { ty, presence },
        range: None,
        allowed: ThinVec::new(),
        example: None,
        docs: FieldDocs::default(),
        origin: place.push(name),
        read_only: false,
        write_only: false,
    }
}

fn lower_field(cx: &mut Cx<'_>, object: &Schema, name: &str, id: SchemaId, presence: Presence) -> Field {
    let property = cx.schemas.get(id);
    let (read_only, write_only) = (says(cx, id, |it| it.read_only), says(cx, id, |it| it.write_only));
    let kind = match constant(cx, id) {
        Some(value) if presence == Presence::Required => FieldKind::Constant(value),
        Some(_) | None => {
            let ty = schema::lower_schema(cx, id);
            // writeOnly alone is no secret: a client's locale may be.
            let secret = write_only && sounds_secret(name);
            FieldKind::Value { ty: if secret { as_secret(ty) } else { ty }, presence }
        }
    };
    let mut docs = match property.is_reference() && documentation::is_silent(&cx.schemas, &property) {
        true => Docs::default(),
        false => documentation::of_schema(&cx.schemas, &property),
    };
    docs.within = inner::of_use(cx, id).within;
    let range = scalar::range(cx, id);
    let example = example::of_property(cx, object, (name, presence), id, range);
    Field {
        name: WireName(name.to_owned()),
        kind,
        range: range.map(Box::new),
        allowed: allowed(cx, id),
        example: example.map(Box::new),
        docs: docs.into(),
        origin: field_place(object, name, &property),
        read_only,
        write_only,
    }
}

/// Where a property is described: in the object itself, or in the member that it comes from.
fn field_place(object: &Schema, name: &str, property: &Schema) -> Place {
    let place = object.place.below(&["properties", name]);
    match property.place == place || property.place.parent() != place.parent() {
        true => property.place.clone(),
        false => place,
    }
}

/// Whether a schema, or what it refers to or consists of, says something of itself.
fn says(cx: &Cx<'_>, id: SchemaId, what: fn(&Schema) -> bool) -> bool {
    let schema = cx.schemas.get(id);
    let target = || cx.schemas.resolve(id).is_some_and(|target| what(&cx.schemas.get(target)));
    what(&schema)
        || target()
        || all_of::members(&schema)
            .iter()
            .any(|member| cx.schemas.resolve(*member).is_some_and(|member| what(&cx.schemas.get(member))))
}

/// The single value that a property may hold. One behind a reference is a value of a type that has a name.
pub(super) fn constant(cx: &mut Cx<'_>, id: SchemaId) -> Option<Literal> {
    let schema = cx.schemas.get(id);
    if schema.is_reference() {
        return None;
    }
    let whole = match all_of::members(&schema).is_empty() {
        true => schema,
        false => {
            let flat = all_of::flatten(cx, id);
            cx.schemas.get(flat)
        }
    };
    match whole.values.as_deref() {
        Some(_) if whole.kinds.takes_null() => None,
        Some([value]) => literal(value),
        Some(_) | None => None,
    }
}

/// The values that a property may have of a type that several refer to. What says it all itself is that type.
fn allowed(cx: &mut Cx<'_>, id: SchemaId) -> ThinVec<Literal> {
    if all_of::members(&cx.schemas.get(id)).is_empty() {
        return ThinVec::new();
    }
    let flat = all_of::flatten(cx, id);
    let whole = cx.schemas.get(flat);
    let listed = whole.values.iter().flatten().filter(|value| !value.is_null()).map(literal);
    listed.collect::<Option<_>>().unwrap_or_default()
}

fn literal(value: &Value) -> Option<Literal> {
    match value {
        Value::String(text) => Some(Literal::Text(text.clone())),
        Value::Number(number) => number.as_i64().map(Literal::Integer),
        Value::Bool(truth) => Some(Literal::Bool(*truth)),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

fn as_secret(ty: Type) -> Type {
    match ty {
        Type::Scalar(crate::model::Scalar::String) => Type::Scalar(crate::model::Scalar::Secret),
        Type::Nullable(inner) => as_secret(*inner).nullable(),
        Type::Scalar(_) | Type::Named(_) | Type::List(_) | Type::Tuple(_) | Type::Map(_) | Type::Any => ty,
    }
}

/// Whether what holds on a condition names properties that the object does not: they have no fields, and are kept.
fn names_more(cx: &mut Cx<'_>, object: &Schema) -> bool {
    let conditions = object.rare.conditions.iter().map(|(_, id)| *id);
    let conditional = conditions.chain(object.rare.dependent_schemas.iter().copied());
    conditional.collect::<Vec<_>>().into_iter().any(|id| {
        let Some(id) = cx.schemas.resolve(id) else { return false };
        let flat = all_of::flatten(cx, id);
        let flat = cx.schemas.get(flat);
        let is_new = |name: &String| !object.properties.contains_key(name);
        flat.properties.keys().any(is_new) || flat.required.iter().any(is_new)
    })
}

/// Whether what is said of other keys counts for those that hold on a condition too. `unevaluatedProperties` leaves those alone
/// (JSON Schema 2020-12 Core, section 11.3).
fn is_closed_to_conditions(cx: &Cx<'_>, object: &Schema) -> bool {
    let is_of_all = |id| cx.schemas.get(id).place.pointer().last().as_deref() != Some("unevaluatedProperties");
    object.additional_properties.is_some_and(is_of_all)
}

/// Where keys beyond the properties go.
fn extra(cx: &mut Cx<'_>, object: &Schema) -> Extra {
    let alternatives = super::classify::alternatives(object);
    if let [first, ..] = alternatives.as_slice()
        && !super::classify::only_require(cx, object)
        && beside::judge(cx, object) != Beside::Refine
    {
        let place = cx.schemas.get(*first).place.parent().unwrap_or_default();
        let message = "the properties that these alternatives add to an object are kept as extra keys";
        cx.diagnostics.report(&catalogue::ALTERNATIVES_IN_OBJECT, &place, message);
        return Extra::Kept(Type::Any);
    }
    if !is_closed_to_conditions(cx, object) && names_more(cx, object) {
        return Extra::Kept(Type::Any);
    }
    let closed = object.additional_properties.is_some_and(|id| cx.schemas.is_never(id));
    match (object.additional_properties, object.rare.pattern_properties.is_empty()) {
        (None, true) => beside::others(cx, &alternatives).map_or(Extra::Ignored, Extra::Kept),
        (Some(_), true) if closed => Extra::Closed,
        (None | Some(_), _) => Extra::Kept(schema::map_value(cx, object)),
    }
}
