//! The descriptions in `specs/` and the crate that each becomes. What is in them is not its business.
//!
//! | file in `specs/` | is |
//! |---|---|
//! | `<name>.yaml`, `.yml`, `.json`, in any case | a description; its crate is `generated/<name>/` |
//! | `<name>.toml` | its settings |
//! | `clientwright.toml` | the settings of all descriptions |
//! | `<name>.overlay.yaml`, `.yml`, `.json` | its overlay, where its settings list no others |
//! | `<anything>.overlay.<anything>` | an overlay that settings may list |
//! | `<name>/vendored.toml` | what was fetched of other addresses for it, and is beside that file |
//! | `README.md`, hidden files, folders | nothing; a folder may hold parts that descriptions refer to |

mod alone;
mod stray;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use deunicode::deunicode;

pub(crate) use self::alone::{absolute, alone};
pub(crate) use self::stray::{in_folders, lonely_overlays, lonely_settings};
use crate::usage::{Usage, meant, word};

/// The folder of descriptions.
pub(crate) const SPECS: &str = "specs";

/// The folder of their crates.
pub(crate) const GENERATED: &str = "generated";

/// Defaults for all descriptions of a folder, as settings.
pub(crate) const DEFAULTS: &str = "clientwright.toml";

/// Endings of descriptions.
const ENDINGS: &[&str] = &["yaml", "yml", "json"];

/// One description and where its crate goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The name of the crate and of its folder.
    pub name: String,
    /// The description, relative to the root, with `/`: as it is shown in messages.
    pub description: String,
    /// The settings, where there are any.
    pub settings: Option<String>,
    /// The settings of all descriptions of that folder, where there are any.
    pub defaults: Option<String>,
    /// The overlays that are called like the description, relative to its folder: more than one only where settings list those that count.
    pub overlays: Vec<String>,
    /// The folder of the crate, relative to the root, with `/`.
    pub folder: String,
}

impl Target {
    /// The name of the description without its ending; that of the crate is made of it.
    #[must_use]
    pub fn stem(&self) -> &str {
        let file = self.description.rsplit('/').next().unwrap_or(&self.description);
        description_stem(file).unwrap_or(file)
    }

    /// A file beside the description, relative to the root.
    pub(crate) fn beside(&self, file: &str) -> String {
        match self.description.rsplit_once('/') {
            Some((folder, _)) => format!("{folder}/{file}"),
            None => file.to_owned(),
        }
    }

    /// Whether it is no description of a project, in `specs/`, with a crate in `generated/`.
    pub(crate) fn is_alone(&self) -> bool {
        !self.folder.starts_with(&format!("{GENERATED}/"))
    }

    /// The folder of the description.
    pub(crate) fn base(&self, root: &Path) -> PathBuf {
        self.description.rsplit_once('/').map_or_else(|| root.to_owned(), |(folder, _)| root.join(folder))
    }

    /// The settings, or where they would be.
    pub(crate) fn settings_path(&self) -> String {
        self.settings.clone().unwrap_or_else(|| self.beside(&format!("{}.toml", self.stem())))
    }

    /// Whether it is meant by a word of the command line: `user-chat`, `user-chat.yaml`, `specs/user-chat.yaml`.
    fn is_named(&self, root: &Path, word: &str) -> bool {
        let (folder, file) = split(word);
        let stem = description_stem(file).unwrap_or(file);
        let is_this = self.name == word
            || self.description.ends_with(&format!("/{file}"))
            || crate_name(stem).is_ok_and(|name| self.name == name);
        is_this && folder.is_none_or(|folder| is_ours(root, folder))
    }
}

/// The folder and the last name of a path.
fn split(word: &str) -> (Option<&str>, &str) {
    let word = word.trim_end_matches(['/', '\\']);
    word.rfind(['/', '\\']).map_or((None, word), |at| (Some(&word[..at]), &word[at + 1..]))
}

/// Whether descriptions, or their crates, are in a folder, which may be given from the root or from where the program runs.
fn is_ours(root: &Path, folder: &str) -> bool {
    let is = |given: &Path, ours: &str| {
        let (given, ours) = (given.canonicalize(), root.join(ours).canonicalize());
        given.is_ok_and(|given| ours.is_ok_and(|ours| given == ours))
    };
    let given = [root.join(folder), PathBuf::from(folder)];
    [SPECS, GENERATED].iter().any(|ours| folder == *ours || given.iter().any(|given| is(given, ours)))
}

/// All descriptions by name.
///
/// # Errors
/// [`Usage`] where there is no `specs/`; an error where it cannot be read, two descriptions have one name, or a name cannot be
/// that of a crate.
pub fn find(root: &Path) -> anyhow::Result<Vec<Target>> {
    if !root.join(SPECS).is_dir() {
        let help = "\nhelp: `clientwright init` makes one, with all that belongs to it; `clientwright generate FILE --out DIR` needs none";
        let what = if root.is_dir() { "has no folder specs/, where descriptions are" } else { "is no folder" };
        bail!(Usage(format!("{} {what}{help}", root.display())));
    }
    let mut targets = BTreeMap::<String, Target>::new();
    let files = files(root)?;
    for file in &files {
        let Some(stem) = description_stem(file) else { continue };
        let name = crate_name(stem).with_context(|| format!("specs/{file} cannot become a crate"))?;
        let settings = format!("specs/{stem}.toml");
        let target = Target {
            name: name.clone(),
            description: format!("specs/{file}"),
            settings: root.join(&settings).is_file().then_some(settings),
            defaults: root.join(SPECS).join(DEFAULTS).is_file().then(|| format!("{SPECS}/{DEFAULTS}")),
            overlays: files.iter().filter(|file| is_overlay_of(file, stem)).cloned().collect(),
            folder: format!("{GENERATED}/{name}"),
        };
        if let Some(first) = targets.insert(name, target) {
            bail!(
                "{} and specs/{file} would both become generated/{}: rename one of them",
                first.description,
                first.name
            );
        }
    }
    Ok(targets.into_values().collect())
}

/// Those of the targets that are named, by the crate, by the file, or by the path of the file; all where none is.
///
/// # Errors
/// [`Usage`] where a name belongs to none.
pub(crate) fn select(root: &Path, targets: Vec<Target>, names: &[String]) -> Result<Vec<Target>, Usage> {
    let is_unknown = |name: &&String| !targets.iter().any(|target| target.is_named(root, name));
    let unknown: Vec<_> = names.iter().filter(is_unknown).map(|name| unknown(root, &targets, name)).collect();
    if !unknown.is_empty() {
        return Err(Usage(unknown.join("\n")));
    }
    let wanted = |target: &Target| names.is_empty() || names.iter().any(|name| target.is_named(root, name));
    Ok(targets.into_iter().filter(wanted).collect())
}

/// What is told of a name that belongs to no description.
fn unknown(root: &Path, targets: &[Target], name: &str) -> String {
    if split(name).0.is_some_and(|folder| !is_ours(root, folder)) {
        return format!(
            "{name} is not in specs/, whose files are the descriptions: put it there, or say where its crate goes: \
             `clientwright generate {} --out DIR`",
            word(name)
        );
    }
    let known: Vec<&str> = targets.iter().map(|target| target.name.as_str()).collect();
    let meant = match (meant(split(name).1, known.iter().copied()), known.as_slice()) {
        (meant, _) if !meant.is_empty() => meant,
        (_, []) => "; there is none at all".to_owned(),
        (_, known) => format!("; there is: {}", known.join(", ")),
    };
    format!("there is no description `{name}` in specs/{meant}")
}

/// The files of `specs/` by name.
fn files(root: &Path) -> anyhow::Result<Vec<String>> {
    files_of(&root.join(SPECS))
}

fn files_of(folder: &Path) -> anyhow::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))? {
        let entry = entry?;
        if entry.path().is_file() {
            names.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    names.sort();
    Ok(names)
}

/// `user-chat` of `user-chat.yaml`; nothing where the file is no description.
fn description_stem(file: &str) -> Option<&str> {
    let (stem, ending) = file.rsplit_once('.')?;
    let description = ENDINGS.contains(&ending.to_ascii_lowercase().as_str())
        && !stem.is_empty()
        && !stem.starts_with('.')
        && !is_overlay(file);
    description.then_some(stem)
}

/// Whether a name says that the file is an overlay: `shop.overlay.yaml`, `shop.overlay.2.yaml`.
pub(crate) fn is_overlay(file: &str) -> bool {
    file.contains(".overlay.")
}

/// Whether a file is called as the one overlay of a description.
fn is_overlay_of(file: &str, stem: &str) -> bool {
    let ending = file.strip_prefix(stem).and_then(|rest| rest.strip_prefix(".overlay."));
    ending.is_some_and(|ending| ENDINGS.contains(&ending.to_ascii_lowercase().as_str()))
}

/// A name of a crate as near to the name of the file as Cargo allows: `Pet Store_v1.2` becomes `pet-store-v1-2`, `Zoë` becomes `zoe`.
///
/// # Errors
/// Where nothing of it can be kept.
pub fn crate_name(stem: &str) -> anyhow::Result<String> {
    let lower = deunicode(stem).to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let mut name = words.join("-");
    if name.starts_with(|first: char| first.is_ascii_digit()) {
        name.insert_str(0, "api-");
    }
    if name.is_empty() {
        bail!("its name has no letter or digit: rename the file");
    }
    Ok(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn specs(files: &[&str]) -> tempfile::TempDir {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir(root.path().join("specs")).unwrap();
        for file in files {
            fs::write(root.path().join("specs").join(file), "").unwrap();
        }
        root
    }

    #[test]
    fn settings_overlays_and_readme_are_no_descriptions() {
        let files = ["b.yaml", "b.toml", "b.overlay.yaml", "b.overlay.2.yaml", "README.md", ".hidden.yaml", "a.json"];
        let root = specs(&files);
        let targets = find(root.path()).unwrap();
        let seen: Vec<_> = targets
            .iter()
            .map(|target| (target.name.as_str(), target.settings.as_deref(), target.overlays.join(" ")))
            .collect();
        assert_eq!(seen, [("a", None, String::new()), ("b", Some("specs/b.toml"), "b.overlay.yaml".to_owned())]);
        let lonely = lonely_overlays(root.path(), &["b.overlay.yaml".to_owned()]).unwrap();
        assert_eq!(lonely, ["specs/b.overlay.2.yaml"]);
    }

    #[test]
    fn two_descriptions_of_one_name_are_an_error_that_names_both() {
        let error = find(specs(&["pets.yaml", "pets.json"]).path()).unwrap_err().to_string();
        assert!(error.contains("specs/pets.json") && error.contains("specs/pets.yaml"), "{error}");
    }

    #[test]
    fn a_name_that_cargo_would_refuse_is_brought_near() {
        assert_eq!(crate_name("Pet Store_v1.2").unwrap(), "pet-store-v1-2");
        assert_eq!(crate_name("3scale").unwrap(), "api-3scale");
        assert_eq!(crate_name("Zoë").unwrap(), "zoe");
        assert_eq!(crate_name("東京").unwrap(), "dong-jing");
        assert!(crate_name("..").is_err());
    }

    #[test]
    fn an_unknown_name_is_told_with_those_that_are_known() {
        let root = specs(&["pets.yaml", "Shop.YAML"]);
        let targets = find(root.path()).unwrap();
        for name in ["Shop", "shop", "Shop.YAML", "specs/Shop.YAML", "./specs/shop.yaml"] {
            let named: Vec<_> = select(root.path(), targets.clone(), &[name.to_owned()]).unwrap();
            assert_eq!(named.iter().map(|target| target.name.as_str()).collect::<Vec<_>>(), ["shop"], "{name}");
        }
        assert!(select(root.path(), targets.clone(), &["cats".to_owned()]).unwrap_err().0.contains("pets, shop"));
        assert!(select(root.path(), targets, &["pest".to_owned()]).unwrap_err().0.contains("did you mean `pets`?"));
    }

    #[test]
    fn a_root_without_descriptions_is_none() {
        let root = tempfile::tempdir().unwrap();
        let told = |root: &Path| find(root).unwrap_err().downcast::<Usage>().unwrap().0;
        assert!(told(root.path()).contains("has no folder specs/"));
        assert!(told(&root.path().join("nowhere")).contains("is no folder"));
    }
}
