//! The tables of objects as rows of decisions.
//!
//! Enters: nothing. Leaves: a row for each member and word, in the order in which the specification leads to them, then those of what is no
//! member. What is decided stands in the tables.

use indexmap::IndexMap;

use super::constructs;
use super::objects::{self, Age, Field, Kind, Object, Others};
use super::version::Version;
use crate::decision::{At, Construct, Decision, Has, Row, Table};
use crate::diagnostic::catalogue;

/// As `Row::versions` counts them.
pub(super) const VERSIONS: [Version; 4] = [Version::V2_0, Version::V3_0, Version::V3_1, Version::V3_2];

/// Every object that a description can have.
pub(super) struct Reach(IndexMap<&'static Object, Reached>);

/// What leads to an object.
#[derive(Clone, Copy)]
struct Reached {
    /// What has led to it first.
    table: Table,
    /// Whether Swagger 2.0 has it too.
    is_old: bool,
    /// The first version with a member that leads to it.
    since: Version,
}

impl Reach {
    pub(super) fn new() -> Self {
        let mut reach = Self(IndexMap::new());
        reach.object(&objects::OPENAPI, Table::OpenApi, Version::V2_0);
        reach.object(&objects::v2::SWAGGER, Table::Swagger, Version::V2_0);
        reach
    }

    /// Which table has the object.
    pub(super) fn of(&self, object: &Object) -> Option<Table> {
        self.0.iter().find(|(known, _)| known.is(object)).map(|(_, reached)| reached.table)
    }

    fn object(&mut self, object: &'static Object, from: Table, since: Version) {
        let is_old = from == Table::Swagger;
        let known = self.0.get(object).copied();
        let reached = known.unwrap_or(Reached { table: from, is_old, since });
        let now = Reached { is_old: reached.is_old || is_old, since: reached.since.min(since), ..reached };
        if known.is_some_and(|known| known.is_old == now.is_old && known.since == now.since) {
            return;
        }
        self.0.insert(object, now);
        let others = match &object.others {
            Others::All(kind) => Some((*kind, Version::V2_0)),
            Others::Unknown => None,
        };
        for (kind, member) in object.fields.iter().map(|field| (field.kind, field.since_when())).chain(others) {
            if let Some(within) = held(kind) {
                self.object(within, from, since.max(member));
            }
        }
    }
}

/// The object that a value is or has.
fn held(kind: Kind) -> Option<&'static Object> {
    match kind {
        Kind::Object(object) | Kind::OrReference(object) => Some(object),
        Kind::List(kind) | Kind::Map(kind) | Kind::BooleanOr(kind) | Kind::OneOrMany(kind) => held(*kind),
        Kind::Any | Kind::Text | Kind::Boolean | Kind::Number | Kind::Count | Kind::Word(_) => None,
    }
}

fn words(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Word(words) => words,
        Kind::List(kind) | Kind::Map(kind) | Kind::BooleanOr(kind) | Kind::OneOrMany(kind) => words(*kind),
        Kind::Any | Kind::Text | Kind::Boolean | Kind::Number | Kind::Count => &[],
        Kind::Object(_) | Kind::OrReference(_) => &[],
    }
}

/// A row for each member and word, then those of what is no member.
pub(crate) fn rows() -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for (object, reached) in Reach::new().0 {
        for field in object.fields {
            let mut add = |name: String, since: Option<Version>, at: At, decision: Decision| {
                let versions = reached.versions(field, since);
                let is_foreign = !versions.contains(&Has::Yes);
                let decision = if is_foreign { NEWER } else { decision };
                // One object may have several tables, as its form depends on where it stands.
                let is_known = |row: &Row| row.group == object.name && row.name == name && covers(row, versions);
                if !rows.iter().any(is_known) {
                    rows.push(Row { group: object.name, name, versions, at, decision });
                }
            };
            let words = words(field.kind);
            let member = At::Member(reached.table, object.name, field.name, words);
            add(format!("`{}`", field.name), None, member, field.decision);
            for word in words {
                let at = At::Word(reached.table, object.name, field.name, word, words);
                let decision = objects::decided(object, field, word);
                add(format!("`{}: {word}`", field.name), objects::since(object, field.name, word), at, decision);
            }
        }
    }
    rows.extend(constructs::all().map(Construct::row));
    rows
}

/// Whether a row speaks of each version that has it.
fn covers(row: &Row, versions: [Has; 4]) -> bool {
    let of_one = |(known, new): (&Has, Has)| *known == new || *known == Has::Yes || new == Has::No;
    row.versions.iter().zip(versions).all(of_one)
}

/// What Swagger 2.0 has only since people write it.
const NEWER: Decision =
    Decision::told("no part of Swagger 2.0; read as OpenAPI has it", &catalogue::NEWER_KEYWORD_READ);

impl Reached {
    /// How each version stands to a member, or to a word of it that a version has added.
    fn versions(self, field: &Field, word: Option<Version>) -> [Has; 4] {
        VERSIONS.map(|version| {
            let is_there = if version == Version::V2_0 { self.is_old } else { self.table == Table::OpenApi };
            let is_newer = word.is_some_and(|since| version < since);
            match field.age(version) {
                // What leads to it is told.
                _ if !is_there || version < self.since => Has::No,
                Age::Present if !is_newer => Has::Yes,
                Age::Present | Age::Newer(_) | Age::Older(_) => Has::Read,
            }
        })
    }
}
