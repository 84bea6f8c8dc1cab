//! Whether what is decided is so: something is taken out of a fixture, and what is generated is compared.
//!
//! | decision | law |
//! |---|---|
//! | supported | the code differs without it, and no message goes with it |
//! | documented | the words differ without it, the code never does, and no message goes with it |
//! | degraded | its message goes with it; where it has none, what is generated differs |
//! | ignored | nothing differs without it, wherever it stands |
//! | refused | the description is rejected with its message, and not without it |

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use clientwright_codegen::{Diagnostics, Has, Output, Row, Site, Verdict};

use super::fixture::{Fixture, Fixtures, Made};
use super::mutation::{mutants, without_holder};
use super::version;

/// What the fixtures say of a decision.
#[derive(Clone, Debug)]
pub(crate) enum Proof {
    /// The path of the shortest that proves it.
    By(String),
    /// No fixture has it, in a version that has it.
    Nowhere,
    /// Those that have it, as far as was looked, with what makes a difference in them.
    Otherwise(Vec<(String, Change)>),
}

/// What becomes different when something goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Change {
    Nothing,
    /// Only what is told.
    Told,
    /// The words for readers.
    Words,
    Code,
}

/// The messages about the form of a description.
const FORM: &[&str] = &["CW0201", "CW0202", "CW0203"];

/// Further fixtures say nothing new of what only must not make a difference.
const MOST: usize = 6;

impl Proof {
    /// What is wrong.
    pub(crate) fn fault(&self) -> Option<String> {
        match self {
            Self::By(_) => None,
            Self::Nowhere => Some("no fixture has it".to_owned()),
            Self::Otherwise(seen) => {
                let seen: Vec<_> = seen.iter().map(|(path, change)| format!("{change:?} in {path}")).collect();
                Some(seen.join(", "))
            }
        }
    }
}

/// A proof for each of the rows.
pub(crate) fn all(rows: &[Row], fixtures: &Fixtures) -> Vec<Proof> {
    let (next, proofs) = (AtomicUsize::new(0), Mutex::new(BTreeMap::new()));
    let work = || {
        while let Some((at, row)) = Some(next.fetch_add(1, Ordering::Relaxed)).and_then(|at| Some((at, rows.get(at)?)))
        {
            let proof = prove(row, fixtures);
            proofs.lock().unwrap_or_else(PoisonError::into_inner).insert(at, proof);
        }
    };
    let workers = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| (0..workers).for_each(|_| drop(scope.spawn(work))));
    proofs.into_inner().unwrap_or_else(PoisonError::into_inner).into_values().collect()
}

fn prove(row: &Row, fixtures: &Fixtures) -> Proof {
    if !row.versions.contains(&Has::Yes) {
        return version::teller(row, fixtures).map_or(Proof::Nowhere, Proof::By);
    }
    let mut seen = Vec::new();
    let mut proven = None;
    for fixture in fixtures.0.iter().filter(|fixture| counts(row, fixture)) {
        let sites = fixture.sites.iter().filter(|site| row.at.fits(site));
        let found: Vec<Outcome> = sites.filter_map(|site| outcome(row, fixture, site)).collect();
        let Some(change) = found.iter().map(|outcome| outcome.change).max() else { continue };
        seen.push((fixture.path.clone(), change));
        let holds = found.iter().any(|outcome| outcome.holds);
        match row.decision.verdict {
            Verdict::Supported | Verdict::Degraded | Verdict::Refused if holds => {
                return Proof::By(fixture.path.clone());
            }
            Verdict::Documented if change == Change::Code => return Proof::Otherwise(seen),
            Verdict::Ignored if change > Change::Nothing => return Proof::Otherwise(seen),
            _ if holds && proven.is_none() => proven = Some(fixture.path.clone()),
            _ => {}
        }
        if seen.len() == MOST && proven.is_some() {
            break;
        }
    }
    match proven {
        Some(path) => Proof::By(path),
        None if seen.is_empty() => Proof::Nowhere,
        None => Proof::Otherwise(seen),
    }
}

/// Whether a fixture can prove it: one of a message proves what is told.
fn counts(row: &Row, fixture: &Fixture) -> bool {
    let may_be_faulty = row.decision.code.is_some();
    row.versions[fixture.version] == Has::Yes
        && (may_be_faulty || !fixture.is_faulty)
        && fixture.sites.iter().any(|site| row.at.fits(site))
}

/// What one place says of a decision.
struct Outcome {
    change: Change,
    holds: bool,
}

/// `None` where the place can say nothing.
fn outcome(row: &Row, fixture: &Fixture, site: &Site) -> Option<Outcome> {
    let mut best: Option<Outcome> = None;
    for mutant in mutants(&fixture.tree, &row.at, site) {
        let Some(outcome) = compare(row, fixture.base(), &fixture.generate(&mutant)) else { continue };
        let is_found = !matches!(row.decision.verdict, Verdict::Documented | Verdict::Ignored);
        if outcome.holds && is_found {
            return Some(outcome);
        }
        best = match best {
            Some(best) => Some(Outcome { change: best.change.max(outcome.change), holds: best.holds || outcome.holds }),
            None => Some(outcome),
        };
    }
    best.or_else(|| compare(row, fixture.base(), &fixture.generate(&without_holder(&fixture.tree, &row.at, site)?)))
}

fn compare(row: &Row, base: &Made, mutant: &Made) -> Option<Outcome> {
    let code = row.decision.code.map(|entry| entry.code);
    let goes = |code: Option<&str>, before: &Diagnostics, after: &Diagnostics| {
        let count = |all: &Diagnostics| all.iter().filter(|it| code.is_none_or(|code| it.code == code)).count();
        count(before) > count(after)
    };
    match (base, mutant) {
        (Err(before), Err(after)) if row.decision.verdict == Verdict::Refused => {
            Some(Outcome { change: Change::Told, holds: goes(code, before, after) })
        }
        (Err(before), Ok(after)) if row.decision.verdict == Verdict::Refused => {
            Some(Outcome { change: Change::Code, holds: goes(code, before, &after.diagnostics) })
        }
        (Ok(before), Ok(after)) => {
            let goes = |code| goes(code, &before.diagnostics, &after.diagnostics);
            // What is not read is checked, so that another value of it may be told.
            let change = match (row.decision.verdict, change(before, after)) {
                (Verdict::Ignored, Change::Told) if !goes(None) => Change::Nothing,
                (_, change) => change,
            };
            let holds = match row.decision.verdict {
                Verdict::Supported => change == Change::Code && !goes(None),
                Verdict::Documented => change == Change::Words && !goes(None),
                Verdict::Degraded if code.is_some() => goes(code),
                Verdict::Degraded => change >= Change::Words,
                Verdict::Ignored => change == Change::Nothing,
                Verdict::Refused => false,
            };
            Some(Outcome { change, holds })
        }
        // What cannot be done without it is done with it; that it is missing, or no such word, says nothing.
        (Ok(_), Err(after)) if !after.iter().any(|it| FORM.contains(&it.code)) => {
            Some(Outcome { change: Change::Code, holds: row.decision.verdict == Verdict::Supported })
        }
        (Ok(_) | Err(_), _) => None,
    }
}

fn change(before: &Output, after: &Output) -> Change {
    let told = |output: &Output| -> Vec<(&'static str, String)> {
        output.diagnostics.iter().map(|it| (it.code, it.message.clone())).collect()
    };
    if code(before) != code(after) {
        Change::Code
    } else if before.files != after.files {
        Change::Words
    } else if told(before) != told(after) {
        Change::Told
    } else {
        Change::Nothing
    }
}

/// All lines but those that are for readers.
fn code(output: &Output) -> Vec<(&str, Vec<&str>)> {
    let is_code = |line: &&str| !line.trim_start().starts_with("//") && !line.trim().is_empty();
    let files = output.files.iter().filter(|(path, _)| !path.ends_with(".md"));
    files.map(|(path, text)| (path.as_str(), text.lines().filter(is_code).collect())).collect()
}

#[cfg(test)]
mod tests {
    use clientwright_codegen::{At, Decision, ENTRIES, Table};

    use super::*;

    const ROOM: &str = "\
openapi: 3.1.0
info: {title: Rooms, version: '1', description: Where people talk.}
paths: {}
components:
  schemas:
    Room: {type: object, $comment: Nobody reads this., properties: {name: {type: string}}}
    Closed: {not: {type: string}}
";

    fn fixtures(text: &str) -> Fixtures {
        Fixtures(vec![Fixture::of_text("room.yaml", text)])
    }

    fn row(object: &'static str, member: &'static str, verdict: Verdict) -> Row {
        let told = ENTRIES.iter().copied().find(|entry| entry.code == "CW0402");
        let code = told.filter(|_| verdict == Verdict::Degraded);
        Row {
            group: object,
            name: member.to_owned(),
            versions: [Has::No, Has::Read, Has::Yes, Has::Yes],
            at: At::Member(Table::OpenApi, object, member, &[]),
            decision: Decision { verdict, how: "", code },
        }
    }

    #[test]
    fn of_all_verdicts_only_the_true_one_is_proven() {
        let all = [Verdict::Supported, Verdict::Documented, Verdict::Degraded, Verdict::Ignored, Verdict::Refused];
        let fixtures = fixtures(ROOM);
        for (object, member, truth) in [
            ("Schema Object", "properties", Verdict::Supported),
            ("Info Object", "title", Verdict::Supported),
            ("Info Object", "description", Verdict::Documented),
            ("Schema Object", "$comment", Verdict::Ignored),
            ("Schema Object", "not", Verdict::Degraded),
        ] {
            for verdict in all {
                let proof = prove(&row(object, member, verdict), &fixtures);
                assert_eq!(proof.fault().is_none(), verdict == truth, "{member} as {verdict:?}: {proof:?}");
            }
        }
    }

    #[test]
    fn what_is_refused_is_so_for_its_reason() {
        let remote = ROOM.replace("{not: {type: string}}", "{$ref: 'https://example.com/rooms.yaml'}");
        let mut row = row("Reference Object", "$ref", Verdict::Refused);
        row.at = At::Member(Table::OpenApi, "Reference Object", "$ref", &[]);
        row.decision.code = ENTRIES.iter().copied().find(|entry| entry.code == "CW0330");
        assert!(prove(&row, &fixtures(&remote)).fault().is_none());
        row.decision.code = ENTRIES.iter().copied().find(|entry| entry.code == "CW0302");
        assert!(prove(&row, &fixtures(&remote)).fault().is_some());
    }

    #[test]
    fn a_description_of_a_version_that_lacks_it_proves_nothing() {
        let old = ROOM.replace("3.1.0", "3.0.4");
        let proof = prove(&row("Schema Object", "properties", Verdict::Supported), &fixtures(&old));
        assert_eq!(proof.fault().as_deref(), Some("no fixture has it"));
    }

    #[test]
    fn what_another_version_has_is_told() {
        let silent = |member| version::silent(&row("Schema Object", member, Verdict::Ignored), &fixtures(ROOM));
        assert_eq!(silent("$comment"), Vec::<&str>::new());
        assert_eq!(silent("properties"), ["3.0.4"]);
    }
}
