//! Rules that stand in the generator and in the runtime: neither may use the other, and both must say the same.

use super::Violation;
use super::tree::Tree;

/// An item: its file and how its first line begins.
type Item = (&'static str, &'static str);

/// The pairs, with what they are about.
const TWINS: &[(&str, Item, Item)] = &[
    (
        "headers that frame a message",
        ("codegen/src/lower/parameter.rs", "const FRAMING"),
        ("runtime/src/wire/framing.rs", "const NAMES"),
    ),
    (
        "words that are secrets",
        ("codegen/src/lower/secret.rs", "const WORDS"),
        ("runtime/src/redact/words.rs", "const WORDS"),
    ),
    (
        "pairs of words that are secrets",
        ("codegen/src/lower/secret.rs", "const PAIRS"),
        ("runtime/src/redact/words.rs", "const PAIRS"),
    ),
    (
        "what is a word of a name",
        ("codegen/src/lower/secret.rs", "fn words"),
        ("runtime/src/redact/words.rs", "fn words"),
    ),
];

/// The pairs of which one says something else than the other.
pub(crate) fn check(tree: &Tree) -> Vec<Violation> {
    TWINS.iter().filter_map(|(what, one, other)| differing(tree, what, *one, *other)).collect()
}

fn differing(tree: &Tree, what: &str, one: Item, other: Item) -> Option<Violation> {
    let (line, text) = item(tree, one).unwrap_or_default();
    if item(tree, other).is_some_and(|(_, twin)| twin == text) {
        return None;
    }
    Some(Violation {
        file: one.0.to_owned(),
        line: line.max(1),
        rule: "twins",
        message: format!("`{}` and `{}` of {} do not say the same", one.1, other.1, other.0),
        help: format!("both say: {what}; change one with the other"),
    })
}

/// The line of an item, counted from 1, and its text up to the bracket that ends it, without the name of a constant.
fn item(tree: &Tree, (file, begins): Item) -> Option<(usize, String)> {
    let mut lines = tree.text(file)?.lines().enumerate().skip_while(|(_, line)| !line.starts_with(begins));
    let (start, first) = lines.next()?;
    let mut text = first.split_once('=').map_or(first, |(_, value)| value).to_owned();
    if first.ends_with(';') {
        return Some((start + 1, text));
    }
    for (_, line) in lines {
        text.push('\n');
        text.push_str(line);
        if matches!(line, "}" | "];") || (line.starts_with(' ') && line.ends_with("];")) {
            break;
        }
    }
    Some((start + 1, text))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: Item = ("here.rs", "const A");
    const THERE: Item = ("there.rs", "const B");

    fn found(here: &str, there: &str) -> Option<usize> {
        let tree = Tree::of(&[("here.rs", here), ("there.rs", there)]);
        differing(&tree, "letters", HERE, THERE).map(|found| found.line)
    }

    #[test]
    fn the_values_are_compared_and_not_the_names() {
        let here = "//! Here.\nconst A: &[&str] = &[\n    \"a\",\n    \"b\",\n];\n";
        assert_eq!(found(here, "const B: &[&str] = &[\n    \"a\",\n    \"b\",\n];\nconst C: u8 = 1;\n"), None);
        assert_eq!(found(here, "const B: &[&str] = &[\n    \"a\",\n];\n"), Some(2));
        assert_eq!(found(here, "const C: &[&str] = &[];\n"), Some(2));
        assert_eq!(found("", "const B: u8 = 1;\n"), Some(1));
    }

    #[test]
    fn each_pair_is_there() {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let tree = Tree::read(&root).expect("the checkout");
        for (_, one, other) in TWINS {
            assert!(item(&tree, *one).is_some() && item(&tree, *other).is_some(), "{one:?} and {other:?}");
        }
    }
}
