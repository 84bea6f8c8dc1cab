//! `testing.rs`: values for the tests of those who use the client; and `testing.json`, the examples that the description gives of them.

use quote::quote;

use super::{Cx, Item, SourceFile, documentation, runtime};
use crate::model::{FieldKind, Presence, TypeId, TypeKind};

const ABOUT: &str =
    "For tests of programs that use this client: values of its types, and the testing kit of the runtime.";

pub(super) fn file(cx: Cx<'_>) -> SourceFile {
    let about = documentation::lines([
        "A value of one of the [`types`](crate::types) with all that is required, as the description's examples have it, and",
        "nothing else. Its fields can be set.",
    ]);
    let examples = match examples(cx).next() {
        Some(_) => quote!(include_str!("testing.json")),
        None => quote!("{}"),
    };
    let import = runtime::import();
    let sample = quote! {
        #about
        #[must_use]
        pub fn sample<T: Sample>() -> T {
            static EXAMPLES: rt::Examples = rt::Examples::new(#examples);
            rt::sample(&EXAMPLES)
        }
    };
    let items = vec![
        documentation::module(ABOUT),
        Item::Lines(vec![quote!(
            pub use clientwright_runtime::testing::*;
        )]),
        Item::Lines(vec![import]),
        Item::Code(sample),
    ];
    SourceFile::rust("src/testing.rs", "testing.rs", items)
}

/// The examples of each struct, by its name in Rust; none where the description has no example.
pub(super) fn json(cx: Cx<'_>) -> Option<SourceFile> {
    let mut structs: Vec<(&str, String)> = examples(cx).collect();
    structs.sort_unstable();
    let structs: String =
        structs.iter().map(|(name, examples)| format!(",\n  {}: {{\n{examples}\n  }}", quoted(name))).collect();
    let mark = quoted(&format!("by clientwright from {}. Do not edit.", cx.source));
    (!structs.is_empty())
        .then(|| SourceFile::text("src/testing.json", format!("{{\n  \"@generated\": {mark}{structs}\n}}\n")))
}

fn examples(cx: Cx<'_>) -> impl Iterator<Item = (&str, String)> {
    cx.api.type_ids().filter_map(move |id| of(cx, id))
}

fn of(cx: Cx<'_>, id: TypeId) -> Option<(&str, String)> {
    let TypeKind::Struct(strukt) = &cx.api.def(id).kind else { return None };
    let examples = strukt.fields.iter().filter_map(|field| match &field.kind {
        FieldKind::Value { presence: Presence::Required, .. } => {
            Some(format!("    {}: {}", quoted(&field.name.0), field.example.as_ref()?))
        }
        FieldKind::Value { presence: Presence::Optional, .. } | FieldKind::Constant(_) => None,
    });
    let examples = examples.collect::<Vec<_>>().join(",\n");
    (!examples.is_empty()).then(|| (cx.names.ty(id).ident.text(), examples))
}

/// A string of JSON (RFC 8259 section 7).
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for char in text.chars() {
        match char {
            '"' | '\\' => quoted.extend(['\\', char]),
            char if char.is_control() => quoted.push_str(&format!("\\u{:04x}", u32::from(char))),
            char => quoted.push(char),
        }
    }
    quoted + "\""
}
