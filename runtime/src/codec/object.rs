//! Writes objects: records, maps, and unions whose tag stands among the properties of their payload. A tag is
//! written first and exactly once, whether or not the payload has a property of that name.

use serde::ser::{Error, Serialize, SerializeMap, Serializer};
use serde_json::Value;

use super::field::Field;
use super::table::{Line, Others, Presence, Record, Table, find, named};
use super::trace::Trace;
use super::view::View;

/// Writes a record, on the short way: nothing is to be left out or added.
pub(super) fn record<S: Serializer>(
    table: &'static Table,
    record: &dyn Record,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let (lines, others) = named(table);
    if others == Others::Kept {
        return entries(serializer, |visit| fields(table, record, visit));
    }
    let mut object = serializer.serialize_map(None)?;
    let mut failed = None;
    with_values(record, |values| failed = write(lines, values, &mut object).err());
    match failed {
        None => object.end(),
        Some(error) => Err(error),
    }
}

#[inline]
fn write<M: SerializeMap>(lines: &[Line], values: &[&dyn Field], object: &mut M) -> Result<(), M::Error> {
    for (line, &value) in lines.iter().zip(values) {
        if let Some(view) = shown(line, value.view()) {
            object.serialize_entry(line.name(), &view)?;
        }
    }
    Ok(())
}

/// What a line that has a name writes for a value; nothing where it leaves it out.
#[inline]
pub(super) fn shown<'a>(line: &Line, view: View<'a>) -> Option<View<'a>> {
    match (view, line.presence()) {
        (View::Absent, Presence::Optional) => None,
        (View::Absent, Presence::Constant(literal)) => Some(literal.view()),
        (view, _) => Some(view),
    }
}

/// Writes any view that is an object.
pub(super) fn object<S: Serializer>(view: View<'_>, serializer: S) -> Result<S::Ok, S::Error> {
    if let View::Tagged(_, union) = view {
        let (known, payload) = union.payload();
        if known.is_empty() {
            return payload.view().serialize(serializer);
        }
        if !is_object(payload.view()) {
            return Err(S::Error::custom("a union with a tag has a payload that is not an object"));
        }
    }
    entries(serializer, |visit| properties(view, visit))
}

/// Finds what cannot be written, and gathers the way to it, innermost step first.
pub(super) fn find_unwritable(view: View<'_>, trace: &mut Trace) -> bool {
    match view {
        View::F32(number) => !number.is_finite(),
        View::F64(number) => !number.is_finite(),
        View::Numbers(numbers) => match numbers.iter().position(|number| !number.is_finite()) {
            Some(index) => {
                trace.index(index);
                true
            }
            None => false,
        },
        View::List(items) => (0..items.len()).any(|index| {
            let found = find_unwritable(items.item(index), trace);
            if found {
                trace.index(index);
            }
            found
        }),
        View::Tagged(_, union) if !union.payload().0.is_empty() && !is_object(union.payload().1.view()) => true,
        view => !properties(view, &mut |name, view| {
            let found = find_unwritable(view, trace);
            if found {
                trace.key(name);
            }
            !found
        }),
    }
}

type Visit<'v, 'a> = &'v mut dyn FnMut(&'a str, View<'a>) -> bool;

/// Writes what `each` shows. How much that is, nobody counts: formats that describe themselves need not know.
fn entries<'a, S: Serializer>(serializer: S, each: impl FnOnce(Visit<'_, 'a>) -> bool) -> Result<S::Ok, S::Error> {
    let mut object = serializer.serialize_map(None)?;
    let mut failed = None;
    each(&mut |name, view| {
        failed = object.serialize_entry(name, &view).err();
        failed.is_none()
    });
    match failed {
        None => object.end(),
        Some(error) => Err(error),
    }
}

/// Shows every property of an object view, until `visit` says `false`. Says whether it came to the end.
pub(crate) fn properties<'a>(view: View<'a>, visit: Visit<'_, 'a>) -> bool {
    match view {
        View::Record(table, record) => fields(table, record, visit),
        View::Map(pairs) => {
            let mut more = true;
            pairs.each(&mut |name, view| {
                more = visit(name, view);
                more
            });
            more
        }
        View::Value(Value::Object(object)) => object.iter().all(|(name, value)| visit(name, View::Value(value))),
        View::Tagged(tags, union) => {
            let (known, payload) = union.payload();
            let payload = payload.view();
            match tag(tags.property, known, payload) {
                None => properties(payload, visit),
                Some(tag) => {
                    visit(tags.property, View::Str(tag))
                        && properties(payload, &mut |name, view| name == tags.property || visit(name, view))
                }
            }
        }
        _ => true,
    }
}

/// Shows every property of a record, constants and extra keys included.
fn fields<'a>(table: &'static Table, record: &'a dyn Record, visit: Visit<'_, 'a>) -> bool {
    let (lines, _) = named(table);
    let mut more = true;
    with_values(record, |values| {
        more = table.lines.iter().zip(values).all(|(line, &value)| match (line.presence(), value.view()) {
            (Presence::Constant(literal), View::Absent) => visit(line.name(), literal.view()),
            (Presence::Optional, View::Absent) | (Presence::Closed, _) => true,
            (Presence::Required | Presence::Optional | Presence::Constant(_), view) => visit(line.name(), view),
            // A key that is a property of its own would stand there twice.
            (Presence::Extra, others) => {
                properties(others, &mut |name, view| find(lines, name, 0).is_some() || visit(name, view))
            }
        });
    });
    more
}

/// The tag that is to be written: the payload's own where it is one of this kind, else the first. None where there are no tags,
/// or where the payload has a number or a boolean for it, which only the payload can write.
fn tag(property: &str, known: &[&'static str], payload: View<'_>) -> Option<&'static str> {
    let mut tag = Some(*known.first()?);
    properties(payload, &mut |name, view| {
        if name != property {
            return true;
        }
        let own = known.iter().copied().find(|known| is_text(view, known));
        tag = if is_number_or_boolean(view) { None } else { own.or(tag) };
        false
    });
    tag
}

fn is_number_or_boolean(view: View<'_>) -> bool {
    match view {
        View::Bool(_) | View::I64(_) | View::U64(_) | View::I128(_) | View::F32(_) | View::F64(_) => true,
        View::Value(value) => value.is_number() || value.is_boolean(),
        _ => false,
    }
}

fn is_text(view: View<'_>, text: &str) -> bool {
    match view {
        View::Str(own) => own == text,
        View::Text(own) => own.to_string() == text,
        View::Value(Value::String(own)) => own == text,
        _ => false,
    }
}

pub(super) fn is_object(view: View<'_>) -> bool {
    match view {
        View::Record(..) | View::Map(_) | View::Value(Value::Object(_)) => true,
        View::Tagged(_, union) => is_object(union.payload().1.view()),
        _ => false,
    }
}

/// Has the values of a record shown to a closure.
#[inline]
pub(super) fn with_values<'a>(record: &'a dyn Record, mut visit: impl FnMut(&[&'a dyn Field])) {
    record.values(&mut visit);
}
