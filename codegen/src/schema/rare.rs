//! The keywords that few schemas have. They take room only in those that do: a description has tens of thousands of schemas.

use std::ops::{Deref, DerefMut};
use std::sync::LazyLock;

use indexmap::IndexMap;
use serde_json::{Number, Value};
use thin_vec::ThinVec;

use super::SchemaId;
use super::keywords::Discriminator;

/// Keywords that few schemas have.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Keywords {
    // Core, section 10: applicators.
    pub(crate) not: Option<SchemaId>,
    /// `if`, `then` and `else`, as far as they are there.
    pub(crate) conditions: Vec<(&'static str, SchemaId)>,
    pub(crate) dependent_schemas: Vec<SchemaId>,
    pub(crate) prefix_items: ThinVec<SchemaId>,
    pub(crate) contains: Option<SchemaId>,
    /// Of the items that no member speaks of; where there are no members, `items` is that.
    pub(crate) unevaluated_items: Option<SchemaId>,
    pub(crate) pattern_properties: IndexMap<String, SchemaId>,
    pub(crate) property_names: Option<SchemaId>,

    // Validation, section 6.
    pub(crate) multiple_of: Option<Number>,
    pub(crate) minimum: Option<Number>,
    pub(crate) maximum: Option<Number>,
    pub(crate) exclusive_minimum: Option<Number>,
    pub(crate) exclusive_maximum: Option<Number>,
    pub(crate) min_length: Option<u64>,
    pub(crate) pattern: Option<String>,
    pub(crate) min_items: Option<u64>,
    pub(crate) max_items: Option<u64>,
    pub(crate) unique_items: bool,
    pub(crate) min_contains: Option<u64>,
    pub(crate) max_contains: Option<u64>,
    pub(crate) min_properties: Option<u64>,
    pub(crate) max_properties: Option<u64>,
    pub(crate) dependent_required: IndexMap<String, ThinVec<String>>,

    // Validation, sections 8 and 9.
    pub(crate) content_encoding: Option<String>,
    pub(crate) content_media_type: Option<String>,
    /// Whether `contentSchema` is there, which nothing reads behind `document`.
    pub(crate) has_content_schema: bool,
    pub(crate) default: Option<Box<Value>>,

    // OpenAPI 3.0.4 section 4.7.24, 3.1.1 section 4.8.24.
    pub(crate) discriminator: Option<Box<Discriminator>>,
    /// `externalDocs`: `url` and `description`.
    pub(crate) external_docs: Option<Box<(String, Option<String>)>>,
    /// Members that begin with `x-`.
    pub(crate) extensions: IndexMap<String, Value>,
}

/// Properties by their names; in no room where there are none, as in most schemas.
#[derive(Clone, Debug, Default)]
pub(crate) struct Properties(Option<Box<IndexMap<String, SchemaId>>>);

static NO_PROPERTIES: LazyLock<IndexMap<String, SchemaId>> = LazyLock::new(IndexMap::new);

impl From<IndexMap<String, SchemaId>> for Properties {
    fn from(properties: IndexMap<String, SchemaId>) -> Self {
        Self((!properties.is_empty()).then(|| Box::new(properties)))
    }
}

impl Deref for Properties {
    type Target = IndexMap<String, SchemaId>;

    fn deref(&self) -> &Self::Target {
        self.0.as_deref().unwrap_or(&NO_PROPERTIES)
    }
}

impl DerefMut for Properties {
    fn deref_mut(&mut self) -> &mut Self::Target {
        self.0.get_or_insert_default()
    }
}

/// [`Keywords`] as a schema holds them: in no room where there are none.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rare(Option<Box<Keywords>>);

impl Rare {
    /// Whether there are none.
    pub(crate) fn is_none(&self) -> bool {
        self.0.is_none()
    }
}

static NONE: LazyLock<Keywords> = LazyLock::new(Keywords::default);

impl From<Keywords> for Rare {
    fn from(keywords: Keywords) -> Self {
        Self((keywords != *NONE).then(|| Box::new(keywords)))
    }
}

impl Deref for Rare {
    type Target = Keywords;

    fn deref(&self) -> &Keywords {
        self.0.as_deref().unwrap_or(&NONE)
    }
}

impl DerefMut for Rare {
    fn deref_mut(&mut self) -> &mut Keywords {
        self.0.get_or_insert_default()
    }
}
