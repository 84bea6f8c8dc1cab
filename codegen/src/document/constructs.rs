//! What descriptions have beside members and words, as far as reading decides of it.
//!
//! Enters: nothing. Leaves: rows of the page. What is in schemas, and how references are written, have files of their own.

mod forms;
mod references;

use super::{Document, uri};
use crate::decision::{At, Construct, Decision, Has, Members, Sign, Table};
use crate::diagnostic::catalogue;

/// In the order of the page.
pub(super) fn all() -> impl Iterator<Item = &'static Construct> {
    [references::ALL, forms::ALL, MISSING, PATHS, SERVERS, SECURITY, EXTENSIONS].into_iter().flatten()
}

/// What need not be there.
static MISSING: &[Construct] = &[
    Construct {
        group: "What is missing",
        name: "`paths`",
        versions: Construct::SINCE_3_1,
        at: At::Absent("OpenAPI Object", "paths"),
        decision: Decision::ignored("as if it were empty"),
    },
    Construct {
        group: "What is missing",
        name: "`responses`",
        versions: Construct::SINCE_3_1,
        at: At::Absent("Operation Object", "responses"),
        decision: Decision::ignored("as if it were empty: any success is one without a body"),
    },
    emptied("`paths` before 3.1", [Has::No, Has::Yes, Has::No, Has::No], "OpenAPI Object", "paths"),
    emptied("`paths` before 3.1", [Has::Yes, Has::No, Has::No, Has::No], "Swagger Object", "paths"),
    emptied("`responses` before 3.1", [Has::Yes, Has::Yes, Has::No, Has::No], "Operation Object", "responses"),
    Construct {
        group: "What is missing",
        name: "what else is required",
        versions: Construct::EVERY,
        at: At::Told,
        decision: Decision::refused("nobody knows what is meant", &catalogue::MISSING_MEMBER),
    },
];

const fn emptied(name: &'static str, versions: [Has; 4], object: &'static str, member: &'static str) -> Construct {
    Construct {
        group: "What is missing",
        name,
        versions,
        at: At::Absent(object, member),
        decision: Decision::told("taken as empty", &catalogue::MISSING_TAKEN_AS_EMPTY),
    }
}

static PATHS: &[Construct] = &[
    key(
        "a path with parameters: `/users/{id}`",
        Construct::EVERY,
        |key| key.starts_with('/') && key.contains('{') && !key.contains("{$"),
        Decision::SUPPORTED,
    ),
    key(
        "a runtime expression: `{$request.body#/url}`",
        Construct::OPENAPI,
        |key| key.contains("{$"),
        Decision::documented("at the function that reads what the server sends there"),
    ),
];

const fn key(name: &'static str, versions: [Has; 4], is: fn(&str) -> bool, decision: Decision) -> Construct {
    let at = At::Key("Path Item Object", is, &["/others", "{$response.body#/other}"]);
    Construct { group: "Paths", name, versions, at, decision }
}

static SERVERS: &[Construct] = &[
    server("an address: `https://example.com/v1`", uri::is_absolute, Decision::SUPPORTED),
    server(
        "relative: `/v1`",
        |url| !uri::is_absolute(url),
        Decision::supported("below the address that callers give, as nobody knows where the description stands"),
    ),
];

const fn server(name: &'static str, is: fn(&str) -> bool, decision: Decision) -> Construct {
    let at = At::Text("Server Object", "url", is, &["https://api.example.com/v7", "/v7"]);
    Construct { group: "Servers", name, versions: Construct::OPENAPI, at, decision }
}

static SECURITY: &[Construct] = &[
    Construct {
        group: "Security",
        name: "a requirement",
        versions: Construct::EVERY,
        at: At::Key("Security Requirement Object", |_| true, &[]),
        decision: Decision::supported("entries are alternatives, and the schemes of one go together"),
    },
    Construct {
        group: "Security",
        name: "a scheme named by its place: `#/components/securitySchemes/Token`",
        versions: [Has::No, Has::No, Has::No, Has::Yes],
        at: At::Key("Security Requirement Object", |key| key.contains("#/"), &[]),
        decision: Decision::SUPPORTED,
    },
    Construct {
        group: "Security",
        name: "the scopes of a requirement",
        versions: Construct::EVERY,
        at: At::Object("Security Requirement Object", without_scopes),
        decision: Decision::supported("the source of tokens is asked for one that has them"),
    },
    Construct {
        group: "Security",
        name: "an empty requirement among others: `{}`",
        versions: Construct::EVERY,
        at: At::Form("Operation Object", "security", |list| {
            let is_empty = |item: &serde_json::Value| item.as_object().is_some_and(Members::is_empty);
            let list = list.as_array().filter(|list| list.iter().any(is_empty))?;
            Some(list.iter().filter(|item| !is_empty(item)).cloned().collect())
        }),
        decision: Decision::supported("credentials are sent where there are some, and calls go without them"),
    },
    Construct {
        group: "Security",
        name: "no requirement: `security: []`",
        versions: Construct::EVERY,
        at: At::Object("Operation Object", |members| {
            let is_none = members.get("security")?.as_array().is_some_and(Vec::is_empty);
            is_none.then(|| without(members, "security"))
        }),
        decision: Decision::supported("no credentials are sent, whatever the description says of all calls"),
    },
];

fn without_scopes(requirement: &Members) -> Option<Members> {
    let has_scopes = requirement.values().any(|scopes| scopes.as_array().is_some_and(|scopes| !scopes.is_empty()));
    has_scopes.then(|| requirement.keys().map(|name| (name.clone(), serde_json::json!([]))).collect())
}

/// The same without a member that is there.
fn less(members: &Members, member: &str) -> Option<Members> {
    members.contains_key(member).then(|| without(members, member))
}

/// The same without a member.
fn without(members: &Members, member: &str) -> Members {
    members.iter().filter(|(key, _)| *key != member).map(|(key, value)| (key.clone(), value.clone())).collect()
}

static EXTENSIONS: &[Construct] = &[
    extension(
        "`x-pagination`",
        Construct::EVERY,
        At::Object("Operation Object", |members| less(members, Document::PAGINATION)),
        Decision::supported("a stream of the items of all pages, as [specs/README.md](../specs/README.md) has it"),
    ),
    extension(
        "`x-dropshot-websocket`",
        Construct::EVERY,
        At::Object("Operation Object", |members| less(members, Document::BARE_WEBSOCKET)),
        Decision::supported("a WebSocket of whose messages nothing is said"),
    ),
    extension(
        "`x-ms-paths`",
        [Has::Yes, Has::No, Has::No, Has::No],
        At::Named(|name| name == Document::FURTHER_PATHS),
        Decision::degraded("no part of OpenAPI; listed in `reference.md`, and not read", Sign::Words),
    ),
    extension(
        "`x-example` of a parameter",
        [Has::Yes, Has::No, Has::No, Has::No],
        At::Member(Table::Swagger, "Parameter Object", "x-example", &[]),
        Decision::documented("as `example` of later versions"),
    ),
    extension(
        "`x-nullable` of a parameter",
        [Has::Yes, Has::No, Has::No, Has::No],
        At::Member(Table::Swagger, "Parameter Object", "x-nullable", &[]),
        Decision::ignored("what is null is left out"),
    ),
];

const fn extension(name: &'static str, versions: [Has; 4], at: At, decision: Decision) -> Construct {
    Construct { group: "Extensions", name, versions, at, decision }
}
