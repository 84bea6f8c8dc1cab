//! What is refused, and how well the place is told.

use std::collections::BTreeMap;

use clientwright_runtime::codec::from_value;
use clientwright_runtime::{Secret, Value, record, tagged_union, untagged_union};
use serde_json::json;

use crate::read;

struct Item {
    id: i64,
    tags: Vec<String>,
    more: Option<BTreeMap<String, Vec<Item>>>,
}

record! { Item {
    required id = "id";
    required tags = "tags";
    optional more = "more";
} }

struct Page {
    items: Vec<Item>,
}

record! { Page {
    required items = "items";
} }

#[test]
fn a_missing_property_is_named_with_the_place_of_its_object() {
    let error = read::<Page>("{\"items\": [\n  {\"id\": 1, \"tags\": []},\n  {\"id\": 2}\n]}").expect_err("no tags");
    assert_eq!(error.message(), "missing field `tags`");
    assert_eq!((error.path(), error.line(), error.column()), ("/items/1", 3, 11));
    assert_eq!(error.to_string(), "missing field `tags` at /items/1 (line 3, column 11)");
}

#[test]
fn the_place_is_a_json_pointer() {
    for (text, path) in [
        (r#"{"items":[{"id":1,"tags":[]},{"id":"x"}]}"#, "/items/1/id"),
        (r#"{"items":[{"id":1,"tags":["a",2]}]}"#, "/items/0/tags/1"),
        (r#"{"items":[{"id":1,"tags":[],"more":{"a/b~c":[0]}}]}"#, "/items/0/more/a~1b~0c/0"),
        (r#"{"items":7}"#, "/items"),
        ("7", ""),
    ] {
        assert_eq!(read::<Page>(text).expect_err("wrong type").path(), path);
    }
}

#[test]
fn what_was_expected_is_told() {
    for (text, message) in [
        ("[]", "expected an object, found an array"),
        (r#"{"items":{}}"#, "expected an array, found an object"),
        (r#"{"items":[{"id":"1"}]}"#, "expected i64, found a string"),
        (r#"{"items":[{"id":1,"id":2}]}"#, "duplicate field `id`"),
    ] {
        assert_eq!(read::<Page>(text).expect_err("wrong").message(), message);
    }
}

#[test]
fn integers_are_held_to_their_width() {
    assert_eq!(read::<i8>("128").expect_err("wide").message(), "expected i8, found another integer");
    assert_eq!(read::<u8>("-1").expect_err("negative").message(), "expected u8, found another integer");
    assert!(read::<i32>("2147483648").is_err());
    assert!(read::<i64>("9223372036854775808").is_err());
    assert_eq!(read::<u64>("18446744073709551615"), Ok(u64::MAX));
    assert!(read::<u64>("18446744073709551616").is_err());
    assert_eq!(read::<i128>("18446744073709551616"), Ok(18_446_744_073_709_551_616));
}

#[test]
fn a_number_with_a_fraction_is_no_integer() {
    assert_eq!(read::<i64>("1.5").expect_err("a fraction").message(), "expected i64, found a floating point number");
    assert!(read::<u64>("-1.0").is_err() && read::<i32>("3e9").is_err() && read::<Vec<i64>>("[1,0.1]").is_err());
    assert_eq!(read::<f64>("1"), Ok(1.0));
}

#[test]
fn text_that_is_not_json_or_goes_on_is_refused() {
    assert_eq!(read::<i64>("1 \n"), Ok(1));
    let error = read::<i64>("1\n 2").expect_err("goes on");
    assert_eq!((error.message(), error.line(), error.column()), ("trailing characters", 2, 2));
    assert!(read::<Page>("{\"items\":[").is_err());
    assert!(read::<Page>("").is_err());
    assert!(read::<String>("\"\u{fffd}").is_err());
}

#[test]
fn a_value_has_no_lines() {
    let error = from_value::<Page>(&json!({"items": [{"id": null}]})).expect_err("null");
    assert_eq!((error.path(), error.line(), error.column()), ("/items/0/id", 0, 0));
    assert_eq!(error.to_string(), "expected i64, found null at /items/0/id");
}

struct Node {
    child: Option<Box<Node>>,
}

record! { Node {
    optional child = "child";
} }

enum Tree {
    Leaf(i64),
    Branch(Vec<Tree>),
    Node(Box<TreeNode>),
    Unknown(Value),
}

untagged_union! { Tree { Leaf: integer, Branch: array, Node: object } }

struct TreeNode {
    tree: Tree,
}

record! { TreeNode {
    required tree = "tree";
} }

enum Filter {
    Not(Box<Not>),
    Unknown(Value),
}

tagged_union! { Filter by "op" { Not = "not" } }

struct Not {
    inner: Filter,
}

record! { Not {
    required inner = "inner";
} }

/// A document that goes this deep, from what opens and what closes each level.
fn deep(open: &str, middle: &str, close: &str, levels: usize) -> String {
    open.repeat(levels) + middle + &close.repeat(levels)
}

#[test]
fn deep_recursion_is_an_error_and_not_an_overflow() {
    let documents = |levels| {
        [
            read::<Node>(&deep("{\"child\":", "{}", "}", levels)).err(),
            read::<Tree>(&deep("[", "1", "]", levels)).err(),
            read::<Tree>(&deep("{\"tree\":", "1", "}", levels)).err(),
            read::<Filter>(&deep("{\"op\":\"not\",\"inner\":", "{}", "}", levels)).err(),
            read::<Filter>(&deep("{\"inner\":", "{}", ",\"op\":\"not\"}", levels)).err(),
            read::<Value>(&deep("[", "", "]", levels)).err(),
        ]
    };
    assert_eq!(documents(120), [const { None }; 6]);
    for error in documents(100_000) {
        assert_eq!(error.expect("too deep").message(), "recursion limit exceeded");
    }
}

#[test]
fn what_is_ignored_may_be_of_any_depth() {
    assert_eq!(read(&deep("{\"unknown\":", "[]", "}", 100_000)), Ok(Node { child: None }));
}

struct Key {
    kind: String,
    word: Secret,
}

record! { Key {
    required kind = "kind";
    required word = "word";
} }

enum Held {
    Key(Key),
    Unknown(Value),
}

tagged_union! { Held by "kind" { Key = "key" } }

/// Whichever way it is read.
#[test]
fn a_value_is_not_told_whatever_holds_it() {
    for error in [
        read::<Secret>("770012345").err(),
        read::<Vec<Secret>>(r#"["x",770012345]"#).err(),
        read::<BTreeMap<String, Secret>>(r#"{"a":770012345}"#).err(),
        read::<Key>(r#"{"kind":"key","word":770012345}"#).err(),
        read::<Held>(r#"{"kind":"key","word":770012345}"#).err(),
        read::<Held>(r#"{"word":770012345,"kind":"key"}"#).err(),
    ] {
        let error = error.expect("it is a number");
        assert_eq!(error.message(), "expected a string, found an integer", "{error}");
    }
    assert_eq!(read::<Secret>(r#""770012345""#).map(|secret| secret.expose().len()), Ok(9));
}
