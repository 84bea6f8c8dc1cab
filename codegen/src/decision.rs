//! What becomes of each member and construct of the specifications, as plain data.
//!
//! Enters: nothing. Leaves: the form in which the rooms write their decisions down, each beside what decides. Nothing of it is touched
//! while a crate is generated; `cargo xtask explain --write` makes `SUPPORT.md` of it and proves each row.

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

/// A verdict, and what there is to say about it.
#[derive(Clone, Copy, Debug)]
pub struct Decision {
    /// What becomes of it.
    pub verdict: Verdict,
    /// How, or why; empty where there is nothing to say.
    pub how: &'static str,
    /// The message that tells of it.
    pub code: Option<&'static Entry>,
}

impl Decision {
    pub(crate) const SUPPORTED: Self = Self::supported("");

    pub(crate) const fn supported(how: &'static str) -> Self {
        Self { verdict: Verdict::Supported, how, code: None }
    }

    pub(crate) const fn documented(how: &'static str) -> Self {
        Self { verdict: Verdict::Documented, how, code: None }
    }

    /// Told by no message, mostly since `reference.md` of the crate lists it.
    pub(crate) const fn degraded(how: &'static str) -> Self {
        Self { verdict: Verdict::Degraded, how, code: None }
    }

    pub(crate) const fn ignored(why: &'static str) -> Self {
        Self { verdict: Verdict::Ignored, how: why, code: None }
    }

    pub(crate) const fn refused(why: &'static str) -> Self {
        Self { verdict: Verdict::Refused, how: why, code: None }
    }

    /// The same, told by that message.
    pub(crate) const fn told(self, entry: &'static Entry) -> Self {
        Self { code: Some(entry), ..self }
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
    /// A member of an object, of any version, whose text is like that.
    Text(&'static str, &'static str, fn(&str) -> bool),
    /// An object, of any version, whose key in what holds it is like that.
    Key(&'static str, fn(&str) -> bool),
}

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
    /// The object that has the member, or that the key leads to.
    pub(crate) object: &'static str,
    pub(crate) what: What,
}

#[derive(Clone, Debug)]
pub(crate) enum What {
    /// A member; its text, where it has one.
    Member(String, Option<String>),
    Key(String),
}

impl At {
    /// Whether it is about what stands there.
    #[must_use]
    pub fn fits(&self, site: &Site) -> bool {
        match (*self, &site.what) {
            (Self::Member(table, object, member, _), What::Member(name, _)) => {
                name == member && site.object == object && site.table == table
            }
            (Self::Word(table, object, member, word, _), What::Member(name, Some(text))) => {
                text == word && name == member && site.object == object && site.table == table
            }
            (Self::Text(object, member, is), What::Member(name, Some(text))) => {
                name == member && site.object == object && is(text)
            }
            (Self::Key(object, is), What::Key(key)) => site.object == object && is(key),
            (Self::Member(..) | Self::Word(..) | Self::Text(..) | Self::Key(..), _) => false,
        }
    }
}
