//! Servers and the variables of their URLs.

use indexmap::IndexMap;
use openapiv3::Server as Described;

use super::{Cx, documentation, origin};
use crate::model::{NameHint, Server, ServerVariable, WireName};
use crate::place::Pointer;

/// A description of more words than this is no name.
const NAME: usize = 4;
/// Words that every server could have.
const SAYING_NOTHING: &[&str] = &["server", "environment", "endpoint", "url"];

/// Lowers a list of servers.
pub(super) fn lower_servers(cx: &mut Cx<'_>, servers: &[Described], pointer: &Pointer) -> Vec<Server> {
    servers.iter().enumerate().map(|(index, server)| lower_server(cx, server, &pointer.index(index))).collect()
}

fn lower_server(cx: &mut Cx<'_>, server: &Described, pointer: &Pointer) -> Server {
    let described = server.variables.clone().unwrap_or_default();
    let root = pointer.push("variables");
    let mut variables: Vec<ServerVariable> = Vec::new();
    for name in placeholders(&server.url) {
        if variables.iter().any(|variable| variable.name.0 == name) {
            continue;
        }
        let variable = described.get(name);
        let mut values: Vec<String> = Vec::new();
        for value in variable.iter().flat_map(|variable| &variable.enumeration) {
            if !values.contains(value) {
                values.push(value.clone());
            }
        }
        variables.push(ServerVariable {
            name: WireName(name.to_owned()),
            default: variable.map(|variable| variable.default.clone()),
            values,
            docs: documentation::text(variable.and_then(|variable| variable.description.as_deref())),
            origin: origin(&root.push(name)),
        });
    }
    for name in described.keys().filter(|name| !variables.iter().any(|variable| variable.name.0 == **name)) {
        cx.leave_out(format!("server variable {name}"), "the URL does not have it", &root.push(name));
    }
    Server {
        hint: NameHint::root(words(server)),
        url: server.url.clone(),
        variables,
        docs: documentation::text(server.description.as_deref()),
        origin: origin(pointer),
    }
}

/// What stands in braces.
fn placeholders(url: &str) -> impl Iterator<Item = &str> {
    url.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name)
}

/// What a server is called by: its description where that is short, else where it is.
fn words(server: &Described) -> String {
    let description = server.description.as_deref().unwrap_or_default();
    let mut words: Vec<&str> = description.split_whitespace().collect();
    let bare = |word: &str| word.trim_matches(|char: char| !char.is_alphanumeric()).to_lowercase();
    while words.len() > 1 && words.last().is_some_and(|last| SAYING_NOTHING.contains(&bare(last).as_str())) {
        words.pop();
    }
    let says_something = words.iter().any(|word| word.contains(char::is_alphanumeric));
    if says_something && words.len() <= NAME {
        return words.join(" ");
    }
    let url = server.url.split_once("://").map_or(server.url.as_str(), |(_, rest)| rest);
    url.trim_matches('/').to_owned()
}

/// Every variable of all servers once: what a client's builder can set. One that several servers have may be whatever it
/// may be for any of them.
pub(super) fn variables<'s>(servers: impl Iterator<Item = &'s Server>) -> Vec<ServerVariable> {
    let mut variables: IndexMap<&str, ServerVariable> = IndexMap::new();
    for variable in servers.flat_map(|server| &server.variables) {
        match variables.get_mut(variable.name.0.as_str()) {
            Some(known) => join(known, variable),
            None => drop(variables.insert(&variable.name.0, variable.clone())),
        }
    }
    let mut variables: Vec<_> = variables.into_values().collect();
    for variable in &mut variables {
        let note = variable.default.as_ref().map(|default| format!("Default: `{}`.", default.replace('`', "'")));
        variable.docs.notes.extend(note);
    }
    variables
}

fn join(known: &mut ServerVariable, other: &ServerVariable) {
    if known.values.is_empty() || other.values.is_empty() {
        known.values.clear();
    } else {
        let further: Vec<_> = other.values.iter().filter(|value| !known.values.contains(value)).cloned().collect();
        known.values.extend(further);
    }
    if known.default != other.default {
        known.default = None;
    }
    if known.docs.description.is_none() {
        known.docs = other.docs.clone();
    }
}
