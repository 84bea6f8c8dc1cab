//! Positions in YAML, by the events of saphyr-parser.
//!
//! Values under an alias stand at the anchor; they are not searched there, and the alias itself is shown.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use saphyr_parser::{Event, Marker, Parser, Span, StrInput};

use super::wanted::Wanted;
use crate::diagnostic::Spans;
use crate::place::Pointer;

/// Finds the wanted places; what is not there, and what follows a syntax error, is left out.
pub(crate) fn locate(text: &str, pointers: &BTreeSet<Pointer>) -> BTreeMap<Pointer, Vec<Spans>> {
    let wanted = Wanted::new(pointers);
    let lines = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
    let mut search = Search { text, lines, events: Parser::new_from_str(text), found: BTreeMap::new() };
    while let Some((event, span)) = search.next() {
        if !matches!(event, Event::StreamStart | Event::DocumentStart(_)) {
            search.value(Some(&wanted), None, &event, span);
            break;
        }
    }
    search.found
}

struct Search<'t> {
    text: &'t str,
    /// The byte where each line begins.
    lines: Vec<usize>,
    events: Parser<'t, StrInput<'t>>,
    found: BTreeMap<Pointer, Vec<Spans>>,
}

impl<'t> Search<'t> {
    fn next(&mut self) -> Option<(Event<'t>, Span)> {
        self.events.next_event()?.ok()
    }

    /// Passes over the value that begins with `event`; the parser bounds nesting, and the text has been read with a bound before.
    fn value(&mut self, wanted: Option<&Wanted>, key: Option<Span>, event: &Event<'t>, span: Span) -> Option<()> {
        let scalar = matches!(event, Event::Scalar(..) | Event::Alias(_));
        if let Some(pointer) = wanted.and_then(|wanted| wanted.pointer.as_ref()) {
            let spans = Spans { key: key.map(|key| self.range(key)), value: self.range(span), scalar };
            self.found.entry(pointer.clone()).or_default().push(spans);
        }
        let below = wanted.map(|wanted| &wanted.below).filter(|below| !below.is_empty());
        match (event, below) {
            (Event::MappingStart(..), Some(below)) => loop {
                let (event, key) = self.next()?;
                let name = match &event {
                    Event::MappingEnd => return Some(()),
                    Event::Scalar(name, ..) => Some(name.clone()),
                    _ => {
                        self.skip(&event)?;
                        None
                    }
                };
                let wanted = name.and_then(|name| below.get(name.as_ref()));
                let (event, span) = self.next()?;
                self.value(wanted, Some(key), &event, span)?;
            },
            (Event::SequenceStart(..), Some(below)) => {
                let mut index = 0_usize;
                loop {
                    let (event, span) = self.next()?;
                    if event == Event::SequenceEnd {
                        return Some(());
                    }
                    self.value(below.get(&index.to_string()), None, &event, span)?;
                    index += 1;
                }
            }
            (other, _) => self.skip(other),
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

    fn range(&self, span: Span) -> Range<usize> {
        let start = self.byte(span.start);
        start..self.byte(span.end).max(start)
    }

    /// Markers count characters; texts are sliced by bytes.
    fn byte(&self, marker: Marker) -> usize {
        let start = self.lines.get(marker.line().saturating_sub(1)).copied().unwrap_or(self.text.len());
        let line = &self.text[start..];
        start + line.char_indices().map(|(at, _)| at).nth(marker.col()).unwrap_or(line.len())
    }
}

#[cfg(test)]
mod tests {
    use super::{BTreeSet, Pointer, locate};

    fn pieces(text: &str, pointer: &Pointer) -> (String, String) {
        let found = locate(text, &BTreeSet::from([pointer.clone()]));
        let spans = &found[pointer][0];
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
    fn a_key_that_stands_twice_has_two_places() {
        let pointer = Pointer::root().push("a");
        let found = locate("a: 1\nb: &x {a: 2}\nc: *x\na: 3\n", &BTreeSet::from([pointer.clone()]));
        assert_eq!(found[&pointer].len(), 2);
    }
}
