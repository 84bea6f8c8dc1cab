//! `client.rs`: the client, one accessor for each tag, its builder, and what the API is as a whole.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Cell, Cx, Item, SourceFile, Table, documentation, feature, runtime, servers, service, setter};
use crate::model::{Docs, SchemeId, SchemeKind, SecurityScheme, ServerVariable};
use crate::names::{Ident, VariableNames};

pub(super) fn file(cx: Cx<'_>) -> SourceFile {
    let items = vec![
        documentation::module("The client: where every call begins."),
        Item::Lines(runtime_imports(cx)),
        Item::Lines(imports(cx)),
        Item::Code(api(cx)),
        Item::Code(client(cx)),
        Item::Code(methods(cx)),
        Item::Code(builder()),
        Item::Code(setters(cx)),
        Item::Table(Table::new(runtime::CLIENT_BUILDER, head())),
    ];
    SourceFile::rust("src/client.rs", "client.rs", items)
}

fn runtime_imports(cx: Cx<'_>) -> Vec<TokenStream> {
    let tokens = cx.facts.takes_bearer().then(|| {
        quote!(
            use clientwright_runtime::IntoTokens;
        )
    });
    tokens.into_iter().chain([runtime::import()]).collect()
}

fn imports(cx: Cx<'_>) -> Vec<TokenStream> {
    let security = (!cx.api.schemes.is_empty()).then(|| {
        quote!(
            use crate::security;
        )
    });
    let listed = cx.api.variables.iter().any(ServerVariable::is_listed);
    let servers = (listed || cx.facts.chooses_server()).then(|| {
        quote!(
            use crate::servers;
        )
    });
    security.into_iter().chain(servers).collect()
}

fn api(cx: Cx<'_>) -> TokenStream {
    let name = &cx.settings.name;
    let (title, version) = (&cx.api.title, &cx.api.version);
    let servers = cx.api.servers.iter().map(servers::constant);
    let schemes = cx.api.schemes.iter().enumerate().map(|(index, _)| {
        let scheme = &cx.names.scheme(SchemeId(index)).constant;
        quote!(&security::#scheme)
    });
    let usual = match cx.facts.has_usual_security() {
        true => quote!(security::USUAL),
        false => quote!(&[]),
    };
    let docs = documentation::line("The API as a whole.");
    quote! {
        #docs
        static API: rt::Api = rt::Api {
            name: #name,
            title: #title,
            version: #version,
            servers: &[#(#servers),*],
            schemes: &[#(#schemes),*],
            security: #usual,
        };
    }
}

fn client(cx: Cx<'_>) -> TokenStream {
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

pub(super) fn methods(cx: Cx<'_>) -> TokenStream {
    let accessors = cx.api.services.iter().zip(cx.names.services()).map(|(service, names)| {
        let (condition, accessor) = (feature::condition(cx, names), &names.accessor);
        let (module, handle) = (&names.module, &names.handle);
        let docs = documentation::lines(service::about(service).lines());
        quote! {
            #docs
            #condition
            #[must_use]
            pub fn #accessor(&self) -> crate::api::#module::#handle {
                crate::api::#module::#handle::new(self.inner.clone())
            }
        }
    });
    let builder = documentation::line("Begins a client: base URL, credentials, timeouts, retries.");
    let inner = documentation::line("The client of the runtime, for what the description does not say.");
    let close = documentation::line(
        "Turns away new calls and attempts, and waits up to 5 s for attempts and for loads of tokens under way; then nothing \
         runs any more: all of [`close`](clientwright_runtime::Client::close).",
    );
    quote! {
        impl Client {
            #builder
            pub fn builder() -> ClientBuilder {
                ClientBuilder(rt::Builder::new(&API))
            }
            #(#accessors)*
            #inner
            #[must_use]
            pub fn inner(&self) -> &clientwright_runtime::Client {
                &self.inner
            }
            #close
            pub async fn close(&self) {
                self.inner.close().await;
            }
        }
    }
}

fn builder() -> TokenStream {
    let docs = documentation::lines([
        "Builds a [`Client`]. What differs from the defaults is set.",
        "",
        "Nothing is checked before [`ClientBuilder::build`], which reports everything that is wrong at once.",
    ]);
    quote! {
        #docs
        #[derive(Debug)]
        #[must_use = "a client is there when it is built"]
        pub struct ClientBuilder(rt::Builder);
    }
}

/// `rt::client_builder! { ClientBuilder -> Client }`
fn head() -> Vec<Cell> {
    vec![Cell::Word("ClientBuilder"), Cell::Word("->"), Cell::Word("Client")]
}

/// What differs from API to API: servers, their variables, credentials.
pub(super) fn setters(cx: Cx<'_>) -> TokenStream {
    let server = cx.facts.chooses_server().then(|| {
        let docs = documentation::line("The server that is called. Default: the first one of the description.");
        quote! {
            #docs
            pub fn server(self, server: servers::Server) -> Self {
                Self(self.0.server(server as usize))
            }
        }
    });
    let variables = cx.api.variables.iter().zip(cx.names.variables()).map(|(it, names)| variable(it, names));
    let schemes = cx.api.schemes.iter().enumerate().filter_map(|(index, scheme)| {
        let names = cx.names.scheme(SchemeId(index));
        names.setter.as_ref().map(|setter| credential(scheme, setter, &names.constant))
    });
    let general = [cx.facts.takes_bearer().then(|| bearer(cx)), cx.facts.takes_basic().then(|| basic(cx))];
    let general = general.into_iter().flatten();
    let setters: TokenStream = server.into_iter().chain(variables).chain(general).chain(schemes).collect();
    match setters.is_empty() {
        true => TokenStream::new(),
        false => quote!(impl ClientBuilder { #setters }),
    }
}

fn variable(variable: &ServerVariable, names: &VariableNames) -> TokenStream {
    let (wire, setter, ty) = (&variable.name.0, &names.setter, &names.ty);
    let title = format!("Sets the variable {} of the servers that have it.", documentation::code(wire));
    // Remarks have words of the description, which are made safe with all that is said.
    let remarks = Docs { notes: [vec![title], variable.docs.notes.to_vec()].concat().into(), ..Docs::default() };
    let title = documentation::paragraphs(&remarks).join("\n\n");
    let docs = documented(&Docs { notes: [].into(), ..variable.docs.clone() }, &title);
    let attributes = setter::attributes(setter, &variable.docs);
    match variable.is_listed() {
        true => quote! {
            #docs
            #attributes
            pub fn #setter(self, value: servers::#ty) -> Self {
                Self(self.0.variable(#wire, value.as_str()))
            }
        },
        false => quote! {
            #docs
            #attributes
            pub fn #setter(self, value: impl Into<String>) -> Self {
                Self(self.0.variable(#wire, value))
            }
        },
    }
}

/// The words of the description, then the generator's own.
fn documented(docs: &Docs, own: &str) -> TokenStream {
    let mut paragraphs = documentation::paragraphs(docs);
    paragraphs.push(own.to_owned());
    documentation::lines(paragraphs.join("\n\n").lines())
}

const TOKENS: &str = "A `&str` or `String` that stays, or a [`TokenSource`](clientwright_runtime::TokenSource) that loads and refreshes.";

fn credential(scheme: &SecurityScheme, setter: &Ident, constant: &Ident) -> TokenStream {
    let name = documentation::code(&scheme.name.0);
    let (title, inputs, step) = match &scheme.kind {
        SchemeKind::Bearer => (
            format!("Bearer tokens for {name}.\n\n{TOKENS}"),
            quote!(tokens: impl IntoTokens),
            quote!(bearer(&security::#constant, tokens)),
        ),
        SchemeKind::OAuth2 | SchemeKind::OpenIdConnect => (
            format!("Access tokens for {name}.\n\n{TOKENS}"),
            quote!(tokens: impl IntoTokens),
            quote!(bearer(&security::#constant, tokens)),
        ),
        SchemeKind::Basic => (
            format!("The user name and password for {name}."),
            quote!(user: &str, password: &str),
            quote!(basic(&security::#constant, user, password)),
        ),
        SchemeKind::Http(word) => (
            format!("The whole `Authorization` header for {name}, of the scheme {}.", documentation::code(word)),
            quote!(authorization: impl Into<String>),
            quote!(authorization(&security::#constant, authorization)),
        ),
        SchemeKind::ApiKeyHeader(key) => api_key(constant, format!("{name}, sent in the header {}", wire(key))),
        SchemeKind::ApiKeyQuery(key) => api_key(constant, format!("{name}, sent in the query as {}", wire(key))),
        SchemeKind::ApiKeyCookie(key) => api_key(constant, format!("{name}, sent in the cookie {}", wire(key))),
    };
    let docs = documented(&scheme.docs, &title);
    let attributes = setter::attributes(setter, &scheme.docs);
    quote! {
        #docs
        #attributes
        pub fn #setter(self, #inputs) -> Self {
            Self(self.0.#step)
        }
    }
}

fn wire(name: &crate::model::WireName) -> String {
    documentation::code(&name.0)
}

fn api_key(constant: &Ident, what: String) -> (String, TokenStream, TokenStream) {
    let step = quote!(api_key(&security::#constant, key));
    (format!("The API key for {what}."), quote!(key: impl Into<String>), step)
}

fn bearer(cx: Cx<'_>) -> TokenStream {
    let schemes =
        of_kind(cx, |kind| matches!(kind, SchemeKind::Bearer | SchemeKind::OAuth2 | SchemeKind::OpenIdConnect));
    let docs = of_all(&schemes, |names| format!("Bearer tokens for {names}.\n\n{TOKENS}"));
    quote! {
        #docs
        pub fn bearer(self, tokens: impl IntoTokens) -> Self {
            Self(self.0.any_bearer(tokens))
        }
    }
}

fn basic(cx: Cx<'_>) -> TokenStream {
    let schemes = of_kind(cx, |kind| *kind == SchemeKind::Basic);
    let docs = of_all(&schemes, |names| format!("The user name and password for {names}."));
    quote! {
        #docs
        pub fn basic(self, user: &str, password: &str) -> Self {
            Self(self.0.any_basic(user, password))
        }
    }
}

fn of_kind<'a>(cx: Cx<'a>, is_one: impl Fn(&SchemeKind) -> bool) -> Vec<&'a SecurityScheme> {
    cx.api.schemes.iter().filter(|scheme| is_one(&scheme.kind)).collect()
}

/// The documentation of a setter that is for several schemes; for one alone what the description says of it too.
fn of_all(schemes: &[&SecurityScheme], own: impl Fn(&str) -> String) -> TokenStream {
    let names: Vec<_> = schemes.iter().map(|scheme| documentation::code(&scheme.name.0)).collect();
    match schemes {
        [one] => documented(&one.docs, &own(&names.concat())),
        _ => {
            let rest = format!("those of {} that have no credential of their own", names.join(", "));
            documented(&Docs::default(), &own(&rest))
        }
    }
}
