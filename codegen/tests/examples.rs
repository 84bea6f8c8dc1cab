//! What readers are shown of calls: an example for each operation, in each place the same lines.

#![expect(clippy::disallowed_methods, reason = "tests read fixtures; the crate itself reads nothing")]

mod fixture;

use std::collections::BTreeMap;

/// The visible lines of each example in the documentation of a file, without what begins and ends it.
fn shown(source: &str) -> Vec<String> {
    let lines = source.lines().map(str::trim_start);
    let docs = lines.filter_map(|line| line.strip_prefix("///").or_else(|| line.strip_prefix("//!")));
    let text: String = docs.map(|line| format!("{}\n", line.strip_prefix(' ').unwrap_or(line))).collect();
    let example = |rest: &str| {
        let lines = rest.lines().take_while(|line| *line != "```").filter(|line| !line.starts_with("# "));
        lines.collect::<Vec<_>>().join("\n")
    };
    text.split("```no_run\n").skip(1).map(example).collect()
}

/// The pieces of Rust in a README; of a program what stands in its `main`.
fn of_readme(readme: &str) -> Vec<String> {
    let piece = |rest: &str| rest.split_once("\n```").expect("a piece ends").0.to_owned();
    let mut pieces: Vec<_> = readme.split("```rust\n").skip(1).map(piece).collect();
    let program = pieces.first_mut().expect("a README begins with a program");
    let (imports, main) = program.split_once("#[tokio::main]\n").expect("it runs on tokio");
    let (_, body) = main.split_once("{\n").expect("it does something");
    let body: Vec<_> = body.lines().map(|line| line.strip_prefix("    ").unwrap_or(line)).collect();
    let [statements @ .., "Ok(())", "}"] = body.as_slice() else { panic!("it ends well:\n{program}") };
    *program = format!("{imports}{}", statements.join("\n"));
    pieces
}

fn api(files: &BTreeMap<String, String>) -> impl Iterator<Item = (&String, &String)> {
    files.iter().filter(|(path, _)| path.starts_with("src/api/") && !path.ends_with("/mod.rs"))
}

#[test]
fn a_readme_says_what_the_front_page_says() {
    for fixture in fixture::all() {
        let files = fixture.generated().files;
        assert_eq!(of_readme(&files["README.md"]), shown(&files["src/lib.rs"]), "{}", fixture.name());
    }
}

#[test]
fn every_operation_has_an_example() {
    for fixture in fixture::all() {
        let output = fixture.generated();
        let examples = api(&output.files).map(|(_, text)| shown(text).len()).sum::<usize>();
        assert_eq!(examples, output.summary.operations, "{}", fixture.name());
    }
}

#[test]
fn an_example_fits_a_screen() {
    for fixture in fixture::all() {
        for (path, text) in api(&fixture.generated().files) {
            for example in shown(text) {
                let lines = example.lines().count();
                // A line that is one name is as long as the name.
                let broken =
                    example.lines().filter(|line| line.trim().contains([' ', '(']) && !line.trim().ends_with("()"));
                let longest = broken.map(|line| line.chars().count()).max().unwrap_or_default();
                assert!(lines <= 25 && longest <= 120, "{}: {path}:\n{example}", fixture.name());
            }
        }
    }
}
