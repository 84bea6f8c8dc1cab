//! Where the values of a text stand in it.
//!
//! Enters: a text that parsed. Leaves: the bytes of all keys and values. One file per syntax.

mod json;
mod yaml;

pub(crate) use self::json::locate as json;
pub(crate) use self::yaml::locate as yaml;
