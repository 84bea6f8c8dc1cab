//! Schemas of several types (JSON Schema 2020-12 Validation, section 6.1.1): each is a choice of one schema for each type, with what
//! says something about its values. It is how they are written, and no slip.

use serde_json::{Map, Value};

use super::Fix;
use super::values::{fits, whole};
use crate::document::version::Version;

/// Keywords that say something about the values of some types only (JSON Schema 2020-12 Validation, sections 6.2 to 6.5, 7 and 8; Core,
/// sections 10.3 and 11).
const OF_SOME: &[(&[&str], &[&str])] = &[
    (&["string"], &["minLength", "maxLength", "pattern", "contentEncoding", "contentMediaType", "contentSchema"]),
    (&["integer", "number"], &["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"]),
    (&["string", "integer", "number"], &["format"]),
    (
        &["array"],
        &[
            "items",
            "prefixItems",
            "contains",
            "minContains",
            "maxContains",
            "minItems",
            "maxItems",
            "uniqueItems",
            "unevaluatedItems",
        ],
    ),
    (
        &["object"],
        &[
            "properties",
            "required",
            "additionalProperties",
            "patternProperties",
            "propertyNames",
            "minProperties",
            "maxProperties",
            "unevaluatedProperties",
            "dependentSchemas",
            "dependentRequired",
        ],
    ),
];

/// What says by itself which types there are: a list of them is no choice of its own there.
const COMPOSITIONS: &[&str] = &["$ref", "$dynamicRef", "allOf", "anyOf", "oneOf"];

/// `type: [string, integer]`. One type beside null is left as it is.
pub(super) fn several(fix: &mut Fix<'_>) {
    let Some(Value::Array(types)) = fix.get("type") else { return };
    let names: Vec<String> = types.iter().filter_map(Value::as_str).map(str::to_owned).collect();
    if names.len() > 1 && of_constant(fix, &names) {
        return;
    }
    if names.iter().filter(|name| *name != "null").count() > 1 {
        split(fix, &names);
    }
}

/// A constant beside a list of types has one of them (JSON Schema 2020-12 Validation, section 6.1.3): the others say nothing. One that has
/// none of them is told as beside the first.
pub(super) fn of_constant(fix: &mut Fix<'_>, names: &[String]) -> bool {
    let Some(value) = fix.members.get("const") else { return false };
    let is_its_type = |name: &&String| if value.is_null() { *name == "null" } else { is_of(value, name) };
    let Some(name) = names.iter().find(is_its_type).or(names.first()) else { return false };
    fix.set("type", name.as_str());
    true
}

/// `format: int-or-string` (registry of OpenAPI formats), as Kubernetes has it: what says `type: string` is a number too.
pub(super) fn int_or_string(fix: &mut Fix<'_>) {
    let is_text = fix.text("type").is_none_or(|name| name == "string");
    if fix.text("format") != Some("int-or-string") || !is_text || fix.has("enum") {
        return;
    }
    fix.take("format");
    split(fix, &["integer".to_owned(), "string".to_owned()]);
}

/// `format` beside several alternatives is said of each of them (JSON Schema 2020-12 Core, section 10.2): those that are written here and
/// have none of their own get it.
pub(super) fn format_of_alternatives(fix: &mut Fix<'_>) {
    let Some(format) = fix.text("format").map(str::to_owned) else { return };
    for keyword in ["anyOf", "oneOf"] {
        let Some(Value::Array(choices)) = fix.get(keyword) else { continue };
        let takes = |choice: &Value| {
            let is_of_text =
                matches!(choice.get("type").and_then(Value::as_str), Some("string" | "integer" | "number"));
            is_of_text && choice.get("format").is_none()
        };
        let taking: Vec<usize> = (0..choices.len()).filter(|index| takes(&choices[*index])).collect();
        for index in taking {
            let choices = fix.members.get_mut(keyword).and_then(Value::as_array_mut);
            let Some(choice) = choices.and_then(|choices| choices[index].as_object_mut()) else { continue };
            choice.insert("format".to_owned(), format.as_str().into());
            fix.moved("format", &[keyword, &index.to_string(), "format"]);
        }
    }
}

/// Puts a choice of these types in the place of them all.
pub(super) fn split(fix: &mut Fix<'_>, names: &[String]) {
    let is_composed = COMPOSITIONS.iter().any(|keyword| fix.has(keyword));
    if is_composed && fix.version >= Version::V3_1 {
        return;
    }
    fix.take("type");
    if is_composed {
        return;
    }
    let names = with_values(fix, names);
    match names.as_slice() {
        [name] => return fix.set("type", name.as_str()),
        // Null may stand at either place.
        [_, _] if names.iter().any(|name| name == "null") => return fix.set("type", names),
        _ => {}
    }
    let listed = fix.take("enum");
    let mut choices: Vec<Map<String, Value>> = names.iter().map(|name| of_type(name, listed.as_ref())).collect();
    for (types, keywords) in OF_SOME {
        for keyword in *keywords {
            let Some(value) = fix.take(keyword) else { continue };
            for (index, _) in names.iter().enumerate().filter(|(_, name)| types.contains(&name.as_str())) {
                choices[index].insert((*keyword).to_owned(), value.clone());
                fix.moved(keyword, &["anyOf", &index.to_string(), keyword]);
            }
        }
    }
    fix.set("anyOf", choices.into_iter().map(Value::Object).collect::<Value>());
}

/// The types that the values listed have: no value has another one.
fn with_values(fix: &Fix<'_>, names: &[String]) -> Vec<String> {
    let Some(values) = fix.get("enum").and_then(Value::as_array) else { return names.to_vec() };
    let is_listed = |name: &str| values.iter().any(|value| !value.is_null() && is_of(value, name));
    match names.iter().any(|name| name != "null" && is_listed(name)) {
        true => names.iter().filter(|name| *name == "null" || is_listed(name)).cloned().collect(),
        false => names.to_vec(),
    }
}

/// A schema of one type, with those of the values listed that are of it.
fn of_type(name: &str, listed: Option<&Value>) -> Map<String, Value> {
    let mut members = Map::new();
    members.insert("type".to_owned(), name.into());
    if let Some(values) = listed.and_then(Value::as_array).filter(|_| name != "null") {
        let own: Vec<Value> = values.iter().filter(|value| is_of(value, name)).cloned().collect();
        if !own.is_empty() {
            members.insert("enum".to_owned(), own.into());
        }
    }
    members
}

/// Whether a value is of a type, as what has lists of types sees it: a number without a fraction is an integer.
fn is_of(value: &Value, name: &str) -> bool {
    fits(value, name) || name == "integer" && value.as_number().and_then(whole).is_some()
}
