//! What a new version of a description changes for those who call the crate.
//!
//! Enters: the surfaces of the crates of both versions. Leaves: [`Changes`], each with what it means to callers, and their texts. Not its
//! business: descriptions, and how a surface is made.

mod catalogue;
mod compare;
mod json;
mod markdown;
mod pairs;
mod text;
mod version;

pub use self::catalogue::CHANGE_KINDS;
pub use self::compare::compare;
use crate::place::Place;
use crate::surface::At;

/// What a change means to callers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Impact {
    /// Programs compile as before, and have nothing more to use. What is sent or read may be something else.
    None,
    /// There is more to use, and programs compile as before.
    Additive,
    /// There are programs that no longer compile.
    Breaking,
}

impl Impact {
    /// As texts have it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Additive => "additive",
            Self::Breaking => "breaking",
        }
    }
}

/// A kind of changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ChangeKind {
    /// `argument-added`.
    pub code: &'static str,
    /// What all of this kind mean to callers.
    pub impact: Impact,
    /// Whether programs see it at all. What they do not is how something is sent or read.
    pub is_seen: bool,
    /// In a sentence.
    pub meaning: &'static str,
}

/// One change.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Change {
    /// What it means to callers.
    pub impact: Impact,
    /// The kind: one of [`CHANGE_KINDS`].
    pub code: &'static str,
    /// What it is a change of.
    pub of: Subject,
    /// What has changed, as a sentence without its stop.
    pub what: String,
    /// Why that matters to callers, as a sentence without its stop.
    pub reason: String,
    /// Where it stands in the old description.
    pub old: Option<Spot>,
    /// Where it stands in the new description.
    pub new: Option<Spot>,
}

impl Change {
    /// Whether programs see it. What they do not is how something is sent or read: it changes on the wire.
    #[must_use]
    pub fn is_on_the_wire(&self) -> bool {
        !catalogue::find(self.code).is_seen
    }
}

/// What a change is a change of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Subject {
    /// The package.
    Crate,
    /// The client as a whole, and what it is built with.
    Client,
    /// An operation.
    Operation {
        /// As callers write it: `users().get_user`.
        name: String,
        /// `GET /users/{id}`.
        request: String,
    },
    /// A type, by its path in the crate: `types::User`.
    Type(String),
    /// A function that reads a request of the server, by its path: `webhooks::user_added`.
    Incoming(String),
}

/// A place of a description.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Spot {
    /// The value.
    pub place: Place,
    /// The file as messages show it, and the line, counted from 1, where the text has the place.
    pub line: Option<(String, usize)>,
}

impl Spot {
    fn of(at: &At) -> Option<Self> {
        Some(Self { place: at.place.clone()?, line: at.line.clone() })
    }

    /// `specs/chat.yaml:12 #/paths/~1users/get`.
    fn text(&self) -> String {
        match &self.line {
            Some((file, line)) => format!("{file}:{line} {}", self.place.pointer()),
            None => self.place.to_string(),
        }
    }
}

/// What a new version of a description changes for callers, in order: of the crate, of the client, of operations, of types.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    list: Vec<Change>,
}

impl Changes {
    /// All changes.
    pub fn iter(&self) -> impl Iterator<Item = &Change> {
        self.list.iter()
    }

    /// Whether nothing has changed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The gravest that a change is to callers.
    #[must_use]
    pub fn impact(&self) -> Impact {
        self.iter().map(|change| change.impact).max().unwrap_or(Impact::None)
    }

    /// The version that the crate gets, by the rules of Cargo: of `0.1.0` these are `0.2.0` where something breaks, and `0.1.1` where nothing
    /// does. The same version where nothing has changed; `None` where `current` is no version.
    #[must_use]
    pub fn next_version(&self, current: &str) -> Option<String> {
        version::next(current, (!self.is_empty()).then(|| self.impact()))
    }

    /// As people read it in a terminal: by operation and type.
    #[must_use]
    pub fn text(&self) -> String {
        text::text(self)
    }

    /// As a section of a change log: what breaks first.
    #[must_use]
    pub fn markdown(&self) -> String {
        markdown::markdown(self)
    }

    /// As a document of JSON: `impact`, and a list of `changes`.
    #[must_use]
    pub fn json(&self) -> String {
        json::json(self)
    }
}

impl Subject {
    /// As a heading: `operation users().get_user (GET /users/{id})`.
    fn heading(&self) -> String {
        match self {
            Self::Crate => "the crate".to_owned(),
            Self::Client => "the client".to_owned(),
            Self::Operation { name, request } => format!("operation `{name}` ({request})"),
            Self::Type(path) => format!("type `{path}`"),
            Self::Incoming(path) => format!("request of the server `{path}`"),
        }
    }
}
