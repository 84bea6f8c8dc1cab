//! `clientwright vendor`; what it does with servers stands in the other tests.

use crate::session::Session;
use crate::{BROKEN, PETS};

#[test]
fn nothing_to_fetch() {
    let mut session = Session::with(&[("pets.yaml", PETS), ("shop.yaml", BROKEN)]);
    session.run("vendor pets").run("vendor pets --quiet").run("vendor pets --message-format json").run("vendor pest");
    // A reference that is written so is wrong wherever it leads.
    session.write("specs/pets.yaml", &PETS.replace("#/components/schemas/Pet", "ftp://pets.example.com/pet.yaml"));
    session.run("vendor").write("specs/pets/vendored.toml", "x = \n").run("vendor pets");
    insta::assert_snapshot!("vendor", session.said());
}

#[test]
fn where_nobody_answers() {
    // A port that was free a moment ago.
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let mut session = Session::with(&[]);
    let target = format!("http://127.0.0.1:{port}/pet.yaml");
    session.write("specs/pets.yaml", &PETS.replace("#/components/schemas/Pet", &target));
    session.run("vendor");
    insta::assert_snapshot!("vendor_unanswered", session.said().replace(&port.to_string(), "[port]"));
}
