//! Command lines, of which some mean something: commands, options, and names of files or of what only looks like one.

use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt as _;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

/// All but `watch`, which ends when it is told to.
const COMMANDS: &[&str] =
    &["init", "generate", "generate", "check", "diff", "explain", "dump", "vendor", "completions", "help"];

const OPTIONS: &[&str] = &[
    "--out",
    "--out=crates/x",
    "--out=",
    "--check",
    "--deny-warnings",
    "--all",
    "--from",
    "--from=specs/pets.yaml",
    "--runtime",
    "--runtime=vendored",
    "--runtime=#",
    "--root",
    "--root=.",
    "--root=",
    "--root=nowhere",
    "--color=always",
    "--color",
    "--quiet",
    "-q",
    "-qqq",
    "-h",
    "--message-format=json",
    "--message-format",
    "--format",
    "--format=json",
    "--deny=breaking",
    "--deny",
    "--help",
    "--version",
    "--",
    "-",
    "---",
    "--=",
];

/// Names of files, of what only looks like one, and of what other programs would take for more than that.
const NAMES: &[&str] = &[
    "pets",
    "pets",
    "specs/pets.yaml",
    "specs/pets.yaml",
    "./specs/../specs/pets.yaml",
    "../project/specs/pets.yaml",
    "generated/pets",
    "generated",
    "specs",
    "secret",
    "broken.yaml",
    "..",
    "../..",
    "../../x.yaml",
    ".",
    "./",
    "",
    " ",
    "*",
    "specs/*.yaml",
    "**/?[a-z]{1,2}",
    "~",
    "$HOME",
    "`id`",
    "$(id)",
    "; true",
    "a|b",
    "%s%n",
    "{0}",
    "a\nb",
    "specs/pets.yaml\n",
    "\t",
    "\r\n",
    "\u{1b}[2J",
    "\u{202e}lmay.step",
    "\u{feff}pets",
    "K\u{e4}se.yaml",
    "\u{1f980}",
    "CON",
    "NUL.yaml",
    "aux.yaml",
    "C:\\specs\\pets.yaml",
    "\\\\host\\share",
    "/dev/null",
    "/dev/full",
    "/dev/null/x",
    "/proc/self/mem",
    "HEAD:specs/pets.yaml",
    "HEAD~1:x",
    ":",
    "::",
    "-x:y",
    "--upload-pack=true:x",
    "@{u}:x",
    "model",
    "names",
    "files",
    "document",
    "bash",
    "fish",
    "CW0101",
    "301",
    "CW",
    "99999999999999999999999",
    "https://example.com/x.git",
    "file:///etc/passwd",
    "registry",
    "vendored",
];

const LINES: &[&str] = &[
    "generate ONE --out OTHER",
    "generate specs/pets.yaml --out ONE",
    "generate ONE.yaml --out x",
    "check specs/pets.yaml --out ONE",
    "check ONE --message-format json",
    "diff ONE OTHER",
    "diff specs/pets.yaml broken.yaml --format ONE",
    "diff specs/pets.yaml ONE.yaml",
    "init --from ONE",
    "init ONE --from broken.yaml",
    "init ONE --runtime OTHER",
    "dump names ONE",
    "generate --root ONE",
    "generate broken.yaml --out ONE",
    "explain ONE -- OTHER",
];

fn word() -> impl Strategy<Value = OsString> {
    // No root of a disk: what somebody tells the program to write there it writes.
    let plain = |text: String| text.trim_start_matches('/').to_owned();
    prop_oneof![
        5 => select(NAMES).prop_map(OsString::from),
        3 => select(OPTIONS).prop_map(OsString::from),
        1 => select(COMMANDS).prop_map(OsString::from),
        1 => "\\PC{0,12}".prop_map(move |text| plain(text).into()),
        1 => "[-a-z.:/=#]{0,8}".prop_map(move |text| plain(text).into()),
        1 => vec(1..=u8::MAX, 0..12).prop_map(|mut bytes| {
            bytes.retain(|byte| *byte != b'/');
            OsString::from_vec(bytes)
        }),
        1 => (select(vec!["x", "../", "\u{e4}", "-", "a/"]), 1000..6000_usize).prop_map(|(piece, times)| {
            // So far up there is nothing but the root.
            OsString::from(if piece == "../" { piece.repeat(3) } else { piece.repeat(times) })
        }),
    ]
}

/// A command with words that fit it as often as not.
pub(crate) fn words() -> impl Strategy<Value = Vec<OsString>> {
    let any = (select(COMMANDS), vec(word(), 0..5)).prop_map(|(command, words)| (Some(command), words));
    let none = vec(word(), 0..4).prop_map(|words| (None, words));
    // A line that is understood, with names that lead somewhere or nowhere.
    let line = |line: &'static str| {
        (select(NAMES), select(NAMES)).prop_map(move |(one, other)| {
            let words = line.split(' ').map(|word| word.replace("ONE", one).replace("OTHER", other).into());
            words.collect::<Vec<OsString>>()
        })
    };
    let fit = select(LINES).prop_flat_map(line);
    let any = prop_oneof![6 => any, 1 => none]
        .prop_map(|(command, words)| command.map(OsString::from).into_iter().chain(words).collect::<Vec<_>>());
    prop_oneof![any, fit].prop_filter("`watch` does not end", |words| !words.iter().any(|word| word == "watch"))
}
