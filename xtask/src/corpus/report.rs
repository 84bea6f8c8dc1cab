//! The outcomes as people read them: a line each, then sums. It measures nothing.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::time::Duration;

use super::outcome::{Outcome, State, Verdict, word};
use super::record::Why;
use crate::arguments::Check;

/// How many reasons, and codes of warnings, are listed.
const MOST_REASONS: usize = 10;

/// Longest message in the list, in characters.
const MOST_CHARACTERS: usize = 110;

/// Stands above the lines.
pub(crate) const HEADER: &str = "outcome      operations   types   files    lines  warnings  left out   cpu ms  peak MiB  description, warnings by code";

/// One description.
pub(crate) fn line(outcome: &Outcome) -> String {
    let size = outcome.size;
    let mut line = format!(
        "{:<12} {:>10} {:>7} {:>7} {:>8} {:>9} {:>9} {:>8.1} {:>9.1}  {}",
        outcome.state.word(),
        size.operations,
        size.types,
        size.files,
        size.lines,
        outcome.warned(),
        size.left_out,
        millis(outcome.cpu),
        mebibytes(outcome.memory),
        outcome.name,
    );
    for (code, times) in &outcome.warnings {
        let _ = write!(line, "  {code} x{times}");
    }
    if outcome.generates() && outcome.is_made_to_be_rejected() {
        let _ = write!(line, "\n             made to be rejected: {}", Why::of_generated(outcome).text());
    }
    if let Some((code, message)) = outcome.reasons.first() {
        let _ = write!(line, "\n             {code}: {}", shortened(message));
    }
    for verdict in &outcome.verdicts {
        if let Some(said) = said(verdict) {
            let _ = write!(line, "\n             {}: {said}", word(verdict.check));
        }
    }
    line
}

/// What a check used and found; nothing where there is nothing to tell.
fn said(verdict: &Verdict) -> Option<String> {
    let mut parts = Vec::new();
    if let Some(cost) = verdict.cost {
        parts.push(format!("{:.1} ms of cpu, {:.1} MiB", millis(cost.user), mebibytes(cost.memory)));
    }
    if let Some(error) = &verdict.first_error {
        parts.push(format!("{} errors, first: {}", verdict.errors, shortened(error)));
    }
    if verdict.warnings > 0 {
        parts.push(format!("{} warnings", verdict.warnings));
    }
    (!parts.is_empty()).then(|| parts.join("; "))
}

/// Everything together.
pub(crate) fn totals(outcomes: &[Outcome], checks: &[Check]) -> String {
    let count = |state: State| outcomes.iter().filter(|outcome| outcome.state == state).count();
    let sum = |value: fn(&Outcome) -> usize| outcomes.iter().map(value).sum::<usize>();
    let generated = count(State::Generates) + count(State::Compiles);
    let missed: Vec<_> = outcomes.iter().filter(|it| it.generates() && it.is_made_to_be_rejected()).collect();
    let (operations, lines) = (sum(|outcome| outcome.size.operations), sum(|outcome| outcome.size.lines));
    let cpu: Duration = outcomes.iter().map(|outcome| outcome.cpu).sum();
    let mut text = format!(
        "\n{} descriptions: {generated} generate, {} are rejected as they should be, {} are refused, {} die, {} panic\n\
         {} of those that generate are made to be rejected, of {} of them nothing is told\n\
         {operations} operations, {} types, {} files, {lines} lines ({:.1} an operation), {} warnings, {} left out, \
         {:.2} s of cpu, at most {:.1} MiB\n",
        outcomes.len(),
        count(State::Rejected),
        count(State::Refused),
        count(State::Dies),
        count(State::Panics),
        missed.len(),
        missed.iter().filter(|it| it.warnings.is_empty()).count(),
        sum(|outcome| outcome.size.types),
        sum(|outcome| outcome.size.files),
        lines as f64 / operations.max(1) as f64,
        sum(Outcome::warned),
        sum(|outcome| outcome.size.left_out),
        cpu.as_secs_f64(),
        mebibytes(outcomes.iter().map(|outcome| outcome.memory).max().unwrap_or_default()),
    );
    checks.iter().for_each(|check| text += &checked(outcomes, *check));
    text + &reasons(outcomes) + &warnings(outcomes)
}

fn checked(outcomes: &[Outcome], check: Check) -> String {
    let verdicts: Vec<_> = outcomes.iter().filter_map(|outcome| outcome.verdict(check)).collect();
    let well = verdicts.iter().filter(|verdict| verdict.success).count();
    let warned = verdicts.iter().filter(|verdict| verdict.warnings > 0).count();
    let found: usize = verdicts.iter().map(|verdict| verdict.errors + verdict.warnings).sum();
    let mut text =
        format!("{}: {well} of {} well, {warned} with warnings, {found} messages", word(check), verdicts.len());
    let costs: Vec<_> = verdicts.iter().filter_map(|verdict| verdict.cost).collect();
    if let Some(memory) = costs.iter().map(|cost| cost.memory).max() {
        let user: Duration = costs.iter().map(|cost| cost.user).sum();
        let _ = write!(text, ", {:.1} s of cpu, at most {:.1} MiB", user.as_secs_f64(), mebibytes(memory));
    }
    text + "\n"
}

/// The commonest reasons by the number of descriptions that have them, each with one of its messages.
fn reasons(outcomes: &[Outcome]) -> String {
    let mut found = BTreeMap::<String, (usize, String)>::new();
    for outcome in outcomes {
        let of_one: BTreeMap<&str, &str> =
            outcome.reasons.iter().rev().map(|(code, message)| (code.as_str(), message.as_str())).collect();
        let said = outcome.verdicts.iter().filter_map(|verdict| verdict.first_error.as_deref());
        let compiler = said.map(|error| (compiler_code(error), error));
        for (code, message) in of_one.into_iter().chain(compiler) {
            found.entry(code.to_owned()).or_insert_with(|| (0, message.to_owned())).0 += 1;
        }
    }
    let lines = commonest(found, |(count, _)| *count);
    let lines = lines.map(|(code, (count, example))| format!("{count:>5}  {code}: {}\n", shortened(&example)));
    listed("commonest reasons, by descriptions, each with an example", lines)
}

/// The commonest warnings, and how many descriptions have them.
fn warnings(outcomes: &[Outcome]) -> String {
    let mut found = BTreeMap::<String, (usize, usize)>::new();
    for (code, count) in outcomes.iter().flat_map(|outcome| &outcome.warnings) {
        let known = found.entry(code.clone()).or_default();
        *known = (known.0 + count, known.1 + 1);
    }
    let lines = commonest(found, |(count, _)| *count);
    let lines = lines.map(|(code, (count, of))| format!("{count:>7}  {code}, in {of} descriptions\n"));
    listed("commonest warnings", lines)
}

fn commonest<T>(found: BTreeMap<String, T>, count: fn(&T) -> usize) -> impl Iterator<Item = (String, T)> {
    let mut found: Vec<_> = found.into_iter().collect();
    found.sort_by_key(|(_, value)| std::cmp::Reverse(count(value)));
    found.into_iter().take(MOST_REASONS)
}

fn listed(title: &str, lines: impl Iterator<Item = String>) -> String {
    let text: String = lines.collect();
    if text.is_empty() { text } else { format!("{title}:\n{text}") }
}

/// `error[E0308]` of a line of the compiler.
fn compiler_code(error: &str) -> &str {
    let start = error.find("error").unwrap_or(0);
    let rest = &error[start..];
    &rest[..rest.find(": ").unwrap_or(rest.len())]
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

fn mebibytes(bytes: u64) -> f64 {
    bytes as f64 / f64::from(1 << 20)
}

fn shortened(message: &str) -> String {
    let line = message.lines().next().unwrap_or_default();
    if line.chars().count() <= MOST_CHARACTERS {
        return line.to_owned();
    }
    line.chars().take(MOST_CHARACTERS).chain(['…']).collect()
}
