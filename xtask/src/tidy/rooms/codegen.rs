//! The rooms of the generator, and of what it writes.

use super::Grant::{AllBut, Only};
use super::Row;

pub(super) const ROWS: &[Row] = &[
    Row {
        place: "codegen/src/diagnostic",
        grant: Only(&["annotate_snippets", "place", "indexmap"]),
        help: "a diagnostic knows places and words, nothing about descriptions; report from the room that knows",
    },
    Row {
        place: "codegen/src/document",
        grant: Only(&[
            "Loader",
            "diagnostic",
            "indexmap",
            "openapiv3",
            "percent_encoding",
            "place",
            "saphyr_parser",
            "schema",
            "serde",
            "serde_json",
            "serde_yaml",
            "settings::AllEvents",
            "settings::EventSettings",
        ]),
        help: "document ends at openapiv3; what it means is for lower to say",
    },
    Row {
        place: "codegen/src/place",
        grant: Only(&["percent_encoding"]),
        help: "a place is a file and a pointer and knows nobody",
    },
    Row {
        place: "codegen/src/schema",
        grant: Only(&["indexmap", "place", "serde_json"]),
        help: "schemas are plain data by place; what they mean is for lower to say, what is wrong with them for document",
    },
    Row {
        place: "codegen/src/model",
        grant: Only(&["place"]),
        help: "the model is plain data that knows neither OpenAPI nor Rust; put the function into the room that needs it",
    },
    Row {
        place: "codegen/src/lower",
        grant: Only(&[
            "diagnostic",
            "document::Document",
            "document::Elsewhere",
            "place",
            "indexmap",
            "model",
            "openapiv3",
            "schema",
            "serde_json",
        ]),
        help: "lower goes from openapiv3 to model; reading text is for document, naming for names",
    },
    Row {
        place: "codegen/src/names",
        grant: Only(&["deunicode", "diagnostic", "model", "place"]),
        help: "names sees the model only, and knows nothing of tokens or of facts",
    },
    Row { place: "codegen/src/facts", grant: Only(&["model", "place"]), help: "facts are drawn from the model alone" },
    Row {
        place: "codegen/src/emit",
        grant: Only(&[
            "facts",
            "html5gum",
            "model",
            "names",
            "proc_macro2",
            "pulldown_cmark",
            "pulldown_cmark_to_cmark",
            "quote",
            "settings",
        ]),
        help: "emit decides nothing: what it wants to know belongs into facts, names or model",
    },
    Row {
        place: "codegen/src/print",
        grant: Only(&[
            "emit::Cell",
            "emit::Content",
            "emit::Item",
            "emit::Portion",
            "emit::Row",
            "emit::SourceFile",
            "emit::Table",
            "emit::written",
            "prettyplease",
            "proc_macro2",
            "quote",
            "syn",
        ]),
        help: "print turns tokens into text and knows no meaning",
    },
    Row {
        place: "codegen/src/settings",
        grant: Only(&["diagnostic", "model::Extent", "model::Unreached", "place", "semver", "toml"]),
        help: "settings are read before anything else and know no other room",
    },
    Row {
        place: "codegen/src",
        grant: AllBut(&["clientwright_runtime", "reqwest", "tokio"]),
        help: "codegen is pure: text in, text out",
    },
    Row {
        place: "generated",
        grant: AllBut(&["clientwright_codegen", "http", "reqwest"]),
        help: "generated code reaches everything through the runtime",
    },
];
