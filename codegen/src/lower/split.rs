//! readOnly and writeOnly: one type where it can be one, a second one for sending where it cannot.
//!
//! A struct is split when it travels both ways and has a required property that one way must not have; so is what contains
//! it. A struct that is only sent loses its read-only properties; in one that is only received a write-only property is
//! never required.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Api, Field, FieldKind, Incoming, Presence, Struct, Type, TypeId, TypeKind, reach};

/// Makes the second types and has requests use them.
pub(super) fn split(api: &mut Api) {
    let sent = reach::sent(api);
    let received = reach::received(api);
    let twice: BTreeSet<_> = sent.intersection(&received).copied().collect();
    let doubles = make_doubles(api, &twice);
    let rename = |id: TypeId| doubles.get(&id).copied().unwrap_or(id);
    for id in sent.iter().copied() {
        if !received.contains(&id) {
            rename_in(&mut api.types[id.0].kind, &rename);
            drop_read_only(&mut api.types[id.0].kind);
        }
    }
    for id in doubles.values() {
        rename_in(&mut api.types[id.0].kind, &rename);
        drop_read_only(&mut api.types[id.0].kind);
    }
    let doubled: BTreeSet<_> = doubles.values().collect();
    for id in (0..api.types.len()).map(TypeId) {
        // What no operation has yet is read at most.
        if !doubled.contains(&id) && (!sent.contains(&id) || doubles.contains_key(&id)) {
            relax_write_only(&mut api.types[id.0].kind);
        }
    }
    for operation in api.services.iter_mut().flat_map(|service| &mut service.operations) {
        for ty in reach::sent_types_mut(operation) {
            *ty = ty.renamed(&rename);
        }
    }
    api.incoming.iter_mut().flat_map(Incoming::sent_mut).for_each(|ty| *ty = ty.renamed(&rename));
}

/// Adds a definition for sending next to each of `twice` that needs one.
fn make_doubles(api: &mut Api, twice: &BTreeSet<TypeId>) -> BTreeMap<TypeId, TypeId> {
    let mut split: BTreeSet<TypeId> = twice.iter().copied().filter(|id| is_one_way(&api.types[id.0].kind)).collect();
    // What contains a split type is split too, up to the roots.
    loop {
        let more: Vec<_> = twice
            .iter()
            .copied()
            .filter(|id| !split.contains(id))
            .filter(|id| {
                let mut parts = reach::parts(&api.types[id.0].kind).into_iter().flat_map(Type::mentions);
                parts.any(|part| split.contains(&part))
            })
            .collect();
        if more.is_empty() {
            break;
        }
        split.extend(more);
    }
    let mut doubles = BTreeMap::new();
    for id in split {
        let mut double = api.types[id.0].clone();
        double.hint = double.hint.child("input");
        doubles.insert(id, TypeId(api.types.len()));
        api.types.push(double);
    }
    doubles
}

fn is_one_way(kind: &TypeKind) -> bool {
    match kind {
        TypeKind::Struct(strukt) => strukt.fields.iter().any(|field| {
            let required = match &field.kind {
                FieldKind::Value { presence, .. } => *presence == Presence::Required,
                FieldKind::Constant(_) => false,
            };
            required && (field.read_only || field.write_only)
        }),
        TypeKind::Enum(_) | TypeKind::Union(_) | TypeKind::Alias(_) => false,
    }
}

fn drop_read_only(kind: &mut TypeKind) {
    if let TypeKind::Struct(Struct { fields, .. }) = kind {
        fields.retain(|field| !field.read_only);
    }
}

fn relax_write_only(kind: &mut TypeKind) {
    if let TypeKind::Struct(Struct { fields, .. }) = kind {
        for Field { kind, write_only, .. } in fields {
            if let FieldKind::Value { presence, .. } = kind
                && *write_only
            {
                *presence = Presence::Optional;
            }
        }
    }
}

fn rename_in(kind: &mut TypeKind, rename: &impl Fn(TypeId) -> TypeId) {
    for ty in reach::parts_mut(kind) {
        *ty = ty.renamed(rename);
    }
}
