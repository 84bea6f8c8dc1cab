//! Numbers: integers that are written with a fraction, and what has no form in JSON.

use std::collections::BTreeMap;

use clientwright_runtime::codec::{from_value, to_value, to_vec};
use clientwright_runtime::{Value, integer_enum, record, tagged_union};

use crate::{pass_on, read};

integer_enum! { enum Priority { High = 2 } }

struct Integers {
    tiny: i8,
    int: i32,
    long: i64,
    unsigned: u32,
    large: u64,
    priority: Priority,
    list: Vec<i64>,
    grid: Vec<Vec<u64>>,
    map: BTreeMap<String, i64>,
    maybe: Option<i64>,
}

record! { Integers {
    required tiny = "tiny";
    required int = "int";
    required long = "long";
    required unsigned = "unsigned";
    required large = "large";
    required priority = "priority";
    required list = "list";
    required grid = "grid";
    required map = "map";
    required maybe = "maybe";
} }

fn document(number: &str) -> String {
    format!(
        r#"{{"tiny":{number},"int":{number},"long":{number},"unsigned":{number},"large":{number},"priority":{number},"#,
    ) + &format!(r#""list":[{number},{number}],"grid":[[{number}]],"map":{{"a":{number}}},"maybe":{number}}}"#)
}

#[test]
fn a_number_without_a_fraction_is_an_integer_however_it_is_written() {
    for (number, integer) in [("1.0", "1"), ("2.0", "2"), ("1e2", "100"), ("0.0", "0"), ("2.50e1", "25")] {
        assert_eq!(pass_on::<Integers>(&document(number)), document(integer));
        let value: Value = serde_json::from_str(&document(number)).expect("JSON");
        assert_eq!(
            to_value(&from_value::<Integers>(&value).expect("decodes")).expect("encodes").to_string(),
            document(integer)
        );
    }
    assert!(read::<Integers>(&document("1.5")).is_err());
    assert_eq!(read::<i128>("1.0"), Ok(1));
}

#[test]
fn no_digit_of_an_integer_is_lost() {
    for integer in ["9007199254740993", "-9223372036854775808", "9223372036854775807"] {
        assert_eq!(pass_on::<i64>(integer), integer);
        assert_eq!(pass_on::<Vec<i64>>(&format!("[{integer}]")), format!("[{integer}]"));
    }
    assert_eq!(read::<i64>("9007199254740992.0"), Ok(9_007_199_254_740_992));
    assert_eq!(read::<i64>("-9007199254740992.0"), Ok(-9_007_199_254_740_992));
    for number in ["9007199254740993.0", "1e18", "-9223372036854775808.0", "9223372036854775807.00"] {
        assert_eq!(read::<i64>(number).expect("decodes").to_string(), plain(number));
        let list = format!("[{number},1,{number}]");
        assert_eq!(pass_on::<Vec<i64>>(&list), list.replace(number, &plain(number)));
    }
    assert_eq!(read::<u64>("18446744073709551615.0"), Ok(u64::MAX));
    assert_eq!(read::<i128>("1.8446744073709551616e19"), Ok(18_446_744_073_709_551_616));
}

fn plain(number: &str) -> String {
    number.replace("1e18", "1000000000000000000").split('.').take(1).collect()
}

struct Place {
    lat: f64,
    more: Vec<f64>,
    short: Option<f32>,
    inner: BTreeMap<String, Place>,
}

record! { Place {
    required lat = "lat";
    required more = "more";
    optional short = "short";
    extra inner;
} }

enum Spot {
    Place(Place),
    Unknown(Value),
}

tagged_union! { Spot by "kind" { Place = "place" } }

fn place() -> Place {
    Place { lat: 1.5, more: vec![0.5, 1.0], short: None, inner: BTreeMap::new() }
}

#[test]
fn a_number_that_json_has_no_form_for_is_an_error_with_its_place() {
    for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        #[expect(clippy::cast_possible_truncation, reason = "neither has digits")]
        let short = number as f32;
        let inner = |other| Place { inner: BTreeMap::from([("a/b".to_owned(), other)]), ..place() };
        let cases = [
            (Place { lat: number, ..place() }, "/lat"),
            (Place { more: vec![1.0, number], ..place() }, "/more/1"),
            (Place { short: Some(short), ..place() }, "/short"),
            (inner(Place { lat: number, ..place() }), "/a~1b/lat"),
        ];
        for (value, path) in cases {
            let message = format!("the number {number} has no form in JSON");
            let error = to_vec(&value).expect_err("no form");
            assert_eq!((error.message(), error.path()), (message.as_str(), path));
            assert_eq!(error.to_string(), format!("{message} at {path}"));
            assert_eq!(to_value(&value), Err(error.clone()));
            assert_eq!(to_vec(&Spot::Place(value.clone())), Err(error));
            assert_eq!(to_vec(&vec![place(), value]).expect_err("no form").path(), format!("/1{path}"));
        }
        assert_eq!(to_vec(&number).expect_err("no form").path(), "");
    }
    assert!(to_vec(&place()).is_ok());
}
