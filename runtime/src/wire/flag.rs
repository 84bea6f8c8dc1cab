//! The property of a body that says whether the success is a stream: an operation that has one sets it in whatever is sent.

use serde_json::{Map, Value};

use crate::codec::{self, Encode, EncodeError};

/// Its name and its value.
pub(crate) type Flag = (&'static str, bool);

/// A value as JSON, with the flag in it. What is no object has no room for it and stays as it is.
pub(crate) fn json(value: &dyn Encode, flag: Option<Flag>) -> Result<Vec<u8>, EncodeError> {
    let Some(flag) = flag else { return codec::to_vec(value) };
    let mut tree = codec::to_value(value)?;
    if let Value::Object(members) = &mut tree {
        set(members, flag);
    }
    codec::to_vec(&tree)
}

/// Where nothing else is sent.
pub(crate) fn alone(flag: Flag) -> Vec<u8> {
    let mut members = Map::new();
    set(&mut members, flag);
    Value::Object(members).to_string().into_bytes()
}

/// In the place of a value that the caller has set, or behind all others.
pub(crate) fn set(members: &mut Map<String, Value>, (name, value): Flag) {
    members.insert(name.to_owned(), Value::Bool(value));
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{alone, json};

    fn text(value: Value) -> String {
        String::from_utf8(json(&value, Some(("stream", true))).unwrap()).unwrap()
    }

    #[test]
    fn the_flag_is_set_whatever_the_caller_says() {
        assert_eq!(text(json!({"a": 1})), r#"{"a":1,"stream":true}"#);
        assert_eq!(text(json!({"stream": false, "a": 1})), r#"{"stream":true,"a":1}"#);
        assert_eq!(text(json!({})), String::from_utf8(alone(("stream", true))).unwrap());
    }

    #[test]
    fn what_is_no_object_stays_as_it_is() {
        assert_eq!(text(json!([1])), "[1]");
        assert_eq!(json(&json!({"a": 1}), None).unwrap(), br#"{"a":1}"#);
    }
}
