//! `clientwright init`.

use crate::session::Session;
use crate::{BROKEN, PETS, PETS_NEW};

#[test]
fn an_empty_folder() {
    let mut session = Session::with(&[]);
    session.run("init").run("init").run("generate").write("specs/pets.yaml", PETS).run("init").run("init --quiet");
    insta::assert_snapshot!("init", session.said());
}

#[test]
fn with_a_description() {
    let mut session = Session::with(&[]);
    session.write("pets.yaml", PETS).run("init client --from pets.yaml").run("init client --from pets.yaml");
    session.write("pets.yaml", PETS_NEW).run("init client --from pets.yaml");
    session.write("broken.yaml", BROKEN).run("init other --from broken.yaml");
    session.run("init other --from nowhere.yaml").run("init other --from broken.yaml --message-format json");
    assert!(!session.checkout.path("other").exists());
    insta::assert_snapshot!("init_from", session.said());
}

#[test]
fn a_workspace() {
    let mut session = Session::with(&[("pets.yaml", PETS)]);
    session.write("Cargo.toml", "[workspace]\nmembers = [\n    \"app\", # what is sold\n]\nresolver = \"3\"\n");
    session.write("app/Cargo.toml", "[package]\nname = \"app\"\n").write("app/src/lib.rs", "");
    session.write(".cargo/config.toml", "[alias]\nlint = \"clippy\"\n").write(".gitattributes", "*.png binary");
    session.write("xtask/Cargo.toml", "[package]\nname = \"xtask\"\n").write("xtask/src/main.rs", "fn main() {}\n");
    session.run("init --runtime vendored").run("init --runtime vendored").run("init app");
    insta::assert_snapshot!("init_workspace", session.said());
    for path in ["Cargo.toml", ".cargo/config.toml", ".gitattributes"] {
        let text = std::fs::read_to_string(session.checkout.path(path)).unwrap();
        insta::assert_snapshot!(format!("init_workspace_{}", path.trim_start_matches('.').replace('/', "_")), text);
    }
}

#[test]
fn what_is_in_the_way() {
    let mut session = Session::with(&[]);
    session
        .write("file", "")
        .run("init file")
        .run("init --runtime https://example.com/x.git")
        .run("init --runtime nowhere");
    session.write("Cargo.toml", "[workspace\n").run("init").write("Cargo.toml", "workspace = 5\n").run("init");
    session.write("Cargo.toml", "[workspace]\nmembers = 5\n").run("init --message-format json");
    insta::assert_snapshot!("init_errors", session.said());
}

#[test]
fn in_json() {
    let mut session = Session::with(&[("pets.yaml", PETS)]);
    session.run("init --message-format json");
    insta::assert_snapshot!("init_json", session.said());
}
