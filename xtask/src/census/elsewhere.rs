//! Which component schemas of other files belong to a description: those that it leads to. What only the other files lead to is none of it.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::oracle::document::{Document, MOST_HOPS, component};
use crate::oracle::{files, walk};

/// Their places in the tree of all files. What a component is another name for is counted as that component.
pub(super) fn schemas(document: &Document) -> Vec<&str> {
    let own = document.root().as_object().into_iter().flatten().filter(|(key, _)| *key != files::FILES);
    let mut waiting: Vec<&Value> = own.map(|(_, value)| value).collect();
    let mut found = BTreeSet::new();
    while let Some(value) = waiting.pop() {
        let references = walk::objects(value).filter_map(|(_, members)| members.get("$ref").and_then(Value::as_str));
        for place in references.filter(|place| files::is_elsewhere(place)) {
            if found.insert(place) {
                waiting.extend(document.at(place));
            }
        }
    }
    let named: BTreeSet<&str> = document.schemas().flat_map(|(_, schema)| led_to(document, schema)).collect();
    found.into_iter().filter(|place| is_component(place) && !named.contains(place)).collect()
}

/// Where a reference leads, and those behind it.
fn led_to<'d>(document: &'d Document, schema: &'d Value) -> impl Iterator<Item = &'d str> {
    let reference = |value: &'d Value| value.get("$ref").and_then(Value::as_str);
    std::iter::successors(reference(schema), move |place| reference(document.at(place)?)).take(MOST_HOPS)
}

fn is_component(place: &str) -> bool {
    let written = files::written(place);
    component(written.find('#').map_or("", |begin| &written[begin..])).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_the_description_leads_to_is_its_own() {
        let text = "\
paths: {/a: {$ref: 'other.yaml#/paths/~1a'}}
components: {schemas: {Mine: {$ref: 'other.yaml#/components/schemas/Account'}}}
";
        let other = "\
paths:
  /a: {get: {responses: {200: {content: {application/json: {schema: {$ref: '#/components/schemas/User'}}}}}}}
  /b: {get: {responses: {200: {content: {application/json: {schema: {$ref: '#/components/schemas/Room'}}}}}}}
components: {schemas: {User: {}, Room: {}, Account: {}}}
";
        let document = Document::joined("", text, &|path| (path == "other.yaml").then(|| other.to_owned())).unwrap();
        assert_eq!(schemas(&document), ["#/x-files/other.yaml/components/schemas/User"]);
    }
}
