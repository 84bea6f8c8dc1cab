//! Lists the sources of the runtime, which the program carries, so that clients can have them beside their crates: `vendored/` leads to them.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let folder = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default()).join("vendored");
    println!("cargo::rerun-if-changed={}", folder.join("src").canonicalize()?.display());
    let mut files = Vec::new();
    collect(&folder, "src", &mut files)?;
    files.sort();
    let mut text =
        "/// Path below the folder of the package, and text.\npub(super) const FILES: &[(&str, &str)] = &[\n"
            .to_owned();
    for path in &files {
        let _ = writeln!(text, "    ({path:?}, include_str!({:?})),", folder.join(path));
    }
    text += "];\n";
    fs::write(PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default()).join("runtime.rs"), text)
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
