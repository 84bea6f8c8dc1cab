//! Descriptions of many files as one plain tree: what stands in other files comes below a member of its own, by the path of the file, and
//! references lead there. It shares nothing with the generator.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::document::tree;

/// The member below which the other files stand.
pub(crate) const FILES: &str = "x-files";

/// How references into them begin.
const BEGIN: &str = "#/x-files/";

/// The tree of the text at a path and of all files that it refers to, which are read by their paths relative to it. A file that is not
/// there, or that is no JSON or YAML, is no part of it, and references to it lead nowhere.
pub(super) fn joined(path: &str, text: &str, read: &dyn Fn(&str) -> Option<String>) -> Result<Value, String> {
    let home = path.rsplit_once('/').map_or("", |(home, _)| home);
    let mut root = tree(text)?;
    let mut waiting = BTreeSet::new();
    Leading { home, file: "", whole: &root.clone() }.lead(&mut root, ("", ""), &mut waiting);
    let mut files = Map::new();
    while let Some(file) = waiting.pop_first() {
        if files.contains_key(&file) {
            continue;
        }
        let mut value = read(&file).and_then(|text| tree(&text).ok()).unwrap_or_default();
        Leading { home, file: &file, whole: &value.clone() }.lead(&mut value, ("", ""), &mut waiting);
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

/// What has the references of a file lead where things stand in the tree.
struct Leading<'a> {
    /// The folder of the description.
    home: &'a str,
    file: &'a str,
    /// The file as it was read.
    whole: &'a Value,
}

impl Leading<'_> {
    /// Those of a value and below; the files that they lead to are to be read. `own` is the place of the schema with an `$id` around the value.
    fn lead(&self, value: &mut Value, (place, own): (&str, &str), waiting: &mut BTreeSet<String>) {
        match value {
            Value::Array(items) => {
                for (index, item) in items.iter_mut().enumerate() {
                    self.lead(item, (&format!("{place}/{index}"), own), waiting);
                }
            }
            Value::Object(members) => {
                let own = if members.get("$id").is_some_and(Value::is_string) { place } else { own };
                if let Some(Value::String(reference)) = members.get_mut("$ref")
                    && let Some((file, pointer)) = self.target(reference, own)
                {
                    *reference = at(&file, &pointer);
                    waiting.insert(file);
                }
                for (key, member) in members.iter_mut() {
                    let key = key.replace('~', "~0").replace('/', "~1");
                    self.lead(member, (&format!("{place}/{key}"), own), waiting);
                }
            }
            _ => {}
        }
    }

    /// The file and the place in it that a reference leads to, unless that is the description itself or told by a name.
    fn target(&self, reference: &str, own: &str) -> Option<(String, String)> {
        let (target, pointer) = reference.split_once('#').unwrap_or((reference, ""));
        // An anchor is told by its name, wherever it stands.
        let is_place = pointer.is_empty() || pointer.starts_with('/');
        let file = if target.is_empty() { self.file.to_owned() } else { beside(self.home, self.file, target) };
        if file.is_empty() || file.contains("://") || !is_place {
            return None;
        }
        // A schema with an `$id` is a document of its own (JSON Schema 2020-12 core, section 8.2.1).
        let within = format!("{own}{pointer}");
        let is_own = target.is_empty() && self.whole.pointer(&within).is_some();
        Some((file, if is_own { within } else { pointer.to_owned() }))
    }
}

/// The path of a file that another one refers to, from the folder of the description, which is `home`.
fn beside(home: &str, file: &str, reference: &str) -> String {
    if reference.contains("://") {
        return reference.to_owned();
    }
    let reference = percent_encoding::percent_decode_str(reference).decode_utf8_lossy();
    let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
    if let Some((scheme, rest)) = folder.split_once("://") {
        return format!("{scheme}://{}", steps([rest, &reference]).join("/"));
    }
    let home = steps([home]);
    // A way that leads out of the folder and back is none.
    let whole = steps(home.iter().copied().chain([folder, &reference]));
    let common = home.iter().zip(&whole).take_while(|(own, other)| own == other && **own != "..").count();
    let out = home[common..].iter().map(|_| "..");
    out.chain(whole[common..].iter().copied()).collect::<Vec<_>>().join("/")
}

/// The folders, and the file, that paths lead through, one behind the other.
fn steps<'a>(paths: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let mut steps: Vec<&str> = Vec::new();
    for step in paths.into_iter().flat_map(|path| path.split('/')) {
        match step {
            "." | "" => {}
            ".." if steps.last().is_some_and(|last| *last != "..") => drop(steps.pop()),
            other => steps.push(other),
        }
    }
    steps
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
        let tree = joined("", "a: {$ref: './schemas/user.yaml'}\nb: {$ref: '#/a'}", &read).unwrap();
        assert_eq!(tree["a"]["$ref"], within("schemas/user.yaml"));
        assert_eq!(tree["b"]["$ref"], "#/a");
        let leads = |value: &Value| tree.pointer(value["$ref"].as_str().unwrap().strip_prefix('#').unwrap()).cloned();
        let user = leads(&leads(&tree["a"]).unwrap()).unwrap();
        assert_eq!(user["properties"]["id"]["$ref"], within("shared.yaml#/Id"));
        let id = leads(&user["properties"]["id"]).unwrap();
        assert_eq!(leads(&id), Some(Value::Null), "a file that is not there");
    }

    #[test]
    fn a_schema_with_an_id_is_what_its_own_references_lead_to() {
        let text = "Room: {$id: 'https://example.com/room', $defs: {name: {}}, properties: {name: {$ref: '#/$defs/name'}, next: {$ref: '#'}}}";
        let read = |_: &str| Some(text.to_owned());
        let tree = joined("", "a: {$ref: 'types.yaml#/Room'}", &read).unwrap();
        let properties = tree.pointer("/x-files/types.yaml/Room/properties").unwrap();
        assert_eq!(properties["next"]["$ref"], within("types.yaml#/Room"));
        assert_eq!(properties["name"]["$ref"], within("types.yaml#/Room/$defs/name"));
    }

    #[test]
    fn places_are_written_as_the_generator_writes_them() {
        for place in ["#/components/schemas/User", "a/b.yaml", "a/b~c.yaml#/User/x~1y"] {
            assert_eq!(written(&within(place)), place);
        }
    }

    #[test]
    fn paths_are_relative_to_the_file_that_has_them() {
        for (home, file, reference, path) in [
            ("", "", "a.yaml", "a.yaml"),
            ("", "", "../x/a%20b.yaml", "../x/a b.yaml"),
            ("", "p/q/a.yaml", "../b.yaml", "p/b.yaml"),
            ("", "../a.yaml", "../b.yaml", "../../b.yaml"),
            ("api/v1", "", "../v1/a.yaml", "a.yaml"),
            ("api/v1", "../v2/a.yaml", "../../api/v1/b.yaml", "b.yaml"),
            ("api/v1", "", "../v2/a.yaml", "../v2/a.yaml"),
            ("api", "", "../../a.yaml", "../../a.yaml"),
            ("api", "https://example.com/v1/a.yaml", "../b.yaml", "https://example.com/b.yaml"),
        ] {
            assert_eq!(beside(home, file, reference), path);
        }
    }
}
