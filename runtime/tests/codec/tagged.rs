//! Unions told apart by a tag.

use std::collections::BTreeMap;

use clientwright_runtime::codec::to_vec;
use clientwright_runtime::{Constant, Value, record, string_enum, tagged_union};
use serde_json::json;

use crate::{pass_on, read, write};

/// Has no property for the tag.
struct Text {
    text: String,
}

record! { Text {
    required text = "text";
} }

/// Writes its tag as a constant.
struct Image {
    url: String,
    kind: Constant,
}

record! { Image {
    required url = "url";
    constant "type" = "image" as kind;
} }

string_enum! { enum NoticeType { System = "system" } }

/// Keeps its tag in a field, and may be tagged in two ways.
struct Notice {
    code: i64,
    kind: NoticeType,
}

record! { Notice {
    required code = "code";
    required kind = "type";
} }

/// Keeps its tag among all other keys.
type Free = BTreeMap<String, Value>;

enum Content {
    Text(Text),
    Image(Box<Image>),
    Notice(Notice),
    Free(Free),
    Unknown(Value),
}

tagged_union! { Content by "type" {
    Text = "text",
    Image = "image" | "picture",
    Notice = "notice" | "system",
    Free = "free",
} }

fn keys(json: &str) -> Vec<String> {
    let all = json.match_indices("\"type\":").count();
    std::iter::repeat_n("type".to_owned(), all).collect()
}

#[test]
fn the_variant_is_chosen_by_the_tag_wherever_it_stands() {
    let text = Content::Text(Text { text: "t".into() });
    assert_eq!(read(r#"{"type":"text","text":"t"}"#), Ok(text.clone()));
    assert_eq!(read(r#"{"text":"t","type":"text"}"#), Ok(text.clone()));
    assert_eq!(read(r#"{"new":[],"text":"t","type":"text","newer":{}}"#), Ok(text));
    let image = |kind| Ok(Content::Image(Box::new(Image { url: "u".into(), kind })));
    assert_eq!(read(r#"{"type":"picture","url":"u"}"#), image(json!("picture").into()));
    assert_eq!(read(r#"{"url":"u","type":"image"}"#), image(Constant::default()));
}

/// May be anything that has legs.
struct Other {
    kind: Option<String>,
    legs: i64,
}

record! { Other {
    optional kind = "type";
    required legs = "legs";
} }

enum Pet {
    Text(Text),
    Other(Other),
    Unknown(Value),
}

tagged_union! { Pet by "type" else Other {
    Text(Text) = "text",
    Other = "other",
} }

#[test]
fn what_has_no_known_tag_may_have_a_variant() {
    let other = |kind: Option<&str>| Pet::Other(Other { kind: kind.map(str::to_owned), legs: 4 });
    for (json, kind) in [
        (r#"{"legs":4}"#, None),
        (r#"{"type":"lynx","legs":4}"#, Some("lynx")),
        (r#"{"type":"other","legs":4}"#, Some("other")),
    ] {
        assert_eq!(read::<Pet>(json), Ok(other(kind)));
        assert_eq!(write(&other(kind)), json, "the tag is written as it came");
    }
    for json in [r#"{"type":"lynx"}"#, r#"{"type":null}"#, "4"] {
        assert_eq!(
            read::<Pet>(json),
            Ok(Pet::Unknown(serde_json::from_str(json).unwrap())),
            "what does not fit is kept"
        );
    }
    assert!(read::<Pet>(r#"{"type":"other"}"#).is_err(), "a known tag has to fit");
    assert_eq!(write(&Pet::Text(Text { text: "t".into() })), r#"{"type":"text","text":"t"}"#);
}

#[test]
fn the_payload_reads_its_own_tag() {
    let notice = |kind| Ok(Content::Notice(Notice { code: 1, kind }));
    assert_eq!(read(r#"{"type":"system","code":1}"#), notice(NoticeType::System));
    assert_eq!(read(r#"{"code":1,"type":"system"}"#), notice(NoticeType::System));
    assert_eq!(read(r#"{"type":"notice","code":1}"#), notice(NoticeType::Unknown("notice".into())));
}

struct Loose {
    kind: Option<NoticeType>,
    code: Option<i64>,
}

record! { Loose {
    optional kind = "type";
    optional code = "code";
} }

/// Has keys that are data, and the tag is none of them.
struct Counts {
    rest: BTreeMap<String, i64>,
}

record! { Counts {
    extra rest;
} }

enum Odd {
    Loose(Loose),
    Map(BTreeMap<String, i64>),
    Counts(Counts),
    Unknown(Value),
}

tagged_union! { Odd by "type" { Loose = "system" | "other", Map = "map", Counts = "counts" } }

#[test]
fn a_tag_may_be_optional_in_the_payload_or_have_no_place_there() {
    for text in [
        r#"{"type":"system","code":1}"#,
        r#"{"type":"other"}"#,
        r#"{"type":"map","a":1}"#,
        r#"{"type":"map"}"#,
        r#"{"type":"counts","a":1}"#,
    ] {
        assert_eq!(pass_on::<Odd>(text), text);
        assert!(!matches!(read(text), Ok(Odd::Unknown(_))), "{text}");
    }
    assert_eq!(pass_on::<Odd>(r#"{"a":1,"type":"map"}"#), r#"{"type":"map","a":1}"#);
    assert_eq!(pass_on::<Odd>(r#"{"a":1,"type":"counts"}"#), r#"{"type":"counts","a":1}"#);
    assert_eq!(read::<Odd>(r#"{"type":"map","a":"x"}"#).expect_err("no integer").path(), "/a");
}

#[test]
fn the_tag_is_written_exactly_once() {
    for text in [
        r#"{"type":"text","text":"t"}"#,
        r#"{"type":"image","url":"u"}"#,
        r#"{"type":"picture","url":"u"}"#,
        r#"{"type":"system","code":1}"#,
        r#"{"type":"notice","code":1}"#,
        r#"{"type":"free","a":1}"#,
    ] {
        let out = pass_on::<Content>(text);
        assert_eq!(out, text);
        assert_eq!(keys(&out).len(), 1);
    }
}

#[test]
fn a_tag_that_contradicts_the_variant_is_corrected() {
    let notice = Notice { code: 1, kind: NoticeType::Unknown("text".into()) };
    assert_eq!(write(&Content::Notice(notice)), r#"{"type":"notice","code":1}"#);
    let free = Free::from([("a".into(), json!(1)), ("type".into(), json!(["free"]))]);
    assert_eq!(write(&Content::Free(free)), r#"{"type":"free","a":1}"#);
    assert_eq!(write(&Content::Free(Free::new())), r#"{"type":"free"}"#);
}

struct First {
    code: Constant,
    a: Option<i64>,
}

record! { First {
    constant "code" = 1 as code;
    optional a = "a";
} }

struct Second {
    code: i64,
}

record! { Second {
    required code = "code";
} }

enum Coded {
    First(First),
    Second(Second),
    Unknown(Value),
}

tagged_union! { Coded by "code" { First = "1", Second = "2" | "3" } }

#[test]
fn a_number_tells_by_how_it_is_written_and_goes_back_as_a_number() {
    for (text, is_known) in [
        (r#"{"code":1,"a":2}"#, true),
        (r#"{"a":2,"code":1}"#, true),
        (r#"{"code":3}"#, true),
        (r#"{"code":4}"#, false),
        (r#"{"code":true}"#, false),
        (r#"{"code":null}"#, false),
    ] {
        let value = read::<Coded>(text).expect("decodes");
        assert_eq!(!matches!(value, Coded::Unknown(_)), is_known, "{text}: {value:?}");
        let keys = |text: &str| serde_json::from_str::<BTreeMap<String, Value>>(text).expect("an object");
        assert_eq!(keys(&write(&value)), keys(text));
    }
    assert_eq!(write(&Coded::First(First { code: Constant::default(), a: None })), r#"{"code":1}"#);
}

#[test]
fn what_is_not_known_survives_a_round_trip() {
    for text in [
        r#"{"type":"video","url":"u","n":[1,null]}"#,
        r#"{"n":1,"type":"video"}"#,
        r#"{"text":"no tag"}"#,
        r#"{"type":7,"text":"no text"}"#,
        "{}",
    ] {
        assert_eq!(pass_on::<Content>(text), text);
        assert!(matches!(read(text), Ok(Content::Unknown(_))));
    }
}

#[test]
fn an_unknown_value_need_not_be_an_object_to_be_written() {
    assert_eq!(write(&Content::Unknown(json!([1]))), "[1]");
}

#[test]
fn what_is_no_object_is_kept() {
    for json in ["[1,\"x\"]", "\"text\"", "null", "true", "-3", "18446744073709551615", "1.5"] {
        let content = read::<Content>(json).expect("any value");
        assert!(matches!(content, Content::Unknown(_)), "{json} is {content:?}");
        assert_eq!(write(&content), json);
    }
}

#[test]
fn errors_of_the_payload_name_the_place() {
    for text in [r#"[{"type":"text","text":1}]"#, r#"[{"text":1,"type":"text"}]"#] {
        let error = read::<Vec<Content>>(text).expect_err("not a string");
        assert_eq!((error.path(), error.line()), ("/0/text", 1));
    }
    for text in [r#"[{"type":"text"}]"#, r#"[{"n":1,"type":"text"}]"#] {
        let error = read::<Vec<Content>>(text).expect_err("nothing there");
        assert_eq!((error.path(), error.message()), ("/0", "missing field `text`"));
    }
    let error = read::<Content>(r#"{"type":"text","text":"a","type":"image"}"#).expect("ignored: not a property");
    assert_eq!(error, Content::Text(Text { text: "a".into() }));
    let error = read::<Content>(r#"{"type":"system","code":1,"type":"system"}"#).expect_err("twice");
    assert_eq!((error.path(), error.message()), ("/type", "duplicate field `type`"));
}

/// A union inside a union, with the same tag.
enum Outer {
    Content(Content),
    Other(Text),
    Unknown(Value),
}

tagged_union! { Outer by "type" {
    Content = "image" | "text",
    Other = "other",
} }

/// A union inside a union, with another tag.
enum Envelope {
    Message(Content),
    Unknown(Value),
}

tagged_union! { Envelope by "event" { Message = "message" } }

#[test]
fn unions_nest() {
    let text = r#"{"type":"text","text":"t"}"#;
    assert_eq!(pass_on::<Outer>(text), text);
    assert_eq!(read(text), Ok(Outer::Content(Content::Text(Text { text: "t".into() }))));
    let text = r#"{"event":"message","type":"image","url":"u"}"#;
    assert_eq!(pass_on::<Envelope>(text), text);
}

/// A payload that is not an object has no room for a tag.
enum Wrong {
    Kind(Kind),
    Unknown(Value),
}

string_enum! { enum Kind { A = "a" } }
tagged_union! { Wrong by "type" { Kind = "kind" } }

#[test]
fn a_payload_that_is_no_object_is_an_error() {
    let error = to_vec(&Wrong::Kind(Kind::A)).expect_err("no room");
    assert_eq!(error.message(), "a union with a tag has a payload that is not an object");
}

/// Recursion through a union.
enum Filter {
    Not(Box<Not>),
    Is(Text),
    Unknown(Value),
}

tagged_union! { Filter by "op" { Not = "not", Is = "is" } }

struct Not {
    op: Constant,
    inner: Filter,
}

record! { Not {
    constant "op" = "not" as op;
    required inner = "inner";
} }

#[test]
fn unions_may_contain_themselves() {
    let text = r#"{"op":"not","inner":{"op":"not","inner":{"op":"is","text":"t"}}}"#;
    assert_eq!(pass_on::<Filter>(text), text);
}

struct One {
    a: Option<i64>,
    next: Option<Box<Several>>,
}

record! { One {
    optional a = "a";
    optional next = "next";
} }

struct Two {
    b: Option<i64>,
    next: Option<Box<Several>>,
}

record! { Two {
    optional b = "b";
    optional next = "next";
} }

/// Kinds of which a value may be several at once.
enum Several {
    One(One),
    Two(Two),
    Unknown(Value),
}

tagged_union! { Several any by "kind" { One = "one" | "uno", Two = "two" } }

#[test]
fn a_tag_does_not_rule_out_keys_that_other_kinds_name() {
    assert!(matches!(read(r#"{"kind":"uno","a":1}"#), Ok(Several::One(One { a: Some(1), .. }))));
    assert!(matches!(read(r#"{"a":1,"kind":"one","new":2}"#), Ok(Several::One(_))), "which none of them names");
    for text in [r#"{"kind":"one","a":1,"b":2}"#, r#"{"b":2,"kind":"one"}"#, r#"{"kind":"one","b":"?"}"#] {
        assert!(matches!(read(text), Ok(Several::Unknown(_))), "{text}");
    }
}

/// Without remembering what was found within, this would take 2^60 steps.
#[test]
fn what_lies_within_is_asked_once_for_keys_of_other_kinds() {
    for inner in [r#""a":1"#, r#""a":1,"b":2"#] {
        let text = format!("{}{{}}{}", format!(r#"{{"kind":"one",{inner},"next":"#).repeat(60), "}".repeat(60));
        let value = read::<Several>(&text).expect("decodes");
        assert_eq!(matches!(value, Several::Unknown(_)), inner.contains('b'));
        assert_eq!(serde_json::to_value(&value).ok(), serde_json::from_str(&text).ok());
    }
}
