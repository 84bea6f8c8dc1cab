//! References by names and URIs, and generic schemas, on the plain tree: `$anchor`, `$id`, `$self`, `$dynamicRef`. What they mean is told
//! from the tree alone, and more simply than by the generator: every schema has a name of its own in the descriptions that are judged.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

/// A generic schema within itself is not looked into further than this.
const DEEPEST: usize = 8;

/// The tree with pointers in the place of all such references.
pub(super) fn settled(mut root: Value) -> Value {
    let mut names = BTreeMap::new();
    gather(&root, "#", &mut names);
    if let Some(own) = root.get("$self").and_then(Value::as_str) {
        names.insert(own.to_owned(), "#".to_owned());
    }
    if !names.is_empty() {
        let tree = root.clone();
        name(&mut root, &tree, "#", &names);
        let tree = root.clone();
        bind(&mut root, &tree);
        free(&mut root, &names, &tree);
    }
    root
}

/// What each schema is called, with its place: `user` of `$id: https://example.com/user`, `#node` of an anchor.
fn gather(value: &Value, place: &str, names: &mut BTreeMap<String, String>) {
    each(value, place, &mut |members, place| {
        let text = |key: &str| members.get(key).and_then(Value::as_str);
        for anchor in ["$anchor", "$dynamicAnchor"].into_iter().filter_map(text) {
            names.entry(format!("#{anchor}")).or_insert_with(|| place.to_owned());
        }
        if let Some(id) = text("$id") {
            names.insert(id.to_owned(), place.to_owned());
            names.entry(last(id).to_owned()).or_insert_with(|| place.to_owned());
        }
    });
}

fn each(value: &Value, place: &str, visit: &mut dyn FnMut(&Map<String, Value>, &str)) {
    match value {
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(index, item)| each(item, &format!("{place}/{index}"), visit));
        }
        Value::Object(members) => {
            visit(members, place);
            members.iter().for_each(|(key, member)| each(member, &below(place, key), visit));
        }
        _ => {}
    }
}

fn below(place: &str, key: &str) -> String {
    format!("{place}/{}", key.replace('~', "~0").replace('/', "~1"))
}

fn last(uri: &str) -> &str {
    uri.rsplit('/').next().unwrap_or_default()
}

fn at<'t>(tree: &'t Value, pointer: &str) -> Option<&'t Value> {
    tree.pointer(pointer.strip_prefix('#')?)
}

/// Writes pointers in the place of names; `around` is the nearest schema with an `$id`.
fn name(value: &mut Value, tree: &Value, around: &str, names: &BTreeMap<String, String>) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| name(item, tree, around, names)),
        Value::Object(members) => {
            let own = members.get("$id").and_then(Value::as_str).and_then(|id| names.get(id));
            let around = own.map_or(around, String::as_str);
            if let Some(Value::String(reference)) = members.get_mut("$ref") {
                let (uri, fragment) = reference.split_once('#').unwrap_or((reference, ""));
                let resource = names.get(uri).or_else(|| names.get(last(uri)).filter(|_| !uri.is_empty()));
                let within = format!("{around}{fragment}");
                let meant = match (resource, fragment) {
                    (Some(resource), _) => Some(format!("{resource}{fragment}")),
                    (None, "") if reference == "#" && around != "#" => Some(around.to_owned()),
                    (None, fragment) if fragment.starts_with('/') && at(tree, &within).is_some() => Some(within),
                    (None, _) => names.get(reference.as_str()).cloned(),
                };
                if let Some(meant) = meant {
                    *reference = meant;
                }
            }
            members.values_mut().for_each(|member| name(member, tree, around, names));
        }
        _ => {}
    }
}

/// Has schemas that say what names stand for hold what they refer to, with this in it.
fn bind(value: &mut Value, tree: &Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| bind(item, tree)),
        Value::Object(members) => {
            let bound: BTreeMap<String, Value> = members
                .get("$defs")
                .and_then(Value::as_object)
                .into_iter()
                .flat_map(Map::values)
                .filter_map(|schema| Some((format!("#{}", schema.get("$dynamicAnchor")?.as_str()?), schema.clone())))
                .collect();
            let refers = members.contains_key("$ref") || members.contains_key("allOf");
            if refers && !bound.is_empty() && tree.to_string().contains("$dynamicRef") {
                members.remove("$defs");
                filled(value, tree, &bound, 0);
                return;
            }
            members.values_mut().for_each(|member| bind(member, tree));
        }
        _ => {}
    }
}

fn filled(value: &mut Value, tree: &Value, bound: &BTreeMap<String, Value>, depth: usize) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| filled(item, tree, bound, depth)),
        Value::Object(members) => {
            let name = members.get("$dynamicRef").and_then(Value::as_str);
            if let Some(schema) = name.and_then(|name| bound.get(name)) {
                *value = schema.clone();
                return;
            }
            let target = members.get("$ref").and_then(Value::as_str).and_then(|reference| at(tree, reference));
            if let Some(Value::Object(target)) =
                target.filter(|it| depth < DEEPEST && it.to_string().contains("$dynamicRef"))
            {
                let mut whole = target.clone();
                whole.remove("$defs");
                members.remove("$ref");
                whole.append(members);
                *members = whole;
            }
            members.values_mut().for_each(|member| filled(member, tree, bound, depth + 1));
        }
        _ => {}
    }
}

/// What no use has bound is what is called so, or anything where nothing fits that.
fn free(value: &mut Value, names: &BTreeMap<String, String>, tree: &Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| free(item, names, tree)),
        Value::Object(members) => {
            if let Some(Value::String(name)) = members.remove("$dynamicRef") {
                let place = names.get(&name).filter(|place| at(tree, place).is_some_and(|it| it.get("not").is_none()));
                members.extend(place.map(|place| ("$ref".to_owned(), Value::from(place.clone()))));
            }
            members.values_mut().for_each(|member| free(member, names, tree));
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::settled;

    #[test]
    fn names_become_places_and_generic_schemas_what_they_are_used_for() {
        let page = json!({"properties": {"items": {"items": {"$dynamicRef": "#item"}}},
            "$defs": {"item": {"$dynamicAnchor": "item", "not": {}}}});
        let users = json!({"$ref": "#/page", "$defs": {"it": {"$dynamicAnchor": "item", "type": "string"}}});
        let tree = settled(json!({"page": page, "users": users, "one": {"$ref": "user"},
                "user": {"$id": "https://a.b/user", "not": {"$ref": "#"}}}));
        assert_eq!(tree["users"]["properties"]["items"]["items"]["type"], "string");
        assert_eq!(tree["page"]["properties"]["items"]["items"], json!({}));
        assert_eq!(tree["one"]["$ref"], "#/user");
        assert_eq!(tree["user"]["not"]["$ref"], "#/user");
    }
}
