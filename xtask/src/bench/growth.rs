//! What becomes of the work where a description is larger: real ones four and sixteen times as large, and made ones with twice as
//! much of one thing. Twice as much is twice the work, or something is wrong.

use super::Results;
use super::aim::{Aim, DOUBLING};
use super::contender::Contender;
use super::document::Document;
use super::figure::Figure;
use super::lab::Lab;
use super::scale::scaled;
use super::synthetic;
use super::table::Table;

/// How large descriptions become: each four times the one before.
const TIMES: [usize; 3] = [1, 4, 16];

/// Instructions are counted of what is at most so large; of more it would take too long, and its time says enough.
const MOST_BYTES: usize = 8 << 20;

/// User time below this says nothing about growth.
const LEAST_SECONDS: f64 = 0.2;

/// How much of one thing there is, and then twice as much: so much that a step for each pair would be seen.
const MUCH: usize = 400;

/// Of layers, each holds six of the next.
const LAYERS: usize = 40;

/// More operations than any description has, and then twice as many. Their instructions would take too long to count.
const VERY_MANY: usize = 50_000;

/// Both tables.
pub(super) fn run(lab: &Lab<'_>, documents: &[Document]) -> anyhow::Result<Results> {
    let mut results = Results::default();
    real(lab, documents, &mut results)?;
    made(lab, &mut results)?;
    Ok(results)
}

fn real(lab: &Lab<'_>, documents: &[Document], results: &mut Results) -> anyhow::Result<()> {
    let columns = ["1", "4 times", "16 times", "a doubling to 4", "a doubling to 16"];
    let mut table = Table::new("larger descriptions", &columns);
    let mut progress = lab.screen.progress(documents.len());
    // One that stands in several files is not made larger by more of one.
    for document in documents.iter().filter(|document| document.companions.is_empty()) {
        progress.step(&format!("{}, larger", document.name));
        let value = document.value()?;
        let larger = |times| {
            let text = if times == 1 { value.to_string() } else { scaled(&value, times).to_string() };
            Document { settings: document.settings.clone(), ..Document::made(&document.name, text) }
        };
        let largest = larger(TIMES[TIMES.len() - 1]);
        let counted = largest.text.len() <= MOST_BYTES && lab.counts_instructions();
        let work: Vec<Figure> =
            TIMES.into_iter().map(|times| work(lab, &larger(times), counted)).collect::<anyhow::Result<_>>()?;
        let doublings = work.windows(2).map(|pair| doubling(pair[0], pair[1], 4.0));
        let measure = if counted { "instructions" } else { "user CPU" };
        let doublings: Vec<_> = doublings.collect();
        results.judge(&document.name, &doublings);
        let figures = work.iter().copied().map(Some).chain(doublings).collect();
        table.push_of(&document.name, measure, figures, DOUBLING, TIMES.len()..columns.len());
    }
    drop(progress);
    results.tables.push(table);
    Ok(())
}

fn made(lab: &Lab<'_>, results: &mut Results) -> anyhow::Result<()> {
    let mut table = Table::new("much of one thing", &["much", "twice as much", "a doubling"]);
    let counted = lab.counts_instructions();
    let much = |what: &str| if what.starts_with("layers") { LAYERS } else { MUCH };
    let documents = synthetic::documents().into_iter().map(|(what, make)| (what, make, much(what), counted));
    let very_many: synthetic::Maker = synthetic::operations_of_tags;
    let documents: Vec<_> = documents.chain([("50,000 operations", very_many, VERY_MANY, false)]).collect();
    let mut progress = lab.screen.progress(documents.len());
    for (what, make, much, counted) in documents {
        progress.step(what);
        let of = |count| work(lab, &Document::made("much", make(count)), counted);
        let (one, two) = (of(much)?, of(2 * much)?);
        let doubling = doubling(one, two, 2.0);
        results.judge(what, &[doubling]);
        let measure = if counted { "instructions" } else { "user CPU" };
        table.push_of(what, measure, vec![Some(one), Some(two), doubling], DOUBLING, 2..3);
    }
    drop(progress);
    results.tables.push(table);
    Ok(())
}

/// What generating costs us.
fn work(lab: &Lab<'_>, document: &Document, counted: bool) -> anyhow::Result<Figure> {
    let run = Contender::Ours.prepare(lab, lab.generator()?, document)?;
    let command = &run.command()?;
    if counted && let Some(instructions) = lab.instructions(command)? {
        return Ok(Figure::Count(instructions));
    }
    Ok(Figure::Time(lab.cost(command)?.user))
}

/// By how much the work grows where the description doubles; nothing where too little was measured to say.
fn doubling(one: Figure, other: Figure, times: f64) -> Option<Figure> {
    let enough = !matches!(one, Figure::Time(time) if time.as_secs_f64() < LEAST_SECONDS);
    let grown = Figure::ratio(other, one).filter(|_| enough)?.number();
    Some(Figure::Ratio(grown.powf(1.0 / f64::log2(times))))
}

impl Results {
    /// Notes what grows faster than it should.
    fn judge(&mut self, what: &str, doublings: &[Option<Figure>]) {
        if DOUBLING.verdict(doublings) == Aim::NOT_MET {
            let most = doublings.iter().flatten().map(|it| it.number()).fold(0.0, f64::max);
            self.missed.push(format!("{what}: a doubling takes {most:.2} times the work, which is more than linear"));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn growth_is_that_of_a_doubling() {
        let doubling = |one, other, times| doubling(Figure::Count(one), Figure::Count(other), times);
        assert_eq!(doubling(100, 220, 2.0), Some(Figure::Ratio(2.2)));
        assert_eq!(doubling(100, 900, 4.0), Some(Figure::Ratio(3.0)));
        assert_eq!(doubling(0, 900, 4.0), None);
    }

    #[test]
    fn a_moment_says_nothing_about_growth() {
        let time = |millis| Figure::Time(Duration::from_millis(millis));
        assert_eq!(doubling(time(10), time(90), 2.0), None);
        assert_eq!(doubling(time(300), time(600), 2.0), Some(Figure::Ratio(2.0)));
    }

    #[test]
    fn what_grows_too_fast_is_noted() {
        let mut results = Results::default();
        results.judge("pets", &[Some(Figure::Ratio(2.0)), None]);
        results.judge("tags", &[Some(Figure::Ratio(2.5)), Some(Figure::Ratio(3.9))]);
        assert_eq!(results.missed, ["tags: a doubling takes 3.90 times the work, which is more than linear"]);
    }
}
