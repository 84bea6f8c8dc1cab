//! What became of the names that the settings give.
//!
//! Enters: the model, the names that were given and all that were assigned. Leaves: those without effect, each with the reason.
//! Where they stand in the settings is not its business.

use std::collections::BTreeMap;

use super::scope::Case;
use super::{Given, Ident, Names};
use crate::model::{Api, EnumValues, TypeKind};

/// The name that the settings give to the thing at `pointer`, if it is written in the case of such things: a property and the
/// type within it stand at the same place.
pub(super) fn name(given: &Given, pointer: &str, case: Case) -> Option<String> {
    let fits = |name: &&String| match case {
        Case::Snake => !name.starts_with(|first: char| first.is_ascii_uppercase()),
        Case::Pascal | Case::Screaming => name.starts_with(|first: char| first.is_ascii_uppercase()),
    };
    given.get(pointer).filter(fits).cloned()
}

/// The pointers whose names nothing has got, with the reason.
pub(super) fn unused<'g>(api: &Api, given: &'g Given, names: &Names) -> Vec<(&'g str, String)> {
    let holders = holders(api, names);
    let reason = |(pointer, name): (&'g String, &String)| {
        let reason = match holders.get(pointer).map(Vec::as_slice) {
            None | Some([]) => format!("`{pointer}` is no type, property, value of an enum or operation"),
            Some(idents) if idents.iter().any(|ident| ident.text() == name) => return None,
            Some([ident, ..]) => {
                format!("`{name}` is taken, reserved or of the wrong case: `{pointer}` is called `{ident}`")
            }
        };
        Some((pointer.as_str(), reason))
    };
    given.iter().filter_map(reason).collect()
}

/// Everything that a name can be given to, by pointer; a type for receiving and its second one for sending share theirs.
fn holders<'n>(api: &Api, names: &'n Names) -> BTreeMap<String, Vec<&'n Ident>> {
    let mut holders: BTreeMap<String, Vec<&Ident>> = BTreeMap::new();
    let mut add = |pointer: String, ident: &'n Ident| holders.entry(pointer).or_default().push(ident);
    for (def, names) in api.types.iter().zip(&names.types) {
        add(def.origin.to_string(), &names.ident);
        match &def.kind {
            TypeKind::Struct(strukt) => {
                let fields = strukt.fields.iter().zip(&names.fields);
                fields.for_each(|(field, ident)| add(field.origin.to_string(), ident));
            }
            TypeKind::Enum(EnumValues::Strings(values)) => {
                let values = values.iter().zip(&names.variants);
                values.for_each(|((value, _), ident)| add(format!("{}/enum/{value}", def.origin), ident));
            }
            TypeKind::Enum(EnumValues::Integers(values)) => {
                let values = values.iter().zip(&names.variants);
                values.for_each(|((value, _), ident)| add(format!("{}/enum/{value}", def.origin), ident));
            }
            TypeKind::Union(_) | TypeKind::Alias(_) => {}
        }
    }
    for (service, names) in api.services.iter().zip(&names.services) {
        let operations = service.operations.iter().zip(&names.operations);
        operations.for_each(|(operation, names)| add(operation.origin.to_string(), &names.method));
    }
    holders
}
