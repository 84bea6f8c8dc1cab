//! Several generated crates as the modules of one: what they depend on is looked at once. What stands in a crate's own way is that it is the
//! root: paths from there lead into its module.

use std::collections::BTreeMap;

/// The files of each crate by its name.
type Crates<'a> = [(&'a str, &'a BTreeMap<String, String>)];

/// The files of one crate with the modules of all, called after what they were.
pub(crate) fn as_modules(name: &str, crates: &Crates<'_>) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    let (mut modules, mut limit) = (String::new(), 0);
    let mut features = toml::Table::new();
    for (krate, own) in crates {
        let module = krate.replace('-', "_");
        let manifest: toml::Table = own["Cargo.toml"].parse().expect("a manifest is TOML");
        add_features(&mut features, &manifest);
        for (path, text) in own.iter().filter_map(|(path, text)| Some((path.strip_prefix("src/")?, text))) {
            let is_root = path == "lib.rs";
            // That of a crate is an attribute of its root alone.
            let (limits, lines): (Vec<&str>, Vec<&str>) =
                text.lines().partition(|line| is_root && line.starts_with("#![recursion_limit"));
            limit = limits.iter().map(|line| number(line)).fold(limit, usize::max);
            let text = lines.join("\n").replace("crate::", &format!("crate::{module}::"));
            let path = if is_root { "mod.rs" } else { path };
            files.insert(format!("src/{module}/{path}"), text + "\n");
        }
        modules.push_str(&format!("pub mod {module};\n"));
    }
    let limit = if limit > 0 { format!("#![recursion_limit = \"{limit}\"]\n") } else { String::new() };
    files.insert("src/lib.rs".to_owned(), format!("{limit}//! Several crates.\n\n{modules}"));
    let features = toml::Table::from_iter([("features".to_owned(), features.into())]);
    let manifest = crates.first().map(|(_, own)| own["Cargo.toml"].as_str()).unwrap_or_default();
    let runtime =
        manifest.lines().find(|line| line.starts_with("clientwright-runtime = ")).expect("the runtime is named");
    files.insert(
        "Cargo.toml".to_owned(),
        format!("[package]\nname = \"{name}\"\nedition = \"2024\"\npublish = false\n\n{features}\n[dependencies]\n{runtime}\n"),
    );
    files
}

/// Each feature has what any of the crates gives it.
fn add_features(features: &mut toml::Table, manifest: &toml::Table) {
    let own = manifest.get("features").and_then(toml::Value::as_table).into_iter().flatten();
    for (feature, parts) in own {
        let known = features.entry(feature.clone()).or_insert_with(|| toml::Value::Array(Vec::new()));
        let (Some(known), Some(parts)) = (known.as_array_mut(), parts.as_array()) else { continue };
        let more: Vec<_> = parts.iter().filter(|part| !known.contains(part)).cloned().collect();
        known.extend(more);
    }
}

fn number(line: &str) -> usize {
    let digits: String = line.chars().filter(char::is_ascii_digit).collect();
    digits.parse().expect("a limit is a number")
}
