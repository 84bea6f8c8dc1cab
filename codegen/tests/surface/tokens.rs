//! Tokens in pieces, for tables that macros are given.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// Pieces between signs that no bracket is around; empty ones are none.
pub(super) fn split(tokens: TokenStream, sign: char) -> Vec<TokenStream> {
    let mut pieces = vec![TokenStream::new()];
    let mut depth = 0_usize;
    for token in tokens {
        match &token {
            TokenTree::Punct(punct) if punct.as_char() == sign && depth == 0 => {
                pieces.push(TokenStream::new());
                continue;
            }
            TokenTree::Punct(punct) if punct.as_char() == '<' => depth += 1,
            TokenTree::Punct(punct) if punct.as_char() == '>' => depth = depth.saturating_sub(1),
            _ => {}
        }
        pieces.last_mut().expect("there is a first").extend([token]);
    }
    pieces.retain(|piece| !piece.is_empty());
    pieces
}

/// What is in the last brackets.
pub(super) fn last_group(tokens: TokenStream) -> TokenStream {
    let groups = tokens.into_iter().filter_map(|token| match token {
        TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => Some(group.stream()),
        _ => None,
    });
    groups.last().unwrap_or_default()
}

/// The first word behind attributes.
pub(super) fn first_word(tokens: TokenStream) -> Option<String> {
    tokens.into_iter().find_map(|token| match token {
        TokenTree::Ident(word) => Some(word.to_string()),
        _ => None,
    })
}

/// The words of a text, brackets and paths included.
pub(super) fn flat(tokens: TokenStream, words: &mut Vec<String>) {
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Group(group) => {
                let text = group.delimiter();
                let (open, close) = match text {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::None => ("", ""),
                };
                words.push(open.to_owned());
                flat(group.stream(), words);
                words.push(close.to_owned());
            }
            TokenTree::Punct(punct) if punct.as_char() == ':' => {
                let next = tokens.next_if(|next| matches!(next, TokenTree::Punct(next) if next.as_char() == ':'));
                words.push(if next.is_some() { "::" } else { ":" }.to_owned());
            }
            token => words.push(token.to_string()),
        }
    }
}

/// The item that a table makes: what is called behind `pub enum` or `pub struct`.
pub(super) fn defined(tokens: &TokenStream) -> Option<String> {
    let mut tokens =
        tokens.clone().into_iter().skip_while(|token| !matches!(token, TokenTree::Ident(word) if word == "pub"));
    tokens.nth(2).map(|name| name.to_string())
}
