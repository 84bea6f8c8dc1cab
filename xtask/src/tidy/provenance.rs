//! Where descriptions come from: each has settings with a `[provenance]`, and no settings stand alone.

use super::Violation;
use super::tree::Tree;

/// What a provenance says at least: who made the description, and under which licence.
const SAYS: &[&str] = &["source", "license"];

/// Every description without a provenance, and all settings without a description.
pub(crate) fn check(tree: &Tree) -> Vec<Violation> {
    let mut found = Vec::new();
    for (path, text) in tree.files() {
        let Some((stem, ending)) =
            path.strip_prefix("specs/").filter(|name| !name.contains('/')).and_then(|name| name.rsplit_once('.'))
        else {
            continue;
        };
        match ending {
            "yaml" | "yml" | "json" if !stem.ends_with(".overlay") => found.extend(description(tree, path, stem)),
            "toml" => found.extend(settings(tree, path, stem, text)),
            _ => {}
        }
    }
    found
}

fn description(tree: &Tree, path: &str, stem: &str) -> Option<Violation> {
    let settings = format!("specs/{stem}.toml");
    let help = format!("write {settings} with [provenance], {}", SAYS.join(", "));
    tree.text(&settings).is_none().then(|| violation(path, "does not say where it comes from".to_owned(), help))
}

fn settings(tree: &Tree, path: &str, stem: &str, text: &str) -> Vec<Violation> {
    let mut found = Vec::new();
    if !["yaml", "yml", "json"].iter().any(|ending| tree.text(&format!("specs/{stem}.{ending}")).is_some()) {
        found.push(violation(
            path,
            "belongs to no description".to_owned(),
            "give it the name of one, or delete it".to_owned(),
        ));
    }
    let table: toml::Table = text.parse().unwrap_or_default();
    let provenance = table.get("provenance").and_then(toml::Value::as_table);
    let says = |key: &str| provenance.is_some_and(|table| table.get(key).is_some_and(toml::Value::is_str));
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
    fn a_description_says_where_it_comes_from() {
        let settings = "[provenance]\nsource = \"written here\"\nlicense = \"MIT\"\n";
        assert_eq!(
            told(&[
                ("specs/a.yaml", ""),
                ("specs/a.toml", settings),
                ("specs/a.overlay.yaml", ""),
                ("specs/parts/b.yaml", "")
            ]),
            [""; 0]
        );
        assert_eq!(told(&[("specs/a.yaml", "")]), ["specs/a.yaml does not say where it comes from"]);
        assert_eq!(
            told(&[("specs/a.yaml", ""), ("specs/a.toml", "[provenance]\nsource = \"x\"\n")]),
            ["specs/a.toml has no `license` in [provenance]"]
        );
        assert_eq!(told(&[("specs/a.toml", settings)]), ["specs/a.toml belongs to no description"]);
    }
}
