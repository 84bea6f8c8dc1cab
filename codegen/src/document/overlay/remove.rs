//! What an action removes.
//!
//! Enters: the places that go. Leaves: the tree without them, in which what stood behind them in a list is known by where it stood.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexSet;
use serde_json::Value;

use crate::diagnostic::Origins;
use crate::document::resolve;
use crate::place::Pointer;

/// Removes them; none is the root. What is said of one from here on is said of the action, which stands at a place of another document.
pub(super) fn remove(
    tree: &mut Value,
    places: &IndexSet<Pointer>,
    (action, before): (&Pointer, &Origins),
    origins: &mut Origins,
) {
    let mut holders: BTreeMap<Pointer, BTreeSet<String>> = BTreeMap::new();
    for place in places {
        if let (Some(holder), Some(key)) = (place.parent(), place.last()) {
            holders.entry(holder).or_default().insert(key.into_owned());
        }
    }
    // The innermost first: what is within an item that moves up has its place until then.
    let mut innermost_first: Vec<_> = holders.into_iter().collect();
    innermost_first.sort_by_key(|(holder, _)| Reverse(holder.segments().count()));
    for (holder, gone) in innermost_first {
        match resolve::at_mut(tree, &holder) {
            Some(Value::Object(members)) => {
                members.retain(|key, _| !gone.contains(key));
                gone.iter().for_each(|key| origins.graft(&holder.push(key), action, before));
            }
            Some(Value::Array(items)) => {
                let stays: Vec<usize> = (0..items.len()).filter(|index| !gone.contains(&index.to_string())).collect();
                let mut index = 0..;
                items.retain(|_| index.next().is_some_and(|index| stays.binary_search(&index).is_ok()));
                origins.keep(&holder, stays);
            }
            Some(Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) | None => {}
        }
    }
}
