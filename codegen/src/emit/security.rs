//! `security.rs`: the security schemes as data.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Cx, Item, SourceFile, documentation, runtime};
use crate::model::{Need, SchemeId, SchemeKind};

/// The file, where there are schemes.
pub(super) fn file(cx: Cx<'_>) -> Option<SourceFile> {
    let mut items =
        vec![documentation::module("The ways to show who is calling."), Item::Lines(vec![runtime::import()])];
    for (index, scheme) in cx.api.schemes.iter().enumerate() {
        let ident = &cx.names.scheme(SchemeId(index)).constant;
        let name = &scheme.name.0;
        let value = match &scheme.kind {
            SchemeKind::Basic => quote!(basic(#name)),
            SchemeKind::Bearer => quote!(bearer(#name)),
            SchemeKind::Http(word) => quote!(http(#name, #word)),
            SchemeKind::ApiKeyHeader(key) => {
                let key = &key.0;
                quote!(api_key_header(#name, #key))
            }
            SchemeKind::ApiKeyQuery(key) => {
                let key = &key.0;
                quote!(api_key_query(#name, #key))
            }
            SchemeKind::ApiKeyCookie(key) => {
                let key = &key.0;
                quote!(api_key_cookie(#name, #key))
            }
            SchemeKind::OAuth2 => quote!(oauth2(#name)),
            SchemeKind::OpenIdConnect => quote!(open_id_connect(#name)),
        };
        let docs = documentation::item(&scheme.docs);
        items.push(Item::Code(quote! {
            #docs
            pub(crate) static #ident: rt::Scheme = rt::Scheme::#value;
        }));
    }
    if cx.facts.has_usual_security() {
        let docs = documentation::line("What calls need where the description says nothing else of them.");
        let alternatives = alternatives(cx, &cx.api.security, &TokenStream::new());
        items.push(Item::Code(quote! {
            #docs
            pub(crate) const USUAL: &[&[rt::Need]] = #alternatives;
        }));
    }
    (!cx.api.schemes.is_empty()).then(|| SourceFile::rust("src/security.rs", "security.rs", items))
}

/// Alternatives of schemes that are needed together; `path` leads to the schemes.
pub(super) fn alternatives(cx: Cx<'_>, alternatives: &[Vec<Need>], path: &TokenStream) -> TokenStream {
    let alternatives = alternatives.iter().map(|needs| {
        let needs = needs.iter().map(|Need { scheme, scopes }| {
            let scheme = &cx.names.scheme(*scheme).constant;
            quote!(rt::Need::new(&#path #scheme, &[#(#scopes),*]))
        });
        quote!(&[#(#needs),*])
    });
    quote!(&[#(#alternatives),*])
}
