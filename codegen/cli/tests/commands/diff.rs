//! `clientwright diff`.

use crate::session::Session;
use crate::{BROKEN, PETS, PETS_NEW};

#[test]
fn of_files() {
    let mut session = Session::with(&[]);
    session.write("old.yaml", PETS).write("new.yaml", PETS_NEW).write("broken.yaml", BROKEN);
    session.run("diff old.yaml new.yaml").on_terminal(80, "diff old.yaml new.yaml");
    session.run("diff old.yaml new.yaml --format markdown").run("diff old.yaml new.yaml --format json");
    session.run("diff old.yaml new.yaml --quiet").run("diff old.yaml old.yaml");
    session.run("diff old.yaml new.yaml --message-format json");
    insta::assert_snapshot!("diff", session.said());
}

/// The names of the files are no change of the API, and the settings beside one of them hold for both.
#[test]
fn of_files_with_settings_beside_one() {
    let mut session = Session::with(&[("pets.yaml", PETS)]);
    session.write("new.yaml", PETS).run("diff specs/pets.yaml new.yaml").run("diff new.yaml specs/pets.yaml");
    session
        .write("specs/pets.toml", "[package]\nname = \"pets-client\"\nversion = \"2.3.4\"\n")
        .write("new.yaml", PETS_NEW);
    session.run("diff specs/pets.yaml new.yaml").run("diff new.yaml specs/pets.yaml");
    insta::assert_snapshot!("diff_settings", session.said());
}

#[test]
fn what_is_denied() {
    let mut session = Session::with(&[]);
    session.write("old.yaml", PETS).write("new.yaml", PETS_NEW);
    session.run("diff old.yaml new.yaml --deny breaking").run("diff old.yaml new.yaml --deny additive");
    session.run("diff old.yaml old.yaml --deny additive").run("diff old.yaml new.yaml --deny all");
    session.run("diff old.yaml new.yaml --deny breaking --message-format json");
    insta::assert_snapshot!("diff_deny", session.said());
}

#[test]
fn of_a_commit() {
    let mut session = Session::with(&[("pets.yaml", PETS)]);
    session.git("init --quiet").git("add --all").git("commit --quiet -m One");
    session.write("specs/pets.yaml", PETS_NEW);
    session.run("diff HEAD:specs/pets.yaml").run("diff main:./specs/pets.yaml specs/pets.yaml --format markdown");
    session
        .run("diff v9:specs/pets.yaml")
        .run("diff HEAD:specs/zoo.yaml")
        .run("diff HEAD:")
        .run("diff -x:specs/pets.yaml");
    insta::assert_snapshot!("diff_commit", session.said());
}

#[test]
fn what_cannot_be_compared() {
    let mut session = Session::with(&[("pets.yaml", PETS)]);
    session.write("old.yaml", PETS).write("broken.yaml", BROKEN).write("notes.txt", "Notes.\n");
    session.run("diff old.yaml").run("diff nowhere.yaml old.yaml").run("diff old.yaml broken.yaml");
    session.run("diff notes.txt old.yaml").run("diff specs old.yaml").run("diff HEAD:specs/pets.yaml");
    insta::assert_snapshot!("diff_errors", session.said());
}

/// What is in `specs/` has the settings that it has there: where they are gone, that is a change.
#[test]
fn of_settings_that_are_gone() {
    let mut session = Session::with(&[("pets.yaml", PETS)]);
    session.write("specs/pets.toml", "[names]\n\"#/components/schemas/Pet\" = \"Animal\"\n");
    session.git("init --quiet").git("add .").git("commit --quiet --message first");
    std::fs::remove_file(session.checkout.path("specs/pets.toml")).unwrap();
    session
        .run("diff HEAD:specs/pets.yaml --deny breaking")
        .run("diff HEAD:./specs/pets.yaml specs/pets.yaml --format json");
    insta::assert_snapshot!("diff_settings_gone", session.said());
}
