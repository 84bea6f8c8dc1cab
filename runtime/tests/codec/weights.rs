//! Which arm of a union without a tag is taken where several fit.

use std::collections::BTreeMap;

use clientwright_runtime::codec::from_value;
use clientwright_runtime::{Constant, Value, integer_enum, record, string_enum, untagged_union};
use serde_json::json;

use crate::{pass_on, read};

struct Left {
    a: Option<i64>,
    b: Option<i64>,
    deep: Option<Box<Left>>,
}

record! { Left {
    optional a = "a";
    optional b = "b";
    optional deep = "deep";
} }

struct Right {
    b: Option<i64>,
    c: Option<i64>,
    deep: Option<Box<Right>>,
}

record! { Right {
    optional b = "b";
    optional c = "c";
    optional deep = "deep";
} }

struct Both {
    a: Option<i64>,
    b: Option<i64>,
    c: Option<i64>,
    deep: Option<Value>,
}

record! { Both {
    optional a = "a";
    optional b = "b";
    optional c = "c";
    optional deep = "deep";
} }

enum Either {
    Left(Left),
    Right(Right),
    Unknown(Value),
}

untagged_union! { Either { Left: object, Right: object } }

/// All objects with some of these keys, each value once well and once ill.
fn objects() -> Vec<Value> {
    let mut objects = vec![json!({})];
    for (key, values) in [
        ("a", [json!(1), json!("x")]),
        ("b", [json!(1), json!("x")]),
        ("c", [json!(1), json!("x")]),
        ("new", [json!(1), json!("x")]),
        ("deep", [json!({"a": 1, "b": 2}), json!({"c": 1})]),
    ] {
        let more = objects.iter().flat_map(|object| {
            values.iter().map(move |value| {
                let mut object = object.clone();
                object[key] = value.clone();
                object
            })
        });
        objects.extend(more.collect::<Vec<_>>());
    }
    objects
}

/// How many of these keys there are, here and in `deep`; `None` where one of them is ill.
fn known(object: &Value, keys: &[&str]) -> Option<usize> {
    let here = keys.iter().filter(|key| !object[**key].is_null());
    if here.clone().any(|key| !object[*key].is_i64()) {
        return None;
    }
    let deep = if object["deep"].is_object() { 1 + known(&object["deep"], keys)? } else { 0 };
    Some(here.count() + deep)
}

#[test]
fn the_arm_that_knows_the_most_keys_is_taken_and_the_first_of_equals() {
    for object in objects() {
        let value = from_value::<Either>(&object).expect("decodes");
        match (known(&object, &["a", "b"]), known(&object, &["b", "c"])) {
            (None, None) => assert_eq!(value, Either::Unknown(object)),
            (left, right) if left >= right => assert!(matches!(value, Either::Left(_)), "{object}: {value:?}"),
            _ => assert!(matches!(value, Either::Right(_)), "{object}: {value:?}"),
        }
    }
}

struct Sealed {
    a: Option<i64>,
}

record! { Sealed is closed {
    optional a = "a";
} }

struct Narrow {
    inner: Sealed,
}

record! { Narrow { required inner = "inner"; } }

struct Wide {
    inner: Left,
}

record! { Wide { required inner = "inner"; } }

struct Strict {
    inner: Shut,
}

struct Shut {
    b: Option<i64>,
}

record! { Strict { required inner = "inner"; } }
record! { Shut is closed {
    optional b = "b";
} }

enum Lid {
    Narrow(Narrow),
    Wide(Wide),
    Unknown(Value),
}

untagged_union! { Lid { Narrow: object, Wide: object } }

enum Lids {
    Narrow(Narrow),
    Strict(Strict),
    Unknown(Value),
}

untagged_union! { Lids { Narrow: object, Strict: object } }

#[test]
fn an_object_that_has_no_other_keys_tells_wherever_it_stands() {
    assert!(matches!(read(r#"{"inner":{"a":1}}"#), Ok(Lid::Narrow(_))));
    assert!(matches!(read(r#"{"inner":{"a":1,"b":2}}"#), Ok(Lid::Wide(_))));
    assert!(matches!(read(r#"{"inner":{"a":1,"new":2}}"#), Ok(Lid::Wide(_))), "which has none that it refuses");
    assert!(matches!(read(r#"{"inner":{"b":1}}"#), Ok(Lids::Strict(_))));
    assert!(matches!(read(r#"{"inner":{"new":1}}"#), Ok(Lids::Unknown(_))));
    assert_eq!(
        read::<Narrow>(r#"{"inner":{"a":1,"new":2}}"#).map(|it| it.inner.a),
        Ok(Some(1)),
        "nothing to tell apart"
    );
}

enum Any {
    Left(Left),
    Right(Right),
    Several(Both),
    Unknown(Value),
}

untagged_union! { Any any { Left: object, Right: object, Several: several } }

#[test]
fn several_at_once_are_taken_where_they_know_more_than_any() {
    for object in objects() {
        let value = from_value::<Any>(&object).expect("decodes");
        let (left, right) = (known(&object, &["a", "b"]), known(&object, &["b", "c"]));
        let all = ["a", "b", "c"].iter().all(|key| object[*key].is_null() || object[*key].is_i64());
        let here = |keys: &[&str]| keys.iter().filter(|key| !object[**key].is_null()).count();
        // A key of the other arm is not lost, whatever its value and wherever it stands.
        let has = |key: &str| !object[key].is_null() || !object["deep"][key].is_null();
        let (keeps_left, keeps_right) = (left.is_some() && !has("c"), right.is_some() && !has("a"));
        match (left.max(right), keeps_left || keeps_right) {
            (None, _) => assert_eq!(value, Any::Unknown(object)),
            (Some(most), keeps) if all && (!keeps || here(&["a", "b", "c", "deep"]) > most) => {
                assert!(matches!(value, Any::Several(_)), "{object}: {value:?}");
            }
            (Some(_), true) => assert!(matches!(value, Any::Left(_) | Any::Right(_)), "{object}: {value:?}"),
            (Some(_), false) => assert_eq!(value, Any::Unknown(object)),
        }
    }
    assert!(matches!(read(r#"{"new":1}"#), Ok(Any::Left(_))), "which knows no less");
}

string_enum! { enum Color { Red = "red", Blue = "blue" } }

integer_enum! { enum Size { Small = 1 } }

struct Shirt {
    kind: Constant,
    color: Option<Color>,
    size: Option<Size>,
    tags: Vec<Color>,
}

record! { Shirt {
    constant "kind" = "shirt" as kind;
    optional color = "color";
    optional size = "size";
    optional tags = "tags";
} }

struct Sock {
    kind: Constant,
    color: Option<String>,
    size: Option<i64>,
    tags: Vec<String>,
}

record! { Sock {
    constant "kind" = "sock" as kind;
    optional color = "color";
    optional size = "size";
    optional tags = "tags";
} }

enum Ware {
    Shirt(Shirt),
    Sock(Sock),
    Unknown(Value),
}

untagged_union! { Ware { Shirt: object, Sock: object } }

#[test]
fn what_is_taken_and_not_described_weighs_less() {
    for (text, is_shirt) in [
        (r#"{"kind":"shirt","color":"red"}"#, true),
        (r#"{"kind":"shirt","color":"green"}"#, true),
        (r#"{"kind":"sock","color":"red"}"#, false),
        (r#"{"kind":"hat","color":"red"}"#, true),
        (r#"{"kind":"hat","color":"green"}"#, false),
        (r#"{"kind":"hat","size":1}"#, true),
        (r#"{"kind":"hat","size":2}"#, false),
        (r#"{"kind":"hat","tags":["red","green"]}"#, false),
    ] {
        let value = read::<Ware>(text).expect("decodes");
        assert_eq!(matches!(value, Ware::Shirt(_)), is_shirt, "{text}: {value:?}");
        let keys = |text: &str| serde_json::from_str::<BTreeMap<String, Value>>(text).expect("an object");
        let mut out = keys(&pass_on::<Ware>(text));
        out.retain(|key, value| key != "tags" || *value != json!([]));
        assert_eq!(out, keys(text));
    }
}

struct Placed {
    node: Option<String>,
    at: Option<i64>,
}

record! { Placed {
    optional node = "node";
    optional at = "at";
} }

struct Held {
    node: Option<String>,
    color: Option<Color>,
}

record! { Held {
    optional node = "node";
    optional color = "color";
} }

enum End {
    Placed(Placed),
    Held(Held),
    Unknown(Value),
}

untagged_union! { End { Placed: object, Held: object } }

#[test]
fn a_value_that_an_enum_does_not_list_stays_with_the_arm_that_has_the_enum() {
    for (text, is_placed) in [
        (r#"{"node":"a"}"#, true),
        (r#"{"node":"a","color":"red"}"#, false),
        (r#"{"node":"a","color":"green"}"#, false),
        (r#"{"color":"green"}"#, false),
        (r#"{"node":"a","at":1}"#, true),
    ] {
        let value = read::<End>(text).expect("decodes");
        assert_eq!(matches!(value, End::Placed(_)), is_placed, "{text}: {value:?}");
        assert_eq!(pass_on::<End>(text), text);
    }
    assert!(matches!(read(r#"{"node":"a","at":1,"color":"green"}"#), Ok(End::Placed(_))), "which knows more");
    assert!(matches!(read(r#"{"node":"a","new":1}"#), Ok(End::Placed(_))), "which knows no less");
}
