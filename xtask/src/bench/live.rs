//! What a message costs through the runtime's socket, beside tokio-websockets, which that is built on, and tokio-tungstenite, both alone
//! with serde's derive. The programs of the package `bench` say what is done, and over what.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use anyhow::Context;
use serde_json::Value;

use super::Results;
use super::aim::{Aim, MESSAGE, MESSAGE_ALLOCATIONS};
use super::callgrind::for_one;
use super::figure::Figure;
use super::lab::{Company, Lab};
use super::programs::counted;
use super::ratchet::{Counts, Row};
use super::table::Table;
use crate::process::output;

/// What these counts are recorded under.
const PART: &str = "live";

/// Those who do it, as the programs know them.
const LIBRARIES: [&str; 3] = ["ours", "tokio-websockets", "tungstenite"];

/// What is done with a message.
const WORKS: [&str; 3] = ["exchange", "send", "receive"];

/// So many messages, and so many: what is between them is many times one.
const TIMES: (u64, u64) = (50, 250);

/// So many messages are timed, and each side so often in turn: the least of its times is the one that least else was in the way of.
const TIMED: (u32, usize) = (100_000, 5);

/// So many sockets wait.
const SOCKETS: u64 = 1_000;

/// One figure for each library.
type Figures = [Option<Figure>; LIBRARIES.len()];

/// The part.
pub(super) fn run(lab: &Lab<'_>) -> anyhow::Result<Results> {
    let program = lab.released("bench", "socket")?;
    let counts: Value = serde_json::from_str(&output(&mut Command::new(lab.released("bench", "socket_counts")?))?)?;
    let mut table = Table::new(PART, &["clientwright", "tokio-websockets", "tungstenite", "ratio"]);
    let mut rows = Counts::new();
    for work in WORKS {
        let mut row = Row::new();
        let instructions = each(|library| instructions(lab, &program, [work, "memory", library]))?;
        push(&mut table, work, "instructions", instructions, MESSAGE);
        record(&mut row, "instructions", instructions);
        let of_json = each(|library| self::instructions(lab, &program, [work, "json", library]))?;
        push(&mut table, work, "of which JSON", of_json, Aim::None);
        let of_tcp = each(|library| self::instructions(lab, &program, [work, "tcp", library]))?;
        push(&mut table, work, "instructions over TCP", of_tcp, MESSAGE);
        let allocations = each(|library| Ok(counted(&counts, work, library, "allocations").map(Figure::Count)))?;
        push_allocations(&mut table, work, allocations);
        record(&mut row, "allocations", allocations);
        let bytes = each(|library| Ok(counted(&counts, work, library, "bytes").map(Figure::Count)))?;
        push(&mut table, work, "bytes allocated", bytes, Aim::None);
        record(&mut row, "bytes-allocated", bytes);
        rows.entry(PART.to_owned()).or_default().insert(work.to_owned(), row);
        if lab.company == Company::Rivals {
            let times = times(&program, work)?;
            push(&mut table, work, "messages a second", times.map(|it| it.map(Times::rate)), Aim::None);
            push(&mut table, work, "CPU a message", times.map(|it| it.map(Times::cpu)), Aim::None);
        }
    }
    let mut row = Row::new();
    for (key, measure, recorded) in
        [("allocations", "allocations held", "allocations-held"), ("bytes", "bytes held", "bytes-held")]
    {
        let held = each(|library| Ok(counted(&counts, "idle", library, key).map(Figure::Count)))?;
        push(&mut table, "idle", measure, held, Aim::None);
        record(&mut row, recorded, held);
    }
    rows.entry(PART.to_owned()).or_default().insert("idle".to_owned(), row);
    if lab.company == Company::Rivals {
        push(&mut table, "idle", "resident memory", each(|library| memory(&program, library))?, Aim::None);
    }
    Ok(Results { tables: vec![table], counts: rows, missed: Vec::new() })
}

fn each(figure: impl Fn(&str) -> anyhow::Result<Option<Figure>>) -> anyhow::Result<Figures> {
    let [ours, framing, other] = LIBRARIES.map(figure);
    Ok([ours?, framing?, other?])
}

/// All, and ours in terms of what it is built on, which is what the aim is about.
fn push(table: &mut Table, work: &str, measure: &'static str, figures: Figures, aim: Aim) {
    let ratio = figures[0].zip(figures[1]).and_then(|(ours, framing)| Figure::ratio(ours, framing));
    let ratio_at = figures.len();
    table.push_of(work, measure, figures.into_iter().chain([ratio]).collect(), aim, ratio_at..ratio_at + 1);
}

/// Here the aim is about ours.
fn push_allocations(table: &mut Table, work: &str, figures: Figures) {
    let aim = figures[1].map_or(Aim::None, |framing| Aim::OursAtMost(more(framing, MESSAGE_ALLOCATIONS)));
    table.push_of(work, "allocations", figures.into_iter().collect(), aim, 0..1);
}

fn more(figure: Figure, by: u64) -> Figure {
    Figure::Count(figure.number() as u64 + by)
}

/// Ours only.
fn record(row: &mut Row, key: &str, figures: Figures) {
    row.extend(figures[0].map(|ours| (key.to_owned(), ours.number() as u64)));
}

/// Of one message, where instructions can be counted.
fn instructions(lab: &Lab<'_>, program: &Path, words: [&str; 3]) -> anyhow::Result<Option<Figure>> {
    let of = |times: u64| {
        let mut command = Command::new(program);
        command.args(words).arg(times.to_string());
        Ok::<_, anyhow::Error>(lab.instructions(&command)?.map(|count| (times, count)))
    };
    Ok(of(TIMES.0)?.zip(of(TIMES.1)?).and_then(|(few, many)| for_one(few, many)).map(Figure::Count))
}

/// What many messages took over TCP, in seconds.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Times {
    wall: f64,
    cpu: f64,
}

impl Times {
    /// As the program prints them.
    fn read(text: &str) -> anyhow::Result<Self> {
        let value: Value = serde_json::from_str(text)?;
        let of = |key: &str| value[key].as_f64().with_context(|| format!("the program prints no `{key}`"));
        Ok(Self { wall: of("wall")?, cpu: of("cpu")? })
    }

    fn least(self, other: Self) -> Self {
        Self { wall: self.wall.min(other.wall), cpu: self.cpu.min(other.cpu) }
    }

    fn rate(self) -> Figure {
        Figure::Count((f64::from(TIMED.0) / self.wall) as u64)
    }

    /// With the system's work for the process, without that of the peer.
    fn cpu(self) -> Figure {
        Figure::Time(Duration::from_secs_f64(self.cpu / f64::from(TIMED.0)))
    }
}

fn times(program: &Path, work: &str) -> anyhow::Result<[Option<Times>; LIBRARIES.len()]> {
    let mut least = [None; LIBRARIES.len()];
    for _ in 0..TIMED.1 {
        for (library, least) in LIBRARIES.iter().zip(&mut least) {
            let mut command = Command::new(program);
            command.args([work, "tcp", library, &TIMED.0.to_string()]);
            let times = Times::read(&output(&mut command)?)?;
            *least = Some(least.map_or(times, |known: Times| known.least(times)));
        }
    }
    Ok(least)
}

/// Of one socket that waits, by what the memory of the process grows for many.
fn memory(program: &Path, library: &str) -> anyhow::Result<Option<Figure>> {
    let mut command = Command::new(program);
    command.args(["idle", library, &SOCKETS.to_string()]);
    let value: Value = serde_json::from_str(&output(&mut command)?)?;
    Ok(value["memory"].as_u64().map(|held| Figure::Memory(held / SOCKETS)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bench::table::Layout;

    fn written(fill: impl FnOnce(&mut Table)) -> String {
        let mut table = Table::new(PART, &["ours", "framing", "other", "ratio"]);
        fill(&mut table);
        table.written(Layout::Markdown)
    }

    #[test]
    fn the_aim_is_about_what_the_socket_is_built_on() {
        let counts = |ours| [ours, 1000, 1].map(|count| Some(Figure::Count(count)));
        let met = written(|table| push(table, "send", "instructions", counts(1100), MESSAGE));
        assert!(met.contains("| 1,100 | 1,000 | 1 | 1.10 | ≤ 1.10 | met |"), "{met}");
        let missed = written(|table| push(table, "send", "instructions", counts(1200), MESSAGE));
        assert!(missed.contains("| 1.20 | ≤ 1.10 | not met |"), "{missed}");
    }

    #[test]
    fn one_allocation_more_is_what_typed_messages_may_cost() {
        let counts = |ours| [ours, 11, 1].map(|count| Some(Figure::Count(count)));
        let met = written(|table| push_allocations(table, "send", counts(12)));
        assert!(met.contains("| ≤ 12 | met |"), "{met}");
        let missed = written(|table| push_allocations(table, "send", counts(13)));
        assert!(missed.contains("| ≤ 12 | not met |"), "{missed}");
    }

    #[test]
    fn of_several_times_the_least_of_each_counts() {
        let read = |text| Times::read(text).unwrap();
        let least = read(r#"{ "wall": 2.0, "cpu": 0.5 }"#).least(read(r#"{ "wall": 1.0, "cpu": 0.75 }"#));
        assert_eq!(least, Times { wall: 1.0, cpu: 0.5 });
        assert_eq!(least.rate(), Figure::Count(100_000));
        assert_eq!(least.cpu(), Figure::Time(Duration::from_micros(5)));
        assert!(Times::read("{}").is_err());
    }
}
