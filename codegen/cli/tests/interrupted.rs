//! Runs that are ended while they write: where the program is asked to end, all crates of the run are the old ones or all are the new ones;
//! where it is killed, the next run puts everything right.

#![cfg(unix)]

mod checkout;
mod tree;

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _};
use std::os::unix::process::ExitStatusExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};

use checkout::{Checkout, description};
use rustix::process::{Pid, Signal, kill_process};
use tree::Tree;

const CRATES: usize = 5;

/// Crates, and what another version of their descriptions makes of them.
struct Scene {
    checkout: Checkout,
    old: Tree,
    new: Tree,
}

impl Scene {
    fn new() -> Self {
        let checkout = Checkout::with(&[]);
        let write = |name: &str, schemas: &[&str]| checkout.write(&format!("specs/{name}.yaml"), &description(schemas));
        for number in 1..CRATES {
            write(&format!("shop-{number}"), &["Order", "Gone", "Customer"]);
        }
        checkout.generates();
        // Files change, come and go, and there is a crate more.
        for number in 0..CRATES {
            write(&format!("shop-{number}"), &["Order", "Customer", "Invoice", "Payment"]);
        }
        let old = tree::of(checkout.root());
        checkout.generates();
        let new = tree::of(checkout.root());
        let scene = Self { checkout, old, new };
        scene.restore();
        scene
    }

    fn restore(&self) {
        fs::remove_dir_all(self.checkout.path("generated")).unwrap();
        tree::put(&self.old, self.checkout.root());
    }

    /// As [`signalled`], of a program that generates.
    fn signalled(&self, signal: Signal, begun: usize) -> (ExitStatus, bool) {
        signalled("generate", self.checkout.root(), signal, begun)
    }
}

/// Starts the program and sends it a signal once it has begun so many files, or put them in their places; at once where that is none. How
/// it has ended, and whether it was still running then.
fn signalled(command: &str, root: &Path, signal: Signal, begun: usize) -> (ExitStatus, bool) {
    let mut program = Command::new(env!("CARGO_BIN_EXE_clientwright"));
    program.args(command.split(' ')).arg("--root").arg(root).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = program.spawn().unwrap();
    let pid = Pid::from_child(&child);
    loop {
        if unfinished(root) >= begun {
            // It may be over already, and is nobody else as long as nobody has waited for it.
            kill_process(pid, signal).unwrap();
            return (child.wait().unwrap(), true);
        }
        if let Some(ended) = child.try_wait().unwrap() {
            return (ended, false);
        }
    }
}

/// How many files are on their way.
fn unfinished(folder: &Path) -> usize {
    let count = |entry: fs::DirEntry| match entry.file_type() {
        Ok(kind) if kind.is_dir() => unfinished(&entry.path()),
        _ => usize::from(entry.file_name().to_string_lossy().starts_with(".generate-")),
    };
    fs::read_dir(folder).into_iter().flatten().flatten().map(count).sum()
}

#[test]
fn whoever_ends_a_run_finds_all_crates_old_or_all_new() {
    let scene = Scene::new();
    let files = tree::differences(&scene.old, &scene.new).len();
    assert!(files > CRATES * 5, "only {files} files change");
    let mut random = fastrand::Rng::with_seed(7);
    let (mut within, mut round) = (0, 0);
    // The faster the disk, the fewer are met in the middle.
    while within < 12 && round < 200 {
        round += 1;
        // In step 1 there is one more for each file that is written, in step 2 one for each that is there already.
        let begun = if round % 10 == 0 { 0 } else { random.usize(1..files * 3 / 2) };
        let signal = if random.bool() { Signal::INT } else { Signal::TERM };
        let (ended, sent) = scene.signalled(signal, begun);
        let now = tree::of(scene.checkout.root());
        assert!(now == scene.old || now == scene.new, "round {round}: {:?}", tree::differences(&scene.old, &now));
        within += usize::from(sent && begun > 0);
        match (ended.code(), ended.signal()) {
            (Some(130), None) => {}
            (Some(0), None) => assert!(now == scene.new, "round {round}: done, and nothing is"),
            // It had not come as far as to listen.
            (None, Some(_)) => assert!(now == scene.old && begun == 0, "round {round}: {ended}"),
            _ => panic!("round {round}: {ended}"),
        }
        scene.restore();
    }
    assert!(within == 12, "only {within} runs were told to end while they wrote");
}

#[test]
fn whoever_ends_an_init_finds_nothing_or_all_of_it() {
    let checkout = Checkout::with(&[]);
    checkout.write("pets.yaml", &description(&["Pet", "Owner"]));
    let command = format!("init shelter --runtime vendored --from {}", checkout.path("pets.yaml").display());
    let shelter = checkout.path("shelter");
    let ends = |signal, begun| {
        let (ended, sent) = signalled(&command, checkout.root(), signal, begun);
        let now = tree::of(&shelter);
        let _ = fs::remove_dir_all(&shelter);
        (ended, sent, now)
    };
    let (ended, _, all) = ends(Signal::INT, usize::MAX);
    assert!(
        ended.success() && all.contains_key(Path::new("generated/pets/Cargo.toml")) && tree::leftovers(&all).is_empty()
    );
    let (mut random, mut within, mut round) = (fastrand::Rng::with_seed(13), 0, 0);
    while within < 8 && round < 200 {
        round += 1;
        let (ended, sent, now) = ends(Signal::INT, random.usize(1..40));
        within += usize::from(sent);
        let differences = tree::differences(&all, &now);
        assert!(now.is_empty() || differences.is_empty(), "round {round}: {ended}: {differences:?}");
        assert!(!now.is_empty() || !ended.success(), "round {round}: done, and nothing is");
    }
    assert!(within == 8, "only {within} runs were told to end while they wrote");
}

#[test]
fn what_a_killed_run_has_left_is_put_right_by_the_next_one() {
    let scene = Scene::new();
    let files = tree::differences(&scene.old, &scene.new).len();
    let mut random = fastrand::Rng::with_seed(11);
    let (mut mixed, mut round) = (0, 0);
    while mixed < 6 && round < 200 {
        round += 1;
        let (ended, _) = scene.signalled(Signal::KILL, random.usize(1..files * 3 / 2));
        let now = tree::of(scene.checkout.root());
        if ended.signal().is_some() && now != scene.old && now != scene.new {
            mixed += 1;
            let (code, out, err) = scene.checkout.run("check");
            assert!(code == 1 && !err.contains("not made by the generator"), "round {round}: {out}{err}");
        }
        // What it has left is no one's work.
        let (code, out, err) = scene.checkout.run("generate");
        assert_eq!(code, 0, "round {round}: {out}{err}");
        let now = tree::of(scene.checkout.root());
        assert_eq!(tree::differences(&scene.new, &now), Vec::<PathBuf>::new(), "round {round}");
        scene.restore();
    }
    assert!(mixed == 6, "only {mixed} runs were killed while they wrote");
}

#[test]
fn a_watch_generates_what_changes_and_ends_when_it_is_told_to() {
    let checkout = Checkout::with(&[("pets.yaml", &description(&["Pet"]))]);
    let mut program = Command::new(env!("CARGO_BIN_EXE_clientwright"));
    program.args(["watch", "--root"]).arg(checkout.root()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut watch = program.spawn().unwrap();
    let mut out = BufReader::new(watch.stdout.take().unwrap()).lines().map(Result::unwrap);
    let mut err = BufReader::new(watch.stderr.take().unwrap());
    let mut told = String::new();
    // A change may be told more than once, and then the second run writes nothing.
    let mut waits_for = |start: &str| assert!(out.any(|line| line.starts_with(start)), "{start}");
    waits_for("pets: 1 operation, 1 type; ");
    err.read_line(&mut told).unwrap();
    assert!(told.starts_with("watching ") && told.ends_with("specs; Ctrl-C ends it\n"), "{told}");

    checkout.write("specs/pets.yaml", &description(&["Pet", "Owner"]));
    waits_for("pets: 1 operation, 2 types; ");
    assert!(checkout.path("generated/pets/src/types/owner.rs").is_file());

    // An error is told, and mended by the next change.
    checkout.write("specs/pets.yaml", checkout::BROKEN);
    told.clear();
    while !told.ends_with("nothing was written\n") {
        assert!(err.read_line(&mut told).unwrap() > 0, "{told}");
    }
    assert!(told.starts_with("error[") && checkout.path("generated/pets/src/types/owner.rs").is_file(), "{told}");
    checkout.write("specs/pets.yaml", &description(&["Pet"]));
    waits_for("pets: 1 operation, 1 type; ");
    assert!(!checkout.path("generated/pets/src/types/owner.rs").exists());

    kill_process(Pid::from_child(&watch), Signal::INT).unwrap();
    assert_eq!(watch.wait().unwrap().code(), Some(130));
    let mut rest = String::new();
    err.read_to_string(&mut rest).unwrap();
    assert_eq!(rest.trim(), "");
    assert_eq!(tree::leftovers(&tree::of(checkout.root())), Vec::<&PathBuf>::new());
}
