//! Schemas that list several types, on the plain tree.

use serde_json::{Map, Value};

use super::rewrite;

/// Keywords of a schema that are about no values, and stay where a list of types becomes a choice.
const WORDS: &[&str] =
    &["title", "description", "deprecated", "default", "example", "examples", "readOnly", "writeOnly"];

/// The tree with a choice of schemas in the place of each list of types, `type: [string, integer]`: of each type one that says all else
/// too, with the listed values that are of it.
pub(super) fn parted(value: Value) -> Value {
    rewrite::objects(value, &|members| match types(&members) {
        Some(types) => choice(members, &types),
        None => members,
    })
}

/// The types of a schema that lists several beside null, and leaves it to them what its values are.
fn types(members: &Map<String, Value>) -> Option<Vec<String>> {
    let listed = members.get("type")?.as_array()?;
    let types: Vec<String> = listed.iter().map(|name| name.as_str().map(str::to_owned)).collect::<Option<_>>()?;
    let composed = ["$ref", "allOf", "anyOf", "oneOf"].iter().any(|keyword| members.contains_key(*keyword));
    (types.iter().filter(|name| *name != "null").count() > 1 && !composed).then_some(types)
}

fn choice(members: Map<String, Value>, types: &[String]) -> Map<String, Value> {
    let (mut outside, inside): (Map<_, _>, Map<_, _>) =
        members.into_iter().partition(|(key, _)| WORDS.contains(&key.as_str()) || key.starts_with("x-"));
    let alternatives = types.iter().filter(|name| has_values(&inside, name)).map(|name| {
        let mut alternative = inside.clone();
        alternative.insert("type".to_owned(), name.as_str().into());
        if let Some(values) = alternative.get_mut("enum").and_then(Value::as_array_mut) {
            values.retain(|value| is_of(value, name));
        }
        alternative
    });
    let mut alternatives: Vec<Map<String, Value>> = alternatives.collect();
    match alternatives.pop() {
        Some(only) if alternatives.is_empty() => outside.extend(only),
        last => {
            let all = alternatives.into_iter().chain(last).map(Value::Object);
            outside.insert("anyOf".to_owned(), all.collect());
        }
    }
    outside
}

/// Whether a value that is listed, or the constant, is of a type.
fn has_values(members: &Map<String, Value>, name: &str) -> bool {
    let is_constant = members.get("const").is_none_or(|value| is_of(value, name));
    let listed = members.get("enum").and_then(Value::as_array);
    is_constant && listed.is_none_or(|values| values.iter().any(|value| is_of(value, name)))
}

fn is_of(value: &Value, name: &str) -> bool {
    match name {
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64() || value.as_f64().is_some_and(|number| number.fract() == 0.0),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        "array" => value.is_array(),
        _ => value.is_object(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn several_types_are_a_choice_that_says_all_else_of_each() {
        let limit = json!({
            "type": ["string", "integer", "null"], "title": "Limit", "x-since": 2, "minimum": 1, "enum": ["none", 5, null],
        });
        let expected = json!({
            "title": "Limit",
            "x-since": 2,
            "anyOf": [
                {"minimum": 1, "enum": ["none"], "type": "string"},
                {"minimum": 1, "enum": [5], "type": "integer"},
                {"minimum": 1, "enum": [null], "type": "null"},
            ],
        });
        assert_eq!(parted(json!({"properties": {"limit": limit}})), json!({"properties": {"limit": expected}}));
    }

    #[test]
    fn a_type_that_no_value_has_is_none() {
        let constant = json!({"type": ["string", "integer"], "title": "Five", "const": 5});
        assert_eq!(parted(constant), json!({"title": "Five", "const": 5, "type": "integer"}));
        let level = json!({"type": ["string", "integer", "null"], "enum": ["low", null]});
        let expected = json!({"anyOf": [{"enum": ["low"], "type": "string"}, {"enum": [null], "type": "null"}]});
        assert_eq!(parted(level), expected);
    }

    #[test]
    fn what_says_itself_what_its_values_are_stays() {
        for schema in [
            json!({"type": ["string", "null"]}),
            json!({"type": "string"}),
            json!({"type": ["string", "integer"], "oneOf": [{"minLength": 1}, {"minimum": 1}]}),
            json!({"type": ["string", 7]}),
        ] {
            assert_eq!(parted(schema.clone()), schema);
        }
    }
}
