//! Which definitions are sent and which are received.

use std::collections::BTreeSet;

use super::{
    Api, BodyChoice, BodyContent, Extra, FieldKind, Incoming, Operation, PartKind, Parts, Pieces, Responses, Struct,
    Type, TypeDef, TypeId, TypeKind, Unreached,
};

/// The definitions that callers send, at any depth: with requests, and as answers to those of the server.
pub(crate) fn sent(api: &Api) -> BTreeSet<TypeId> {
    let answers = api.incoming.iter().flat_map(Incoming::sent);
    reach(&api.types, api.operations().flat_map(sent_types).chain(answers))
}

/// The definitions that the server sends, at any depth: with responses, and with requests of its own.
pub(crate) fn received(api: &Api) -> BTreeSet<TypeId> {
    let incoming = api.incoming.iter().filter_map(Incoming::read);
    reach(&api.types, api.operations().flat_map(received_types).chain(incoming))
}

/// The definitions that callers make values of: those that are sent, and others where that is set.
pub(crate) fn made(api: &Api) -> BTreeSet<TypeId> {
    let sent = sent(api);
    match api.extent.unreached {
        Unreached::Received | Unreached::LeftOut => sent,
        Unreached::Both => {
            let received = reach(&api.types, api.operations().flat_map(received_types));
            api.type_ids().filter(|id| sent.contains(id) || !received.contains(id)).collect()
        }
    }
}

/// The definitions that these mention, at any depth, and they themselves.
pub(crate) fn reached(api: &Api, from: impl Iterator<Item = TypeId>) -> BTreeSet<TypeId> {
    let from: Vec<Type> = from.map(Type::Named).collect();
    reach(&api.types, from.iter())
}

/// The uses in an operation's request and in what comes back.
pub(crate) fn types_of(operation: &Operation) -> Vec<&Type> {
    [sent_types(operation), received_types(operation)].concat()
}

/// The uses in an operation's request.
fn sent_types(operation: &Operation) -> Vec<&Type> {
    let params = operation.params.iter().map(|param| &param.ty);
    let bodies = operation.body.iter().flat_map(|body| &body.choices).flat_map(body_types);
    params.chain(bodies).chain(operation.kind.sent()).collect()
}

fn body_types(choice: &BodyChoice) -> Vec<&Type> {
    match &choice.content {
        BodyContent::Json(ty) | BodyContent::Form(ty) | BodyContent::Lines(ty) | BodyContent::Sequence(ty) => vec![ty],
        BodyContent::Mixed(ty) => ty.iter().collect(),
        BodyContent::Multipart(Parts { parts, others }) => {
            let values = parts
                .iter()
                .flat_map(|part| part.kind.ty().into_iter().chain(part.headers.iter().map(|header| &header.ty)));
            values.chain(others.iter().filter_map(PartKind::ty)).collect()
        }
        BodyContent::Text | BodyContent::Base64 | BodyContent::Bytes => Vec::new(),
    }
}

/// The uses in what comes back.
fn received_types(operation: &Operation) -> Vec<&Type> {
    let Responses { success, failure, headers, failure_headers: _ } = &operation.responses;
    let bodies = success.iter().chain(failure).filter_map(|response| response.media.ty());
    bodies.chain(headers.iter().map(|header| &header.ty)).chain(operation.kind.received()).collect()
}

fn reach<'a>(types: &[TypeDef], roots: impl Iterator<Item = &'a Type>) -> BTreeSet<TypeId> {
    let mut reached = BTreeSet::new();
    let mut waiting: Vec<_> = roots.flat_map(Type::mentions).collect();
    while let Some(id) = waiting.pop() {
        if reached.insert(id) {
            waiting.extend(parts(&types[id.0].kind).into_iter().flat_map(Type::mentions));
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
    let Operation { params, body, kind, .. } = operation;
    let params = params.iter_mut().map(|param| &mut param.ty);
    let bodies = body.iter_mut().flat_map(|body| &mut body.choices).flat_map(body_types_mut);
    params.chain(bodies).chain(kind.sent_mut()).collect()
}

fn body_types_mut(choice: &mut BodyChoice) -> Vec<&mut Type> {
    match &mut choice.content {
        BodyContent::Json(ty) | BodyContent::Form(ty) | BodyContent::Lines(ty) | BodyContent::Sequence(ty) => vec![ty],
        BodyContent::Mixed(ty) => ty.iter_mut().collect(),
        BodyContent::Multipart(Parts { parts, others }) => {
            let values = parts.iter_mut().flat_map(|part| {
                part.kind.ty_mut().into_iter().chain(part.headers.iter_mut().map(|header| &mut header.ty))
            });
            values.chain(others.iter_mut().filter_map(PartKind::ty_mut)).collect()
        }
        BodyContent::Text | BodyContent::Base64 | BodyContent::Bytes => Vec::new(),
    }
}

/// The uses in what an operation gives, to be changed.
pub(crate) fn received_types_mut(operation: &mut Operation) -> Vec<&mut Type> {
    let Operation { responses, page, pieces, kind, .. } = operation;
    let Responses { success, failure, headers, failure_headers: _ } = responses;
    let bodies = success.iter_mut().chain(failure).filter_map(|response| response.media.ty_mut());
    let headers = headers.iter_mut().map(|header| &mut header.ty);
    let items = page.iter_mut().map(|page| &mut page.item);
    let elements = pieces.iter_mut().filter_map(|pieces| match pieces {
        Pieces::Bytes => None,
        Pieces::Elements(item) => Some(item),
    });
    bodies.chain(headers).chain(items).chain(elements).chain(kind.received_mut()).collect()
}
