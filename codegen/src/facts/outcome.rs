//! Whether what comes back is one type or needs an enum by status.

use crate::model::{Media, Operation};

#[derive(Clone, Copy, Debug)]
/// The form of the outcomes of one side.
pub(crate) enum Outcome<'r> {
    /// Nothing is documented.
    Nothing,
    /// One decoder whatever the status.
    One(&'r Media),
    /// An enum by status.
    ByStatus,
}

/// What the successes of an operation are together.
pub(crate) fn success_outcome(described: &Operation) -> Outcome<'_> {
    match described.responses.success.as_slice() {
        [] => Outcome::Nothing,
        [only] => Outcome::One(&only.media),
        [first, rest @ ..] if rest.iter().all(|other| other.media == first.media) => Outcome::One(&first.media),
        _ => Outcome::ByStatus,
    }
}

/// What its failures are together. Those that all carry one body share its type;
/// those without a body do not count.
pub(crate) fn failure_outcome(described: &Operation) -> Outcome<'_> {
    let mut media =
        described.responses.failure.iter().map(|response| &response.media).filter(|media| **media != Media::Empty);
    match media.next() {
        None => Outcome::Nothing,
        Some(first) if media.all(|other| same_type(other, first)) => Outcome::One(first),
        Some(_) => Outcome::ByStatus,
    }
}

fn same_type(one: &Media, other: &Media) -> bool {
    match (one, other) {
        (Media::Json(one, _), Media::Json(other, _)) => one == other,
        (Media::Empty, Media::Empty) | (Media::Text(_), Media::Text(_)) | (Media::Binary(_), Media::Binary(_)) => true,
        (Media::Json(..) | Media::Empty | Media::Text(_) | Media::Binary(_), _) => false,
    }
}
