//! Words about schemas that get no definition: the items of a list, the values of a map, the members of a composition.
//!
//! Enters: a schema that has been lowered. Leaves: what is said within it and has no other place, for the documentation of what
//! holds it. What is said of the schema itself is the business of `documentation`.

use std::borrow::Cow;

use indexmap::IndexMap;
use openapiv3::MediaType;
use thin_vec::ThinVec;

use super::classify::{self, Class, classify};
use super::{Cx, constraints, documentation, less, schema, tuple};
use crate::model::{Docs, Type};
use crate::schema::{Schema, SchemaId};

/// The word for a key of a map.
const KEY: &str = "key";

/// Lists within lists beyond any that people describe.
const DEEPEST: usize = 8;

/// All that is said of a use of a schema: its own words, unless its definition has them, and those within.
pub(super) fn of_use(cx: &Cx<'_>, id: SchemaId) -> Docs {
    if has_definition(cx, id) {
        return Docs::default();
    }
    let schema = cx.schemas.get(id);
    let mut docs = own(cx, &schema);
    docs.within = within(cx, id);
    docs
}

/// Adds what is said of a use of a schema to the words of what holds it: all of it, unless a definition has it.
pub(super) fn add_use(cx: &Cx<'_>, docs: &mut Docs, id: SchemaId) {
    let mut values = of_use(cx, id);
    // Beside a description, a title is one more name.
    let written = values.description.take();
    let more = documentation::text(cx.schemas.get(id).description.as_deref());
    match &docs.description {
        None => docs.description = written,
        Some(said) if written.is_some() && more.description.as_ref().is_some_and(|more| more != said) => {
            docs.within.push((String::new(), more));
        }
        Some(_) => {}
    }
    docs.notes.append(&mut values.notes);
    docs.within.append(&mut values.within);
}

/// Adds what is said of the schemas of a body, each thing once: media types repeat each other.
pub(super) fn add_content(cx: &Cx<'_>, docs: &mut Docs, content: &IndexMap<String, MediaType>) {
    for id in content.values().filter_map(|media| schema::id(media.schema.as_ref()?)) {
        let asked = if has_definition(cx, id) { Vec::new() } else { asked(cx, &cx.schemas.get(id)) };
        let mut values = Docs { description: docs.description.take(), ..Docs::default() };
        add_use(cx, &mut values, id);
        add_body(docs, values, asked);
    }
}

/// The same of a body whose parts are the arguments of a call: nobody sees the definition of what holds them, unless it has a name, and
/// what is said of the items of an array stands at the parts.
pub(super) fn add_parts(cx: &Cx<'_>, docs: &mut Docs, content: &IndexMap<String, MediaType>) {
    for id in content.values().filter_map(|media| schema::id(media.schema.as_ref()?)) {
        let schema = cx.schemas.get(id);
        let mut whole = Schema::clone(&schema);
        if !whole.rare.prefix_items.is_empty() {
            whole.rare.prefix_items.clear();
        }
        let mut values = Docs { description: docs.description.take(), ..Docs::default() };
        if !has_definition(cx, id) {
            add_use(cx, &mut values, id);
        } else if !cx.components.contains_key(&id) {
            let own = documentation::text(schema.description.as_deref());
            match &values.description {
                None => values.description = own.description,
                Some(said) if own.description.as_ref().is_some_and(|own| own != said) => {
                    values.within.push((String::new(), own));
                }
                Some(_) => {}
            }
        }
        let asked = if cx.components.contains_key(&id) { Vec::new() } else { asked(cx, &whole) };
        add_body(docs, values, asked);
    }
}

/// What is asked of values stands behind what is said of them.
fn add_body(docs: &mut Docs, mut values: Docs, asked: Vec<String>) {
    docs.description = values.description;
    let own = values.within.iter_mut().find(|(word, _)| word.is_empty()).map(|(_, own)| own);
    let notes = &mut own.unwrap_or(docs).notes;
    for note in asked {
        if !notes.contains(&note) {
            notes.push(note);
        }
    }
    let others: Vec<_> = values.within.into_iter().filter(|words| !docs.within.contains(words)).collect();
    docs.within.extend(others);
}

/// What a schema asks of its values, where nobody checks it.
fn asked(cx: &Cx<'_>, schema: &Schema) -> Vec<String> {
    if less::is_less(&cx.schemas, schema) { constraints::of(&cx.schemas, schema) } else { Vec::new() }
}

/// What is said within a schema.
pub(super) fn within(cx: &Cx<'_>, id: SchemaId) -> ThinVec<(String, Docs)> {
    let own = own(cx, &cx.schemas.get(id));
    let mut words = Words { said: own.description.into_iter().collect(), found: ThinVec::new() };
    collect(cx, &mut words, id, &mut Vec::new());
    words.found
}

/// What has been found so far.
struct Words {
    /// Descriptions that stand somewhere already: members of compositions repeat each other.
    said: Vec<String>,
    found: ThinVec<(String, Docs)>,
}

fn collect(cx: &Cx<'_>, words: &mut Words, id: SchemaId, trail: &mut Vec<Cow<'static, str>>) {
    let schema = cx.schemas.get(id);
    for (word, inner) in parts(cx, id, &schema) {
        let is_key = word == KEY;
        if has_definition(cx, inner) && !is_key || trail.len() == DEEPEST {
            continue;
        }
        let schema = cx.schemas.get(inner);
        let mut docs = if is_key { of_keys(cx, inner) } else { own(cx, &schema) };
        if word.is_empty() {
            // Of the same value a title is one more name.
            docs.description = documentation::text(schema.description.as_deref()).description;
        }
        trail.push(word);
        let is_said = docs.description.as_ref().is_some_and(|text| words.said.contains(text));
        if !docs.is_empty() && !is_said {
            words.said.extend(docs.description.clone());
            words.found.push((label(trail), in_one_paragraph(docs)));
        }
        if !is_key {
            collect(cx, words, inner, trail);
        }
        trail.pop();
    }
}

/// What is said of the keys of a map: the values that they may have, or their form.
fn of_keys(cx: &Cx<'_>, id: SchemaId) -> Docs {
    let schema = cx.schemas.get(cx.schemas.resolve(id).unwrap_or(id));
    let words = schema.values.iter().flatten().filter_map(|value| Some(documentation::plain(value.as_str()?)));
    let words: Vec<_> = words.collect();
    let mut docs = documentation::of_schema(&cx.schemas, &schema);
    docs.notes.extend((!words.is_empty()).then(|| format!("One of {}.", words.join(", "))));
    docs
}

/// The schemas within one, with the word for a value of each; none for one that says more of the same value.
fn parts(cx: &Cx<'_>, id: SchemaId, schema: &Schema) -> Vec<(Cow<'static, str>, SchemaId)> {
    // Of members that were gathered from elsewhere, the words that count are in the schema itself.
    let is_written_here = |member: &SchemaId| {
        let member = cx.schemas.get(*member);
        // A reference says what stands beside it.
        let says_something = !member.is_reference() || !documentation::is_silent(&cx.schemas, &member);
        says_something && member.parent.as_ref().is_some_and(|(parent, _)| *parent == id)
    };
    let members: Vec<_> = schema.all_of.iter().copied().filter(is_written_here).map(|id| ("", id)).collect();
    let only = match classify(cx, schema) {
        Class::Same(only) if !schema.is_reference() && !schema.all_of.contains(&only) => Some(("", only)),
        Class::AllOf => classify::narrowed(cx, schema).map(|only| ("", only)),
        _ => None,
    };
    // What such members say of items and values stands in what they are together.
    let gathered = cx.flat.get(&id).filter(|_| members.is_empty() && !schema.all_of.is_empty());
    let whole = gathered.map(|whole| cx.schemas.get(*whole));
    let schema = whole.as_deref().unwrap_or(schema);
    let values = if schema.properties.is_empty() { "value" } else { "value of another key" };
    let first = schema.rare.prefix_items.iter().enumerate().map(|(index, id)| (tuple::word(index, "item").into(), *id));
    let others = schema.rare.pattern_properties.values().copied().chain(schema.additional_properties);
    let keys = schema.rare.property_names.map(|id| (KEY, id));
    let alone = members.into_iter().chain(keys).chain(only.filter(|(_, id)| is_written_here(id)));
    let alike = schema.items.map(|id| ("item", id)).into_iter().chain(others.map(|id| (values, id)));
    let plain = |(word, id)| (Cow::Borrowed(word), id);
    alone.map(plain).chain(first).chain(alike.map(plain)).collect()
}

/// With the remarks behind a description of one line, so that it is plain what they are about.
pub(super) fn in_one_paragraph(mut docs: Docs) -> Docs {
    if let Some(text) = docs.description.as_mut().filter(|text| !text.contains('\n')) {
        for note in docs.notes.drain(..) {
            text.push_str(if text.ends_with(char::is_alphanumeric) { ". " } else { " " });
            text.push_str(&note);
        }
    }
    docs
}

/// `Each item of each value`, `The first item`.
fn label(trail: &[Cow<'static, str>]) -> String {
    let with_article = |word: &Cow<'_, str>| match word.as_ref() {
        first if first.ends_with(" item") => format!("the {first}"),
        numbered if numbered.starts_with("item ") => numbered.to_owned(),
        word => format!("each {word}"),
    };
    let words = trail.iter().rev().filter(|word| !word.is_empty());
    let text = words.map(with_article).collect::<Vec<_>>().join(" of ");
    match text.split_at_checked(1) {
        Some((first, rest)) => format!("{}{rest}", first.to_uppercase()),
        None => text,
    }
}

/// The words of a schema itself; a reference has none but those beside it.
fn own(cx: &Cx<'_>, schema: &Schema) -> Docs {
    match schema.is_reference() && documentation::is_silent(&cx.schemas, schema) {
        true => Docs::default(),
        false => documentation::of_schema(&cx.schemas, schema),
    }
}

/// Whether a definition says what is said of a schema. One that is being lowered is within itself, and gets one.
pub(super) fn has_definition(cx: &Cx<'_>, id: SchemaId) -> bool {
    let place = &cx.schemas.get(id).place;
    let is_own = |ty: &Type| matches!(ty.non_null(), Type::Named(named) if cx.types[named.0].origin == *place);
    cx.components.contains_key(&id) || cx.open.contains(&id) || cx.lowered.get(&id).is_some_and(is_own)
}
