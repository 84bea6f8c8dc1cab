//! A type on one line, and a text as a literal.

use proc_macro2::{Delimiter, Literal, TokenStream, TokenTree};

/// The literal of a text that is in pieces, as it is written.
pub(crate) fn text<const PIECES: usize>(pieces: [&str; PIECES]) -> String {
    // Of the signs of ASCII that are seen two are escaped; of others it takes a table to tell.
    if pieces.iter().any(|piece| has(piece, |byte| !matches!(byte, b' '..=b'~'))) {
        return Literal::string(&pieces.concat()).to_string();
    }
    let mut written = String::with_capacity(pieces.iter().map(|piece| piece.len()).sum::<usize>() + 8);
    written.push('"');
    for piece in pieces {
        if has(piece, |byte| byte == b'"' || byte == b'\\') {
            let escape = |char| matches!(char, '"' | '\\').then_some('\\');
            written.extend(piece.chars().flat_map(|char| escape(char).into_iter().chain([char])));
        } else {
            written.push_str(piece);
        }
    }
    written.push('"');
    written
}

/// Whether a text has such a byte. All are looked at: that takes several at a time.
fn has(text: &str, is_one: impl Fn(u8) -> bool) -> bool {
    text.bytes().fold(false, |has, byte| has | is_one(byte))
}

/// The text of a type: spaces stand behind commas and between words.
pub(crate) fn ty(tokens: &TokenStream) -> String {
    let mut text = String::new();
    let mut after_word = false;
    for token in tokens.clone() {
        let word = match &token {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::None => ("", ""),
                };
                text.push_str(&format!("{open}{}{close}", ty(&group.stream())));
                false
            }
            TokenTree::Punct(punct) => {
                match punct.as_char() {
                    ',' => text.push_str(", "),
                    '=' => text.push_str(" = "),
                    other => text.push(other),
                }
                false
            }
            TokenTree::Ident(_) | TokenTree::Literal(_) => {
                if after_word {
                    text.push(' ');
                }
                text.push_str(&token.to_string());
                true
            }
        };
        after_word = word;
    }
    text.trim_end().to_owned()
}
