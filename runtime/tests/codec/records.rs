//! Records: structs with a table of properties.

use std::collections::BTreeMap;

use clientwright_runtime::codec::{from_value, to_value};
use clientwright_runtime::{Base64, Constant, Date, DateTime, Maybe, Secret, Uuid, Value, record};
use indexmap::IndexMap;
use serde_json::json;

use crate::{pass_on, read, write};

struct Inner {
    name: String,
    note: Option<String>,
}

record! { Inner {
    required name = "name";
    optional note = "note";
} }

struct Everything {
    yes: bool,
    tiny: i8,
    small: u16,
    int: i32,
    long: i64,
    unsigned: u32,
    large: u64,
    huge: i128,
    short_number: f32,
    number: f64,
    text: String,
    secret: Secret,
    id: Uuid,
    day: Date,
    instant: DateTime,
    bytes: Base64,
    anything: Value,
    inner: Inner,
    boxed: Box<Inner>,
    texts: Vec<String>,
    integers: Vec<i64>,
    numbers: Vec<f64>,
    inners: Vec<Inner>,
    grid: Vec<Vec<i32>>,
    sorted: BTreeMap<String, Inner>,
    ordered: IndexMap<String, i64>,
    some: Option<Vec<String>>,
    none: Option<Inner>,
}

record! { Everything {
    required yes = "yes";
    required tiny = "tiny";
    required small = "small";
    required int = "int";
    required long = "long";
    required unsigned = "unsigned";
    required large = "large";
    required huge = "huge";
    required short_number = "shortNumber";
    required number = "number";
    required text = "text";
    required secret = "secret";
    required id = "id";
    required day = "day";
    required instant = "instant";
    required bytes = "bytes";
    required anything = "anything";
    required inner = "inner";
    required boxed = "boxed";
    required texts = "texts";
    required integers = "integers";
    required numbers = "numbers";
    required inners = "inners";
    required grid = "grid";
    required sorted = "sorted";
    required ordered = "ordered";
    optional some = "some";
    optional none = "none";
} }

fn everything() -> Value {
    json!({
        "yes": true, "tiny": -128, "small": 65535, "int": i32::MIN, "long": i64::MIN, "unsigned": u32::MAX,
        "large": u64::MAX, "huge": 7, "shortNumber": 0.5, "number": 1e300, "text": "\u{1F600}\"\\\n",
        "secret": "hush", "id": "67e55044-10b1-426f-9247-bb680e5fe0c8", "day": "2026-02-28",
        "instant": "2026-02-28T13:37:00.5+05:30", "bytes": "aGVsbG8=", "anything": {"a": [1, null]},
        "inner": {"name": "a"}, "boxed": {"name": "b", "note": "c"}, "texts": ["", "x"], "integers": [1, -2],
        "numbers": [0.25, 3.0], "inners": [{"name": "d"}, {"name": "e", "note": ""}], "grid": [[], [1, 2]],
        "sorted": {"k": {"name": "f"}}, "ordered": {"z": 1, "a": 2}, "some": ["y"],
    })
}

#[test]
fn every_kind_of_field_survives_a_round_trip() {
    let text = everything().to_string();
    let value = read::<Everything>(&text).expect("decodes");
    assert_eq!(write(&value), text);
    assert_eq!(read::<Everything>(&write(&value)), Ok(value.clone()));
    assert_eq!(to_value(&value), Ok(everything()));
    assert_eq!(from_value(&everything()), Ok(value));
}

#[test]
fn keys_may_come_in_any_order_and_with_escapes() {
    let inner = Inner { name: "n".into(), note: Some("o".into()) };
    assert_eq!(read(r#"{"note":"o","name":"n"}"#), Ok(inner.clone()));
    assert_eq!(read(r#"{"\u006eame":"n","note":"o"}"#), Ok(inner));
}

#[test]
fn unknown_keys_are_ignored() {
    let text = r#"{"new":{"deep":[1,{}]},"name":"n","newer":null,"":0}"#;
    assert_eq!(read(text), Ok(Inner { name: "n".into(), note: None }));
}

#[test]
fn null_and_nothing_read_as_none_and_none_is_left_out() {
    for text in [r#"{"name":"n"}"#, r#"{"name":"n","note":null}"#] {
        assert_eq!(pass_on::<Inner>(text), r#"{"name":"n"}"#);
    }
}

struct Patch {
    name: Maybe<String>,
    next: Maybe<Vec<i64>>,
}

record! { Patch {
    maybe name = "name";
    maybe next = "next";
} }

#[test]
fn absent_null_and_a_value_are_told_apart() {
    for text in ["{}", r#"{"name":null}"#, r#"{"name":"n"}"#, r#"{"name":null,"next":[1]}"#] {
        assert_eq!(pass_on::<Patch>(text), text);
    }
    let patch = read::<Patch>(r#"{"name":null}"#).expect("decodes");
    assert_eq!(patch, Patch { name: Maybe::Null, next: Maybe::Absent });
}

struct Nullable {
    parent: Option<String>,
}

record! { Nullable {
    required parent = "parent";
} }

#[test]
fn a_required_nullable_property_is_written_as_null_and_may_be_missing() {
    assert_eq!(write(&Nullable { parent: None }), r#"{"parent":null}"#);
    assert_eq!(read("{}"), Ok(Nullable { parent: None }));
}

struct Anything {
    value: Option<Value>,
}

record! { Anything {
    optional value = "value";
} }

#[test]
fn an_optional_value_that_is_null_is_written_as_null() {
    assert_eq!(write(&Anything { value: Some(Value::Null) }), r#"{"value":null}"#);
    assert_eq!(write(&Anything { value: None }), "{}");
}

struct Tagged {
    kind: Constant,
    text: String,
    version: Constant,
    draft: Constant,
}

record! { Tagged {
    constant "type" = "text" as kind;
    required text = "text";
    constant "version" = 1 as version;
    constant "draft" = false as draft;
} }

fn tagged() -> Tagged {
    let [kind, version, draft] = Default::default();
    Tagged { kind, text: "t".into(), version, draft }
}

#[test]
fn constants_are_always_written_in_their_place() {
    assert_eq!(write(&tagged()), r#"{"type":"text","text":"t","version":1,"draft":false}"#);
    for text in [r#"{"text":"t"}"#, r#"{"draft":false,"version":1.0,"text":"t","type":"text"}"#] {
        assert_eq!(read(text), Ok(tagged()));
    }
    assert!(read::<Tagged>(r#"{"type":"text"}"#).is_err());
    assert!(read::<Tagged>(r#"{"text":"t","type":"text","type":"text"}"#).is_err());
}

#[test]
fn a_constant_that_is_another_one_is_kept_as_it_came() {
    for other in [r#""bot""#, r#""1""#, "1.5", "2", "true", "null", "[{\"a\":1}]", r#"{"type":"text"}"#] {
        let text = format!(r#"{{"type":{other},"text":"t","version":{other},"draft":{other}}}"#);
        let value = read::<Tagged>(&text).expect("decodes");
        assert_ne!(value, tagged());
        let other: Value = serde_json::from_str(other).expect("JSON");
        assert_eq!((value.kind.other(), value.version.other()), (Some(&other), Some(&other)));
        assert_eq!(write(&value), text);
        assert_eq!(from_value(&to_value(&value).expect("encodes")), Ok(value));
    }
}

#[test]
fn a_constant_shows_what_it_holds() {
    assert_eq!(format!("{:?}", tagged().kind), "as described");
    assert_eq!(format!("{:?}", Constant::from(json!("bot"))), "String(\"bot\")");
    assert_eq!(size_of::<Constant>(), size_of::<usize>());
}

struct Open {
    kind: Constant,
    id: i64,
    rest: BTreeMap<String, Inner>,
}

record! { Open {
    constant "kind" = "open" as kind;
    required id = "id";
    extra rest;
} }

#[test]
fn extra_keys_are_kept_and_written_back() {
    let text = r#"{"kind":"open","id":1,"":{"name":"b"},"a":{"name":"c"}}"#;
    assert_eq!(pass_on::<Open>(text), text);
    assert_eq!(read::<Open>(text).expect("decodes").rest.len(), 2, "the constant is not among them");
}

#[test]
fn an_extra_key_never_hides_a_property() {
    let inner = Inner { name: "n".into(), note: None };
    let rest = ["id", "kind", "x"].map(|key| (key.to_owned(), inner.clone())).into();
    assert_eq!(write(&Open { kind: Constant::default(), id: 1, rest }), r#"{"kind":"open","id":1,"x":{"name":"n"}}"#);
}

struct Empty {}

record! { Empty {} }

#[test]
fn a_record_may_be_empty() {
    assert_eq!(pass_on::<Empty>(r#"{"x":1}"#), "{}");
}

struct Odd {
    blank: i64,
    equals: i64,
    rest: BTreeMap<String, Value>,
}

record! { Odd {
    required blank = "";
    required equals = "=";
    extra rest;
} }

#[test]
fn a_key_may_be_empty() {
    let text = r#"{"":1,"=":2,"blank":3}"#;
    let odd: Odd = read(text).expect("a record");
    assert_eq!((odd.blank, odd.equals, odd.rest.len()), (1, 2, 1));
    assert_eq!(write(&odd), text);
}

struct Node {
    id: i64,
    parent: Option<Box<Node>>,
    replies: Vec<Node>,
}

record! { Node {
    required id = "id";
    optional parent = "parent";
    required replies = "replies";
} }

#[test]
fn records_may_contain_themselves() {
    let text = r#"{"id":1,"parent":{"id":2,"replies":[]},"replies":[{"id":3,"replies":[]}]}"#;
    assert_eq!(pass_on::<Node>(text), text);
}
