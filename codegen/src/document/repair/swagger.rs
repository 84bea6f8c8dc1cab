//! The slips of Swagger 2.0: those that all versions share, on its own objects, and those of what only it has.

use serde_json::{Map, Value, json};

use super::{Fix, Repair, newer, on, parameter, root, schema, security, types, values};
use crate::diagnostic::catalogue;
use crate::document::objects::{self, v2};

/// In the order in which they run on an object, after its members have got their kinds (`kinds`).
pub(super) static REPAIRS: &[Repair] = &[
    on(&v2::SWAGGER, root::missing_info),
    on(&v2::SWAGGER, root::missing_paths),
    on(&v2::SWAGGER, host_with_more),
    on(&v2::SWAGGER, base_path_without_slash),
    on(&objects::INFO, root::missing_title),
    on(&objects::INFO, root::missing_version),
    on(&v2::PATHS, root::path_without_slash),
    on(&objects::LICENSE, root::license_without_name),
    on(&objects::EXTERNAL_DOCUMENTATION, root::documentation_without_url),
    on(&v2::OPERATION, root::missing_responses),
    on(&v2::RESPONSE, root::missing_description),
    on(&v2::RESPONSES, root::status_spelled_otherwise),
    on(&v2::PARAMETER, values_of_a_body),
    on(&v2::PARAMETER, schema_of_no_body),
    on(&v2::PARAMETER, list_of_types),
    on(&v2::PARAMETER, without_type),
    on(&v2::PARAMETER, parameter::optional_in_path),
    on(&v2::PARAMETER, values_of_another_type),
    on(&v2::PARAMETER, collection_of_another_place),
    on(&v2::HEADER, list_of_types),
    on(&v2::HEADER, without_type),
    on(&v2::HEADER, values_of_another_type),
    on(&v2::HEADER, collection_of_another_place),
    on(&v2::ITEMS, list_of_types),
    on(&v2::ITEMS, without_type),
    on(&v2::ITEMS, values_of_another_type),
    on(&v2::ITEMS, collection_of_another_place),
    on(&v2::WEBSOCKET, super::live::websocket),
    on(&v2::EVENTS, super::live::events),
    on(&v2::SECURITY_SCHEME, security::key_without_name),
    on(&v2::SECURITY_SCHEME, flow_of_later_versions),
    on(&v2::SECURITY_SCHEME, missing_urls_or_scopes),
    on(&v2::SCHEMA, schema::large_bounds),
    on(&v2::SCHEMA, newer::type_list),
    on(&v2::SCHEMA, types::several),
    on(&v2::SCHEMA, types::int_or_string),
    on(&v2::SCHEMA, types::format_of_alternatives),
    on(&v2::SCHEMA, schema::type_of_another_language),
    on(&v2::SCHEMA, newer::null_type),
    on(&v2::SCHEMA, newer::null_choice),
    on(&v2::SCHEMA, newer::constant),
    on(&v2::SCHEMA, newer::numeric_exclusive_bounds),
    on(&v2::SCHEMA, newer::example_list),
    on(&v2::SCHEMA, schema::required_on_property),
    on(&v2::SCHEMA, schema::list_of_item_schemas),
    on(&v2::SCHEMA, schema::missing_items),
    on(&v2::SCHEMA, schema::empty_choices),
    on(&v2::SCHEMA, values::empty_enum),
    on(&v2::SCHEMA, values::enum_of_another_type),
    on(&v2::SCHEMA, values::default_of_another_type),
];

/// What stands in a parameter for its values, and belongs into a schema where it is a body.
const OF_VALUES: &[&str] = &["type", "format", "items", "default", "enum"];

/// `host: https://example.com/v1`: the protocol and the path have members of their own.
fn host_with_more(fix: &mut Fix<'_>) {
    let Some(written) = fix.text("host").map(str::to_owned) else { return };
    let (scheme, rest) = match written.split_once("://") {
        Some((scheme, rest)) => (Some(scheme.to_ascii_lowercase()), rest),
        None => (None, written.strip_prefix("//").unwrap_or(&written)),
    };
    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    if host == written {
        return;
    }
    let message = format!("`{written}` is more than a host; it is read as `{host}`, with what else it says");
    fix.report(&catalogue::HOST_READ, "host", message);
    let path = [path.trim_end_matches('/'), fix.text("basePath").unwrap_or_default()].concat();
    match host {
        "" => drop(fix.take("host")),
        host => fix.set("host", host.to_owned()),
    }
    if !path.is_empty() {
        fix.set("basePath", path);
    }
    if let Some(scheme) = scheme.filter(|scheme| matches!(scheme.as_str(), "http" | "https") && !fix.has("schemes")) {
        fix.set("schemes", json!([scheme]));
    }
}

fn base_path_without_slash(fix: &mut Fix<'_>) {
    let Some(path) = fix.text("basePath").filter(|path| !path.is_empty() && !path.starts_with('/')).map(str::to_owned)
    else {
        return;
    };
    let message = format!("the path `{path}` does not begin with `/`; it is read as `/{path}`");
    fix.report(&catalogue::PATH_WITHOUT_SLASH, "basePath", message);
    fix.set("basePath", format!("/{path}"));
}

/// `in: body` with a type and no schema.
fn values_of_a_body(fix: &mut Fix<'_>) {
    let said: Vec<&str> = OF_VALUES.iter().copied().filter(|key| fix.has(key)).collect();
    let Some(first) = said.first().filter(|_| fix.text("in") == Some("body")) else { return };
    if fix.has("schema") {
        let message = format!("`{first}` says nothing beside the `schema` of a body; it is ignored");
        fix.report(&catalogue::VALUES_MISPLACED, first, message).at_key();
        said.into_iter().for_each(|key| drop(fix.take(key)));
        return;
    }
    let message = format!("the values of a body are described under `schema`, where `{first}` is read");
    fix.report(&catalogue::VALUES_MISPLACED, first, message).at_key();
    let mut schema = Map::new();
    for key in said {
        schema.extend(fix.take(key).map(|value| (key.to_owned(), value)));
        fix.moved(key, &["schema", key]);
    }
    fix.set("schema", schema);
}

/// `schema` of what is no body, as 3.0 has it.
fn schema_of_no_body(fix: &mut Fix<'_>) {
    if fix.text("in").is_none_or(|place| place == "body") {
        return;
    }
    let Some(schema) = fix.take("schema") else { return };
    let message = "only a body has a `schema`; what it says is read as said by the parameter";
    fix.report(&catalogue::VALUES_MISPLACED, "schema", message).at_key();
    let Value::Object(members) = schema else { return };
    for (key, value) in members {
        if !fix.has(&key) && (fix.object.field(&key).is_some() || key == "$ref") {
            fix.diagnostics.origins.record(&fix.path.key("schema").pointer().push(&key), &fix.path.key(&key).pointer());
            fix.set(if key == "$ref" { "x-cw-schema" } else { &key }, value);
        }
    }
}

/// `type: [string, "null"]`, as schemas of 3.1 have it. A choice of types waits for the schema that 3.0 has here; until then one of
/// them stands for all.
fn list_of_types(fix: &mut Fix<'_>) {
    let Some(Value::Array(types)) = fix.get("type") else { return };
    let stand_in = types.iter().find(|name| *name == "array").or_else(|| types.iter().find(|name| *name != "null"));
    let stand_in = stand_in.cloned();
    newer::type_list(fix);
    if let Some(choices) = fix.take("anyOf") {
        fix.set("x-cw-choices", choices);
        fix.set("type", stand_in.unwrap_or_default());
    }
    if let Some(nullable) = fix.take("nullable") {
        fix.set("x-nullable", nullable);
    }
}

/// Nothing is said of the values but perhaps their items.
fn without_type(fix: &mut Fix<'_>) {
    let is_typed = fix.has("type") || fix.has("x-cw-schema");
    if is_typed || fix.text("in").is_some_and(|place| place == "body") {
        return;
    }
    let assumed = if fix.has("items") { "array" } else { "string" };
    if !fix.has_misspelt("type") {
        let message = format!("this {} lacks `type`; it is taken as `{assumed}`", fix.object.name);
        fix.report_here(&catalogue::VALUES_WITHOUT_TYPE, message).at_key().help("add `type`");
    }
    fix.set("type", assumed);
}

/// The type, the values and the default, as in a schema.
fn values_of_another_type(fix: &mut Fix<'_>) {
    if fix.has("x-cw-choices") {
        return;
    }
    // `file` is a type here.
    if fix.text("type") != Some("file") {
        schema::type_of_another_language(fix);
    }
    if fix.text("in") != Some("body") {
        schema::missing_items_object(fix);
    }
    values::empty_enum(fix);
    if fix.text("type") != Some("array") {
        values::enum_of_another_type(fix);
    }
    values::default_of_another_type(fix);
}

/// `multi` repeats the name of a query's or a form's parameter, which nothing else has; and what is no list is joined by nothing.
fn collection_of_another_place(fix: &mut Fix<'_>) {
    let Some(written) = fix.text("collectionFormat").map(str::to_owned) else { return };
    let format = match written.as_str() {
        "pipe" => "pipes",
        "comma" => "csv",
        "space" | "spaces" => "ssv",
        "tab" | "tabs" => "tsv",
        other => other,
    };
    if format != written {
        fix.report(&catalogue::OTHER_WORD_READ, "collectionFormat", format!("`{written}` is read as `{format}`"));
        fix.set("collectionFormat", format);
    }
    if fix.text("type") != Some("array") {
        let message = format!("`{format}` says how the items of a list are joined, but this is none; it is ignored");
        fix.report(&catalogue::COLLECTION_IGNORED, "collectionFormat", message).at_key();
        fix.take("collectionFormat");
    } else if format == "multi" && !matches!(fix.text("in"), Some("query" | "formData")) {
        let message = "`multi` exists in queries and forms alone; the items are joined as `csv`";
        fix.report(&catalogue::COLLECTION_IGNORED, "collectionFormat", message);
        fix.take("collectionFormat");
    }
}

/// The flows by the names that 3.0 has given them.
fn flow_of_later_versions(fix: &mut Fix<'_>) {
    let meant = match fix.text("flow") {
        Some("clientCredentials") => "application",
        Some("authorizationCode") => "accessCode",
        Some(_) | None => return,
    };
    fix.report(&catalogue::OTHER_WORD_READ, "flow", format!("Swagger 2.0 calls this flow `{meant}`"));
    fix.set("flow", meant);
}

/// A flow without an address can still be served by a token that the user brings.
fn missing_urls_or_scopes(fix: &mut Fix<'_>) {
    if fix.text("type") != Some("oauth2") {
        return;
    }
    let urls: &[&str] = match fix.text("flow") {
        Some("implicit") => &["authorizationUrl"],
        Some("password" | "application") => &["tokenUrl"],
        Some("accessCode") => &["authorizationUrl", "tokenUrl"],
        Some(_) | None => &[],
    };
    for (key, instead) in urls.iter().map(|url| (*url, json!(""))).chain([("scopes", json!({}))]) {
        if !fix.has(key) {
            let message = format!("this Security Scheme Object of the type `oauth2` lacks `{key}`");
            fix.report_here(&catalogue::MISSING_TAKEN_AS_EMPTY, message).at_key().help(format!("add `{key}`"));
            fix.set(key, instead);
        }
    }
}
