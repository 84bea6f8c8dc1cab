//! The descriptions below a folder: found by what they say of themselves, not by their names.

use std::fs;
use std::path::Path;

use anyhow::Context;

use crate::targets;

/// One description.
#[derive(Debug)]
pub(crate) struct Document {
    /// What it is recorded under: the name of the folder and the path below it.
    pub(crate) name: String,
    /// The path below the folder, with `/`.
    pub(crate) path: String,
    /// The name of its crate.
    pub(crate) crate_name: String,
    pub(crate) text: String,
    /// As it says: `3.0.3`, `2.0`.
    version: String,
}

/// Every description below the folder whose version begins with the filter, or whose name contains it; in the order of their paths.
pub(crate) fn find(folder: &Path, filter: Option<&str>) -> anyhow::Result<Vec<Document>> {
    let mut found = Vec::new();
    let mut waiting = vec![String::new()];
    while let Some(inner) = waiting.pop() {
        let path = folder.join(&inner);
        for entry in fs::read_dir(&path).with_context(|| format!("cannot read {}", path.display()))? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let below = if inner.is_empty() { name } else { format!("{inner}/{name}") };
            if entry.path().is_dir() {
                waiting.push(below);
            } else {
                found.extend(read(folder, &below)?);
            }
        }
    }
    found.retain(|document| {
        filter.is_none_or(|filter| document.version.starts_with(filter) || document.name.contains(filter))
    });
    found.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(found)
}

/// The file, where it is a description; files of a description that stand apart have no version of their own.
fn read(folder: &Path, path: &str) -> anyhow::Result<Option<Document>> {
    if ![".json", ".yaml", ".yml"].iter().any(|ending| path.ends_with(ending)) {
        return Ok(None);
    }
    let bytes = fs::read(folder.join(path)).with_context(|| format!("cannot read {path}"))?;
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let Some(version) = version(&text) else { return Ok(None) };
    let stem = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
    let Ok(crate_name) = targets::crate_name(stem) else {
        return Ok(None);
    };
    let name = folder.file_name().map_or_else(|| path.to_owned(), |last| format!("{}/{path}", last.to_string_lossy()));
    // Some are called by a word of Rust, which no crate can be.
    let crate_name = format!("{crate_name}-client");
    Ok(Some(Document { name, path: path.to_owned(), crate_name, version: version.to_owned(), text }))
}

/// The version behind `openapi:` or `"swagger":`, wherever that key stands first.
fn version(text: &str) -> Option<&str> {
    let keys =
        ["openapi", "swagger"].into_iter().flat_map(|key| text.match_indices(key).map(move |(at, _)| at + key.len()));
    keys.filter_map(|at| {
        let rest = text[at..].trim_start_matches(['"', '\'', ' ']).strip_prefix(':')?;
        let rest = rest.trim_start_matches(['"', '\'', ' ']);
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
        (end > 0).then(|| &rest[..end])
    })
    .next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_description_says_its_version() {
        assert_eq!(version("info: {}\nopenapi: '3.0.3'\n"), Some("3.0.3"));
        assert_eq!(version("{\"swagger\":\"2.0\"}"), Some("2.0"));
        assert_eq!(version("# openapi is fine\nopenapi: 3.1.0"), Some("3.1.0"));
        assert_eq!(version("type: object\ndescription: see openapi: x"), None);
    }

    #[test]
    fn the_filter_is_a_version_or_a_part_of_the_name() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("inner")).unwrap();
        fs::write(folder.path().join("inner/pets.yaml"), "openapi: 3.0.1").unwrap();
        fs::write(folder.path().join("shop.json"), "{\"swagger\": \"2.0\"}").unwrap();
        fs::write(folder.path().join("part.yaml"), "type: object").unwrap();
        let paths =
            |filter| find(folder.path(), filter).unwrap().into_iter().map(|document| document.path).collect::<Vec<_>>();
        assert_eq!(paths(None), ["inner/pets.yaml", "shop.json"]);
        assert_eq!(paths(Some("3.0")), ["inner/pets.yaml"]);
        assert_eq!(paths(Some("shop")), ["shop.json"]);
    }
}
