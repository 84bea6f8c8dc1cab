//! Whether what is decided is so: something is taken out of a fixture, and what is generated is compared.
//!
//! | decision | law |
//! |---|---|
//! | supported | the code differs without it, and no message goes with it |
//! | documented | the words differ without it, and no message goes with it; the code does not, unless words tell one thing from another |
//! | degraded | its message at its place, or its line of the list in `reference.md`, goes with it; or it is as what is documented |
//! | ignored | nothing differs without it, wherever it stands |
//! | refused | the description is rejected with its message, and not without it |
//!
//! Each law is held for each version that has it, by a description of that version.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use clientwright_codegen::{Diagnostic, Has, Pointer, Row, Sign, Verdict};

use super::difference::{change, gone, is_delisted, is_near, is_of_another_version, told};
use super::fixture::{Fixture, Fixtures, Made, NUMBERS};
use super::found::{Change, Found, sites};
use super::mutation::{mutants, without_holder};
use super::version;

/// What the fixtures say of a decision.
#[derive(Clone, Debug, Default)]
pub(crate) struct Proof {
    /// The path of the first that proves it in each version that has it, each path once.
    pub(crate) by: Vec<String>,
    /// What is wrong, a line for each version.
    pub(crate) faults: Vec<String>,
}

/// The messages about the form of a description.
const FORM: &[&str] = &["CW0201", "CW0202", "CW0203"];

/// Further fixtures say nothing new of what only must not make a difference.
const MOST: usize = 6;

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
    let mut proof = Proof::default();
    for (version, has) in row.versions.into_iter().enumerate() {
        let found = match has {
            Has::Yes => held(row, fixtures, version),
            Has::Read => version::told(row, fixtures, version),
            Has::No => continue,
        };
        let is_shown = has == Has::Yes || !row.versions.contains(&Has::Yes);
        match found {
            Found::By(path) if is_shown && !proof.by.contains(&path) => proof.by.push(path),
            Found::By(_) => {}
            Found::Nowhere => proof.faults.push(format!("{}: no fixture has it", named(version))),
            Found::Otherwise(seen) => {
                let seen: Vec<_> = seen.iter().map(|(path, change)| format!("{change:?} in {path}")).collect();
                proof.faults.push(format!("{}: {}", named(version), seen.join(", ")));
            }
        }
    }
    proof
}

fn named(version: usize) -> &'static str {
    NUMBERS[version].unwrap_or("2.0")
}

/// Whether the law of the decision holds in a version.
fn held(row: &Row, fixtures: &Fixtures, version: usize) -> Found {
    let mut seen = Vec::new();
    let mut proven = None;
    for fixture in fixtures.0.iter().filter(|fixture| fixture.version == version && counts(row, fixture)) {
        let sites = sites(row, fixture);
        let found: Vec<Outcome> = sites.iter().filter_map(|site| outcome(row, fixture, site)).collect();
        let Some(change) = found.iter().map(|outcome| outcome.change).max() else { continue };
        seen.push((fixture.path.clone(), change));
        let holds = found.iter().any(|outcome| outcome.holds);
        match row.decision.sign {
            Sign::Code | Sign::Message(_) | Sign::List if holds => return Found::By(fixture.path.clone()),
            Sign::Words if change == Change::Code => return Found::Otherwise(seen),
            Sign::Nothing if change > Change::Nothing => return Found::Otherwise(seen),
            _ if holds && proven.is_none() => proven = Some(fixture.path.clone()),
            _ => {}
        }
        if seen.len() == MOST && proven.is_some() {
            break;
        }
    }
    match proven {
        Some(path) => Found::By(path),
        None if seen.is_empty() => Found::Nowhere,
        None => Found::Otherwise(seen),
    }
}

/// Whether a fixture can prove it: one of a message proves what is told.
fn counts(row: &Row, fixture: &Fixture) -> bool {
    row.decision.message().is_some() || !fixture.is_faulty
}

/// What one place says of a decision.
struct Outcome {
    change: Change,
    holds: bool,
}

/// `None` where the place can say nothing.
fn outcome(row: &Row, fixture: &Fixture, place: &Pointer) -> Option<Outcome> {
    let mut best: Option<Outcome> = None;
    for mutant in mutants(&fixture.tree, &row.at, place) {
        let Some(outcome) = compare(row, place, fixture.base(), &fixture.generate(&mutant)) else { continue };
        let is_found = matches!(row.decision.sign, Sign::Code | Sign::Message(_) | Sign::List);
        if outcome.holds && is_found {
            return Some(outcome);
        }
        best = match best {
            Some(best) => Some(Outcome { change: best.change.max(outcome.change), holds: best.holds || outcome.holds }),
            None => Some(outcome),
        };
    }
    let without = || without_holder(&fixture.tree, &row.at, place);
    best.or_else(|| compare(row, place, fixture.base(), &fixture.generate(&without()?)))
}

fn compare(row: &Row, place: &Pointer, base: &Made, mutant: &Made) -> Option<Outcome> {
    let goes = || gone(told(base), told(mutant)).any(|it| is_about(row, it, place));
    match (base, mutant) {
        (Err(_), Err(_)) if row.decision.verdict == Verdict::Refused => {
            Some(Outcome { change: Change::Told, holds: goes() })
        }
        (Err(_), Ok(_)) if row.decision.verdict == Verdict::Refused => {
            Some(Outcome { change: Change::Code, holds: goes() })
        }
        (Ok(before), Ok(after)) => {
            let is_quiet = gone(&before.diagnostics, &after.diagnostics).all(|it| is_of_another_version(it, place));
            // What is not read is checked, so that another value of it may be told.
            let change = match (row.decision.sign, change(before, after)) {
                (Sign::Nothing, Change::Told) if is_quiet => Change::Nothing,
                (_, change) => change,
            };
            let holds = match row.decision.sign {
                Sign::Code => change == Change::Code && is_quiet,
                Sign::Words | Sign::TellingWords => change == Change::Words && is_quiet,
                Sign::Message(_) => goes() && row.decision.verdict != Verdict::Refused,
                Sign::List => is_delisted(before, after, place),
                Sign::Nothing => change == Change::Nothing,
            };
            Some(Outcome { change, holds })
        }
        // What cannot be done without it is done with it; that it is missing, or no such word, says nothing.
        (Ok(_), Err(after)) if !after.iter().any(|it| FORM.contains(&it.code)) => {
            Some(Outcome { change: Change::Code, holds: row.decision.sign == Sign::Code })
        }
        (Ok(_) | Err(_), _) => None,
    }
}

/// Whether it is the message of a decision, about what stands at a place.
fn is_about(row: &Row, it: &Diagnostic, place: &Pointer) -> bool {
    row.decision.message().is_some_and(|entry| entry.code == it.code) && is_near(&it.place.pointer, place)
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
        let told = ENTRIES.iter().copied().find(|entry| entry.code == "CW0402").expect("there is such a message");
        let sign = match verdict {
            Verdict::Supported => Sign::Code,
            Verdict::Documented => Sign::Words,
            Verdict::Degraded | Verdict::Refused => Sign::Message(told),
            Verdict::Ignored => Sign::Nothing,
        };
        Row {
            group: object,
            name: member.to_owned(),
            versions: [Has::No, Has::No, Has::Yes, Has::No],
            at: At::Member(Table::OpenApi, object, member, &[]),
            decision: Decision { verdict, how: "", sign },
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
                assert_eq!(proof.faults.is_empty(), verdict == truth, "{member} as {verdict:?}: {proof:?}");
            }
        }
    }

    fn told_by(code: &str) -> Sign {
        Sign::Message(ENTRIES.iter().copied().find(|entry| entry.code == code).expect("there is such a message"))
    }

    #[test]
    fn what_is_refused_is_so_for_its_reason() {
        let remote = ROOM.replace("{not: {type: string}}", "{$ref: 'https://example.com/rooms.yaml'}");
        let mut row = row("Reference Object", "$ref", Verdict::Refused);
        row.decision.sign = told_by("CW0330");
        assert!(prove(&row, &fixtures(&remote)).faults.is_empty());
        row.decision.sign = told_by("CW0302");
        assert!(!prove(&row, &fixtures(&remote)).faults.is_empty());
    }

    #[test]
    fn what_is_told_elsewhere_proves_nothing_here() {
        let twice =
            ROOM.replace("name: {type: string}", "name: {type: string, format: colour}, closed: {not: {type: string}}");
        let mut row = row("Schema Object", "not", Verdict::Degraded);
        assert!(prove(&row, &fixtures(&twice)).faults.is_empty());
        row.decision.sign = told_by("CW0404");
        assert!(!prove(&row, &fixtures(&twice)).faults.is_empty());
    }

    #[test]
    fn words_alone_prove_nothing_where_a_list_is_to_say_it() {
        let mut row = row("Info Object", "description", Verdict::Degraded);
        row.decision.sign = Sign::Words;
        assert!(prove(&row, &fixtures(ROOM)).faults.is_empty());
        row.decision.sign = Sign::List;
        assert!(!prove(&row, &fixtures(ROOM)).faults.is_empty());
    }

    #[test]
    fn what_has_no_place_of_its_own_stands_where_it_is_told() {
        let mut row = row("Schema Object", "not", Verdict::Degraded);
        row.at = At::Told;
        assert!(prove(&row, &fixtures(ROOM)).faults.is_empty());
        row.decision.sign = told_by("CW0403");
        assert_eq!(prove(&row, &fixtures(ROOM)).faults, ["3.1.1: no fixture has it"]);
    }

    #[test]
    fn each_version_that_has_it_is_asked() {
        let mut row = row("Schema Object", "properties", Verdict::Supported);
        row.versions = [Has::No, Has::Yes, Has::Yes, Has::No];
        assert_eq!(prove(&row, &fixtures(ROOM)).faults, ["3.0.4: no fixture has it"]);
    }

    #[test]
    fn what_another_version_has_is_told_of_itself() {
        let read = |object, member, text: &str| {
            let mut row = row(object, member, Verdict::Supported);
            row.versions = [Has::No, Has::Read, Has::No, Has::No];
            prove(&row, &fixtures(&text.replace("3.1.0", "3.0.4"))).faults.is_empty()
        };
        assert!(read("Schema Object", "$comment", ROOM));
        assert!(!read("Schema Object", "properties", ROOM));
        // That a sibling is told says nothing of it.
        assert!(!read(
            "Info Object",
            "description",
            &ROOM.replace("version:", "summary: Where people talk., version:")
        ));
    }
}
