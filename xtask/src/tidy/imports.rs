//! The import table: what each file mentions against what its row grants, and what is granted against what is mentioned.
//! The table itself is `rooms`.

use std::collections::BTreeSet;

use anyhow::Context;

use super::Violation;
use super::mentions::{Mention, mentions, outside_of_tests};
use super::rooms::{self, Row, WITHHELD};
use super::tokens::{Word, words};
use super::tree::Tree;

/// Every mention that its row does not grant, every word that is withheld, and every grant that nothing uses.
pub(crate) fn check(tree: &Tree) -> anyhow::Result<Vec<Violation>> {
    let mut found = Vec::new();
    let mut used = BTreeSet::new();
    for (file, text) in tree.rust() {
        let Some(package) = package_of(file) else { continue };
        let Some(row) = rooms::row_of(file) else { continue };
        let mut crates = dependencies(tree, package)?;
        let module = module_of(&file[package.len() + 1..]);
        let words = outside_of_tests(&words(text));
        // A module of the same name hides the crate in its own file.
        words.windows(2).filter(|pair| pair[0].text == "mod").for_each(|pair| drop(crates.take(pair[1].text)));
        let mut seen = BTreeSet::new();
        for mention in mentions(&words, &module) {
            let Some(Use { path, shown }) = use_of(&module, &crates, &mention) else { continue };
            used.extend(row.granting(&path).map(|entry| (row.place, entry)));
            let shown = path[..shown].join("::");
            if !row.grants(&path) && seen.insert((mention.line, shown.clone())) {
                let message = format!("uses `{shown}`, which the import table does not grant it");
                found.push(violation(file, mention.line, "imports", message, row.help));
            }
        }
        found.extend(withheld(file, &words));
    }
    found.extend(rooms::TABLES.iter().flat_map(|table| unused_grants(tree, *table, &used)));
    Ok(found)
}

/// The grants of a table that nothing uses: a way that is open for no reason will be taken some day.
fn unused_grants(tree: &Tree, (place_of_table, rows): (&str, &[Row]), used: &BTreeSet<(&str, &str)>) -> Vec<Violation> {
    // Only a tree that has the table can be asked for all of its rooms.
    let Some(table) = tree.text(place_of_table) else { return Vec::new() };
    let idle = rows.iter().flat_map(|row| row.only().iter().map(move |entry| (row.place, *entry)));
    let line = |(place, entry): (&str, &str)| {
        let (mut rows, quoted) = (table.lines().enumerate(), format!("\"{entry}\""));
        let from = rows.position(|(_, line)| line.contains(&format!("place: \"{place}\""))).unwrap_or_default();
        table.lines().skip(from).position(|line| line.contains(&quoted)).map_or(from, |at| from + at) + 1
    };
    let told = |(place, entry)| {
        let message = format!("nothing in {place} uses `{entry}`, which is granted");
        violation(place_of_table, line((place, entry)), "grants", message, "take it out of the row")
    };
    idle.filter(|grant| !used.contains(grant)).map(told).collect()
}

fn violation(file: &str, line: usize, rule: &'static str, message: String, help: &str) -> Violation {
    Violation { file: file.to_owned(), line, rule, message, help: help.to_owned() }
}

fn withheld<'a>(file: &'a str, words: &'a [Word<'a>]) -> impl Iterator<Item = Violation> + 'a {
    WITHHELD.iter().filter(|entry| rooms::is_in(file, entry.place)).flat_map(move |entry| {
        words.iter().filter(|word| word.ident && word.text == entry.word).map(|word| {
            violation(file, word.line, "words", format!("`{}` has no business here", word.text), entry.help)
        })
    })
}

/// What a file uses of its own crate, tests aside: the line, and the path from the crate's root.
pub(crate) fn of_its_crate<'a>(file: &'a str, text: &'a str) -> Vec<(usize, Vec<&'a str>)> {
    let Some(package) = package_of(file) else { return Vec::new() };
    let module = module_of(&file[package.len() + 1..]);
    let words = outside_of_tests(&words(text));
    let mentions = mentions(&words, &module).into_iter();
    let own = mentions.filter_map(|mention| use_by(&mention).map(|path| (mention.line, path)));
    own.collect()
}

/// The path from the crate's root that a mention of its own crate leads to.
fn use_by<'a>(mention: &Mention<'a>) -> Option<Vec<&'a str>> {
    match mention.path.split_first()? {
        (&"crate", rest) => Some(rest.to_vec()),
        (&("self" | "super"), _) => Some(resolved(&mention.module, &mention.path)),
        _ => None,
    }
}

/// The folder of the package that a source file is in: `codegen`, `generated/user-chat`.
fn package_of(file: &str) -> Option<&str> {
    file.find("/src/").map(|at| &file[..at])
}

/// The crates that a package can name, as they are named in paths.
fn dependencies(tree: &Tree, package: &str) -> anyhow::Result<BTreeSet<String>> {
    let path = format!("{package}/Cargo.toml");
    let manifest: toml::Table =
        tree.text(&path).unwrap_or_default().parse().with_context(|| format!("{path} is not TOML"))?;
    let mut crates = BTreeSet::new();
    collect_dependencies(&manifest, &mut crates);
    Ok(crates)
}

/// `[dependencies]` and its kin, those of `[target.*]` included.
fn collect_dependencies(table: &toml::Table, crates: &mut BTreeSet<String>) {
    for (key, value) in table {
        let Some(inner) = value.as_table() else { continue };
        if key.ends_with("dependencies") {
            crates.extend(inner.keys().map(|name| name.replace('-', "_")));
        } else if key == "target" {
            inner.values().filter_map(toml::Value::as_table).for_each(|target| collect_dependencies(target, crates));
        }
    }
}

/// `emit`, `docs` of `src/emit/docs.rs`; nothing of `src/lib.rs`.
fn module_of(file: &str) -> Vec<&str> {
    let path = file.strip_prefix("src/").unwrap_or(file);
    let path = path.strip_suffix(".rs").unwrap_or(path);
    let mut module: Vec<&str> = path.split('/').collect();
    if matches!(module.last(), Some(&("mod" | "lib" | "main"))) {
        module.pop();
    }
    module
}

/// What a mention leads to outside of its own room.
struct Use<'a> {
    path: Vec<&'a str>,
    /// So many words of the path say what it is.
    shown: usize,
}

/// What the mention uses; `None` where that is its own room, or no crate.
fn use_of<'a>(module: &[&str], crates: &BTreeSet<String>, mention: &Mention<'a>) -> Option<Use<'a>> {
    let own = use_by(mention);
    let foreign = || mention.path.first().filter(|name| crates.contains(**name)).map(|_| mention.path.clone());
    let (own, path) = (own.is_some(), own.or_else(foreign)?);
    let target = path.first()?;
    if own && (Some(target) == module.first() || module.is_empty()) {
        return None;
    }
    let shown = if own { path.len().min(2) } else { 1 };
    Some(Use { path, shown })
}

/// The path from the root of the crate, of one that begins with `self` or `super`.
fn resolved<'a>(module: &[&'a str], path: &[&'a str]) -> Vec<&'a str> {
    let mut base = module.to_vec();
    let mut rest = path;
    while let Some((first, further)) = rest.split_first() {
        match *first {
            "self" => {}
            "super" => drop(base.pop()),
            _ => break,
        }
        rest = further;
    }
    base.extend(rest);
    base
}

#[cfg(test)]
mod tests {
    use super::*;

    const MANIFEST: &str = "[dependencies]\nopenapiv3 = \"2\"\nquote = \"1\"\nserde_yaml = \"0.9\"\n";

    fn used(file: &str, source: &str) -> Vec<(usize, String)> {
        let tree = Tree::of(&[("codegen/Cargo.toml", MANIFEST), (file, source)]);
        let told =
            |violation: Violation| (violation.line, violation.message.split('`').nth(1).unwrap_or_default().to_owned());
        check(&tree).unwrap().into_iter().map(told).collect()
    }

    #[test]
    fn an_import_that_is_not_granted_is_found_in_its_line() {
        let source = "use std::fmt;\nuse crate::model::Api;\nuse openapiv3::{OpenAPI, Schema as S};\n";
        assert_eq!(used("codegen/src/emit/docs.rs", source), [(3, "openapiv3".to_owned())]);
    }

    #[test]
    fn a_path_counts_like_an_import() {
        assert_eq!(
            used("codegen/src/model/mod.rs", "fn f() {\n    serde_yaml::to_string(&1);\n}"),
            [(2, "serde_yaml".to_owned())]
        );
        assert_eq!(
            used("codegen/src/facts/mod.rs", "fn f(n: &crate::names::Names) {}"),
            [(1, "names::Names".to_owned())]
        );
    }

    #[test]
    fn super_is_followed_out_of_the_room() {
        assert_eq!(
            used("codegen/src/facts/derives.rs", "use super::super::names::Names;\nuse super::Facts;"),
            [(1, "names::Names".to_owned())]
        );
        assert_eq!(
            used(
                "codegen/src/facts/derives.rs",
                "mod inner { use super::super::Facts; use super::super::super::names::X; }"
            ),
            [(1, "names::X".to_owned())]
        );
    }

    #[test]
    fn comments_text_tests_and_generated_code_are_no_imports() {
        let source = "//! use openapiv3::X;\nfn f() { let s = \"openapiv3::X\"; quote::quote! { ::openapiv3::X crate::lower::Y } }\n\
                      #[cfg(test)]\nmod tests { use openapiv3::X; }\n";
        assert_eq!(used("codegen/src/emit/docs.rs", source), []);
    }

    #[test]
    fn nested_groups_and_part_grants_are_told_apart() {
        let source = "use crate::{emit::{Item, Cx}, print::x};";
        assert_eq!(used("codegen/src/print.rs", source), [(1, "emit::Cx".to_owned())]);
    }

    #[test]
    fn a_grant_that_nothing_uses_is_found_in_the_table() {
        let table = "Row { place: \"codegen/src/facts\", grant: Only(&[\"indexmap\", \"model\"]) },\nRow {\n    \
                     place: \"codegen/src/names\",\n    grant: Only(&[\n        \"deunicode\",\n        \"model\"]) }\n";
        let source = "use crate::model::Api;\n#[cfg(test)]\nmod tests { use deunicode::deunicode; }\n";
        let manifest = "[dependencies]\ndeunicode = \"1\"\n";
        let tree = Tree::of(&[
            ("codegen/Cargo.toml", manifest),
            ("xtask/src/tidy/rooms/codegen.rs", table),
            ("codegen/src/names/mod.rs", source),
        ]);
        let told = check(&tree).unwrap();
        let names: Vec<_> = told.iter().filter(|violation| violation.message.contains("src/names")).collect();
        assert!(names.iter().any(|found| found.line == 5 && found.message.contains("`deunicode`")), "{names:?}");
        assert!(!names.iter().any(|found| found.message.contains("`model`")), "{names:?}");
    }

    #[test]
    fn a_module_hides_a_crate_of_its_name() {
        assert_eq!(used("codegen/src/emit/mod.rs", "mod openapiv3;\npub use openapiv3::X;\n"), []);
    }

    #[test]
    fn a_withheld_word_is_found() {
        assert_eq!(
            used("codegen/src/emit/docs.rs", "fn f() { format_ident!(\"x\"); }"),
            [(1, "format_ident".to_owned())]
        );
    }
}
