//! What has to hold in the end, whatever happened.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::far::Seen;
use crate::outcome::Outcome;
use crate::{Memory, Settings};

/// How long a client that closes waits for what does not end, by its clock: one that needs as long has lost a ticket.
const DRAIN: Duration = Duration::from_secs(5);

/// So many allocations more than after the first fifth are no leak: connections come and go, and so do their buffers.
const MORE: i64 = 2_000;

/// What was left when the client was closed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Left {
    pub(crate) closing: Duration,
    pub(crate) connections: usize,
    pub(crate) tasks: usize,
}

/// One thing that has to hold.
#[derive(Clone, Debug)]
pub(crate) struct Invariant {
    pub(crate) holds: bool,
    pub(crate) law: &'static str,
    pub(crate) found: String,
}

pub(crate) fn all(
    settings: Settings,
    outcomes: &BTreeMap<Outcome, usize>,
    seen: Seen,
    left: Left,
    memory: Memory,
) -> Vec<Invariant> {
    let ended: usize = outcomes.values().sum();
    let count = |wanted: fn(&Outcome) -> bool| -> usize {
        outcomes.iter().filter(|(outcome, _)| wanted(outcome)).map(|(_, count)| count).sum()
    };
    let (hung, strange) = (outcomes[&Outcome::Hung], count(|outcome| matches!(outcome, Outcome::Strange(_))));
    let is_worked = outcomes[&Outcome::Success] * 2 > settings.calls && seen.rejected > 0 && seen.processed > 0;
    let law = |law, holds, found| Invariant { holds, law, found };
    vec![
        law("every call ends, once", ended == settings.calls, format!("{ended} of {}", settings.calls)),
        law("each in a success or an error that faults make", strange == 0, format!("{strange} others")),
        law("none hangs past its deadline", hung == 0, format!("{hung} hung")),
        law(
            "what is not idempotent is processed once at most",
            seen.twice == 0,
            format!("{} processed, {} of them twice", seen.processed, seen.twice),
        ),
        law(
            "no ticket is left: closing waits for nothing",
            left.closing < DRAIN,
            format!("{:.2} s, by the client's clock", left.closing.as_secs_f64()),
        ),
        law("no connection is left", left.connections == 0, format!("{} open", left.connections)),
        law("no task is left", left.tasks == 0, format!("{} run", left.tasks)),
        law(
            "memory is flat",
            memory.late <= MORE,
            format!("{} allocations held after the first fifth, {:+} by the end", memory.early, memory.late),
        ),
        law(
            "it was a test: most calls succeed, tokens were rejected",
            is_worked,
            format!("{} rejected, {} refreshes, {} tokens", seen.rejected, seen.refreshes, seen.tokens),
        ),
    ]
}
