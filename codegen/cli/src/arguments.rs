//! The command line: words in, one command out. It touches no file.

mod examples;

use std::path::PathBuf;

use clap::builder::styling::{AnsiColor, Effects, Styles};
use clap::{Args, CommandFactory as _, FromArgMatches as _, Parser, Subcommand, ValueEnum, ValueHint};
use clap_complete::Shell;
use clientwright_codegen::Stage;

use crate::diff::{Denied, Format};
use crate::screen::{Color, MessageFormat};

/// As cargo paints its own.
const STYLES: Styles = Styles::styled()
    .header(AnsiColor::BrightGreen.on_default().effects(Effects::BOLD))
    .usage(AnsiColor::BrightGreen.on_default().effects(Effects::BOLD))
    .literal(AnsiColor::BrightCyan.on_default().effects(Effects::BOLD))
    .placeholder(AnsiColor::Cyan.on_default())
    .error(AnsiColor::BrightRed.on_default().effects(Effects::BOLD))
    .valid(AnsiColor::BrightCyan.on_default().effects(Effects::BOLD))
    .invalid(AnsiColor::BrightYellow.on_default().effects(Effects::BOLD));

/// Turns OpenAPI descriptions into typed Rust client crates
#[derive(Debug, Parser)]
#[command(name = "clientwright", version, styles = STYLES, subcommand_required = true, arg_required_else_help = true)]
pub(crate) struct Arguments {
    #[command(flatten)]
    pub(crate) common: Common,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What every command has.
#[derive(Args, Debug)]
pub(crate) struct Common {
    /// The folder that has specs/ and generated/ [default: the nearest one that has specs/, from the current folder upwards]
    #[arg(long, global = true, value_name = "DIR", value_hint = ValueHint::DirPath, help_heading = "Common options")]
    pub(crate) root: Option<PathBuf>,
    /// When to use colours
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value_t, help_heading = "Common options")]
    pub(crate) color: Color,
    /// Tell errors and warnings, and what was asked for, and nothing else
    #[arg(short, long, global = true, help_heading = "Common options")]
    pub(crate) quiet: bool,
    /// How everything is told
    #[arg(long, global = true, value_enum, value_name = "FORMAT", default_value_t, help_heading = "Common options")]
    pub(crate) message_format: MessageFormat,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Set up a folder or a Cargo workspace: specs/, generated/, an xtask, a snapshot test, CI
    ///
    /// Asks nothing, overwrites nothing, and says what it did. What is there stays as it is; where a file of another text is in the way, it is
    /// told what belongs into it.
    Init(InitArguments),
    /// Write the client crates of the descriptions in specs/, or of one description anywhere
    ///
    /// NAME is a file in specs/, with or without its ending: specs/user-chat.yaml is user-chat. Its settings, where it needs any, are in
    /// specs/user-chat.toml. As long as anything is wrong with one of the descriptions, nothing is written at all.
    Generate(GenerateArguments),
    /// Say which generated files are not what they would be, and write nothing
    ///
    /// Exits with 1 where there is one. This is what CI and a pre-commit hook run.
    Check(CheckArguments),
    /// Say what a new version of a description changes for callers of its crate
    ///
    /// Computed on what would be generated, settings and overlays included.
    Diff(DiffArguments),
    /// Say what messages mean and what to do about them; without a code, list them all
    Explain {
        /// CW0301, cw0301 or 301
        #[arg(value_name = "CODE")]
        codes: Vec<String>,
    },
    /// Print a chapter of the guide; without one, list them
    Guide {
        /// Such as errors, tokens, paging, testing
        chapter: Option<String>,
    },
    /// Print one stage of a description, to see why its crate is as it is
    Dump {
        /// Which stage
        #[arg(value_enum)]
        stage: StageName,
        /// Which description
        name: String,
    },
    /// Fetch what descriptions refer to at other addresses, and keep it beside them
    ///
    /// What an address answers goes to specs/NAME/HOST/PATH, and specs/NAME/vendored.toml says which file is whose, with its hash. Commit
    /// both: nothing else ever fetches.
    Vendor {
        /// Which descriptions; all where none is named
        #[arg(value_name = "NAME")]
        names: Vec<String>,
    },
    /// Generate, and again whenever a description or its settings change
    #[cfg(feature = "watch")]
    Watch(GenerateArguments),
    /// Print a script that completes commands in a shell
    Completions {
        /// Which shell
        #[arg(value_enum)]
        shell: Shell,
    },
}

#[derive(Args, Debug)]
pub(crate) struct InitArguments {
    /// The folder of the workspace, made where it is not there
    #[arg(value_name = "DIR", default_value = ".", value_hint = ValueHint::DirPath)]
    pub(crate) folder: PathBuf,
    /// A description to begin with: it is copied to specs/, and its crate generated
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) from: Option<PathBuf>,
    /// Where generated crates have their runtime from: registry, vendored, a path, or URL#REV of a git repository
    ///
    /// Without it that is what specs/clientwright.toml says, and the registry where there is none yet.
    #[arg(long, value_name = "SOURCE")]
    pub(crate) runtime: Option<String>,
}

#[derive(Args, Debug)]
pub(crate) struct GenerateArguments {
    #[command(flatten)]
    pub(crate) what: What,
    /// Write nothing, as `check` does
    #[arg(long)]
    pub(crate) check: bool,
}

#[derive(Args, Debug)]
pub(crate) struct CheckArguments {
    #[command(flatten)]
    pub(crate) what: What,
}

/// Which crates, and how strictly.
#[derive(Args, Debug)]
pub(crate) struct What {
    /// Which descriptions; all where none is named
    #[arg(value_name = "NAME", value_hint = ValueHint::FilePath)]
    pub(crate) names: Vec<String>,
    /// NAME is the path of a description, and its crate goes to DIR, after which it is called
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) out: Option<PathBuf>,
    /// Take warnings for errors
    #[arg(long)]
    pub(crate) deny_warnings: bool,
    /// Tell every message, not one for each cause with the number of its places
    #[arg(long)]
    pub(crate) all: bool,
}

#[derive(Args, Debug)]
pub(crate) struct DiffArguments {
    /// The old description: a file, or REV:PATH of this git repository
    pub(crate) old: String,
    /// The new one [default: the file of PATH as it is now]
    pub(crate) new: Option<String>,
    /// How to print it
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t)]
    pub(crate) format: Format,
    /// Exit with 1 where a change is of this impact
    #[arg(long, value_enum, value_name = "IMPACT")]
    pub(crate) deny: Option<Denied>,
}

/// A stage of generation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum StageName {
    /// The description as it is lowered: OpenAPI 3.0
    Document,
    /// What the description means
    Model,
    /// Every Rust name
    Names,
    /// The text of every file
    Files,
}

impl From<StageName> for Stage {
    fn from(name: StageName) -> Self {
        match name {
            StageName::Document => Self::Document,
            StageName::Model => Self::Model,
            StageName::Names => Self::Names,
            StageName::Files => Self::Files,
        }
    }
}

/// The command line of a program that the user calls by this name, on a terminal of so many columns.
pub(crate) fn definition(program: &str, width: Option<usize>) -> clap::Command {
    let mut command = Arguments::command().bin_name(program).term_width(width.unwrap_or(100));
    command = command.after_help(examples::of(None, program));
    let names: Vec<String> = command.get_subcommands().map(|command| command.get_name().to_owned()).collect();
    for name in names {
        let examples = examples::of(Some(&name), program);
        command = command.mut_subcommand(name, |command| command.after_help(examples));
    }
    command
}

/// Reads the words behind the program's name.
///
/// # Errors
/// Where they make no command, and where help or the version is asked for.
pub(crate) fn parse(
    definition: clap::Command,
    words: impl IntoIterator<Item = std::ffi::OsString>,
) -> Result<Arguments, clap::Error> {
    let program = definition.get_name().to_owned();
    let matches = definition.clone().try_get_matches_from(std::iter::once(program.into()).chain(words))?;
    Arguments::from_arg_matches(&matches).map_err(|error| error.with_cmd(&definition))
}

/// When to use colours, and how everything is told, as far as words say that make no command yet.
pub(crate) fn look(words: &[std::ffi::OsString]) -> (Color, MessageFormat) {
    (asked(words, "--color"), asked(words, "--message-format"))
}

/// What words say behind an option, or joined to it.
fn asked<T: ValueEnum + Default>(words: &[std::ffi::OsString], option: &str) -> T {
    let of = |text: &str| T::from_str(text, true).unwrap_or_default();
    let words: Vec<_> = words.iter().map(|word| word.to_string_lossy()).collect();
    let joined = |word: &str| word.strip_prefix(option).and_then(|rest| rest.strip_prefix('=')).map(str::to_owned);
    let at = words.iter().position(|word| word == option || joined(word).is_some());
    let text = at.and_then(|at| joined(&words[at]).or_else(|| Some(words.get(at + 1)?.clone().into_owned())));
    text.map_or_else(T::default, |text| of(&text))
}

/// Whether a word is the name of a command of this library.
#[must_use]
pub fn is_command(word: &str) -> bool {
    word == "help" || Arguments::command().get_subcommands().any(|command| command.get_name() == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_definition_is_one_that_clap_takes() {
        definition("cargo xtask", None).debug_assert();
    }

    #[test]
    fn every_command_has_examples_of_its_own() {
        for command in
            definition("cargo xtask", Some(80)).get_subcommands().filter(|command| command.get_name() != "help")
        {
            let help = command.get_after_help().unwrap().to_string();
            let own = format!("  cargo xtask {}", command.get_name());
            assert!(help.starts_with("Examples:\n") && help.contains(&own), "{}: {help}", command.get_name());
        }
    }

    #[test]
    fn every_example_is_a_command_line() {
        for command in definition("clientwright", None).get_subcommands() {
            for line in examples::lines(command.get_name()) {
                let words = line.split_whitespace().skip(1).take_while(|word| !["#", ">", ">>", "|"].contains(word));
                let read = parse(definition("clientwright", None), words.map(Into::into));
                assert!(read.is_ok(), "{line}: {read:?}");
            }
        }
    }
}
