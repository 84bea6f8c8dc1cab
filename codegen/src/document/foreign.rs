//! What is no description of OpenAPI at all, told by its name.
//!
//! Enters: a text and its tree, where it has one. Leaves: one error that says what the text is and what to do, at what gave it away.
//! What says that it follows OpenAPI or Swagger is never taken for something else, whatever else it has.

use std::ops::Range;

use serde_json::Value;

use crate::diagnostic::{Diagnostics, Locator, catalogue};
use crate::place::Pointer;

/// Something that people have and take for a description.
struct Kind {
    name: &'static str,
    help: &'static str,
}

/// A member that only one kind of document has.
struct Sign {
    place: &'static [&'static str],
    /// What its text has in it; empty where any value will do.
    word: &'static str,
    /// What the document has beside it.
    beside: &'static [&'static str],
    kind: &'static Kind,
}

const fn sign(place: &'static [&'static str], word: &'static str, kind: &'static Kind) -> Sign {
    Sign { place, word, beside: &[], kind }
}

const fn sign_beside(place: &'static [&'static str], beside: &'static [&'static str], kind: &'static Kind) -> Sign {
    Sign { place, word: "", beside, kind }
}

/// What a file is read for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    Description,
    Overlay,
    /// References lead into it.
    Part,
}

impl Asked {
    fn noun(self) -> &'static str {
        match self {
            Self::Description => "an OpenAPI description",
            Self::Overlay => "an overlay",
            Self::Part => "a part of an OpenAPI description",
        }
    }

    /// What is to be done about a file in which nothing stands.
    pub(super) fn of_nothing(self) -> &'static str {
        match self {
            Self::Description => "write a description, beginning with `openapi: 3.0.4`",
            Self::Overlay => "write an overlay, beginning with `overlay: 1.1.0`, or delete the file",
            Self::Part => "write what the references to it ask for, or let them lead elsewhere",
        }
    }
}

/// What helps with other languages that describe APIs.
const CONVERT: &str = "convert it to OpenAPI";
const OF_GRAPHQL: &str = "GraphQL has one endpoint and a query language of its own; use a client of GraphQL";

static POSTMAN: Kind = Kind {
    name: "a Postman collection",
    help: "convert it to OpenAPI: Postman does so, and there are programs for it",
};
static INSOMNIA: Kind =
    Kind { name: "an Insomnia export", help: "export the design document of the project as OpenAPI, not its requests" };
static ASYNCAPI: Kind = Kind {
    name: "an AsyncAPI document",
    help: "messages of brokers and sockets are not read from it; describe what is called over HTTP with OpenAPI",
};
static ARAZZO: Kind = Kind {
    name: "an Arazzo document",
    help: "generate from the descriptions that its `sourceDescriptions` name: it says in which order their operations are called",
};
static OVERLAY: Kind = Kind {
    name: "an overlay",
    help: "it changes a description: put it beside that one and call it `<name>.overlay.yaml`, or list it under `overlays` in the settings",
};
static DISCOVERY: Kind = Kind {
    name: "a Google API Discovery document",
    help: "convert it to OpenAPI; for Google's own APIs converted descriptions are published",
};
static OPENRPC: Kind =
    Kind { name: "an OpenRPC document", help: "JSON-RPC is not read; describe what is sent over HTTP with OpenAPI" };
static SMITHY: Kind = Kind { name: "a Smithy model", help: "convert it to OpenAPI with the tools of Smithy" };
static INTROSPECTION: Kind = Kind { name: "the introspection of a GraphQL schema", help: OF_GRAPHQL };
static HAR: Kind = Kind {
    name: "an HTTP archive (HAR)",
    help: "it lists calls that were made; a description says which can be made, and has to be written or generated from it",
};
static JSON_SCHEMA: Kind = Kind {
    name: "a JSON Schema",
    help: "it describes values and no calls: write a description that refers to it by `$ref`",
};
static SWAGGER_1: Kind =
    Kind { name: "a description of Swagger 1", help: "convert it to OpenAPI 3.0, or ask the server for a newer one" };
static RAML: Kind = Kind { name: "a RAML document", help: CONVERT };
static BLUEPRINT: Kind = Kind { name: "an API Blueprint", help: CONVERT };
static GRAPHQL: Kind = Kind { name: "a GraphQL schema", help: OF_GRAPHQL };
static TYPESPEC: Kind =
    Kind { name: "TypeSpec", help: "have its compiler write OpenAPI: `tsp compile . --emit @typespec/openapi3`" };
static PROTOBUF: Kind = Kind {
    name: "a file of Protocol Buffers",
    help: "use a client of gRPC, or generate an OpenAPI description from its `google.api.http` options",
};
static HTML: Kind = Kind {
    name: "an HTML page",
    help: "the page was saved, not the description behind it: look for the address that the page loads, and for a login before it",
};
static WSDL: Kind = Kind { name: "a WSDL document", help: "SOAP is not read; describe what is called with OpenAPI" };
static WADL: Kind = Kind { name: "a WADL document", help: CONVERT };
static ODATA: Kind = Kind { name: "the metadata of an OData service", help: CONVERT };
static XML: Kind = Kind { name: "an XML document", help: "a description is YAML or JSON" };
static LFS_POINTER: Kind =
    Kind { name: "a pointer of Git LFS", help: "the file itself was not fetched: run `git lfs pull`" };
static NOT_FOUND: Kind = Kind {
    name: "the answer of a server that did not find the file",
    help: "correct the address that it was fetched from, and fetch it again",
};

static PACKAGE: Kind = Kind {
    name: "the manifest of a package of npm",
    help: "it says what a package needs; the description of its API is a file of its own",
};
static KUBERNETES: Kind = Kind {
    name: "a Kubernetes manifest",
    help: "it says what runs in a cluster, and not what can be called: ask the service that runs for its description",
};
static ANSWER: Kind = Kind {
    name: "the error that a server answered with",
    help: "correct the address that it was fetched from, or log in before, and fetch it again",
};
static TOML: Kind =
    Kind { name: "TOML", help: "a description is YAML or JSON; the settings of one are called `<name>.toml`" };
const UNPACK: &str = "unpack it, and take the description out of it";
static ZIP: Kind = Kind { name: "a ZIP archive", help: UNPACK };
static COMPRESSED: Kind = Kind { name: "a compressed file", help: UNPACK };
static PDF: Kind = Kind { name: "a PDF document", help: "a description is YAML or JSON" };
static IMAGE: Kind = Kind { name: "an image", help: "a description is YAML or JSON" };

/// How files that are no text begin.
static MAGIC: &[(&[u8], &Kind)] = &[
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

/// What errors of servers are told by; one of the first says that there was one.
const OF_ANSWERS: &[&str] = &[
    "message",
    "error",
    "errors",
    "detail",
    "status",
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
const TELLING: usize = 5;

/// Members that tell, and what they tell.
static MEMBERS: &[Sign] = &[
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
static BEGINNINGS: &[(&str, &Kind)] = &[
    ("#%RAML", &RAML),
    ("FORMAT: 1A", &BLUEPRINT),
    ("version https://git-lfs.github.com/", &LFS_POINTER),
    ("404: Not Found", &NOT_FOUND),
];

/// How a line of a text begins, and what that tells; what ends it where that counts too.
static LINES: &[(&str, &str, &Kind)] = &[
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
static ROOTS: &[(&str, &Kind)] = &[
    ("<html", &HTML),
    ("<!doctype html", &HTML),
    ("wadl.dev.java.net", &WADL),
    ("/wsdl", &WSDL),
    ("<edmx:", &ODATA),
    ("", &XML),
];

/// How many characters of XML are looked at: comments and declarations stand before the first element.
const HEAD: usize = 2_000;

/// Tells what a description is that says of no version of OpenAPI that it follows it; whether that is known.
pub(super) fn tell(path: &str, text: &str, tree: &Value, diagnostics: &mut Diagnostics) -> bool {
    if ["openapi", "swagger"].iter().any(|key| tree.get(key).is_some()) {
        return false;
    }
    let by_member = || MEMBERS.iter().find(|sign| sign.is_in(tree)).map(|sign| (sign.place, sign.kind));
    let Some((place, kind)) = by_member().or_else(|| Some((answer(tree)?, &ANSWER))) else {
        return tell_by_text(path, text, Asked::Description, diagnostics);
    };
    let place = place.iter().fold(Pointer::root(), |place, key| place.push(key));
    let found = diagnostics.report(&catalogue::NO_DESCRIPTION, &place, message(kind, Asked::Description));
    found.at_key().help(kind.help);
    true
}

/// The same of a text, which may have no tree.
pub(super) fn tell_by_text(path: &str, text: &str, asked: Asked, diagnostics: &mut Diagnostics) -> bool {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    report(path, by_beginning(text).or_else(|| by_line(text)).or_else(|| toml(text)), asked, diagnostics)
}

/// The same of what may be a part of any document that has schemas, or an overlay: its beginning alone tells.
pub(super) fn tell_by_beginning(path: &str, text: &str, asked: Asked, diagnostics: &mut Diagnostics) -> bool {
    report(path, by_beginning(text.strip_prefix('\u{feff}').unwrap_or(text)), asked, diagnostics)
}

/// The same of bytes that are no text at all.
pub(super) fn tell_by_bytes(path: &str, bytes: &[u8], diagnostics: &mut Diagnostics) -> bool {
    let Some((_, kind)) = MAGIC.iter().find(|(begin, _)| bytes.starts_with(begin)) else { return false };
    // Nobody can read a line of it.
    diagnostics.add_source(path, "", Locator::Nothing);
    let message = format!("this is {}, and no text", kind.name);
    diagnostics.report_span(&catalogue::NO_DESCRIPTION, path, 0..0, message).help(kind.help);
    true
}

fn report(path: &str, known: Option<(&Kind, Range<usize>)>, asked: Asked, diagnostics: &mut Diagnostics) -> bool {
    let Some((kind, span)) = known else { return false };
    diagnostics.report_span(&catalogue::NO_DESCRIPTION, path, span, message(kind, asked)).help(kind.help);
    true
}

fn message(kind: &Kind, asked: Asked) -> String {
    format!("this is {}, not {}", kind.name, asked.noun())
}

/// The member that tells that an object is an error, and nothing else.
fn answer(tree: &Value) -> Option<&'static [&'static str]> {
    let members = tree.as_object()?;
    let is_error = members.keys().all(|key| OF_ANSWERS.contains(&key.as_str()));
    let first = OF_ANSWERS[..TELLING].iter().position(|key| members.contains_key(*key))?;
    is_error.then_some(&OF_ANSWERS[first..=first])
}

impl Sign {
    fn is_in(&self, tree: &Value) -> bool {
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

/// What a text is by how it begins, and its first line.
fn by_beginning(text: &str) -> Option<(&'static Kind, Range<usize>)> {
    let start = text.len() - text.trim_start().len();
    let begin = &text[start..];
    let first = start..start + begin.lines().next()?.trim_end().len();
    let kind = if is_xml(begin) {
        let head: String = begin.chars().take(HEAD).collect();
        let head = head.to_ascii_lowercase();
        ROOTS.iter().find(|(word, _)| head.contains(word)).map(|(_, kind)| *kind)
    } else {
        BEGINNINGS.iter().find(|(word, _)| begin.starts_with(word)).map(|(_, kind)| *kind)
    };
    Some((kind?, first))
}

/// What a text is by one of its lines, and that.
fn by_line(text: &str) -> Option<(&'static Kind, Range<usize>)> {
    if text.lines().any(says_its_version) {
        return None;
    }
    let mut at = 0;
    text.split_inclusive('\n').find_map(|line| {
        let start = at;
        at += line.len();
        let line = line.trim_end();
        let kind = LINES.iter().find(|(word, end, _)| line.starts_with(word) && line.ends_with(end));
        kind.map(|(_, _, kind)| (*kind, start..start + line.len()))
    })
}

/// Whether a text is TOML, and its first line that says something: a table, or a key with its value.
fn toml(text: &str) -> Option<(&'static Kind, Range<usize>)> {
    let says_something = |line: &&str| !line.trim().is_empty() && !line.trim_start().starts_with('#');
    let before: usize = text.split_inclusive('\n').take_while(|line| !says_something(line)).map(str::len).sum();
    let line = text[before..].lines().next()?.trim_end();
    let is_table = line.starts_with('[') && line.ends_with(']') && text.lines().any(is_assignment);
    (is_table || is_assignment(line)).then(|| (&TOML, before..before + line.len()))
}

/// Whether a line is `key = value`, as TOML has it.
fn is_assignment(line: &str) -> bool {
    let is_bare = |key: &str| {
        let key = key.trim();
        !key.is_empty() && key.chars().all(|char| char.is_ascii_alphanumeric() || matches!(char, '-' | '_' | '.'))
    };
    let begins = |value: &str| {
        let value = value.trim_start();
        value.starts_with(['"', '\'', '[', '{']) || ["true", "false"].contains(&value) || value.parse::<f64>().is_ok()
    };
    line.split_once('=').is_some_and(|(key, value)| is_bare(key) && begins(value))
}

/// Whether a text begins as XML and HTML do, and not as what a merge leaves behind.
fn is_xml(text: &str) -> bool {
    text.strip_prefix('<')
        .is_some_and(|rest| rest.starts_with(|first: char| matches!(first, '?' | '!') || first.is_alphabetic()))
}

/// Whether a line says of a description which version it follows, though the text may have no tree.
fn says_its_version(line: &str) -> bool {
    let key = line.trim_start_matches(['{', ' ', '\t']).split(':').next().unwrap_or_default();
    ["openapi", "swagger"].contains(&key.trim_end().trim_matches(['"', '\'']))
}
