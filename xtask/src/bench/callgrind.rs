//! How many instructions a program executes, by valgrind's callgrind: the same today and tomorrow, whatever else the machine does.

use std::fs;
use std::process::Command;

use anyhow::Context;

use crate::process;

/// Whether valgrind is installed.
pub(super) fn is_here() -> bool {
    process::output(Command::new("valgrind").arg("--version")).is_ok()
}

/// The instructions of a program, its threads included and its children not.
pub(super) fn instructions(command: &Command) -> anyhow::Result<u64> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("callgrind.out");
    let mut output = "--callgrind-out-file=".to_owned();
    output += &file.to_string_lossy();
    let mut valgrind = Command::new("valgrind");
    valgrind.args(["--tool=callgrind", "--quiet", &output]);
    process::run(&mut process::within(valgrind, command))?;
    read(&fs::read_to_string(&file).context("callgrind wrote nothing")?).context("callgrind counted nothing")
}

/// The instructions between two numbers of repetitions, for one.
pub(super) fn for_one(few: (u64, u64), many: (u64, u64)) -> Option<u64> {
    many.1.saturating_sub(few.1).checked_div(many.0.saturating_sub(few.0))
}

/// The sum that a file of callgrind ends with, or has near its head; of the first event, which is instructions read.
fn read(text: &str) -> Option<u64> {
    let sum = |key: &str| text.lines().find_map(|line| line.strip_prefix(key));
    let line = sum("totals:").or_else(|| sum("summary:"))?;
    line.split_whitespace().next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sum_is_read_wherever_it_stands() {
        let head = "# callgrind format\nversion: 1\ncmd:  xtask\npart: 1\npositions: line\nevents: Ir\n";
        assert_eq!(read(&format!("{head}summary: 123456\n\nfl=(1) a.rs\nfn=(2) totals\n12 3\n")), Some(123_456));
        assert_eq!(read(&format!("{head}\nfn=(1) main\n1 2\n\ntotals: 9000000000 12\n")), Some(9_000_000_000));
        assert_eq!(read(head), None);
    }

    #[test]
    fn what_is_done_once_is_not_part_of_a_repetition() {
        assert_eq!(for_one((10, 1500), (110, 6500)), Some(50));
        assert_eq!(for_one((10, 1500), (10, 1500)), None);
    }
}
