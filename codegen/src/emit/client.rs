//! `client.rs`: the client, one accessor for each tag, and what the API is as a whole.

use quote::quote;

use super::{Cx, Item, SourceFile, documentation, runtime};

pub(super) fn file(cx: Cx<'_>) -> SourceFile {
    let mut imports = Vec::new();
    let mut handles: Vec<_> = cx.names.services().iter().collect();
    handles.sort_by_key(|names| names.module.text());
    for names in &handles {
        let (module, handle) = (&names.module, &names.handle);
        imports.push(quote!(use crate::api::#module::#handle;));
    }
    let taken = handles.iter().any(|names| names.handle.text() == "Client");
    let items = vec![
        documentation::module("The client: where every call begins."),
        Item::Lines(vec![runtime::import()]),
        Item::Lines(if taken { Vec::new() } else { imports }),
        Item::Code(api(cx)),
        Item::Code(client(cx)),
        Item::Code(methods(cx, taken)),
        Item::Code(conversion()),
    ];
    SourceFile::rust("src/client.rs", file!(), items)
}

fn api(cx: Cx<'_>) -> proc_macro2::TokenStream {
    let name = &cx.settings.name;
    let (title, version) = (&cx.api.title, &cx.api.version);
    let servers = cx.api.servers.iter().map(|server| &server.url);
    let schemes = cx.api.schemes.iter().enumerate().map(|(index, _)| {
        let scheme = cx.names.scheme(crate::model::SchemeId(index));
        quote!(&crate::security::#scheme)
    });
    let docs = documentation::line("The API as a whole.");
    quote! {
        #docs
        static API: rt::Api = rt::Api {
            name: #name,
            title: #title,
            version: #version,
            servers: &[#(#servers),*],
            schemes: &[#(#schemes),*],
        };
    }
}

fn client(cx: Cx<'_>) -> proc_macro2::TokenStream {
    let title =
        documentation::line(&format!("A client of {}.", documentation::markdown(&cx.api.title).replace('\n', " ")));
    let cheap = documentation::line("Cloning is cheap: clones share connections, credentials and limits.");
    let blank = documentation::line("");
    quote! {
        #title
        #blank
        #cheap
        #[derive(Clone, Debug)]
        pub struct Client {
            inner: rt::Client,
        }
    }
}

fn methods(cx: Cx<'_>, qualified: bool) -> proc_macro2::TokenStream {
    let accessors = cx.api.services.iter().zip(cx.names.services()).map(|(service, names)| {
        let (accessor, module, handle) = (&names.accessor, &names.module, &names.handle);
        let docs = match documentation::paragraphs(&service.docs).as_slice() {
            [] => documentation::line(&format!(
                "Calls of the tag {}.",
                documentation::code(&service.hint.parts().join(" "))
            )),
            paragraphs => documentation::lines(paragraphs.join("\n\n").lines()),
        };
        let path = if qualified { quote!(crate::api::#module::#handle) } else { quote!(#handle) };
        quote! {
            #docs
            #[must_use]
            pub fn #accessor(&self) -> #path {
                #path::new(self.inner.clone())
            }
        }
    });
    let builder = documentation::line("Begins a client: base URL, credentials, timeouts, retries.");
    let inner = documentation::line("The client of the runtime, for what the description does not say.");
    let close = documentation::line("Refuses new calls and waits for those under way.");
    quote! {
        impl Client {
            #builder
            #[must_use]
            pub fn builder() -> rt::ClientBuilder<Self> {
                rt::ClientBuilder::new(&API)
            }
            #(#accessors)*
            #inner
            #[must_use]
            pub fn inner(&self) -> &rt::Client {
                &self.inner
            }
            #close
            pub async fn close(&self) {
                self.inner.close().await;
            }
        }
    }
}

fn conversion() -> proc_macro2::TokenStream {
    quote! {
        impl From<rt::Client> for Client {
            fn from(inner: rt::Client) -> Self {
                Self { inner }
            }
        }
    }
}
