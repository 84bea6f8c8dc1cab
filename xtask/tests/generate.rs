//! The laws of `cargo xtask generate` and `dump`, in a checkout of its own that holds descriptions and nothing else.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::SystemTime;

use tempfile::TempDir;

/// A description with these schemas, all of them objects with an `id`.
fn description(schemas: &[&str]) -> String {
    let mut text = "openapi: 3.0.3\ninfo: {title: Pets, version: \"1\"}\npaths:\n  /pets:\n    get:\n      operationId: listPets\n      \
                    responses: {\"204\": {description: Nothing.}}\ncomponents:\n  schemas:\n"
        .to_owned();
    for schema in schemas {
        text += &format!("    {schema}:\n      type: object\n      properties: {{id: {{type: string}}}}\n");
    }
    text
}

/// A description that refers to what is not there, on line 7.
const BROKEN: &str = "openapi: 3.0.3\ninfo: {title: Broken, version: \"1\"}\npaths:\n  /pets:\n    get:\n      operationId: listPets\n      \
                      responses: {\"200\": {$ref: \"#/components/responses/nowhere\"}}\n";

struct Checkout(TempDir);

impl Checkout {
    fn with(descriptions: &[(&str, &str)]) -> Self {
        let checkout = Self(tempfile::tempdir().unwrap());
        for (name, text) in descriptions {
            checkout.write(&format!("specs/{name}"), text);
        }
        checkout
    }

    fn path(&self, path: &str) -> std::path::PathBuf {
        self.0.path().join(path)
    }

    fn write(&self, path: &str, text: &str) {
        fs::create_dir_all(self.path(path).parent().unwrap()).unwrap();
        fs::write(self.path(path), text).unwrap();
    }

    /// Exit code, stdout, stderr.
    fn run(&self, arguments: &str) -> (i32, String, String) {
        let words = arguments.split_whitespace();
        let output =
            Command::new(env!("CARGO_BIN_EXE_xtask")).args(words).arg("--root").arg(self.0.path()).output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
    }

    #[track_caller]
    fn generates(&self) -> String {
        let (code, out, err) = self.run("generate");
        assert_eq!(code, 0, "{out}{err}");
        out
    }

    /// Every file below `generated/`, with its bytes and when it was written.
    fn generated(&self) -> BTreeMap<String, (Vec<u8>, SystemTime)> {
        let mut found = BTreeMap::new();
        collect(self.0.path(), &self.path("generated"), &mut found);
        found
    }
}

fn collect(root: &Path, folder: &Path, found: &mut BTreeMap<String, (Vec<u8>, SystemTime)>) {
    for entry in fs::read_dir(folder).into_iter().flatten().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() {
            collect(root, &path, found);
        } else {
            let name = path.strip_prefix(root).unwrap().to_string_lossy().into_owned();
            found.insert(name, (fs::read(&path).unwrap(), entry.metadata().unwrap().modified().unwrap()));
        }
    }
}

#[test]
fn a_dropped_description_becomes_a_crate_and_a_second_run_writes_nothing() {
    let checkout = Checkout::with(&[("pets.yaml", &description(&["Pet"]))]);
    assert!(checkout.generates().contains("0 unchanged, 0 removed"));
    let first = checkout.generated();
    assert!(first.contains_key("generated/pets/Cargo.toml") && first.contains_key("generated/pets/src/lib.rs"));
    assert!(checkout.generates().contains("0 files written"));
    assert_eq!(checkout.generated(), first, "a file was touched");
}

#[test]
fn deleted_sources_come_back_with_the_same_bytes() {
    let checkout = Checkout::with(&[("pets.yaml", &description(&["Pet", "Owner"]))]);
    checkout.generates();
    let bytes = |checkout: &Checkout| {
        checkout.generated().into_iter().map(|(path, (bytes, _))| (path, bytes)).collect::<Vec<_>>()
    };
    let first = bytes(&checkout);
    fs::remove_dir_all(checkout.path("generated/pets/src")).unwrap();
    checkout.generates();
    assert_eq!(bytes(&checkout), first);
}

#[test]
fn check_writes_nothing_and_names_the_line_and_the_command() {
    let checkout = Checkout::with(&[("pets.yaml", &description(&["Pet"]))]);
    checkout.generates();
    assert_eq!(checkout.run("generate --check").0, 0);
    let lib = fs::read_to_string(checkout.path("generated/pets/src/lib.rs")).unwrap();
    let second = lib.lines().nth(1).unwrap().to_owned();
    checkout.write("generated/pets/src/lib.rs", &lib.replacen(&format!("\n{second}\n"), "\nspoilt\n", 1));
    fs::remove_file(checkout.path("generated/pets/reference.md")).unwrap();
    let before = checkout.generated();
    let (code, out, _) = checkout.run("generate --check pets");
    assert_eq!(code, 1);
    assert!(out.contains(&format!("generated/pets/src/lib.rs:2: stale\n    - spoilt\n    + {second}")), "{out}");
    assert!(out.contains("generated/pets/reference.md: missing"), "{out}");
    assert!(out.contains("`cargo xtask generate pets`"), "{out}");
    assert_eq!(checkout.generated(), before);
}

#[test]
fn an_orphan_is_removed_below_src_only() {
    let checkout = Checkout::with(&[("pets.yaml", &description(&["Pet"]))]);
    checkout.generates();
    let generated = "// @generated by `cargo xtask generate` from specs/pets.yaml. Do not edit.\n";
    for path in ["src/old/deep/gone.rs", "tests/kept.rs", "examples/kept.rs", "kept.rs"] {
        checkout.write(&format!("generated/pets/{path}"), generated);
    }
    let (code, out, _) = checkout.run("generate --check");
    assert!(code == 1 && out.contains("src/old/deep/gone.rs") && !out.contains("kept"), "{out}");
    assert!(checkout.generates().contains("1 removed"));
    assert!(!checkout.path("generated/pets/src/old").exists(), "an empty folder is left");
    for path in ["tests/kept.rs", "examples/kept.rs", "kept.rs"] {
        assert!(checkout.path(&format!("generated/pets/{path}")).exists(), "{path} is gone");
    }
}

#[test]
fn work_of_others_in_src_is_kept_and_stops_the_run() {
    let checkout = Checkout::with(&[("pets.yaml", &description(&["Pet"]))]);
    checkout.generates();
    checkout.write("generated/pets/src/mine.rs", "//! Mine.\n");
    checkout.write("specs/pets.yaml", &description(&["Pet", "Owner"]));
    let before = checkout.generated();
    let (code, _, err) = checkout.run("generate");
    assert_eq!(code, 1);
    assert!(err.contains("generated/pets/src/mine.rs was not made by the generator"), "{err}");
    assert_eq!(checkout.generated(), before);
}

#[test]
fn one_description_with_errors_leaves_everything_untouched() {
    let checkout = Checkout::with(&[("pets.yaml", &description(&["Pet"]))]);
    checkout.generates();
    checkout.write("specs/pets.yaml", &description(&["Pet", "Owner"]));
    checkout.write("specs/broken.yaml", BROKEN);
    let before = checkout.generated();
    let (code, _, err) = checkout.run("generate");
    assert_eq!(code, 1);
    assert!(err.contains("specs/broken.yaml:7") && err.contains("nothing was written"), "{err}");
    assert!(!err.contains('\x1b'), "colour, and no terminal: {err}");
    assert_eq!(checkout.generated(), before);
    assert_eq!(checkout.run("generate pets").0, 0, "a description that is not asked for stands in no way");
}

#[test]
fn a_crate_without_a_description_is_told_and_kept() {
    let checkout = Checkout::with(&[("pets.yaml", &description(&["Pet"])), ("shop.yaml", &description(&["Shop"]))]);
    checkout.generates();
    fs::remove_file(checkout.path("specs/shop.yaml")).unwrap();
    let (code, out, _) = checkout.run("generate --check");
    assert!(code == 1 && out.contains("generated/shop has no description"), "{out}");
    assert_eq!(checkout.run("generate --check pets").0, 0);
    checkout.generates();
    assert!(checkout.path("generated/shop/Cargo.toml").exists());
}

#[test]
fn wrong_usage_has_its_own_code() {
    let checkout = Checkout::with(&[("pets.yaml", &description(&["Pet"]))]);
    for arguments in ["generate cats", "dump model", "dump modle pets", "generat", "tidy --fast"] {
        let (code, out, err) = checkout.run(arguments);
        assert_eq!((code, out.as_str()), (2, ""), "{arguments}: {err}");
        assert!(err.contains("--help"), "{arguments}: {err}");
    }
}

#[test]
fn a_dump_survives_a_reader_that_leaves() {
    let schemas: Vec<String> = (0..2000).map(|number| format!("Pet{number}")).collect();
    let schemas: Vec<&str> = schemas.iter().map(String::as_str).collect();
    let checkout = Checkout::with(&[("pets.yaml", &description(&schemas))]);
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command
        .args(["dump", "document", "pets", "--root"])
        .arg(checkout.0.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut dump = command.spawn().unwrap();
    drop(dump.stdout.take());
    let output = dump.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(output.stderr.is_empty());
}
