//! Bodies of `application/x-www-form-urlencoded` as typed values: what the server sends to webhooks and callbacks.
//!
//! In come a body and what the description says of its properties, out goes a filled value. It is the way back of `form`:
//!
//! | property | text |
//! |---|---|
//! | primitive | itself, as the type asks; a text where the type takes anything |
//! | array | each pair of that name is an item; none is an empty array; joined by a delimiter where its style says so |
//! | object | a document; keys and values in turn, joined by a delimiter, where its style says so |
//! | what is declared to be JSON | a document |
//! | object of style deepObject | the pairs `name[key]`; arrays in it the pairs `name[key][0]`, or `name[key][]` |
//!
//! An object of a style that has no pair is empty, as an array is. An item that may be null is where its text is empty: so tuples keep their
//! places.

mod pairs;
mod property;
mod wanted;

use self::pairs::Members;
use super::param::Style;
use super::part_spec::PartSpec;
use crate::codec::{self, DecodeError, Vacant};

/// Reads a form into a vacant value.
pub(crate) fn read(body: &[u8], parts: &'static [PartSpec], slot: &mut dyn Vacant) -> Result<(), DecodeError> {
    let text = std::str::from_utf8(body).map_err(|error| DecodeError::of_body(error.to_string()))?;
    let mut form = Members::default();
    for pair in text.split('&').filter(|pair| !pair.is_empty()) {
        form.add(parts, pair)?;
    }
    wanted::complete(&mut form, slot, &|name| PartSpec::find(parts, name).is_some_and(|part| part.styled().is_some()));
    slot.clear();
    codec::decode_from(form, slot)
}

/// Whether its members have pairs of their own, with their keys in brackets.
fn is_deep(part: &PartSpec) -> bool {
    part.style == Some(Style::DeepObject)
}
