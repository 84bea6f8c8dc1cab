//! Names that the settings give, and what became of them.
//!
//! Enters: the names that were given and all that were assigned. Leaves: those without effect, each with the reason.
//! Where they stand in the settings is not its business.

use std::collections::BTreeMap;

use super::scope::Case;
use super::{Given, Named};
use crate::place::Place;

/// The name that the settings give to the thing with these keys, if it is written in the case of such things: a property and the
/// type within it stand at the same place.
pub(super) fn name(given: &Given, keys: &[Place], case: Case) -> Option<String> {
    let fits = |name: &&String| match case {
        Case::Snake => !name.starts_with(|first: char| first.is_ascii_uppercase()),
        Case::Pascal | Case::Screaming => name.starts_with(|first: char| first.is_ascii_uppercase()),
    };
    keys.iter().filter(|_| !given.is_empty()).find_map(|key| given.get(&key.to_string()).filter(fits)).cloned()
}

/// The keys whose names nothing has got, with the reason.
pub(super) fn unused<'g>(given: &'g Given, named: &[Named]) -> Vec<(&'g str, String)> {
    let mut holders: BTreeMap<String, Vec<&Named>> = BTreeMap::new();
    for named in named.iter().filter(|_| !given.is_empty()) {
        named.keys.iter().for_each(|key| holders.entry(key.to_string()).or_default().push(named));
    }
    let reason = |(key, name): (&'g String, &String)| {
        let reason = match holders.get(key).map(Vec::as_slice) {
            None | Some([]) => format!("nothing at `{key}` has a name"),
            Some(holders) if holders.iter().any(|named| named.ident.text() == name) => return None,
            Some([first, ..]) => {
                format!("`{name}` is taken, reserved or of the wrong case: `{key}` is called `{}`", first.ident)
            }
        };
        Some((key.as_str(), reason))
    };
    given.iter().filter_map(reason).collect()
}

/// A line of the settings: the key with the name.
pub(super) fn entry(key: &Place, name: &str) -> String {
    let mut quoted = String::new();
    for char in key.to_string().chars() {
        match char {
            '"' | '\\' => quoted.extend(['\\', char]),
            char if char.is_control() => quoted.push_str(&format!("\\u{:04x}", u32::from(char))),
            char => quoted.push(char),
        }
    }
    format!("\"{quoted}\" = \"{name}\"")
}
