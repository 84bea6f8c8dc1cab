//! Types called like what the prelude has: a description may call its schemas what it likes.

use crate::pass_on;

mod taken {
    use std::collections::BTreeMap;

    use clientwright_runtime::{Value, integer_enum, record, string_enum, tagged_union, untagged_union};

    pub(super) struct Result {
        pub(super) ok: clientwright_runtime::Constant,
        pub(super) option: Option,
        pub(super) rest: BTreeMap<std::string::String, Vec>,
    }

    record! { Result {
        constant "std" = "core" as ok;
        required option = "option";
        extra rest;
    } }

    pub(super) enum Option {
        Some(Box),
        Unknown(Value),
    }

    tagged_union! { Option by "Self" { Some = "Some" } }

    pub(super) struct Box {
        string: String,
        from: From,
        to_owned: ToOwned,
    }

    record! { Box {
        required string = "string";
        required from = "from";
        required to_owned = "to_owned";
    } }

    string_enum! { pub(super) enum String { Ok = "Ok", Error = "Err" } }

    string_enum! { pub(super) enum From { None = "None" } }

    integer_enum! { pub(super) enum ToOwned { FnMut = 1 } }

    pub(super) enum Vec {
        Into(i64),
        Unknown(Value),
    }

    untagged_union! { Vec { Into: integer } }

    #[derive(Debug)]
    pub(super) struct Into;
    #[derive(Debug)]
    pub(super) struct FromStr;
    #[derive(Debug)]
    pub(super) struct Ok(pub(super) Into);
    #[derive(Debug)]
    pub(super) struct Err(pub(super) FromStr);
    #[derive(Debug)]
    pub(super) struct Some(pub(super) Ok, pub(super) Err);
}

#[test]
fn names_of_the_prelude_may_be_taken() {
    let text = r#"{"std":"core","option":{"Self":"Some","string":"Err","from":"None","to_owned":1},"x":7}"#;
    assert_eq!(pass_on::<taken::Result>(text), text);
    let _ = taken::Some(taken::Ok(taken::Into), taken::Err(taken::FromStr));
}
