//! Where some values of a text stand: found from the outside in, looking only into what is on the way to what was asked for.
//!
//! Enters: a function that knows what stands directly within a value. Leaves: the spans of a place. Messages are about few places of
//! a text of many megabytes, and to know all would take more room than to generate from it.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::index::Spans;
use crate::place::Pointer;

/// What stands directly within the value that begins at a byte, or, for `None`, the value of the whole text, in the order of the text.
pub(crate) type Step = fn(text: &str, within: Option<usize>) -> Vec<Member>;

/// A value within another one.
#[derive(Clone, Debug)]
pub(crate) struct Member {
    /// The key as it reads; empty for items of lists and the root.
    pub(crate) name: Box<str>,
    pub(crate) spans: Spans,
}

/// What has been looked into, by the byte where it begins: the members of an object by key and then as they stand, those of a list as
/// they stand.
#[derive(Debug, Default)]
pub(crate) struct Steps(Mutex<BTreeMap<Option<usize>, Arc<[Member]>>>);

impl Steps {
    /// The spans of a place; several where its key stands several times, none where the text does not have it.
    pub(crate) fn find(&self, text: &str, step: Step, pointer: &Pointer) -> Vec<Spans> {
        let mut found: Vec<Spans> = self.within(text, step, None).iter().map(|root| root.spans.clone()).collect();
        for segment in pointer.segments() {
            // Of equal keys the later counts.
            let Some(holder) = found.last().filter(|holder| !holder.scalar) else { return Vec::new() };
            let members = self.within(text, step, Some(holder.value.start));
            found = named(&members, &segment).iter().map(|member| member.spans.clone()).collect();
        }
        found
    }

    fn within(&self, text: &str, step: Step, at: Option<usize>) -> Arc<[Member]> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let look = || {
            let mut members = step(text, at);
            // A stable sort: items of lists have no name and keep their order, and so do keys that stand twice.
            members.sort_by(|left, right| left.name.cmp(&right.name));
            members.into()
        };
        Arc::clone(known.entry(at).or_insert_with(look))
    }
}

fn named<'m>(members: &'m [Member], segment: &str) -> &'m [Member] {
    if members.first().is_some_and(|first| first.spans.key.is_none()) {
        return segment.parse().ok().and_then(|index: usize| members.get(index..=index)).unwrap_or_default();
    }
    let start = members.partition_point(|member| *member.name < *segment);
    let end = members.partition_point(|member| *member.name <= *segment);
    &members[start..end]
}
