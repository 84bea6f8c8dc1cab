//! What callers pass: required arguments by their places, what is optional by setters.

use super::super::Subject;
use super::{Report, Where, renamed};
use crate::surface::{Argument, Definition, Operation, Parameter, Sign};

/// Where the parts travel that are a type of their own.
const PART: &str = "as a part of the form";

/// Compares what callers pass to a call.
pub(super) fn compare(report: &mut Report<'_, '_>, of: &Subject, old: &Operation, new: &Operation) {
    let pairs = paired(report, &old.arguments, &new.arguments);
    for (index, argument) in old.arguments.iter().enumerate() {
        match pairs.iter().find(|(old, _)| *old == index) {
            Some((_, now)) => pair(report, of, argument, (&new.arguments[*now], &new.arguments)),
            None => gone(report, of, argument),
        }
    }
    for (index, argument) in new.arguments.iter().enumerate() {
        if !pairs.iter().any(|(_, new)| *new == index) {
            come(report, of, argument);
        }
    }
    order(report, of, (&old.arguments, &new.arguments), &pairs, Where::both(&old.at, &new.at));
}

/// Compares what callers pass for the parts of a multipart form, which are a type with setters.
pub(super) fn of_parts(report: &mut Report<'_, '_>, of: &Subject, old: &Definition, new: &Definition) {
    let arguments = |definition: &Definition| -> Vec<Argument> {
        let argument = |parameter: &Parameter, name: &str, required, deprecated| Argument {
            name: name.to_owned(),
            wire: name.to_owned(),
            carrier: PART.to_owned(),
            at: definition.at.clone(),
            required,
            ty: parameter.ty.clone(),
            deprecated,
        };
        let required = definition.constructor.iter().flatten().map(|it| argument(it, &it.name, true, false));
        let setters = definition.methods.iter();
        let setters = setters.filter_map(|it| Some(argument(it.parameters.last()?, &it.name, false, it.deprecated)));
        required.chain(setters).collect()
    };
    let (was, is) = (arguments(old), arguments(new));
    let pairs = paired(report, &was, &is);
    for (index, argument) in was.iter().enumerate() {
        match pairs.iter().find(|(old, _)| *old == index) {
            Some((_, now)) => pair(report, of, argument, (&is[*now], &is)),
            None => gone(report, of, argument),
        }
    }
    for (index, argument) in is.iter().enumerate() {
        if !pairs.iter().any(|(_, new)| *new == index) {
            come(report, of, argument);
        }
    }
    order(report, of, (&was, &is), &pairs, Where::both(&old.at, &new.at));
}

/// Which arguments are the same: by what they are on the wire, by their names, then by their places.
fn paired(report: &Report<'_, '_>, old: &[Argument], new: &[Argument]) -> Vec<(usize, usize)> {
    let place = |list: &[Argument], index: usize| list[..index].iter().filter(|it| it.required).count();
    type Test<'t> = &'t dyn Fn(usize, usize) -> bool;
    let tests: [Test<'_>; 4] = [
        &|one, other| old[one].carrier == new[other].carrier && old[one].wire == new[other].wire,
        &|one, other| old[one].wire == new[other].wire && !old[one].wire.is_empty(),
        &|one, other| old[one].name == new[other].name,
        &|one, other| {
            let are_required = old[one].required && new[other].required;
            are_required
                && place(old, one) == place(new, other)
                && old[one].carrier == new[other].carrier
                && report.pairs.is_same(&old[one].ty, &new[other].ty)
        },
    ];
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for test in tests {
        for one in 0..old.len() {
            let is_free = |other: &usize| !pairs.iter().any(|(_, new)| new == other);
            if !pairs.iter().any(|(old, _)| *old == one)
                && let Some(other) = (0..new.len()).filter(is_free).find(|other| test(one, *other))
            {
                pairs.push((one, other));
            }
        }
    }
    pairs
}

/// `` `id` in the path ``
fn called(argument: &Argument) -> String {
    format!("`{}`, {},", argument.name, argument.carrier)
}

fn gone(report: &mut Report<'_, '_>, of: &Subject, argument: &Argument) {
    let place = Where::gone(&argument.at);
    let called = called(argument);
    match argument.required {
        true => {
            let what = format!("the required argument {called} is gone");
            report.push(of, "argument-removed", what, "callers pass one argument less", place);
        }
        false => {
            let what = format!("`.{}()`, which set what goes {}, is gone", argument.name, argument.carrier);
            report.push(of, "optional-argument-removed", what, "whoever sets it", place);
        }
    }
}

fn come(report: &mut Report<'_, '_>, of: &Subject, argument: &Argument) {
    let place = Where::come(&argument.at);
    match argument.required {
        true => {
            let what = format!("the required argument {} was added", called(argument));
            report.push(of, "argument-added", what, "callers pass one argument more", place);
        }
        false => {
            let what = format!("`.{}()` sets what goes {}", argument.name, argument.carrier);
            report.push(of, "optional-argument-added", what, "who does not call it sends what was sent", place);
        }
    }
}

fn pair(report: &mut Report<'_, '_>, of: &Subject, old: &Argument, (new, all): (&Argument, &[Argument])) {
    let place = Where::both(&old.at, &new.at);
    let (method, setters) = match new.carrier == PART {
        true => ("`new`", "the parts"),
        false => ("the method", "the call"),
    };
    match (old.required, new.required) {
        (true, false) => {
            let what = format!("`{}` is optional", old.name);
            let reason = format!("it is no argument of {method} any more: `.{}()` of {setters} sets it", new.name);
            report.push(of, "argument-optional", what, reason, place);
        }
        (false, true) => {
            let what = format!("`{}` is required", new.name);
            let reason = format!("it is an argument of {method}, and `.{}()` of {setters} is gone", old.name);
            report.push(of, "argument-required", what, reason, place);
        }
        (true, true) if old.name != new.name => {
            let what = format!("the argument `{}` is now called `{}`", old.name, new.name);
            report.push(of, "argument-renamed", what, "callers pass it by its place", place);
        }
        (false, false) if old.name != new.name => {
            let what = format!("`.{}()` is now called `.{}()`", old.name, new.name);
            report.push(
                of,
                "optional-argument-renamed",
                what,
                renamed(all.iter().any(|it| !it.required && it.name == old.name)),
                place,
            );
        }
        (true, true) | (false, false) => {}
    }
    let is_sent = old.carrier == new.carrier && old.carrier != "in the path";
    if old.wire != new.wire && is_sent {
        let what = format!("`{}` travels as `{}`, and not as `{}`", new.name, new.wire, old.wire);
        report.push(of, "argument-wire-name", what, "programs compile, and send what the new version takes", place);
    }
    if !report.pairs.is_same(&old.ty, &new.ty) {
        let what = format!("`{}` takes `{}`, and not `{}`", new.name, new.ty, old.ty);
        match accepts(report, &old.ty, &new.ty) {
            true => report.push(of, "argument-accepts", what, "what was passed becomes one by itself", place),
            false => report.push(of, "argument-type", what, "what was passed is no such value", place),
        }
    }
    if !old.required && !new.required && old.deprecated != new.deprecated {
        let (code, word) = match new.deprecated {
            true => ("argument-deprecated", "is deprecated"),
            false => ("argument-undeprecated", "is no longer deprecated"),
        };
        let reason = if new.deprecated { "the compiler warns whoever sets it" } else { "the compiler no longer warns" };
        report.push(of, code, format!("`.{}()` {word}", new.name), reason, place);
    }
}

/// Whether what was passed becomes what is taken now by itself: `impl Into<CreateUserBody>` of a `CreateUser`.
fn accepts(report: &Report<'_, '_>, old: &Sign, new: &Sign) -> bool {
    let target = match new.0.as_slice() {
        [_, inner @ ..] => Sign(inner.to_vec()).inner("Into"),
        [] => None,
    };
    let target = target.as_ref().and_then(Sign::name).and_then(|path| report.pairs.new_type(path));
    target.is_some_and(|target| target.conversions.iter().any(|from| report.pairs.is_same(old, from)))
}

/// Whether those that are required in both stand in another order.
fn order(
    report: &mut Report<'_, '_>,
    of: &Subject,
    (old, new): (&[Argument], &[Argument]),
    pairs: &[(usize, usize)],
    place: Where<'_>,
) {
    let mut required: Vec<_> = pairs.to_vec();
    required.retain(|(one, other)| old[*one].required && new[*other].required);
    required.sort_unstable();
    if required.is_sorted_by_key(|(_, new)| *new) {
        return;
    }
    let names = |list: &[Argument]| {
        let required = list.iter().filter(|it| it.required);
        required.map(|it| it.name.as_str()).collect::<Vec<_>>().join(", ")
    };
    let what = format!("the arguments stand in another order: `{}`, and not `{}`", names(new), names(old));
    report.push(of, "argument-order", what, "callers pass them by their places", place);
}
