//! Responses: what success and failure look like, by status.

use openapiv3::{MediaType, ReferenceOr, Response as Described, StatusCode};

use super::body::is_json;
use super::operation::{essence, wire};
use super::site::Site;
use super::{Cx, documentation, references, schema};
use crate::diagnostic::catalogue;
use crate::model::{Class, Header, Media, Response, Responses, Scalar, Status, Type};

/// Lowers all documented responses.
pub(super) fn lower_responses<'a>(cx: &mut Cx<'a>, described: &'a openapiv3::Responses, site: &Site) -> Responses {
    let mut responses = Responses::default();
    let mut nodes = Vec::new();
    for (described, node) in &described.responses {
        let key = described.to_string();
        match status(described) {
            Some(status) => nodes.push((status, key, node)),
            None => cx.leave_out(format!("the response `{key}`"), "it is no class of statuses", &site.pointer),
        }
    }
    nodes.sort_by_key(|(status, ..)| *status);
    nodes.extend(described.default.as_ref().map(|node| (Status::Default, "default".to_owned(), node)));
    for (status, key, node) in nodes {
        let response_site = site.step(&["responses", &key]);
        let Some((response, target)) = references::response(cx, node, &response_site) else {
            let what = format!("the response `{key}` of `{}`", site.of);
            cx.leave_out(what, "its reference leads to nothing", &response_site.pointer);
            continue;
        };
        let media = if has_no_body(status) { Media::Empty } else { media(cx, &response.content, &target) };
        let docs = documentation::text(Some(&response.description));
        if is_success(status) {
            add_headers(cx, &mut responses.headers, response, &target);
            responses.success.push(Response { status, media, docs });
        } else {
            responses.failure.push(Response { status, media, docs });
        }
    }
    if responses.success.is_empty()
        && let Some(default) = responses.failure.iter().find(|response| response.status == Status::Default)
    {
        // All that is documented is "whatever happens".
        responses.success.push(default.clone());
    }
    responses
}

/// The status or the class of statuses; the classes are five.
pub(super) fn status(described: &StatusCode) -> Option<Status> {
    let class = match described {
        StatusCode::Code(code) => return Some(Status::Code(*code)),
        StatusCode::Range(class) => class,
    };
    Some(Status::Range(match class {
        1 => Class::Informational,
        2 => Class::Success,
        3 => Class::Redirection,
        4 => Class::ClientError,
        5 => Class::ServerError,
        _ => return None,
    }))
}

/// Statuses that never have a body (RFC 9110 sections 15.2, 15.3.5, 15.3.6 and 15.4.5).
fn has_no_body(status: Status) -> bool {
    match status {
        Status::Code(code) => code < 200 || matches!(code, 204 | 205 | 304),
        Status::Range(class) => class == Class::Informational,
        Status::Default => false,
    }
}

pub(super) fn is_success(status: Status) -> bool {
    match status {
        Status::Code(code) => (200..300).contains(&code),
        Status::Range(class) => class == Class::Success,
        Status::Default => false,
    }
}

fn rank(name: &str) -> u8 {
    match essence(name).as_str() {
        "application/json" => 0,
        name if is_json(name) => 1,
        "*/*" => 2,
        name if name.starts_with("text/") && name != "text/event-stream" => 3,
        _ => 4,
    }
}

fn media(cx: &mut Cx<'_>, content: &indexmap::IndexMap<String, MediaType>, site: &Site) -> Media {
    let Some((name, media)) = content.iter().min_by_key(|(name, _)| rank(name)) else {
        return Media::Empty;
    };
    for other in content.keys().filter(|other| *other != name && essence(other) != essence(name)) {
        let message = format!("`{name}` is asked for, not `{other}`");
        cx.diagnostics.report(&catalogue::ONE_MEDIA_TYPE, &site.pointer.push("content").push(other), message);
        cx.leave_out(format!("`{other}` as a response of `{}`", site.of), "one media type is asked for", &site.pointer);
    }
    let site = site.step(&["content", name, "schema"]);
    let schema = media.schema.as_ref();
    match rank(name) {
        0 | 1 => match schema {
            Some(_) => Media::Json(schema::lower_node(cx, schema), name.clone()),
            None => Media::Json(Type::Any, name.clone()),
        },
        2 => match schema {
            Some(node) if !is_binary(cx, node) => {
                Media::Json(schema::lower_node(cx, schema), "application/json".to_owned())
            }
            Some(_) | None => Media::Binary(name.clone()),
        },
        3 if !schema.is_some_and(|node| is_binary(cx, node)) => Media::Text(name.clone()),
        _ => {
            if essence(name).contains("xml") {
                let message = format!("`{name}` comes as bytes");
                cx.diagnostics.report(&catalogue::MEDIA_TYPE_AS_BYTES, &site.pointer, message);
            }
            Media::Binary(name.clone())
        }
    }
}

fn is_binary(cx: &Cx<'_>, node: &ReferenceOr<openapiv3::Schema>) -> bool {
    let id = schema::id(node).and_then(|id| cx.schemas.resolve(id));
    id.is_some_and(|id| cx.schemas.get(id).format.as_deref() == Some("binary"))
}

/// Adds documented headers that are not known from another success yet.
fn add_headers<'a>(cx: &mut Cx<'a>, headers: &mut Vec<Header>, response: &'a Described, site: &Site) {
    for (name, node) in &response.headers {
        // Content-Type is what the media type says (OAS 3.0.4 section 4.8.17.1).
        if name.eq_ignore_ascii_case("content-type")
            || headers.iter().any(|known| known.name.0.eq_ignore_ascii_case(name))
        {
            continue;
        }
        let header_site = site.step(&["headers", name]);
        let Some((header, _)) = references::header(cx, node, &header_site) else {
            let what = format!("the header `{name}` of `{}`", site.of);
            cx.leave_out(what, "its reference leads to nothing", &header_site.pointer);
            continue;
        };
        let ty = match &header.format {
            openapiv3::ParameterSchemaOrContent::Schema(node) => schema::lower_node(cx, Some(node)),
            openapiv3::ParameterSchemaOrContent::Content(_) => Type::Scalar(Scalar::String),
        };
        let ty = match ty.non_null() {
            scalar @ Type::Scalar(_) => scalar.clone(),
            Type::Named(_) | Type::List(_) | Type::Map(_) | Type::Nullable(_) | Type::Any => {
                Type::Scalar(Scalar::String)
            }
        };
        let docs = documentation::texts(None, header.description.as_deref(), header.deprecated == Some(true));
        headers.push(Header { name: wire(name), ty, docs });
    }
}
