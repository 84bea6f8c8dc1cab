//! References in places where the specification has none: an operation, the properties of a schema, a text. Tools that bundle descriptions
//! put what they lead to in their place, and people count on it.
//!
//! Enters: the tree, and where to look. Leaves: one in which what such references lead to stands in their place, with a warning for each;
//! other references that lead there lead to the first of these places, so that there is one of each type. References that the
//! specification knows are the business of `files` and `references`.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::files::Files;
use super::moves::Moves;
use super::objects::{self, Kind, Object, v2};
use super::path::Path;
use super::version::Version;
use super::walk::{self, Root, Site};
use super::{references, resolve, shape};
use crate::diagnostic::{Diagnostics, catalogue};
use crate::place::Pointer;

/// So many values are brought to other places, counted one by one: beyond, descriptions repeat themselves without end.
const MOST_VALUES: usize = 1_000_000;

/// Brings what such references lead to that stand below the roots. `others` are places that were looked through before; their references
/// follow.
pub(super) fn run(
    tree: &mut Value,
    roots: &[Root],
    others: &[Root],
    files: &mut Files<'_>,
    diagnostics: &mut Diagnostics,
) {
    let moves = Moves::default();
    let mut included = Included { files, diagnostics, moves, under_way: Vec::new(), left: BTreeSet::new() };
    for root in roots {
        included.below(tree, &root.pointer, root.kind());
    }
    let Included { moves, .. } = included;
    if !moves.is_empty() {
        moves.follow(tree, &[roots, others].concat());
        files.moved(moves);
    }
}

/// A reference, with what is asked for in its place.
struct Found {
    at: Pointer,
    kind: Kind,
    reference: String,
}

/// What became of a reference.
enum Outcome {
    /// What it leads to stands in its place.
    Put,
    /// It leads to nothing that can be brought there, which was told.
    Told,
    /// It leads to a value of another kind than is asked for.
    Other,
}

struct Included<'a, 'f, 'd> {
    files: &'a mut Files<'f>,
    diagnostics: &'d mut Diagnostics,
    /// Where what was included stands by now.
    moves: Moves,
    /// The places that are being brought to another one, which may not hold themselves.
    under_way: Vec<Pointer>,
    /// The places of references that stay what they are.
    left: BTreeSet<Pointer>,
}

impl Included<'_, '_, '_> {
    fn below(&mut self, tree: &mut Value, place: &Pointer, kind: Kind) {
        for _ in 0..resolve::LONGEST_CHAIN {
            let found: Vec<Found> = resolve::at(tree, place).map_or_else(Vec::new, |value| find(value, place, kind));
            let mut found: Vec<_> = found.into_iter().filter(|found| !self.left.contains(&found.at)).collect();
            if found.is_empty() {
                return;
            }
            // What is in files refers to components that may have to be brought first.
            found.sort_by_key(|found| found.at.segments().next().is_some_and(|first| first == "paths"));
            for found in found {
                match self.include(tree, &found) {
                    Outcome::Put => {}
                    Outcome::Told => take_out(tree, &found),
                    Outcome::Other => drop(self.left.insert(found.at)),
                }
            }
        }
    }

    fn include(&mut self, tree: &mut Value, found: &Found) -> Outcome {
        let Found { at, kind, reference } = found;
        let (kind, written_at) = (*kind, at.push("$ref"));
        let Some(target) = self.files.lead(tree, &written_at, reference, self.diagnostics) else {
            references::tell_missing(reference, self.files, &written_at, self.diagnostics);
            return Outcome::Told;
        };
        let is_within = |inner: &Pointer, outer: &Pointer| inner.moved(outer, outer).is_some();
        let fault = if is_within(at, &target) || is_within(&target, at) || self.under_way.contains(&target) {
            Some((&catalogue::REF_CYCLE, "leads to what it stands in itself; it is left out"))
        } else if resolve::at(tree, &target).is_none() {
            Some((&catalogue::UNKNOWN_REF, "does not exist; it is left out"))
        } else if !kind.is_plain() && !self.is_of_one_version(at, &target) {
            Some((&catalogue::NOT_LENT, "is in a file of another version, and cannot be what is asked for here"))
        } else {
            None
        };
        if let Some((entry, fault)) = fault {
            self.diagnostics.report(entry, &written_at, format!("`{reference}` {fault}"));
            return Outcome::Told;
        }
        self.under_way.push(target.clone());
        self.below(tree, &target, kind);
        self.files.settle_below(tree, &target, kind, self.diagnostics);
        self.under_way.pop();
        let Some(value) = resolve::at(tree, &target).filter(|value| fits(kind, value)).cloned() else {
            return Outcome::Other;
        };
        self.files.included += count(&value);
        if self.files.included > MOST_VALUES {
            let message = "the description includes itself over and over; this is left out";
            self.diagnostics.report(&catalogue::REF_CYCLE, &written_at, message);
            return Outcome::Told;
        }
        let message = format!("the specification has no reference {}; what it leads to is read", instead_of(at, kind));
        self.diagnostics.report(&catalogue::INCLUDED, &written_at, message);
        self.put(tree, (at, kind), &target, value);
        Outcome::Put
    }

    /// Puts a value in the place of a reference. What stands beside the reference counts first.
    fn put(&mut self, tree: &mut Value, (at, kind): (&Pointer, Kind), target: &Pointer, value: Value) {
        let Some(place) = resolve::at_mut(tree, at) else { return };
        let mut copied = Vec::new();
        match (place, value) {
            (Value::Object(own), Value::Object(members)) if own.len() > 1 => {
                own.shift_remove("$ref");
                add(own, members, (target, at), Some(kind), &mut copied);
            }
            (place, value) => {
                *place = value;
                copied.push((target.clone(), at.clone()));
            }
        }
        for (from, to) in copied {
            self.diagnostics.origins.copy(&from, &to);
            self.moves.append(&from, &to);
        }
    }

    /// Whether both places are of Swagger 2.0, or neither is.
    fn is_of_one_version(&self, one: &Pointer, other: &Pointer) -> bool {
        (self.files.version(one) == Version::V2_0) == (self.files.version(other) == Version::V2_0)
    }
}

/// Adds the members that are not there yet, also those of maps, and says from where they have come to where.
fn add(
    own: &mut Map<String, Value>,
    members: Map<String, Value>,
    (from, to): (&Pointer, &Pointer),
    kind: Option<Kind>,
    copied: &mut Vec<(Pointer, Pointer)>,
) {
    for (key, member) in members {
        let (from, to) = (from.push(&key), to.push(&key));
        let is_map = matches!(kind.and_then(Kind::object).and_then(|object| object.kind(&key)), Some(Kind::Map(_)));
        match (own.get_mut(&key), member) {
            (None, member) => {
                copied.push((from, to));
                own.insert(key, member);
            }
            (Some(Value::Object(own)), Value::Object(members)) if is_map => {
                add(own, members, (&from, &to), None, copied);
            }
            (Some(_), _) => {}
        }
    }
}

/// Takes out a reference that was told of, so that nothing else is told of it.
fn take_out(tree: &mut Value, found: &Found) {
    let Some(Value::Object(members)) = resolve::at_mut(tree, &found.at) else { return };
    members.shift_remove("$ref");
    if members.is_empty() {
        resolve::take(tree, &found.at);
    }
}

/// The references below a value where the specification has none, from the outside in.
fn find(value: &Value, place: &Pointer, kind: Kind) -> Vec<Found> {
    let mut found = Vec::new();
    let mut add = |at: Pointer, kind: Kind, members: &Map<String, Value>| {
        let reference = resolve::member(members, "$ref").and_then(Value::as_str);
        found.extend(reference.map(|reference| Found { at, kind, reference: reference.to_owned() }));
    };
    if let Some(members) = value.as_object().filter(|_| takes_a_value(kind)) {
        add(place.clone(), kind, members);
    }
    walk::each(value, kind, &Path::At(place), &mut |site, members, path| {
        let Site::Object(object) = site else { return };
        if walk::is_reference(members) && has_no_references(object) {
            add(path.pointer(), Kind::Object(object), members);
        }
        for (key, member) in members {
            if let Value::Object(members) = member
                && walk::is_reference(members)
                && let Some(kind) = object.kind(key).filter(|kind| takes_a_value(*kind))
            {
                add(path.pointer().push(key), kind, members);
            }
        }
    });
    found
}

/// Whether an object has no references itself. A description is asked for by nobody.
fn has_no_references(object: &Object) -> bool {
    let is_path_item = object.is(&objects::PATH_ITEM) || object.is(&v2::PATH_ITEM);
    !is_path_item && !object.is_schema() && !object.is_description()
}

/// Whether something else than one object is asked for, which a reference is not.
fn takes_a_value(kind: Kind) -> bool {
    match kind {
        Kind::List(_) => true,
        // What such maps hold may be called anything.
        Kind::Map(Kind::Any | Kind::Text) => false,
        Kind::Map(_) => true,
        Kind::OneOrMany(kind) => kind.is_plain(),
        Kind::Any | Kind::Object(_) | Kind::OrReference(_) | Kind::BooleanOr(_) => false,
        Kind::Text | Kind::Boolean | Kind::Number | Kind::Count | Kind::Word(_) => true,
    }
}

/// Whether a value is what is asked for, as far as can be seen from outside.
fn fits(kind: Kind, value: &Value) -> bool {
    match kind {
        Kind::Object(_) | Kind::Map(_) => value.is_object(),
        Kind::List(_) => value.is_array(),
        Kind::OneOrMany(_) => value.is_array() || fits(Kind::Text, value),
        _ => !(value.is_object() || value.is_array() || value.is_null()),
    }
}

/// What stands where a reference was found.
fn instead_of(at: &Pointer, kind: Kind) -> String {
    match kind {
        Kind::Object(object) => format!("in place of {}", shape::with_article(object.name)),
        _ => format!("in place of `{}`", at.last().unwrap_or_default()),
    }
}

/// How many values there are in one.
fn count(value: &Value) -> usize {
    match value {
        Value::Object(members) => 1 + members.values().map(count).sum::<usize>(),
        Value::Array(items) => 1 + items.iter().map(count).sum::<usize>(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => 1,
    }
}
