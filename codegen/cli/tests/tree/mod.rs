//! Everything in a folder, so that two moments can be compared: files with their bytes, links with where they lead, folders.

#![allow(dead_code, reason = "each test binary uses what it needs")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// What stands at a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Thing {
    File(Vec<u8>),
    Link(PathBuf),
    Folder,
    /// What cannot be read, or is none of these.
    Other,
}

/// By the path from the folder.
pub(crate) type Tree = BTreeMap<PathBuf, Thing>;

/// All that is in a folder now, links not followed.
pub(crate) fn of(folder: &Path) -> Tree {
    let mut tree = Tree::new();
    collect(folder, folder, &mut tree);
    tree
}

fn collect(top: &Path, folder: &Path, tree: &mut Tree) {
    for entry in fs::read_dir(folder).into_iter().flatten().map(Result::unwrap) {
        let (path, kind) = (entry.path(), entry.file_type().unwrap());
        let thing = if kind.is_dir() {
            collect(top, &path, tree);
            Thing::Folder
        } else if kind.is_symlink() {
            Thing::Link(fs::read_link(&path).unwrap())
        } else if kind.is_file() {
            fs::read(&path).map_or(Thing::Other, Thing::File)
        } else {
            Thing::Other
        };
        tree.insert(path.strip_prefix(top).unwrap().to_owned(), thing);
    }
}

/// Paths that are in one and not in the other, or are other things there.
pub(crate) fn differences(one: &Tree, other: &Tree) -> Vec<PathBuf> {
    let paths = one.keys().chain(other.keys().filter(|path| !one.contains_key(*path)));
    paths.filter(|path| one.get(*path) != other.get(*path)).cloned().collect()
}

/// What a run that is over should not have left.
pub(crate) fn leftovers(tree: &Tree) -> Vec<&PathBuf> {
    let is_left = |path: &&PathBuf| path.file_name().unwrap().to_string_lossy().starts_with(".generate-");
    tree.keys().filter(is_left).collect()
}

/// Puts a tree of files and folders into an empty folder.
pub(crate) fn put(tree: &Tree, folder: &Path) {
    for (path, thing) in tree {
        match thing {
            Thing::Folder => fs::create_dir_all(folder.join(path)).unwrap(),
            Thing::File(bytes) => fs::write(folder.join(path), bytes).unwrap(),
            Thing::Link(_) | Thing::Other => panic!("{} cannot be put there", path.display()),
        }
    }
}
