//! Parameters of the path, the query, the header and cookies.

use openapiv3::{
    HeaderStyle, Operation as Described, Parameter, ParameterData, ParameterSchemaOrContent, PathItem, PathStyle,
    QueryStyle, ReferenceOr,
};

use super::looks::target;
use super::notation::{Notation, is_range, notation};
use super::operation::wire;
use super::reading::is_structured;
use super::site::Site;
use super::{Cx, body, collection, documentation, example, header, inner, object, origin, references, schema, slip};
use crate::decision::{At, Construct, Decision};
use crate::diagnostic::catalogue;
use crate::document::Document;
use crate::media_type::essence;
use crate::model::{Docs, Encoding, Literal, Location, Param, Scalar, Style, Type};
use crate::place::{Place, Pointer};

/// Headers that a parameter cannot set: they follow from the body and the responses (OAS 3.0.4 section 4.8.12.1).
const RESERVED: &[&str] = &["accept", "content-type"];
/// So does this one from the security schemes.
const CREDENTIALS: &[&str] = &["authorization"];

/// What becomes of parameters that are none.
pub(super) static DECIDED: &[Construct] = &[
    of(
        "`Accept`, `Content-Type`",
        |name| is_one(RESERVED, name),
        "the client sets them, by the media types of the operation",
    ),
    of(
        "`Authorization`",
        |name| is_one(CREDENTIALS, name),
        "the client sets it, by the security schemes; where none is described, an overlay can add it",
    ),
    of(
        "what frames a message: `Content-Length`, `Host`, `Transfer-Encoding`",
        |name| is_one(FRAMING, name),
        "the transport sets them",
    ),
    of(
        "what opens a WebSocket: `Sec-WebSocket-Key`",
        |name| is_one(HANDSHAKE, name),
        "the client makes them for each handshake",
    ),
];

const fn of(name: &'static str, is: fn(&str) -> bool, how: &'static str) -> Construct {
    let at = At::Text("Parameter Object", "name", is, &["X-Room"]);
    let decision = Decision::told(how, &catalogue::RESERVED_HEADER);
    Construct { group: "Headers that are no parameters", name, versions: Construct::EVERY, at, decision }
}

fn is_one(headers: &[&str], name: &str) -> bool {
    headers.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// Headers that frame the message: only the transport knows their values (RFC 9110 sections 6.6, 7.2, 7.6.1, 8.6, 10.1).
const FRAMING: &[&str] = &[
    "connection",
    "content-length",
    "expect",
    "host",
    "http2-settings",
    "keep-alive",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];
/// Headers that open a WebSocket: the client makes them for each handshake (RFC 6455 section 4.1). Subprotocols are for callers to choose.
const HANDSHAKE: &[&str] =
    &["sec-websocket-accept", "sec-websocket-extensions", "sec-websocket-key", "sec-websocket-version"];

/// The path's parameters, replaced by the operation's where name and place are the same, then the operation's own.
pub(super) fn lower_parameters<'a>(
    cx: &mut Cx<'a>,
    (item, place): (&'a PathItem, &Pointer),
    described: &'a Described,
    site: &Site,
) -> Vec<Param> {
    let path = Site { pointer: place.clone(), ..site.clone() };
    let mut params: Vec<Param> = Vec::new();
    for (list, site) in [(&item.parameters, &path), (&described.parameters, site)] {
        let own = params.len();
        for (index, node) in list.iter().enumerate() {
            let site = site.item("parameters", index);
            let Some(param) = lower_parameter(cx, node, &site) else {
                continue;
            };
            match params.iter().position(|known| is_same(known, &param)) {
                Some(known) => {
                    replace(cx, &mut params[known], param, if known < own { Wins::Later } else { Wins::First }, &site)
                }
                None => params.push(param),
            }
        }
    }
    params
}

/// Names of headers have no case (RFC 9110 section 5.1).
fn is_same(known: &Param, param: &Param) -> bool {
    let name = match param.place {
        Location::Header => known.name.0.eq_ignore_ascii_case(&param.name.0),
        Location::Path | Location::Query | Location::Querystring | Location::Cookie => known.name == param.name,
    };
    name && known.place == param.place
}

/// Which of two parameters of one name counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wins {
    /// Of one list the first.
    First,
    /// The operation's own over the path's.
    Later,
}

fn replace(cx: &mut Cx<'_>, known: &mut Param, param: Param, wins: Wins, site: &Site) {
    if known.name != param.name {
        let message = format!("`{}` and `{}` are one header: names of headers have no case", known.name, param.name);
        cx.diagnostics.report(&catalogue::DUPLICATE_PARAMETER, &site.pointer, message);
        let (gone, kept) = match wins {
            Wins::First => (&param, &known.name),
            Wins::Later => (&*known, &param.name),
        };
        let (what, why) = (format!("header {} of {}", gone.name, site.of), format!("it is the header `{kept}`"));
        cx.leave_out(what, why, gone.origin.pointer());
    }
    if wins == Wins::Later {
        *known = param;
    }
}

/// Why a header cannot be a parameter.
fn why_ignored(name: &str) -> Option<&'static str> {
    if !header::is_name(name) {
        return Some(header::NO_NAME);
    }
    let name = name.to_ascii_lowercase();
    if RESERVED.contains(&name.as_str()) {
        return Some("is set from the body and the responses");
    }
    if CREDENTIALS.contains(&name.as_str()) {
        return Some("is set by security schemes, which the description or an overlay has");
    }
    if HANDSHAKE.contains(&name.as_str()) {
        return Some("belongs to the handshake of a WebSocket and is set by the client");
    }
    FRAMING.contains(&name.as_str()).then_some("frames the message and is set by the transport")
}

fn lower_parameter<'a>(cx: &mut Cx<'a>, node: &'a ReferenceOr<Parameter>, site: &Site) -> Option<Param> {
    let Some((parameter, _)) = references::parameter(cx, node, site) else {
        cx.leave_out(format!("a parameter of `{}`", site.of), "its reference leads to nothing", &site.pointer);
        return None;
    };
    let data = parameter.parameter_data_ref();
    let shared = shared(cx, node, data);
    if data.extensions.contains_key(Document::UNUSED) {
        cx.leave_out(format!("parameter {} of {}", data.name, site.of), "the path does not have it", &site.pointer);
        return None;
    }
    let (place, usual, allow_reserved) = place(parameter);
    let (style, within) = match collection::styles(&data.extensions, place.commas()).split_first() {
        // Commas are what the place has by itself.
        Some((outer, within)) => (*outer, within.to_vec()),
        None => (usual, Vec::new()),
    };
    if let Some(why) = why_ignored(&data.name).filter(|_| place == Location::Header) {
        let message = format!("the header `{}` {why}", data.name);
        cx.diagnostics.report(&catalogue::RESERVED_HEADER, &site.pointer, message);
        cx.leave_out(format!("header {} of {}", data.name, site.of), format!("it {why}"), &site.pointer);
        return None;
    }
    let mut encodings = Vec::new();
    let constant = constant(cx, data, place);
    let (ty, content, notes) = match &data.format {
        // A text of one value needs no type of its own where no caller passes it.
        ParameterSchemaOrContent::Schema(node) if matches!(constant, Some(Literal::Text(_))) => {
            (Type::Scalar(Scalar::String), None, notes(cx, Some(node)))
        }
        ParameterSchemaOrContent::Schema(node) if matches!(constant, Some(Literal::Integer(_))) => {
            (Type::Scalar(Scalar::I64), None, notes(cx, Some(node)))
        }
        ParameterSchemaOrContent::Schema(node) => (schema::lower_node(cx, Some(node)), None, notes(cx, Some(node))),
        ParameterSchemaOrContent::Content(content) => match content.first() {
            Some((name, media)) => {
                let site = site.step(&["content", name]);
                let (ty, name) = match place {
                    Location::Querystring => {
                        let (ty, name, found) = querystring(cx, name, media, &site);
                        encodings = found;
                        (ty, name)
                    }
                    Location::Path | Location::Query | Location::Header | Location::Cookie => {
                        document(cx, name, media, &site)
                    }
                };
                (ty, Some(name), notes(cx, media.schema.as_ref()))
            }
            // Whatever it holds, it is text in the end.
            None => (Type::Scalar(Scalar::String), None, Docs::default()),
        },
    };
    let mut docs = documentation::texts(None, data.description.as_deref(), data.deprecated == Some(true));
    let written = notes.description.filter(|text| !documentation::repeats(text, &data.name));
    docs.description = docs.description.or(written);
    docs.notes = notes.notes;
    documentation::add_examples(cx, &mut docs, data.example.as_ref(), &data.examples);
    let of_schema = match &data.format {
        ParameterSchemaOrContent::Schema(node) => schema::id(node),
        ParameterSchemaOrContent::Content(content) => {
            content.first().and_then(|(_, media)| schema::id(media.schema.as_ref()?))
        }
    };
    let example = example::of_parameter(cx, (data.example.as_ref(), &data.examples), of_schema);
    docs.within = notes.within;
    docs.within.retain(|(_, words)| words.description.is_none() || words.description != docs.description);
    Some(Param {
        name: wire(&data.name),
        place,
        style,
        explode: data.explode.unwrap_or(style.explodes()),
        allow_reserved,
        content,
        within,
        encodings,
        // A path without its parameter is another path.
        required: data.required || place == Location::Path,
        constant,
        ty: ty.non_null().clone(),
        example: example.map(Box::new),
        docs,
        origin: origin(&site.pointer),
        shared,
    })
}

/// The places that references to a parameter lead to.
fn shared(cx: &Cx<'_>, node: &ReferenceOr<Parameter>, data: &ParameterData) -> Vec<Place> {
    let stood_in = data.extensions.get(Document::SHARED).and_then(|places| places.as_array()).into_iter().flatten();
    let stood_in = stood_in.filter_map(|place| Pointer::parse(place.as_str()?));
    references::ways_to_parameter(cx, node).into_iter().chain(stood_in).map(Place::from).collect()
}

/// The only value of a parameter that must be sent, as a property of a body that has one is sent by itself. What makes up the path is
/// for callers to see.
fn constant(cx: &mut Cx<'_>, data: &ParameterData, place: Location) -> Option<Literal> {
    let ParameterSchemaOrContent::Schema(node) = &data.format else { return None };
    let is_sent = data.required && matches!(place, Location::Query | Location::Header | Location::Cookie);
    let id = schema::id(node).filter(|_| is_sent)?;
    object::constant(cx, id).filter(|value| match value {
        Literal::Text(text) => !text.is_empty() && (place == Location::Query || header::can_hold(text)),
        Literal::Integer(_) | Literal::Bool(_) => true,
    })
}

/// What the schema says for readers. Its description is that of the parameter where this has none, and comes after it otherwise.
fn notes(cx: &Cx<'_>, node: Option<&ReferenceOr<openapiv3::Schema>>) -> Docs {
    let Some(id) = node.and_then(schema::id) else { return Docs::default() };
    let schema = cx.schemas.get(id);
    let mut within = inner::of_use(cx, id).within;
    if !inner::has_definition(cx, id) && schema.description.is_some() {
        within.insert(0, (String::new(), documentation::text(schema.description.as_deref())));
    }
    Docs { within, ..documentation::of_schema(&cx.schemas, &schema) }
}

/// The type and the media type of a parameter that is a document. What is not JSON has no typed form but the text of a scalar.
fn document(cx: &mut Cx<'_>, name: &str, media: &openapiv3::MediaType, site: &Site) -> (Type, String) {
    let ty = schema::lower_node(cx, media.schema.as_ref());
    let name = slip::meant(cx, name, &site.pointer);
    match notation(&name) {
        Notation::Json if !is_range(&name) => (ty, essence(&name)),
        Notation::Json | Notation::Anything => (ty, "application/json".to_owned()),
        _ if is_structured(target(&cx.types, ty.non_null())) => {
            let message = format!("`{name}` is written as text that the caller makes");
            let found = cx.diagnostics.report(&catalogue::MEDIA_TYPE_AS_BYTES, &site.pointer, message);
            found.help(format!("write the value as `{name}` and pass that"));
            (Type::Scalar(Scalar::String), essence(&name))
        }
        _ => (ty, essence(&name)),
    }
}

/// The type and the media type of a query that is described as a whole, with what is said of the properties of a form.
fn querystring(
    cx: &mut Cx<'_>,
    name: &str,
    media: &openapiv3::MediaType,
    site: &Site,
) -> (Type, String, Vec<Encoding>) {
    let ty = schema::lower_node(cx, media.schema.as_ref());
    if notation(&slip::meant(cx, name, &site.pointer)) != Notation::Form {
        let (ty, name) = document(cx, name, media, site);
        return (ty, name, Vec::new());
    }
    let form = "application/x-www-form-urlencoded".to_owned();
    match body::encodings(cx, media, Some(&ty), site) {
        Some(encodings) => (ty, form, encodings),
        None => (ty, form, Vec::new()),
    }
}

fn place(parameter: &Parameter) -> (Location, Style, bool) {
    match parameter {
        Parameter::Query { parameter_data, .. } if parameter_data.extensions.contains_key("x-cw-querystring") => {
            (Location::Querystring, Style::Form, false)
        }
        Parameter::Query { style, allow_reserved, .. } => (Location::Query, query_style(style), *allow_reserved),
        Parameter::Header { style: HeaderStyle::Simple, .. } => (Location::Header, Style::Simple, false),
        Parameter::Path { parameter_data, style } => {
            let reserved = is_reserved(parameter_data);
            let style = match style {
                PathStyle::Matrix => Style::Matrix,
                PathStyle::Label => Style::Label,
                PathStyle::Simple => Style::Simple,
            };
            (Location::Path, style, reserved)
        }
        Parameter::Cookie { parameter_data, .. } => match parameter_data.extensions.contains_key("x-cw-style") {
            true => (Location::Cookie, Style::Cookie, false),
            false => (Location::Cookie, Style::Form, is_reserved(parameter_data)),
        },
    }
}

/// Whether reserved characters stay, at a place of which the typed document does not know it.
fn is_reserved(data: &ParameterData) -> bool {
    data.extensions.get("x-cw-reserved") == Some(&true.into())
}

/// A style of the query, and of the properties of a form.
pub(super) fn query_style(style: &QueryStyle) -> Style {
    match style {
        QueryStyle::Form => Style::Form,
        QueryStyle::SpaceDelimited => Style::SpaceDelimited,
        QueryStyle::PipeDelimited => Style::PipeDelimited,
        QueryStyle::DeepObject => Style::DeepObject,
    }
}
