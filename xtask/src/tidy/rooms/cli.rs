//! The rooms of the program.

use super::Grant::{AllBut, Only};
use super::Row;

pub(super) const ROWS: &[Row] = &[
    Row {
        place: "codegen/cli/src/arguments",
        grant: Only(&[
            "clap",
            "clap_complete",
            "clientwright_codegen::Stage",
            "diff::Denied",
            "diff::Format",
            "screen::Color",
            "screen::MessageFormat",
        ]),
        help: "the command line is words in, one command out; what a command does is its own business",
    },
    Row {
        place: "codegen/cli/src/events",
        grant: Only(&["clientwright_codegen::Finding", "clientwright_codegen::Severity", "serde", "serde_json"]),
        help: "what programs are told is plain data",
    },
    Row {
        place: "codegen/cli/src/screen",
        grant: Only(&[
            "clap",
            "clientwright_codegen::Diagnostics",
            "clientwright_codegen::Look",
            "clientwright_codegen::Severity",
            "events",
            "serde_json",
            "terminal_size",
        ]),
        help: "the screen knows terminals, not commands",
    },
    Row {
        place: "codegen/cli/src/sync",
        grant: Only(&[]),
        help: "files are put in their places whatever they are: what should be in them is generate's business",
    },
    Row {
        place: "codegen/cli/src/usage.rs",
        grant: Only(&["clientwright_codegen::nearest", "shlex"]),
        help: "a word of the command line knows nobody",
    },
    Row {
        place: "codegen/cli/src",
        grant: AllBut(&["clientwright_runtime"]),
        help: "the program carries the runtime as text, and compiles nothing of it",
    },
];
