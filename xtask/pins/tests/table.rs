//! The page of what pins do names the laws that there are, all of them and no others. That they hold, their own run says.

use std::collections::BTreeSet;

use pins::table;

#[test]
fn the_page_has_the_laws_that_there_are() {
    let laws = table::root().join("runtime/tests/transports/pinning");
    let mut expected = BTreeSet::new();
    for module in ["made", "refused", "reported"] {
        let source = std::fs::read_to_string(laws.join(module).with_extension("rs")).unwrap();
        let tests = source.split("test]\n").skip(1);
        let names = tests.map(|test| test.split_once("fn ").unwrap().1.split_once('(').unwrap().0);
        expected.extend(names.map(|name| format!("test pinning::{module}::{name} ... ok")));
    }
    let lines = expected.into_iter().collect::<Vec<_>>().join("\n");
    let page = std::fs::read_to_string(table::root().join("runtime/PINNING.md")).unwrap();
    assert_eq!(page, table::page(&lines).unwrap(), "`cargo xtask pins --table --write`");
}

#[test]
fn a_law_that_does_not_hold_makes_no_page() {
    let lines = "test pinning::made::a ... ok\ntest pinning::refused::b ... FAILED\ntest pinning::reported::c ... ok";
    assert!(table::page(lines).unwrap_err().to_string().contains("pinning::refused::b: FAILED"));
    let lines = "test pinning::platform::x ... ignored, why\ntest pinning::made::a ... ok\n\
                 test pinning::refused::b ... ok\ntest pinning::reported::c ... ok";
    assert!(!table::page(lines).unwrap().contains("platform"));
    assert!(
        table::page("test pinning::made::a ... ok").unwrap_err().to_string().contains("no law of pinning::refused")
    );
}
