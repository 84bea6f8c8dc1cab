//! The objects of the specification as data: which members each has and of what kind they are.
//!
//! Repairs, the structural check and the references are driven by these tables; they decide nothing themselves.

mod v3_0;

pub(super) use self::v3_0::*;

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
#[derive(Debug)]
pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    pub(super) required: bool,
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

    pub(super) fn is(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

const fn required(name: &'static str, kind: Kind) -> Field {
    Field { name, kind, required: true }
}

const fn optional(name: &'static str, kind: Kind) -> Field {
    Field { name, kind, required: false }
}
