//! Attributes, a line each.

use proc_macro2::{Delimiter, Group, Literal, TokenTree};

use super::{MARGIN, Tokens, is};

/// Writes the attributes at the front; how many there are, and the tokens behind them.
pub(super) fn all<'t>(tokens: Tokens<'t>, indent: &str, text: &mut String) -> Option<(usize, Tokens<'t>)> {
    let (mut count, mut rest) = (0, tokens);
    while let [mark, TokenTree::Group(group), behind @ ..] = rest {
        if !is(mark, '#') || group.delimiter() != Delimiter::Bracket {
            break;
        }
        text.push_str(indent);
        match documentation(group) {
            Some(line) if line.starts_with('/') => return None,
            Some(line) => {
                text.push_str("///");
                text.push_str(&line);
            }
            None => text.push_str(&other(group)?),
        }
        text.push('\n');
        (count, rest) = (count + 1, behind);
    }
    Some((count, rest))
}

/// The line that a `doc` attribute holds.
pub(in crate::print) fn documentation(group: &Group) -> Option<String> {
    let mut tokens = group.stream().into_iter();
    let (TokenTree::Ident(name), TokenTree::Punct(_), TokenTree::Literal(literal)) =
        (tokens.next()?, tokens.next()?, tokens.next()?)
    else {
        return None;
    };
    (name == "doc").then(|| line(&literal)).flatten()
}

fn line(literal: &Literal) -> Option<String> {
    let written = literal.to_string();
    let mut line = match written.strip_prefix('"')?.strip_suffix('"')? {
        line if line.contains('\\') => unescaped(line).or_else(|| match syn::Lit::new(literal.clone()) {
            syn::Lit::Str(text) => Some(text.value()),
            _ => None,
        })?,
        line => line.to_owned(),
    };
    line.truncate(line.trim_end_matches(' ').len());
    (!line.contains('\n')).then_some(line)
}

/// The text of a literal in which only backslashes and quotes are escaped.
fn unescaped(written: &str) -> Option<String> {
    let mut text = String::with_capacity(written.len());
    let mut rest = written;
    while let Some((before, escaped)) = rest.split_once('\\') {
        text.push_str(before);
        let char = escaped.chars().next().filter(|char| matches!(char, '"' | '\\'))?;
        text.push(char);
        rest = &escaped[1..];
    }
    text.push_str(rest);
    Some(text)
}

/// `#[word]`, `#[word = "text"]`, `#[word(Word, Word)]`.
fn other(group: &Group) -> Option<String> {
    let tokens: Vec<TokenTree> = group.stream().into_iter().collect();
    let text = match tokens.as_slice() {
        [TokenTree::Ident(word)] => format!("#[{word}]"),
        [TokenTree::Ident(word), equals, TokenTree::Literal(text)] if is(equals, '=') => format!("#[{word} = {text}]"),
        [TokenTree::Ident(word), TokenTree::Group(list)] if list.delimiter() == Delimiter::Parenthesis => {
            let list: Vec<TokenTree> = list.stream().into_iter().collect();
            let words = list.split(|token| is(token, ','));
            let words =
                words.map(|words| if let [TokenTree::Ident(word)] = words { Some(word.to_string()) } else { None });
            format!("#[{word}({})]", words.collect::<Option<Vec<_>>>()?.join(", "))
        }
        _ => return None,
    };
    (text.len() < MARGIN).then_some(text)
}
