//! What belongs together across the objects of an operation: its name, its path, its parameters.
//!
//! Enters: the repaired tree. Leaves: each operationId with one operation, and path parameters brought in line with the path;
//! what was changed is told.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::walk::Root;
use super::{Document, methods, references, resolve};
use crate::diagnostic::{Diagnostics, Part, catalogue};
use crate::place::Pointer;

/// Checks and repairs all operations.
pub(super) fn run(tree: &mut Value, roots: &[Root], diagnostics: &mut Diagnostics) {
    let mut changes = Vec::new();
    operation_ids(tree, diagnostics, &mut changes);
    for (path, item, at) in items(tree) {
        let template = template(path, &at, diagnostics);
        item_parameters(tree, &template, item, &at, diagnostics, &mut changes);
    }
    for (item, at) in shared_items(tree) {
        let shared = declared(tree, item, &at);
        for (here, operation) in methods::operations(item, &at) {
            whole_queries(&shared, &declared(tree, operation, &here), diagnostics);
        }
    }
    let lists: BTreeSet<Pointer> = changes.iter().filter_map(Change::shortened).collect();
    for change in changes {
        change.apply(tree);
    }
    let moves: Vec<_> = lists.iter().flat_map(|list| sweep(tree, list, diagnostics)).collect();
    references::follow(tree, roots, &moves);
}

fn items(tree: &Value) -> impl Iterator<Item = (&str, &Map<String, Value>, Pointer)> {
    let at = Pointer::root().push("paths");
    let paths = tree.get("paths").and_then(Value::as_object).into_iter().flatten();
    paths
        .filter(|(path, _)| path.starts_with('/'))
        .filter_map(move |(path, item)| Some((path.as_str(), item.as_object()?, at.push(path))))
}

/// The path items that paths refer to.
fn shared_items(tree: &Value) -> impl Iterator<Item = (&Map<String, Value>, Pointer)> {
    let at = Pointer::root().push("components").push("pathItems");
    let items = resolve::at(tree, &at).and_then(Value::as_object).into_iter().flatten();
    items.filter_map(move |(name, item)| Some((item.as_object()?, at.push(name))))
}

/// Leaves each operationId to one operation; the others go without, and are called after their methods and paths. Which one keeps
/// it does not depend on the order of the description.
fn operation_ids(tree: &Value, diagnostics: &mut Diagnostics, changes: &mut Vec<Change>) {
    let mut holders: BTreeMap<&str, Vec<(&str, Pointer)>> = BTreeMap::new();
    for (path, item, at) in items(tree) {
        for (place, operation) in methods::operations(item, &at) {
            if let Some(id) = operation.get("operationId").and_then(Value::as_str) {
                holders.entry(id).or_default().push((path, place));
            }
        }
    }
    for (id, mut operations) in holders {
        operations.sort_by_key(|(path, _)| *path);
        let Some(((_, first), others)) = operations.split_first() else { continue };
        for (_, operation) in others {
            let here = operation.push("operationId");
            let message = format!("the operationId `{id}` is taken already; this operation is called after its path");
            let help = format!(
                "give it an operationId of its own, or set its name under `[names]` in the settings: \"{operation}\" = \"...\""
            );
            let holder = diagnostics.located(&first.push("operationId"), Part::Whole);
            let found = diagnostics.report(&catalogue::DUPLICATE_OPERATION_ID, &here, message);
            found.label(holder, "by this operation").help(help);
            changes.push(Change::Unname { operation: operation.clone() });
        }
    }
}

/// The names of the parameters in a path, in their order.
fn template<'p>(path: &'p str, at: &Pointer, diagnostics: &mut Diagnostics) -> Vec<&'p str> {
    if path.trim_end() != path {
        let message = format!("the path `{path}` ends with white space; it is sent as `{}`", path.trim_end());
        diagnostics.report(&catalogue::PATH_ENDS_IN_SPACE, at, message).at_key();
    }
    let mut names = Vec::new();
    let mut rest = path;
    loop {
        let fault = match (rest.find('{'), rest.find('}')) {
            (None, None) => return names,
            (Some(open), Some(close)) if open < close => {
                let name = &rest[open + 1..close];
                rest = &rest[close + 1..];
                match name {
                    "" => "a parameter without a name",
                    _ if name.contains('{') => "a `{` within a parameter",
                    // `/{id}/copy/{id}`: both get the same value.
                    _ if names.contains(&name) => continue,
                    _ => {
                        names.push(name);
                        continue;
                    }
                }
            }
            _ => "a bracket without its partner",
        };
        diagnostics.report(&catalogue::BAD_PATH_TEMPLATE, at, format!("the path `{path}` has {fault}")).at_key();
        return names;
    }
}

/// One change of the tree, found while it is being read.
enum Change {
    /// Appends a path parameter to the list at a place, which is made where it is missing.
    Declare {
        list: Pointer,
        name: String,
    },
    /// Puts the parameter into the list as it is meant, where a reference to it may have stood.
    Replace {
        parameter: Pointer,
        members: Map<String, Value>,
    },
    Remove {
        list: Pointer,
        index: usize,
    },
    /// Takes the operationId away.
    Unname {
        operation: Pointer,
    },
}

/// A parameter in a list, with references followed.
struct Declared<'v> {
    list: Pointer,
    index: usize,
    members: &'v Map<String, Value>,
    /// Whether it stands in the list itself, not behind a reference.
    inline: bool,
}

impl Declared<'_> {
    fn text(&self, key: &str) -> &str {
        self.members.get(key).and_then(Value::as_str).unwrap_or_default()
    }

    fn at(&self) -> Pointer {
        self.list.index(self.index)
    }
}

fn declared<'v>(tree: &'v Value, holder: &'v Map<String, Value>, at: &Pointer) -> Vec<Declared<'v>> {
    let list = at.push("parameters");
    let items = holder.get("parameters").and_then(Value::as_array).into_iter().flatten().enumerate();
    items
        .filter_map(|(index, value)| {
            let members = resolve::object(tree, value)?;
            Some(Declared { list: list.clone(), index, members, inline: value.get("$ref").is_none() })
        })
        .collect()
}

fn item_parameters(
    tree: &Value,
    template: &[&str],
    item: &Map<String, Value>,
    at: &Pointer,
    diagnostics: &mut Diagnostics,
    changes: &mut Vec<Change>,
) {
    if item.contains_key("$ref") {
        return;
    }
    let shared = declared(tree, item, at);
    duplicates(&shared, diagnostics, changes);
    // What all operations of the path have is settled first: its spelling counts for each of them.
    let mut open = missing(template, &shared);
    for parameter in odd(template, &shared) {
        unused(parameter, &mut open, diagnostics, changes);
    }
    for (here, operation) in methods::operations(item, at) {
        let own = declared(tree, operation, &here);
        duplicates(&own, diagnostics, changes);
        whole_queries(&shared, &own, diagnostics);
        let mut missing: Vec<&str> = missing(template, &own).into_iter().filter(|name| open.contains(name)).collect();
        for parameter in odd(template, &own) {
            unused(parameter, &mut missing, diagnostics, changes);
        }
        for name in missing {
            let message = format!(
                "the path has `{{{name}}}`, but no parameter of that name is declared; it is taken as a string"
            );
            diagnostics.report(&catalogue::UNDECLARED_PATH_PARAMETER, &here, message).at_key();
            changes.push(Change::Declare { list: here.push("parameters"), name: name.to_owned() });
        }
    }
}

/// The names of the path that none of the parameters has.
fn missing<'p>(template: &[&'p str], parameters: &[Declared<'_>]) -> Vec<&'p str> {
    let is_declared = |name: &str| {
        parameters.iter().any(|parameter| parameter.text("in") == "path" && parameter.text("name") == name)
    };
    template.iter().copied().filter(|name| !is_declared(name)).collect()
}

/// The path parameters that the path does not have.
fn odd<'p, 'v>(template: &[&str], parameters: &'p [Declared<'v>]) -> impl Iterator<Item = &'p Declared<'v>> {
    parameters.iter().filter(|parameter| parameter.text("in") == "path" && !template.contains(&parameter.text("name")))
}

/// A path parameter that the path does not have: another spelling of one that it has, or nothing that could be sent.
fn unused(parameter: &Declared<'_>, missing: &mut Vec<&str>, diagnostics: &mut Diagnostics, changes: &mut Vec<Change>) {
    let name = parameter.text("name");
    // Beside other spellings, people carry over the decorations of URI templates (RFC 6570): `{.name*}`.
    let folded = |name: &str| name.to_lowercase().replace(['_', '-', '.', ';', '*', '+'], "");
    let meant = missing.iter().position(|other| folded(other) == folded(name));
    if let Some(meant) = meant.map(|index| missing.remove(index)) {
        let message = format!("the path has `{{{meant}}}` but not `{{{name}}}`; the parameter is read as `{meant}`");
        diagnostics.report(&catalogue::UNUSED_PATH_PARAMETER, &parameter.at().push("name"), message);
        let mut members = parameter.members.clone();
        members.insert("name".to_owned(), meant.into());
        changes.push(Change::Replace { parameter: parameter.at(), members });
    } else {
        let place = if parameter.inline { parameter.at().push("name") } else { parameter.at() };
        diagnostics.report(
            &catalogue::UNUSED_PATH_PARAMETER,
            &place,
            format!("the path has no `{{{name}}}`; the parameter is left out"),
        );
        // What the client does not have is listed behind, from the place where it stands.
        let mut members = parameter.members.clone();
        members.insert(Document::UNUSED.to_owned(), true.into());
        changes.push(Change::Replace { parameter: parameter.at(), members });
    }
}

/// Tells of a query that is described as a whole and by more beside it (OAS 3.2.0 section 4.12.1).
fn whole_queries(shared: &[Declared<'_>], own: &[Declared<'_>], diagnostics: &mut Diagnostics) {
    let all = || shared.iter().chain(own);
    let Some(whole) = all().find(|parameter| parameter.text("in") == "querystring") else { return };
    let is_beside = |parameter: &&Declared<'_>| {
        matches!(parameter.text("in"), "query" | "querystring") && parameter.at() != whole.at()
    };
    for other in all().filter(is_beside) {
        let message = format!("`{}` is beside a query that is described as a whole; both are sent", other.text("name"));
        let whole = diagnostics.located(&whole.at(), Part::Whole);
        let found = diagnostics.report(&catalogue::QUERYSTRING_READ, &other.at(), message);
        found.label(whole, "the whole query");
    }
}

fn duplicates(parameters: &[Declared<'_>], diagnostics: &mut Diagnostics, changes: &mut Vec<Change>) {
    let mut first: BTreeMap<(&str, &str), &Declared<'_>> = BTreeMap::new();
    for parameter in parameters {
        let key = (parameter.text("in"), parameter.text("name"));
        if let Some(there) = first.get(&key) {
            let message = format!("the {} parameter `{}` is declared twice; the first counts", key.0, key.1);
            let there = diagnostics.located(&there.at(), Part::Whole);
            let found = diagnostics.report(&catalogue::DUPLICATE_PARAMETER, &parameter.at(), message);
            found.label(there, "first here");
            changes.push(Change::Remove { list: parameter.list.clone(), index: parameter.index });
        } else {
            first.insert(key, parameter);
        }
    }
}

impl Change {
    /// The list that loses an item.
    fn shortened(&self) -> Option<Pointer> {
        match self {
            Self::Remove { list, .. } => Some(list.clone()),
            Self::Declare { .. } | Self::Replace { .. } | Self::Unname { .. } => None,
        }
    }

    fn apply(self, tree: &mut Value) {
        match self {
            Self::Declare { list, name } => {
                let Some(holder) =
                    list.parent().and_then(|at| resolve::at_mut(tree, &at)).and_then(Value::as_object_mut)
                else {
                    return;
                };
                let parameter = json!({"name": name, "in": "path", "required": true, "schema": {"type": "string"}});
                if let Value::Array(parameters) = holder.entry("parameters").or_insert_with(|| json!([])) {
                    parameters.push(parameter);
                }
            }
            Self::Replace { parameter, members } => {
                // What is declared twice may be gone.
                if let Some(value) = resolve::at_mut(tree, &parameter).filter(|value| !value.is_null()) {
                    *value = Value::Object(members);
                }
            }
            Self::Unname { operation } => {
                if let Some(Value::Object(members)) = resolve::at_mut(tree, &operation) {
                    // The order of what remains is the description's.
                    members.retain(|key, _| key != "operationId");
                }
            }
            // The list keeps its length until `sweep`, so that the places of its other items stay right.
            Self::Remove { list, index } => {
                if let Some(value) = resolve::at_mut(tree, &list.index(index)) {
                    *value = Value::Null;
                }
            }
        }
    }
}

/// Takes out the items that were removed; gives the moves of those behind them.
fn sweep(tree: &mut Value, list: &Pointer, diagnostics: &mut Diagnostics) -> Vec<(Pointer, Pointer)> {
    let Some(Value::Array(items)) = resolve::at_mut(tree, list) else { return Vec::new() };
    let (mut kept, mut moves) = (Vec::new(), Vec::new());
    for (index, item) in std::mem::take(items).into_iter().enumerate() {
        if !item.is_null() {
            let (from, to) = (list.index(index), list.index(kept.len()));
            diagnostics.origins.record(&from, &to);
            moves.push((from, to));
            kept.push(item);
        }
    }
    *items = kept;
    moves.retain(|(from, to)| from != to);
    moves
}
