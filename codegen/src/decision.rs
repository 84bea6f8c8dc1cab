//! What becomes of each member and construct of the specifications, as plain data.
//!
//! Enters: nothing. Leaves: the form in which the rooms write their decisions down, each beside what decides. Nothing of it is touched
//! while a crate is generated; `cargo xtask explain --write` makes `SUPPORT.md` of it and proves each row.

use serde_json::{Map, Value};

use crate::diagnostic::Entry;
use crate::place::Pointer;

/// What becomes of something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// The code of the client follows it.
    Supported,
    /// The documentation of the client says it.
    Documented,
    /// The client has less than the description says.
    Degraded,
    /// A client has no use for it: the crate is the same without it.
    Ignored,
    /// A description that has it is rejected.
    Refused,
}

/// By what one sees that it is so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// The code.
    Code,
    /// A message, which names its place.
    Message(&'static Entry),
    /// `reference.md` of the crate, which lists what is not generated.
    List,
    /// The words for readers; the code is the same.
    Words,
    /// The words for readers; where they tell one thing from another, the code too.
    TellingWords,
    /// Nothing.
    Nothing,
}

/// A verdict, and what there is to say about it.
#[derive(Clone, Copy, Debug)]
pub struct Decision {
    /// What becomes of it.
    pub verdict: Verdict,
    /// How, or why; empty where there is nothing to say.
    pub how: &'static str,
    /// By what one sees it.
    pub sign: Sign,
}

impl Decision {
    pub(crate) const SUPPORTED: Self = Self::supported("");

    pub(crate) const fn supported(how: &'static str) -> Self {
        Self { verdict: Verdict::Supported, how, sign: Sign::Code }
    }

    pub(crate) const fn documented(how: &'static str) -> Self {
        Self { verdict: Verdict::Documented, how, sign: Sign::Words }
    }

    /// Documented, where words can tell one thing from another.
    pub(crate) const fn telling(how: &'static str) -> Self {
        Self { verdict: Verdict::Documented, how, sign: Sign::TellingWords }
    }

    pub(crate) const fn degraded(how: &'static str, sign: Sign) -> Self {
        Self { verdict: Verdict::Degraded, how, sign }
    }

    pub(crate) const fn ignored(why: &'static str) -> Self {
        Self { verdict: Verdict::Ignored, how: why, sign: Sign::Nothing }
    }

    pub(crate) const fn refused(why: &'static str, entry: &'static Entry) -> Self {
        Self { verdict: Verdict::Refused, how: why, sign: Sign::Message(entry) }
    }

    /// Degraded, as that message tells.
    pub(crate) const fn told(how: &'static str, entry: &'static Entry) -> Self {
        Self::degraded(how, Sign::Message(entry))
    }

    /// The message that tells of it.
    #[must_use]
    pub const fn message(&self) -> Option<&'static Entry> {
        match self.sign {
            Sign::Message(entry) => Some(entry),
            Sign::Code | Sign::List | Sign::Words | Sign::TellingWords | Sign::Nothing => None,
        }
    }
}

/// One decision, and where in descriptions what it is about stands.
#[derive(Clone, Debug)]
pub struct Row {
    /// The object that it belongs to, or what constructs like it are called.
    pub group: &'static str,
    /// As readers of the specification know it.
    pub name: String,
    /// How Swagger 2.0, OpenAPI 3.0, 3.1 and 3.2 stand to it.
    pub versions: [Has; 4],
    /// Where it stands.
    pub at: At,
    /// What becomes of it.
    pub decision: Decision,
}

/// How a version stands to something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Has {
    /// It has it.
    Yes,
    /// It has not, and a description that has it is read all the same, and told of.
    Read,
    /// It has not.
    No,
}

/// Where something stands.
#[derive(Clone, Copy, Debug)]
pub enum At {
    /// A member of an object; the words that it may be, where it is one of some.
    Member(Table, &'static str, &'static str, &'static [&'static str]),
    /// A member of an object whose value, or one of whose values, is a word of several.
    Word(Table, &'static str, &'static str, &'static str, &'static [&'static str]),
    /// A member of an object, of any version, whose text is like that; texts of its kind.
    Text(&'static str, &'static str, fn(&str) -> bool, &'static [&'static str]),
    /// An object, of any version, whose key in what holds it is like that; keys of its kind.
    Key(&'static str, fn(&str) -> bool, &'static [&'static str]),
    /// A member of an object, of any version, whose value has a form; the function gives the value without it.
    Form(&'static str, &'static str, fn(&Value) -> Option<Value>),
    /// An object, of any version, that has a form; the function gives the object without it.
    Object(&'static str, fn(&Members) -> Option<Members>),
    /// An object, of any version, that lacks a member.
    Absent(&'static str, &'static str),
    /// A member of any object, with a name like that.
    Named(fn(&str) -> bool),
    /// Wherever its message is told.
    Told,
}

/// The members of an object.
pub type Members = Map<String, Value>;

/// Which specification has the object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Table {
    /// OpenAPI, with the objects that Swagger 2.0 has in the same form.
    OpenApi,
    /// Swagger 2.0, where its object is another one.
    Swagger,
}

/// A construct, as the room that decides writes it down.
#[derive(Debug)]
pub(crate) struct Construct {
    pub(crate) group: &'static str,
    /// As Markdown.
    pub(crate) name: &'static str,
    /// The versions that have it.
    pub(crate) versions: [Has; 4],
    pub(crate) at: At,
    pub(crate) decision: Decision,
}

impl Construct {
    /// The versions of all that every one has.
    pub(crate) const EVERY: [Has; 4] = [Has::Yes; 4];
    /// Those of OpenAPI alone.
    pub(crate) const OPENAPI: [Has; 4] = [Has::No, Has::Yes, Has::Yes, Has::Yes];
    /// Those of JSON Schema 2020-12.
    pub(crate) const SINCE_3_1: [Has; 4] = [Has::No, Has::No, Has::Yes, Has::Yes];
    /// The same, where what earlier ones have of it is read as in these.
    pub(crate) const READ_BEFORE_3_1: [Has; 4] = [Has::Read, Has::Read, Has::Yes, Has::Yes];

    pub(crate) fn row(&self) -> Row {
        let Self { group, name, versions, at, decision } = *self;
        Row { group, name: name.to_owned(), versions, at, decision }
    }
}

/// Something that a description has.
#[derive(Clone, Debug)]
pub struct Site {
    /// Where it stands.
    pub pointer: Pointer,
    pub(crate) table: Table,
    /// The object itself, or that has the member, or that the key leads to.
    pub(crate) object: &'static str,
    pub(crate) what: What,
}

#[derive(Clone, Debug)]
pub(crate) enum What {
    /// An object.
    Object,
    /// A member; its text, where it has one.
    Member(String, Option<String>),
    Key(String),
}

impl At {
    /// Whether it is about what stands there, in that description.
    #[must_use]
    pub fn fits(&self, site: &Site, tree: &Value) -> bool {
        match (*self, &site.what) {
            (Self::Member(table, object, member, _), What::Member(name, _)) => {
                name == member && site.object == object && site.table == table
            }
            (Self::Word(table, object, member, word, _), What::Member(name, Some(text))) => {
                text == word && name == member && site.object == object && site.table == table
            }
            (Self::Text(object, member, is, _), What::Member(name, Some(text))) => {
                name == member && site.object == object && is(text)
            }
            (Self::Key(object, is, _), What::Key(key)) => site.object == object && is(key),
            (Self::Form(object, member, without), What::Member(name, _)) if name == member && site.object == object => {
                tree.pointer(site.pointer.as_str()).and_then(without).is_some()
            }
            (Self::Object(object, without), What::Object) if site.object == object => {
                tree.pointer(site.pointer.as_str()).and_then(Value::as_object).and_then(without).is_some()
            }
            (Self::Absent(object, member), What::Object) if site.object == object => {
                let members = tree.pointer(site.pointer.as_str()).and_then(Value::as_object);
                members.is_some_and(|members| !members.contains_key(member))
            }
            (Self::Named(is), What::Member(name, _)) => is(name),
            // All but what stands nowhere by itself.
            (Self::Member(..) | Self::Word(..) | Self::Text(..) | Self::Key(..), _) => false,
            (Self::Form(..) | Self::Object(..) | Self::Absent(..) | Self::Named(_) | Self::Told, _) => false,
        }
    }
}
