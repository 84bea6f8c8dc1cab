//! `clientwright generate`.

use crate::session::Session;
use crate::{BROKEN, DOUBTFUL, PETS};

#[test]
fn first_and_again() {
    let mut session = Session::with(&[("pets.yaml", PETS), ("zoo.yaml", PETS)]);
    session.run("generate").run("generate").run("generate pets").run("generate specs/zoo.yaml generated/pets");
    insta::assert_snapshot!("generate", session.said());
}

#[test]
fn from_a_folder_further_in() {
    let mut session = Session::with(&[("pets.yaml", PETS)]);
    session.write("app/src/main.rs", "fn main() {}\n");
    let output = session.command("generate").current_dir(session.checkout.path("app/src")).output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(session.checkout.path("generated/pets/src/lib.rs").is_file());
}

#[test]
fn one_crate_anywhere() {
    let mut session = Session::with(&[]);
    session.write("api.yaml", PETS).write("api.toml", "[package]\nversion = \"3.1.4\"\n");
    session.run("generate api.yaml --out crates/pets-client").run("check api.yaml --out crates/pets-client");
    session.run("generate nowhere.yaml --out crates/x").run("generate api.txt --out crates/x");
    session.run("generate api.yaml zoo.yaml --out crates/x").run("generate api.yaml --out /");
    insta::assert_snapshot!("generate_out", session.said());
}

#[test]
fn errors() {
    let mut session = Session::with(&[("pets.yaml", PETS), ("shop.yaml", BROKEN)]);
    session.run("generate").on_terminal(80, "generate").on_terminal(120, "generate").run("generate --quiet");
    session.run("generate pest").run("generate other/pets.yaml").run("generate --fast");
    insta::assert_snapshot!("generate_errors", session.said());
}

#[test]
fn warnings() {
    let mut session = Session::with(&[("phones.yaml", DOUBTFUL)]);
    session.run("generate").on_terminal(80, "generate").on_terminal(120, "generate").run("generate --all");
    session.run("generate --quiet").run("generate --deny-warnings");
    insta::assert_snapshot!("generate_warnings", session.said());
}

#[test]
fn remarks() {
    let mut session = Session::with(&[("pets.yaml", PETS), ("shop.toml", "[package]\n")]);
    session.write("specs/other.overlay.yaml", "overlay: 1.0.0\n").write("generated/zoo/tests/zoo.rs", "");
    session.run("generate").run("generate --deny-warnings").run("check");
    insta::assert_snapshot!("generate_remarks", session.said());
}

#[test]
fn no_project() {
    let mut session = Session::with(&[]);
    session.run("generate").run("check --root nowhere").write("specs/README.md", "").run("generate").run("check");
    insta::assert_snapshot!("generate_no_project", session.said());
}
