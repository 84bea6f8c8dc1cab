//! The soak, of a length that a test may have.

use soak::{Settings, run};

#[test]
fn what_has_to_hold_holds_for_two_thousand_calls() {
    for seed in [1, 2] {
        let report = run(Settings { calls: 2_000, seed }).expect("a server, a proxy and a client");
        assert!(report.holds(), "{report}");
        assert!(report.faults() > 100, "{report}");
    }
}
