//! What a type wants that has no pair in a form, or whose text only the type can tell from others. In come the pairs of a form and the
//! vacant value, which is asked for its properties as far as there are pairs; out goes the form, completed.

use serde_json::Value;

use super::pairs::{Members, Property, Texts};
use crate::codec::{Decode, Line, Literal, Presence, Shape, with_slots};

/// Completes a form, or an object in one. `is_deep` says which members have their keys in brackets.
pub(super) fn complete(members: &mut Members<'_>, slot: &mut dyn Decode, is_deep: &dyn Fn(&str) -> bool) {
    match slot.shape() {
        Shape::Nullable(place) => complete(members, place.some(), is_deep),
        Shape::Record(table, record) => with_slots(record, |slots| {
            for (line, slot) in table.lines.iter().zip(slots) {
                property(members, line, &mut **slot, is_deep);
            }
        }),
        _ => {}
    }
}

fn property(members: &mut Members<'_>, line: &Line, slot: &mut dyn Decode, is_deep: &dyn Fn(&str) -> bool) {
    let name = line.name();
    if matches!(line.presence(), Presence::Required)
        && !members.0.contains_key(name)
        && let Some(property) = without_pairs(&slot.shape(), is_deep(name))
    {
        members.0.insert(name.to_owned(), property);
    }
    match members.0.get_mut(name) {
        // Below, all keys are in brackets.
        Some(Property::Members(members)) => complete(members, slot, &|_| true),
        Some(property @ Property::Texts(_)) => {
            if let Shape::Constant(literal, _) = slot.shape()
                && let Some(value) = spelled(property, literal)
            {
                *property = Property::Document(value);
            }
        }
        Some(Property::Document(_)) | None => {}
    }
}

/// What has no pair where it is empty: an array, and an object whose members have pairs of their own.
fn without_pairs(shape: &Shape<'_>, is_deep: bool) -> Option<Property<'static>> {
    match shape {
        Shape::List(_) | Shape::Strings(_) | Shape::Integers(_) | Shape::Numbers(_) => {
            Some(Property::Texts(Texts::default()))
        }
        Shape::Record(..) | Shape::Map(_) if is_deep => Some(Property::Members(Members::default())),
        _ => None,
    }
}

/// The constant, where its text is what has come. Texts need no telling.
fn spelled(property: &Property<'_>, literal: Literal) -> Option<Value> {
    let Property::Texts(Texts { texts, .. }) = property else { return None };
    let value: Value = serde_json::from_str(&texts.last()?.decoded).ok()?;
    (!value.is_string() && literal.is(&value)).then_some(value)
}
