//! What an alternative of a union is called.
//!
//! Enters: an alternative. Leaves: a word for it, from what it is, and more words for where others are the same. Making an identifier of it is the business of `names`.

use serde_json::Value;

use super::classify::{Class, classify};
use super::{Cx, all_of, constant};
use crate::place::Place;
use crate::schema::{Kind, Schema, SchemaId};

/// What an alternative is called in more words of its own, where others are called like it: the words of its constants, of the
/// components that it is composed of, its properties, its values or its format.
pub(super) fn further(cx: &Cx<'_>, id: SchemaId) -> Option<String> {
    /// More words of a sentence are none of a name.
    const WORDS: usize = 4;
    if let Some((_, place)) = component(cx, id) {
        return place.file_words();
    }
    let schema = cx.schemas.get(cx.schemas.resolve(id)?);
    let few = |text: &str| text.split_whitespace().take(WORDS).collect::<Vec<_>>().join(" ");
    let word = of(cx, id);
    let constants = constant::all(cx, &schema).into_iter().map(|(_, text)| few(&text));
    // The order of what is listed says nothing.
    let first = |mut all: Vec<String>| {
        all.sort();
        all.truncate(WORDS);
        all
    };
    let constants = first(constants.filter(|constant| *constant != word).collect());
    let shared = first(all_of::members(&schema).into_iter().filter_map(|member| component_name(cx, member)).collect());
    let inline = schema.all_of.iter().map(|member| cx.schemas.get(*member)).filter(|it| it.reference.is_none());
    let inline: Vec<String> = inline.flat_map(|it| it.properties.keys().cloned().collect::<Vec<_>>()).collect();
    let properties = first(schema.properties.keys().cloned().chain(inline).collect());
    let values = first(schema.values.iter().flatten().filter_map(Value::as_str).map(few).collect());
    let places = match classify(cx, &schema) {
        Class::Tuple(places) => places,
        Class::AtMost(places) => places.into_iter().map(Some).collect(),
        _ => Vec::new(),
    };
    if !places.is_empty() {
        let items = places.into_iter().take(WORDS).map(|id| id.map_or_else(|| "value".to_owned(), |id| of(cx, id)));
        return Some(format!("{word} of {}", items.collect::<Vec<_>>().join(" and ")));
    }
    match (constants.as_slice(), properties.as_slice(), values.as_slice(), format(&schema)) {
        ([_, ..], ..) => Some(format!("{word} {}", constants.join(" "))),
        _ if !shared.is_empty() => Some(format!("{word} of {}", shared.join(" and "))),
        (_, [_, ..], ..) => Some(format!("with {}", properties.join(" and "))),
        (_, _, [_, ..], _) => Some(format!("{word} {}", values.join(" "))),
        (.., Some(format)) => Some(format!("{word} {format}")),
        (.., None) => None,
    }
}

/// The format of a value; those of texts say nothing of numbers.
fn format(schema: &Schema) -> Option<&str> {
    let is_of_texts = |format: &&str| matches!(*format, "date" | "date-time" | "uuid" | "ipv4" | "ipv6");
    let is_text = matches!(schema.kinds.single(), None | Some(Kind::String));
    schema.format.as_deref().filter(|format| is_text || !is_of_texts(format))
}

/// Lists of lists in earnest.
const DEEPEST_WORD: usize = 4;

/// What an alternative is called: the name of its component, its title, or what it is. Its place in the list says nothing.
pub(super) fn of(cx: &Cx<'_>, id: SchemaId) -> String {
    at(cx, id, 0)
}

fn at(cx: &Cx<'_>, id: SchemaId, depth: usize) -> String {
    if let Some(name) = component_name(cx, id) {
        return name;
    }
    let schema = cx.schemas.get(id);
    if let Some(title) = schema.title.as_ref().filter(|title| title.chars().any(char::is_alphanumeric)) {
        return title.to_string();
    }
    let within = |id: Option<SchemaId>| match id.filter(|_| depth < DEEPEST_WORD) {
        Some(id) => at(cx, id, depth + 1),
        None => String::new(),
    };
    match classify(cx, &schema) {
        Class::Same(same) if depth < DEEPEST_WORD => at(cx, same, depth + 1),
        Class::List => format!("{} list", within(schema.items)).trim().to_owned(),
        Class::Tuple(places) => tuple(cx, &places.into_iter().flatten().collect::<Vec<_>>()),
        Class::AtMost(places) => tuple(cx, &places),
        Class::Map => format!("{} map", within(schema.additional_properties)).trim().to_owned(),
        Class::Scalar => match format(&schema) {
            // Text of a form of its own is called after the form.
            Some(format @ ("date" | "date-time" | "uuid" | "ipv4" | "ipv6")) => format.to_owned(),
            Some(_) | None => schema.kinds.single().map_or("string", Kind::word).to_owned(),
        },
        Class::Enum => match schema.values.as_deref() {
            Some([Value::String(word)]) => word.clone(),
            Some([Value::Number(_), ..]) => "numbers".to_owned(),
            Some([Value::Bool(_), ..]) => "boolean".to_owned(),
            _ => "words".to_owned(),
        },
        Class::Struct | Class::AllOf => telling_word(cx, id, &schema).unwrap_or_else(|| "object".to_owned()),
        Class::Union => "choice".to_owned(),
        Class::Same(_) | Class::Any => "value".to_owned(),
    }
}

/// An array of so many items: a constant among them, or else how many there are.
fn tuple(cx: &Cx<'_>, places: &[SchemaId]) -> String {
    let constant = |id: &SchemaId| match cx.schemas.get(*id).values.as_deref() {
        Some([Value::String(word)]) => Some(word.clone()),
        Some(_) | None => None,
    };
    let count = match places.len() {
        2 => "pair",
        3 => "triple",
        _ => "tuple",
    };
    places.iter().find_map(constant).unwrap_or_else(|| count.to_owned())
}

/// The name of the component that a schema is or only refers to.
pub(super) fn component_name(cx: &Cx<'_>, id: SchemaId) -> Option<String> {
    component(cx, id).map(|(name, _)| name)
}

/// The component that a schema is or only refers to: its name and its place.
fn component(cx: &Cx<'_>, id: SchemaId) -> Option<(String, Place)> {
    let mut id = id;
    for _ in 0..DEEPEST_WORD {
        let schema = cx.schemas.get(id);
        if cx.components.contains_key(&id) {
            return Some((schema.place.word()?.into_owned(), schema.place.clone()));
        }
        id = schema.reference.as_ref().filter(|_| schema.is_reference())?.target?;
    }
    None
}

/// The constant or else the required properties of an inline object: what sets it apart for a reader.
fn telling_word(cx: &Cx<'_>, id: SchemaId, schema: &Schema) -> Option<String> {
    if let Some(word) = constant::telling(cx, id, schema) {
        return Some(word);
    }
    let mut required: Vec<&str> = schema.required.iter().map(String::as_str).collect();
    // The order of a list says nothing.
    required.sort_unstable();
    let names: Vec<&str> = match required.as_slice() {
        [] => schema.properties.keys().map(String::as_str).take(1).collect(),
        [..] => required.into_iter().take(2).collect(),
    };
    (!names.is_empty()).then(|| format!("with {}", names.join(" and ")))
}
