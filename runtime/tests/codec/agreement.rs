//! The codec agrees with `derive` and serde_json on what it accepts, what comes out, and what is written.

use std::collections::BTreeMap;

use clientwright_runtime::record;
use proptest::collection::vec;
use proptest::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{read, write};

struct Inner {
    a: i64,
    b: Option<bool>,
}

record! { Inner {
    required a = "a";
    optional b = "b";
} }

struct Outer {
    a: u64,
    b: String,
    c: Option<i32>,
    d: Vec<f64>,
    e: Vec<Inner>,
    f: Option<Box<Inner>>,
    g: BTreeMap<String, Vec<i64>>,
    h: bool,
}

record! { Outer {
    required a = "a";
    required b = "b";
    optional c = "c";
    required d = "d";
    required e = "e";
    optional f = "f";
    required g = "g";
    required h = "h";
} }

/// The same types, by derive.
mod derived {
    use super::*;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    pub(super) struct Inner {
        a: i64,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        b: Option<bool>,
    }

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    pub(super) struct Outer {
        a: u64,
        b: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        c: Option<i32>,
        d: Vec<f64>,
        e: Vec<Inner>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        f: Option<Box<Inner>>,
        g: BTreeMap<String, Vec<i64>>,
        h: bool,
    }
}

/// A JSON value to be put where it may not belong. No arrays: derive takes them for structs, the codec does not.
fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        // With a fraction: derive takes no whole number with one for an integer.
        (-1e9..1e9).prop_map(|number: f64| Value::from(number.floor() + 0.5)),
        ".{0,6}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| vec(("[a-h]", inner), 0..4).prop_map(|entries| entries.into_iter().collect()))
}

fn inner() -> impl Strategy<Value = Value> {
    (any::<i64>(), any::<Option<bool>>()).prop_map(|(a, b)| json!({"a": a, "b": b}))
}

/// What `Outer` is, with its keys in any order, and now and then something else in the place of a property.
fn outer() -> impl Strategy<Value = Value> {
    let properties = (
        (any::<u64>(), ".{0,8}", any::<Option<i32>>(), vec(-1e300..1e300, 0..4)),
        (vec(inner(), 0..3), proptest::option::of(inner()), vec((".{0,3}", vec(any::<i64>(), 0..3)), 0..3)),
        any::<bool>(),
    );
    let entries = properties.prop_map(|((a, b, c, d), (e, f, g), h)| {
        let g: Value = g.into_iter().map(|(key, list)| (key, Value::from(list))).collect();
        let all = json!({"a": a, "b": b, "c": c, "d": d, "e": e, "f": f, "g": g, "h": h});
        all.as_object().expect("an object").clone().into_iter().collect::<Vec<_>>()
    });
    let shuffled = entries.prop_flat_map(|entries| Just(entries).prop_shuffle());
    let slip = proptest::option::weighted(0.5, ("[a-i]", any_value()));
    (shuffled, slip, 0..16_usize).prop_map(|(mut entries, slip, drop)| {
        entries.extend(slip);
        if drop < entries.len() {
            entries.remove(drop);
        }
        entries.into_iter().collect()
    })
}

proptest! {
    #[test]
    fn derive_and_the_codec_read_and_write_the_same(document in outer()) {
        let text = document.to_string();
        match (read::<Outer>(&text), serde_json::from_str::<derived::Outer>(&text)) {
            (Ok(ours), Ok(theirs)) => {
                prop_assert_eq!(format!("{ours:?}"), format!("{theirs:?}"));
                prop_assert_eq!(write(&ours), serde_json::to_string(&theirs).expect("serializes"));
            }
            (Err(ours), Err(theirs)) => {
                prop_assert_eq!((ours.line(), ours.column()), (theirs.line(), theirs.column()));
            }
            (ours, theirs) => prop_assert!(false, "{ours:?} is not {theirs:?}"),
        }
    }

    #[test]
    fn text_that_breaks_off_is_refused_by_both(document in outer(), at in any::<prop::sample::Index>()) {
        let text = document.to_string();
        let cut = &text[..text.floor_char_boundary(at.index(text.len()))];
        prop_assert!(read::<Outer>(cut).is_err() && serde_json::from_str::<derived::Outer>(cut).is_err());
    }
}
