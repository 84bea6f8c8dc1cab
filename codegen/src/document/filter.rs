//! The operations that the settings want of a description.
//!
//! Enters: the tree, and patterns. Leaves: a tree without the other operations and without what only they needed, and how many they were. A
//! pattern that fits nothing is told: it was meant to fit something. What an operation means is not its business.

use std::collections::BTreeSet;

use serde_json::{Map, Value};
use wildmatch::WildMatch;

use super::files::Files;
use super::{needed, resolve};
use crate::diagnostic::{Diagnostics, catalogue, nearest};
use crate::place::Pointer;
use crate::settings::{Changes, Patterns, Said};

/// Members of a path item that are operations.
const METHODS: &[&str] = &["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];

/// An unwanted operation that a reference leads into stands under this and its method: nobody knows the key, so nobody reads it as one.
const ASIDE: &str = "x-cw-unwanted-";

/// Takes out what is not wanted; gives how many operations that were.
pub(super) fn run(tree: &mut Value, files: &mut Files<'_>, changes: &Changes, diagnostics: &mut Diagnostics) -> usize {
    let filter = &changes.filter;
    if !filter.is_set() {
        return 0;
    }
    // Operations may stand in other files, and what is needed may be what those refer to.
    files.gather(tree, diagnostics);
    unfold(tree, diagnostics);
    let operations = operations(tree);
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
        let message = format!("the settings leave out all {} operations of the description", unwanted.len());
        diagnostics.report(&catalogue::NOTHING_WANTED, &Pointer::root().push("paths"), message);
    }
    let unwanted: Vec<(Pointer, &str)> =
        unwanted.iter().map(|operation| (operation.item(), operation.method)).collect();
    let count = unwanted.len();
    take_out(tree, &unwanted, diagnostics);
    if !changes.keeps_unreached {
        needed::retain(tree);
    }
    count
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
    method: &'static str,
    members: &'v Map<String, Value>,
}

impl Operation<'_> {
    fn item(&self) -> Pointer {
        Pointer::root().push("paths").push(self.path)
    }

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
            Of::Method => self.method == pattern.text,
            Of::Deprecation => self.members.get("deprecated") == Some(&Value::Bool(true)),
        }
    }
}

fn all(patterns: &Patterns) -> impl Iterator<Item = (Of, &Said)> {
    let Patterns { operations, tags, paths, methods, deprecated } = patterns;
    let of = |of: Of, patterns| Iterator::zip(std::iter::repeat(of), patterns);
    let lists = of(Of::Operation, operations).chain(of(Of::Tag, tags)).chain(of(Of::Path, paths));
    lists.chain(of(Of::Method, methods)).chain(deprecated.iter().map(|said| (Of::Deprecation, said)))
}

fn operations(tree: &Value) -> Vec<Operation<'_>> {
    let mut found = Vec::new();
    for (path, item) in tree.get("paths").and_then(Value::as_object).into_iter().flatten() {
        let members = METHODS.iter().filter_map(|method| Some((*method, item.get(*method)?.as_object()?)));
        found.extend(members.map(|(method, members)| Operation { path, method, members }));
    }
    found
}

/// Path items that are references to another one of the document become what they refer to: only some of its operations may be wanted
/// under this path.
fn unfold(tree: &mut Value, diagnostics: &mut Diagnostics) {
    let root = Pointer::root().push("paths");
    let paths = tree.get("paths").and_then(Value::as_object).into_iter().flatten();
    let target = |item: &Value| Pointer::parse(item.get("$ref")?.as_str().filter(|target| target.starts_with('#'))?);
    let folded: Vec<_> = paths.filter_map(|(path, item)| Some((root.push(path), target(item)?))).collect();
    for (place, target) in folded {
        let found = resolve::at(tree, &target).and_then(|value| resolve::object(tree, value)).cloned();
        let (Some(members), Some(Value::Object(item))) = (found, resolve::at_mut(tree, &place)) else { continue };
        item.shift_remove("$ref");
        for (key, member) in members {
            if !item.contains_key(&key) {
                diagnostics.origins.record(&target.push(&key), &place.push(&key));
                item.insert(key, member);
            }
        }
    }
}

/// Tells of patterns that fit no operation.
fn report_idle(patterns: &Patterns, operations: &[Operation<'_>], changes: &Changes, diagnostics: &mut Diagnostics) {
    let is_idle = |of: Of, said: &Said| !operations.iter().any(|operation| operation.is_meant(of, said));
    // That nothing is deprecated is no mistake.
    for (of, said) in all(patterns).filter(|(of, said)| *of != Of::Deprecation && is_idle(*of, said)) {
        let (what, known): (_, BTreeSet<&str>) = match of {
            Of::Operation => {
                ("no operation has an operationId like", operations.iter().filter_map(Operation::id).collect())
            }
            Of::Tag => ("no operation has a tag like", operations.iter().flat_map(Operation::tags).collect()),
            Of::Path => ("there is no path like", operations.iter().map(|operation| operation.path).collect()),
            Of::Method | Of::Deprecation => ("no operation has the method", BTreeSet::new()),
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
fn take_out(tree: &mut Value, unwanted: &[(Pointer, &str)], diagnostics: &mut Diagnostics) {
    let mut inward = BTreeSet::new();
    references(tree, &mut |target| {
        if target.starts_with("#/paths/") {
            inward.extend(Pointer::parse(target));
        }
    });
    let mut moves = Vec::new();
    for (item, method) in unwanted {
        let operation = item.push(method);
        let Some(Value::Object(members)) = resolve::at_mut(tree, item) else { continue };
        let Some(value) = members.shift_remove(*method) else { continue };
        if inward.iter().any(|target| target.moved(&operation, &operation).is_some()) {
            let aside = format!("{ASIDE}{method}");
            diagnostics.origins.record(&operation, &item.push(&aside));
            moves.push((operation, item.push(&aside)));
            members.insert(aside, value);
        } else if !members.keys().any(|key| METHODS.contains(&key.as_str()) || key.starts_with(ASIDE)) {
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

/// Calls with the target of each reference.
fn references(value: &Value, visit: &mut impl FnMut(&str)) {
    match value {
        Value::Object(members) => {
            if let Some(Value::String(target)) = members.get("$ref") {
                visit(target);
            }
            members.values().for_each(|value| references(value, visit));
        }
        Value::Array(items) => items.iter().for_each(|value| references(value, visit)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
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
