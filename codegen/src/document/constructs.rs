//! What descriptions have beside members and words, as far as reading decides of it.

use super::Document;
use crate::decision::{At, Construct, Decision, Table};
use crate::diagnostic::catalogue;

/// In the order of the page.
pub(super) static ALL: &[Construct] = &[
    reference("to a component: `#/components/schemas/User`", is_component, Decision::SUPPORTED),
    reference("to any other place: `#/paths/~1users/get`", is_elsewhere, Decision::SUPPORTED),
    reference(
        "into another file: `users.yaml#/User`",
        |target| !target.starts_with('#') && !target.contains("://"),
        Decision::supported("below the folder of the description; each file is read once"),
    ),
    reference(
        "to an address: `https://example.com/users.yaml`",
        |target| target.contains("://"),
        Decision::refused("unless `cargo xtask vendor` has fetched it: nothing is fetched while a crate is generated")
            .told(&catalogue::OTHER_ADDRESS),
    ),
    key(
        "Paths",
        "a path with parameters: `/users/{id}`",
        "Path Item Object",
        |key| key.starts_with('/') && key.contains('{'),
        Decision::SUPPORTED,
    ),
    key(
        "Paths",
        "a runtime expression: `{$request.body#/url}`",
        "Path Item Object",
        |key| key.contains('$'),
        Decision::supported("of a callback: what the server sends there is read by a function"),
    ),
    key(
        "Security",
        "a requirement",
        "Security Requirement Object",
        |_| true,
        Decision::supported("entries are alternatives, the schemes of one go together, and an empty one needs none"),
    ),
    extension(
        "`x-pagination`",
        Document::PAGINATION,
        Decision::supported("a stream of the items of all pages, as [specs/README.md](../specs/README.md) has it"),
    ),
    extension(
        "`x-dropshot-websocket`",
        Document::BARE_WEBSOCKET,
        Decision::supported("a WebSocket of whose messages nothing is said"),
    ),
];

fn is_component(target: &str) -> bool {
    target.starts_with("#/components/") || target.starts_with("#/definitions/")
}

fn is_elsewhere(target: &str) -> bool {
    target.starts_with("#/") && !is_component(target)
}

const fn reference(name: &'static str, is: fn(&str) -> bool, decision: Decision) -> Construct {
    let at = At::Text("Reference Object", "$ref", is);
    Construct { group: "References", name, versions: Construct::EVERY, at, decision }
}

const fn key(
    group: &'static str,
    name: &'static str,
    object: &'static str,
    is: fn(&str) -> bool,
    decision: Decision,
) -> Construct {
    Construct { group, name, versions: Construct::EVERY, at: At::Key(object, is), decision }
}

const fn extension(name: &'static str, key: &'static str, decision: Decision) -> Construct {
    let at = At::Member(Table::OpenApi, "Operation Object", key, &[]);
    Construct { group: "Extensions", name, versions: Construct::OPENAPI, at, decision }
}
