//! What a change of a description costs who reads the change of the crate.

use std::collections::BTreeMap;

use clientwright_codegen::{Input, generate};
use serde_yaml::{Mapping, Value};

use super::{Description, descriptions, written};

/// How often each line of code stands in each source.
type Lines = BTreeMap<(String, String), usize>;

fn lines(description: &Description, tree: &Value) -> Lines {
    let text = written(tree);
    let input = Input { path: &description.name, text: text.as_str().into(), loader: description };
    let output = generate(&input, &description.settings()).unwrap_or_else(|found| panic!("{}", found.render(false)));
    let mut lines = Lines::new();
    for (path, text) in output.files.iter().filter(|(path, _)| path.ends_with(".rs")) {
        let code = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//"));
        code.for_each(|line| *lines.entry((path.clone(), line.to_owned())).or_default() += 1);
    }
    lines
}

/// The lines that the second has and the first has not. Variants are not counted: a struct that has become large goes behind a pointer
/// where it is one.
fn added(before: &Lines, after: &Lines) -> Vec<String> {
    let more = |(line, count): (&(String, String), &usize)| {
        let times = count.saturating_sub(before.get(line).copied().unwrap_or_default());
        vec![line.1.clone(); times]
    };
    after.iter().filter(|((_, line), _)| !line.ends_with("),")).flat_map(more).collect()
}

fn objects(tree: &Value) -> Vec<String> {
    let schemas = tree["components"]["schemas"].as_mapping().expect("the user and chat API has schemas");
    let is_object = |schema: &Value| schema.get("properties").is_some();
    schemas.iter().filter(|(_, schema)| is_object(schema)).map(|(name, _)| name.as_str().unwrap().to_owned()).collect()
}

/// A line for the field, one for the table, and at most one for what is imported.
#[test]
fn an_optional_property_more_is_three_lines_more() {
    let description = descriptions().pop().expect("the user and chat API");
    let tree = description.tree();
    let before = lines(&description, &tree);
    let types =
        ["{type: string}", "{type: string, format: uuid}", "{type: array, items: {type: string, format: date}}"];
    let mut seen = 0;
    for name in objects(&tree) {
        for ty in types.iter().map(|ty| serde_yaml::from_str::<Value>(ty).expect("a schema")) {
            let mut tree = tree.clone();
            let properties = tree["components"]["schemas"][name.as_str()]["properties"].as_mapping_mut().unwrap();
            properties.extend(Mapping::from_iter([("madeForThis".into(), ty)]));
            let after = lines(&description, &tree);
            let (added, removed) = (added(&before, &after), added(&after, &before));
            let structs = added.iter().filter(|line| line.starts_with("pub made_for_this: ")).count();
            assert!(structs > 0, "{name} has no field for its new property");
            assert!(added.len() <= 3 * structs, "{name} in {structs} types: {added:#?}");
            assert!(removed.iter().all(|line| line.starts_with("use ")), "{name}: {removed:#?}");
            seen += 1;
        }
    }
    assert!(seen > 30, "{seen} additions were seen");
}
