//! Places of tuples. In come a value and the tree that was made of it, out goes a tree whose tuples keep their places in styles and forms.
//!
//! There, null is undefined, and an undefined item of a list is left out (RFC 6570 section 2.3; OpenAPI 3.1.1 appendix B leaves it to
//! implementations). What follows in a tuple would move up a place, and be taken for what stood there: `[null,2]` would be `[2]`. So null in a
//! tuple becomes an empty text: `pair=,2`, `pair=%202`, `pair=%7C2`, and exploded `pair=&pair=2`. In a document it stays null.
//!
//! An item of a list that is empty itself has no pair in style deepObject. Where it is a place of a tuple, the reader knows of it; of any
//! other list it would be lost, and is refused.

use serde_json::{Map, Value};

use super::param::Style;
use super::part_spec::PartSpec;
use super::property::is_document;
use super::style::{Refusal, has_pairs};
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
pub(super) fn keep_below(view: View<'_>, tree: &mut Value) -> Result<(), Refusal> {
    keep(view, tree);
    match (view, tree) {
        (View::List(items), Value::Array(places)) => {
            if !items.have_places() {
                all_have_pairs(places)?;
            }
            (0..).zip(places).try_for_each(|(index, place)| keep_below(items.item(index), place))
        }
        (View::Value(Value::Array(items)), Value::Array(places)) => {
            all_have_pairs(places)?;
            items.iter().zip(places).try_for_each(|(item, place)| keep_below(View::Value(item), place))
        }
        (view, Value::Object(members)) => each(view, members, &mut |_, view, member| keep_below(view, member)),
        _ => Ok(()),
    }
}

/// Null is no item of a list.
fn all_have_pairs(items: &[Value]) -> Result<(), Refusal> {
    match items.iter().all(|item| item.is_null() || has_pairs(item)) {
        true => Ok(()),
        false => Err(Refusal::Nothing),
    }
}

/// The same for what is written in that style, and where its items and members are apart for the items of its members too.
pub(super) fn keep_in((style, explodes): (Style, bool), view: View<'_>, tree: &mut Value) -> Result<(), Refusal> {
    match (style, tree) {
        (Style::DeepObject, tree) => keep_below(view, tree),
        (_, Value::Object(members)) if explodes => each(view, members, &mut |_, view, member| {
            keep(view, member);
            Ok(())
        }),
        (_, tree) => {
            keep(view, tree);
            Ok(())
        }
    }
}

/// The same for the properties of a form. What cannot be written is told with its name.
pub(super) fn keep_in_form(
    parts: &'static [PartSpec],
    view: View<'_>,
    members: &mut Map<String, Value>,
) -> Result<(), (String, Refusal)> {
    each(view, members, &mut |name, view, member| {
        let part =
            if matches!(member, Value::Array(_) | Value::Object(_)) { PartSpec::find(parts, name) } else { None };
        match part.map(|part| (part.styled(), part.types)) {
            Some((Some(styled), _)) => {
                return keep_in(styled, view, member).map_err(|refusal| (name.to_owned(), refusal));
            }
            Some((None, types)) if is_document(types) => {}
            Some((None, _)) | None => keep(view, member),
        }
        Ok(())
    })
}

/// Visits the members of an object up to the first that fails.
fn each<'a, E>(
    view: View<'a>,
    members: &mut Map<String, Value>,
    visit: &mut dyn FnMut(&str, View<'a>, &mut Value) -> Result<(), E>,
) -> Result<(), E> {
    let mut visited = Ok(());
    properties(view, &mut |name, view| {
        if let Some(member) = members.get_mut(name) {
            visited = visit(name, view, member);
        }
        visited.is_ok()
    });
    visited
}
