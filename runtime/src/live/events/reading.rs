//! Events as typed values. Enters: an event as the stream has it. Leaves: what the description says that it is, by the codec.

use serde::de::IgnoredAny;
use serde_json::Value;

use super::decoder::Frame;
use crate::codec::{self, Decode, DecodeError, Shape, Slot};
use crate::wire::EventForm;

#[cfg(test)]
#[expect(unreachable_pub, reason = "the codec's macros write for crates of their own")]
mod tests;

/// The name of an event that has none (WHATWG HTML section 9.2.6).
pub(super) const MESSAGE: &str = "message";

/// Reads an event as the description says.
pub(super) fn read<T: Decode>(form: EventForm, frame: &Frame) -> Result<T, DecodeError> {
    match form {
        EventForm::Data => data(&frame.data),
        EventForm::Whole => whole(frame),
    }
}

/// How a place takes the data of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Takes {
    /// As the text that it is.
    Text,
    /// As JSON.
    Json,
    /// As JSON where that fits, or else as text.
    Either,
}

fn data<T: Decode>(text: &str) -> Result<T, DecodeError> {
    let as_text = || codec::from_value(&Value::from(text));
    let mut slot = codec::vacant::<T>();
    if let Shape::String(place) = slot.shape() {
        // The most frequent text needs no value in between.
        text.clone_into(place);
        return Ok(slot);
    }
    match takes(slot.shape(), text) {
        Takes::Text => as_text(),
        Takes::Json => codec::from_slice(text.as_bytes()),
        Takes::Either => better(codec::from_slice(text.as_bytes()), as_text),
    }
}

/// The object that the event is, as JSON text, so that it is read like any other.
fn whole<T: Decode>(frame: &Frame) -> Result<T, DecodeError> {
    if !frame.name.is_empty() {
        return named(&frame.name, frame);
    }
    // Without a name it may be described as one without, or as one with the name that it has then.
    better(named("", frame), || named(MESSAGE, frame))
}

fn named<T: Decode>(name: &str, frame: &Frame) -> Result<T, DecodeError> {
    let Some(id) = frame.id.as_deref() else { return identified(name, None, frame) };
    let as_text = || identified(name, Some(Value::from(id)), frame);
    let Some(scalar) = spelled(id) else { return as_text() };
    let as_scalar = || identified(name, Some(scalar), frame);
    match takes_key(codec::vacant::<T>().shape(), "id", name, id) {
        Takes::Text => as_text(),
        Takes::Json => as_scalar(),
        Takes::Either => better(as_text(), as_scalar),
    }
}

/// The number or the boolean that a text spells.
fn spelled(text: &str) -> Option<Value> {
    codec::spelled(text).filter(|value| value.is_number() || value.is_boolean())
}

fn identified<T: Decode>(name: &str, id: Option<Value>, frame: &Frame) -> Result<T, DecodeError> {
    let (text, id) = (&frame.data, id.as_ref());
    let as_text = || codec::from_slice(&object(name, id, frame, &Value::from(text.as_str()).to_string()));
    let as_json = || {
        // Looked at alone, it cannot reach into the object around it.
        serde_json::from_slice::<IgnoredAny>(text.as_bytes()).ok()?;
        Some(codec::from_slice(&object(name, id, frame, text)))
    };
    match takes_key(codec::vacant::<T>().shape(), "data", name, text) {
        Takes::Text => as_text(),
        Takes::Json => as_json().unwrap_or_else(|| Err(not_json(text))),
        Takes::Either => match as_json() {
            Some(read) => better(read, as_text),
            None => as_text(),
        },
    }
}

/// Where in the data it is no JSON.
fn not_json(text: &str) -> DecodeError {
    let error = codec::from_slice::<Value>(text.as_bytes()).err();
    error.unwrap_or_else(|| DecodeError::of_body("expected JSON"))
}

fn object(name: &str, id: Option<&Value>, frame: &Frame, data: &str) -> Vec<u8> {
    let event = (!name.is_empty()).then(|| format!(r#""event":{},"#, Value::from(name)));
    let id = id.map(|id| format!(r#","id":{id}"#));
    let retry = frame.retry.map(|retry| format!(r#","retry":{retry}"#));
    let [event, id, retry] = [event, id, retry].map(Option::unwrap_or_default);
    format!(r#"{{{event}"data":{data}{id}{retry}}}"#).into_bytes()
}

/// `first`, unless it is none or is of no kind that is described, and `other` is.
fn better<T: Decode>(
    mut first: Result<T, DecodeError>,
    other: impl FnOnce() -> Result<T, DecodeError>,
) -> Result<T, DecodeError> {
    if first.as_mut().is_ok_and(|value| is_described(value)) {
        return first;
    }
    let mut other = other();
    if other.as_mut().is_ok_and(|value| is_described(value)) { other } else { first }
}

fn is_described(value: &mut dyn Decode) -> bool {
    match value.shape() {
        Shape::Tagged(_, union) => union.variant().0 != "Unknown",
        Shape::Untagged(_, union) => union.variant().0 != "Unknown",
        _ => true,
    }
}

fn takes(shape: Shape<'_>, text: &str) -> Takes {
    match shape {
        Shape::Nullable(_) | Shape::OptionalString(_) if text == "null" => Takes::Json,
        Shape::String(_) | Shape::OptionalString(_) | Shape::Text(_) => Takes::Text,
        Shape::Constant(literal, _) if literal.is_any_text() => Takes::Text,
        Shape::Nullable(place) => takes(place.some().shape(), text),
        Shape::Value(_) | Shape::Tagged(..) | Shape::Untagged(..) => Takes::Either,
        Shape::Ignored
        | Shape::Bool(_)
        | Shape::I32(_)
        | Shape::I64(_)
        | Shape::U32(_)
        | Shape::U64(_)
        | Shape::I128(_)
        | Shape::Integer(_)
        | Shape::F32(_)
        | Shape::F64(_)
        | Shape::Number(_)
        | Shape::Constant(..)
        | Shape::Integers(_)
        | Shape::Numbers(_)
        | Shape::Strings(_)
        | Shape::List(_)
        | Shape::Tuple(_)
        | Shape::Map(_)
        | Shape::Record(..) => Takes::Json,
    }
}

/// How a property of an event of that name is taken.
fn takes_key(shape: Shape<'_>, key: &str, name: &str, text: &str) -> Takes {
    match shape {
        Shape::Record(table, record) => {
            let mut found = Takes::Either;
            let place = table.lines.iter().position(|line| line.name() == key);
            record.fields(&mut |slots: &mut [&mut dyn Slot]| {
                if let Some(slot) = place.and_then(|place| slots.get_mut(place)) {
                    found = takes(slot.shape(), text);
                }
            });
            found
        }
        Shape::Nullable(place) => takes_key(place.some().shape(), key, name, text),
        Shape::Tagged(tags, union) if tags.property == "event" => {
            union.select(name).map_or(Takes::Either, |payload| takes_key(payload.shape(), key, name, text))
        }
        Shape::Untagged(tests, union) => {
            let mut arms = (0..tests.len()).map(|arm| takes_key(union.select(arm).shape(), key, name, text));
            let first = arms.next().unwrap_or(Takes::Either);
            if arms.all(|other| other == first) { first } else { Takes::Either }
        }
        _ => Takes::Either,
    }
}
