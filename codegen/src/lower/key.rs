//! What the settings know a definition by: its place, with names where the place has positions in lists. A position is nobody's own:
//! what is added to a list moves the others.
//!
//! | list | position | name |
//! |---|---|---|
//! | parameters | `parameters/0` | `parameters/query/sort` |
//! | alternatives | `oneOf/0` | `oneOf/Cat`, after what the alternative is called |
//! | one alternative, beside null or alone | `anyOf/0` | none: it is what holds it |

use std::collections::BTreeMap;

use openapiv3::{Parameter, ReferenceOr};

use super::{Cx, classify, references, word};
use crate::place::{Place, Pointer};
use crate::schema::{SchemaId, Slot};

/// The key of a schema.
pub(super) fn of(cx: &mut Cx<'_>, id: SchemaId) -> Place {
    let schema = cx.schemas.get(id);
    let Some((parent, slot)) = &schema.parent else { return outermost(cx, &schema.place) };
    let holder = match cx.definition(*parent) {
        Some(definition) => definition.key.clone(),
        None => of(cx, *parent),
    };
    let around = cx.schemas.get(*parent);
    match slot {
        // Where others come to stand beside it, this is the key of them together.
        Slot::OneOf(_) | Slot::AnyOf(_) if classify::is_whole(cx, &around, id) => holder,
        Slot::OneOf(index) => holder.below(&["oneOf", &called(cx, *parent, "oneOf", &around.one_of, *index)]),
        Slot::AnyOf(index) => holder.below(&["anyOf", &called(cx, *parent, "anyOf", &around.any_of, *index)]),
        // What is made of several schemas stands where one of them does.
        _ => schema.place.moved(&around.place, &holder).unwrap_or_else(|| schema.place.clone()),
    }
}

/// What one of the alternatives of a schema is called among them.
fn called(cx: &mut Cx<'_>, of: SchemaId, keyword: &'static str, listed: &[SchemaId], index: usize) -> String {
    if !cx.called.contains_key(&(of, keyword)) {
        let words: Vec<String> = listed.iter().map(|id| word::of(cx, *id)).collect();
        let mut uses: BTreeMap<&str, usize> = BTreeMap::new();
        words.iter().for_each(|word| *uses.entry(word).or_default() += 1);
        let among = |(id, word): (&SchemaId, &String)| match uses[word.as_str()] {
            1 => word.clone(),
            _ => word::further(cx, *id).unwrap_or_else(|| word.clone()),
        };
        let called = listed.iter().zip(&words).map(among).collect();
        cx.called.insert((of, keyword), called);
    }
    cx.called[&(of, keyword)].get(index).cloned().unwrap_or_else(|| index.to_string())
}

/// The key of a schema that no other one is around.
fn outermost(cx: &Cx<'_>, place: &Place) -> Place {
    if place.pointer().segments().next().as_deref() != Some("paths") {
        return place.clone();
    }
    let steps: Vec<_> = place.pointer().segments().collect();
    let steps: Vec<&str> = steps.iter().map(AsRef::as_ref).collect();
    let (before, index, rest) = match steps.as_slice() {
        ["paths", _, "parameters", index, rest @ ..] => (3, *index, rest),
        ["paths", _, _, "parameters", index, rest @ ..] => (4, *index, rest),
        ["paths", _, "additionalOperations", _, "parameters", index, rest @ ..] => (5, *index, rest),
        _ => return place.clone(),
    };
    let Some((location, name)) = parameter(cx, &steps[..before], index) else { return place.clone() };
    let named = steps[..before].iter().copied().chain([location, name.as_str()]).chain(rest.iter().copied());
    named.collect::<Pointer>().into()
}

/// Where a parameter that stands here goes, and its name.
fn parameter(cx: &Cx<'_>, list: &[&str], index: &str) -> Option<(&'static str, String)> {
    let item = cx.openapi.paths.paths.get(*list.get(1)?)?.as_item()?;
    let parameters = match list {
        [_, path, steps @ .., _] if !steps.is_empty() => &references::operation(cx, path, steps)?.parameters,
        _ => &item.parameters,
    };
    let ReferenceOr::Item(parameter) = parameters.get(index.parse::<usize>().ok()?)? else { return None };
    let location = match parameter {
        Parameter::Query { parameter_data, .. } if parameter_data.extensions.contains_key("x-cw-querystring") => {
            "querystring"
        }
        Parameter::Path { .. } => "path",
        Parameter::Query { .. } => "query",
        Parameter::Header { .. } => "header",
        Parameter::Cookie { .. } => "cookie",
    };
    Some((location, parameter.parameter_data_ref().name.clone()))
}
