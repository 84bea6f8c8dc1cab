//! Security requirements that name their scheme by where it stands (OAS 3.2.0 section 4.30).
//!
//! Enters: the tree. Leaves: requirements that name schemes of the components. What is the name of one is that, whatever it looks like.

use serde_json::{Map, Value};

use super::walk::{self, Root, Site};
use super::{objects, resolve};
use crate::place::Pointer;

/// Gives the schemes their names.
pub(super) fn settle(tree: &mut Value, roots: &[Root]) {
    let schemes: Pointer = ["components", "securitySchemes"].iter().collect();
    let own = tree.get("$self").and_then(Value::as_str).unwrap_or_default().to_owned();
    let names: Vec<String> =
        resolve::at(tree, &schemes).and_then(Value::as_object).into_iter().flat_map(Map::keys).cloned().collect();
    let meant = |key: &String| {
        let fragment = match key.split_once('#') {
            Some((document, fragment)) if document.is_empty() || document == own => fragment,
            _ => return None,
        };
        let pointer = Pointer::parse(&format!("#{fragment}"))?;
        let is_scheme = pointer.parent().as_ref() == Some(&schemes);
        let name = pointer.last().filter(|_| is_scheme)?.into_owned();
        (!names.contains(key) && names.contains(&name)).then_some(name)
    };
    walk::all_mut(tree, roots, &mut |site, members, _| {
        if let Site::Object(object) = site
            && object.is(&objects::SECURITY_REQUIREMENT)
            && members.keys().any(|key| meant(key).is_some())
        {
            let renamed = std::mem::take(members).into_iter();
            *members = renamed.map(|(key, scopes)| (meant(&key).unwrap_or(key), scopes)).collect();
        }
    });
}
