//! `clientwright explain`.

use crate::session::Session;

#[test]
fn codes() {
    let mut session = Session::with(&[]);
    session.run("explain CW0106").on_terminal(80, "explain cw0106").run("explain 106 404 --quiet");
    session.run("explain CW0106 --message-format json").run("explain CW9999").run("explain CW010").run("explain bogus");
    insta::assert_snapshot!("explain", session.said());
}

/// The list is that of the catalogue, which has its own tests: what is in it does not matter here.
#[test]
fn the_list_has_a_line_for_each_code_and_json_has_an_object() {
    let session = Session::with(&[]);
    let run = |command: &str| String::from_utf8(session.command(command).output().unwrap().stdout).unwrap();
    let (list, json) = (run("explain"), run("explain --message-format json"));
    let codes: Vec<&str> = list.lines().map(|line| line.split_once(' ').unwrap().0).collect();
    assert!(codes.len() > 50 && codes.is_sorted(), "{list}");
    let objects = json.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    let told: Vec<_> = objects.filter(|object| object["reason"] == "explanation").collect();
    assert_eq!(told.iter().map(|object| object["code"].as_str().unwrap()).collect::<Vec<_>>(), codes);
}
