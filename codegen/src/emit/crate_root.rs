//! `lib.rs`: what the crate is, its modules, and the handshake with the runtime.

use quote::quote;

use super::guide::{self, Snippet};
use super::{Cx, Item, SourceFile, documentation, example, feature, incoming};
use crate::facts::recursion_limit;
use crate::model::ServerVariable;

pub(super) fn file(cx: Cx<'_>) -> SourceFile {
    let api = cx.api;
    let mut text = documentation::markdown(&api.title);
    if !api.version.is_empty() {
        text.push_str(&format!(", version {}.", documentation::code(&api.version)));
    }
    for paragraph in documentation::paragraphs(&api.docs) {
        text.push_str("\n\n");
        text.push_str(&paragraph);
    }
    if !api.services.is_empty() {
        text.push_str("\n\n| calls | about |\n|---|---|\n");
        for (service, names) in api.services.iter().zip(cx.names.services()) {
            let about = match documentation::first_line(&service.docs).replace('|', "\\|") {
                about if about.is_empty() => {
                    format!("the tag {}", documentation::code(&service.hint.parts().join(" ")))
                }
                about => about,
            };
            text.push_str(&format!(
                "| [`{}`](api::{}::{}) | {about} |\n",
                names.accessor.text(),
                names.module.text(),
                names.handle.text()
            ));
        }
    }
    if cx.facts.is_divided() {
        text.push_str(
            "\n\nThe calls of each tag are a feature of the crate, with the types that they need, and all are there by default. Who needs some \
             of them compiles less with `default-features = false` and features such as `reqwest`, `rustls` and ",
        );
        let some = cx.names.services().first().map(feature::of).unwrap_or_default();
        text.push_str(&format!("{}.", documentation::code(&some)));
        text = documentation::wrap(&text);
    }
    text = format!("{}\n\n{}", text.trim_end(), usage(cx));
    let security = (!api.schemes.is_empty()).then(|| {
        quote!(
            mod security;
        )
    });
    let listed = api.variables.iter().any(ServerVariable::is_listed);
    let servers = (listed || cx.facts.chooses_server()).then(|| {
        quote!(
            pub mod servers;
        )
    });
    let incoming = |webhooks: bool| cx.api.incoming.iter().any(|it| incoming::is_webhook(it) == webhooks);
    let unreached = feature::unreached(cx);
    let modules = [
        Some(quote!(
            pub mod api;
        )),
        incoming(false).then(|| quote!(#unreached pub mod callbacks;)),
        Some(quote!(
            mod client;
        )),
        security,
        servers,
        Some(quote!(
            #[cfg(feature = "testing")]
            pub mod testing;
        )),
        Some(quote!(
            pub mod types;
        )),
        incoming(true).then(|| quote!(#unreached pub mod webhooks;)),
    ];
    let deep = cx
        .facts
        .has_deep_types(api)
        .then(|| quote!(#![allow(clippy::type_complexity, reason = "types are as deep as the description has them")]));
    let limit = recursion_limit(api).map(|limit| limit.to_string());
    let items = vec![
        documentation::module(text.trim_end()),
        Item::Code(deep.unwrap_or_default()),
        Item::Code(limit.map(|limit| quote!(#![recursion_limit = #limit])).unwrap_or_default()),
        Item::Lines(modules.into_iter().flatten().collect()),
        Item::Lines(vec![
            quote!(
                pub use self::client::{Client, ClientBuilder};
            ),
            quote!(
                pub use clientwright_runtime as runtime;
            ),
        ]),
        Item::Code(quote!(clientwright_runtime::private::fits!(4);)),
    ];
    SourceFile::rust("src/lib.rs", "crate_root.rs", items)
}

/// How the crate is used: a client with its credentials, a call, what fails, the features.
fn usage(cx: Cx<'_>) -> String {
    let Snippet { imports, lines } = guide::first_call(cx);
    let main = "# async fn example() -> Result<(), Box<dyn std::error::Error>> {";
    let mut text = format!("# Usage\n\n{}", block(&imports, main, &lines));
    let builder = guide::builder(cx);
    if !builder.is_empty() {
        text.push_str(&format!("\n\nWhat [`Client::builder`] takes of this API:\n\n{}", builder.join("\n")));
    }
    if let Some(Snippet { imports, lines }) = guide::errors(cx) {
        text.push_str(&format!("\n\n# Errors\n\n{}", block(&imports, &example::begin(cx), &lines)));
    }
    text.push_str(&format!("\n\n# Features\n\n{}", guide::features()));
    text
}

/// A block of code that compiles, of which readers see what is in the function.
fn block(imports: &[String], begin: &str, lines: &[String]) -> String {
    let mut block = vec!["```no_run"];
    block.extend(imports.iter().map(String::as_str));
    block.extend((!imports.is_empty()).then_some(""));
    block.push(begin);
    block.extend(lines.iter().map(String::as_str));
    block.extend([example::END, "```"]);
    block.join("\n")
}
