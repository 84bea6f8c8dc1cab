//! Lists what the program carries, to which `vendored/` leads: the sources of the runtime, so that clients can have them beside their crates, and
//! the chapters of the guide.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let folder = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default()).join("vendored");
    let mut sources = Vec::new();
    collect(&folder, "src", &mut sources)?;
    list(&folder, sources, "runtime.rs")?;
    let mut chapters = vec![("settings".to_owned(), fs::read_to_string(folder.join("settings.md"))?)];
    for entry in fs::read_dir(folder.join("guide"))? {
        let path = entry?.path();
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        // The pages that the book includes as a whole have names in capitals.
        if path.extension().is_some_and(|ending| ending == "md") && name.chars().any(char::is_lowercase) {
            chapters.push((name, included(&folder.join("included"), &fs::read_to_string(&path)?)?));
        }
    }
    chapters.sort();
    println!("cargo::rerun-if-changed={}", folder.join("guide").canonicalize()?.display());
    fs::write(
        out("guide.rs"),
        format!("/// Name, and text.\npub(super) const CHAPTERS: &[(&str, &str)] = &{chapters:#?};\n"),
    )
}

/// A chapter with what it includes, as mdBook does it: a whole file, one from a line on, or what is between two anchors.
fn included(folder: &Path, text: &str) -> io::Result<String> {
    let mut whole = String::new();
    for line in text.lines() {
        let Some(what) = line.strip_prefix("{{#include ").and_then(|line| line.strip_suffix("}}")) else {
            whole += line;
            whole += "\n";
            continue;
        };
        let (path, part) = what.split_once(':').unwrap_or((what, ""));
        let found = fs::read_to_string(folder.join(path.rsplit('/').next().unwrap_or(path)))?;
        let lines = found.lines().map(|line| format!("{line}\n"));
        whole += &match part.trim_end_matches(':').parse::<usize>() {
            Ok(first) => lines.skip(first - 1).collect::<String>(),
            Err(_) if part.is_empty() => lines.collect(),
            Err(_) => {
                let is = |line: &String, word: &str| line.contains(&format!("{word}: {part}"));
                lines
                    .skip_while(|line| !is(line, "ANCHOR"))
                    .skip(1)
                    .take_while(|line| !is(line, "ANCHOR_END"))
                    .collect()
            }
        };
    }
    Ok(whole)
}

fn out(file: &str) -> PathBuf {
    PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default()).join(file)
}

/// Writes files, with their texts, as a constant.
fn list(folder: &Path, mut files: Vec<String>, to: &str) -> io::Result<()> {
    files.sort();
    let mut text = "/// Path, and text.\npub(super) const FILES: &[(&str, &str)] = &[\n".to_owned();
    for path in &files {
        let _ = writeln!(text, "    ({path:?}, include_str!({:?})),", folder.join(path));
    }
    text += "];\n";
    let inner = files.first().and_then(|path| path.split('/').next()).unwrap_or_default();
    println!("cargo::rerun-if-changed={}", folder.join(inner).canonicalize()?.display());
    fs::write(out(to), text)
}

fn collect(root: &Path, folder: &str, files: &mut Vec<String>) -> io::Result<()> {
    for entry in fs::read_dir(root.join(folder))? {
        let entry = entry?;
        let path = format!("{folder}/{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            collect(root, &path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}
