//! `README.md` of the generated crate: what it is, a program that calls it, what fails, where it calls.

use super::example::krate;
use super::guide::{self, Snippet};
use super::{Cx, SourceFile, documentation, sources};

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
    text.push_str(
        "\nIt runs on `tokio`, with its features `macros` and `rt-multi-thread`. What every API has, such as ",
    );
    text.push_str(&format!("retries, timeouts and sources of tokens, is in `{}::runtime`.\n", krate(cx)));
    let builder = guide::builder(cx);
    if !builder.is_empty() {
        text.push_str(&format!("\nWhat `Client::builder()` takes of this API:\n\n{}\n", builder.join("\n")));
    }
    if let Some(Snippet { imports, lines }) = guide::errors(cx) {
        let imports: String = imports.iter().map(|line| format!("{line}\n")).collect();
        let imports = if imports.is_empty() { imports } else { imports + "\n" };
        text.push_str(&format!("\nWhat fails is told by its type:\n\n```rust\n{imports}{}\n```\n", lines.join("\n")));
    }
    text.push_str(&format!("\nFeatures:\n\n{}", guide::features()));
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

/// A whole program.
fn program(cx: Cx<'_>) -> String {
    let Snippet { imports, lines } = guide::first_call(cx);
    let lines: String = lines.join("\n").lines().map(|line| format!("    {line}\n")).collect();
    format!(
        "{}\n\n#[tokio::main]\nasync fn main() -> Result<(), Box<dyn std::error::Error>> {{\n{lines}    Ok(())\n}}\n",
        imports.join("\n")
    )
}
