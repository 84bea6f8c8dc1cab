//! The command line: words in, one command out. It touches no file and prints nothing.

use std::ffi::OsString;
use std::fmt;
use std::path::PathBuf;

use clientwright_codegen::Stage;
use lexopt::prelude::*;

/// What `--help` prints.
pub const HELP: &str = "\
The commands of this repository.

cargo xtask generate [NAME..]           write the client crates of the descriptions in specs/ (all of them, or those named)
cargo xtask generate --check [NAME..]   write nothing; name each file that is not what it would be, exit with 1
cargo xtask dump STAGE NAME             print one stage of a description: document, model, names or files
cargo xtask tidy                        check the house rules: imports, module docs, fixtures, provenance, sizes
cargo xtask corpus [DIR]                run the generator over every description below DIR (../shared/corpus/real);
                                        for times worth reading: cargo run --release -p xtask -- corpus
    --compile                           compile what was generated as well
    --filter TEXT                       only descriptions of this version (such as 3.0) or with this text in their path
    --bless                             record the outcome in codegen/tests/corpus.ratchet.toml instead of comparing with it

NAME is the name of a file in specs/ without its ending: specs/user-chat.yaml is user-chat. Its settings, where it needs any,
are in specs/user-chat.toml.

--root DIR   work on another checkout than the one this was built in
--help       print this

Exit codes: 0 done, 1 errors or stale files, 2 wrong usage. NO_COLOR is respected.
";

/// What stands below a usage error.
pub const HINT: &str = "`cargo xtask --help` lists the commands";

/// One command with what it was given.
#[derive(Debug)]
pub enum Command {
    /// Print the help.
    Help,
    /// Bring `generated/` in line with `specs/`.
    Generate {
        /// Write or only look.
        mode: Mode,
        /// Which descriptions; none means all.
        names: Vec<String>,
    },
    /// Print one stage of one description.
    Dump {
        /// Which stage.
        stage: Stage,
        /// Which description.
        name: String,
    },
    /// Check the house rules.
    Tidy,
    /// Measure the generator on many descriptions.
    Corpus(CorpusOptions),
}

/// Whether `generate` writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Write what differs.
    Write,
    /// Only report what differs.
    Check,
}

/// What `corpus` was asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CorpusOptions {
    /// Where the descriptions are; by default `../shared/corpus/real` beside the checkout.
    pub folder: Option<PathBuf>,
    /// Compile the generated crates as well.
    pub compile: bool,
    /// A version, or a part of a path.
    pub filter: Option<String>,
    /// Record the outcome instead of comparing with the recorded one.
    pub bless: bool,
}

/// The whole command line.
#[derive(Debug)]
pub struct Arguments {
    /// What to do.
    pub command: Command,
    /// The checkout to do it in, where it is another than this one.
    pub root: Option<PathBuf>,
}

/// A command line that cannot be understood, in words for the person who wrote it.
#[derive(Debug)]
pub struct Usage(pub String);

impl fmt::Display for Usage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Usage {}

impl From<lexopt::Error> for Usage {
    fn from(error: lexopt::Error) -> Self {
        Self(error.to_string())
    }
}

/// Everything that can stand on the command line, before it is known whether it fits the command.
#[derive(Default)]
struct Words {
    values: Vec<String>,
    check: bool,
    root: Option<PathBuf>,
    help: bool,
    corpus: CorpusOptions,
}

/// Reads the words after the program's name.
///
/// # Errors
/// [`Usage`] where they make no command.
pub fn parse(words: impl IntoIterator<Item = OsString>) -> Result<Arguments, Usage> {
    let mut words = collect(words)?;
    let root = words.root.take();
    if words.help || words.values.is_empty() {
        return Ok(Arguments { command: Command::Help, root });
    }
    Ok(Arguments { command: command(words)?, root })
}

fn collect(words: impl IntoIterator<Item = OsString>) -> Result<Words, Usage> {
    let mut parser = lexopt::Parser::from_args(words);
    let mut found = Words::default();
    while let Some(word) = parser.next()? {
        match word {
            Value(value) => found.values.push(value.string()?),
            Long("check") => found.check = true,
            Long("compile") => found.corpus.compile = true,
            Long("bless") => found.corpus.bless = true,
            Long("filter") => found.corpus.filter = Some(parser.value()?.string()?),
            Long("root") => found.root = Some(parser.value()?.into()),
            Long("help") | Short('h') => found.help = true,
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(found)
}

fn command(words: Words) -> Result<Command, Usage> {
    let Words { values, check, corpus, .. } = words;
    let mut values = values.into_iter();
    let name = values.next().unwrap_or_default();
    let rest: Vec<String> = values.collect();
    if check && name != "generate" {
        return Err(Usage("`--check` belongs to `generate`".to_owned()));
    }
    if corpus != CorpusOptions::default() && name != "corpus" {
        return Err(Usage("`--compile`, `--filter` and `--bless` belong to `corpus`".to_owned()));
    }
    match (name.as_str(), rest.as_slice()) {
        ("help", []) => Ok(Command::Help),
        ("generate", _) => Ok(Command::Generate { mode: if check { Mode::Check } else { Mode::Write }, names: rest }),
        ("dump", [stage, name]) => Ok(Command::Dump { stage: stage_named(stage)?, name: name.clone() }),
        ("dump", _) => Err(Usage("`dump` takes a stage and a name: cargo xtask dump model user-chat".to_owned())),
        ("tidy", []) => Ok(Command::Tidy),
        ("corpus", []) => Ok(Command::Corpus(corpus)),
        ("corpus", [folder]) => Ok(Command::Corpus(CorpusOptions { folder: Some(folder.into()), ..corpus })),
        ("tidy" | "corpus" | "help", [.., extra]) => {
            Err(Usage(format!("`{extra}` is one argument too many for `{name}`")))
        }
        _ => Err(Usage(format!("there is no command `{name}`"))),
    }
}

fn stage_named(name: &str) -> Result<Stage, Usage> {
    match name {
        "document" => Ok(Stage::Document),
        "model" => Ok(Stage::Model),
        "names" => Ok(Stage::Names),
        "files" => Ok(Stage::Files),
        _ => Err(Usage(format!("there is no stage `{name}`: document, model, names or files"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The command as it is shown, because a stage of codegen need not be comparable.
    fn read(line: &str) -> Result<String, String> {
        let words = line.split_whitespace().map(OsString::from);
        parse(words).map(|arguments| format!("{:?}", arguments.command)).map_err(|usage| usage.0)
    }

    #[test]
    fn options_stand_anywhere() {
        let expected = "Generate { mode: Check, names: [\"a\", \"b\"] }";
        assert_eq!(read("generate a --check b").unwrap(), expected);
        assert_eq!(read("--check generate a b").unwrap(), expected);
    }

    #[test]
    fn an_option_of_another_command_is_refused() {
        assert!(read("tidy --check").unwrap_err().contains("belongs to `generate`"));
        assert!(read("generate --compile").unwrap_err().contains("belong to `corpus`"));
    }

    #[test]
    fn what_is_wrong_is_named() {
        assert!(read("genrate").unwrap_err().contains("`genrate`"));
        assert!(read("dump modle x").unwrap_err().contains("`modle`"));
        assert!(read("generate --chek").unwrap_err().contains("--chek"));
        assert!(read("tidy now").unwrap_err().contains("`now`"));
    }

    #[test]
    fn nothing_asks_for_help() {
        assert_eq!(read("").unwrap(), "Help");
        assert_eq!(read("generate --help").unwrap(), "Help");
    }
}
