//! The use of a type: what stands where a value is expected.

use super::TypeId;

/// What a value is, at the place where it is used.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Type {
    Scalar(Scalar),
    Named(TypeId),
    List(Box<Type>),
    /// So many items, each of a type of its own: from 1 to [`Type::MOST_ITEMS`].
    Tuple(Vec<Type>),
    /// String keys.
    Map(Box<Type>),
    /// The value or null.
    Nullable(Box<Type>),
    /// Any JSON value.
    Any,
}

impl Type {
    /// Rust compares and shows tuples of no more.
    pub(crate) const MOST_ITEMS: usize = 12;

    pub(crate) fn list(item: Type) -> Self {
        Self::List(Box::new(item))
    }

    pub(crate) fn map(value: Type) -> Self {
        Self::Map(Box::new(value))
    }

    /// The value or null; saying it twice changes nothing, and any value may be null already.
    pub(crate) fn nullable(self) -> Self {
        match self {
            Self::Nullable(_) | Self::Any => self,
            Self::Scalar(_) | Self::Named(_) | Self::List(_) | Self::Tuple(_) | Self::Map(_) => {
                Self::Nullable(Box::new(self))
            }
        }
    }

    /// Without null.
    pub(crate) fn non_null(&self) -> &Type {
        match self {
            Self::Nullable(inner) => inner,
            Self::Scalar(_) | Self::Named(_) | Self::List(_) | Self::Tuple(_) | Self::Map(_) | Self::Any => self,
        }
    }

    /// The uses that this one is made of, in order.
    pub(crate) fn parts(&self) -> &[Type] {
        match self {
            Self::List(inner) | Self::Map(inner) | Self::Nullable(inner) => std::slice::from_ref(inner),
            Self::Tuple(items) => items,
            Self::Scalar(_) | Self::Named(_) | Self::Any => &[],
        }
    }

    /// The definitions that this use mentions.
    pub(crate) fn mentions(&self) -> Vec<TypeId> {
        self.named_where(&|_| true)
    }

    /// The definitions whose values would lie inside the user's value without indirection.
    pub(crate) fn contains_by_value(&self) -> Vec<TypeId> {
        self.named_where(&|around| matches!(around, Self::Nullable(_) | Self::Tuple(_)))
    }

    /// The definitions of which a value must be there for a value of this use to be.
    pub(crate) fn needs(&self) -> Vec<TypeId> {
        self.named_where(&|around| matches!(around, Self::Tuple(_)))
    }

    /// The definitions that this use mentions within such uses.
    fn named_where(&self, is_entered: &impl Fn(&Type) -> bool) -> Vec<TypeId> {
        if let Self::Named(id) = self {
            return vec![*id];
        }
        let parts = if is_entered(self) { self.parts() } else { &[] };
        parts.iter().flat_map(|part| part.named_where(is_entered)).collect()
    }

    /// The definition whose values this use has, with null or without.
    pub(crate) fn stands_for(&self) -> Option<TypeId> {
        match self {
            Self::Named(id) => Some(*id),
            Self::Nullable(inner) => inner.stands_for(),
            Self::Scalar(_) | Self::List(_) | Self::Tuple(_) | Self::Map(_) | Self::Any => None,
        }
    }

    /// The same use with another definition in it.
    pub(crate) fn renamed(&self, rename: &impl Fn(TypeId) -> TypeId) -> Type {
        match self {
            Self::Named(id) => Self::Named(rename(*id)),
            Self::List(inner) => Self::list(inner.renamed(rename)),
            Self::Tuple(items) => Self::Tuple(items.iter().map(|item| item.renamed(rename)).collect()),
            Self::Map(inner) => Self::map(inner.renamed(rename)),
            Self::Nullable(inner) => Self::Nullable(Box::new(inner.renamed(rename))),
            Self::Scalar(_) | Self::Any => self.clone(),
        }
    }
}

/// A value without parts, with the text or number form it has on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Scalar {
    Bool,
    /// A boolean that the description allows one value of.
    Always(bool),
    I32,
    I64,
    U32,
    U64,
    /// What has room beyond `i64`, and below zero.
    I128,
    /// `float` too: a 64-bit number prints what it read.
    F64,
    /// `type: number` with the format of an integer of 64 bits: one of those, or one with a fraction.
    Number,
    String,
    /// `format: uuid`, RFC 9562.
    Uuid,
    /// `format: date`, RFC 3339 full-date.
    Date,
    /// `format: date-time`, RFC 3339 date-time.
    DateTime,
    /// `format: byte`, RFC 4648 section 4.
    Base64,
    /// `format: binary`: octets as they are. Only whole bodies and multipart parts.
    Binary,
    /// `format: password`, and what is marked writeOnly and named like one.
    Secret,
    Ipv4,
    Ipv6,
}
