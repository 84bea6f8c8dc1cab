//! The table of faults in the README names tests that are there.

use std::fs;
use std::path::Path;

const HEADING: &str = "## Fault by fault";

/// The names in the last column of the table.
fn named(readme: &str) -> Vec<&str> {
    let section = readme.split_once(HEADING).unwrap().1;
    let section = section.split_once("\n## ").map_or(section, |(section, _)| section);
    let last = section.lines().filter_map(|line| line.strip_suffix(" |")?.rsplit_once("| ").map(|(_, last)| last));
    last.flat_map(|cell| cell.split(", ")).filter_map(|name| name.strip_prefix('`')?.strip_suffix('`')).collect()
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
    let named = named(&readme);
    assert!(named.len() > 40, "{} tests are named", named.len());
    let missing: Vec<_> = named.into_iter().filter(|name| !is_there(root, name)).collect();
    assert_eq!(missing, [""; 0], "named, and not there");
}

#[test]
fn a_test_that_is_gone_is_missed() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = format!(
        "{HEADING}\n\n| a | 1 | `faults::table::a_test_that_is_gone_is_missed`, `faults::table::none` |\n\n## Next\n| `x::y` |"
    );
    let named = named(&readme);
    assert_eq!(named, ["faults::table::a_test_that_is_gone_is_missed", "faults::table::none"]);
    assert!(is_there(root, named[0]) && !is_there(root, named[1]) && !is_there(root, "faults::nowhere::x"));
}
