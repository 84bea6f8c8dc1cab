//! What is no description of OpenAPI at all, told by its name.
//!
//! Enters: a text and its tree, where it has one. Leaves: one error that says what the text is and what to do, at what gave it away.
//! What says that it follows OpenAPI or Swagger is never taken for something else, whatever else it has.

use std::ops::Range;

use serde_json::Value;

use crate::diagnostic::{Diagnostics, catalogue};
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
    kind: &'static Kind,
}

const fn sign(place: &'static [&'static str], word: &'static str, kind: &'static Kind) -> Sign {
    Sign { place, word, kind }
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
    let Some(sign) = MEMBERS.iter().find(|sign| sign.is_in(tree)) else {
        return tell_by_text(path, text, diagnostics);
    };
    let place = sign.place.iter().fold(Pointer::root(), |place, key| place.push(key));
    let found = diagnostics.report(&catalogue::NO_DESCRIPTION, &place, message(sign.kind));
    found.at_key().help(sign.kind.help);
    true
}

/// The same of a text, which may have no tree.
pub(super) fn tell_by_text(path: &str, text: &str, diagnostics: &mut Diagnostics) -> bool {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    report(path, by_beginning(text).or_else(|| by_line(text)), diagnostics)
}

/// The same of what a reference leads into, which may be a part of any document that has schemas: its beginning alone tells.
pub(super) fn tell_by_beginning(path: &str, text: &str, diagnostics: &mut Diagnostics) -> bool {
    report(path, by_beginning(text.strip_prefix('\u{feff}').unwrap_or(text)), diagnostics)
}

fn report(path: &str, known: Option<(&Kind, Range<usize>)>, diagnostics: &mut Diagnostics) -> bool {
    let Some((kind, span)) = known else { return false };
    diagnostics.report_span(&catalogue::NO_DESCRIPTION, path, span, message(kind)).help(kind.help);
    true
}

fn message(kind: &Kind) -> String {
    format!("this is {}, not an OpenAPI description", kind.name)
}

impl Sign {
    fn is_in(&self, tree: &Value) -> bool {
        let value = self.place.iter().try_fold(tree, |value, key| value.get(key));
        // A schema may well be kept with what it is needed for.
        let is_whole = self.place != ["$schema"] || tree.get("paths").is_none() && tree.get("components").is_none();
        is_whole
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
