//! The page of all codes, made from the catalogue and the fixtures. Writing it is not its business.

use std::fmt::Write as _;

use clientwright_codegen::{ENTRIES, Entry};

use super::Examples;

/// The rooms that report, by the first two digits of their codes.
const GROUPS: &[(&str, &str)] = &[
    ("CW01", "Reading the text"),
    ("CW02", "The form of the description"),
    ("CW03", "References"),
    ("CW04", "What the description means"),
    ("CW05", "Names"),
    ("CW06", "Settings"),
];

const HEAD: &str = "\
# Messages

Made by `cargo xtask explain --write` from the catalogue and its fixtures. Do not edit.

Everything that the generator says about a description has a code. An error stops generation, and nothing is written. A warning
says that something is generated, but other or less than the description says; a note is worth knowing. How much warnings and
notes matter can be set by code, in the settings of a description:

```toml
[diagnostics]
CW0404 = \"allow\"    # not told
CW0204 = \"deny\"     # an error
warnings = \"deny\"   # all warnings are errors, save those allowed; `cargo xtask generate --deny-warnings` does the same
```

`cargo xtask explain CODE` says the same as this page, and what is told about the example.
";

/// The text of the page.
pub(crate) fn page(examples: &Examples) -> String {
    let mut text = HEAD.to_owned();
    for (prefix, title) in GROUPS {
        let entries = ENTRIES.iter().filter(|entry| entry.code.starts_with(prefix));
        let _ = write!(text, "\n## {title}\n\n| code | | |\n|---|---|---|\n");
        for entry in entries.clone() {
            let (code, anchor) = (entry.code, entry.code.to_lowercase());
            let _ = writeln!(text, "| [{code}](#{anchor}) | {} | {} |", entry.severity.word(), entry.title);
        }
        entries.for_each(|entry| section(&mut text, entry, examples));
    }
    text
}

fn section(text: &mut String, entry: &Entry, examples: &Examples) {
    let _ =
        write!(text, "\n### {}\n\n{}: {}.\n\n{}\n\n", entry.code, entry.severity.word(), entry.title, entry.meaning);
    let _ = writeln!(text, "Remedy: {}.", entry.help);
    for (path, content) in examples.of(entry.code).take(1).flat_map(|example| &example.files) {
        let language = path.rsplit('.').next().unwrap_or_default();
        let fence = "`".repeat(longest_run(content).max(2) + 1);
        let _ = write!(text, "\n{fence}{language}\n{}\n{fence}\n", content.trim_end());
    }
}

/// The most backticks in a row: a fence has one more.
fn longest_run(text: &str) -> usize {
    text.split(|char| char != '`').map(str::len).max().unwrap_or_default()
}
