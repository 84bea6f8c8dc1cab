//! Generic schemas (OAS 3.1.1 section 4.8.24.4.2) and those that are extended where they refer to themselves: `$dynamicRef` and
//! `$dynamicAnchor` (JSON Schema 2020-12 Core, section 8.2.3.2).
//!
//! Enters: a tree with all files, whose other references lead to places. Leaves: one without `$dynamicRef`. A schema that says by
//! `$dynamicAnchor`, of itself or under `$defs`, what `$dynamicRef: '#item'` stands for has what it refers to with this in it: a copy
//! for each use, as `Page<User>` is in Rust. What is copied may say so too; the outermost one counts. Elsewhere such a reference leads to
//! what is called so where it stands, which is any value where nothing fits it. How one is copied is the business of `copy`.

mod bindings;
mod copy;

use std::collections::BTreeMap;

use serde_json::Value;

use self::bindings::Bindings;
use self::copy::Copy;
use super::references::Identities;
use super::version::Version;
use super::walk::{self, Root, Site};
use super::{objects, resolve};
use crate::diagnostic::{Diagnostics, catalogue};
use crate::place::Pointer;

/// Tells of them in a description of 3.0: none is left when members are checked.
pub(super) fn tell(tree: &Value, roots: &[Root], version: Version, diagnostics: &mut Diagnostics) {
    if version != Version::V3_0 {
        return;
    }
    walk::all(tree, roots, &mut |site, members, path| {
        if is_schema(site) && members.contains_key("$dynamicRef") {
            let message = "OpenAPI 3.0 has no `$dynamicRef`; it is read as 3.1 has it";
            let place = path.key("$dynamicRef").pointer();
            diagnostics.report(&catalogue::NEWER_KEYWORD_READ, &place, message).at_key();
        }
    });
}

/// Settles all of them.
pub(super) fn settle(tree: &mut Value, roots: &[Root], diagnostics: &mut Diagnostics) {
    // All are made of what was written, before any of it changes.
    let mut made = Vec::new();
    for (place, bindings) in outermost(tree, roots) {
        let Some(Value::Object(members)) = resolve::at(tree, &place) else { continue };
        let (schema, moves) = Copy::of(tree, members, &place, bindings);
        if schema.as_object() != Some(members) {
            made.push((place, schema, moves));
        }
    }
    for (place, schema, moves) in made {
        for (from, to) in moves {
            diagnostics.origins.record(&from, &to);
        }
        if let Some(stands) = resolve::at_mut(tree, &place) {
            *stands = schema;
        }
    }
    unbound(tree, roots, diagnostics);
}

fn is_schema(site: Site) -> bool {
    matches!(site, Site::Object(object) if object.is(&objects::SCHEMA))
}

/// The schemas that say what names stand for, with that, but for those that others are copied with.
fn outermost(tree: &Value, roots: &[Root]) -> BTreeMap<Pointer, Bindings> {
    let mut schemas = BTreeMap::new();
    walk::all(tree, roots, &mut |site, members, path| {
        if is_schema(site) {
            schemas.insert(path.pointer(), members);
        }
    });
    let around = |place: &Pointer| std::iter::successors(place.parent(), Pointer::parent);
    let mut found = BTreeMap::new();
    for (place, members) in &schemas {
        let mut bound = bindings::said(members, place);
        let is_whole = || bindings::is_resource(members) || !around(place).any(|place| schemas.contains_key(&place));
        if let Some(name) = bindings::own_name(members).filter(|_| is_whole()) {
            bound.insert(name.to_owned(), place.reference());
        }
        // What a name stands for is a schema by itself.
        let is_part = |outer: &Pointer| {
            let within = place.moved(outer, &Pointer::root());
            found.contains_key(outer)
                && within.is_some_and(|within| within.segments().next().is_some_and(|it| it != "$defs"))
        };
        if !bound.is_empty() && !around(place).any(|outer| is_part(&outer)) {
            found.insert(place.clone(), bound);
        }
    }
    found
}

/// What is left leads to what is called so.
fn unbound(tree: &mut Value, roots: &[Root], diagnostics: &mut Diagnostics) {
    let identities = Identities::of(tree, roots);
    let mut found = Vec::new();
    walk::all(tree, roots, &mut |site, members, path| {
        if let Some(text) = members.get("$dynamicRef").and_then(Value::as_str).filter(|_| is_schema(site)) {
            let at = path.pointer();
            let pointer = || Pointer::parse(text).filter(|pointer| resolve::at(tree, pointer).is_some());
            let place = identities.place(tree, &at, text).or_else(pointer);
            found.push((at, text.to_owned(), place));
        }
    });
    for (at, text, place) in found {
        if place.is_none() {
            let message = format!("no schema is called `{text}`; any value is taken");
            diagnostics.report(&catalogue::UNKNOWN_REF, &at.push("$dynamicRef"), message);
        }
        // What nothing fits stands for what a use of the schema says.
        let is_open = |place: &Pointer| resolve::at(tree, place).is_some_and(bindings::is_open);
        let place = place.filter(|place| !is_open(place));
        let Some(Value::Object(members)) = resolve::at_mut(tree, &at) else { continue };
        members.shift_remove("$dynamicRef");
        if let Some(place) = place.filter(|_| !members.contains_key("$ref")) {
            members.insert("$ref".to_owned(), place.reference().into());
        }
    }
}
