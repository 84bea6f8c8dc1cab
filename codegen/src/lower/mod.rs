//! The typed document in, the model out.
//!
//! Enters: an OpenAPI 3.0 document whose structure has been checked, and its schemas. Leaves: [`Api`], always: what cannot be expressed becomes
//! a lossless type, a type that keeps more than it should, or an entry of `Api::left_out`, each with a diagnostic.
//! Not its business: text, versions of the format, Rust.

mod alike;
mod all_of;
mod annotated;
mod beside;
mod beyond;
mod body;
mod bulk;
mod by_pattern;
mod circles;
mod classify;
mod collection;
mod compact;
mod constant;
mod constraints;
mod constructs;
mod discriminator;
mod documentation;
mod encoding;
mod enums;
mod example;
mod flows;
mod header;
mod hint;
mod incoming;
mod inheritance;
mod inner;
mod items;
mod key;
mod less;
mod live;
mod looks;
mod multipart;
mod narrow;
mod notation;
mod nullable;
mod object;
mod one_of;
mod operation;
mod paging;
mod parameter;
mod parents;
mod part_headers;
mod part_kind;
mod patch;
mod positions;
mod reading;
mod references;
mod registered;
mod response;
mod rest;
mod same;
mod scalar;
mod schema;
mod secret;
mod security;
mod server;
mod service;
mod several;
mod share;
mod shown;
mod site;
mod slip;
mod split;
mod sum;
mod tag_value;
mod tags;
mod telling;
mod times;
mod tuple;
mod unlike;
mod way;
mod within;
mod word;
mod written;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use indexmap::{IndexMap, IndexSet};

pub(crate) use self::constructs::constructs;
pub(crate) use self::share::share;
pub(crate) use self::written::lead_back;

use self::incoming::Callback;
use crate::diagnostic::Diagnostics;
use crate::document::{Document, Elsewhere};
use crate::media_type;
use crate::model::{
    Api, Extent, Incoming, IncomingKind, LeftOut, NameHint, SecurityScheme, Type, TypeDef, TypeId, TypeKind,
};
use crate::place::{Place, Pointer};
use crate::schema::{SchemaId, Schemas};

/// What the rooms of lowering share: the document, what has been made of it, and what there is to say about it.
///
/// Definitions are only ever added, so that an id stays what it is; those that nothing refers to go at the end, in `compact`.
struct Cx<'a> {
    openapi: &'a openapiv3::OpenAPI,
    elsewhere: &'a Elsewhere,
    /// The schemas of other files that have a name of their own.
    borrowed: &'a [SchemaId],
    schemas: Schemas,
    diagnostics: &'a mut Diagnostics,
    types: Vec<TypeDef>,
    /// The definition of each component schema, in the description's order, and of those of other files.
    components: IndexMap<SchemaId, TypeId>,
    /// The component schemas by name.
    named: IndexMap<&'a str, SchemaId>,
    /// Components whose values may be null wherever they are used.
    nullable: IndexSet<TypeId>,
    /// Whether null is among the values of what is nothing but a reference.
    admits_null: IndexMap<SchemaId, bool>,
    /// Nested schemas that have been lowered, so that each becomes one definition however often it is met.
    lowered: IndexMap<SchemaId, Type>,
    /// The definitions of nested schemas.
    defined: IndexMap<SchemaId, TypeId>,
    /// Compositions as one schema each.
    flat: IndexMap<SchemaId, SchemaId>,
    /// What the alternatives under a keyword of a schema are called among each other.
    called: IndexMap<(SchemaId, &'static str), Vec<String>>,
    /// What several schemas say together of one part of a value, by those schemas and the one whose words count.
    together: IndexMap<(Vec<SchemaId>, SchemaId), SchemaId>,
    /// Schemas that nobody sees a type of: arrays whose items are the parts of bodies, and headers of failures.
    untyped: BTreeSet<SchemaId>,
    /// Alternatives joined with what stands beside them.
    joined: IndexMap<beside::Joint, SchemaId>,
    /// The nested schemas that are being lowered, the innermost last.
    open: Vec<SchemaId>,
    schemes: Vec<SecurityScheme>,
    /// The names of schemes that ask for nothing.
    open_schemes: BTreeSet<String>,
    left_out: Vec<LeftOut>,
    /// What the server calls.
    incoming: Vec<Incoming>,
    /// Those that stand elsewhere than in the operation that has them.
    referred_callbacks: Vec<Callback>,
    /// The security schemes that requests of the server have, by index.
    of_incoming: BTreeSet<usize>,
    /// The operations whose callbacks are known, by where they are described: some lead back to those that they come after.
    heard: BTreeSet<Pointer>,
    /// What formats are misspelt from, of texts and of others.
    formats: BTreeMap<(String, bool), Option<&'static str>>,
    /// Media types that are not spoken, since another one says the same, with how often.
    notations: BTreeMap<String, usize>,
}

/// Lowers the whole document.
pub(crate) fn lower(document: Document, extent: Extent, diagnostics: &mut Diagnostics) -> Api {
    let (mut api, kept) = read(document, extent, diagnostics);
    several::merge(&mut api.types);
    compact::compact(&mut api, &kept);
    circles::break_up(&mut api.types, diagnostics);
    tags::settle(&mut api.types);
    telling::settle(&mut api.types);
    alike::report(&api.types, diagnostics);
    api.less.extend(less::told(diagnostics));
    split::split(&mut api);
    api
}

/// What each part of the document means, with the definitions of the components. The document goes then: it is as large as all that
/// is made of it.
fn read(document: Document, extent: Extent, diagnostics: &mut Diagnostics) -> (Api, BTreeSet<TypeId>) {
    let Document { openapi, schemas, borrowed, elsewhere, nowhere: _, unwanted, sources, written: _ } = document;
    let mut cx = Cx {
        openapi: &openapi,
        elsewhere: &elsewhere,
        borrowed: &borrowed,
        schemas,
        diagnostics,
        types: Vec::new(),
        components: IndexMap::new(),
        named: IndexMap::new(),
        nullable: IndexSet::new(),
        admits_null: IndexMap::new(),
        lowered: IndexMap::new(),
        defined: IndexMap::new(),
        flat: IndexMap::new(),
        called: IndexMap::new(),
        together: IndexMap::new(),
        untyped: BTreeSet::new(),
        joined: IndexMap::new(),
        open: Vec::new(),
        schemes: Vec::new(),
        open_schemes: BTreeSet::new(),
        left_out: Vec::new(),
        incoming: Vec::new(),
        referred_callbacks: Vec::new(),
        of_incoming: BTreeSet::new(),
        heard: BTreeSet::new(),
        formats: BTreeMap::new(),
        notations: BTreeMap::new(),
    };
    let count = cx.schemas.count();
    (cx.schemes, cx.open_schemes) = security::schemes(&mut cx);
    schema::lower_components(&mut cx);
    bulk::settle(&mut cx.types, cx.diagnostics);
    let mut security = security::usual(&mut cx);
    let servers = server::lower_servers(&mut cx, &openapi.servers, &Pointer::root().push("servers"));
    let mut services = service::lower_services(&mut cx);
    beyond::leave_out(&mut cx);
    incoming::lower_referred_callbacks(&mut cx);
    incoming::lower_webhooks(&mut cx);
    incoming::lower_referred_callbacks(&mut cx);
    // The order of what is met on the way says nothing.
    cx.incoming.sort_by_key(|incoming| matches!(incoming.kind, IncomingKind::Callback { .. }));
    security::leave_out_of_incoming(&mut cx, &mut services, &mut security);
    let less = less::of_schemas(&cx, count);
    // What stands in other files is there for those who refer to it.
    let is_own = |id: &TypeId| cx.types[id.0].origin.file().is_none();
    let kept = cx.components.values().copied().filter(is_own).collect();
    let mut api = Api {
        title: openapi.info.title.clone(),
        version: openapi.info.version.clone(),
        docs: documentation::of_info(&openapi),
        variables: Vec::new(),
        servers,
        schemes: cx.schemes,
        security,
        types: cx.types,
        services,
        incoming: cx.incoming,
        less,
        left_out: cx.left_out,
        unwanted,
        sources,
        extent,
        notations: cx.notations.into_iter().collect(),
    };
    let own = api.operations().flat_map(|operation| &operation.servers);
    api.variables = server::variables(api.servers.iter().chain(own));
    (api, kept)
}

impl Cx<'_> {
    /// Makes room for a definition, so that its parts can stand with it.
    fn reserve(&mut self, hint: NameHint, place: &Place, key: Place, home: Option<TypeId>) -> TypeId {
        let id = TypeId(self.types.len());
        self.types.push(TypeDef {
            hint,
            home: home.unwrap_or(id),
            docs: crate::model::Docs::default(),
            origin: described(place),
            key: described(&key),
            kind: TypeKind::Alias(Type::Any),
        });
        id
    }

    /// The definition of a schema, where it has one by now.
    fn definition(&self, id: SchemaId) -> Option<&TypeDef> {
        self.components.get(&id).or_else(|| self.defined.get(&id)).map(|id| &self.types[id.0])
    }

    /// Counts a media type that another one makes needless.
    fn say_otherwise(&mut self, media: &str) {
        *self.notations.entry(media_type::essence(media)).or_default() += 1;
    }

    fn leave_out(&mut self, what: impl Into<String>, why: impl Into<String>, pointer: &Pointer) {
        self.left_out.push(LeftOut { what: what.into(), why: why.into(), origin: origin(pointer) });
    }
}

/// A place in an operation that nobody wants, as the description has it; any other place as it is.
fn described(place: &Place) -> Place {
    // Few descriptions have such operations.
    if !place.pointer().as_str().contains(Document::UNWANTED) {
        return place.clone();
    }
    let key = place.pointer().segments().nth(2);
    match key.as_deref().and_then(|key| key.strip_prefix(Document::UNWANTED)) {
        Some(method) if place.file().is_none() => {
            let steps = place.pointer().segments().enumerate();
            Place::here(steps.map(|(at, step)| if at == 2 { Cow::Borrowed(method) } else { step }).collect())
        }
        _ => place.clone(),
    }
}

/// The place of a thing as the model keeps it.
fn origin(pointer: &Pointer) -> Place {
    pointer.into()
}
