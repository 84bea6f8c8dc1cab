//! Security requirements and flows.

use serde_json::{Map, Value, json};

use super::{Fix, root};
use crate::diagnostic::catalogue;
use crate::document::objects::{self, Object, v2};

/// Brings `security` of the description or of an operation to a list of maps of lists.
pub(super) fn requirements(object: &'static Object, fix: &mut Fix<'_>) {
    if !object.is_description() && !object.is(&objects::OPERATION) && !object.is(&v2::OPERATION) {
        return;
    }
    let Some(written) = fix.get("security") else { return };
    let Some(meant) = list(written).filter(|meant| meant != written) else { return };
    let message = format!("{} is read as {}", super::kinds::shown(written), super::kinds::shown(&meant));
    fix.report(&catalogue::SECURITY_READ, "security", message).at_key();
    fix.set("security", meant);
}

/// `security: {bearer: []}` and `security: [bearer]`.
fn list(written: &Value) -> Option<Value> {
    match written {
        Value::Object(_) | Value::String(_) => Some(json!([requirement(written)?])),
        Value::Array(items) => items.iter().map(requirement).collect::<Option<Vec<_>>>().map(Value::Array),
        Value::Null | Value::Bool(_) | Value::Number(_) => None,
    }
}

fn requirement(written: &Value) -> Option<Value> {
    match written {
        Value::String(name) => Some(json!({name: []})),
        Value::Object(schemes) => schemes
            .iter()
            .map(|(name, scopes)| Some((name.clone(), scopes_list(scopes)?)))
            .collect::<Option<Map<_, _>>>()
            .map(Value::Object),
        Value::Array(items) if items.is_empty() => Some(json!({})),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) => None,
    }
}

fn scopes_list(written: &Value) -> Option<Value> {
    match written {
        Value::Array(_) => Some(written.clone()),
        Value::Null => Some(json!([])),
        Value::Object(scopes) => Some(scopes.keys().cloned().collect()),
        Value::String(scope) => Some(json!([scope])),
        Value::Bool(_) | Value::Number(_) => None,
    }
}

/// A key of which only the kind is said. In a header most keys are; what it is called nobody can know, and `lower` tells so.
pub(super) fn key_without_name(fix: &mut Fix<'_>) {
    if fix.text("type") != Some("apiKey") {
        return;
    }
    root::taken_as(fix, "Security Scheme Object", "in", "header".into());
    if !fix.has("name") && !fix.has_misspelt("name") {
        fix.set("name", "");
    }
}

/// A flow without an address can still be served by a token that the user brings.
pub(super) fn missing_urls_or_scopes(fix: &mut Fix<'_>) {
    let flow = fix.path.pointer().last().unwrap_or_default().into_owned();
    let required: &[(&str, &[&str])] = &[
        ("authorizationUrl", &["implicit", "authorizationCode"]),
        ("tokenUrl", &["password", "clientCredentials", "authorizationCode"]),
    ];
    for (url, flows) in required {
        if flows.contains(&flow.as_str()) && !fix.has(url) {
            fix.report_here(&catalogue::MISSING_TAKEN_AS_EMPTY, format!("this OAuth Flow Object lacks `{url}`"))
                .at_key()
                .help(format!("add `{url}`"));
            fix.set(url, "");
        }
    }
    if !fix.has("scopes") {
        fix.report_here(
            &catalogue::MISSING_TAKEN_AS_EMPTY,
            "this OAuth Flow Object lacks `scopes`; it is taken as `{}`",
        )
        .at_key();
        fix.set("scopes", json!({}));
    }
}
