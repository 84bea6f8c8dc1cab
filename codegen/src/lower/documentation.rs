//! What people wrote, and what a schema says beside its type; what it asks of values is the business of `constraints`.

use indexmap::IndexMap;
use openapiv3::ReferenceOr;
use serde_json::Value;
use thin_vec::ThinVec;

use super::site::Site;
use super::{Cx, constraints, references};
use crate::document::Document;
use crate::model::Docs;
use crate::place::Pointer;
use crate::schema::{Schema, Schemas};

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
pub(super) fn code(text: &str) -> String {
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
    let mut notes = constraints::of(schemas, schema);
    if let Some(default) = schema.rare.default.as_ref().filter(|default| !default.is_null()) {
        notes.push(format!("Default: {}.", code(&default.to_string())));
    }
    notes.extend(schema.example.as_deref().and_then(example));
    Docs {
        summary: None,
        description: written(schema.description.as_deref().or_else(|| telling_title(schema))),
        deprecated: schema.deprecated,
        notes: notes.into(),
        within: ThinVec::new(),
    }
}

/// The title, where it says more than the name: FastAPI writes `Item Id` of each `item_id`.
fn telling_title(schema: &Schema) -> Option<&str> {
    let name = schema.place.word().unwrap_or_default();
    schema.title.as_deref().filter(|title| !repeats(title, &name))
}

/// Whether a text is a name in other letters.
pub(super) fn repeats(text: &str, name: &str) -> bool {
    letters(text).eq(letters(name))
}

fn letters(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|char| char.is_alphanumeric()).flat_map(char::to_lowercase)
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

fn written(text: Option<&str>) -> Option<String> {
    text.map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
}
