//! Cookies as they are: style `cookie` (OpenAPI 3.2.0, sections 4.12.3 and D).
//!
//! In come a declared [`Param`] and the shape of its value, out go pairs for the `Cookie` header (RFC 6265 section 4.2.1). Nothing is
//! escaped: what would need it is for the caller to write. What would make another pair is refused.
//!
//! | explode | `"blue"`     | `["blue","black"]`         | `{"R":100,"G":200}` |
//! |---------|--------------|----------------------------|---------------------|
//! | true    | `color=blue` | `color=blue; color=black`  | `R=100; G=200`      |
//! | false   | `color=blue` | `color=blue,black`         | `color=R,100,G,200` |

use super::param::Param;
use super::style::Shape;

/// The pairs; none for a value that is undefined.
pub(super) fn write(param: &Param, shape: &Shape<'_>) -> Result<Option<String>, &'static str> {
    if shape.is_undefined() {
        return Ok(None);
    }
    let Param { name, explode, .. } = *param;
    let pairs = match shape {
        Shape::Undefined => return Ok(None),
        Shape::Text(text) => vec![pair(name, text)?],
        Shape::List(items) if explode => items.iter().map(|item| pair(name, item)).collect::<Result<_, _>>()?,
        Shape::Object(members) if explode => {
            members.iter().map(|(key, value)| pair(key, value)).collect::<Result<_, _>>()?
        }
        Shape::List(items) => vec![pair(name, &listed(items.iter().map(String::as_str))?)?],
        Shape::Object(members) => {
            let flat = members.iter().flat_map(|(key, value)| [key.as_str(), value.as_str()]);
            vec![pair(name, &listed(flat)?)?]
        }
    };
    Ok(Some(pairs.join("; ")))
}

/// One pair. A semicolon in it would begin another one, and so would the first `=` of a name.
fn pair(name: &str, value: &str) -> Result<String, &'static str> {
    match name.contains([';', '=']) || value.contains(';') {
        true => Err("a cookie cannot hold `;`, nor its name `=`: nothing is escaped in style cookie"),
        false => Ok(format!("{name}={value}")),
    }
}

fn listed<'a>(items: impl Iterator<Item = &'a str>) -> Result<String, &'static str> {
    let items: Vec<&str> = items.collect();
    match items.iter().any(|item| item.contains(',')) {
        true => Err("an item with a `,` cannot be told apart in style cookie"),
        false => Ok(items.join(",")),
    }
}
