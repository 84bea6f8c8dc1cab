//! HTML within descriptions as what CommonMark has for it.
//!
//! Enters: the events of a text, with its HTML as it is written. Leaves: events without HTML that nest as they should. A tag that
//! HTML does not know, as the `<String>` of `List<String>`, and one of a word or phrase that nothing closes are text. Tags that
//! change only the look are dropped, their words stay. What is not closed ends where its container does.

mod element;
mod nesting;
mod table;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use html5gum::{DefaultEmitter, StartTag, Token, Tokenizer};
use pulldown_cmark::{CodeBlockKind, CowStr, Event, LinkType, Tag, TagEnd};

pub(super) use self::element::is_all;
use self::element::{Meaning, meaning};
use self::nesting::{is_block, is_phrase};
use self::table::Grid;
use super::markdown;

/// Elements within each other beyond any real text; deeper ones are dropped, their words stay.
const DEEPEST: usize = 24;

/// What is open.
#[derive(Debug)]
struct Element {
    end: TagEnd,
    /// The element of HTML; of Markdown's none.
    html: Option<String>,
}

/// Events as they are put together.
#[derive(Debug, Default)]
pub(super) struct Page<'t> {
    events: Vec<Event<'t>>,
    open: Vec<Element>,
    /// Names of elements that something closes.
    closed: BTreeSet<String>,
    /// The words of a piece of code, and the element that it is.
    code: Option<(String, String)>,
    grid: Option<Grid>,
}

impl<'t> Page<'t> {
    /// A page for a text with these tags.
    pub(super) fn new(text: &str) -> Self {
        let name = |rest: &str| -> String {
            rest.chars().take_while(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase()
        };
        Self { closed: text.split("</").skip(1).map(name).collect(), ..Self::default() }
    }

    /// Everything, with what is still open closed.
    pub(super) fn finish(mut self) -> Vec<Event<'t>> {
        self.end_code();
        self.close_to(0);
        self.events
    }

    /// An event of Markdown; neither HTML nor text.
    pub(super) fn event(&mut self, event: Event<'t>) {
        match event {
            Event::Start(tag) => {
                if is_block(&tag.to_end()) {
                    self.end_code();
                    self.close_html();
                }
                if self.code.is_none() {
                    self.start(tag, None);
                }
            }
            Event::End(end) => {
                if let Some(index) = self.open.iter().rposition(|element| element.html.is_none() && element.end == end)
                {
                    self.end_code();
                    self.close_to(index);
                }
            }
            Event::Rule => {
                self.close_html();
                self.events.push(Event::Rule);
            }
            Event::Code(code) if self.code.is_some() => self.words(code),
            Event::SoftBreak | Event::HardBreak if self.code.is_some() => self.words(CowStr::Borrowed(" ")),
            other => {
                self.words_follow();
                self.events.push(other);
            }
        }
    }

    /// Words of Markdown or of HTML.
    pub(super) fn words(&mut self, text: CowStr<'t>) {
        if let Some((code, _)) = &mut self.code {
            code.push_str(&text);
            return;
        }
        self.words_follow();
        if self.is_within(|end| matches!(end, TagEnd::Link | TagEnd::CodeBlock)) {
            self.events.push(Event::Text(text));
        } else {
            markdown::push_text(&mut self.events, text);
        }
    }

    /// HTML as it is written.
    pub(super) fn html(&mut self, html: &str) {
        let mut emitter = DefaultEmitter::<usize>::new_with_span();
        emitter.naively_switch_states(false);
        for token in Tokenizer::new_with_emitter(html, emitter) {
            let Ok(token) = token;
            match token {
                Token::StartTag(tag) => {
                    self.start_tag(&tag, html.get(tag.span.start..tag.span.end).unwrap_or_default())
                }
                Token::EndTag(tag) => {
                    let name = String::from_utf8_lossy(&tag.name).into_owned();
                    self.end_tag(&name, html.get(tag.span.start..tag.span.end).unwrap_or_default());
                }
                Token::String(text) => self.text(&String::from_utf8_lossy(&text)),
                // Remarks are for whoever edits the text.
                Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
            }
        }
    }

    /// Words between tags: line ends and runs of spaces are one space, save in `pre`.
    fn text(&mut self, text: &str) {
        if self.is_within(|end| matches!(end, TagEnd::CodeBlock)) {
            self.events.push(Event::Text(CowStr::from(text.to_owned())));
            return;
        }
        let mut words = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if text.starts_with(char::is_whitespace) && self.is_amid_words() {
            words.insert(0, ' ');
        }
        if text.ends_with(char::is_whitespace) && !words.trim().is_empty() {
            words.push(' ');
        }
        if !words.is_empty() && (self.code.is_some() || self.is_amid_words() || !words.trim().is_empty()) {
            self.words(CowStr::from(words));
        }
    }

    fn start_tag(&mut self, tag: &StartTag<usize>, written: &str) {
        let name = String::from_utf8_lossy(&tag.name).into_owned();
        let attribute = |key: &str| {
            tag.attributes.iter().find(|(name, _)| name.as_slice() == key.as_bytes()).map(|(_, value)| value)
        };
        let text =
            |key: &str| attribute(key).map(|value| String::from_utf8_lossy(value).into_owned()).unwrap_or_default();
        let meaning = meaning(&name).filter(|it| !it.must_be_closed() || self.closed.contains(&name));
        let Some(meaning) = meaning else {
            return self.words(CowStr::from(written.to_owned()));
        };
        if self.code.is_some() || self.is_within(|end| matches!(end, TagEnd::CodeBlock)) {
            return;
        }
        let is_full = self.open.len() >= DEEPEST;
        match meaning {
            Meaning::Block => self.end_paragraph(),
            Meaning::Term => {
                self.end_paragraph();
                self.phrase(Tag::Strong, &name);
            }
            Meaning::Break => self.line_break(),
            Meaning::Rule => {
                self.end_paragraph();
                if !self.is_within_words() {
                    self.events.push(Event::Rule);
                }
            }
            Meaning::Picture => self.words(CowStr::from(text("alt"))),
            Meaning::Raised => self.words(CowStr::Borrowed("^")),
            Meaning::Look | Meaning::TablePart => {}
            _ if is_full => {}
            Meaning::Strong => self.phrase(Tag::Strong, &name),
            Meaning::Emphasis => self.phrase(Tag::Emphasis, &name),
            Meaning::Strikethrough => self.phrase(Tag::Strikethrough, &name),
            Meaning::Code => self.code = Some((String::new(), name)),
            Meaning::Link => {
                let dest_url = CowStr::from(text("href"));
                if markdown::leads_somewhere(&dest_url) && !self.is_within(|end| matches!(end, TagEnd::Link)) {
                    let (title, id) = (CowStr::Borrowed(""), CowStr::Borrowed(""));
                    self.phrase(Tag::Link { link_type: LinkType::Inline, dest_url, title, id }, &name);
                }
            }
            Meaning::Heading(level) => {
                let heading = Tag::Heading { level, id: None, classes: Vec::new(), attrs: Vec::new() };
                self.block(heading, &name);
            }
            Meaning::Quote => self.block(Tag::BlockQuote(None), &name),
            Meaning::List(start) => self.block(Tag::List(start), &name),
            Meaning::Item => self.item(&name),
            Meaning::Pre => self.block(Tag::CodeBlock(CodeBlockKind::Fenced(CowStr::Borrowed("text"))), &name),
            Meaning::Table => {
                self.end_paragraph();
                if !self.is_within_words() && self.grid.is_none() {
                    self.grid = Some(Grid::default());
                }
            }
            Meaning::Row => self.row(),
            Meaning::Cell => self.cell(&name),
        }
    }

    fn end_tag(&mut self, name: &str, written: &str) {
        let Some(meaning) = meaning(name) else {
            return self.words(CowStr::from(written.to_owned()));
        };
        if self.code.as_ref().is_some_and(|(_, open)| open == name) {
            return self.end_code();
        }
        match meaning {
            Meaning::Table => self.end_table(),
            Meaning::Row => self.end_row(),
            Meaning::Block => self.end_paragraph(),
            _ => {
                let own = self.open.iter().rposition(|element| element.html.is_none() && !is_phrase(&element.end));
                let from = own.map_or(0, |own| own + 1);
                let found = self.open.iter().skip(from).rposition(|element| element.html.as_deref() == Some(name));
                if let Some(index) = found {
                    self.end_code();
                    self.close_to(from + index);
                }
            }
        }
    }

    /// Opens a word or phrase.
    fn phrase(&mut self, tag: Tag<'t>, name: &str) {
        self.words_follow();
        self.start(tag, Some(name));
    }

    /// Opens a block, where there can be one.
    fn block(&mut self, tag: Tag<'t>, name: &str) {
        self.end_paragraph();
        if !self.is_within_words() {
            self.start(tag, Some(name));
        }
    }

    fn item(&mut self, name: &str) {
        if self.is_within(|end| matches!(end, TagEnd::TableCell | TagEnd::Heading(_))) {
            return self.line_break();
        }
        let list = self.html_position(|end| matches!(end, TagEnd::List(_)));
        match list {
            Some(list) => self.close_to(list + 1),
            None => self.block(Tag::List(None), "ul"),
        }
        self.start(Tag::Item, Some(name));
    }
}
