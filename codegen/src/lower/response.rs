//! Responses: what success and failure look like, by status.

use openapiv3::{LinkOperation, StatusCode};

use super::operation::wire;
use super::reading::{self, Meaning, Stream, Streams};
use super::site::Site;
use super::way::Way;
use super::{Cx, documentation, header, inner, references};
use crate::decision::{At, Construct, Decision, Has};
use crate::model::{Class, Docs, Media, Response, Responses, Status, ToldHeader};

/// What becomes of each kind of status.
pub(super) static DECIDED: &[Construct] = &[
    of("a status: `200`, `404`", Construct::EVERY, |key| key.parse::<u16>().is_ok(), Decision::SUPPORTED),
    of(
        "a range of statuses: `4XX`",
        [Has::Read, Has::Yes, Has::Yes, Has::Yes],
        |key| key.len() == 3 && key.ends_with("XX"),
        Decision::supported("counts behind the statuses of its class"),
    ),
];

const fn of(name: &'static str, versions: [Has; 4], is: fn(&str) -> bool, decision: Decision) -> Construct {
    Construct {
        group: "Statuses",
        name,
        versions,
        at: At::Key("Response Object", is, &["299", "499", "5XX"]),
        decision,
    }
}

/// A success that comes bit by bit.
#[derive(Clone, Debug)]
pub(super) struct Open<'a> {
    pub(super) status: Status,
    pub(super) docs: Docs,
    pub(super) stream: Stream<'a>,
}

/// Lowers all documented responses; the successes that come bit by bit stand apart.
pub(super) fn lower_responses<'a>(
    cx: &mut Cx<'a>,
    described: &'a openapiv3::Responses,
    method: &str,
    site: &Site,
) -> (Responses, Vec<Open<'a>>) {
    let mut responses = Responses::default();
    let mut open = Vec::new();
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
        let is_only_default = status == Status::Default && responses.success.is_empty() && open.is_empty();
        let streams = if is_success(status) || is_only_default { Streams::Apart } else { Streams::Whole };
        let (forms, apart) = match without_body(method, status) {
            Some(why) => {
                leave_out_bodies(cx, response, &key, why, &target);
                Default::default()
            }
            None => reading::meanings(cx, response.content.iter(), streams, &target),
        };
        if is_success(status) || is_only_default {
            header::add(cx, &mut responses.headers, response, &target);
        }
        if !is_success(status) {
            explain_headers(cx, &mut responses.failure_headers, response, &target);
        }
        leave_out_links(cx, response, &key, &target);
        let docs = docs(cx, response, status);
        let side = if is_success(status) { &mut responses.success } else { &mut responses.failure };
        let is_open = !apart.is_empty();
        open.extend(apart.into_iter().map(|stream| Open { status, docs: docs.clone(), stream }));
        if forms.is_empty() && !is_open {
            side.push(Response { status, media: Media::Empty, names: Vec::new(), docs: docs.clone() });
        }
        side.extend(forms.into_iter().map(|Meaning { media, names, .. }| Response {
            status,
            media,
            names,
            docs: docs.clone(),
        }));
    }
    if responses.success.is_empty() && open.iter().all(|open| open.status == Status::Default) {
        // All that is documented is "whatever happens".
        let default = responses.failure.iter().filter(|response| response.status == Status::Default);
        responses.success.extend(default.cloned());
    }
    (responses, open)
}

/// What is said of a response and of its values, and which headers come with a failure: those of a success have fields.
fn docs(cx: &Cx<'_>, response: &openapiv3::Response, status: Status) -> Docs {
    let summary = response.extensions.get("x-cw-summary").and_then(|summary| summary.as_str());
    let mut docs = match response.description.trim().is_empty() {
        // What is said of a response stands in one paragraph: a summary alone is all that is said.
        true => documentation::text(summary),
        false => documentation::text(Some(&response.description)),
    };
    if let (Some(summary), Some(text)) = (summary, docs.description.as_mut())
        && !response.description.trim().is_empty()
    {
        *text = documentation::after_summary(summary, text);
    }
    inner::add_content(cx, &mut docs, &response.content);
    let names: Vec<_> = response.headers.keys().map(|name| format!("`{name}`")).collect();
    if !is_success(status) && !names.is_empty() {
        let with = format!("With {}.", names.join(", "));
        match &mut docs.description {
            Some(text) if !text.trim_end().contains('\n') => {
                let stop = if text.trim_end().ends_with(char::is_alphanumeric) { "." } else { "" };
                *text = format!("{}{stop} {with}", text.trim_end());
            }
            Some(_) | None => docs.notes.push(with),
        }
    }
    docs
}

/// Adds the headers of a failure, what they hold and what is said of them.
fn explain_headers(cx: &mut Cx<'_>, headers: &mut Vec<ToldHeader>, response: &openapiv3::Response, site: &Site) {
    for (name, node) in &response.headers {
        // Content-Type is what the media type says (OAS 3.0.4 section 4.8.17.1).
        if name.eq_ignore_ascii_case("content-type") {
            continue;
        }
        let Some((header, _)) = references::header(cx, node, &site.step(&["headers", name])) else { continue };
        cx.untyped.extend(header::schema(header));
        let docs = inner::in_one_paragraph(header::docs(cx, header, Way::Received));
        let told = ToldHeader { name: wire(name), holds: header::word(cx, header), docs };
        if !headers.contains(&told) {
            headers.push(told);
        }
    }
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

/// Why a response never has a body, where it has none (RFC 9110 sections 9.3.2, 15.2, 15.3.5, 15.3.6 and 15.4.5).
fn without_body(method: &str, status: Status) -> Option<&'static str> {
    let is_bare = match status {
        Status::Code(code) => code < 200 || matches!(code, 204 | 205 | 304),
        Status::Range(class) => class == Class::Informational,
        Status::Default => false,
    };
    match method {
        "HEAD" => Some("a response to HEAD has no body"),
        _ => is_bare.then_some("a response of this status has no body"),
    }
}

/// Lists the bodies of a response that comes without one.
fn leave_out_bodies(cx: &mut Cx<'_>, response: &openapiv3::Response, status: &str, why: &str, site: &Site) {
    for name in response.content.keys() {
        let what = format!("`{name}` in the response `{status}` of `{}`", site.of);
        cx.leave_out(what, why, &site.step(&["content", name]).pointer);
    }
}

/// Lists where values of a response lead to: callers take them over themselves.
pub(super) fn leave_out_links(cx: &mut Cx<'_>, response: &openapiv3::Response, status: &str, site: &Site) {
    for (name, node) in &response.links {
        let to = match references::link(cx, node, site).map(|(link, _)| &link.operation) {
            Some(LinkOperation::OperationId(to) | LinkOperation::OperationRef(to)) if !to.is_empty() => {
                format!(" to `{to}`")
            }
            Some(_) | None => String::new(),
        };
        let what = format!("link `{name}`{to} in the response `{status}` of `{}`", site.of);
        cx.leave_out(
            what,
            "what a link takes from a response is passed by the caller",
            &site.step(&["links", name]).pointer,
        );
    }
}

pub(super) fn is_success(status: Status) -> bool {
    match status {
        Status::Code(code) => (200..300).contains(&code),
        Status::Range(class) => class == Class::Success,
        Status::Default => false,
    }
}
