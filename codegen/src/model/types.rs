//! Definitions of types: structs, enums, unions and aliases.

use std::ops::Deref;

use thin_vec::ThinVec;

use super::{Docs, Example, NameHint, Type, WireName};
use crate::place::Place;

/// Identifies a definition: its index in `Api::types`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct TypeId(pub(crate) usize);

/// A type that gets a name of its own.
#[derive(Clone, Debug)]
pub(crate) struct TypeDef {
    pub(crate) hint: NameHint,
    /// The component or operation part that this definition stands with; itself for a component.
    pub(crate) home: TypeId,
    pub(crate) docs: Docs,
    pub(crate) origin: Place,
    /// The same without positions in lists, which others move: what the settings know it by.
    pub(crate) key: Place,
    pub(crate) kind: TypeKind,
}

/// What a definition defines.
#[derive(Clone, Debug)]
pub(crate) enum TypeKind {
    Struct(Struct),
    Enum(Enumeration),
    Union(Union),
    Alias(Type),
}

/// An object with named properties.
#[derive(Clone, Debug)]
pub(crate) struct Struct {
    /// In the description's order.
    pub(crate) fields: Vec<Field>,
    /// Where keys beyond the fields go.
    pub(crate) extra: Extra,
}

/// Keys that no field names.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Extra {
    /// Ignored when received.
    Ignored,
    /// There are none, says the description; ignored when received all the same.
    Closed,
    /// Kept in a map and written back.
    Kept(Type),
}

impl Extra {
    /// What is kept of them.
    pub(crate) fn kept(&self) -> Option<&Type> {
        match self {
            Self::Kept(ty) => Some(ty),
            Self::Ignored | Self::Closed => None,
        }
    }
}

/// A value that a description writes out.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Literal {
    Text(String),
    Integer(i64),
    Bool(bool),
}

/// One property.
#[derive(Clone, Debug)]
pub(crate) struct Field {
    pub(crate) name: WireName,
    pub(crate) kind: FieldKind,
    /// Of numbers, where they lie.
    pub(crate) range: Option<Box<Range>>,
    /// The values that are allowed here, where the type may list more; empty where it says it all.
    pub(crate) allowed: ThinVec<Literal>,
    /// What it may be; of what may be missing only where that is short.
    pub(crate) example: Option<Box<Example>>,
    pub(crate) docs: FieldDocs,
    pub(crate) origin: Place,
    /// Only ever received; the sender leaves it out (OAS 3.0.4 section 4.8.24.2).
    pub(crate) read_only: bool,
    /// Only ever sent.
    pub(crate) write_only: bool,
}

// An API has tens of thousands of them.
#[cfg(target_pointer_width = "64")]
const _: () = assert!(size_of::<Field>() <= 128, "a property has become larger");

/// What is said of a property; in no room where that is nothing.
#[derive(Clone, Debug, Default)]
pub(crate) struct FieldDocs(Option<Box<Docs>>);

impl From<Docs> for FieldDocs {
    fn from(docs: Docs) -> Self {
        Self((!docs.is_empty()).then(|| Box::new(docs)))
    }
}

impl From<FieldDocs> for Docs {
    fn from(FieldDocs(docs): FieldDocs) -> Self {
        docs.map_or_else(Self::default, |docs| *docs)
    }
}

impl Deref for FieldDocs {
    type Target = Docs;

    fn deref(&self) -> &Docs {
        self.0.as_deref().unwrap_or(Docs::NONE)
    }
}

/// What a property holds.
#[derive(Clone, Debug)]
pub(crate) enum FieldKind {
    /// One single value: written always; another one that is received is kept.
    Constant(Literal),
    Value {
        ty: Type,
        presence: Presence,
    },
}

/// Whether a key must be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Presence {
    Required,
    Optional,
}

/// An enum.
#[derive(Clone, Debug)]
pub(crate) struct Enumeration {
    pub(crate) values: EnumValues,
    pub(crate) growth: Growth,
}

/// What becomes of values that an enum does not list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Growth {
    /// They are kept: servers grow.
    Open,
    /// There are none: one that is received is an error.
    Closed,
}

/// A list of values.
#[derive(Clone, Debug)]
pub(crate) enum EnumValues {
    Strings(Vec<(String, ValueWords)>),
    Integers(Vec<(i64, ValueWords)>),
}

/// What a description says of a value of an enum.
#[derive(Clone, Debug, Default)]
pub(crate) struct ValueWords {
    pub(crate) name: Option<String>,
    /// CommonMark.
    pub(crate) description: Option<String>,
}

/// One of several types.
#[derive(Clone, Debug)]
pub(crate) struct Union {
    pub(crate) variants: Vec<Variant>,
    pub(crate) told_by: Discriminator,
    /// Whether a value may be several of the alternatives at once (`anyOf`).
    pub(crate) any_of: bool,
}

/// What tells the variants of a union apart.
#[derive(Clone, Debug)]
pub(crate) enum Discriminator {
    /// The value of this property, which each variant has or the union adds.
    Tag(WireName),
    /// The shape of the value; the tests stand at the variants.
    Shape,
}

/// One alternative of a union.
#[derive(Clone, Debug)]
pub(crate) struct Variant {
    pub(crate) hint: NameHint,
    pub(crate) ty: Type,
    pub(crate) docs: Docs,
    pub(crate) alternatives: Alternatives,
    /// Whether it is what has no tag of a variant, too.
    pub(crate) has_rest: bool,
}

/// How a variant is recognised.
#[derive(Clone, Debug)]
pub(crate) enum Alternatives {
    /// By the values of the tag.
    Tags(Tags),
    /// What the value must look like.
    Shape(Test),
}

/// The values of a tag that mean a variant.
#[derive(Clone, Debug)]
pub(crate) struct Tags {
    /// The first is written where the payload has no tag of its own.
    pub(crate) given: Vec<String>,
    /// Names of schemas, which mean the variant beside what a mapping gives. Nothing new is written with them.
    pub(crate) implicit: Vec<String>,
}

impl Tags {
    /// All of them, the one to write first.
    pub(crate) fn all(&self) -> impl Iterator<Item = &String> {
        self.given.iter().chain(&self.implicit)
    }
}

/// The least and the most that a number may be; infinite where there is no bound.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Range {
    pub(crate) least: f64,
    pub(crate) most: f64,
}

impl Range {
    /// Whether no number lies in both.
    pub(crate) fn is_apart(self, other: Self) -> bool {
        self.most < other.least || other.most < self.least
    }
}

/// What a JSON value must look like to be tried as a variant of a union without a tag.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Test {
    pub(crate) kind: JsonKind,
    /// Of a scalar, the values allowed; none: all.
    pub(crate) values: Vec<Literal>,
    /// Of an object, keys that must be there.
    pub(crate) keys: Vec<String>,
    /// Of an object, properties with the values that they may have, where those of another variant are others.
    pub(crate) told_by: Vec<(String, Vec<Literal>)>,
    /// The same of what lies within, by the keys and the places that lead there.
    pub(crate) at: Vec<(Vec<String>, Vec<Literal>)>,
    /// Of a closed object, all its keys.
    pub(crate) only: Option<Vec<String>>,
    /// Of a number, where it lies, under no name; of an object, where numbers lie that are its properties.
    pub(crate) ranges: Vec<(String, Range)>,
}

/// What JSON knows of values, and a little more.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum JsonKind {
    #[default]
    Any,
    Boolean,
    /// A number without a fraction.
    Integer,
    Number,
    String,
    Array,
    Object,
    /// An object that is several of the variants before at once.
    Several,
}
