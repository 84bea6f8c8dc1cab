//! What `init` would do: which files are new, which get something more, and which stay as they are. It reads, and writes nothing.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clientwright_codegen::{Diagnostic, Severity};
use toml_edit::{DocumentMut, Item, Table, value};

use super::Refused;
use super::source::Source;
use super::workspace;
use crate::generate::remark;
use crate::generator::{self, Refusal};
use crate::targets::{self, SPECS, Target};
use crate::usage::{Usage, word};

/// The snapshot test, and where its snapshots are.
pub(super) const TEST: &str = "xtask/tests/generated.rs";
pub(super) const SNAPSHOTS: &str = "xtask/tests/snapshots";

const MAIN: &str = include_str!("templates/main.txt");
const INSTALLED: &str = include_str!("templates/installed.txt");
const GENERATED: &str = include_str!("templates/generated.txt");
const CI: &str = include_str!("templates/clients.txt");

/// What reviewers need not read, and what is the same on every system.
const ATTRIBUTES: &[&str] = &["generated/** linguist-generated", "generated/** text eol=lf"];

/// What Cargo compiles, and what a snapshot test leaves of what nobody has accepted.
const IGNORED: &str = "/target\n*.snap.new\n";

/// How generated sources are written is the generator's business.
const FORMATTING: &str = "# What is generated is formatted by who writes it.\ndisable_all_formatting = true\n";

/// One file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Step {
    /// From the root, with `/`.
    pub(super) path: String,
    /// Its text afterwards; none where it stays as it is.
    pub(super) text: Option<String>,
    /// Whether it was there.
    is_there: bool,
    /// What it is for, or what was added.
    pub(super) detail: String,
}

impl Step {
    /// What becomes of it, in a word.
    pub(super) fn state(&self) -> &'static str {
        match (&self.text, self.is_there) {
            (None, _) => "kept",
            (Some(_), true) => "changed",
            (Some(_), false) => "created",
        }
    }
}

/// All of it.
#[derive(Clone, Debug, Default)]
pub(super) struct Plan {
    pub(super) steps: Vec<Step>,
    /// The packages that are there, with their folders.
    packages: Vec<(String, PathBuf)>,
    /// Whether a description refers to what has to be fetched first.
    waits: bool,
    /// What is for the user to do.
    pub(super) advice: Vec<String>,
    /// Whether there is something to generate afterwards.
    pub(super) has_descriptions: bool,
    /// The client that it begins with.
    pub(super) client: Option<String>,
}

impl Plan {
    /// For a folder, which need not be there.
    pub(super) fn make(root: &Path, from: Option<&Path>, source: &Source) -> anyhow::Result<Self> {
        let mut plan = Self { packages: crate::workspace::packages(root), ..Self::default() };
        let is_new = !root.join("Cargo.toml").exists();
        let has_own_xtask = plan.has_own_xtask(root);
        // The one of somebody else stands elsewhere, or is a member already.
        plan.manifest(root, if has_own_xtask { &workspace::MEMBERS[..1] } else { &workspace::MEMBERS })?;
        if has_own_xtask {
            plan.leave_xtask(root, source);
        } else {
            plan.alias(root)?;
            plan.xtask(root, source);
            plan.add(root, TEST, GENERATED.to_owned(), "the snapshot test");
        }
        let defaults = format!(
            "# Settings of all descriptions here; specs/<name>.toml has those of specs/<name>.yaml.\n\n[package]\nruntime = {}\n",
            source.setting(root)
        );
        plan.add(root, &format!("{SPECS}/{}", targets::DEFAULTS), defaults, "settings of all descriptions");
        if let Some(from) = from {
            plan.description(root, from)?;
        }
        plan.only_crates(root)?;
        plan.add(root, "generated/.rustfmt.toml", FORMATTING.to_owned(), "leaves generated sources as they are");
        plan.attributes(root)?;
        if is_new && !root.join(".gitignore").exists() {
            plan.add(root, ".gitignore", IGNORED.to_owned(), "what is not committed");
        }
        plan.add(root, ".github/workflows/clients.yml", plan.workflow(root, source), "checks in CI");
        if !root.join(".git").exists() && root.ancestors().skip(1).any(|folder| folder.join(".git").exists()) {
            plan.advice.push(".github/ belongs to the top of the repository, where GitHub looks for it: move it there, and give its steps \
                 this folder as `working-directory`".to_owned());
        }
        let there = root.join(SPECS).is_dir() && !targets::find(root)?.is_empty();
        plan.has_descriptions = !plan.waits && (from.is_some() || there);
        Ok(plan)
    }

    /// A file that is written where there is none. Where there is another one, it is told what belongs into it.
    fn add(&mut self, root: &Path, path: &str, text: String, detail: &str) {
        let is_there = root.join(path).symlink_metadata().is_ok();
        if is_there && fs::read_to_string(root.join(path)).is_ok_and(|found| found.replace("\r\n", "\n") != text) {
            let wanted =
                text.lines().fold(String::new(), |wanted, line| format!("{wanted}\n    {line}").trim_end().to_owned());
            self.advice.push(format!("{path} is yours and stays as it is; what belongs into it:\n{wanted}"));
        }
        let text = (!is_there).then_some(text);
        self.steps.push(Step { path: path.to_owned(), text, is_there, detail: detail.to_owned() });
    }

    /// A file that gets something more where it is there; none where it has it already.
    fn extend(&mut self, path: &str, added: Option<(String, String)>) {
        let (text, detail) =
            added.map_or((None, "has what is needed".to_owned()), |(text, what)| (Some(text), format!("+ {what}")));
        self.steps.push(Step { path: path.to_owned(), text, is_there: true, detail });
    }

    fn manifest(&mut self, root: &Path, members: &[&'static str]) -> anyhow::Result<()> {
        match read(root, "Cargo.toml")? {
            Some(text) => {
                if workspace::lacks_resolver(&text) {
                    let advice = "Cargo.toml has no `resolver`, which Cargo warns of where members have the edition 2021 or a later one: say \
                                  `resolver = \"3\"` below `[workspace]`, or `\"2\"`";
                    self.advice.push(advice.to_owned());
                }
                self.extend("Cargo.toml", workspace::completed(&text, members)?);
            }
            None => self.add(root, "Cargo.toml", workspace::new(), "the workspace"),
        }
        Ok(())
    }

    /// `cargo xtask`.
    fn alias(&mut self, root: &Path) -> anyhow::Result<()> {
        const ALIAS: &str = "run --quiet --package xtask --";
        // Where there is the older name, Cargo reads no other.
        let is_older = root.join(".cargo/config").is_file();
        let path = if is_older { ".cargo/config" } else { ".cargo/config.toml" };
        let Some(text) = read(root, path)? else {
            self.add(root, path, format!("[alias]\nxtask = \"{ALIAS}\"\n"), "cargo xtask");
            return Ok(());
        };
        let mut config: DocumentMut = text.parse().with_context(|| format!("{path} is no TOML"))?;
        let alias = config.entry("alias").or_insert_with(|| Item::Table(Table::new()));
        let Some(alias) = alias.as_table_like_mut() else { bail!("`alias` in {path} is no table") };
        let added = !alias.contains_key("xtask");
        if added {
            alias.insert("xtask", value(ALIAS));
        } else if alias.get("xtask").and_then(Item::as_str).is_none_or(|alias| !alias.contains("xtask")) {
            self.advice.push(format!(
                "the alias `xtask` in {path} is yours and stays as it is; without an alias it is `cargo {ALIAS} generate`"
            ));
        }
        self.extend(
            path,
            added.then(|| (workspace::as_before(&text, &config.to_string()), "the alias xtask".to_owned())),
        );
        Ok(())
    }

    fn xtask(&mut self, root: &Path, source: &Source) {
        let library = source.library(root);
        let manifest = "xtask/Cargo.toml";
        let dependencies = library
            .as_ref()
            .map_or_else(String::new, |library| format!("[dependencies]\nclientwright = {library}\n\n"));
        let text = format!(
            "[package]\nname = \"xtask\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n{dependencies}[dev-dependencies]\ninsta = \"1.49\"\n"
        );
        self.add(root, manifest, text, "the tasks of the workspace");
        let main = if library.is_some() { MAIN } else { INSTALLED };
        self.add(root, "xtask/src/main.rs", main.to_owned(), "hands them on to clientwright");
    }

    /// What CI runs: the xtask, where it is one of this program's.
    fn workflow(&self, root: &Path, source: &Source) -> String {
        let is_installed = self.has_own_xtask(root) || source.library(root).is_none();
        let install = match is_installed {
            true => format!("      - run: {}\n", source.installation()),
            false => String::new(),
        };
        let program = if self.has_own_xtask(root) { "clientwright" } else { "cargo xtask" };
        CI.replace("{install}", &install).replace("{program}", program)
    }

    /// Whether there is an xtask that is not one of this program's.
    pub(super) fn has_own_xtask(&self, root: &Path) -> bool {
        let here = root.join("xtask");
        let is_elsewhere = self
            .packages
            .iter()
            .any(|(name, folder)| name == "xtask" && folder.canonicalize().ok() != here.canonicalize().ok());
        let is_ours = fs::read_to_string(here.join("src/main.rs")).is_ok_and(|text| text.contains("clientwright"));
        is_elsewhere || (here.join("Cargo.toml").exists() && !is_ours)
    }

    /// What the owner of an xtask can do for it to have the commands.
    fn leave_xtask(&mut self, root: &Path, source: &Source) {
        let dependency = match source.library(root) {
            Some(library) => format!(
                "add `clientwright = {library}` and hand on the words, `clientwright::Program::new(\"cargo xtask\").run(words)`"
            ),
            None => "have it run `clientwright` with the words that it is given".to_owned(),
        };
        self.advice.push(format!(
            "the package `xtask` is yours and stays as it is: to have the commands there, {dependency}; `clientwright generate` does without"
        ));
    }

    /// Refuses folders of `generated/` that are no crates, and would be members of the workspace all the same.
    fn only_crates(&self, root: &Path) -> anyhow::Result<()> {
        let folder = root.join(targets::GENERATED);
        let described = if root.join(SPECS).is_dir() { targets::find(root)? } else { Vec::new() };
        for entry in fs::read_dir(&folder).into_iter().flatten() {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let is_client = self.client.as_ref() == Some(&name) || described.iter().any(|target| target.name == name);
            if entry.path().is_dir() && !is_client && !entry.path().join("Cargo.toml").exists() {
                bail!(Usage(format!(
                    "generated/{name} is no crate, and Cargo takes each folder of generated/ for a member of the workspace\nhelp: move it elsewhere"
                )));
            }
        }
        Ok(())
    }

    /// The description, and all files that it refers to.
    fn description(&mut self, root: &Path, from: &Path) -> anyhow::Result<()> {
        let (folder, target) = targets::alone(from, &from.with_extension(""))?;
        self.is_free(root, &folder, &target)?;
        self.client = Some(target.name.clone());
        let refused = |refusal| Refused { target: target.clone(), refusal: Box::new(refusal) };
        match generator::generate(&folder, &target, false) {
            Err(Refusal::Errors(told)) if told.iter().all(is_to_be_fetched) => {
                self.waits = true;
                self.advice.push(format!(
                    "{} refers to other addresses, and nothing is generated yet\nhelp: fetch what they answer once, `clientwright vendor {}`, \
                     then `clientwright generate`",
                    from.display(),
                    word(target.stem())
                ));
            }
            Err(refusal) => bail!(refused(refusal)),
            Ok(_) => {}
        }
        let parts = generator::with_parts(&folder, &target).map_err(refused)?;
        let own = [Some(&target.description), target.settings.as_ref()];
        let is_own = |path: &str| own.iter().flatten().any(|own| own.ends_with(path)) || targets::is_overlay(path);
        if let Some((part, _)) = parts.iter().find(|(path, _)| !path.contains('/') && !is_own(path)) {
            bail!(Usage(format!(
                "{} refers to {part}, which is beside it, and each file of specs/ itself is a description\n\
                 help: move its parts into a folder beside it, such as {}/, and correct the references; `clientwright generate {} --out DIR` \
                 takes it as it is",
                from.display(),
                target.stem(),
                word(&from.to_string_lossy())
            )));
        }
        if let Some(settings) = &target.settings {
            let text = parts.iter().find(|(path, _)| settings.ends_with(path.as_str())).map(|(_, text)| text.as_str());
            let led = text.map(paths_that_lead_up).unwrap_or_default();
            if !led.is_empty() {
                self.advice.push(format!(
                    "specs/{}.toml has paths that begin where it was: {}\nhelp: correct them there",
                    target.stem(),
                    led.join(", ")
                ));
            }
        }
        for (path, text) in parts {
            let path = format!("{SPECS}/{path}");
            let there = read(root, &path)?;
            if there.as_ref().is_some_and(|there| *there != text) {
                // Of a part alone nothing can be said that callers see.
                let new = match target.description.rsplit('/').next() == path.strip_prefix("specs/") {
                    true => format!(
                        "`clientwright diff {} {}` says what is new; ",
                        word(&path),
                        word(&from.to_string_lossy())
                    ),
                    false => String::new(),
                };
                bail!(Usage(format!(
                    "{path} is there with another text, and stays as it is\nhelp: {new}copy it there yourself, then `clientwright generate`"
                )));
            }
            self.add(root, &path, text, "the description");
        }
        Ok(())
    }

    /// Whether a crate can be called as the description: by none of the descriptions and packages that are there.
    fn is_free(&self, root: &Path, folder: &Path, target: &Target) -> anyhow::Result<()> {
        let file = target.description.rsplit('/').next().unwrap_or_default();
        let there = if root.join(SPECS).is_dir() { targets::find(root)? } else { Vec::new() };
        let settings = generator::settings(folder, target);
        let settings = settings.map_err(|refusal| Refused { target: target.clone(), refusal: Box::new(refusal) })?;
        let own = root.join(targets::GENERATED).join(&target.name);
        let is_taken = |(name, folder): &&(String, PathBuf)| {
            *name == settings.name && folder.canonicalize().ok() != own.canonicalize().ok()
        };
        let taken = self.packages.iter().find(is_taken).map(|(_, folder)| folder.display().to_string());
        let reserved = remark::TAKEN.contains(&settings.name.as_str()).then(|| "the workspace".to_owned());
        let described =
            there.iter().find(|other| other.name == target.name && other.description != format!("{SPECS}/{file}"));
        let described = described.map(|other| other.description.clone());
        match taken.or(reserved).or(described) {
            None => Ok(()),
            Some(by) => bail!(Usage(format!(
                "the crate of {file} would be called `{}`, and that name is taken by {by}\nhelp: call the file otherwise, or set `name` below \
                 `[package]` in {}.toml beside it",
                settings.name,
                target.stem()
            ))),
        }
    }

    fn attributes(&mut self, root: &Path) -> anyhow::Result<()> {
        const PATH: &str = ".gitattributes";
        let there = read(root, PATH)?;
        let is_missing =
            |line: &&&str| !there.as_deref().unwrap_or_default().lines().any(|found| found.trim() == **line);
        let missing: Vec<&str> = ATTRIBUTES.iter().filter(is_missing).copied().collect();
        let lines = missing.iter().fold(String::new(), |text, line| text + line + "\n");
        match &there {
            None => self.add(root, PATH, lines, "marks what is generated"),
            Some(_) if missing.is_empty() => self.extend(PATH, None),
            Some(text) => {
                let end = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
                let lines = if text.contains("\r\n") { lines.replace('\n', "\r\n") } else { lines };
                self.extend(PATH, Some((format!("{text}{end}{lines}"), "marks of what is generated".to_owned())));
            }
        }
        Ok(())
    }
}

/// Whether all that is wrong is that nothing has fetched what an address answers.
fn is_to_be_fetched(told: &Diagnostic) -> bool {
    told.severity != Severity::Error || (told.code == "CW0330" && told.help.contains("`clientwright vendor"))
}

/// Paths of settings that lead out of the folder that those are in.
fn paths_that_lead_up(settings: &str) -> Vec<String> {
    fn collect(value: &toml::Value, found: &mut Vec<String>) {
        let toml::Value::Table(table) = value else { return };
        found.extend(
            table.get("path").and_then(toml::Value::as_str).filter(|path| path.starts_with("..")).map(str::to_owned),
        );
        table.values().for_each(|value| collect(value, found));
    }
    let mut found = Vec::new();
    if let Ok(table) = settings.parse::<toml::Table>() {
        collect(&table.into(), &mut found);
    }
    found
}

/// The text of a file, if it is there.
fn read(root: &Path, path: &str) -> anyhow::Result<Option<String>> {
    match fs::read_to_string(root.join(path)) {
        Ok(text) => Ok(Some(text)),
        Err(error) if matches!(error.kind(), std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory) => {
            Ok(None)
        }
        Err(error) => Err(error).with_context(|| format!("cannot read {path}")),
    }
}
