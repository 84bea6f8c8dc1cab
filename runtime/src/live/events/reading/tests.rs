//! What events become, by the types that they are described as.

use super::*;
use crate::codec::Encode;
use crate::{Date, record, string_enum, tagged_union, untagged_union};

fn frame(name: &str, data: &str) -> Frame {
    Frame { name: name.to_owned(), data: data.to_owned(), id: None, retry: None }
}

/// What the data of an event is read as, written as JSON again.
fn from_data<T: Decode + Encode>(data: &str) -> String {
    written(read::<T>(EventForm::Data, &frame("", data)))
}

fn from_whole<T: Decode + Encode>(frame: &Frame) -> String {
    written(read::<T>(EventForm::Whole, frame))
}

fn written<T: Encode>(value: Result<T, DecodeError>) -> String {
    match value {
        Ok(value) => String::from_utf8(codec::to_vec(&value).unwrap()).unwrap(),
        Err(error) => format!("error: {error}"),
    }
}

struct Point {
    x: i64,
    label: Option<String>,
}

record! { Point {
    required x = "x";
    optional label = "label";
} }

string_enum! { enum Mood { Good = "good", Bad = "bad" } }

enum Word {
    Text(String),
    Point(Point),
    Unknown(Value),
}

untagged_union! { Word { Text: string, Point: object ["x"] } }

enum Kind {
    Point(Point),
    Unknown(Value),
}

tagged_union! { Kind by "type" { Point = "point" } }

/// Of objects only.
enum Shape {
    Point(Point),
    Unknown(Value),
}

untagged_union! { Shape { Point: object ["x"] } }

#[test]
fn data_is_json() {
    assert_eq!(from_data::<Point>("{\"x\":1}"), "{\"x\":1}");
    assert_eq!(from_data::<Point>("{\"x\":\n1,\n\"label\":\"a\"}"), "{\"x\":1,\"label\":\"a\"}");
    assert_eq!(from_data::<Vec<i64>>("[1,2]"), "[1,2]");
    assert_eq!(from_data::<i64>(" 7 "), "7");
    assert_eq!(from_data::<bool>("true"), "true");
    assert_eq!(from_data::<Kind>("{\"type\":\"point\",\"x\":1}"), "{\"type\":\"point\",\"x\":1}");
    assert_eq!(from_data::<Option<Point>>("null"), "null");
}

#[test]
fn data_is_the_text_that_it_is_where_a_text_is_described() {
    assert_eq!(from_data::<String>("hello"), "\"hello\"");
    assert_eq!(from_data::<String>("{\"x\":1}"), "\"{\\\"x\\\":1}\"");
    assert_eq!(from_data::<String>("\"quoted\""), "\"\\\"quoted\\\"\"");
    assert_eq!(from_data::<String>(""), "\"\"");
    assert_eq!(from_data::<String>("null"), "\"null\"");
    assert_eq!(from_data::<Option<String>>("hello"), "\"hello\"");
    assert_eq!(from_data::<Option<String>>("null"), "null");
    assert_eq!(from_data::<Box<String>>("12"), "\"12\"");
    assert_eq!(from_data::<Date>("2024-01-02"), "\"2024-01-02\"");
    assert_eq!(from_data::<Mood>("bad"), "\"bad\"");
    assert_eq!(from_data::<Mood>("12"), "\"12\"");
}

#[test]
fn data_is_what_fits_where_it_may_be_either() {
    assert_eq!(from_data::<Word>("hello"), "\"hello\"");
    assert_eq!(from_data::<Word>("{\"x\":1}"), "{\"x\":1}");
    assert_eq!(from_data::<Word>("12"), "\"12\"");
    assert_eq!(from_data::<Value>("{\"a\":[1]}"), "{\"a\":[1]}");
    assert_eq!(from_data::<Value>("hello, world"), "\"hello, world\"");
    assert_eq!(from_data::<Kind>("{\"type\":\"new\"}"), "{\"type\":\"new\"}");
}

#[test]
fn data_that_does_not_fit_says_where() {
    assert_eq!(from_data::<Point>("{\"x\":\"a\"}"), "error: expected i64, found a string at /x (line 1, column 8)");
    assert!(
        from_data::<Point>("{\"x\":1").starts_with("error: EOF while parsing"),
        "{}",
        from_data::<Point>("{\"x\":1")
    );
    assert_eq!(from_data::<Kind>("[DONE]"), "error: expected value (line 1, column 2)");
    assert!(from_data::<Shape>("{\"x\":1").starts_with("error: EOF while parsing"), "a text is not what was meant");
    assert!(from_data::<Date>("tomorrow").starts_with("error: expected a date like 2026-02-28, found another string"));
}

struct Tick {
    event: Option<String>,
    data: Point,
    id: Option<String>,
    retry: Option<i64>,
}

record! { Tick {
    optional event = "event";
    required data = "data";
    optional id = "id";
    optional retry = "retry";
} }

struct Said {
    data: String,
}

record! { Said {
    required data = "data";
} }

#[test]
fn an_event_may_be_read_whole() {
    let event = Frame { id: Some("7\"".to_owned()), retry: Some(5), ..frame("tick", "{\"x\":1}") };
    assert_eq!(from_whole::<Tick>(&event), r#"{"event":"tick","data":{"x":1},"id":"7\"","retry":5}"#);
    assert_eq!(from_whole::<Tick>(&frame("", "{\"x\":1}")), r#"{"data":{"x":1}}"#);
    assert_eq!(from_whole::<Said>(&frame("say", "{\"x\":1}")), r#"{"data":"{\"x\":1}"}"#);
    assert_eq!(from_whole::<Said>(&frame("say", "12")), r#"{"data":"12"}"#);
}

/// Told apart by their names, each with data of its own.
enum Room {
    Tick(Tick),
    Said(Said),
    Message(Said),
    Unknown(Value),
}

tagged_union! { Room by "event" { Tick = "tick", Said = "said", Message = "message" } }

#[test]
fn events_are_typed_by_their_names() {
    assert_eq!(from_whole::<Room>(&frame("tick", "{\"x\":1}")), r#"{"event":"tick","data":{"x":1}}"#);
    assert_eq!(from_whole::<Room>(&frame("said", "{\"x\":1}")), r#"{"event":"said","data":"{\"x\":1}"}"#);
    assert_eq!(from_whole::<Room>(&frame("said", "\"a\"")), r#"{"event":"said","data":"\"a\""}"#);
    assert_eq!(from_whole::<Room>(&frame("new", "{\"x\":1}")), r#"{"event":"new","data":{"x":1}}"#);
    assert_eq!(from_whole::<Room>(&frame("new", "plain")), r#"{"event":"new","data":"plain"}"#);
}

#[test]
fn an_event_without_a_name_is_a_message_where_messages_are_described() {
    assert_eq!(from_whole::<Room>(&frame("", "hello")), r#"{"event":"message","data":"hello"}"#);
    assert_eq!(from_whole::<Named>(&frame("", "hello")), r#"{"event":"message","data":"hello"}"#);
}

struct Named {
    event: String,
    data: String,
}

record! { Named {
    required event = "event";
    required data = "data";
} }

struct Count {
    event: crate::Constant,
    data: i64,
}

record! { Count {
    constant "event" = "count" as event;
    required data = "data";
} }

struct Note {
    event: crate::Constant,
    data: String,
}

record! { Note {
    constant "event" = "note" as event;
    required data = "data";
} }

/// Told apart by constants, as a description without a discriminator does.
enum Loose {
    Count(Count),
    Note(Note),
    Unknown(Value),
}

untagged_union! { Loose { Count: object ["data"] { "event": "count" }, Note: object ["data"] { "event": "note" } } }

#[test]
fn constants_tell_events_apart_too() {
    assert_eq!(from_whole::<Loose>(&frame("count", "12")), r#"{"event":"count","data":12}"#);
    assert_eq!(from_whole::<Loose>(&frame("note", "12")), r#"{"event":"note","data":"12"}"#);
    assert_eq!(from_whole::<Loose>(&frame("note", "hello")), r#"{"event":"note","data":"hello"}"#);
    assert_eq!(from_whole::<Loose>(&frame("note", "{\"a\":1}")), r#"{"event":"note","data":"{\"a\":1}"}"#);
}

#[test]
fn data_cannot_reach_into_the_object_around_it() {
    let hostile = r#"{"x":1},"id":"stolen","retry":7"#;
    let read = from_whole::<Tick>(&frame("tick", hostile));
    assert!(read.starts_with("error: trailing characters"), "{read}");
    let quoted = from_whole::<Said>(&frame("\",\"id\":\"1", "\",\"data\":\""));
    assert_eq!(quoted, r#"{"data":"\",\"data\":\""}"#);
}

#[test]
fn data_that_does_not_fit_an_event_says_where() {
    let read = from_whole::<Tick>(&frame("tick", "{\"x\":\"a\"}"));
    assert!(read.starts_with("error: expected i64, found a string at /data/x"), "{read}");
    let read = from_whole::<Tick>(&frame("tick", "plain"));
    assert!(read.starts_with("error: expected value (line 1, column 1)"), "{read}");
}

struct Counted {
    event: crate::Constant,
    data: i64,
    id: Option<i64>,
}

record! { Counted {
    constant "event" = "count" as event;
    required data = "data";
    optional id = "id";
} }

struct Noted {
    event: crate::Constant,
    data: String,
    id: Option<String>,
}

record! { Noted {
    constant "event" = "note" as event;
    required data = "data";
    optional id = "id";
} }

enum Numbered {
    Counted(Counted),
    Noted(Noted),
    Unknown(Value),
}

untagged_union! { Numbered { Counted: object ["data"] { "event": "count" }, Noted: object ["data"] { "event": "note" } } }

#[test]
fn the_id_is_the_scalar_that_it_spells_where_one_is_described() {
    let event = |name: &str, id: &str| Frame { id: Some(id.to_owned()), ..frame(name, "7") };
    assert_eq!(from_whole::<Counted>(&event("count", "12")), r#"{"event":"count","data":7,"id":12}"#);
    assert_eq!(from_whole::<Noted>(&event("note", "12")), r#"{"event":"note","data":"7","id":"12"}"#);
    assert_eq!(from_whole::<Numbered>(&event("count", "12")), r#"{"event":"count","data":7,"id":12}"#);
    assert_eq!(from_whole::<Numbered>(&event("note", "12")), r#"{"event":"note","data":"7","id":"12"}"#);
    assert_eq!(from_whole::<Noted>(&event("note", "null")), r#"{"event":"note","data":"7","id":"null"}"#);
    let read = from_whole::<Counted>(&event("count", "first"));
    assert!(read.starts_with("error: expected i64, found a string at /id"), "{read}");
}
