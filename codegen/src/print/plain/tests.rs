//! What is plain is laid out as everything else is.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::{MARGIN, items};
use crate::print::laid_out;

/// Where prettyplease breaks lines.
const PRETTYPLEASE: usize = 89;

/// Plain items with names that are a little longer each time, so that lines of all lengths around the margin are there.
fn samples() -> Vec<TokenStream> {
    let sample = |length: usize| {
        let (name, text) = (format_ident!("A{}", "b".repeat(length)), "b".repeat(length));
        vec![
            quote!(pub use self::#name::{#name, B, C, #name, Ddddddddddd, Eeeeeeeeeeee, Fffffffffffff, #name};),
            quote!(mod #name; pub(crate) use super::#name as B;),
            quote!(#[doc = " It is."] pub type Name = Option<BTreeMap<String, Vec<#name>>>;),
            quote!(pub type #name = rt::Nullable<Vec<super::Name>>;),
            quote!(
                #[doc = ""]
                #[derive(Clone, Debug)]
                #[deprecated = "it is old"]
                pub struct Name {
                    pub a: Vec<#name>,
                    b: &'static str,
                    #[doc = " A \"quoted\" \\ one."]
                    #[doc = ""]
                    #[doc = " More."]
                    pub(crate) c: BTreeMap<String, BTreeMap<#name, #name>>,
                    pub r#type: Option<rt::Nullable<Vec<types::#name>>>,
                }
            ),
            quote!(#[non_exhaustive] pub enum Name { #[doc = " One."] A, #[doc = " Two."] #[doc = " More."] B(Box<#name>), C(u8, String) }),
            quote!(#[doc = " It is."] pub struct Name(rt::Call, pub #name);),
            quote!(pub struct #name(Option<u8>);),
            quote!(static NAME: rt::Spec = rt::Spec::get("a/b", #text);),
            quote!(static #name: rt::Spec = rt::Spec::get("a/b", "c");),
            quote!(
                impl Name {
                    pub(crate) fn new(client: rt::Client) -> Self {
                        Self { client }
                    }
                    #[doc = " It does."]
                    #[doc = ""]
                    #[must_use]
                    pub fn #name(&self, size: impl Into<String>, more: BTreeMap<String, u8>) -> #name {
                        Name(self.client.call(&NAME).path("size", &rt::text(size)))
                    }
                    pub fn short(mut self) -> Self {
                        Self(self.0.query(#text, &size), 1)
                    }
                    pub fn list(self, size: impl IntoIterator<Item = impl Into<#name>>) -> Self {
                        Self(self.0.query(#text, &rt::list(size.into_iter().map(rt::text))))
                    }
                    fn more(self, name: BTreeMap<#name, String>) -> Vec<u8> {
                        #name(self.client.call(&NAME).#name("size").json(&rt::text(size)))
                    }
                    fn statements(&mut self) {
                        let a = 1;
                        self.b = a
                    }
                }
            ),
            quote!(impl From<Name> for rt::#name { fn from(value: Name) -> Self { Self::Name(value) } }),
            quote!(enum Name { A, #[doc = " Two."] B(#name) }),
            quote!(#![doc = " It is."] #![doc = ""] pub struct Name {} enum Never {}),
        ]
    };
    (1..MARGIN + 4).flat_map(sample).collect()
}

/// The text without what depends on how long a line may be.
fn unbroken(text: &str) -> String {
    text.chars().filter(|char| !char.is_whitespace() && *char != ',').collect()
}

#[test]
fn plain_items_are_laid_out_as_any_others_but_for_the_length_of_lines() {
    let mut plain = 0;
    for tokens in samples() {
        let (mut text, rest) = items(tokens.clone());
        plain += usize::from(rest.is_empty());
        text.push_str(&laid_out(syn::parse2(rest).expect("items")));
        let other = laid_out(syn::parse2(tokens).expect("items"));
        assert_eq!(unbroken(&text), unbroken(&other));
        if text.lines().all(|line| line.len() < PRETTYPLEASE) {
            assert_eq!(text, other);
        }
    }
    assert!(plain * 5 > samples().len() * 4, "only {plain} of {} are plain", samples().len());
}

#[test]
fn what_is_not_plain_is_left() {
    let (text, rest) = items(quote!(
        mod a;
        pub union B {
            a: u8,
        }
        mod c;
    ));
    assert_eq!(
        (text.as_str(), rest.to_string()),
        (
            "mod a;\n",
            quote!(
                pub union B {
                    a: u8,
                }
                mod c;
            )
            .to_string()
        )
    );
    for tokens in [
        quote!(
            impl<'a> A<'a> {
                fn a() {}
            }
        ),
        quote!(impl A { const B: u8 = 1; fn c() {} }),
        quote!(
            static A: u8 = 1 + 1;
        ),
        quote!(
            pub struct A<'a> {
                a: &'a str,
            }
        ),
        quote!(
            pub struct A {
                a: fn(u8) -> u8,
            }
        ),
        quote!(
            pub struct A {
                a: [u8; 4],
            }
        ),
        quote!(
            pub type A = (u8, u8);
        ),
        quote!(
            #[doc = "/ It is."]
            pub type A = B;
        ),
        quote!(
            #[cfg(a = "b")]
            mod a;
        ),
        quote!(
            use a::{b};
        ),
        quote!(
            enum A {
                B = 1,
            }
        ),
        quote!(
            const A: u8 = 1;
        ),
    ] {
        let (text, rest) = items(tokens.clone());
        assert_eq!((text.as_str(), rest.to_string()), ("", tokens.to_string()));
    }
}
