//! Properties that may be missing or `null`, where the two mean different things: a patch that leaves a property
//! alone, and one that clears it.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::codec::{Decode, Encode, Nullable, Shape, View, vacant};

/// Absent, `null`, or a value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Maybe<T> {
    /// The property is not there.
    #[default]
    Absent,
    /// The property is `null`.
    Null,
    /// The property has a value.
    Value(T),
}

impl<T> Maybe<T> {
    /// Whether the property is not there.
    pub fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// Whether the property is `null`.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// The value, if there is one.
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// The value, if there is one.
    pub fn into_value(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }
}

impl<T> From<T> for Maybe<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

impl<T: Decode> Decode for Maybe<T> {
    fn vacant() -> Self {
        Self::Absent
    }

    fn shape(&mut self) -> Shape<'_> {
        Shape::Nullable(self)
    }
}

impl<T: Decode> Nullable for Maybe<T> {
    fn null(&mut self) -> bool {
        *self = Self::Null;
        true
    }

    fn some(&mut self) -> &mut dyn Decode {
        *self = Self::Value(vacant());
        match self {
            Self::Value(value) => value,
            Self::Absent | Self::Null => unreachable!("just set to a value"),
        }
    }
}

impl<T: Encode> Encode for Maybe<T> {
    fn view(&self) -> View<'_> {
        match self {
            Self::Absent => View::Absent,
            Self::Null => View::Null,
            Self::Value(value) => value.view(),
        }
    }
}

impl<T: Serialize> Serialize for Maybe<T> {
    /// Absent is written as `null`: leave the property out with `skip_serializing_if = "Maybe::is_absent"`.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value().serialize(serializer)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Maybe<T> {
    /// Never absent: a missing property is read so by `#[serde(default)]`.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Option::deserialize(deserializer)?.map_or(Self::Null, Self::Value))
    }
}
