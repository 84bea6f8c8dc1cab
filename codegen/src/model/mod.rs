//! The resolved meaning of a description: what travels, in what shape, under which names.
//!
//! Enters: nothing, this is plain data. Leaves: [`Api`], which `lower` fills and which `names`, `facts` and `emit` read.
//! Not its business: OpenAPI (all references are resolved, all defaults applied) and Rust (no identifier, no path).
//!
//! Laws of the model:
//! - A definition ([`TypeDef`]) and a use ([`Type`]) are different types; a use names a definition by [`TypeId`] only.
//! - Every [`TypeId`] in an [`Api`] indexes `Api::types`.
//! - Absence and null are apart: [`Presence`] says whether a key may be missing, [`Type::Nullable`] whether it may be null.
//! - Names are wire names or [`NameHint`]s, never identifiers.

mod argument;
mod body;
pub(crate) mod circles;
mod example;
mod extent;
mod header;
mod hint;
mod incoming;
mod live;
mod operation;
mod parameter;
pub(crate) mod reach;
mod response;
mod security;
mod server;
mod types;
mod usage;

use thin_vec::ThinVec;

pub(crate) use self::argument::Argument;
pub(crate) use self::body::{Body, BodyChoice, BodyContent, Part, PartKind, PartPosition, PartStyle, Parts};
pub(crate) use self::example::Example;
pub use self::extent::{Extent, Unreached};
pub(crate) use self::header::{Header, HeaderForm, PartHeader};
pub(crate) use self::hint::{NameHint, WireName};
pub(crate) use self::incoming::{Answer, Incoming, IncomingContent, IncomingKind};
pub(crate) use self::live::{EventForm, Events, Flag, FlagPlace, Kind, Message, Pieces, Socket, Twin};
pub(crate) use self::operation::{Idempotency, Operation, Page, PageStep, Service};
pub(crate) use self::parameter::{Encoding, Location, Param, Style};
pub(crate) use self::response::{Class, Media, Response, Responses, Status, ToldHeader};
pub(crate) use self::security::{Need, SchemeId, SchemeKind, SecurityScheme};
pub(crate) use self::server::{Server, ServerVariable};
pub(crate) use self::types::{
    Alternatives, Discriminator, EnumValues, Enumeration, Extra, Field, FieldDocs, FieldKind, Growth, JsonKind,
    Literal, Presence, Range, Struct, Tags, Test, TypeDef, TypeId, TypeKind, Union, ValueWords, Variant,
};
pub(crate) use self::usage::{Scalar, Type};
use crate::place::{Place, Sources};

/// A whole API.
#[derive(Clone, Debug)]
pub(crate) struct Api {
    pub(crate) title: String,
    pub(crate) version: String,
    pub(crate) docs: Docs,
    /// Base URLs in the description's order; the first is the default.
    pub(crate) servers: Vec<Server>,
    /// Every variable of all servers, those of single operations too, each once.
    pub(crate) variables: Vec<ServerVariable>,
    pub(crate) schemes: Vec<SecurityScheme>,
    /// What an operation needs that says nothing of its own.
    pub(crate) security: Vec<Vec<Need>>,
    /// Definitions; components first, in the description's order, then what is nested in them and in operations.
    pub(crate) types: Vec<TypeDef>,
    /// Operations by tag, tags in the description's order.
    pub(crate) services: Vec<Service>,
    /// What the server calls: webhooks in the description's order, then the callbacks of operations.
    pub(crate) incoming: Vec<Incoming>,
    /// What the client has less of than the description says.
    pub(crate) less: Vec<Less>,
    /// What the description has and the client does not.
    pub(crate) left_out: Vec<LeftOut>,
    /// How many operations of the description nobody wants here, as the settings say.
    pub(crate) unwanted: usize,
    /// What all of it was read from.
    pub(crate) sources: Sources,
    pub(crate) extent: Extent,
    /// Media types that say again what another one says, which is spoken instead, with how often they do, by name.
    pub(crate) notations: Vec<(String, usize)>,
}

impl Api {
    pub(crate) fn def(&self, id: TypeId) -> &TypeDef {
        &self.types[id.0]
    }

    pub(crate) fn type_ids(&self) -> impl Iterator<Item = TypeId> + use<> {
        (0..self.types.len()).map(TypeId)
    }

    pub(crate) fn operations(&self) -> impl Iterator<Item = &Operation> {
        self.services.iter().flat_map(|service| &service.operations)
    }
}

/// What the description's author wrote for people.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Docs {
    /// One line.
    pub(crate) summary: Option<String>,
    /// CommonMark.
    pub(crate) description: Option<String>,
    pub(crate) deprecated: bool,
    /// Remarks of the generator's own: constraints, defaults, examples, unknown formats.
    pub(crate) notes: ThinVec<String>,
    /// What is said of parts that have no place of their own, each under what it is called; nothing where it is the same thing.
    pub(crate) within: ThinVec<(String, Docs)>,
}

impl Docs {
    /// Of what nothing is said.
    pub(crate) const NONE: &Self =
        &Self { summary: None, description: None, deprecated: false, notes: ThinVec::new(), within: ThinVec::new() };

    /// Whether nothing is said.
    pub(crate) fn is_empty(&self) -> bool {
        self.summary.is_none()
            && self.description.is_none()
            && !self.deprecated
            && self.notes.is_empty()
            && self.within.is_empty()
    }
}

/// What the client has, but less of it than the description says.
#[derive(Clone, Debug)]
pub(crate) struct Less {
    /// As Markdown, in words of the generator's own.
    pub(crate) what: String,
    /// Where it is so: at least one place.
    pub(crate) places: Vec<Place>,
    /// Whether it was told, so that the places are those of messages.
    pub(crate) is_told: bool,
}

/// Something that the client does not have, and why.
#[derive(Clone, Debug)]
pub(crate) struct LeftOut {
    /// As a reader of the description knows it: `GET /events` or a schema's name.
    pub(crate) what: String,
    pub(crate) why: String,
    pub(crate) origin: Place,
}
