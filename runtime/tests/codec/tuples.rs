//! Tuples: arrays of so many elements, each with a type of its own.

use std::collections::BTreeMap;

use clientwright_runtime::codec::{Examples, from_value, sample, to_value, to_vec};
use clientwright_runtime::{Maybe, Uuid, Value, record, string_enum, untagged_union};
use serde_json::json;

use crate::{pass_on, read, write};

string_enum! { pub enum Unit { Celsius = "celsius", Kelvin = "kelvin" } }

struct Station {
    place: (f64, f64),
    name: Option<(String,)>,
    range: Maybe<(i64, Option<i64>)>,
    readings: Vec<(Uuid, Unit, Vec<f64>)>,
    named: BTreeMap<String, (Value, Box<(bool, i32)>)>,
    within: Option<Box<(Station, i64)>>,
}

record! { Station {
    required place;
    optional name;
    maybe range;
    required readings;
    required named;
    optional within;
} }

/// A station in all that it may have, in which another one stands.
fn text() -> String {
    let bare = r#"{"place":[0.5,-1.0],"readings":[],"named":{}}"#;
    let reading = r#"["00000000-0000-4000-8000-000000000000","kelvin",[1.5,2.5]]"#;
    format!(
        r#"{{"place":[59.9,10.7],"name":["Oslo"],"range":[3,null],"readings":[{reading},{reading}],"named":{{"a":[null,[true,-7]]}},"within":[{bare},3]}}"#
    )
}

#[test]
fn what_is_read_is_written_again_wherever_a_tuple_stands() {
    let text = text();
    assert_eq!(pass_on::<Station>(&text), text);
    let station: Station = read(&text).expect("decodes");
    assert_eq!(station.name, Some(("Oslo".into(),)));
    assert_eq!(station.range, Maybe::Value((3, None)));
    assert_eq!(station.clone(), station);
    assert_ne!(Station { place: (59.9, 10.8), ..station.clone() }, station);
    assert!(format!("{station:?}").contains("place: (59.9, 10.7)"));
}

/// The same by way of a tree, and by serde itself.
#[test]
fn every_way_through_the_codec_agrees() {
    let tree: Value = serde_json::from_str(&text()).expect("JSON");
    let station: Station = from_value(&tree).expect("decodes");
    assert_eq!(to_value(&station).expect("encodes"), tree);
    assert_eq!(serde_json::to_value(&station).expect("serializes"), tree);
    assert_eq!(serde_json::from_value::<Station>(tree).expect("deserializes"), station);
}

#[test]
fn an_array_of_another_length_is_refused_with_its_place() {
    for (items, found) in [("", 0), ("1.5", 1), ("1.5,2.5,3.5", 3), ("1.5,2.5,{\"a\":[]},null", 4)] {
        let message = format!("expected 2 items, found {found}");
        let text = format!(r#"{{"readings":[],"named":{{}},"place":[{items}]}}"#);
        let error = read::<Station>(&text).expect_err("another length");
        assert_eq!((error.message(), error.path()), (message.as_str(), "/place"));
        let error = from_value::<Station>(&serde_json::from_str(&text).expect("JSON")).expect_err("another length");
        assert_eq!((error.message(), error.path()), (message.as_str(), "/place"));
    }
    let error = read::<(String,)>("[]").expect_err("another length");
    assert_eq!(error.message(), "expected 1 item, found 0");
}

#[test]
fn an_element_that_does_not_fit_is_told_with_its_position() {
    let text = r#"{"place":[1.5,"north"],"readings":[],"named":{}}"#;
    let error = read::<Station>(text).expect_err("a text");
    assert_eq!((error.message(), error.path()), ("expected f64, found a string", "/place/1"));
    let error = from_value::<Station>(&serde_json::from_str(text).expect("JSON")).expect_err("a text");
    assert_eq!(error.path(), "/place/1");
    for no_array in ["null", "7", r#"{"0":1.5,"1":2.5}"#] {
        assert!(read::<(f64, f64)>(no_array).expect_err("no array").message().starts_with("expected an array"));
    }
}

#[test]
fn what_cannot_be_written_is_told_with_its_position() {
    let error = to_vec(&vec![(1.5, 2.5), (3.5, f64::NAN)]).expect_err("no number of JSON");
    assert_eq!(error.path(), "/1/1");
}

/// One with what belongs to each arity: as many elements are read, written, and no more or fewer.
macro_rules! arities {
    ($($count:literal $type:ty;)*) => { $(
        let text = format!("[{}]", (0..$count).map(|index| index.to_string()).collect::<Vec<_>>().join(","));
        assert_eq!(pass_on::<$type>(&text), text);
        for count in [$count - 1, $count + 1] {
            let other = vec![0; count];
            assert!(read::<$type>(&write(&other)).is_err(), "{count} elements are not {}", $count);
            assert!(from_value::<$type>(&json!(other)).is_err(), "{count} elements are not {}", $count);
        }
    )* };
}

#[test]
fn there_are_tuples_of_up_to_twelve() {
    arities! {
        1 (i64,);
        2 (i64, i32);
        3 (i64, i32, u64);
        4 (i64, i32, u64, i64);
        5 (i64, i32, u64, i64, i32);
        6 (i64, i32, u64, i64, i32, u64);
        7 (i64, i32, u64, i64, i32, u64, i64);
        8 (i64, i32, u64, i64, i32, u64, i64, i32);
        9 (i64, i32, u64, i64, i32, u64, i64, i32, u64);
        10 (i64, i32, u64, i64, i32, u64, i64, i32, u64, i64);
        11 (i64, i32, u64, i64, i32, u64, i64, i32, u64, i64, i32);
        12 (i64, i32, u64, i64, i32, u64, i64, i32, u64, i64, i32, u64);
    }
}

enum Shape {
    Text(String),
    Point((f64, f64)),
    Tagged((Unit, f64)),
    Named((String, f64)),
    Triple((Unit, String, i64)),
    Texts(Vec<String>),
    Unknown(Value),
}

untagged_union! { Shape {
    Text: string,
    Point: array,
    Tagged: array,
    Named: array,
    Triple: array,
    Texts: array,
} }

#[test]
fn a_union_is_told_by_the_length_and_by_what_each_element_is() {
    for (text, shape) in [
        (r#""here""#, Shape::Text("here".into())),
        ("[1.5,2.5]", Shape::Point((1.5, 2.5))),
        (r#"["kelvin",2.5]"#, Shape::Tagged((Unit::Kelvin, 2.5))),
        (r#"["rankine",2.5]"#, Shape::Named(("rankine".into(), 2.5))),
        (r#"["kelvin","warm",3]"#, Shape::Triple((Unit::Kelvin, "warm".into(), 3))),
        (r#"["a","b"]"#, Shape::Texts(vec!["a".into(), "b".into()])),
        ("[1.5]", Shape::Unknown(json!([1.5]))),
        ("[1.5,2.5,3.5]", Shape::Unknown(json!([1.5, 2.5, 3.5]))),
    ] {
        assert_eq!(read::<Shape>(text).expect("decodes"), shape, "{text}");
        assert_eq!(pass_on::<Shape>(text), text);
    }
}

#[test]
fn a_sample_has_every_element() {
    let examples = Examples::new(r#"{"Station": {"place": [59.9, 10.7]}}"#);
    assert_eq!(sample::<Station>(&examples).place, (59.9, 10.7));
    let none = Examples::new("{}");
    assert_eq!(sample::<(String, Unit, Option<i64>)>(&none), ("text".into(), Unit::Celsius, None));
}
