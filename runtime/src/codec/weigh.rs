//! Reads a JSON value that was kept whole, and weighs how well it fits: by that, unions without a tag choose.
//! Text is read by `fill`, which is as fast as it can be and weighs nothing.

use std::borrow::Cow;

use serde::de::{Error as _, Unexpected};
use serde_json::{Error, Map, Value};

use super::Decode;
use super::field::Slot;
use super::integer::whole;
use super::keys::Keys;
use super::record::{Seen, with_slots};
use super::shape::{Entries, Shape};
use super::table::{Others, Presence, Record, Table, find, named};
use super::tagged::{Tagged, Tags};
use super::tuple::of_another_length;
use super::untagged;
use super::weight::Scale;

/// Reads a value into a slot. On an error, the scale has the way to the place.
pub(super) fn read(value: &Value, slot: &mut dyn Decode, scale: &mut Scale) -> Result<(), Error> {
    match slot.shape() {
        Shape::Ignored => {}
        Shape::Bool(place) => *place = value.as_bool().ok_or_else(|| wrong(value, "a boolean"))?,
        Shape::I32(place) => *place = integer(value, "i32")?,
        Shape::I64(place) => *place = integer(value, "i64")?,
        Shape::U32(place) => *place = integer(value, "u32")?,
        Shape::U64(place) => *place = integer(value, "u64")?,
        Shape::I128(place) => *place = integer(value, "i128")?,
        Shape::Integer(place) => {
            let number = integer(value, "i64")?;
            place.set(number).map_err(|expected| Error::invalid_value(unexpected(value), &expected))?;
            if !place.is_described() {
                scale.weight.misfit_of_key();
            }
        }
        #[expect(clippy::cast_possible_truncation, reason = "as serde reads it")]
        Shape::F32(place) => *place = number(value, scale)? as f32,
        Shape::F64(place) => *place = number(value, scale)?,
        Shape::Number(place) => {
            *place = value.as_number().cloned().ok_or_else(|| wrong(value, "a number"))?;
            scale.weight.vague += i64::from(!value.is_f64());
        }
        Shape::String(place) => *place = any_text(value, scale)?,
        Shape::Text(place) => {
            let text = text(value)?;
            place.parse(text).map_err(|expected| Error::invalid_value(unexpected(value), &expected))?;
            if !place.is_described(text) {
                scale.weight.misfit_of_key();
            }
        }
        Shape::Value(place) => {
            place.clone_from(value);
            scale.weight.vague += 2;
        }
        Shape::Constant(literal, place) => match literal.is(value) {
            true => place.is_as_described(),
            false => {
                place.is(value.clone());
                scale.weight.misfit_of_key();
            }
        },
        Shape::Nullable(place) if value.is_null() => {
            place.null();
        }
        Shape::OptionalString(place) if value.is_null() => *place = None,
        Shape::OptionalString(place) => *place = Some(any_text(value, scale)?),
        Shape::Nullable(place) => return read(value, place.some(), scale),
        Shape::Integers(place) => {
            return list(value, scale, |value, _| integer(value, "i64").map(|integer| place.push(integer)));
        }
        Shape::Numbers(place) => {
            return list(value, scale, |value, scale| number(value, scale).map(|number| place.push(number)));
        }
        Shape::Strings(place) => {
            return list(value, scale, |value, scale| any_text(value, scale).map(|text| place.push(text)));
        }
        Shape::List(place) => return list(value, scale, |value, scale| read(value, place.grow(), scale)),
        Shape::Tuple(tuple) => {
            let items = array(value)?;
            let mut outcome = Ok(());
            tuple.places(&mut |places| outcome = positions(items, places, scale));
            return outcome;
        }
        Shape::Map(entries) => {
            return object(value)?.iter().try_for_each(|(key, value)| entry(key, value, entries, scale));
        }
        Shape::Record(table, slots) => return record(object(value)?, table, slots, scale),
        Shape::Tagged(tags, union) => return tagged(value, tags, union, scale),
        Shape::Untagged(tests, union) => {
            if !untagged::choose(value, tests, union, scale) {
                union.unknown(value.clone());
                scale.weight.misfit_of_key();
            }
        }
    }
    Ok(())
}

fn list(
    value: &Value,
    scale: &mut Scale,
    mut take: impl FnMut(&Value, &mut Scale) -> Result<(), Error>,
) -> Result<(), Error> {
    for (index, item) in array(value)?.iter().enumerate() {
        take(item, scale).inspect_err(|_| scale.trace.index(index))?;
    }
    Ok(())
}

/// Reads each item into the place at its index.
fn positions(items: &[Value], places: &mut [&mut dyn Decode], scale: &mut Scale) -> Result<(), Error> {
    if items.len() != places.len() {
        return Err(Error::custom(of_another_length(places.len(), items.len())));
    }
    for (index, (item, slot)) in items.iter().zip(places).enumerate() {
        read(item, &mut **slot, scale).inspect_err(|_| scale.trace.index(index))?;
    }
    Ok(())
}

/// Reads the value of a key that is data.
fn entry(key: &str, value: &Value, entries: &mut dyn Entries, scale: &mut Scale) -> Result<(), Error> {
    scale.weight.kept += 1;
    scale.know(value);
    let mut outcome = Ok(());
    let kept = entries.entry(key.to_owned(), &mut |slot| {
        outcome = read(value, slot, scale);
        outcome.is_ok()
    });
    match kept {
        Ok(()) => outcome,
        Err(key) => scale.at_key(&key, outcome),
    }
}

fn record(
    object: &Map<String, Value>,
    table: &'static Table,
    record: &mut dyn Record,
    scale: &mut Scale,
) -> Result<(), Error> {
    let mut outcome = Ok(());
    with_slots(record, |slots| outcome = properties(object, table, slots, scale));
    outcome
}

fn properties(
    object: &Map<String, Value>,
    table: &'static Table,
    slots: &mut [&mut dyn Slot],
    scale: &mut Scale,
) -> Result<(), Error> {
    let (lines, others) = named(table);
    let (mut seen, mut hint) = (Seen::default(), 0);
    for (key, value) in object {
        if let Some(index) = find(lines, key, hint) {
            hint = index + 1;
            seen.insert(index);
            scale.weight.known += 1;
            scale.know(value);
            let outcome = read(value, &mut *slots[index], scale);
            scale.at_key(key, outcome)?;
            if value.is_null()
                && matches!(lines[index].presence(), Presence::Optional)
                && is_left_out(&mut *slots[index])
            {
                scale.weight.misfit_of_key();
            }
        } else if others == Others::Kept
            && let Some(slot) = slots.last_mut()
            && let Shape::Map(entries) = slot.shape()
        {
            entry(key, value, entries, scale)?;
        } else {
            scale.weight.lost += 1;
            scale.weight.strangers += i64::from(others == Others::Refused);
            if let Some(keys) = &mut scale.keys {
                keys.lose(value);
            }
        }
    }
    let missing = lines.iter().enumerate().filter(|(index, _)| !seen.contains(*index));
    for (index, line) in missing {
        match (line.presence(), slots[index].shape()) {
            (Presence::Required, Shape::Nullable(_) | Shape::OptionalString(_)) | (Presence::Constant(_), _) => {
                scale.weight.misfit()
            }
            (Presence::Required, _) => return Err(Error::missing_field(line.name())),
            (Presence::Optional | Presence::Extra | Presence::Closed, _) => {}
        }
    }
    Ok(())
}

/// Whether `null` is no value of a slot that a key may be missing for, so that it would go back as a missing key.
fn is_left_out(slot: &mut dyn Slot) -> bool {
    match slot.shape() {
        Shape::OptionalString(_) => true,
        Shape::Nullable(place) => !place.null(),
        _ => false,
    }
}

/// Reads an object into the variant of its tag. An object without a known tag is kept as it is.
pub(super) fn tagged(
    value: &Value,
    tags: &'static Tags,
    union: &mut dyn Tagged,
    scale: &mut Scale,
) -> Result<(), Error> {
    let Tags { property, is_any, .. } = *tags;
    // Numbers and booleans tell by how they are written.
    let tag = object(value)?.get(property).and_then(|tag| match tag {
        Value::String(tag) => Some(Cow::Borrowed(tag.as_str())),
        Value::Number(_) | Value::Bool(_) => Some(Cow::Owned(tag.to_string())),
        _ => None,
    });
    let is_rest = tag.as_deref().is_none_or(|tag| !tags.known.contains(&tag));
    let tag = tag.as_deref().filter(|tag| !is_any || keeps(value, tag, tags, union, scale));
    let Some(payload) = tag.and_then(|tag| union.select(tag)) else {
        if !is_rest || !rest(value, union, scale) {
            union.unknown(value.clone());
            scale.weight.misfit_of_key();
        }
        return Ok(());
    };
    if let Shape::Record(table, _) = payload.shape()
        && let (lines, others @ (Others::Dropped | Others::Refused)) = named(table)
        && find(lines, property, 0).is_none()
    {
        // The union has a place for the tag where the payload has none.
        scale.weight.known += 1;
        scale.weight.lost -= 1;
        scale.weight.strangers -= i64::from(others == Others::Refused);
    }
    let weight = scale.weight;
    let outcome = read(value, payload, scale);
    if outcome.is_err()
        && let (Some(tag), Value::Object(object)) = (tag, value)
        && let Some(payload) = union.select(tag)
        && is_data(payload, property)
    {
        // Among keys that are data the tag is none, and need not be of their type.
        let others = object.iter().filter(|(key, _)| *key != property);
        let others = Value::Object(others.map(|(key, value)| (key.clone(), value.clone())).collect());
        let mut inner = Scale::default();
        inner.weight = weight;
        let outcome = read(&others, payload, &mut inner);
        (scale.weight, scale.trace) = (inner.weight, inner.trace);
        return outcome;
    }
    outcome
}

/// Reads an object without a known tag into the variant of such. Where it does not fit, or there is none, nothing is changed but the union.
fn rest(value: &Value, union: &mut dyn Tagged, scale: &mut Scale) -> bool {
    let Some(payload) = union.rest() else { return false };
    let weight = scale.weight;
    let mut inner = Scale::default();
    inner.weight = weight;
    let fits = read(value, payload, &mut inner).is_ok();
    if fits {
        scale.weight = inner.weight;
    }
    fits
}

/// Whether the kind of this tag has places for all that the other kinds name.
fn keeps(value: &Value, tag: &str, tags: &'static Tags, union: &mut dyn Tagged, scale: &mut Scale) -> bool {
    let this = std::ptr::from_ref(tags).cast();
    let known = scale.chosen(value, this);
    known
        .unwrap_or_else(|| {
            let mut places = |tag: &str| union.select(tag).map(|payload| untagged::places(value, payload, scale));
            let own = places(tag).map(|mut own| {
                value.get(tags.property).iter().for_each(|tag| own.know(tag));
                own
            });
            let lacks =
                |own: &Keys| !own.is_whole() && tags.known.iter().filter_map(|tag| places(tag)).any(|it| own.lack(&it));
            let arm = Some(0).filter(|_| !own.as_ref().is_some_and(lacks));
            scale.choose(value, this, arm);
            arm
        })
        .is_some()
}

/// Whether a payload takes a property as one of its keys that are data.
fn is_data(payload: &mut dyn Decode, property: &str) -> bool {
    match payload.shape() {
        Shape::Map(_) => true,
        Shape::Record(table, _) => {
            let (lines, others) = named(table);
            others == Others::Kept && find(lines, property, 0).is_none()
        }
        _ => false,
    }
}

fn array(value: &Value) -> Result<&[Value], Error> {
    value.as_array().map(Vec::as_slice).ok_or_else(|| wrong(value, "an array"))
}

fn object(value: &Value) -> Result<&Map<String, Value>, Error> {
    value.as_object().ok_or_else(|| wrong(value, "an object"))
}

fn text(value: &Value) -> Result<&str, Error> {
    value.as_str().ok_or_else(|| wrong(value, "a string"))
}

fn integer<T: TryFrom<i64> + TryFrom<u64>>(value: &Value, expected: &str) -> Result<T, Error> {
    let exact = value.as_i64().or_else(|| value.as_f64().filter(|_| value.is_f64()).and_then(whole));
    let integer = match (exact, value.as_u64()) {
        (Some(integer), _) => integer.try_into().ok(),
        (None, Some(integer)) => integer.try_into().ok(),
        (None, None) => return Err(wrong(value, expected)),
    };
    integer.ok_or_else(|| Error::invalid_value(unexpected(value), &expected))
}

fn any_text(value: &Value, scale: &mut Scale) -> Result<String, Error> {
    scale.weight.vague += 1;
    text(value).map(str::to_owned)
}

/// A number that does not have all digits of the value fits, but not well.
fn number(value: &Value, scale: &mut Scale) -> Result<f64, Error> {
    let number = value.as_f64().ok_or_else(|| wrong(value, "f64"))?;
    match (value.is_f64(), whole(number)) {
        (false, None) => scale.weight.misfit_of_key(),
        (_, Some(_)) => scale.weight.vague += 1,
        (true, None) => {}
    }
    Ok(number)
}

#[cold]
fn wrong(value: &Value, expected: &str) -> Error {
    Error::invalid_type(unexpected(value), &expected)
}

/// What a value is. It is not told itself, so that it is not copied either.
fn unexpected(value: &Value) -> Unexpected<'static> {
    match value {
        Value::Null => Unexpected::Unit,
        Value::Bool(_) => Unexpected::Other("boolean"),
        Value::Number(number) if number.is_f64() => Unexpected::Other("floating point"),
        Value::Number(_) => Unexpected::Other("integer"),
        Value::String(_) => Unexpected::Other("string"),
        Value::Array(_) => Unexpected::Seq,
        Value::Object(_) => Unexpected::Map,
    }
}
