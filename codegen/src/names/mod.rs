//! Every Rust name of the output, once.
//!
//! Enters: the model and the names that the settings give. Leaves: [`Names`], in which everything that gets a name is looked up.
//! Not its business: where a name is written and what it is written with.
//!
//! A name is made from the thing's own words. Where two things of one scope would get the same name, the one whose words are
//! written most like the name keeps it, and the other says more of itself: its symbols, then how it is written, then where it
//! stands. No counters: a name never depends on how many others there are.

mod case;
mod given;
mod identifier;
mod operations;
mod scope;
mod types;

use std::collections::BTreeMap;

pub(crate) use self::identifier::Ident;
pub(crate) use self::operations::{OperationNames, ServiceNames};
pub(crate) use self::types::TypeNames;
use crate::diagnostic::Diagnostics;
use crate::model::{Api, SchemeId, TypeId};

/// All names of one crate.
#[derive(Clone, Debug)]
pub(crate) struct Names {
    types: Vec<TypeNames>,
    /// By the index of the service.
    services: Vec<ServiceNames>,
    schemes: Vec<Ident>,
}

/// Names that the settings give, by pointer.
pub(crate) type Given = BTreeMap<String, String>;

/// Names everything.
pub(crate) fn assign(api: &Api, given: &Given, diagnostics: &mut Diagnostics) -> Names {
    Names {
        types: types::assign(api, given, diagnostics),
        services: operations::assign(api, given, diagnostics),
        schemes: operations::assign_schemes(api),
    }
}

impl Names {
    /// The pointers of the settings whose names have no effect, with the reason.
    pub(crate) fn unused<'g>(&self, api: &Api, given: &'g Given) -> Vec<(&'g str, String)> {
        given::unused(api, given, self)
    }

    pub(crate) fn ty(&self, id: TypeId) -> &TypeNames {
        &self.types[id.0]
    }

    pub(crate) fn services(&self) -> &[ServiceNames] {
        &self.services
    }

    pub(crate) fn scheme(&self, id: SchemeId) -> &Ident {
        &self.schemes[id.0]
    }

    /// All names as text, one line each: what `dump names` prints.
    pub(crate) fn dump(&self, api: &Api) -> String {
        let mut lines = Vec::new();
        for (id, def) in api.type_ids().map(|id| (id, api.def(id))) {
            let names = self.ty(id);
            lines.push(format!("{}  types::{}  {}.rs", def.origin, names.ident, names.module.text()));
            lines.extend(names.fields.iter().chain(&names.variants).map(|member| format!("    {member}")));
        }
        for (service, names) in api.services.iter().zip(&self.services) {
            lines.push(format!("{}  client.{}()  {}", service.hint.parts().join(" "), names.accessor, names.handle));
            for (operation, names) in service.operations.iter().zip(&names.operations) {
                let arguments: Vec<_> = names.arguments.iter().map(ToString::to_string).collect();
                lines.push(format!("    {}  {}({})", operation.origin, names.method, arguments.join(", ")));
            }
        }
        lines.join("\n") + "\n"
    }
}
