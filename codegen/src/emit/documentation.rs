//! Text of the description as rustdoc: CommonMark that builds without a warning and cannot break out of its comment.
//!
//! Descriptions come from anywhere. Code blocks are never Rust to be tested, HTML is text, a link leads to a URL or is text,
//! brackets are no paths of Rust, a bare URL becomes a link.

use proc_macro2::{Literal, TokenStream};
use pulldown_cmark::{CodeBlockKind, CowStr, Event, LinkType, Options, Parser, Tag, TagEnd};
use quote::quote;

use super::Item;
use crate::model::Docs;

/// Where prose is wrapped, in columns, counted without the comment marker.
const WIDTH: usize = 110;

/// What rustdoc understands beyond CommonMark, of what descriptions use.
const OPTIONS: Options = Options::ENABLE_TABLES.union(Options::ENABLE_STRIKETHROUGH);

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
        true => format!("`` {text} ``"),
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
    paragraphs.retain(|paragraph| !paragraph.is_empty());
    paragraphs
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

/// Makes CommonMark safe for rustdoc.
pub(super) fn markdown(text: &str) -> String {
    // rustc rejects a carriage return in a doc comment, and clippy a tab; other control characters have nothing to say.
    let text: String = text.replace("\r\n", "\n").replace('\r', "\n").replace('\t', "    ");
    let text: String = text.chars().filter(|char| *char == '\n' || !is_hidden(*char)).collect();
    let events = safe_events(&text);
    let mut output = String::new();
    let options = pulldown_cmark_to_cmark::Options { code_block_token_count: 3, ..Default::default() };
    match pulldown_cmark_to_cmark::cmark_with_options(events.iter(), &mut output, OPTIONS, options) {
        Ok(_) => wrap(output.trim()),
        // What cannot be written as CommonMark is shown as it is.
        Err(_) => text.lines().map(code).collect::<Vec<_>>().join("\n"),
    }
}

fn safe_events(text: &str) -> Vec<Event<'_>> {
    let mut events: Vec<Event<'_>> = Vec::new();
    // Links that became text have an end that must go too.
    let mut dropped_links: Vec<bool> = Vec::new();
    let mut verbatim = 0_usize;
    for event in Parser::new_ext(text, OPTIONS) {
        match event {
            Event::Start(Tag::CodeBlock(kind)) => {
                verbatim += 1;
                events.push(Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(language(&kind)))));
            }
            Event::End(TagEnd::CodeBlock) => {
                verbatim = verbatim.saturating_sub(1);
                events.push(Event::End(TagEnd::CodeBlock));
            }
            Event::Start(Tag::HtmlBlock) => events.push(Event::Start(Tag::Paragraph)),
            Event::End(TagEnd::HtmlBlock) => events.push(Event::End(TagEnd::Paragraph)),
            Event::Html(html) | Event::InlineHtml(html) => push_html(&mut events, html),
            Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
                let keep = is_url(&dest_url);
                dropped_links.push(!keep);
                if keep {
                    let link_type = if link_type == LinkType::Autolink { link_type } else { LinkType::Inline };
                    events.push(Event::Start(Tag::Link { link_type, dest_url, title, id }));
                }
            }
            Event::End(TagEnd::Link) => {
                if dropped_links.pop() == Some(false) {
                    events.push(Event::End(TagEnd::Link));
                }
            }
            Event::Start(Tag::Image { dest_url, .. }) => {
                // Pictures of elsewhere do not belong in an API's documentation; their words do.
                dropped_links.push(true);
                drop(dest_url);
            }
            Event::End(TagEnd::Image) => drop(dropped_links.pop()),
            // Lines are broken anew.
            Event::SoftBreak if verbatim == 0 => events.push(Event::Text(CowStr::Borrowed(" "))),
            Event::Text(text) if verbatim == 0 && !dropped_links.contains(&false) => push_text(&mut events, text),
            other => events.push(other),
        }
    }
    events
}

/// The language of a code block: anything but what rustdoc would compile.
fn language<'t>(kind: &CodeBlockKind<'t>) -> CowStr<'t> {
    let word = match kind {
        CodeBlockKind::Indented => "",
        CodeBlockKind::Fenced(info) => info.split([',', ' ', '{']).next().unwrap_or_default(),
    };
    let plain = !word.is_empty() && word.chars().all(|char| char.is_ascii_alphanumeric() || "+-#_".contains(char));
    let known = [
        "rust",
        "should_panic",
        "no_run",
        "ignore",
        "allow_fail",
        "compile_fail",
        "test_harness",
        "edition",
        "standalone",
        "custom",
        "attr",
    ];
    match plain && !known.iter().any(|known| word.to_ascii_lowercase().starts_with(known)) {
        true => CowStr::from(word.to_owned()),
        false => CowStr::Borrowed("text"),
    }
}

fn is_url(destination: &str) -> bool {
    ["http://", "https://", "mailto:"].iter().any(|scheme| destination.starts_with(scheme))
        && !destination.contains(char::is_whitespace)
}

/// Line breaks stay line breaks; every other tag is shown as code.
fn push_html<'t>(events: &mut Vec<Event<'t>>, html: CowStr<'t>) {
    let trimmed = html.trim();
    let name: String = trimmed
        .trim_start_matches(['<', '/'])
        .chars()
        .take_while(char::is_ascii_alphanumeric)
        .collect::<String>()
        .to_ascii_lowercase();
    match name.as_str() {
        "br" => events.push(Event::HardBreak),
        "p" | "div" | "span" | "b" | "i" | "em" | "strong" | "a" | "ul" | "ol" | "li" | "code" | "pre" | "h1"
        | "h2" | "h3" | "h4" | "sup" | "sub" | "table" | "tr" | "td" | "th" | "tbody" | "thead" | "img" | "font"
        | "u" | "center" | "hr"
            if trimmed.ends_with('>') && trimmed.matches('<').count() == 1 => {}
        _ if trimmed.is_empty() => events.push(Event::SoftBreak),
        _ => {
            for (index, line) in trimmed.lines().enumerate() {
                if index > 0 {
                    events.push(Event::SoftBreak);
                }
                events.push(Event::Text(CowStr::from(line.trim().to_owned())));
            }
        }
    }
}

/// Text with bare URLs made links.
fn push_text<'t>(events: &mut Vec<Event<'t>>, text: CowStr<'t>) {
    let mut rest: &str = &text;
    let mut pieces = Vec::new();
    while let Some(start) = ["http://", "https://"].iter().filter_map(|scheme| rest.find(scheme)).min() {
        let url: &str = &rest[start..];
        let end =
            url.find(|char: char| char.is_whitespace() || "<>\"'`()[]{}|\\^*".contains(char)).unwrap_or(url.len());
        let url = url[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', '_']);
        if !rest[..start].is_empty() {
            pieces.push(Event::Text(CowStr::from(rest[..start].to_owned())));
        }
        let link = CowStr::from(url.to_owned());
        if url.len() > "https://".len() {
            let (title, id) = (CowStr::Borrowed(""), CowStr::Borrowed(""));
            pieces.push(Event::Start(Tag::Link { link_type: LinkType::Autolink, dest_url: link.clone(), title, id }));
            pieces.push(Event::Text(link));
            pieces.push(Event::End(TagEnd::Link));
        } else {
            pieces.push(Event::Code(link));
        }
        rest = &rest[start + url.len()..];
    }
    if pieces.is_empty() {
        events.push(Event::Text(text));
        return;
    }
    events.extend(pieces);
    if !rest.is_empty() {
        events.push(Event::Text(CowStr::from(rest.to_owned())));
    }
}

/// Wraps prose; code blocks, tables, headings and quotes stay as they are.
pub(super) fn wrap(text: &str) -> String {
    let mut lines = Vec::new();
    let mut fenced = false;
    for line in text.lines() {
        let bare = line.trim_start();
        if bare.starts_with("```") {
            fenced = !fenced;
        }
        if fenced || line.chars().count() <= WIDTH || bare.starts_with(['|', '#', '>']) || bare.starts_with("```") {
            lines.push(line.trim_end().to_owned());
        } else {
            wrap_line(line, &mut lines);
        }
    }
    lines.join("\n")
}

fn wrap_line(line: &str, lines: &mut Vec<String>) {
    let bare = line.trim_start();
    let indent = line.len() - bare.len();
    let marker = match bare.split_once(' ') {
        Some((marker, _)) if is_marker(marker) => marker.len() + 1,
        Some(_) | None => 0,
    };
    let hanging = " ".repeat(indent + marker);
    let mut current = " ".repeat(indent);
    let mut empty = true;
    for word in bare.split(' ') {
        let fits = current.chars().count() + 1 + word.chars().count() <= WIDTH;
        if !empty && !fits && !begins_a_block(word) {
            lines.push(std::mem::replace(&mut current, hanging.clone()));
            empty = true;
        }
        if !empty {
            current.push(' ');
        }
        current.push_str(word);
        empty = false;
    }
    lines.push(current);
}

/// Whether a line that begins with this word would be a list, a heading, a quote, a table or a fence.
fn begins_a_block(word: &str) -> bool {
    let rule = word.chars().all(|char| "-+*_=#~`".contains(char));
    is_marker(word) || rule || word.starts_with(['>', '|']) || word.starts_with("```") || word.starts_with("~~~")
}

fn is_marker(word: &str) -> bool {
    let number = word.trim_end_matches(['.', ')']);
    matches!(word, "-" | "*" | "+")
        || (number.len() < word.len() && !number.is_empty() && number.chars().all(|char| char.is_ascii_digit()))
}
