//! Swagger 2.0, "Schema", in its order. What 3.0 and later have added is listed where people write it in 2.0: it is told, and read.

use super::Kind::{Any, Boolean, BooleanOr, Count, List, Map, Number, OneOrMany, OrReference, Text, Word};
use super::Version::{V3_0, V3_1};
use super::{
    DEFAULT, EMPTY, ENDS, EXAMPLE_SAID, Field, Kind, LIMITS, NO_XML, Object, Others, TITLE, UNCHECKED, WHOLE,
    WORDS_TELL, WordDecision, joined, object, optional, required,
};
use super::{EXTERNAL_DOCUMENTATION, INFO, SECURITY_REQUIREMENT, TAG, TYPES, XML};
use crate::decision::Decision;
use crate::diagnostic::catalogue;
use crate::document::Document;

pub(in crate::document) static SWAGGER: Object = object(
    "Swagger Object",
    &[
        required("swagger", Text),
        required("info", Kind::Object(&INFO)),
        optional("host", Text),
        optional("basePath", Text),
        optional("schemes", List(&Word(SCHEMES))),
        optional("consumes", List(&Text)),
        optional("produces", List(&Text)),
        required("paths", Kind::Object(&PATHS)),
        optional("definitions", Map(&OrReference(&SCHEMA))),
        optional("parameters", Map(&OrReference(&PARAMETER))),
        optional("responses", Map(&OrReference(&RESPONSE))),
        optional("securityDefinitions", Map(&OrReference(&SECURITY_SCHEME))),
        optional("security", List(&Kind::Object(&SECURITY_REQUIREMENT))),
        optional("tags", List(&Kind::Object(&TAG))),
        optional("externalDocs", Kind::Object(&EXTERNAL_DOCUMENTATION)).documented(),
    ],
);

const SCHEMES: &[&str] = &["http", "https", "ws", "wss"];

pub(in crate::document) static PATHS: Object =
    Object { name: "Paths Object", fields: &[], others: Others::All(Kind::Object(&PATH_ITEM)) };

pub(in crate::document) static PATH_ITEM: Object = object(
    "Path Item Object",
    &[
        optional("$ref", Text),
        optional("summary", Text).since(V3_0),
        optional("description", Text).since(V3_0),
        optional("get", Kind::Object(&OPERATION)),
        optional("put", Kind::Object(&OPERATION)),
        optional("post", Kind::Object(&OPERATION)),
        optional("delete", Kind::Object(&OPERATION)),
        optional("options", Kind::Object(&OPERATION)),
        optional("head", Kind::Object(&OPERATION)),
        optional("patch", Kind::Object(&OPERATION)),
        optional("trace", Kind::Object(&OPERATION)).since(V3_0),
        optional("parameters", List(&OrReference(&PARAMETER))),
    ],
);

pub(in crate::document) static OPERATION: Object = object(
    "Operation Object",
    &[
        optional("tags", List(&Text)),
        optional("summary", Text).documented(),
        optional("description", Text).how(ENDS),
        optional("externalDocs", Kind::Object(&EXTERNAL_DOCUMENTATION)).documented(),
        optional("operationId", Text),
        optional("consumes", List(&Text)),
        optional("produces", List(&Text)),
        optional("parameters", List(&OrReference(&PARAMETER))),
        required("responses", Kind::Object(&RESPONSES)),
        optional("schemes", List(&Word(SCHEMES))),
        optional("deprecated", Boolean),
        optional("security", List(&Kind::Object(&SECURITY_REQUIREMENT))),
        optional(Document::EVENTS, Kind::Object(&EVENTS)),
        optional(Document::WEBSOCKET, Kind::Object(&WEBSOCKET)),
    ],
);

/// `x-websocket`, as [`super::WEBSOCKET`] has it, of schemas of this version.
pub(in crate::document) static WEBSOCKET: Object = object(
    "`x-websocket` extension",
    &[
        optional("send", OrReference(&SCHEMA)),
        optional("receive", OrReference(&SCHEMA)),
        optional("subprotocols", List(&Text)),
    ],
);

/// `x-sse`, as [`super::EVENTS`] has it, of schemas of this version.
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

pub(in crate::document) static PARAMETER: Object = object("Parameter Object", &PARAMETER_FIELDS);

static PARAMETER_FIELDS: [Field; 28] = joined(&[
    &[
        required("name", Text),
        required("in", Word(&["query", "header", "path", "formData", "body", "cookie"])),
        optional("description", Text).documented(),
        optional("required", Boolean),
        optional("schema", OrReference(&SCHEMA)),
        optional("type", Word(OF_VALUES)),
        optional("format", Text),
        optional("allowEmptyValue", Boolean).ignored(EMPTY),
        optional("items", OrReference(&ITEMS)),
        optional("collectionFormat", Word(&["csv", "ssv", "tsv", "pipes", "multi"])),
    ],
    &bounds(UNCHECKED),
    &[
        optional("deprecated", Boolean).since(V3_0),
        optional("example", Any).since(V3_0),
        optional("nullable", Boolean).since(V3_0),
        optional("properties", Map(&OrReference(&SCHEMA))).since(V3_0),
        optional("additionalProperties", BooleanOr(&OrReference(&SCHEMA))).since(V3_0),
    ],
]);

/// What is said of the values of a parameter, a header and their items, in the same words and the same order.
const fn bounds(how: &'static str) -> [Field; 13] {
    [
        optional("default", Any).documented(),
        optional("maximum", Number).degraded(how),
        optional("exclusiveMaximum", Boolean).degraded(how),
        optional("minimum", Number).degraded(how),
        optional("exclusiveMinimum", Boolean).degraded(how),
        optional("maxLength", Count).degraded(how),
        optional("minLength", Count).degraded(how),
        optional("pattern", Text).degraded(how),
        optional("maxItems", Count).degraded(how),
        optional("minItems", Count).degraded(how),
        optional("uniqueItems", Boolean).degraded(how),
        optional("enum", List(&Any)),
        optional("multipleOf", Number).degraded(how),
    ]
}

const HEADERS_UNCHECKED: &str = "documented; not checked";

/// The types of a parameter, a header and their items; `file` is one of forms, and objects came with 3.0.
const OF_VALUES: &[&str] = &["string", "number", "integer", "boolean", "array", "file", "object"];

pub(in crate::document) static ITEMS: Object = object("Items Object", &ITEMS_FIELDS);

static ITEMS_FIELDS: [Field; 18] = joined(&[
    &[
        required("type", Word(OF_VALUES)),
        optional("format", Text),
        optional("items", OrReference(&ITEMS)),
        optional("collectionFormat", Word(&["csv", "ssv", "tsv", "pipes"])),
    ],
    &bounds(UNCHECKED),
    &[optional("nullable", Boolean).since(V3_0)],
]);

pub(in crate::document) static RESPONSES: Object = Object {
    name: "Responses Object",
    fields: &[optional("default", OrReference(&RESPONSE))],
    others: Others::All(OrReference(&RESPONSE)),
};

pub(in crate::document) static RESPONSE: Object = object(
    "Response Object",
    &[
        required("description", Text).documented(),
        optional("schema", OrReference(&SCHEMA)),
        optional("headers", Map(&Kind::Object(&HEADER))),
        optional("examples", Map(&Any)).ignored(WHOLE),
    ],
);

pub(in crate::document) static HEADER: Object = object("Header Object", &HEADER_FIELDS);

static HEADER_FIELDS: [Field; 18] = joined(&[
    &[
        optional("description", Text).documented(),
        required("type", Word(OF_VALUES)),
        optional("format", Text),
        optional("items", OrReference(&ITEMS)),
        optional("collectionFormat", Word(&["csv", "ssv", "tsv", "pipes"])),
    ],
    &bounds(HEADERS_UNCHECKED),
]);

pub(in crate::document) static SCHEMA: Object = object("Schema Object", &SCHEMA_FIELDS);

static SCHEMA_FIELDS: [Field; 44] = joined(&[
    &[
        optional("$ref", Text),
        optional("format", Text),
        optional("title", Text).telling(TITLE),
        optional("description", Text).telling(WORDS_TELL),
        optional("default", Any).telling(DEFAULT),
    ],
    LIMITS,
    &[
        optional("required", List(&Text)),
        optional("enum", List(&Any)),
        optional("type", OneOrMany(&Word(TYPES))),
        optional("items", OrReference(&SCHEMA)),
        optional("allOf", List(&OrReference(&SCHEMA))),
        optional("properties", Map(&OrReference(&SCHEMA))),
        optional("additionalProperties", BooleanOr(&OrReference(&SCHEMA))),
        // A name; an object, as 3.0 has it, is told where it is turned.
        optional("discriminator", Any),
        optional("readOnly", Boolean),
        optional("xml", Kind::Object(&XML)).ignored(NO_XML),
        optional("externalDocs", Kind::Object(&EXTERNAL_DOCUMENTATION)).telling(WORDS_TELL),
        optional("example", Any).how(EXAMPLE_SAID),
        optional("x-nullable", Boolean),
        optional("nullable", Boolean).since(V3_0),
        optional("writeOnly", Boolean).since(V3_0),
        optional("deprecated", Boolean).since(V3_0),
        optional("oneOf", List(&OrReference(&SCHEMA))).since(V3_0),
        optional("anyOf", List(&OrReference(&SCHEMA))).since(V3_0),
        optional("not", OrReference(&SCHEMA)).since(V3_0),
        // JSON Schema has them; the specification of 2.0 leaves them out.
        optional("const", Any).since(V3_1),
        optional("examples", Any).since(V3_1),
        optional("patternProperties", Map(&OrReference(&SCHEMA))).since(V3_1),
        optional("definitions", Map(&OrReference(&SCHEMA))).since(V3_1),
        optional("$id", Text).since(V3_1),
        optional("$schema", Text).since(V3_1),
        optional("$comment", Text).since(V3_1),
    ],
]);

pub(in crate::document) static SECURITY_SCHEME: Object = object(
    "Security Scheme Object",
    &[
        required("type", Word(&["basic", "apiKey", "oauth2", "http", "openIdConnect"])),
        optional("description", Text).documented(),
        optional("name", Text),
        optional("in", Word(&["query", "header", "cookie"])),
        optional("flow", Word(&["implicit", "password", "application", "accessCode"])).documented(),
        optional("authorizationUrl", Text).documented(),
        optional("tokenUrl", Text).documented(),
        optional("scopes", Map(&Text)).documented(),
        optional("scheme", Text).since(V3_0),
        optional("bearerFormat", Text).since(V3_0),
        optional("openIdConnectUrl", Text).since(V3_0),
    ],
);

/// What each type of Security Scheme Object requires beside `type`.
pub(in crate::document) const REQUIRED_BY_SCHEME: &[(&str, &[&str])] = &[
    ("apiKey", &["name", "in"]),
    ("oauth2", &["flow"]),
    ("http", &["scheme"]),
    ("openIdConnect", &["openIdConnectUrl"]),
];

/// Words that are not simply supported.
pub(super) static WORDS: &[WordDecision] = &[
    (&SWAGGER, "schemes", "ws", SOCKET),
    (&SWAGGER, "schemes", "wss", SOCKET),
    (&OPERATION, "schemes", "ws", SOCKET),
    (&OPERATION, "schemes", "wss", SOCKET),
    (&HEADER, "collectionFormat", "ssv", JOINED),
    (&HEADER, "collectionFormat", "tsv", JOINED),
    (&HEADER, "collectionFormat", "pipes", JOINED),
];

const JOINED: Decision = Decision::told("the text of the header as it is", &catalogue::HEADER_JOINED);

const SOCKET: Decision = Decision::told(
    "the address of WebSockets, where all protocols are such; else left out",
    &catalogue::SCHEME_LEFT_OUT,
);
