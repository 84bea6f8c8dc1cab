//! Descriptions in which every word is hostile, each against its twin in which every word is harmless.
//!
//! What a description says reaches Rust as a literal, as an identifier of letters and digits, or as a line of documentation. So
//! both twins have the same items, whatever the words are.

mod newest;
pub(crate) mod words;

use std::collections::BTreeSet;
use std::sync::LazyLock;

use clientwright_codegen::{Input, Settings, generate};
use serde_json::{Value, json};

use self::words::escaped;
use super::Alone;

/// Words that would be code, or the end of a comment or literal, where they were taken as they are.
const WORDS: &[&str] = &[
    "*/ fn injected() {} /*",
    "\"; fn injected() {} \"",
    "\"#; fn injected() {} r#\"",
    "\\\"; fn injected() {} //",
    "#[path = \"/etc/passwd\"] mod injected;",
    "#![feature(injected)]",
    "{} {0} {name:?} {{",
    "first\rfn injected() {}",
    "first\r\nfn injected() {}\n\tmod injected;",
    "\u{2028}fn injected() {}\u{2029}\u{85}\u{c}\u{b}",
    "\u{202e}nrecejdni fn\u{2066}\u{200f}\u{200b}\u{feff}",
    "```\nfn injected() {}\n```\n    indented();",
    "~~~rust\nassert!(injected())",
    "r#type",
    "self",
    "Self",
    "_",
    "'injected",
    "b'\\''",
    "$crate::injected! { }",
    "macro_rules! injected { () => {} }",
    "</code><script>injected()</script>",
    "[`injected`](crate::injected) [x]: y",
    "\u{0}\u{1b}[31m",
    "Größe ∑ 日本語 🦀 e\u{301}",
    "  ",
    "0",
    "unsafe",
    "Vec",
    "clientwright_runtime::private as rt",
];

/// A description whose names and texts all come from `word`, which gets the number of the place.
fn description(word: &dyn Fn(usize) -> String) -> Value {
    let text = || word(0);
    let schema = |number: usize| format!("#/components/schemas/{}", escaped(&word(number)));
    let reference = |number: usize| json!({ "$ref": schema(number) });
    let content = |schema: Value| json!({ "application/json": { "schema": schema, "example": text() } });
    json!({
        "openapi": "3.0.3",
        "info": { "title": text(), "version": text(), "description": text(), "contact": { "name": text() } },
        "servers": [{ "url": "https://example.com", "description": text() }],
        "tags": [{ "name": word(1), "description": text() }],
        "security": [{ word(2): [] }],
        "paths": {
            "/things/{id}": {
                "post": {
                    "operationId": word(3), "summary": text(), "description": text(), "tags": [word(1)],
                    "parameters": [
                        { "name": "id", "in": "path", "required": true, "description": text(), "schema": { "type": "string" } },
                        { "name": word(4), "in": "query", "description": text(), "deprecated": true,
                          "schema": { "type": "string", "enum": [word(5), word(6)], "default": word(5), "example": text() } },
                        { "name": word(7), "in": "cookie", "schema": { "type": "string", "pattern": text() } },
                    ],
                    "requestBody": { "required": true, "description": text(), "content": content(reference(8)) },
                    "responses": {
                        "200": { "description": text(), "content": content(reference(9)) },
                        "404": { "description": text(), "content": content(json!({ "type": "string", "description": text() })) },
                        "default": { "description": text(), "content": content(reference(8)) },
                    },
                },
                "get": {
                    "summary": text(), "tags": [word(1)], "responses": { "204": { "description": text() } },
                    "parameters": [{ "name": "id", "in": "path", "required": true, "schema": { "type": "string" } }],
                },
            },
        },
        "components": {
            "securitySchemes": { word(2): { "type": "apiKey", "name": "X-Key", "in": "header", "description": text() } },
            "schemas": {
                word(8): {
                    "type": "object", "title": text(), "description": text(), "required": [word(10)],
                    "properties": {
                        word(10): { "type": "string", "description": text(), "default": text() },
                        word(11): { "type": "string", "enum": [text(), word(12)], "description": text() },
                        word(13): { "type": "object", "properties": { word(14): { "type": "boolean", "nullable": true } } },
                        word(15): { "type": "array", "items": { "type": "string", "format": text() }, "deprecated": true },
                    },
                    "additionalProperties": { "type": "integer" },
                },
                word(9): {
                    "description": text(),
                    "oneOf": [reference(8), reference(16)],
                    "discriminator": { "propertyName": word(17), "mapping": { word(18): schema(8), word(19): schema(16) } },
                },
                word(16): {
                    "type": "object", "required": [word(17)],
                    "properties": { word(17): { "type": "string" }, word(20): { "type": "string", "enum": [word(21)] } },
                },
                word(22): { "oneOf": [{ "type": "object", "title": text(), "properties": { word(23): {} } }, { "type": "string" }] },
            },
        },
    })
}

/// The sources of a description, by path.
fn sources(description: &Value, word: &str) -> Vec<(String, String)> {
    let text = serde_json::to_string(description).expect("a tree can be written");
    let input = Input { path: "hostile.json", text: text.as_str().into(), loader: &Alone };
    let output = generate(&input, &Settings::for_name("hostile"));
    let output = output.unwrap_or_else(|diagnostics| panic!("{word:?} is refused:\n{}", diagnostics.render(false)));
    output.files.into_iter().filter(|(path, _)| path.ends_with(".rs")).collect()
}

/// The kinds of items of each file.
type Items = Vec<(String, Vec<&'static str>)>;

/// What each file holds besides imports and remarks, and the folder it is in; sorted, as names of files differ between twins.
fn items(sources: &[(String, String)], word: &str) -> Items {
    let items = |(path, text): &(String, String)| {
        let file = syn::parse_file(text).unwrap_or_else(|error| panic!("{word:?}: {path}: {error}"));
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        (folder.to_owned(), file.items.iter().filter_map(kind).collect())
    };
    let mut all: Vec<_> = sources.iter().map(items).collect();
    all.sort();
    all
}

fn kind(item: &syn::Item) -> Option<&'static str> {
    Some(match item {
        syn::Item::Use(_) => return None,
        syn::Item::Const(_) => "const",
        syn::Item::Enum(_) => "enum",
        syn::Item::Fn(_) => "fn",
        syn::Item::Impl(_) => "impl",
        syn::Item::Macro(_) => "macro",
        syn::Item::Mod(_) => "mod",
        syn::Item::Static(_) => "static",
        syn::Item::Struct(_) => "struct",
        syn::Item::Type(_) => "type",
        _ => "something else",
    })
}

/// Characters that change the direction of what stands behind them, or that end a line for some readers only.
fn is_deceiving(char: char) -> bool {
    matches!(char, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
        || (char.is_control() && char != '\n')
}

/// A description, with what its twin in which every word is harmless has.
struct Twins {
    description: fn(&dyn Fn(usize) -> String) -> Value,
    harmless: LazyLock<Items>,
    /// Places of different scopes, which may have one name together.
    scopes: [&'static [usize]; 4],
}

static TWINS: [Twins; 2] = [
    Twins {
        description,
        harmless: LazyLock::new(|| items(&sources(&description(&harmless), "harmless"), "harmless")),
        scopes: SCOPES,
    },
    Twins {
        description: newest::description,
        harmless: LazyLock::new(|| items(&sources(&newest::description(&harmless), "harmless"), "harmless")),
        scopes: newest::SCOPES,
    },
];

impl Twins {
    #[track_caller]
    fn assert_harmless(&self, word: &str, name: &dyn Fn(usize) -> String) {
        let found = sources(&(self.description)(name), word);
        assert_eq!(items(&found, word), *self.harmless, "{word:?} changes what there is");
        for (path, text) in found {
            let deceiving: Vec<_> = text.chars().filter(|char| is_deceiving(*char)).collect();
            assert!(deceiving.is_empty(), "{word:?}: {path} has {deceiving:?}");
        }
    }
}

/// Every word in both descriptions.
fn each() -> impl Iterator<Item = (&'static Twins, &'static str)> {
    TWINS.iter().flat_map(|twins| WORDS.iter().map(move |word| (twins, *word)))
}

fn harmless(place: usize) -> String {
    format!("word{place}")
}

#[test]
fn hostile_texts_are_documentation() {
    for (twins, word) in each() {
        let hostile = |place: usize| if place == 0 { word.to_owned() } else { harmless(place) };
        twins.assert_harmless(word, &hostile);
    }
}

#[test]
fn hostile_names_are_identifiers_and_literals() {
    for (twins, word) in each() {
        let before = |place: usize| if place == 0 { harmless(0) } else { format!("{word}{place}") };
        twins.assert_harmless(word, &before);
        let behind = |place: usize| if place == 0 { harmless(0) } else { format!("x{place}{word}") };
        twins.assert_harmless(word, &behind);
    }
}

/// Places of different scopes, which may have one name together.
const SCOPES: [&[usize]; 4] =
    [&[1, 2, 3, 4, 5, 8, 10, 12, 14, 17, 18, 21, 23], &[6, 7, 9, 11, 19, 20], &[13, 16], &[15, 22]];

#[test]
fn a_hostile_word_alone_is_a_name() {
    for (twins, word) in each() {
        for bare in twins.scopes {
            let name = |place: usize| if bare.contains(&place) { word.to_owned() } else { harmless(place) };
            twins.assert_harmless(word, &name);
        }
    }
}

/// That they compile as well is the business of the test `compile`.
#[test]
fn words_that_mean_something_to_rust_are_names() {
    let sources = sources(&words::description(), "words");
    for (path, text) in &sources {
        if let Err(error) = syn::parse_file(text) {
            panic!("{path}: {error}");
        }
    }
    let files: BTreeSet<_> = sources.iter().map(|(path, _)| path.to_lowercase()).collect();
    assert_eq!(files.len(), sources.len(), "two files have names that differ in case only");
}
