//! Edits that the author of a description makes to schemas and parameters.

use serde_json::{Value, json};

use crate::mutant::Chance;

/// Names of properties that are something else already: methods of traits, and of the crate's own types.
const NAMES: &[&str] =
    &["default", "clone", "into", "eq", "new", "extra", "id_null", "name_null", "email_null", "Id", "NAME"];

/// A description with one to three edits.
pub(crate) fn edited(tree: &Value, chance: &mut Chance) -> Value {
    let mut tree = tree.clone();
    for _ in 0..=chance.below(3) {
        let mut sites = Vec::new();
        collect(&tree, String::new(), &mut sites);
        if sites.is_empty() {
            return tree;
        }
        let site = chance.of(&sites).clone();
        let targets = components(&tree);
        if let Some(site) = tree.pointer_mut(&site) {
            edit(site, &targets, chance);
        }
    }
    tree
}

/// The pointers of schemas and parameters.
fn collect(tree: &Value, pointer: String, sites: &mut Vec<String>) {
    let children: Vec<(String, &Value)> = match tree {
        Value::Object(map) => {
            map.iter().map(|(key, value)| (key.replace('~', "~0").replace('/', "~1"), value)).collect()
        }
        Value::Array(list) => list.iter().enumerate().map(|(index, value)| (index.to_string(), value)).collect(),
        _ => return,
    };
    let is_site = ["properties", "enum", "type", "$ref", "in", "oneOf", "anyOf", "allOf", "parameters", "content"];
    if is_site.iter().any(|key| tree.get(key).is_some()) {
        sites.push(pointer.clone());
    }
    for (key, value) in children {
        collect(value, format!("{pointer}/{key}"), sites);
    }
}

fn components(tree: &Value) -> Vec<String> {
    let schemas = tree.pointer("/components/schemas").and_then(Value::as_object);
    schemas.into_iter().flatten().map(|(name, _)| format!("#/components/schemas/{name}")).collect()
}

fn edit(site: &mut Value, targets: &[String], chance: &mut Chance) {
    if let (Some(reference), false) = (site.get_mut("$ref"), targets.is_empty()) {
        *reference = chance.of(targets).as_str().into();
        return;
    }
    if site.get("in").is_some() {
        return parameter(site, chance);
    }
    for list in ["oneOf", "anyOf", "parameters"] {
        if let Some(Value::Array(list)) = site.get_mut(list) {
            return reordered(list, chance);
        }
    }
    if let Some(Value::Object(content)) = site.get_mut("content") {
        if let Some((_, media)) = content.iter().next().map(|(key, media)| (key.clone(), media.clone())) {
            content.insert((*chance.of(&["text/plain", "multipart/form-data", "application/json"])).to_owned(), media);
        }
        return;
    }
    if let Some(Value::Array(values)) = site.get_mut("enum") {
        match chance.below(3) {
            0 => values.push(json!("further")),
            1 if values.len() > 1 => drop(values.remove(chance.below(values.len()))),
            _ => reordered(values, chance),
        }
        return;
    }
    if site.get("properties").is_some_and(Value::is_object) {
        return object(site, chance);
    }
    match chance.below(3) {
        0 => site["nullable"] = (site.get("nullable") != Some(&true.into())).into(),
        1 => site["type"] = (*chance.of(&["string", "integer", "boolean"])).into(),
        _ => site["format"] = (*chance.of(&["date", "int64", "uuid"])).into(),
    }
}

fn parameter(site: &mut Value, chance: &mut Chance) {
    let is_required = site.get("required") == Some(&true.into());
    match chance.below(3) {
        0 if site["in"] != "path" => site["required"] = (!is_required).into(),
        1 if site["in"] != "path" => site["name"] = (*chance.of(NAMES)).into(),
        _ => site["deprecated"] = true.into(),
    }
}

fn reordered(list: &mut Vec<Value>, chance: &mut Chance) {
    match list.len() {
        0 | 1 => {}
        length if chance.below(2) == 0 => drop(list.remove(chance.below(length))),
        _ => list.reverse(),
    }
}

/// An object with its properties.
fn object(site: &mut Value, chance: &mut Chance) {
    let names: Vec<String> =
        site["properties"].as_object().into_iter().flatten().map(|(name, _)| name.clone()).collect();
    let mut required: Vec<String> = site
        .get("required")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(|it| Some(it.as_str()?.to_owned()))
        .collect();
    let name = if names.is_empty() { String::new() } else { chance.of(&names).clone() };
    match chance.below(7) {
        // From what may be left out to what may be null, and back, which is one `Option`.
        0 if !name.is_empty() => {
            let is_required = required.contains(&name);
            required.retain(|it| *it != name);
            required.extend((!is_required).then(|| name.clone()));
            site["properties"][name.as_str()]["nullable"] = (!is_required).into();
        }
        1 if !name.is_empty() => {
            let is_required = required.contains(&name);
            required.retain(|it| *it != name);
            required.extend((!is_required).then_some(name));
        }
        2 if !name.is_empty() => {
            site["properties"].as_object_mut().expect("it is one").remove(&name);
            required.retain(|it| *it != name);
        }
        3 => {
            let properties = site["properties"].as_object_mut().expect("it is one");
            let reversed: Vec<_> = properties.iter().rev().map(|(key, value)| (key.clone(), value.clone())).collect();
            *properties = reversed.into_iter().collect();
        }
        4 => site["additionalProperties"] = chance.of(&[json!(true), json!(false), json!({"type": "string"})]).clone(),
        _ => site["properties"][*chance.of(NAMES)] = json!({"type": "string", "nullable": chance.below(2) == 0}),
    }
    if !required.is_empty() || site.get("required").is_some() {
        site["required"] = required.into();
    }
}
