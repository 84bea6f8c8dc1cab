//! Which definitions are sent and which are received.

use std::collections::BTreeSet;

use super::{Api, BodyContent, Extra, FieldKind, Media, Operation, PartKind, Struct, Type, TypeDef, TypeId, TypeKind};

/// The definitions that requests carry, at any depth.
pub(crate) fn sent(api: &Api) -> BTreeSet<TypeId> {
    reach(&api.types, api.operations().flat_map(sent_types))
}

/// The definitions that responses carry, at any depth.
pub(crate) fn received(api: &Api) -> BTreeSet<TypeId> {
    reach(&api.types, api.operations().flat_map(received_types))
}

/// The definitions that these mention, at any depth, and they themselves.
pub(crate) fn reached(api: &Api, from: impl Iterator<Item = TypeId>) -> BTreeSet<TypeId> {
    let from: Vec<Type> = from.map(Type::Named).collect();
    reach(&api.types, from.iter())
}

/// The uses in an operation's request.
fn sent_types(operation: &Operation) -> Vec<&Type> {
    let mut types: Vec<_> = operation.params.iter().map(|param| &param.ty).collect();
    match operation.body.as_ref().map(|body| &body.content) {
        Some(BodyContent::Json(ty) | BodyContent::Form(ty)) => types.push(ty),
        Some(BodyContent::Multipart(parts)) => types.extend(parts.iter().filter_map(|part| match &part.kind {
            PartKind::Value(ty) => Some(ty),
            PartKind::File | PartKind::Files => None,
        })),
        Some(BodyContent::Text | BodyContent::Bytes) | None => {}
    }
    types
}

fn received_types(operation: &Operation) -> Vec<&Type> {
    let responses = operation.responses.success.iter().chain(&operation.responses.failure);
    responses
        .filter_map(|response| match &response.media {
            Media::Json(ty, _) => Some(ty),
            Media::Empty | Media::Text(_) | Media::Binary(_) => None,
        })
        .collect()
}

fn reach<'a>(types: &[TypeDef], roots: impl Iterator<Item = &'a Type>) -> BTreeSet<TypeId> {
    let mut reached = BTreeSet::new();
    let mut waiting: Vec<_> = roots.filter_map(Type::mentions).collect();
    while let Some(id) = waiting.pop() {
        if reached.insert(id) {
            waiting.extend(parts(&types[id.0].kind).into_iter().filter_map(Type::mentions));
        }
    }
    reached
}

/// The uses within a definition.
pub(crate) fn parts(kind: &TypeKind) -> Vec<&Type> {
    match kind {
        TypeKind::Struct(Struct { fields, extra }) => {
            let fields = fields.iter().filter_map(|field| match &field.kind {
                FieldKind::Value { ty, .. } => Some(ty),
                FieldKind::Constant(_) => None,
            });
            fields.chain(extra.kept()).collect()
        }
        TypeKind::Union(union) => union.variants.iter().map(|variant| &variant.ty).collect(),
        TypeKind::Alias(ty) => vec![ty],
        TypeKind::Enum(_) => Vec::new(),
    }
}

/// The uses within a definition, to be changed.
pub(crate) fn parts_mut(kind: &mut TypeKind) -> Vec<&mut Type> {
    match kind {
        TypeKind::Struct(Struct { fields, extra }) => {
            let fields = fields.iter_mut().filter_map(|field| match &mut field.kind {
                FieldKind::Value { ty, .. } => Some(ty),
                FieldKind::Constant(_) => None,
            });
            let extra = match extra {
                Extra::Kept(ty) => Some(ty),
                Extra::Ignored | Extra::Closed => None,
            };
            fields.chain(extra).collect()
        }
        TypeKind::Union(union) => union.variants.iter_mut().map(|variant| &mut variant.ty).collect(),
        TypeKind::Alias(ty) => vec![ty],
        TypeKind::Enum(_) => Vec::new(),
    }
}

/// The uses in an operation's request, to be changed.
pub(crate) fn sent_types_mut(operation: &mut Operation) -> Vec<&mut Type> {
    let mut types: Vec<_> = operation.params.iter_mut().map(|param| &mut param.ty).collect();
    match operation.body.as_mut().map(|body| &mut body.content) {
        Some(BodyContent::Json(ty) | BodyContent::Form(ty)) => types.push(ty),
        Some(BodyContent::Multipart(parts)) => types.extend(parts.iter_mut().filter_map(|part| match &mut part.kind {
            PartKind::Value(ty) => Some(ty),
            PartKind::File | PartKind::Files => None,
        })),
        Some(BodyContent::Text | BodyContent::Bytes) | None => {}
    }
    types
}

/// The uses in what an operation gives, to be changed.
pub(crate) fn received_types_mut(operation: &mut Operation) -> Vec<&mut Type> {
    let Operation { responses, page, .. } = operation;
    let media = responses.success.iter_mut().chain(&mut responses.failure).map(|response| &mut response.media);
    let mut types: Vec<_> = media
        .filter_map(|media| match media {
            Media::Json(ty, _) => Some(ty),
            Media::Empty | Media::Text(_) | Media::Binary(_) => None,
        })
        .collect();
    types.extend(responses.headers.iter_mut().map(|header| &mut header.ty));
    types.extend(page.iter_mut().map(|page| &mut page.item));
    types
}
