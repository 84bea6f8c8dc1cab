//! Every Rust name of the output, once.
//!
//! Enters: the model and the names that the settings give. Leaves: [`Names`], in which everything that gets a name is looked up.
//! Not its business: where a name is written and what it is written with.
//!
//! A name is made from the thing's own words. Where two things of one scope would get the same name, the one whose words are
//! written most like the name has it, and the other says more of itself: its symbols, then how it is written, then where it
//! stands. No counters, no order of lists: a name depends on the thing and on those that ask for the same name, on no other.

mod bodies;
mod builder;
mod case;
mod dictionary;
mod generic;
mod given;
mod identifier;
mod incoming;
mod media;
mod operations;
mod register;
mod scope;
mod statuses;
mod types;

use std::collections::BTreeSet;

pub(crate) use self::bodies::PartsNames;
pub(crate) use self::builder::{SchemeNames, VariableNames};
pub(crate) use self::given::Given;
pub(crate) use self::identifier::Ident;
pub(crate) use self::operations::{OperationNames, ServiceNames};
use self::register::{Named, Register};
pub(crate) use self::types::TypeNames;
use crate::diagnostic::Diagnostics;
use crate::model::{Api, SchemeId, TypeId};

/// All names of one crate.
#[derive(Clone, Debug)]
pub(crate) struct Names {
    types: Vec<TypeNames>,
    /// The names of all types.
    of_types: BTreeSet<String>,
    /// By the index of the service.
    services: Vec<ServiceNames>,
    schemes: Vec<SchemeNames>,
    /// By the index in `Api::variables`.
    variables: Vec<VariableNames>,
    /// The variants of the enum of servers.
    servers: Vec<Ident>,
    /// By the index in `Api::incoming`.
    incoming: Vec<Option<Ident>>,
    /// Everything above by the keys of the settings, in the order of the description.
    named: Vec<Named>,
    given: Given,
}

/// Names everything.
pub(crate) fn assign(api: &Api, given: &Given, diagnostics: &mut Diagnostics) -> Names {
    let mut register = Register { given, diagnostics, named: Vec::new(), words: dictionary::Dictionary::default() };
    let types = types::assign(&mut register, api);
    let services = operations::assign(&mut register, api);
    let (schemes, variables) = builder::assign(&mut register, api);
    let servers = builder::assign_servers(&mut register, api);
    let incoming = incoming::assign(&mut register, api);
    let of_types = types.iter().map(|names| names.ident.text().to_owned()).collect();
    let given = given.clone();
    Names { types, of_types, services, schemes, variables, servers, incoming, named: register.named, given }
}

impl Names {
    /// The keys of the settings whose names have no effect, with the reason and what to do where that is known. Of some it may be known
    /// that the description has them and the settings leave them out.
    pub(crate) fn unused(
        &self,
        is_left_out: impl Fn(&str) -> bool,
        is_expected: impl Fn(&str) -> bool,
    ) -> Vec<(&str, String, Option<String>)> {
        given::unused(&self.given, &self.named, is_left_out, is_expected)
    }

    pub(crate) fn ty(&self, id: TypeId) -> &TypeNames {
        &self.types[id.0]
    }

    /// The names of what is in a type, as one text.
    pub(crate) fn within(&self, id: TypeId) -> String {
        let TypeNames { ident: _, module: _, fields, nulls, extra, variants } = self.ty(id);
        let mut text = String::new();
        let nulls = nulls.iter().map(Option::as_ref).chain([extra.as_ref()]);
        for name in fields.iter().map(Some).chain(nulls).chain(variants.iter().map(Some)) {
            text.push_str(name.map_or("-", Ident::text));
            text.push(' ');
        }
        text
    }

    /// Whether a type of the crate has the name, so that importing it from elsewhere would confuse.
    pub(crate) fn is_type(&self, name: &str) -> bool {
        self.of_types.contains(name)
    }

    pub(crate) fn services(&self) -> &[ServiceNames] {
        &self.services
    }

    pub(crate) fn scheme(&self, id: SchemeId) -> &SchemeNames {
        &self.schemes[id.0]
    }

    pub(crate) fn variables(&self) -> &[VariableNames] {
        &self.variables
    }

    pub(crate) fn servers(&self) -> &[Ident] {
        &self.servers
    }

    pub(crate) fn incoming(&self) -> &[Option<Ident>] {
        &self.incoming
    }

    /// All names as text, one line each, by the key that `[names]` knows the thing by: what `dump names` prints.
    pub(crate) fn dump(&self) -> String {
        let line = |named: &Named| {
            let key = named.keys.first().map_or_else(|| "-".to_owned(), |place| self.given.key(place));
            format!("{}  {}  {}\n", key.escape_debug(), named.what, named.ident)
        };
        self.named.iter().map(line).collect()
    }
}
