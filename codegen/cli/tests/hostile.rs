//! Command lines and folders that nobody means well with: whatever they are, the program does not panic, ends with 0, 1 or 2, touches no file
//! that is not its own, and where it fails leaves everything as it was.

#![cfg(unix)]

mod checkout;
mod inside;
mod tree;

use std::ffi::{OsStr, OsString};
use std::fs;
use std::io;
use std::os::unix::ffi::{OsStrExt as _, OsStringExt as _};
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use checkout::description;
use inside::Said;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::RngSeed;
use tree::Tree;

fn config(cases: u32, seed: u64) -> ProptestConfig {
    ProptestConfig { cases, rng_seed: RngSeed::Fixed(seed), failure_persistence: None, ..ProptestConfig::default() }
}

/// In memory where the system has such a place: that every file is on a disk for good takes most of the time otherwise.
fn folder() -> io::Result<tempfile::TempDir> {
    tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir())
}

/// All but `watch`, which ends when it is told to.
const COMMANDS: &[&str] =
    &["init", "generate", "generate", "check", "diff", "explain", "dump", "vendor", "completions", "help"];

const OPTIONS: &[&str] = &[
    "--out",
    "--out=crates/x",
    "--out=",
    "--check",
    "--deny-warnings",
    "--all",
    "--from",
    "--from=specs/pets.yaml",
    "--runtime",
    "--runtime=vendored",
    "--runtime=#",
    "--root",
    "--root=.",
    "--root=",
    "--root=nowhere",
    "--color=always",
    "--color",
    "--quiet",
    "-q",
    "-qqq",
    "-h",
    "--message-format=json",
    "--message-format",
    "--format",
    "--format=json",
    "--deny=breaking",
    "--deny",
    "--help",
    "--version",
    "--",
    "-",
    "---",
    "--=",
];

/// Names of files, of what only looks like one, and of what other programs would take for more than that.
const NAMES: &[&str] = &[
    "pets",
    "pets",
    "specs/pets.yaml",
    "specs/pets.yaml",
    "./specs/../specs/pets.yaml",
    "../project/specs/pets.yaml",
    "generated/pets",
    "generated",
    "specs",
    "secret",
    "broken.yaml",
    "..",
    "../..",
    "../../x.yaml",
    ".",
    "./",
    "",
    " ",
    "*",
    "specs/*.yaml",
    "**/?[a-z]{1,2}",
    "~",
    "$HOME",
    "`id`",
    "$(id)",
    "; true",
    "a|b",
    "%s%n",
    "{0}",
    "a\nb",
    "specs/pets.yaml\n",
    "\t",
    "\r\n",
    "\u{1b}[2J",
    "\u{202e}lmay.step",
    "\u{feff}pets",
    "K\u{e4}se.yaml",
    "\u{1f980}",
    "CON",
    "NUL.yaml",
    "aux.yaml",
    "C:\\specs\\pets.yaml",
    "\\\\host\\share",
    "/dev/null",
    "/dev/full",
    "/dev/null/x",
    "/proc/self/mem",
    "HEAD:specs/pets.yaml",
    "HEAD~1:x",
    ":",
    "::",
    "-x:y",
    "--upload-pack=true:x",
    "@{u}:x",
    "model",
    "names",
    "files",
    "document",
    "bash",
    "fish",
    "CW0101",
    "301",
    "CW",
    "99999999999999999999999",
    "https://example.com/x.git",
    "file:///etc/passwd",
    "registry",
    "vendored",
];

const LINES: &[&str] = &[
    "generate ONE --out OTHER",
    "generate specs/pets.yaml --out ONE",
    "generate ONE.yaml --out x",
    "check specs/pets.yaml --out ONE",
    "check ONE --message-format json",
    "diff ONE OTHER",
    "diff specs/pets.yaml broken.yaml --format ONE",
    "diff specs/pets.yaml ONE.yaml",
    "init --from ONE",
    "init ONE --from broken.yaml",
    "init ONE --runtime OTHER",
    "dump names ONE",
    "generate --root ONE",
    "generate broken.yaml --out ONE",
    "explain ONE -- OTHER",
];

fn word() -> impl Strategy<Value = OsString> {
    // No root of a disk: what somebody tells the program to write there it writes.
    let plain = |text: String| text.trim_start_matches('/').to_owned();
    prop_oneof![
        5 => select(NAMES).prop_map(OsString::from),
        3 => select(OPTIONS).prop_map(OsString::from),
        1 => select(COMMANDS).prop_map(OsString::from),
        1 => "\\PC{0,12}".prop_map(move |text| plain(text).into()),
        1 => "[-a-z.:/=#]{0,8}".prop_map(move |text| plain(text).into()),
        1 => vec(1..=u8::MAX, 0..12).prop_map(|mut bytes| {
            bytes.retain(|byte| *byte != b'/');
            OsString::from_vec(bytes)
        }),
        1 => (select(vec!["x", "../", "\u{e4}", "-", "a/"]), 1000..6000_usize).prop_map(|(piece, times)| {
            // So far up there is nothing but the root.
            OsString::from(if piece == "../" { piece.repeat(3) } else { piece.repeat(times) })
        }),
    ]
}

/// A command with words that fit it as often as not.
fn words() -> impl Strategy<Value = Vec<OsString>> {
    let any = (select(COMMANDS), vec(word(), 0..5)).prop_map(|(command, words)| (Some(command), words));
    let none = vec(word(), 0..4).prop_map(|words| (None, words));
    // A line that is understood, with names that lead somewhere or nowhere.
    let line = |line: &'static str| {
        (select(NAMES), select(NAMES)).prop_map(move |(one, other)| {
            let words = line.split(' ').map(|word| word.replace("ONE", one).replace("OTHER", other).into());
            words.collect::<Vec<OsString>>()
        })
    };
    let fit = select(LINES).prop_flat_map(line);
    let any = prop_oneof![6 => any, 1 => none]
        .prop_map(|(command, words)| command.map(OsString::from).into_iter().chain(words).collect::<Vec<_>>());
    prop_oneof![any, fit].prop_filter("`watch` does not end", |words| !words.iter().any(|word| word == "watch"))
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
    if said.code != 0 && !is_init {
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

/// Something in a project that nobody expects there.
#[derive(Clone, Copy, Debug)]
enum Oddity {
    /// A file with these bytes.
    File(&'static str, &'static [u8]),
    Folder(&'static str),
    Link(&'static str, &'static str),
    /// What is there is gone.
    Gone(&'static str),
}

use Oddity::{File, Folder, Gone, Link};

/// A name as long as disks have it.
const LONG: &str = "specs/nameeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee.yaml";

const PETS: &[u8] = b"openapi: 3.0.3\ninfo: {title: Pets, version: '1'}\npaths: {/pets: {get: {operationId: listPets, responses: {'204': {description: Nothing.}}}}}\n";
const ODDITIES: &[Oddity] = &[
    Folder("specs/folder.yaml"),
    Folder("specs/pets.toml"),
    Folder("specs/clientwright.toml"),
    Folder("specs/pets.overlay.yaml"),
    Folder("specs/pets/vendored.toml"),
    File("specs/pets/vendored.toml", b"\xff\xfe"),
    File("specs/pets", b""),
    File("specs/empty.yaml", b""),
    File("specs/blank.json", b" \n\n"),
    File("specs/binary.yaml", b"\x00\x01\x02\x7fELF\xff\xfe"),
    File("specs/binary.toml", b"\xff"),
    File("specs/clientwright.toml", b"\xff"),
    File("specs/clientwright.toml", b""),
    File("specs/pets.toml", b"[package]\nruntime = \"vendored\"\n"),
    File("specs/pets.overlay.yaml", b"\x00"),
    File("specs/null.yaml", b"null"),
    File("specs/deep.json", b"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["),
    File("specs/Pets.yml", PETS),
    File("specs/..yaml", PETS),
    File("specs/.yaml", PETS),
    File("specs/---.yaml", PETS),
    File("specs/a\nb.yaml", PETS),
    File("specs/\u{1f980}.yaml", PETS),
    File("specs/clientwright-runtime.yaml", PETS),
    File(LONG, PETS),
    File("specs/\u{fffd}", b""),
    Link("specs/gone.yaml", "nowhere.yaml"),
    Link("specs/circle.yaml", "circle.yaml"),
    Link("specs/around", "."),
    Link("specs/twin.yaml", "pets.yaml"),
    Link("specs/null-device.yaml", "/dev/null"),
    Link("specs/memory.yaml", "/proc/self/mem"),
    Gone("generated"),
    Gone("generated/pets/src/types"),
    Gone("generated/pets/Cargo.toml"),
    Gone("specs/pets.yaml"),
    Gone("specs"),
    File("generated", b"A file.\n"),
    File("generated", b""),
    File("generated/pets", b"A file.\n"),
    File("generated/pets/src", b"A file.\n"),
    File("generated/pets/src/types", b"// @generated by clientwright\n"),
    File("generated/pets/clientwright.lock", b"\xff"),
    File("generated/pets/Cargo.toml", b"\xff\x00"),
    File("generated/pets/src/lib.rs", b"// @generated by clientwright\n\xff"),
    File("generated/pets/src/.generate-1-1", b"half"),
    File("generated/zoo/src/lib.rs", b"//! Mine.\n"),
    Folder("generated/pets/src/lib.rs"),
    Folder("generated/pets/Cargo.toml"),
    Folder("generated/pets/clientwright.lock"),
    Folder("generated/pets/.generate-1-1"),
    Folder("generated/pets/src/deep/deeper/deepest"),
    Link("generated", "nowhere"),
    Link("generated/pets", "../specs"),
    Link("generated/pets/src", "src"),
    Link("generated/pets/src/types", "../../../elsewhere"),
    Link("generated/pets/src/lib.rs", "../../../elsewhere/file"),
    Link("generated/pets/src/around", ".."),
    Folder("Cargo.toml"),
    File("Cargo.toml", b"\xff"),
    File("Cargo.toml", b"[workspace"),
    Link("Cargo.toml", "Cargo.toml"),
    Folder(".cargo/config.toml"),
    File(".cargo", b""),
    File("xtask", b""),
    File(".github", b""),
    Folder(".gitattributes"),
];

impl Oddity {
    fn put(self, root: &Path) {
        let (File(path, _) | Folder(path) | Link(path, _) | Gone(path)) = self;
        let path = root.join(path);
        // What stands in the way of another oddity stays.
        let _ = fs::create_dir_all(path.parent().unwrap());
        let is_link = path.is_symlink();
        let _ = if path.is_dir() && !is_link { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
        let _ = match self {
            File(_, bytes) => fs::write(&path, bytes),
            Folder(_) => fs::create_dir(&path),
            Link(_, target) => symlink(target, &path),
            Gone(_) => Ok(()),
        };
    }
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
