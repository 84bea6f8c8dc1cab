//! Syntax errors of the two parsers, in words and with a place.
//!
//! Enters: an error of serde_yaml or serde_json. Leaves: entry, bytes, message, help.

use std::ops::Range;

use crate::diagnostic::{Entry, catalogue};

/// A text that has no tree.
pub(super) struct SyntaxError {
    pub(super) entry: &'static Entry,
    pub(super) span: Range<usize>,
    pub(super) message: String,
    pub(super) help: &'static str,
}

/// What the parsers say, and what usually helps. The first that fits counts.
const HELP: &[(&str, &str)] = &[
    ("mapping values are not allowed", "indent the line like its neighbours; a text that contains `: ` needs quotes"),
    ("did not find expected key", "indent the line like its neighbours"),
    ("did not find expected '-' indicator", "indent the line like its neighbours; items of a list begin with `- `"),
    ("could not find expected ':'", "write `key: value`, or indent the line if it continues the one above"),
    ("did not find expected ',' or", "close the `[` or `{`, or put a comma between the members"),
    ("found unexpected end of stream", "close the quotes"),
    ("found unexpected document indicator", "close the quotes"),
    ("unknown anchor", "define the anchor with `&name` before it is used"),
    ("found unknown escape character", "use single quotes, in which a backslash means nothing, or write `\\\\`"),
    (
        "found character that cannot start any token",
        "put the value into quotes: it begins with a character that YAML keeps for itself",
    ),
    ("more than one document", "keep only one document: remove what follows the line `---`"),
    ("a scalar as the key", "use a plain text as the key"),
    ("trailing comma", "remove the comma in front of the closing bracket"),
    ("EOF while parsing a string", "close the string with `\"`"),
    ("EOF while parsing", "close what is still open: `}`, `]` or `\"` is missing"),
    ("key must be a string", "put the key into double quotes"),
    ("control character", "write `\\n` for a line break in a string; close the string on its own line"),
    ("expected `,` or", "put a comma between the members"),
    ("expected `:`", "write a colon between key and value"),
];

pub(super) fn yaml(error: &serde_yaml::Error, text: &str) -> SyntaxError {
    let full = error.to_string();
    let place = error.location().map(|location| (location.line(), location.column()));
    let at = place.map_or(0, |(line, column)| offset(text, line, column));
    if text.trim().is_empty() {
        return described("the text is empty", text, 0);
    }
    if text[line_start(text, at)..].trim_start_matches([' ', '-']).starts_with('\t')
        && full.contains("cannot start any token")
    {
        let tab = line_start(text, at) + text[line_start(text, at)..].find('\t').unwrap_or_default();
        let help = "YAML is indented with spaces";
        return SyntaxError { help, span: tab..tab + 1, ..described("a tab stands in the indentation", text, tab) };
    }
    described(&without_place(&full), text, at)
}

pub(super) fn json(error: &serde_json::Error, text: &str) -> SyntaxError {
    let at = offset(text, error.line(), error.column().max(1));
    described(&without_place(&error.to_string()), text, at)
}

fn described(message: &str, text: &str, at: usize) -> SyntaxError {
    let entry = match message {
        "recursion limit exceeded" => &catalogue::NESTED_TOO_DEEP,
        "repetition limit exceeded" => &catalogue::EXPANDS_TOO_FAR,
        _ => &catalogue::SYNTAX,
    };
    let help = HELP.iter().find(|(part, _)| message.contains(part)).map_or(entry.help, |(_, help)| help);
    let end = text[at..].chars().next().filter(|next| *next != '\n').map_or(at, |next| at + next.len_utf8());
    let message = if *entry == catalogue::SYNTAX { message } else { entry.title };
    SyntaxError { entry, span: at..end, message: message.to_owned(), help }
}

/// The parsers append ` at line 3 column 7`, in the middle as well; the drawing shows that better.
fn without_place(message: &str) -> String {
    let mut kept = String::new();
    let mut rest = message;
    while let Some(start) = rest.find(" at line ") {
        kept.push_str(&rest[..start]);
        let place = &rest[start + " at line ".len()..];
        let after = place.trim_start_matches(|next: char| next.is_ascii_digit());
        rest = after.strip_prefix(" column ").unwrap_or(after).trim_start_matches(|next: char| next.is_ascii_digit());
    }
    kept + rest
}

/// The byte of a line and a column, both counted from 1; the end of the text where it is shorter.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let start = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum::<usize>();
    let rest = &text[start..];
    let within = rest.char_indices().map(|(at, _)| at).nth(column.saturating_sub(1));
    let line_end = rest.find('\n').unwrap_or(rest.len());
    start + within.unwrap_or(rest.len()).min(line_end)
}

fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |end| end + 1)
}
