//! The examples of several generated crates, and the programs with which their READMEs begin, as one crate that depends on those that have
//! them as modules: rustdoc would make a program of those of each.

use std::collections::{BTreeMap, BTreeSet};

/// What the crate is called.
pub(crate) const NAME: &str = "examples-of-all";

/// Begins a piece of Rust that is not run.
const BEGIN: &str = "```no_run\n";

/// Collects the crates one by one.
#[derive(Default)]
pub(crate) struct Examples {
    /// The crates that have the others as modules.
    homes: BTreeSet<String>,
    files: BTreeMap<String, String>,
    modules: String,
}

impl Examples {
    /// Adds what stands in the documentation of a crate that is a module of another; the text of each run of its doc comments is given.
    pub(crate) fn add(
        &mut self,
        (home, name): (&str, &str),
        documentation: impl IntoIterator<Item = String>,
        readme: &str,
    ) {
        let pieces = documentation.into_iter().flat_map(|text| pieces(&text, BEGIN));
        let pieces = pieces.chain(pieces_of_readme(readme)).enumerate();
        let (module, krate) = (name.replace('-', "_"), home.replace('-', "_"));
        let import = format!("use {krate}::{module};\n");
        let text: String = pieces.map(|(at, piece)| format!("mod example_{at} {{\n{import}{piece}}}\n\n")).collect();
        let module = format!("of_{module}");
        self.homes.insert(home.to_owned());
        self.modules.push_str(&format!("mod {module};\n"));
        self.files.insert(format!("src/{module}.rs"), text);
    }

    /// The files of the crate, with the line that names the runtime.
    pub(crate) fn files(self, runtime: &str) -> BTreeMap<String, String> {
        let Self { homes, mut files, modules } = self;
        let dependencies: String = homes.iter().map(|home| format!("{home} = {{ path = \"../{home}\" }}\n")).collect();
        let head = "//! Examples.\n\n#![allow(deprecated, unused, clippy::all)]\n\n";
        files.insert("src/lib.rs".to_owned(), format!("{head}{modules}"));
        let manifest = format!(
            "[package]\nname = \"{NAME}\"\nedition = \"2024\"\npublish = false\n\n[dependencies]\n{runtime}\n{dependencies}"
        );
        files.insert("Cargo.toml".to_owned(), manifest);
        files
    }
}

/// The pieces of Rust in a text, with the lines that readers do not see.
fn pieces(text: &str, begin: &str) -> Vec<String> {
    let piece = |rest: &str| {
        let lines = rest.lines().take_while(|line| *line != "```");
        lines.map(|line| format!("{}\n", line.strip_prefix("# ").unwrap_or(line))).collect()
    };
    text.split(begin).skip(1).map(piece).collect()
}

/// A whole program, without what runs it, and what is matched, in a function.
fn pieces_of_readme(readme: &str) -> Vec<String> {
    let mut pieces = pieces(readme, "```rust\n");
    if let [program, others @ ..] = pieces.as_mut_slice() {
        *program = program.replace("#[tokio::main]\n", "");
        let krate =
            program.split("use ").nth(1).and_then(|rest| rest.split("::").next()).unwrap_or_default().to_owned();
        for other in others {
            let signature =
                format!("async fn example(client: {krate}::Client) -> Result<(), Box<dyn std::error::Error>>");
            *other = format!("{signature} {{\n{other}Ok(())\n}}\n");
        }
    }
    pieces
}
