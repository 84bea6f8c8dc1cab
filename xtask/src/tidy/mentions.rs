//! The paths that a file mentions: its imports and what it calls by more than one word.

use super::tokens::Word;

/// Macros whose text is generated code, in which paths mean something else.
const QUOTES: &[&str] = &["parse_quote", "parse_quote_spanned", "quote", "quote_spanned"];

/// A path as it is written, in one piece, with the line of its first word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mention<'a> {
    pub(super) line: usize,
    pub(super) path: Vec<&'a str>,
    /// The module that it stands in, from the root of the crate.
    pub(super) module: Vec<&'a str>,
}

/// The words without those of `mod tests { .. }`: tests may go through several rooms.
pub(super) fn outside_of_tests<'a>(words: &[Word<'a>]) -> Vec<Word<'a>> {
    let mut kept = Vec::with_capacity(words.len());
    let mut at = 0;
    while at < words.len() {
        if texts(words, at, &["mod", "tests", "{"]) {
            at = after_group(words, at + 2);
        } else {
            kept.push(words[at]);
            at += 1;
        }
    }
    kept
}

fn texts(words: &[Word<'_>], at: usize, expected: &[&str]) -> bool {
    expected.iter().enumerate().all(|(offset, text)| words.get(at + offset).is_some_and(|word| word.text == *text))
}

/// The place behind the group that opens at `at`.
fn after_group(words: &[Word<'_>], at: usize) -> usize {
    let mut depth = 0;
    for (offset, word) in words[at..].iter().enumerate() {
        match word.text {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at + offset + 1;
        }
    }
    words.len()
}

/// Every path of two words or more, and every import.
pub(super) fn mentions<'a>(words: &[Word<'a>], module: &[&'a str]) -> Vec<Mention<'a>> {
    let mut found = Vec::new();
    let mut inner: Vec<(&str, usize)> = Vec::new();
    let mut depth = 0;
    let mut at = 0;
    while let Some(word) = words.get(at) {
        let module: Vec<&str> = module.iter().copied().chain(inner.iter().map(|(name, _)| *name)).collect();
        match word.text {
            "{" => depth += 1,
            "}" => {
                depth -= 1;
                inner.retain(|(_, opened)| *opened <= depth);
            }
            "mod" if words.get(at + 2).is_some_and(|word| word.text == "{") => {
                inner.push((words[at + 1].text, depth + 1))
            }
            "use" if words.get(at + 1).is_some_and(|word| word.text != "<") => {
                at = tree(words, at + 1, &[], &module, &mut found);
                continue;
            }
            _ if word.ident => {
                let (end, path) = chain(words, at);
                if path.len() > 1 {
                    found.push(Mention { line: word.line, path: path.clone(), module });
                }
                let quotes = path.last().is_some_and(|last| QUOTES.contains(last)) && texts(words, end, &["!"]);
                at = if quotes { after_group(words, end + 1) } else { end };
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    found
}

/// `a::b::c` from its first word: where it ends, and its words.
fn chain<'a>(words: &[Word<'a>], at: usize) -> (usize, Vec<&'a str>) {
    let mut path = vec![words[at].text];
    let mut end = at + 1;
    while texts(words, end, &["::"]) && words.get(end + 1).is_some_and(|word| word.ident) {
        path.push(words[end + 1].text);
        end += 2;
    }
    (end, path)
}

/// An import from behind `use` or inside its braces: where it ends. `use a::{b, c::d}` mentions `a::b` and `a::c::d`.
fn tree<'a>(
    words: &[Word<'a>],
    mut at: usize,
    prefix: &[&'a str],
    module: &[&'a str],
    found: &mut Vec<Mention<'a>>,
) -> usize {
    let mut path = prefix.to_vec();
    let line = words.get(at).map_or(0, |word| word.line);
    while let Some(word) = words.get(at) {
        match word.text {
            "{" => {
                at += 1;
                while words.get(at).is_some_and(|word| word.text != "}") {
                    at = tree(words, at, &path, module, found);
                    at += usize::from(texts(words, at, &[","]));
                }
                return at + 1;
            }
            "," | ";" | "}" => break,
            "as" => at += 2,
            "::" => at += 1,
            name => {
                path.push(name);
                at += 1;
            }
        }
    }
    found.push(Mention { line, path, module: module.to_vec() });
    at
}
