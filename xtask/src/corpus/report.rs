//! The outcomes as people read them: a line each, then sums. It measures nothing.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::time::Duration;

use super::Outcome;
use super::ratchet::State;

/// How many reasons are listed.
const MOST_REASONS: usize = 10;

/// Longest message in the list, in characters.
const MOST_CHARACTERS: usize = 110;

/// Stands above the lines.
pub(crate) const HEADER: &str =
    "outcome      operations   types   files    lines  warnings  left out   cpu ms  description";

/// One description.
pub(crate) fn line(outcome: &Outcome) -> String {
    let size = outcome.size;
    let mut line = format!(
        "{:<12} {:>10} {:>7} {:>7} {:>8} {:>9} {:>9} {:>8.1}  {}",
        outcome.state.word(),
        size.operations,
        size.types,
        size.files,
        size.lines,
        outcome.warnings,
        size.left_out,
        outcome.cpu.as_secs_f64() * 1000.0,
        outcome.name,
    );
    if let Some((code, message)) = outcome.reasons.first() {
        let _ = write!(line, "\n             {code}: {}", shortened(message));
    }
    if let Some(error) = &outcome.compiler {
        let _ = write!(line, "\n             {} errors, first: {}", outcome.compiler_errors, shortened(error));
    } else if outcome.compiler_warnings > 0 {
        let _ = write!(line, "\n             {} warnings of the compiler", outcome.compiler_warnings);
    }
    line
}

/// Everything together.
pub(crate) fn totals(outcomes: &[Outcome], compiled: bool) -> String {
    let count = |state: State| outcomes.iter().filter(|outcome| outcome.state == state).count();
    let sum = |value: fn(&Outcome) -> usize| outcomes.iter().map(value).sum::<usize>();
    let generated = count(State::Generates) + count(State::Compiles);
    let (operations, lines) = (sum(|outcome| outcome.size.operations), sum(|outcome| outcome.size.lines));
    let cpu: Duration = outcomes.iter().map(|outcome| outcome.cpu).sum();
    let mut text = format!(
        "\n{} descriptions: {generated} generate, {} refused, {} panic\n\
         {operations} operations, {} types, {} files, {lines} lines ({:.1} an operation), {} warnings, {} left out, {:.2} s of cpu\n",
        outcomes.len(),
        count(State::Refused),
        count(State::Panics),
        sum(|outcome| outcome.size.types),
        sum(|outcome| outcome.size.files),
        lines as f64 / operations.max(1) as f64,
        sum(|outcome| outcome.warnings),
        sum(|outcome| outcome.size.left_out),
        cpu.as_secs_f64(),
    );
    if compiled {
        let warned = outcomes.iter().filter(|outcome| outcome.compiler_warnings > 0).count();
        let _ = writeln!(text, "{} of {generated} compile, {warned} with warnings", count(State::Compiles));
    }
    text + &reasons(outcomes)
}

/// The commonest reasons by the number of descriptions that have them, each with one of its messages.
fn reasons(outcomes: &[Outcome]) -> String {
    let mut found = BTreeMap::<String, (usize, String)>::new();
    for outcome in outcomes {
        let of_one: BTreeMap<&str, &str> =
            outcome.reasons.iter().rev().map(|(code, message)| (code.as_str(), message.as_str())).collect();
        let compiler = outcome.compiler.as_deref().map(|error| (compiler_code(error), error));
        for (code, message) in of_one.into_iter().chain(compiler) {
            found.entry(code.to_owned()).or_insert_with(|| (0, message.to_owned())).0 += 1;
        }
    }
    let mut found: Vec<_> = found.into_iter().collect();
    found.sort_by_key(|(_, (count, _))| std::cmp::Reverse(*count));
    let mut text = String::new();
    for (code, (count, example)) in found.into_iter().take(MOST_REASONS) {
        let _ = writeln!(text, "{count:>5}  {code}: {}", shortened(&example));
    }
    if text.is_empty() { text } else { format!("commonest reasons, by descriptions, each with an example:\n{text}") }
}

/// `error[E0308]` of a line of the compiler.
fn compiler_code(error: &str) -> &str {
    let start = error.find("error").unwrap_or(0);
    let rest = &error[start..];
    &rest[..rest.find(": ").unwrap_or(rest.len())]
}

fn shortened(message: &str) -> String {
    let line = message.lines().next().unwrap_or_default();
    if line.chars().count() <= MOST_CHARACTERS {
        return line.to_owned();
    }
    line.chars().take(MOST_CHARACTERS).chain(['…']).collect()
}
