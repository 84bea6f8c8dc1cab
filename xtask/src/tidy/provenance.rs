//! Where descriptions come from: who says so says all of it, and no settings stand alone.

use super::Violation;
use super::tree::Tree;

/// What a provenance says at least: who made the description, and under which licence.
const SAYS: &[&str] = &["source", "license"];

/// The settings of all descriptions, which belong to none.
const FOR_ALL: &str = "specs/clientwright.toml";

/// Every provenance that lacks something, and all settings without a description.
pub(crate) fn check(tree: &Tree) -> Vec<Violation> {
    let mut found = Vec::new();
    for (path, text) in tree.files() {
        let Some((stem, ending)) =
            path.strip_prefix("specs/").filter(|name| !name.contains('/')).and_then(|name| name.rsplit_once('.'))
        else {
            continue;
        };
        if ending == "toml" {
            found.extend(settings(tree, path, stem, text));
        }
    }
    found
}

fn settings(tree: &Tree, path: &str, stem: &str, text: &str) -> Vec<Violation> {
    let mut found = Vec::new();
    let is_description = |path: &str| {
        let named = path
            .strip_prefix("specs/")
            .and_then(|name| name.strip_prefix(stem))
            .and_then(|rest| rest.strip_prefix('.'));
        named.is_some_and(|ending| ["yaml", "yml", "json"].contains(&ending.to_ascii_lowercase().as_str()))
    };
    if path != FOR_ALL && !tree.files().any(|(path, _)| is_description(path)) {
        found.push(violation(
            path,
            "belongs to no description".to_owned(),
            "give it the name of one, or delete it".to_owned(),
        ));
    }
    let table: toml::Table = text.parse().unwrap_or_default();
    let Some(provenance) = table.get("provenance").and_then(toml::Value::as_table) else { return found };
    let says = |key: &str| provenance.get(key).is_some_and(toml::Value::is_str);
    for key in SAYS.iter().filter(|key| !says(key)) {
        found.push(violation(
            path,
            format!("has no `{key}` in [provenance]"),
            format!("add `{key} = \"..\"` below [provenance]"),
        ));
    }
    found
}

fn violation(file: &str, message: String, help: String) -> Violation {
    Violation { file: file.to_owned(), line: 1, rule: "provenance", message, help }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(files: &[(&str, &str)]) -> Vec<String> {
        check(&Tree::of(files))
            .into_iter()
            .map(|violation| format!("{} {}", violation.file, violation.message))
            .collect()
    }

    #[test]
    fn who_says_where_a_description_comes_from_says_all_of_it() {
        let settings = "[provenance]\nsource = \"written here\"\nlicense = \"MIT\"\n";
        let descriptions = [("specs/a.YAML", ""), ("specs/a.overlay.yaml", ""), ("specs/parts/b.yaml", "")];
        assert_eq!(told(&descriptions), [""; 0]);
        assert_eq!(told(&[("specs/a.YAML", ""), ("specs/a.toml", settings)]), [""; 0]);
        assert_eq!(told(&[("specs/a.yaml", ""), ("specs/a.toml", "[package]\n")]), [""; 0]);
        assert_eq!(
            told(&[("specs/a.yaml", ""), ("specs/a.toml", "[provenance]\nsource = \"x\"\n")]),
            ["specs/a.toml has no `license` in [provenance]"]
        );
        assert_eq!(told(&[("specs/a.toml", settings)]), ["specs/a.toml belongs to no description"]);
        assert_eq!(told(&[("specs/clientwright.toml", "")]), [""; 0]);
    }
}
