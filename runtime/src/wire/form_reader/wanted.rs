//! What a type wants that has no pair in a form, or whose text only the type can tell from others. In come the pairs of a form and a value,
//! which is asked for its properties, items and entries as far as there are pairs, and holds nothing of use afterwards; out goes the form,
//! completed.

use super::pairs::{Members, Property, Texts, spelled};
use crate::codec::{Decode, Entries, Line, Presence, Record, Shape, Table, with_slots};

/// Completes a form, or an object in one. `is_styled` says of which members a style says how they are written.
pub(super) fn complete(found: &mut Members<'_>, slot: &mut dyn Decode, is_styled: &dyn Fn(&str) -> bool) {
    match slot.shape() {
        Shape::Nullable(place) => complete(found, place.some(), is_styled),
        Shape::Record(table, record) => complete_record(found, (table, record), is_styled),
        Shape::Map(entries) => found.0.iter_mut().for_each(|(key, property)| entry(key, property, entries)),
        Shape::Strings(_) | Shape::Integers(_) | Shape::Numbers(_) => found.count(),
        Shape::List(list) if !found.0.is_empty() => {
            found.count();
            // All items are of one type, and one of them is asked for all.
            let item = list.grow();
            found.0.values_mut().for_each(|property| complete_property(property, item));
        }
        Shape::Tuple(tuple) => tuple.places(&mut |places| {
            found.count();
            for (index, place) in places.iter_mut().enumerate() {
                required(found, &index.to_string(), &mut **place, is_styled);
            }
        }),
        _ => {}
    }
}

fn complete_record(
    found: &mut Members<'_>,
    (table, record): (&Table, &mut dyn Record),
    is_styled: &dyn Fn(&str) -> bool,
) {
    with_slots(record, |slots| {
        for (line, slot) in table.lines.iter().zip(slots) {
            match (line.presence(), slot.shape()) {
                (Presence::Required, _) => required(found, line.name(), &mut **slot, is_styled),
                (Presence::Extra, Shape::Map(entries)) => others(found, table, entries),
                (Presence::Constant(literal), _) => {
                    if let Some(Property::Texts(texts)) = found.0.get(line.name())
                        && let Some(value) = spelled(texts.text().0, literal)
                    {
                        found.0.insert(line.name().to_owned(), Property::Document(value));
                    }
                }
                _ => {
                    if let Some(property) = found.0.get_mut(line.name()) {
                        complete_property(property, &mut **slot);
                    }
                }
            }
        }
    });
}

/// A member that is there in any case.
fn required(found: &mut Members<'_>, name: &str, slot: &mut dyn Decode, is_styled: &dyn Fn(&str) -> bool) {
    if !found.0.contains_key(name)
        && let Some(property) = without_pairs(&slot.shape(), is_styled(name))
    {
        found.0.insert(name.to_owned(), property);
    }
    if let Some(property) = found.0.get_mut(name) {
        complete_property(property, slot);
    }
}

/// The members that no line names.
fn others(found: &mut Members<'_>, table: &Table, entries: &mut dyn Entries) {
    let is_named = |name: &str| table.lines.iter().any(|line| is_of(line, name));
    let others = found.0.iter_mut().filter(|(name, _)| !is_named(name));
    others.for_each(|(name, property)| entry(name, property, entries));
}

fn is_of(line: &Line, name: &str) -> bool {
    !matches!(line.presence(), Presence::Extra | Presence::Closed) && line.name() == name
}

fn entry(key: &str, property: &mut Property<'_>, entries: &mut dyn Entries) {
    // It is only asked for: nothing is kept.
    let _ = entries.entry(key.to_owned(), &mut |slot| {
        complete_property(property, slot);
        false
    });
}

fn complete_property(property: &mut Property<'_>, slot: &mut dyn Decode) {
    match property {
        // Below, all keys are in brackets.
        Property::Members(members) => complete(members, slot, &|_| true),
        Property::Texts(texts) => texts.lines = lines(slot),
        Property::Document(_) => {}
    }
}

/// What is said of the members of an object that is one text.
fn lines(slot: &mut dyn Decode) -> &'static [Line] {
    match slot.shape() {
        Shape::Nullable(place) => lines(place.some()),
        Shape::Record(table, _) => table.lines,
        _ => &[],
    }
}

/// What has no pair where it is empty: an array, and an object of a style.
fn without_pairs(shape: &Shape<'_>, is_styled: bool) -> Option<Property<'static>> {
    let is_list = matches!(shape, Shape::List(_) | Shape::Strings(_) | Shape::Integers(_) | Shape::Numbers(_));
    match (is_styled, shape) {
        (true, Shape::Record(..) | Shape::Map(_)) => Some(Property::Members(Members::default())),
        (true, _) if is_list => Some(Property::Members(Members::default())),
        (false, _) if is_list => Some(Property::Texts(Texts::default())),
        (true | false, _) => None,
    }
}
