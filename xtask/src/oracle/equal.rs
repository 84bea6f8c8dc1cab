//! JSON values that mean the same: numbers by value, keys in any order. Where two do not, the first place that differs.

use serde_json::{Map, Number, Value};

/// Where two values differ first.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// Keys and indices from the root, as in a JSON pointer.
    pub path: Vec<String>,
    /// What is wrong there.
    pub kind: Kind,
}

/// How a value differs from the one that was expected.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// A key is gone, with its value.
    Lost(Value),
    /// A key has come.
    Added(Value),
    /// Another value: expected and found.
    Other(Value, Value),
}

/// The first place at which `found` is not what was `expected`.
#[must_use]
pub fn difference(expected: &Value, found: &Value) -> Option<Difference> {
    match (expected, found) {
        (Value::Object(expected), Value::Object(found)) => of_objects(expected, found),
        (Value::Array(expected), Value::Array(found)) if expected.len() == found.len() => {
            let mut pairs = expected.iter().zip(found).enumerate();
            pairs.find_map(|(index, (expected, found))| Some(difference(expected, found)?.below(&index.to_string())))
        }
        (Value::Number(expected), Value::Number(found)) if same_number(expected, found) => None,
        _ if expected == found => None,
        _ => Some(Difference { path: Vec::new(), kind: Kind::Other(expected.clone(), found.clone()) }),
    }
}

fn of_objects(expected: &Map<String, Value>, found: &Map<String, Value>) -> Option<Difference> {
    let at = |key: &str, kind| Some(Difference { path: vec![key.to_owned()], kind });
    for (key, value) in expected {
        let difference = match found.get(key) {
            Some(found) => difference(value, found).map(|difference| difference.below(key)),
            None => at(key, Kind::Lost(value.clone())),
        };
        if difference.is_some() {
            return difference;
        }
    }
    let (key, value) = found.iter().find(|(key, _)| !expected.contains_key(*key))?;
    at(key, Kind::Added(value.clone()))
}

/// Exact for integers, however they are written; `2` and `2.0` are the same.
fn same_number(one: &Number, other: &Number) -> bool {
    match (whole(one), whole(other)) {
        (Some(one), Some(other)) => one == other,
        (None, None) => one.as_f64() == other.as_f64(),
        _ => false,
    }
}

#[expect(clippy::cast_possible_truncation, reason = "checked to be a whole number that fits")]
fn whole(number: &Number) -> Option<i128> {
    if let Some(integer) = number.as_i128() {
        return Some(integer);
    }
    number.as_f64().filter(|float| float.fract() == 0.0 && float.abs() < 1e30).map(|float| float as i128)
}

impl Difference {
    fn below(mut self, key: &str) -> Self {
        self.path.insert(0, key.to_owned());
        self
    }

    /// The place as a JSON pointer.
    #[must_use]
    pub fn pointer(&self) -> String {
        self.path.iter().map(|key| format!("/{key}")).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(expected: &str, found: &str) -> Option<String> {
        let read = |text: &str| serde_json::from_str::<Value>(text).unwrap();
        difference(&read(expected), &read(found)).map(|difference| difference.pointer())
    }

    #[test]
    fn numbers_are_compared_by_value() {
        assert_eq!(place("[1, 1e3, 2.50]", "[1.0, 1000, 2.5]"), None);
        assert_eq!(place("9007199254740993", "9007199254740992"), Some(String::new()));
        assert_eq!(place("9007199254740993", "9007199254740992.0"), Some(String::new()));
        assert_eq!(place("18446744073709551615", "18446744073709551615"), None);
        assert_eq!(place("1", "\"1\""), Some(String::new()));
    }

    #[test]
    fn the_first_place_is_told() {
        assert_eq!(place(r#"{"a": 1, "b": {"c": [1]}}"#, r#"{"b": {"c": [1]}, "a": 1}"#), None);
        assert_eq!(place(r#"{"b": {"c": [1]}}"#, r#"{"b": {"c": [2]}}"#).as_deref(), Some("/b/c/0"));
        assert_eq!(place(r#"{"b": null}"#, "{}").as_deref(), Some("/b"));
        assert_eq!(place("{}", r#"{"b": null}"#).as_deref(), Some("/b"));
        assert_eq!(place("[1]", "[1, 2]").as_deref(), Some(""));
    }
}
