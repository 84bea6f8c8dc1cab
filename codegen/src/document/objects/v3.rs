//! OpenAPI 3.0.4, section 4.7, in its order, with what 3.1 and 3.2 have added (section 4.8 of 3.1.1, 4 of 3.2.0), and the extensions
//! that hold schemas.

use super::Kind::{Any, Boolean, BooleanOr, Count, List, Map, Number, OneOrMany, OrReference, Text, Word};
use super::Version::{V3_0, V3_1, V3_2};
use super::{
    BOUND, EMPTY, ENDS, EXAMPLE_SAID, Kind, NO_XML, Object, Others, UNCHECKED, Version, WHOLE, WORDS_TELL,
    WordDecision, object, optional, required, required_until, v2,
};
use crate::decision::Decision;
use crate::diagnostic::catalogue;
use crate::document::Document;

const DIALECT: &str = "schemas are read as JSON Schema 2020-12 and OpenAPI have them, whatever else is said";
const CONDITION: &str = "documented; its properties are kept as they are, and nothing is checked";
const VALUES: &str = "examples are shown by their values";

pub(in crate::document) static OPENAPI: Object = object(
    "OpenAPI Object",
    &[
        required("openapi", Text),
        optional("$self", Text).since(V3_2).how("the address of the description, which references may lead to"),
        required("info", Kind::Object(&INFO)),
        optional("jsonSchemaDialect", Text).since(V3_1).degraded(DIALECT).told(&catalogue::UNKNOWN_DIALECT),
        optional("servers", List(&Kind::Object(&SERVER))),
        required_until(V3_0, "paths", Kind::Object(&PATHS)),
        optional("webhooks", Map(&Kind::Object(&PATH_ITEM))).since(V3_1),
        optional("components", Kind::Object(&COMPONENTS)),
        optional("security", List(&Kind::Object(&SECURITY_REQUIREMENT))),
        optional("tags", List(&Kind::Object(&TAG))),
        optional("externalDocs", Kind::Object(&EXTERNAL_DOCUMENTATION)).documented(),
    ],
);

pub(in crate::document) static INFO: Object = object(
    "Info Object",
    &[
        required("title", Text),
        optional("summary", Text).since(V3_1).documented(),
        optional("description", Text).documented(),
        optional("termsOfService", Text).documented(),
        optional("contact", Kind::Object(&CONTACT)).documented(),
        optional("license", Kind::Object(&LICENSE)).documented(),
        required("version", Text),
    ],
);

static CONTACT: Object = object(
    "Contact Object",
    &[optional("name", Text).documented(), optional("url", Text).documented(), optional("email", Text).documented()],
);

pub(in crate::document) static LICENSE: Object = object(
    "License Object",
    &[
        required("name", Text).documented(),
        optional("identifier", Text).since(V3_1).documented(),
        optional("url", Text).documented(),
    ],
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
    &[optional("enum", List(&Text)), required("default", Text), optional("description", Text).documented()],
);

pub(in crate::document) static COMPONENTS: Object = object(
    "Components Object",
    &[
        optional("schemas", Map(&OrReference(&SCHEMA))),
        optional("responses", Map(&OrReference(&RESPONSE))),
        optional("parameters", Map(&OrReference(&PARAMETER))),
        optional("examples", Map(&OrReference(&EXAMPLE))).documented(),
        optional("requestBodies", Map(&OrReference(&REQUEST_BODY))),
        optional("headers", Map(&OrReference(&HEADER))),
        optional("securitySchemes", Map(&OrReference(&SECURITY_SCHEME))),
        optional("links", Map(&OrReference(&LINK))).documented().how("in the list of links"),
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
        optional("summary", Text).documented(),
        optional("description", Text).documented(),
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
        optional("summary", Text).documented(),
        optional("description", Text).how(ENDS),
        optional("externalDocs", Kind::Object(&EXTERNAL_DOCUMENTATION)).documented(),
        optional("operationId", Text),
        optional("parameters", List(&OrReference(&PARAMETER))),
        optional("requestBody", OrReference(&REQUEST_BODY)),
        required_until(V3_0, "responses", Kind::Object(&RESPONSES)),
        optional("callbacks", Map(&OrReference(&CALLBACK))).how("functions that read what the server sends"),
        optional("deprecated", Boolean),
        optional("security", List(&Kind::Object(&SECURITY_REQUIREMENT))),
        optional("servers", List(&Kind::Object(&SERVER))),
        optional(Document::EVENTS, Kind::Object(&EVENTS)),
        optional(Document::WEBSOCKET, Kind::Object(&WEBSOCKET)),
    ],
);

pub(in crate::document) static EXTERNAL_DOCUMENTATION: Object = object(
    "External Documentation Object",
    &[optional("description", Text).documented(), required("url", Text).documented()],
);

pub(in crate::document) static PARAMETER: Object = object(
    "Parameter Object",
    &[
        required("name", Text),
        required("in", Word(&["query", "header", "path", "cookie", "querystring"])),
        optional("description", Text).documented(),
        optional("required", Boolean),
        optional("deprecated", Boolean),
        optional("allowEmptyValue", Boolean).ignored(EMPTY),
        optional("style", Word(STYLES)),
        optional("explode", Boolean),
        optional("allowReserved", Boolean),
        optional("schema", OrReference(&SCHEMA)),
        optional("example", Any).documented(),
        optional("examples", Map(&OrReference(&EXAMPLE))).documented(),
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
    (&v2::HEADER, "type", "object", V3_0),
    (&v2::HEADER, "type", "file", V3_0),
    (&v2::SECURITY_SCHEME, "in", "cookie", V3_0),
    (&v2::SECURITY_SCHEME, "type", "http", V3_0),
    (&v2::SECURITY_SCHEME, "type", "openIdConnect", V3_0),
    (&PARAMETER, "in", "querystring", V3_2),
    (&PARAMETER, "style", "cookie", V3_2),
    (&SECURITY_SCHEME, "type", "mutualTLS", V3_1),
];

/// Words that are not simply supported.
pub(in crate::document) static WORDS: &[WordDecision] = &[
    (&SECURITY_SCHEME, "type", "mutualTLS", CERTIFICATE),
    (&HEADER, "style", "simple", Decision::ignored("there is one style of headers")),
];

const CERTIFICATE: Decision = Decision::degraded(
    "listed in `reference.md`: a client certificate is given to the transport, for all calls of a client",
);

pub(in crate::document) static REQUEST_BODY: Object = object(
    "Request Body Object",
    &[
        optional("description", Text).documented(),
        required("content", Map(&OrReference(&MEDIA_TYPE))),
        optional("required", Boolean),
    ],
);

pub(in crate::document) static MEDIA_TYPE: Object = object(
    "Media Type Object",
    &[
        optional("schema", OrReference(&SCHEMA)),
        optional("itemSchema", OrReference(&SCHEMA)).since(V3_2),
        optional("example", Any).ignored(WHOLE),
        optional("examples", Map(&OrReference(&EXAMPLE))).ignored(WHOLE),
        optional("encoding", Map(&Kind::Object(&ENCODING))),
        optional("prefixEncoding", List(&Kind::Object(&ENCODING)))
            .since(V3_2)
            .how("an argument for each place of what is sent; what comes back is parts of one kind"),
        optional("itemEncoding", Kind::Object(&ENCODING))
            .since(V3_2)
            .degraded("JSON where `contentType` says so, or bytes that callers make")
            .told(&catalogue::PARTS_BY_POSITION),
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
        optional("headers", Map(&OrReference(&HEADER))).how(
            "an argument or a setter for each, beside its part; of parts that come back, they are there as they came",
        ),
        optional("style", Word(&["form", "spaceDelimited", "pipeDelimited", "deepObject"])),
        optional("explode", Boolean),
        optional("allowReserved", Boolean),
        optional("encoding", Map(&Kind::Object(&ENCODING)))
            .since(V3_2)
            .degraded("listed in `reference.md`: a part is written as its schema says"),
        optional("prefixEncoding", List(&Kind::Object(&ENCODING)))
            .since(V3_2)
            .degraded("listed in `reference.md`: a part is written as its schema says"),
        optional("itemEncoding", Kind::Object(&ENCODING))
            .since(V3_2)
            .degraded("listed in `reference.md`: a part is written as its schema says"),
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
        optional("summary", Text).since(V3_2).documented(),
        required_until(V3_1, "description", Text).documented(),
        optional("headers", Map(&OrReference(&HEADER))),
        optional("content", Map(&OrReference(&MEDIA_TYPE))),
        optional("links", Map(&OrReference(&LINK)))
            .degraded("listed in `reference.md`: what a link takes from a response is passed by the caller"),
    ],
);

pub(in crate::document) static CALLBACK: Object =
    Object { name: "Callback Object", fields: &[], others: Others::All(Kind::Object(&PATH_ITEM)) };

pub(in crate::document) static EXAMPLE: Object = object(
    "Example Object",
    &[
        optional("summary", Text).ignored(VALUES),
        optional("description", Text).ignored(VALUES),
        optional("dataValue", Any).since(V3_2).documented(),
        optional("serializedValue", Text).since(V3_2).documented().how("where there is no other value"),
        optional("value", Any).documented(),
        optional("externalValue", Text).ignored("nothing is fetched while a crate is generated"),
    ],
);

pub(in crate::document) static LINK: Object = object(
    "Link Object",
    &[
        optional("operationRef", Text).documented().how("in the list of links"),
        optional("operationId", Text).documented().how("in the list of links"),
        optional("parameters", Map(&Any)).ignored("the caller passes what a link takes from a response"),
        optional("requestBody", Any).ignored("the caller passes what a link takes from a response"),
        optional("description", Text).ignored("the caller passes what a link takes from a response"),
        optional("server", Kind::Object(&SERVER)).ignored("the caller passes what a link takes from a response"),
    ],
);

pub(in crate::document) static HEADER: Object = object(
    "Header Object",
    &[
        optional("description", Text).documented(),
        optional("required", Boolean).how("an argument for a part that is sent; documented of what comes back"),
        optional("deprecated", Boolean).documented(),
        optional("allowEmptyValue", Boolean).ignored("a header may always be empty"),
        optional("style", Word(&["simple"])).ignored("there is one style of headers"),
        optional("explode", Boolean),
        optional("allowReserved", Boolean).ignored("headers are not percent-encoded"),
        optional("schema", OrReference(&SCHEMA)),
        optional("example", Any).documented(),
        optional("examples", Map(&OrReference(&EXAMPLE))).documented(),
        optional("content", Map(&OrReference(&MEDIA_TYPE))),
    ],
);

pub(in crate::document) static TAG: Object = object(
    "Tag Object",
    &[
        required("name", Text),
        optional("summary", Text).since(V3_2).documented(),
        optional("description", Text).documented(),
        optional("externalDocs", Kind::Object(&EXTERNAL_DOCUMENTATION)).documented(),
        optional("parent", Text).since(V3_2).documented(),
        optional("kind", Text).since(V3_2).documented(),
    ],
);

pub(in crate::document) static SCHEMA: Object = object(
    "Schema Object",
    &[
        optional("$ref", Text),
        optional("type", OneOrMany(&Word(TYPES))),
        optional("properties", Map(&OrReference(&SCHEMA))),
        optional("description", Text).how(WORDS_TELL),
        optional("format", Text),
        optional("items", OrReference(&SCHEMA)),
        optional("required", List(&Text)),
        optional("enum", List(&Any)),
        optional("example", Any).how(EXAMPLE_SAID),
        optional("title", Text),
        optional("default", Any),
        optional("nullable", Boolean).until(V3_0),
        optional("allOf", List(&OrReference(&SCHEMA))),
        optional("oneOf", List(&OrReference(&SCHEMA))),
        optional("anyOf", List(&OrReference(&SCHEMA))),
        optional("not", OrReference(&SCHEMA))
            .degraded("any value; where types remain when `not` takes some away, those")
            .told(&catalogue::NOT_SCHEMA),
        optional("additionalProperties", BooleanOr(&OrReference(&SCHEMA))),
        optional("readOnly", Boolean),
        optional("writeOnly", Boolean),
        optional("deprecated", Boolean),
        optional("discriminator", Kind::Object(&DISCRIMINATOR)),
        optional("pattern", Text).degraded(UNCHECKED),
        optional("minLength", Count).degraded(UNCHECKED),
        optional("maxLength", Count).degraded(UNCHECKED),
        optional("minimum", Number).degraded(BOUND),
        optional("maximum", Number).degraded(BOUND),
        optional("exclusiveMinimum", BooleanOr(&Number)).degraded(BOUND),
        optional("exclusiveMaximum", BooleanOr(&Number)).degraded(BOUND),
        optional("multipleOf", Number).degraded(UNCHECKED),
        optional("minItems", Count).degraded(UNCHECKED),
        optional("maxItems", Count).degraded(UNCHECKED),
        optional("uniqueItems", Boolean).degraded(UNCHECKED),
        optional("minProperties", Count).degraded(UNCHECKED),
        optional("maxProperties", Count).degraded(UNCHECKED),
        optional("xml", Kind::Object(&XML)).ignored(NO_XML),
        optional("externalDocs", Kind::Object(&EXTERNAL_DOCUMENTATION)).documented(),
        // JSON Schema 2020-12: Core sections 8 and 10, Validation sections 6, 8 and 9.
        optional("const", Any).since(V3_1),
        optional("examples", List(&Any)).since(V3_1).how(EXAMPLE_SAID),
        optional("prefixItems", List(&OrReference(&SCHEMA))).since(V3_1),
        optional("contains", OrReference(&SCHEMA)).since(V3_1).degraded(UNCHECKED),
        optional("minContains", Count).since(V3_1).degraded(UNCHECKED),
        optional("maxContains", Count).since(V3_1).degraded(UNCHECKED),
        optional("patternProperties", Map(&OrReference(&SCHEMA)))
            .since(V3_1)
            .how("types the keys that no property names, where `additionalProperties` is false"),
        optional("propertyNames", OrReference(&SCHEMA))
            .since(V3_1)
            .degraded("documented; keys are texts that are not checked"),
        optional("unevaluatedProperties", BooleanOr(&OrReference(&SCHEMA)))
            .since(V3_1)
            .how("as `additionalProperties`, where that is not there"),
        optional("unevaluatedItems", BooleanOr(&OrReference(&SCHEMA)))
            .since(V3_1)
            .how("as `items`, where nothing else of the schema says which items there are"),
        optional("dependentSchemas", Map(&OrReference(&SCHEMA))).since(V3_1).degraded(CONDITION),
        optional("dependentRequired", Map(&List(&Text))).since(V3_1).degraded(UNCHECKED),
        optional("if", OrReference(&SCHEMA)).since(V3_1).degraded(CONDITION),
        optional("then", OrReference(&SCHEMA)).since(V3_1).degraded(CONDITION),
        optional("else", OrReference(&SCHEMA)).since(V3_1).degraded(CONDITION),
        optional("contentEncoding", Text).since(V3_1),
        optional("contentMediaType", Text).since(V3_1),
        optional("contentSchema", OrReference(&SCHEMA)).since(V3_1),
        optional("$defs", Map(&OrReference(&SCHEMA))).since(V3_1),
        optional("definitions", Map(&OrReference(&SCHEMA))).since(V3_1),
        optional("$id", Text).since(V3_1).how("references lead to it"),
        optional("$anchor", Text).since(V3_1).how("references lead to it"),
        optional("$dynamicRef", Text).since(V3_1),
        optional("$dynamicAnchor", Text).since(V3_1),
        optional("$schema", Text).since(V3_1).degraded(DIALECT).told(&catalogue::UNKNOWN_DIALECT),
        optional("$vocabulary", Any).since(V3_1).ignored("meta-schemas have it, and descriptions are none"),
        optional("$comment", Text)
            .since(V3_1)
            .ignored("it is for those who write the description (JSON Schema 2020-12 Core, section 8.3)"),
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
        optional("name", Text).ignored(NO_XML),
        optional("namespace", Text).ignored(NO_XML),
        optional("prefix", Text).ignored(NO_XML),
        optional("attribute", Boolean).ignored(NO_XML),
        optional("wrapped", Boolean).ignored(NO_XML),
        optional("nodeType", Text).since(V3_2).ignored(NO_XML),
    ],
);

pub(in crate::document) static SECURITY_SCHEME: Object = object(
    "Security Scheme Object",
    &[
        required("type", Word(&["apiKey", "http", "oauth2", "openIdConnect", "mutualTLS"])),
        optional("description", Text).documented(),
        optional("name", Text),
        optional("in", Word(&["query", "header", "cookie"])),
        optional("scheme", Text),
        optional("bearerFormat", Text).documented(),
        optional("flows", Kind::Object(&OAUTH_FLOWS)).documented(),
        optional("openIdConnectUrl", Text).documented(),
        optional("oauth2MetadataUrl", Text).since(V3_2).documented(),
        optional("deprecated", Boolean).since(V3_2).documented(),
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
        optional("implicit", Kind::Object(&IMPLICIT_FLOW)).documented(),
        optional("password", Kind::Object(&TOKEN_FLOW)).documented(),
        optional("clientCredentials", Kind::Object(&TOKEN_FLOW)).documented(),
        optional("authorizationCode", Kind::Object(&AUTHORIZATION_CODE_FLOW)).documented(),
        optional("deviceAuthorization", Kind::Object(&DEVICE_AUTHORIZATION_FLOW)).since(V3_2).documented(),
    ],
);

pub(in crate::document) static DEVICE_AUTHORIZATION_FLOW: Object = object(
    "OAuth Flow Object",
    &[
        required("deviceAuthorizationUrl", Text).documented(),
        required("tokenUrl", Text).documented(),
        optional("refreshUrl", Text).documented(),
        required("scopes", Map(&Text)).documented(),
    ],
);

pub(in crate::document) static IMPLICIT_FLOW: Object = object(
    "OAuth Flow Object",
    &[
        required("authorizationUrl", Text).documented(),
        optional("tokenUrl", Text).documented(),
        optional("refreshUrl", Text).documented(),
        required("scopes", Map(&Text)).documented(),
    ],
);

pub(in crate::document) static TOKEN_FLOW: Object = object(
    "OAuth Flow Object",
    &[
        optional("authorizationUrl", Text).documented(),
        required("tokenUrl", Text).documented(),
        optional("refreshUrl", Text).documented(),
        required("scopes", Map(&Text)).documented(),
    ],
);

pub(in crate::document) static AUTHORIZATION_CODE_FLOW: Object = object(
    "OAuth Flow Object",
    &[
        required("authorizationUrl", Text).documented(),
        required("tokenUrl", Text).documented(),
        optional("refreshUrl", Text).documented(),
        required("scopes", Map(&Text)).documented(),
    ],
);

pub(in crate::document) static SECURITY_REQUIREMENT: Object =
    Object { name: "Security Requirement Object", fields: &[], others: Others::All(List(&Text)) };
