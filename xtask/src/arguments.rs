//! The command line: words in, one command out. It touches no file and prints nothing.

mod bench;
mod command;
mod corpus;
mod words;

use std::ffi::OsString;
use std::path::PathBuf;

pub use clientwright::Usage;
pub(crate) use clientwright::inner::meant;
use clientwright_codegen::nearest;

pub(crate) use bench::unknown;
pub use bench::{BenchOptions, PARTS, Part, Ratchet};
pub use command::{Arguments, BrowserOptions, Command, ConformanceOptions, Mode, PinsTask, SoakOptions};
pub use corpus::{Check, CorpusOptions, Work};
use words::{COMMANDS, Words, collect};

/// What stands below a usage error.
pub const HINT: &str = "`cargo xtask --help` lists the commands";

/// The options that every command has.
const COMMON: &[&str] = &["root", "help", "version"];

/// Reads the words after the program's name.
///
/// # Errors
/// [`Usage`] where they make no command.
pub fn parse(words: impl IntoIterator<Item = OsString>) -> Result<Arguments, Usage> {
    let mut words = collect(words)?;
    let root = words.root.take();
    Ok(Arguments { command: command(words)?, root })
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
        ("explain", []) if has("write") => Ok(Command::Explain),
        ("explain", [extra, ..]) if has("write") => {
            Err(Usage(format!("`--write` writes all codes, not `{extra}` alone")))
        }
        ("tidy", []) => Ok(Command::Tidy),
        ("corpus", [] | [_]) => Ok(Command::Corpus(corpus::read(&rest, &texts, &numbers, has)?)),
        ("conformance", [] | [_]) => Ok(Command::Conformance(ConformanceOptions {
            folder: rest.first().map(PathBuf::from),
            version: texts.get("version").cloned(),
            bless: has("bless"),
        })),
        ("bench", _) => Ok(Command::Bench(bench::read(rest, has)?)),
        ("engines", _) => Ok(Command::Engines {
            mode: if has("write") { Mode::Write } else { Mode::Check },
            files: rest.into_iter().map(PathBuf::from).collect(),
        }),
        ("browser", []) => {
            Ok(Command::Browser(BrowserOptions { screenshots: has("screenshots"), write: has("write") }))
        }
        ("cache-tests", []) => Ok(Command::CacheTests(if has("write") { Mode::Write } else { Mode::Check })),
        ("web", []) => {
            let port = numbers.get("port").copied().unwrap_or(8080);
            let port = port.try_into().map_err(|_| Usage(format!("{port} is no port: they end with 65535")))?;
            Ok(Command::Web { port })
        }
        ("pins", _) => pins(rest, has).map(Command::Pins),
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

fn pins(of: Vec<String>, has: impl Fn(&str) -> bool) -> Result<PinsTask, Usage> {
    match (of.as_slice(), has("table"), has("write")) {
        ([of], false, false) => Ok(PinsTask::Of(of.clone())),
        ([], true, write) => Ok(PinsTask::Table(if write { Mode::Write } else { Mode::Check })),
        _ => Err(Usage("`pins` takes a host, a file, or `--table`: cargo xtask pins api.example.com".to_owned())),
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

#[cfg(test)]
mod tests {
    use super::*;

    /// The command as it is shown, because a stage of codegen need not be comparable.
    fn read(line: &str) -> Result<String, String> {
        let words = line.split_whitespace().map(OsString::from);
        parse(words).map(|arguments| format!("{:?}", arguments.command)).map_err(|usage| usage.0)
    }

    #[test]
    fn an_option_of_another_command_is_refused() {
        assert!(read("tidy --check").unwrap_err().contains("belongs to `bench`"));
        assert!(read("tidy --compile").unwrap_err().contains("belongs to `corpus`"));
        assert!(read("--check").unwrap_err().contains("belongs to `bench`"));
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
        assert_eq!(read("engines a.txt --write").unwrap(), "Engines { mode: Write, files: [\"a.txt\"] }");
        assert_eq!(read("browser").unwrap(), "Browser(BrowserOptions { screenshots: false, write: false })");
        assert_eq!(read("browser --write").unwrap(), "Browser(BrowserOptions { screenshots: false, write: true })");
        assert_eq!(read("web").unwrap(), "Web { port: 8080 }");
        assert_eq!(read("web --port 0").unwrap(), "Web { port: 0 }");
        assert!(read("web --port 70000").unwrap_err().contains("is no port"));
        assert!(read("browser all").unwrap_err().contains("one argument too many"));
        assert_eq!(read("soak").unwrap(), "Soak(SoakOptions { calls: 100000, seed: 1 })");
        assert_eq!(read("soak --seed 7 --calls=20").unwrap(), "Soak(SoakOptions { calls: 20, seed: 7 })");
        assert!(read("soak --calls many").unwrap_err().contains("many"));
        assert_eq!(read("pins api.example.com:8443").unwrap(), "Pins(Of(\"api.example.com:8443\"))");
        assert_eq!(read("pins --table --write").unwrap(), "Pins(Table(Write))");
        assert_eq!(read("cache-tests --write").unwrap(), "CacheTests(Write)");
        assert!(read("pins").unwrap_err().contains("a host, a file, or `--table`"));
        assert!(read("pins a --table").unwrap_err().contains("a host, a file, or `--table`"));
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
        assert!(read("tdy").unwrap_err().contains("`tdy`: did you mean `tidy`?"));
        assert!(read("bench --chek").unwrap_err().contains("`--chek`: did you mean `--check`?"));
        assert!(read("tidy --rot=x").unwrap_err().contains("did you mean `--root`?"));
        assert!(read("bench --check=no").unwrap_err().contains("takes no value"));
        assert!(read("tidy now").unwrap_err().contains("`now`"));
        assert_eq!(read("frobnicate").unwrap_err(), "there is no command `frobnicate`");
    }

    #[test]
    fn help_is_of_the_command_that_it_stands_beside() {
        assert_eq!(read("").unwrap(), "Help(\"\")");
        assert_eq!(read("--help").unwrap(), "Help(\"\")");
        assert_eq!(read("tidy --help").unwrap(), "Help(\"tidy\")");
        assert_eq!(read("help bench").unwrap(), "Help(\"bench\")");
        assert_eq!(read("--version").unwrap(), "Version");
    }
}
