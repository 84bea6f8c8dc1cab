//! The table of faults in the README names tests that are there.

use std::fs;
use std::path::Path;

const HEADING: &str = "## Fault by fault";

/// The rows of the table behind its head, and the names in the last column of each.
fn rows(readme: &str) -> Vec<(&str, Vec<&str>)> {
    let section = readme.split_once(HEADING).unwrap().1;
    let section = section.split_once("\n## ").map_or(section, |(section, _)| section);
    let rows = section.lines().filter_map(|line| Some((line, line.strip_suffix(" |")?.rsplit_once("| ")?.1)));
    let rows =
        rows.map(|(row, last)| (row, last.split(", ").filter_map(|name| name.strip_prefix('`')?.strip_suffix('`'))));
    rows.skip(1).map(|(row, names)| (row, names.collect())).collect()
}

/// Whether `group::module::law` is a test below `tests/`.
fn is_there(root: &Path, name: &str) -> bool {
    let Some((file, law)) = name.rsplit_once("::") else { return false };
    let file = root.join("tests").join(file.replace("::", "/"));
    let text = fs::read_to_string(file.with_extension("rs")).or_else(|_| fs::read_to_string(file.join("mod.rs")));
    text.is_ok_and(|text| text.contains(&format!("fn {law}(")))
}

#[test]
fn each_fault_of_the_table_has_a_test() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = fs::read_to_string(root.join("README.md")).unwrap();
    let rows = rows(&readme);
    assert!(rows.len() > 40, "{} rows", rows.len());
    let bare: Vec<_> = rows.iter().filter(|(_, named)| named.is_empty()).map(|(row, _)| row).collect();
    assert_eq!(bare, [&""; 0], "without a test");
    let named = rows.into_iter().flat_map(|(_, named)| named);
    let missing: Vec<_> = named.filter(|name| !is_there(root, name)).collect();
    assert_eq!(missing, [""; 0], "named, and not there");
}

#[test]
fn a_test_that_is_gone_is_missed() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let head = format!("{HEADING}\n\n| fault | test |\n|---|---|\n");
    let readme = head
        + "| a | `faults::table::a_test_that_is_gone_is_missed`, `faults::table::none` |\n| b | none |\n\n## Next\n| `x::y` |";
    let named: Vec<_> = rows(&readme).into_iter().map(|(_, named)| named).collect();
    assert_eq!(named, [vec!["faults::table::a_test_that_is_gone_is_missed", "faults::table::none"], vec![]]);
    let named = &named[0];
    assert!(is_there(root, named[0]) && !is_there(root, named[1]) && !is_there(root, "faults::nowhere::x"));
}
