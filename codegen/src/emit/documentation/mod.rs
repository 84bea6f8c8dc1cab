//! Text of the description as rustdoc: lines of documentation, and the words that items have in common.

mod html;
mod markdown;
mod plain;
mod wrap;

use proc_macro2::{Literal, TokenStream};
use quote::quote;

pub(super) use self::markdown::markdown;
pub(super) use self::wrap::wrap;
use super::Item;
use crate::model::Docs;
use crate::names::Ident;

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
    match line.trim_end() {
        "" => Literal::string(""),
        line => Literal::string(&format!(" {line}")),
    }
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

/// Summary, description and remarks, each made safe.
pub(super) fn paragraphs(docs: &Docs) -> Vec<String> {
    if let Some(brief) = brief(docs) {
        return vec![markdown(&brief)];
    }
    let mut paragraphs = Vec::new();
    if let Some(summary) = &docs.summary {
        paragraphs.push(markdown(summary));
    }
    if let Some(description) = docs.description.as_ref().filter(|text| docs.summary.as_ref() != Some(*text)) {
        paragraphs.push(markdown(description));
    }
    if docs.deprecated {
        paragraphs.push("**Deprecated.**".to_owned());
    }
    if !docs.notes.is_empty() {
        paragraphs.push(markdown(&docs.notes.join(" ")));
    }
    for (name, docs) in &docs.within {
        paragraphs.extend(self::paragraphs(&if name.is_empty() { docs.clone() } else { begun(name, docs) }));
    }
    paragraphs.retain(|paragraph| !paragraph.is_empty());
    paragraphs
}

/// What is said and remarked, where both fit in a line.
fn brief(docs: &Docs) -> Option<String> {
    let said = match (&docs.summary, &docs.description) {
        (Some(said), None) | (None, Some(said)) => said.trim(),
        (Some(summary), Some(description)) if summary == description => summary.trim(),
        (Some(_), Some(_)) | (None, None) => return None,
    };
    let is_plain = !said.contains('\n')
        && said.starts_with(char::is_alphanumeric)
        && said
            .ends_with(|last: char| last.is_alphanumeric() || matches!(last, '.' | '!' | '?' | ')' | '`' | '\'' | '"'))
        && !said.rsplit(' ').next().is_some_and(|word| word.contains("://"));
    let is_alone = !docs.deprecated && !docs.notes.is_empty() && docs.within.is_empty();
    let stop = if said.ends_with(['.', '!', '?']) { "" } else { "." };
    let brief = format!("{said}{stop} {}", docs.notes.join(" "));
    (is_plain && is_alone && brief.len() <= BRIEF).then_some(brief)
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
