//! A property of a form or a multipart body, as the texts that it makes.
//!
//! In come a value and what the encoding object allows, out go texts with their media types. Framing them is the business
//! of `form` and `multipart`.
//!
//! | value of a property                   | texts                                            |
//! |---------------------------------------|--------------------------------------------------|
//! | primitive                             | one, its text, `text/plain`                      |
//! | object                                | one, `application/json`                          |
//! | array                                 | one for each item, each as above                 |
//! | array, JSON declared for the property | one, the whole array                             |
//! | null                                  | none                                             |

use std::borrow::Cow;

use serde_json::Value;

use super::style;
use crate::media;

/// One text and what it is.
pub(super) struct Written {
    pub(super) text: String,
    pub(super) media_type: Cow<'static, str>,
}

/// The texts of a value, of which these media types are allowed; none: those of the table.
pub(super) fn write(value: &Value, allowed: &[&'static str]) -> Result<Vec<Written>, String> {
    match value {
        Value::Null => Ok(Vec::new()),
        Value::Array(items) if !is_document(allowed) => {
            items.iter().filter(|item| !item.is_null()).map(|item| one(item, allowed)).collect()
        }
        _ => Ok(vec![one(value, allowed)?]),
    }
}

/// Whether the value is a document of JSON, whatever it is.
pub(super) fn is_document(allowed: &[&'static str]) -> bool {
    matches!(allowed, [only] if media::is_json(only))
}

/// The one text of a value, however many items it has.
pub(super) fn one(value: &Value, allowed: &[&'static str]) -> Result<Written, String> {
    let is_tree = matches!(value, Value::Array(_) | Value::Object(_));
    let default_type = if is_tree { "application/json" } else { "text/plain" };
    let media_type = media::choose(None, false, allowed, default_type)?;
    let is_json = media::is_json(&media_type);
    if is_tree && !is_json {
        return Err(format!("an object or array cannot be written as {media_type}"));
    }
    let text = if is_json { value.to_string() } else { style::text(value) };
    let media_type = media::with_charset(media_type, &text);
    Ok(Written { text, media_type })
}
