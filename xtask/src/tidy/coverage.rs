//! The catalogue of diagnostics against the fixtures: each code has a file that shows it. Whether the file really does is what
//! codegen's own tests say.

use super::Violation;
use super::tree::Tree;

/// Where fixtures are, at any depth.
const FIXTURES: &str = "codegen/tests/fixtures/";

/// Where codes are written down.
const CATALOGUE: &str = "codegen/src/diagnostic/catalogue.rs";

/// Every code without a fixture.
pub(crate) fn check(tree: &Tree, codes: &[&str]) -> Vec<Violation> {
    let names: Vec<String> = tree
        .files()
        .filter_map(|(path, _)| path.strip_prefix(FIXTURES))
        .flat_map(|path| path.split('/'))
        .map(str::to_lowercase)
        .collect();
    let shown = |code: &str| {
        names
            .iter()
            .any(|name| name.strip_prefix(code).is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_digit())))
    };
    let missing = codes.iter().filter(|code| !shown(&code.to_lowercase()));
    missing.map(|code| violation(tree, code)).collect()
}

fn violation(tree: &Tree, code: &str) -> Violation {
    let lines = || tree.text(CATALOGUE)?.lines().position(|line| line.contains(code));
    Violation {
        file: CATALOGUE.to_owned(),
        line: lines().map_or(1, |at| at + 1),
        rule: "coverage",
        message: format!("nothing shows {code}"),
        help: format!("add {FIXTURES}diagnostics/{}-<what-it-shows>.yaml", code.to_lowercase()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_without_a_fixture_is_told_with_its_line() {
        let tree = Tree::of(&[
            (CATALOGUE, "//! Codes.\nA = \"CW0101\"\nB = \"CW0102\"\nC = \"CW010\"\n"),
            ("codegen/tests/fixtures/diagnostics/cw0101_tab.yaml", ""),
        ]);
        let missing = check(&tree, &["CW0101", "CW0102", "CW010"]);
        assert_eq!(missing.iter().map(|violation| violation.line).collect::<Vec<_>>(), [3, 2]);
    }
}
