//! What stands below the help of each command.

/// By command: lines, with what each does behind `#`.
const EXAMPLES: &[(&str, &[&str])] = &[
    (
        "init",
        &[
            "clientwright init                         # in a workspace, or an empty folder",
            "clientwright init --from petstore.yaml    # with a description, and its crate",
            "clientwright init shop --runtime vendored # with the sources of the runtime",
        ],
    ),
    (
        "generate",
        &[
            "clientwright generate                       # all of specs/",
            "clientwright generate petstore              # specs/petstore.yaml alone",
            "clientwright generate api.yaml --out client # one crate wherever you like",
        ],
    ),
    (
        "check",
        &[
            "clientwright check                          # in CI",
            "clientwright check --deny-warnings",
            "clientwright check api.yaml --out crates/client",
        ],
    ),
    (
        "diff",
        &[
            "clientwright diff old.yaml new.yaml",
            "clientwright diff HEAD:specs/petstore.yaml  # what is not committed yet",
            "clientwright diff main:specs/petstore.yaml --format markdown",
            "clientwright diff v1.2.0:specs/petstore.yaml --deny breaking",
        ],
    ),
    ("explain", &["clientwright explain                        # all codes", "clientwright explain CW0301"]),
    ("guide", &["clientwright guide                          # all chapters", "clientwright guide errors"]),
    ("dump", &["clientwright dump names petstore            # what everything is called"]),
    ("vendor", &["clientwright vendor                         # of all descriptions", "clientwright vendor petstore"]),
    ("watch", &["clientwright watch", "clientwright watch api.yaml --out crates/client"]),
    (
        "completions",
        &[
            "clientwright completions bash >> ~/.bash_completion",
            "clientwright completions zsh > ~/.zfunc/_clientwright",
        ],
    ),
];

/// What stands below the help of all commands.
const ALL: &str = "\
Examples:
  clientwright init --from petstore.yaml   # set up a workspace
  clientwright generate                    # specs/ becomes generated/
  clientwright check                       # whether it is as it would be

Exit codes: 0 done, 1 errors, stale files or denied changes, 2 wrong usage, 130 interrupted. NO_COLOR is respected.";

/// The lines of a command.
pub(super) fn lines(command: &str) -> &'static [&'static str] {
    EXAMPLES.iter().find(|(name, _)| *name == command).map_or(&[], |(_, lines)| lines)
}

/// Those of a command, or of all, with the program called as the user does.
pub(super) fn of(command: Option<&str>, program: &str) -> String {
    let text = match command {
        None => ALL.to_owned(),
        Some(command) => lines(command).iter().fold("Examples:".to_owned(), |text, line| format!("{text}\n  {line}")),
    };
    text.replace("  clientwright ", &format!("  {program} "))
}
