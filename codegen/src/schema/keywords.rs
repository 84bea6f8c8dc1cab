//! One schema: the keywords of JSON Schema 2020-12 (Core and Validation) and those that OpenAPI adds, as plain data.

use indexmap::IndexMap;
use serde_json::Value;
use thin_vec::ThinVec;

use super::SchemaId;
use super::rare::{Properties, Rare};
use crate::place::Place;

/// A schema, one level deep; the schemas within are others of the arena.
#[derive(Clone, Debug, Default)]
pub(crate) struct Schema {
    pub(crate) place: Place,
    /// The schema that holds this one and where; `None` where something else of the document does.
    pub(crate) parent: Option<(SchemaId, Slot)>,

    // Core, section 8.
    /// `$ref`, or `$dynamicRef`, which leads to the same schema where no document overrides it.
    pub(crate) reference: Option<Reference>,

    // Core, section 10: applicators.
    pub(crate) all_of: ThinVec<SchemaId>,
    pub(crate) any_of: ThinVec<SchemaId>,
    pub(crate) one_of: ThinVec<SchemaId>,
    pub(crate) items: Option<SchemaId>,
    pub(crate) properties: Properties,
    pub(crate) additional_properties: Option<SchemaId>,

    // Validation, section 6.
    pub(crate) kinds: Kinds,
    pub(crate) values: Option<ThinVec<Value>>,
    /// Whether `const` gives the values, and not `enum`.
    pub(crate) is_constant: bool,
    pub(crate) required: ThinVec<String>,
    /// Of all bounds the one that is often there.
    pub(crate) max_length: Option<u64>,

    // Validation, sections 7 to 9.
    pub(crate) format: Option<Box<str>>,
    pub(crate) title: Option<Box<str>>,
    pub(crate) description: Option<Box<str>>,
    pub(crate) deprecated: bool,
    pub(crate) read_only: bool,
    pub(crate) write_only: bool,
    /// OpenAPI's `example`, or the first of `examples`.
    pub(crate) example: Option<Box<Value>>,

    /// All others.
    pub(crate) rare: Rare,

    /// A schema that nothing fits: `false`.
    pub(crate) never: bool,
}

// A description has tens of thousands of them.
#[cfg(target_pointer_width = "64")]
const _: () = assert!(size_of::<Schema>() <= 240, "a schema has become larger");

/// Where a schema stands in the one that holds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Slot {
    /// Under the name that its place ends with.
    Property,
    PatternProperty,
    AdditionalProperties,
    Items,
    PrefixItem(usize),
    AllOf(usize),
    OneOf(usize),
    AnyOf(usize),
    /// Under the name that its place ends with.
    Definition,
    /// In a keyword that says nothing about what a value consists of.
    Elsewhere,
}

/// A reference, as written and as resolved.
#[derive(Clone, Debug)]
pub(crate) struct Reference {
    pub(crate) text: Box<str>,
    /// `None` where it leads nowhere.
    pub(crate) target: Option<SchemaId>,
}

/// What tells alternatives apart by a property (OAS 3.0.4 section 4.7.25, 3.2.0 section 4.25).
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Discriminator {
    pub(crate) property: String,
    /// Values of the property with the names of schemas or references to them.
    pub(crate) mapping: IndexMap<String, String>,
    /// The same of what has no such value.
    pub(crate) rest: Option<String>,
}

/// A type of JSON Schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Null,
    Boolean,
    Integer,
    Number,
    String,
    Array,
    Object,
}

impl Kind {
    pub(crate) const ALL: [Self; 7] =
        [Self::Null, Self::Boolean, Self::Integer, Self::Number, Self::String, Self::Array, Self::Object];

    /// The word of JSON Schema for it.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean => "boolean",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::String => "string",
            Self::Array => "array",
            Self::Object => "object",
        }
    }
}

/// The types that values may have. None listed: all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Kinds {
    bits: u8,
    /// Whether null is among the values beside what the types say: `nullable` of OpenAPI 3.0, even without a type.
    pub(crate) nullable: bool,
}

impl Kinds {
    pub(crate) fn add(&mut self, kind: Kind) {
        self.bits |= 1 << kind as u8;
    }

    pub(crate) fn has(self, kind: Kind) -> bool {
        self.bits & 1 << kind as u8 != 0
    }

    /// What both allow. None listed: nothing.
    pub(crate) fn both(self, other: Self) -> Self {
        let mut bits = self.bits & other.bits;
        // A whole number is a number.
        for (one, two) in [(self, other), (other, self)] {
            if one.has(Kind::Integer) && two.has(Kind::Number) {
                bits |= 1 << Kind::Integer as u8;
            }
        }
        Self { bits, nullable: self.nullable && other.nullable }
    }

    /// Whether no type is given.
    pub(crate) fn is_open(self) -> bool {
        self.bits == 0
    }

    /// The types but null.
    pub(crate) fn listed(self) -> impl Iterator<Item = Kind> {
        Kind::ALL.into_iter().filter(move |kind| *kind != Kind::Null && self.has(*kind))
    }

    /// The only type beside null, where there is one.
    pub(crate) fn single(self) -> Option<Kind> {
        let mut listed = self.listed();
        listed.next().filter(|_| listed.next().is_none())
    }

    /// Whether null is the only value.
    pub(crate) fn is_null(self) -> bool {
        self.has(Kind::Null) && self.listed().next().is_none()
    }

    /// Whether null is said to be a value.
    pub(crate) fn takes_null(self) -> bool {
        self.nullable || self.has(Kind::Null)
    }
}

impl Schema {
    /// Whether it is a reference that says nothing else about values: words for readers and null may stand beside it. How many items
    /// there are makes a tuple of an array.
    pub(crate) fn is_reference(&self) -> bool {
        self.reference.is_some() && self.is_silent() && !self.counts_items()
    }

    /// Whether it says how many items an array may have.
    pub(crate) fn counts_items(&self) -> bool {
        self.rare.min_items.is_some() || self.rare.max_items.is_some() || self.rare.unevaluated_items.is_some()
    }

    /// Whether it has no bound, and nothing else that few schemas have.
    pub(crate) fn is_plain(&self) -> bool {
        self.max_length.is_none() && self.rare.is_none()
    }

    /// Whether it says where a number lies.
    pub(crate) fn has_bounds(&self) -> bool {
        let rare = &self.rare;
        let bounds = [&rare.minimum, &rare.maximum, &rare.exclusive_minimum, &rare.exclusive_maximum];
        bounds.into_iter().any(Option::is_some)
    }

    /// Whether it is a reference and nothing else.
    pub(crate) fn is_bare_reference(&self) -> bool {
        self.is_reference() && !self.kinds.nullable
    }

    /// Whether it says nothing about values but whether they may be null.
    pub(crate) fn is_trivial(&self) -> bool {
        self.reference.is_none() && self.is_silent()
    }

    fn is_silent(&self) -> bool {
        let says_how = self.rare.content_encoding.is_some() || self.rare.content_media_type.is_some();
        self.kinds.is_open()
            && self.required.is_empty()
            && self.rare.not.is_none()
            && !says_how
            && self.names_no_parts()
    }

    /// Whether it says nothing about values but their types, which properties are there, and what they are not.
    pub(crate) fn only_requires(&self) -> bool {
        self.reference.is_none() && self.names_no_parts()
    }

    /// The keyword that gives the values.
    pub(crate) fn values_key(&self) -> &'static str {
        if self.is_constant { "const" } else { "enum" }
    }

    fn names_no_parts(&self) -> bool {
        self.values.is_none()
            && self.format.is_none()
            && !self.has_properties()
            && self.additional_properties.is_none()
            && self.items.is_none()
            && self.rare.prefix_items.is_empty()
            && self.all_of.is_empty()
            && self.one_of.is_empty()
            && self.any_of.is_empty()
            && !self.never
    }

    /// Whether it says by itself that its values are objects.
    pub(crate) fn is_object(&self) -> bool {
        self.kinds.single() == Some(Kind::Object)
            || (self.kinds.is_open() && (self.has_properties() || self.additional_properties.is_some()))
    }

    /// Whether it names properties, by name or by pattern.
    pub(crate) fn has_properties(&self) -> bool {
        !self.properties.is_empty() || !self.rare.pattern_properties.is_empty()
    }
}
