//! The page. Enters: what runs have found, and the page as it is. Leaves: the page as it should be.

use super::outcome::Outcomes;
use super::table::{Engine, Row};

const HEAD: &str = "\
# Transports

What each transport can do, made by `cargo xtask engines --write` from a run of one suite of behaviours over all of them
(`runtime/tests/transports`, and `xtask/browser/tests/transports` in Chromium). `yes` is a law that held; words are the law that holds
instead; `–` is no law: a server in memory has neither connections nor certificates, and the platform's TLS shows no path to hold pins
against. `your own` is `runtime/examples/transport.rs`. To be asleep is what the system does to an app in the background. `PINNING.md` has
pins case by case.

";

const LAWS: &str = "
## Laws

Each behaviour, and the transports that it was held to by.

";

/// All that a page is made of.
pub(super) struct Page<'a> {
    pub(super) engines: &'static [Engine],
    pub(super) rows: &'static [Row],
    pub(super) outcomes: &'a Outcomes,
    /// The page as it is, for the columns of what has not run.
    pub(super) present: &'a str,
}

impl Page<'_> {
    /// The engines that have not run.
    pub(super) fn absent(&self) -> Vec<&'static str> {
        self.engines.iter().filter(|engine| !self.outcomes.has_run(engine)).map(|engine| engine.name).collect()
    }

    pub(super) fn text(&self) -> String {
        let mut text = HEAD.to_owned() + &self.heading();
        for row in self.rows {
            text += &self.line(row.name, |engine| self.cell(engine, row));
        }
        text += LAWS;
        text += &self.heading();
        for law in self.laws() {
            text += &self
                .line(&words(&law), |engine| if self.outcomes.holds(engine, &law) { "yes" } else { "–" }.to_owned());
        }
        text
    }

    fn heading(&self) -> String {
        let names: Vec<_> = self.engines.iter().map(|engine| engine.name).collect();
        format!("| | {} |\n|---|{}\n", names.join(" | "), "---|".repeat(names.len()))
    }

    /// The laws that were run, and where an engine was not, those of the page as it is.
    fn laws(&self) -> Vec<String> {
        let mut laws: Vec<_> = self.outcomes.laws().into_iter().map(str::to_owned).collect();
        if !self.absent().is_empty() {
            let known = self.present.split_once(LAWS).map_or("", |(_, laws)| laws).lines().skip(2);
            laws.extend(
                known.filter_map(|line| Some(line.split(" | ").next()?.trim_start_matches("| ").replace(' ', "_"))),
            );
        }
        laws.sort();
        laws.dedup();
        laws
    }

    fn line(&self, name: &str, cell: impl Fn(&Engine) -> String) -> String {
        let cells =
            self.engines.iter().enumerate().map(|(column, engine)| {
                if self.outcomes.has_run(engine) { cell(engine) } else { self.kept(name, column) }
            });
        format!("| {name} | {} |\n", cells.collect::<Vec<_>>().join(" | "))
    }

    /// The cell of the page as it is.
    fn kept(&self, name: &str, column: usize) -> String {
        let start = format!("| {name} | ");
        let line = self.present.lines().find_map(|line| line.strip_prefix(&start)?.strip_suffix(" |"));
        line.and_then(|line| line.split(" | ").nth(column)).unwrap_or("–").to_owned()
    }

    fn cell(&self, engine: &Engine, row: &Row) -> String {
        if !row.laws.is_empty() && row.laws.iter().all(|law| self.outcomes.holds(engine, law)) {
            return "yes".to_owned();
        }
        row.instead.filter(|law| self.outcomes.holds(engine, law)).map_or_else(|| "–".to_owned(), words)
    }
}

/// The name of a law, as it is read.
fn words(law: &str) -> String {
    law.replace('_', " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENGINES: &[Engine] = &[Engine { name: "one", setups: &["a", "b"] }, Engine { name: "two", setups: &["c"] }];
    const ROWS: &[Row] = &[
        Row { name: "both", laws: &["it_can", "it_does"], instead: Some("it_does_otherwise") },
        Row { name: "none", laws: &[], instead: None },
    ];

    fn text(lines: &str, present: &str) -> String {
        let outcomes = &Outcomes::read(lines, ENGINES);
        Page { engines: ENGINES, rows: ROWS, outcomes, present }.text()
    }

    const ONE: &str = "test a::it_can ... ok\ntest b::it_does ... ok\n";

    #[test]
    fn a_cell_is_yes_or_the_law_that_holds_instead_or_nothing() {
        let page = text(&format!("{ONE}test c::it_can ... ok\ntest c::it_does_otherwise ... ok\n"), "");
        assert!(page.contains("\n| both | yes | it does otherwise |\n| none | – | – |\n"), "{page}");
        assert!(
            page.ends_with("\n| it can | yes | yes |\n| it does | yes | – |\n| it does otherwise | – | yes |\n"),
            "{page}"
        );
        let page = text(&format!("{ONE}test a::it_does ... FAILED\ntest c::it_can ... ok\n"), "");
        assert!(page.contains("\n| both | – | – |\n"), "{page}");
    }

    #[test]
    fn the_column_of_what_has_not_run_stays() {
        let whole = text(&format!("{ONE}test c::it_does_otherwise ... ok\n"), "");
        assert_eq!(text(ONE, &whole), whole);
        assert_ne!(text("test a::it_can ... ok\n", &whole), whole);
    }
}
