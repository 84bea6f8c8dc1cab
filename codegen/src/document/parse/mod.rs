//! Text becomes a value tree.
//!
//! Enters: YAML or JSON. Leaves: one ordered `serde_json::Value`, or a syntax error drawn at its place. The only file of the crate
//! that knows which YAML package is used. What the values mean is not its business.

mod syntax;
mod tree;

use std::sync::Arc;

use serde::de::DeserializeSeed as _;
use serde_json::Value;

use self::tree::{Fault, Reading, Tree};
use super::foreign::{self, Asked};
use super::path::Path;
use super::position;
use crate::diagnostic::{Diagnostics, Locator, Part, catalogue};
use crate::place::Pointer;

/// What to do about a text in units of two or four bytes.
const WIDE: &str = "it looks like UTF-16 or UTF-32: save the file as UTF-8";

/// Reads a text and hands it to the diagnostics, so that places in it can be drawn. `None` where it has no tree.
///
/// `at` is where the tree will stand in that of the whole description.
pub(super) fn parse(
    path: &str,
    whole: &Arc<str>,
    at: &Pointer,
    asked: Asked,
    diagnostics: &mut Diagnostics,
) -> Option<Value> {
    let text = match whole.strip_prefix('\u{feff}') {
        Some(text) => &text.into(),
        None => whole,
    };
    if text.trim().is_empty() {
        diagnostics.add_source(path, text.clone(), Locator::Whole(position::yaml));
        let found = diagnostics.report_span(&catalogue::SYNTAX, path, 0..0, "the text is empty");
        found.help(asked.of_nothing());
        return None;
    }
    if text.bytes().take(4).any(|byte| byte == 0) {
        diagnostics.add_source(path, text.clone(), Locator::Nothing);
        let found = diagnostics.report_span(&catalogue::NOT_UTF8, path, 0..0, "the text has bytes that are zero");
        found.help(WIDE);
        return None;
    }
    let mut reading = Reading::new(text.len());
    let (locator, tree) = match json(text, &mut reading) {
        // YAML in flow style begins like JSON.
        Some(Err(_)) if !named_json(path) => (Locator::Whole(position::yaml), yaml(text, &mut reading)),
        Some(result) => (Locator::Steps(position::json), result.map_err(|error| syntax::json(&error, text))),
        None => (Locator::Whole(position::yaml), yaml(text, &mut reading)),
    };
    let tree = match tree {
        // A comment in front of JSON makes one text of both in YAML.
        Ok(Value::String(read)) => comment(path, text).map_or(Ok(Value::String(read)), |at| Err(syntax::comment(at))),
        tree => tree,
    };
    let tree = tree.map_err(|error| match comment(path, text) {
        Some(at) => syntax::comment(at),
        None => syntax::conflict(text).unwrap_or(error),
    });
    diagnostics.add_source(path, text.clone(), locator);
    match (tree, &reading.fault) {
        (Ok(tree), None) => {
            report(reading, at, diagnostics);
            Some(tree)
        }
        (Ok(_) | Err(_), Some(Fault::ExpandsTooFar)) => {
            let message = "the aliases of this text expand to too many values";
            diagnostics.report_span(&catalogue::EXPANDS_TOO_FAR, path, 0..0, message);
            None
        }
        (Err(_), None) if foreign::tell_by_text(path, text, asked, diagnostics) => None,
        (Err(error), None) => {
            let found = diagnostics.report_span(error.entry, path, error.span, error.message).help(error.help);
            if let Some(opened) = error.opened {
                found.label_span(opened, "opened here");
            }
            None
        }
    }
}

/// The text of a file, whose first byte that is none of UTF-8 is shown, with as much as can be.
pub(crate) fn decode(path: &str, bytes: Vec<u8>, diagnostics: &mut Diagnostics) -> Option<String> {
    if foreign::tell_by_bytes(path, &bytes, diagnostics) {
        return None;
    }
    let error = match String::from_utf8(bytes) {
        Ok(text) => return Some(text),
        Err(error) => error,
    };
    let (at, bytes) = (error.utf8_error().valid_up_to(), error.as_bytes());
    diagnostics.add_source(path, String::from_utf8_lossy(bytes), Locator::Nothing);
    let message = format!("the byte 0x{:02X} begins no character of UTF-8", bytes[at]);
    let span = at..at + char::REPLACEMENT_CHARACTER.len_utf8();
    let found = diagnostics.report_span(&catalogue::NOT_UTF8, path, span, message);
    // Those of UTF-32 begin like them, or with zeros.
    let marks: [&[u8]; 3] = [&[0xFF, 0xFE], &[0xFE, 0xFF], &[0, 0, 0xFE, 0xFF]];
    if marks.iter().any(|mark| bytes.starts_with(mark)) {
        found.help(WIDE);
    }
    None
}

fn is_json(text: &str) -> bool {
    text.trim_start().starts_with('{')
}

fn named_json(path: &str) -> bool {
    path.ends_with(".json")
}

/// `None` where the text does not look like JSON.
fn json(text: &str, reading: &mut Reading) -> Option<Result<Value, serde_json::Error>> {
    is_json(text).then(|| {
        let mut deserializer = serde_json::Deserializer::from_str(text);
        let tree = Tree { reading, path: Path::Root }.deserialize(&mut deserializer)?;
        deserializer.end().map(|()| tree)
    })
}

fn yaml(text: &str, reading: &mut Reading) -> Result<Value, syntax::SyntaxError> {
    *reading = Reading::new(text.len());
    reading.merge_keys = true;
    if let Some(at) = endless_brackets(text) {
        return Err(syntax::too_deep(at));
    }
    let deserializer = serde_yaml::Deserializer::from_str(text);
    Tree { reading, path: Path::Root }.deserialize(deserializer).map_err(|error| syntax::yaml(&error, text))
}

/// The first comment in what is meant to be JSON: text of a file that says so, or that begins with one.
fn comment(path: &str, text: &str) -> Option<usize> {
    let begins = text.trim_start();
    if !named_json(path) && !begins.starts_with("//") && !begins.starts_with("/*") {
        return None;
    }
    let mut is_quoted = false;
    let mut bytes = text.bytes().enumerate();
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'\\' if is_quoted => drop(bytes.next()),
            b'"' => is_quoted = !is_quoted,
            b'/' if !is_quoted && text[at + 1..].starts_with(['/', '*']) => {
                return Some(at);
            }
            _ => {}
        }
    }
    None
}

/// Where more than a thousand brackets are opened in a row: the time that the YAML package takes for them is their number squared.
fn endless_brackets(text: &str) -> Option<usize> {
    // Behind a quote they are text.
    let (mut run, mut is_text) = (0, false);
    text.bytes().position(|byte| {
        match byte {
            b'[' | b'{' if is_text => {}
            b'[' | b'{' => run += 1,
            b' ' | b'\t' | b'\r' | b'\n' => {}
            _ => (run, is_text) = (0, matches!(byte, b'"' | b'\'')),
        }
        run > 1_000
    })
}

/// Tells what was read in another way than it is written.
fn report(reading: Reading, at: &Pointer, diagnostics: &mut Diagnostics) {
    for (from, to) in &reading.merged {
        diagnostics.origins.record(&at.joined(from), &at.joined(to));
    }
    for pointer in reading.duplicates {
        let key = pointer.last().unwrap_or_default().into_owned();
        let first = diagnostics.located(&at.joined(&pointer), Part::FirstKey);
        let found = diagnostics.report(
            &catalogue::DUPLICATE_KEY,
            &at.joined(&pointer),
            format!("the key `{key}` stands twice in one object; the later counts"),
        );
        found.at_key().label(first, "first here");
    }
    for (pointer, value) in reading.unreadable {
        diagnostics.report(
            &catalogue::UNREADABLE_VALUE,
            &at.joined(&pointer),
            format!("`{value}` has no form in JSON; it is read as null"),
        );
    }
}
