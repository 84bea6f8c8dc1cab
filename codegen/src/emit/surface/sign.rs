//! The tokens of a type as words, of which some are names of the crate's own types.

use std::collections::BTreeSet;
use std::iter::Peekable;
use std::vec::IntoIter;

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use crate::surface::{Sign, Word};

/// What names mean that stand without a path: the types of the file.
#[derive(Clone, Debug, Default)]
pub(super) struct Namer {
    /// `api::users`.
    pub(super) module: String,
    pub(super) own: BTreeSet<String>,
}

impl Namer {
    /// A type in words.
    pub(super) fn sign(&self, tokens: TokenStream) -> Sign {
        let mut flat = Vec::new();
        flatten(tokens, &mut flat);
        let mut flat = flat.into_iter().peekable();
        let mut words = Vec::new();
        while let Some(token) = flat.next() {
            match path(token, &mut flat) {
                Ok(segments) => words.push(self.word(&segments)),
                Err(sign) => words.push(Word::Plain(sign)),
            }
        }
        Sign(words)
    }

    fn word(&self, segments: &[String]) -> Word {
        let steps: Vec<&str> = segments.iter().map(String::as_str).filter(|step| *step != "crate").collect();
        match steps.as_slice() {
            [name] if self.own.contains(*name) => Word::Named(format!("{}::{name}", self.module)),
            ["types" | "servers", _] | ["api", _, _] => Word::Named(steps.join("::")),
            // Where a name is taken, that of the standard library or of the runtime has its path.
            [.., name] => Word::Plain((*name).to_owned()),
            [] => Word::Plain(String::new()),
        }
    }
}

/// A path from its first token on, or the sign that the token is.
fn path(first: String, rest: &mut Peekable<IntoIter<String>>) -> Result<Vec<String>, String> {
    let is_word = |text: &str| text.starts_with(|first: char| first.is_alphabetic() || first == '_');
    let mut segments = Vec::new();
    let mut token = first;
    loop {
        match token.as_str() {
            "::" => {}
            word if is_word(word) => segments.push(token),
            _ => return Err(token),
        }
        let goes_on = match segments.last() {
            Some(_) => rest.next_if(|next| next == "::").is_some(),
            None => true,
        };
        match goes_on.then(|| rest.next()).flatten() {
            Some(next) => token = next,
            None => return Ok(segments),
        }
    }
}

fn flatten(tokens: TokenStream, flat: &mut Vec<String>) {
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::None => ("", ""),
                };
                flat.extend(Some(open.to_owned()).filter(|open| !open.is_empty()));
                flatten(group.stream(), flat);
                flat.extend(Some(close.to_owned()).filter(|close| !close.is_empty()));
            }
            TokenTree::Punct(punct) => {
                let is_colon = |token: &TokenTree| matches!(token, TokenTree::Punct(next) if next.as_char() == ':');
                if punct.as_char() == ':' && tokens.next_if(is_colon).is_some() {
                    flat.push("::".to_owned());
                } else {
                    flat.push(punct.as_char().to_string());
                }
            }
            TokenTree::Ident(_) | TokenTree::Literal(_) => flat.push(token.to_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::Namer;

    #[test]
    fn names_of_the_crate_are_known_by_their_paths() {
        let own = ["GetUser".to_owned()].into();
        let namer = Namer { module: "api::users".to_owned(), own };
        let full = |tokens| namer.sign(tokens).full();
        assert_eq!(full(quote!(Vec<types::User>)), "Vec<types::User>");
        assert_eq!(full(quote!(GetUser)), "api::users::GetUser");
        assert_eq!(full(quote!(crate::api::chat::Chat)), "api::chat::Chat");
        assert_eq!(full(quote!(::std::option::Option<clientwright_runtime::Part>)), "Option<Part>");
        assert_eq!(full(quote!(impl IntoIterator<Item = (String, i64)>)), "impl IntoIterator<Item = (String, i64)>");
        assert_eq!(full(quote!(&[u8])), "&[u8]");
    }
}
