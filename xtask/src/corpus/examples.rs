//! The examples in the documentation of a crate, as one program: compiled together they cost a fraction of what rustdoc needs for them.

use std::fs;
use std::path::Path;

use anyhow::Context;

/// What the program is called.
pub(super) const NAME: &str = "all";

/// Begins an example, behind the marker of the comment. What a description has is no code of that kind.
const BEGIN: &str = "```no_run";
const END: &str = "```";

/// Writes the program into the folder of the crate.
pub(super) fn write(folder: &Path) -> anyhow::Result<()> {
    let mut text = "#![allow(deprecated, unused)]\n\nfn main() {}\n".to_owned();
    let mut count = 0;
    for path in sources(&folder.join("src"))? {
        let source = fs::read_to_string(&path).with_context(|| format!("cannot read {path}"))?;
        for example in all(&source) {
            count += 1;
            text.push_str(&format!("\nmod example_{count} {{\n{example}}}\n"));
        }
    }
    let examples = folder.join("examples");
    fs::create_dir_all(&examples)?;
    fs::write(examples.join(NAME).with_extension("rs"), text).context("cannot write the examples")
}

/// The files that may have examples, in the order of their paths: those of types have none.
fn sources(folder: &Path) -> anyhow::Result<Vec<String>> {
    let mut paths = vec![folder.join("lib.rs")];
    for entry in fs::read_dir(folder.join("api")).into_iter().flatten() {
        paths.push(entry?.path());
    }
    paths.sort();
    Ok(paths.into_iter().map(|path| path.display().to_string()).collect())
}

/// Each example with the lines that readers do not see.
fn all(source: &str) -> Vec<String> {
    let mut examples = Vec::new();
    let mut open: Option<String> = None;
    for line in source.lines() {
        let line = line.trim_start();
        let Some(line) = line.strip_prefix("///").or_else(|| line.strip_prefix("//!")) else {
            open = None;
            continue;
        };
        let line = line.strip_prefix(' ').unwrap_or(line);
        match &mut open {
            None if line == BEGIN => open = Some(String::new()),
            None => {}
            Some(_) if line == END => examples.extend(open.take()),
            Some(text) => {
                text.push_str(line.strip_prefix("# ").unwrap_or(line));
                text.push('\n');
            }
        }
    }
    examples
}

#[cfg(test)]
mod tests {
    use super::all;

    #[test]
    fn an_example_has_all_its_lines_and_nothing_else_is_one() {
        let source = "//! ```no_run\n//! use a::Client;\n//!\n//! # fn example() {\n//! let a = 1;\n//! # }\n//! ```\n\n\
                      impl A {\n    /// ```text\n    /// no code\n    /// ```\n    ///\n    /// ```no_run\n    /// # f();\n    /// ```\n}\n";
        assert_eq!(all(source), ["use a::Client;\n\nfn example() {\nlet a = 1;\n}\n", "f();\n"]);
    }
}
