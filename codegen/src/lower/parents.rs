//! Whether the tags that others are part of are there, and end.
//!
//! Enters: the tags of a description. Leaves: a diagnostic for each parent that is no tag, and for each circle of them. What is said of a
//! tag is the business of `service`.

use std::collections::{BTreeMap, BTreeSet};

use super::Cx;
use crate::diagnostic::{catalogue, nearest};
use crate::place::Pointer;

/// Tells of parents that lead nowhere.
pub(super) fn check(cx: &mut Cx<'_>) {
    let tags = &cx.openapi.tags;
    let parent = |tag: &openapiv3::Tag| tag.extensions.get("x-cw-parent")?.as_str().map(str::to_owned);
    // Of tags with one name the first counts.
    let mut parents: BTreeMap<&str, Option<String>> = BTreeMap::new();
    for tag in tags {
        parents.entry(&tag.name).or_insert_with(|| parent(tag));
    }
    let mut told: BTreeSet<String> = BTreeSet::new();
    for (index, tag) in tags.iter().enumerate() {
        let Some(parent) = parent(tag) else { continue };
        let (message, help) = if !parents.contains_key(parent.as_str()) {
            let meant = nearest(&parent, parents.keys().copied().filter(|name| *name != tag.name));
            let help = meant.map(|meant| format!("did you mean `{meant}`?"));
            (format!("`{}` is part of `{parent}`, which is no tag of this description", tag.name), help)
        } else if let Some(circle) = circle(&parents, &tag.name).filter(|_| !told.contains(&tag.name)) {
            let way = circle.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", which is part of ");
            told.extend(circle);
            (format!("`{}` is part of {way}", tag.name), None)
        } else {
            continue;
        };
        let place = Pointer::root().push("tags").index(index).push("parent");
        let found = cx.diagnostics.report(&catalogue::TAG_WITHOUT_PLACE, &place, message);
        if let Some(help) = help {
            found.help(help);
        }
    }
}

/// The tags around a tag up to itself, where it is one of them.
fn circle(parents: &BTreeMap<&str, Option<String>>, name: &str) -> Option<Vec<String>> {
    let mut around: Vec<String> = Vec::new();
    let mut next = parents.get(name)?.clone();
    while let Some(tag) = next.filter(|tag| !around.contains(tag)) {
        next = parents.get(tag.as_str()).cloned().flatten();
        around.push(tag);
    }
    (around.last().is_some_and(|last| last == name)).then_some(around)
}
