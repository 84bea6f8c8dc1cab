//! `oneOf` and `anyOf`: unions. Those that a property tells apart are the business of `discriminator`.

use std::collections::BTreeSet;

use super::beside::{self, Alternative, Beside};
use super::classify;
use super::discriminator::by_tag;
use super::nullable::is_null;
use super::{Cx, all_of, annotated, inner, narrow, scalar, schema, word};
use crate::diagnostic::{catalogue, nearest};
use crate::model::{
    Alternatives, Discriminator, Docs, Enumeration, Growth, NameHint, Scalar, Test, Type, TypeKind, Union, Variant,
};
use crate::schema::{Schema, SchemaId};

/// Lowers the alternatives of a schema; a use where they are one thing after all.
pub(super) fn lower_union(cx: &mut Cx<'_>, id: SchemaId, schema: &Schema) -> Result<TypeKind, Type> {
    let listed = classify::alternatives(schema).into_iter().filter(|member| !is_null(cx, *member));
    let members: Vec<SchemaId> = listed.collect();
    if let Some(values) = annotated::values(cx, &members) {
        return Ok(TypeKind::Enum(Enumeration { values, growth: Growth::Open }));
    }
    if annotated::booleans(&cx.schemas, &members).is_some() {
        return Err(Type::Scalar(Scalar::Bool));
    }
    narrow::tell(cx, schema);
    let says_more = !schema.properties.is_empty() || beside::keeps_others(cx, schema);
    let alternatives = match says_more && beside::judge(cx, schema) != Beside::Mix {
        true => beside::join(cx, id, schema),
        false => members.iter().map(|member| Alternative { listed: *member, whole: *member }).collect(),
    };
    lower_alternatives(cx, id, schema, &alternatives)
}

/// Lowers these alternatives of a schema.
pub(super) fn lower_alternatives(
    cx: &mut Cx<'_>,
    id: SchemaId,
    schema: &Schema,
    alternatives: &[Alternative],
) -> Result<TypeKind, Type> {
    if let Some(discriminator) = &schema.rare.discriminator {
        let meant = misspelt(cx, alternatives, &discriminator.property);
        if meant.is_none()
            && let Some(union) = by_tag(cx, id, alternatives, discriminator, &schema.place)
        {
            return Ok(TypeKind::Union(Union { any_of: !schema.any_of.is_empty(), ..union }));
        }
        let (property, instead) = (&discriminator.property, "the shape of the values tells them apart instead");
        let (message, help) = match meant {
            Some(meant) => (
                format!("no alternative has the property `{property}`; {instead}"),
                Some(format!("did you mean `{meant}`?")),
            ),
            None => (format!("a discriminator needs a value of its own for each alternative; {instead}"), None),
        };
        let found = cx.diagnostics.report(&catalogue::DISCRIMINATOR_UNUSABLE, &schema.place, message);
        if let Some(help) = help {
            found.help(help);
        }
    }
    let mut variants: Vec<Variant> = Vec::new();
    let mut named = BTreeSet::new();
    for Alternative { listed, whole } in alternatives {
        let ty = schema::lower_schema(cx, *whole).non_null().clone();
        let is_new = match &ty {
            Type::Named(id) => named.insert(*id),
            _ => !variants.iter().any(|variant| variant.ty == ty),
        };
        if is_new {
            let hint = NameHint::root(word::of(cx, *listed)).or_else(word::further(cx, *listed));
            // A definition has words of its own.
            let docs = match &ty {
                Type::Named(named) if cx.types[named.0].origin == cx.schemas.get(*listed).place => Docs::default(),
                _ => inner::of_use(cx, *listed),
            };
            // Which test tells it apart is known when all definitions are; see `telling`.
            let ranges = scalar::range(cx, *whole).map(|range| (String::new(), range)).into_iter().collect();
            variants.push(Variant {
                has_rest: false,
                hint,
                ty,
                docs,
                alternatives: Alternatives::Shape(Test { ranges, ..Test::default() }),
            });
        }
    }
    match variants.as_slice() {
        [] => Err(Type::Any),
        [only] => Err(only.ty.clone()),
        _ => Ok(TypeKind::Union(Union { variants, told_by: Discriminator::Shape, any_of: !schema.any_of.is_empty() })),
    }
}

/// The property that a discriminator was meant to name, where none of the alternatives has the one that it names.
fn misspelt(cx: &mut Cx<'_>, alternatives: &[Alternative], property: &str) -> Option<String> {
    let mut common: Option<BTreeSet<String>> = None;
    for alternative in alternatives {
        let id = cx.schemas.resolve(alternative.whole)?;
        let flat = all_of::flatten(cx, id);
        let names: BTreeSet<String> = cx.schemas.get(flat).properties.keys().cloned().collect();
        if names.contains(property) {
            return None;
        }
        common = Some(common.map_or_else(|| names.clone(), |common| &common & &names));
    }
    nearest(property, common?.iter().map(String::as_str)).map(str::to_owned)
}
