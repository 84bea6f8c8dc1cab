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
    for path in ["Cargo.toml", ".cargo/config.toml", ".gitattributes", ".github/workflows/clients.yml"] {
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

/// What Cargo or the next `generate` would refuse is refused before anything is written.
#[test]
fn what_could_not_be_loaded_is_not_made() {
    let mut session = Session::with(&[]);
    session.write("pets.yaml", PETS).write("xtask.yaml", PETS).write("pets.json", "{}");
    session.write("star/Cargo.toml", "[workspace]\nmembers = [\"*\"]\n");
    session.write("member/Cargo.toml", "[package]\nname = \"member\"\nversion = \"0.1.0\"\nworkspace = \"..\"\n");
    session.write("taken/Cargo.toml", "[package]\nname = \"pets\"\nversion = \"0.1.0\"\nedition = \"2024\"\n");
    session.write("taken/src/lib.rs", "");
    session.run("init star").run("init member").run("init taken --from pets.yaml").run("init new --from xtask.yaml");
    let parts =
        PETS.replace("openapi:", "# With a part beside it.\nopenapi:") + "    Kind: {$ref: 'kinds.yaml#/Kind'}\n";
    session.write("parts/pets.yaml", &parts).write("parts/kinds.yaml", "Kind: {type: string}\n");
    session.run("init new --from parts/pets.yaml");
    assert!(!session.checkout.path("new").exists() && !session.checkout.path("star/specs").exists());
    session.run("init two --from pets.yaml --quiet").write("pets.json", "{\"openapi\": \"3.1.0\"}");
    session.run("init two --from pets.json");
    assert!(!session.checkout.path("two/specs/pets.json").exists());
    insta::assert_snapshot!("init_refused", session.said());
}

/// What was chosen once holds for what comes later.
#[test]
fn a_second_description_has_the_runtime_of_the_first() {
    let mut session = Session::with(&[]);
    session.write("pets.yaml", PETS).write("zoo.yaml", PETS);
    session.run("init --from pets.yaml --runtime vendored --quiet").run("init --from zoo.yaml").run("check");
    insta::assert_snapshot!("init_second", session.said());
}

#[test]
fn where_no_client_can_be_there_is_no_workspace() {
    let mut session = Session::with(&[]);
    session.write("pets.yaml", PETS).write("taken/generated/pets/src/lib.rs", "//! Mine.\n");
    session.write("notes/generated/notes/a.md", "Mine.\n");
    session.write("out/Cargo.toml", "[workspace]\nresolver = \"3\"\nmembers = [\"app\"]\nexclude = [\"generated\"]\n");
    session.run("init taken --from pets.yaml").run("init notes --from pets.yaml").run("init out --from pets.yaml");
    session.run("init https://example.com/pets.yaml").run("init other --from https://example.com/pets.yaml");
    for path in ["taken/specs", "notes/specs", "out/specs", "taken/Cargo.toml", "https:", "other"] {
        assert!(!session.checkout.path(path).exists(), "{path}");
    }
    insta::assert_snapshot!("init_in_the_way", session.said());
}

/// What is somebody else's stays, and it is told what belongs into it.
#[test]
fn what_stays_is_told() {
    let mut session = Session::with(&[]);
    session.write("specs/clientwright.toml", "[package]\nlicense = \"MIT\"\n");
    session.write(".cargo/config.toml", "[alias]\nxtask = \"run -p tasks --\"\n");
    session.run("init --runtime vendored").quietly().run("init --runtime vendored");
    insta::assert_snapshot!("init_kept", session.said());
}
