//! The types of the description: which there are, what they are called, and whether they are one to callers.

use std::collections::{BTreeMap, BTreeSet};

use super::super::Subject;
use super::operations::is_inner;
use super::{Report, Where, listed, members, package, renamed};
use crate::surface::{Definition, Home};

pub(super) fn compare(report: &mut Report<'_, '_>) {
    let mut seen = Seen::default();
    for definition in report.pairs.old.types.iter().filter(|it| is_described(it)) {
        match report.pairs.now(definition) {
            Some(now) => pair(report, (definition, now), &mut seen),
            None => gone(report, definition),
        }
    }
    let kept = report.pairs.kept();
    for definition in report.pairs.new.types.iter().filter(|it| is_described(it) && !kept.contains(it.path.as_str())) {
        come(report, definition, &kept);
    }
}

/// Those of operations are told with these.
fn is_described(definition: &Definition) -> bool {
    !matches!(definition.home, Home::Operation(..))
}

fn subject(definition: &Definition) -> Subject {
    Subject::Type(definition.path.clone())
}

/// The path of the type that a type stands with.
fn home(definition: &Definition) -> Option<&str> {
    match &definition.home {
        Home::Place(_, home) => home.as_deref(),
        Home::Operation(..) | Home::Client(_) => None,
    }
}

/// The types that stand with a type and have shared its fate.
fn with<'d>(types: &'d [Definition], path: &str, is_meant: impl Fn(&Definition) -> bool) -> String {
    let names: Vec<&'d str> =
        types.iter().filter(|it| home(it) == Some(path) && is_meant(it)).map(Definition::name).collect();
    if names.is_empty() { String::new() } else { format!(", with {}", listed(&names)) }
}

fn gone(report: &mut Report<'_, '_>, definition: &Definition) {
    let pairs = report.pairs;
    let is_gone = |definition: &Definition| pairs.now(definition).is_none();
    let home_is_gone = home(definition).and_then(|home| pairs.old_type(home)).is_some_and(is_gone);
    let operations = pairs.old.operations.iter().enumerate();
    let mut gone = operations.filter(|(index, _)| !pairs.operations.contains_key(index));
    if home_is_gone || gone.any(|(_, operation)| is_inner(definition, operation)) {
        return;
    }
    let with = with(&pairs.old.types, &definition.path, is_gone);
    let what = format!("`{}` is gone{with}", definition.name());
    report.push(&subject(definition), "type-removed", what, "whoever names it", Where::gone(&definition.at));
}

fn come(report: &mut Report<'_, '_>, definition: &Definition, kept: &BTreeSet<&str>) {
    let pairs = report.pairs;
    let is_new = |definition: &Definition| !kept.contains(definition.path.as_str());
    let home_is_new = home(definition).and_then(|home| pairs.new_type(home)).is_some_and(is_new);
    let operations = pairs.new.operations.iter().enumerate();
    let mut come = operations.filter(|(index, _)| !pairs.operations.values().any(|new| new == index));
    if home_is_new || come.any(|(_, operation)| is_inner(definition, operation)) {
        return;
    }
    let with = with(&pairs.new.types, &definition.path, is_new);
    let what = format!("`{}`, {}, was added{with}", definition.name(), definition.kind.words());
    report.push(&subject(definition), "type-added", what, "a type more that can be named", Where::come(&definition.at));
}

fn pair<'s>(report: &mut Report<'_, 's>, (old, new): (&'s Definition, &'s Definition), seen: &mut Seen<'s>) {
    let of = subject(new);
    names(report, &of, old, new);
    features(report, &of, old, new);
    let pairs = report.pairs;
    let was = pairs.old_type(pairs.old_resolved(&old.path)).filter(|it| !it.is_alias());
    let is = pairs.new_type(pairs.new_resolved(&new.path)).filter(|it| !it.is_alias());
    match (was, is) {
        (Some(was), Some(is)) => {
            let goes_on = pairs.now(was).is_some_and(|now| pairs.new_resolved(&now.path) == is.path);
            merged(report, &of, (was, is), new, seen);
            match old.is_alias() {
                // What it is an alias of is compared by itself.
                true if goes_on => {}
                true => {
                    split(report, &of, (old, was), new);
                    members::compare(report, &of, &called(was, old), &called(is, new));
                }
                false => members::compare(report, &of, old, &called(is, new)),
            }
        }
        _ if old.is_alias() && new.is_alias() => target(report, &of, old, new),
        _ => kind(report, &of, old, new),
    }
}

/// A type under the name of an alias of it.
fn called(definition: &Definition, alias: &Definition) -> Definition {
    Definition { path: alias.path.clone(), ..definition.clone() }
}

fn kind(report: &mut Report<'_, '_>, of: &Subject, old: &Definition, new: &Definition) {
    let what = format!("`{}` is {}, and not {}", new.name(), new.kind.words(), old.kind.words());
    report.push(of, "type-kind", what, "whoever makes or looks at a value", Where::both(&old.at, &new.at));
}

fn target(report: &mut Report<'_, '_>, of: &Subject, old: &Definition, new: &Definition) {
    let (Some(was), Some(is)) = (&old.target, &new.target) else { return };
    if !report.pairs.is_same(was, is) {
        let what = format!("`{}` is `{is}`, and not `{was}`", new.name());
        let reason = "whoever has such a value, wherever it stands";
        report.push(of, "type-target", what, reason, Where::both(&old.at, &new.at));
    }
}

/// What it is called, unless its operation, its tag or the type that it stands with says so.
fn names(report: &mut Report<'_, '_>, of: &Subject, old: &Definition, new: &Definition) {
    if old.name() == new.name() {
        return;
    }
    let pairs = report.pairs;
    let of_renamed = pairs.operations.iter().any(|(before, after)| {
        let (before, after) = (&pairs.old.operations[*before], &pairs.new.operations[*after]);
        before.method.name != after.method.name && is_inner(old, before) && is_inner(new, after)
    });
    let is_renamed = |definition: &Definition| pairs.now(definition).is_some_and(|now| now.name() != definition.name());
    let with_home = home(old).and_then(|home| pairs.old_type(home)).is_some_and(is_renamed);
    if of_renamed || with_home {
        return;
    }
    let inner = pairs.old.types.iter().filter(|it| home(it) == Some(&old.path) && is_renamed(it));
    let inner: Vec<_> =
        inner.filter_map(|it| Some(format!(", `{}` is `{}`", it.name(), pairs.now(it)?.name()))).collect();
    let what = format!("`{}` is now called `{}`{}", old.name(), new.name(), inner.concat());
    let is_taken = pairs.new_type(&old.path).is_some();
    report.push(of, "type-renamed", what, renamed(is_taken), Where::both(&old.at, &new.at));
}

fn features(report: &mut Report<'_, '_>, of: &Subject, old: &Definition, new: &Definition) {
    let lost: Vec<&str> = old.features.iter().filter(|it| !new.features.contains(it)).map(String::as_str).collect();
    let is_needed_now = old.features.is_empty() && !new.features.is_empty() && !package::is_divided_now(report);
    let what = match (new.features.is_empty(), lost.as_slice()) {
        (false, [_, ..]) => format!("{} no longer brings `{}`", listed(&lost), new.name()),
        _ if is_needed_now => format!("`{}` is there with a feature only", new.name()),
        _ => return,
    };
    let reason = "who has turned default features off and names it";
    report.push(of, "feature-needed", what, reason, Where::both(&old.at, &new.at));
}

/// What the types that have been looked at are now: by the path of a new type the old one that was the first to be it, with its name now.
type Seen<'s> = BTreeMap<&'s str, (&'s str, &'s str)>;

/// Two types that are one: the second tells.
fn merged<'s>(
    report: &mut Report<'_, 's>,
    of: &Subject,
    (was, is): (&'s Definition, &'s Definition),
    new: &'s Definition,
    seen: &mut Seen<'s>,
) {
    let (holder, name) = *seen.entry(&is.path).or_insert((&was.path, new.name()));
    if holder != was.path {
        let what = match name == new.name() {
            true => format!("`{name}` is what two types were"),
            false => format!("`{}` and `{name}` are one type", new.name()),
        };
        report.push(of, "types-merged", what, "whoever implements a trait for both", Where::both(&was.at, &new.at));
    }
}

/// A second name of a type that is one of another type now.
fn split(report: &mut Report<'_, '_>, of: &Subject, (old, was): (&Definition, &Definition), new: &Definition) {
    let what = format!("`{}` is no longer `{}`", new.name(), was.name());
    report.push(of, "types-split", what, "whoever takes one for the other", Where::both(&old.at, &new.at));
}
