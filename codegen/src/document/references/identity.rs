//! References by what schemas are called: `$id`, `$anchor`, `$dynamicAnchor` (JSON Schema 2020-12 Core, section 8.2), and the `$self` of
//! descriptions (OAS 3.2.0 section 4.1).
//!
//! Enters: the tree as it was written. Leaves: one whose references lead to places. What `$dynamicRef` leads to is for `generic` to say.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::document::files;
use crate::document::objects;
use crate::document::resolve;
use crate::document::uri;
use crate::document::walk::{self, Root, Site};
use crate::place::{Place, Pointer};

/// What schemas are called, and where they stand.
#[derive(Debug, Default)]
pub(in crate::document) struct Identities {
    /// Places by their URI: of schemas with an `$id`, and of the description itself.
    places: BTreeMap<String, Pointer>,
    /// The URI that counts at and below a place.
    bases: BTreeMap<Pointer, String>,
    /// Places by the resource that they are in, and the name that they have there.
    anchors: BTreeMap<(Pointer, String), Pointer>,
}

/// Has every reference by a URI or a name lead to the place of what is called so.
pub(in crate::document) fn settle(tree: &mut Value, roots: &[Root]) {
    let found = meant(tree, roots, &[], |_| true);
    lead(tree, found);
}

/// Has those do so that lead into no file, by what schemas of files are called, also where no reference has led yet; their places, and
/// what stood there.
pub(in crate::document) fn settle_rest(tree: &mut Value, roots: &[Root], unwalked: &[Root]) -> Vec<(Pointer, String)> {
    let found = meant(tree, roots, unwalked, |text| !text.starts_with('#'));
    lead(tree, found)
}

/// What references by a URI or a name stand for, of those that are asked for, with their places.
fn meant(tree: &Value, roots: &[Root], unwalked: &[Root], is_asked: impl Fn(&str) -> bool) -> Vec<(Pointer, Pointer)> {
    let identities = Identities::of(tree, &[roots, unwalked].concat());
    let mut meant = Vec::new();
    if identities.is_empty() {
        return meant;
    }
    walk::all(tree, roots, &mut |_, members, path| {
        if let Some(text) = members.get("$ref").and_then(Value::as_str).filter(|text| is_asked(text)) {
            let at = path.pointer();
            meant.extend(identities.place(tree, &at, text).map(|place| (at, place)));
        }
    });
    meant
}

fn lead(tree: &mut Value, meant: Vec<(Pointer, Pointer)>) -> Vec<(Pointer, String)> {
    let mut led = Vec::new();
    for (at, place) in meant {
        let at = at.push("$ref");
        if let Some(Value::String(text)) = resolve::at_mut(tree, &at) {
            led.push((at, std::mem::replace(text, place.reference())));
        }
    }
    led
}

/// The description, and the other files that are in the tree.
fn documents(tree: &Value) -> Vec<Pointer> {
    let place = Place::files();
    let files = resolve::at(tree, &place).and_then(Value::as_object).into_iter().flatten();
    std::iter::once(Pointer::root()).chain(files.map(|(name, _)| place.push(name))).collect()
}

impl Identities {
    /// Those of the whole description.
    pub(in crate::document) fn of(tree: &Value, roots: &[Root]) -> Self {
        let mut identities = Self::default();
        for document in documents(tree) {
            let own = resolve::at(tree, &document).and_then(|document| document.get("$self")?.as_str());
            if let Some(own) = own {
                let own = uri::against(&identities.base(&document).1, own);
                identities.add(document, own);
            }
        }
        walk::all(tree, roots, &mut |site, members, path| {
            if let Site::Object(object) | Site::Reference(object) = site
                && object.is(&objects::SCHEMA)
                && ["$id", "$anchor", "$dynamicAnchor"].iter().any(|key| resolve::member(members, key).is_some())
            {
                identities.schema(members, path.pointer());
            }
        });
        identities
    }

    fn is_empty(&self) -> bool {
        self.places.is_empty() && self.anchors.is_empty()
    }

    fn add(&mut self, place: Pointer, uri: String) {
        let uri = uri.trim_end_matches('#').to_owned();
        self.places.entry(uri.clone()).or_insert_with(|| place.clone());
        self.bases.insert(place, uri);
    }

    fn schema(&mut self, members: &Map<String, Value>, place: Pointer) {
        let text = |key: &str| members.get(key).and_then(Value::as_str);
        let mut names: Vec<&str> = ["$anchor", "$dynamicAnchor"].into_iter().filter_map(text).collect();
        match text("$id") {
            // As earlier drafts wrote an anchor.
            Some(id) if id.starts_with('#') => names.push(&id[1..]),
            Some(id) => self.add(place.clone(), uri::against(&self.base(&place).1, id)),
            None => {}
        }
        for name in names {
            let resource = self.base(&place).0;
            self.anchors.entry((resource, name.to_owned())).or_insert_with(|| place.clone());
        }
    }

    /// The resource that a place is in, and its URI: where nothing has one, the file.
    fn base(&self, place: &Pointer) -> (Pointer, String) {
        let document = files::document(place);
        let mut around = Some(place.clone());
        while let Some(here) = around {
            if let Some(uri) = self.bases.get(&here) {
                return (here, uri.clone());
            }
            around = here.parent().filter(|_| here != document);
        }
        let file = Place::from(&document).file().unwrap_or_default().to_owned();
        (document, file)
    }

    /// Where a reference at a place leads; `None` where it is none by a name, or leads nowhere.
    pub(in crate::document) fn place(&self, tree: &Value, at: &Pointer, text: &str) -> Option<Pointer> {
        let (name, fragment) = text.split_once('#').unwrap_or((text, ""));
        let (around, base) = self.base(at);
        let resource = match name {
            "" => around,
            _ => self.places.get(&uri::against(&base, name))?.clone(),
        };
        match fragment {
            // `#` alone is the schema with the `$id` around it; the description itself is no schema.
            "" => (!name.is_empty() || text == "#" && resource != files::document(&resource)).then_some(resource),
            _ if fragment.starts_with('/') => {
                // Many write pointers into the description where the schema around has an `$id`.
                let within = Pointer::parse(&format!("#{fragment}"))?;
                let place = within.segments().fold(resource, |place, step| place.push(&step));
                let is_other = Pointer::parse(text).as_ref() != Some(&place);
                (is_other && resolve::at(tree, &place).is_some()).then_some(place)
            }
            name => self.anchor(&resource, name),
        }
    }

    /// The schema of that name in a resource, or the only one anywhere.
    fn anchor(&self, resource: &Pointer, name: &str) -> Option<Pointer> {
        let own = self.anchors.get(&(resource.clone(), name.to_owned()));
        let mut all = self.anchors.iter().filter(|((_, known), _)| known == name).map(|(_, place)| place);
        own.or_else(|| all.next().filter(|_| all.next().is_none())).cloned()
    }
}
