//! Samples: values for tests, with all that is required.

use std::collections::BTreeMap;

use clientwright_runtime::codec::{Examples, from_slice, sample, to_vec};
use clientwright_runtime::{
    Date, DateTime, Secret, Uuid, Value, integer_enum, record, string_enum, tagged_union, untagged_union,
};

use crate::write;

string_enum! {
    pub enum Color {
        Red = "red",
        Green = "green",
    }
}

integer_enum! {
    pub enum Level {
        High = 3,
        Low = 1,
    }
}

struct Place {
    id: Uuid,
    day: Date,
    instant: DateTime,
    color: Color,
    level: Level,
    secret: Secret,
    nothing: Option<String>,
    tags: Vec<String>,
    counts: BTreeMap<String, i64>,
    left_out: Option<i64>,
}

record! { Place {
    required id;
    required day;
    required instant;
    required color;
    required level;
    required secret;
    required nothing;
    required tags;
    required counts;
    optional left_out;
} }

/// A tree, whose branches are trees.
struct Tree {
    name: String,
    branches: Vec<Tree>,
    depth: i64,
}

record! { Tree {
    required name;
    required branches;
    required depth;
} }

struct And {
    left: Expression,
    right: Expression,
}

record! { And {
    required left;
    required right;
} }

struct Is {
    kind: String,
    value: i64,
}

record! { Is {
    required kind;
    required value;
} }

/// The first kind of which is made of expressions.
enum Expression {
    And(Box<And>),
    Is(Is),
    Unknown(Value),
}

tagged_union! { Expression by "kind" {
    And = "and",
    Is = "is" | "equals",
} }

enum Amount {
    Number(i64),
    Text(String),
    Unknown(Value),
}

untagged_union! { Amount { Number: integer, Text: string } }

struct Price {
    amount: Amount,
    at: Place,
}

record! { Price {
    required amount;
    required at;
} }

static NONE: Examples = Examples::new("{}");

#[test]
fn without_examples_a_sample_has_what_is_valid_everywhere() {
    let sample: Place = sample(&NONE);
    assert_eq!(
        write(&sample),
        r#"{"id":"00000000-0000-4000-8000-000000000000","day":"2026-02-28","instant":"2026-02-28T12:00:00Z","color":"red","level":3,"secret":"secret","nothing":null,"tags":[],"counts":{}}"#
    );
}

#[test]
fn examples_are_taken_by_the_name_of_the_type_wherever_it_stands() {
    static EXAMPLES: Examples = Examples::new(
        r#"{"Place": {"day": "2020-01-02", "nothing": "something", "tags": ["a"], "counts": {"b": 1}, "left_out": 7}, "Price": {"amount": "much"}}"#,
    );
    let sample: Price = sample(&EXAMPLES);
    assert!(matches!(&sample.amount, Amount::Text(text) if text == "much"));
    assert_eq!((sample.at.day.to_string().as_str(), sample.at.nothing.as_deref()), ("2020-01-02", Some("something")));
    assert_eq!((sample.at.tags, sample.at.counts), (vec!["a".to_owned()], BTreeMap::from([("b".to_owned(), 1)])));
    assert_eq!(sample.at.left_out, None, "what is optional is left to the test");
}

#[test]
fn an_example_that_does_not_fit_is_none() {
    static EXAMPLES: Examples = Examples::new(
        r#"{"Place": {"id": "no id", "day": 7, "color": ["red"], "level": "high", "nothing": {}, "tags": [1, 2], "counts": 3}}"#,
    );
    assert_eq!(write(&sample::<Place>(&EXAMPLES)), write(&sample::<Place>(&NONE)));
    assert_eq!(write(&sample::<Place>(&Examples::new("no JSON"))), write(&sample::<Place>(&NONE)));
}

#[test]
fn within_itself_a_type_goes_as_deep_as_its_example() {
    static EXAMPLES: Examples =
        Examples::new(r#"{"Tree": {"name": "oak", "branches": [{"name": "twig", "branches": [{}]}, {}], "depth": 2}}"#);
    assert_eq!(
        write(&sample::<Tree>(&EXAMPLES)),
        r#"{"name":"oak","branches":[{"name":"twig","branches":[{"name":"name","branches":[],"depth":0}],"depth":0},{"name":"name","branches":[],"depth":0}],"depth":2}"#
    );
}

#[test]
fn a_kind_that_would_hold_itself_for_ever_is_passed_over() {
    let of_itself: And = sample(&NONE);
    assert_eq!(write(&of_itself), r#"{"left":{"kind":"is","value":0},"right":{"kind":"is","value":0}}"#);
    let first: Expression = sample(&NONE);
    assert_eq!(write(&first), r#"{"kind":"and","left":{"kind":"is","value":0},"right":{"kind":"is","value":0}}"#);
}

#[test]
fn a_sample_is_read_back_as_it_is_written() {
    let json = to_vec(&sample::<Price>(&NONE)).unwrap();
    let again: Price = from_slice(&json).unwrap();
    assert!(matches!(again.amount, Amount::Number(0)));
    assert_eq!(to_vec(&again).unwrap(), json);
}
