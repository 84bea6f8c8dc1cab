//! An identifier of the names room as a token.

use proc_macro2::{Ident as Token, Span, TokenStream};
use quote::{ToTokens, TokenStreamExt};

use crate::names::Ident;

impl ToTokens for Ident {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let token = match self.is_raw() {
            true => Token::new_raw(self.text(), Span::call_site()),
            false => Token::new(self.text(), Span::call_site()),
        };
        tokens.append(token);
    }
}

/// A name that the standard library or the runtime has given.
pub(super) fn fixed(name: &'static str) -> Token {
    Token::new(name, Span::call_site())
}
