//! What a call costs with one thing on at a time, and with all that a client has unless it is told otherwise. The programs of the package
//! `bench` say what the things are.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use super::Results;
use super::aim::Aim;
use super::callgrind::for_one;
use super::figure::Figure;
use super::lab::Lab;
use super::programs::counted;
use super::ratchet::{Counts, Row};
use super::table::Table;
use crate::process::output;

/// What these counts are recorded under.
const PART: &str = "features";

/// So many calls, and so many: what is between them is many times one.
const TIMES: (u64, u64) = (50, 250);

/// The part.
pub(super) fn run(lab: &Lab<'_>) -> anyhow::Result<Results> {
    let program = lab.released("bench", "features")?;
    let counts: Value = serde_json::from_str(&output(&mut Command::new(lab.released("bench", "feature_counts")?))?)?;
    let mut table = Table::new(PART, &["instructions", "allocations", "bytes allocated"]);
    let mut rows = Counts::new();
    for name in output(Command::new(&program).arg("list"))?.lines() {
        let figures = [
            instructions(lab, &program, name)?,
            counted(&counts, name, "ours", "allocations"),
            counted(&counts, name, "ours", "bytes"),
        ];
        table.push(name, "", figures.map(|count| count.map(Figure::Count)).to_vec(), Aim::None);
        let keys = ["instructions", "allocations", "bytes-allocated"];
        let row: Row =
            keys.into_iter().zip(figures).filter_map(|(key, count)| Some((key.to_owned(), count?))).collect();
        rows.entry(PART.to_owned()).or_default().insert(name.to_owned(), row);
    }
    Ok(Results { tables: vec![table], counts: rows, missed: Vec::new() })
}

/// Of one call, where instructions can be counted.
fn instructions(lab: &Lab<'_>, program: &Path, name: &str) -> anyhow::Result<Option<u64>> {
    let of = |times: u64| {
        let mut command = Command::new(program);
        command.args([name, &times.to_string()]);
        Ok::<_, anyhow::Error>(lab.instructions(&command)?.map(|count| (times, count)))
    };
    Ok(of(TIMES.0)?.zip(of(TIMES.1)?).and_then(|(few, many)| for_one(few, many)))
}
