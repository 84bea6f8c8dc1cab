//! Objects: all properties, only those that are required, each property in each of its values, keys that nobody described.

use indexmap::IndexMap;
use regex::Regex;
use serde_json::{Map, Value, json};

use super::conjunction::{Conjunction, tag};
use super::document::Document;
use super::instance::Instance;
use super::scalar::{self, UNKNOWN, UNKNOWN_INTEGER};
use super::synthesis::{Direction, Synthesis};

/// A key that no description has.
pub(super) const EXTRA: &str = "zz_extra";
/// The most properties of objects that are varied as a whole.
const FEW: usize = 12;
/// The most values of one property.
const MOST_VALUES: usize = 14;

/// One property with what it can be.
struct Property<'d> {
    name: &'d str,
    required: bool,
    /// Whether null is one of many values, and no word for none.
    is_any: bool,
    values: Vec<Instance>,
}

/// What becomes of keys beyond the properties.
enum Beyond<'d> {
    /// They are kept, and have to be like this.
    Kept(Vec<&'d Value>),
    /// They are ignored.
    Ignored,
    /// None can be made up.
    Unknown,
}

pub(super) fn objects<'d>(synthesis: &mut Synthesis<'d>, all: &Conjunction<'d>) -> Vec<Instance> {
    let tags = tags(synthesis, all);
    let Some(mut properties) = properties(synthesis, all) else { return Vec::new() };
    fix_tags(synthesis.document, all, &tags, &mut properties);
    let undescribed = tags.iter().filter(|(name, _)| !all.describes(name));
    if undescribed.clone().count() > 0 && all.all("additionalProperties").any(Value::is_object) {
        // The tag would have to be what all other keys are.
        return Vec::new();
    }
    for (name, value) in undescribed {
        properties.push(Property {
            name,
            required: true,
            is_any: false,
            values: vec![Instance::new("tag", json!(value))],
        });
    }
    let beyond = beyond(all, properties.is_empty());
    let full = object(synthesis, "all properties", properties.iter().filter(|it| it.required || !synthesis.is_deep()));
    let mut small = object(synthesis, "only required", properties.iter().filter(|it| it.required));
    for property in properties.iter().filter(|it| it.required) {
        let smallest = property.values.iter().find(|value| value.minimal).unwrap_or(&property.values[0]);
        small.set(property.name, smallest);
    }
    small.minimal = true;
    let base = if properties.len() <= FEW { full.clone() } else { small.clone() };
    let mut made = vec![full, small.clone()];
    if let Beyond::Kept(schemas) = &beyond
        && properties.is_empty()
    {
        made.splice(0..0, keys(synthesis, schemas, all));
    }
    if synthesis.varying == 0 {
        return made;
    }
    made.extend(properties.iter().flat_map(|property| varied(synthesis, &base, property)));
    made.extend(extra(synthesis, &base, &beyond));
    for (name, _) in &tags {
        let value = match base.value.get(*name) {
            Some(Value::Number(_)) => json!(UNKNOWN_INTEGER),
            Some(Value::String(_)) | None => json!(UNKNOWN),
            // One that is true or false has no third value, and all else is no tag.
            Some(_) => continue,
        };
        let mut unknown = base.clone();
        unknown.set(name, &Instance::new("unknown tag", value));
        unknown.label = format!("/{name}: unknown tag");
        made.push(unknown);
    }
    if properties.len() <= FEW {
        let alone = properties.iter().filter(|property| !property.required);
        made.extend(alone.map(|property| {
            let mut instance = small.clone();
            put(synthesis, &mut instance, property, &property.values[0]);
            instance.label = format!("only required and {}", property.name);
            instance.minimal = false;
            instance
        }));
    }
    made
}

/// What the discriminators ask for: that of the union the value is in, those of the bases that are extended, those of other
/// unions that list the component.
fn tags<'d>(synthesis: &Synthesis<'d>, all: &Conjunction<'d>) -> Vec<(&'d str, String)> {
    let document = synthesis.document;
    let mut tags = all.tags.clone();
    let inherited = all.all("discriminator").filter_map(Value::as_object).filter_map(|it| tag(it, &all.names));
    let listed = all.names.iter().filter_map(|name| document.tag_of(name));
    for (property, value) in inherited.chain(listed.map(|(property, value)| (property, value.to_owned()))) {
        if all.describes(property) && tags.iter().all(|(known, _)| *known != property) {
            tags.push((property, value));
        }
    }
    tags
}

/// The properties; none where one that is required cannot have a value.
fn properties<'d>(synthesis: &mut Synthesis<'d>, all: &Conjunction<'d>) -> Option<Vec<Property<'d>>> {
    let mut schemas = IndexMap::<&str, Vec<&Value>>::new();
    for (name, schema) in all.all("properties").filter_map(Value::as_object).flatten() {
        schemas.entry(name).or_default().push(schema);
    }
    let required: Vec<&str> =
        all.all("required").filter_map(Value::as_array).flatten().filter_map(Value::as_str).collect();
    let mut properties = Vec::new();
    for (name, schemas) in &schemas {
        if hidden(synthesis, schemas) {
            continue;
        }
        let required = required.contains(name);
        let mut values = if required || !synthesis.is_deep() { synthesis.place(schemas, &[]) } else { Vec::new() };
        values.truncate(MOST_VALUES);
        match (values.is_empty(), required) {
            (true, true) => return None,
            (true, false) => {}
            (false, _) => {
                let said = Conjunction::of(synthesis.document, schemas);
                let is_any = said.is_some_and(|said| said.kinds().is_none() && said.choices.is_empty());
                properties.push(Property { name, required, is_any, values });
            }
        }
    }
    for name in required.into_iter().filter(|name| !schemas.contains_key(name)) {
        if !properties.iter().any(|property| property.name == name) {
            let schemas = by_key(all, name);
            let values = if schemas.is_empty() { Vec::new() } else { synthesis.place(&schemas, &[]) };
            let is_any = values.is_empty();
            let values = if is_any { scalar::anything() } else { values };
            properties.push(Property { name, required: true, is_any, values });
        }
    }
    Some(properties)
}

/// Whether a property is not in values of this direction.
fn hidden(synthesis: &Synthesis<'_>, schemas: &[&Value]) -> bool {
    let word = match synthesis.direction {
        Direction::Sent => "readOnly",
        Direction::Received => "writeOnly",
    };
    Conjunction::of(synthesis.document, schemas).is_some_and(|all| all.says(word))
}

/// What describes a key that no property describes: the patterns that it matches, or else what is said of all others.
fn by_key<'d>(all: &Conjunction<'d>, key: &str) -> Vec<&'d Value> {
    let patterns = all.all("patternProperties").filter_map(Value::as_object).flatten();
    // What is not understood may match: nobody would ask for a key that nothing allows.
    let is_matched = |pattern: &str| Regex::new(pattern).map_or(true, |pattern| pattern.is_match(key));
    let matched: Vec<&Value> = patterns.filter(|(pattern, _)| is_matched(pattern)).map(|(_, schema)| schema).collect();
    match matched.is_empty() {
        true => all.all("additionalProperties").filter(|value| value.is_object()).collect(),
        false => matched,
    }
}

fn fix_tags(document: &Document, all: &Conjunction<'_>, tags: &[(&str, String)], properties: &mut [Property<'_>]) {
    for (name, value) in tags {
        for property in properties.iter_mut().filter(|property| property.name == *name) {
            let Some(tag) = typed(value, &property.values) else { continue };
            let schemas: Vec<&Value> = all.all("properties").filter_map(|properties| properties.get(name)).collect();
            let said = Conjunction::of(document, &schemas).filter(|said| said.choices.is_empty());
            // A list that does not have the tag says better what the property is.
            if said.and_then(|said| said.listed()).is_none_or(|values| values.contains(&&tag)) {
                property.values = vec![Instance::new("tag", tag)];
            }
            property.required = true;
        }
    }
}

/// The tag as the property has it: a mapping has text for a number too. None where the property is a list or an object.
fn typed(tag: &str, values: &[Instance]) -> Option<Value> {
    let is_there = |kind: fn(&Value) -> bool| values.iter().any(|it| kind(&it.value));
    let written = serde_json::from_str::<Value>(tag).ok();
    let written = written
        .filter(|it| it.is_number() && is_there(Value::is_number) || it.is_boolean() && is_there(Value::is_boolean));
    match is_there(Value::is_string) {
        true => Some(json!(tag)),
        false => written.or_else(|| (!is_there(Value::is_array) && !is_there(Value::is_object)).then(|| json!(tag))),
    }
}

fn object<'p, 'd: 'p>(
    synthesis: &Synthesis<'_>,
    label: &str,
    properties: impl Iterator<Item = &'p Property<'d>>,
) -> Instance {
    let mut object = Instance::new(label, Value::Object(Map::new()));
    for property in properties {
        let plain = property.values.iter().find(|value| !value.value.is_null()).unwrap_or(&property.values[0]);
        put(synthesis, &mut object, property, plain);
    }
    object
}

/// Null in a key that may be missing means the same where nobody sends it, or where any value may stand.
fn put(synthesis: &Synthesis<'_>, object: &mut Instance, property: &Property<'_>, value: &Instance) {
    if value.value.is_null() && !property.required && (property.is_any || !synthesis.keeps_null) {
        object.set_droppable(property.name, value);
    } else {
        object.set(property.name, value);
    }
}

fn varied(synthesis: &Synthesis<'_>, base: &Instance, property: &Property<'_>) -> Vec<Instance> {
    let vary = |value: &Instance| {
        let mut instance = base.clone();
        put(synthesis, &mut instance, property, value);
        let separator = if value.label.starts_with('/') { "" } else { ": " };
        instance.label = format!("/{}{separator}{}", property.name, value.label);
        instance.minimal = false;
        instance
    };
    property.values.iter().skip(1).map(vary).collect()
}

fn beyond<'d>(all: &Conjunction<'d>, is_free: bool) -> Beyond<'d> {
    let patterns: Vec<&Value> =
        all.all("patternProperties").filter_map(Value::as_object).flat_map(Map::values).collect();
    let said: Vec<&Value> = all.all("additionalProperties").collect();
    if !patterns.is_empty() {
        // Keys for a pattern are not made up where there are others.
        return if is_free { Beyond::Kept(patterns) } else { Beyond::Unknown };
    }
    if said.iter().any(|value| **value == Value::Bool(false)) {
        return Beyond::Ignored;
    }
    let has_properties = all.all("properties").filter_map(Value::as_object).any(|properties| !properties.is_empty());
    if said.is_empty() && (has_properties || !is_free || !all.tags.is_empty()) {
        return Beyond::Ignored;
    }
    Beyond::Kept(said.into_iter().filter(|value| value.is_object()).collect())
}

/// A map with a key for each value.
fn keys<'d>(synthesis: &mut Synthesis<'d>, schemas: &[&'d Value], all: &Conjunction<'d>) -> Vec<Instance> {
    let values = beyond_values(synthesis, schemas);
    let least = all.all("minProperties").filter_map(Value::as_u64).max().unwrap_or(0);
    let names: Vec<String> = (1..=least.clamp(1, 8)).map(|index| format!("key {index}")).collect();
    let map = |value: &Instance| {
        let mut map = Instance::object("map", names.iter().map(|name| (name.as_str(), value)));
        map.label = format!("/*: {}", value.label);
        map
    };
    values.iter().map(map).collect()
}

fn beyond_values<'d>(synthesis: &mut Synthesis<'d>, schemas: &[&'d Value]) -> Vec<Instance> {
    if schemas.is_empty() { scalar::anything() } else { synthesis.place(schemas, &[]) }
}

/// One more key, which is kept or not.
fn extra<'d>(synthesis: &mut Synthesis<'d>, base: &Instance, beyond: &Beyond<'d>) -> Vec<Instance> {
    let with = |value: &Instance, is_kept: bool| {
        let mut instance = base.clone();
        if is_kept {
            instance.set(EXTRA, value)
        } else {
            instance.set_droppable(EXTRA, value)
        }
        instance.label = format!("/{EXTRA}: {}", value.label);
        instance.minimal = false;
        instance
    };
    match beyond {
        Beyond::Kept(schemas) => {
            beyond_values(synthesis, schemas).iter().take(MOST_VALUES).map(|value| with(value, true)).collect()
        }
        Beyond::Unknown => Vec::new(),
        Beyond::Ignored => vec![with(&Instance::new("extra key", json!({"a": [1]})), false)],
    }
}
