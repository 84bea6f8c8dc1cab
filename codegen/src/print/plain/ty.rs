//! Types: paths with types in angle brackets.

use proc_macro2::TokenTree;

use super::{INDENT, MARGIN, Tokens, column, is};

/// How many tokens a type has that a comma or nothing follows.
pub(super) fn end(tokens: Tokens<'_>) -> usize {
    let mut depth = 0_usize;
    let ends = |token: &TokenTree| {
        match token {
            token if is(token, '<') => depth += 1,
            token if is(token, '>') => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && is(token, ',')
    };
    tokens.iter().position(ends).unwrap_or(tokens.len())
}

/// What commas between types separate.
pub(super) fn list(tokens: Tokens<'_>) -> impl Iterator<Item = Tokens<'_>> {
    let mut rest = tokens;
    std::iter::from_fn(move || {
        let (one, further) = rest.split_at(end(rest));
        rest = further.get(1..).unwrap_or_default();
        (!one.is_empty()).then_some(one)
    })
}

/// Writes a type behind what stands in its line already, with room for `behind` more. Where it does not fit, the arguments of the outermost path
/// get lines of their own.
pub(super) fn lay_out(tokens: Tokens<'_>, indent: &str, behind: usize, text: &mut String) -> Option<()> {
    let flat = flat(tokens)?;
    let column = column(text);
    let Some(open) = tokens.iter().position(|token| is(token, '<')).filter(|_| column + flat.len() + behind > MARGIN)
    else {
        text.push_str(&flat);
        return Some(());
    };
    let (close, rest) = tokens[open + 1..].split_last()?;
    is(close, '>').then_some(())?;
    text.push_str(&self::flat(&tokens[..open])?);
    text.push_str("<\n");
    let within = format!("{indent}{INDENT}");
    let mut rest = rest;
    while !rest.is_empty() {
        let (one, further) = rest.split_at(end(rest));
        text.push_str(&within);
        lay_out(one, &within, usize::from(!further.is_empty()), text)?;
        text.push_str(",\n");
        rest = further.get(1..).unwrap_or_default();
    }
    text.push_str(indent);
    text.push('>');
    Some(())
}

/// A type on one line.
pub(super) fn flat(tokens: Tokens<'_>) -> Option<String> {
    let mut text = String::new();
    let mut after_word = false;
    for token in tokens {
        match token {
            TokenTree::Ident(word) => {
                text.push_str(if after_word { " " } else { "" });
                text.push_str(&word.to_string());
            }
            TokenTree::Punct(punct) => match punct.as_char() {
                ',' => text.push_str(", "),
                '=' => text.push_str(" = "),
                sign @ (':' | '<' | '>' | '&' | '\'') => text.push(sign),
                _ => return None,
            },
            TokenTree::Group(_) | TokenTree::Literal(_) => return None,
        }
        after_word = matches!(token, TokenTree::Ident(_));
    }
    (!text.contains(", >") && !text.ends_with(", ")).then_some(text)
}
