//! JSON documents one after the other: lines, and sequences (RFC 7464).

use super::super::Cx;
use super::super::looks::target;
use super::of_list;
use crate::model::{Scalar, Type};

/// What one document of a response is. A string stands for the text of all lines, so that nothing is said of one.
pub(super) fn documents(cx: &Cx<'_>, described: Option<&Type>) -> Type {
    match described.map(|ty| item(cx, ty.clone())) {
        Some(ty) if *target(&cx.types, ty.non_null()) == Type::Scalar(Scalar::String) => Type::Any,
        Some(ty) => ty,
        None => Type::Any,
    }
}

/// What one document is: a list is described as a whole.
pub(in super::super) fn item(cx: &Cx<'_>, described: Type) -> Type {
    of_list(cx, &described).unwrap_or(described)
}
