//! Unions told apart by looking at the value.

use clientwright_runtime::{Value, record, untagged_union};

use crate::{pass_on, read};

#[derive(Clone, Debug, PartialEq)]
struct Circle {
    radius: i64,
}

record! { Circle {
    required radius = "radius";
} }

#[derive(Clone, Debug, PartialEq)]
struct Square {
    side: i64,
}

record! { Square {
    required side = "side";
} }

#[derive(Clone, Debug, PartialEq)]
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
fn the_first_arm_whose_test_holds_is_taken() {
    let square = || Square { side: 2 };
    for (text, id) in [
        ("7", Id::Number(7)),
        ("7.5", Id::Ratio(7.5)),
        (r#""auto""#, Id::Auto("auto".into())),
        (r#""autos""#, Id::Text("autos".into())),
        ("true", Id::Yes(true)),
        (r#"{"radius":1,"side":2}"#, Id::Circle(Circle { radius: 1 })),
        (r#"{"side":2,"dimensions":3,"solid":true}"#, Id::Cube(square())),
        (r#"{"side":2,"dimensions":"three","solid":true}"#, Id::Cube(square())),
        (r#"{"side":2,"dimensions":3}"#, Id::Square(square())),
        (r#"{"side":2,"dimensions":4,"solid":true}"#, Id::Square(square())),
        (r#"[1,"x"]"#, Id::List(vec![Id::Number(1), Id::Text("x".into())])),
    ] {
        assert_eq!(read(text), Ok(id));
    }
}

#[test]
fn what_passes_no_test_survives_a_round_trip() {
    for text in ["null", "false", r#"{"side_":1}"#] {
        assert!(matches!(read(text), Ok(Id::Unknown(_))));
        assert_eq!(pass_on::<Id>(text), text);
    }
}

#[test]
fn every_arm_is_written_as_its_payload() {
    let text = r#"[7,7.5,"auto","x",true,{"radius":1},[{"side":2}]]"#;
    assert_eq!(pass_on::<Id>(text), text);
}

#[test]
fn an_arm_whose_test_holds_is_held_to() {
    let error = read::<Vec<Id>>(r#"[1,{"side":2,"radius":"r"}]"#).expect_err("a circle with a text");
    assert_eq!((error.path(), error.line()), ("/1/radius", 1));
}

#[derive(Clone, Debug, PartialEq)]
enum Shape {
    Circle(Circle),
    Square(Square),
    Unknown(Value),
}

untagged_union! { Shape {
    Circle: object or next,
    Square: object or next,
} }

#[test]
fn arms_that_no_test_tells_apart_are_tried_in_order() {
    assert_eq!(read(r#"{"radius":1}"#), Ok(Shape::Circle(Circle { radius: 1 })));
    assert_eq!(read(r#"{"side":1}"#), Ok(Shape::Square(Square { side: 1 })));
    assert!(matches!(read("[]"), Ok(Shape::Unknown(_))));
    let error = read::<Shape>(r#"{"radius":"r"}"#).expect_err("neither");
    assert_eq!(error.path(), "/radius", "the error of the first arm");
}
