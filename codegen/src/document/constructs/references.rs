//! What becomes of references, by what they lead to and how they are written.

use super::super::uri;
use super::{Construct, Decision, Has, without};
use crate::decision::{At, Table};
use crate::diagnostic::{Entry, catalogue};

/// In the order of the page.
pub(super) static ALL: &[Construct] = &[
    to("a component: `#/components/schemas/User`", Construct::EVERY, is_component, Decision::SUPPORTED),
    to("any other place: `#/paths/~1users/get`", Construct::EVERY, is_elsewhere, Decision::SUPPORTED),
    to(
        "a media type: `#/components/mediaTypes/User`",
        [Has::No, Has::No, Has::No, Has::Yes],
        |target| target.starts_with("#/components/mediaTypes/"),
        Decision::SUPPORTED,
    ),
    to(
        "keys that are percent-encoded: `#/components/schemas/My%20User`",
        Construct::EVERY,
        |target| target.starts_with('#') && target.contains('%'),
        Decision::SUPPORTED,
    ),
    to(
        "the whole that it stands in: `#`",
        Construct::SINCE_3_1,
        |target| target == "#",
        Decision::supported(
            "the schema with an `$id` that it is within, or, in every version, the file that is a schema; a description is none",
        ),
    ),
    to(
        "an `$anchor`: `#user`",
        Construct::SINCE_3_1,
        |target| target.starts_with('#') && target.len() > 1 && !target.starts_with("#/"),
        Decision::SUPPORTED,
    ),
    to(
        "an `$id`: `https://example.com/schemas/user`",
        Construct::SINCE_3_1,
        |target| uri::is_absolute(target) && !target.contains('#'),
        Decision::supported("of a schema of the description, whatever its address is"),
    ),
    to(
        "a whole file: `user.yaml`",
        Construct::EVERY,
        |target| is_file(target) && !target.contains('#'),
        Decision::supported("below the folder of the description; each file is read once"),
    ),
    to(
        "a place in a file: `users.yaml#/User`",
        Construct::EVERY,
        |target| is_file(target) && target.contains("#/"),
        Decision::supported(
            "below the folder of the description; each file is read once, and as its own version has it, whatever that of the description is",
        ),
    ),
    to(
        "an address: `https://example.com/users.yaml`",
        Construct::EVERY,
        uri::is_absolute,
        Decision::refused(
            "unless `clientwright vendor` has fetched it: nothing is fetched while a crate is generated",
            &catalogue::OTHER_ADDRESS,
        ),
    ),
    told("what is not there", Decision::told("any value; else what refers is left out", &catalogue::UNKNOWN_REF)),
    told("a circle of references alone", Decision::told("any value", &catalogue::REF_CYCLE)),
    told("something of another kind", refused(&catalogue::WRONG_REF_KIND)),
    told("a file that is not there", refused(&catalogue::OTHER_FILE)),
    told("a name alone: `User`", Decision::told("the component of that name", &catalogue::REF_READ)),
    told("nothing: `$ref: ''`", Decision::told("any value", &catalogue::EMPTY_REF)),
    told(
        "anything, where no reference stands: `get: {$ref: list.yaml}`",
        Decision::told("as if it stood there", &catalogue::INCLUDED),
    ),
    told("what holds the schema that is meant", Decision::told("that schema", &catalogue::MISPLACED_REF)),
    beside("`summary`", "summary", Construct::SINCE_3_1, Decision::documented("")),
    beside("`description`", "description", Construct::SINCE_3_1, Decision::documented("")),
    beside("`summary` before 3.1", "summary", BEFORE_3_1, Decision::told("it is ignored", &catalogue::BESIDE_REF)),
    beside(
        "`description` before 3.1",
        "description",
        BEFORE_3_1,
        Decision::told("it is ignored", &catalogue::BESIDE_REF),
    ),
    Construct {
        group: "Beside a reference",
        name: "members of a schema",
        versions: Construct::EVERY,
        at: At::Object("Schema Object", |members| {
            let is_more = members.get("$ref").is_some_and(serde_json::Value::is_string) && members.len() > 1;
            let others = members.keys().filter(|key| *key != "$ref");
            is_more.then(|| others.fold(members.clone(), |rest, key| without(&rest, key)))
        }),
        decision: Decision::supported("as 3.1 has them, in all versions: before it they were to be ignored"),
    },
];

const BEFORE_3_1: [Has; 4] = [Has::Yes, Has::Yes, Has::No, Has::No];

const fn refused(entry: &'static Entry) -> Decision {
    Decision::refused("", entry)
}

fn is_component(target: &str) -> bool {
    target.starts_with("#/components/") || target.starts_with("#/definitions/")
}

fn is_elsewhere(target: &str) -> bool {
    target.starts_with("#/") && !is_component(target)
}

fn is_file(target: &str) -> bool {
    !target.starts_with('#') && !uri::is_absolute(target)
}

const fn to(name: &'static str, versions: [Has; 4], is: fn(&str) -> bool, decision: Decision) -> Construct {
    Construct { group: "References to", name, versions, at: At::Text("Reference Object", "$ref", is, &[]), decision }
}

const fn told(name: &'static str, decision: Decision) -> Construct {
    Construct { group: "References to", name, versions: Construct::EVERY, at: At::Told, decision }
}

const fn beside(name: &'static str, member: &'static str, versions: [Has; 4], decision: Decision) -> Construct {
    let at = At::Member(Table::OpenApi, "Reference Object", member, &[]);
    Construct { group: "Beside a reference", name, versions, at, decision }
}
