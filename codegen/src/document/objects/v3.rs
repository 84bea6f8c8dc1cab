//! OpenAPI 3.0.4, section 4.7, in its order, with what 3.1 and 3.2 have added (section 4.8 of 3.1.1, 4 of 3.2.0), and the extensions
//! that hold schemas.

use super::Kind::{Any, Boolean, BooleanOr, Count, List, Map, Number, OneOrMany, OrReference, Text, Word};
use super::Version::{V3_0, V3_1, V3_2};
use super::{Kind, Object, Others, Version, object, optional, required, required_until, v2};
use crate::document::Document;

pub(in crate::document) static OPENAPI: Object = object(
    "OpenAPI Object",
    &[
        required("openapi", Text),
        optional("$self", Text).since(V3_2),
        required("info", Kind::Object(&INFO)),
        optional("jsonSchemaDialect", Text).since(V3_1),
        optional("servers", List(&Kind::Object(&SERVER))),
        required_until(V3_0, "paths", Kind::Object(&PATHS)),
        optional("webhooks", Map(&Kind::Object(&PATH_ITEM))).since(V3_1),
        optional("components", Kind::Object(&COMPONENTS)),
        optional("security", List(&Kind::Object(&SECURITY_REQUIREMENT))),
        optional("tags", List(&Kind::Object(&TAG))),
        optional("externalDocs", Kind::Object(&EXTERNAL_DOCUMENTATION)),
    ],
);

pub(in crate::document) static INFO: Object = object(
    "Info Object",
    &[
        required("title", Text),
        optional("summary", Text).since(V3_1),
        optional("description", Text),
        optional("termsOfService", Text),
        optional("contact", Kind::Object(&CONTACT)),
        optional("license", Kind::Object(&LICENSE)),
        required("version", Text),
    ],
);

static CONTACT: Object =
    object("Contact Object", &[optional("name", Text), optional("url", Text), optional("email", Text)]);

pub(in crate::document) static LICENSE: Object = object(
    "License Object",
    &[required("name", Text), optional("identifier", Text).since(V3_1), optional("url", Text)],
);

pub(in crate::document) static SERVER: Object = object(
    "Server Object",
    &[
        required("url", Text),
        optional("description", Text),
        optional("name", Text).since(V3_2),
        optional("variables", Map(&Kind::Object(&SERVER_VARIABLE))),
    ],
);

pub(in crate::document) static SERVER_VARIABLE: Object = object(
    "Server Variable Object",
    &[optional("enum", List(&Text)), required("default", Text), optional("description", Text)],
);

pub(in crate::document) static COMPONENTS: Object = object(
    "Components Object",
    &[
        optional("schemas", Map(&OrReference(&SCHEMA))),
        optional("responses", Map(&OrReference(&RESPONSE))),
        optional("parameters", Map(&OrReference(&PARAMETER))),
        optional("examples", Map(&OrReference(&EXAMPLE))),
        optional("requestBodies", Map(&OrReference(&REQUEST_BODY))),
        optional("headers", Map(&OrReference(&HEADER))),
        optional("securitySchemes", Map(&OrReference(&SECURITY_SCHEME))),
        optional("links", Map(&OrReference(&LINK))),
        optional("callbacks", Map(&OrReference(&CALLBACK))),
        optional("pathItems", Map(&Kind::Object(&PATH_ITEM))).since(V3_1),
        optional("mediaTypes", Map(&OrReference(&MEDIA_TYPE))).since(V3_2),
    ],
);

pub(in crate::document) static PATHS: Object =
    Object { name: "Paths Object", fields: &[], others: Others::All(Kind::Object(&PATH_ITEM)) };

pub(in crate::document) static PATH_ITEM: Object = object(
    "Path Item Object",
    &[
        optional("$ref", Text),
        optional("summary", Text),
        optional("description", Text),
        optional("get", Kind::Object(&OPERATION)),
        optional("put", Kind::Object(&OPERATION)),
        optional("post", Kind::Object(&OPERATION)),
        optional("delete", Kind::Object(&OPERATION)),
        optional("options", Kind::Object(&OPERATION)),
        optional("head", Kind::Object(&OPERATION)),
        optional("patch", Kind::Object(&OPERATION)),
        optional("trace", Kind::Object(&OPERATION)),
        optional("query", Kind::Object(&OPERATION)).since(V3_2),
        optional("additionalOperations", Map(&Kind::Object(&OPERATION))).since(V3_2),
        optional("servers", List(&Kind::Object(&SERVER))),
        optional("parameters", List(&OrReference(&PARAMETER))),
    ],
);

pub(in crate::document) static OPERATION: Object = object(
    "Operation Object",
    &[
        optional("tags", List(&Text)),
        optional("summary", Text),
        optional("description", Text),
        optional("externalDocs", Kind::Object(&EXTERNAL_DOCUMENTATION)),
        optional("operationId", Text),
        optional("parameters", List(&OrReference(&PARAMETER))),
        optional("requestBody", OrReference(&REQUEST_BODY)),
        required_until(V3_0, "responses", Kind::Object(&RESPONSES)),
        optional("callbacks", Map(&OrReference(&CALLBACK))),
        optional("deprecated", Boolean),
        optional("security", List(&Kind::Object(&SECURITY_REQUIREMENT))),
        optional("servers", List(&Kind::Object(&SERVER))),
        optional(Document::EVENTS, Kind::Object(&EVENTS)),
        optional(Document::WEBSOCKET, Kind::Object(&WEBSOCKET)),
    ],
);

pub(in crate::document) static EXTERNAL_DOCUMENTATION: Object =
    object("External Documentation Object", &[optional("description", Text), required("url", Text)]);

pub(in crate::document) static PARAMETER: Object = object(
    "Parameter Object",
    &[
        required("name", Text),
        required("in", Word(&["query", "header", "path", "cookie", "querystring"])),
        optional("description", Text),
        optional("required", Boolean),
        optional("deprecated", Boolean),
        optional("allowEmptyValue", Boolean),
        optional("style", Word(STYLES)),
        optional("explode", Boolean),
        optional("allowReserved", Boolean),
        optional("schema", OrReference(&SCHEMA)),
        optional("example", Any),
        optional("examples", Map(&OrReference(&EXAMPLE))),
        optional("content", Map(&OrReference(&MEDIA_TYPE))),
    ],
);

pub(in crate::document) const STYLES: &[&str] =
    &["matrix", "label", "form", "simple", "spaceDelimited", "pipeDelimited", "deepObject", "cookie"];

/// Words that a version has added, with the member that has them.
pub(in crate::document) static NEWER_WORDS: &[(&Object, &str, &str, Version)] = &[
    (&v2::PARAMETER, "in", "cookie", V3_0),
    (&v2::PARAMETER, "type", "object", V3_0),
    (&v2::ITEMS, "type", "object", V3_0),
    (&v2::ITEMS, "type", "file", V3_0),
    (&v2::SECURITY_SCHEME, "in", "cookie", V3_0),
    (&v2::SECURITY_SCHEME, "type", "http", V3_0),
    (&v2::SECURITY_SCHEME, "type", "openIdConnect", V3_0),
    (&PARAMETER, "in", "querystring", V3_2),
    (&PARAMETER, "style", "cookie", V3_2),
    (&SECURITY_SCHEME, "type", "mutualTLS", V3_1),
];

pub(in crate::document) static REQUEST_BODY: Object = object(
    "Request Body Object",
    &[
        optional("description", Text),
        required("content", Map(&OrReference(&MEDIA_TYPE))),
        optional("required", Boolean),
    ],
);

pub(in crate::document) static MEDIA_TYPE: Object = object(
    "Media Type Object",
    &[
        optional("schema", OrReference(&SCHEMA)),
        optional("itemSchema", OrReference(&SCHEMA)).since(V3_2),
        optional("example", Any),
        optional("examples", Map(&OrReference(&EXAMPLE))),
        optional("encoding", Map(&Kind::Object(&ENCODING))),
        optional("prefixEncoding", List(&Kind::Object(&ENCODING))).since(V3_2),
        optional("itemEncoding", Kind::Object(&ENCODING)).since(V3_2),
        optional(Document::EVENTS, Kind::Object(&EVENTS)),
    ],
);

/// What an operation sends and receives over a WebSocket.
pub(in crate::document) static WEBSOCKET: Object = object(
    "`x-websocket` extension",
    &[
        optional("send", OrReference(&SCHEMA)),
        optional("receive", OrReference(&SCHEMA)),
        optional("subprotocols", List(&Text)),
    ],
);

/// What the server-sent events of an operation hold, and how they end.
pub(in crate::document) static EVENTS: Object = object(
    "`x-sse` extension",
    &[
        optional("item", OrReference(&SCHEMA)),
        optional("events", Map(&OrReference(&SCHEMA))),
        optional("terminator", Text),
        optional("error", Text),
        optional("reconnect", Boolean),
        optional("flag", Text),
    ],
);

pub(in crate::document) static ENCODING: Object = object(
    "Encoding Object",
    &[
        optional("contentType", Text),
        optional("headers", Map(&OrReference(&HEADER))),
        optional("style", Word(&["form", "spaceDelimited", "pipeDelimited", "deepObject"])),
        optional("explode", Boolean),
        optional("allowReserved", Boolean),
        optional("encoding", Map(&Kind::Object(&ENCODING))).since(V3_2),
        optional("prefixEncoding", List(&Kind::Object(&ENCODING))).since(V3_2),
        optional("itemEncoding", Kind::Object(&ENCODING)).since(V3_2),
    ],
);

pub(in crate::document) static RESPONSES: Object = Object {
    name: "Responses Object",
    fields: &[optional("default", OrReference(&RESPONSE))],
    others: Others::All(OrReference(&RESPONSE)),
};

pub(in crate::document) static RESPONSE: Object = object(
    "Response Object",
    &[
        optional("summary", Text).since(V3_2),
        required_until(V3_1, "description", Text),
        optional("headers", Map(&OrReference(&HEADER))),
        optional("content", Map(&OrReference(&MEDIA_TYPE))),
        optional("links", Map(&OrReference(&LINK))),
    ],
);

pub(in crate::document) static CALLBACK: Object =
    Object { name: "Callback Object", fields: &[], others: Others::All(Kind::Object(&PATH_ITEM)) };

pub(in crate::document) static EXAMPLE: Object = object(
    "Example Object",
    &[
        optional("summary", Text),
        optional("description", Text),
        optional("dataValue", Any).since(V3_2),
        optional("serializedValue", Text).since(V3_2),
        optional("value", Any),
        optional("externalValue", Text),
    ],
);

pub(in crate::document) static LINK: Object = object(
    "Link Object",
    &[
        optional("operationRef", Text),
        optional("operationId", Text),
        optional("parameters", Map(&Any)),
        optional("requestBody", Any),
        optional("description", Text),
        optional("server", Kind::Object(&SERVER)),
    ],
);

pub(in crate::document) static HEADER: Object = object(
    "Header Object",
    &[
        optional("description", Text),
        optional("required", Boolean),
        optional("deprecated", Boolean),
        optional("allowEmptyValue", Boolean),
        optional("style", Word(&["simple"])),
        optional("explode", Boolean),
        optional("allowReserved", Boolean),
        optional("schema", OrReference(&SCHEMA)),
        optional("example", Any),
        optional("examples", Map(&OrReference(&EXAMPLE))),
        optional("content", Map(&OrReference(&MEDIA_TYPE))),
    ],
);

pub(in crate::document) static TAG: Object = object(
    "Tag Object",
    &[
        required("name", Text),
        optional("summary", Text).since(V3_2),
        optional("description", Text),
        optional("externalDocs", Kind::Object(&EXTERNAL_DOCUMENTATION)),
        optional("parent", Text).since(V3_2),
        optional("kind", Text).since(V3_2),
    ],
);

pub(in crate::document) static SCHEMA: Object = object(
    "Schema Object",
    &[
        optional("$ref", Text),
        optional("type", OneOrMany(&Word(TYPES))),
        optional("properties", Map(&OrReference(&SCHEMA))),
        optional("description", Text),
        optional("format", Text),
        optional("items", OrReference(&SCHEMA)),
        optional("required", List(&Text)),
        optional("enum", List(&Any)),
        optional("example", Any),
        optional("title", Text),
        optional("default", Any),
        optional("nullable", Boolean).until(V3_0),
        optional("allOf", List(&OrReference(&SCHEMA))),
        optional("oneOf", List(&OrReference(&SCHEMA))),
        optional("anyOf", List(&OrReference(&SCHEMA))),
        optional("not", OrReference(&SCHEMA)),
        optional("additionalProperties", BooleanOr(&OrReference(&SCHEMA))),
        optional("readOnly", Boolean),
        optional("writeOnly", Boolean),
        optional("deprecated", Boolean),
        optional("discriminator", Kind::Object(&DISCRIMINATOR)),
        optional("pattern", Text),
        optional("minLength", Count),
        optional("maxLength", Count),
        optional("minimum", Number),
        optional("maximum", Number),
        optional("exclusiveMinimum", BooleanOr(&Number)),
        optional("exclusiveMaximum", BooleanOr(&Number)),
        optional("multipleOf", Number),
        optional("minItems", Count),
        optional("maxItems", Count),
        optional("uniqueItems", Boolean),
        optional("minProperties", Count),
        optional("maxProperties", Count),
        optional("xml", Kind::Object(&XML)),
        optional("externalDocs", Kind::Object(&EXTERNAL_DOCUMENTATION)),
        // JSON Schema 2020-12: Core sections 8 and 10, Validation sections 6, 8 and 9.
        optional("const", Any).since(V3_1),
        optional("examples", List(&Any)).since(V3_1),
        optional("prefixItems", List(&OrReference(&SCHEMA))).since(V3_1),
        optional("contains", OrReference(&SCHEMA)).since(V3_1),
        optional("minContains", Count).since(V3_1),
        optional("maxContains", Count).since(V3_1),
        optional("patternProperties", Map(&OrReference(&SCHEMA))).since(V3_1),
        optional("propertyNames", OrReference(&SCHEMA)).since(V3_1),
        optional("unevaluatedProperties", BooleanOr(&OrReference(&SCHEMA))).since(V3_1),
        optional("unevaluatedItems", BooleanOr(&OrReference(&SCHEMA))).since(V3_1),
        optional("dependentSchemas", Map(&OrReference(&SCHEMA))).since(V3_1),
        optional("dependentRequired", Map(&List(&Text))).since(V3_1),
        optional("if", OrReference(&SCHEMA)).since(V3_1),
        optional("then", OrReference(&SCHEMA)).since(V3_1),
        optional("else", OrReference(&SCHEMA)).since(V3_1),
        optional("contentEncoding", Text).since(V3_1),
        optional("contentMediaType", Text).since(V3_1),
        optional("contentSchema", OrReference(&SCHEMA)).since(V3_1),
        optional("$defs", Map(&OrReference(&SCHEMA))).since(V3_1),
        optional("definitions", Map(&OrReference(&SCHEMA))).since(V3_1),
        optional("$id", Text).since(V3_1),
        optional("$anchor", Text).since(V3_1),
        optional("$dynamicRef", Text).since(V3_1),
        optional("$dynamicAnchor", Text).since(V3_1),
        optional("$schema", Text).since(V3_1),
        optional("$vocabulary", Any).since(V3_1),
        optional("$comment", Text).since(V3_1),
    ],
);

/// Keywords of schemas that say nothing about values.
const ANNOTATIONS: &[&str] = &[
    "$defs",
    "definitions",
    "$id",
    "$anchor",
    "$schema",
    "$comment",
    "title",
    "description",
    "deprecated",
    "readOnly",
    "writeOnly",
    "example",
    "examples",
    "default",
    "externalDocs",
    "xml",
];

/// Whether a keyword of a schema says nothing about values.
pub(in crate::document) fn is_annotation(key: &str) -> bool {
    ANNOTATIONS.contains(&key)
}

pub(in crate::document) const TYPES: &[&str] = &["string", "number", "integer", "boolean", "array", "object", "null"];

pub(in crate::document) static DISCRIMINATOR: Object = object(
    "Discriminator Object",
    &[required("propertyName", Text), optional("mapping", Map(&Text)), optional("defaultMapping", Text).since(V3_2)],
);

pub(super) static XML: Object = object(
    "XML Object",
    &[
        optional("name", Text),
        optional("namespace", Text),
        optional("prefix", Text),
        optional("attribute", Boolean),
        optional("wrapped", Boolean),
        optional("nodeType", Text).since(V3_2),
    ],
);

pub(in crate::document) static SECURITY_SCHEME: Object = object(
    "Security Scheme Object",
    &[
        required("type", Word(&["apiKey", "http", "oauth2", "openIdConnect", "mutualTLS"])),
        optional("description", Text),
        optional("name", Text),
        optional("in", Word(&["query", "header", "cookie"])),
        optional("scheme", Text),
        optional("bearerFormat", Text),
        optional("flows", Kind::Object(&OAUTH_FLOWS)),
        optional("openIdConnectUrl", Text),
        optional("oauth2MetadataUrl", Text).since(V3_2),
        optional("deprecated", Boolean).since(V3_2),
    ],
);

/// What each type of Security Scheme Object requires beside `type`.
pub(in crate::document) const REQUIRED_BY_SCHEME: &[(&str, &[&str])] = &[
    ("apiKey", &["name", "in"]),
    ("http", &["scheme"]),
    ("oauth2", &["flows"]),
    ("openIdConnect", &["openIdConnectUrl"]),
];

pub(in crate::document) static OAUTH_FLOWS: Object = object(
    "OAuth Flows Object",
    &[
        optional("implicit", Kind::Object(&IMPLICIT_FLOW)),
        optional("password", Kind::Object(&TOKEN_FLOW)),
        optional("clientCredentials", Kind::Object(&TOKEN_FLOW)),
        optional("authorizationCode", Kind::Object(&AUTHORIZATION_CODE_FLOW)),
        optional("deviceAuthorization", Kind::Object(&DEVICE_AUTHORIZATION_FLOW)).since(V3_2),
    ],
);

pub(in crate::document) static DEVICE_AUTHORIZATION_FLOW: Object = object(
    "OAuth Flow Object",
    &[
        required("deviceAuthorizationUrl", Text),
        required("tokenUrl", Text),
        optional("refreshUrl", Text),
        required("scopes", Map(&Text)),
    ],
);

pub(in crate::document) static IMPLICIT_FLOW: Object = object(
    "OAuth Flow Object",
    &[
        required("authorizationUrl", Text),
        optional("tokenUrl", Text),
        optional("refreshUrl", Text),
        required("scopes", Map(&Text)),
    ],
);

pub(in crate::document) static TOKEN_FLOW: Object = object(
    "OAuth Flow Object",
    &[
        optional("authorizationUrl", Text),
        required("tokenUrl", Text),
        optional("refreshUrl", Text),
        required("scopes", Map(&Text)),
    ],
);

pub(in crate::document) static AUTHORIZATION_CODE_FLOW: Object = object(
    "OAuth Flow Object",
    &[
        required("authorizationUrl", Text),
        required("tokenUrl", Text),
        optional("refreshUrl", Text),
        required("scopes", Map(&Text)),
    ],
);

pub(in crate::document) static SECURITY_REQUIREMENT: Object =
    Object { name: "Security Requirement Object", fields: &[], others: Others::All(List(&Text)) };
