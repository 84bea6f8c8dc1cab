//! The operations that the settings want of a description.
//!
//! Enters: the tree, and patterns. Leaves: a tree without the other operations and without what only they needed, and how many they were. A
//! pattern that fits nothing is told: it was meant to fit something. What an operation means is not its business.

use std::collections::BTreeSet;

use serde_json::{Map, Value};
use wildmatch::WildMatch;

use super::files::Files;
use super::needed::Needed;
use super::{Document, methods, resolve, unfold};
use crate::diagnostic::{Diagnostics, catalogue, nearest};
use crate::place::Pointer;
use crate::settings::{Changes, Patterns, Said};

/// Takes out what is not wanted; gives how many operations that were.
pub(super) fn run(tree: &mut Value, files: &mut Files<'_>, changes: &Changes, diagnostics: &mut Diagnostics) -> usize {
    let filter = &changes.filter;
    if !filter.is_set() {
        return 0;
    }
    unfold::path_items(tree, files, diagnostics);
    let operations = methods::of_paths(tree).map(|(path, place, members)| Operation { path, place, members });
    let operations: Vec<_> = operations.collect();
    for patterns in [&filter.include, &filter.exclude].into_iter().flatten() {
        report_idle(patterns, &operations, changes, diagnostics);
    }
    let fits = |patterns: &Option<Patterns>, operation: &Operation<'_>| {
        patterns.as_ref().map(|patterns| all(patterns).any(|(of, pattern)| operation.is_meant(of, pattern)))
    };
    let is_wanted = |operation: &&Operation<'_>| {
        fits(&filter.include, operation).unwrap_or(true) && !fits(&filter.exclude, operation).unwrap_or(false)
    };
    let (wanted, unwanted): (Vec<_>, Vec<_>) = operations.iter().partition(is_wanted);
    if wanted.is_empty() {
        let is_any_included = operations.iter().any(|operation| fits(&filter.include, operation) == Some(true));
        let (first, second) = match is_any_included {
            true => (&filter.exclude, &filter.include),
            false => (&filter.include, &filter.exclude),
        };
        report_nothing(first.as_ref().or(second.as_ref()), operations.len(), changes, diagnostics);
    }
    let tags = unwanted_tags(&wanted, &unwanted);
    let places = |operations: &[&Operation<'_>]| operations.iter().map(|it| it.place.clone()).collect::<BTreeSet<_>>();
    let (wanted, unwanted) = (places(&wanted), places(&unwanted));
    let needed = Needed::of(tree, &wanted, files, diagnostics);
    take_out(tree, &unwanted, &needed, diagnostics);
    take_out_tags(tree, &tags, diagnostics);
    if !changes.keeps_unreached {
        needed.retain(tree);
    }
    unwanted.len()
}

/// What a pattern is about.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Of {
    Operation,
    Tag,
    Path,
    Method,
    Deprecation,
}

/// An operation as patterns see it.
struct Operation<'v> {
    path: &'v str,
    place: Pointer,
    members: &'v Map<String, Value>,
}

impl Operation<'_> {
    fn id(&self) -> Option<&str> {
        self.members.get("operationId")?.as_str()
    }

    fn tags(&self) -> impl Iterator<Item = &str> {
        self.members.get("tags").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
    }

    fn is_meant(&self, of: Of, pattern: &Said) -> bool {
        let fits = |text: &str| WildMatch::new(&pattern.text).matches(text);
        match of {
            Of::Operation => self.id().is_some_and(fits),
            Of::Tag => self.tags().any(fits),
            Of::Path => fits(self.path),
            Of::Method => self.place.last().is_some_and(|method| method.eq_ignore_ascii_case(&pattern.text)),
            Of::Deprecation => self.members.get("deprecated") == Some(&Value::Bool(true)),
        }
    }
}

/// Tells of patterns that leave none of so many operations.
fn report_nothing(patterns: Option<&Patterns>, count: usize, changes: &Changes, diagnostics: &mut Diagnostics) {
    let message = match count {
        1 => "the settings leave out the only operation of the description".to_owned(),
        _ => format!("the settings leave out all {count} operations of the description"),
    };
    let Some((patterns, at)) = patterns.and_then(|patterns| Some((patterns, patterns.at.as_ref()?))) else {
        diagnostics.report(&catalogue::NOTHING_WANTED, &Pointer::root().push("paths"), message);
        return;
    };
    let found = changes.report(&catalogue::NOTHING_WANTED, at, message, diagnostics);
    if all(patterns).next().is_none() {
        found.help(format!(
            "`{0}` has no pattern, which fits nothing: write one, such as `{0} = {{ tags = [\"orders\"] }}`, or remove it",
            at.text
        ));
    }
}

fn all(patterns: &Patterns) -> impl Iterator<Item = (Of, &Said)> {
    let Patterns { at: _, operations, tags, paths, methods, deprecated } = patterns;
    let of = |of: Of, patterns| Iterator::zip(std::iter::repeat(of), patterns);
    let lists = of(Of::Operation, operations).chain(of(Of::Tag, tags)).chain(of(Of::Path, paths));
    lists.chain(of(Of::Method, methods)).chain(deprecated.iter().map(|said| (Of::Deprecation, said)))
}

/// Tells of patterns that fit no operation.
fn report_idle(patterns: &Patterns, operations: &[Operation<'_>], changes: &Changes, diagnostics: &mut Diagnostics) {
    // What is said for all descriptions need not fit each.
    let is_idle = |of: Of, said: &Said| {
        !changes.is_for_all(said) && !operations.iter().any(|operation| operation.is_meant(of, said))
    };
    for (of, said) in all(patterns).filter(|(of, said)| is_idle(*of, said)) {
        let (what, known): (_, BTreeSet<&str>) = match of {
            Of::Operation => {
                ("no operation has an operationId like", operations.iter().filter_map(Operation::id).collect())
            }
            Of::Tag => ("no operation has a tag like", operations.iter().flat_map(Operation::tags).collect()),
            Of::Path => ("there is no path like", operations.iter().map(|operation| operation.path).collect()),
            Of::Method => ("no operation has the method", BTreeSet::new()),
            // That nothing is deprecated is no mistake.
            Of::Deprecation => continue,
        };
        let message = format!("{what} `{}`", said.text);
        let meant = nearest(&said.text, known.iter().copied());
        let found = changes.report(&catalogue::FILTER_UNUSED, said, message, diagnostics);
        match meant {
            Some(meant) => drop(found.help(format!("did you mean `{meant}`?"))),
            None if (1..10).contains(&known.len()) => {
                let known: Vec<_> = known.iter().map(|word| format!("`{word}`")).collect();
                found.help(format!("there is {}", known.join(", ")));
            }
            None => {}
        }
    }
}

/// Takes operations out of their path items, and those that have none left out of the paths. What a reference leads into is put aside.
fn take_out(tree: &mut Value, unwanted: &BTreeSet<Pointer>, needed: &Needed, diagnostics: &mut Diagnostics) {
    let mut moves = Vec::new();
    for operation in unwanted {
        let (Some(item), Some(method)) = (item(operation), operation.last()) else { continue };
        let Some(value) = resolve::take(tree, operation) else { continue };
        let Some(Value::Object(members)) = resolve::at_mut(tree, &item) else { continue };
        if needed.leads_into(operation) {
            let aside = format!("{}{method}", Document::UNWANTED);
            diagnostics.origins.record(operation, &item.push(&aside));
            moves.push((operation.clone(), item.push(&aside)));
            members.insert(aside, value);
        } else if methods::operations(members, &item).next().is_none()
            && !members.keys().any(|key| key.starts_with(Document::UNWANTED))
        {
            let path = item.last().unwrap_or_default().into_owned();
            if let Some(Value::Object(paths)) = tree.get_mut("paths") {
                paths.shift_remove(&path);
            }
        }
    }
    if !moves.is_empty() {
        follow(tree, &moves);
    }
}

/// The tags that only unwanted operations have.
fn unwanted_tags(wanted: &[&Operation<'_>], unwanted: &[&Operation<'_>]) -> BTreeSet<String> {
    let of = |operations: &[&Operation<'_>]| -> BTreeSet<String> {
        operations.iter().flat_map(|operation| operation.tags()).map(str::to_owned).collect()
    };
    of(unwanted).difference(&of(wanted)).cloned().collect()
}

/// Takes out what is said of tags that nobody has any more, unless it is around another one.
fn take_out_tags(tree: &mut Value, unwanted: &BTreeSet<String>, diagnostics: &mut Diagnostics) {
    let Some(Value::Array(tags)) = tree.get_mut("tags") else { return };
    let said = |tag: &Value, key: &str| tag.get(key).and_then(Value::as_str).map(str::to_owned);
    let parents: BTreeSet<_> = tags.iter().filter_map(|tag| said(tag, "parent")).collect();
    let is_wanted =
        |tag: &Value| said(tag, "name").is_none_or(|name| !unwanted.contains(&name) || parents.contains(&name));
    let stays: Vec<usize> = (0..tags.len()).filter(|at| is_wanted(&tags[*at])).collect();
    if stays.len() < tags.len() {
        tags.retain(is_wanted);
        diagnostics.origins.keep(&Pointer::root().push("tags"), stays);
    }
}

/// The path item that an operation is of.
fn item(operation: &Pointer) -> Option<Pointer> {
    let steps: Vec<_> = operation.segments().take(2).collect();
    (steps.len() == 2).then(|| steps.iter().collect())
}

/// Has references lead to where things have moved.
fn follow(value: &mut Value, moves: &[(Pointer, Pointer)]) {
    match value {
        Value::Object(members) => {
            if let Some(Value::String(target)) = members.get_mut("$ref")
                && let Some(pointer) = Pointer::parse(target).filter(|_| target.starts_with('#'))
                && let Some(moved) = moves.iter().find_map(|(from, to)| pointer.moved(from, to))
            {
                *target = moved.reference();
            }
            members.values_mut().for_each(|value| follow(value, moves));
        }
        Value::Array(items) => items.iter_mut().for_each(|value| follow(value, moves)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
