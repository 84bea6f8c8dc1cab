//! `README.md` of the generated crate.

use super::{Cx, SourceFile, documentation};
use crate::model::Server;

pub(super) fn file(cx: Cx<'_>) -> SourceFile {
    let api = cx.api;
    let krate = cx.settings.name.replace('-', "_");
    let title = documentation::markdown(&api.title).replace('\n', " ");
    let mut text = format!(
        "# {}\n\nA client of {title}, made by `cargo xtask generate` from `{}`.\n\
         `src/`, `Cargo.toml`, `reference.md` and this file belong to the generator; `tests/` and `examples/` do not.\n\
         What there is to call, a line each: [reference.md](reference.md).\n",
        cx.settings.name, cx.source
    );
    text.push_str(&format!("\n```rust\nuse {krate}::Client;\n\nlet client = Client::builder()"));
    match api.servers.first().and_then(Server::usual_url) {
        Some(url) if is_absolute(&url) => text.push_str(".build()?;\n"),
        Some(_) | None => text.push_str(".base_url(\"https://api.example.com/\").build()?;\n"),
    }
    let first = api.services.iter().zip(cx.names.services()).find_map(|(service, names)| {
        let mut operations = service.operations.iter().zip(&names.operations);
        operations
            .find(|(operation, _)| operation.arguments().iter().all(|argument| !argument.required()))
            .map(|(_, operation)| (names, operation))
    });
    if let Some((service, operation)) = first {
        text.push_str(&format!("let answer = client.{}().{}().await?;\n", service.accessor, operation.method));
    }
    text.push_str("```\n");
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

fn is_absolute(url: &str) -> bool {
    url.starts_with("http://") || url.starts_with("https://")
}
