//! `clientwright completions`.

use clap::ValueEnum as _;
use clap_complete::Shell;

use crate::session::Session;

/// How each script begins; what is in it is the business of clap.
#[test]
fn of_each_shell() {
    let session = Session::with(&[]);
    let mut begin = String::new();
    for shell in Shell::value_variants() {
        let output = session.command(&format!("completions {shell}")).output().unwrap();
        let script = String::from_utf8(output.stdout).unwrap();
        assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &b""[..]), "{shell}");
        assert!(script.contains("vendor") && script.contains("--message-format") || *shell == Shell::Fish, "{shell}");
        let lines: Vec<_> = script.lines().filter(|line| !line.is_empty()).take(2).collect();
        begin += &format!("{shell}\n    {}\n", lines.join("\n    "));
    }
    insta::assert_snapshot!("completions", begin);
}

#[test]
fn of_an_unknown_shell() {
    let mut session = Session::with(&[]);
    session.run("completions").run("completions csh");
    insta::assert_snapshot!("completions_errors", session.said());
}

/// Cargo's own words are completed by Cargo's script: whoever calls the program by them gets the script of the program.
#[test]
fn of_a_command_of_cargo() {
    let session = Session::with(&[]);
    for shell in Shell::value_variants() {
        let words = format!("completions {shell}");
        let plain = session.command(&words).output().unwrap();
        let called = session.command(&words).env("CLIENTWRIGHT_CALLED", "cargo xtask").output().unwrap();
        assert!(called.status.success(), "{shell}: {}", String::from_utf8_lossy(&called.stderr));
        // The examples below the help name what was typed; the script has none of them.
        assert_eq!(String::from_utf8(called.stdout).unwrap(), String::from_utf8(plain.stdout).unwrap(), "{shell}");
    }
}
