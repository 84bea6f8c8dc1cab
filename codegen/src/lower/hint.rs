//! What a definition made from a schema would be called: words from the place where the schema stands, never from who came first.
//!
//! | place | words |
//! |---|---|
//! | a component | its name |
//! | within another schema | the words of that one, then the property, "item", "value", or what the alternative is |
//! | the only alternative beside null | the words of what it is the alternative of |
//! | in an operation | the words of the operation, then "body", "response", "error" with the status, or the parameter |
//! | in what an operation streams | the words of the operation, then "event", "item", "send" or "receive" |
//! | where others have the same words | the status, the media type or the location of the parameter too |
//! | in a shared parameter, body, response or header | its name |
//! | a whole file | its name |
//! | anywhere else | the last word of the pointer |

use openapiv3::{Parameter, PathItem, ReferenceOr};

use super::notation::Notation;
use super::{Cx, classify, notation, operation, references, tuple, word};
use crate::document::Document;
use crate::media_type;
use crate::model::{NameHint, TypeId};
use crate::place::{Place, Pointer};
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
    let around = match cx.definition(*parent) {
        Some(definition) => definition.hint.clone(),
        None => of(cx, *parent),
    };
    match slot {
        Slot::Property | Slot::Definition => around.child(schema.place.pointer().last().unwrap_or_default()),
        Slot::Items => around.child("item"),
        Slot::PrefixItem(index) => around.child(tuple::word(*index, "item")),
        Slot::AdditionalProperties | Slot::PatternProperty => around.child("value"),
        Slot::OneOf(index) => {
            let parent = cx.schemas.get(*parent);
            alternative(cx, id, around, &parent, parent.one_of.get(*index).copied().unwrap_or(id))
        }
        Slot::AnyOf(index) => {
            let parent = cx.schemas.get(*parent);
            alternative(cx, id, around, &parent, parent.any_of.get(*index).copied().unwrap_or(id))
        }
        Slot::AllOf(_) | Slot::Elsewhere => around,
    }
}

/// After what is listed, which may be a part only of the alternative. The only one beside null is what holds it.
fn alternative(cx: &Cx<'_>, id: SchemaId, around: NameHint, parent: &Schema, listed: SchemaId) -> NameHint {
    match classify::is_whole(cx, parent, id) {
        true => around,
        false => around.child(word::of(cx, listed)).or_else(word::further(cx, listed)),
    }
}

fn outermost(cx: &Cx<'_>, schema: &Schema) -> NameHint {
    apart_by_file(by_place(cx, schema), &schema.place)
}

fn by_place(cx: &Cx<'_>, schema: &Schema) -> NameHint {
    let segments: Vec<_> = schema.place.pointer().segments().map(std::borrow::Cow::into_owned).collect();
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    match segments.as_slice() {
        ["components", "schemas", name] => NameHint::root(*name),
        ["components", _, name, "headers", header, ..] => NameHint::root(*name).child(*header),
        ["components", "requestBodies" | "responses", name, rest @ ..] => in_content(NameHint::root(*name), rest),
        ["components", "callbacks", name, _, method, within @ ..] => in_request(NameHint::root(*name), method, within),
        ["webhooks", name, method, within @ ..] => in_request(NameHint::root(*name), method, within),
        ["components", "pathItems", name, _, "callbacks", callback, _, method, within @ ..] => {
            in_request(NameHint::root(*name).child(*callback), method, within)
        }
        ["components", _, name, ..] => NameHint::root(*name),
        ["paths", path, "parameters", index, ..] => {
            let words = NameHint::root(operation::path_words(None, path));
            parameter(words, item(cx, path).and_then(|item| item.parameters.get(index.parse::<usize>().ok()?)))
        }
        ["paths", path, "additionalOperations", method, within @ ..] => {
            in_operation(cx, path, &["additionalOperations", method], within)
        }
        ["paths", path, method, within @ ..] => in_operation(cx, path, &[method], within),
        _ => anywhere(&schema.place, &segments),
    }
}

/// What nobody has given a place: the last word says what it is, but for the words of what holds it.
fn anywhere(place: &Place, segments: &[&str]) -> NameHint {
    let is_word = |segment: &&&str| segment.chars().any(char::is_alphabetic);
    let named = |segments: &[&str]| match segments.iter().rev().find(is_word) {
        Some(word) => NameHint::root(*word),
        None => NameHint::root(place.file_word().unwrap_or("value")),
    };
    match segments {
        [holder @ .., "content", media, "schema"] => in_content(named(holder), &["content", media]),
        [.., "headers", header, "schema"] => NameHint::root(*header),
        [holder @ .., "schema"] => named(holder),
        _ => named(segments),
    }
}

/// Where others have the same name, what stands in another file is called after that too.
fn apart_by_file(hint: NameHint, place: &Place) -> NameHint {
    let is_word = hint.parts().last().is_some_and(|last| place.word().is_some_and(|word| word == last.as_str()));
    let apart = match (hint.parts().last(), place.file_word()) {
        _ if is_word => place.file_words(),
        (Some(last), Some(file)) if last != file => Some(format!("{file} {last}")),
        (_, _) => None,
    };
    hint.or_else(apart)
}

fn item<'a>(cx: &Cx<'a>, path: &str) -> Option<&'a PathItem> {
    cx.openapi.paths.paths.get(path)?.as_item()
}

fn in_operation(cx: &Cx<'_>, path: &str, steps: &[&str], within: &[&str]) -> NameHint {
    let described = references::operation(cx, path, steps);
    // What nobody wants is called as it would be otherwise.
    let aside = || item(cx, path)?.extensions.get(*steps.last()?)?.get("operationId")?.as_str();
    let id = described.and_then(|described| described.operation_id.as_deref()).or_else(aside);
    let method = steps.last().map_or("call", |method| method.strip_prefix(Document::UNWANTED).unwrap_or(method));
    let words = operation::hint(id, method, path);
    match within {
        ["requestBody", rest @ ..] => in_content(words.child("body"), rest),
        ["parameters", index, ..] => {
            let list = described.map(|described| &described.parameters);
            parameter(words, list.and_then(|list| list.get(index.parse::<usize>().ok()?)))
        }
        ["responses", status, rest @ ..] => {
            let (operation, words) = (&words, in_response(&words, status));
            match rest {
                ["headers", header, ..] => words.child(*header),
                ["content", name, ..] if is_streamed(name) => in_stream(operation, status, name),
                _ => in_content(words, rest),
            }
        }
        ["callbacks", name, _, method, rest @ ..] => in_request(words.child(*name), method, rest),
        ["x-sse", ..] => words.child("event"),
        ["x-websocket", side, ..] => words.child(*side),
        _ => words,
    }
}

/// A request that the server sends: its method says something only where there are several.
fn in_request(words: NameHint, method: &str, within: &[&str]) -> NameHint {
    match within {
        ["requestBody", rest @ ..] => in_content(words.apart_by(method).child("body"), rest),
        ["responses", status, rest @ ..] => in_content(words.apart_by(method).child(format!("answer {status}")), rest),
        ["callbacks", name, _, method, rest @ ..] => in_request(words.child(*name), method, rest),
        [.., word] => words.child(*word),
        [] => words,
    }
}

/// Whether a media type is of values that come one by one.
fn is_streamed(name: &str) -> bool {
    matches!(notation::notation(name), Notation::Events | Notation::Lines | Notation::Sequence)
}

/// One of the values of a stream; of a failure it is the failure.
fn in_stream(words: &NameHint, status: &str, name: &str) -> NameHint {
    match status {
        _ if !status.starts_with('2') => in_response(words, status).apart_by(&media_words(name)),
        _ if notation::notation(name) == Notation::Events => words.child("event").apart_by(status),
        _ => words.child("item").apart_by(status),
    }
}

/// JSON under its own name needs no word, and others need one only where a body has several media types.
fn in_content(words: NameHint, within: &[&str]) -> NameHint {
    match within {
        // What is said of a part of a body.
        ["content", _, "encoding", part, "headers", header, ..] => words.child(*part).child(*header),
        ["content", _, "prefixEncoding", index, "headers", header, ..] => {
            let part = index.parse().map_or_else(|_| (*index).to_owned(), |index| tuple::word(index, "part"));
            words.child(part).child(*header)
        }
        ["content", _, "itemEncoding", "headers", header, ..] => words.child("further part").child(*header),
        ["content", name, "itemSchema", ..] => words.apart_by(&media_words(name)).child("item"),
        ["content", name, ..] if media_type::essence(name) != "application/json" => words.apart_by(&media_words(name)),
        _ => words,
    }
}

/// `hal json` of `application/hal+json`, `form` of `application/x-www-form-urlencoded`.
fn media_words(name: &str) -> String {
    let essence = media_type::essence(name);
    match essence.split_once('/') {
        Some(("application", "x-www-form-urlencoded")) => "form".to_owned(),
        Some((kind, "*")) => kind.replace('*', "other"),
        Some((_, subtype)) => subtype.replace('*', "any"),
        None => essence,
    }
}

/// A success needs its status only where there are several.
fn in_response(words: &NameHint, status: &str) -> NameHint {
    match status {
        "200" => words.child("response"),
        _ if status.starts_with('2') => words.child("response").apart_by(status),
        _ => words.child(format!("error {status}")),
    }
}

fn parameter(words: NameHint, node: Option<&ReferenceOr<Parameter>>) -> NameHint {
    match node {
        Some(ReferenceOr::Item(parameter)) => {
            let named = words.child(&parameter.parameter_data_ref().name);
            match parameter {
                Parameter::Path { .. } => named,
                Parameter::Query { .. } => named.apart_by("query"),
                Parameter::Header { .. } => named.apart_by("header"),
                Parameter::Cookie { .. } => named.apart_by("cookie"),
            }
        }
        Some(ReferenceOr::Reference { reference }) => {
            match Pointer::parse(reference).as_ref().and_then(Pointer::last) {
                Some(name) => words.child(name),
                None => words,
            }
        }
        None => words,
    }
}
