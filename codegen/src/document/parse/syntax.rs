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
    /// Where the bracket or the quote stands that is still open.
    pub(super) opened: Option<Range<usize>>,
}

/// A message of a parser in the words of people who write descriptions.
struct Wording {
    /// Part of what the parser says.
    said: &'static str,
    message: &'static str,
    help: &'static str,
}

const fn wording(said: &'static str, message: &'static str, help: &'static str) -> Wording {
    Wording { said, message, help }
}

/// The first that fits counts; what fits none is shown as the parser says it.
const WORDINGS: &[Wording] = &[
    wording(
        "mapping values are not allowed",
        "a `:` stands where no key can be",
        "indent the line like its neighbours; a text that contains `: ` needs quotes",
    ),
    wording(
        "did not find expected '-' indicator",
        ODD_LINE,
        "items of a list begin with `- `, all at the same indentation",
    ),
    wording("did not find expected ',' or", "a bracket is not closed", "close it, or put a comma between the members"),
    wording("did not find expected key", ODD_LINE, "indent the line like its neighbours"),
    wording("did not find expected node content", "a value is missing", "write a value, or close the bracket"),
    wording(
        "could not find expected ':'",
        "a key has no `:`",
        "write `key: value`, or indent the line if it continues the one above",
    ),
    wording("found unexpected end of stream", "a quote is not closed", "close the quotes"),
    wording("found unexpected document indicator", "a quote is not closed", "close the quotes"),
    wording(
        "while scanning an alias",
        "an alias has no name, for `*` begins one",
        "put a text that begins with `*` into quotes: `'*/*'`",
    ),
    wording("unknown anchor", "an alias has no anchor", "define it with `&name` before it is used"),
    wording(
        "found unknown escape character",
        "this escape does not exist in double quotes",
        "use single quotes, in which a backslash means nothing, or write `\\\\`",
    ),
    wording(
        "found character that cannot start any token",
        "no value can begin with this character",
        "put the value into quotes",
    ),
    wording("more than one document", "the text has several documents", "remove what follows the line `---`"),
    wording("a scalar as the key", "a key is a list or an object", "write a plain text as the key"),
    wording(
        "number out of range",
        "a number is beyond all that can be read",
        "write one below 1.8e308, or a string where it is no bound",
    ),
    wording("trailing comma", "a comma stands in front of a closing bracket", "remove the comma"),
    wording("EOF while parsing a string", "a string is not closed", "close it with `\"`"),
    wording("EOF while parsing", "the text ends too early", "close what is still open: `}`, `]` or `\"` is missing"),
    wording("key must be a string", "a key has no quotes", "put the key into double quotes"),
    wording(
        "control character",
        "a string contains a line break or another control character",
        "close the string on its own line, or write `\\n`",
    ),
    wording("expected `,` or", "a comma is missing", "put a comma between the members"),
    wording("expected `:`", "a colon is missing", "write a colon between key and value"),
];

const ODD_LINE: &str = "this line does not belong to the block around it";

pub(super) fn yaml(error: &serde_yaml::Error, text: &str) -> SyntaxError {
    let full = error.to_string();
    if full.contains("more than one document") {
        let at = second_document(text);
        return SyntaxError { span: at..line_end(text, at), ..described(&without_place(&full), text, at) };
    }
    if full.contains("control characters are not allowed")
        && let Some((at, control)) = text.char_indices().find(|(_, found)| !is_printable(*found))
    {
        let message = format!("the text has the control character U+{:04X}, which YAML does not take", control as u32);
        let help = "remove it; they come of texts that were saved in another encoding than they were read in";
        return SyntaxError { span: at..at + control.len_utf8(), message, help, ..described("", text, at) };
    }
    let at = error.location().map_or(0, |location| offset(text, location.line(), location.column()));
    let line = line_start(text, at);
    let indentation = text[line..].len() - text[line..].trim_start_matches([' ', '-', '\t']).len();
    if let Some(tab) = text[line..line + indentation].find('\t').filter(|_| full.contains("cannot start any token")) {
        let span = line + tab..line + tab + 1;
        let message = "a tab stands in the indentation".to_owned();
        return SyntaxError { entry: &catalogue::SYNTAX, span, message, help: "indent with spaces", opened: None };
    }
    let opened = ["while parsing a flow", "while scanning a quoted"].iter().find_map(|context| {
        let (_, context) = full.split_once(context)?;
        let (line, column) = place(context.split_once(" at line ")?.1)?;
        let at = offset(text, line, column);
        Some(at..end_of_character(text, at))
    });
    if let Some(span) = opened.as_ref().and_then(|opened| swallowed(text, line_start(text, opened.start)..at)) {
        let message = "a bracket is closed in a comment: without quotes, what follows `#` is one".to_owned();
        let help = "put the reference into quotes: `$ref: '#/components/schemas/Name'`";
        return SyntaxError { entry: &catalogue::UNQUOTED_REF, span, message, help, opened };
    }
    SyntaxError { opened, ..described(&without_place(&full), text, at) }
}

/// Whether a character may stand in a text (YAML 1.2.2 section 5.1).
fn is_printable(found: char) -> bool {
    matches!(found, '\t' | '\n' | '\r' | ' '..='~' | '\u{85}' | '\u{a0}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

/// Where the second document begins: at a `---` behind some content, or at content behind a `...`. Both stand at the beginning of a
/// line and nowhere else (YAML 1.2.2 section 9.1).
fn second_document(text: &str) -> usize {
    let is_marker = |line: &str, marker: &str| {
        line.strip_prefix(marker).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t', '\r', '\n']))
    };
    let (mut at, mut has_begun, mut has_ended) = (0, false, false);
    for line in text.split_inclusive('\n') {
        let is_start = is_marker(line, "---");
        let is_content = !line.trim().is_empty() && !line.trim_start().starts_with('#') && !line.starts_with('%');
        if is_marker(line, "...") {
            has_ended = has_begun;
        } else if is_start && has_begun || is_content && has_ended {
            return at;
        } else {
            has_begun |= is_content;
        }
        at += line.len();
    }
    0
}

/// A reference without quotes that takes the brackets behind it into a comment.
fn swallowed(text: &str, within: Range<usize>) -> Option<Range<usize>> {
    let mut from = within.start;
    while let Some(found) = text.get(from..within.end)?.find(": #/") {
        let start = from + found + 2;
        let line = text[start..].lines().next().unwrap_or_default();
        if line.contains(['}', ']']) {
            return Some(start..start + line.trim_end().len());
        }
        from = start;
    }
    None
}

pub(super) fn json(error: &serde_json::Error, text: &str) -> SyntaxError {
    let at = offset(text, error.line(), error.column().max(1));
    described(&without_place(&error.to_string()), text, at)
}

/// A comment in JSON.
pub(super) fn comment(at: usize) -> SyntaxError {
    let message = "JSON has no comments".to_owned();
    SyntaxError {
        entry: &catalogue::SYNTAX,
        span: at..at + 2,
        message,
        help: "remove the comments, or write YAML",
        opened: None,
    }
}

/// Lines of which a merge left two, with marks around them.
pub(super) fn conflict(text: &str) -> Option<SyntaxError> {
    let begin = |mark: &str| match text.starts_with(mark) {
        true => Some(0),
        false => text.find(&format!("\n{mark}")).map(|at| at + 1),
    };
    let (ours, theirs, end) = (begin("<<<<<<< ")?, begin("=======")?, begin(">>>>>>> ")?);
    (ours < theirs && theirs < end).then(|| SyntaxError {
        entry: &catalogue::SYNTAX,
        span: ours..line_end(text, ours),
        message: "a merge left both sides here".to_owned(),
        help: "keep what is meant, and remove the lines that begin with `<<<<<<<`, `=======` and `>>>>>>>`",
        opened: None,
    })
}

pub(super) fn too_deep(at: usize) -> SyntaxError {
    let entry = &catalogue::NESTED_TOO_DEEP;
    SyntaxError { entry, span: at..at + 1, message: entry.title.to_owned(), help: entry.help, opened: None }
}

fn described(said: &str, text: &str, at: usize) -> SyntaxError {
    let entry = match said {
        "recursion limit exceeded" => &catalogue::NESTED_TOO_DEEP,
        "repetition limit exceeded" => &catalogue::EXPANDS_TOO_FAR,
        _ => &catalogue::SYNTAX,
    };
    let wording = WORDINGS.iter().find(|wording| said.contains(wording.said));
    let message =
        if *entry == catalogue::SYNTAX { wording.map_or(said, |wording| wording.message) } else { entry.title };
    let help = wording.map_or(entry.help, |wording| wording.help);
    SyntaxError { entry, span: at..end_of_character(text, at), message: message.to_owned(), help, opened: None }
}

fn end_of_character(text: &str, at: usize) -> usize {
    text[at..].chars().next().filter(|next| *next != '\n').map_or(at, |next| at + next.len_utf8())
}

/// Reads `3 column 7` at the beginning of a text.
fn place(text: &str) -> Option<(usize, usize)> {
    let (line, rest) = text.split_once(" column ")?;
    let column = rest.split(|next: char| !next.is_ascii_digit()).next()?;
    Some((line.parse().ok()?, column.parse().ok()?))
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

fn line_end(text: &str, at: usize) -> usize {
    at + text[at..].lines().next().map_or(0, |line| line.trim_end().len())
}

fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |end| end + 1)
}
