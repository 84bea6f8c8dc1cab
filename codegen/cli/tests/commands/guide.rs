//! `clientwright guide`. What chapters say is the business of the guide.

use crate::session::Session;

#[test]
fn chapters() {
    let mut session = Session::with(&[]);
    session.run("guide").on_terminal(80, "guide --quiet").run("guide erors").run("guide erors --message-format json");
    insta::assert_snapshot!("guide", session.said());
}

#[test]
fn a_chapter_is_printed_without_what_compilers_alone_see() {
    let session = Session::with(&[]);
    let output = session.command("guide errors").output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success() && text.starts_with("# Errors\n") && text.contains("```rust\n"), "{text}");
    assert!(!text.contains("guide::"), "{text}");
}
