//! Values that can be had piece by piece too: bytes, and lists of JSON.

use super::super::Cx;
use super::of_list;
use crate::model::{Media, Operation, Pieces};

/// How else the value of a call can be had: where all its successes are bytes, or one list.
pub(super) fn pieces(cx: &Cx<'_>, call: &Operation) -> Option<Pieces> {
    let success = &call.responses.success;
    let (first, rest) = success.split_first()?;
    if first.is_one_of_several(success) || rest.iter().any(|other| other.media != first.media) {
        return None;
    }
    match &first.media {
        Media::Binary => Some(Pieces::Bytes),
        Media::Json(ty) | Media::AnyJson(ty) => of_list(cx, ty).map(Pieces::Elements),
        Media::Empty | Media::Text | Media::AnyText | Media::Stream => None,
    }
}
