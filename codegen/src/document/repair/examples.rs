//! Examples that are not Example Objects: they only serve documentation, so every form of them is taken.

use serde_json::{Map, Value, json};

use super::Fix;
use crate::diagnostic::catalogue;
use crate::document::objects;

/// Brings `examples` of a parameter, a header or a media type to a map of Example Objects.
pub(super) fn of_another_form(fix: &mut Fix<'_>) {
    let meant = match fix.get("examples") {
        Some(Value::Object(examples)) if examples.values().all(is_example) => return,
        Some(Value::Object(examples)) if is_example_object(examples) => {
            json!({"example": examples})
        }
        Some(Value::Object(examples)) => {
            examples.iter().map(|(name, example)| (name.clone(), wrapped(example))).collect::<Map<_, _>>().into()
        }
        Some(Value::Array(examples)) => {
            let numbered =
                examples.iter().enumerate().map(|(index, example)| (format!("example{}", index + 1), wrapped(example)));
            numbered.collect::<Map<_, _>>().into()
        }
        Some(Value::Null) | None => return,
        Some(other) => json!({"example": {"value": other}}),
    };
    fix.report(&catalogue::EXAMPLES_READ, "examples", "these are not Example Objects; they are read as their values")
        .at_key();
    fix.set("examples", meant);
}

/// `examples` of a schema as a media type has them: a schema has a list of the values (JSON Schema 2020-12 Validation, section 9.5).
pub(super) fn map_in_a_schema(fix: &mut Fix<'_>) {
    let Some(Value::Object(examples)) = fix.get("examples") else { return };
    let named: Option<Vec<Value>> = examples.values().map(|example| example.get("value").cloned()).collect();
    let (values, message) = match named.filter(|_| examples.values().all(is_example)) {
        Some(values) => (values, "`examples` of a schema is a list; the values of these are read"),
        None => (vec![json!(examples)], "`examples` of a schema is a list; this is read as its only value"),
    };
    fix.report(&catalogue::EXAMPLES_READ, "examples", message).at_key().help("write `examples: [...]`");
    fix.set("examples", values);
}

fn is_example(example: &Value) -> bool {
    example.as_object().is_some_and(is_example_object)
}

/// Whether all members are such that an Example Object has.
fn is_example_object(members: &Map<String, Value>) -> bool {
    let known = |key: &String| key == "$ref" || objects::EXAMPLE.field(key).is_some() || key.starts_with("x-");
    let texts = ["$ref", "summary", "description", "externalValue", "serializedValue"];
    members.keys().all(known) && texts.iter().all(|key| members.get(*key).is_none_or(Value::is_string))
}

fn wrapped(example: &Value) -> Value {
    if is_example(example) { example.clone() } else { json!({"value": example}) }
}
