//! Parts of form data whose values are written in a style (OpenAPI 3.1.1 section 4.8.15.1.2, appendix C).
//!
//! In come the name of a property and its value, out go names of parts with what they hold: what a query would have on either side of
//! `=`, and nothing of it percent-encoded. With `color` being `["blue","black"]` or `{"R":100,"G":200}`:
//!
//! | style          | explode | array                              | object                                     |
//! |----------------|---------|------------------------------------|--------------------------------------------|
//! | form           | false   | `color`: `blue,black`              | `color`: `R,100,G,200`                     |
//! | form           | true    | `color`: `blue`, `color`: `black`  | `R`: `100`, `G`: `200`                     |
//! | spaceDelimited | false   | `color`: `blue black`              | `color`: `R 100 G 200`                     |
//! | pipeDelimited  | false   | `color`: `blue\|black`             | `color`: `R\|100\|G\|200`                  |
//! | deepObject     | true    | n/a                                | `color[R]`: `100`, `color[G]`: `200`       |
//!
//! What is undefined is no part; what the table calls n/a, and all that has another `explode`, is written as in a query.

use serde_json::Value;

use super::param::Style;
use super::style::{self, Refusal, Shape};

/// The parts of a value. Where no name is told, it is that of the property.
pub(super) fn parts(
    name: &str,
    value: &Value,
    style: Style,
    explode: bool,
) -> Result<Vec<(Option<String>, String)>, Refusal> {
    if let Style::DeepObject = style {
        return Ok(style::deep_members(name, value).into_iter().map(|(name, text)| (Some(name), text)).collect());
    }
    let joined = |items: Vec<Value>| Ok(vec![(None, style::joined(&items, style)?)]);
    let shape = Shape::of(value, explode);
    if shape.is_undefined() {
        return Ok(Vec::new());
    }
    match shape {
        Shape::Undefined => Ok(Vec::new()),
        Shape::Text(text) => Ok(vec![(None, text.into_owned())]),
        Shape::List(items) if explode => Ok(items.into_iter().map(|item| (None, item)).collect()),
        Shape::Object(members) if explode => Ok(members.into_iter().map(|(key, text)| (Some(key), text)).collect()),
        Shape::List(items) => joined(items.into_iter().map(Value::String).collect()),
        Shape::Object(members) => {
            joined(members.into_iter().flat_map(|(key, text)| [Value::String(key), Value::String(text)]).collect())
        }
    }
}
