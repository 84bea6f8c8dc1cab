//! The queues against a model that knows no cleverness: lists, and what was done to them.

use std::time::Duration;

use proptest::collection::vec;
use proptest::prelude::*;

use super::*;

const QUEUES: usize = 3;
const AT_ONCE: usize = 2;

/// What may happen. Numbers choose among what there is.
#[derive(Clone, Debug)]
enum Step {
    Add(usize),
    Admit(usize),
    Begin,
    Deliver(usize),
    Defer(usize, Waits, u64),
    Bury(usize),
    Release(usize),
    Revive(usize),
    Hold(usize),
    LetGo(usize),
    Remove(usize),
    Wake(Wake),
    Pass(u64),
}

fn steps() -> impl Strategy<Value = Step> {
    let any = 0..64_usize;
    let waits = prop_oneof![Just(Waits::Backoff), Just(Waits::ServerAsked), Just(Waits::Credentials)];
    let wake = prop_oneof![Just(Wake::Online), Just(Wake::Credentials), Just(Wake::Asked)];
    prop_oneof![
        4 => (0..QUEUES).prop_map(Step::Add),
        4 => any.clone().prop_map(Step::Admit),
        6 => Just(Step::Begin),
        3 => any.clone().prop_map(Step::Deliver),
        3 => (any.clone(), waits, 0..5_u64).prop_map(|(which, waits, wait)| Step::Defer(which, waits, wait)),
        2 => any.clone().prop_map(Step::Bury),
        1 => any.clone().prop_map(Step::Release),
        2 => any.clone().prop_map(Step::Revive),
        2 => any.clone().prop_map(Step::Hold),
        1 => any.clone().prop_map(Step::LetGo),
        1 => any.prop_map(Step::Remove),
        2 => wake.prop_map(Step::Wake),
        2 => (0..5_u64).prop_map(Step::Pass),
    ]
}

#[derive(Clone, Debug)]
struct Known {
    id: u64,
    queue: usize,
    stage: Stage,
}

impl Known {
    fn is_dead(&self) -> bool {
        matches!(self.stage, Stage::Dead | Stage::Changing)
    }
}

struct Model {
    start: Instant,
    passed: u64,
    next: u64,
    /// Oldest first.
    entries: Vec<Known>,
    pauses: [Option<(u64, Waits)>; QUEUES],
    halts: bool,
}

impl Model {
    /// Whether that entry may be sent now.
    fn may_begin(&self, known: &Known) -> bool {
        let of_queue = || self.entries.iter().filter(|other| other.queue == known.queue);
        let first = of_queue().find(|other| !other.is_dead()).map(|other| other.id);
        let is_halted = self.halts && of_queue().any(Known::is_dead);
        let waits = self.pauses[known.queue].is_some_and(|(until, _)| until > self.passed);
        let under_way = self.entries.iter().filter(|other| other.stage == Stage::UnderWay).count();
        let is_busy = of_queue().any(|other| other.stage == Stage::UnderWay);
        !is_busy
            && first == Some(known.id)
            && known.stage == Stage::Waiting
            && !is_halted
            && !waits
            && under_way < AT_ONCE
    }

    fn nth(&self, which: usize, stage: Stage) -> Option<usize> {
        let of_stage: Vec<usize> = (0..self.entries.len()).filter(|at| self.entries[*at].stage == stage).collect();
        (!of_stage.is_empty()).then(|| of_stage[which % of_stage.len()])
    }

    fn at(&self, seconds: u64) -> Instant {
        self.start + Duration::from_secs(seconds)
    }
}

fn entry(id: u64, queue: usize) -> Arc<Entry> {
    Arc::new(Entry {
        id: EntryId::new(id),
        queue: format!("queue {queue}"),
        api: String::new(),
        operation: crate::outbox::Operation::default(),
        target: String::new(),
        headers: Vec::new(),
        body: None,
        key: String::new(),
        queued_at: 0,
    })
}

fn follow(model: &mut Model, queues: &mut Queues, step: Step) -> Result<(), TestCaseError> {
    let id = |at: usize, model: &Model| EntryId::new(model.entries[at].id);
    match step {
        Step::Add(queue) => {
            model.entries.push(Known { id: model.next, queue, stage: Stage::Writing });
            queues.add(entry(model.next, queue), Mark::default(), false);
            model.next += 1;
        }
        Step::Admit(which) => {
            let Some(at) = model.nth(which, Stage::Writing) else { return Ok(()) };
            model.entries[at].stage = Stage::Waiting;
            queues.admit(id(at, model));
        }
        Step::Begin => {
            let may: Vec<u64> =
                model.entries.iter().filter(|known| model.may_begin(known)).map(|known| known.id).collect();
            let begun = queues.begin(model.at(model.passed)).map(|entry| entry.id.get());
            prop_assert_eq!(begun.is_some(), !may.is_empty());
            let Some(begun) = begun else { return Ok(()) };
            prop_assert!(may.contains(&begun), "{} is not the first of its queue", begun);
            for known in model.entries.iter_mut().filter(|known| known.id == begun) {
                known.stage = Stage::UnderWay;
                model.pauses[known.queue] = None;
            }
        }
        Step::Deliver(which) => {
            let Some(at) = model.nth(which, Stage::UnderWay) else { return Ok(()) };
            queues.remove(id(at, model));
            model.entries.remove(at);
        }
        Step::Defer(which, why, wait) => {
            let Some(at) = model.nth(which, Stage::UnderWay) else { return Ok(()) };
            model.entries[at].stage = Stage::Waiting;
            let until = model.passed + wait;
            model.pauses[model.entries[at].queue] = Some((until, why));
            queues.release(id(at, model), Some(Pause { until: model.at(until), why }));
        }
        Step::Bury(which) => {
            let Some(at) = model.nth(which, Stage::UnderWay) else { return Ok(()) };
            model.entries[at].stage = Stage::Dead;
            queues.bury(id(at, model));
        }
        Step::Release(which) => {
            let Some(at) = model.nth(which, Stage::UnderWay) else { return Ok(()) };
            model.entries[at].stage = Stage::Waiting;
            model.pauses[model.entries[at].queue] = None;
            queues.release(id(at, model), None);
        }
        Step::Revive(which) => {
            let Some(at) = model.nth(which, Stage::Changing) else { return Ok(()) };
            model.entries[at].stage = Stage::Waiting;
            queues.revive(id(at, model));
        }
        Step::Hold(which) => {
            if model.entries.is_empty() {
                return Ok(());
            }
            let at = which % model.entries.len();
            let held = match model.entries[at].stage {
                Stage::Waiting => Some(Stage::Writing),
                Stage::Dead => Some(Stage::Changing),
                Stage::Writing | Stage::UnderWay | Stage::Changing => None,
            };
            prop_assert_eq!(queues.hold(id(at, model)), held.is_some());
            model.entries[at].stage = held.unwrap_or(model.entries[at].stage);
        }
        Step::LetGo(which) => {
            let Some(at) = model.nth(which, Stage::Changing) else { return Ok(()) };
            model.entries[at].stage = Stage::Dead;
            queues.let_go(id(at, model));
        }
        Step::Remove(which) => {
            if model.entries.is_empty() {
                return Ok(());
            }
            let at = which % model.entries.len();
            queues.remove(id(at, model));
            model.entries.remove(at);
        }
        Step::Wake(wake) => {
            queues.wake(wake);
            for pause in &mut model.pauses {
                *pause = pause.filter(|(_, why)| !wake.ends(*why));
            }
        }
        Step::Pass(seconds) => model.passed += seconds,
    }
    // A queue without entries is forgotten, its pause too.
    for queue in 0..QUEUES {
        if !model.entries.iter().any(|known| known.queue == queue) {
            model.pauses[queue] = None;
        }
    }
    Ok(())
}

/// What holds at any time.
fn check(model: &Model, queues: &Queues) -> Result<(), TestCaseError> {
    let stages = |known: &Known| (EntryId::new(known.id), known.stage);
    let expected: Vec<_> = model.entries.iter().map(stages).collect();
    let found: Vec<_> = queues.items().map(|item| (item.entry.id, item.stage)).collect();
    prop_assert_eq!(found, expected);
    for queue in 0..QUEUES {
        let under_way = model.entries.iter().filter(|known| known.queue == queue && known.stage == Stage::UnderWay);
        prop_assert!(under_way.count() <= 1, "two of one queue are under way");
    }
    let is_moving = |known: &Known| matches!(known.stage, Stage::Writing | Stage::UnderWay | Stage::Changing);
    let is_busy = model.entries.iter().any(|known| is_moving(known) || model.may_begin(known));
    prop_assert_eq!(queues.is_busy(model.at(model.passed)), is_busy);
    Ok(())
}

proptest! {
    #[test]
    fn queues_are_as_a_simple_model_has_them(steps in vec(steps(), 1..120), halts: bool) {
        let after = if halts { AfterFailure::Halt } else { AfterFailure::GoOn };
        let mut queues = Queues::new(AT_ONCE, after);
        let start = Instant::now();
        let mut model = Model { start, passed: 0, next: 1, entries: Vec::new(), pauses: [None; QUEUES], halts };
        for step in steps {
            follow(&mut model, &mut queues, step)?;
            check(&model, &queues)?;
        }
    }
}

#[test]
fn no_queue_starves_another() {
    let mut queues = Queues::new(1, AfterFailure::GoOn);
    for id in 0..30 {
        queues.add(entry(id + 1, if id < 20 { 0 } else { 1 }), Mark::default(), true);
    }
    let now = Instant::now();
    let begun: Vec<String> = (0..10)
        .map(|_| {
            let entry = queues.begin(now).unwrap();
            queues.remove(entry.id);
            entry.queue.clone()
        })
        .collect();
    assert_eq!(begun.iter().filter(|queue| *queue == "queue 1").count(), 5, "{begun:?}");
}
