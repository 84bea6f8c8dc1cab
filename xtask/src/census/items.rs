//! Generated Rust as items: what each defines, names, says in literals and in documentation.

use std::collections::BTreeSet;
use std::str::FromStr;

use proc_macro2::{Delimiter, LexError, Spacing, TokenStream, TokenTree};

/// An item, or a function of an `impl`.
#[derive(Clone, Debug, Default)]
pub(super) struct Item {
    pub(super) defines: Option<String>,
    /// What else it is called, where it is another name and nothing more.
    pub(super) stands_for: Option<String>,
    pub(super) words: Words,
    /// The functions of an `impl`.
    pub(super) inner: Vec<Item>,
}

/// What some items say.
#[derive(Clone, Debug, Default)]
pub(super) struct Words {
    pub(super) identifiers: BTreeSet<String>,
    pub(super) literals: BTreeSet<String>,
    pub(super) documentation: String,
}

/// The items of a file.
pub(super) fn items(text: &str) -> Result<Vec<Item>, LexError> {
    Ok(split(TokenStream::from_str(text)?))
}

/// Splits at semicolons and behind braces, as far as an item cannot go on there.
fn split(tokens: TokenStream) -> Vec<Item> {
    let mut items = Vec::new();
    let mut current = Vec::new();
    for token in tokens {
        let ends = match &token {
            TokenTree::Punct(punct) => punct.as_char() == ';',
            TokenTree::Group(group) => group.delimiter() == Delimiter::Brace && !goes_on(&current),
            _ => false,
        };
        current.push(token);
        if ends {
            items.push(item(std::mem::take(&mut current)));
        }
    }
    items
}

/// Whether only a semicolon ends an item.
fn goes_on(tokens: &[TokenTree]) -> bool {
    let words = tokens.iter().filter_map(|token| match token {
        TokenTree::Ident(ident) => Some(ident.to_string()),
        _ => None,
    });
    let keyword = words.into_iter().find(|word| word != "pub");
    keyword.is_some_and(|word| matches!(word.as_str(), "static" | "use" | "type" | "mod"))
        || tokens
            .iter()
            .any(|token| matches!(token, TokenTree::Punct(it) if it.as_char() == '=' && it.spacing() == Spacing::Alone))
            && !tokens.iter().any(|token| matches!(token, TokenTree::Ident(it) if it == "fn" || it == "impl"))
}

fn item(tokens: Vec<TokenTree>) -> Item {
    let mut item = Item { stands_for: alias(&tokens), ..Item::default() };
    let mut keyword = None;
    for token in tokens {
        if let TokenTree::Group(group) = &token
            && group.delimiter() == Delimiter::Brace
        {
            match keyword.as_deref() {
                Some("impl") => item.inner = split(group.stream()),
                None => {
                    item.defines = item.defines.or_else(|| first_identifier(group.stream()));
                    item.words.literals.extend(own_names(group.stream()));
                }
                Some(_) => {}
            }
        }
        if let TokenTree::Ident(ident) = &token {
            let word = ident.to_string();
            match (keyword.as_deref(), word.as_str()) {
                (None, "struct" | "enum" | "static" | "const" | "type" | "impl" | "fn" | "trait") => {
                    keyword = Some(word)
                }
                (Some("impl"), "for") => item.defines = None,
                (Some(_), _) if item.defines.is_none() => item.defines = Some(word),
                _ => {}
            }
        }
        item.words.token(token);
    }
    item
}

/// `First` of `pub type Second = First;`.
fn alias(tokens: &[TokenTree]) -> Option<String> {
    match tokens {
        [
            ..,
            TokenTree::Ident(word),
            TokenTree::Ident(_),
            TokenTree::Punct(_),
            TokenTree::Ident(target),
            TokenTree::Punct(_),
        ] if word == "type" => Some(target.to_string()),
        _ => None,
    }
}

/// What a table is of: its first word, but for `pub struct` and `pub enum`.
fn first_identifier(tokens: TokenStream) -> Option<String> {
    let words = tokens.into_iter().filter_map(|token| match token {
        TokenTree::Ident(ident) => Some(ident.to_string()),
        _ => None,
    });
    words.into_iter().find(|word| !matches!(word.as_str(), "pub" | "struct" | "enum"))
}

/// The properties of a record's table that are called like their fields: in `required id;` no other name ends the row.
fn own_names(tokens: TokenStream) -> Vec<String> {
    let rows = tokens.into_iter().filter_map(|token| match token {
        TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => Some(group.stream()),
        _ => None,
    });
    let rows: Vec<TokenTree> = rows.flatten().collect();
    let is_end = |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ';');
    let name = |row: &[TokenTree]| {
        let mut words = row.iter().filter_map(|token| match token {
            TokenTree::Ident(ident) => Some(ident.to_string()),
            _ => None,
        });
        let is_property = matches!(words.next()?.as_str(), "required" | "optional" | "maybe");
        let is_named = matches!(row.last(), Some(TokenTree::Literal(_)));
        words.next().filter(|_| is_property && !is_named)
    };
    rows.split(is_end).filter_map(name).collect()
}

impl Words {
    pub(super) fn add(&mut self, other: &Self) {
        self.identifiers.extend(other.identifiers.iter().cloned());
        self.literals.extend(other.literals.iter().cloned());
        self.documentation.push_str(&other.documentation);
    }

    fn token(&mut self, token: TokenTree) {
        match token {
            TokenTree::Ident(ident) => {
                self.identifiers.insert(ident.to_string());
            }
            TokenTree::Literal(literal) => {
                self.literals.insert(text(&literal.to_string()));
            }
            TokenTree::Group(group) => match documentation(group.stream()) {
                Some(line) => {
                    self.documentation.push_str(&line);
                    self.documentation.push('\n');
                }
                None => group.stream().into_iter().for_each(|token| self.token(token)),
            },
            TokenTree::Punct(_) => {}
        }
    }
}

/// The text of `doc = ".."`.
fn documentation(tokens: TokenStream) -> Option<String> {
    let mut tokens = tokens.into_iter();
    match (tokens.next(), tokens.next(), tokens.next()) {
        (Some(TokenTree::Ident(doc)), Some(TokenTree::Punct(_)), Some(TokenTree::Literal(literal))) if doc == "doc" => {
            Some(text(&literal.to_string()))
        }
        _ => None,
    }
}

/// What a literal of Rust stands for: the text of a string, digits of a number.
fn text(literal: &str) -> String {
    if let Some(raw) = literal.strip_prefix('r') {
        return raw.trim_matches('#').trim_matches('"').to_owned();
    }
    let Some(quoted) = literal.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) else {
        let suffix = literal.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(literal.len());
        return literal[..suffix].replace('_', "");
    };
    let mut text = String::new();
    let mut rest = quoted.chars();
    while let Some(c) = rest.next() {
        match (c, c == '\\') {
            (_, true) => match rest.next() {
                Some('n') => text.push('\n'),
                Some('t') => text.push('\t'),
                Some('r') => text.push('\r'),
                Some('0') => text.push('\0'),
                Some('u') => {
                    let digits: String = rest.by_ref().take_while(|c| *c != '}').filter(|c| *c != '{').collect();
                    text.extend(u32::from_str_radix(&digits, 16).ok().and_then(char::from_u32));
                }
                Some(other) => text.push(other),
                None => {}
            },
            (c, false) => text.push(c),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_are_read() {
        assert_eq!(text(r#""a\"\u{e4}\n""#), "a\"ä\n");
        assert_eq!(text("1_000i64"), "1000");
        assert_eq!(text("r#\"x\"#"), "x");
    }
}
