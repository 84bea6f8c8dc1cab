//! How values of a type are made: by `new`, by methods that set fields, and of other values by themselves.

use super::super::Subject;
use super::members::{called, without_boxes};
use super::{Report, Where, renamed};
use crate::surface::{Definition, Function, Kind, Member, Parameter, Sign};

/// Compares how values of two types are made of which the members are the same in pairs.
pub(super) fn compare(
    report: &mut Report<'_, '_>,
    of: &Subject,
    old: &Definition,
    new: &Definition,
    pairs: &[(usize, usize)],
) {
    constructors(report, of, old, new, pairs);
    nulls(report, of, old, new, pairs);
    deprecations(report, of, old, new, pairs);
    conversions(report, of, old, new, pairs);
}

/// Methods of traits that are always in scope, and that every type has which can be made.
const OF_TRAITS: &[&str] = &["clone", "clone_from", "eq", "into", "ne", "to_owned", "try_into"];

/// Whether what sets a field hides a method that callers had of a trait.
pub(super) fn hides(old: &Definition, name: &str) -> bool {
    let is_made_of_nothing = old.constructor.as_ref().is_some_and(Vec::is_empty);
    OF_TRAITS.contains(&name) || (name == "default" && is_made_of_nothing)
}

/// Whether `new` takes a field.
pub(super) fn takes(definition: &Definition, member: &Member) -> bool {
    definition.constructor.iter().flatten().any(|parameter| parameter.name == member.name)
}

/// What `new` takes.
fn constructors(
    report: &mut Report<'_, '_>,
    of: &Subject,
    old: &Definition,
    new: &Definition,
    pairs: &[(usize, usize)],
) {
    let place = Where::both(&old.at, &new.at);
    let (was, is) = match (&old.constructor, &new.constructor) {
        (Some(_), None) => {
            let what = format!("`{}::new` is gone, with the methods that set fields", new.name());
            report.push(of, "constructor-removed", what, "whoever makes a value: it is no longer sent", place);
            return;
        }
        (None, Some(_)) => {
            let what = format!("`{}::new` was added, with methods that set fields", new.name());
            report.push(of, "constructor-added", what, "values can be made, since they are sent", place);
            return;
        }
        (None, None) => return,
        (Some(was), Some(is)) => (was, is),
    };
    let stay = pairs.iter().map(|(one, other)| (&old.members[*one], &new.members[*other]));
    for (member, now) in stay {
        let is_told = is_now_optional(report, &member.ty, &now.ty);
        let (code, place) = ("constructor-arguments", Where::both(&member.at, &now.at));
        match (takes(old, member), takes(new, now)) {
            (true, false) if !is_told => {
                let what = format!("`{}::new` does not take `{}`, which a method sets", new.name(), now.name);
                report.push(of, code, what, "callers pass one argument less", place);
            }
            (false, true) if !is_told => {
                let what = format!("`{}::new` takes `{}`, which a method has set", new.name(), now.name);
                report.push(of, code, what, "callers pass one argument more, and the method is gone", place);
            }
            (true | false, true | false) => {}
        }
    }
    // The fields that both take, in the order of the old one, by where they stand in the new one.
    let place_now = |parameter: &Parameter| {
        let index = old.members.iter().position(|member| member.name == parameter.name)?;
        let now = &new.members[pairs.iter().find(|(old, _)| *old == index)?.1];
        is.iter().position(|it| it.name == now.name)
    };
    let places: Vec<usize> = was.iter().filter_map(place_now).collect();
    if !places.is_sorted() {
        let names = |list: &[Parameter]| list.iter().map(|it| it.name.as_str()).collect::<Vec<_>>().join(", ");
        let what = format!("`{}::new` takes `{}`, and not `{}`", new.name(), names(is), names(was));
        report.push(of, "constructor-order", what, "callers pass them by their places", place);
    }
}

/// Whether that a field became optional or required has been told with its type.
fn is_now_optional(report: &Report<'_, '_>, old: &Sign, new: &Sign) -> bool {
    let (old, new) = (without_boxes(old), without_boxes(new));
    let is_within = |outer: &str, one: &Sign, other: &Sign, is_old: bool| {
        let inner = one.inner(outer);
        inner.is_some_and(|inner| match is_old {
            true => report.pairs.is_same(&inner, other),
            false => report.pairs.is_same(other, &inner),
        })
    };
    ["Option", "Maybe"].iter().any(|outer| is_within(outer, &old, &new, true) || is_within(outer, &new, &old, false))
}

/// What sets fields to null.
fn nulls(report: &mut Report<'_, '_>, of: &Subject, old: &Definition, new: &Definition, pairs: &[(usize, usize)]) {
    // It stands behind what sets the field to a value.
    let null = |definition: &Definition, member: &Member| -> Option<String> {
        let setter = definition.methods.iter().position(|it| it.name == member.name)?;
        Some(definition.methods.get(setter + 1).filter(|it| it.parameters.is_empty())?.name.clone())
    };
    for (one, other) in pairs {
        let (member, now) = (&old.members[*one], &new.members[*other]);
        if let (Some(was), Some(is)) = (null(old, member), null(new, now))
            && was != is
            && member.name == now.name
        {
            let what = format!("`.{was}()`, which sets {} to null, is now called `.{is}()`", called(new, now));
            let is_taken = new.methods.iter().any(|it| it.name == was);
            report.push(of, "field-null-renamed", what, renamed(is_taken), Where::both(&member.at, &now.at));
        }
    }
}

/// Fields whose setters warn, or no longer do.
fn deprecations(
    report: &mut Report<'_, '_>,
    of: &Subject,
    old: &Definition,
    new: &Definition,
    pairs: &[(usize, usize)],
) {
    let setter = |definition: &Definition, member: &Member| -> Option<bool> {
        let is_it = |it: &&Function| it.name == member.name;
        Some(definition.methods.iter().find(is_it)?.deprecated)
    };
    for (one, other) in pairs {
        let (member, now) = (&old.members[*one], &new.members[*other]);
        let (Some(was), Some(is)) = (setter(old, member), setter(new, now)) else { continue };
        let (code, word, reason) = match (was, is) {
            (false, true) => ("field-deprecated", "is deprecated", "the compiler warns whoever sets it"),
            (true, false) => ("field-undeprecated", "is no longer deprecated", "the compiler no longer warns"),
            (false, false) | (true, true) => continue,
        };
        report.push(of, code, format!("{} {word}", called(new, now)), reason, Where::both(&member.at, &now.at));
    }
}

/// What becomes one by itself. What is told of a variant says it of its type, too.
fn conversions(
    report: &mut Report<'_, '_>,
    of: &Subject,
    old: &Definition,
    new: &Definition,
    pairs: &[(usize, usize)],
) {
    if matches!(old.kind, Kind::Newtype) {
        return;
    }
    let place = Where::both(&old.at, &new.at);
    let relation = report.pairs;
    let left: Vec<&Sign> =
        old.conversions.iter().filter(|it| !new.conversions.iter().any(|new| relation.is_same(it, new))).collect();
    let come: Vec<&Sign> =
        new.conversions.iter().filter(|it| !old.conversions.iter().any(|old| relation.is_same(old, it))).collect();
    // Of those that are there in both with the same type.
    let stayed = |definition: &Definition, sign: &Sign, index: &dyn Fn(&(usize, usize)) -> usize| {
        pairs.iter().any(|pair| {
            let holds = without_boxes(&definition.members[index(pair)].ty) == *sign;
            holds && relation.is_same(&without_boxes(&old.members[pair.0].ty), &without_boxes(&new.members[pair.1].ty))
        })
    };
    for from in left {
        // That of a literal is said with that of a text.
        if stayed(old, from, &|pair| pair.0) {
            let what = format!("a `{from}` no longer becomes `{}` by itself", new.name());
            report.push(
                of,
                "conversion-removed",
                what,
                "whoever passes one: several alternatives have its type",
                place,
            );
        }
    }
    for from in come {
        if stayed(new, from, &|pair| pair.1) {
            let what = format!("a `{from}` becomes `{}` by itself", new.name());
            report.push(of, "conversion-added", what, "it can be passed as it is", place);
        }
    }
}
