//! What runs of the suite have found. Enters: their lines. Leaves: which laws held over which engine, and what is wrong.

use std::collections::{BTreeMap, BTreeSet};

use super::table::{Engine, Row};

/// What became of one law over one setup.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    Held,
    Failed,
}

/// By engine and law, what became of it over each setup.
#[derive(Debug, Default)]
pub(super) struct Outcomes(BTreeMap<(&'static str, String), Vec<Outcome>>);

impl Outcomes {
    /// Of the lines that are about tests of these engines.
    pub(super) fn read(lines: &str, engines: &'static [Engine]) -> Self {
        let mut outcomes = Self::default();
        for (setup, law, outcome) in lines.lines().filter_map(line) {
            if let Some(engine) = engines.iter().find(|engine| engine.setups.contains(&setup)) {
                outcomes.0.entry((engine.name, law.to_owned())).or_default().push(outcome);
            }
        }
        outcomes
    }

    pub(super) fn len(&self) -> usize {
        self.0.values().map(Vec::len).sum()
    }

    pub(super) fn has_run(&self, engine: &Engine) -> bool {
        self.0.keys().any(|(name, _)| *name == engine.name)
    }

    /// Whether the law was run over the engine, and held wherever it was.
    pub(super) fn holds(&self, engine: &Engine, law: &str) -> bool {
        let found = self.0.get(&(engine.name, law.to_owned()));
        found.is_some_and(|found| found.iter().all(|outcome| *outcome == Outcome::Held))
    }

    /// All laws, by name.
    pub(super) fn laws(&self) -> BTreeSet<&str> {
        self.0.keys().map(|(_, law)| law.as_str()).collect()
    }

    /// What is wrong, a line each: laws that failed, and laws that rows name and nobody runs. Where an engine has not run, its laws
    /// may be missing.
    pub(super) fn faults(&self, engines: &[Engine], rows: &[Row]) -> Vec<String> {
        let failed = self.0.iter().filter(|(_, found)| found.contains(&Outcome::Failed));
        let mut faults: Vec<_> = failed.map(|((engine, law), _)| format!("{engine}: {law} failed")).collect();
        let laws = self.laws();
        if engines.iter().all(|engine| self.has_run(engine)) {
            for row in rows {
                let unknown = row.laws.iter().chain(row.instead.iter()).filter(|law| !laws.contains(*law));
                faults.extend(unknown.map(|law| format!("{}: there is no law `{law}`", row.name)));
            }
        }
        faults
    }
}

/// Setup, law and outcome of a line such as `test suite::own::a_success_is_typed ... ok`: libtest's, or wasm-bindgen's.
fn line(line: &str) -> Option<(&str, &str, Outcome)> {
    let (path, said) = line.trim().strip_prefix("test ")?.split_once(" ... ")?;
    let (above, law) = path.rsplit_once("::")?;
    let setup = above.rsplit("::").next()?;
    match said.split(' ').next()? {
        "ok" => Some((setup, law, Outcome::Held)),
        "FAILED" | "FAIL" => Some((setup, law, Outcome::Failed)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engines::table::{ENGINES, ROWS};

    #[test]
    fn a_line_is_about_a_law_over_a_setup() {
        let held = Some(("own", "a_success_is_typed", Outcome::Held));
        assert_eq!(line("test suite::own::a_success_is_typed ... ok"), held);
        let failed = Some(("fetch", "a_law", Outcome::Failed));
        assert_eq!(line("    test transports::suite::fetch::a_law ... FAIL"), failed);
        assert_eq!(line("test suite::fetch::a_law ... FAILED"), failed);
        for other in
            ["test suite::own::a_law ... ignored, for a reason", "test alone ... ok", "test result: ok. 1 passed"]
        {
            assert_eq!(line(other), None, "{other}");
        }
    }

    #[test]
    fn a_law_holds_where_it_holds_over_all_setups_of_its_engine() {
        let lines =
            "test suite::http1::a_law ... ok\ntest suite::by_proxy::a_law ... FAILED\ntest suite::own::a_law ... ok\n";
        let outcomes = Outcomes::read(lines, ENGINES);
        let holds: Vec<_> = ENGINES.iter().map(|engine| outcomes.holds(engine, "a_law")).collect();
        assert_eq!((holds, outcomes.len()), (vec![false, false, false, false, true], 3));
        assert_eq!(outcomes.faults(ENGINES, ROWS), ["reqwest, rustls: a_law failed"]);
    }

    #[test]
    fn a_row_names_laws_that_there_are_once_all_engines_have_run() {
        let all = "http1 http2_over_native_tls fetch mock own";
        let lines: String = all.split(' ').map(|setup| format!("test suite::{setup}::a_law ... ok\n")).collect();
        let rows = &[Row { name: "row", laws: &["a_law", "no_law"], instead: None }];
        assert_eq!(Outcomes::read(&lines, ENGINES).faults(ENGINES, rows), ["row: there is no law `no_law`"]);
        let some = lines.replace("fetch", "elsewhere");
        assert!(Outcomes::read(&some, ENGINES).faults(ENGINES, rows).is_empty());
    }
}
