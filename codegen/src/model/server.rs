//! Servers: base URLs with variables in braces.

use super::{Docs, NameHint, WireName};
use crate::place::Place;

/// A base URL.
#[derive(Clone, Debug)]
pub(crate) struct Server {
    pub(crate) hint: NameHint,
    /// Variables stand in braces.
    pub(crate) url: String,
    /// Those that occur in the URL, in its order.
    pub(crate) variables: Vec<ServerVariable>,
    pub(crate) docs: Docs,
    pub(crate) origin: Place,
}

impl Server {
    /// The URL where nothing is said of its variables; none where one of them has no default.
    pub(crate) fn usual_url(&self) -> Option<String> {
        let mut url = self.url.clone();
        for variable in &self.variables {
            url = url.replace(&format!("{{{}}}", variable.name), variable.default.as_ref()?);
        }
        Some(url)
    }
}

/// A variable of a base URL.
#[derive(Clone, Debug)]
pub(crate) struct ServerVariable {
    pub(crate) name: WireName,
    pub(crate) default: Option<String>,
    /// What it may be; any text where none is given.
    pub(crate) values: Vec<String>,
    pub(crate) docs: Docs,
    pub(crate) origin: Place,
}

impl ServerVariable {
    /// Whether its values are listed.
    pub(crate) fn is_listed(&self) -> bool {
        !self.values.is_empty()
    }
}
