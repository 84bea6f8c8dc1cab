//! How much is generated, against what was recorded.

use std::path::Path;
use std::process::Command;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask is a folder of the checkout")
}

#[test]
fn no_crate_of_a_fixture_grows_unnoticed() {
    let grown = xtask::bench::grown(root()).expect("all fixtures generate");
    assert!(grown.is_empty(), "{}\nif that is meant, `cargo xtask bench size --write` records it", grown.join("\n"));
}

#[test]
fn a_word_that_is_no_part_is_told_with_what_was_meant() {
    let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(["bench", "realease", "--root"])
        .arg(root())
        .output()
        .expect("xtask runs");
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("`realease`: did you mean `release`?"), "{said}");
}
