//! What an alternative stands in: schemas that take a choice in, as `allOf: [{$ref: Body}, {..}]` does where `Body` has a `oneOf`. There an
//! alternative becomes a type of its own, with all that the others say too, whose place is that of the alternative all the same.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::conjunction::Conjunction;
use super::document::{Document, says_more};
use super::walk;

/// By the address of a list of alternatives: the schemas that take it in.
#[derive(Debug)]
pub(super) struct Contexts<'d>(BTreeMap<*const Value, Vec<&'d Value>>);

impl<'d> Contexts<'d> {
    /// All of a description.
    pub(super) fn of(document: &'d Document) -> Self {
        let mut found = BTreeMap::<_, Vec<_>>::new();
        for (value, members) in walk::objects(document.root()) {
            let all = is_composition(members).then(|| Conjunction::of(document, &[value]));
            let choices = all.flatten().into_iter().flat_map(|all| all.choices);
            for choice in choices.filter(|choice| !stands_in(members, choice.alternatives)) {
                found.entry(choice.alternatives.as_ptr()).or_default().push(value);
            }
        }
        Self(found)
    }

    /// Which context of the alternative at a place a union is that stands at another one: the schema that has the list itself is the first,
    /// and those around follow.
    pub(super) fn of_union(&self, document: &'d Document, place: &str, union: &str) -> Option<usize> {
        let own = place.rsplit_once('/').and_then(|(list, _)| list.rsplit_once('/')).map(|(holder, _)| holder);
        if own == Some(union) {
            return Some(0);
        }
        let schema = document.at(union)?;
        let at = self.around(document, place).iter().position(|[holder, _]| std::ptr::eq(*holder, schema))?;
        Some(at + 1)
    }

    /// The schemas that take in the choice whose alternative stands at a place, each with that alternative; nothing for other places.
    pub(super) fn around(&self, document: &'d Document, place: &str) -> Vec<[&'d Value; 2]> {
        let Some((list, _)) = place.rsplit_once('/') else { return Vec::new() };
        let alternatives = document.at(list).and_then(Value::as_array).map(|alternatives| alternatives.as_ptr());
        let holders = alternatives.and_then(|alternatives| self.0.get(&alternatives));
        let Some(alternative) = document.at(place) else { return Vec::new() };
        holders.into_iter().flatten().map(|holder| [*holder, alternative]).collect()
    }
}

/// Whether a schema says more than the one member or reference that it has.
pub(super) fn is_composition(schema: &Map<String, Value>) -> bool {
    let members = schema.get("allOf").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let beside = schema.contains_key("properties") || schema.contains_key("required");
    let is_one_more = schema.contains_key("$ref") || !members.is_empty();
    members.iter().filter(|member| says_more(member)).count() > 1 || is_one_more && beside
}

fn stands_in(schema: &Map<String, Value>, alternatives: &[Value]) -> bool {
    let own = ["oneOf", "anyOf"].into_iter().filter_map(|keyword| schema.get(keyword)?.as_array());
    own.into_iter().any(|list| std::ptr::eq(list.as_ptr(), alternatives.as_ptr()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_is_taken_in_by_what_extends_it() {
        let text = "\
components:
  schemas:
    Body: {oneOf: [{type: object, properties: {text: {}}}, {type: object, properties: {call: {}}}]}
    Again: {allOf: [{$ref: '#/components/schemas/Body'}], description: the same}
    Message: {allOf: [{$ref: '#/components/schemas/Body'}, {type: object, properties: {role: {}}}]}
    Named: {allOf: [{$ref: '#/components/schemas/Message'}], required: [name]}
";
        let document = Document::parse(text).unwrap();
        let contexts = Contexts::of(&document);
        let around = |place: &str| contexts.around(&document, &format!("#/components/schemas/{place}"));
        let second = around("Body/oneOf/1");
        assert_eq!(second.len(), 2, "{second:?}");
        assert!(second.iter().all(|[_, alternative]| alternative["properties"].get("call").is_some()));
        assert!(around("Body").is_empty() && around("Message/allOf/1").is_empty());
        let of_union = |union: &str| {
            let place = |name: &str| format!("#/components/schemas/{name}");
            contexts.of_union(&document, &place("Body/oneOf/1"), &place(union))
        };
        let of_both = [of_union("Message"), of_union("Named")];
        assert!(of_both == [Some(1), Some(2)] || of_both == [Some(2), Some(1)], "{of_both:?}");
        assert_eq!((of_union("Body"), of_union("Again")), (Some(0), None));
    }
}
