//! One operation.

use openapiv3::{Operation as Described, PathItem};

use super::incoming::Caller;
use super::site::Site;
use super::{Cx, body, documentation, incoming, live, origin, paging, parameter, response, security, server};
use crate::diagnostic::catalogue;
use crate::model::{Docs, Idempotency, Kind, Location, NameHint, Operation, Param, Type, WireName};
use crate::place::Pointer;

/// The header of draft-ietf-httpapi-idempotency-key-header.
const IDEMPOTENCY_KEY: &str = "Idempotency-Key";

/// How an operation is met.
pub(super) struct Met<'s> {
    pub(super) path: &'s str,
    /// Its id; an operation that another path has by a reference has none of its own.
    pub(super) id: Option<&'s str>,
    /// As it is sent: in capitals, unless it is none that everybody knows.
    pub(super) method: String,
    pub(super) pointer: Pointer,
    /// Where it is described, which is elsewhere where its path is a reference.
    pub(super) described_at: Pointer,
    /// The place of its path.
    pub(super) item: Pointer,
}

/// Lowers an operation: to one, or to two where a success is a value or a stream.
pub(super) fn lower_operation<'a>(
    cx: &mut Cx<'a>,
    met: Met<'_>,
    item: &'a PathItem,
    described: &'a Described,
) -> Vec<Operation> {
    let Met { path, id, method, pointer, described_at, item: item_place } = met;
    let pointer = &pointer;
    let hint = hint(id, &method, path);
    let of = format!("{method} {path}");
    incoming::lower_callbacks(cx, described, &Caller { of, words: &hint, met_at: pointer, described_at });
    let site = Site { pointer: pointer.clone(), of: hint.parts().join(" ") };
    let params = parameter::lower_parameters(cx, (item, &item_place), described, &site);
    let security = security::needs(cx, described, pointer);
    let params = security::without_credentials(cx, params, &security, &site);
    let body = described.request_body.as_ref().and_then(|body| body::lower_body(cx, body, &site));
    let (responses, open) = response::lower_responses(cx, &described.responses, &method, &site);
    let servers = match described.servers.is_empty() {
        true => server::lower_servers(cx, &item.servers, &item_place.push("servers")),
        false => server::lower_servers(cx, &described.servers, &pointer.push("servers")),
    };
    for (index, tag) in further_tags(described) {
        let message = format!("the tag `{tag}` is not the first one, whose handle has the operation");
        let place = pointer.push("tags").push(&index.to_string());
        cx.diagnostics.report(&catalogue::FURTHER_TAG, &place, message);
    }
    let page = paging::lower_page(cx, described, &params, &responses, pointer);
    let call = Operation {
        id: id.map_or_else(|| format!("{method} {path}"), str::to_owned),
        hint,
        docs: docs(described, item),
        origin: origin(pointer),
        key: origin(pointer),
        kind: Kind::Call,
        twin: None,
        pieces: None,
        flag: None,
        method,
        path: path.to_owned(),
        idempotency: idempotency(&params),
        params,
        body,
        responses,
        security,
        servers,
        page,
    };
    live::lower(cx, call, described, open, &site)
}

/// What is said of an operation, or of its path.
pub(super) fn docs(described: &Described, item: &PathItem) -> Docs {
    let mut docs = documentation::texts(
        described.summary.as_deref().or(item.summary.as_deref()),
        described.description.as_deref().or(item.description.as_deref()),
        described.deprecated,
    );
    docs.notes.extend(
        described.external_docs.as_ref().map(|more| documentation::see_also(&more.url, more.description.as_deref())),
    );
    let of_path = documentation::texts(
        item.summary.as_deref().filter(|_| described.summary.is_some()),
        item.description.as_deref().filter(|_| described.description.is_some()),
        false,
    );
    if !of_path.is_empty() {
        docs.within.push(("Of all calls of this path".to_owned(), of_path));
    }
    let others: Vec<_> = further_tags(described).map(|(_, tag)| documentation::plain(tag)).collect();
    docs.notes.extend((!others.is_empty()).then(|| format!("Tagged {} too.", others.join(", "))));
    docs
}

/// The tags beyond the first, under which the operation stands, with their numbers.
fn further_tags(described: &Described) -> impl Iterator<Item = (usize, &str)> {
    let tags = described.tags.iter().enumerate();
    tags.filter(|(index, tag)| !described.tags[..*index].contains(tag))
        .skip(1)
        .map(|(index, tag)| (index, tag.as_str()))
}

/// The words of an operation: its id, or its method and path where it has none, or one that a tool has computed.
pub(super) fn hint(id: Option<&str>, method: &str, path: &str) -> NameHint {
    match id.filter(|id| !is_computed(id)) {
        Some(id) => NameHint::root(id),
        None => NameHint::root(path_words(Some(method), path)),
    }
}

/// Whether an id is a checksum or a UUID: MD5, SHA-1 or SHA-256 in hexadecimal digits say nothing of what is done.
fn is_computed(id: &str) -> bool {
    let digits = || id.chars().filter(|char| *char != '-');
    matches!(digits().count(), 32 | 40 | 64)
        && digits().all(|char| char.is_ascii_hexdigit())
        && digits().any(|char| char.is_ascii_digit())
}

/// Words for what has no name: `GET /users/{id}` gives "get users by id".
pub(super) fn path_words(method: Option<&str>, path: &str) -> String {
    let mut words: Vec<String> = method.into_iter().map(str::to_ascii_lowercase).collect();
    for segment in path.split('/').filter(|segment| !segment.is_empty()) {
        match segment.strip_prefix('{').and_then(|segment| segment.strip_suffix('}')) {
            Some(param) => words.extend(["by".to_owned(), param.to_owned()]),
            None => words.push(segment.replace(['{', '}'], " ")),
        }
    }
    words.join(" ")
}

fn idempotency(params: &[Param]) -> Idempotency {
    let key = params.iter().find(|param| {
        let text = match param.ty.non_null() {
            Type::Scalar(_) => true,
            Type::Named(_) | Type::List(_) | Type::Tuple(_) | Type::Map(_) | Type::Nullable(_) | Type::Any => false,
        };
        param.place == Location::Header && param.name.0.eq_ignore_ascii_case(IDEMPOTENCY_KEY) && text && !param.required
    });
    key.map_or(Idempotency::Method, |param| Idempotency::Key(param.name.clone()))
}

/// A name that travels.
pub(super) fn wire(name: &str) -> WireName {
    WireName(name.to_owned())
}
