//! Changes of operations, which are found while the tree is read.
//!
//! Enters: the changes and the tree. Leaves: the tree with all of them, its lists without gaps, and references to where things have gone.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::super::moves::Moves;
use super::super::resolve;
use super::super::walk::Root;
use crate::diagnostic::Diagnostics;
use crate::place::Pointer;

/// One change of the tree, found while it is being read.
pub(super) enum Change {
    /// Appends a path parameter to the list at a place, which is made where it is missing.
    Declare {
        list: Pointer,
        name: String,
    },
    /// Puts the parameter into the list as it is meant, where a reference to it may have stood.
    Replace {
        parameter: Pointer,
        members: Map<String, Value>,
    },
    Remove {
        list: Pointer,
        index: usize,
    },
    /// Takes the operationId away.
    Unname {
        operation: Pointer,
    },
}

/// Makes all changes.
pub(super) fn apply(tree: &mut Value, roots: &[Root], changes: Vec<Change>, diagnostics: &mut Diagnostics) {
    let lists: BTreeSet<Pointer> = changes.iter().filter_map(Change::shortened).collect();
    for change in changes {
        change.apply(tree);
    }
    let moves: Moves = lists.iter().flat_map(|list| sweep(tree, list, diagnostics)).collect();
    moves.follow(tree, roots);
}

impl Change {
    /// The same of what stands at `to` and stood at `from`.
    pub(super) fn moved(self, from: &Pointer, to: &Pointer) -> Self {
        let moved = |place: Pointer| place.moved(from, to).unwrap_or(place);
        match self {
            Self::Declare { list, name } => Self::Declare { list: moved(list), name },
            Self::Replace { parameter, members } => Self::Replace { parameter: moved(parameter), members },
            Self::Remove { list, index } => Self::Remove { list: moved(list), index },
            Self::Unname { operation } => Self::Unname { operation: moved(operation) },
        }
    }

    /// The list that loses an item.
    fn shortened(&self) -> Option<Pointer> {
        match self {
            Self::Remove { list, .. } => Some(list.clone()),
            Self::Declare { .. } | Self::Replace { .. } | Self::Unname { .. } => None,
        }
    }

    fn apply(self, tree: &mut Value) {
        match self {
            Self::Declare { list, name } => {
                let Some(holder) =
                    list.parent().and_then(|at| resolve::at_mut(tree, &at)).and_then(Value::as_object_mut)
                else {
                    return;
                };
                let parameter = json!({"name": name, "in": "path", "required": true, "schema": {"type": "string"}});
                if let Value::Array(parameters) = holder.entry("parameters").or_insert_with(|| json!([])) {
                    parameters.push(parameter);
                }
            }
            Self::Replace { parameter, members } => {
                if let Some(value) = resolve::at_mut(tree, &parameter) {
                    *value = Value::Object(members);
                }
            }
            Self::Unname { operation } => {
                if let Some(Value::Object(members)) = resolve::at_mut(tree, &operation) {
                    // The order of what remains is the description's.
                    members.retain(|key, _| key != "operationId");
                }
            }
            // The list keeps its length until `sweep`, so that the places of its other items stay right.
            Self::Remove { list, index } => {
                if let Some(value) = resolve::at_mut(tree, &list.index(index)) {
                    *value = Value::Null;
                }
            }
        }
    }
}

/// Takes out the items that were removed; gives the moves of those behind them.
fn sweep(tree: &mut Value, list: &Pointer, diagnostics: &mut Diagnostics) -> Vec<(Pointer, Pointer)> {
    let Some(Value::Array(items)) = resolve::at_mut(tree, list) else { return Vec::new() };
    let (mut kept, mut moves) = (Vec::new(), Vec::new());
    for (index, item) in std::mem::take(items).into_iter().enumerate() {
        if !item.is_null() {
            let (from, to) = (list.index(index), list.index(kept.len()));
            diagnostics.origins.record(&from, &to);
            moves.push((from, to));
            kept.push(item);
        }
    }
    *items = kept;
    moves.retain(|(from, to)| from != to);
    moves
}
