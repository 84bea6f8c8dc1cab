//! A value of a type, for the example of a call: what the description shows where that fits, and what is made of types and names where
//! it does not.
//!
//! | type | made |
//! |---|---|
//! | a text | its name, so that a reader sees which is which |
//! | a time, an id, an address | one that is written as such |
//! | an enum | its first value |
//! | a struct | all that is required |
//! | a union | the first variant that the example may be of, or that has a value |
//! | a list, a map | one item; none where an item would hold the list |

mod listed;
mod maker;
mod scalar;
mod written;

use self::maker::Maker;
use super::Facts;
use crate::model::{Api, Example, Type, TypeId};

/// A value of a type.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Instance {
    Bool(bool),
    Integer(i128),
    Float(f64),
    /// A text, or what is made of one by a conversion.
    Text(String),
    /// What a text is parsed to.
    Parsed(String),
    List(Vec<Instance>),
    Map(Vec<(String, Instance)>),
    Tuple(Vec<Instance>),
    Null,
    Some(Box<Instance>),
    Struct(Made),
    /// A value of an enum, by its index.
    Listed(TypeId, usize),
    Variant {
        id: TypeId,
        index: usize,
        is_boxed: bool,
        value: Box<Instance>,
    },
    Newtype(TypeId, Box<Instance>),
    /// Any value.
    Any(Example),
}

/// A struct.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Made {
    pub(crate) id: TypeId,
    /// What its constructor takes, by the indices of the fields.
    pub(crate) arguments: Vec<(usize, Instance)>,
    /// What is set beside: something of a struct that requires nothing.
    pub(crate) set: Option<(usize, Box<Instance>)>,
}

/// A value of a type for something of this name; none where it would have too many parts, or has none that is finite.
pub(crate) fn instance(facts: &Facts, api: &Api, ty: &Type, name: &str, example: Option<&Example>) -> Option<Instance> {
    Maker::new(facts, api).make(ty, name, example)
}
