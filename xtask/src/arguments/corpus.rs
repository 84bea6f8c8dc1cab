//! What `corpus` can be asked for. Measuring is not its business.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::Usage;

/// What is done with a crate, once it is generated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Check {
    /// `cargo check`.
    Compile,
    /// `cargo clippy`, with warnings denied.
    Clippy,
    /// `cargo doc`, with warnings denied.
    Doc,
    /// `cargo check` of all examples in the documentation.
    Examples,
}

/// What is done with the descriptions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Work {
    /// They become crates, which go through the checks in this order.
    Generate(Vec<Check>),
    /// Values go through the generated types.
    Roundtrip,
    /// What is lost is counted.
    Census,
}

/// What `corpus` was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CorpusOptions {
    /// Where the descriptions are; by default `../shared/corpus/real` beside the checkout.
    pub folder: Option<PathBuf>,
    /// What is done with them.
    pub work: Work,
    /// Only those whose version begins so.
    pub version: Option<String>,
    /// Only those with this in their path.
    pub filter: Option<String>,
    /// How many are worked on at once; by default as many as there are processors.
    pub jobs: Option<usize>,
    /// Where all that is known of each is written.
    pub json: Option<PathBuf>,
    /// Record the outcome instead of comparing with the recorded one.
    pub bless: bool,
}

/// Reads the words after `corpus`.
pub(super) fn read(
    words: &[String],
    texts: &BTreeMap<&'static str, String>,
    numbers: &BTreeMap<&'static str, u64>,
    has: impl Fn(&str) -> bool,
) -> Result<CorpusOptions, Usage> {
    let text = |option: &str| texts.get(option).cloned();
    let jobs = numbers.get("jobs").map(|jobs| usize::try_from(*jobs).unwrap_or(usize::MAX));
    if jobs == Some(0) {
        return Err(Usage("`--jobs` is at least 1".to_owned()));
    }
    let work = work(has("roundtrip"), has("census"), checks(&has))?;
    let only_of_generating =
        ["jobs", "json"].into_iter().find(|option| has(option) && !matches!(work, Work::Generate(_)));
    if let Some(option) = only_of_generating {
        return Err(Usage(format!(
            "`--{option}` does not go with `--roundtrip` or `--census`, which take one description at a time"
        )));
    }
    Ok(CorpusOptions {
        folder: words.first().map(PathBuf::from),
        work,
        version: text("version"),
        filter: text("filter"),
        jobs,
        json: text("json").map(PathBuf::from),
        bless: has("bless"),
    })
}

/// What does not compile is neither linted nor documented.
fn checks(has: &impl Fn(&str) -> bool) -> Vec<Check> {
    let further = [(Check::Clippy, has("clippy")), (Check::Doc, has("doc")), (Check::Examples, has("examples"))];
    let compile = has("compile") || further.iter().any(|(_, wanted)| *wanted);
    let wanted = [(Check::Compile, compile)].into_iter().chain(further);
    wanted.filter_map(|(check, wanted)| wanted.then_some(check)).collect()
}

fn work(roundtrip: bool, census: bool, checks: Vec<Check>) -> Result<Work, Usage> {
    match (roundtrip, census, checks.is_empty()) {
        (false, false, _) => Ok(Work::Generate(checks)),
        (true, false, true) => Ok(Work::Roundtrip),
        (false, true, true) => Ok(Work::Census),
        _ => Err(Usage("`--roundtrip` and `--census` are each done alone".to_owned())),
    }
}
