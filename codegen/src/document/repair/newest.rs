//! What OpenAPI 3.2 has added, where it is described as it cannot be.

use serde_json::{Map, Value, json};

use super::Fix;
use crate::diagnostic::catalogue;
use crate::document::methods;

/// Methods under `additionalOperations` that have a member of their own, or that no request can have.
pub(super) fn further_methods(fix: &mut Fix<'_>) {
    let Some(Value::Object(operations)) = fix.members.get_mut(methods::OTHERS) else { return };
    let (kept, odd): (Map<_, _>, Map<_, _>) =
        std::mem::take(operations).into_iter().partition(|(method, _)| fault(method).is_none());
    *operations = kept;
    for (method, operation) in odd {
        let Some(fault) = fault(&method) else { continue };
        let at = fix.path.key(methods::OTHERS).key(&method).pointer();
        let own = method.to_ascii_lowercase();
        let is_read = matches!(fault, Fault::HasMember) && !fix.has(&own);
        let message = match (&fault, is_read) {
            (Fault::HasMember, true) => format!("`{method}` has a member of its own; it is read as `{own}`"),
            (Fault::HasMember, false) => format!("`{method}` is described as `{own}` already; this one is left out"),
            (Fault::NoToken, _) => format!("`{method}` is no name that a method can have; it is left out"),
            (Fault::Tunnel, _) => format!("`{method}` makes a tunnel and is no call; it is left out"),
        };
        fix.diagnostics.report(&catalogue::METHOD_UNUSABLE, &at, message).at_key();
        if is_read {
            fix.moved_from(&at, &own);
            fix.set(&own, operation);
        }
    }
}

/// Why a method cannot stand there.
enum Fault {
    HasMember,
    NoToken,
    Tunnel,
}

fn fault(method: &str) -> Option<Fault> {
    let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    if methods::METHODS.iter().any(|own| own.eq_ignore_ascii_case(method)) {
        return Some(Fault::HasMember);
    }
    if method.is_empty() || !method.bytes().all(is_token) {
        return Some(Fault::NoToken);
    }
    // RFC 9110 section 9.3.6.
    method.eq_ignore_ascii_case("connect").then_some(Fault::Tunnel)
}

/// A query as a whole is a document, and has no style.
pub(super) fn querystring(fix: &mut Fix<'_>) {
    if fix.text("in") != Some("querystring") {
        return;
    }
    for key in ["style", "explode", "allowReserved"] {
        if fix.has(key) {
            let message = format!("a query as a whole has no `{key}`: its media type says how it is written");
            fix.report(&catalogue::QUERYSTRING_READ, key, message).at_key();
            fix.take(key);
        }
    }
    if !fix.has("content")
        && let Some(schema) = fix.take("schema")
    {
        let message = "a query as a whole has `content`; this is read as that of `application/x-www-form-urlencoded`";
        fix.report(&catalogue::QUERYSTRING_READ, "schema", message).at_key();
        fix.set("content", json!({"application/x-www-form-urlencoded": {"schema": schema}}));
        fix.moved("schema", &["content", "application/x-www-form-urlencoded", "schema"]);
    }
}
