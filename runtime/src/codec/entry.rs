//! The doors of the codec. What is generic over the user's type is a few lines; the JSON path behind it is
//! instantiated once, here.

use serde::Deserializer;
use serde::de::Error as _;
use serde::ser::{Serialize, Serializer};
use serde_json::Value;

use super::error::{DecodeError, EncodeError};
use super::fill::fill;
use super::integer::spelled_out;
use super::reader::{Failed, JsonReader};
use super::trace::Trace;
use super::weight::Scale;
use super::{Decode, Encode};
use super::{json, weigh};

/// Reads a value from JSON text.
///
/// # Errors
/// The text is not JSON, is followed by more than white space, is nested deeper than 128 levels, or does not have
/// the shape of `T`. The error names the place.
pub fn from_slice<T: Decode>(json: &[u8]) -> Result<T, DecodeError> {
    let mut value = vacant::<T>();
    match decode_slice(json, &mut value) {
        Ok(()) => Ok(value),
        Err(error) => Err(error),
    }
}

/// A value that is read, and can be emptied to be read again.
pub trait Vacant: Decode {
    /// Makes it vacant.
    fn clear(&mut self);
}

impl<T: Decode> Vacant for T {
    fn clear(&mut self) {
        *self = vacant::<T>();
    }
}

/// Reads JSON text into a vacant value.
///
/// # Errors
/// As for [`from_slice`]; the value is then half filled and worthless.
#[inline(never)]
pub fn decode_str(json: &str, slot: &mut dyn Vacant) -> Result<(), DecodeError> {
    let mut reader = JsonReader::new(json);
    match fill(&mut reader, slot, &mut Trace::default()).and_then(|()| reader.end()) {
        Ok(()) => Ok(()),
        Err(Failed) => {
            slot.clear();
            decode_again(json.as_bytes(), slot)
        }
    }
}

/// The same of bytes, of which nobody has seen yet whether they are UTF-8.
///
/// # Errors
/// As for [`from_slice`]; the value is then half filled and worthless.
#[inline(never)]
pub fn decode_slice(json: &[u8], slot: &mut dyn Vacant) -> Result<(), DecodeError> {
    match std::str::from_utf8(json) {
        // Looked at once, it is not looked at again text by text.
        Ok(text) => decode_str(text, slot),
        // What is not UTF-8 may stand in what is ignored; where it does not, the error is to have its place.
        Err(_) => decode_again(json, slot),
    }
}

/// Has serde_json read what could not be read otherwise, and say what is wrong with it.
#[cold]
fn decode_again(json: &[u8], slot: &mut dyn Vacant) -> Result<(), DecodeError> {
    let Err(error) = decode(json, slot) else { return Ok(()) };
    // An integer that was written so that a parser loses digits of it: now without.
    let Some(json) = spelled_out(json) else { return Err(error) };
    slot.clear();
    decode(&json, slot).map_err(|_| error)
}

fn decode(json: &[u8], slot: &mut dyn Decode) -> Result<(), DecodeError> {
    let (mut deserializer, mut trace) = (serde_json::Deserializer::from_slice(json), Trace::default());
    fill(&mut deserializer, slot, &mut trace)
        .and_then(|()| deserializer.end())
        .map_err(|error| DecodeError::new(&error, &trace))
}

/// The JSON value that a text spells, if it does. Read as bytes, as everything is: so serde_json is compiled for one kind of input.
pub(crate) fn spelled(text: &str) -> Option<Value> {
    serde_json::from_slice(text.as_bytes()).ok()
}

/// Reads a value from a JSON value.
///
/// # Errors
/// The value does not have the shape of `T`. The error names the place, without line and column.
pub fn from_value<T: Decode>(json: &Value) -> Result<T, DecodeError> {
    let mut value = vacant::<T>();
    match decode_value(json, &mut value) {
        Ok(()) => Ok(value),
        Err(error) => Err(error),
    }
}

#[inline(never)]
fn decode_value(json: &Value, slot: &mut dyn Decode) -> Result<(), DecodeError> {
    let mut scale = Scale::default();
    weigh::read(json, slot, &mut scale).map_err(|error| DecodeError::new(&error, &scale.trace))
}

/// Writes a value as JSON text, without white space.
///
/// # Errors
/// See [`EncodeError`].
pub fn to_vec(value: &dyn Encode) -> Result<Vec<u8>, EncodeError> {
    let mut text = Vec::with_capacity(128);
    match json::write(value.view(), &mut text) {
        Ok(()) => Ok(text),
        Err(error) => Err(EncodeError::new(&error, value)),
    }
}

/// Writes a value as a JSON value.
///
/// # Errors
/// See [`EncodeError`].
pub fn to_value(value: &dyn Encode) -> Result<Value, EncodeError> {
    serde_json::to_value(value.view()).map_err(|error| EncodeError::new(&error, value))
}

/// The whole of a generated type's `serde::Serialize`.
///
/// # Errors
/// Those of the serializer, and what [`EncodeError`] describes.
pub fn serialize<S: Serializer>(value: &dyn Encode, serializer: S) -> Result<S::Ok, S::Error> {
    value.view().serialize(serializer)
}

/// The whole of a generated type's `serde::Deserialize`.
///
/// # Errors
/// Those of the deserializer, and whatever does not have the shape of `T`.
pub fn deserialize<'de, T: Decode, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let mut value = vacant::<T>();
    match fill(deserializer, &mut value, &mut Trace::default()) {
        Ok(()) => Ok(value),
        Err(error) => Err(error),
    }
}

/// Reads a value of any serde format into a vacant one.
///
/// # Errors
/// As for [`deserialize`]; the value is then half filled and worthless.
pub fn deserialize_into<'de, D: Deserializer<'de>>(deserializer: D, slot: &mut dyn Decode) -> Result<(), D::Error> {
    fill(deserializer, slot, &mut Trace::default())
}

/// Reads what another room has taken apart into a vacant value.
///
/// # Errors
/// As for [`from_value`]; the value is then half filled and worthless.
pub(crate) fn decode_from<'de, D: Deserializer<'de>>(
    deserializer: D,
    slot: &mut dyn Vacant,
) -> Result<(), DecodeError> {
    let mut trace = Trace::default();
    fill(deserializer, slot, &mut trace)
        .map_err(|error| DecodeError::new(&serde_json::Error::custom(error.to_string()), &trace))
}

/// A vacant value, built in one place for each type however often it is asked for.
#[inline(never)]
#[must_use]
pub fn vacant<T: Decode>() -> T {
    T::vacant()
}
