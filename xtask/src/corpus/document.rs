//! The descriptions below a folder: found by what they say of themselves, not by their names.

use std::fs;
use std::path::Path;

use anyhow::Context;
use clientwright_codegen::Loader as _;

use crate::oracle::document;
use clientwright::inner::Folder;
use clientwright::inner::crate_name as name_of_crate;

/// One description.
#[derive(Debug)]
pub(crate) struct Document {
    /// What it is recorded under: the name of the folder and the path below it.
    pub(crate) name: String,
    /// The path below the folder, with `/`.
    pub(crate) path: String,
    /// The name of its crate.
    pub(crate) crate_name: String,
    /// As it says: `3.0.3`, `2.0`.
    version: String,
}

/// Which descriptions are wanted.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Wanted<'a> {
    /// Whose version begins so.
    pub(crate) version: Option<&'a str>,
    /// With this in their name.
    pub(crate) name: Option<&'a str>,
}

/// Every description below the folder that is wanted, in the order of their paths.
pub(crate) fn find(folder: &Path, wanted: Wanted<'_>) -> anyhow::Result<Vec<Document>> {
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
        wanted.version.is_none_or(|version| document.version.starts_with(version))
            && wanted.name.is_none_or(|name| document.name.contains(name))
    });
    found.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(found)
}

/// The file, where it is a description; files of a description that stand apart have no version of their own.
fn read(folder: &Path, path: &str) -> anyhow::Result<Option<Document>> {
    if ![".json", ".yaml", ".yml"].iter().any(|ending| path.ends_with(ending)) {
        return Ok(None);
    }
    let Some(version) = version(&text(folder, path)?).map(str::to_owned) else { return Ok(None) };
    let stem = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
    let Ok(crate_name) = name_of_crate(stem) else {
        return Ok(None);
    };
    let name = folder.file_name().map_or_else(|| path.to_owned(), |last| format!("{}/{path}", last.to_string_lossy()));
    // Some are called by a word of Rust, which no crate can be.
    let crate_name = format!("{crate_name}-client");
    Ok(Some(Document { name, path: path.to_owned(), crate_name, version }))
}

fn text(folder: &Path, path: &str) -> anyhow::Result<String> {
    let bytes = fs::read(folder.join(path)).with_context(|| format!("cannot read {path}"))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

impl Document {
    /// One that another process has found.
    pub(super) fn named(name: String, path: String, crate_name: String) -> Self {
        Self { name, path, crate_name, version: String::new() }
    }

    /// The text, whose bytes that are none are replaced.
    pub(crate) fn text(&self, folder: &Path) -> anyhow::Result<String> {
        text(folder, &self.path)
    }

    /// The plain tree of it and of all files that it refers to.
    pub(crate) fn tree(&self, folder: &Path) -> Result<document::Document, String> {
        let others = Folder::beside(folder, &self.path);
        let read = |path: &str| String::from_utf8(others.load(path).ok()?).ok();
        document::Document::joined(&self.path, &self.text(folder).map_err(|error| error.to_string())?, &read)
    }
}

/// Words of those who make descriptions that have to be rejected.
const REJECTED: [&str; 11] =
    ["negative", "invalid", "fail", "fails", "failing", "bad", "error", "errors", "broken", "malformed", "malicious"];

/// Whether a folder or the file says that the description is wrong on purpose.
pub(crate) fn is_made_to_be_rejected(path: &str) -> bool {
    let path = path.to_lowercase();
    path.split(|char: char| !char.is_alphanumeric()).any(|word| REJECTED.contains(&word))
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
    fn a_version_and_a_part_of_the_name_choose_together() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("inner")).unwrap();
        fs::write(folder.path().join("inner/pets.yaml"), "openapi: 3.0.1").unwrap();
        fs::write(folder.path().join("shop.json"), "{\"swagger\": \"2.0\"}").unwrap();
        fs::write(folder.path().join("part.yaml"), "type: object").unwrap();
        let paths =
            |wanted| find(folder.path(), wanted).unwrap().into_iter().map(|document| document.path).collect::<Vec<_>>();
        assert_eq!(paths(Wanted::default()), ["inner/pets.yaml", "shop.json"]);
        assert_eq!(paths(Wanted { version: Some("3.0"), name: None }), ["inner/pets.yaml"]);
        assert_eq!(paths(Wanted { version: None, name: Some("shop") }), ["shop.json"]);
        assert_eq!(paths(Wanted { version: Some("2.0"), name: Some("pets") }), [""; 0]);
    }

    #[test]
    fn who_is_wrong_on_purpose_says_so() {
        assert!(is_made_to_be_rejected("ogen/negative/a.yaml") && is_made_to_be_rejected("a/type-Invalid.json"));
        assert!(is_made_to_be_rejected("parser/malicious/bomb.yaml"));
        assert!(!is_made_to_be_rejected("badger/errorful.yaml") && !is_made_to_be_rejected("terror/a.yaml"));
    }
}
