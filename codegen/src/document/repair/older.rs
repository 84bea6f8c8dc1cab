//! Swagger 2.0 left over in descriptions that say they are 3.0.

use serde_json::{Map, Value, json};

use super::Fix;
use crate::diagnostic::catalogue;

/// What Swagger 2.0 wrote beside `name` and `in`, and 3.0 writes into the schema.
const SCHEMA_KEYWORDS: &[&str] = &[
    "type",
    "format",
    "items",
    "default",
    "enum",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "minLength",
    "maxLength",
    "pattern",
    "minItems",
    "maxItems",
    "uniqueItems",
    "multipleOf",
    "nullable",
];

/// `type: string` beside `in: query`.
pub(super) fn parameter_type(fix: &mut Fix<'_>) {
    let keywords: Vec<&str> = SCHEMA_KEYWORDS.iter().copied().filter(|keyword| fix.has(keyword)).collect();
    if !keywords.iter().any(|keyword| matches!(*keyword, "type" | "enum")) || fix.has("content") {
        return;
    }
    let message = format!("`{}` belongs into `schema`, where it is read", keywords[0]);
    fix.report(&catalogue::OLDER_KEYWORD_READ, keywords[0], message).at_key();
    let mut schema = match fix.take("schema") {
        Some(Value::Object(schema)) => schema,
        Some(_) | None => Map::new(),
    };
    for keyword in keywords {
        let Some(value) = fix.take(keyword) else { continue };
        if !schema.contains_key("$ref") && !schema.contains_key(keyword) {
            schema.insert(keyword.to_owned(), value);
            fix.moved(keyword, &["schema", keyword]);
        }
    }
    fix.set("schema", schema);
}

/// `schema` beside the description of a response.
pub(super) fn response_schema(fix: &mut Fix<'_>) {
    if fix.has("schema") && !fix.has("content") {
        let schema = fix.take("schema").unwrap_or_default();
        fix.report(
            &catalogue::OLDER_KEYWORD_READ,
            "schema",
            "the schema of a response stands under `content`; it is read as `application/json`",
        )
        .at_key();
        fix.set("content", json!({"application/json": {"schema": schema}}));
        fix.moved("schema", &["content", "application/json", "schema"]);
    }
}

/// `exclusiveMinimum: true` beside `minimum`.
pub(super) fn boolean_exclusive_bounds(fix: &mut Fix<'_>) {
    for (exclusive, inclusive) in [("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")] {
        if fix.get(exclusive).is_some_and(Value::is_boolean) {
            let message = format!(
                "`{exclusive}` is a number in {}; this is read as OpenAPI 3.0 has it, of `{inclusive}`",
                fix.version.specification()
            );
            fix.report(&catalogue::OLDER_KEYWORD_READ, exclusive, message);
        }
    }
}

/// `type: basic`, and its younger relative `type: bearer`.
pub(super) fn security_type(fix: &mut Fix<'_>) {
    let Some(scheme) =
        fix.text("type").map(str::to_ascii_lowercase).filter(|scheme| matches!(scheme.as_str(), "basic" | "bearer"))
    else {
        return;
    };
    fix.report(&catalogue::OLDER_KEYWORD_READ, "type", format!("this is read as `type: http` with `scheme: {scheme}`"));
    fix.set("type", "http");
    fix.set("scheme", scheme);
}

/// `flow: accessCode` beside `type: oauth2`: one flow, under the name that it has now.
pub(super) fn single_flow(fix: &mut Fix<'_>) {
    let flow = match fix.text("flow") {
        Some("implicit") if !fix.has("flows") => "implicit",
        Some("password") if !fix.has("flows") => "password",
        Some("application" | "clientCredentials") if !fix.has("flows") => "clientCredentials",
        Some("accessCode" | "authorizationCode") if !fix.has("flows") => "authorizationCode",
        Some(_) | None => return,
    };
    fix.report(&catalogue::OLDER_KEYWORD_READ, "flow", format!("`flow` is read as `{flow}` under `flows`")).at_key();
    fix.take("flow");
    let mut members = Map::new();
    for key in ["authorizationUrl", "tokenUrl", "refreshUrl", "scopes"] {
        if let Some(value) = fix.take(key) {
            members.insert(key.to_owned(), value);
            fix.moved(key, &["flows", flow, key]);
        }
    }
    fix.set("flows", json!({flow: members}));
}
