//! Command lines and folders that nobody means well with: whatever they are, the program does not panic, ends with 0, 1 or 2, touches no file
//! that is not its own, and where it fails leaves everything as it was.

#![cfg(unix)]

#[path = "../checkout/mod.rs"]
mod checkout;
#[path = "../inside/mod.rs"]
mod inside;
mod oddities;
#[path = "../tree/mod.rs"]
mod tree;
mod words;

use std::ffi::{OsStr, OsString};
use std::fs;
use std::io;
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use checkout::description;
use inside::Said;
use oddities::{ODDITIES, Oddity};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::RngSeed;
use tree::Tree;
use words::words;

fn config(cases: u32, seed: u64) -> ProptestConfig {
    ProptestConfig { cases, rng_seed: RngSeed::Fixed(seed), failure_persistence: None, ..ProptestConfig::default() }
}

/// In memory where the system has such a place: that every file is on a disk for good takes most of the time otherwise.
fn folder() -> io::Result<tempfile::TempDir> {
    tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir())
}

/// A project far down in a folder with files of others.
struct Sandbox {
    top: tempfile::TempDir,
    whole: Tree,
}

/// The way down is longer than the way up in any of the words.
const DOWN: &str = "a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p/project";

impl Sandbox {
    fn new() -> Self {
        let top = folder().unwrap();
        let project = top.path().join(DOWN);
        fs::create_dir_all(project.join("specs")).unwrap();
        fs::write(project.join("specs/pets.yaml"), description(&["Pet"])).unwrap();
        fs::write(project.join("secret"), "Do not touch.\n").unwrap();
        fs::write(project.join("broken.yaml"), checkout::BROKEN).unwrap();
        fs::write(project.parent().unwrap().join("neighbour"), "Do not touch.\n").unwrap();
        let said = inside::run(&project, None, ["generate".into()]);
        assert_eq!(said.code, 0, "{said:?}");
        let whole = tree::of(top.path());
        Self { top, whole }
    }

    fn project(&self) -> PathBuf {
        self.top.path().join(DOWN)
    }

    /// As it was in the beginning. The folder itself stays: the program runs in it.
    fn restore(&self) {
        let now = tree::of(self.top.path());
        for path in tree::differences(&self.whole, &now).iter().filter(|path| !self.whole.contains_key(*path)) {
            let path = self.top.path().join(path);
            let _ = if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
        }
        tree::put(&self.whole, self.top.path());
        assert_eq!(tree::of(self.top.path()), self.whole);
    }
}

/// What holds of every run, whatever was asked for.
#[track_caller]
fn holds(said: &Said, before: &Tree, after: &Tree, is_init: bool) {
    assert!(said.code <= 2, "{said:?}");
    assert!(!said.err.contains("mistake in the generator"), "{said:?}");
    let left = tree::leftovers(after);
    let had = tree::leftovers(before);
    assert!(left.iter().all(|path| had.contains(path)), "{left:?}: {said:?}");
    let differences = tree::differences(before, after);
    // Where a description that was there already is wrong, `init` does what it can and says so.
    let is_set_up = is_init && [&said.out, &said.err].iter().any(|text| text.contains("the workspace is set up"));
    if said.code != 0 && !is_set_up {
        assert_eq!(differences, Vec::<PathBuf>::new(), "{said:?}");
    }
    if said.code != 0 {
        assert!(!said.err.is_empty() || said.out.len() > 1, "nothing is told: {said:?}");
    }
    // What was there and is not the generator's is as it was; `init` adds to three files and says so.
    let may_change = |path: &Path| {
        let name = path.file_name().unwrap_or_default();
        let extended = is_init && [".gitattributes", "Cargo.toml", "config.toml"].map(OsStr::new).contains(&name);
        extended || path.components().any(|step| step.as_os_str() == "generated")
    };
    let changed: Vec<_> = differences.iter().filter(|path| before.contains_key(*path) && !may_change(path)).collect();
    assert!(changed.is_empty(), "{changed:?}: {said:?}");
}

#[test]
fn no_command_line_breaks_anything() {
    let sandbox = Sandbox::new();
    // Other tests of this file name their folders.
    std::env::set_current_dir(sandbox.project()).unwrap();
    let mut codes = [0; 3];
    let mut runner = proptest::test_runner::TestRunner::new(config(500, 1));
    let codes_seen = std::cell::RefCell::new(&mut codes);
    let widths = prop_oneof![Just(None), Just(Some(0)), Just(Some(1)), Just(Some(80)), Just(Some(100_000))];
    let result = runner.run(&(words(), widths), |(words, width)| {
        let is_init = words.iter().any(|word| word == "init");
        let said = inside::run(Path::new("."), width, words);
        let after = tree::of(sandbox.top.path());
        holds(&said, &sandbox.whole, &after, is_init);
        codes_seen.borrow_mut()[usize::from(said.code)] += 1;
        if after != sandbox.whole {
            sandbox.restore();
        }
        Ok(())
    });
    std::env::set_current_dir("/").unwrap();
    if let Err(error) = result {
        panic!("{error}");
    }
    assert!(codes.iter().all(|count| *count >= 20), "hardly anything was run: {codes:?}");
}

const RUNS: &[&str] = &[
    "generate",
    "generate",
    "generate --deny-warnings --message-format json",
    "generate pets --all",
    "check",
    "check --message-format json",
    "dump names pets",
    "diff specs/pets.yaml",
    "vendor",
    "init",
    "init --runtime vendored",
    "generate specs/pets.yaml --out generated/pets",
];

/// A project that was generated.
static PROJECT: LazyLock<Tree> = LazyLock::new(|| {
    let top = folder().unwrap();
    let root = top.path().join("project");
    for (name, schemas) in [("pets", &["Pet"][..]), ("zoo-2", &["Zoo", "Cage"])] {
        fs::create_dir_all(root.join("specs")).unwrap();
        fs::write(root.join(format!("specs/{name}.yaml")), description(schemas)).unwrap();
    }
    fs::create_dir(root.join("elsewhere")).unwrap();
    fs::write(root.join("elsewhere/file"), "// @generated by clientwright\nnot ours\n").unwrap();
    assert_eq!(inside::run(&root, None, ["generate".into()]).code, 0);
    tree::of(top.path())
});

/// Such a project with these oddities, and what a command does with it.
fn run_in_odd(oddities: &[Oddity], command: &str) -> (Said, tempfile::TempDir) {
    let top = folder().unwrap();
    let root = top.path().join("project");
    tree::put(&PROJECT, top.path());
    oddities.iter().for_each(|oddity| oddity.put(&root));
    let before = tree::of(top.path());
    let mut words: Vec<OsString> = command.split(' ').map(OsString::from).collect();
    for word in &mut words {
        // The current folder is not this one.
        if word.as_bytes().contains(&b'/') {
            *word = root.join(&*word).into();
        }
    }
    let is_init = command.starts_with("init");
    if is_init {
        words.insert(1, root.clone().into());
    }
    let said = inside::run(&root, None, words);
    let after = tree::of(top.path());
    holds(&said, &before, &after, is_init);
    if !is_init && !command.starts_with("generate") {
        assert_eq!(tree::differences(&before, &after), Vec::<PathBuf>::new(), "{command}");
    }
    (said, top)
}

#[test]
fn no_folder_breaks_anything() {
    for oddity in ODDITIES {
        for command in ["generate", "check", "init"] {
            // Without the message, so that nobody has to guess which one it was.
            let run = std::panic::catch_unwind(|| run_in_odd(&[*oddity], command));
            let (said, top) = run.unwrap_or_else(|_| panic!("{command} with {oddity:?}"));
            // What is done once is done: the second run finds nothing more to do.
            if command == "generate" && said.code == 0 {
                let root = top.path().join("project");
                let before = tree::of(&root);
                let said = inside::run(&root, None, ["generate".into()]);
                assert_eq!((said.code, tree::differences(&before, &tree::of(&root))), (0, Vec::new()), "{oddity:?}");
            }
        }
    }
}

proptest! {
    #![proptest_config(config(150, 2))]

    #[test]
    fn no_mixture_of_oddities_breaks_anything(oddities in vec(select(ODDITIES), 1..5), command in select(RUNS)) {
        run_in_odd(&oddities, command);
    }
}
