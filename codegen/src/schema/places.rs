//! Where schemas stand. A large description has tens of thousands, and each knows its place: only ids are kept.

use std::hash::BuildHasher;
use std::rc::Rc;

use hashbrown::{DefaultHashBuilder, HashTable};

use super::{Schema, SchemaId};
use crate::place::Place;

/// Of each place the first schema that stands there.
#[derive(Clone, Debug, Default)]
pub(super) struct Places {
    ids: HashTable<SchemaId>,
    hasher: DefaultHashBuilder,
}

impl Places {
    /// The schema at a place.
    pub(super) fn get(&self, nodes: &[Rc<Schema>], place: &Place) -> Option<SchemaId> {
        let stands_there = |id: &SchemaId| nodes[id.index()].place == *place;
        self.ids.find(self.hasher.hash_one(place), stands_there).copied()
    }

    /// Adds a schema at its place, unless another one stands there.
    pub(super) fn insert(&mut self, nodes: &[Rc<Schema>], id: SchemaId) {
        let place = |id: SchemaId| &nodes[id.index()].place;
        let hash = |id: &SchemaId| self.hasher.hash_one(place(*id));
        self.ids.entry(hash(&id), |other| place(*other) == place(id), hash).or_insert(id);
    }
}
