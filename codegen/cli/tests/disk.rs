//! Disks that do not do as told: folders that may not be written, files that may not be read, and no room left. The tree is the old one
//! afterwards, the message names the file, and nothing half done is left.

#![cfg(unix)]

mod checkout;
mod tree;

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, chown};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use checkout::{Checkout, description};

/// Whom no system gives anything: permissions mean something to them, other than to root.
const NOBODY: u32 = 65534;

const PROGRAM: &str = env!("CARGO_BIN_EXE_clientwright");

/// A checkout of somebody who is not root, and the program where they may run it.
struct Someone {
    checkout: Checkout,
    program: PathBuf,
    uid: Option<u32>,
    _shelf: tempfile::TempDir,
}

impl Someone {
    fn with(descriptions: &[(&str, &str)]) -> Self {
        let checkout = Checkout::with(descriptions);
        let uid = rustix::process::geteuid().is_root().then_some(NOBODY);
        let shelf = tempfile::tempdir().unwrap();
        let mut program = PathBuf::from(PROGRAM);
        if uid.is_some() {
            // Where it was built may be out of reach for them.
            fs::set_permissions(shelf.path(), fs::Permissions::from_mode(0o755)).unwrap();
            program = shelf.path().join("clientwright");
            fs::hard_link(PROGRAM, &program).or_else(|_| fs::copy(PROGRAM, &program).map(drop)).unwrap();
        }
        let someone = Self { checkout, program, uid, _shelf: shelf };
        someone.own();
        someone
    }

    /// All of it belongs to them.
    fn own(&self) {
        let Some(uid) = self.uid else { return };
        let root = self.checkout.root();
        chown(root, Some(uid), Some(uid)).unwrap();
        tree::of(root).keys().for_each(|path| chown(root.join(path), Some(uid), Some(uid)).unwrap());
    }

    fn run(&self, command: &str) -> (i32, String) {
        let mut program = Command::new(&self.program);
        program.args(command.split_whitespace()).current_dir(self.checkout.root());
        if let Some(uid) = self.uid {
            program.gid(uid).uid(uid);
        }
        said(&program.output().unwrap())
    }

    /// Runs a command while a path has other permissions.
    fn run_while(&self, path: &str, mode: u32, command: &str) -> (i32, String) {
        let path = self.checkout.path(path);
        let before = fs::metadata(&path).unwrap().permissions();
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        let said = self.run(command);
        fs::set_permissions(&path, before).unwrap();
        said
    }
}

fn said(output: &Output) -> (i32, String) {
    let code = output.status.code().unwrap_or_else(|| panic!("ended by a signal: {:?}", output.status));
    (code, [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes).into_owned()).concat())
}

#[test]
fn a_folder_that_may_not_be_written_leaves_everything_as_it_was() {
    let someone = Someone::with(&[("ape.yaml", &description(&["Ape"])), ("pets.yaml", &description(&["Pet"]))]);
    assert_eq!(someone.run("generate").0, 0);
    for name in ["ape", "pets"] {
        someone.checkout.write(&format!("specs/{name}.yaml"), &description(&["Pet", "Owner"]));
    }
    let before = tree::of(someone.checkout.root());
    for folder in ["generated/pets", "generated/pets/src/types", "generated/ape/src/types"] {
        let (code, told) = someone.run_while(folder, 0o555, "generate");
        assert_eq!(code, 1, "{folder}: {told}");
        let named = format!("error: nothing was written; everything is as it was: cannot write {folder}/");
        let named = named.replace(folder, &someone.checkout.path(folder).display().to_string());
        assert!(told.contains(&named) && told.contains("Permission denied"), "{folder}: {told}");
        assert_eq!(tree::differences(&before, &tree::of(someone.checkout.root())), Vec::<PathBuf>::new(), "{folder}");
    }
    assert_eq!(someone.run("generate").0, 0);
    assert_eq!(someone.run("check").0, 0);
}

#[test]
fn where_no_crate_can_be_begun_there_is_none() {
    let someone = Someone::with(&[("pets.yaml", &description(&["Pet"]))]);
    let before = tree::of(someone.checkout.root());
    for command in ["generate", "generate specs/pets.yaml --out generated/pets", "init"] {
        let (code, told) = someone.run_while(".", 0o555, command);
        assert!(code == 1 && told.contains("nothing was written") && told.contains("Permission denied"), "{told}");
        let named = ["generated", "Cargo.toml"].map(|name| someone.checkout.path(name).display().to_string());
        assert!(named.iter().any(|path| told.contains(path)), "{told}");
        assert_eq!(tree::of(someone.checkout.root()), before, "{command}");
    }
}

#[test]
fn what_may_not_be_read_is_named_and_nothing_is_written() {
    let someone = Someone::with(&[("pets.yaml", &description(&["Pet"])), ("pets.toml", "[package]\n")]);
    assert_eq!(someone.run("generate").0, 0);
    someone.checkout.write("specs/pets.yaml", &description(&["Pet", "Owner"]));
    someone.own();
    let before = tree::of(someone.checkout.root());
    let paths = ["specs/pets.yaml", "specs/pets.toml", "specs", "generated/pets/src", "generated/pets/src/lib.rs"];
    for path in
        paths.into_iter().chain(["generated/pets", "generated/pets/clientwright.lock", "generated/pets/Cargo.toml"])
    {
        for command in ["generate", "check"] {
            let (code, told) = someone.run_while(path, 0, command);
            assert!((1..=2).contains(&code) && told.contains(path), "{command} without {path}: {code}: {told}");
            assert!(told.starts_with("error: "), "{command} without {path}: {told}");
            assert_eq!(tree::differences(&before, &tree::of(someone.checkout.root())), Vec::<PathBuf>::new(), "{path}");
        }
    }
}

/// A description whose types have one long file among short ones.
fn long() -> String {
    let docs = "Every word of it is kept. ".repeat(4000);
    format!("{}      description: \"{docs}\"\n", description(&["Ape", "Book"]))
}

/// No file may be longer than this many blocks: to the program it is a disk that is full in the middle of a file.
fn limited(blocks: usize, root: &Path, command: &str) -> (i32, String) {
    let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" {command} --root \"$1\"");
    said(&Command::new("sh").args(["-c", &script, PROGRAM]).arg(root).output().unwrap())
}

#[test]
fn a_file_that_does_not_fit_leaves_everything_as_it_was() {
    let checkout = Checkout::with(&[("ape.yaml", &description(&["Ape"])), ("zoo.yaml", &description(&["Zoo"]))]);
    checkout.generates();
    checkout.write("specs/ape.yaml", &description(&["Ape", "Bear"]));
    checkout.write("specs/book.yaml", &long());
    let before = tree::of(checkout.root());
    // Blocks have 512 bytes or, in some shells, 1024.
    let (code, told) = limited(80, checkout.root(), "generate");
    assert!(code == 1 && told.contains("nothing was written; everything is as it was: cannot write "), "{told}");
    assert!(told.contains("generated/book/src/types/book.rs: ") && told.contains("File too large"), "{told}");
    assert_eq!(tree::differences(&before, &tree::of(checkout.root())), Vec::<PathBuf>::new());
    assert_eq!(limited(4000, checkout.root(), "generate").0, 0);
    assert_eq!(checkout.run("check").0, 0);
}

#[test]
fn a_workspace_whose_clients_do_not_fit_is_not_begun() {
    let checkout = Checkout::with(&[("book.yaml", &long())]);
    checkout.write("Cargo.toml", "[workspace]\nmembers = []\n");
    let before = tree::of(checkout.root());
    let (code, told) = limited(80, checkout.root(), "init");
    assert!(code == 1 && told.contains("nothing was written; everything is as it was: cannot write "), "{told}");
    assert_eq!(tree::differences(&before, &tree::of(checkout.root())), Vec::<PathBuf>::new());
    assert_eq!(limited(4000, checkout.root(), "init").0, 0);
    assert_eq!(checkout.run("check").0, 0);
}

/// In a disk of its own of so many kilobytes: how the program ended, and the tree afterwards. None where the system lets nobody have one.
#[cfg(target_os = "linux")]
fn on_a_small_disk(kilobytes: usize, from: &Path) -> Option<(i32, String, tree::Tree)> {
    const REFUSED: i32 = 77;
    let script = format!(
        "mount -t tmpfs -o size={kilobytes}k tmpfs \"$2\" && cp -a \"$1/.\" \"$2\" || exit {REFUSED}; \
         \"$0\" generate --root \"$2\"; code=$?; cp -a \"$2/.\" \"$3\"; exit $code"
    );
    let (disk, after) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut unshare = Command::new("unshare");
    unshare.args(["--map-root-user", "--mount", "sh", "-c", &script, PROGRAM]).args([from, disk.path(), after.path()]);
    let output = unshare.output().ok()?;
    let (code, told) = said(&output);
    // `unshare` itself ends with 1 where it may not.
    if code == REFUSED || told.starts_with("unshare: ") {
        return None;
    }
    Some((code, told, tree::of(after.path())))
}

#[cfg(target_os = "linux")]
#[test]
fn a_disk_that_is_full_leaves_everything_as_it_was() {
    let checkout = Checkout::with(&[("ape.yaml", &description(&["Ape"])), ("zoo.yaml", &description(&["Zoo"]))]);
    checkout.generates();
    let mut size = 0;
    for thing in tree::of(checkout.root()).values() {
        size += match thing {
            tree::Thing::File(bytes) => bytes.len().div_ceil(4096) * 4,
            _ => 0,
        };
    }
    checkout.write("specs/ape.yaml", &description(&["Ape", "Bear", "Cat"]));
    checkout.write("specs/dog.yaml", &description(&["Dog"]));
    fs::remove_file(checkout.path("generated/zoo/README.md")).unwrap();
    let before = tree::of(checkout.root());
    let (mut full, mut enough) = (0, 0);
    // From almost no room to enough for everything twice.
    for kilobytes in (size + 8..size * 4).step_by(12) {
        let Some((code, told, after)) = on_a_small_disk(kilobytes, checkout.root()) else {
            eprintln!("skipped: there is no disk to be had here that could be full");
            return;
        };
        if code == 0 {
            enough += 1;
            assert_eq!(tree::leftovers(&after), Vec::<&PathBuf>::new());
            if enough == 2 {
                break;
            }
        } else {
            full += 1;
            assert!(
                code == 1 && told.contains("everything is as it was: cannot ") && told.contains("No space left"),
                "{told}"
            );
            assert_eq!(tree::differences(&before, &after), Vec::<PathBuf>::new(), "{kilobytes} kB: {told}");
        }
    }
    assert!(full >= 3 && enough == 2, "{full} disks were full, {enough} were not");
}
