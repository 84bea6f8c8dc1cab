//! The parts of `multipart/mixed`: a list describes one of them, and anything else says nothing of a single part.

use super::super::Cx;
use super::super::looks::target;
use super::super::reading::is_structured;
use super::of_list;
use crate::model::Type;

/// What a part holds, where it is JSON.
pub(in super::super) fn part(cx: &Cx<'_>, described: Option<&Type>) -> Option<Type> {
    let item = of_list(cx, described?)?;
    is_structured(target(&cx.types, item.non_null())).then_some(item)
}
