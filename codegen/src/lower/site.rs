//! Where lowering is: the place in the document and what a definition made here would be called.

use std::borrow::Cow;

use openapiv3::ReferenceOr;

use crate::model::{NameHint, TypeId};
use crate::place::Pointer;

/// A place in the document with the words for what stands there.
#[derive(Clone, Debug)]
pub(super) struct Site {
    pub(super) pointer: Pointer,
    pub(super) hint: NameHint,
    /// The definition that a nested definition stands with.
    pub(super) home: Option<TypeId>,
}

impl Site {
    /// For looking at a schema when it does not matter where it stands.
    pub(super) fn nowhere() -> Self {
        Self { pointer: Pointer::root(), hint: NameHint::root(""), home: None }
    }

    /// The value under the keys `path`, named by `word` after its parent.
    pub(super) fn child(&self, path: &[&str], word: &str) -> Self {
        Self { hint: self.hint.child(word), ..self.step(path) }
    }

    /// The value under the keys `path`, which is this one as far as names go.
    pub(super) fn step(&self, path: &[&str]) -> Self {
        let pointer = path.iter().fold(self.pointer.clone(), |pointer, key| pointer.push(key));
        Self { pointer, hint: self.hint.clone(), home: self.home }
    }

    /// The item `index` of the list under `key`, which is this one as far as names go.
    pub(super) fn item(&self, key: &str, index: usize) -> Self {
        Self { pointer: self.pointer.push(key).index(index), hint: self.hint.clone(), home: self.home }
    }

    /// For a reference to a shared component: its nested definitions are called after the component, not after whoever
    /// refers to it first.
    pub(super) fn shared<T>(self, node: &ReferenceOr<T>) -> Self {
        let name = match node {
            ReferenceOr::Item(_) => None,
            ReferenceOr::Reference { reference } => {
                Pointer::parse(reference).and_then(|pointer| pointer.last().map(Cow::into_owned))
            }
        };
        match name {
            Some(name) => Self { hint: NameHint::root(name), ..self },
            None => self,
        }
    }
}
