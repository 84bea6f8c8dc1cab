//! Security schemes and requirements.

use std::collections::BTreeSet;

use openapiv3::{APIKeyLocation, SecurityRequirement, SecurityScheme as Described};
use serde_json::Value;

use super::site::Site;
use super::{Cx, documentation, flows, header, references};
use crate::decision::{At, Construct, Decision};
use crate::diagnostic::{catalogue, nearest};
use crate::model::{Location, Need, Param, SchemeId, SchemeKind, SecurityScheme, Service, WireName};
use crate::place::Pointer;

/// All schemes of the document, and the names of those that ask for nothing.
pub(super) fn schemes(cx: &mut Cx<'_>) -> (Vec<SecurityScheme>, BTreeSet<String>) {
    let Some(components) = &cx.openapi.components else {
        return (Vec::new(), BTreeSet::new());
    };
    let root: Pointer = ["components", "securitySchemes"].iter().collect();
    let (mut schemes, mut open) = (Vec::new(), BTreeSet::new());
    for (name, node) in &components.security_schemes {
        let site = Site { pointer: root.push(name), of: name.clone() };
        if let Some((described, site)) = references::security_scheme(cx, node, &site) {
            check(cx, described, &site.pointer);
            match described {
                Described::HTTP { scheme, .. } if is_none(scheme) => {
                    cx.leave_out(format!("security scheme {name}"), "it asks for nothing", &root.push(name));
                    open.insert(name.clone());
                }
                _ => schemes.push(scheme(name, described)),
            }
        }
    }
    (schemes, open)
}

/// Schemes of HTTP that are registered with IANA. `OAuth` is not among them here, as `OAuth2` is no misspelling of it.
const REGISTERED: &[&str] = &[
    "basic",
    "bearer",
    "concealed",
    "digest",
    "dpop",
    "gnap",
    "hoba",
    "mutual",
    "negotiate",
    "privatetoken",
    "scram-sha-1",
    "scram-sha-256",
    "vapid",
];

/// What becomes of each authentication scheme of HTTP.
pub(super) static DECIDED: &[Construct] = &[
    of("`basic`", is_basic, Decision::supported("a user and a password")),
    of("`bearer`", is_bearer, Decision::supported("a token, for as long as it is valid")),
    of(
        "all others: `digest`, `DPoP`",
        |scheme| !is_basic(scheme) && !is_bearer(scheme) && !is_none(scheme),
        Decision::supported("the caller gives the whole credential"),
    ),
    of("`noauth`", is_none, Decision::told("calls go without credentials", &catalogue::SCHEME_MISSPELT)),
];

fn is_basic(scheme: &str) -> bool {
    scheme.eq_ignore_ascii_case("basic")
}

fn is_bearer(scheme: &str) -> bool {
    scheme.eq_ignore_ascii_case("bearer")
}

/// So Postman says that calls go without credentials.
fn is_none(scheme: &str) -> bool {
    scheme.eq_ignore_ascii_case("noauth")
}

const fn of(name: &'static str, is: fn(&str) -> bool, decision: Decision) -> Construct {
    let at = At::Text("Security Scheme Object", "scheme", is, &["basic", "bearer", "digest"]);
    Construct { group: "Authentication schemes of HTTP", name, versions: Construct::OPENAPI, at, decision }
}

/// Tells of names that no server knows or that cannot be sent.
fn check(cx: &mut Cx<'_>, described: &Described, pointer: &Pointer) {
    match described {
        Described::APIKey { location, name, .. } => {
            let holder = match location {
                APIKeyLocation::Header => "a header",
                APIKeyLocation::Cookie => "a cookie",
                APIKeyLocation::Query => "a parameter of the query",
            };
            let can_be = match location {
                APIKeyLocation::Header | APIKeyLocation::Cookie => header::is_name(name),
                APIKeyLocation::Query => !name.is_empty(),
            };
            if !can_be {
                let message = match name.as_str() {
                    "" => "this API key has no name; it cannot be sent".to_owned(),
                    name => format!("`{name}` is no name that {holder} can have; the key cannot be sent"),
                };
                let found = cx.diagnostics.report(&catalogue::KEY_NAME, &pointer.push("name"), message);
                let meant = name.split_whitespace().collect::<Vec<_>>().join("-");
                if header::is_name(&meant) {
                    found.help(format!("did you mean `{meant}`?"));
                }
            }
        }
        Described::HTTP { scheme, .. } => {
            let known = || REGISTERED.iter().copied();
            let is_known = known().any(|known| known.eq_ignore_ascii_case(scheme));
            if is_none(scheme) {
                let message = format!("`{scheme}` is no authentication scheme of HTTP; calls go without credentials");
                let found = cx.diagnostics.report(&catalogue::SCHEME_MISSPELT, &pointer.push("scheme"), message);
                found.help("leave the scheme out, and write `security: []` where no credentials are needed");
            } else if let Some(meant) = nearest(scheme, known()).filter(|_| !is_known) {
                let message = format!("`{scheme}` is no authentication scheme of HTTP; it is taken as one of your own");
                let found = cx.diagnostics.report(&catalogue::SCHEME_MISSPELT, &pointer.push("scheme"), message);
                found.help(format!("did you mean `{meant}`?"));
            }
        }
        Described::OAuth2 { .. } | Described::OpenIDConnect { .. } => {}
    }
}

fn scheme(name: &str, described: &Described) -> SecurityScheme {
    let (kind, description, extensions) = match described {
        Described::APIKey { location, name, description, extensions } => {
            let name = WireName(name.clone());
            let kind = match location {
                APIKeyLocation::Header => SchemeKind::ApiKeyHeader(name),
                APIKeyLocation::Query => SchemeKind::ApiKeyQuery(name),
                APIKeyLocation::Cookie => SchemeKind::ApiKeyCookie(name),
            };
            (kind, description, extensions)
        }
        Described::HTTP { scheme, description, extensions, .. } => {
            // Scheme names are case-insensitive (RFC 9110 section 11.1).
            let kind = match scheme.to_ascii_lowercase().as_str() {
                "basic" => SchemeKind::Basic,
                "bearer" => SchemeKind::Bearer,
                _ => SchemeKind::Http(scheme.clone()),
            };
            (kind, description, extensions)
        }
        Described::OAuth2 { description, extensions, .. } => (SchemeKind::OAuth2, description, extensions),
        Described::OpenIDConnect { description, extensions, .. } => {
            (SchemeKind::OpenIdConnect, description, extensions)
        }
    };
    let mut docs = documentation::text(description.as_deref());
    // The scheme is nothing that callers name; it is the description that says so.
    if extensions.get("x-cw-deprecated") == Some(&Value::Bool(true)) {
        docs.notes.push("Deprecated.".to_owned());
    }
    let metadata = extensions.get("x-cw-metadata").and_then(Value::as_str);
    docs.notes
        .extend(metadata.map(|url| documentation::see_also(url, Some("the metadata of the authorization server"))));
    docs.notes.extend(of_tokens(described));
    if let Described::OAuth2 { flows, .. } = described {
        flows::add(&mut docs, flows);
    }
    SecurityScheme { name: WireName(name.to_owned()), kind, docs }
}

/// What is said of the tokens, or of where more is said of them.
fn of_tokens(described: &Described) -> Option<String> {
    match described {
        Described::HTTP { bearer_format: Some(format), .. } if !format.is_empty() => {
            Some(format!("Format of the tokens: {}.", documentation::plain(format)))
        }
        Described::OpenIDConnect { open_id_connect_url: url, .. } if !url.is_empty() => {
            Some(documentation::see_also(url, Some("the discovery document of the provider")))
        }
        Described::HTTP { .. }
        | Described::OpenIDConnect { .. }
        | Described::APIKey { .. }
        | Described::OAuth2 { .. } => None,
    }
}

/// What the document says for all operations.
pub(super) fn usual(cx: &mut Cx<'_>) -> Vec<Vec<Need>> {
    let pointer = Pointer::root().push("security");
    let openapi = cx.openapi;
    openapi.security.as_ref().map(|requirements| alternatives(cx, requirements, &pointer)).unwrap_or_default()
}

/// The alternatives of an operation: its own, or the document's.
pub(super) fn needs(cx: &mut Cx<'_>, operation: &openapiv3::Operation, pointer: &Pointer) -> Vec<Vec<Need>> {
    match &operation.security {
        Some(own) => alternatives(cx, own, &pointer.push("security")),
        None => usual(cx),
    }
}

/// How a request of the server is secured, where it says so itself: what all calls need is for those who call the server.
pub(super) fn of_incoming(cx: &mut Cx<'_>, operation: &openapiv3::Operation, pointer: &Pointer) -> Option<String> {
    let own = operation.security.as_ref().filter(|own| !own.is_empty())?;
    let alternatives = alternatives(cx, own, &pointer.push("security"));
    cx.of_incoming.extend(alternatives.iter().flatten().map(|need| need.scheme.0));
    let together = |needs: &Vec<Need>| match needs.as_slice() {
        [] => "nothing".to_owned(),
        needs => needs.iter().map(|need| shown(&cx.schemes[need.scheme.0])).collect::<Vec<_>>().join(" and "),
    };
    let ways: Vec<_> = alternatives.iter().map(together).collect();
    (!ways.is_empty()).then(|| format!("Secured by {}.", ways.join(", or ")))
}

/// A scheme, and where its credential stands.
fn shown(scheme: &SecurityScheme) -> String {
    let name = documentation::plain(&scheme.name.0);
    match &scheme.kind {
        SchemeKind::ApiKeyHeader(key) => format!("{name} in the header {}", documentation::plain(&key.0)),
        SchemeKind::ApiKeyQuery(key) => format!("{name} in the query parameter {}", documentation::plain(&key.0)),
        SchemeKind::ApiKeyCookie(key) => format!("{name} in the cookie {}", documentation::plain(&key.0)),
        SchemeKind::Basic | SchemeKind::Bearer | SchemeKind::Http(_) => name,
        SchemeKind::OAuth2 | SchemeKind::OpenIdConnect => name,
    }
}

/// Lists the schemes that only requests of the server have: a client has no credentials for them.
pub(super) fn leave_out_of_incoming(cx: &mut Cx<'_>, services: &mut [Service], usual: &mut [Vec<Need>]) {
    let of_calls = services.iter_mut().flat_map(|service| &mut service.operations);
    let of_calls = of_calls.flat_map(|operation| &mut operation.security);
    let mut needs: Vec<&mut Need> = of_calls.chain(usual).flatten().collect();
    let needed: BTreeSet<usize> = needs.iter().map(|need| need.scheme.0).collect();
    let gone: BTreeSet<usize> = cx.of_incoming.difference(&needed).copied().collect();
    for need in &mut needs {
        need.scheme.0 -= gone.range(..need.scheme.0).count();
    }
    let root: Pointer = ["components", "securitySchemes"].iter().collect();
    for (index, scheme) in std::mem::take(&mut cx.schemes).into_iter().enumerate() {
        match gone.contains(&index) {
            true => {
                let name = &scheme.name.0;
                cx.leave_out(format!("security scheme {name}"), "only what the server sends has it", &root.push(name));
            }
            false => cx.schemes.push(scheme),
        }
    }
}

fn alternatives(cx: &mut Cx<'_>, requirements: &[SecurityRequirement], pointer: &Pointer) -> Vec<Vec<Need>> {
    let mut alternatives = Vec::new();
    for (index, requirement) in requirements.iter().enumerate() {
        let mut needs = Vec::new();
        // What asks for nothing is there already.
        let asked: Vec<_> = requirement.iter().filter(|(name, _)| !cx.open_schemes.contains(*name)).collect();
        for &(name, scopes) in &asked {
            match cx.schemes.iter().position(|scheme| scheme.name.0 == *name) {
                Some(scheme) => needs.push(Need { scheme: SchemeId(scheme), scopes: scopes.clone() }),
                None => {
                    let is_declared =
                        cx.openapi.components.as_ref().is_some_and(|it| it.security_schemes.contains_key(name));
                    let section = cx.diagnostics.origin(&["components", "securitySchemes"].iter().collect::<Pointer>());
                    let section = section.pointer().segments().collect::<Vec<_>>().join("/");
                    let within = if section.contains('/') {
                        " in the components".to_owned()
                    } else {
                        format!(" in the `{section}`")
                    };
                    let message = match is_declared {
                        true => format!("the security scheme `{name}` is a reference that leads to none"),
                        false => format!("there is no security scheme `{name}`{within}"),
                    };
                    let place = pointer.index(index).push(name);
                    let found = cx.diagnostics.report(&catalogue::UNKNOWN_SCHEME, &place, message);
                    if is_declared {
                        found.help(format!("correct `{name}` under `{section}`"));
                    } else if let Some(meant) = nearest(name, cx.schemes.iter().map(|scheme| scheme.name.0.as_str())) {
                        found.help(format!("did you mean `{meant}`?"));
                    } else if section == "securityDefinitions" {
                        found.help(format!("declare it under `{section}`"));
                    }
                }
            }
        }
        if needs.len() == asked.len() {
            alternatives.push(needs);
        }
    }
    alternatives
}

/// Parameters that a credential of the operation sets are left to it: sent by both, they would be sent twice.
pub(super) fn without_credentials(cx: &mut Cx<'_>, params: Vec<Param>, needs: &[Vec<Need>], site: &Site) -> Vec<Param> {
    let mut kept = Vec::new();
    for param in params {
        let sets = |need: &&Need| match (&cx.schemes[need.scheme.0].kind, param.place) {
            (SchemeKind::ApiKeyQuery(name), Location::Query) | (SchemeKind::ApiKeyCookie(name), Location::Cookie) => {
                *name == param.name
            }
            (SchemeKind::ApiKeyHeader(name), Location::Header) => name.0.eq_ignore_ascii_case(&param.name.0),
            _ => false,
        };
        let Some(need) = needs.iter().flatten().find(sets) else {
            kept.push(param);
            continue;
        };
        let scheme = &cx.schemes[need.scheme.0].name;
        let why = format!("is the credential `{scheme}`, which is set for the client");
        let message = format!("the parameter `{}` {why}", param.name);
        cx.diagnostics.report(&catalogue::RESERVED_HEADER, &param.origin, message);
        let place = param.origin.pointer().clone();
        cx.leave_out(format!("parameter {} of {}", param.name, site.of), format!("it {why}"), &place);
    }
    kept
}
