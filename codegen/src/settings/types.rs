//! `[types]`: what single schemas are read as, whatever the description says.
//!
//! Enters: the table. Leaves: a word for each pointer. Whether a schema stands there is the business of `document`.

use toml::de::DeValue;

use super::read::{Key, Reader, Value};
use crate::diagnostic::nearest;
use crate::model::Unreached;

const TYPES: &[&str] = &["unreached"];
const UNREACHED: &[(&str, Unreached)] =
    &[("received", Unreached::Received), ("both", Unreached::Both), ("left-out", Unreached::LeftOut)];

/// What a schema is read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ReadAs {
    /// Any JSON value.
    Any,
    /// An object with any keys.
    Map,
    /// A type of JSON Schema, with a format where that has a type of its own.
    Type(&'static str, Option<&'static str>),
    /// An enum that has no other values than those listed.
    Closed,
}

/// The words for each.
const WORDS: &[(&str, ReadAs)] = &[
    ("any", ReadAs::Any),
    ("map", ReadAs::Map),
    ("text", ReadAs::Type("string", None)),
    ("integer", ReadAs::Type("integer", None)),
    ("number", ReadAs::Type("number", None)),
    ("boolean", ReadAs::Type("boolean", None)),
    ("date", ReadAs::Type("string", Some("date"))),
    ("date-time", ReadAs::Type("string", Some("date-time"))),
    ("uuid", ReadAs::Type("string", Some("uuid"))),
    ("byte", ReadAs::Type("string", Some("byte"))),
    ("password", ReadAs::Type("string", Some("password"))),
    ("ipv4", ReadAs::Type("string", Some("ipv4"))),
    ("ipv6", ReadAs::Type("string", Some("ipv6"))),
    ("int32", ReadAs::Type("integer", Some("int32"))),
    ("int64", ReadAs::Type("integer", Some("int64"))),
    ("uint32", ReadAs::Type("integer", Some("uint32"))),
    ("uint64", ReadAs::Type("integer", Some("uint64"))),
    ("closed", ReadAs::Closed),
];

impl Reader<'_> {
    /// `unreached`, or what a schema is read as.
    pub(super) fn types(&mut self, key: &Key<'_>, value: &Value<'_>) {
        let place: &str = key.as_ref();
        if place.contains('#') {
            return self.read_as(key, value);
        }
        if place != "unreached" {
            return self.unknown(key, "a setting of `[types]`, nor a pointer", TYPES);
        }
        let meant = match value.as_ref() {
            DeValue::String(word) => UNREACHED.iter().find(|(known, _)| known == word),
            _ => None,
        };
        match meant {
            Some((_, meant)) => {
                self.settings.extent.unreached = *meant;
                self.settings.changes.keeps_unreached = true;
            }
            None => {
                self.wrong(value.span(), "this is nothing that can become of types that no operation reaches")
                    .help("write `\"received\"`, `\"both\"` or `\"left-out\"`");
            }
        }
    }

    fn read_as(&mut self, key: &Key<'_>, value: &Value<'_>) {
        let word = match value.as_ref() {
            DeValue::String(word) => word.as_ref(),
            _ => "",
        };
        match WORDS.iter().find(|(known, _)| *known == word) {
            Some((_, meant)) => {
                let said = self.said(key.as_ref(), key.span());
                let types = &mut self.settings.changes.types;
                types.retain(|(other, _)| other.text != said.text);
                types.push((said, *meant));
            }
            None => {
                let help = match nearest(word, WORDS.iter().map(|(word, _)| *word)) {
                    Some(near) => format!("did you mean `\"{near}\"`?"),
                    None => {
                        let words: Vec<_> = WORDS.iter().map(|(word, _)| format!("`\"{word}\"`")).collect();
                        format!("there is {}", words.join(", "))
                    }
                };
                self.wrong(value.span(), "this is nothing that a schema can be read as").help(help);
            }
        }
    }
}
