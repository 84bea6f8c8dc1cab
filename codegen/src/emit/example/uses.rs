//! What an example brings into scope, and how it names what it uses.

use std::collections::BTreeSet;

use super::{krate, layout};
use crate::emit::Cx;
use crate::model::TypeId;
use crate::names::{Ident, ServiceNames};

/// Names of the prelude, which examples use as that has them.
const PRELUDE: &[&str] = &["Box", "Default", "Err", "None", "Ok", "Option", "Result", "Some", "String", "Vec"];

/// The imports of an example.
#[derive(Clone, Debug, Default)]
pub(super) struct Uses {
    types: BTreeSet<String>,
    /// Whether some type is named by its module.
    by_module: bool,
    services: BTreeSet<String>,
    runtime: BTreeSet<&'static str>,
}

impl Uses {
    /// A type of the crate.
    pub(super) fn ty(&mut self, cx: Cx<'_>, id: TypeId) -> String {
        let ident = &cx.names.ty(id).ident;
        if PRELUDE.contains(&ident.text()) {
            self.by_module = true;
            return format!("types::{ident}");
        }
        self.types.insert(ident.to_string());
        ident.to_string()
    }

    /// A type that stands with the calls of a tag.
    pub(super) fn of_service(&mut self, service: &ServiceNames, ident: &Ident) -> String {
        self.services.insert(service.module.to_string());
        format!("{}::{ident}", service.module)
    }

    /// A type of the runtime.
    pub(super) fn value(&mut self, cx: Cx<'_>, name: &'static str) -> String {
        if cx.names.is_type(name) {
            return format!("{}::{name}", runtime(cx));
        }
        self.runtime.insert(name);
        name.to_owned()
    }

    /// The declarations, in the order of their paths.
    pub(super) fn lines(&self, cx: Cx<'_>) -> Vec<String> {
        let krate = krate(cx);
        let mut lines = Vec::new();
        let mut add = |path: String, names: Vec<&str>| {
            lines.extend((!names.is_empty()).then(|| layout::import(&path, &names)));
        };
        add(format!("{krate}::api"), self.services.iter().map(String::as_str).collect());
        add(krate.clone(), if self.by_module { vec!["types"] } else { Vec::new() });
        add(runtime(cx), self.runtime.iter().copied().collect());
        add(format!("{krate}::types"), self.types.iter().map(String::as_str).collect());
        lines
    }
}

/// The runtime as the crate has it, so that whoever takes an example needs no other dependency, and no other version of it can be meant.
fn runtime(cx: Cx<'_>) -> String {
    format!("{}::runtime", krate(cx))
}
