//! JSON as text: what is escaped, and what is no UTF-8.

use clientwright_runtime::codec::{from_slice, to_value};
use clientwright_runtime::record;

use crate::{pass_on, read, write};

struct Odd {
    quote: Option<String>,
    line: Option<i64>,
    slash: Option<bool>,
    plain: Option<Vec<Self>>,
}

record! { Odd {
    optional quote = "a\"b";
    optional line = "c\nd";
    optional slash = "e\\f";
    optional plain = "ü";
} }

#[test]
fn keys_are_escaped_where_they_have_to_be() {
    let json = r#"{"a\"b":"\"","c\nd":1,"e\\f":true,"ü":[{},{"e\\f":false},{"a\"b":"","ü":[]}]}"#;
    assert_eq!(pass_on::<Odd>(json), json);
    let odd = read::<Odd>(json).unwrap();
    assert_eq!(write(&odd), to_value(&odd).unwrap().to_string(), "as serde_json writes the same");
}

#[test]
fn what_is_ignored_need_not_be_utf_8() {
    let odd: Odd = from_slice(b"{\"e\\\\f\":true,\"other\":\"gr\xFCn\"}").unwrap();
    assert_eq!(odd.slash, Some(true));
}

#[test]
fn what_is_read_is_utf_8() {
    let error = from_slice::<Odd>(b"{\"a\\\"b\":\"gr\xFCn\"}").unwrap_err();
    assert_eq!((error.path(), error.message()), ("/a\"b", "invalid unicode code point"));
    assert!(from_slice::<Odd>(b"{\"gr\xFCn\":1}").is_err());
}
