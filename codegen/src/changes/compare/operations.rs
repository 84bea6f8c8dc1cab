//! Operations: what they are called, what they give, and the types that are their own.

use super::super::Subject;
use super::{Report, Where, arguments, facts, functions, listed, members, package, renamed};
use crate::surface::{Definition, Home, Operation, Sign, Surface};

pub(super) fn compare(report: &mut Report<'_, '_>) {
    let (old, new) = (report.pairs.old, report.pairs.new);
    for (index, operation) in old.operations.iter().enumerate() {
        match report.pairs.operations.get(&index) {
            Some(now) => pair(report, index, *now),
            None => gone(report, operation),
        }
    }
    let kept: Vec<usize> = report.pairs.operations.values().copied().collect();
    for (index, operation) in new.operations.iter().enumerate() {
        if !kept.contains(&index) {
            come(report, operation);
        }
    }
}

/// As callers write it.
pub(super) fn subject(surface: &Surface, operation: &Operation) -> Subject {
    let accessor = &surface.services[operation.service].accessor;
    Subject::Operation { name: format!("{accessor}().{}", operation.method.name), request: operation.request() }
}

fn gone(report: &mut Report<'_, '_>, operation: &Operation) {
    let of = subject(report.pairs.old, operation);
    let names = inner(&report.pairs.old.types, operation, |it| report.pairs.now(it).is_none());
    let what = format!("`{}` is gone{}", operation.method.name, with(&names));
    report.push(&of, "operation-removed", what, "whoever calls it", Where::gone(&operation.at));
}

fn come(report: &mut Report<'_, '_>, operation: &Operation) {
    let of = subject(report.pairs.new, operation);
    let kept = report.pairs.kept();
    let names = inner(&report.pairs.new.types, operation, |it| !kept.contains(it.path.as_str()));
    let what = format!("`{}` was added{}", operation.method.name, with(&names));
    report.push(&of, "operation-added", what, "a call more that can be made", Where::come(&operation.at));
}

fn with(names: &[&str]) -> String {
    if names.is_empty() { String::new() } else { format!(", with {}", listed(names)) }
}

/// Whether a type is of a schema within an operation.
pub(super) fn is_inner(definition: &Definition, operation: &Operation) -> bool {
    match &definition.home {
        Home::Place(key, _) => key.strip_prefix(&operation.key).is_some_and(|rest| rest.starts_with('/')),
        Home::Operation(..) | Home::Client(_) => false,
    }
}

/// The types of the schemas within an operation.
fn inner<'d>(types: &'d [Definition], operation: &Operation, is_meant: impl Fn(&Definition) -> bool) -> Vec<&'d str> {
    types.iter().filter(|it| is_inner(it, operation) && is_meant(it)).map(Definition::name).collect()
}

fn pair(report: &mut Report<'_, '_>, before: usize, after: usize) {
    let (surface, surface_now) = (report.pairs.old, report.pairs.new);
    let (old, new) = (&surface.operations[before], &surface_now.operations[after]);
    let of = subject(surface_now, new);
    let place = Where::both(&old.at, &new.at);
    if report.pairs.services.get(&old.service) != Some(&new.service) {
        let accessor = |surface: &Surface, it: &Operation| surface.services[it.service].accessor.clone();
        let (from, to) = (accessor(surface, old), accessor(surface_now, new));
        let what = format!("`{}` is now called by `client.{to}()`, and not by `client.{from}()`", new.method.name);
        let reason = "whoever calls it, or names its types, which stand with it";
        report.push(&of, "operation-moved", what, reason, place);
    }
    names(report, &of, (old, before), (new, after));
    features(report, &of, old, new);
    let (was, is) = (old.method.deprecated, new.method.deprecated);
    if was != is {
        let (code, word, reason) = match is {
            true => ("operation-deprecated", "is deprecated", "the compiler warns whoever calls it"),
            false => {
                ("operation-undeprecated", "is no longer deprecated", "the compiler no longer warns whoever calls it")
            }
        };
        report.push(&of, code, format!("`{}` {word}", new.method.name), reason, place);
    }
    arguments::compare(report, &of, old, new);
    results(report, &of, old, new);
    methods(report, &of, old, new);
    facts::compare(report, &of, &old.facts, &new.facts);
    own_types(report, &of, before, after);
}

/// The names of the operation and of the types that are its own.
fn names(
    report: &mut Report<'_, '_>,
    of: &Subject,
    (old, before): (&Operation, usize),
    (new, after): (&Operation, usize),
) {
    let place = Where::both(&old.at, &new.at);
    let is_renamed = old.method.name != new.method.name;
    let mut types = Vec::new();
    for definition in &report.pairs.old.types {
        let is_own = matches!(&definition.home, Home::Operation(index, _) if *index == before);
        if !is_own && !is_inner(definition, old) {
            continue;
        }
        let Some(now) = report.pairs.now(definition) else { continue };
        let is_still = matches!(&now.home, Home::Operation(index, _) if *index == after) || is_inner(now, new);
        if definition.name() != now.name() && is_still && (is_own || is_renamed) {
            types.push((definition.name().to_owned(), now.name().to_owned(), definition.at.clone(), now.at.clone()));
        }
    }
    if is_renamed {
        let types: Vec<_> = types.iter().map(|(old, new, ..)| format!("`{old}` is `{new}`")).collect();
        let types = if types.is_empty() { String::new() } else { format!(", and {}", types.join(", ")) };
        let what = format!("`{}` is now called `{}`{types}", old.method.name, new.method.name);
        let surface = report.pairs.new;
        let accessor = |operation: &Operation| &surface.services[operation.service].accessor;
        let was = &report.pairs.old.services[old.service].accessor;
        let is_taken = surface.operations.iter().any(|it| it.method.name == old.method.name && accessor(it) == was);
        report.push(of, "operation-renamed", what, renamed(is_taken), place);
        return;
    }
    for (old, new, at, to) in types {
        let what = format!("`{old}` is now called `{new}`");
        report.push(of, "type-renamed", what, renamed(false), Where::both(&at, &to));
    }
}

fn features(report: &mut Report<'_, '_>, of: &Subject, old: &Operation, new: &Operation) {
    let feature = |surface: &Surface, it: &Operation| surface.services[it.service].feature.clone();
    let (was, is) = (feature(report.pairs.old, old), feature(report.pairs.new, new));
    if let Some(is) = is.filter(|is| was.as_ref() != Some(is) && !package::is_divided_now(report)) {
        let what = format!("`{}` is there with the feature `{is}` only", new.method.name);
        let reason = "who has turned default features off and calls it";
        report.push(of, "feature-needed", what, reason, Where::both(&old.at, &new.at));
    }
}

/// What it gives and fails with.
fn results(report: &mut Report<'_, '_>, of: &Subject, old: &Operation, new: &Operation) {
    let place = Where::both(&old.at, &new.at);
    let nothing = |sign: &Sign, word: &str| match sign.to_string().as_str() {
        "()" | "Infallible" => word.to_owned(),
        text => format!("`{text}`"),
    };
    if !report.pairs.is_same(&old.gives, &new.gives) {
        let what = format!("it gives {}, and not {}", nothing(&new.gives, "nothing"), nothing(&old.gives, "nothing"));
        report.push(of, "success-type", what, "whoever uses what it gives", place);
    }
    if !report.pairs.is_same(&old.fails, &new.fails) {
        let none = "no documented body";
        let what = format!("it fails with {}, and not {}", nothing(&new.fails, none), nothing(&old.fails, none));
        report.push(of, "failure-type", what, "whoever looks at what it fails with", place);
    }
    if !report.pairs.is_same(&old.headers, &new.headers) {
        let none = "none";
        let (is, was) = (nothing(&new.headers, none), nothing(&old.headers, none));
        let what = format!("its documented headers are {is}, and not {was}");
        report.push(of, "headers-type", what, "whoever names the type of its response", place);
    }
}

/// Methods of the call that set no argument.
fn methods(report: &mut Report<'_, '_>, of: &Subject, old: &Operation, new: &Operation) {
    let (Some(call), Some(now)) = (report.pairs.old_type(&old.call), report.pairs.new_type(&new.call)) else { return };
    let is_setter = |operation: &Operation, name: &str| operation.arguments.iter().any(|it| it.name == name);
    let left: Vec<_> = call.methods.iter().filter(|it| !is_setter(old, &it.name)).collect();
    let left_now: Vec<_> = now.methods.iter().filter(|it| !is_setter(new, &it.name)).collect();
    let is_same = |old: &Sign, new: &Sign| report.pairs.is_same(old, new);
    let types = match is_same(&old.gives, &new.gives) && is_same(&old.fails, &new.fails) {
        true => functions::Types::Compared,
        false => functions::Types::Told,
    };
    functions::compare(report, of, (&left, &left_now), types, Where::both(&old.at, &new.at));
}

/// The types that are the operation's own. Those that are in one of them alone are told with what it takes, gives and fails with.
fn own_types(report: &mut Report<'_, '_>, of: &Subject, before: usize, after: usize) {
    let is_of = |definition: &&Definition, operation: usize| matches!(&definition.home, Home::Operation(index, _) if *index == operation);
    for definition in report.pairs.old.types.iter().filter(|it| is_of(it, before)) {
        if let Some(now) = report.pairs.now(definition).filter(|now| is_of(now, after)) {
            members::compare(report, of, definition, now);
        }
    }
}
