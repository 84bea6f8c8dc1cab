//! The guide as its readers have it: it is a book, whose links lead somewhere, whose settings are settings and whose tables are true.

mod build;
mod links;
mod settings;
mod tables;

use std::fs;
use std::path::PathBuf;

use build::guide as folder;

/// A chapter that is written here: its file and its text. What only includes a page of the repository is that page's business.
fn chapters() -> Vec<(String, String)> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder().join("src"))
        .expect("the guide has chapters")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .collect();
    paths.sort();
    let read = |path: &PathBuf| {
        let name = path.file_name().expect("a file has a name").to_string_lossy().into_owned();
        (name, fs::read_to_string(path).expect("a chapter is text"))
    };
    paths.iter().map(read).filter(|(name, text)| name != "SUMMARY.md" && !text.starts_with("{{#include")).collect()
}

/// The fenced blocks of a chapter that are in a language: what stands behind the fence, and the text as it stands.
fn blocks<'a>(chapter: &'a str, language: &str) -> Vec<(&'a str, String)> {
    let mut found = Vec::new();
    let mut lines = chapter.lines();
    while let Some(line) = lines.next() {
        let Some(info) = line.strip_prefix("```") else { continue };
        let text: Vec<&str> = lines.by_ref().take_while(|line| !line.starts_with("```")).collect();
        if info.split(',').next() == Some(language) {
            found.push((info, text.join("\n")));
        }
    }
    found
}

#[test]
fn each_chapter_with_rust_is_compiled() {
    let is_compiled = |(info, _): &(&str, String)| *info != "rust,ignore";
    let with_rust: Vec<String> = chapters()
        .into_iter()
        .filter(|(_, text)| blocks(text, "rust").iter().any(is_compiled))
        .map(|(name, _)| name)
        .collect();
    assert_eq!(with_rust, ::guide::CHAPTERS);
}

#[test]
fn each_snippet_in_rust_is_compiled() {
    for (name, text) in chapters() {
        for (info, snippet) in blocks(&text, "rust") {
            let is_file_of_its_own = snippet.starts_with("{{#include ../migrating/") && snippet.lines().count() == 1;
            let wanted = if is_file_of_its_own { &["rust,ignore"][..] } else { &["rust", "rust,no_run"] };
            assert!(wanted.contains(&info), "{name} has a snippet that is `{info}`:\n{snippet}");
        }
    }
}

#[test]
fn each_chapter_is_in_the_summary() {
    let summary = fs::read_to_string(folder().join("src/SUMMARY.md")).expect("a book has a summary");
    for (name, _) in chapters() {
        assert!(summary.contains(&format!("({name})")), "{name} is not in the summary");
    }
}
