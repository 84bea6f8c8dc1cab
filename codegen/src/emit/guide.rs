//! How the crate is used, in short: a client with its credentials, a call, what fails, the features. The front page of the crate and its
//! README say it in the same lines of code.

use super::example::krate;
use super::{Cx, documentation, example, manifest};
use crate::facts::{self, Answer, Outcome, Showcase, failure_outcome};
use crate::model::{Media, Operation, Response, SchemeId, SchemeKind, Server, Status};
use crate::names::{OperationNames, ServiceNames};

/// Statements, and the declarations that they need.
pub(super) struct Snippet {
    pub(super) imports: Vec<String>,
    pub(super) lines: Vec<String>,
}

/// A client that is built, and a first call of it. What it has to be told, it reads from the environment.
pub(super) fn first_call(cx: Cx<'_>) -> Snippet {
    let showcase = facts::showcase(cx.facts, cx.api);
    let krate = krate(cx);
    let mut snippet = Snippet { imports: vec![format!("use {krate}::Client;")], lines: client(cx, showcase.as_ref()) };
    let Some(Showcase { service, operation, answer, .. }) = showcase else {
        snippet.lines.push("println!(\"{client:?}\");".to_owned());
        return snippet;
    };
    let (described, service, names) = of(cx, service, operation);
    if let Some(call) = example::call(cx, service, described, names) {
        snippet.imports.extend(call.imports(cx));
        snippet.lines.extend(call.statements(cx, described));
        if let (Answer::Value, None, Some(name)) = (answer, &described.page, example::answer(cx, described)) {
            snippet.lines.push(match name.starts_with("r#") {
                true => format!("println!(\"{{:?}}\", {name});"),
                false => format!("println!(\"{{{name}:?}}\");"),
            });
        }
    }
    snippet
}

/// What a call fails with, told apart.
pub(super) fn errors(cx: Cx<'_>) -> Option<Snippet> {
    let Showcase { service, operation, answer, .. } = facts::failing(cx.facts, cx.api)?;
    let (described, service, names) = of(cx, service, operation);
    let call = example::call(cx, service, described, names)?;
    let (mut imports, mut lines) = (call.imports(cx), call.matched());
    lines.push(match answer {
        Answer::Value => "    Ok(answer) => println!(\"{answer:?}\"),".to_owned(),
        Answer::Nothing => "    Ok(()) => println!(\"done\"),".to_owned(),
    });
    let documented = match failure_outcome(described) {
        Outcome::Nothing | Outcome::One(Media::Empty) => None,
        Outcome::One(_) => Some(vec!["Some(body) => println!(\"{body:?}\"),".to_owned()]),
        Outcome::Several => {
            let (response, variant) = typical(&described.responses.failure)?;
            let variant = format!("{}::{}", names.failure, names.failure_variants[variant]);
            imports.push(format!("use {}::api::{}::{};", krate(cx), service.module, names.failure));
            Some(vec![
                match response.media {
                    Media::Empty => format!("Some({variant}) => println!(\"{}\"),", response.status),
                    _ => format!("Some({variant}(body)) => println!(\"{{body:?}}\"),"),
                },
                "Some(other) => println!(\"{other:?}\"),".to_owned(),
            ])
        }
    };
    lines.push("    Err(error) if error.is_timeout() => println!(\"no answer in time\"),".to_owned());
    match documented {
        None => lines.push("    Err(error) => return Err(error.into()),".to_owned()),
        Some(arms) => {
            lines.push("    Err(error) => match error.api() {".to_owned());
            lines.extend(arms.into_iter().map(|arm| format!("        {arm}")));
            lines.push("        None => return Err(error.into()),".to_owned());
            lines.push("    },".to_owned());
        }
    }
    lines.push("}".to_owned());
    imports.sort();
    Some(Snippet { imports, lines })
}

/// The failure that programs look for: that there is no such thing, or else the first one.
fn typical(failures: &[Response]) -> Option<(&Response, usize)> {
    let is_missing = |response: &Response| response.status == Status::Code(404);
    let index = failures.iter().position(is_missing).or_else(|| (!failures.is_empty()).then_some(0))?;
    Some((&failures[index], index))
}

fn of<'a>(cx: Cx<'a>, service: usize, operation: usize) -> (&'a Operation, &'a ServiceNames, &'a OperationNames) {
    let names = &cx.names.services()[service];
    (&cx.api.services[service].operations[operation], names, &names.operations[operation])
}

/// `let client = Client::builder().build()?;`
fn client(cx: Cx<'_>, showcase: Option<&Showcase>) -> Vec<String> {
    let credentials = match showcase {
        Some(showcase) => showcase.credentials.clone(),
        None => facts::some_credentials(cx.api),
    };
    let mut setters: Vec<String> = credentials.into_iter().map(|scheme| credential(cx, scheme)).collect();
    match cx.api.servers.first().and_then(Server::usual_url) {
        Some(url) if is_absolute(&url) => {}
        Some(_) | None => setters.insert(0, format!(".base_url({})", variable(cx, "BASE_URL"))),
    }
    match setters.is_empty() {
        true => vec!["let client = Client::builder().build()?;".to_owned()],
        false => {
            let setters = setters.into_iter().map(|setter| format!("    {setter}"));
            let first = ["let client = Client::builder()".to_owned()].into_iter();
            first.chain(setters).chain(["    .build()?;".to_owned()]).collect()
        }
    }
}

/// `.bearer_auth(std::env::var("USER_CHAT_BEARER_AUTH")?)`
fn credential(cx: Cx<'_>, scheme: SchemeId) -> String {
    let own = cx.names.scheme(scheme).setter.as_ref();
    let (usual, pair) = match cx.api.schemes[scheme.0].kind {
        SchemeKind::Basic => ("basic", true),
        SchemeKind::Bearer
        | SchemeKind::OAuth2
        | SchemeKind::OpenIdConnect
        | SchemeKind::Http(_)
        | SchemeKind::ApiKeyHeader(_)
        | SchemeKind::ApiKeyQuery(_)
        | SchemeKind::ApiKeyCookie(_) => ("bearer", false),
    };
    let setter = own.map_or_else(|| usual.to_owned(), ToString::to_string);
    let name = own.map_or(usual, |own| own.text()).to_uppercase();
    match pair {
        true => format!(
            ".{setter}(&{}, &{})",
            variable(cx, &format!("{name}_USER")),
            variable(cx, &format!("{name}_PASSWORD"))
        ),
        false => format!(".{setter}({})", variable(cx, &name)),
    }
}

/// What the program reads from the environment; the names begin with that of the crate.
fn variable(cx: Cx<'_>, name: &str) -> String {
    format!("std::env::var(\"{}_{name}\")?", krate(cx).to_uppercase())
}

fn is_absolute(url: &str) -> bool {
    ["http://", "https://", "ws://", "wss://"].iter().any(|scheme| url.starts_with(scheme))
}

/// What differs from API to API where a client is built: `` - `.region(servers::Region)`: `eu`, `us` ``
pub(super) fn builder(cx: Cx<'_>) -> Vec<String> {
    let code = documentation::code;
    let listed = |texts: &mut dyn Iterator<Item = String>| texts.map(|text| code(&text)).collect::<Vec<_>>().join(", ");
    let servers = listed(&mut cx.names.servers().iter().map(ToString::to_string));
    let server = cx.facts.chooses_server().then(|| format!("- `.server(servers::Server)`: {servers}"));
    let variables = cx.api.variables.iter().zip(cx.names.variables()).map(|(variable, names)| {
        let (setter, name) = (&names.setter, code(&variable.name.0));
        match variable.is_listed() {
            true => format!("- `.{setter}(servers::{})`: {}", names.ty, listed(&mut variable.values.iter().cloned())),
            false => format!("- `.{setter}(text)`: the server variable {name}"),
        }
    });
    let bearer =
        cx.facts.takes_bearer().then(|| "- `.bearer(tokens)`: every scheme that takes bearer tokens".to_owned());
    let basic =
        cx.facts.takes_basic().then(|| "- `.basic(user, password)`: every scheme that takes a password".to_owned());
    let schemes = cx.api.schemes.iter().enumerate().filter_map(|(index, scheme)| {
        let setter = cx.names.scheme(SchemeId(index)).setter.as_ref()?;
        Some(format!("- `.{setter}()`: the scheme {}", code(&scheme.name.0)))
    });
    server.into_iter().chain(variables).chain(bearer).chain(basic).chain(schemes).collect()
}

/// The features of the crate, as a table.
pub(super) fn features() -> String {
    let row = |(name, is_default): &(&str, bool)| {
        format!("| `{name}` | {} | {} |\n", if *is_default { "yes" } else { "no" }, gives(name))
    };
    let rows: String = manifest::FEATURES.iter().map(row).collect();
    format!("| feature | default | gives |\n|---|---|---|\n{rows}")
}

/// What a feature of the runtime is for.
fn gives(feature: &str) -> &'static str {
    match feature {
        "cache" => "a private HTTP cache",
        "fetch" => "in a browser its own HTTP and WebSockets",
        "fs" => "files as parts of a body, a cache and an outbox in files",
        "gzip" => "compressed answers",
        "http2" => "HTTP/2",
        "native-tls" => "https by the TLS of the platform",
        "outbox" => "calls that are kept, and sent when there is a network",
        "pinning" => "the keys that servers are held to",
        "reqwest" => "HTTP over TCP",
        "rustls" => "https, verified by the certificates of the platform",
        "system-proxy" => "proxies as the environment or the platform says",
        "testing" => "values, servers and a clock for tests",
        "tracing" => "spans and events",
        _ => "",
    }
}
