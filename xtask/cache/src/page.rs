//! The tables in `runtime/CACHE.md`. Enters: the outcomes, and the page. Leaves: the page with the tables of these outcomes between its marks.

use anyhow::Context;

use crate::outcome::{Kind, Outcomes, Tests};
use crate::record::Record;

const BEGIN: &str = "<!-- The suite: written by `cargo xtask cache-tests --write`. -->\n";
const END: &str = "<!-- The end of the suite. -->\n";

pub(crate) struct Page<'a> {
    pub(crate) runs: &'a [(&'static str, Outcomes)],
    pub(crate) record: &'a Record,
}

impl Page<'_> {
    /// `present` with new tables.
    pub(crate) fn text(&self, present: &str) -> anyhow::Result<String> {
        let (before, rest) =
            present.split_once(BEGIN).context("runtime/CACHE.md has no mark where its tables begin")?;
        let (_, after) = rest.split_once(END).context("runtime/CACHE.md has no mark where its tables end")?;
        Ok([before, BEGIN, "\n", &self.scores(), "\n", &self.failing(), "\n", END, after].concat())
    }

    fn scores(&self) -> String {
        let version = self.runs.first().map(|(_, outcomes)| outcomes.version.as_str()).unwrap_or_default();
        let mut rows: Vec<String> =
            self.runs.iter().map(|(name, run)| row(&format!("this one, {name}"), &run.ours)).collect();
        let others = self.runs.iter().take(1).flat_map(|(_, outcomes)| &outcomes.others);
        let mut others: Vec<_> =
            others.map(|other| (format!("{} {}", other.name, other.version), &other.tests)).collect();
        others.sort_by_key(|(_, tests)| std::cmp::Reverse(tests.score(Kind::Required).passed));
        rows.extend(others.iter().map(|(name, tests)| row(name.trim(), tests)));
        format!("| cache (suite {version}) | required | optimal |\n|---|---|---|\n{}", rows.concat())
    }

    fn failing(&self) -> String {
        let rows = self.record.0.iter();
        let rows = rows.map(|(id, line)| format!("| `{id}` | {} | {} | {} |\n", line.kind, line.places, line.why));
        format!("| fails | kind | where | why |\n|---|---|---|---|\n{}", rows.collect::<String>())
    }
}

fn row(name: &str, tests: &Tests) -> String {
    format!("| {name} | {} | {} |\n", tests.score(Kind::Required), tests.score(Kind::Optimal))
}
