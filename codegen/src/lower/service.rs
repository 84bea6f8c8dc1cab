//! Operations by their first tag.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use super::operation::Met;
use super::{Cx, documentation, operation, parents, references};
use crate::document::Document;
use crate::model::{Docs, NameHint, Operation, Service};
use crate::place::Pointer;

/// The service of operations that have no tag.
const UNTAGGED: &str = "general";

/// Lowers every operation of every path.
pub(super) fn lower_services(cx: &mut Cx<'_>) -> Vec<Service> {
    let mut services: IndexMap<String, Vec<Operation>> = IndexMap::new();
    let openapi = cx.openapi;
    for tag in &openapi.tags {
        services.entry(tag.name.clone()).or_default();
    }
    let root = Pointer::root().push("paths");
    let shared = shared(cx);
    for (path, item) in &openapi.paths.paths {
        let pointer = root.push(path);
        let Some((item, described_at)) = references::path_item(cx, item, pointer.clone()) else {
            cx.leave_out(path.clone(), "the path is a reference that leads to no operations", &pointer);
            continue;
        };
        // Its operations are this path's own; what is said about them is said where they are described.
        cx.diagnostics.origins.record(&described_at, &pointer);
        // White space at the end tells keys apart, as `document` has told, and is in no URL.
        let path = path.trim_end();
        for (method, at, described) in references::operations(cx, item, &described_at, &pointer) {
            let met = Met {
                path,
                id: described
                    .operation_id
                    .as_deref()
                    .filter(|_| described_at == pointer || !shared.contains(&described_at)),
                method,
                described_at: at.moved(&pointer, &described_at).unwrap_or_else(|| at.clone()),
                pointer: at,
                item: pointer.clone(),
            };
            let operations = operation::lower_operation(cx, met, item, described);
            let tag = described.tags.first().map_or(UNTAGGED, String::as_str);
            services.entry(tag.to_owned()).or_default().extend(operations);
        }
    }
    leave_out_tags(cx, &services);
    leave_out_further_paths(cx);
    parents::check(cx);
    let services = services.into_iter().filter(|(_, operations)| !operations.is_empty());
    services
        .map(|(tag, operations)| Service { docs: docs(openapi, &tag), hint: NameHint::root(tag), operations })
        .collect()
}

/// Lists the paths of Azure that differ by their queries only: they are no part of OpenAPI.
fn leave_out_further_paths(cx: &mut Cx<'_>) {
    let key = Document::FURTHER_PATHS;
    let paths = cx.openapi.extensions.get(key).and_then(|paths| paths.as_object());
    for path in paths.into_iter().flat_map(|paths| paths.keys()) {
        let why = "paths below `x-ms-paths`, which is no part of OpenAPI, are not read";
        cx.leave_out(path.clone(), why, &Pointer::root().push(key).push(path));
    }
}

/// Lists tags that say something and have no place to say it.
fn leave_out_tags(cx: &mut Cx<'_>, services: &IndexMap<String, Vec<Operation>>) {
    let is_silent = |name: &str| services.get(name).is_some_and(Vec::is_empty);
    for (index, tag) in cx.openapi.tags.iter().enumerate().filter(|(_, tag)| is_silent(&tag.name)) {
        let says = tag.description.is_some() || tag.extensions.contains_key("x-cw-summary");
        if says || tag.external_docs.is_some() {
            let pointer = Pointer::root().push("tags").push(&index.to_string());
            let why = "no operation that is generated has it first, so that its description has no place";
            cx.leave_out(format!("the tag `{}`", tag.name), why, &pointer);
        }
    }
}

/// The places whose operations several paths have: only those that are described with a path keep their ids there.
fn shared(cx: &Cx<'_>) -> BTreeSet<Pointer> {
    let root = Pointer::root().push("paths");
    let paths = cx.openapi.paths.paths.iter();
    let (mut once, mut shared) = (BTreeSet::new(), BTreeSet::new());
    for place in paths.filter_map(|(path, item)| Some(references::path_item(cx, item, root.push(path))?.1)) {
        if !once.insert(place.clone()) {
            shared.insert(place);
        }
    }
    shared
}

fn docs(openapi: &openapiv3::OpenAPI, name: &str) -> Docs {
    let tag = openapi.tags.iter().find(|tag| tag.name == name);
    let word = |key: &str| tag.and_then(|tag| tag.extensions.get(key)).and_then(|word| word.as_str());
    let mut docs = documentation::texts(word("x-cw-summary"), tag.and_then(|tag| tag.description.as_deref()), false);
    docs.notes.extend(word("x-cw-parent").map(|parent| format!("Part of {}.", documentation::plain(parent))));
    docs.notes.extend(word("x-cw-kind").map(|kind| format!("Kind: {}.", documentation::plain(kind))));
    let more = tag.and_then(|tag| tag.external_docs.as_ref());
    docs.notes.extend(more.map(|more| documentation::see_also(&more.url, more.description.as_deref())));
    docs
}
