//! Who may use whom: the table that `cargo xtask tidy` checks. Nothing but data and how to read a row.
//!
//! Everything may use `std` and what is its own. The longest place that a file is in has its row.

/// What a place may use, of our rooms and of other crates.
pub(crate) enum Grant {
    /// These and nothing else. `emit::Cell` grants a part of a room.
    Only(&'static [&'static str]),
    /// Everything but these.
    AllBut(&'static [&'static str]),
}

/// One row: the place, what it may use, and what to do where it wants more.
pub(crate) struct Row {
    /// A file or a folder, from the root.
    pub(crate) place: &'static str,
    pub(crate) grant: Grant,
    pub(crate) help: &'static str,
}

use Grant::{AllBut, Only};

pub(crate) const ROWS: &[Row] = &[
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
    Row { place: "codegen/src/place", grant: Only(&[]), help: "a place is a file and a pointer and knows nobody" },
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
        place: "runtime/src",
        grant: AllBut(&["auth", "clientwright_codegen", "reqwest"]),
        help: "credentials are for client, setup and exchange alone; reqwest stays behind the one transport that is made of it; the \
               runtime knows nothing of generation",
    },
    Row {
        place: "runtime/src/auth",
        grant: Only(&[
            "base64",
            "clock",
            "error::Failure",
            "future",
            "futures_util",
            "http",
            "kind::ErrorKind",
            "origin",
            "redact",
            "shown",
            "sync",
            "timeout::within",
            "web_time",
            "wire",
            "zeroize",
        ]),
        help: "auth knows tokens and requests; which calls there are, and what becomes of them, is for client and exchange",
    },
    Row {
        place: "runtime/src/auth/model",
        grant: Only(&["clock", "future", "loom", "sync", "web_time"]),
        help: "a model has the files of its room, time that stands still, and loom",
    },
    Row {
        place: "runtime/src/call",
        grant: Only(&["__from_str", "__put", "codec", "http", "private", "setup", "wire"]),
        help: "a call has its values and options; to send it is for exchange",
    },
    Row {
        place: "runtime/src/client",
        grant: AllBut(&["clientwright_codegen", "reqwest"]),
        help: "reqwest stays behind the one transport that is made of it; the runtime knows nothing of generation",
    },
    Row {
        place: "runtime/src/clock",
        grant: Only(&["fastrand", "future", "tokio", "uuid", "web_time"]),
        help: "time, tasks and chance know no calls",
    },
    Row {
        place: "runtime/src/error",
        grant: Only(&[
            "bytes",
            "codec",
            "future",
            "http",
            "kind",
            "redact",
            "reply",
            "response",
            "serde_json",
            "shown",
            "timeout",
            "transport",
            "wire",
        ]),
        help: "an error knows what it was told; who sends calls is above it",
    },
    Row {
        place: "runtime/src/exchange",
        grant: AllBut(&["clientwright_codegen", "reqwest"]),
        help: "reqwest stays behind the one transport that is made of it; the runtime knows nothing of generation",
    },
    Row {
        place: "runtime/src/future",
        grant: Only(&["bytes", "futures_util"]),
        help: "names of types, and nothing else",
    },
    Row {
        place: "runtime/src/intercept",
        grant: Only(&["error", "future", "http", "kind", "transport", "wire"]),
        help: "interceptors know the way on by `Onward` alone, and not who goes it",
    },
    Row { place: "runtime/src/kind", grant: Only(&["timeout::Phase"]), help: "what went wrong, in one word" },
    Row {
        place: "runtime/src/origin",
        grant: Only(&["http"]),
        help: "an origin is read from a URL; who may have what there is for auth to say",
    },
    Row {
        place: "runtime/src/reply",
        grant: Only(&[
            "__header_form",
            "__status",
            "__when",
            "bytes",
            "codec",
            "http",
            "httpdate",
            "jiff",
            "private",
            "response",
            "tracing",
            "wire",
        ]),
        help: "a reply is read by what the description says; which error it is, is for operation to say",
    },
    Row {
        place: "runtime/src/response",
        grant: Only(&["http", "kind", "origin", "redact", "smallvec", "transport", "wire"]),
        help: "the record of a call knows neither how it is made nor its errors",
    },
    Row {
        place: "runtime/src/setup",
        grant: Only(&[
            "auth",
            "clock",
            "futures_util",
            "http",
            "intercept",
            "live",
            "origin",
            "redact",
            "retry",
            "socket",
            "sync",
            "timeout",
            "transport",
            "url",
            "web_time",
            "wire",
        ]),
        help: "what a client is made of knows no calls",
    },
    Row {
        place: "runtime/src/setup/model",
        grant: Only(&["futures_util", "loom", "sync"]),
        help: "a model has the files of its room, and loom",
    },
    Row { place: "runtime/src/sync", grant: Only(&["loom"]), help: "locks know nobody who takes them" },
    Row {
        place: "runtime/src/timeout",
        grant: Only(&["clock", "futures_util"]),
        help: "a limit knows nothing of what it ends",
    },
    Row {
        place: "runtime/src/transport/reqwest",
        grant: AllBut(&["auth", "clientwright_codegen"]),
        help: "a transport sends what it is given; the runtime knows nothing of generation",
    },
    Row {
        place: "runtime/src/wire",
        grant: Only(&[
            "bytes",
            "clock",
            "codec",
            "future",
            "futures_util",
            "http",
            "mime_guess",
            "percent_encoding",
            "redact",
            "serde",
            "serde_json",
            "shown",
            "smallvec",
            "tokio",
            "url",
            "uuid",
            "web_time",
        ]),
        help: "how values are written knows neither clients nor errors",
    },
    Row {
        place: "generated",
        grant: AllBut(&["clientwright_codegen", "http", "reqwest"]),
        help: "generated code reaches everything through the runtime",
    },
];

/// Rooms of one crate in the order in which they use one another, from the top: none uses one that stands before it.
pub(crate) const IN_ORDER: (&str, &[&str]) = (
    "runtime/src",
    &[
        "pages",
        "operation",
        "client",
        "exchange",
        "trace",
        "call",
        "setup",
        "intercept",
        "auth",
        "retry",
        "error",
        "reply",
        "response",
        "kind",
        "transport",
        "wire",
        "timeout",
        "clock",
        "origin",
        "future",
    ],
);

/// Rooms whose files use one another one way: none uses, by whatever detour, a file that uses it. Their `mod.rs` only says
/// what there is.
pub(crate) const ONE_WAY: &[&str] = &["runtime/src/auth"];

/// A word that a place has to do without, and what to do instead.
pub(crate) struct Withheld {
    pub(crate) place: &'static str,
    pub(crate) word: &'static str,
    pub(crate) help: &'static str,
}

pub(crate) const WITHHELD: &[Withheld] = &[
    Withheld {
        place: "codegen/src/emit",
        word: "format_ident",
        help: "a Rust name is born in names: ask Names for it",
    },
    Withheld {
        place: "codegen/src/lower",
        word: "panic",
        help: "lowering is total: report a diagnostic and fall back to something lossless",
    },
    Withheld {
        place: "codegen/src/document",
        word: "panic",
        help: "nothing in a user's document panics: report a diagnostic",
    },
];

/// The row of a file.
pub(crate) fn row_of(file: &str) -> Option<&'static Row> {
    ROWS.iter().filter(|row| is_in(file, row.place)).max_by_key(|row| row.place.len())
}

/// Whether a file is in a place: below that folder, that file itself, or the file of that module.
pub(crate) fn is_in(file: &str, place: &str) -> bool {
    file.strip_prefix(place).is_some_and(|rest| rest.is_empty() || rest == ".rs" || rest.starts_with('/'))
}

impl Row {
    /// Whether the row grants a path: crates by their name, rooms by theirs.
    pub(crate) fn grants(&self, path: &[&str]) -> bool {
        match self.grant {
            Only(_) => self.granting(path).next().is_some(),
            AllBut(list) => !list.iter().any(|entry| covers(entry, path)),
        }
    }

    /// The entries that grant a path.
    pub(crate) fn granting<'p>(&self, path: &'p [&'p str]) -> impl Iterator<Item = &'static str> + use<'p> {
        self.only().iter().copied().filter(move |entry| covers(entry, path))
    }

    /// The entries that grant something; none where everything is granted but some.
    pub(crate) fn only(&self) -> &'static [&'static str] {
        match self.grant {
            Only(list) => list,
            AllBut(_) => &[],
        }
    }
}

/// Whether a path is what an entry of the table names, or a part of it.
fn covers(entry: &str, path: &[&str]) -> bool {
    let mut segments = path.iter();
    entry.split("::").all(|wanted| segments.next() == Some(&wanted))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_place_has_the_row() {
        assert_eq!(row_of("codegen/src/emit/docs.rs").unwrap().place, "codegen/src/emit");
        assert_eq!(row_of("codegen/src/print.rs").unwrap().place, "codegen/src/print");
        assert_eq!(row_of("codegen/src/lib.rs").unwrap().place, "codegen/src");
        assert_eq!(row_of("runtime/src/transport/reqwest.rs").unwrap().place, "runtime/src/transport/reqwest");
        assert!(row_of("xtask/src/main.rs").is_none());
    }

    #[test]
    fn a_part_of_a_room_can_be_granted() {
        let lower = row_of("codegen/src/lower/mod.rs").unwrap();
        let print = row_of("codegen/src/print.rs").unwrap();
        assert!(print.grants(&["emit", "Item", "new"]) && !print.grants(&["emit", "Cx"]));
        assert!(!lower.grants(&["document", "parse"]));
        assert!(!lower.grants(&["document"]));
    }
}
