//! OpenAPI 3.0.4, section 4.7, in its order, and the extensions that hold schemas.

use super::Kind::{Any, Boolean, BooleanOr, Count, List, Map, Number, OrReference, Text, Word};
use super::{Field, Kind, Object, Others, optional, required};
use crate::document::Document;

/// An object with named members only.
const fn object(name: &'static str, fields: &'static [Field]) -> Object {
    Object { name, fields, others: Others::Unknown }
}

pub(in crate::document) static OPENAPI: Object = object(
    "OpenAPI Object",
    &[
        required("openapi", Text),
        required("info", Kind::Object(&INFO)),
        optional("servers", List(&Kind::Object(&SERVER))),
        required("paths", Kind::Object(&PATHS)),
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
        optional("description", Text),
        optional("termsOfService", Text),
        optional("contact", Kind::Object(&CONTACT)),
        optional("license", Kind::Object(&LICENSE)),
        required("version", Text),
    ],
);

static CONTACT: Object =
    object("Contact Object", &[optional("name", Text), optional("url", Text), optional("email", Text)]);

pub(in crate::document) static LICENSE: Object =
    object("License Object", &[required("name", Text), optional("url", Text)]);

pub(in crate::document) static SERVER: Object = object(
    "Server Object",
    &[
        required("url", Text),
        optional("description", Text),
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
        required("responses", Kind::Object(&RESPONSES)),
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
        required("in", Word(&["query", "header", "path", "cookie"])),
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
        optional("content", Map(&Kind::Object(&MEDIA_TYPE))),
    ],
);

pub(in crate::document) const STYLES: &[&str] =
    &["matrix", "label", "form", "simple", "spaceDelimited", "pipeDelimited", "deepObject"];

pub(in crate::document) static REQUEST_BODY: Object = object(
    "Request Body Object",
    &[
        optional("description", Text),
        required("content", Map(&Kind::Object(&MEDIA_TYPE))),
        optional("required", Boolean),
    ],
);

pub(in crate::document) static MEDIA_TYPE: Object = object(
    "Media Type Object",
    &[
        optional("schema", OrReference(&SCHEMA)),
        optional("example", Any),
        optional("examples", Map(&OrReference(&EXAMPLE))),
        optional("encoding", Map(&Kind::Object(&ENCODING))),
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
        required("description", Text),
        optional("headers", Map(&OrReference(&HEADER))),
        optional("content", Map(&Kind::Object(&MEDIA_TYPE))),
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
        optional("content", Map(&Kind::Object(&MEDIA_TYPE))),
    ],
);

pub(in crate::document) static TAG: Object = object(
    "Tag Object",
    &[
        required("name", Text),
        optional("description", Text),
        optional("externalDocs", Kind::Object(&EXTERNAL_DOCUMENTATION)),
    ],
);

pub(in crate::document) static SCHEMA: Object = object(
    "Schema Object",
    &[
        optional("type", Word(TYPES)),
        optional("properties", Map(&OrReference(&SCHEMA))),
        optional("description", Text),
        optional("format", Text),
        optional("items", OrReference(&SCHEMA)),
        optional("required", List(&Text)),
        optional("enum", List(&Any)),
        optional("example", Any),
        optional("title", Text),
        optional("default", Any),
        optional("nullable", Boolean),
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
        optional("exclusiveMinimum", Boolean),
        optional("exclusiveMaximum", Boolean),
        optional("multipleOf", Number),
        optional("minItems", Count),
        optional("maxItems", Count),
        optional("uniqueItems", Boolean),
        optional("minProperties", Count),
        optional("maxProperties", Count),
        optional("xml", Kind::Object(&XML)),
        optional("externalDocs", Kind::Object(&EXTERNAL_DOCUMENTATION)),
    ],
);

/// Keywords of JSON Schema 2020-12 that schemas are read with although 3.0 does not have them.
pub(in crate::document) const NEWER_KEYWORDS: &[&str] = &[
    "$defs",
    "$dynamicRef",
    "contains",
    "contentEncoding",
    "contentMediaType",
    "definitions",
    "dependentSchemas",
    "else",
    "if",
    "patternProperties",
    "prefixItems",
    "propertyNames",
    "then",
    "unevaluatedProperties",
];

pub(in crate::document) const TYPES: &[&str] = &["string", "number", "integer", "boolean", "array", "object"];

pub(in crate::document) static DISCRIMINATOR: Object =
    object("Discriminator Object", &[required("propertyName", Text), optional("mapping", Map(&Text))]);

static XML: Object = object(
    "XML Object",
    &[
        optional("name", Text),
        optional("namespace", Text),
        optional("prefix", Text),
        optional("attribute", Boolean),
        optional("wrapped", Boolean),
    ],
);

pub(in crate::document) static SECURITY_SCHEME: Object = object(
    "Security Scheme Object",
    &[
        required("type", Word(&["apiKey", "http", "oauth2", "openIdConnect"])),
        optional("description", Text),
        optional("name", Text),
        optional("in", Word(&["query", "header", "cookie"])),
        optional("scheme", Text),
        optional("bearerFormat", Text),
        optional("flows", Kind::Object(&OAUTH_FLOWS)),
        optional("openIdConnectUrl", Text),
    ],
);

/// What each type of Security Scheme Object requires beside `type`.
pub(in crate::document) const REQUIRED_BY_SCHEME: &[(&str, &[&str])] = &[
    ("apiKey", &["name", "in"]),
    ("http", &["scheme"]),
    ("oauth2", &["flows"]),
    ("openIdConnect", &["openIdConnectUrl"]),
];

static OAUTH_FLOWS: Object = object(
    "OAuth Flows Object",
    &[
        optional("implicit", Kind::Object(&IMPLICIT_FLOW)),
        optional("password", Kind::Object(&TOKEN_FLOW)),
        optional("clientCredentials", Kind::Object(&TOKEN_FLOW)),
        optional("authorizationCode", Kind::Object(&AUTHORIZATION_CODE_FLOW)),
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
