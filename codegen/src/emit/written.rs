//! A type on one line.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

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
