//! Headers that responses are documented to have.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;
use openapiv3::{ParameterSchemaOrContent, ReferenceOr, Response as Described};

use super::looks::{self, target};
use super::notation::{Notation, notation};
use super::operation::wire;
use super::site::Site;
use super::way::Way;
use super::{Cx, documentation, inner, references, scalar, schema};
use crate::diagnostic::catalogue;
use crate::model::{Docs, Field, FieldKind, Header, HeaderForm, Scalar, Type, TypeKind};
use crate::schema::{Kind, SchemaId};

/// Why a header cannot be.
pub(super) const NO_NAME: &str = "has a name that no header can have";

/// Whether a header can have the name (RFC 9110 section 5.1).
pub(super) fn is_name(name: &str) -> bool {
    let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !name.is_empty() && name.bytes().all(is_token)
}

/// Whether a header can hold a text (RFC 9110 section 5.5): receivers strip the space around it.
pub(super) fn can_hold(text: &str) -> bool {
    let is_held = |byte: u8| byte == b'\t' || byte >= b' ' && byte != 0x7f;
    text.trim_matches([' ', '\t']) == text && text.bytes().all(is_held)
}

/// What a place of parameters is called.
pub(super) fn place_word(parameter: &openapiv3::Parameter) -> &'static str {
    match parameter {
        openapiv3::Parameter::Query { .. } => "query parameter",
        openapiv3::Parameter::Header { .. } => "header",
        openapiv3::Parameter::Path { .. } => "path parameter",
        openapiv3::Parameter::Cookie { .. } => "cookie",
    }
}

/// Headers by their names, as a response or a part of a body lists them.
pub(super) type Listed = IndexMap<String, ReferenceOr<openapiv3::Header>>;

/// A header that can be, and where it is described.
pub(super) struct Usable<'n> {
    pub(super) name: &'n str,
    pub(super) header: &'n openapiv3::Header,
    pub(super) site: Site,
}

/// Those of a list that can be, each name once; the others are left out. `of` says whose they are.
pub(super) fn usable<'a: 'n, 'n>(cx: &mut Cx<'a>, listed: &'n Listed, of: &str, site: &Site) -> Vec<Usable<'n>> {
    let (mut usable, mut own) = (Vec::new(), BTreeMap::<String, &str>::new());
    for (name, node) in listed {
        // Content-Type is what the media type says (OAS 3.0.4 section 4.8.17.1).
        if name.eq_ignore_ascii_case("content-type") {
            continue;
        }
        let site = site.step(&["headers", name]);
        let told = match own.get(&name.to_ascii_lowercase()) {
            _ if !is_name(name) => Some((&catalogue::RESERVED_HEADER, NO_NAME.to_owned())),
            Some(twin) => {
                let why = format!("differs from `{twin}` in case only, and the first counts");
                Some((&catalogue::DUPLICATE_PARAMETER, why))
            }
            None => None,
        };
        let found = references::header(cx, node, &site);
        let why = match (told, found) {
            (Some((entry, why)), _) => {
                cx.diagnostics.report(entry, &site.pointer, format!("the header `{name}` {why}"));
                format!("it {why}")
            }
            (None, None) => "its reference leads to nothing".to_owned(),
            (None, Some((header, site))) => {
                own.insert(name.to_ascii_lowercase(), name);
                usable.push(Usable { name, header, site });
                continue;
            }
        };
        cx.leave_out(format!("the header `{name}` of {of}"), why, &site.pointer);
    }
    usable
}

/// Adds documented headers that are not known from another success yet.
pub(super) fn add<'a>(cx: &mut Cx<'a>, headers: &mut Vec<Header>, response: &'a Described, site: &Site) {
    let known: BTreeSet<String> = headers.iter().map(|known| known.name.0.to_ascii_lowercase()).collect();
    for Usable { name, header, site } in usable(cx, &response.headers, &format!("`{}`", site.of), site) {
        if known.contains(&name.to_ascii_lowercase()) {
            continue;
        }
        let (ty, form) = written(cx, header, Way::Received, &site);
        let docs = docs(cx, header, Way::Received);
        headers.push(Header { name: wire(name), ty: of_lines(name, ty), form, docs });
    }
}

/// The schema of a header.
pub(super) fn schema(header: &openapiv3::Header) -> Option<SchemaId> {
    let node = match &header.format {
        ParameterSchemaOrContent::Schema(node) => Some(node),
        ParameterSchemaOrContent::Content(content) => content.first().and_then(|(_, media)| media.schema.as_ref()),
    };
    node.and_then(schema::id)
}

/// What a header holds, in the words of JSON Schema: `integer`, `date-time`, `array of string`.
pub(super) fn word(cx: &Cx<'_>, header: &openapiv3::Header) -> String {
    let is_json = matches!(&header.format, ParameterSchemaOrContent::Content(content)
        if content.keys().next().is_some_and(|name| notation(name) == Notation::Json));
    let word = schema(header).map_or_else(|| "string".to_owned(), |id| kind_word(cx, id));
    if is_json { format!("{word} in JSON") } else { word }
}

fn kind_word(cx: &Cx<'_>, id: SchemaId) -> String {
    let Some(schema) = cx.schemas.resolve(id).map(|id| cx.schemas.get(id)) else { return "string".to_owned() };
    match schema.items.filter(|_| schema.kinds.single() == Some(Kind::Array)) {
        Some(items) => format!("array of {}", plain_word(cx, items)),
        None => plain_word(cx, id),
    }
}

/// The word of what has no items, or is itself one of them: lists in lists are no headers.
fn plain_word(cx: &Cx<'_>, id: SchemaId) -> String {
    let Some(schema) = cx.schemas.resolve(id).map(|id| cx.schemas.get(id)) else { return "string".to_owned() };
    match (schema.kinds.single(), schema.format.as_deref()) {
        // Other formats are remarks.
        (Some(Kind::String) | None, Some(format)) if scalar::OF_TEXT.contains(&format) => format.to_owned(),
        (Some(kind), _) => kind.word().to_owned(),
        (None, _) => "string".to_owned(),
    }
}

/// What is said of a header, and of its values.
pub(super) fn docs(cx: &Cx<'_>, header: &openapiv3::Header, way: Way) -> Docs {
    let mut docs = documentation::texts(None, header.description.as_deref(), header.deprecated == Some(true));
    if let Some(id) = schema(header) {
        inner::add_use(cx, &mut docs, id);
    }
    documentation::add_examples(cx, &mut docs, header.example.as_ref(), &header.examples);
    if header.required && way == Way::Received {
        docs.notes.push("The description promises it.".to_owned());
    }
    docs
}

/// The type and the form of a header. A document that is no JSON is the scalar that its text spells, or its text.
pub(super) fn written(cx: &mut Cx<'_>, header: &openapiv3::Header, way: Way, site: &Site) -> (Type, HeaderForm) {
    let whose = match way {
        Way::Received => "the text that the server sent",
        Way::Sent => "text that callers make",
    };
    match &header.format {
        ParameterSchemaOrContent::Schema(node) => {
            let ty = schema::lower_node(cx, Some(node));
            if let Some(within) = nested(cx, &ty) {
                let message = format!("a header has no form for {within}; it is {whose}");
                let found = cx.diagnostics.report(&catalogue::HEADER_AS_TEXT, &site.pointer.push("schema"), message);
                found.help("describe it under `content` with `application/json` if it is JSON, or as a string");
                return (Type::Scalar(Scalar::String), HeaderForm::Simple);
            }
            (
                ty.non_null().clone(),
                match header.extensions.get("x-cw-explode") {
                    Some(serde_json::Value::Bool(true)) => HeaderForm::Exploded,
                    Some(_) | None => HeaderForm::Simple,
                },
            )
        }
        ParameterSchemaOrContent::Content(content) => match content.first() {
            Some((name, media)) if notation(name) == Notation::Json => {
                let ty = schema::lower_media(cx, media).unwrap_or(Type::Any);
                (ty.non_null().clone(), HeaderForm::Json)
            }
            Some((name, media)) => {
                let ty = schema::lower_media(cx, media);
                let is_plain = matches!(notation(name), Notation::Text | Notation::Anything);
                if !is_plain || !matches!(ty, None | Some(Type::Scalar(_))) {
                    let message = format!("a header in `{name}` is no typed value; it is {whose}");
                    let place = site.pointer.push("content").push(name);
                    cx.diagnostics.report(&catalogue::HEADER_AS_TEXT, &place, message).at_key();
                }
                match ty {
                    Some(ty @ Type::Scalar(_)) => (ty, HeaderForm::Simple),
                    Some(_) | None => (Type::Scalar(Scalar::String), HeaderForm::Simple),
                }
            }
            None => (Type::Scalar(Scalar::String), HeaderForm::Simple),
        },
    }
}

/// What a header cannot hold: the specification says nothing of values within those of a list or an object (OAS 3.0.4 section
/// 4.8.12.3).
fn nested(cx: &Cx<'_>, ty: &Type) -> Option<&'static str> {
    let is_flat = |ty: &Type| match target(&cx.types, ty.non_null()) {
        Type::Named(id) => !matches!(cx.types[id.0].kind, TypeKind::Struct(_)),
        Type::List(_) | Type::Tuple(_) | Type::Map(_) => false,
        Type::Scalar(_) | Type::Nullable(_) | Type::Any => true,
    };
    match target(&cx.types, ty.non_null()) {
        Type::List(item) => (!is_flat(item)).then_some("a list of lists or objects"),
        Type::Tuple(items) => (!items.iter().all(is_flat)).then_some("a list of lists or objects"),
        Type::Map(value) => (!is_flat(value)).then_some("an object of lists or objects"),
        shape => {
            let (_, strukt) = looks::strukt(&cx.types, shape)?;
            let is_flat = |field: &Field| match &field.kind {
                FieldKind::Value { ty, .. } => is_flat(ty),
                FieldKind::Constant(_) => true,
            };
            (!strukt.fields.iter().all(is_flat)).then_some("an object of lists or objects")
        }
    }
}

/// Cookies are set one on each line, and no comma joins them (RFC 9110 section 5.3).
fn of_lines(name: &str, ty: Type) -> Type {
    match ty {
        ty @ Type::List(_) => ty,
        ty if name.eq_ignore_ascii_case("set-cookie") => Type::list(ty),
        ty => ty,
    }
}
