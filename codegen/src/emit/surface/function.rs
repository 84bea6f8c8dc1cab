//! The public functions in tokens, with what they take and give.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use super::sign::Namer;
use crate::surface::{Function, Parameter};

/// The public functions in some items, those of `impl` blocks too, in order.
pub(super) fn functions(tokens: TokenStream, namer: &Namer) -> Vec<Function> {
    let mut found = Vec::new();
    let mut deprecated = false;
    let mut is_public = false;
    let mut tokens = tokens.into_iter();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Ident(word) if word == "pub" => is_public = true,
            TokenTree::Ident(word) if word == "async" => {}
            TokenTree::Ident(word) if word == "fn" => {
                let function = function(&mut tokens, namer);
                found.extend(function.filter(|_| is_public).map(|function| Function { deprecated, ..function }));
                (deprecated, is_public) = (false, false);
            }
            // What follows `#`, or `pub` where that is for the crate.
            TokenTree::Group(group) if group.delimiter() == Delimiter::Bracket => {
                deprecated |= first_is(group.stream(), "deprecated");
            }
            TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis => is_public = false,
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
                found.extend(functions(group.stream(), namer));
                (deprecated, is_public) = (false, false);
            }
            TokenTree::Punct(_) => {}
            TokenTree::Group(_) | TokenTree::Ident(_) | TokenTree::Literal(_) => is_public = false,
        }
    }
    found
}

/// What stands behind `fn`, up to the body and with it.
fn function(tokens: &mut impl Iterator<Item = TokenTree>, namer: &Namer) -> Option<Function> {
    let name = tokens.next()?.to_string();
    let mut parameters = None;
    let mut gives = TokenStream::new();
    for token in tokens {
        match token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => break,
            TokenTree::Group(group) if parameters.is_none() => parameters = Some(group.stream()),
            token => gives.extend([token]),
        }
    }
    // Behind the arrow.
    let gives = gives.into_iter().skip(2).collect();
    let parameters = self::parameters(parameters?, namer);
    Some(Function { name, parameters, gives: namer.sign(gives), deprecated: false })
}

/// The arguments but for the receiver.
fn parameters(tokens: TokenStream, namer: &Namer) -> Vec<Parameter> {
    let mut lists = vec![Vec::new()];
    let mut depth = 0_usize;
    for token in tokens {
        match &token {
            TokenTree::Punct(punct) if punct.as_char() == '<' => depth += 1,
            TokenTree::Punct(punct) if punct.as_char() == '>' => depth = depth.saturating_sub(1),
            TokenTree::Punct(punct) if punct.as_char() == ',' && depth == 0 => {
                lists.push(Vec::new());
                continue;
            }
            TokenTree::Group(_) | TokenTree::Ident(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
        lists.last_mut().into_iter().for_each(|list| list.push(token.clone()));
    }
    let parameter = |list: Vec<TokenTree>| {
        let mut tokens = list.into_iter();
        let name = tokens.next()?.to_string();
        matches!(tokens.next()?, TokenTree::Punct(punct) if punct.as_char() == ':')
            .then(|| Parameter { name, ty: namer.sign(tokens.collect()) })
    };
    lists.into_iter().filter_map(parameter).collect()
}

fn first_is(tokens: TokenStream, word: &str) -> bool {
    matches!(tokens.into_iter().next(), Some(TokenTree::Ident(first)) if first == word)
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::{Namer, functions};

    #[test]
    fn public_functions_are_read_with_what_they_say() {
        let items = quote! {
            impl Users {
                const SPEC: &'static rt::Spec = &rt::Spec { id: "a" };
                pub(crate) fn new(client: rt::Client) -> Self { Self { client } }
                /// A user.
                #[deprecated = "old"]
                pub fn get(&self, id: impl Into<String>, map: BTreeMap<String, i64>) -> GetUser { GetUser(fn_of(id)) }
                pub async fn close(&self) { self.inner.close().await; }
            }
            impl Default for Users { fn default() -> Self { Self::new() } }
            pub fn read(body: &[u8]) -> Result<types::User, DecodeError> { rt::incoming(body) }
        };
        let found = functions(items, &Namer::default());
        let said: Vec<_> = found.iter().map(|it| (it.name.as_str(), it.signature(), it.deprecated)).collect();
        let get = "(id: impl Into<String>, map: BTreeMap<String, i64>) -> GetUser".to_owned();
        let read = "(body: &[u8]) -> Result<types::User, DecodeError>".to_owned();
        assert_eq!(said, [("get", get, true), ("close", "()".to_owned(), false), ("read", read, false)]);
    }
}
