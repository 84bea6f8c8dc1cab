//! All schemas of a description, wherever they stand, in one arena.
//!
//! Enters: schemas as JSON values with their places. Leaves: [`Schemas`]: each schema once, flat, found by id or by place, so that
//! a reference may lead to any of them. The struct knows the keywords of JSON Schema 2020-12; that of OpenAPI 3.0 is a dialect of
//! it, and only `read` knows how either writes what is meant. What a schema means in a client is the business of `lower`.

mod keywords;
mod places;
mod rare;
mod read;

use std::fmt;
use std::rc::Rc;

use self::places::Places;
use crate::place::Place;

pub(crate) use self::keywords::{Discriminator, Kind, Kinds, Schema, Slot};
pub(crate) use self::rare::{Keywords, Rare};
pub(crate) use self::read::{member, read};

/// Identifies a schema; as text it is what stands in the typed document in the place of the schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct SchemaId(u32);

impl SchemaId {
    const PREFIX: &str = "schema:";

    fn of_index(index: usize) -> Self {
        // A text is held in memory many times over, and a schema takes some bytes of it.
        Self(u32::try_from(index).expect("there are fewer schemas than that"))
    }

    fn index(self) -> usize {
        self.0 as usize
    }

    /// The id that a reference of the typed document holds.
    pub(crate) fn of_reference(text: &str) -> Option<Self> {
        text.strip_prefix(Self::PREFIX)?.parse().ok().map(Self)
    }
}

impl fmt::Display for SchemaId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}{}", Self::PREFIX, self.0)
    }
}

/// The arena.
#[derive(Clone, Debug, Default)]
pub(crate) struct Schemas {
    /// Shared, so that whoever reads one may add others meanwhile.
    nodes: Vec<Rc<Schema>>,
    places: Places,
    /// What stands for those that are being read.
    reserved: Rc<Schema>,
}

impl Schemas {
    /// The schema of that id.
    pub(crate) fn get(&self, id: SchemaId) -> Rc<Schema> {
        Rc::clone(&self.nodes[id.index()])
    }

    /// The schema at a place.
    pub(crate) fn at(&self, place: &Place) -> Option<SchemaId> {
        self.places.get(&self.nodes, place)
    }

    /// The ids of all schemas, in the order in which they came.
    pub(crate) fn ids(&self) -> impl Iterator<Item = SchemaId> + use<> {
        self.since(0)
    }

    /// How many there are.
    pub(crate) fn count(&self) -> usize {
        self.nodes.len()
    }

    /// The ids of those that came when there were so many.
    pub(crate) fn since(&self, count: usize) -> impl Iterator<Item = SchemaId> + use<> {
        (count..self.nodes.len()).map(SchemaId::of_index)
    }

    /// Adds a schema. The first one at a place is the one that stands there; those made up later share it.
    pub(crate) fn add(&mut self, schema: Schema) -> SchemaId {
        let id = SchemaId::of_index(self.nodes.len());
        self.nodes.push(Rc::new(schema));
        self.places.insert(&self.nodes, id);
        id
    }

    /// The id of a schema that is about to be read, or of the one that stands there already. It is found at its place once it is read.
    fn reserve(&mut self, place: &Place) -> Result<SchemaId, SchemaId> {
        match self.at(place) {
            Some(known) => Err(known),
            None => {
                let id = SchemaId::of_index(self.nodes.len());
                self.nodes.push(Rc::clone(&self.reserved));
                Ok(id)
            }
        }
    }

    /// Puts a schema that has been read where it was reserved.
    fn fill(&mut self, id: SchemaId, schema: Schema) {
        self.set(id, schema);
        self.places.insert(&self.nodes, id);
    }

    fn set(&mut self, id: SchemaId, schema: Schema) {
        self.nodes[id.index()] = Rc::new(schema);
    }

    /// Has the reference of a schema lead to another one.
    pub(crate) fn link(&mut self, id: SchemaId, target: SchemaId) {
        if let Some(reference) = &mut Rc::make_mut(&mut self.nodes[id.index()]).reference {
            reference.target = Some(target);
        }
    }

    /// Whether no value fits: nothing fits the schema itself, or what it leads to.
    pub(crate) fn is_never(&self, id: SchemaId) -> bool {
        let target = |id: &SchemaId| self.nodes[id.index()].reference.as_ref().and_then(|reference| reference.target);
        std::iter::successors(Some(id), target).take(self.nodes.len()).any(|id| self.nodes[id.index()].never)
    }

    /// Takes alternatives that nothing fits from the others, once references lead to what they refer to. Where none is left, nothing fits
    /// the schema either.
    pub(crate) fn without_impossible_alternatives(&mut self) {
        for id in self.ids() {
            let schema = &self.nodes[id.index()];
            if !schema.one_of.iter().chain(&schema.any_of).any(|id| self.is_never(*id)) {
                continue;
            }
            let mut schema = Schema::clone(schema);
            for listed in [&mut schema.one_of, &mut schema.any_of].into_iter().filter(|listed| !listed.is_empty()) {
                listed.retain(|id| !self.is_never(*id));
                schema.never |= listed.is_empty();
            }
            self.set(id, schema);
        }
    }

    /// The schema that one stands for: itself, or what it leads to where it is nothing but a reference. `None` where that
    /// leads nowhere or in a circle.
    pub(crate) fn resolve(&self, id: SchemaId) -> Option<SchemaId> {
        let mut id = id;
        for _ in 0..=self.nodes.len() {
            match &self.nodes[id.index()].reference {
                Some(reference) if self.nodes[id.index()].is_bare_reference() => id = reference.target?,
                Some(_) | None => return Some(id),
            }
        }
        None
    }
}
