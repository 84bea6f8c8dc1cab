//! The workspace around a crate, as far as it says something of its members.
//!
//! Enters: the text of its `Cargo.toml`. Leaves: what members may take from it. Which workspace is around a crate is not its business.

use std::collections::BTreeMap;

use toml::{Table, Value};

use super::form::{EDITIONS, rust};
use super::package::OLDEST_RUST;

/// What a workspace says of its members.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Workspace {
    /// `[workspace.package]`.
    package: BTreeMap<String, Value>,
    /// Whether `[workspace.dependencies]` has the runtime, without the features that it has by default: Cargo lets no member do without
    /// them where the workspace has them.
    runtime: bool,
    /// Folders below it whose crates are members, and are not, where it names them one by one.
    members: Vec<String>,
    exclude: Vec<String>,
}

impl Workspace {
    /// Reads a manifest; `None` where it is that of no workspace. What is wrong with it Cargo tells better.
    #[must_use]
    pub fn parse(manifest: &str) -> Option<Self> {
        let mut manifest: Table = manifest.parse().ok()?;
        let Some(Value::Table(mut workspace)) = manifest.remove("workspace") else { return None };
        let package = match workspace.remove("package") {
            Some(Value::Table(package)) => package.into_iter().collect(),
            _ => BTreeMap::new(),
        };
        let runtime = workspace.get("dependencies").and_then(|all| all.get("clientwright-runtime"));
        let runtime = runtime.and_then(|runtime| runtime.get("default-features")) == Some(&Value::Boolean(false));
        let paths = |key: &str| {
            let list = workspace.get(key).and_then(Value::as_array).into_iter().flatten();
            list.filter_map(Value::as_str)
                .map(|path| path.trim_start_matches("./").trim_end_matches('/').to_owned())
                .collect()
        };
        Some(Self { package, runtime, members: paths("members"), exclude: paths("exclude") })
    }

    /// Whether a crate in a folder below it, `generated/shop`, is one of its members, as Cargo sees it.
    #[must_use]
    pub fn has_member(&self, folder: &str) -> bool {
        let is_below = |path: &String| {
            folder.strip_prefix(path.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        !self.exclude.iter().any(is_below) || self.members.iter().any(is_below)
    }

    /// Whether a member takes a key from it: not an edition, nor a Rust, that generated code cannot have.
    pub(super) fn has(&self, key: &str) -> bool {
        match (key, self.package.get(key)) {
            ("edition", Some(Value::String(edition))) => EDITIONS.contains(&edition.as_str()),
            ("rust-version", Some(Value::String(version))) => rust(version) >= rust(OLDEST_RUST),
            (_, value) => value.is_some(),
        }
    }

    /// The text of a key.
    pub(super) fn text(&self, key: &str) -> Option<&str> {
        self.package.get(key)?.as_str()
    }

    /// Whether its members may be published where they do not say.
    pub(super) fn is_published(&self) -> bool {
        match self.package.get("publish") {
            Some(Value::Boolean(publish)) => *publish,
            Some(Value::Array(registries)) => !registries.is_empty(),
            _ => true,
        }
    }

    pub(super) fn has_runtime(&self) -> bool {
        self.runtime
    }
}

#[cfg(test)]
mod tests {
    use super::Workspace;

    #[test]
    fn what_generated_code_cannot_have_is_not_taken() {
        let text = "[workspace.package]\nedition = '2018'\nrust-version = '1.80'\nlicense = 'MIT'\n";
        let workspace = Workspace::parse(text).expect("it is one");
        let taken: Vec<_> = ["edition", "rust-version", "license", "homepage"].map(|key| workspace.has(key)).into();
        assert_eq!(taken, [false, false, true, false]);
        let text = "[workspace.package]\nedition = '2021'\nrust-version = '1.90.1'\n";
        let workspace = Workspace::parse(text).expect("it is one");
        assert!(workspace.has("edition") && workspace.has("rust-version"));
    }

    #[test]
    fn a_manifest_of_a_package_is_no_workspace() {
        assert_eq!(Workspace::parse("[package]\nname = 'a'\n"), None);
        assert_eq!(Workspace::parse("[workspace"), None);
        assert_eq!(Workspace::parse("[workspace]\n"), Some(Workspace::default()));
    }

    #[test]
    fn the_runtime_is_taken_where_features_are_for_the_members_to_choose() {
        let runtime = |said: &str| {
            let text = format!("[workspace.dependencies]\nclientwright-runtime = {said}\n");
            Workspace::parse(&text).is_some_and(|workspace| workspace.has_runtime())
        };
        assert!(runtime("{ version = '0.1', default-features = false }"));
        assert!(!runtime("'0.1'") && !runtime("{ path = 'runtime' }"));
    }
}
