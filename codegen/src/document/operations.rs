//! What belongs together across the objects of an operation: its name, its path, its parameters.
//!
//! Enters: the repaired tree. Leaves: each operationId with one operation, and path parameters brought in line with the path;
//! what was changed is told.

mod change;

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use self::change::{Change, apply};
use super::walk::Root;
use super::{Document, methods, references, resolve};
use crate::diagnostic::{Diagnostics, Location, Part, catalogue};
use crate::place::Pointer;

/// Checks and repairs all operations.
pub(super) fn run(tree: &mut Value, roots: &[Root], diagnostics: &mut Diagnostics) {
    let mut changes = Vec::new();
    operation_ids(tree, diagnostics, &mut changes);
    for (at, item) in path_items(tree) {
        repetitions(tree, item, &at, diagnostics, &mut changes);
    }
    apply(tree, roots, changes, diagnostics);
    let (mut changes, mut unlike) = (Vec::new(), Vec::new());
    for (path, _, at) in items(tree) {
        let template = Template { names: template(path, &at, diagnostics), at: at.clone() };
        let Some((shared, item)) = resolve::led(tree, at.clone()) else { continue };
        let mut found = Vec::new();
        item_parameters(tree, &template, item, &shared, diagnostics, &mut found);
        if shared != at && !found.is_empty() {
            unlike.push(at.clone());
        }
        changes.extend(found.into_iter().map(|change| change.moved(&shared, &at)));
    }
    // What other paths share with it stays what it is for them.
    for place in unlike {
        references::unfold(tree, &place, diagnostics);
    }
    apply(tree, roots, changes, diagnostics);
}

fn items(tree: &Value) -> impl Iterator<Item = (&str, &Map<String, Value>, Pointer)> {
    let at = Pointer::root().push("paths");
    let paths = tree.get("paths").and_then(Value::as_object).into_iter().flatten();
    paths
        .filter(|(path, _)| path.starts_with('/'))
        .filter_map(move |(path, item)| Some((path.as_str(), item.as_object()?, at.push(path))))
}

/// The path items of paths and of components, each where it stands: what several refer to is there once.
fn path_items(tree: &Value) -> BTreeMap<Pointer, &Map<String, Value>> {
    let shared = Pointer::root().push("components").push("pathItems");
    let named = resolve::at(tree, &shared).and_then(Value::as_object).into_iter().flat_map(Map::keys);
    let places = items(tree).map(|(.., at)| at).chain(named.map(|name| shared.push(name)));
    places.filter_map(|at| resolve::led(tree, at)).collect()
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

/// What a path asks for.
struct Template<'p> {
    /// The names of its parameters, in their order.
    names: Vec<&'p str>,
    at: Pointer,
}

impl Template<'_> {
    /// Where the path is, for messages about a place that it shares with others.
    fn beside(&self, place: &Pointer, diagnostics: &Diagnostics) -> Option<Location> {
        let is_own = place.moved(&self.at, &self.at).is_some();
        (!is_own).then(|| diagnostics.located(&self.at, Part::Key))
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

/// What is said of a path that refers to the place of a message.
const OF_PATH: &str = "of this path";

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

/// What is said twice, whichever path it is of.
fn repetitions(
    tree: &Value,
    item: &Map<String, Value>,
    at: &Pointer,
    diagnostics: &mut Diagnostics,
    changes: &mut Vec<Change>,
) {
    let shared = declared(tree, item, at);
    duplicates(&shared, diagnostics, changes);
    for (here, operation) in methods::operations(item, at) {
        let own = declared(tree, operation, &here);
        duplicates(&own, diagnostics, changes);
        whole_queries(&shared, &own, diagnostics);
    }
}

fn item_parameters(
    tree: &Value,
    template: &Template<'_>,
    item: &Map<String, Value>,
    at: &Pointer,
    diagnostics: &mut Diagnostics,
    changes: &mut Vec<Change>,
) {
    let shared = declared(tree, item, at);
    // What all operations of the path have is settled first: its spelling counts for each of them.
    let mut open = missing(&template.names, &shared);
    for parameter in odd(&template.names, &shared) {
        unused(template, parameter, &mut open, diagnostics, changes);
    }
    for (here, operation) in methods::operations(item, at) {
        let own = declared(tree, operation, &here);
        let mut missing: Vec<&str> =
            missing(&template.names, &own).into_iter().filter(|name| open.contains(name)).collect();
        for parameter in odd(&template.names, &own) {
            unused(template, parameter, &mut missing, diagnostics, changes);
        }
        for name in missing {
            let message = format!(
                "the path has `{{{name}}}`, but no parameter of that name is declared; it is taken as a string"
            );
            let path = template.beside(&here, diagnostics);
            let found = diagnostics.report(&catalogue::UNDECLARED_PATH_PARAMETER, &here, message).at_key();
            path.map(|path| found.label(path, OF_PATH));
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
fn unused(
    template: &Template<'_>,
    parameter: &Declared<'_>,
    missing: &mut Vec<&str>,
    diagnostics: &mut Diagnostics,
    changes: &mut Vec<Change>,
) {
    let name = parameter.text("name");
    let path = template.beside(&parameter.list, diagnostics);
    // Beside other spellings, people carry over the decorations of URI templates (RFC 6570): `{.name*}`.
    let folded = |name: &str| name.to_lowercase().replace(['_', '-', '.', ';', '*', '+'], "");
    let meant = missing.iter().position(|other| folded(other) == folded(name));
    if let Some(meant) = meant.map(|index| missing.remove(index)) {
        let message = format!("the path has `{{{meant}}}` but not `{{{name}}}`; the parameter is read as `{meant}`");
        let found = diagnostics.report(&catalogue::UNUSED_PATH_PARAMETER, &parameter.at().push("name"), message);
        path.map(|path| found.label(path, OF_PATH));
        found.help("write one name at both places");
        let mut members = parameter.members.clone();
        members.insert("name".to_owned(), meant.into());
        changes.push(Change::Replace { parameter: parameter.at(), members });
    } else {
        let place = if parameter.inline { parameter.at().push("name") } else { parameter.at() };
        let message = format!("the path has no `{{{name}}}`; the parameter is left out");
        let found = diagnostics.report(&catalogue::UNUSED_PATH_PARAMETER, &place, message);
        path.map(|path| found.label(path, OF_PATH));
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
