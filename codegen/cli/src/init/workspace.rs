//! The manifest of a workspace: what is added to it, as it is written otherwise.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clientwright_codegen::Workspace;
use toml_edit::{Array, DocumentMut, Item, RawString, Table, value};

use crate::usage::{Usage, word};

/// What belongs to the workspace: its clients, and its tasks where they are not somebody's own.
pub(super) const MEMBERS: [&str; 2] = ["generated/*", "xtask"];

/// A workspace that a folder would be in without being its root: where its manifest is.
pub(super) fn outer(root: &Path) -> Option<PathBuf> {
    if is_workspace(root) {
        return None;
    }
    let folder = root.ancestors().skip(1).find(|folder| is_workspace(folder))?;
    let manifest = folder.join("Cargo.toml");
    let workspace = Workspace::parse(&std::fs::read_to_string(&manifest).ok()?)?;
    let path = root.strip_prefix(folder).ok()?.to_string_lossy().replace('\\', "/");
    workspace.has_member(&path).then_some(manifest)
}

fn is_workspace(folder: &Path) -> bool {
    let text = std::fs::read_to_string(folder.join("Cargo.toml")).unwrap_or_default();
    text.parse::<toml::Table>().is_ok_and(|table| table.contains_key("workspace"))
}

/// A new manifest.
pub(super) fn new() -> String {
    let members: Vec<_> = MEMBERS.iter().map(|member| format!("\"{member}\"")).collect();
    format!("[workspace]\nresolver = \"3\"\nmembers = [{}]\n", members.join(", "))
}

/// The manifest with the members that it lacks, and what those are; none where it has all.
///
/// # Errors
/// Where it is no manifest.
pub(super) fn completed(text: &str, wanted: &[&'static str]) -> anyhow::Result<Option<(String, String)>> {
    let mut manifest: DocumentMut = text.parse().context("Cargo.toml is no TOML")?;
    if let Some(outer) = manifest.get("package").and_then(|package| package.get("workspace")).and_then(Item::as_str) {
        bail!(Usage(format!(
            "the package is a member of the workspace at {outer}\nhelp: run it there, `clientwright init {}`",
            word(outer)
        )));
    }
    let had_workspace = manifest.contains_key("workspace");
    let workspace = manifest.entry("workspace").or_insert_with(|| Item::Table(Table::new()));
    let Some(workspace) = workspace.as_table_like_mut() else { bail!("`workspace` in Cargo.toml is no table") };
    let excluded =
        workspace.get("exclude").and_then(Item::as_array).into_iter().flatten().filter_map(|path| path.as_str());
    let folder = |path: &str| path.trim_end_matches("/*").to_owned();
    if let Some(path) = excluded.map(plain).find(|path| wanted.iter().any(|member| folder(member) == folder(path))) {
        bail!(Usage(format!(
            "`exclude` in Cargo.toml has `{path}`, which is to be a member of the workspace\nhelp: take it out there"
        )));
    }
    let members = workspace.entry("members").or_insert_with(|| value(Array::new()));
    let Some(members) = members.as_array_mut() else { bail!("`members` in Cargo.toml is no list") };
    if let Some(pattern) =
        members.iter().filter_map(|member| member.as_str()).find(|member| ["*", "**"].contains(member))
    {
        bail!(Usage(format!(
            "`members` in Cargo.toml has `{pattern}`, by which specs/, generated/ and .github/ would be packages\n\
             help: name the members one by one, or by the folder that they are in"
        )));
    }
    let missing: Vec<&str> = wanted.iter().copied().filter(|member| !has(members, member)).collect();
    for member in &missing {
        add(members, member);
    }
    if missing.is_empty() && had_workspace {
        return Ok(None);
    }
    let what = format!("members {}", missing.join(" and "));
    let completed = as_before(text, &manifest.to_string());
    Ok(Some((completed, if had_workspace { what } else { format!("a workspace with the {what}") })))
}

/// A changed text with the byte order mark and the ends of lines that it had.
pub(super) fn as_before(before: &str, text: &str) -> String {
    let mark = if before.starts_with(MARK) && !text.starts_with(MARK) { MARK } else { "" };
    let text = if before.contains("\r\n") { text.replace("\r\n", "\n").replace('\n', "\r\n") } else { text.to_owned() };
    format!("{mark}{text}")
}

/// What editors of Windows begin a file with.
const MARK: &str = "\u{feff}";

/// Whether the workspace has a member already, by its name or by a pattern.
fn has(members: &Array, wanted: &str) -> bool {
    members.iter().filter_map(|member| member.as_str()).any(|member| plain(member) == wanted)
}

/// A path of a manifest in its shortest form.
fn plain(path: &str) -> &str {
    path.trim_start_matches("./").trim_end_matches('/')
}

/// Whether Cargo has to guess how features are resolved: nothing says so, and there is no package whose edition does.
pub(super) fn lacks_resolver(text: &str) -> bool {
    let manifest: toml::Table = text.parse().unwrap_or_default();
    let has = |key: &str| manifest.get("workspace").is_some_and(|workspace| workspace.get(key).is_some());
    manifest.contains_key("workspace") && !manifest.contains_key("package") && !has("resolver")
}

/// Adds one behind the last, on a line of its own where the others have one. Comments above the last and behind it stay with it.
fn add(members: &mut Array, member: &str) {
    let mut behind = members.trailing().as_str().unwrap_or_default().trim_end().to_owned();
    let mut own_line = None;
    if let Some(last) = members.iter_mut().last() {
        let text = |raw: Option<&RawString>| raw.and_then(RawString::as_str).unwrap_or_default().to_owned();
        let (prefix, suffix) = (text(last.decor().prefix()), text(last.decor().suffix()));
        own_line = prefix.rfind('\n').map(|at| prefix[at..].to_owned());
        behind.insert_str(0, suffix.trim_end());
        last.decor_mut().set_suffix("");
    }
    members.push(member);
    // What is behind a comment is on a line of its own.
    let own_line = own_line.or_else(|| behind.contains('#').then(|| "\n    ".to_owned()));
    if let (Some(line), Some(last)) = (own_line, members.iter_mut().last()) {
        last.decor_mut().set_prefix(behind + &line);
        members.set_trailing("\n");
        members.set_trailing_comma(true);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_there_stays_as_it_is_written() {
        let text = "# Ours.\n[workspace]\nresolver = \"2\"\nmembers = [\n    \"app\", # first\n    \"lib\",\n]\n\n[profile.dev]\ndebug = 1\n";
        let (added, what) = completed(text, &MEMBERS).unwrap().unwrap();
        let expected = text.replace("    \"lib\",\n", "    \"lib\",\n    \"generated/*\",\n    \"xtask\",\n");
        assert_eq!((added.as_str(), what.as_str()), (expected.as_str(), "members generated/* and xtask"));
        assert_eq!(completed(&added, &MEMBERS).unwrap(), None);
        let one_line = "[workspace]\nmembers = [\"app\", \"./xtask/\"]\n";
        let expected = "[workspace]\nmembers = [\"app\", \"./xtask/\", \"generated/*\"]\n";
        assert_eq!(completed(one_line, &MEMBERS).unwrap().unwrap().0, expected);
    }

    #[test]
    fn comments_stay_with_what_they_are_about() {
        let members =
            |text: &str| completed(&format!("[workspace]\nmembers = [{text}]\n"), &MEMBERS).unwrap().unwrap().0;
        let expected = "[workspace]\nmembers = [\n    # what is sold\n    \"app\", # first\n    \"generated/*\",\n    \"xtask\",\n]\n";
        assert_eq!(members("\n    # what is sold\n    \"app\", # first\n"), expected);
        assert_eq!(members("\n    # what is sold\n    \"app\" # first\n"), expected);
        let leading =
            "[workspace]\nmembers = [\n    \"a\"\n  , \"b\", # second\n    \"generated/*\",\n    \"xtask\",\n]\n";
        assert_eq!(members("\n    \"a\"\n  , \"b\" # second\n"), leading);
        let first = "[workspace]\nmembers = [ # none yet\n    \"generated/*\",\n    \"xtask\",\n]\n";
        assert_eq!(members(" # none yet\n"), first);
        assert_eq!(members(" \"app\" "), "[workspace]\nmembers = [ \"app\", \"generated/*\", \"xtask\"]\n");
    }

    #[test]
    fn what_cargo_could_not_load_is_not_made() {
        let told = |text: &str| completed(text, &MEMBERS).unwrap_err().downcast::<Usage>().unwrap().0;
        assert!(told("[workspace]\nmembers = [\"*\"]\n").contains("has `*`"));
        assert!(told("[package]\nname = \"a\"\nworkspace = \"..\"\n").contains("`clientwright init ..`"));
        assert!(told("[workspace]\nmembers = []\nexclude = [\"./generated/\"]\n").contains("has `generated`"));
        let (added, _) = completed("[workspace]\r\nmembers = []\r\n", &MEMBERS).unwrap().unwrap();
        assert_eq!(added, "[workspace]\r\nmembers = [\"generated/*\", \"xtask\"]\r\n");
        let (marked, _) = completed("\u{feff}[workspace]\r\nmembers = []\r\n", &MEMBERS).unwrap().unwrap();
        assert_eq!(marked, format!("\u{feff}{added}"));
    }

    #[test]
    fn a_package_becomes_the_root_of_a_workspace() {
        let (added, what) = completed("[package]\nname = \"app\"\n", &MEMBERS).unwrap().unwrap();
        assert_eq!(added, "[package]\nname = \"app\"\n\n[workspace]\nmembers = [\"generated/*\", \"xtask\"]\n");
        assert!(what.starts_with("a workspace"));
    }

    #[test]
    fn what_is_no_manifest_is_left_alone() {
        assert!(completed("[workspace\n", &MEMBERS).is_err());
        assert!(completed("[workspace]\nmembers = 5\n", &MEMBERS).is_err());
        assert!(completed("workspace = 5\n", &MEMBERS).is_err());
    }
}
