//! Records: structs with a table of properties.

use std::collections::BTreeMap;

use clientwright_runtime::codec::{from_value, to_value};
use clientwright_runtime::{Base64, Constant, Date, DateTime, Maybe, Secret, Uuid, Value, record};
use indexmap::IndexMap;
use serde_json::json;

use crate::{pass_on, read, write};

#[derive(Clone)]
struct Inner {
    name: String,
    note: Option<String>,
}

record! { Inner {
    required name = "name";
    optional note = "note";
} }

#[derive(Clone)]
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

/// More properties than one word has bits.
struct Wide {
    p0: i64,
    p1: i64,
    p2: i64,
    p3: i64,
    p4: i64,
    p5: i64,
    p6: i64,
    p7: i64,
    p8: i64,
    p9: i64,
    p10: i64,
    p11: i64,
    p12: i64,
    p13: i64,
    p14: i64,
    p15: i64,
    p16: i64,
    p17: i64,
    p18: i64,
    p19: i64,
    p20: i64,
    p21: i64,
    p22: i64,
    p23: i64,
    p24: i64,
    p25: i64,
    p26: i64,
    p27: i64,
    p28: i64,
    p29: i64,
    p30: i64,
    p31: i64,
    p32: i64,
    p33: i64,
    p34: i64,
    p35: i64,
    p36: i64,
    p37: i64,
    p38: i64,
    p39: i64,
    p40: i64,
    p41: i64,
    p42: i64,
    p43: i64,
    p44: i64,
    p45: i64,
    p46: i64,
    p47: i64,
    p48: i64,
    p49: i64,
    p50: i64,
    p51: i64,
    p52: i64,
    p53: i64,
    p54: i64,
    p55: i64,
    p56: i64,
    p57: i64,
    p58: i64,
    p59: i64,
    p60: i64,
    p61: i64,
    p62: i64,
    p63: i64,
    p64: i64,
    p65: i64,
    p66: i64,
    p67: i64,
    p68: i64,
    p69: i64,
}

record! { Wide {
    required p0 = "p0";
    required p1 = "p1";
    required p2 = "p2";
    required p3 = "p3";
    required p4 = "p4";
    required p5 = "p5";
    required p6 = "p6";
    required p7 = "p7";
    required p8 = "p8";
    required p9 = "p9";
    required p10 = "p10";
    required p11 = "p11";
    required p12 = "p12";
    required p13 = "p13";
    required p14 = "p14";
    required p15 = "p15";
    required p16 = "p16";
    required p17 = "p17";
    required p18 = "p18";
    required p19 = "p19";
    required p20 = "p20";
    required p21 = "p21";
    required p22 = "p22";
    required p23 = "p23";
    required p24 = "p24";
    required p25 = "p25";
    required p26 = "p26";
    required p27 = "p27";
    required p28 = "p28";
    required p29 = "p29";
    required p30 = "p30";
    required p31 = "p31";
    required p32 = "p32";
    required p33 = "p33";
    required p34 = "p34";
    required p35 = "p35";
    required p36 = "p36";
    required p37 = "p37";
    required p38 = "p38";
    required p39 = "p39";
    required p40 = "p40";
    required p41 = "p41";
    required p42 = "p42";
    required p43 = "p43";
    required p44 = "p44";
    required p45 = "p45";
    required p46 = "p46";
    required p47 = "p47";
    required p48 = "p48";
    required p49 = "p49";
    required p50 = "p50";
    required p51 = "p51";
    required p52 = "p52";
    required p53 = "p53";
    required p54 = "p54";
    required p55 = "p55";
    required p56 = "p56";
    required p57 = "p57";
    required p58 = "p58";
    required p59 = "p59";
    required p60 = "p60";
    required p61 = "p61";
    required p62 = "p62";
    required p63 = "p63";
    required p64 = "p64";
    required p65 = "p65";
    required p66 = "p66";
    required p67 = "p67";
    required p68 = "p68";
    required p69 = "p69";
} }

fn wide() -> Vec<(String, Value)> {
    (0..70).map(|index| (format!("p{index}"), index.into())).collect()
}

#[test]
fn a_record_may_have_more_than_64_properties() {
    let text = Value::Object(wide().into_iter().collect()).to_string();
    assert_eq!(pass_on::<Wide>(&text), text);
    let reversed = Value::Object(wide().into_iter().rev().collect()).to_string();
    assert_eq!(pass_on::<Wide>(&reversed), text);
}

#[test]
fn each_of_more_than_64_properties_is_missed_and_may_come_once() {
    for index in [0, 63, 64, 69] {
        let mut entries = wide();
        let (name, _) = entries.remove(index);
        let text = Value::Object(entries.into_iter().collect()).to_string();
        let error = read::<Wide>(&text).expect_err("one is missing");
        assert_eq!(error.message(), format!("missing field `{name}`"));

        let all = Value::Object(wide().into_iter().collect()).to_string();
        let twice = format!("{{\"{name}\":1,{}", &all[1..]);
        let error = read::<Wide>(&twice).expect_err("one comes twice");
        assert_eq!(error.message(), format!("duplicate field `{name}`"));
    }
}
