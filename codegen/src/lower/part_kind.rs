//! What a part of a multipart body holds, told by its type: files, values, or either.
//!
//! Enters: a type, as the schema describes it. Leaves: what a caller hands over. In which content types it is written is the business of
//! `multipart`.
//!
//! | type | handed over |
//! |---|---|
//! | bytes; any value, where nothing says that it is JSON (`multipart`) | a file |
//! | a list of bytes; bytes or a list of them | files |
//! | bytes or something else | a file or a value of that |
//! | a list of bytes or something else; a list of either | files and values |
//! | anything else | a value |

use super::looks::{self, target};
use crate::model::{Discriminator, FieldKind, PartKind, Presence, Scalar, Type, TypeDef, TypeKind};

/// What the values of a type may be.
#[derive(Default)]
struct Alternatives {
    has_file: bool,
    /// Files may be several.
    is_list: bool,
    /// What they may be beside files.
    values: Vec<Type>,
}

/// What a part of this type holds.
pub(super) fn kind(types: &[TypeDef], ty: &Type) -> PartKind {
    let Alternatives { has_file, is_list, values } = alternatives(types, ty, 0);
    let whole = ty.non_null();
    if !has_file {
        return PartKind::Value(whole.clone());
    }
    let value = match values.as_slice() {
        _ if values.iter().any(|value| *target(types, value) == Type::Any) => None,
        [] => None,
        [only] => Some(only.clone()),
        // The type of all of them has a text where the file was, which is none of what callers would make.
        _ if is_list => Some(Type::Any),
        _ => Some(whole.clone()),
    };
    match (value, is_list) {
        (None, false) => PartKind::File,
        (None, true) => PartKind::Files,
        (Some(value), false) => PartKind::FileOr(value),
        (Some(value), true) => PartKind::FilesOr(value),
    }
}

/// Whether some part of a body of this type may be a file, which only a multipart body can hold.
pub(super) fn has_files(types: &[TypeDef], ty: &Type) -> bool {
    if let Type::Map(value) = target(types, ty.non_null()) {
        return is_file(types, value);
    }
    let Some((_, strukt)) = looks::strukt(types, ty) else { return false };
    let fields = strukt.fields.iter().filter_map(|field| match &field.kind {
        FieldKind::Value { ty, .. } => Some(ty),
        FieldKind::Constant(_) => None,
    });
    fields.chain(strukt.extra.kept()).any(|ty| is_file(types, ty))
}

/// Whether JSON says of an object with files what its parts cannot: that a property is null, a list empty, an object an object for servers
/// that read parts as text. Where a file is required, JSON has no value of it.
pub(super) fn leave_things_unsaid(types: &[TypeDef], ty: &Type) -> bool {
    let Some((_, strukt)) = looks::strukt(types, ty) else { return false };
    let sent = strukt.fields.iter().filter(|field| !field.read_only).filter_map(|field| match &field.kind {
        FieldKind::Value { ty, presence } => Some((ty, *presence)),
        FieldKind::Constant(_) => None,
    });
    let is_nullable = |ty: &Type| target(types, ty) != target(types, ty).non_null();
    let needs_file = |(ty, presence): (&Type, Presence)| {
        let is_there = presence == Presence::Required && !is_nullable(ty);
        is_there && matches!(kind(types, ty), PartKind::File | PartKind::Files)
    };
    let is_unsaid = |(ty, _): (&Type, Presence)| is_nullable(ty) || !is_file(types, ty) && has_parts(types, ty);
    !sent.clone().any(needs_file) && sent.clone().any(is_unsaid)
}

/// Whether a value is no single text.
fn has_parts(types: &[TypeDef], ty: &Type) -> bool {
    match target(types, ty.non_null()) {
        Type::Scalar(_) => false,
        Type::Named(id) => !matches!(types[id.0].kind, TypeKind::Enum(_)),
        Type::List(_) | Type::Tuple(_) | Type::Map(_) | Type::Nullable(_) | Type::Any => true,
    }
}

/// Whether a part of this type may be a file, or several.
pub(super) fn is_file(types: &[TypeDef], ty: &Type) -> bool {
    !matches!(kind(types, ty), PartKind::Value(_))
}

fn alternatives(types: &[TypeDef], ty: &Type, depth: usize) -> Alternatives {
    let found = match target(types, ty.non_null()) {
        Type::Scalar(Scalar::Binary) => Alternatives { has_file: true, ..Alternatives::default() },
        Type::List(item) if depth < looks::DEEPEST => {
            Alternatives { is_list: true, ..alternatives(types, item, depth + 1) }
        }
        Type::Named(id) if depth < looks::DEEPEST => match &types[id.0].kind {
            TypeKind::Union(union) if matches!(union.told_by, Discriminator::Shape) => {
                let variants = union.variants.iter().map(|variant| alternatives(types, &variant.ty, depth + 1));
                variants.reduce(either).unwrap_or_default()
            }
            TypeKind::Union(_) | TypeKind::Struct(_) | TypeKind::Enum(_) | TypeKind::Alias(_) => {
                Alternatives::default()
            }
        },
        _ => Alternatives::default(),
    };
    match found.has_file {
        true => found,
        false => Alternatives { values: vec![ty.non_null().clone()], ..Alternatives::default() },
    }
}

fn either(mut one: Alternatives, other: Alternatives) -> Alternatives {
    for value in other.values {
        if !one.values.contains(&value) {
            one.values.push(value);
        }
    }
    Alternatives { has_file: one.has_file || other.has_file, is_list: one.is_list || other.is_list, ..one }
}
