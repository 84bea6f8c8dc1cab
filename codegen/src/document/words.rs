//! Which rare words a description has: a pass about words that nobody wrote walks nothing.
//!
//! Enters: the tree. Leaves: the words. Whether they stand where they mean something is for the pass to say.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::references;

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
    /// References to something else than a component of the description: into other files, by names, into other places.
    Elsewhere,
    /// Members without a value.
    Nothing,
}

impl About {
    fn of(key: &str, member: &Value) -> Option<Self> {
        match key {
            "$id" | "$anchor" | "$dynamicAnchor" | "$self" => Some(Self::Names),
            "$dynamicRef" => Some(Self::Generic),
            "$schema" | "jsonSchemaDialect" => Some(Self::Dialect),
            "itemSchema" => Some(Self::Items),
            "security" if names_a_place(member) => Some(Self::Schemes),
            "$ref" | "defaultMapping" => member.as_str().and_then(Self::of_reference),
            "mapping" => {
                let mut targets = member.as_object().into_iter().flat_map(Map::values).filter_map(Value::as_str);
                targets.any(|target| !target.starts_with('#')).then_some(Self::Elsewhere)
            }
            _ => None,
        }
    }

    fn of_reference(target: &str) -> Option<Self> {
        let named = target.strip_prefix("#/components/").and_then(|named| named.split_once('/'));
        let is_component = named.is_some_and(|(section, name)| references::is_section(section) && !name.contains('/'));
        (!is_component).then_some(Self::Elsewhere)
    }
}

/// Whether what is required is named as a reference would, in whichever of the forms that people write.
fn names_a_place(required: &Value) -> bool {
    match required {
        Value::String(name) => name.contains('#'),
        Value::Array(items) => items.iter().any(names_a_place),
        Value::Object(schemes) => schemes.keys().any(|name| name.contains('#')),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
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
            Value::Null => self.0.extend([About::Nothing]),
            Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
}
