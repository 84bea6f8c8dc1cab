//! Whether references lead somewhere, and to something of the right kind.

use indexmap::{IndexMap, IndexSet};
use serde_json::Value;

use super::{circles, component, is_other, is_path_item, suggestion, target};
use crate::diagnostic::{Diagnostics, Entry, catalogue, nearest};
use crate::document::files::{Files, Missing};
use crate::document::objects::{self, Object};
use crate::document::path::Path;
use crate::document::walk::{self, Root};
use crate::document::{resolve, shape};
use crate::place::Pointer;

/// Checks all references.
pub(in crate::document) fn check(tree: &Value, roots: &[Root], files: &Files<'_>, diagnostics: &mut Diagnostics) {
    let mut known: IndexSet<(&str, &str)> = IndexSet::new();
    let mut missing: IndexMap<Pointer, (Pointer, usize)> = IndexMap::new();
    walk::all(tree, roots, &mut |site, members, path| {
        let Some((target, object)) = target(site, members) else { return };
        if known.contains(&(target, object.name)) {
            return;
        }
        if let Some(section) = missing_section(tree, target).filter(|_| !is_unused(object)) {
            missing.entry(section).or_insert_with(|| (path.key("$ref").pointer(), 0)).1 += 1;
            return;
        }
        match fault(tree, target, object, files, (path, diagnostics)) {
            None => {
                known.insert((target, object.name));
            }
            Some(Fault { entry, message, help }) => {
                let found = diagnostics.report(entry, &path.key("$ref").pointer(), message);
                if let Some(help) = help {
                    found.help(help);
                }
            }
        }
    });
    for (section, (first, references)) in missing {
        report_section(tree, &section, &first, references, diagnostics);
    }
    circles::check(tree, diagnostics);
}

/// `#/components` or `#/components/schemas`, where a reference leads below it and it does not exist: all references below it lead
/// nowhere for that one reason.
fn missing_section(tree: &Value, target: &str) -> Option<Pointer> {
    let pointer = Pointer::parse(target).filter(|_| target.starts_with('#'))?;
    let components = Pointer::root().push("components");
    let section: Pointer = pointer.segments().take(2).collect();
    let is_section = section.parent().as_ref() == Some(&components) && section != pointer;
    let first = [components, section].into_iter().find(|place| resolve::at(tree, place).is_none());
    first.filter(|_| is_section)
}

fn report_section(tree: &Value, section: &Pointer, first: &Pointer, references: usize, diagnostics: &mut Diagnostics) {
    let references = match references {
        1 => "a reference leads into it".to_owned(),
        _ => format!("{references} references lead into it"),
    };
    let written = diagnostics.origin(section);
    let message =
        format!("`{written}` does not exist, and {references}; any value is taken for schemas, the rest is left out");
    let found = diagnostics.report(&catalogue::UNKNOWN_REF, first, message);
    let holder = section.parent().and_then(|holder| resolve::at(tree, &holder)).and_then(Value::as_object);
    let near = section.last().and_then(|name| nearest(&name, holder?.keys().map(String::as_str)));
    found.help(match (near, section.last()) {
        (Some(near), Some(name)) => format!("did you mean `{name}` by `{near}`?"),
        _ => format!("add `{written}` with what the references name"),
    });
}

/// Clients do not need examples and links.
fn is_unused(object: &Object) -> bool {
    [&objects::EXAMPLE, &objects::LINK].iter().any(|unused| unused.is(object))
}

struct Fault {
    entry: &'static Entry,
    message: String,
    help: Option<String>,
}

fn fault(
    tree: &Value,
    target: &str,
    object: &Object,
    files: &Files<'_>,
    (path, diagnostics): (&Path<'_>, &Diagnostics),
) -> Option<Fault> {
    let Some(pointer) = Pointer::parse(target).filter(|_| target.starts_with('#')) else {
        return elsewhere(target, Some(object), files.missing(target, &path.pointer()));
    };
    let at = path.key("$ref").pointer();
    let written = files.written(&at, diagnostics).map_or_else(|| diagnostics.reference(target), str::to_owned);
    let target = written.as_str();
    let Some(value) = resolve::at(tree, &pointer) else {
        let entry = if is_unused(object) { &catalogue::UNUSED_REF } else { &catalogue::UNKNOWN_REF };
        let help = if let Some(overlay) = diagnostics.removed_by(&pointer) {
            Some(format!("`{overlay}` removes it"))
        } else if let Some(file) = target.strip_suffix("#/") {
            Some(format!("write `{file}` for the whole file: `#/` is its member with an empty key"))
        } else {
            let meant = suggestion(tree, &pointer, object);
            meant.map(|meant| format!("did you mean `{}`?", diagnostics.seen(&meant, &at)))
        };
        return Some(Fault { entry, message: format!("`{target}` does not exist; {}", instead(Some(object))), help });
    };
    let wrong = if is_unused(object) { &catalogue::UNUSED_REF } else { &catalogue::WRONG_REF_KIND };
    if let Some((section, _)) = component(&pointer).filter(|(_, kind)| !kind.is(object)) {
        let section = diagnostics.section(section);
        let message =
            format!("{} is asked for here, but `{target}` is one of the {section}", shape::with_article(object.name));
        return Some(Fault { entry: wrong, message, help: None });
    }
    if is_other(&pointer, object) {
        return Some(Fault { entry: wrong, message: not_one(target, object), help: None });
    }
    if component(&pointer).is_none() && circles::is_in_one(tree, &pointer) {
        let message = format!("`{target}` is only a reference that leads back to itself; {}", instead(Some(object)));
        return Some(Fault { entry: &catalogue::REF_CYCLE, message, help: None });
    }
    if is_path_item(object)
        && let Some(paths) = value.as_object().filter(|paths| !paths.is_empty())
        && paths.keys().all(|path| path.starts_with('/'))
    {
        let site = path.pointer();
        let own = site.last().filter(|own| paths.contains_key(own.as_ref()));
        let meant = pointer.push(own.as_deref().unwrap_or(paths.keys().next().map_or("", String::as_str)));
        let message = format!("{}, but holds such by their paths", not_one(target, object));
        let help = Some(format!("did you mean `{}`?", diagnostics.seen(&meant, &at)));
        return Some(Fault { entry: wrong, message, help });
    }
    if value.is_object() || object.is(&objects::SCHEMA) && value.is_boolean() {
        return None;
    }
    let message = not_one(target, object);
    Some(match object.is(&objects::SCHEMA) {
        // Nothing is asked of a value then.
        true => Fault { entry: &catalogue::UNKNOWN_REF, message: format!("{message}; any value is taken"), help: None },
        false => Fault { entry: wrong, message, help: None },
    })
}

/// What becomes of something of that kind which is not there.
fn instead(object: Option<&Object>) -> &'static str {
    if object.is_some_and(Object::is_schema) { "any value is taken" } else { "it is left out" }
}

pub(super) fn not_one(target: &str, object: &Object) -> String {
    format!("`{target}` is not {}", shape::with_article(object.name))
}

/// Tells that a reference leads into no file, unless that was told.
pub(in crate::document) fn tell_missing(target: &str, files: &Files<'_>, at: &Pointer, diagnostics: &mut Diagnostics) {
    if let Some(Fault { entry, message, help }) = elsewhere(target, None, files.missing(target, at)) {
        let found = diagnostics.report(entry, at, message);
        if let Some(help) = help {
            found.help(help);
        }
    }
}

/// A reference that leads into no file; `None` where that was told.
fn elsewhere(target: &str, object: Option<&Object>, missing: Missing) -> Option<Fault> {
    let (entry, message, help) = match missing {
        Missing::Told => return None,
        Missing::NoPlace => (&catalogue::UNKNOWN_REF, format!("`{target}` does not exist; {}", instead(object)), None),
        Missing::NoFile => (&catalogue::UNKNOWN_REF, format!("`{target}` is not a JSON Pointer"), None),
        Missing::File(reason) => {
            (&catalogue::OTHER_FILE, format!("`{target}` leads into a file that cannot be read: {reason}"), None)
        }
        Missing::Address(reason) => {
            (&catalogue::OTHER_ADDRESS, format!("`{target}` leads to another address"), Some(reason))
        }
        Missing::Scheme(scheme) if target.contains("://") => {
            let message =
                format!("`{target}` is an address of `{scheme}`, and only those of `http` and `https` are fetched");
            let help = "write a path, seen from the file that it stands in, such as `shop/user.yaml`";
            (&catalogue::OTHER_ADDRESS, message, Some(help.to_owned()))
        }
        Missing::Scheme(scheme) => {
            let message =
                format!("`{target}` is what no schema is called, and nothing can be fetched by a name of `{scheme}`");
            let help = "write it as the `$id` of the schema that is meant, or refer to where that stands";
            (&catalogue::OTHER_ADDRESS, message, Some(help.to_owned()))
        }
        Missing::Network(address) => {
            let message = format!("`{target}` names a server, and does not say how it is asked");
            (&catalogue::OTHER_ADDRESS, message, Some(format!("write `https:{address}`, or a path with one `/`")))
        }
    };
    let entry = if object.is_some_and(is_unused) { &catalogue::UNUSED_REF } else { entry };
    Some(Fault { entry, message, help })
}
