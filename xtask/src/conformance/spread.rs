//! What stands on the wire for a list or an object, read back by the tables of styles of the OpenAPI Specification (Parameter Object,
//! Style Values and Style Examples).

use serde_json::{Map, Value};

/// What a value consists of.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Shape {
    Text,
    /// A number or a truth value, written as in JSON.
    Plain,
    Array(Box<Shape>),
    /// With what its members are.
    Object(Box<Shape>),
}

/// How it is written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Style<'a> {
    name: &'a str,
    /// Whether each member stands for itself.
    pub(super) explode: bool,
}

impl<'a> Style<'a> {
    /// As a Parameter Object says, or the defaults of its place.
    pub(super) fn of(parameter: &'a Value) -> Self {
        let usual = if matches!(parameter["in"].as_str(), Some("query" | "cookie")) { "form" } else { "simple" };
        let name = parameter["style"].as_str().unwrap_or(usual);
        Self { name, explode: parameter["explode"].as_bool().unwrap_or(name == "form") }
    }
}

/// The value that a text stands for.
pub(super) fn read(text: &str, name: &str, shape: &Shape, style: Style<'_>) -> Value {
    let text = match style.name {
        "label" => text.strip_prefix('.').unwrap_or(text),
        "matrix" => text.strip_prefix(';').unwrap_or(text),
        _ => text,
    };
    let named = format!("{name}=");
    let own = |text: &str| text.strip_prefix(&named).unwrap_or(text).to_owned();
    let delimiter = match (style.name, style.explode) {
        ("label", true) => '.',
        ("matrix", true) => ';',
        ("spaceDelimited", false) => ' ',
        ("pipeDelimited", false) => '|',
        ("form", true) => '&',
        _ => ',',
    };
    match shape {
        Shape::Array(items) => {
            let text = if style.explode { text.to_owned() } else { own(text) };
            text.split(delimiter).map(|item| scalar(&own(item), items)).collect()
        }
        Shape::Object(_) if style.explode => {
            let pairs = text.split(delimiter).filter_map(|pair| pair.split_once('='));
            object(shape, pairs.map(|(key, value)| (key.to_owned(), Value::String(value.to_owned()))).collect())
        }
        Shape::Object(_) => {
            let text = own(text);
            let words: Vec<_> = text.split(delimiter).collect();
            let pairs = words.chunks_exact(2).map(|pair| (pair[0].to_owned(), Value::String(pair[1].to_owned())));
            object(shape, pairs.collect())
        }
        Shape::Text | Shape::Plain => scalar(&own(text), shape),
    }
}

/// The members as what they are.
pub(super) fn object(shape: &Shape, members: Map<String, Value>) -> Value {
    let member = match shape {
        Shape::Object(member) => member,
        other => other,
    };
    let read = |value: Value| match value {
        Value::String(text) => scalar(&text, member),
        other => other,
    };
    Value::Object(members.into_iter().map(|(key, value)| (key, read(value))).collect())
}

fn scalar(text: &str, shape: &Shape) -> Value {
    match shape {
        Shape::Plain => serde_json::from_str(text).unwrap_or_else(|_| Value::String(text.to_owned())),
        _ => Value::String(text.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn each_style_is_read_back() {
        let list = || Shape::Array(Box::new(Shape::Text));
        let numbers = || Shape::Object(Box::new(Shape::Plain));
        for (text, shape, style, explode, expected) in [
            ("a,b", list(), "simple", false, json!(["a", "b"])),
            (".a.b", list(), "label", true, json!(["a", "b"])),
            (".a,b", list(), "label", false, json!(["a", "b"])),
            (";p=a;p=b", list(), "matrix", true, json!(["a", "b"])),
            (";p=a,b", list(), "matrix", false, json!(["a", "b"])),
            ("a|b", list(), "pipeDelimited", false, json!(["a", "b"])),
            (";a=1;b=2", numbers(), "matrix", true, json!({"a": 1, "b": 2})),
            (";p=a,1,b,2", numbers(), "matrix", false, json!({"a": 1, "b": 2})),
            ("a=1,b=2", numbers(), "simple", true, json!({"a": 1, "b": 2})),
            (".a", Shape::Text, "label", false, json!("a")),
            (";p=7", Shape::Plain, "matrix", false, json!(7)),
        ] {
            assert_eq!(read(text, "p", &shape, Style { name: style, explode }), expected, "{text}");
        }
    }
}
