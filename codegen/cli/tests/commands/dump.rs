//! `clientwright dump`.

use crate::session::Session;
use crate::{BROKEN, PETS};

const SHORT: &str = "openapi: 3.0.4\ninfo: {title: Short, version: \"1\"}\npaths:\n  /now:\n    get:\n      operationId: now\n      \
                     responses: {\"200\": {description: The time., content: {text/plain: {schema: {type: string}}}}}\n";

#[test]
fn stages() {
    let mut session = Session::with(&[("short.yaml", SHORT)]);
    session.run("dump document short").run("dump names short").run("dump names short.yaml --message-format json");
    insta::assert_snapshot!("dump", session.said());
}

/// What is in them is the business of codegen.
#[test]
fn long_stages() {
    let session = Session::with(&[("short.yaml", SHORT)]);
    session.checkout.generates();
    let out = |command: &str| String::from_utf8(session.command(command).output().unwrap().stdout).unwrap();
    let model = out("dump model short");
    assert!(model.starts_with("Api {\n    title: \"Short\",") && model.ends_with("}\n"), "{model}");
    let files = out("dump files short");
    for (path, (bytes, _)) in session.checkout.generated() {
        let path = path.strip_prefix("generated/short/").unwrap();
        let has = files.contains(&format!("// --- {path}\n")) && files.contains(&*String::from_utf8(bytes).unwrap());
        assert!(has || path == "clientwright.lock", "{path}: {files}");
    }
}

#[test]
fn what_there_is_not() {
    let mut session = Session::with(&[("pets.yaml", PETS), ("shop.yaml", BROKEN)]);
    session.run("dump names shop").run("dump names pest").run("dump modle pets").run("dump model");
    insta::assert_snapshot!("dump_errors", session.said());
}
