//! Whether what comes back is one type or needs an enum, by status and media type, and what is left to `default`.

use crate::model::{Media, Operation, Response, Status};

/// The form of the outcomes of one side.
#[derive(Clone, Debug)]
pub(crate) enum Outcome {
    /// Nothing is documented.
    Nothing,
    /// One decoder whatever the status.
    One(Media),
    /// An enum by status and media type.
    Several,
}

/// What the successes of an operation are together.
pub(crate) fn success_outcome(described: &Operation) -> Outcome {
    together(&described.responses.success.iter().collect::<Vec<_>>())
}

/// What its failures are together. Those that all carry one body share its type;
/// those without a body do not count.
pub(crate) fn failure_outcome(described: &Operation) -> Outcome {
    let failures = described.responses.failure.iter();
    together(&failures.filter(|response| response.media != Media::Empty).collect::<Vec<_>>())
}

fn together(responses: &[&Response]) -> Outcome {
    let Some((first, rest)) = responses.split_first() else { return Outcome::Nothing };
    let by_media_type = responses.iter().any(|response| response.is_one_of_several(responses.iter().copied()));
    let one = rest.iter().try_fold(first.media.clone(), |media, response| either(&media, &response.media));
    match one {
        Some(media) if !by_media_type => Outcome::One(media),
        Some(_) | None => Outcome::Several,
    }
}

/// What reads both: the one that takes more names, of two that give the same type.
fn either(one: &Media, other: &Media) -> Option<Media> {
    match (one, other) {
        _ if one == other => Some(one.clone()),
        (Media::Json(one), Media::AnyJson(other)) | (Media::AnyJson(one), Media::Json(other)) if one == other => {
            Some(Media::AnyJson(one.clone()))
        }
        (Media::Text, Media::AnyText) | (Media::AnyText, Media::Text) => Some(Media::AnyText),
        _ => None,
    }
}

/// The statuses of success that are described, where `default` describes the others otherwise.
pub(crate) fn beside_default(described: &Operation) -> Vec<u16> {
    let default = described.responses.failure.iter().find(|response| response.status == Status::Default);
    let Some(default) = default.filter(|response| response.media != Media::Empty) else {
        return Vec::new();
    };
    if let Outcome::One(media) = success_outcome(described)
        && either(&media, &default.media).is_some()
    {
        return Vec::new();
    }
    let mut codes: Vec<u16> = Vec::new();
    for response in &described.responses.success {
        match response.status {
            Status::Code(code) => codes.push(code),
            // All are described, by their class or by nothing but `default`.
            Status::Range(_) | Status::Default => return Vec::new(),
        }
    }
    codes.dedup();
    codes
}

/// The statuses of failures without a body, where no enum has a variant for them.
pub(crate) fn bare(described: &Operation) -> Vec<Status> {
    match failure_outcome(described) {
        Outcome::Several => Vec::new(),
        Outcome::One(_) | Outcome::Nothing => {
            let failures = described.responses.failure.iter();
            failures.filter(|response| response.media == Media::Empty).map(|response| response.status).collect()
        }
    }
}
