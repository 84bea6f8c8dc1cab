//! Types that callers can name.

use super::{At, Fact, Function, Parameter, Sign};

/// A type of the crate.
#[derive(Clone, Debug)]
pub(crate) struct Definition {
    /// `types::User`, `api::users::GetUserError`.
    pub(crate) path: String,
    pub(crate) home: Home,
    pub(crate) at: At,
    pub(crate) kind: Kind,
    /// The features of which each brings it; none where it is always there.
    pub(crate) features: Vec<String>,
    /// Fields, variants, values.
    pub(crate) members: Vec<Member>,
    /// What `new` takes, where there is one.
    pub(crate) constructor: Option<Vec<Parameter>>,
    /// What can be called of it that is not the same for all of its kind.
    pub(crate) methods: Vec<Function>,
    /// Of what values it is made by `From`.
    pub(crate) conversions: Vec<Sign>,
    /// What an alias stands for.
    pub(crate) target: Option<Sign>,
    pub(crate) facts: Vec<Fact>,
}

/// What a type is known by, whatever it is called.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Home {
    /// Its place in the description, as settings know it, and the path of the type that it stands with, where that is another one.
    Place(String, Option<String>),
    /// What it is to an operation, given by its index.
    Operation(usize, String),
    /// What it is to the client.
    Client(String),
}

/// What a type is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Struct,
    OpenStrings,
    OpenIntegers,
    ClosedStrings,
    ClosedIntegers,
    Union,
    /// A struct around one type, where an alias would lead back to itself.
    Newtype,
    Alias,
    Call,
    /// What comes back, by status and media type.
    Outcome,
    Headers,
    /// A body in several forms.
    Body,
    /// The parts of a multipart form.
    Parts,
    /// Servers, and values of their variables.
    Choice,
}

impl Kind {
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::Struct => "a struct",
            Self::OpenStrings => "an open enum of texts",
            Self::OpenIntegers => "an open enum of integers",
            Self::ClosedStrings => "a closed enum of texts",
            Self::ClosedIntegers => "a closed enum of integers",
            Self::Union => "a union",
            Self::Newtype => "a struct around one type",
            Self::Alias => "an alias",
            Self::Call => "a call",
            Self::Outcome => "an enum by status",
            Self::Headers => "headers",
            Self::Body => "a body in several forms",
            Self::Parts => "the parts of a form",
            Self::Choice => "a list to choose from",
        }
    }

    /// Whether callers who match on it have to list all that there is.
    pub(crate) fn is_closed(self) -> bool {
        match self {
            Self::ClosedStrings | Self::ClosedIntegers => true,
            Self::Struct | Self::OpenStrings | Self::OpenIntegers | Self::Union | Self::Newtype | Self::Alias => false,
            Self::Call | Self::Outcome | Self::Headers | Self::Body | Self::Parts | Self::Choice => false,
        }
    }
}

/// A field, a variant or a value.
#[derive(Clone, Debug)]
pub(crate) struct Member {
    pub(crate) name: String,
    /// What it is on the wire; nothing for what only Rust has.
    pub(crate) wire: String,
    pub(crate) at: At,
    /// What it holds.
    pub(crate) ty: Sign,
}

impl Definition {
    /// A type with nothing in it.
    pub(crate) fn new(path: String, home: Home, at: At, kind: Kind) -> Self {
        Self {
            path,
            home,
            at,
            kind,
            features: Vec::new(),
            members: Vec::new(),
            constructor: None,
            methods: Vec::new(),
            conversions: Vec::new(),
            target: None,
            facts: Vec::new(),
        }
    }

    /// The last name of its path.
    pub(crate) fn name(&self) -> &str {
        self.path.rsplit("::").next().unwrap_or(&self.path)
    }
}
