//! `reference.md`: every operation and type, a line each, and what is left out: the public surface as reviewers see it.

use std::collections::BTreeSet;

use super::import::Scope;
use super::{
    Cx, SourceFile, documentation, example, guide, incoming, outcome, sources, strukt, synopsis, usage, written,
};
use crate::facts::{Outcome, failure_outcome};
use crate::model::{EnumValues, Less, Operation, ToldHeader, TypeId, TypeKind};
use crate::names::{OperationNames, ServiceNames};

pub(super) fn file(cx: Cx<'_>) -> SourceFile {
    let made = sources::sentence(cx);
    let mut text = format!("# Reference of {}\n\nMade by clientwright from {made}.\n", cx.settings.name);
    text.push_str(&sources::section(cx));
    let builder = guide::builder(cx);
    if !builder.is_empty() {
        text.push_str(&format!("\n## Client::builder()\n\n{}\n", builder.join("\n")));
    }
    let count = cx.api.operations().count();
    text.push_str(&format!("\n## Operations ({count})\n"));
    match cx.api.unwanted {
        0 => {}
        1 => text.push_str("\nThe settings leave out 1 more operation of the description.\n"),
        unwanted => {
            text.push_str(&format!("\nThe settings leave out {unwanted} more operations of the description.\n"))
        }
    }
    for (service, names) in cx.api.services.iter().zip(cx.names.services()) {
        text.push_str(&format!("\n### client.{}()\n\n", names.accessor));
        for (described, own) in service.operations.iter().zip(&names.operations) {
            text.push_str(&operation_line(cx, described, own));
            text.push_str(&example_line(cx, names, described, own));
        }
    }
    for (title, is_webhook) in [("Webhooks", true), ("Callbacks", false)] {
        let all = cx.api.incoming.iter().zip(cx.names.incoming());
        let all = all.filter(|(it, _)| incoming::is_webhook(it) == is_webhook);
        let lines: Vec<_> = all.filter_map(|(it, name)| Some((it, it.content.as_ref()?, name.as_ref()?))).collect();
        if !lines.is_empty() {
            text.push_str(&format!("\n## {title} ({})\n\n", lines.len()));
        }
        let scope = Scope::reference(cx);
        for (it, content, name) in lines {
            let value = written::ty(&incoming::value(&scope, content));
            let origin = documentation::code(&it.origin.to_string());
            text.push_str(&format!("- `{}::{name}(body)` -> `{value}`: {origin}\n", title.to_lowercase()));
        }
    }
    if !cx.api.types.is_empty() {
        text.push_str(&format!("\n## Types ({})\n\n", cx.api.types.len()));
    }
    let mut types: Vec<_> = cx.api.type_ids().collect();
    types.sort_by_key(|id| &cx.names.ty(*id).ident);
    for id in types {
        text.push_str(&type_line(cx, id));
    }
    let headers = failure_headers(cx);
    if !headers.is_empty() {
        text.push_str(&format!("\n## Headers of failures ({})\n\n{}\n", headers.len(), headers.join("\n")));
    }
    if !cx.api.notations.is_empty() {
        text.push_str(&format!("\n## Not spoken ({})\n\n", cx.api.notations.len()));
        for (name, count) in &cx.api.notations {
            let name = documentation::code(name);
            let bodies = if *count == 1 { "body" } else { "bodies" };
            text.push_str(&format!("- {name}: another media type says the same, in {count} {bodies}\n"));
        }
    }
    if !cx.api.less.is_empty() {
        text.push_str(&format!("\n## Less than described ({})\n\n", cx.api.less.len()));
        cx.api.less.iter().for_each(|less| text.push_str(&less_line(less)));
    }
    if !cx.api.left_out.is_empty() {
        text.push_str(&format!("\n## Not generated ({})\n\n", cx.api.left_out.len()));
        for left_out in &cx.api.left_out {
            let (what, origin) =
                (documentation::code(&left_out.what), documentation::code(&left_out.origin.to_string()));
            text.push_str(&format!("- {what}: {} ({origin})\n", left_out.why));
        }
    }
    SourceFile::text("reference.md", format!("{}\n\n{GUIDE}", text.trim_end()))
}

/// Where the rest is.
const GUIDE: &str = "\
## The guide

`clientwright guide` has a chapter about each thing that clients have in common: `calls`, `errors`, `retries`, `tokens`, `uploads`, `paging`,
`streams`, `testing`, and more.
";

/// The headers that errors come with, each thing once: `` - `Retry-After` (integer): How many seconds to wait. ``
fn failure_headers(cx: Cx<'_>) -> Vec<String> {
    let headers = cx.api.operations().flat_map(|operation| &operation.responses.failure_headers);
    let named = |name: &str, holds: &str| format!("{} ({holds})", documentation::code(name));
    let lines: BTreeSet<_> =
        headers.map(|ToldHeader { name, holds, docs }| synopsis::item(&named(&name.0, holds), docs)).collect();
    lines.into_iter().collect()
}

/// Places that are listed of one kind.
const PLACES: usize = 3;

/// `- what it is: #/components/schemas/User, #/components/schemas/Room and 3 more`
fn less_line(less: &Less) -> String {
    let places: Vec<_> = less.places.iter().take(PLACES).map(|place| documentation::code(&place.to_string())).collect();
    let more = less.places.len() - places.len();
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("- {}: {}{more}\n", less.what, places.join(", "))
}

/// `- GET /users/{id}: get_user(id) -> User`
fn operation_line(cx: Cx<'_>, described: &Operation, names: &OperationNames) -> String {
    let scope = Scope::reference(cx);
    let (mut required, mut optional) = (Vec::new(), Vec::new());
    for (argument, name) in described.arguments().iter().zip(&names.arguments) {
        if argument.required() { required.push(name.to_string()) } else { optional.push(format!(".{name}()")) }
    }
    let success = written::ty(&outcome::success_value(&scope, described, names));
    let failure = match failure_outcome(described) {
        Outcome::Nothing => "no documented body".to_owned(),
        _ => written::ty(&outcome::failure_value(&scope, described, names)),
    };
    let options = if optional.is_empty() { String::new() } else { format!(" with {}", optional.join(" ")) };
    let deprecated = if described.docs.deprecated { " (deprecated)" } else { "" };
    format!(
        "- `{}({})` -> `{success}`, fails with `{failure}`{options}{deprecated}: {}\n",
        names.method,
        required.join(", "),
        documentation::code(&format!("{} {}", described.method, described.path)),
    )
}

/// Behind the line of an operation, within its item: the call as a caller writes it; nothing where that is the line itself.
fn example_line(cx: Cx<'_>, service: &ServiceNames, described: &Operation, names: &OperationNames) -> String {
    let line = example::call(cx, service, described, names).and_then(|call| call.line(described));
    line.map(|line| format!("  {}\n", documentation::code(&line))).unwrap_or_default()
}

/// `- User { id: String, name: String, .. }`
fn type_line(cx: Cx<'_>, id: TypeId) -> String {
    let names = cx.names.ty(id);
    let scope = Scope::reference(cx);
    let name = &names.ident;
    match &cx.api.def(id).kind {
        TypeKind::Struct(it) => {
            let fields: Vec<_> = strukt::fields(&scope, id, it)
                .iter()
                .map(|(name, ty)| format!("{name}: {}", written::ty(ty)))
                .collect();
            format!("- struct `{name}` {{ {} }}\n", documentation::code(&fields.join(", ")))
        }
        TypeKind::Enum(list) => {
            let values = match &list.values {
                EnumValues::Strings(values) => {
                    values.iter().map(|(value, _)| documentation::code(value)).collect::<Vec<_>>()
                }
                EnumValues::Integers(values) => {
                    values.iter().map(|(value, _)| documentation::code(&value.to_string())).collect()
                }
            };
            format!("- enum `{name}`: {}\n", values.join(", "))
        }
        TypeKind::Union(union) => {
            let variants: Vec<_> = union
                .variants
                .iter()
                .zip(&names.variants)
                .map(|(variant, name)| format!("`{name}({})`", written::ty(&usage::ty(&scope, &variant.ty))))
                .collect();
            format!("- union `{name}`: {}\n", variants.join(", "))
        }
        TypeKind::Alias(target) => format!("- type `{name}` = `{}`\n", written::ty(&usage::ty(&scope, target))),
    }
}
