//! Generated types in the hands of serde: other formats, and other people's derives.

use std::collections::BTreeMap;

use clientwright_runtime::{Constant, DateTime, Maybe, Uuid, Value, record, string_enum, tagged_union};
use serde::{Deserialize, Serialize};
use serde_json::json;

string_enum! { enum Role { Admin = "admin" } }

struct User {
    kind: Constant,
    id: Uuid,
    role: Role,
    since: DateTime,
    nickname: Option<String>,
    limit: Maybe<i32>,
    scores: Vec<f64>,
    friends: Vec<User>,
    rest: BTreeMap<String, i64>,
}

record! { User {
    constant "kind" = "user" as kind;
    required id = "id";
    required role = "role";
    required since = "since";
    optional nickname = "nickname";
    maybe limit = "limit";
    required scores = "scores";
    required friends = "friends";
    extra rest;
} }

fn user() -> User {
    let friend = User {
        kind: Constant::default(),
        id: Uuid::nil(),
        role: Role::Unknown("guest".into()),
        since: "2026-02-28T13:37:00+01:00".parse().expect("parses"),
        nickname: None,
        limit: Maybe::Absent,
        scores: vec![0.5],
        friends: Vec::new(),
        rest: BTreeMap::from([("a".into(), 1)]),
    };
    User { nickname: Some("n".into()), limit: Maybe::Value(3), friends: vec![friend.clone()], ..friend }
}

#[test]
fn serde_json_itself_gives_the_same_text() {
    let text = serde_json::to_string(&user()).expect("serializes");
    assert_eq!(text, crate::write(&user()));
    assert_eq!(serde_json::from_str::<User>(&text).expect("deserializes"), user());
}

enum Event {
    User(Box<User>),
    Unknown(Value),
}

tagged_union! { Event by "kind" { User = "user" } }

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Theirs {
    event: Event,
    roles: Vec<Role>,
    #[serde(default, skip_serializing_if = "Maybe::is_absent")]
    name: Maybe<String>,
}

#[test]
fn generated_types_stand_in_the_structs_of_others() {
    let theirs = Theirs { event: Event::User(Box::new(user())), roles: vec![Role::Admin], name: Maybe::Null };
    let value = serde_json::to_value(&theirs).expect("serializes");
    assert_eq!(value["roles"], json!(["admin"]));
    assert_eq!(value["name"], json!(null));
    assert_eq!(serde_json::from_value::<Theirs>(value).expect("deserializes"), theirs);
    let absent = json!({"event": {"kind": "new"}, "roles": []});
    let theirs = serde_json::from_value::<Theirs>(absent.clone()).expect("deserializes");
    assert_eq!(theirs.name, Maybe::Absent);
    assert_eq!(serde_json::to_value(theirs).expect("serializes"), absent);
}

/// Both attributes make serde keep values in a form of its own before it hands them on.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
enum Kept {
    Wrapped {
        #[serde(flatten)]
        user: User,
    },
    Event(Event),
}

#[test]
fn generated_types_are_read_from_what_serde_keeps() {
    for kept in [Kept::Wrapped { user: user() }, Kept::Event(Event::Unknown(json!({"kind": "new", "n": [1.5]})))] {
        let text = serde_json::to_string(&kept).expect("serializes");
        assert_eq!(serde_json::from_str::<Kept>(&text).expect("deserializes"), kept);
    }
}
