//! Writes JSON text. In comes a view, out goes its text, without white space.
//!
//! Structure and texts are written here: of all that serde_json does for an object, little is needed where the keys stand in
//! a table. Numbers and whole trees are serde_json's.

use std::fmt::{self, Write};

use serde::ser::Error as _;
use serde_json::Error;

use super::escape;

use super::field::Field;
use super::object::{is_object, properties, shown, with_values};
use super::plain::{is_plain, plain};
use super::table::{Line, Others, named};
use super::view::{Items, View};

/// Appends the text of `view`.
pub(super) fn write(view: View<'_>, json: &mut Vec<u8>) -> Result<(), Error> {
    match view {
        View::Absent | View::Null => json.extend_from_slice(b"null"),
        View::Str(value) => text(value, json),
        View::Text(value) => {
            json.push(b'"');
            write!(Within(json), "{value}").map_err(Error::custom)?;
            json.push(b'"');
        }
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
            key(before, line.name(), line.is_field(), json);
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
        key(before, name, false, json);
        outcome = write(view, json);
        before = b',';
        outcome.is_ok()
    });
    close(before, json);
    outcome
}

#[inline]
fn key(before: u8, name: &str, is_field: bool, json: &mut Vec<u8>) {
    json.push(before);
    if is_field {
        quoted(name, json)
    } else {
        text(name, json)
    }
    json.push(b':');
}

/// Most texts stand in JSON as they are.
#[inline]
fn text(text: &str, json: &mut Vec<u8>) {
    if is_plain(text.as_bytes()) {
        quoted(text, json);
    } else {
        json.push(b'"');
        escaped(text.as_bytes(), json);
        json.push(b'"');
    }
}

#[inline(never)]
fn escaped(mut text: &[u8], json: &mut Vec<u8>) {
    loop {
        let (plain, special) = text.split_at(plain(text));
        json.extend_from_slice(plain);
        let Some((byte, after)) = special.split_first() else { return };
        escape::write(*byte, json);
        text = after;
    }
}

/// The inside of a text that comes in pieces.
struct Within<'a>(&'a mut Vec<u8>);

impl Write for Within<'_> {
    fn write_str(&mut self, piece: &str) -> fmt::Result {
        escaped(piece.as_bytes(), self.0);
        Ok(())
    }
}

#[inline]
fn quoted(text: &str, json: &mut Vec<u8>) {
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn written(view: View<'_>) -> String {
        let mut json = Vec::new();
        write(view, &mut json).expect("texts can be written");
        String::from_utf8(json).expect("UTF-8")
    }

    proptest! {
        #[test]
        fn texts_are_written_as_serde_json_writes_them(text in "[\\x00-\\x7f]{0,20}|.{0,20}") {
            let expected = serde_json::to_string(&text).expect("texts can be written");
            prop_assert_eq!(&written(View::Str(&text)), &expected);
            prop_assert_eq!(&written(View::Text(&text)), &expected);
            prop_assert_eq!(&written(View::Text(&format_args!("{}{}", "\"", text))), &format!("\"\\\"{}", &expected[1..]));
        }
    }
}
