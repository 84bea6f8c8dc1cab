//! What people wrote, and what a schema's constraints say in words.

use indexmap::IndexMap;
use openapiv3::ReferenceOr;
use serde_json::Value;

use super::site::Site;
use super::{Cx, references, tuple};
use crate::document::Document;
use crate::model::Docs;
use crate::place::Pointer;
use crate::schema::{Keywords, Schema, Schemas};

/// Examples by their names.
type Examples = IndexMap<String, ReferenceOr<openapiv3::Example>>;

/// A description alone.
pub(super) fn text(description: Option<&str>) -> Docs {
    Docs { description: written(description), ..Docs::default() }
}

/// Summary and description.
pub(super) fn texts(summary: Option<&str>, description: Option<&str>, deprecated: bool) -> Docs {
    Docs { summary: written(summary), description: written(description), deprecated, ..Docs::default() }
}

/// A summary as the first sentence of what is said.
pub(super) fn after_summary(summary: &str, text: &str) -> String {
    let summary = summary.split_whitespace().collect::<Vec<_>>().join(" ");
    match summary.as_str() {
        "" => text.to_owned(),
        _ if text.starts_with(&summary) => text.to_owned(),
        _ if summary.ends_with(['.', '!', '?']) => format!("{summary} {text}"),
        _ => format!("{summary}. {text}"),
    }
}

/// The words at the top of the document, and whom and what they name.
pub(super) fn of_info(openapi: &openapiv3::OpenAPI) -> Docs {
    let info = &openapi.info;
    let summary = info.extensions.get("x-cw-summary").and_then(Value::as_str);
    let mut docs = texts(summary, info.description.as_deref(), false);
    docs.notes.extend(openapi.external_docs.as_ref().map(|docs| see_also(&docs.url, docs.description.as_deref())));
    if let Some(contact) = &info.contact {
        let named =
            [contact.name.as_deref().map(plain), contact.email.as_deref().map(plain), contact.url.as_deref().map(link)];
        let named: Vec<_> = named.into_iter().flatten().collect();
        docs.notes.extend((!named.is_empty()).then(|| format!("Contact: {}.", named.join(", "))));
    }
    if let Some(license) = &info.license {
        let identifier = license.extensions.get("x-cw-identifier").and_then(Value::as_str);
        let more = license.url.as_deref().map(link).or_else(|| identifier.map(plain));
        let link = more.map(|more| format!(" ({more})")).unwrap_or_default();
        docs.notes
            .extend((!license.name.is_empty()).then(|| format!("License of the API: {}{link}.", plain(&license.name))));
    }
    docs.notes.extend(info.terms_of_service.as_deref().map(|terms| format!("Terms of service: {}.", link(terms))));
    docs
}

/// Where more is written, and what.
pub(super) fn see_also(url: &str, description: Option<&str>) -> String {
    let said =
        description.map(|text| text.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|text| !text.is_empty());
    // Most say what is there in plain words: those are the link.
    let is_plain = |text: &str| text.chars().all(|char| char.is_alphanumeric() || " ,.'-".contains(char));
    match said {
        Some(text) if is_plain(&text) && is_link(url) && !url.contains(['(', ')']) => {
            format!("See also [{}]({url}).", text.trim_end_matches('.'))
        }
        Some(text) if text.ends_with(['.', '!', '?']) => format!("See also {}: {text}", link(url)),
        Some(text) => format!("See also {}: {text}.", link(url)),
        None => format!("See also {}.", link(url)),
    }
}

/// An address as a link; what is none is shown as it is.
fn link(url: &str) -> String {
    if is_link(url) { format!("<{url}>") } else { plain(url) }
}

fn is_link(url: &str) -> bool {
    (url.starts_with("https://") || url.starts_with("http://"))
        && url.bytes().all(|byte| byte.is_ascii_graphic() && !b"<>`\\".contains(&byte))
}

/// A text as it is.
pub(super) fn plain(text: &str) -> String {
    code(&text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// A code span with any text in it: within more marks than stand in it at any place (CommonMark section 6.1).
fn code(text: &str) -> String {
    let longest = text.split(|letter| letter != '`').map(str::len).max().unwrap_or_default();
    match "`".repeat(longest + 1) {
        fence if longest > 0 => format!("{fence} {text} {fence}"),
        fence => format!("{fence}{text}{fence}"),
    }
}

/// Whether a schema has nothing to say to readers.
pub(super) fn is_silent(schemas: &Schemas, schema: &Schema) -> bool {
    let is_bare = schema.description.is_none() && schema.title.is_none() && schema.rare.is_none();
    is_bare && !schema.deprecated && schema.example.is_none() || of_schema(schemas, schema) == Docs::default()
}

/// Description, constraints, default and example of a schema.
pub(super) fn of_schema(schemas: &Schemas, schema: &Schema) -> Docs {
    let mut notes = constraints(schemas, schema);
    notes.extend(numbers(schema));
    if let Some(default) = schema.rare.default.as_ref().filter(|default| !default.is_null()) {
        notes.push(format!("Default: {}.", code(&default.to_string())));
    }
    notes.extend(schema.example.as_deref().and_then(example));
    Docs {
        summary: None,
        description: written(schema.description.as_deref().or(schema.title.as_deref())),
        deprecated: schema.deprecated,
        notes,
        within: Vec::new(),
    }
}

/// The values of a list of numbers that no enum has.
fn numbers(schema: &Schema) -> Option<String> {
    let values = schema.values.as_ref()?;
    let is_unnamed = values.iter().all(|value| value.is_number() || value.is_null()) && values.iter().any(is_beyond);
    let listed = || values.iter().map(|value| code(&value.to_string())).collect::<Vec<_>>().join(", ");
    is_unnamed.then(|| format!("Described: {}.", listed()))
}

/// Whether a number is none of those that variants have.
fn is_beyond(value: &Value) -> bool {
    value.is_number() && !value.is_i64()
}

/// An example in words, unless it is long.
fn example(value: &Value) -> Option<String> {
    let text = value.to_string();
    (text.len() <= Document::LONGEST_EXAMPLE).then(|| format!("Example: {}.", code(&text)))
}

/// Adds the examples of a parameter or a header, each once.
pub(super) fn add_examples(cx: &Cx<'_>, docs: &mut Docs, one: Option<&Value>, named: &Examples) {
    let nowhere = Site { pointer: Pointer::root(), of: String::new() };
    let named = named.values().filter_map(|node| references::example(cx, node, &nowhere)?.0.value.as_ref());
    for note in one.into_iter().chain(named).filter_map(example) {
        if !docs.notes.contains(&note) {
            docs.notes.push(note);
        }
    }
}

/// Constraints in words.
fn constraints(schemas: &Schemas, schema: &Schema) -> Vec<String> {
    let rare = &schema.rare;
    if rare.is_none() {
        return Vec::new();
    }
    let count = |count: Option<u64>| count.map(|count| count.to_string());
    let number = |number: &Option<serde_json::Number>| number.as_ref().map(ToString::to_string);
    let pattern = rare.pattern.as_deref().map(code);
    let is_tuple = tuple::is_tuple(schemas, schema);
    let items = |bound: Option<u64>| count(bound.filter(|_| !is_tuple));
    let parts = [
        ("At least", count(rare.min_length), "characters"),
        ("At most", count(rare.max_length), "characters"),
        ("Pattern:", pattern, ""),
        ("At least", number(&rare.minimum), ""),
        ("More than", number(&rare.exclusive_minimum), ""),
        ("At most", number(&rare.maximum), ""),
        ("Less than", number(&rare.exclusive_maximum), ""),
        ("A multiple of", number(&rare.multiple_of), ""),
        ("At least", items(rare.min_items), "items"),
        ("At most", items(rare.max_items), "items"),
        ("No item twice", rare.unique_items.then(String::new), ""),
        ("At least", count(rare.min_properties), "keys"),
        ("At most", count(rare.max_properties), "keys"),
        ("Content encoding:", rare.content_encoding.clone(), ""),
        ("Content:", rare.content_media_type.clone(), ""),
    ];
    let measured = parts.iter().filter_map(|(before, value, after)| Some(sentence(before, value.as_deref()?, after)));
    let patterns: Vec<_> = rare.pattern_properties.keys().map(|pattern| code(pattern)).collect();
    let patterns = (!patterns.is_empty()).then(|| format!("Keys that match {} are described.", patterns.join(" or ")));
    let dependent = "What `dependentSchemas` describes holds too.";
    let dependent = (!rare.dependent_schemas.is_empty()).then(|| dependent.to_owned());
    let rules = [contained(rare), conditions(rare), dependent, patterns].into_iter().flatten();
    let together = rare.dependent_required.iter().filter(|(_, others)| !others.is_empty()).map(|(key, others)| {
        let others: Vec<_> = others.iter().map(|name| code(name)).collect();
        format!("With {} goes {}.", code(key), others.join(", "))
    });
    let see = rare.external_docs.iter().map(|docs| see_also(&docs.0, docs.1.as_deref()));
    measured.chain(rules).chain(together).chain(see).collect()
}

/// How many items `contains` is about (JSON Schema 2020-12 Core, section 10.3.1.3).
fn contained(rare: &Keywords) -> Option<String> {
    rare.contains?;
    let count = match (rare.min_contains, rare.max_contains) {
        (None | Some(1), None) => return Some("One item at least has a form that `contains` describes.".to_owned()),
        (least, None) => format!("At least {}", least.unwrap_or(1)),
        (least, Some(most)) => format!("At least {} and at most {most}", least.unwrap_or(1)),
    };
    Some(format!("{count} items have a form that `contains` describes."))
}

/// Which keywords hold on a condition; without `if` none does (JSON Schema 2020-12 Core, section 10.2.2).
fn conditions(rare: &Keywords) -> Option<String> {
    let has = |word: &str| rare.conditions.iter().any(|(known, _)| *known == word);
    let words = match (has("if"), has("then"), has("else")) {
        (true, true, true) => "`if`, `then` and `else` describe",
        (true, true, false) => "`if` and `then` describe",
        (true, false, true) => "`if` and `else` describe",
        (false, ..) | (true, false, false) => return None,
    };
    Some(format!("What {words} holds too."))
}

fn sentence(before: &str, value: &str, after: &str) -> String {
    let after = if value == "1" { after.trim_end_matches('s') } else { after };
    let words = [before, value, after];
    words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ") + "."
}

fn written(text: Option<&str>) -> Option<String> {
    text.map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
}
