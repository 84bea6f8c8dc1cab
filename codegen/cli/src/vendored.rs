//! What references to addresses lead to, kept beside the description: `specs/<name>/vendored.toml` says which file of that folder is
//! what an address answered, and with which hash. Fetching is the business of `vendor`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Component, Path, PathBuf};

use anyhow::{Context, anyhow, bail};

use crate::interrupt;
use crate::lock::hash;
use crate::sync::{self, Change, RealDisk};
use crate::usage::word;

/// The index of such a folder.
const INDEX: &str = "vendored.toml";

/// Whether a file is named by an address that can be fetched.
pub(crate) fn is_address(path: &str) -> bool {
    let scheme = path.split_once("://").map_or("", |(scheme, _)| scheme);
    ["http", "https"].iter().any(|known| scheme.eq_ignore_ascii_case(known))
}

/// The files of one description that come from elsewhere.
#[derive(Clone, Debug, Default)]
pub(crate) struct Vendored {
    /// The name of the description, as `clientwright vendor` takes it.
    name: String,
    folder: PathBuf,
    files: BTreeMap<String, File>,
}

/// What an address answered.
#[derive(Clone, Debug, PartialEq, Eq)]
struct File {
    /// Relative to the folder, with `/`.
    path: String,
    /// SHA-256 of its bytes, in hexadecimal digits.
    hash: String,
    /// The address that it stands at, where the one that was asked has led on to another.
    location: Option<String>,
}

/// What an address has answered, and where that stands if elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) bytes: Vec<u8>,
    pub(crate) location: Option<String>,
}

/// What became of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Kept {
    /// Relative to the folder.
    pub(crate) path: String,
    /// `fetched` or `removed`.
    pub(crate) state: &'static str,
    /// The address, or why.
    pub(crate) detail: String,
}

impl Vendored {
    /// Those of the description called `name` in a folder, of which messages say that it is `shown`; none where nothing was fetched for it.
    ///
    /// # Errors
    /// Where the index is not as `vendor` writes it.
    pub(crate) fn read(base: &Path, shown: &str, name: &str) -> anyhow::Result<Self> {
        let folder = base.join(name);
        let path = folder.join(INDEX);
        let files = match path.is_file() {
            true => fs::read_to_string(&path).map_err(Into::into).and_then(|text| index(&text)).map_err(|error| {
                let error = format!("{error:#}");
                anyhow!(
                    "{shown}/{INDEX} is not as `clientwright vendor` writes it: {}\n\
                     help: delete it, and fetch what it lists again: `clientwright vendor {}`",
                    error.trim_end(),
                    word(name)
                )
            })?,
            false => BTreeMap::new(),
        };
        Ok(Self { name: name.to_owned(), folder, files })
    }

    /// The same, of a description that `vendor` takes by another name.
    pub(crate) fn called(self, name: &str) -> Self {
        Self { name: name.to_owned(), ..self }
    }

    /// What an address answered.
    ///
    /// # Errors
    /// Where it was not fetched, or is not what was fetched.
    pub(crate) fn load(&self, address: &str) -> Result<Vec<u8>, String> {
        let again = format!("`clientwright vendor {}`", word(&self.name));
        let Some(file) = self.file(address) else {
            return Err(format!("fetch it once, with all else that references lead to: {again}"));
        };
        let bytes = fs::read(self.folder.join(&file.path))
            .map_err(|error| format!("cannot read {}: {error}; fetch it again: {again}", file.path))?;
        if hash(&bytes) != file.hash {
            return Err(format!("{} is not what was fetched; fetch it again: {again}", file.path));
        }
        Ok(bytes)
    }

    /// The index and all files, relative to the folder.
    pub(crate) fn files(&self) -> Vec<String> {
        let index = (!self.files.is_empty()).then(|| INDEX.to_owned());
        index.into_iter().chain(self.files.values().map(|file| file.path.clone())).collect()
    }

    /// Where what an address answered stands, if elsewhere.
    pub(crate) fn location(&self, address: &str) -> Option<&str> {
        self.files.get(address)?.location.as_deref()
    }

    /// What an address answered, or another one that has led on to it.
    fn file(&self, address: &str) -> Option<&File> {
        let stands_there = |file: &&File| file.location.as_deref() == Some(address);
        self.files.get(address).or_else(|| self.files.values().find(stands_there))
    }

    /// Writes what addresses answered, and takes out what no reference leads to any more: each file that has changed.
    ///
    /// # Errors
    /// Where the disk does not do as told.
    pub(crate) fn replace(&self, fetched: &BTreeMap<String, Answer>) -> anyhow::Result<Vec<Kept>> {
        let (mut lines, mut gone, mut changes) = (Vec::new(), Vec::new(), Vec::new());
        let write = |path: PathBuf, bytes: &[u8]| {
            let text = String::from_utf8(bytes.to_vec()).with_context(|| format!("{} is not UTF-8", path.display()))?;
            anyhow::Ok(Change::Write { path, text })
        };
        let paths = paths(fetched.keys());
        for file in self.files.values().filter(|file| !paths.contains(&file.path)) {
            let path = self.folder.join(&file.path);
            // Who has removed it already has done the same.
            if path.symlink_metadata().is_ok() {
                gone.push(Change::Remove { path, up_to: self.folder.clone() });
            }
            let detail = "removed, nothing leads there any more".to_owned();
            lines.push(Kept { path: file.path.clone(), state: "removed", detail });
        }
        let mut files = BTreeMap::new();
        for ((address, Answer { bytes, location }), path) in fetched.iter().zip(paths) {
            let file = File { path, hash: hash(bytes), location: location.clone() };
            let path = self.folder.join(&file.path);
            if self.files.get(address) != Some(&file) || fs::read(&path).ok().as_deref() != Some(bytes) {
                changes.push(write(path, bytes)?);
                lines.push(Kept { path: file.path.clone(), state: "fetched", detail: address.clone() });
            }
            files.insert(address.clone(), file);
        }
        let index = self.folder.join(INDEX);
        match files.is_empty() {
            true if index.is_file() => changes.push(Change::Remove { path: index, up_to: self.folder.clone() }),
            true => {}
            false if lines.is_empty() && self.files == files => {}
            false => changes.push(write(index, self.written(&files).as_bytes())?),
        }
        // A folder may come where a file goes: then that has to be gone before.
        let in_the_way = |gone: &Change| {
            let Change::Remove { path, .. } = gone else { return false };
            changes.iter().any(|change| matches!(change, Change::Write { path: new, .. } if new.starts_with(path)))
        };
        let (first, last): (Vec<_>, Vec<_>) = gone.into_iter().partition(in_the_way);
        changes.extend(last);
        let put = || {
            let begun = sync::begin(&RealDisk, &first)?;
            match sync::apply(&RealDisk, &changes) {
                Ok(()) => begun.finish(),
                Err(error) => {
                    begun.take_back();
                    return Err(error);
                }
            }
            Ok(())
        };
        interrupt::unless_interrupted(put).context("nothing was written")?;
        Ok(lines)
    }

    fn written(&self, files: &BTreeMap<String, File>) -> String {
        let mut text = format!(
            "# What references of the description lead to at other addresses, as `clientwright vendor {}` has fetched it.\n",
            self.name
        );
        for (address, File { path, hash, location }) in files {
            let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
            let _ = write!(text, "\n[{}]\nfile = {}\nsha256 = \"{hash}\"\n", quoted(address), quoted(path));
            if let Some(location) = location {
                let _ = writeln!(text, "location = {}", quoted(location));
            }
        }
        text
    }
}

fn index(text: &str) -> anyhow::Result<BTreeMap<String, File>> {
    let table: toml::Table = text.parse()?;
    let file = |(address, entry): (String, toml::Value)| {
        let member = |key: &str| entry.get(key).and_then(toml::Value::as_str).map(str::to_owned);
        let path = member("file").with_context(|| format!("`{address}` has no `file`"))?;
        // Whoever writes this file does not say which others are read, or deleted.
        if !Path::new(&path).components().all(|step| matches!(step, Component::Normal(_))) {
            bail!("`{path}` is not below the folder");
        }
        let hash = member("sha256").with_context(|| format!("`{address}` has no `sha256`"))?;
        let location = member("location");
        Ok((address, File { path, hash, location }))
    };
    table.into_iter().map(file).collect()
}

/// Where below the folder what each address answers is kept. What is a folder of another one has a name beside it.
fn paths<'a>(addresses: impl Iterator<Item = &'a String>) -> Vec<String> {
    let addresses: Vec<_> = addresses.map(|address| (address, path_of(address))).collect();
    let is_folder = |path: &str| {
        let inner = |other: &str| other.strip_prefix(path).is_some_and(|rest| rest.starts_with('/'));
        addresses.iter().any(|(_, other)| inner(other))
    };
    let path = |(address, path): &(&String, String)| match is_folder(path) {
        true => format!("{path}-{}", &hash(address.as_bytes())[..8]),
        false => path.clone(),
    };
    addresses.iter().map(path).collect()
}

/// Where below the folder what an address answers is kept: its host and path in letters that every disk has; with a piece of the hash
/// of the address before the name where it says more than those.
fn path_of(address: &str) -> String {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let plain = |text: &str| -> String {
        let letter = |letter: char| if letter.is_ascii_alphanumeric() || "._-".contains(letter) { letter } else { '_' };
        text.chars().map(letter).collect()
    };
    let is_step = |step: &&str| !step.is_empty() && step.chars().any(|letter| letter != '.');
    let steps: Vec<String> = rest.split('/').filter(is_step).map(plain).collect();
    let path = steps.join("/");
    // No host has a `_`, so that one stands for the colon before a port.
    let host = rest.split('/').next().unwrap_or(rest);
    let says_all = !host.contains('_') && path == rest.replacen(':', "_", 1);
    match steps.as_slice() {
        [_, _, ..] if says_all => path,
        [folder @ .., name] if !folder.is_empty() => {
            format!("{}/{}-{name}", folder.join("/"), &hash(address.as_bytes())[..8])
        }
        _ => format!("{path}/{}", &hash(address.as_bytes())[..8]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_fetched_is_loaded_while_it_is_the_same() {
        let specs = tempfile::tempdir().unwrap();
        let address = "https://example.com/v1/user.yaml".to_owned();
        let shop = || Vendored::read(specs.path(), "specs/shop", "shop").unwrap();
        assert!(shop().load(&address).unwrap_err().contains("`clientwright vendor shop`"));
        let answer = Answer { bytes: b"type: object".to_vec(), location: None };
        let fetched = BTreeMap::from([(address.clone(), answer)]);
        let kept = Kept {
            path: "example.com/v1/user.yaml".to_owned(),
            state: "fetched",
            detail: "https://example.com/v1/user.yaml".to_owned(),
        };
        assert_eq!(shop().replace(&fetched).unwrap(), [kept]);
        assert_eq!(shop().load(&address).unwrap(), b"type: object");
        assert!(shop().replace(&fetched).unwrap().is_empty());
        fs::write(specs.path().join("shop/example.com/v1/user.yaml"), "type: string").unwrap();
        assert!(shop().load(&address).unwrap_err().contains("is not what was fetched"));
        assert_eq!(shop().replace(&BTreeMap::new()).unwrap().len(), 1);
        assert!(!specs.path().join("shop/vendored.toml").exists());
        assert!(shop().load(&address).unwrap_err().contains("fetch it once"));
    }

    #[test]
    fn each_address_has_a_file_below_the_folder() {
        let addresses = [
            "https://a.b/c.yaml",
            "https://a.b/../c.yaml",
            "https://a.b",
            "https://a.b:8/c.yaml?d=e",
            "https://a.b:8/c.yaml",
            "https://a.b_8/c.yaml",
            "https://a.b/c_yaml?",
            "https://a.b/d",
            "https://a.b/d/e",
        ];
        let addresses = addresses.map(str::to_owned);
        let paths: std::collections::BTreeSet<_> = paths(addresses.iter()).into_iter().collect();
        assert_eq!(paths.len(), addresses.len(), "{paths:?}");
        let inner = |path: &String| paths.iter().any(|other| other.starts_with(&format!("{path}/")));
        assert!(!paths.iter().any(inner), "{paths:?}");
        assert!(paths.iter().all(|path| path.split('/').all(|step| !step.is_empty() && step != "..")), "{paths:?}");
    }
}
