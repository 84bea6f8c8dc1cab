//! What is open on a page: where words and blocks can stand, and what ends before them.

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

use super::{Element, Page};

impl<'t> Page<'t> {
    pub(super) fn start(&mut self, tag: Tag<'t>, html: Option<&str>) {
        let end = tag.to_end();
        if !is_phrase(&end) {
            self.trim();
        }
        self.open.push(Element { end, html: html.map(str::to_owned) });
        self.events.push(Event::Start(tag));
    }

    /// Closes the elements from this one on.
    pub(super) fn close_to(&mut self, index: usize) {
        while self.open.len() > index {
            let Some(element) = self.open.pop() else { return };
            match element.end {
                TagEnd::CodeBlock => self.end_line(),
                ref end if is_phrase(end) => {}
                _ => self.trim(),
            }
            match element.end {
                TagEnd::Table if element.html.is_some() => self.settle_table(),
                TagEnd::TableHead | TagEnd::TableRow => self.settle_row(&element.end),
                _ => {}
            }
            self.events.push(Event::End(element.end));
        }
    }

    /// Takes breaks and spaces away that nothing follows.
    pub(super) fn trim(&mut self) {
        while let Some(last) = self.events.last_mut() {
            match last {
                Event::HardBreak => drop(self.events.pop()),
                Event::Text(text) if text.trim_end().is_empty() => drop(self.events.pop()),
                Event::Text(text) if text.ends_with(' ') => {
                    *text = CowStr::from(text.trim_end().to_owned());
                    return;
                }
                _ => return,
            }
        }
    }

    /// Lets the lines of a block of code end in a line end.
    pub(super) fn end_line(&mut self) {
        if matches!(self.events.last(), Some(Event::Text(text)) if !text.ends_with('\n')) {
            self.events.push(Event::Text(CowStr::Borrowed("\n")));
        }
    }

    pub(super) fn end_code(&mut self) {
        if let Some((code, _)) = self.code.take().filter(|(code, _)| !code.trim().is_empty()) {
            self.words_follow();
            self.events.push(Event::Code(CowStr::from(code.split_whitespace().collect::<Vec<_>>().join(" "))));
        }
    }

    /// Ends the paragraph that is open, whoever opened it; within a cell or an item words go on behind a space or on a new line.
    pub(super) fn end_paragraph(&mut self) {
        self.end_code();
        if let Some(index) = self.open.iter().rposition(|element| element.end == TagEnd::Paragraph) {
            self.close_to(index);
        } else if self.is_amid_words() {
            self.line_break();
        }
    }

    pub(super) fn line_break(&mut self) {
        if let Some((code, _)) = &mut self.code {
            code.push(' ');
        } else if self.is_within(|end| matches!(end, TagEnd::TableCell | TagEnd::Heading(_))) {
            self.words(CowStr::Borrowed(" "));
        } else if matches!(self.events.last(), Some(Event::HardBreak)) {
            // An empty line.
            if self.open.iter().any(|element| element.end == TagEnd::Paragraph) {
                self.end_paragraph();
            }
        } else if self.is_amid_words() {
            self.events.push(Event::HardBreak);
        }
    }

    /// Closes what HTML has opened within the innermost container of Markdown: a block of Markdown follows.
    pub(super) fn close_html(&mut self) {
        let own = self.open.iter().rposition(|element| element.html.is_none() && element.end != TagEnd::Paragraph);
        self.close_to(own.map_or(0, |own| own + 1));
    }

    /// Makes room for words.
    pub(super) fn words_follow(&mut self) {
        let has_room = match self.open.last().map(|element| &element.end) {
            None | Some(TagEnd::BlockQuote(_)) => false,
            Some(TagEnd::Item) => !matches!(self.events.last(), Some(Event::End(end)) if is_block(end)),
            Some(TagEnd::List(_)) => {
                self.start(Tag::Item, Some("li"));
                true
            }
            Some(TagEnd::Table | TagEnd::TableHead | TagEnd::TableRow) if self.grid.is_some() => {
                self.cell("td");
                true
            }
            Some(_) => true,
        };
        if !has_room {
            self.start(Tag::Paragraph, Some("p"));
        }
    }

    /// Whether the innermost container has words already.
    pub(super) fn is_amid_words(&self) -> bool {
        match self.events.last() {
            None | Some(Event::HardBreak | Event::Rule) => false,
            Some(Event::Start(tag)) => is_phrase(&tag.to_end()) && self.open.len() > 1,
            Some(Event::End(end)) => is_phrase(end),
            Some(Event::Text(text)) => !text.ends_with(char::is_whitespace),
            Some(_) => true,
        }
    }

    pub(super) fn is_within(&self, test: impl Fn(&TagEnd) -> bool) -> bool {
        self.open.iter().any(|element| test(&element.end))
    }

    /// Whether only words can stand here.
    pub(super) fn is_within_words(&self) -> bool {
        self.is_within(|end| matches!(end, TagEnd::TableCell | TagEnd::Heading(_)) || is_phrase(end))
    }

    /// The innermost such element of HTML, within the innermost container of Markdown.
    pub(super) fn html_position(&self, test: impl Fn(&TagEnd) -> bool) -> Option<usize> {
        let own = self.open.iter().rposition(|element| element.html.is_none() && element.end != TagEnd::Paragraph);
        let from = own.map_or(0, |own| own + 1);
        self.open
            .iter()
            .skip(from)
            .rposition(|element| element.html.is_some() && test(&element.end))
            .map(|at| from + at)
    }
}

pub(super) fn is_phrase(end: &TagEnd) -> bool {
    matches!(end, TagEnd::Strong | TagEnd::Emphasis | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image)
}

pub(super) fn is_block(end: &TagEnd) -> bool {
    !is_phrase(end)
}
