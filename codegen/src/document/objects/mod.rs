//! The objects of the specification as data: which members each has and of what kind they are.
//!
//! Repairs, the structural check and the references are driven by these tables; they decide nothing themselves.

mod rules;
mod schema;
mod security;
pub(super) mod v2;
mod v3;

pub(super) use self::rules::*;
pub(super) use self::schema::*;
pub(super) use self::security::*;
pub(super) use self::v3::*;
use super::version::Version;
use crate::decision::{Decision, Sign};
use crate::diagnostic::Entry;

/// One kind of object of the specification.
#[derive(Debug)]
pub(super) struct Object {
    /// As the specification calls it: "Operation Object".
    pub(super) name: &'static str,
    pub(super) fields: &'static [Field],
    /// What members are that `fields` does not name and that do not begin with `x-`.
    pub(super) others: Others,
}

/// One member that the specification names.
#[derive(Clone, Copy, Debug)]
pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    pub(super) need: Need,
    /// The first version that has it.
    since: Version,
    /// The last version that has it; `None` where it is there to stay.
    until: Option<Version>,
    /// What becomes of it.
    pub(super) decision: Decision,
}

/// What becomes of a word, where that is not what becomes of its member's other words: the object, the member, the word.
pub(super) type WordDecision = (&'static Object, &'static str, &'static str, Decision);

/// Whether a member must be there.
#[derive(Clone, Copy, Debug)]
pub(super) enum Need {
    Optional,
    Required,
    /// In no version behind this one.
    RequiredUntil(Version),
}

/// How a version stands to a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Age {
    /// It has it.
    Present,
    /// A later one has it: this one.
    Newer(Version),
    /// An earlier one had it last: this one.
    Older(Version),
}

/// How decisions of many members are carried out, or why they are so.
const UNCHECKED: &str = "documented; not checked before sending";
pub(super) const BOUND: &str = "documented, and tells the alternatives of a union apart; not checked before sending";
const NO_XML: &str =
    "XML is neither written nor read; a body that is nothing else is told by [CW0414](DIAGNOSTICS.md#cw0414)";
const WHOLE: &str = "whole bodies are too long for documentation; samples are made of the examples of schemas";
const OF_BODY: &str =
    "in the example of the call, of a body that is sent and not long; what comes back is too long for documentation";
const EMPTY: &str =
    "a text may be empty as it is; other types of a form of Swagger 2.0 are told by [CW0182](DIAGNOSTICS.md#cw0182)";
const ENDS: &str = "documentation; where it names what ends a stream, the stream ends there";
const WORDS_TELL: &str = "inline schemas that say other things are types of their own";
const DEFAULT: &str = "what is not set is not sent; samples have it, and what asks for a stream is sent where it is not what the server does without it";
const TITLE: &str = "where there is no description; what has no name of its own may be called by it";
const DIALECT: &str = "schemas are read as JSON Schema 2020-12 and OpenAPI have them, whatever else is said";
const EXAMPLE_SAID: &str = "documentation, and the samples of tests";

impl Field {
    /// The same member, which no version before has.
    const fn since(mut self, version: Version) -> Self {
        self.since = version;
        self
    }

    /// The same member, which no version behind has.
    const fn until(mut self, version: Version) -> Self {
        self.until = Some(version);
        self
    }

    /// The same member, whose decision is carried out so.
    const fn how(mut self, how: &'static str) -> Self {
        self.decision.how = how;
        self
    }

    /// The same member, which is words for readers.
    const fn documented(mut self) -> Self {
        self.decision = Decision::documented("");
        self
    }

    /// The same member, which is words for readers in some places.
    const fn documented_as(mut self, how: &'static str) -> Self {
        self.decision = Decision::documented(how);
        self
    }

    /// The same member, which is words for readers, and may tell one thing from another.
    const fn telling(mut self, how: &'static str) -> Self {
        self.decision = Decision::telling(how);
        self
    }

    /// The same member, of which the client has no more than words.
    const fn degraded(mut self, how: &'static str) -> Self {
        self.decision = Decision::degraded(how, Sign::Words);
        self
    }

    /// The same member, of which the client has no more than words, which tell one thing from another.
    const fn half(mut self, how: &'static str) -> Self {
        self.decision = Decision::degraded(how, Sign::TellingWords);
        self
    }

    /// The same member, which `reference.md` lists.
    const fn listed(mut self, how: &'static str) -> Self {
        self.decision = Decision::degraded(how, Sign::List);
        self
    }

    /// The same member, which nobody reads.
    const fn ignored(mut self, why: &'static str) -> Self {
        self.decision = Decision::ignored(why);
        self
    }

    /// The same member, of which the client has less, as that message tells.
    const fn told(mut self, how: &'static str, entry: &'static Entry) -> Self {
        self.decision = Decision::told(how, entry);
        self
    }

    /// The first version that has it.
    pub(super) fn since_when(&self) -> Version {
        self.since
    }

    pub(super) fn is_required(&self, version: Version) -> bool {
        match self.need {
            Need::Optional => false,
            Need::Required => true,
            Need::RequiredUntil(last) => version <= last,
        }
    }

    /// Whether an earlier version had to have it, and this one need not.
    pub(super) fn is_freed(&self, version: Version) -> bool {
        matches!(self.need, Need::RequiredUntil(last) if version > last)
    }

    pub(super) fn age(&self, version: Version) -> Age {
        match self.until {
            _ if version < self.since => Age::Newer(self.since),
            Some(last) if version > last => Age::Older(last),
            Some(_) | None => Age::Present,
        }
    }
}

/// What members without a name of their own are.
#[derive(Debug)]
pub(super) enum Others {
    /// There should be none.
    Unknown,
    /// All are of one kind; the key says what they belong to.
    All(Kind),
}

/// What a value must be.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kind {
    /// Anything; it is not looked into.
    Any,
    Text,
    Boolean,
    Number,
    /// A whole number from 0.
    Count,
    /// One of these words.
    Word(&'static [&'static str]),
    Object(&'static Object),
    /// The object, or a Reference Object that leads to one.
    OrReference(&'static Object),
    List(&'static Kind),
    Map(&'static Kind),
    /// A boolean, or the other kind.
    BooleanOr(&'static Kind),
    /// One of the kind, or a list of them.
    OneOrMany(&'static Kind),
}

impl Object {
    pub(super) fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// The kind of a member, known by name or by pattern; `None` for extensions and unknown members.
    pub(super) fn kind(&self, name: &str) -> Option<Kind> {
        if let Some(field) = self.field(name) {
            return Some(field.kind);
        }
        match self.others {
            Others::All(kind) if !name.starts_with("x-") => Some(kind),
            Others::All(_) | Others::Unknown => None,
        }
    }

    /// What the tables say of the place that the segments lead to from here; `None` where they do not reach.
    pub(super) fn kind_below<S: AsRef<str>>(&'static self, segments: impl IntoIterator<Item = S>) -> Option<Kind> {
        let mut kind = Kind::Object(self);
        for segment in segments {
            kind = kind.step(segment.as_ref())?;
        }
        Some(kind)
    }

    pub(super) fn is(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }

    /// Whether it is the Schema Object of any version.
    pub(super) fn is_schema(&self) -> bool {
        self.is(&SCHEMA) || self.is(&v2::SCHEMA)
    }

    /// Whether it is the whole of a description.
    pub(super) fn is_description(&self) -> bool {
        self.is(&OPENAPI) || self.is(&v2::SWAGGER)
    }
}

impl Kind {
    /// The kind of the member or item of that name.
    fn step(self, segment: &str) -> Option<Self> {
        match self {
            Self::Object(object) | Self::OrReference(object) => object.kind(segment),
            Self::List(kind) | Self::Map(kind) | Self::OneOrMany(kind) => Some(*kind),
            Self::BooleanOr(kind) => kind.step(segment),
            Self::Any | Self::Text | Self::Boolean | Self::Number | Self::Count | Self::Word(_) => None,
        }
    }

    /// Whether a value without members stands there.
    pub(super) fn is_plain(self) -> bool {
        matches!(self, Self::Text | Self::Boolean | Self::Number | Self::Count | Self::Word(_))
    }

    /// The object that stands there, by itself or behind a reference.
    pub(super) fn object(self) -> Option<&'static Object> {
        match self {
            Self::Object(object) | Self::OrReference(object) => Some(object),
            Self::BooleanOr(kind) => kind.object(),
            Self::List(_) | Self::Map(_) | Self::OneOrMany(_) => None,
            Self::Any | Self::Text | Self::Boolean | Self::Number | Self::Count | Self::Word(_) => None,
        }
    }
}

/// Objects are told apart by where their tables stand.
impl PartialEq for Object {
    fn eq(&self, other: &Self) -> bool {
        self.is(other)
    }
}

impl Eq for Object {}

impl std::hash::Hash for Object {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.name.hash(state);
    }
}

/// An object with named members only.
const fn object(name: &'static str, fields: &'static [Field]) -> Object {
    Object { name, fields, others: Others::Unknown }
}

/// The members of several lists as those of one object.
const fn joined<const COUNT: usize>(lists: &[&[Field]]) -> [Field; COUNT] {
    let mut fields = [optional("", Kind::Any); COUNT];
    let (mut list, mut count) = (0, 0);
    while list < lists.len() {
        let mut index = 0;
        while index < lists[list].len() {
            fields[count] = lists[list][index];
            index += 1;
            count += 1;
        }
        list += 1;
    }
    assert!(count == COUNT, "as many as there is room for");
    fields
}

const fn required(name: &'static str, kind: Kind) -> Field {
    Field { name, kind, need: Need::Required, since: Version::V2_0, until: None, decision: Decision::SUPPORTED }
}

const fn required_until(version: Version, name: &'static str, kind: Kind) -> Field {
    Field { need: Need::RequiredUntil(version), ..required(name, kind) }
}

const fn optional(name: &'static str, kind: Kind) -> Field {
    Field { need: Need::Optional, ..required(name, kind) }
}

/// The version that has added a word; `None` where it is as old as its member.
pub(super) fn since(object: &Object, member: &str, word: &str) -> Option<Version> {
    let mut newer = NEWER_WORDS.iter().filter(|(holder, ..)| holder.is(object));
    newer.find(|(_, key, known, _)| (*key, *known) == (member, word)).map(|(.., since)| *since)
}

/// What becomes of a word: what becomes of its member, where nothing else is said.
pub(super) fn decided(object: &Object, field: &Field, word: &str) -> Decision {
    let mut decided = WORDS.iter().chain(v2::WORDS).filter(|(holder, ..)| holder.is(object));
    let own = decided.find(|(_, key, known, _)| (*key, *known) == (field.name, word));
    own.map_or(field.decision, |(.., decision)| *decision)
}
