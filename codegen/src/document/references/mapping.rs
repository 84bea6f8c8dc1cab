//! Discriminator mappings: their entries name a schema or refer to one.

use serde_json::{Map, Value};

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
        let named = Pointer::parse(&target).filter(|_| target.starts_with('#'));
        let named = named.map_or_else(|| target.clone(), |named| diagnostics.seen(&named, &mapping));
        let message = format!("the schema `{named}` does not exist; this entry is ignored");
        let meant = suggestion(tree, &meant_by(&target), &objects::SCHEMA);
        let meant = meant.map(|meant| diagnostics.seen(&meant, &mapping));
        let found = diagnostics.report(&catalogue::MAPPING_IGNORED, &mapping.push(&value), message);
        if let Some(meant) = meant {
            found.help(format!("did you mean `{meant}`?"));
        }
        if let Some(Value::Object(entries)) = resolve::at_mut(tree, &mapping) {
            entries.shift_remove(&value);
        }
    }
}

/// The entries of a Discriminator Object that lead nowhere, and its default: the place of what holds it, the value, what it names.
fn dangling(tree: &Value, members: &Map<String, Value>, path: &Path<'_>) -> Vec<(Pointer, String, String)> {
    let entries = members.get("mapping").and_then(Value::as_object).into_iter().flatten();
    let exists = |target: &str| {
        let pointer = Pointer::parse(target).filter(|_| target.starts_with('#'));
        pointer.is_some_and(|pointer| resolve::at(tree, &pointer).is_some())
            || resolve::at(tree, &schemas().push(target)).is_some()
    };
    let entries = entries.map(|(value, target)| (path.key("mapping").pointer(), value, target));
    let rest = "defaultMapping".to_owned();
    let rest = members.get(&rest).map(|target| (path.pointer(), &rest, target));
    entries
        .chain(rest)
        .filter_map(|(holder, value, target)| Some((holder, value.clone(), target.as_str()?)))
        .filter(|(.., target)| !exists(target))
        .map(|(holder, value, target)| (holder, value, target.to_owned()))
        .collect()
}

/// Where an entry leads.
fn meant_by(target: &str) -> Pointer {
    Pointer::parse(target).filter(|_| target.starts_with('#')).unwrap_or_else(|| schemas().push(target))
}

fn schemas() -> Pointer {
    Pointer::root().push("components").push("schemas")
}
