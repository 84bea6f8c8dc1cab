//! What is said of the flows of OAuth 2: where tokens come from, and which scopes there are (OAS 3.2.0 section 4.29).
//!
//! The flows themselves are walked by the program that gives the client its tokens.

use indexmap::IndexMap;
use openapiv3::OAuth2Flows;
use serde_json::Value;

use super::documentation;
use crate::model::Docs;

/// The addresses of one flow; an empty one says nothing.
struct Flow<'a> {
    name: &'static str,
    /// Where it begins.
    begins: Option<&'a str>,
    tokens: Option<&'a str>,
    refresh: Option<&'a str>,
}

/// Adds it to what is said of the scheme.
pub(super) fn add(docs: &mut Docs, flows: &OAuth2Flows) {
    docs.notes.extend(all(flows).filter_map(|flow| sentence(&flow)));
    docs.within.extend(scopes(flows).map(|list| ("Scopes".to_owned(), documentation::text(Some(&list)))));
}

fn all(flows: &OAuth2Flows) -> impl Iterator<Item = Flow<'_>> {
    let implicit = flows.implicit.as_ref().map(|it| Flow {
        name: "Implicit",
        begins: Some(&it.authorization_url),
        tokens: None,
        refresh: it.refresh_url.as_deref(),
    });
    let password = flows.password.as_ref().map(|it| Flow {
        name: "Password",
        begins: None,
        tokens: Some(&it.token_url),
        refresh: it.refresh_url.as_deref(),
    });
    let client = flows.client_credentials.as_ref().map(|it| Flow {
        name: "Client credentials",
        begins: None,
        tokens: Some(&it.token_url),
        refresh: it.refresh_url.as_deref(),
    });
    let code = flows.authorization_code.as_ref().map(|it| Flow {
        name: "Authorization code",
        begins: Some(&it.authorization_url),
        tokens: Some(&it.token_url),
        refresh: it.refresh_url.as_deref(),
    });
    // Of a device without a browser (RFC 8628 section 3.1).
    let device = flows.extensions.get("x-cw-device").map(|it| {
        let url = |key: &str| it.get(key).and_then(Value::as_str);
        Flow {
            name: "Device",
            begins: url("deviceAuthorizationUrl"),
            tokens: url("tokenUrl"),
            refresh: url("refreshUrl"),
        }
    });
    [implicit, password, client, code, device].into_iter().flatten()
}

/// `Authorization code: it begins at <https://..>; tokens come from <https://..>.`
fn sentence(flow: &Flow<'_>) -> Option<String> {
    let steps =
        [("it begins at", flow.begins), ("tokens come from", flow.tokens), ("they are renewed by", flow.refresh)];
    let written = steps.into_iter().filter_map(|(words, url)| Some((words, url.filter(|url| !url.is_empty())?)));
    let steps: Vec<_> = written.map(|(words, url)| format!("{words} {}", documentation::plain(url))).collect();
    (!steps.is_empty()).then(|| format!("{}: {}.", flow.name, steps.join("; ")))
}

/// The scopes of all flows with what is said of them, each once.
fn scopes(flows: &OAuth2Flows) -> Option<String> {
    let of_device = flows.extensions.get("x-cw-device").and_then(|flow| flow.get("scopes")?.as_object());
    let of_device = of_device.map(|scopes| {
        let scopes = scopes.iter().map(|(scope, words)| (scope.clone(), words.as_str().unwrap_or_default().to_owned()));
        scopes.collect::<IndexMap<String, String>>()
    });
    let scopes = [
        of_device.as_ref(),
        flows.implicit.as_ref().map(|flow| &flow.scopes),
        flows.password.as_ref().map(|flow| &flow.scopes),
        flows.client_credentials.as_ref().map(|flow| &flow.scopes),
        flows.authorization_code.as_ref().map(|flow| &flow.scopes),
    ];
    let mut lines: Vec<String> = Vec::new();
    for (scope, words) in scopes.into_iter().flatten().flatten() {
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        let line = format!("- {}: {words}", documentation::plain(scope)).trim_end_matches([':', ' ']).to_owned();
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    (!lines.is_empty()).then(|| lines.join("\n"))
}
