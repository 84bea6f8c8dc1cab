//! What is no description of OpenAPI at all, told by its name.
//!
//! Enters: a text and its tree, where it has one. Leaves: one error that says what the text is and what to do, at what gave it away.
//! What says that it follows OpenAPI or Swagger is never taken for something else, whatever else it has.

mod kinds;

use std::ops::Range;

use serde_json::Value;

use self::kinds::{ANSWER, BEGINNINGS, BESIDE_THEM, Kind, LINES, MAGIC, MEMBERS, ROOTS, TELLING, TOML};
use crate::diagnostic::{Diagnostics, Locator, catalogue};
use crate::place::Pointer;

/// What a file is read for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    Description,
    Overlay,
    /// References lead into it.
    Part,
}

impl Asked {
    fn noun(self) -> &'static str {
        match self {
            Self::Description => "an OpenAPI description",
            Self::Overlay => "an overlay",
            Self::Part => "a part of an OpenAPI description",
        }
    }

    /// What is to be done about a file in which nothing stands.
    pub(super) fn of_nothing(self) -> &'static str {
        match self {
            Self::Description => "write a description, beginning with `openapi: 3.0.4`",
            Self::Overlay => "write an overlay, beginning with `overlay: 1.1.0`, or delete the file",
            Self::Part => "write what the references to it ask for, or let them lead elsewhere",
        }
    }
}

/// How many characters of XML are looked at: comments and declarations stand before the first element.
const HEAD: usize = 2_000;

/// Tells what a description is that says of no version of OpenAPI that it follows it; whether that is known.
pub(super) fn tell(path: &str, text: &str, tree: &Value, diagnostics: &mut Diagnostics) -> bool {
    if ["openapi", "swagger"].iter().any(|key| tree.get(key).is_some()) {
        return false;
    }
    let by_member = || MEMBERS.iter().find(|sign| sign.is_in(tree)).map(|sign| (sign.place, sign.kind));
    let Some((place, kind)) = by_member().or_else(|| Some((answer(tree)?, &ANSWER))) else {
        return tell_by_text(path, text, Asked::Description, diagnostics);
    };
    let place = place.iter().fold(Pointer::root(), |place, key| place.push(key));
    let found = diagnostics.report(&catalogue::NO_DESCRIPTION, &place, message(kind, Asked::Description));
    found.at_key().help(kind.help);
    true
}

/// The same of a text, which may have no tree.
pub(super) fn tell_by_text(path: &str, text: &str, asked: Asked, diagnostics: &mut Diagnostics) -> bool {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    report(path, by_beginning(text).or_else(|| by_line(text)).or_else(|| toml(text)), asked, diagnostics)
}

/// The same of what may be a part of any document that has schemas, or an overlay: its beginning alone tells.
pub(super) fn tell_by_beginning(path: &str, text: &str, asked: Asked, diagnostics: &mut Diagnostics) -> bool {
    report(path, by_beginning(text.strip_prefix('\u{feff}').unwrap_or(text)), asked, diagnostics)
}

/// The same of bytes that are no text at all.
pub(super) fn tell_by_bytes(path: &str, bytes: &[u8], diagnostics: &mut Diagnostics) -> bool {
    let Some((_, kind)) = MAGIC.iter().find(|(begin, _)| bytes.starts_with(begin)) else { return false };
    // Nobody can read a line of it.
    diagnostics.add_source(path, "", Locator::Nothing);
    let message = format!("this is {}, and no text", kind.name);
    diagnostics.report_span(&catalogue::NO_DESCRIPTION, path, 0..0, message).help(kind.help);
    true
}

fn report(path: &str, known: Option<(&Kind, Range<usize>)>, asked: Asked, diagnostics: &mut Diagnostics) -> bool {
    let Some((kind, span)) = known else { return false };
    diagnostics.report_span(&catalogue::NO_DESCRIPTION, path, span, message(kind, asked)).help(kind.help);
    true
}

fn message(kind: &Kind, asked: Asked) -> String {
    format!("this is {}, not {}", kind.name, asked.noun())
}

/// The member that tells that an object is an error, and nothing else.
fn answer(tree: &Value) -> Option<&'static [&'static str]> {
    let members = tree.as_object()?;
    let is_known = |key: &String| TELLING.contains(&key.as_str()) || BESIDE_THEM.contains(&key.as_str());
    let telling = TELLING.chunks(1).find(|key| members.contains_key(key[0]))?;
    members.keys().all(is_known).then_some(telling)
}

/// What a text is by how it begins, and its first line.
fn by_beginning(text: &str) -> Option<(&'static Kind, Range<usize>)> {
    let start = text.len() - text.trim_start().len();
    let begin = &text[start..];
    let first = start..start + begin.lines().next()?.trim_end().len();
    let kind = if is_xml(begin) {
        let head: String = begin.chars().take(HEAD).collect();
        let head = head.to_ascii_lowercase();
        ROOTS.iter().find(|(word, _)| head.contains(word)).map(|(_, kind)| *kind)
    } else {
        BEGINNINGS.iter().find(|(word, _)| begin.starts_with(word)).map(|(_, kind)| *kind)
    };
    Some((kind?, first))
}

/// What a text is by one of its lines, and that.
fn by_line(text: &str) -> Option<(&'static Kind, Range<usize>)> {
    if text.lines().any(says_its_version) {
        return None;
    }
    let mut at = 0;
    text.split_inclusive('\n').find_map(|line| {
        let start = at;
        at += line.len();
        let line = line.trim_end();
        let kind = LINES.iter().find(|(word, end, _)| line.starts_with(word) && line.ends_with(end));
        kind.map(|(_, _, kind)| (*kind, start..start + line.len()))
    })
}

/// Whether a text is TOML, and its first line that says something: a table, or a key with its value.
fn toml(text: &str) -> Option<(&'static Kind, Range<usize>)> {
    let says_something = |line: &&str| !line.trim().is_empty() && !line.trim_start().starts_with('#');
    let before: usize = text.split_inclusive('\n').take_while(|line| !says_something(line)).map(str::len).sum();
    let line = text[before..].lines().next()?.trim_end();
    let is_table = line.starts_with('[') && line.ends_with(']') && text.lines().any(is_assignment);
    (is_table || is_assignment(line)).then(|| (&TOML, before..before + line.len()))
}

/// Whether a line is `key = value`, as TOML has it.
fn is_assignment(line: &str) -> bool {
    let is_bare = |key: &str| {
        let key = key.trim();
        !key.is_empty() && key.chars().all(|char| char.is_ascii_alphanumeric() || matches!(char, '-' | '_' | '.'))
    };
    let begins = |value: &str| {
        let value = value.trim_start();
        value.starts_with(['"', '\'', '[', '{']) || ["true", "false"].contains(&value) || value.parse::<f64>().is_ok()
    };
    line.split_once('=').is_some_and(|(key, value)| is_bare(key) && begins(value))
}

/// Whether a text begins as XML and HTML do, and not as what a merge leaves behind.
fn is_xml(text: &str) -> bool {
    text.strip_prefix('<')
        .is_some_and(|rest| rest.starts_with(|first: char| matches!(first, '?' | '!') || first.is_alphabetic()))
}

/// Whether a line says of a description which version it follows, though the text may have no tree.
fn says_its_version(line: &str) -> bool {
    let key = line.trim_start_matches(['{', ' ', '\t']).split(':').next().unwrap_or_default();
    ["openapi", "swagger"].contains(&key.trim_end().trim_matches(['"', '\'']))
}
