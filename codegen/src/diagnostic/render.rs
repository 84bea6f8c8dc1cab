//! Diagnostics as people read them: code, file, line, column, the lines with the place marked, the pointer, help.
//!
//! Enters: all diagnostics with the texts they point into. Leaves: text, coloured on request.
//! Places are searched only here, because most runs show nothing.

use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet, normalize_untrusted_str};

use super::{Diagnostic, Diagnostics, Finding, Location, Look, Part, Severity, Source, Span};
use crate::place::Pointer;

/// Labels at most so many bytes away are drawn in one piece with the place itself.
const ONE_PIECE: usize = 1_000;
/// A longer line is cut around the place: descriptions are sometimes one line of megabytes.
const LONGEST_LINE: usize = 300;
/// What stays in front of and behind the place of a cut line.
const AROUND: usize = 60;

/// A place that has been found.
pub(super) struct Found<'a> {
    source: &'a Source,
    index: usize,
    span: Range<usize>,
}

impl Found<'_> {
    fn span(&self) -> Span {
        let Range { start, end } = self.span;
        let at = |byte| (self.source.line(byte), self.source.column(byte));
        Span { bytes: start..end, start: at(start), end: at(end) }
    }
}

/// The texts that places are found in.
#[derive(Clone, Copy)]
struct Places<'a>(&'a [Source]);

/// What is drawn in one piece.
pub(super) struct Message<'a> {
    pub(super) diagnostic: &'a Diagnostic,
    found: Option<Found<'a>>,
    /// Where else the same is to be said, as a line of its own.
    pub(super) elsewhere: Option<String>,
}

pub(super) fn render(diagnostics: &Diagnostics, look: Look) -> String {
    draw_all(diagnostics, &messages(diagnostics), look)
}

/// Each finding with where it stands and how it is drawn, in the order in which people read them.
pub(super) fn findings(diagnostics: &Diagnostics) -> Vec<Finding<'_>> {
    fn one<'a>(diagnostics: &'a Diagnostics, message: &Message<'a>) -> Finding<'a> {
        Finding {
            rendered: draw_all(diagnostics, std::slice::from_ref(message), Look::default()),
            span: message.found.as_ref().map(Found::span),
            diagnostic: message.diagnostic,
        }
    }
    messages(diagnostics).iter().map(|message| one(diagnostics, message)).collect()
}

/// A message for each finding, by file, position and code.
pub(super) fn messages<'a>(diagnostics: &'a Diagnostics) -> Vec<Message<'a>> {
    let places = Places(&diagnostics.sources);
    let message =
        |diagnostic: &'a Diagnostic| Message { found: places.find(&diagnostic.place), diagnostic, elsewhere: None };
    let mut messages: Vec<_> = diagnostics.iter().map(message).collect();
    messages.sort_by_key(|Message { found, diagnostic, .. }| {
        let position = found.as_ref().map(|found| (found.index, found.span.start));
        (position.is_none(), position, diagnostic.code)
    });
    messages
}

pub(super) fn draw_all(diagnostics: &Diagnostics, messages: &[Message<'_>], look: Look) -> String {
    let places = Places(&diagnostics.sources);
    let renderer = if look.color { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.term_width(look.width);
    let mut text = String::new();
    for message in messages {
        text.push_str(&renderer.render(&[group(places, message)]));
        text.push_str("\n\n");
    }
    text
}

impl Message<'_> {
    /// The place in short: `3:14`, line and column, behind the file where that is another one than that of `first`; the
    /// pointer where the text does not have the place.
    pub(super) fn position(&self, first: &Self) -> String {
        let place = match &self.found {
            Some(Found { source, span, .. }) => format!("{}:{}", source.line(span.start), source.column(span.start)),
            None => self.diagnostic.place.pointer.to_string(),
        };
        let file = &self.diagnostic.place.file;
        if *file == first.diagnostic.place.file { place } else { format!("{file}:{place}") }
    }
}

impl<'a> Places<'a> {
    /// The bytes of a place, or of the nearest place around it that the text has: a missing member is shown at its object.
    fn find(self, place: &Location) -> Option<Found<'a>> {
        let index = self.0.iter().position(|source| source.path == place.file)?;
        let source = &self.0[index];
        if let Some(span) = &place.span {
            return Some(Found { source, index, span: clamped(&source.text, span.clone()) });
        }
        let mut pointer = place.pointer.clone();
        let mut part = place.part;
        loop {
            let spans = source.find(&pointer);
            if let Some(spans) = if part == Part::FirstKey { spans.first() } else { spans.last() } {
                let span = match (&spans.key, part) {
                    (Some(key), Part::Key | Part::FirstKey) => key.clone(),
                    (Some(key), Part::Whole) if !spans.scalar => key.clone(),
                    (Some(_) | None, _) => spans.value.clone(),
                };
                let span = clamped(&source.text, span);
                // An item of a list has no key to be shown by: the rest of its line stands for it.
                let whole = spans.key.is_none() && !spans.scalar && pointer != Pointer::root();
                let end = if whole { source.line_end(span.start) } else { span.end };
                return Some(Found { source, index, span: first_line(source, span.start..end) });
            }
            pointer = pointer.parent()?;
            part = Part::Key;
        }
    }
}

fn group<'a>(places: Places<'a>, message: &'a Message<'_>) -> Group<'a> {
    let Message { diagnostic, found, elsewhere } = message;
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let mut group =
        level.primary_title(in_one_line(&diagnostic.message)).id(diagnostic.code).elements(Vec::<Origin<'_>>::new());
    let labels: Vec<_> =
        diagnostic.labels.iter().filter_map(|label| Some((places.find(&label.place)?, label.text.as_str()))).collect();
    if let Some(found) = found {
        let together =
            |other: &Found<'_>| other.index == found.index && other.span.start.abs_diff(found.span.start) < ONE_PIECE;
        let (near, far): (Vec<_>, Vec<_>) = labels.into_iter().partition(|(other, _)| together(other));
        group = draw(group, found, near);
        for (other, text) in far {
            group = draw(
                group,
                &other,
                vec![(Found { source: other.source, index: other.index, span: other.span.clone() }, text)],
            );
        }
    } else if !diagnostic.place.file.is_empty() {
        group = group.element(Origin::path(diagnostic.place.file.as_str()));
    }
    if diagnostic.place.span.is_none() {
        group = group.element(Level::NOTE.with_name("at").message(in_one_line(&diagnostic.place.pointer.to_string())));
    }
    if let Some(elsewhere) = elsewhere {
        group = group.element(Level::NOTE.with_name("also").message(in_one_line(elsewhere)));
    }
    if let Some(reason) = &diagnostic.denied {
        group = group.element(Level::NOTE.message(normalize_untrusted_str(reason)));
    }
    if !diagnostic.help.is_empty() {
        group = group.element(Level::HELP.message(in_one_line(&diagnostic.help)));
    }
    group
}

/// Adds the lines of a place; a label at the very place names it, the others stand beside it.
fn draw<'a>(group: Group<'a>, found: &Found<'a>, labels: Vec<(Found<'a>, &'a str)>) -> Group<'a> {
    let source = found.source;
    let text: &'a str = &source.text;
    let spans = || labels.iter().map(|(other, _)| &other.span).chain([&found.span]);
    let start = source.line_start(spans().map(|span| span.start).min().unwrap_or_default());
    let end = source.line_end(spans().map(|span| span.end).max().unwrap_or_default());
    let line = source.line(start);
    if source.longest_line(start..end) > LONGEST_LINE {
        return draw_cut(group, found);
    }
    let window = &text[start..end];
    let relative = |span: &Range<usize>| span.start - start..span.end - start;
    let mut primary = AnnotationKind::Primary.span(relative(&found.span));
    let mut annotations: Vec<Annotation<'a>> = Vec::new();
    for (other, label) in labels {
        if other.span == found.span {
            primary = primary.label(label);
        } else {
            annotations.push(AnnotationKind::Context.span(relative(&other.span)).label(label));
        }
    }
    annotations.push(primary);
    group.element(Snippet::source(window).line_start(line).path(source.path.as_str()).annotations(annotations))
}

/// Adds the piece of a very long line around a place.
fn draw_cut<'a>(group: Group<'a>, found: &Found<'a>) -> Group<'a> {
    let text: &'a str = &found.source.text;
    let Range { start, end } = found.span.clone();
    let source = found.source;
    let (line, column) = (source.line(start), source.column(start));
    let from = text.floor_char_boundary(start.saturating_sub(AROUND)).max(source.line_start(start));
    let to = text.ceil_char_boundary((end.min(start + AROUND) + AROUND).min(text.len())).min(source.line_end(start));
    let span = start - from..end.min(to) - from;
    group.element(Origin::path(source.path.as_str()).line(line).char_column(column)).element(
        Snippet::source(&text[from..to])
            .line_start(line)
            .path(None::<&str>)
            .annotation(AnnotationKind::Primary.span(span)),
    )
}

/// Names of a description may have line breaks, which would tear a message apart.
fn in_one_line(text: &str) -> String {
    normalize_untrusted_str(&text.replace('\r', "\\r").replace('\n', "\\n"))
}

/// Within the text and on character boundaries, so that no locator can make the drawing panic.
fn clamped(text: &str, span: Range<usize>) -> Range<usize> {
    let start = text.floor_char_boundary(span.start);
    start..text.ceil_char_boundary(span.end.max(start))
}

/// Without the later lines of a value that has several.
fn first_line(source: &Source, span: Range<usize>) -> Range<usize> {
    let end = source.line_end(span.start).min(span.end);
    let trimmed = source.text[span.start..end].trim_end().len();
    span.start..span.start + trimmed
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::{Diagnostics, Locator, catalogue};
    use crate::document::position;
    use crate::place::Pointer;

    fn drawn(text: &str, pointer: &str) -> String {
        let mut diagnostics = Diagnostics::new();
        diagnostics.add_source("a.json", text, Locator::Steps(position::json));
        diagnostics.report(&catalogue::WRONG_KIND, &Pointer::parse(pointer).expect("a pointer"), "odd");
        diagnostics.render(false)
    }

    #[test]
    fn a_missing_place_is_shown_at_what_is_around_it() {
        assert!(drawn("{\n  \"a\": {\"b\": 1}\n}", "/a/missing/deeper").contains("a.json:2:3"));
    }

    #[test]
    fn a_text_of_one_long_line_is_cut() {
        let text = format!("{{\"long\": \"{}\", \"ä\": 1}}", "ö".repeat(100_000));
        let drawn = drawn(&text, "/ä");
        assert!(drawn.contains("a.json:1:100019"), "{drawn}");
        assert!(drawn.len() < 1_000, "{drawn}");
    }

    #[test]
    fn findings_come_in_the_order_of_the_text() {
        let mut diagnostics = Diagnostics::new();
        diagnostics.add_source("a.json", "{\"a\": 1,\n\"b\": 2}", Locator::Steps(position::json));
        for place in ["/b", "/a", "/b"] {
            diagnostics.report(&catalogue::WRONG_KIND, &Pointer::parse(place).expect("a pointer"), "odd");
        }
        let drawn = diagnostics.render(false);
        assert_eq!(diagnostics.errors(), 2);
        assert!(drawn.find("#/a") < drawn.find("#/b"), "{drawn}");
    }

    #[test]
    fn colour_is_asked_for() {
        let mut diagnostics = Diagnostics::new();
        diagnostics.report_span(&catalogue::SYNTAX, "a.json", 0..0, "odd");
        assert!(diagnostics.render(true).contains('\u{1b}'));
        assert!(!diagnostics.render(false).contains('\u{1b}'));
    }

    #[test]
    fn what_users_write_cannot_colour_the_terminal() {
        let text = "{\"a\": \"\u{1b}[31m\"}";
        assert!(!drawn(text, "/a").contains('\u{1b}'));
        let mut diagnostics = Diagnostics::new();
        diagnostics.report(&catalogue::SYNTAX, &Pointer::root().push("\u{1b}[31m"), "\u{1b}[31m").help("\u{1b}[31m");
        assert!(!diagnostics.render(false).contains('\u{1b}'));
    }
}
