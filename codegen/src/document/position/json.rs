//! Positions in JSON. The text has been read before, so that brackets, quotes and commas are all there is to look at.

use std::borrow::Cow;
use std::ops::Range;

use crate::diagnostic::{Index, Opened, Spans};

/// Finds all values; what follows a mistake in the syntax is left out.
pub(crate) fn locate(text: &str) -> Index {
    let mut scan = Scan { text, at: 0, index: Index::default() };
    scan.value(None);
    scan.index
}

struct Scan<'t> {
    text: &'t str,
    at: usize,
    index: Index,
}

impl<'t> Scan<'t> {
    /// Passes over one value, within which values nest as deep as the parser allowed. `None` where the text ends within it.
    fn value(&mut self, key: Option<Range<usize>>) -> Option<Opened> {
        let first = self.next()?;
        let name = key.clone().map_or(Cow::Borrowed(""), |key| self.name(key));
        let scalar = !matches!(first, b'{' | b'[');
        let opened = self.index.open(&name, Spans { key, value: self.at..self.at, scalar });
        let mut within = Vec::new();
        let whole = match first {
            b'{' => self.members(&mut within),
            b'[' => self.items(&mut within),
            b'"' => self.string().map(drop),
            _ => self.plain(),
        };
        self.index.close(opened, &within, self.at);
        whole.map(|()| opened)
    }

    fn members(&mut self, within: &mut Vec<Opened>) -> Option<()> {
        self.at += 1;
        loop {
            match self.next()? {
                b'}' => return self.step(),
                b',' => self.step()?,
                b'"' => {
                    let key = self.string()?;
                    (self.next()? == b':').then(|| self.step())??;
                    within.push(self.value(Some(key))?);
                }
                _ => return None,
            }
        }
    }

    fn items(&mut self, within: &mut Vec<Opened>) -> Option<()> {
        self.at += 1;
        loop {
            match self.next()? {
                b']' => return self.step(),
                b',' => self.step()?,
                _ => within.push(self.value(None)?),
            }
        }
    }

    /// A string with its quotes.
    fn string(&mut self) -> Option<Range<usize>> {
        let start = self.at;
        self.at += 1;
        loop {
            match self.byte()? {
                b'"' => {
                    self.at += 1;
                    return Some(start..self.at);
                }
                b'\\' => self.at += 2,
                _ => self.at += 1,
            }
        }
    }

    /// A number or a word.
    fn plain(&mut self) -> Option<()> {
        let rest = self.text.as_bytes().get(self.at..)?;
        let is_end = |byte: &u8| matches!(byte, b',' | b'}' | b']' | b':' | b'"') || byte.is_ascii_whitespace();
        let length = rest.iter().position(is_end).unwrap_or(rest.len());
        self.at += length;
        (length > 0).then_some(())
    }

    /// A key as it reads.
    fn name(&self, key: Range<usize>) -> Cow<'t, str> {
        let text: &'t str = self.text;
        let quoted = text.get(key).unwrap_or_default();
        match quoted.contains('\\') {
            true => Cow::Owned(serde_json::from_str(quoted).unwrap_or_default()),
            false => Cow::Borrowed(quoted.trim_matches('"')),
        }
    }

    /// The next byte that is no space, which `at` then is the place of.
    fn next(&mut self) -> Option<u8> {
        while self.byte()?.is_ascii_whitespace() {
            self.at += 1;
        }
        self.byte()
    }

    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn step(&mut self) -> Option<()> {
        self.at += 1;
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::locate;
    use crate::place::Pointer;

    #[test]
    fn keys_and_values_are_found() {
        let text = r#"{"é": {"a/b": [1, {"x\u0041": true}]}, "é": [[], "a\"]", -1.5e3 ], "": {}}"#;
        let index = locate(text);
        let root = Pointer::root();
        let piece = |pointer: &Pointer| index.find(pointer).last().map(|spans| &text[spans.value.clone()]);
        assert_eq!(index.find(&root.push("é")).len(), 2);
        let spans = index.find(&root.push("é"))[0];
        assert_eq!(&text[spans.key.clone().expect("a key")], "\"é\"");
        assert_eq!(&text[spans.value.clone()], r#"{"a/b": [1, {"x\u0041": true}]}"#);
        assert_eq!(piece(&root), Some(text));
        assert_eq!(piece(&root.push("é").index(1)), Some(r#""a\"]""#));
        assert_eq!(piece(&root.push("é").index(2)), Some("-1.5e3"));
        assert_eq!(piece(&root.push("é").index(3)), None);
        assert_eq!(piece(&root.push("")), Some("{}"));
    }

    #[test]
    fn a_key_reads_without_its_escapes() {
        let text = r#"[{"x\u0041": true}]"#;
        let index = locate(text);
        let spans = index.find(&Pointer::root().index(0).push("xA"))[0];
        assert_eq!(&text[spans.key.clone().expect("a key")], r#""x\u0041""#);
    }

    #[test]
    fn what_is_cut_off_is_left_out() {
        let text = r#"{"a": {"b": [1, "x\"y"], "c": tru"#;
        let at = |text: &str, pointer: &str| locate(text).find(&Pointer::parse(pointer).expect("a pointer")).len();
        assert_eq!(at(text, "/a/b/0"), 0, "what is around it has no end");
        (0..text.len()).for_each(|end| drop(locate(&text[..end])));
    }
}
