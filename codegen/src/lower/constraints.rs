//! What a schema asks of values beside their type, in words for readers: nobody checks it.
//!
//! Enters: a schema. Leaves: sentences, a remark each. Schemas that hold on a condition are shown as they are written, where that is short.

use serde_json::{Number, Value};

use super::documentation::{code, see_also};
use super::rest::{self, Rest};
use super::shown::shown;
use super::tuple::{self, Places};
use super::{annotated, classify};
use crate::document::Document;
use crate::schema::{Keywords, Kind, Schema, SchemaId, Schemas, Slot};

/// All that is asked.
pub(super) fn of(schemas: &Schemas, schema: &Schema) -> Vec<String> {
    let mut notes = Vec::new();
    if !schema.is_plain() {
        notes = measures(schemas, schema);
        notes.extend(contained(schemas, &schema.rare));
        notes.extend(places(schemas, schema));
        notes.extend(condition(schemas, &schema.rare));
        notes.extend(dependents(schemas, &schema.rare));
        notes.extend(excluded(schemas, &schema.rare));
        notes.extend(patterns(schemas, schema));
        notes.extend(together(&schema.rare));
        notes.extend(schema.rare.external_docs.iter().map(|docs| see_also(&docs.0, docs.1.as_deref())));
    }
    notes.extend(values(schema));
    notes.extend(flags(schemas, schema));
    notes
}

/// Bounds, counts, forms.
fn measures(schemas: &Schemas, schema: &Schema) -> Vec<String> {
    let rare = &schema.rare;
    let count = |count: Option<u64>| count.map(|count| count.to_string());
    let number = |number: &Option<Number>| number.as_ref().map(|number| as_written(rare, number));
    let is_tuple = tuple::is_tuple(schemas, schema);
    let items = |bound: Option<u64>| count(bound.filter(|_| !is_tuple));
    // Of what is no list it says nothing (JSON Schema 2020-12 Validation, section 6.4.3), and tools write it everywhere.
    let may_be_list = schema.kinds.single().is_none_or(|kind| kind == Kind::Array);
    let parts = [
        ("At least", count(rare.min_length), "characters"),
        ("At most", count(schema.max_length), "characters"),
        ("Pattern:", rare.pattern.as_deref().map(code), ""),
        ("At least", number(&rare.minimum), ""),
        ("More than", number(&rare.exclusive_minimum), ""),
        ("At most", number(&rare.maximum), ""),
        ("Less than", number(&rare.exclusive_maximum), ""),
        ("A multiple of", number(&rare.multiple_of), ""),
        ("At least", items(rare.min_items), "items"),
        ("At most", items(rare.max_items), "items"),
        ("No item twice", (rare.unique_items && may_be_list).then(String::new), ""),
        ("At least", count(rare.min_properties), "keys"),
        ("At most", count(rare.max_properties), "keys"),
        ("Content encoding:", rare.content_encoding.clone(), ""),
        ("Content:", rare.content_media_type.clone(), ""),
    ];
    parts.iter().filter_map(|(before, value, after)| Some(sentence(before, value.as_deref()?, after))).collect()
}

/// A number with all its digits: of an integer beyond 64 bits, floating point has lost some.
fn as_written(rare: &Keywords, number: &Number) -> String {
    let texts = rare.extensions.get(Document::BOUNDS).filter(|_| number.is_f64());
    let mut texts = texts.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    let is_it = |text: &&str| text.parse::<f64>().ok() == number.as_f64();
    texts.find(is_it).map_or_else(|| number.to_string(), str::to_owned)
}

fn sentence(before: &str, value: &str, after: &str) -> String {
    let after = if value == "1" { after.trim_end_matches('s') } else { after };
    let words = [before, value, after];
    words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ") + "."
}

/// How many items `contains` is about (JSON Schema 2020-12 Core, section 10.3.1.3), and what they are like.
fn contained(schemas: &Schemas, rare: &Keywords) -> Option<String> {
    let form = shown(schemas, rare.contains?);
    let count = match (rare.min_contains, rare.max_contains) {
        (None | Some(1), None) => {
            return Some(match form {
                Some(form) => format!("One item at least fits {form}."),
                None => "One item at least has a form that `contains` describes.".to_owned(),
            });
        }
        (least, None) => format!("At least {}", least.unwrap_or(1)),
        (least, Some(most)) => format!("At least {} and at most {most}", least.unwrap_or(1)),
    };
    Some(match form {
        Some(form) => format!("{count} items fit {form}."),
        None => format!("{count} items have a form that `contains` describes."),
    })
}

/// What stands at the first places of a list, where a list of one type does not say it.
fn places(schemas: &Schemas, schema: &Schema) -> Option<String> {
    let first = &schema.rare.prefix_items;
    let is_list = match tuple::places(schemas, schema) {
        Some(Places::AtMost(_)) => false,
        Some(Places::Exactly(_)) => !tuple::is_tuple(schemas, schema),
        // A member of a composition may be a tuple together with the others.
        None => !first.is_empty() && !is_counted_around(schemas, schema),
    };
    if !is_list {
        return None;
    }
    let word = |index: usize| match tuple::word(index, "item") {
        numbered if numbered.starts_with("item") => numbered,
        first => format!("the {first}"),
    };
    let named = first.iter().enumerate().map(|(index, id)| (word(index), Some(*id)));
    let others = others(rest::of_items(schemas, schema), "each further one");
    each(schemas, "fits", named.chain(others))
        .unwrap_or_else(|| Some(format!("What `prefixItems` describes holds for the first {}.", first.len())))
}

/// Whether what a schema is a part of may say how many items there are.
fn is_counted_around(schemas: &Schemas, schema: &Schema) -> bool {
    match schema.parent {
        Some((_, Slot::AllOf(_))) => true,
        Some((parent, Slot::OneOf(_) | Slot::AnyOf(_))) => schemas.get(parent).counts_items(),
        Some(_) | None => false,
    }
}

/// What the values under keys of several forms are like.
fn patterns(schemas: &Schemas, schema: &Schema) -> Option<String> {
    let patterns = &schema.rare.pattern_properties;
    if patterns.is_empty() {
        return None;
    }
    let named = patterns.iter().map(|(pattern, id)| (format!("a key that matches {}", code(pattern)), Some(*id)));
    let others = others(rest::of_keys(schemas, schema), "any other");
    let known = || {
        let patterns: Vec<_> = patterns.keys().map(|pattern| code(pattern)).collect();
        format!("Keys that match {} are described.", patterns.join(" or "))
    };
    Some(each(schemas, "has a value that fits", named.chain(others)).flatten().unwrap_or_else(known))
}

/// What else there may be; what may be anything has no schema.
fn others(rest: Rest, word: &str) -> Option<(String, Option<SchemaId>)> {
    match rest {
        Rest::Nothing => None,
        Rest::Anything => Some((word.to_owned(), None)),
        Rest::Like(id) => Some((word.to_owned(), Some(id))),
    }
}

/// `The first item fits {..}, the second item {..}`. Nothing within where all are alike, nothing at all where one cannot be shown.
fn each(
    schemas: &Schemas,
    verb: &str,
    parts: impl Iterator<Item = (String, Option<SchemaId>)>,
) -> Option<Option<String>> {
    const ANYTHING: &str = "`true`";
    let form = |id: Option<SchemaId>| id.map_or_else(|| Some(ANYTHING.to_owned()), |id| shown(schemas, id));
    let mut parts: Vec<(String, String)> = parts.map(|(what, id)| Some((what, form(id)?))).collect::<Option<_>>()?;
    if parts.iter().all(|(_, form)| *form == parts[0].1) {
        return Some(None);
    }
    // Of what may be anything there is nothing to say.
    parts.retain(|(_, form)| form != ANYTHING);
    let mut text = String::new();
    for (index, (what, form)) in parts.iter().enumerate() {
        match index {
            0 => text.extend([&capital(what), " ", verb, " ", form]),
            _ => text.extend([", ", what, " ", form]),
        }
    }
    Some(Some(text + "."))
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_ascii_uppercase().to_string() + chars.as_str()).unwrap_or_default()
}

/// What holds on a condition; without `if` nothing does (JSON Schema 2020-12 Core, section 10.2.2).
fn condition(schemas: &Schemas, rare: &Keywords) -> Option<String> {
    let of = |word: &str| rare.conditions.iter().find(|(known, _)| *known == word).map(|(_, id)| *id);
    let is = of("if")?;
    let (then, or_else) = (of("then"), of("else"));
    let text = |id: Option<SchemaId>| id.map(|id| shown(schemas, id));
    let in_full = match (shown(schemas, is), text(then), text(or_else)) {
        (Some(is), Some(Some(then)), None) => Some(format!("Where it fits {is}, it fits {then} too.")),
        (Some(is), None, Some(Some(or_else))) => Some(format!("Where it does not fit {is}, it fits {or_else}.")),
        (Some(is), Some(Some(then)), Some(Some(or_else))) => {
            Some(format!("Where it fits {is}, it fits {then} too, and else {or_else}."))
        }
        _ => None,
    };
    let words = match (then, or_else) {
        (Some(_), Some(_)) => "`if`, `then` and `else`",
        (Some(_), None) => "`if` and `then`",
        (None, Some(_)) => "`if` and `else`",
        (None, None) => return None,
    };
    Some(in_full.unwrap_or_else(|| format!("What {words} describe holds too.")))
}

/// What holds where a key is there.
fn dependents(schemas: &Schemas, rare: &Keywords) -> Vec<String> {
    let sentence = |id: &SchemaId| {
        let place = &schemas.get(*id).place;
        let key = code(&place.pointer().last().unwrap_or_default());
        match shown(schemas, *id) {
            Some(form) => format!("With {key} it fits {form}."),
            None => format!("With {key} it fits what `dependentSchemas` describes."),
        }
    };
    rare.dependent_schemas.iter().map(sentence).collect()
}

fn excluded(schemas: &Schemas, rare: &Keywords) -> Option<String> {
    rare.not.and_then(|not| shown(schemas, not)).map(|form| format!("It does not fit {form}."))
}

/// Which keys go with which.
fn together(rare: &Keywords) -> impl Iterator<Item = String> {
    rare.dependent_required.iter().filter(|(_, others)| !others.is_empty()).map(|(key, others)| {
        let others: Vec<_> = others.iter().map(|name| code(name)).collect();
        format!("With {} goes {}.", code(key), others.join(", "))
    })
}

/// The values of a list that no enum has.
fn values(schema: &Schema) -> Option<String> {
    let values = schema.values.as_ref()?;
    let is_named = |value: &Value| value.is_string() || value.is_i64() || value.is_boolean();
    let kinds = [Value::is_string, Value::is_number, Value::is_boolean];
    let is_mixed = kinds.iter().filter(|is| values.iter().any(**is)).count() > 1;
    let is_unnamed = is_mixed || values.iter().any(|value| !value.is_null() && !is_named(value));
    is_unnamed.then(|| format!("Described: {}.", listed(values)))
}

/// What `true` and `false` mean, where each is an alternative of its own.
fn flags(schemas: &Schemas, schema: &Schema) -> Vec<String> {
    let values = annotated::booleans(schemas, &classify::alternatives(schema)).unwrap_or_default();
    let sentence = |(value, words): (bool, Option<String>)| {
        let text = words?.split_whitespace().collect::<Vec<_>>().join(" ");
        let stop = if text.ends_with(char::is_alphanumeric) { "." } else { "" };
        Some(format!("`{value}`: {text}{stop}"))
    };
    values.into_iter().filter_map(sentence).collect()
}

/// Values one behind the other; of many or long ones the first.
fn listed(values: &[Value]) -> String {
    const LONGEST: usize = 1000;
    let mut text = String::new();
    for value in values {
        let value = code(&value.to_string());
        if text.len() + value.len() > LONGEST {
            return if text.is_empty() { "a long value".to_owned() } else { text + " and more" };
        }
        text.push_str(if text.is_empty() { "" } else { ", " });
        text.push_str(&value);
    }
    text
}
