//! Who gets which name.

use super::super::Given;
use super::super::dictionary::Dictionary;
use super::{Case, Voice, Wish, grant};
use crate::place::Pointer;

fn wish(text: &str) -> Wish {
    Wish { place: format!("at {text}").into(), ..Wish::described(text, "object", Pointer::root().push(text)) }
}

fn named(case: Case, reserved: &[&str], given: &[(&str, &str)], wishes: &[Wish]) -> Vec<String> {
    let given: Given = given.iter().map(|(key, name)| (format!("#/{key}"), (*name).to_owned())).collect();
    let names = |wishes: &[Wish]| -> Vec<String> {
        grant(case, reserved, &given, &Dictionary::default(), wishes)
            .into_iter()
            .map(|granted| granted.ident.to_string())
            .collect()
    };
    let mut turned: Vec<_> = wishes.to_vec();
    turned.reverse();
    let mut backwards = names(&turned);
    backwards.reverse();
    let forwards = names(wishes);
    let all: std::collections::BTreeSet<_> = wishes.iter().map(|wish| (&wish.parts, &wish.place)).collect();
    if all.len() == wishes.len() {
        assert_eq!(forwards, backwards, "the order of the list decides");
    }
    forwards
}

fn granted(case: Case, reserved: &[&str], texts: &[&str]) -> Vec<String> {
    named(case, reserved, &[], &texts.iter().map(|text| wish(text)).collect::<Vec<_>>())
}

#[test]
fn names_are_the_things_own_words() {
    assert_eq!(granted(Case::Pascal, &[], &["user", "chat-room"]), ["User", "ChatRoom"]);
    assert_eq!(granted(Case::Snake, &[], &["userId", "type", "1st"]), ["user_id", "r#type", "n1st"]);
    assert_eq!(granted(Case::Screaming, &[], &["userId"]), ["USER_ID"]);
}

/// Each thing that finds its name taken goes one step further than the one before it.
#[test]
fn what_finds_its_name_taken_says_more_of_itself() {
    assert_eq!(granted(Case::Snake, &[], &["a", "a*"]), ["a", "a_star"], "symbols");
    assert_eq!(granted(Case::Snake, &[], &["a_b", "a b", "aB"]), ["a_b", "a_b_spaced", "a_b_camel"], "the writing");
    let param = Wish { kind: "param", ..wish("a") };
    assert_eq!(named(Case::Snake, &[], &[], &[wish("a"), param.clone()]), ["a", "a_param"], "the kind");
    let names = granted(Case::Snake, &[], &["a_b", "aB", "a_B"]);
    assert_eq!(names, ["a_b", "a_b_camel", "a_b_camel_object"], "both");
    let names = granted(Case::Snake, &[], &["a_b", "aB", "a_B", "a__B"]);
    assert_eq!(names[3], "a_b_at_a_b", "the place");
    let names = granted(Case::Snake, &[], &["a_b", "aB", "a_B", "a__B", "a___B"]);
    assert_eq!(names[4], "a_b_u61_u5f_u5f_u5f_u42", "the code points");
}

#[test]
fn a_separator_is_no_word() {
    assert_eq!(granted(Case::Snake, &[], &["x_request_id", "x-request-id"]), ["x_request_id", "x_request_id_hyphen"]);
    assert_eq!(granted(Case::Snake, &[], &["a_b", "a.b"]), ["a_b", "a_b_dotted"]);
}

#[test]
fn a_sign_in_front_is_a_word() {
    assert_eq!(
        granted(Case::Pascal, &[], &["-created", "created", "+created"]),
        ["MinusCreated", "Created", "PlusCreated"]
    );
}

/// What is added gives way to what is nearer to the name, or takes it where it is nearer itself.
#[test]
fn an_addition_renames_nothing_that_it_is_not_nearer_than() {
    let texts = ["a_b", "aB", "a b", "a-b", "A_B", "AB", "a.b", "a", "-a", "a*", "ab"];
    for added in texts {
        let before: Vec<&str> = texts.into_iter().filter(|text| *text != added).collect();
        let after: Vec<&str> = before.iter().copied().chain([added]).collect();
        let (old, new) = (granted(Case::Snake, &[], &before), granted(Case::Snake, &[], &after));
        let renamed: Vec<_> = before.iter().zip(old.iter().zip(&new)).filter(|(_, (old, new))| old != new).collect();
        let plain = after.len() - 1;
        assert!(renamed.is_empty() || new[plain] == *renamed[0].1.0, "{added} renames {renamed:?}");
    }
}

#[test]
fn no_name_has_a_counter_of_things_in_it() {
    let texts: Vec<String> = (0..12).map(|count| format!("a{}b", "_".repeat(count + 1))).collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let all = granted(Case::Pascal, &[], &texts);
    let some = granted(Case::Pascal, &[], &texts[..6]);
    assert_eq!(some, all[..6], "more things that are further from the name change none");
    let distinct: std::collections::BTreeSet<_> = all.iter().collect();
    assert_eq!(distinct.len(), all.len());
}

#[test]
fn what_is_written_as_the_name_has_it_wherever_it_stands() {
    assert_eq!(granted(Case::Snake, &[], &["userId", "user_id"]), ["user_id_camel", "user_id"]);
    assert_eq!(granted(Case::Pascal, &[], &["user", "User", "USER"]), ["UserLower", "User", "UserUpper"]);
}

#[test]
fn a_nested_thing_gives_way_to_one_with_a_name_of_its_own() {
    let nested = Wish { parts: vec!["User".to_owned(), "role".to_owned()], ..wish("") };
    assert_eq!(named(Case::Pascal, &[], &[], &[nested, wish("user-role")]), ["UserRoleObject", "UserRole"]);
}

#[test]
fn what_can_say_more_of_itself_does() {
    let wishes = ["round", "square"].map(|word| Wish {
        parts: vec!["Shape".to_owned(), "with id".to_owned()],
        apart: Some(vec!["Shape".to_owned(), format!("with id and {word}")]),
        ..wish("")
    });
    assert_eq!(named(Case::Pascal, &[], &[], &wishes), ["ShapeWithId", "ShapeWithIdAndSquare"]);
}

#[test]
fn a_word_of_the_generator_gives_way_to_one_of_the_description() {
    let body = Wish { voice: Voice::Generator, kind: "content", ..wish("body") };
    let param = Wish { place: "elsewhere".to_owned().into(), ..wish("body") };
    assert_eq!(named(Case::Snake, &[], &[], &[body, param]), ["body_content", "body"]);
}

/// A later round takes no name that somebody has by plain words.
#[test]
fn what_gives_way_takes_nobodys_name() {
    let names = granted(Case::Pascal, &["Unknown"], &["unknown", "unknown_object", "Self"]);
    assert_eq!(names, ["UnknownLowerObject", "UnknownObject", "SelfObject"]);
}

#[test]
fn a_given_name_is_taken_as_it_is_and_first() {
    let wishes = [wish("HttpUser"), wish("b")];
    assert_eq!(named(Case::Pascal, &[], &[("b", "HTTPUser")], &wishes), ["HttpUser", "HTTPUser"]);
    let both = [("b", "HTTPUser"), ("c", "HTTPUser")];
    assert_eq!(
        named(Case::Pascal, &[], &both, &[wish("b"), wish("c")]).iter().filter(|name| *name == "HTTPUser").count(),
        1
    );
}

#[test]
fn reserved_and_impossible_names_are_nobodys() {
    assert_eq!(granted(Case::Pascal, &["Unknown"], &["unknown", "self"]), ["UnknownObject", "SelfObject"]);
    assert_eq!(granted(Case::Snake, &[], &["self", "crate", "super"]), ["self_object", "crate_object", "super_object"]);
    assert_eq!(named(Case::Pascal, &[], &[("a", "Self")], &[wish("a")]), ["A"]);
}

#[test]
fn whoever_gives_way_says_to_whom() {
    let wishes = [wish("a b"), wish("a_b"), wish("c")];
    let granted = grant(Case::Snake, &[], &Given::default(), &Dictionary::default(), &wishes);
    let holders: Vec<_> = granted.into_iter().map(|granted| granted.taken_by).collect();
    assert_eq!(holders, [Some(1), None, None]);
}

#[test]
fn of_things_that_say_the_same_the_place_in_the_list_tells() {
    let wishes = [0, 1, 2].map(|index| Wish { place: format!("#/oneOf/{index}").into(), ..wish("a") });
    assert_eq!(named(Case::Pascal, &[], &[], &wishes), ["A", "A2", "A3"]);
}

#[test]
fn the_very_same_thing_twice_still_has_two_names() {
    let names = granted(Case::Snake, &[], &["a"; 8]);
    let distinct: std::collections::BTreeSet<_> = names.iter().collect();
    assert_eq!(distinct.len(), names.len(), "{names:?}");
}
