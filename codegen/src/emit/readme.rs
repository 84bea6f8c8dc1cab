//! `README.md` of the generated crate: what it is, a program that calls it, where it calls.

use super::{Cx, SourceFile, documentation, sources};
use crate::facts::{self, Answer, Placeholder, Showcase};
use crate::model::{SchemeId, SchemeKind, Server};

pub(super) fn file(cx: Cx<'_>) -> SourceFile {
    let api = cx.api;
    let title = documentation::markdown(&api.title).replace('\n', " ");
    let mut text = format!(
        "# {}\n\nA client of {title}, made by clientwright from {}.\n\
         `src/`, `Cargo.toml`, `reference.md` and this file belong to the generator; `tests/` and `examples/` do not.\n\
         What there is to call, a line each: [reference.md](reference.md).\n",
        cx.settings.name,
        sources::sentence(cx)
    );
    text.push_str(&format!("\n```rust\n{}```\n", program(cx)));
    text.push_str("\nIt runs on `tokio`, with its features `macros` and `rt-multi-thread`.\n");
    if !api.servers.is_empty() {
        text.push_str("\nServers, the first one is the default:\n\n");
        for server in &api.servers {
            let about = documentation::first_line(&server.docs);
            let about = if about.is_empty() { String::new() } else { format!(": {about}") };
            text.push_str(&format!("- {}{about}\n", documentation::code(&server.url)));
        }
    }
    SourceFile::text("README.md", text)
}

/// A whole program: what it has to be told, it reads from the environment.
fn program(cx: Cx<'_>) -> String {
    let showcase = facts::showcase(cx.api);
    let credentials = match &showcase {
        Some(showcase) => showcase.credentials.clone(),
        None => facts::some_credentials(cx.api),
    };
    let mut setters: Vec<String> = credentials.into_iter().map(|scheme| credential(cx, scheme)).collect();
    match cx.api.servers.first().and_then(Server::usual_url) {
        Some(url) if is_absolute(&url) => {}
        Some(_) | None => setters.insert(0, format!(".base_url({})", variable(cx, "BASE_URL"))),
    }
    let client = match setters.as_slice() {
        [] => "Client::builder().build()?".to_owned(),
        setters => format!("Client::builder()\n        {}\n        .build()?", setters.join("\n        ")),
    };
    let krate = cx.settings.name.replace('-', "_");
    let call = showcase.map_or_else(|| "    println!(\"{client:?}\");\n".to_owned(), |showcase| call(cx, &showcase));
    format!(
        "use {krate}::Client;\n\n#[tokio::main]\nasync fn main() -> Result<(), Box<dyn std::error::Error>> {{\n    \
         let client = {client};\n{call}    Ok(())\n}}\n"
    )
}

fn call(cx: Cx<'_>, showcase: &Showcase<'_>) -> String {
    let names = &cx.names.services()[showcase.service];
    let method = &names.operations[showcase.operation].method;
    let values: Vec<String> = showcase.values.iter().map(placeholder).collect();
    let call = format!("client.{}().{method}({}).await?", names.accessor, values.join(", "));
    match showcase.answer {
        Answer::Value => format!("    let answer = {call};\n    println!(\"{{answer:?}}\");\n"),
        Answer::Nothing => format!("    {call};\n"),
    }
}

fn placeholder(value: &Placeholder<'_>) -> String {
    match value {
        Placeholder::Text(text) => format!("{text:?}"),
        Placeholder::Number => "1".to_owned(),
        Placeholder::Float => "1.0".to_owned(),
        Placeholder::Flag => "true".to_owned(),
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
    format!("std::env::var(\"{}_{name}\")?", cx.settings.name.replace('-', "_").to_uppercase())
}

fn is_absolute(url: &str) -> bool {
    ["http://", "https://", "ws://", "wss://"].iter().any(|scheme| url.starts_with(scheme))
}
