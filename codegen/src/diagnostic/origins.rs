//! The way back from the document as it is after some passes to the files that the user wrote.
//!
//! Enters: each move that a pass makes. Leaves: for a place of now, the file and the place it came from. What an overlay brings comes
//! from its file, whatever stood there before.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::place::{Place, Pointer};

/// Where subtrees of the present document came from. A place that nothing is recorded for has not moved.
#[derive(Clone, Debug, Default)]
pub(crate) struct Origins {
    moved: BTreeMap<Pointer, Origin>,
    /// Those of the document that the first of these moves began with.
    before: Option<Arc<Self>>,
    /// What other files are called by references, by what messages call them.
    files: BTreeMap<String, String>,
}

/// A subtree's first place; no file means the description itself.
#[derive(Clone, Debug)]
struct Origin {
    file: Option<String>,
    pointer: Pointer,
}

impl Origins {
    /// The document as it is now is the one that the settings are about: what moves from here on is led back to it.
    pub(crate) fn begin(&mut self) {
        let before = std::mem::take(self);
        self.before = Some(Arc::new(before));
    }

    /// The ways back to the document that the settings are about, of what stands at those places.
    pub(crate) fn of(&self, is_asked: impl Fn(&Pointer) -> bool) -> Self {
        let moved = self.moved.iter().filter(|(place, _)| is_asked(place)).map(cloned).collect();
        Self { moved, before: None, files: self.files.clone() }
    }

    /// Where what stood at a place of a file, or of the document that the settings are about, is now: what was copied, at several.
    pub(crate) fn now(&self, file: Option<&str>, pointer: &Pointer) -> Vec<Pointer> {
        let moved = self.moved.iter().filter(|(_, origin)| origin.file.as_deref() == file);
        let moved = moved.filter_map(|(now, origin)| pointer.moved(&origin.pointer, now));
        let mut places: Vec<Pointer> = moved.chain(file.is_none().then(|| pointer.clone())).collect();
        places.retain(|now| {
            let (from, origin) = self.step(now);
            from == file && origin == *pointer
        });
        places.sort();
        places.dedup();
        places
    }

    /// A file has been put into the document.
    pub(crate) fn embed(&mut self, file: &str, to: &Pointer) {
        if let Some(name) = Place::from(to).file() {
            self.files.insert(file.to_owned(), name.to_owned());
        }
        self.moved.insert(to.clone(), Origin { file: Some(file.to_owned()), pointer: Pointer::root() });
    }

    /// A pass has brought what stood at `from` to `to`.
    pub(crate) fn record(&mut self, from: &Pointer, to: &Pointer) {
        if from == to {
            return;
        }
        let (file, pointer) = self.step(from);
        let file = file.map(str::to_owned);
        self.moved.insert(to.clone(), Origin { file, pointer });
    }

    /// What stands at `from` stands at `to` as well.
    pub(crate) fn copy(&mut self, from: &Pointer, to: &Pointer) {
        let inner = self.below(from).filter_map(|(place, origin)| Some((place.moved(from, to)?, origin.clone())));
        let inner: Vec<_> = inner.collect();
        self.record(from, to);
        self.moved.extend(inner);
    }

    /// What stands at `to` is now what stood at `from` in a document with these origins.
    pub(crate) fn graft(&mut self, to: &Pointer, from: &Pointer, origins: &Self) {
        let (file, pointer) = origins.step(from);
        self.forget(to);
        self.moved.insert(to.clone(), Origin { file: file.map(str::to_owned), pointer });
        let inner = origins.below(from).filter_map(|(place, origin)| Some((place.moved(from, to)?, origin.clone())));
        self.moved.extend(inner);
    }

    /// Nothing is known any more of what stands at a place and below.
    pub(crate) fn forget(&mut self, place: &Pointer) {
        let gone: Vec<Pointer> = self.below(place).map(|(place, _)| place.clone()).collect();
        self.moved.remove(place);
        gone.iter().for_each(|place| drop(self.moved.remove(place)));
    }

    /// Of the items of a list only those of these indices are left, in their order.
    pub(crate) fn keep(&mut self, list: &Pointer, indices: impl IntoIterator<Item = usize>) {
        let mut before = Self { moved: self.below(list).map(cloned).collect(), ..Self::default() };
        before.moved.keys().for_each(|place| drop(self.moved.remove(place)));
        let (file, pointer) = self.step(list);
        before.moved.insert(list.clone(), Origin { file: file.map(str::to_owned), pointer });
        for (now, then) in indices.into_iter().enumerate() {
            let (now, then) = (list.index(now), list.index(then));
            if now == then {
                self.moved.extend(before.moved.get_key_value(&then).into_iter().chain(before.below(&then)).map(cloned));
            } else {
                self.graft(&now, &then, &before);
            }
        }
    }

    /// What is known of places below one, without itself.
    fn below<'o>(&'o self, place: &Pointer) -> impl Iterator<Item = (&'o Pointer, &'o Origin)> + use<'o> {
        // The least of them; all of them begin alike, so that they stand together.
        let first = place.push("");
        let place = place.clone();
        self.moved.range(first..).take_while(move |(inner, _)| inner.moved(&place, &place).is_some())
    }

    /// The place that `pointer` came from, as the model has it: other files are those that references name.
    pub(crate) fn place(&self, pointer: &Pointer) -> Place {
        let place = Place::from(pointer);
        match (place.file(), self.source(pointer)) {
            (Some(file), (Some(_), origin)) => Place::within(file, origin),
            (Some(_), (None, _)) => place,
            (None, (None, origin)) => Place::here(origin),
            // What came out of another file has its place in the description.
            (None, (Some(_), _)) => match self.step(pointer) {
                (None, pointer) => Place::here(pointer),
                (Some(_), _) => place,
            },
        }
    }

    /// The same in the document that the settings are about: the place by which they name it.
    pub(crate) fn named(&self, pointer: &Pointer) -> Place {
        let place = Place::from(pointer);
        match (place.file(), self.step(pointer)) {
            (Some(file), (Some(_), origin)) => Place::within(file, origin),
            (None, (None, origin)) => Place::here(origin),
            (None, (Some(file), origin)) => self.files.get(file).map_or(place, |name| Place::within(name, origin)),
            (Some(_), (None, _)) => place,
        }
    }

    /// The file, where it is not the description itself, and the place in it that `pointer` came from.
    pub(crate) fn source(&self, pointer: &Pointer) -> (Option<&str>, Pointer) {
        match (self.step(pointer), &self.before) {
            ((None, pointer), Some(before)) => before.source(&pointer),
            (origin, _) => origin,
        }
    }

    /// The same, as far back as to the document that the settings are about.
    fn step(&self, pointer: &Pointer) -> (Option<&str>, Pointer) {
        if self.moved.is_empty() {
            return (None, pointer.clone());
        }
        let mut within = Some(pointer.clone());
        while let Some(here) = within {
            if let Some(origin) = self.moved.get(&here) {
                let back = pointer.moved(&here, &origin.pointer).unwrap_or_else(|| origin.pointer.clone());
                return (origin.file.as_deref(), back);
            }
            within = here.parent();
        }
        (None, pointer.clone())
    }
}

fn cloned((place, origin): (&Pointer, &Origin)) -> (Pointer, Origin) {
    (place.clone(), origin.clone())
}

#[cfg(test)]
mod tests {
    use super::{Origins, Pointer};

    fn at(text: &str) -> Pointer {
        Pointer::parse(text).expect("a pointer")
    }

    #[test]
    fn moves_compose() {
        let mut origins = Origins::default();
        origins.record(&at("/definitions"), &at("/components/schemas"));
        origins.record(&at("/components/schemas/A"), &at("/components/schemas/B"));
        assert_eq!(origins.source(&at("/components/schemas/B/type")).1, at("/definitions/A/type"));
        assert_eq!(origins.source(&at("/components/schemas/C")).1, at("/definitions/C"));
        assert_eq!(origins.source(&at("/paths")).1, at("/paths"));
    }

    /// Where a place came from, as a reference into the file.
    fn source(origins: &Origins, place: &str) -> String {
        let (file, pointer) = origins.source(&at(place));
        format!("{}{pointer}", file.unwrap_or_default())
    }

    /// A document of which a part has come from another file.
    fn with_file(file: &str, to: &str) -> Origins {
        let mut origins = Origins::default();
        origins.embed(file, &at(to));
        origins
    }

    #[test]
    fn what_an_overlay_brings_comes_from_its_file_and_the_rest_stays() {
        let mut origins = with_file("a.overlay.yaml", "/overlay");
        origins.record(&at("/info/x"), &at("/info/title"));
        let before = origins.clone();
        origins.graft(&at("/info"), &at("/overlay/actions/0/update"), &before);
        assert_eq!(source(&origins, "/info/title"), "a.overlay.yaml#/actions/0/update/title");
        origins.forget(&at("/info"));
        assert_eq!(source(&origins, "/info/title"), "#/info/title");
        assert_eq!(source(&origins, "/information"), "#/information");
    }

    #[test]
    fn a_copy_comes_from_where_each_of_its_parts_came_from() {
        let mut origins = with_file("one.yaml", "/a/b/c");
        let before = origins.clone();
        origins.graft(&at("/z"), &at("/a"), &before);
        assert_eq!(source(&origins, "/z/b/c/d"), "one.yaml#/d");
        assert_eq!(source(&origins, "/z/b/e"), "#/a/b/e");
    }

    #[test]
    fn items_behind_one_that_is_gone_keep_where_they_came_from() {
        let mut origins = with_file("one.yaml", "/tags/2");
        origins.embed("two.yaml", &at("/tags/3/name"));
        origins.keep(&at("/tags"), [0, 2, 3, 4]);
        let sources: Vec<_> = (0..4).map(|index| source(&origins, &format!("/tags/{index}/name"))).collect();
        assert_eq!(sources, ["#/tags/0/name", "one.yaml#/name", "two.yaml#", "#/tags/4/name"]);
        assert_eq!(source(&origins, "/tags/2/id"), "#/tags/3/id");
    }
}
