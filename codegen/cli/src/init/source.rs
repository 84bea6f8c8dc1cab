//! Where generated crates have their runtime from, and the xtask its library: the word behind `--runtime`.

use std::path::{Component, Path, PathBuf};

use anyhow::{Context, bail};

use crate::lock::GENERATOR;
use crate::targets::DEFAULTS;
use crate::usage::{Usage, word};

/// A place to have packages from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Source {
    Registry,
    /// The sources that the program carries.
    Vendored,
    /// The folder of the runtime.
    Path(PathBuf),
    Git {
        url: String,
        rev: String,
    },
}

impl Source {
    /// What a word means.
    ///
    /// # Errors
    /// [`Usage`] where it means nothing.
    pub(super) fn read(word: &str) -> anyhow::Result<Self> {
        match word {
            "registry" => Ok(Self::Registry),
            "vendored" => Ok(Self::Vendored),
            _ if word.contains("://") || word.starts_with("git@") => {
                let (url, rev) = word.rsplit_once('#').unwrap_or((word, ""));
                if rev.len() < 7 || !rev.bytes().all(|digit| digit.is_ascii_hexdigit()) {
                    bail!(Usage(format!(
                        "{word} names no commit, and what a branch holds is another runtime tomorrow: write {url}#COMMIT"
                    )));
                }
                // Cargo knows this short form of SSH by its long one alone.
                let url = match url.strip_prefix("git@").and_then(|rest| rest.split_once(':')) {
                    Some((host, path)) => format!("ssh://git@{host}/{path}"),
                    None => url.to_owned(),
                };
                Ok(Self::Git { url, rev: rev.to_owned() })
            }
            _ => {
                let manifest = Path::new(word).join("Cargo.toml");
                let text = std::fs::read_to_string(&manifest).unwrap_or_default();
                let name = text
                    .parse::<toml::Table>()
                    .ok()
                    .and_then(|table| Some(table.get("package")?.get("name")?.as_str()?.to_owned()));
                if name.as_deref() != Some("clientwright-runtime") {
                    bail!(Usage(format!(
                        "`--runtime {word}` is neither `registry`, `vendored`, URL#REV, nor the folder of the runtime, which has a \
                         Cargo.toml"
                    )));
                }
                let path = Path::new(word).canonicalize().with_context(|| format!("cannot tell where {word} is"))?;
                Ok(Self::Path(path))
            }
        }
    }

    /// The one that a workspace has already, by the settings of all its descriptions; the registry where they say nothing that can be one.
    pub(super) fn of(root: &Path) -> Self {
        let specs = root.join("specs");
        let text = std::fs::read_to_string(specs.join(DEFAULTS)).unwrap_or_default();
        let settings = text.parse::<toml::Table>().unwrap_or_default();
        let runtime = settings.get("package").and_then(|package| package.get("runtime"));
        let member = |key: &str| runtime?.get(key)?.as_str();
        match (runtime.and_then(toml::Value::as_str), member("path"), member("git"), member("rev")) {
            (Some("vendored"), ..) => Self::Vendored,
            (_, Some(path), ..) => {
                let path = specs.join(path);
                Self::Path(path.canonicalize().unwrap_or(path))
            }
            (_, _, Some(url), Some(rev)) => Self::Git { url: url.to_owned(), rev: rev.to_owned() },
            _ => Self::Registry,
        }
    }

    /// How the program is installed from there.
    pub(super) fn installation(&self) -> String {
        match self {
            Self::Git { url, rev } => {
                format!("cargo install --locked --git {} --rev {} clientwright", word(url), word(rev))
            }
            Self::Registry => format!("cargo install clientwright@{GENERATOR} --locked"),
            Self::Vendored | Self::Path(_) => {
                format!("cargo install clientwright@{GENERATOR} --locked   # or from where your team has it")
            }
        }
    }

    /// As `package.runtime` in `specs/clientwright.toml` of a workspace.
    pub(super) fn setting(&self, root: &Path) -> String {
        match self {
            Self::Registry => "\"registry\"".to_owned(),
            Self::Vendored => "\"vendored\"".to_owned(),
            Self::Path(path) => format!("{{ path = {} }}", quoted(&between(&root.join("specs"), path))),
            Self::Git { url, rev } => format!("{{ git = {}, rev = {} }}", quoted(url), quoted(rev)),
        }
    }

    /// The dependency of the xtask on the library; none where it runs the program that is installed.
    pub(super) fn library(&self, root: &Path) -> Option<String> {
        let place = match self {
            Self::Registry => format!("version = \"{GENERATOR}\""),
            Self::Vendored => return None,
            Self::Path(path) => {
                let library = path.parent()?.join("codegen/cli");
                library.join("Cargo.toml").is_file().then_some(())?;
                format!("path = {}", quoted(&between(&root.join("xtask"), &library)))
            }
            Self::Git { url, rev } => format!("git = {}, rev = {}", quoted(url), quoted(rev)),
        };
        Some(format!("{{ {place}, default-features = false }}"))
    }
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

/// How to get from one folder to another, with `/`.
fn between(from: &Path, to: &Path) -> String {
    let from = from
        .parent()
        .and_then(|parent| Some(parent.canonicalize().ok()?.join(from.file_name()?)))
        .unwrap_or_else(|| from.to_owned());
    let (from, to): (Vec<_>, Vec<_>) = (from.components().collect(), to.components().collect());
    let common = from.iter().zip(&to).take_while(|(one, other)| one == other).count();
    if common == 0 {
        return to.iter().collect::<PathBuf>().display().to_string();
    }
    let up = from[common..].iter().map(|_| "..".to_owned());
    let down = to[common..].iter().map(|step: &Component<'_>| step.as_os_str().to_string_lossy().into_owned());
    up.chain(down).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_a_place() {
        let git = Source::Git { url: "https://example.com/x.git".to_owned(), rev: "1f0c4e2".to_owned() };
        assert_eq!(Source::read("https://example.com/x.git#1f0c4e2").unwrap(), git);
        assert_eq!(Source::read("vendored").unwrap(), Source::Vendored);
        let short = Source::Git { url: "ssh://git@example.com/x/y".to_owned(), rev: "1f0c4e2".to_owned() };
        assert_eq!(Source::read("git@example.com:x/y#1f0c4e2").unwrap(), short);
        for word in ["https://example.com/x.git", "https://example.com/x.git#main", "nowhere", "vendoredd", "/"] {
            let told = Source::read(word).unwrap_err();
            assert!(told.is::<Usage>() && told.to_string().contains(word), "{told}");
        }
    }

    #[test]
    fn a_way_leads_up_as_far_as_needed() {
        assert_eq!(between(Path::new("/a/b/specs"), Path::new("/a/c/runtime")), "../../c/runtime");
        assert_eq!(between(Path::new("/a/b/specs"), Path::new("/a/b/runtime")), "../runtime");
    }
}
