//! Unions told apart by looking at the value.

use std::collections::BTreeMap;

use clientwright_runtime::codec::from_value;
use clientwright_runtime::{Base64, Date, DateTime, Uuid, Value, record, tagged_union, untagged_union};

use crate::{pass_on, read, write};

struct Circle {
    radius: i64,
}

record! { Circle {
    required radius = "radius";
} }

struct Square {
    side: i64,
}

record! { Square {
    required side = "side";
} }

enum Id {
    Number(i64),
    Ratio(f64),
    Auto(String),
    Text(String),
    Yes(bool),
    Circle(Circle),
    Cube(Square),
    Square(Square),
    List(Vec<Id>),
    Unknown(Value),
}

untagged_union! { Id {
    Number: integer,
    Ratio: number,
    Auto: string ["auto", "none"],
    Text: string,
    Yes: boolean [true],
    Circle: object ["radius"],
    Cube: object ["side"] { "dimensions": 3 | "three", "solid": true },
    Square: object ["side"],
    List: array,
} }

#[test]
fn an_arm_is_found_by_what_it_asks_of_the_value() {
    let square = || Square { side: 2 };
    for (text, id) in [
        ("7", Id::Number(7)),
        ("7.0", Id::Number(7)),
        ("7.5", Id::Ratio(7.5)),
        (r#""auto""#, Id::Auto("auto".into())),
        (r#""autos""#, Id::Text("autos".into())),
        ("true", Id::Yes(true)),
        (r#"{"radius":1}"#, Id::Circle(Circle { radius: 1 })),
        (r#"{"side":2,"dimensions":3,"solid":true}"#, Id::Cube(square())),
        (r#"{"side":2,"dimensions":3.0,"solid":true}"#, Id::Cube(square())),
        (r#"{"side":2,"dimensions":"three","solid":true}"#, Id::Cube(square())),
        (r#"[1,"x"]"#, Id::List(vec![Id::Number(1), Id::Text("x".into())])),
    ] {
        assert_eq!(read(text), Ok(id), "{text}");
        assert_eq!(from_value::<Id>(&serde_json::from_str(text).expect("JSON")), read(text));
    }
}

#[test]
fn what_tells_may_be_missing_or_null() {
    assert_eq!(read(r#"{"side":2}"#), Ok(Id::Cube(Square { side: 2 })), "both fit, and the first is taken");
    assert_eq!(read(r#"{"side":2,"dimensions":null}"#), Ok(Id::Cube(Square { side: 2 })));
}

#[test]
fn what_fits_no_arm_survives_a_round_trip() {
    for text in ["null", "false", r#"{"side_":1}"#, r#"{"radius":"r"}"#, r#"{"side":2,"radius":"r"}"#] {
        let value = read::<Id>(text).expect("decodes");
        assert!(matches!(value, Id::Unknown(_) | Id::Square(_) | Id::Cube(_)), "{text}: {value:?}");
    }
    for text in ["null", "false", r#"{"side_":1}"#, r#"{"radius":"r"}"#, r#"[[{"radius":"r"}]]"#] {
        assert_eq!(pass_on::<Id>(text), text);
    }
}

/// `Square` has the key `side`, and would lose what the value says that it is.
#[test]
fn what_tells_and_is_listed_nowhere_is_not_lost() {
    for text in [
        r#"{"side":2,"dimensions":4}"#,
        r#"{"side":2,"dimensions":"3","solid":true}"#,
        r#"{"side":2,"dimensions":3,"solid":"true"}"#,
    ] {
        assert!(matches!(read::<Id>(text), Ok(Id::Unknown(_))));
        assert_eq!(pass_on::<Id>(text), text);
    }
}

#[test]
fn every_arm_is_written_as_its_payload() {
    let text = r#"[7,7.5,"auto","x",true,{"radius":1},[{"side":2}]]"#;
    assert_eq!(pass_on::<Id>(text), text);
}

#[test]
fn an_arm_whose_payload_does_not_fit_is_none() {
    assert_eq!(read(r#"{"side":2,"radius":"r"}"#), Ok(Id::Cube(Square { side: 2 })));
    assert_eq!(read(r#"{"radius":1,"side":[]}"#), Ok(Id::Circle(Circle { radius: 1 })));
}

struct Page {
    next: Option<String>,
}

record! { Page {
    required next = "next";
} }

struct Open {
    rest: BTreeMap<String, Value>,
}

record! { Open {
    extra rest;
} }

enum Answer {
    Closed(Circle),
    Page(Page),
    Free(Open),
    Unknown(Value),
}

untagged_union! { Answer {
    Closed: object only ["radius"],
    Page: object,
    Free: object,
} }

#[test]
fn a_closed_object_does_not_take_what_it_has_no_key_for() {
    assert_eq!(read(r#"{"radius":1}"#), Ok(Answer::Closed(Circle { radius: 1 })));
    let text = r#"{"radius":1,"x":2}"#;
    assert!(matches!(read(text), Ok(Answer::Free(_))));
    assert_eq!(pass_on::<Answer>(text), text);
}

#[test]
fn a_required_key_that_is_missing_and_a_key_that_is_lost_weigh_less() {
    assert!(matches!(read("{}"), Ok(Answer::Free(_))), "`next` is missing");
    assert!(matches!(read(r#"{"next":null}"#), Ok(Answer::Page(_))), "`next` is known");
    assert!(matches!(read(r#"{"next":null,"x":1}"#), Ok(Answer::Page(_))), "what is known counts first");
}

enum Inner {
    Circle(Circle),
    Text(String),
    Unknown(Value),
}

untagged_union! { Inner { Circle: object, Text: string } }

enum Tagged {
    Square(Square),
    Unknown(Value),
}

tagged_union! { Tagged by "kind" { Square = "square" } }

enum Outer {
    Inner(Inner),
    Tagged(Box<Tagged>),
    Inners(Vec<Inner>),
    Map(BTreeMap<String, Inner>),
    Unknown(Value),
}

untagged_union! { Outer { Inner: any, Tagged: object, Inners: array, Map: object } }

#[test]
fn a_union_within_a_union_takes_nothing_that_it_does_not_know() {
    for (text, which) in [
        (r#"{"radius":1}"#, "Inner("),
        (r#""x""#, "Inner("),
        (r#"{"kind":"square","side":1}"#, "Tagged("),
        (r#"{"side":1,"kind":"square"}"#, "Tagged("),
        (r#"{"kind":"square"}"#, "Map("),
        (r#"{"kind":"circle"}"#, "Map("),
        (r#"{"a":{"radius":1}}"#, "Map("),
        (r#"[{"radius":1},"x"]"#, "Inners("),
        (r#"[{"side":1}]"#, "Inners("),
        ("7", "Unknown("),
        (r#"{}"#, "Map("),
    ] {
        let value = read::<Outer>(text).expect("decodes");
        assert!(format!("{value:?}").starts_with(which), "{text}: {value:?}");
        let json = |text: &str| serde_json::from_str::<Value>(text).expect("JSON");
        assert_eq!(json(&pass_on::<Outer>(text)), json(text));
    }
}

enum Form {
    Date(Date),
    DateTime(DateTime),
    Uuid(Uuid),
    Bytes(Base64),
    Text(String),
    Large(u64),
    Small(i64),
    Number(f64),
    Unknown(Value),
}

untagged_union! { Form {
    Date: string,
    DateTime: string,
    Uuid: string,
    Bytes: string,
    Text: string,
    Large: integer,
    Small: integer,
    Number: number,
} }

#[test]
fn a_form_of_text_takes_what_it_says_exactly() {
    for (text, which) in [
        ("2026-02-28", "Date"),
        ("2026-02-28T13:37:00.000Z", "DateTime"),
        ("2026-02-28T13:37:00+0100", "Text"),
        ("67e55044-10b1-426f-9247-bb680e5fe0c8", "Uuid"),
        ("67E55044-10B1-426F-9247-BB680E5FE0C8", "Text"),
        ("{67e55044-10b1-426f-9247-bb680e5fe0c8}", "Text"),
        ("aGVsbG8=", "Bytes"),
        ("aGVsbG8", "Text"),
        ("hello world", "Text"),
    ] {
        let json = format!("{text:?}");
        let value = read::<Form>(&json).expect("decodes");
        assert_eq!(format!("{value:?}").split('(').next(), Some(which), "{text}");
        assert_eq!(pass_on::<Form>(&json), json);
    }
}

#[test]
fn the_range_of_an_integer_tells() {
    for (text, which) in [
        ("-3", "Small"),
        ("18446744073709551615", "Large"),
        ("9007199254740993", "Large"),
        ("-9007199254740993", "Small"),
        ("1.5", "Number"),
        ("1e300", "Number"),
    ] {
        let value = read::<Form>(text).expect("decodes");
        assert_eq!(format!("{value:?}").split('(').next(), Some(which), "{text}");
        assert_eq!(serde_json::from_str::<Value>(&pass_on::<Form>(text)).ok(), serde_json::from_str(text).ok());
    }
}

enum Amount {
    Number(f64),
    Integer(i64),
    Unknown(Value),
}

untagged_union! { Amount { Number: number, Integer: integer } }

#[test]
fn a_number_does_not_take_an_integer_whose_digits_it_has_no_room_for() {
    assert_eq!(read("9007199254740993"), Ok(Amount::Integer(9_007_199_254_740_993)));
    assert_eq!(read("3"), Ok(Amount::Integer(3)), "which says more of it");
    assert_eq!(read("3.5"), Ok(Amount::Number(3.5)));
}

struct And {
    all: Vec<Expression>,
    a: Option<i64>,
}

record! { And {
    required all = "all";
    optional a = "a";
} }

struct Or {
    all: Vec<Expression>,
    o: Option<i64>,
}

record! { Or {
    required all = "all";
    optional o = "o";
} }

enum Expression {
    And(And),
    Or(Or),
    Unknown(Value),
}

untagged_union! { Expression { And: object, Or: object } }

/// Each level is tried as both; without remembering what was found within, this would take 2^60 steps.
#[test]
fn unions_within_unions_are_each_tried_once() {
    let text = format!("{}{}", r#"{"all":["#.repeat(60), r#"],"o":1}"#.repeat(60));
    let value = read::<Expression>(&text).expect("decodes");
    assert!(matches!(&value, Expression::Or(or) if matches!(or.all[..], [Expression::Or(_)])), "{value:?}");
    assert_eq!(pass_on::<Expression>(&text), text);
}

struct Head {
    kind: String,
}

record! { Head {
    required kind = "kind";
} }

struct Made {
    head: Head,
    id: Option<i64>,
}

record! { Made {
    required head = "head";
    optional id = "id";
} }

enum Fact {
    Made(Made),
    Gone((String, i64)),
    Unknown(Value),
}

untagged_union! { Fact {
    Made: object at { ["head", "kind"]: "made" | "built" },
    Gone: array at { ["0"]: "gone" },
} }

#[test]
fn what_lies_within_tells_where_it_is_there() {
    let made = |kind: &str| Fact::Made(Made { head: Head { kind: kind.into() }, id: Some(1) });
    assert_eq!(read::<Fact>(r#"{"head":{"kind":"built"},"id":1}"#).unwrap(), made("built"));
    assert_eq!(read::<Fact>(r#"["gone",2]"#).unwrap(), Fact::Gone(("gone".into(), 2)));
    for unlisted in [r#"{"head":{"kind":"moved"},"to":2}"#, r#"["lost",2]"#, r#"{"head":{"kind":null},"to":2}"#, "[]"] {
        let value: Value = serde_json::from_str(unlisted).unwrap();
        assert_eq!(read::<Fact>(unlisted).unwrap(), Fact::Unknown(value), "{unlisted}");
    }
}

enum Measure {
    Number(f64),
    Text(String),
    Unknown(Value),
}

untagged_union! { Measure { Number: number, Text: string } }

#[test]
fn a_number_that_would_lose_digits_is_kept_whole() {
    for (text, number) in
        [("0.1", 0.1), ("7", 7.0), ("-3", -3.0), ("9007199254740994", 9_007_199_254_740_994.0), ("1e40", 1e40)]
    {
        assert_eq!(read::<Measure>(text).unwrap(), Measure::Number(number), "{text}");
    }
    for text in ["9007199254740993", "18446744073709551615", "-9223372036854775807"] {
        let read = read::<Measure>(text).unwrap();
        assert_eq!(read, Measure::Unknown(serde_json::from_str(text).unwrap()), "{text}");
        assert_eq!(write(&read), text);
    }
}
