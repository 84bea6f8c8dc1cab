//! One description whose operations, tags, schemas, properties, parameters, parts, headers, values and variants are all called by
//! the words of one list: those that mean something to Rust, to the runtime's macros or to the generated code itself.

use serde_json::{Map, Value, json};

/// Every word that could be in the way of a name.
pub(crate) fn words() -> Vec<String> {
    let letters = ('a'..='z').flat_map(|letter| [letter.to_string(), format!("{letter}1")]);
    let capitals = ["A", "Q", "S3", "T", "E", "K", "V"].into_iter().map(str::to_owned);
    let lists = [KEYWORDS, PRELUDE, MACROS, PRIMITIVES, METHODS, ASSOCIATED, INSIDES, ODD];
    let mut words: Vec<String> =
        letters.chain(capitals).chain(lists.into_iter().flatten().map(|word| (*word).to_owned())).collect();
    words.sort();
    words.dedup();
    words
}

/// Strict, reserved and weak, of all editions.
const KEYWORDS: &[&str] = &[
    "Self",
    "abstract",
    "as",
    "async",
    "auto",
    "await",
    "become",
    "box",
    "break",
    "const",
    "continue",
    "crate",
    "default",
    "do",
    "dyn",
    "else",
    "enum",
    "extern",
    "false",
    "final",
    "fn",
    "for",
    "gen",
    "if",
    "impl",
    "in",
    "let",
    "loop",
    "macro",
    "macro_rules",
    "match",
    "mod",
    "move",
    "mut",
    "override",
    "priv",
    "pub",
    "raw",
    "ref",
    "return",
    "safe",
    "self",
    "static",
    "struct",
    "super",
    "trait",
    "true",
    "try",
    "type",
    "typeof",
    "union",
    "unsafe",
    "unsized",
    "use",
    "virtual",
    "where",
    "while",
    "yield",
    "'static",
    "r#type",
    "_",
];

/// Types, traits, variants and modules that are in scope or usual.
const PRELUDE: &[&str] = &[
    "AsMut",
    "AsRef",
    "AsyncFn",
    "BTreeMap",
    "Box",
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "Deserialize",
    "Display",
    "DoubleEndedIterator",
    "Drop",
    "Eq",
    "Err",
    "Error",
    "ExactSizeIterator",
    "Extend",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "FromIterator",
    "FromStr",
    "Future",
    "Hash",
    "HashMap",
    "Infallible",
    "Into",
    "IntoFuture",
    "IntoIterator",
    "Iterator",
    "None",
    "Ok",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Pin",
    "Result",
    "Send",
    "Serialize",
    "Sized",
    "Some",
    "Stream",
    "String",
    "Sync",
    "ToOwned",
    "ToString",
    "TryFrom",
    "TryInto",
    "Unpin",
    "Vec",
    "alloc",
    "core",
    "drop",
    "http",
    "serde",
    "std",
];

const MACROS: &[&str] = &[
    "assert",
    "assert_eq",
    "cfg",
    "compile_error",
    "concat",
    "dbg",
    "deprecated",
    "derive",
    "doc",
    "env",
    "format",
    "include_str",
    "line",
    "matches",
    "must_use",
    "non_exhaustive",
    "panic",
    "println",
    "stringify",
    "todo",
    "vec",
    "write",
];

const PRIMITIVES: &[&str] =
    &["bool", "char", "f32", "f64", "i32", "i64", "isize", "never", "slice", "str", "u128", "u8", "usize"];

/// Methods of traits that generated types have, and of operators.
const METHODS: &[&str] = &[
    "add",
    "as_ref",
    "as_str",
    "as_i64",
    "bitand",
    "borrow",
    "by_ref",
    "clone",
    "clone_from",
    "clone_into",
    "cmp",
    "deref",
    "deserialize",
    "div",
    "eq",
    "fmt",
    "from",
    "from_str",
    "ge",
    "get",
    "gt",
    "hash",
    "index",
    "into",
    "into_future",
    "into_iter",
    "is_empty",
    "iter",
    "le",
    "len",
    "lt",
    "max",
    "min",
    "mul",
    "ne",
    "neg",
    "next",
    "not",
    "partial_cmp",
    "poll",
    "rem",
    "serialize",
    "shl",
    "sub",
    "to_owned",
    "to_string",
    "try_from",
    "try_into",
    "type_id",
];

const ASSOCIATED: &[&str] =
    &["Item", "IntoIter", "Output", "Owned", "Target", "Success", "Failure", "Headers", "Value"];

/// What the runtime and the generated code call their own things.
const INSIDES: &[&str] = &[
    "API",
    "Base64",
    "Body",
    "Bytes",
    "Call",
    "Client",
    "ClientBuilder",
    "Date",
    "DateTime",
    "Decode",
    "Decoder",
    "Encode",
    "General",
    "Items",
    "Json",
    "Maybe",
    "Operation",
    "Pages",
    "Part",
    "Response",
    "Scheme",
    "Secret",
    "Spec",
    "USUAL",
    "Unknown",
    "Uuid",
    "additional",
    "api",
    "api_key",
    "apply",
    "base_url",
    "basic",
    "bearer",
    "body",
    "build",
    "builder",
    "bytes",
    "call",
    "call_mut",
    "client",
    "clientwright_runtime",
    "close",
    "codec",
    "con",
    "cookie",
    "deadline",
    "decode",
    "encode",
    "error",
    "extra",
    "file",
    "files",
    "form",
    "formatter",
    "handle",
    "header",
    "headers",
    "index.html",
    "inner",
    "input",
    "into_call",
    "items",
    "json",
    "key",
    "lib",
    "list",
    "main",
    "map",
    "name",
    "new",
    "nul",
    "null",
    "options",
    "options_mut",
    "pages",
    "parse",
    "part",
    "path",
    "previous_items",
    "previous_pages",
    "private",
    "query",
    "reader",
    "record",
    "request",
    "response",
    "retry",
    "rt",
    "security",
    "send",
    "set",
    "shape",
    "spec",
    "text",
    "timeout",
    "transport",
    "types",
    "unknown",
    "url",
    "vacant",
    "value",
    "view",
    "visit",
    "writer",
];

/// What is hardly a word: beyond ASCII, digits first, nothing that is left, differing in case only.
const ODD: &[&str] = &[
    "",
    " ",
    "$",
    "'",
    "-",
    "--",
    "---",
    ".",
    "..",
    "/",
    "0",
    "1",
    "1st",
    "24h",
    "2fa",
    "\"",
    "\\",
    "\u{200b}",
    "\u{7f}",
    "a b",
    "a-b",
    "a.b",
    "aB",
    "a_b",
    "AB",
    "Ab",
    "ab",
    "-created",
    "+created",
    "created",
    "user",
    "User",
    "USER",
    "uSER",
    "user_",
    "user__input",
    "UserInput",
    "naïve",
    "Größe",
    "groesse",
    "日本",
    "日本語",
    "🦀",
    "crab",
    "Ω",
    "é",
    "e\u{301}",
    "__proto__",
    "constructor",
    "C++",
    "C#",
    "C",
    "{}",
    "{0}",
    "%s",
    "n1",
];

/// The description.
pub(crate) fn description() -> Value {
    let words = words();
    let schema = |word: &String| format!("#/components/schemas/{}", escaped(word));
    let text = || json!({ "type": "string" });
    let all = |value: &dyn Fn(&String) -> Value| -> Map<String, Value> {
        words.iter().map(|word| (word.clone(), value(word))).collect()
    };
    let mut schemas =
        all(&|word| json!({ "type": "object", "required": [word], "properties": { word: { "type": "string" } } }));
    let properties = all(&|_| text());
    let nullable = all(&|_| json!({ "type": "integer", "nullable": true }));
    schemas.extend([
        ("required words".to_owned(), json!({ "type": "object", "required": words, "properties": properties })),
        ("optional words".to_owned(), json!({ "type": "object", "properties": properties, "additionalProperties": text() })),
        ("nullable words".to_owned(), json!({ "type": "object", "properties": nullable })),
        ("word values".to_owned(), json!({ "type": "string", "enum": words })),
        ("tagged words".to_owned(), json!({
            "oneOf": words.iter().map(|word| json!({ "$ref": schema(word) })).collect::<Vec<_>>(),
            "discriminator": { "propertyName": "told by", "mapping": all(&|word| json!(schema(word))) },
        })),
        ("titled words".to_owned(), json!({
            "oneOf": words.iter().map(|word| json!({ "type": "object", "title": word, "required": [format!("{word} key")],
                "properties": { format!("{word} key"): { "type": "string" } } })).collect::<Vec<_>>(),
        })),
    ]);
    json!({
        "openapi": "3.0.3",
        "info": { "title": "Words", "version": "1" },
        "servers": [{ "url": "https://example.com" }],
        "security": [{ "bearer": [] }],
        "paths": paths(&words),
        "components": {
            "schemas": schemas,
            "securitySchemes": all(&|word| json!({ "type": "apiKey", "in": "query", "name": format!("key {word}") })),
        },
    })
}

fn paths(words: &[String]) -> Map<String, Value> {
    let answer = json!({ "200": { "description": "It.", "content": { "application/json": { "schema": {
        "$ref": "#/components/schemas/optional words" } } } } });
    let done = json!({ "204": { "description": "Done." } });
    let numbered = || words.iter().enumerate();
    let mut paths = Map::new();
    for (index, word) in numbered() {
        paths.insert(
            format!("/all/{index}"),
            json!({ "get": { "operationId": word, "tags": ["all"], "responses": done } }),
        );
        // The same words: a method called like its tag.
        let id = format!("{word} ");
        paths.insert(
            format!("/tags/{index}"),
            json!({ "get": { "operationId": id, "tags": [word], "responses": done } }),
        );
    }
    let parameters = |place: &str, required: bool, words: &[&String]| -> Value {
        let parameter =
            |word: &&String| json!({ "name": word, "in": place, "required": required, "schema": { "type": "string" } });
        words.iter().map(parameter).collect()
    };
    let every: Vec<&String> = words.iter().collect();
    let tokens: Vec<&String> = words.iter().filter(|word| is_token(word)).collect();
    let literal: Vec<&String> =
        words.iter().filter(|word| !word.is_empty() && !word.contains(['{', '}', '/'])).collect();
    let path: String = literal.iter().map(|word| format!("/{{{word}}}")).collect();
    let headers: Map<String, Value> =
        tokens.iter().map(|word| ((*word).clone(), json!({ "schema": { "type": "string" } }))).collect();
    let properties: Map<String, Value> = words.iter().map(|word| (word.clone(), json!({ "type": "string" }))).collect();
    let parts =
        json!({ "content": { "multipart/form-data": { "schema": { "type": "object", "properties": properties } } } });
    let operation =
        |id: &str, parameters: Value| json!({ "operationId": id, "parameters": parameters, "responses": answer });
    let mut answered = operation("answered", json!([]));
    answered["responses"]["200"]["headers"] = Value::Object(headers);
    let mut parted = operation("parted", json!([]));
    parted["requestBody"] = parts;
    paths.insert("/optional".to_owned(), json!({ "get": operation("optional", parameters("query", false, &every)) }));
    paths.insert("/required".to_owned(), json!({ "get": operation("required", parameters("query", true, &every)) }));
    paths.insert("/headers".to_owned(), json!({ "get": operation("headed", parameters("header", false, &tokens)) }));
    paths.insert("/cookies".to_owned(), json!({ "get": operation("baked", parameters("cookie", false, &tokens)) }));
    paths.insert(format!("/path{path}"), json!({ "get": operation("led", parameters("path", true, &literal)) }));
    paths.insert("/answered".to_owned(), json!({ "get": answered, "post": parted }));
    let data: Map<String, Value> =
        words.iter().map(|word| (word.clone(), json!({ "$ref": "#/components/schemas/optional words" }))).collect();
    let mut followed = operation("followed", parameters("query", false, &every));
    followed["x-sse"] = json!({ "events": data, "terminator": words.concat(), "error": words.concat() });
    paths.insert("/followed".to_owned(), json!({ "get": followed }));
    let mut joined = operation("joined", parameters("query", false, &every));
    joined["x-websocket"] = json!({ "subprotocols": words });
    paths.insert("/joined".to_owned(), json!({ "get": joined }));
    paths
}

/// RFC 9110 section 5.6.2.
fn is_token(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|char| char.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(char))
}

/// As a part of a reference: RFC 6901 section 6.
pub(crate) fn escaped(name: &str) -> String {
    let mut escaped = String::new();
    for char in name.replace('~', "~0").replace('/', "~1").chars() {
        match char {
            _ if char.is_ascii_alphanumeric() || "~-._".contains(char) => escaped.push(char),
            _ => char.to_string().bytes().for_each(|byte| escaped += &format!("%{byte:02X}")),
        }
    }
    escaped
}
