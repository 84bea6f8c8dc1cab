//! The serialization styles (OpenAPI 3.0.4 and 3.1.1, section 4.8.12.3; RFC 6570 section 3.2).
//!
//! In come a name and the [`Shape`] of a value, out goes text that is percent-encoded once. Where it stands in the
//! request is not this module's business. With `color` being `"blue"`, `["blue","black","brown"]`, `{"R":100,"G":200,"B":150}`:
//!
//! | style          | explode | undefined | `""`      | string        | array                                 | object                        |
//! |----------------|---------|-----------|-----------|---------------|---------------------------------------|-------------------------------|
//! | matrix         | false   | `;color`  | `;color`  | `;color=blue` | `;color=blue,black,brown`             | `;color=R,100,G,200,B,150`    |
//! | matrix         | true    | `;color`  | `;color`  | `;color=blue` | `;color=blue;color=black;color=brown` | `;R=100;G=200;B=150`          |
//! | label          | false   | `.`       | `.`       | `.blue`       | `.blue,black,brown`                   | `.R,100,G,200,B,150`          |
//! | label          | true    | `.`       | `.`       | `.blue`       | `.blue.black.brown`                   | `.R=100.G=200.B=150`          |
//! | simple         | false   | (empty)   | (empty)   | `blue`        | `blue,black,brown`                    | `R,100,G,200,B,150`           |
//! | simple         | true    | (empty)   | (empty)   | `blue`        | `blue,black,brown`                    | `R=100,G=200,B=150`           |
//! | form           | false   | (left out)| `color=`  | `color=blue`  | `color=blue,black,brown`              | `color=R,100,G,200,B,150`     |
//! | form           | true    | (left out)| `color=`  | `color=blue`  | `color=blue&color=black&color=brown`  | `R=100&G=200&B=150`           |
//! | spaceDelimited | false   | (left out)| n/a       | n/a           | `color=blue%20black%20brown`          | `color=R%20100%20G%20200..`   |
//! | pipeDelimited  | false   | (left out)| n/a       | n/a           | `color=blue%7Cblack%7Cbrown`          | `color=R%7C100%7CG%7C200..`   |
//! | tabDelimited   | false   | (left out)| n/a       | n/a           | `color=blue%09black%09brown`          | `color=R%09100%09G%09200..`   |
//! | deepObject     | true    | (left out)| n/a       | n/a           | n/a                                   | `color%5BR%5D=100&color%5BG..`|
//!
//! Undefined is null, and an array or object without members (RFC 6570 section 2.3): a query or cookie parameter that is
//! undefined is left out. What the table calls n/a is written as form would, exploded. Null members are skipped, but for those of tuples,
//! which are empty texts before they come here (`tuple`).
//! An item holding the delimiter is encoded where that tells it apart (`a,b` gives `a%2Cb`) and refused where it cannot:
//! the delimiters of spaceDelimited, pipeDelimited and tabDelimited are percent-encoded themselves. The last is what Swagger 2.0 calls `tsv`;
//! it has all three in paths too, without the name, and lists within lists ([`joined_within`]).

use std::borrow::Cow;

use serde_json::Value;

use super::param::Style;
use super::percent::{Keep, encode};

/// A value as the styles see it. Members of members are JSON text: the specification leaves them undefined.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Shape<'v> {
    Undefined,
    Text(Cow<'v, str>),
    List(Vec<String>),
    Object(Vec<(String, String)>),
}

/// Why a value cannot be written in a style.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    Space,
    Pipe,
    Tab,
    Comma,
    Nothing,
}

impl Refusal {
    pub(crate) const fn reason(self) -> &'static str {
        match self {
            Self::Space => "an item with a space cannot be told apart in style spaceDelimited",
            Self::Pipe => "an item with a `|` cannot be told apart in style pipeDelimited",
            Self::Tab => "an item with a tab cannot be told apart in style tabDelimited",
            Self::Comma => "an item with a comma cannot be told apart where commas join the items",
            Self::Nothing => "an item that is empty itself cannot be told from none in style deepObject",
        }
    }
}

impl Shape<'_> {
    /// `repeat` writes an array inside an object as its key repeated, which only exploded pairs can bear.
    pub(crate) fn of(value: &Value, repeat: bool) -> Self {
        match value {
            Value::Null => Self::Undefined,
            Value::Array(items) => Self::List(items.iter().filter(|item| !item.is_null()).map(text).collect()),
            Value::Object(members) => {
                Self::Object(members.iter().flat_map(|(key, value)| member(key, value, repeat)).collect())
            }
            Value::Bool(_) | Value::Number(_) | Value::String(_) => Self::Text(text(value).into()),
        }
    }

    pub(crate) fn is_undefined(&self) -> bool {
        match self {
            Self::Undefined => true,
            Self::Text(_) => false,
            Self::List(items) => items.is_empty(),
            Self::Object(members) => members.is_empty(),
        }
    }
}

fn member(key: &str, value: &Value, repeat: bool) -> Vec<(String, String)> {
    match value {
        Value::Null => Vec::new(),
        Value::Array(items) if repeat => {
            items.iter().filter(|item| !item.is_null()).map(|item| (key.to_owned(), text(item))).collect()
        }
        other => vec![(key.to_owned(), text(other))],
    }
}

/// The text of a primitive; JSON for anything else. Whole numbers are written without a fraction, `35` for 35.0.
pub(crate) fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => match number.as_f64() {
            Some(float) if number.is_f64() && float.fract() == 0.0 && float.abs() < 1e15 => float.to_string(),
            _ => number.to_string(),
        },
        other => other.to_string(),
    }
}

/// The operators of RFC 6570 appendix A, and the delimited styles beside them.
struct Operator {
    first: &'static str,
    between: &'static str,
    between_exploded: &'static str,
    named: bool,
    if_empty: &'static str,
}

const fn operator(style: Style) -> Operator {
    const fn of(first: &'static str, between: &'static str, exploded: &'static str) -> Operator {
        Operator { first, between, between_exploded: exploded, named: false, if_empty: "" }
    }
    match style {
        Style::Simple => of("", ",", ","),
        Style::Label => of(".", ",", "."),
        Style::Matrix => Operator { named: true, ..of(";", ",", ";") },
        Style::Form | Style::DeepObject => Operator { named: true, if_empty: "=", ..of("", ",", "&") },
        // As form, of pairs that a header has.
        Style::Cookie => Operator { named: true, if_empty: "=", ..of("", ",", "; ") },
        Style::SpaceDelimited => Operator { named: true, if_empty: "=", ..of("", "%20", "&") },
        Style::PipeDelimited => Operator { named: true, if_empty: "=", ..of("", "%7C", "&") },
        Style::TabDelimited => Operator { named: true, if_empty: "=", ..of("", "%09", "&") },
    }
}

/// Writes a value in any style but deepObject.
pub(crate) fn expand(
    name: &str,
    shape: &Shape<'_>,
    style: Style,
    explode: bool,
    keep: Keep,
) -> Result<String, Refusal> {
    written(name, shape, operator(style), (style, explode), keep)
}

/// Writes the items of a list, or the keys and values of an object, with the delimiter of the style between them and no name.
pub(crate) fn delimited(shape: &Shape<'_>, style: Style, keep: Keep) -> Result<String, Refusal> {
    let operator = Operator { named: false, if_empty: "", ..operator(style) };
    written("", shape, operator, (style, false), keep)
}

/// What stands between the items of a list where nothing is encoded; `None` for styles that have names there.
pub(crate) fn delimiter(style: Style) -> Option<(char, Refusal)> {
    match style {
        Style::Simple | Style::Form | Style::Cookie => Some((',', Refusal::Comma)),
        Style::SpaceDelimited => Some((' ', Refusal::Space)),
        Style::PipeDelimited => Some(('|', Refusal::Pipe)),
        Style::TabDelimited => Some(('\t', Refusal::Tab)),
        Style::Label | Style::Matrix | Style::DeepObject => None,
    }
}

/// A value whose lists within the list are texts of their items, joined by these styles from the outside in.
pub(crate) fn joined_within(value: Value, styles: &[Style]) -> Result<Value, Refusal> {
    match (value, styles) {
        (Value::Array(items), [style, inner @ ..]) => {
            let text = |item| match joined_within(item, inner)? {
                Value::Array(items) => joined(&items, *style).map(Value::String),
                item => Ok(item),
            };
            items.into_iter().map(text).collect::<Result<_, _>>().map(Value::Array)
        }
        // Most values are no lists of lists, and are not looked into.
        (value, _) => Ok(value),
    }
}

/// The texts of items with the delimiter of the style between them.
pub(crate) fn joined(items: &[Value], style: Style) -> Result<String, Refusal> {
    let items: Vec<String> = items.iter().filter(|item| !item.is_null()).map(text).collect();
    let (delimiter, refusal) = delimiter(style).unwrap_or((',', Refusal::Comma));
    match items.iter().any(|item| item.contains(delimiter)) {
        true => Err(refusal),
        false => Ok(items.join(delimiter.encode_utf8(&mut [0; 4]))),
    }
}

fn written(
    name: &str,
    shape: &Shape<'_>,
    operator: Operator,
    (style, explode): (Style, bool),
    keep: Keep,
) -> Result<String, Refusal> {
    let named = |text: &str| match operator.named {
        true => pair(&encode(name, Keep::Unreserved), text, operator.if_empty),
        false => text.to_owned(),
    };
    let between = if explode { operator.between_exploded } else { operator.between };
    let item = |text: &str| apart(text, between, keep);
    let key = |text: &str| apart(text, between, Keep::Unreserved);
    let written = match shape {
        Shape::Undefined => named(""),
        _ if shape.is_undefined() => named(""),
        Shape::Text(text) if !operator.named => encode(text, keep).into_owned(),
        Shape::Text(text) => named(&encode(text, keep)),
        Shape::List(items) if explode => join(items.iter().map(|text| Ok(named(&item(text)?))), between)?,
        Shape::List(items) => named(&join(items.iter().map(|text| item(text)), between)?),
        Shape::Object(members) if explode => {
            let if_empty = if matches!(style, Style::Matrix) { "" } else { "=" };
            join(members.iter().map(|(name, text)| Ok(pair(&key(name)?, &item(text)?, if_empty))), between)?
        }
        Shape::Object(members) => {
            let flat = members.iter().flat_map(|(name, text)| [key(name), item(text)]);
            named(&join(flat, between)?)
        }
    };
    Ok(if operator.first.is_empty() { written } else { format!("{}{written}", operator.first) })
}

/// Writes a value as `name[key]=value`; the keys of objects inside objects are appended in brackets, and so are the
/// indices of arrays, from 0 (the specification leaves both undefined; parsers of nested queries read them so).
pub(crate) fn deep_object(name: &str, value: &Value, keep: Keep) -> Vec<String> {
    let members = deep_members(name, value);
    members.iter().map(|(path, text)| pair(&encode(path, Keep::Unreserved), &encode(text, keep), "=")).collect()
}

/// The same before anything is encoded: names and texts.
pub(super) fn deep_members(name: &str, value: &Value) -> Vec<(String, String)> {
    let mut members = Vec::new();
    deep_member(name, value, &mut members);
    members
}

fn deep_member(path: &str, value: &Value, pairs: &mut Vec<(String, String)>) {
    match value {
        Value::Null => {}
        Value::Array(items) => {
            let items = items.iter().filter(|item| !item.is_null()).enumerate();
            items.for_each(|(index, item)| deep_member(&format!("{path}[{index}]"), item, pairs));
        }
        Value::Object(members) => {
            members.iter().for_each(|(key, value)| deep_member(&format!("{path}[{key}]"), value, pairs));
        }
        Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            pairs.push((path.to_owned(), text(value)));
        }
    }
}

/// Whether style deepObject has a pair for anything of a value.
pub(super) fn has_pairs(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Array(items) => items.iter().any(has_pairs),
        Value::Object(members) => members.values().any(has_pairs),
        Value::Bool(_) | Value::Number(_) | Value::String(_) => true,
    }
}

fn pair(name: &str, text: &str, if_empty: &str) -> String {
    match text {
        "" => format!("{name}{if_empty}"),
        _ => format!("{name}={text}"),
    }
}

/// An item, encoded so that the delimiter next to it cannot be taken for a part of it. One that is a triplet itself may be there already.
fn apart(text: &str, delimiter: &str, keep: Keep) -> Result<String, Refusal> {
    let encoded = encode(text, keep);
    match delimiter {
        "%20" if encoded.contains("%20") => Err(Refusal::Space),
        "%09" if encoded.contains("%09") => Err(Refusal::Tab),
        "%7C" if encoded.contains("%7C") || encoded.contains("%7c") => Err(Refusal::Pipe),
        "," => Ok(encoded.replace(',', "%2C")),
        "." => Ok(encoded.replace('.', "%2E")),
        ";" => Ok(encoded.replace(';', "%3B")),
        _ => Ok(encoded.into_owned()),
    }
}

fn join(pieces: impl Iterator<Item = Result<String, Refusal>>, between: &str) -> Result<String, Refusal> {
    Ok(pieces.collect::<Result<Vec<_>, _>>()?.join(between))
}
