//! The tables of objects as rows of decisions, and what of it a description has.
//!
//! Enters: nothing, or the tree of a description. Leaves: a row for each member and word, in the order in which the specification leads
//! to them; or each member and key with its place. What is decided stands in the tables.

use indexmap::IndexMap;
use serde_json::Value;

use super::constructs;
use super::objects::{self, Age, Field, Kind, Object, Others};
use super::path::Path;
use super::version::Version;
use super::walk::{self, Root};
use crate::decision::{At, Decision, Has, Row, Site, Table, Verdict, What};
use crate::diagnostic::catalogue;

const VERSIONS: [Version; 4] = [Version::V2_0, Version::V3_0, Version::V3_1, Version::V3_2];

/// Every object that a description can have, and whether Swagger 2.0 has it too.
struct Reach(IndexMap<&'static Object, (Table, bool)>);

impl Reach {
    fn new() -> Self {
        let mut reach = Self(IndexMap::new());
        reach.object(&objects::OPENAPI, Table::OpenApi);
        reach.object(&objects::v2::SWAGGER, Table::Swagger);
        reach
    }

    fn object(&mut self, object: &'static Object, from: Table) {
        let is_old = from == Table::Swagger;
        match self.0.get_mut(object) {
            Some((_, in_swagger)) if *in_swagger || !is_old => return,
            Some((_, in_swagger)) => *in_swagger = true,
            None => drop(self.0.insert(object, (from, is_old))),
        }
        let others = match &object.others {
            Others::All(kind) => Some(*kind),
            Others::Unknown => None,
        };
        for kind in object.fields.iter().map(|field| field.kind).chain(others) {
            if let Some(within) = held(kind) {
                self.object(within, from);
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
    for (object, (table, is_old)) in Reach::new().0 {
        let tables = Tables { is_old, is_new: table == Table::OpenApi };
        for field in object.fields {
            let mut add = |name: String, versions: [Has; 4], at: At, decision: Decision| {
                let is_foreign = !versions.contains(&Has::Yes) && decision.verdict == Verdict::Supported;
                let decision = if is_foreign { NEWER } else { decision };
                // One object may have several tables, as its form depends on where it stands.
                let is_known = |row: &Row| row.group == object.name && row.name == name && row.versions == versions;
                if !rows.iter().any(is_known) {
                    rows.push(Row { group: object.name, name, versions, at, decision });
                }
            };
            let words = words(field.kind);
            let member = At::Member(table, object.name, field.name, words);
            add(format!("`{}`", field.name), tables.versions(field, None), member, field.decision);
            for word in words {
                let since = objects::since(object, field.name, word);
                let decision = objects::decided(object, field.name, word).unwrap_or(Decision::SUPPORTED);
                let at = At::Word(table, object.name, field.name, word, words);
                add(format!("`{}: {word}`", field.name), tables.versions(field, since), at, decision);
            }
        }
    }
    rows.extend(constructs::ALL.iter().map(|construct| construct.row()));
    rows
}

/// What Swagger 2.0 has only since people write it.
const NEWER: Decision =
    Decision::degraded("no part of Swagger 2.0; read as OpenAPI has it").told(&catalogue::NEWER_KEYWORD_READ);

/// Which versions have an object.
#[derive(Clone, Copy)]
struct Tables {
    /// Swagger 2.0.
    is_old: bool,
    /// OpenAPI.
    is_new: bool,
}

impl Tables {
    /// How each version stands to a member, or to a word of it that a version has added.
    fn versions(self, field: &Field, since: Option<Version>) -> [Has; 4] {
        VERSIONS.map(|version| {
            let is_there = if version == Version::V2_0 { self.is_old } else { self.is_new };
            let is_later = since.is_some_and(|since| version < since);
            match is_there {
                true if field.age(version) == Age::Present && !is_later => Has::Yes,
                true => Has::Read,
                false => Has::No,
            }
        })
    }
}

/// The version that a description follows, counted from Swagger 2.0, and all that it has. `None` where it follows none that is read.
pub(crate) fn sites(tree: &Value) -> Option<(usize, Vec<Site>)> {
    let version = Version::of(tree)?;
    let root = Root { pointer: crate::place::Pointer::root(), object: root(version) };
    let mut finder = Finder { reach: Reach::new(), sites: Vec::new() };
    finder.value(tree, root.kind(), &Path::Root);
    let at = VERSIONS.iter().position(|known| *known == version)?;
    Some((at, finder.sites))
}

fn root(version: Version) -> &'static Object {
    if version == Version::V2_0 { &objects::v2::SWAGGER } else { &objects::OPENAPI }
}

struct Finder {
    reach: Reach,
    sites: Vec<Site>,
}

impl Finder {
    fn value(&mut self, value: &Value, kind: Kind, path: &Path<'_>) {
        match (kind, value) {
            (Kind::OrReference(object), Value::Object(members)) if walk::stands_for_another(object, members) => {
                let text = members.get("$ref").and_then(Value::as_str).map(str::to_owned);
                self.add(REFERENCE, Table::OpenApi, What::Member("$ref".to_owned(), text), &path.key("$ref"));
            }
            (Kind::Object(object) | Kind::OrReference(object), Value::Object(members)) => {
                for (key, member) in members {
                    let path = path.key(key);
                    self.member(object, key, member, &path);
                    match (object.field(key), object.kind(key)) {
                        (Some(field), _) => self.value(member, field.kind, &path),
                        (None, Some(kind)) if kind.object().is_some() => self.keyed(key, member, kind, &path),
                        // Names of what stands elsewhere.
                        (None, Some(_)) => self.add(object.name, Table::OpenApi, What::Key(key.clone()), &path),
                        (None, None) => {}
                    }
                }
            }
            (Kind::List(kind) | Kind::OneOrMany(kind), Value::Array(items)) => {
                for (index, item) in items.iter().enumerate() {
                    self.value(item, *kind, &path.index(index));
                }
            }
            (Kind::Map(kind), Value::Object(members)) => {
                for (key, member) in members {
                    self.keyed(key, member, *kind, &path.key(key));
                }
            }
            (Kind::BooleanOr(kind) | Kind::OneOrMany(kind), value) => self.value(value, *kind, path),
            (Kind::Any | Kind::Text | Kind::Boolean | Kind::Number | Kind::Count | Kind::Word(_), _) => {}
            (Kind::Object(_) | Kind::OrReference(_) | Kind::List(_) | Kind::Map(_), _) => {}
        }
    }

    /// A member of an object; each of its texts, where it is a list of them.
    fn member(&mut self, object: &'static Object, key: &str, member: &Value, path: &Path<'_>) {
        let Some((table, _)) = self.reach.0.get(object).copied() else { return };
        let what = |text: Option<&str>| What::Member(key.to_owned(), text.map(str::to_owned));
        self.add(object.name, table, what(member.as_str()), path);
        for (index, item) in member.as_array().into_iter().flatten().enumerate() {
            if let Some(text) = item.as_str() {
                self.add(object.name, table, what(Some(text)), &path.index(index));
            }
        }
    }

    /// A value of a map, or of an object whose keys are names.
    fn keyed(&mut self, key: &str, value: &Value, kind: Kind, path: &Path<'_>) {
        if let Some((object, table)) = kind.object().and_then(|it| Some((it, self.reach.0.get(it)?.0))) {
            self.add(object.name, table, What::Key(key.to_owned()), path);
        }
        self.value(value, kind, path);
    }

    fn add(&mut self, object: &'static str, table: Table, what: What, path: &Path<'_>) {
        self.sites.push(Site { pointer: path.pointer(), table, object, what });
    }
}

/// What refers has no table.
const REFERENCE: &str = "Reference Object";
