//! Rust source as words with their lines, without space and comments. It knows no grammar.

use ra_ap_rustc_lexer::{FrontmatterAllowed, TokenKind, strip_shebang, tokenize};

/// One token; `::` is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Word<'a> {
    /// As it stands in the source.
    pub(crate) text: &'a str,
    /// Whether it is an identifier or a keyword.
    pub(crate) ident: bool,
    /// Counted from 1.
    pub(crate) line: usize,
}

/// The words of a source.
pub(crate) fn words(source: &str) -> Vec<Word<'_>> {
    let mut words: Vec<Word<'_>> = Vec::new();
    let mut at = strip_shebang(source).unwrap_or(0);
    let mut line = 1 + newlines(&source[..at]);
    let mut colon_ends_at = None;
    for token in tokenize(&source[at..], FrontmatterAllowed::No) {
        let end = at + token.len as usize;
        let text = &source[at..end];
        let ident = matches!(token.kind, TokenKind::Ident | TokenKind::RawIdent);
        let trivia = matches!(
            token.kind,
            TokenKind::Whitespace | TokenKind::LineComment { .. } | TokenKind::BlockComment { .. }
        );
        match words.last_mut() {
            Some(last) if token.kind == TokenKind::Colon && colon_ends_at == Some(at) => {
                last.text = &source[at - 1..end];
                colon_ends_at = None;
            }
            _ if trivia => {}
            _ => {
                colon_ends_at = (token.kind == TokenKind::Colon).then_some(end);
                words.push(Word { text: text.strip_prefix("r#").filter(|_| ident).unwrap_or(text), ident, line });
            }
        }
        line += newlines(text);
        at = end;
    }
    words
}

fn newlines(text: &str) -> usize {
    text.bytes().filter(|byte| *byte == b'\n').count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_text_hide_nothing_and_are_nothing() {
        let source = "/* use a::b; */ let x = \"use c::d;\"; // use e::f\nlet y: r#type::Z = r\"\n\"; g";
        let seen: Vec<_> = words(source).iter().filter(|word| word.ident).map(|word| (word.text, word.line)).collect();
        assert_eq!(seen, [("let", 1), ("x", 1), ("let", 2), ("y", 2), ("type", 2), ("Z", 2), ("g", 3)]);
    }

    #[test]
    fn two_colons_are_one_word_where_they_touch() {
        let seen: Vec<_> = words("a::b : :c :::d").iter().map(|word| word.text).collect();
        assert_eq!(seen, ["a", "::", "b", ":", ":", "c", "::", ":", "d"]);
    }
}
