//! Positions in JSON, one level at a time. The text has been read before, so that brackets, quotes and commas are all there is to look at.

use std::ops::Range;

use crate::diagnostic::{Member, Spans};

/// What stands directly within the value at a byte, or the value of the whole text; what follows a mistake in the syntax is left out.
pub(crate) fn locate(text: &str, within: Option<usize>) -> Vec<Member> {
    let mut scan = Scan { text, at: within.unwrap_or(0) };
    let mut members = Vec::new();
    // `None` says that the text ends early: what has been found until then stays.
    let _ended = match (within, scan.byte()) {
        (None, _) => scan.root().map(|root| members.push(root)),
        (Some(_), Some(b'{')) => scan.members(&mut members),
        (Some(_), Some(b'[')) => scan.items(&mut members),
        (Some(_), _) => None,
    };
    members
}

/// So many spaces are passed over together.
const INDENT: &[u8] = b"        ";

struct Scan<'t> {
    text: &'t str,
    at: usize,
}

impl Scan<'_> {
    /// The value of the whole text, which ends where that does.
    fn root(&mut self) -> Option<Member> {
        let scalar = !matches!(self.next()?, b'{' | b'[');
        Some(Member {
            name: Box::default(),
            spans: Spans { key: None, value: self.at..self.text.trim_end().len(), scalar },
        })
    }

    /// Passes over one value. `None` where the text ends within it.
    fn value(&mut self, key: Option<Range<usize>>) -> Option<Member> {
        let first = self.next()?;
        let start = self.at;
        match first {
            b'{' | b'[' => self.nested()?,
            b'"' => self.string().map(drop)?,
            _ => self.plain()?,
        }
        let name = key.clone().map_or_else(Box::default, |key| self.name(key));
        let scalar = !matches!(first, b'{' | b'[');
        Some(Member { name, spans: Spans { key, value: start..self.at, scalar } })
    }

    fn members(&mut self, within: &mut Vec<Member>) -> Option<()> {
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

    fn items(&mut self, within: &mut Vec<Member>) -> Option<()> {
        self.at += 1;
        loop {
            match self.next()? {
                b']' => return self.step(),
                b',' => self.step()?,
                _ => within.push(self.value(None)?),
            }
        }
    }

    /// Passes over an object or a list with all that is in it.
    fn nested(&mut self) -> Option<()> {
        let bytes = self.text.as_bytes();
        let (mut at, mut depth) = (self.at, 0usize);
        loop {
            let byte = bytes.get(at)?;
            at += 1;
            match byte {
                b'"' => at = behind_string(bytes, at)?,
                b'{' | b'[' => depth += 1,
                b'}' | b']' if depth == 1 => break,
                b'}' | b']' => depth -= 1,
                // Half of a text that people read is in front of its lines.
                b'\n' => {
                    while bytes[at..].starts_with(INDENT) {
                        at += INDENT.len();
                    }
                }
                _ => {}
            }
        }
        self.at = at;
        Some(())
    }

    /// A string with its quotes.
    fn string(&mut self) -> Option<Range<usize>> {
        let start = self.at;
        self.at = behind_string(self.text.as_bytes(), start + 1)?;
        Some(start..self.at)
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
    fn name(&self, key: Range<usize>) -> Box<str> {
        let quoted = self.text.get(key).unwrap_or_default();
        match quoted.contains('\\') {
            true => serde_json::from_str(quoted).unwrap_or_default(),
            false => quoted.trim_matches('"').into(),
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

/// Where a string ends that goes on at a byte.
fn behind_string(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        let found = at + memchr::memchr2(b'"', b'\\', bytes.get(at..)?)?;
        if bytes[found] == b'"' {
            return Some(found + 1);
        }
        at = found + 2;
    }
}

#[cfg(test)]
mod tests {
    use super::locate;
    use crate::diagnostic::{Spans, Steps};
    use crate::place::Pointer;

    fn find(text: &str, pointer: &Pointer) -> Vec<Spans> {
        Steps::default().find(text, locate, pointer)
    }

    #[test]
    fn keys_and_values_are_found() {
        let text = r#"{"é": {"a/b": [1, {"x\u0041": true}]}, "é": [[], "a\"]", -1.5e3 ], "": {}}"#;
        let root = Pointer::root();
        let piece = |pointer: &Pointer| find(text, pointer).last().map(|spans| &text[spans.value.clone()]);
        assert_eq!(find(text, &root.push("é")).len(), 2);
        let spans = &find(text, &root.push("é"))[0];
        assert_eq!(&text[spans.key.clone().expect("a key")], "\"é\"");
        assert_eq!(&text[spans.value.clone()], r#"{"a/b": [1, {"x\u0041": true}]}"#);
        assert_eq!(piece(&root), Some(text));
        assert_eq!(piece(&root.push("é").index(1)), Some(r#""a\"]""#));
        assert_eq!(piece(&root.push("é").index(2)), Some("-1.5e3"));
        assert_eq!(piece(&root.push("é").index(3)), None);
        assert_eq!(piece(&root.push("é").index(2).push("within")), None);
        assert_eq!(piece(&root.push("")), Some("{}"));
    }

    #[test]
    fn a_key_reads_without_its_escapes() {
        let text = r#"[{"x\u0041": true}]"#;
        let spans = &find(text, &Pointer::root().index(0).push("xA"))[0];
        assert_eq!(&text[spans.key.clone().expect("a key")], r#""x\u0041""#);
    }

    #[test]
    fn what_is_cut_off_is_left_out() {
        let text = r#"{"a": {"b": [1, "x\"y"], "c": tru"#;
        let at = |text: &str, pointer: &str| find(text, &Pointer::parse(pointer).expect("a pointer")).len();
        assert_eq!(at(text, "/a/b/0"), 0, "what is around it has no end");
        (0..text.len()).for_each(|end| drop((locate(&text[..end], None), locate(&text[..end], Some(0)))));
    }
}
