//! Help of all commands and of each.

use crate::inside;
use crate::session::{Session, masked};

const COMMANDS: [&str; 10] =
    ["init", "generate", "check", "diff", "explain", "guide", "dump", "vendor", "watch", "completions"];

#[test]
fn of_all() {
    let mut session = Session::with(&[]);
    session.run("--help").on_terminal(80, "--help").on_terminal(120, "--help").run("").run("help").run("--version");
    insta::assert_snapshot!("help", session.said());
}

#[test]
fn of_each() {
    for command in COMMANDS {
        let mut session = Session::with(&[]);
        let words = format!("{command} --help");
        session.run(&words).on_terminal(80, &words).on_terminal(120, &words);
        insta::assert_snapshot!(format!("help_{command}"), session.said());
    }
}

/// Each command is in the list of `--help` by the same first line that its own help begins with.
#[test]
fn the_list_has_every_command() {
    let session = Session::with(&[]);
    let root = session.checkout.root();
    let all = inside::run(root, Some(120), ["--help".into()]).out;
    let listed = all.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    let listed: Vec<_> = listed.map(|line| line.trim().split_once(' ').unwrap()).collect();
    assert_eq!(listed.iter().map(|(name, _)| *name).filter(|name| *name != "help").collect::<Vec<_>>(), COMMANDS);
    for (command, about) in listed.iter().filter(|(name, _)| *name != "help") {
        let own = inside::run(root, Some(120), [command.into(), "--help".into()]).out;
        assert_eq!(own.lines().next(), Some(about.trim()), "{command}");
    }
}

/// In how many columns however, no line of help is longer.
#[test]
fn no_line_is_longer_than_the_terminal() {
    let session = Session::with(&[]);
    for width in [60, 80, 100, 120] {
        for command in COMMANDS {
            let said = inside::run(session.checkout.root(), Some(width), [command.into(), "--help".into()]);
            for line in masked(&said.out, session.checkout.root()).lines() {
                assert!(line.chars().count() <= width, "{command} on {width}: {line}");
            }
        }
    }
}

/// Examples are for copying: each is one line.
#[test]
fn no_example_is_broken() {
    let session = Session::with(&[]);
    for command in COMMANDS.iter().copied().chain([""]) {
        let words = [command, "--help"].into_iter().filter(|word| !word.is_empty()).map(Into::into);
        let help = inside::run(session.checkout.root(), Some(80), words).out;
        let examples = help.split_once("\nExamples:\n").unwrap().1.lines().take_while(|line| !line.is_empty());
        let broken: Vec<_> = examples.filter(|line| !line.starts_with("  clientwright ")).collect();
        assert!(broken.is_empty(), "{command}: {broken:?}");
    }
}

/// Colours are nothing but colours: without them the text is the same.
#[test]
fn colours_change_no_word() {
    let session = Session::with(&[("phones.yaml", crate::DOUBTFUL), ("shop.yaml", crate::BROKEN)]);
    for command in [
        "--help",
        "generate --help",
        "generate",
        "generate --bogus",
        "generate phones",
        "explain CW0301",
        "generate pest",
    ] {
        let words = |color: &str| command.split_whitespace().map(Into::into).chain([format!("--color={color}").into()]);
        let run = |color| {
            let said = inside::run(session.checkout.root(), Some(100), words(color));
            let _ = std::fs::remove_dir_all(session.checkout.path("generated"));
            said
        };
        let (plain, painted) = (run("never"), run("always"));
        assert!(!plain.out.contains('\x1b') && !plain.err.contains('\x1b'), "{command}");
        assert_eq!((without_colours(&painted.out), without_colours(&painted.err)), (plain.out, plain.err), "{command}");
        if command != "explain CW0301" {
            assert!(painted.out.contains('\x1b') || painted.err.contains('\x1b'), "{command}: {painted:?}");
        }
    }
}

fn without_colours(text: &str) -> String {
    let mut pieces = text.split("\x1b[");
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |text, piece| text + piece.split_once('m').unwrap().1)
}
