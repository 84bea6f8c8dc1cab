//! Where things have gone that passes bring to other places, so that references follow.
//!
//! Enters: each move. Leaves: the tree, whose references lead to where things are.

use std::collections::BTreeMap;

use serde_json::Value;

use super::objects;
use super::walk::{self, Root, Site};
use crate::place::Pointer;

/// Where subtrees have gone, by where they were.
#[derive(Debug, Default)]
pub(super) struct Moves {
    moved: BTreeMap<Pointer, Pointer>,
}

impl Moves {
    /// What stood at `was` stands at `now`; of several places the first counts.
    pub(super) fn insert(&mut self, was: &Pointer, now: &Pointer) {
        self.moved.entry(was.clone()).or_insert_with(|| now.clone());
    }

    /// What stood at `was` stands at `now`, also what had moved there before, alone or with what is around it; of several places the first
    /// counts.
    pub(super) fn append(&mut self, was: &Pointer, now: &Pointer) {
        if !self.moved.contains_key(was) {
            let around = self.moved.iter().filter_map(|(first, then)| was.moved(then, first).filter(|it| it != first));
            let around: Vec<Pointer> = around.collect();
            for place in self.moved.values_mut() {
                if let Some(further) = place.moved(was, now) {
                    *place = further;
                }
            }
            around.iter().for_each(|first| self.insert(first, now));
        }
        self.insert(was, now);
    }

    /// Whether nothing has moved.
    pub(super) fn is_empty(&self) -> bool {
        self.moved.is_empty()
    }

    /// Where what was at a place is now.
    pub(super) fn now(&self, was: &Pointer) -> Pointer {
        let mut within = Some(was.clone());
        while let Some(here) = within {
            if let Some(now) = self.moved.get(&here) {
                return was.moved(&here, now).unwrap_or_else(|| now.clone());
            }
            within = here.parent();
        }
        was.clone()
    }

    /// Has all references, and what discriminators name by reference, lead to where things are.
    pub(super) fn follow(&self, tree: &mut Value, roots: &[Root]) {
        if self.is_empty() {
            return;
        }
        walk::all_mut(tree, roots, &mut |site, members, _| {
            if let Some(target) = members.get_mut("$ref") {
                self.lead(target);
            }
            if let Site::Object(object) = site
                && object.is(&objects::DISCRIMINATOR)
                && let Some(Value::Object(mapping)) = members.get_mut("mapping")
            {
                mapping.values_mut().for_each(|target| self.lead(target));
            }
        });
    }

    fn lead(&self, target: &mut Value) {
        let Some(was) = target.as_str().filter(|target| target.starts_with("#/")).and_then(Pointer::parse) else {
            return;
        };
        let now = self.now(&was);
        // A reference that is written in its own way stays as it is where nothing has moved.
        if now != was {
            *target = now.reference().into();
        }
    }
}

impl FromIterator<(Pointer, Pointer)> for Moves {
    fn from_iter<I: IntoIterator<Item = (Pointer, Pointer)>>(pairs: I) -> Self {
        let mut moves = Self::default();
        pairs.into_iter().for_each(|(was, now)| moves.insert(&was, &now));
        moves
    }
}
