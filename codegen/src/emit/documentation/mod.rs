//! Text of the description as rustdoc: lines of documentation, and the words that items have in common.

mod html;
mod markdown;
mod plain;
mod wrap;

use std::borrow::Cow;

use proc_macro2::{Literal, TokenStream};
use quote::quote;

pub(super) use self::markdown::markdown;
pub(super) use self::wrap::wrap;
use super::{Item, written};
use crate::model::Docs;
use crate::names::Ident;

/// Remarks that are longer are a paragraph of their own, unless all is a line.
const SHORT: usize = 60;

/// What a line of documentation may be long, with room for where it stands.
const BRIEF: usize = 100;

/// `//!` lines of the generator's own words.
pub(super) fn module(text: &str) -> Item {
    let lines = text.lines().map(|line| {
        let line = literal(line);
        quote!(#![doc = #line])
    });
    Item::Code(lines.collect())
}

/// One `///` line of the generator's own words.
pub(super) fn line(text: &str) -> TokenStream {
    let text = literal(text);
    quote!(#[doc = #text])
}

/// `///` lines.
pub(super) fn lines<'l>(lines: impl IntoIterator<Item = &'l str>) -> TokenStream {
    lines.into_iter().map(line).collect()
}

fn literal(line: &str) -> Literal {
    let line = line.trim_end();
    let begin = if line.is_empty() { "" } else { " " };
    let written = written::text([begin, line]);
    written.parse().unwrap_or_else(|_| Literal::string(&format!("{begin}{line}")))
}

/// A code span with any text in it.
pub(super) fn code(text: &str) -> String {
    let text: String = text.chars().map(|char| if is_hidden(char) { ' ' } else { char }).collect();
    match text.contains('`') {
        false if text.trim().is_empty() => format!("{text:?}").replace('"', "`"),
        false => format!("`{text}`"),
        true => {
            // More marks than stand within at any place (CommonMark section 6.1).
            let longest = text.split(|char| char != '`').map(str::len).max().unwrap_or_default();
            let fence = "`".repeat(longest + 1);
            format!("{fence} {text} {fence}")
        }
    }
}

/// What is a trait and a derive macro of the prelude too.
const DERIVES: &[&str] = &["Clone", "Copy", "Debug", "Default", "Eq", "Hash", "Ord", "PartialEq", "PartialOrd"];

/// A link to the struct of a call, from where it is in scope.
pub(super) fn call(name: &Ident) -> String {
    match DERIVES.contains(&name.text()) {
        true => format!("[`struct@{name}`]"),
        false => format!("[`{name}`]"),
    }
}

/// Characters that change how text is read without being seen: rustc rejects those that change its direction.
fn is_hidden(char: char) -> bool {
    char.is_control() || matches!(char, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// `#[deprecated]`, for what users call.
pub(super) fn deprecated() -> TokenStream {
    quote!(#[deprecated = "deprecated in the description of the API"])
}

/// The documentation of an item.
pub(super) fn item(docs: &Docs) -> TokenStream {
    let text = paragraphs(docs).join("\n\n");
    lines(text.lines())
}

/// Summary, description and remarks, each made safe. Remarks that are short end the last paragraph.
pub(super) fn paragraphs(docs: &Docs) -> Vec<String> {
    let mut said: Vec<&str> = docs.summary.iter().map(String::as_str).collect();
    said.extend(docs.description.as_deref().filter(|text| docs.summary.as_deref() != Some(*text)));
    let notes = docs.notes.join(" ");
    let last = said.pop().unwrap_or_default();
    let ending = if docs.deprecated { None } else { with_notes(last, &notes) };
    let is_told = ending.is_some();
    let last = ending.map_or(Cow::Borrowed(last), Cow::Owned);
    let mut paragraphs: Vec<_> = said.into_iter().chain([last.as_ref()]).map(markdown).collect();
    if docs.deprecated {
        paragraphs.push("**Deprecated.**".to_owned());
    }
    if !is_told {
        paragraphs.push(markdown(&notes));
    }
    for (name, docs) in &docs.within {
        paragraphs.extend(self::paragraphs(&if name.is_empty() { docs.clone() } else { begun(name, docs) }));
    }
    paragraphs.retain(|paragraph| !paragraph.is_empty());
    paragraphs
}

/// A text and remarks behind it, where those are short and its last paragraph is a sentence and nothing else that CommonMark knows.
fn with_notes(text: &str, notes: &str) -> Option<String> {
    let text = text.trim_end();
    let (before, last) = text.rsplit_once("\n\n").unwrap_or(("", text));
    let starts = |line: &str| {
        let is_item = || line.trim_start_matches(|char: char| char.is_ascii_digit()).starts_with(['.', ')']);
        line.starts_with(|char: char| char.is_alphanumeric() || char == '`') && !line.starts_with("```") && !is_item()
    };
    let ends = |char: char| char.is_alphanumeric() || matches!(char, '.' | '!' | '?' | ')' | '`' | '\'' | '"');
    let is_sentence = last.lines().all(starts)
        && last.ends_with(ends)
        && !last.rsplit([' ', '\n']).next().is_some_and(|word| word.contains("://"))
        // Within a block of code or of HTML nothing is what it seems.
        && !["```", "~~~", "<"].iter().any(|mark| before.contains(mark));
    let stop = if last.ends_with(['.', '!', '?']) { "" } else { "." };
    let is_short = notes.len() <= SHORT || (!text.contains('\n') && text.len() + notes.len() < BRIEF);
    (is_sentence && is_short && !notes.is_empty()).then(|| format!("{text}{stop} {notes}"))
}

/// The same words behind the name of what they are about.
pub(super) fn begun(name: &str, docs: &Docs) -> Docs {
    let mut docs = docs.clone();
    match docs.summary.as_mut().or(docs.description.as_mut()) {
        // What begins with a list, a table or a heading needs a line of its own.
        Some(text) if text.trim_start().starts_with(char::is_alphanumeric) => *text = format!("{name}: {text}"),
        Some(text) => *text = format!("{name}:\n\n{text}"),
        None if docs.notes.is_empty() => docs.notes.push(format!("{name}.")),
        None => docs.notes.insert(0, format!("{name}:")),
    }
    docs
}

/// The first sentence or line, for lists.
pub(super) fn first_line(docs: &Docs) -> String {
    let text = docs.summary.as_ref().or(docs.description.as_ref()).map(|text| markdown(text)).unwrap_or_default();
    let paragraph = text.split("\n\n").next().unwrap_or_default().replace('\n', " ");
    match paragraph.split_once(". ") {
        Some((sentence, _)) => format!("{sentence}."),
        None => paragraph,
    }
}

#[cfg(test)]
mod tests {
    use super::with_notes;

    #[test]
    fn short_remarks_end_the_last_paragraph_where_it_is_a_sentence() {
        let note = "Example: `1`.";
        for (text, expected) in [
            ("A number", "A number. Example: `1`."),
            ("Is it?", "Is it? Example: `1`."),
            ("First.\n\nThe last\none, of `two`", "First.\n\nThe last\none, of `two`. Example: `1`."),
            ("- one\n- two\n\nAfter a list.", "- one\n- two\n\nAfter a list. Example: `1`."),
            ("`id`: what it is\n", "`id`: what it is. Example: `1`."),
        ] {
            assert_eq!(with_notes(text, note).as_deref(), Some(expected));
        }
        for text in [
            "",
            "- an item",
            "12) an item",
            "One of:\n* `a`",
            "  indented",
            "A title\n=======",
            "| a | b |",
            "```\ncode\n\nmore code\n```",
            "```\ncode\n\nmore code",
            "<pre>\na\n\nb",
            "See https://example.com/page",
        ] {
            assert_eq!(with_notes(text, note), None, "{text}");
        }
        assert_eq!(with_notes("A text", ""), None);
        let long = format!("Example: `{}`.", "x".repeat(60));
        assert_eq!(with_notes("A text", &long), Some(format!("A text. {long}")));
        assert_eq!(with_notes("A text.\n\nAnd more.", &long), None);
    }
}
