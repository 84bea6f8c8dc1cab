//! The typed document in, the model out.
//!
//! Enters: an OpenAPI 3.0 document whose structure has been checked. Leaves: [`Api`], always: what cannot be expressed becomes
//! a lossless type, a type that keeps more than it should, or an entry of `Api::left_out`, each with a diagnostic.
//! Not its business: text, versions of the format, Rust.

mod alike;
mod all_of;
mod body;
mod circles;
mod classify;
mod documentation;
mod enums;
mod nullable;
mod object;
mod one_of;
mod operation;
mod paging;
mod parameter;
mod references;
mod response;
mod scalar;
mod schema;
mod security;
mod service;
mod site;
mod split;
mod tags;
mod view;

use indexmap::{IndexMap, IndexSet};

use crate::diagnostic::Diagnostics;
use crate::model::{Api, LeftOut, NameHint, SecurityScheme, Server, Type, TypeDef, TypeId, TypeKind};
use crate::place::{Place, Pointer};

/// What the rooms of lowering share: the document, what has been made of it, and what there is to say about it.
struct Cx<'a> {
    openapi: &'a openapiv3::OpenAPI,
    diagnostics: &'a mut Diagnostics,
    types: Vec<TypeDef>,
    /// The definition of each component schema.
    components: IndexMap<&'a str, TypeId>,
    /// Components whose values may be null wherever they are used.
    nullable: IndexSet<TypeId>,
    /// Nested schemas that have been lowered, so that each becomes one definition however often it is met.
    lowered: IndexMap<Pointer, Type>,
    /// The nested schemas that are being lowered, the innermost last.
    open: Vec<Pointer>,
    schemes: Vec<SecurityScheme>,
    left_out: Vec<LeftOut>,
}

/// Lowers the whole document.
pub(crate) fn lower(openapi: &openapiv3::OpenAPI, diagnostics: &mut Diagnostics) -> Api {
    let mut cx = Cx {
        openapi,
        diagnostics,
        types: Vec::new(),
        components: IndexMap::new(),
        nullable: IndexSet::new(),
        lowered: IndexMap::new(),
        open: Vec::new(),
        schemes: Vec::new(),
        left_out: Vec::new(),
    };
    cx.schemes = security::schemes(&mut cx);
    schema::lower_components(&mut cx);
    let security = security::usual(&mut cx);
    let services = service::lower_services(&mut cx);
    circles::break_up(&mut cx.types, cx.diagnostics);
    tags::settle(&mut cx.types);
    alike::report(&cx.types, cx.diagnostics);
    let mut api = Api {
        title: openapi.info.title.clone(),
        version: openapi.info.version.clone(),
        docs: documentation::of_info(&openapi.info),
        servers: openapi.servers.iter().map(server).collect(),
        schemes: cx.schemes,
        security,
        types: cx.types,
        services,
        left_out: cx.left_out,
    };
    split::split(&mut api);
    api
}

fn server(server: &openapiv3::Server) -> Server {
    let mut url = server.url.clone();
    for (name, variable) in server.variables.iter().flatten() {
        url = url.replace(&format!("{{{name}}}"), &variable.default);
    }
    Server { url, docs: documentation::text(server.description.as_deref()) }
}

impl Cx<'_> {
    /// Makes room for a definition, so that its parts can stand with it.
    fn reserve(&mut self, hint: NameHint, pointer: &Pointer, home: Option<TypeId>) -> TypeId {
        let id = TypeId(self.types.len());
        self.types.push(TypeDef {
            hint,
            home: home.unwrap_or(id),
            docs: crate::model::Docs::default(),
            origin: origin(pointer),
            kind: TypeKind::Alias(Type::Any),
        });
        id
    }

    fn leave_out(&mut self, what: impl Into<String>, why: impl Into<String>, pointer: &Pointer) {
        self.left_out.push(LeftOut { what: what.into(), why: why.into(), origin: origin(pointer) });
    }
}

/// The place of a thing as the model keeps it.
fn origin(pointer: &Pointer) -> Place {
    pointer.into()
}
