//! What the settings know a definition by: its place, with names where the place has positions in lists. A position is nobody's own:
//! what is added to a list moves the others.
//!
//! | list | position | name |
//! |---|---|---|
//! | parameters | `parameters/0` | `parameters/query/sort` |
//! | alternatives | `oneOf/0` | `oneOf/Cat`, after what the alternative is called |

use openapiv3::{Parameter, ReferenceOr};

use super::{Cx, word};
use crate::place::{Place, Pointer};
use crate::schema::{SchemaId, Slot};

/// The key of a schema.
pub(super) fn of(cx: &Cx<'_>, id: SchemaId) -> Place {
    let schema = cx.schemas.get(id);
    let Some((parent, slot)) = &schema.parent else { return outermost(cx, &schema.place) };
    let around = cx.schemas.get(*parent);
    let within = |steps: &[&str]| steps.iter().fold(of(cx, *parent), |key, step| key.push(step));
    match slot {
        Slot::OneOf(index) => within(&["oneOf", &called(cx, &around.one_of, *index)]),
        Slot::AnyOf(index) => within(&["anyOf", &called(cx, &around.any_of, *index)]),
        _ => {
            let steps = |place: &Place| -> Vec<String> { place.pointer().segments().map(Into::into).collect() };
            let (own, outer) = (steps(&schema.place), steps(&around.place));
            match own.strip_prefix(outer.as_slice()) {
                Some(rest) => within(&rest.iter().map(String::as_str).collect::<Vec<_>>()),
                // What is made of several schemas stands where one of them does.
                None => schema.place.clone(),
            }
        }
    }
}

/// What one of the alternatives is called among them.
fn called(cx: &Cx<'_>, listed: &[SchemaId], index: usize) -> String {
    let Some(id) = listed.get(index).copied() else { return index.to_string() };
    let own = word::of(cx, id);
    let is_alone = listed.iter().filter(|other| word::of(cx, **other) == own).count() == 1;
    if is_alone { own } else { word::further(cx, id).unwrap_or(own) }
}

/// The key of a schema that no other one is around.
fn outermost(cx: &Cx<'_>, place: &Place) -> Place {
    let steps: Vec<_> = place.pointer().segments().map(std::borrow::Cow::into_owned).collect();
    let steps: Vec<&str> = steps.iter().map(String::as_str).collect();
    let (before, index, rest) = match steps.as_slice() {
        ["paths", _, "parameters", index, rest @ ..] => (3, *index, rest),
        ["paths", _, _, "parameters", index, rest @ ..] => (4, *index, rest),
        _ => return place.clone(),
    };
    let Some((location, name)) = parameter(cx, &steps[..before], index) else { return place.clone() };
    let named = steps[..before].iter().copied().chain([location, name.as_str()]).chain(rest.iter().copied());
    named.fold(Pointer::root(), |key, step| key.push(step)).into()
}

/// Where a parameter that stands here goes, and its name.
fn parameter(cx: &Cx<'_>, list: &[&str], index: &str) -> Option<(&'static str, String)> {
    let item = cx.openapi.paths.paths.get(*list.get(1)?)?.as_item()?;
    let parameters = match list {
        [_, _, method, _] => &item.iter().find(|(name, _)| name == method)?.1.parameters,
        _ => &item.parameters,
    };
    let ReferenceOr::Item(parameter) = parameters.get(index.parse::<usize>().ok()?)? else { return None };
    let location = match parameter {
        Parameter::Path { .. } => "path",
        Parameter::Query { .. } => "query",
        Parameter::Header { .. } => "header",
        Parameter::Cookie { .. } => "cookie",
    };
    Some((location, parameter.parameter_data_ref().name.clone()))
}
