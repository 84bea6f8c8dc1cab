//! What files of 2.0 lend to descriptions of later versions.
//!
//! Enters: the places that references of a later version lead to. Leaves: those that stand in files of 2.0, turned where they stand, and
//! an error for each that cannot be what is asked for.

use serde_json::Value;

use crate::diagnostic::{Diagnostics, catalogue};
use crate::document::files::Files;
use crate::document::objects::{self, Object, v2};
use crate::document::version::Version;
use crate::document::walk::{self, Root};
use crate::document::{references, resolve, shape};
use crate::place::Pointer;

/// Turns those of the places that stand in files of 2.0 and have not been turned; what cannot be turned is taken out of them. `known` are
/// the places that were found before. Both follow what moves.
pub(in crate::document) fn turn(
    tree: &mut Value,
    found: &mut Vec<Root>,
    known: &mut [Root],
    files: &mut Files<'_>,
    diagnostics: &mut Diagnostics,
) {
    let mut lent = Vec::new();
    found.retain(|root| {
        if files.version(&root.pointer) != Version::V2_0 || is_of_no_version(root.object) {
            return true;
        }
        let old = resolve::at(tree, &root.pointer).and_then(|value| older(root.object, value));
        match old {
            Some(object) => lent.push(Root { pointer: root.pointer.clone(), object }),
            None => refuse(tree, root, known, files, diagnostics),
        }
        old.is_some()
    });
    if !lent.is_empty() {
        let mut others = [&*known, found].concat();
        super::turn(tree, lent, &mut others, files, diagnostics);
        let (before, now) = others.split_at(known.len());
        known.clone_from_slice(before);
        found.clone_from_slice(now);
    }
}

/// Tells of what cannot be what is asked for, where it is asked for.
fn refuse(tree: &Value, root: &Root, known: &[Root], files: &Files<'_>, diagnostics: &mut Diagnostics) {
    let at = asking(tree, known, &root.pointer).unwrap_or_else(|| root.pointer.clone());
    let written = files.written(&at, diagnostics).map_or_else(|| root.pointer.reference(), str::to_owned);
    let message = format!(
        "{} asks for {} here, and `{written}` is in {}, where it cannot be one",
        files.written_in(&at).specification(),
        shape::with_article(root.object.name),
        Version::V2_0.specification(),
    );
    diagnostics.report(&catalogue::NOT_LENT, &at, message);
}

/// The first reference that leads to a place.
fn asking(tree: &Value, known: &[Root], asked: &Pointer) -> Option<Pointer> {
    let mut first = None;
    walk::all(tree, known, &mut |site, members, path| {
        let Some((target, _)) = references::target(site, members) else { return };
        if first.is_none() && Pointer::parse(target).as_ref() == Some(asked) {
            first = Some(path.key("$ref").pointer());
        }
    });
    first
}

/// Those that 2.0 does not have and that no client needs are read as they are.
fn is_of_no_version(object: &Object) -> bool {
    [&objects::EXAMPLE, &objects::LINK, &objects::CALLBACK].iter().any(|unneeded| unneeded.is(object))
}

/// The object of 2.0 that can be the one that is asked for.
fn older(asked: &Object, value: &Value) -> Option<&'static Object> {
    let pairs: [(&Object, &'static Object); 5] = [
        (&objects::SCHEMA, &v2::SCHEMA),
        (&objects::RESPONSE, &v2::RESPONSE),
        (&objects::HEADER, &v2::HEADER),
        (&objects::PATH_ITEM, &v2::PATH_ITEM),
        (&objects::SECURITY_SCHEME, &v2::SECURITY_SCHEME),
    ];
    if let Some((_, old)) = pairs.iter().find(|(new, _)| new.is(asked)) {
        return Some(old);
    }
    // Bodies are parameters in 2.0. Behind a reference, what it leads to is asked.
    let is_reference = value.as_object().is_some_and(walk::is_reference);
    let fits = match value.get("in").and_then(Value::as_str) {
        Some("body") => asked.is(&objects::REQUEST_BODY),
        Some("formData") => false,
        Some(_) | None => asked.is(&objects::PARAMETER),
    };
    let is_parameter = asked.is(&objects::PARAMETER) || asked.is(&objects::REQUEST_BODY);
    (is_parameter && (fits || is_reference)).then_some(&v2::PARAMETER)
}
