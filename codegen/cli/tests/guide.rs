//! Commands that the guide and the pages for newcomers show are commands: the program knows them and all their words.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Where commands are shown: the chapters, and what a newcomer sees first.
fn pages() -> Vec<PathBuf> {
    let cli = Path::new(env!("CARGO_MANIFEST_DIR"));
    let chapters = fs::read_dir(cli.join("guide/src")).expect("the guide has chapters");
    let mut pages: Vec<PathBuf> = chapters.map(|entry| entry.expect("an entry").path()).collect();
    pages.retain(|path| path.extension().is_some_and(|extension| extension == "md"));
    pages.extend([cli.join("README.md"), cli.join("../../README.md")]);
    pages
}

/// The commands of a page, without the program that they are called by: lines of a console, or of a block that is indented.
fn commands(text: &str) -> Vec<Vec<String>> {
    let lines = text.lines().filter_map(|line| line.strip_prefix("$ ").or_else(|| line.strip_prefix("    ")));
    lines.flat_map(|line| line.split("&&").map(str::trim)).filter_map(command).collect()
}

/// The words behind the program's name, where it is this program.
fn command(line: &str) -> Option<Vec<String>> {
    let line = line.split(" #").next().unwrap_or(line);
    let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
    match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["clientwright", ..] => Some(words[1..].to_vec()),
        ["cargo", "clientwright", ..] => Some(words[2..].to_vec()),
        // Other commands of xtask are those of this repository.
        ["cargo", "xtask", "init" | "generate" | "check" | "diff" | "explain" | "dump" | "vendor" | "watch", ..] => {
            Some(words[2..].to_vec())
        }
        _ => None,
    }
}

#[test]
fn each_command_that_is_shown_is_one() {
    let mut shown = 0;
    for page in pages() {
        for words in commands(&fs::read_to_string(&page).expect("a page is text")) {
            // What the words say is read before the help is told, and nothing is done.
            let output = Command::new(env!("CARGO_BIN_EXE_clientwright")).args(&words).arg("--help").output();
            let output = output.expect("the program runs");
            let said = String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success(), "{}: `{}` says\n{said}", page.display(), words.join(" "));
            shown += 1;
        }
    }
    assert!(shown > 10, "the guide shows {shown} commands");
}

#[test]
fn a_command_is_found_wherever_it_is_shown() {
    let text =
        "$ cd a && cargo xtask generate\n    clientwright check   # in CI\n$ cargo xtask tidy\nclientwright explain\n";
    assert_eq!(commands(text), [vec!["generate"], vec!["check"]]);
}
