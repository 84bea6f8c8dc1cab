//! The command line: words in, one command out. It touches no file and prints nothing.

mod bench;
mod corpus;

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::fmt;
use std::path::PathBuf;

use clientwright_codegen::{Stage, nearest};
use lexopt::prelude::*;

pub(crate) use bench::unknown;
pub use bench::{BenchOptions, PARTS, Part, Ratchet};
pub use corpus::{Check, CorpusOptions, Work};

/// What stands below a usage error.
pub const HINT: &str = "`cargo xtask --help` lists the commands";

/// The commands, each with the options that are its own.
const COMMANDS: &[(&str, &[&str])] = &[
    ("generate", &["check", "deny-warnings", "all"]),
    ("explain", &["write"]),
    ("dump", &[]),
    ("vendor", &[]),
    ("tidy", &[]),
    ("corpus", &["compile", "clippy", "doc", "roundtrip", "census", "version", "filter", "jobs", "json", "bless"]),
    ("conformance", &["version", "bless"]),
    ("bench", &["check", "write", "markdown"]),
    ("soak", &["calls", "seed"]),
    ("help", &[]),
];

/// The options that are followed by a text, and by a number.
const TEXTS: &[&str] = &["filter", "json"];
const NUMBERS: &[&str] = &["calls", "jobs", "seed"];

/// The options that every command has.
const COMMON: &[&str] = &["root", "help", "version"];

/// One command with what it was given.
#[derive(Debug)]
pub enum Command {
    /// Print the help of a command, or of all.
    Help(&'static str),
    /// Print the version.
    Version,
    /// Bring `generated/` in line with `specs/`.
    Generate(GenerateOptions),
    /// Say what messages mean.
    Explain {
        /// Print, or write the page.
        mode: Mode,
        /// Which codes; none means all, in a line each.
        codes: Vec<String>,
    },
    /// Print one stage of one description.
    Dump {
        /// Which stage.
        stage: Stage,
        /// Which description.
        name: String,
    },
    /// Fetch what references of descriptions lead to at other addresses.
    Vendor {
        /// Which descriptions; none means all.
        names: Vec<String>,
    },
    /// Check the house rules.
    Tidy,
    /// Run the generator over many descriptions.
    Corpus(CorpusOptions),
    /// Make the requests of scenarios of others.
    Conformance(ConformanceOptions),
    /// Measure what is generated, and what makes it.
    Bench(BenchOptions),
    /// Make many calls of a generated client through a proxy that breaks things.
    Soak(SoakOptions),
}

/// Whether a command writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Write what differs.
    Write,
    /// Only report.
    Check,
}

/// How many messages are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Messages {
    /// One for each cause.
    Digest,
    /// Every one.
    All,
}

/// What becomes of warnings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Warnings {
    /// They are told.
    Told,
    /// They are errors.
    Denied,
}

/// What `generate` was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GenerateOptions {
    /// Write or only look.
    pub mode: Mode,
    /// How many messages are told.
    pub messages: Messages,
    /// What becomes of warnings.
    pub warnings: Warnings,
    /// Which descriptions; none means all.
    pub names: Vec<String>,
}

/// What `conformance` was asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ConformanceOptions {
    /// Where the scenarios are; by default `../shared/conformance/spector` beside the checkout.
    pub folder: Option<PathBuf>,
    /// The version of OpenAPI that they are described in; none means all.
    pub version: Option<String>,
    /// Record what fails instead of comparing with what is recorded.
    pub bless: bool,
}

/// What `soak` was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SoakOptions {
    /// How many calls, by default 100,000.
    pub calls: u64,
    /// Of all chance, by default 1.
    pub seed: u64,
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
    /// The options by name, without those that all commands have.
    options: BTreeSet<String>,
    /// The options that are texts.
    texts: BTreeMap<&'static str, String>,
    /// The options that are numbers.
    numbers: BTreeMap<&'static str, u64>,
    root: Option<PathBuf>,
    help: bool,
    version: bool,
}

/// Reads the words after the program's name.
///
/// # Errors
/// [`Usage`] where they make no command.
pub fn parse(words: impl IntoIterator<Item = OsString>) -> Result<Arguments, Usage> {
    let mut words = collect(words)?;
    let root = words.root.take();
    Ok(Arguments { command: command(words)?, root })
}

fn collect(words: impl IntoIterator<Item = OsString>) -> Result<Words, Usage> {
    let mut parser = lexopt::Parser::from_args(words);
    let mut found = Words::default();
    while let Some(word) = parser.next()? {
        match word {
            Value(value) => found.values.push(value.string()?),
            Long("root") => found.root = Some(parser.value()?.into()),
            Long("help") | Short('h') => found.help = true,
            // Of descriptions it is a text, of this program a question.
            Long("version")
                if found.values.first().is_some_and(|it| matches!(it.as_str(), "conformance" | "corpus")) =>
            {
                found.texts.insert("version", parser.value()?.string()?);
            }
            Long("version") | Short('V') => found.version = true,
            Long(option) if named(TEXTS, option).is_some() => {
                let option = named(TEXTS, option).unwrap_or_default();
                found.texts.insert(option, parser.value()?.string()?);
                found.options.insert(option.to_owned());
            }
            Long(option) if named(NUMBERS, option).is_some() => {
                let option = named(NUMBERS, option).unwrap_or_default();
                found.numbers.insert(option, parser.value()?.parse()?);
                found.options.insert(option.to_owned());
            }
            Long(option) => {
                let option = option.to_owned();
                let known = COMMANDS.iter().any(|(_, options)| options.contains(&option.as_str()));
                if parser.optional_value().is_some() && known {
                    return Err(Usage(format!("`--{option}` takes no value")));
                }
                found.options.insert(option);
            }
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(found)
}

fn named(known: &[&'static str], option: &str) -> Option<&'static str> {
    known.iter().copied().find(|known| *known == option)
}

fn command(words: Words) -> Result<Command, Usage> {
    let Words { values, options, texts, numbers, help, version, .. } = words;
    let mut values = values.into_iter();
    let name = values.next();
    let rest: Vec<String> = values.collect();
    let Some(name) = name else {
        options.first().map_or(Ok(()), |option| Err(unknown_option(option, &[])))?;
        return Ok(if version { Command::Version } else { Command::Help("") });
    };
    let Some((name, own)) = COMMANDS.iter().find(|(command, _)| *command == name) else {
        let known = COMMANDS.iter().map(|(command, _)| *command);
        return Err(Usage(format!("there is no command `{name}`{}", meant(&name, known))));
    };
    if let Some(option) = options.iter().find(|option| !own.contains(&option.as_str())) {
        return Err(unknown_option(option, own));
    }
    let has = |option: &str| options.contains(option);
    match (*name, rest.as_slice()) {
        _ if version => Ok(Command::Version),
        (name, _) if help => Ok(Command::Help(name)),
        ("help", []) => Ok(Command::Help("")),
        ("help", [name]) => {
            Ok(Command::Help(COMMANDS.iter().find(|(command, _)| command == name).map_or("", |found| found.0)))
        }
        ("generate", _) => Ok(Command::Generate(GenerateOptions {
            mode: if has("check") { Mode::Check } else { Mode::Write },
            messages: if has("all") { Messages::All } else { Messages::Digest },
            warnings: if has("deny-warnings") { Warnings::Denied } else { Warnings::Told },
            names: rest,
        })),
        ("explain", []) if has("write") => Ok(Command::Explain { mode: Mode::Write, codes: rest }),
        ("explain", [extra, ..]) if has("write") => {
            Err(Usage(format!("`--write` writes all codes, not `{extra}` alone")))
        }
        ("explain", _) => Ok(Command::Explain { mode: Mode::Check, codes: rest }),
        ("dump", [stage, name]) => Ok(Command::Dump { stage: stage_named(stage)?, name: name.clone() }),
        ("dump", _) => Err(Usage("`dump` takes a stage and a name: cargo xtask dump model user-chat".to_owned())),
        ("vendor", _) => Ok(Command::Vendor { names: rest }),
        ("tidy", []) => Ok(Command::Tidy),
        ("corpus", [] | [_]) => Ok(Command::Corpus(corpus::read(&rest, &texts, &numbers, has)?)),
        ("conformance", [] | [_]) => Ok(Command::Conformance(ConformanceOptions {
            folder: rest.first().map(PathBuf::from),
            version: texts.get("version").cloned(),
            bless: has("bless"),
        })),
        ("bench", _) => Ok(Command::Bench(bench::read(rest, has)?)),
        ("soak", []) => {
            let number = |option: &str, usual| numbers.get(option).copied().unwrap_or(usual);
            Ok(Command::Soak(SoakOptions { calls: number("calls", 100_000), seed: number("seed", 1) }))
        }
        (name, rest) => {
            let extra = rest.last().map(String::as_str).unwrap_or_default();
            Err(Usage(format!("`{extra}` is one argument too many for `{name}`")))
        }
    }
}

/// An option that its command does not have: another one's, or nobody's.
fn unknown_option(option: &str, own: &[&str]) -> Usage {
    match COMMANDS.iter().find(|(_, options)| options.contains(&option)) {
        Some((command, _)) => Usage(format!("`--{option}` belongs to `{command}`")),
        None => {
            let known = own.iter().chain(COMMON).copied();
            let meant = nearest(option, known).map_or_else(String::new, |meant| format!(": did you mean `--{meant}`?"));
            Usage(format!("there is no option `--{option}`{meant}"))
        }
    }
}

fn stage_named(name: &str) -> Result<Stage, Usage> {
    match name {
        "document" => Ok(Stage::Document),
        "model" => Ok(Stage::Model),
        "names" => Ok(Stage::Names),
        "files" => Ok(Stage::Files),
        _ => {
            let meant = meant(name, ["document", "model", "names", "files"]);
            let meant = if meant.is_empty() { ": document, model, names or files".to_owned() } else { meant };
            Err(Usage(format!("there is no stage `{name}`{meant}")))
        }
    }
}

/// The question that ends a message about an unknown word; nothing where no known one is near.
pub(crate) fn meant<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    nearest(word, known).map_or_else(String::new, |meant| format!(": did you mean `{meant}`?"))
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
        let options = "mode: Check, messages: Digest, warnings: Denied, names: [\"a\", \"b\"]";
        let expected = format!("Generate(GenerateOptions {{ {options} }})");
        assert_eq!(read("generate a --check b --deny-warnings").unwrap(), expected);
        assert_eq!(read("--check --deny-warnings generate a b").unwrap(), expected);
    }

    #[test]
    fn an_option_of_another_command_is_refused() {
        assert!(read("tidy --check").unwrap_err().contains("belongs to `generate`"));
        assert!(read("generate --compile").unwrap_err().contains("belongs to `corpus`"));
        assert!(read("--check").unwrap_err().contains("belongs to `generate`"));
    }

    #[test]
    fn what_is_measured_and_of_what_stands_in_any_order() {
        let options = "parts: [Check, Size], documents: [\"stripe\", \"a.json\"], ratchet: Held, layout: Markdown";
        let expected = format!("Bench(BenchOptions {{ {options} }})");
        assert_eq!(read("bench check stripe --check size a.json --markdown").unwrap(), expected);
        assert!(read("bench --check --write").unwrap_err().contains("one of them"));
        assert!(read("bench --markdwon").unwrap_err().contains("did you mean `--markdown`?"));
    }

    #[test]
    fn numbers_are_numbers() {
        assert_eq!(read("soak").unwrap(), "Soak(SoakOptions { calls: 100000, seed: 1 })");
        assert_eq!(read("soak --seed 7 --calls=20").unwrap(), "Soak(SoakOptions { calls: 20, seed: 7 })");
        assert!(read("soak --calls many").unwrap_err().contains("many"));
        assert!(read("bench --seed 1").unwrap_err().contains("belongs to `soak`"));
    }

    #[test]
    fn a_version_is_that_of_descriptions_behind_corpus() {
        let options = |line: &str| match parse(line.split_whitespace().map(OsString::from)).unwrap().command {
            Command::Corpus(options) => options,
            other => panic!("{other:?}"),
        };
        let found = options("corpus some/folder --version 3.1 --filter pets --jobs 2 --json out.json --clippy");
        assert_eq!((found.version.as_deref(), found.filter.as_deref()), (Some("3.1"), Some("pets")));
        assert_eq!((found.jobs, found.work), (Some(2), Work::Generate(vec![Check::Compile, Check::Clippy])));
        assert_eq!(options("corpus --census").work, Work::Census);
        assert!(read("corpus --census --compile").unwrap_err().contains("alone"));
        assert!(read("corpus --census --jobs 2").unwrap_err().contains("`--jobs` does not go"));
        assert!(read("corpus --roundtrip --json a.json").unwrap_err().contains("`--json` does not go"));
        assert!(read("corpus --jobs 0").unwrap_err().contains("at least 1"));
        assert_eq!(read("tidy --version").unwrap(), "Version");
    }

    #[test]
    fn what_is_wrong_is_named_with_what_was_meant() {
        assert!(read("genrate").unwrap_err().contains("`genrate`: did you mean `generate`?"));
        assert!(read("dump modle x").unwrap_err().contains("`modle`: did you mean `model`?"));
        assert!(read("dump all x").unwrap_err().contains("document, model, names or files"));
        assert!(read("generate --chek").unwrap_err().contains("`--chek`: did you mean `--check`?"));
        assert!(read("tidy --rot=x").unwrap_err().contains("did you mean `--root`?"));
        assert!(read("generate --check=no").unwrap_err().contains("takes no value"));
        assert!(read("tidy now").unwrap_err().contains("`now`"));
        assert_eq!(read("frobnicate").unwrap_err(), "there is no command `frobnicate`");
    }

    #[test]
    fn help_is_of_the_command_that_it_stands_beside() {
        assert_eq!(read("").unwrap(), "Help(\"\")");
        assert_eq!(read("--help").unwrap(), "Help(\"\")");
        assert_eq!(read("generate --help").unwrap(), "Help(\"generate\")");
        assert_eq!(read("help dump").unwrap(), "Help(\"dump\")");
        assert_eq!(read("--version").unwrap(), "Version");
    }
}
