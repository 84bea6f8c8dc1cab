//! Where the values of a text stand in it.
//!
//! Enters: a text that parsed, and the places that are wanted. Leaves: the bytes of their keys and values. One file per syntax.

mod json;
mod wanted;
mod yaml;

pub(crate) use self::json::locate as json;
pub(crate) use self::yaml::locate as yaml;
