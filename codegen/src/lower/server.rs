//! Servers and the variables of their URLs.

use indexmap::IndexMap;
use openapiv3::Server as Described;

use super::{Cx, documentation, origin};
use crate::diagnostic::{catalogue, nearest};
use crate::model::{NameHint, Server, ServerVariable, WireName};
use crate::place::Pointer;

/// A description of more words than this is no name.
const NAME: usize = 4;
/// What SmallRye says of each of its servers, where nobody has said anything.
const NOTHING_SAID: &str = "Auto generated value";
/// Words that every server could have.
const SAYING_NOTHING: &[&str] = &["server", "environment", "endpoint", "url"];

/// Lowers a list of servers.
pub(super) fn lower_servers(cx: &mut Cx<'_>, servers: &[Described], pointer: &Pointer) -> Vec<Server> {
    servers.iter().enumerate().map(|(index, server)| lower_server(cx, server, &pointer.index(index))).collect()
}

fn lower_server(cx: &mut Cx<'_>, server: &Described, pointer: &Pointer) -> Server {
    let described = server.variables.clone().unwrap_or_default();
    check(cx, server, &described, pointer);
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

/// Tells of a URL that cannot be used as it is.
fn check(
    cx: &mut Cx<'_>,
    server: &Described,
    variables: &IndexMap<String, openapiv3::ServerVariable>,
    pointer: &Pointer,
) {
    let place = pointer.push("url");
    if let Some((fault, help)) = fault(&server.url) {
        let message = format!("`{}` {fault}", server.url);
        let found = cx.diagnostics.report(&catalogue::BAD_SERVER, &place, message);
        if let Some(help) = help {
            found.help(help);
        }
    }
    for (name, variable) in variables.iter().filter(|(name, _)| placeholders(&server.url).any(|it| it == *name)) {
        let values = std::iter::once(&variable.default).chain(&variable.enumeration);
        if let Some(value) = values.into_iter().find(|value| value.contains(['?', '#'])) {
            let message =
                format!("`{value}` of `{{{name}}}` would begin a query or a fragment, which is left out of every URL");
            let found = cx.diagnostics.report(&catalogue::BAD_SERVER, &pointer.push("variables").push(name), message);
            found.help("write `%3F` for `?` and `%23` for `#`");
        }
    }
    for name in placeholders(&server.url).filter(|name| !variables.contains_key(*name)) {
        let message = format!("`{{{name}}}` has no variable; callers have to give its value");
        let found = cx.diagnostics.report(&catalogue::BAD_SERVER, &place, message);
        let unused =
            variables.keys().map(String::as_str).filter(|name| placeholders(&server.url).all(|it| it != *name));
        found.help(match nearest(name, unused) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("describe `{name}` below `variables`, with its default"),
        });
    }
}

/// Why a URL is none, and what to write instead where that is known.
fn fault(url: &str) -> Option<(&'static str, Option<String>)> {
    let braces = url.chars().try_fold(false, |is_open, char| match (char, is_open) {
        ('{', false) => Some(true),
        ('}', true) => Some(false),
        ('{', true) | ('}', false) => None,
        _ => Some(is_open),
    });
    if braces != Some(false) || url.contains("{}") {
        return Some(("has a brace without its partner, or a variable without a name", None));
    }
    // Names of variables may have any characters.
    let fixed: String = url.split('{').map(|piece| piece.split_once('}').map_or(piece, |(_, rest)| rest)).collect();
    if fixed.trim().chars().any(|char| char.is_whitespace() || char.is_control() || "<>\"`\\|^".contains(char)) {
        return Some(("has a character that no URL has", None));
    }
    if fixed.contains(['?', '#']) {
        return Some(("has a query or a fragment, which is left out", None));
    }
    if url.starts_with(['/', '.', '{']) {
        return None;
    }
    match url.split_once("://") {
        Some((scheme, _)) if ["http", "https", "ws", "wss"].iter().any(|known| known.eq_ignore_ascii_case(scheme)) => {
            None
        }
        // The protocol may be a variable.
        Some((scheme, _)) if scheme.contains('{') => None,
        Some((scheme, rest)) => {
            let meant = nearest(scheme, ["https", "http"]);
            Some(("is no address of HTTP", meant.map(|meant| format!("did you mean `{meant}://{rest}`?"))))
        }
        None => {
            let host = url.split('/').next().unwrap_or_default();
            let is_host = host.contains('.') || host.contains(':') || host == "localhost";
            let why = "has no protocol in front and is read as a path";
            let scheme = if host.starts_with("localhost") || host.starts_with("127.") { "http" } else { "https" };
            is_host.then(|| (why, Some(format!("did you mean `{scheme}://{url}`?"))))
        }
    }
}

/// What stands in braces.
fn placeholders(url: &str) -> impl Iterator<Item = &str> {
    url.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name)
}

/// What a server is called by: its name, or its description where that is short, else where it is.
fn words(server: &Described) -> String {
    let name = server.extensions.get("x-cw-name").and_then(|name| name.as_str());
    if let Some(name) = name.filter(|name| name.contains(char::is_alphanumeric)) {
        return name.to_owned();
    }
    let description = server.description.as_deref().filter(|text| text.trim() != NOTHING_SAID).unwrap_or_default();
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
        let note = variable.default.as_ref().map(|default| format!("Default: {}.", documentation::plain(default)));
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
