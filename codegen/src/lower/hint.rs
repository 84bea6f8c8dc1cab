//! What a definition made from a schema would be called: words from the place where the schema stands, never from who came first.
//!
//! | place | words |
//! |---|---|
//! | a component | its name |
//! | within another schema | the words of that one, then the property, "item", "value", or what the alternative is |
//! | in an operation | the words of the operation, then "body", "response", "error" with the status, or the parameter |
//! | in one of several media types | the subtype too, but for one of them |
//! | in a shared parameter, body, response or header | its name |
//! | anywhere else | the last word of the pointer |

use indexmap::IndexMap;
use openapiv3::{MediaType, PathItem, ReferenceOr, StatusCode};

use super::response::is_success;
use super::{Cx, notation, operation, response, word};
use crate::model::{NameHint, TypeId};
use crate::place::Pointer;
use crate::schema::{Schema, SchemaId, Slot};

/// The outermost schema around one.
pub(super) fn root(cx: &Cx<'_>, id: SchemaId) -> SchemaId {
    ancestors(cx, id).last().unwrap_or(id)
}

/// The schemas around one, the innermost first.
fn ancestors(cx: &Cx<'_>, id: SchemaId) -> impl Iterator<Item = SchemaId> {
    let parent = |id: SchemaId| cx.schemas.get(id).parent.as_ref().map(|(parent, _)| *parent);
    std::iter::successors(parent(id), move |id| parent(*id))
}

/// The definition that one made here stands with: the outermost around it.
pub(super) fn home(cx: &Cx<'_>, id: SchemaId) -> Option<TypeId> {
    let definition = |id: SchemaId| cx.components.get(&id).or_else(|| cx.defined.get(&id)).copied();
    ancestors(cx, id).filter_map(definition).last()
}

/// The words for a schema.
pub(super) fn of(cx: &Cx<'_>, id: SchemaId) -> NameHint {
    let schema = cx.schemas.get(id);
    let Some((parent, slot)) = &schema.parent else {
        return outermost(cx, &schema);
    };
    let around = of(cx, *parent);
    match slot {
        Slot::Property(name) | Slot::Definition(name) => around.child(name),
        Slot::Items | Slot::PrefixItem(_) => around.child("item"),
        Slot::AdditionalProperties | Slot::PatternProperty => around.child("value"),
        Slot::OneOf(index) => {
            alternative(cx, &around, cx.schemas.get(*parent).one_of.get(*index).copied().unwrap_or(id))
        }
        Slot::AnyOf(index) => {
            alternative(cx, &around, cx.schemas.get(*parent).any_of.get(*index).copied().unwrap_or(id))
        }
        Slot::AllOf(_) | Slot::Elsewhere => around,
    }
}

/// After what is listed, which may be a part only of the alternative.
fn alternative(cx: &Cx<'_>, around: &NameHint, listed: SchemaId) -> NameHint {
    around.child(word::of(cx, listed)).or_else(word::further(cx, listed))
}

fn outermost(cx: &Cx<'_>, schema: &Schema) -> NameHint {
    let segments: Vec<_> = schema.place.pointer().segments().map(std::borrow::Cow::into_owned).collect();
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    match segments.as_slice() {
        ["components", "schemas", name] => NameHint::root(*name),
        ["components", _, name, "headers", header, ..] => NameHint::root(*name).child(*header),
        ["components", "requestBodies", name, rest @ ..] => {
            let body = cx.openapi.components.as_ref().and_then(|it| it.request_bodies.get(*name)?.as_item());
            in_content(NameHint::root(*name), body.map(|body| &body.content), rest)
        }
        ["components", "responses", name, rest @ ..] => {
            let response = cx.openapi.components.as_ref().and_then(|it| it.responses.get(*name)?.as_item());
            in_content(NameHint::root(*name), response.map(|response| &response.content), rest)
        }
        ["components", _, name, ..] => NameHint::root(*name),
        ["paths", path, "parameters", index, ..] => {
            let words = NameHint::root(operation::path_words(None, path));
            parameter(words, item(cx, path).and_then(|item| item.parameters.get(index.parse::<usize>().ok()?)))
        }
        ["paths", path, method, within @ ..] => in_operation(cx, path, method, within),
        _ => {
            let is_word = |segment: &&&str| segment.chars().any(char::is_alphabetic);
            NameHint::root(*segments.iter().rev().find(is_word).unwrap_or(&"value"))
        }
    }
}

fn item<'a>(cx: &Cx<'a>, path: &str) -> Option<&'a PathItem> {
    cx.openapi.paths.paths.get(path)?.as_item()
}

fn in_operation(cx: &Cx<'_>, path: &str, method: &str, within: &[&str]) -> NameHint {
    let described = item(cx, path).and_then(|item| item.iter().find(|(name, _)| *name == method)).map(|(_, it)| it);
    let id = described.and_then(|described| described.operation_id.as_deref());
    let words = operation::hint(id, method, path);
    match within {
        ["requestBody", rest @ ..] => {
            let body = described.and_then(|described| described.request_body.as_ref()?.as_item());
            in_content(words.child("body"), body.map(|body| &body.content), rest)
        }
        ["parameters", index, ..] => {
            let list = described.map(|described| &described.parameters);
            parameter(words, list.and_then(|list| list.get(index.parse::<usize>().ok()?)))
        }
        ["responses", status, rest @ ..] => {
            let responses = described.map(|described| &described.responses.responses);
            let is_success = |status: &StatusCode| response::status(status).is_some_and(is_success);
            let successes = responses.into_iter().flat_map(|responses| responses.keys());
            let first = successes.filter(|it| is_success(it)).map(ToString::to_string).min();
            let words = words.child(response_word(status, first.as_deref() == Some(*status)));
            let is_this = |described: &StatusCode| described.to_string() == *status;
            let response = responses.and_then(|all| all.iter().find(|(status, _)| is_this(status))?.1.as_item());
            match rest {
                ["headers", header, ..] => words.child(*header),
                _ => in_content(words, response.map(|response| &response.content), rest),
            }
        }
        _ => words,
    }
}

/// Of several media types, one needs no word: JSON under its own name, else the first in the order of letters.
fn in_content(words: NameHint, content: Option<&IndexMap<String, MediaType>>, within: &[&str]) -> NameHint {
    let (Some(content), ["content", name, ..]) = (content, within) else { return words };
    let is_json = |name: &&String| notation::essence(name) == "application/json";
    let plain = content.keys().find(is_json).or_else(|| content.keys().min());
    match name.split_once('/') {
        Some((_, subtype)) if plain.is_some_and(|plain| plain != name) => words.child(subtype),
        Some(_) | None => words,
    }
}

/// What the body of a response is called; the success with the smallest status needs no number.
fn response_word(status: &str, is_first_success: bool) -> String {
    match (status.starts_with('2'), is_first_success) {
        (true, true) => "response".to_owned(),
        (true, false) => format!("response {status}"),
        (false, _) => format!("error {status}"),
    }
}

fn parameter(words: NameHint, node: Option<&ReferenceOr<openapiv3::Parameter>>) -> NameHint {
    match node {
        Some(ReferenceOr::Item(parameter)) => words.child(&parameter.parameter_data_ref().name),
        Some(ReferenceOr::Reference { reference }) => {
            match Pointer::parse(reference).as_ref().and_then(Pointer::last) {
                Some(name) => words.child(name),
                None => words,
            }
        }
        None => words,
    }
}
