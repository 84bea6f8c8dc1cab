//! Writes JSON text. In comes a view, out goes its text, without white space.
//!
//! Only the structure is written here: of all that serde_json does for an object, little is needed where the keys stand in
//! a table. Texts with something to escape, numbers and whole trees are serde_json's.

use serde_json::Error;

use super::field::Field;
use super::object::{is_object, properties, shown, with_values};
use super::table::{Line, Others, named};
use super::view::{Items, View};

/// Appends the text of `view`.
pub(super) fn write(view: View<'_>, json: &mut Vec<u8>) -> Result<(), Error> {
    match view {
        View::Absent | View::Null => json.extend_from_slice(b"null"),
        View::Str(value) => return text(value, json),
        View::List(items) => return list(items, json),
        View::Record(table, record) => {
            let (lines, others) = named(table);
            if others == Others::Kept {
                return object(view, json);
            }
            let mut outcome = Ok(());
            with_values(record, |values| outcome = fields(lines, values, json));
            return outcome;
        }
        View::Map(_) => return object(view, json),
        View::Tagged(_, union) => match union.payload() {
            ([], payload) => return write(payload.view(), json),
            (_, payload) if is_object(payload.view()) => return object(view, json),
            // Refused there.
            _ => return serde_json::to_writer(json, &view),
        },
        scalar => return serde_json::to_writer(json, &scalar),
    }
    Ok(())
}

fn list(items: &dyn Items, json: &mut Vec<u8>) -> Result<(), Error> {
    json.push(b'[');
    for index in 0..items.len() {
        if index > 0 {
            json.push(b',');
        }
        write(items.item(index), json)?;
    }
    json.push(b']');
    Ok(())
}

fn fields(lines: &[Line], values: &[&dyn Field], json: &mut Vec<u8>) -> Result<(), Error> {
    let mut before = b'{';
    for (line, &value) in lines.iter().zip(values) {
        if let Some(view) = shown(line, value.view()) {
            key(before, line.name(), line.is_field(), json)?;
            write(view, json)?;
            before = b',';
        }
    }
    close(before, json);
    Ok(())
}

fn object(view: View<'_>, json: &mut Vec<u8>) -> Result<(), Error> {
    let (mut before, mut outcome) = (b'{', Ok(()));
    properties(view, &mut |name, view| {
        outcome = key(before, name, false, json).and_then(|()| write(view, json));
        before = b',';
        outcome.is_ok()
    });
    close(before, json);
    outcome
}

#[inline]
fn key(before: u8, name: &str, is_field: bool, json: &mut Vec<u8>) -> Result<(), Error> {
    json.push(before);
    if is_field {
        plain(name, json)
    } else {
        text(name, json)?
    }
    json.push(b':');
    Ok(())
}

/// Most texts stand in JSON as they are.
#[inline]
fn text(text: &str, json: &mut Vec<u8>) -> Result<(), Error> {
    // Looks at all of it, since to stop early costs more than it saves.
    let is_plain = text.bytes().fold(true, |is_plain, byte| is_plain & !matches!(byte, ..b' ' | b'"' | b'\\'));
    if is_plain {
        plain(text, json);
        return Ok(());
    }
    serde_json::to_writer(json, text)
}

#[inline]
fn plain(text: &str, json: &mut Vec<u8>) {
    json.reserve(text.len() + 2);
    json.push(b'"');
    json.extend_from_slice(text.as_bytes());
    json.push(b'"');
}

/// The end of an object; one without properties has not begun yet.
fn close(before: u8, json: &mut Vec<u8>) {
    if before == b'{' {
        json.push(b'{');
    }
    json.push(b'}');
}
