//! `host`, `basePath` and `schemes` become servers.

use serde_json::{Map, Value, json};

use super::Cx;
use super::media::listed;
use crate::diagnostic::catalogue;
use crate::place::Pointer;

/// The servers of the document; `None` where neither a host nor a path is said, and calls go to where the description is.
pub(super) fn of_document(cx: &mut Cx<'_>, root: &mut Map<String, Value>) -> Option<Value> {
    let schemes = root.shift_remove("schemes");
    let (host, path) = (root.shift_remove("host"), root.shift_remove("basePath"));
    let (host, path) = (text(host.as_ref()), text(path.as_ref()));
    let servers = servers(cx, host, path, schemes.as_ref(), &Pointer::root())?;
    record(cx, &servers, host.is_some(), &Pointer::root());
    Some(servers)
}

/// The servers of an operation that has protocols of its own.
pub(super) fn of_operation(cx: &mut Cx<'_>, operation: &mut Map<String, Value>, at: &Pointer) -> Option<Value> {
    let schemes = operation.shift_remove("schemes")?;
    let own = listed(Some(&schemes));
    if own == cx.usual.schemes || own.is_empty() {
        return None;
    }
    let (host, path) = (text(cx.before.get("host")), text(cx.before.get("basePath")));
    let Some(host) = host else {
        let message =
            "the description has no `host` that these protocols are of; the operation is called as all others are";
        cx.diagnostics.report(&catalogue::SCHEMES_LEFT_OUT, &at.push("schemes"), message).at_key();
        return None;
    };
    let servers = servers(cx, Some(host), path, Some(&schemes), at)?;
    let list = at.push("servers");
    for index in 0..servers.as_array().map_or(0, Vec::len) {
        cx.diagnostics.origins.record(&at.push("schemes"), &list.index(index));
    }
    Some(servers)
}

fn text(value: Option<&Value>) -> Option<&str> {
    value?.as_str().filter(|text| !text.is_empty())
}

fn servers(
    cx: &mut Cx<'_>,
    host: Option<&str>,
    path: Option<&str>,
    schemes: Option<&Value>,
    at: &Pointer,
) -> Option<Value> {
    let path = path.unwrap_or_default().trim_end_matches('/');
    let Some(host) = host else {
        return (!path.is_empty()).then(|| json!([{"url": path}]));
    };
    let host = host.trim_end_matches('/');
    let named = listed(schemes);
    let is_http = |scheme: &&String| matches!(scheme.as_str(), "http" | "https");
    let mut called: Vec<&str> = named.iter().filter(is_http).map(String::as_str).collect();
    for (index, scheme) in named.iter().enumerate().filter(|(_, scheme)| matches!(scheme.as_str(), "ws" | "wss")) {
        let place = at.push("schemes").index(index);
        let message = match called.is_empty() {
            true => format!("`{scheme}` is no protocol of calls; it is read as the address of a WebSocket"),
            false => format!("`{scheme}` is no protocol of calls; it makes no server"),
        };
        cx.diagnostics.report(&catalogue::SCHEME_LEFT_OUT, &place, message);
    }
    if called.is_empty() {
        called = named.iter().map(String::as_str).collect();
    }
    if called.is_empty() {
        let message = format!("no protocol is said of `{host}`; `https` is taken");
        cx.diagnostics.report(&catalogue::SCHEME_ASSUMED, &Pointer::root().push("host"), message);
        called.push("https");
    }
    // What can be encrypted is.
    called.sort_by_key(|scheme| !matches!(*scheme, "https" | "wss"));
    // Of one host nothing else tells servers apart, and a server is called by its description.
    let is_one = called.len() == 1;
    let server = |scheme: &&str| {
        let url = format!("{scheme}://{host}{path}");
        if is_one { json!({"url": url}) } else { json!({"url": url, "description": scheme.to_uppercase()}) }
    };
    Some(called.iter().map(server).collect())
}

fn record(cx: &mut Cx<'_>, servers: &Value, has_host: bool, at: &Pointer) {
    let list = at.push("servers");
    let was = at.push(if has_host { "host" } else { "basePath" });
    cx.diagnostics.origins.record(&was, &list);
    for index in 0..servers.as_array().map_or(0, Vec::len) {
        cx.diagnostics.origins.record(&was, &list.index(index));
        cx.diagnostics.origins.record(&was, &list.index(index).push("url"));
    }
}
