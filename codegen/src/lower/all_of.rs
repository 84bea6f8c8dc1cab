//! `allOf`: several descriptions of one object become one struct.
//!
//! Fields come in the order of the members, inherited ones where the reference stands. A property that two members describe is
//! taken from the later one where that says more. What a member says by `oneOf` or `anyOf` cannot be fields; such keys are kept
//! in the map of extra keys, so nothing is lost.

use std::collections::BTreeSet;

use openapiv3::{ReferenceOr, Schema};

use super::site::Site;
use super::view::{Node, View};
use super::{Cx, object, references};
use crate::diagnostic::catalogue;
use crate::model::{Docs, Extra, Field, FieldKind, Presence, Struct, Type};
use crate::place::Pointer;

/// What has been gathered from the members so far.
struct Merge {
    fields: Vec<Field>,
    required: BTreeSet<String>,
    extra: Extra,
    /// Members that were entered, so that a circle ends.
    entered: BTreeSet<Pointer>,
    /// How many members are within each other here.
    depth: usize,
}

/// Members within members beyond any real composition.
const DEEPEST: usize = 128;

/// Merges the schema with all its members; a map where there are no named properties.
pub(super) fn lower_all_of<'a>(cx: &mut Cx<'a>, view: &View<'a>, site: &Site) -> Result<Struct, Type> {
    let mut merge = Merge {
        fields: Vec::new(),
        required: BTreeSet::new(),
        extra: Extra::Ignored,
        entered: BTreeSet::from([site.pointer.clone()]),
        depth: 0,
    };
    add_view(cx, &mut merge, view, site);
    for field in &mut merge.fields {
        if let FieldKind::Value { presence, .. } = &mut field.kind
            && merge.required.contains(&field.name.0)
        {
            *presence = Presence::Required;
        }
    }
    if !merge.fields.is_empty() && merge.extra.kept().is_none() {
        object::add_undescribed(cx, merge.required.iter(), site, &mut merge.fields);
    }
    match merge.extra {
        extra if !merge.fields.is_empty() => Ok(Struct { fields: merge.fields, extra }),
        // Any object, as an object without properties is by itself.
        Extra::Ignored | Extra::Closed => Err(Type::map(Type::Any)),
        Extra::Kept(value) => Err(Type::map(value)),
    }
}

fn add_view<'a>(cx: &mut Cx<'a>, merge: &mut Merge, view: &View<'a>, site: &Site) {
    for (index, member) in view.all_of.into_iter().flatten().enumerate() {
        add_member(cx, merge, member, &site.item("allOf", index));
    }
    if let Some(properties) = view.properties {
        object::lower_properties(cx, properties, view.required, site, |field| add_field(merge, field));
    }
    merge.required.extend(view.required.iter().cloned());
    match object::extra(cx, view, site) {
        // What one member closes, another may open: by the letter nothing fits then.
        Extra::Ignored | Extra::Closed => {}
        kept @ Extra::Kept(_) => merge.extra = kept,
    }
    for (keyword, members) in [("oneOf", view.one_of), ("anyOf", view.any_of)] {
        if members.is_some() {
            cx.diagnostics.report(
                &catalogue::ALTERNATIVES_IN_OBJECT,
                &site.pointer.push(keyword),
                format!("the properties that `{keyword}` adds to an object are kept as extra keys"),
            );
            merge.extra = Extra::Kept(Type::Any);
        }
    }
}

fn add_member<'a>(cx: &mut Cx<'a>, merge: &mut Merge, member: &'a ReferenceOr<Schema>, site: &Site) {
    let Some((schema, site)) = references::resolve(cx, Node::from(member), site) else {
        let message = "the member is a reference that leads to no schema";
        cx.diagnostics.report(&catalogue::REFERENCE_OUT_OF_REACH, &site.pointer, message);
        return;
    };
    if !merge.entered.insert(site.pointer.clone()) {
        return;
    }
    if merge.depth == DEEPEST {
        let message = "members of `allOf` nest too deep here; what this one says is left out";
        cx.diagnostics.report(&catalogue::REFERENCE_OUT_OF_REACH, &site.pointer, message);
        return;
    }
    let view = View::of(schema);
    if let Some(kind) = view.kind.filter(|kind| *kind != "object") {
        let message = format!("a member of type {kind} cannot be part of an object");
        cx.diagnostics.report(&catalogue::ALL_OF_MIXED, &site.pointer, message);
    }
    merge.depth += 1;
    add_view(cx, merge, &view, &site);
    merge.depth -= 1;
}

/// Adds a field, or replaces the one of the same name where the new one says more.
fn add_field(merge: &mut Merge, field: Field) {
    match merge.fields.iter_mut().find(|known| known.name == field.name) {
        None => merge.fields.push(field),
        Some(known) => {
            let required = [&known.kind, &field.kind].iter().any(|kind| match kind {
                FieldKind::Constant(_) => true,
                FieldKind::Value { presence, .. } => *presence == Presence::Required,
            });
            let vague = matches!(&field.kind, FieldKind::Value { ty: Type::Any, .. });
            let docs = if field.docs == Docs::default() { known.docs.clone() } else { field.docs.clone() };
            if !vague {
                *known = field;
            }
            known.docs = docs;
            if let FieldKind::Value { presence, .. } = &mut known.kind
                && required
            {
                *presence = Presence::Required;
            }
        }
    }
}
