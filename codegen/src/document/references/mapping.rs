//! Discriminator mappings: their entries name a schema or refer to one.

use serde_json::{Map, Value};

use super::check::seen;
use super::suggestion;
use crate::diagnostic::{Diagnostics, catalogue};
use crate::document::objects;
use crate::document::path::Path;
use crate::document::resolve;
use crate::document::walk::{self, Root, Site};
use crate::place::Pointer;

/// Takes out the entries that lead nowhere.
pub(super) fn repair(tree: &mut Value, roots: &[Root], diagnostics: &mut Diagnostics) {
    let mut lost = Vec::new();
    walk::all(tree, roots, &mut |site, members, path| {
        if let Site::Object(object) = site
            && object.is(&objects::DISCRIMINATOR)
        {
            lost.extend(dangling(tree, members, path));
        }
    });
    for (mapping, value, target) in lost {
        let named = Pointer::parse(&target).filter(|_| target.starts_with('#')).map(|meant| seen(&meant, &mapping));
        let named = named.as_deref().unwrap_or(&target);
        let message = format!("the schema `{named}` does not exist; this entry is ignored");
        let found = diagnostics.report(&catalogue::MAPPING_IGNORED, &mapping.push(&value), message);
        let meant =
            Pointer::parse(&target).filter(|_| target.starts_with('#')).unwrap_or_else(|| schemas().push(&target));
        if let Some(meant) = suggestion(tree, &meant, &objects::SCHEMA) {
            found.help(format!("did you mean `{}`?", seen(&meant, &mapping)));
        }
        if let Some(Value::Object(entries)) = resolve::at_mut(tree, &mapping) {
            entries.shift_remove(&value);
        }
    }
}

/// The entries of a Discriminator Object that lead nowhere: the place of the mapping, the value, what it names.
fn dangling(tree: &Value, members: &Map<String, Value>, path: &Path<'_>) -> Vec<(Pointer, String, String)> {
    let entries = members.get("mapping").and_then(Value::as_object).into_iter().flatten();
    let exists = |target: &str| {
        let pointer = Pointer::parse(target).filter(|_| target.starts_with('#'));
        pointer.is_some_and(|pointer| resolve::at(tree, &pointer).is_some())
            || resolve::at(tree, &schemas().push(target)).is_some()
    };
    entries
        .filter_map(|(value, target)| Some((value, target.as_str()?)))
        .filter(|(_, target)| !exists(target))
        .map(|(value, target)| (path.key("mapping").pointer(), value.clone(), target.to_owned()))
        .collect()
}

fn schemas() -> Pointer {
    Pointer::root().push("components").push("schemas")
}
