//! Positions in YAML, by the events of saphyr-parser.
//!
//! Values under an alias stand at the anchor; they are not searched there, and the alias itself is shown.

use std::ops::Range;

use saphyr_parser::{Event, Marker, Parser, Span, StrInput};

use crate::diagnostic::{Index, Opened, Spans};

/// Finds all values; what follows a syntax error is left out.
pub(crate) fn locate(text: &str) -> Index {
    let lines = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
    let cursor = Cursor { line: 1, column: 0, at: 0 };
    let mut search = Search { text, lines, cursor, events: Parser::new_from_str(text), index: Index::default() };
    while let Some((event, span)) = search.next() {
        if !matches!(event, Event::StreamStart | Event::DocumentStart(_)) {
            search.value(None, "", &event, span);
            break;
        }
    }
    search.index
}

struct Search<'t> {
    text: &'t str,
    /// The byte where each line begins.
    lines: Vec<usize>,
    cursor: Cursor,
    events: Parser<'t, StrInput<'t>>,
    index: Index,
}

/// The last place whose byte was asked for. Places come nearly in their order, and a line may be megabytes long.
#[derive(Clone, Copy)]
struct Cursor {
    /// Counted from 1.
    line: usize,
    /// Counted in characters from 0.
    column: usize,
    at: usize,
}

impl<'t> Search<'t> {
    fn next(&mut self) -> Option<(Event<'t>, Span)> {
        self.events.next_event()?.ok()
    }

    /// Passes over the value that begins with `event`; the parser bounds nesting, and the text has been read with a bound before.
    fn value(&mut self, key: Option<Range<usize>>, name: &str, event: &Event<'t>, span: Span) -> Option<Opened> {
        let scalar = matches!(event, Event::Scalar(..) | Event::Alias(_));
        let value = self.range(span);
        let opened = self.index.open(name, Spans { key, value, scalar });
        let mut within = Vec::new();
        let end = match event {
            Event::MappingStart(..) => self.members(&mut within),
            Event::SequenceStart(..) => self.items(&mut within),
            _ => Some(0),
        };
        self.index.close(opened, &within, end.unwrap_or(0));
        end.map(|_| opened)
    }

    /// The byte where the mapping ends; `None` where the text ends within it.
    fn members(&mut self, within: &mut Vec<Opened>) -> Option<usize> {
        loop {
            let (event, key) = self.next()?;
            let name = match &event {
                Event::MappingEnd => return Some(self.range(key).start),
                Event::Scalar(name, ..) => Some(name.clone()),
                _ => {
                    self.skip(&event)?;
                    None
                }
            };
            let key = self.range(key);
            let (event, span) = self.next()?;
            match name {
                Some(name) => within.push(self.value(Some(key), &name, &event, span)?),
                None => self.skip(&event)?,
            }
        }
    }

    /// The byte where the sequence ends; `None` where the text ends within it.
    fn items(&mut self, within: &mut Vec<Opened>) -> Option<usize> {
        loop {
            let (event, span) = self.next()?;
            if event == Event::SequenceEnd {
                return Some(self.range(span).start);
            }
            within.push(self.value(None, "", &event, span)?);
        }
    }

    /// Passes over the rest of the value that begins with `event`.
    fn skip(&mut self, event: &Event<'t>) -> Option<()> {
        let mut depth = usize::from(matches!(event, Event::MappingStart(..) | Event::SequenceStart(..)));
        while depth > 0 {
            match self.next()?.0 {
                Event::MappingStart(..) | Event::SequenceStart(..) => depth += 1,
                Event::MappingEnd | Event::SequenceEnd => depth -= 1,
                _ => {}
            }
        }
        Some(())
    }

    fn range(&mut self, span: Span) -> Range<usize> {
        let start = self.byte(span.start);
        start..self.byte(span.end).max(start)
    }

    /// Markers count characters; texts are sliced by bytes.
    fn byte(&mut self, marker: Marker) -> usize {
        let (line, column) = (marker.line(), marker.col());
        if line != self.cursor.line || column < self.cursor.column {
            let at = self.lines.get(line.saturating_sub(1)).copied().unwrap_or(self.text.len());
            self.cursor = Cursor { line, column: 0, at };
        }
        let rest = &self.text[self.cursor.at..];
        let further = rest.char_indices().map(|(at, _)| at).nth(column - self.cursor.column).unwrap_or(rest.len());
        self.cursor = Cursor { line, column, at: self.cursor.at + further };
        self.cursor.at
    }
}

#[cfg(test)]
mod tests {
    use super::locate;
    use crate::place::Pointer;

    fn pieces(text: &str, pointer: &Pointer) -> (String, String) {
        let index = locate(text);
        let spans = index.find(pointer)[0];
        (text[spans.key.clone().expect("a key")].to_owned(), text[spans.value.clone()].to_owned())
    }

    #[test]
    fn keys_and_values_are_found() {
        let text = "é:\n  - 1\n  - 200: {x: \"ü\"}\n    y: ö\n";
        let item = Pointer::root().push("é").index(1);
        assert_eq!(pieces(text, &item.push("200").push("x")), ("x".to_owned(), "\"ü\"".to_owned()));
        assert_eq!(pieces(text, &item.push("y")), ("y".to_owned(), "ö".to_owned()));
    }

    #[test]
    fn flow_style_is_yaml_too() {
        let text = "{é: [ö, {ä: ü}], b: 'c'}\n";
        let root = Pointer::root();
        assert_eq!(pieces(text, &root.push("é").index(1).push("ä")), ("ä".to_owned(), "ü".to_owned()));
        assert_eq!(pieces(text, &root.push("b")), ("b".to_owned(), "'c'".to_owned()));
    }

    #[test]
    fn a_key_that_stands_twice_has_two_places() {
        let index = locate("a: 1\nb: &x {a: 2}\nc: *x\na: 3\n");
        assert_eq!(index.find(&Pointer::root().push("a")).len(), 2);
    }
}
