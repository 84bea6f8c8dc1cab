//! Writes JSON text. In comes a view, out goes its text, without white space.
//!
//! Only the structure is written here: of all that serde_json does for an object, little is needed where the keys stand in
//! a table. Texts with something to escape, numbers and whole trees are serde_json's.

use serde_json::Error;

use super::field::Field;
use super::object::{is_object, properties, shown, with_values};
use super::table::{Others, Table, named};
use super::view::{Items, View};

/// Appends the text of `view`.
pub(super) fn write(view: View<'_>, json: &mut Vec<u8>) -> Result<(), Error> {
    match view {
        View::Absent | View::Null => json.extend_from_slice(b"null"),
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

fn fields(lines: &Table, values: &[&dyn Field], json: &mut Vec<u8>) -> Result<(), Error> {
    let mut before = b'{';
    for (line, &value) in lines.iter().zip(values) {
        if let Some(view) = shown(line, value.view()) {
            key(before, line.name, line.is_plain, json)?;
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
fn key(before: u8, name: &str, is_plain: bool, json: &mut Vec<u8>) -> Result<(), Error> {
    if is_plain {
        json.reserve(name.len() + 4);
        json.extend_from_slice(&[before, b'"']);
        json.extend_from_slice(name.as_bytes());
        json.extend_from_slice(b"\":");
    } else {
        json.push(before);
        serde_json::to_writer(&mut *json, name)?;
        json.push(b':');
    }
    Ok(())
}

/// The end of an object; one without properties has not begun yet.
fn close(before: u8, json: &mut Vec<u8>) {
    if before == b'{' {
        json.push(b'{');
    }
    json.push(b'}');
}
