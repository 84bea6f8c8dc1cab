//! Descriptions of many files as one plain tree: what stands in other files comes below a member of its own, by the path of the file, and
//! references lead there. It shares nothing with the generator.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::document::tree;

/// The member below which the other files stand.
pub(crate) const FILES: &str = "x-files";

/// How references into them begin.
const BEGIN: &str = "#/x-files/";

/// The tree of a text and of all files that it refers to, which are read by their paths relative to it. A file that is not there, or that
/// is no JSON or YAML, is no part of it, and references to it lead nowhere.
pub(super) fn joined(text: &str, read: &dyn Fn(&str) -> Option<String>) -> Result<Value, String> {
    let mut root = tree(text)?;
    let mut waiting = BTreeSet::new();
    lead(&mut root, "", &mut waiting);
    let mut files = Map::new();
    while let Some(file) = waiting.pop_first() {
        if files.contains_key(&file) {
            continue;
        }
        let mut value = read(&file).and_then(|text| tree(&text).ok()).unwrap_or_default();
        lead(&mut value, &file, &mut waiting);
        files.insert(file, value);
    }
    if let (Value::Object(root), false) = (&mut root, files.is_empty()) {
        root.insert(FILES.to_owned(), Value::Object(files));
    }
    Ok(root)
}

/// A place as the generator writes it, `shared.yaml#/User`, in the tree of all files.
pub(crate) fn within(place: &str) -> String {
    match place.split_once('#') {
        Some(("", _)) => place.to_owned(),
        Some((file, pointer)) => at(file, pointer),
        None => at(place, ""),
    }
}

/// The other way: a place in the tree of all files as the generator writes it. One of the description itself stays as it is.
pub(crate) fn written(place: &str) -> String {
    let Some(inner) = place.strip_prefix(BEGIN) else { return place.to_owned() };
    let (file, pointer) = inner.find('/').map_or((inner, ""), |end| inner.split_at(end));
    let file = file.replace("~1", "/").replace("~0", "~");
    if pointer.is_empty() { file } else { format!("{file}#{pointer}") }
}

/// Whether a reference leads into another file.
pub(crate) fn is_elsewhere(reference: &str) -> bool {
    reference.starts_with(BEGIN)
}

fn at(file: &str, pointer: &str) -> String {
    format!("{BEGIN}{}{pointer}", file.replace('~', "~0").replace('/', "~1"))
}

/// Has the references of a file lead where things stand in the tree; the files that they lead to are to be read.
fn lead(value: &mut Value, file: &str, waiting: &mut BTreeSet<String>) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| lead(item, file, waiting)),
        Value::Object(members) => {
            if let Some(Value::String(reference)) = members.get_mut("$ref") {
                let (target, pointer) = reference.split_once('#').unwrap_or((reference, ""));
                let target = if target.is_empty() { file.to_owned() } else { beside(file, target) };
                // An anchor is told by its name, wherever it stands.
                let is_place = pointer.is_empty() || pointer.starts_with('/');
                if !target.is_empty() && !target.contains("://") && is_place {
                    *reference = at(&target, pointer);
                    waiting.insert(target);
                }
            }
            members.values_mut().for_each(|member| lead(member, file, waiting));
        }
        _ => {}
    }
}

/// The path of a file that another one refers to.
fn beside(file: &str, reference: &str) -> String {
    if reference.contains("://") {
        return reference.to_owned();
    }
    let reference = percent_encoding::percent_decode_str(reference).decode_utf8_lossy();
    let mut segments: Vec<&str> = file.split('/').collect();
    segments.pop();
    for segment in reference.split('/') {
        match segment {
            "." | "" => {}
            ".." if segments.last().is_some_and(|last| *last != "..") => drop(segments.pop()),
            other => segments.push(other),
        }
    }
    segments.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_lead_through_all_files() {
        let read = |path: &str| match path {
            "schemas/user.yaml" => Some("{$ref: '../shared.yaml#/User'}".to_owned()),
            "shared.yaml" => Some("User: {properties: {id: {$ref: '#/Id'}}}\nId: {$ref: 'root.yaml'}".to_owned()),
            _ => None,
        };
        let tree = joined("a: {$ref: './schemas/user.yaml'}\nb: {$ref: '#/a'}", &read).unwrap();
        assert_eq!(tree["a"]["$ref"], within("schemas/user.yaml"));
        assert_eq!(tree["b"]["$ref"], "#/a");
        let leads = |value: &Value| tree.pointer(value["$ref"].as_str().unwrap().strip_prefix('#').unwrap()).cloned();
        let user = leads(&leads(&tree["a"]).unwrap()).unwrap();
        assert_eq!(user["properties"]["id"]["$ref"], within("shared.yaml#/Id"));
        let id = leads(&user["properties"]["id"]).unwrap();
        assert_eq!(leads(&id), Some(Value::Null), "a file that is not there");
    }

    #[test]
    fn places_are_written_as_the_generator_writes_them() {
        for place in ["#/components/schemas/User", "a/b.yaml", "a/b~c.yaml#/User/x~1y"] {
            assert_eq!(written(&within(place)), place);
        }
    }

    #[test]
    fn paths_are_relative_to_the_file_that_has_them() {
        for (file, reference, path) in [
            ("", "a.yaml", "a.yaml"),
            ("", "../x/a%20b.yaml", "../x/a b.yaml"),
            ("p/q/a.yaml", "../b.yaml", "p/b.yaml"),
            ("../a.yaml", "../b.yaml", "../../b.yaml"),
        ] {
            assert_eq!(beside(file, reference), path);
        }
    }
}
