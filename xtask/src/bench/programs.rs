//! The programs of the package `bench`, which do one thing many times, as a generated client does it and as it is written by hand:
//! what one time takes.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use super::Results;
use super::aim::{Aim, CALL, CODEC};
use super::callgrind::for_one;
use super::figure::Figure;
use super::lab::Lab;
use super::ratchet::{Counts, Row};
use super::table::Table;
use crate::process::output;

/// The two that do it, as the programs know them.
const SIDES: [&str; 2] = ["ours", "bare"];

/// So many times, and so many: what is between them is many times one.
const TIMES: (u64, u64) = (50, 250);

/// Something that a program does.
struct Work {
    /// As it is recorded and counted.
    name: &'static str,
    /// The words that ask the program for it.
    words: &'static [&'static str],
}

/// A call.
pub(super) fn call(lab: &Lab<'_>) -> anyhow::Result<Results> {
    measured(lab, "call", &[Work { name: "call", words: &[] }], CALL)
}

/// Reading and writing JSON.
pub(super) fn codec(lab: &Lab<'_>) -> anyhow::Result<Results> {
    let work = [Work { name: "decode", words: &["decode"] }, Work { name: "encode", words: &["encode"] }];
    measured(lab, "codec", &work, CODEC)
}

fn measured(lab: &Lab<'_>, part: &'static str, work: &[Work], aim: Aim) -> anyhow::Result<Results> {
    let program = lab.released("bench", part)?;
    let counts: Value = serde_json::from_str(&output(&mut Command::new(lab.released("bench", "counts")?))?)?;
    let mut table = Table::new(part, &["clientwright", "by hand", "ratio"]);
    let mut rows = Counts::new();
    for work in work {
        let [ours, bare] = SIDES.map(|side| instructions(lab, &program, work, side));
        let instructions = [ours?, bare?];
        push(&mut table, work, "instructions", instructions, aim);
        let mut row = Row::new();
        row.extend(instructions[0].map(|count| ("instructions".to_owned(), count)));
        for (key, measure) in [("allocations", "allocations"), ("bytes", "bytes allocated")] {
            let counted = SIDES.map(|side| counted(&counts, work.name, side, key));
            push(&mut table, work, measure, counted, if key == "allocations" { aim } else { Aim::None });
            row.extend(counted[0].map(|count| (measure.replace(' ', "-"), count)));
        }
        rows.entry(part.to_owned()).or_default().insert(work.name.to_owned(), row);
    }
    Ok(Results { tables: vec![table], counts: rows, missed: Vec::new() })
}

/// Both, and one in terms of the other, which is what the aim is about.
fn push(table: &mut Table, work: &Work, measure: &'static str, counts: [Option<u64>; 2], aim: Aim) {
    let [ours, bare] = counts.map(|count| count.map(Figure::Count));
    let ratio = ours.zip(bare).and_then(|(ours, bare)| Figure::ratio(ours, bare));
    table.push_of(work.name, measure, vec![ours, bare, ratio], aim, 2..3);
}

/// Of one time, where instructions can be counted.
fn instructions(lab: &Lab<'_>, program: &Path, work: &Work, side: &str) -> anyhow::Result<Option<u64>> {
    let of = |times: u64| {
        let mut command = Command::new(program);
        command.args(work.words).args([side, &times.to_string()]);
        Ok::<_, anyhow::Error>(lab.instructions(&command)?.map(|count| (times, count)))
    };
    Ok(of(TIMES.0)?.zip(of(TIMES.1)?).and_then(|(few, many)| for_one(few, many)))
}

/// A count that the programs made themselves, of one time; whole, because what happens once in a while is no part of it.
pub(super) fn counted(counts: &Value, work: &str, side: &str, key: &str) -> Option<u64> {
    let count = counts.get(work)?.get(side)?.get(key)?.as_f64()?;
    (count >= 0.0).then(|| count.round() as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_found_by_what_is_done_and_who_does_it() {
        let counts = serde_json::json!({"call": {"ours": {"allocations": 65.98}, "bare": {"allocations": -0.5}}});
        assert_eq!(counted(&counts, "call", "ours", "allocations"), Some(66));
        assert_eq!(counted(&counts, "call", "bare", "allocations"), None);
        assert_eq!(counted(&counts, "decode", "ours", "allocations"), None);
    }
}
