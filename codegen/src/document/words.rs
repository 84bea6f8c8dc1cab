//! Which rare words a description has: a pass about words that nobody wrote walks nothing.
//!
//! Enters: the tree. Leaves: the words. Whether they stand where they mean something is for the pass to say.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

/// What a pass is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum About {
    /// Names of schemas, which references may lead to.
    Names,
    /// What generic schemas ask for.
    Generic,
    /// The dialects of schemas.
    Dialect,
    /// The items of streams.
    Items,
    /// Security schemes, by where they stand.
    Schemes,
}

impl About {
    fn of(key: &str, member: &Value) -> Option<Self> {
        match key {
            "$id" | "$anchor" | "$dynamicAnchor" | "$self" => Some(Self::Names),
            "$dynamicRef" => Some(Self::Generic),
            "$schema" | "jsonSchemaDialect" => Some(Self::Dialect),
            "itemSchema" => Some(Self::Items),
            "security" => {
                let names = member.as_array()?.iter().filter_map(Value::as_object).flat_map(Map::keys);
                names.into_iter().any(|name| name.contains('#')).then_some(Self::Schemes)
            }
            _ => None,
        }
    }
}

/// What the words of one tree are about.
pub(super) struct Words(BTreeSet<About>);

impl Words {
    pub(super) fn of(tree: &Value) -> Self {
        let mut words = Self(BTreeSet::new());
        words.look(tree);
        words
    }

    /// Whether any word is about that.
    pub(super) fn has(&self, about: About) -> bool {
        self.0.contains(&about)
    }

    fn look(&mut self, value: &Value) {
        match value {
            Value::Object(members) => {
                for (key, member) in members {
                    self.0.extend(About::of(key, member));
                    self.look(member);
                }
            }
            Value::Array(items) => items.iter().for_each(|item| self.look(item)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
}
