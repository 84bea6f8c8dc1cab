//! What people take for a description, what gives each away, and what to do about it.
//!
//! Data alone; `foreign` looks for it.

use serde_json::Value;

/// Something that people have and take for a description.
pub(super) struct Kind {
    pub(super) name: &'static str,
    pub(super) help: &'static str,
}

const fn kind(name: &'static str, help: &'static str) -> Kind {
    Kind { name, help }
}

/// A member that only one kind of document has.
pub(super) struct Sign {
    pub(super) place: &'static [&'static str],
    /// What its text has in it; empty where any value will do.
    word: &'static str,
    /// What the document has beside it.
    beside: &'static [&'static str],
    pub(super) kind: &'static Kind,
}

const fn sign(place: &'static [&'static str], word: &'static str, kind: &'static Kind) -> Sign {
    Sign { place, word, beside: &[], kind }
}

const fn sign_beside(place: &'static [&'static str], beside: &'static [&'static str], kind: &'static Kind) -> Sign {
    Sign { place, word: "", beside, kind }
}

impl Sign {
    /// Whether a document has it.
    pub(super) fn is_in(&self, tree: &Value) -> bool {
        let value = self.place.iter().try_fold(tree, |value, key| value.get(key));
        // A schema may well be kept with what it is needed for.
        let is_whole = self.place != ["$schema"] || tree.get("paths").is_none() && tree.get("components").is_none();
        is_whole
            && self.beside.iter().all(|key| tree.get(key).is_some())
            && value.is_some_and(|value| {
                self.word.is_empty() || value.as_str().is_some_and(|text| text.contains(self.word))
            })
    }
}

/// What helps with other languages that describe APIs.
const CONVERT: &str = "convert it to OpenAPI";
const OF_GRAPHQL: &str = "GraphQL has one endpoint and a query language of its own; use a client of GraphQL";

static POSTMAN: Kind =
    kind("a Postman collection", "convert it to OpenAPI: Postman does so, and there are programs for it");
static INSOMNIA: Kind =
    kind("an Insomnia export", "export the design document of the project as OpenAPI, not its requests");
static ASYNCAPI: Kind = kind(
    "an AsyncAPI document",
    "messages of brokers and sockets are not read from it; describe what is called over HTTP with OpenAPI",
);
static ARAZZO: Kind = kind(
    "an Arazzo document",
    "generate from the descriptions that its `sourceDescriptions` name: it says in which order their operations are called",
);
static OVERLAY: Kind = kind(
    "an overlay",
    "it changes a description: put it beside that one and call it `<name>.overlay.yaml`, or list it under `overlays` in the settings",
);
static DISCOVERY: Kind = kind(
    "a Google API Discovery document",
    "convert it to OpenAPI; for Google's own APIs converted descriptions are published",
);
static OPENRPC: Kind =
    kind("an OpenRPC document", "JSON-RPC is not read; describe what is sent over HTTP with OpenAPI");
static SMITHY: Kind = kind("a Smithy model", "convert it to OpenAPI with the tools of Smithy");
static INTROSPECTION: Kind = kind("the introspection of a GraphQL schema", OF_GRAPHQL);
static HAR: Kind = kind(
    "an HTTP archive (HAR)",
    "it lists calls that were made; a description says which can be made, and has to be written or generated from it",
);
static JSON_SCHEMA: Kind =
    kind("a JSON Schema", "it describes values and no calls: write a description that refers to it by `$ref`");
static SWAGGER_1: Kind =
    kind("a description of Swagger 1", "convert it to OpenAPI 3.0, or ask the server for a newer one");
static RAML: Kind = kind("a RAML document", CONVERT);
static BLUEPRINT: Kind = kind("an API Blueprint", CONVERT);
static GRAPHQL: Kind = kind("a GraphQL schema", OF_GRAPHQL);
static TYPESPEC: Kind = kind("TypeSpec", "have its compiler write OpenAPI: `tsp compile . --emit @typespec/openapi3`");
static PROTOBUF: Kind = kind(
    "a file of Protocol Buffers",
    "use a client of gRPC, or generate an OpenAPI description from its `google.api.http` options",
);
static HTML: Kind = kind(
    "an HTML page",
    "the page was saved, not the description behind it: look for the address that the page loads, and for a login before it",
);
static WSDL: Kind = kind("a WSDL document", "SOAP is not read; describe what is called with OpenAPI");
static WADL: Kind = kind("a WADL document", CONVERT);
static ODATA: Kind = kind("the metadata of an OData service", CONVERT);
static XML: Kind = kind("an XML document", "a description is YAML or JSON");
static LFS_POINTER: Kind = kind("a pointer of Git LFS", "the file itself was not fetched: run `git lfs pull`");
static NOT_FOUND: Kind = kind(
    "the answer of a server that did not find the file",
    "correct the address that it was fetched from, and fetch it again",
);

static PACKAGE: Kind = kind(
    "the manifest of a package of npm",
    "it says what a package needs; the description of its API is a file of its own",
);
static KUBERNETES: Kind = kind(
    "a Kubernetes manifest",
    "it says what runs in a cluster, and not what can be called: ask the service that runs for its description",
);
pub(super) static ANSWER: Kind = kind(
    "the error that a server answered with",
    "correct the address that it was fetched from, or log in before, and fetch it again",
);
pub(super) static TOML: Kind =
    kind("TOML", "a description is YAML or JSON; the settings of one are called `<name>.toml`");
const UNPACK: &str = "unpack it, and take the description out of it";
static ZIP: Kind = kind("a ZIP archive", UNPACK);
static COMPRESSED: Kind = kind("a compressed file", UNPACK);
static PDF: Kind = kind("a PDF document", "a description is YAML or JSON");
static IMAGE: Kind = kind("an image", "a description is YAML or JSON");

/// How files that are no text begin.
pub(super) static MAGIC: &[(&[u8], &Kind)] = &[
    (b"\x89PNG\r\n\x1a\n", &IMAGE),
    (b"\xff\xd8\xff", &IMAGE),
    (b"GIF8", &IMAGE),
    (b"%PDF-", &PDF),
    (b"PK\x03\x04", &ZIP),
    (b"\x1f\x8b", &COMPRESSED),
    (b"\x28\xb5\x2f\xfd", &COMPRESSED),
    (b"\xfd7zXZ\0", &COMPRESSED),
    (b"BZh", &COMPRESSED),
];

/// Members of which the error of a server has one.
pub(super) const TELLING: &[&str] = &["message", "error", "errors", "detail", "status"];

/// What else such an error has.
pub(super) const BESIDE_THEM: &[&str] = &[
    "statusCode",
    "code",
    "title",
    "type",
    "details",
    "instance",
    "timestamp",
    "path",
    "success",
    "documentation_url",
    "requestId",
    "request_id",
    "traceId",
    "error_description",
];

/// Members that tell, and what they tell.
pub(super) static MEMBERS: &[Sign] = &[
    sign(&["info", "_postman_id"], "", &POSTMAN),
    sign(&["info", "schema"], "getpostman.com", &POSTMAN),
    sign(&["collection", "info", "schema"], "getpostman.com", &POSTMAN),
    sign(&["__export_format"], "", &INSOMNIA),
    sign(&["type"], "insomnia.rest/", &INSOMNIA),
    sign(&["asyncapi"], "", &ASYNCAPI),
    sign(&["arazzo"], "", &ARAZZO),
    sign(&["overlay"], "", &OVERLAY),
    sign(&["discoveryVersion"], "", &DISCOVERY),
    sign(&["openrpc"], "", &OPENRPC),
    sign(&["smithy"], "", &SMITHY),
    sign(&["swaggerVersion"], "", &SWAGGER_1),
    sign(&["__schema"], "", &INTROSPECTION),
    sign(&["data", "__schema"], "", &INTROSPECTION),
    sign(&["log", "entries"], "", &HAR),
    sign(&["$schema"], "json-schema.org", &JSON_SCHEMA),
    sign_beside(&["apiVersion"], &["kind"], &KUBERNETES),
    sign_beside(&["dependencies"], &["name", "version"], &PACKAGE),
    sign_beside(&["devDependencies"], &["name", "version"], &PACKAGE),
    sign_beside(&["scripts"], &["name", "version"], &PACKAGE),
];

/// How the first line of a text begins, and what that tells.
pub(super) static BEGINNINGS: &[(&str, &Kind)] = &[
    ("#%RAML", &RAML),
    ("FORMAT: 1A", &BLUEPRINT),
    ("version https://git-lfs.github.com/", &LFS_POINTER),
    ("404: Not Found", &NOT_FOUND),
];

/// How a line of a text begins, and what that tells; what ends it where that counts too.
pub(super) static LINES: &[(&str, &str, &Kind)] = &[
    ("syntax = \"proto", "", &PROTOBUF),
    ("syntax=\"proto", "", &PROTOBUF),
    ("import \"@typespec/", "", &TYPESPEC),
    ("using TypeSpec", ";", &TYPESPEC),
    ("@service", "", &TYPESPEC),
    ("@route(", "", &TYPESPEC),
    ("schema ", "{", &GRAPHQL),
    ("type ", "{", &GRAPHQL),
    ("type ", "}", &GRAPHQL),
    ("interface ", "{", &GRAPHQL),
    ("interface ", "}", &GRAPHQL),
    ("extend type ", "{", &GRAPHQL),
    ("directive @", "", &GRAPHQL),
];

/// Words at the beginning of XML, and what they tell.
pub(super) static ROOTS: &[(&str, &Kind)] = &[
    ("<html", &HTML),
    ("<!doctype html", &HTML),
    ("wadl.dev.java.net", &WADL),
    ("/wsdl", &WSDL),
    ("<edmx:", &ODATA),
    ("", &XML),
];
