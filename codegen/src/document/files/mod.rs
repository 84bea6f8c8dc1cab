//! Other files that the description refers to.
//!
//! Enters: the tree, and where references have been found. Leaves: the same tree, in which each of those files stands below a
//! reserved member of the root (`Place`), and references that lead there: from here on there is one tree. A file is read once,
//! whoever refers to it, and what a message says of it points into it. Whether a reference leads to something of the right kind is
//! the business of `references`.

mod anchor;
mod lead;
mod target;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Map, Value};

use super::foreign::{self, Asked};
use super::moves::Moves;
use super::objects::Kind;
use super::parse;
use super::path::Path;
use super::resolve;
use super::uri;
use super::version::{self, Version};
use super::walk::{self, Root, Site};
use super::{objects, references};
use crate::Loader;
use crate::diagnostic::Diagnostics;
use crate::place::{Place, Pointer};

/// A description that refers to more files than this does so without end.
const MOST: usize = 10_000;

/// The files of one description.
pub(super) struct Files<'a> {
    loader: &'a dyn Loader,
    /// The description, as messages show it.
    path: &'a str,
    version: Version,
    others: BTreeMap<String, File>,
    /// Where what addresses answer stands, of those that lead on to another one.
    locations: BTreeMap<String, String>,
    /// The references that lead into the tree by now, as they were written, by where that was: passes bring them to other places.
    settled: BTreeMap<Source, String>,
    /// What was 2.0 and is 3.0 now, with all below it in its file.
    turned: BTreeMap<Pointer, Turned>,
    /// Where it has gone, for references that are read later.
    moves: Vec<Moves>,
    /// How many values have been brought to where references to them stood.
    pub(super) included: usize,
}

/// A file, where it is not the description itself, and a place in it.
type Source = (Option<String>, Pointer);

fn source(at: &Pointer, diagnostics: &Diagnostics) -> Source {
    let (file, pointer) = diagnostics.origins.source(at);
    (file.map(str::to_owned), pointer)
}

/// What was 2.0 and is 3.0 now.
pub(super) struct Turned {
    /// As the tables of 2.0 have it.
    pub(super) root: Root,
    pub(super) before: Value,
}

/// What became of a file.
enum File {
    Read(Version),
    /// With the reason.
    Missing(String),
    /// Its text has no tree, which was told.
    Broken,
}

/// Why a reference leads into no file.
pub(super) enum Missing {
    /// The text names no file.
    NoFile,
    /// The file, or the address, with the reason.
    File(String),
    Address(String),
    /// An address of that scheme, from which nothing is fetched.
    Scheme(String),
    /// A server, and nothing says how it is asked.
    Network(String),
    /// The file has nothing there.
    NoPlace,
    /// This was told.
    Told,
}

impl<'a> Files<'a> {
    /// Those of the description with that path and version. What it has itself below the reserved member is nobody's.
    pub(super) fn new(tree: &mut Value, path: &'a str, version: Version, loader: &'a dyn Loader) -> Self {
        take_out(tree);
        let (others, locations, settled) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        let (turned, moves) = (BTreeMap::new(), Vec::new());
        Self { loader, path, version, others, locations, settled, turned, moves, included: 0 }
    }

    /// Whether the description refers to any.
    pub(super) fn are_there(&self) -> bool {
        !self.others.is_empty()
    }

    /// Those that were read, as messages show them, by name.
    pub(super) fn names(&self) -> Vec<String> {
        let read = self.others.iter().filter(|(_, file)| matches!(file, File::Read(_)));
        read.map(|(name, _)| shown(self.path, name)).collect()
    }

    /// Those that are whole descriptions, and schemas with an `$id`: names of schemas may stand there that no reference has led to.
    pub(super) fn with_names(&self, tree: &Value) -> Vec<Root> {
        let read = self.others.iter().filter(|(_, file)| matches!(file, File::Read(_)));
        let root = |(name, _): (&String, _)| {
            let pointer = Pointer::from(&Place::within(name, Pointer::root()));
            let value = resolve::at(tree, &pointer)?;
            let object = match Version::of(value) {
                Some(version) => (version > Version::V2_0).then_some(&objects::OPENAPI)?,
                None => value.get("$id").and_then(Value::as_str).map(|_| &objects::SCHEMA)?,
            };
            Some(Root { pointer, object })
        };
        read.filter_map(root).collect()
    }

    /// The version that what stands at a place follows by now: that of its file, or 3.0 where it was turned.
    pub(super) fn version(&self, at: &Pointer) -> Version {
        let file = document(at);
        let mut around = std::iter::successors(Some(at.clone()), |place| place.parent().filter(|_| *place != file));
        match self.written_in(at) {
            Version::V2_0 if around.any(|place| self.turned.contains_key(&place)) => Version::V3_0,
            version => version,
        }
    }

    /// The version that what stands at a place was written in: that of its file.
    pub(super) fn written_in(&self, at: &Pointer) -> Version {
        match Place::from(at).file().and_then(|file| self.others.get(file)) {
            Some(File::Read(version)) => *version,
            Some(File::Missing(_) | File::Broken) | None => self.version,
        }
    }

    /// Whether the description or one of the others is written in a version.
    pub(super) fn are_any(&self, version: Version) -> bool {
        let is_one = |file: &File| matches!(file, File::Read(read) if *read == version);
        self.version == version || self.others.values().any(is_one)
    }

    /// The reference at a place as it was written, where it was another one.
    pub(super) fn written(&self, at: &Pointer, diagnostics: &Diagnostics) -> Option<&str> {
        self.settled.get(&source(at, diagnostics)).map(String::as_str)
    }

    /// Why the reference `target`, written at a place, leads into no file.
    pub(super) fn missing(&self, target: &str, at: &Pointer) -> Missing {
        let Some(file) = self.target(target, Place::from(at).file()).file else { return Missing::NoFile };
        if uri::is_of_network(&file) {
            return Missing::Network(file);
        }
        let reason = match self.others.get(self.standing(&file)) {
            Some(File::Missing(reason)) => reason.clone(),
            Some(File::Read(_)) => return Missing::NoPlace,
            Some(File::Broken) => return Missing::Told,
            None => "it is not the name of a file".to_owned(),
        };
        match uri::scheme(&file) {
            None => Missing::File(reason),
            Some(_) if uri::is_fetched(&file) => Missing::Address(reason),
            Some(scheme) => Missing::Scheme(scheme.to_owned()),
        }
    }

    /// Reads the files that references from these roots lead into, and has those references lead into the tree.
    pub(super) fn settle(&mut self, tree: &mut Value, roots: &[Root], diagnostics: &mut Diagnostics) {
        for root in roots {
            self.settle_below(tree, &root.pointer, root.kind(), diagnostics);
        }
    }

    /// The same for references at a place, where something of that kind stands, and below.
    pub(super) fn settle_below(
        &mut self,
        tree: &mut Value,
        place: &Pointer,
        kind: Kind,
        diagnostics: &mut Diagnostics,
    ) {
        for (at, reference) in self.unsettled(tree, place, kind, diagnostics) {
            let Some(target) = self.lead(tree, &at, &reference, diagnostics) else { continue };
            if let Some(text) = resolve::at_mut(tree, &at) {
                *text = target.reference().into();
            }
            self.settled.insert(source(&at, diagnostics), reference);
        }
    }

    /// The references at these places lead into the tree by now; what they were before.
    pub(super) fn led(&mut self, references: Vec<(Pointer, String)>, diagnostics: &Diagnostics) {
        self.settled.extend(references.into_iter().map(|(at, written)| (source(&at, diagnostics), written)));
    }

    /// Things stand elsewhere by now: references that are read later lead there.
    pub(super) fn moved(&mut self, moves: Moves) {
        self.moves.push(moves);
    }

    /// What was 2.0 at these places is 3.0 now.
    pub(super) fn turned(&mut self, all: Vec<Turned>) {
        self.turned.extend(all.into_iter().map(|turned| (turned.root.pointer.clone(), turned)));
    }

    /// Has what was turned within these places be what it was before, so that all of each is turned at once.
    pub(super) fn restore(&mut self, tree: &mut Value, places: &[Root]) {
        let is_within = |inner: &Pointer| {
            places.iter().any(|root| *inner != root.pointer && inner.moved(&root.pointer, &root.pointer).is_some())
        };
        let mut restored = Vec::new();
        for (place, Turned { root, before }) in self.turned.extract_if(.., |place, _| is_within(place)) {
            if let Some(value) = resolve::at_mut(tree, &place) {
                *value = before;
                restored.push(root);
            }
        }
        // What it refers to may have moved since.
        self.moves.iter().for_each(|moves| moves.follow(tree, &restored));
    }

    /// The references that are to be seen from the file that they stand in, with their places. Those of the description into
    /// itself, nearly all that there are, lead into the tree as they are.
    fn unsettled(
        &self,
        tree: &Value,
        place: &Pointer,
        kind: Kind,
        diagnostics: &Diagnostics,
    ) -> Vec<(Pointer, String)> {
        let mut found = Vec::new();
        let is_own = Place::from(place).file().is_none();
        let mut add = |path: &Path<'_>, target: &str| {
            // Nearly all are within the description: a place is made for none of those.
            let leads = is_own && target.starts_with('#') || leads_into_a_file(target);
            if !leads {
                let at = path.pointer();
                let is_settled = self.settled.contains_key(&source(&at, diagnostics));
                found.extend((!is_settled).then(|| (at, target.to_owned())));
            }
        };
        if let Some(value) = resolve::at(tree, place) {
            walk::each(value, kind, &Path::At(place), &mut |site, members, path| {
                if let Some((target, _)) = references::target(site, members) {
                    add(&path.key("$ref"), target);
                }
                for (value, target) in mapping(site, members) {
                    add(&path.key("mapping").key(value), target);
                }
            });
        }
        found
    }

    /// Whether a file is the description itself.
    fn is_description(&self, file: &str) -> bool {
        self.path.rsplit('/').next() == Some(file)
    }

    /// What a file that was read is called, whichever address has led to it.
    fn standing<'f>(&'f self, file: &'f str) -> &'f str {
        self.locations.get(file).map_or(file, String::as_str)
    }

    /// Reads a file, unless that was done; whether it is in the tree then, by the name where it stands.
    fn load(&mut self, tree: &mut Value, file: &str, version: Version, diagnostics: &mut Diagnostics) -> bool {
        if let Some(known) = self.others.get(self.standing(file)) {
            return matches!(known, File::Read(_));
        }
        let text = match self.others.len() {
            MOST.. => Err(format!("the description refers to more than {MOST} files")),
            _ if uri::is_of_network(file) || uri::is_absolute(file) && !uri::is_fetched(file) => Err(String::new()),
            _ => self.loader.load(file),
        };
        let location = self.loader.location(file).filter(|location| text.is_ok() && location != file);
        let asked = file;
        let file = location.as_deref().unwrap_or(asked);
        self.locations.extend(location.clone().map(|location| (asked.to_owned(), location)));
        if let Some(known) = self.others.get(file) {
            return matches!(known, File::Read(_));
        }
        let read = match text {
            Ok(bytes) => match parse::decode(&shown(self.path, file), bytes, diagnostics) {
                Some(text) => self.read(tree, file, &text.into(), version, diagnostics),
                None => File::Broken,
            },
            Err(reason) => File::Missing(reason),
        };
        let is_read = matches!(read, File::Read(_));
        self.others.insert(file.to_owned(), read);
        is_read
    }

    /// Puts what a file says into the tree.
    fn read(
        &self,
        tree: &mut Value,
        file: &str,
        text: &Arc<str>,
        version: Version,
        diagnostics: &mut Diagnostics,
    ) -> File {
        let at = Pointer::from(&Place::within(file, Pointer::root()));
        let shown = shown(self.path, file);
        diagnostics.origins.embed(&shown, &at);
        if has_words(file) {
            put(tree, file, Value::String(text.as_ref().to_owned()));
            return File::Read(version);
        }
        match parse::parse(&shown, text, &at, Asked::Part, diagnostics) {
            // Much is YAML by chance.
            Some(_) if foreign::tell_by_beginning(&shown, text, Asked::Part, diagnostics) => File::Broken,
            Some(value) if !version::is_said(&value) || version::read(&value, &at, diagnostics).is_some() => {
                let version = Version::of(&value).unwrap_or(version);
                put(tree, file, value);
                File::Read(version)
            }
            Some(_) | None => File::Broken,
        }
    }
}

/// Whether a file holds words and no tree: descriptions are long, and people keep them in files of their own.
fn has_words(file: &str) -> bool {
    let (_, ending) = file.rsplit_once('.').unwrap_or_default();
    ["md", "markdown", "txt"].iter().any(|of_words| ending.eq_ignore_ascii_case(of_words))
}

/// Where the document stands that a place is within: the description, or another file.
pub(super) fn document(at: &Pointer) -> Pointer {
    Place::from(at).file().map_or_else(Pointer::root, |file| Pointer::from(&Place::within(file, Pointer::root())))
}

/// Whether a reference is one that a pass has made, to where a file stands in the tree.
fn leads_into_a_file(reference: &str) -> bool {
    let pointer = Pointer::parse(reference).filter(|_| reference.starts_with('#'));
    pointer.is_some_and(|pointer| Place::from(pointer).file().is_some())
}

/// A file as messages show it: as the description is shown, with the way from there.
pub(super) fn shown(description: &str, file: &str) -> String {
    uri::against(description, file)
}

/// The entries of a mapping, where a Discriminator Object stands here.
fn mapping(site: Site, members: &Map<String, Value>) -> impl Iterator<Item = (&str, &str)> {
    let is_one = matches!(site, Site::Object(object) if object.is(&objects::DISCRIMINATOR));
    let entries = is_one.then(|| members.get("mapping")).flatten().and_then(Value::as_object).into_iter().flatten();
    entries.filter_map(|(value, target)| Some((value.as_str(), target.as_str()?)))
}

fn put(tree: &mut Value, file: &str, value: Value) {
    let Some(key) = Place::files().last().map(|key| key.into_owned()) else { return };
    let Some(root) = tree.as_object_mut() else { return };
    if let Value::Object(files) = root.entry(key).or_insert_with(|| Value::Object(Map::new())) {
        files.insert(file.to_owned(), value);
    }
}

/// Takes the other files out of the tree.
pub(super) fn take_out(tree: &mut Value) {
    if let (Some(root), Some(key)) = (tree.as_object_mut(), Place::files().last()) {
        root.shift_remove(&*key);
    }
}
