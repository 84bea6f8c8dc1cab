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
    let mut chapters = Vec::new();
    for entry in fs::read_dir(folder.join("guide"))? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        // What includes other files is for the book alone, and so is what has no text of its own.
        if name.ends_with(".md") && !fs::read_to_string(folder.join("guide").join(&name))?.contains("{{#") {
            chapters.push(format!("guide/{name}"));
        }
    }
    list(&folder, chapters, "guide.rs")
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
    fs::write(PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default()).join(to), text)
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
