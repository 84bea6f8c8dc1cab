//! Documented response headers as typed values, read leniently: what is missing or malformed is none.
//!
//! In comes the header map, out go values. A text is tried as the type itself, then as the number or boolean that it
//! spells, then as a list (RFC 9110 section 5.6.1).

use http::HeaderMap;
use serde_json::Value;

use crate::codec::{self, Decode};

/// The documented headers of a reply.
pub trait FromHeaders: Sized {
    /// Reads them; nothing fails.
    fn from_headers(headers: &HeaderMap) -> Self;
}

impl FromHeaders for () {
    fn from_headers(_: &HeaderMap) -> Self {}
}

/// One header, if it is there and reads as a `T`.
pub fn documented_header<T: Decode>(headers: &HeaderMap, name: &str) -> Option<T> {
    let lines = headers.get_all(name).iter().map(|value| String::from_utf8_lossy(value.as_bytes()).trim().to_owned());
    let lines: Vec<String> = lines.collect();
    let first = lines.first()?;
    let items = || lines.iter().flat_map(|line| line.split(',')).map(str::trim).filter(|item| !item.is_empty());
    let one = || codec::from_value(&Value::String(first.clone())).ok();
    let spelled = || codec::from_value(&scalar(first)?).ok();
    let texts = || codec::from_value(&items().map(Value::from).collect()).ok();
    let scalars = || codec::from_value(&items().map(scalar).collect::<Option<_>>()?).ok();
    one().or_else(spelled).or_else(texts).or_else(scalars)
}

/// The number or boolean that a text spells in JSON.
fn scalar(text: &str) -> Option<Value> {
    let value: Value = serde_json::from_str(text).ok()?;
    matches!(value, Value::Number(_) | Value::Bool(_)).then_some(value)
}

/// Makes a struct of `Option` fields the documented headers of a reply.
#[doc(hidden)]
#[macro_export]
macro_rules! headers {
    ($name:ident { $($field:ident = $header:literal;)* }) => {
        impl $crate::private::FromHeaders for $name {
            fn from_headers(headers: &$crate::private::HeaderMap) -> Self {
                Self { $($field: $crate::private::documented_header(headers, $header)),* }
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    #[derive(Debug, Default, PartialEq)]
    struct Documented {
        etag: Option<String>,
        digits: Option<String>,
        remaining: Option<i64>,
        ratio: Option<f64>,
        cached: Option<bool>,
        tags: Option<Vec<String>>,
        numbers: Option<Vec<i64>>,
    }

    headers! { Documented {
        etag = "ETag";
        digits = "X-Digits";
        remaining = "RateLimit-Remaining";
        ratio = "X-Ratio";
        cached = "X-Cached";
        tags = "X-Tags";
        numbers = "X-Numbers";
    } }

    fn read(lines: &[(&'static str, &'static str)]) -> Documented {
        let mut headers = HeaderMap::new();
        for (name, value) in lines {
            headers.append(*name, HeaderValue::from_static(value));
        }
        Documented::from_headers(&headers)
    }

    #[test]
    fn headers_are_read_as_their_types() {
        let documented = read(&[
            ("etag", "\"a,b\""),
            ("x-digits", "007"),
            ("ratelimit-remaining", " 12 "),
            ("x-ratio", "0.5"),
            ("x-cached", "true"),
            ("x-tags", "a, b"),
            ("x-tags", "c"),
            ("x-numbers", "1,2"),
        ]);
        let expected = Documented {
            etag: Some("\"a,b\"".to_owned()),
            digits: Some("007".to_owned()),
            remaining: Some(12),
            ratio: Some(0.5),
            cached: Some(true),
            tags: Some(vec!["a".to_owned(), "b".to_owned(), "c".to_owned()]),
            numbers: Some(vec![1, 2]),
        };
        assert_eq!(documented, expected);
    }

    #[test]
    fn what_is_missing_or_malformed_is_none() {
        let documented = read(&[("ratelimit-remaining", "many"), ("x-cached", "yes"), ("x-numbers", "1,x")]);
        assert_eq!(documented, Documented::default());
    }
}
