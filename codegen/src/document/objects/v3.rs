//! OpenAPI 3.0.4, section 4.7, in its order, with what 3.1 and 3.2 have added (section 4.8 of 3.1.1, 4 of 3.2.0), and the extensions
//! that hold schemas.

use super::Kind::{Any, Boolean, List, Map, OrReference, Text, Word};
use super::Version::{V3_0, V3_1, V3_2};
use super::{
    DIALECT, EMPTY, ENDS, Kind, OF_BODY, Object, Others, SCHEMA, SECURITY_REQUIREMENT, SECURITY_SCHEME, Version,
    WordDecision, object, optional, required, required_until, v2,
};
use crate::decision::{Decision, Sign};
use crate::diagnostic::catalogue;
use crate::document::Document;

const RESERVED: &str =
    "of a query, a path, and a cookie in style `form`; of others [CW0213](DIAGNOSTICS.md#cw0213) tells";
const VALUES: &str = "examples are shown by their values";

pub(in crate::document) static OPENAPI: Object = object(
    "OpenAPI Object",
    &[
        required("openapi", Text),
        optional("$self", Text).since(V3_2).how("the address of the description, which references may lead to"),
        required("info", Kind::Object(&INFO)),
        optional("jsonSchemaDialect", Text).since(V3_1).told(DIALECT, &catalogue::UNKNOWN_DIALECT),
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

pub(super) static CONTACT: Object = object(
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
        optional("allowReserved", Boolean).how(RESERVED),
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
    (&v2::SCHEMA, "type", "null", V3_1),
    (&SCHEMA, "type", "null", V3_1),
    (&PARAMETER, "in", "querystring", V3_2),
    (&PARAMETER, "style", "cookie", V3_2),
    (&SECURITY_SCHEME, "type", "mutualTLS", V3_1),
];

/// Words that are not simply supported.
pub(in crate::document) static WORDS: &[WordDecision] = &[(&SECURITY_SCHEME, "type", "mutualTLS", CERTIFICATE)];

const CERTIFICATE: Decision =
    Decision::degraded("a client certificate is given to the transport, for all calls of a client", Sign::List);

pub(in crate::document) static REQUEST_BODY: Object = object(
    "Request Body Object",
    &[
        optional("description", Text).documented(),
        required("content", Map(&OrReference(&MEDIA_TYPE))),
        optional("required", Boolean).how("of what the server sends told where it is read: an empty body is an error"),
    ],
);

pub(in crate::document) static MEDIA_TYPE: Object = object(
    "Media Type Object",
    &[
        optional("schema", OrReference(&SCHEMA)),
        optional("itemSchema", OrReference(&SCHEMA)).since(V3_2),
        optional("example", Any).documented_as(OF_BODY),
        optional("examples", Map(&OrReference(&EXAMPLE))).documented_as(OF_BODY),
        optional("encoding", Map(&Kind::Object(&ENCODING))),
        optional("prefixEncoding", List(&Kind::Object(&ENCODING)))
            .since(V3_2)
            .how("an argument for each place of what is sent; what comes back is parts of one kind"),
        optional("itemEncoding", Kind::Object(&ENCODING))
            .since(V3_2)
            .told("JSON where `contentType` says so, or bytes that callers make", &catalogue::PARTS_BY_POSITION),
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

const STYLE_OF_PARTS: &str =
    "of parts, those of `multipart/form-data` from 3.1 on; of others told by [CW0213](DIAGNOSTICS.md#cw0213)";

pub(in crate::document) static ENCODING: Object = object(
    "Encoding Object",
    &[
        optional("contentType", Text),
        optional("headers", Map(&OrReference(&HEADER))).how(
            "an argument or a setter for each, beside its part; of parts that come back, they are there as they came",
        ),
        optional("style", Word(&["form", "spaceDelimited", "pipeDelimited", "deepObject"])).how(STYLE_OF_PARTS),
        optional("explode", Boolean).how(STYLE_OF_PARTS),
        optional("allowReserved", Boolean).how("of forms; what parts hold is not percent-encoded"),
        optional("encoding", Map(&Kind::Object(&ENCODING))).since(V3_2).listed("a part is written as its schema says"),
        optional("prefixEncoding", List(&Kind::Object(&ENCODING)))
            .since(V3_2)
            .listed("a part is written as its schema says"),
        optional("itemEncoding", Kind::Object(&ENCODING)).since(V3_2).listed("a part is written as its schema says"),
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
        optional("links", Map(&OrReference(&LINK))).listed("what a link takes from a response is passed by the caller"),
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
        optional("allowEmptyValue", Boolean).until(V3_0).ignored("a header may always be empty"),
        optional("style", Word(&["simple"])).ignored("there is one style of headers"),
        optional("explode", Boolean),
        optional("allowReserved", Boolean).until(V3_0).ignored("headers are not percent-encoded"),
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
