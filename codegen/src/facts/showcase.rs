//! The call that a reader of the crate tries first: it asks for something, changes nothing, and takes as little as possible.

use super::outcome::{Outcome, success_outcome};
use crate::model::{Api, Argument, Kind, Media, Operation, Param, Scalar, SchemeId, Type, TypeKind};

/// A first call, by the indices of its service and its operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Showcase<'a> {
    pub(crate) service: usize,
    pub(crate) operation: usize,
    pub(crate) values: Vec<Placeholder<'a>>,
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

/// What stands for a value that only the caller knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Placeholder<'a> {
    /// A text, such as the name of the parameter.
    Text(&'a str),
    Number,
    Float,
    Flag,
}

/// The first operation of the description that gives something and takes the least; none where all change something or take more
/// than texts and numbers.
pub(crate) fn showcase(api: &Api) -> Option<Showcase<'_>> {
    let services = api.services.iter().enumerate();
    let operations = services.flat_map(|(service, it)| {
        it.operations.iter().enumerate().map(move |(operation, it)| (service, operation, it))
    });
    let calls = operations.filter(|(.., it)| is_simple(it)).filter_map(|(service, operation, it)| {
        let (values, credentials) = (placeholders(api, it)?, credentials(it));
        Some(Showcase { service, operation, values, answer: answer(it), credentials })
    });
    calls.min_by_key(|call| (call.answer, call.values.len()))
}

/// What asks and changes nothing, and is over with its answer.
fn is_simple(operation: &Operation) -> bool {
    operation.method == "GET" && matches!(operation.kind, Kind::Call)
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

fn placeholders<'a>(api: &'a Api, operation: &'a Operation) -> Option<Vec<Placeholder<'a>>> {
    let required = operation.arguments().into_iter().filter(Argument::required);
    required.map(|argument| placeholder(api, argument)).collect()
}

fn placeholder<'a>(api: &'a Api, argument: Argument<'a>) -> Option<Placeholder<'a>> {
    let Argument::Param(Param { name, ty, .. }) = argument else { return None };
    match resolved(api, ty)? {
        Scalar::String => Some(Placeholder::Text(&name.0)),
        Scalar::I32 | Scalar::I64 | Scalar::U32 | Scalar::U64 | Scalar::I128 => Some(Placeholder::Number),
        Scalar::F64 => Some(Placeholder::Float),
        Scalar::Bool => Some(Placeholder::Flag),
        _ => None,
    }
}

/// The scalar behind aliases; an alias that leads back to itself has none.
fn resolved(api: &Api, ty: &Type) -> Option<Scalar> {
    let mut ty = ty;
    for _ in 0..=api.types.len() {
        match ty {
            Type::Scalar(scalar) => return Some(*scalar),
            Type::Named(id) => match &api.def(*id).kind {
                TypeKind::Alias(target) => ty = target,
                _ => return None,
            },
            _ => return None,
        }
    }
    None
}
