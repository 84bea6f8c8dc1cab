//! Places of tuples. In come a value and the tree that was made of it, out goes a tree whose tuples keep their places in styles and forms.
//!
//! There, null is undefined, and an undefined item of a list is left out (RFC 6570 section 2.3; OpenAPI 3.1.1 appendix B leaves it to
//! implementations). What follows in a tuple would move up a place, and be taken for what stood there: `[null,2]` would be `[2]`. So null in a
//! tuple becomes an empty text: `pair=,2`, `pair=%202`, `pair=%7C2`, and exploded `pair=&pair=2`. In a document it stays null.

use serde_json::{Map, Value};

use super::param::Style;
use super::part_spec::PartSpec;
use super::property::is_document;
use crate::codec::{View, properties};

/// Keeps the places of a value that is a tuple.
pub(super) fn keep(view: View<'_>, tree: &mut Value) {
    if let (View::List(items), Value::Array(places)) = (view, tree)
        && items.have_places()
    {
        places.iter_mut().filter(|place| place.is_null()).for_each(|place| *place = Value::String(String::new()));
    }
}

/// The same for tuples at any depth, as all items of style deepObject have pairs of their own.
pub(super) fn keep_below(view: View<'_>, tree: &mut Value) {
    keep(view, tree);
    match (view, tree) {
        (View::List(items), Value::Array(places)) => {
            places.iter_mut().enumerate().for_each(|(index, place)| keep_below(items.item(index), place));
        }
        (view, Value::Object(members)) => each(view, members, &mut |_, view, member| keep_below(view, member)),
        _ => {}
    }
}

/// The same for what is written in that style, and where its items and members are apart for the items of its members too.
pub(super) fn keep_in((style, explodes): (Style, bool), view: View<'_>, tree: &mut Value) {
    match (style, tree) {
        (Style::DeepObject, tree) => keep_below(view, tree),
        (_, Value::Object(members)) if explodes => each(view, members, &mut |_, view, member| keep(view, member)),
        (_, tree) => keep(view, tree),
    }
}

/// The same for the properties of a form.
pub(super) fn keep_in_form(parts: &'static [PartSpec], view: View<'_>, members: &mut Map<String, Value>) {
    each(view, members, &mut |name, view, member| {
        let part =
            if matches!(member, Value::Array(_) | Value::Object(_)) { PartSpec::find(parts, name) } else { None };
        match part.map(|part| (part.styled(), part.types)) {
            Some((Some(styled), _)) => keep_in(styled, view, member),
            Some((None, types)) if is_document(types) => {}
            Some((None, _)) | None => keep(view, member),
        }
    });
}

fn each<'a>(view: View<'a>, members: &mut Map<String, Value>, visit: &mut dyn FnMut(&str, View<'a>, &mut Value)) {
    properties(view, &mut |name, view| {
        if let Some(member) = members.get_mut(name) {
            visit(name, view, member);
        }
        true
    });
}
