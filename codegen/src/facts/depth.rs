//! How deep types are within each other, for who looks through all of them at once.
//!
//! rustdoc asks of every type whether it can be sent to another thread, and follows every field to its end. The compiler gives up
//! beyond 128 steps unless a crate says otherwise.

use crate::model::{Api, Type, TypeId, reach};

/// What the compiler does by itself.
const USUAL: usize = 128;
/// A field is an option of a list of a type: so many steps at most.
const STEPS: usize = 6;

/// So many types are deep enough, and need no search.
const MANY: usize = 2048;

/// The limit that a crate has to set, where the usual one is too low.
pub(crate) fn recursion_limit(api: &Api) -> Option<usize> {
    if api.types.len() > MANY {
        return Some(MANY);
    }
    let edges: Vec<Vec<TypeId>> =
        api.types.iter().map(|def| reach::parts(&def.kind).into_iter().flat_map(Type::mentions).collect()).collect();
    let deepest = api.type_ids().map(|id| depth(&edges, id)).max().unwrap_or_default();
    let needed = deepest * STEPS;
    (needed > USUAL).then(|| needed.next_power_of_two())
}

/// The longest way down from a type that meets no type twice, as a search goes.
fn depth(edges: &[Vec<TypeId>], start: TypeId) -> usize {
    let mut seen = vec![false; edges.len()];
    let mut work = vec![(start, 1)];
    let mut deepest = 0;
    while let Some((id, depth)) = work.pop() {
        if std::mem::replace(&mut seen[id.0], true) {
            continue;
        }
        deepest = deepest.max(depth);
        work.extend(edges[id.0].iter().filter(|target| !seen[target.0]).map(|target| (*target, depth + 1)));
    }
    deepest
}
