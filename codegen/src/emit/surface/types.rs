//! The types of the description, as their files have them.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use super::sign::Namer;
use super::wire;
use crate::emit::import::Scope;
use crate::emit::{Cx, feature, strukt, union, usage};
use crate::facts::{Form, conversions};
use crate::model::{
    Alternatives, EnumValues, Enumeration, FieldKind, Growth, Struct, Type, TypeDef, TypeId, TypeKind, Union,
};
use crate::names::Ident;
use crate::surface::{At, Definition, Function, Home, Kind, Member, Parameter, Sign};

/// All of them.
pub(super) fn all(cx: Cx<'_>) -> Vec<Definition> {
    let mut seen = BTreeMap::new();
    let mut number = |def: &TypeDef| {
        let number = seen.entry(def.key.to_string()).or_insert(0_usize);
        *number += 1;
        *number
    };
    cx.api.type_ids().map(|id| definition(cx, id, number(cx.api.def(id)))).collect()
}

/// The path of a type.
fn path(cx: Cx<'_>, id: TypeId) -> String {
    format!("types::{}", cx.names.ty(id).ident)
}

/// A type; of those of one schema it is the one with this number.
fn definition(cx: Cx<'_>, id: TypeId, number: usize) -> Definition {
    let (def, scope) = (cx.api.def(id), Scope::api(cx));
    let key = match number {
        1 => def.key.to_string(),
        number => format!("{} {number}", def.key),
    };
    let home = Home::Place(key, (def.home != id).then(|| path(cx, def.home)));
    let kind = match &def.kind {
        TypeKind::Struct(_) => Kind::Struct,
        TypeKind::Enum(list) => kind(list),
        TypeKind::Union(_) => Kind::Union,
        TypeKind::Alias(_) if cx.facts.is_newtype(id) => Kind::Newtype,
        TypeKind::Alias(_) => Kind::Alias,
    };
    let mut definition = Definition::new(path(cx, id), home, (&def.origin).into(), kind);
    definition.features = cx.facts.needed_by(def.home).map(|it| feature::any_of(cx, it)).unwrap_or_default();
    match &def.kind {
        TypeKind::Struct(strukt) => of_struct(&scope, id, strukt, &mut definition),
        TypeKind::Enum(list) => definition.members = values(cx, id, list),
        TypeKind::Union(union) => of_union(&scope, id, union, &mut definition),
        TypeKind::Alias(target) => of_alias(&scope, id, target, &mut definition),
    }
    definition
}

fn sign(tokens: TokenStream) -> Sign {
    Namer::default().sign(tokens)
}

fn kind(list: &Enumeration) -> Kind {
    match (&list.values, list.growth) {
        (EnumValues::Strings(_), Growth::Open) => Kind::OpenStrings,
        (EnumValues::Strings(_), Growth::Closed) => Kind::ClosedStrings,
        (EnumValues::Integers(_), Growth::Open) => Kind::OpenIntegers,
        (EnumValues::Integers(_), Growth::Closed) => Kind::ClosedIntegers,
    }
}

fn of_struct(scope: &Scope<'_>, id: TypeId, strukt: &Struct, definition: &mut Definition) {
    let cx = scope.cx;
    let members = strukt::members(scope, id, strukt);
    let taken = |ty: &Type| sign(usage::taken(scope, ty, &quote!(value)).ty);
    let setter = |name: &Ident, ty: Option<&Type>, deprecated| Function {
        name: name.to_string(),
        parameters: ty.map(|ty| Parameter { name: name.to_string(), ty: taken(ty) }).into_iter().collect(),
        gives: Sign::plain(&["Self"]),
        deprecated,
    };
    for member in &members {
        definition.members.push(Member {
            name: member.name.to_string(),
            wire: member.field.name.0.clone(),
            at: (&member.field.origin).into(),
            ty: sign(strukt::field_type(scope, member)),
        });
        if let FieldKind::Constant(literal) = &member.field.kind {
            definition.facts.push(wire::constant_field(member.field, literal));
        }
    }
    let def = cx.api.def(id);
    let extra = strukt::extra(scope, id, strukt);
    definition.members.extend(extra.iter().map(|(name, ty)| Member {
        name: name.to_string(),
        wire: String::new(),
        at: (&def.origin.push("additionalProperties")).into(),
        ty: sign(ty.clone()),
    }));
    definition.facts.extend(wire::closed(&strukt.extra, &def.origin));
    if !cx.facts.is_sent(id) {
        return;
    }
    let required = members.iter().filter(|member| member.form == Form::Required);
    let parameter = |member: &strukt::Member<'_>| Parameter { name: member.name.to_string(), ty: taken(member.ty) };
    definition.constructor = Some(required.map(parameter).collect());
    for member in members.iter().filter(|member| matches!(member.form, Form::Optional | Form::Maybe)) {
        definition.methods.push(setter(member.name, Some(member.ty.non_null()), member.field.docs.deprecated));
        let null = member.null.filter(|_| member.form == Form::Maybe);
        definition.methods.extend(null.map(|null| setter(null, None, false)));
    }
    if let (Some((name, _)), Some(value)) = (extra, strukt.extra.kept()) {
        definition.methods.push(setter(name, Some(&Type::map(value.clone())), false));
    }
}

fn values(cx: Cx<'_>, id: TypeId, list: &Enumeration) -> Vec<Member> {
    let (texts, unknown): (Vec<String>, _) = match &list.values {
        EnumValues::Strings(values) => (values.iter().map(|(value, _)| value.clone()).collect(), "String"),
        EnumValues::Integers(values) => (values.iter().map(|(value, _)| value.to_string()).collect(), "i64"),
    };
    let origin = &cx.api.def(id).origin;
    let values = texts.into_iter().zip(&cx.names.ty(id).variants).enumerate();
    let mut members: Vec<_> = values
        .map(|(index, (wire, name))| Member {
            name: name.to_string(),
            wire,
            at: (&origin.push("enum").index(index)).into(),
            ty: Sign::default(),
        })
        .collect();
    members.extend((list.growth == Growth::Open).then(|| self::unknown(unknown)));
    members
}

/// The variant of what is not described.
fn unknown(held: &str) -> Member {
    Member { name: "Unknown".to_owned(), wire: String::new(), at: At::default(), ty: Sign::plain(&[held]) }
}

fn of_union(scope: &Scope<'_>, id: TypeId, union: &Union, definition: &mut Definition) {
    let cx = scope.cx;
    let origin = &cx.api.def(id).origin;
    for (index, (variant, name)) in union.variants.iter().zip(&cx.names.ty(id).variants).enumerate() {
        let wire = match &variant.alternatives {
            Alternatives::Tags(tags) => tags.all().map(String::as_str).collect::<Vec<_>>().join(" | "),
            Alternatives::Shape(_) => variant.hint.parts().last().cloned().unwrap_or_default(),
        };
        let ty = sign(union::payload(scope, id, index, &variant.ty));
        definition.members.push(Member { name: name.to_string(), wire, at: origin.into(), ty });
    }
    definition.members.push(unknown("Value"));
    let converted = conversions(cx.facts, cx.api, id, union).into_iter();
    definition.conversions = converted.map(|index| sign(usage::ty(scope, &union.variants[index].ty))).collect();
    definition.facts = wire::told_by(union, &cx.names.ty(id).variants, origin);
}

fn of_alias(scope: &Scope<'_>, id: TypeId, target: &Type, definition: &mut Definition) {
    let ty = sign(usage::ty(scope, target));
    if !scope.cx.facts.is_newtype(id) {
        definition.target = Some(ty);
        return;
    }
    let held = if scope.cx.facts.is_boxed_newtype(id) { ty.clone().within("Box") } else { ty.clone() };
    definition.members.push(Member { name: "0".to_owned(), wire: String::new(), at: At::default(), ty: held });
    definition.conversions.push(ty);
}
