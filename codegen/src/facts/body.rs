//! What follows from the bodies that an operation takes.

use std::collections::BTreeSet;

use crate::media_type::essence;
use crate::model::{
    Api, Body, BodyChoice, BodyContent, HeaderForm, Part, PartHeader, PartKind, Parts, Scalar, Type, TypeKind,
};

/// What a caller hands over for one form of a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Handed {
    Value(Type),
    /// As many values as the caller has, a line each.
    Lines(Type),
    /// The same behind record separators.
    Sequence(Type),
    /// The same as parts, or bytes.
    Mixed(Option<Type>),
    Text,
    Bytes,
    /// A type of its own, made of the parts.
    Parts,
}

/// What is handed over for a form of a body.
pub(crate) fn handed(choice: &BodyChoice) -> Handed {
    match &choice.content {
        BodyContent::Json(ty) | BodyContent::Form(ty) => Handed::Value(ty.clone()),
        BodyContent::Lines(ty) => Handed::Lines(ty.clone()),
        BodyContent::Sequence(ty) => Handed::Sequence(ty.clone()),
        BodyContent::Mixed(ty) => Handed::Mixed(ty.clone()),
        BodyContent::Text => Handed::Text,
        BodyContent::Base64 => Handed::Value(Type::Scalar(Scalar::Base64)),
        BodyContent::Bytes => Handed::Bytes,
        BodyContent::Multipart(_) => Handed::Parts,
    }
}

/// Which forms of a body can be told by what is handed over: no other form takes the same, aliases followed.
pub(crate) fn told_by_type(api: &Api, body: &Body) -> Vec<bool> {
    let handed: Vec<_> = body.choices.iter().map(|choice| resolved(api, handed(choice))).collect();
    // Each multipart form has a type of its own.
    let is_own = |one: &Handed| *one == Handed::Parts || handed.iter().filter(|other| *other == one).count() == 1;
    handed.iter().map(is_own).collect()
}

/// Whether something is said of how a part is written.
fn is_described(part: &Part) -> bool {
    let has_header_form = |header: &PartHeader| header.form != HeaderForm::Simple;
    !part.content_types.is_empty()
        || part.style.is_some()
        || !part.within.is_empty()
        || !part.constants.is_empty()
        || part.position.is_some()
        || part.headers.iter().any(has_header_form)
}

/// The parts of a multipart form of which something is said; of related ones all, since the first is their root (RFC 2387).
pub(crate) fn described_parts<'c>(choice: &'c BodyChoice, parts: &'c Parts) -> impl Iterator<Item = &'c Part> {
    let is_related = essence(&choice.media) == "multipart/related";
    parts.parts.iter().filter(move |part| is_related || is_described(part))
}

/// Whether what is said of the parts of a form is not the operation's, since another form may have parts of the same names.
pub(crate) fn has_own_parts(body: &Body, choice: &BodyChoice) -> bool {
    let has_parts = |choice: &&BodyChoice| matches!(choice.content, BodyContent::Multipart(_) | BodyContent::Form(_));
    let says_something = |choice: &BodyChoice| match &choice.content {
        BodyContent::Multipart(parts) => described_parts(choice, parts).next().is_some(),
        BodyContent::Form(_) => !choice.encodings.is_empty(),
        BodyContent::Json(_) | BodyContent::Lines(_) | BodyContent::Sequence(_) => false,
        BodyContent::Mixed(_) | BodyContent::Text | BodyContent::Base64 | BodyContent::Bytes => false,
    };
    matches!(choice.content, BodyContent::Multipart(_))
        && body.choices.iter().filter(has_parts).count() > 1
        && body.choices.iter().any(says_something)
}

/// A text is a text, whether it goes as JSON or as it is.
fn resolved(api: &Api, handed: Handed) -> Handed {
    match handed {
        Handed::Value(ty) => match target(api, &ty) {
            Type::Scalar(Scalar::String) => Handed::Text,
            ty => Handed::Value(ty.clone()),
        },
        Handed::Lines(ty) => Handed::Lines(target(api, &ty).clone()),
        Handed::Sequence(ty) => Handed::Sequence(target(api, &ty).clone()),
        Handed::Mixed(ty) => Handed::Mixed(ty.map(|ty| target(api, &ty).clone())),
        Handed::Text | Handed::Bytes | Handed::Parts => handed,
    }
}

fn target<'t>(api: &'t Api, ty: &'t Type) -> &'t Type {
    let (mut ty, mut seen) = (ty, BTreeSet::new());
    while let Type::Named(id) = ty
        && let TypeKind::Alias(next) = &api.def(*id).kind
        && seen.insert(*id)
    {
        ty = next;
    }
    ty
}

/// Whether a body has to be begun by itself to be sent: it is required, and nothing makes sure that it gets a part.
pub(crate) fn may_lack_parts(api: &Api, body: &Body) -> bool {
    let always_there = |parts: &Parts| {
        parts.parts.iter().any(|part| match &part.kind {
            PartKind::File => part.required,
            PartKind::Files | PartKind::FilesOr(_) => false,
            PartKind::FileOr(ty) | PartKind::Value(ty) => part.required && is_one_part(api, ty),
        })
    };
    body.required && body.parts().is_some_and(|parts| !always_there(parts))
}

/// A list may be empty, and null is no part.
fn is_one_part(api: &Api, ty: &Type) -> bool {
    match target(api, ty) {
        Type::Scalar(_) | Type::Map(_) => true,
        Type::Tuple(items) => items.iter().any(|item| is_one_part(api, item)),
        Type::Named(id) => match &api.def(*id).kind {
            TypeKind::Struct(_) | TypeKind::Enum(_) => true,
            TypeKind::Union(_) | TypeKind::Alias(_) => false,
        },
        Type::List(_) | Type::Nullable(_) | Type::Any => false,
    }
}
