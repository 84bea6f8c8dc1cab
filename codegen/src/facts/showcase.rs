//! The call that a reader of the crate tries first: it asks for something, changes nothing, and takes as little as possible.

use super::outcome::{Outcome, failure_outcome, success_outcome};
use super::{Facts, instance};
use crate::model::{Api, Argument, Kind, Media, Operation, SchemeId};

/// A first call, by the indices of its service and its operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Showcase {
    pub(crate) service: usize,
    pub(crate) operation: usize,
    pub(crate) answer: Answer,
    /// The schemes whose credentials it needs together.
    pub(crate) credentials: Vec<SchemeId>,
}

/// Whether there is something to look at when it has been called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Answer {
    Value,
    Nothing,
}

/// The first operation of the description that gives something, says what it fails with, and takes the least; none where all change
/// something or take more than a line can show.
pub(crate) fn showcase(facts: &Facts, api: &Api) -> Option<Showcase> {
    let calls = simple(api).filter_map(|(service, operation, it)| {
        let values = values(facts, api, it)?;
        let is_silent = matches!(failure_outcome(it), Outcome::Nothing);
        Some(((it.docs.deprecated, answer(it), values > FEW, is_silent, values), Showcase::of(service, operation, it)))
    });
    calls.min_by_key(|(key, _)| *key).map(|(_, call)| call)
}

/// The call that shows how failures are told apart: the one whose failures say the most, of those the simplest.
pub(crate) fn failing(facts: &Facts, api: &Api) -> Option<Showcase> {
    let calls = simple(api).filter_map(|(service, operation, it)| {
        let values = values(facts, api, it)?;
        let silence = match failure_outcome(it) {
            Outcome::Several => 0,
            Outcome::One(_) => 1,
            Outcome::Nothing => 2,
        };
        Some(((it.docs.deprecated, silence, answer(it), values), Showcase::of(service, operation, it)))
    });
    calls.min_by_key(|(key, _)| *key).map(|(_, call)| call)
}

/// Values that a first call may take, where it says what it fails with.
const FEW: usize = 1;

impl Showcase {
    fn of(service: usize, operation: usize, described: &Operation) -> Self {
        Self { service, operation, answer: answer(described), credentials: credentials(described) }
    }
}

/// The operations that ask and change nothing, and are over with their answer, with the indices of their services and their own.
fn simple(api: &Api) -> impl Iterator<Item = (usize, usize, &Operation)> {
    let services = api.services.iter().enumerate();
    let operations = services.flat_map(|(service, it)| {
        it.operations.iter().enumerate().map(move |(operation, it)| (service, operation, it))
    });
    operations.filter(|(.., it)| it.method == "GET" && matches!(it.kind, Kind::Call))
}

fn answer(operation: &Operation) -> Answer {
    match success_outcome(operation) {
        Outcome::Nothing | Outcome::One(Media::Empty) => Answer::Nothing,
        Outcome::One(_) | Outcome::Several => Answer::Value,
    }
}

/// The credentials that some call needs, where there is no first call to show.
pub(crate) fn some_credentials(api: &Api) -> Vec<SchemeId> {
    api.operations().map(credentials).find(|schemes| !schemes.is_empty()).unwrap_or_default()
}

/// The alternative that is named first: what the authors of the description think of first.
fn credentials(operation: &Operation) -> Vec<SchemeId> {
    operation.security.first().into_iter().flatten().map(|need| need.scheme).collect()
}

/// How many values a caller passes; none where one is no value of a parameter.
fn values(facts: &Facts, api: &Api, operation: &Operation) -> Option<usize> {
    let required = operation.arguments().into_iter().filter(Argument::required);
    let has_value = |argument: Argument<'_>| match argument {
        Argument::Param(param) => instance(facts, api, &param.ty, &param.name.0, param.example.as_deref()).is_some(),
        Argument::Part(_) | Argument::PartHeader(..) | Argument::OtherPart(_) | Argument::Body(_) => false,
    };
    required.map(|argument| has_value(argument).then_some(())).collect::<Option<Vec<()>>>().map(|values| values.len())
}
