//! What the traits of the standard library do, against what `derive` makes of the same types.

use std::collections::{BTreeMap, BTreeSet};

use clientwright_runtime::{Constant, Maybe, Value, integer_enum, record, string_enum, tagged_union, untagged_union};
use serde_json::json;

use crate::read;

mod derived {
    use super::{BTreeMap, Constant, Kind, Maybe, Value};

    #[derive(Clone, Debug, PartialEq)]
    pub(super) struct Pet {
        pub(super) kind: Constant,
        pub(super) name: String,
        pub(super) r#type: Option<Kind>,
        pub(super) owner: Maybe<String>,
        pub(super) parents: Vec<Pet>,
        pub(super) rest: BTreeMap<String, Value>,
    }

    #[derive(Clone, Debug, PartialEq)]
    pub(super) enum Animal {
        Pet(Box<Pet>),
        Wild(i64),
        Unknown(Value),
    }
}

struct Pet {
    kind: Constant,
    name: String,
    r#type: Option<Kind>,
    owner: Maybe<String>,
    parents: Vec<Pet>,
    rest: BTreeMap<String, Value>,
}

record! { Pet new(name: impl Into<String>, parents: impl IntoIterator<Item = Pet>) {
    constant "kind" = "pet" as kind;
    required name;
    optional r#type: Kind = "type";
    maybe owner or owner_null: impl Into<String>;
    required parents;
    extra rest: impl IntoIterator<Item = (impl Into<String>, Value)>;
} }

struct Options {
    verbose: Option<bool>,
}

record! { Options new() { optional verbose: bool; } }

string_enum! { enum Kind { Cat = "cat", Dog = "dog" } }

integer_enum! { enum Level { High = 3, Low = 1 } }

enum Animal {
    Pet(Box<Pet>),
    Wild(i64),
    Unknown(Value),
}

untagged_union! { Animal { Pet(Pet): object ["name"], Wild(i64): integer } }

enum Told {
    Pet(Pet),
    Unknown(Value),
}

tagged_union! { Told by "kind" { Pet(Pet) = "pet" } }

fn pet() -> Pet {
    let parent = || Pet::new("Ann", []).owner_null();
    let rest = [("age", json!(3)), ("tags", json!([1, null]))];
    Pet::new("Tom", [parent(), parent()]).r#type(Kind::Unknown("newt".to_owned())).owner("Bob").rest(rest)
}

fn derived(pet: &Pet) -> derived::Pet {
    derived::Pet {
        kind: pet.kind.clone(),
        name: pet.name.clone(),
        r#type: pet.r#type.clone(),
        owner: pet.owner.clone(),
        parents: pet.parents.iter().map(derived).collect(),
        rest: pet.rest.clone(),
    }
}

/// Other values than `pet`, each in one place.
fn others() -> Vec<Pet> {
    let change = |change: fn(&mut Pet)| {
        let mut other = pet();
        change(&mut other);
        other
    };
    vec![
        change(|pet| pet.kind = Constant::from(json!("plush"))),
        change(|pet| pet.name.push('!')),
        change(|pet| pet.r#type = None),
        change(|pet| pet.owner = Maybe::Absent),
        change(|pet| pet.parents[1].owner = Maybe::Absent),
        change(|pet| drop(pet.rest.remove("age"))),
    ]
}

#[test]
fn a_copy_is_equal_and_a_value_of_its_own() {
    for original in others().into_iter().chain([pet()]) {
        let mut copy = original.clone();
        assert_eq!(copy, original);
        assert_eq!(derived(&copy), derived(&original), "every field is there");
        copy.parents[0].name.clear();
        assert_ne!(copy, original);
    }
}

#[test]
fn records_are_equal_when_all_their_fields_are() {
    assert_eq!(pet(), pet());
    for other in others() {
        assert_ne!(other, pet());
    }
}

#[test]
fn records_and_unions_show_what_derive_would() {
    for pet in others().into_iter().chain([pet()]) {
        assert_eq!(format!("{pet:?}"), format!("{:?}", derived(&pet)));
        assert_eq!(format!("{pet:#?}"), format!("{:#?}", derived(&pet)));
        let (ours, theirs) = (Animal::from(pet.clone()), derived::Animal::Pet(Box::new(derived(&pet))));
        assert_eq!(format!("{ours:?}"), format!("{theirs:?}"));
    }
    for (ours, theirs) in
        [(Animal::from(7), derived::Animal::Wild(7)), (Animal::Unknown(json!([])), derived::Animal::Unknown(json!([])))]
    {
        assert_eq!(format!("{ours:#?}"), format!("{theirs:#?}"));
    }
}

#[test]
fn unions_are_equal_when_kind_and_payload_are() {
    let values = [Animal::from(pet()), Animal::from(7), Animal::from(8), Animal::Unknown(json!(7))];
    for (index, one) in values.iter().enumerate() {
        for (other, another) in values.iter().enumerate() {
            assert_eq!(one == another, index == other);
        }
        assert_eq!(one.clone(), *one);
    }
    assert_eq!(Told::from(pet()), Told::from(pet()));
    assert_ne!(Told::from(pet()), Told::Unknown(json!({})));
}

#[test]
fn what_asks_for_nothing_has_a_default() {
    assert_eq!(Options::default(), Options::new());
    assert_eq!(Options::default().verbose, None);
}

/// By what they are on the wire, so that no change of a description's order changes that of a program.
#[test]
fn enums_are_compared_by_their_values() {
    let named = ["newt", "dog", "cat"].map(Kind::from);
    assert_eq!(Vec::from_iter(BTreeSet::from(named)), ["cat", "dog", "newt"].map(Kind::from));
    assert_eq!(Kind::Unknown("cat".to_owned()), Kind::Cat);
    assert_eq!(Vec::from_iter(BTreeSet::from([3, 2, 1].map(Level::from))), [1, 2, 3].map(Level::from));
    assert_eq!(format!("{:?} {:?}", Kind::Cat, Kind::from("newt")), r#"Cat Unknown("newt")"#);
    assert_eq!(format!("{:?} {:?}", Level::Low, Level::from(2)), "Low Unknown(2)");
    assert_eq!(read::<Kind>(r#""dog""#).expect("reads"), Kind::Dog);
}
