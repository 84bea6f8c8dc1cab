//! Arrays whose items have places: whole ones, one for each thing that can be otherwise at a place, and those that are as short and as
//! long as their schemas allow.

use serde_json::Value;

use super::conjunction::Conjunction;
use super::instance::Instance;
use super::scalar;
use super::synthesis::Synthesis;

/// Whether items have places here.
pub(super) fn has_places(all: &Conjunction<'_>) -> bool {
    count(all) > 0
}

/// How many have a place of their own, before one that no value fits.
fn count(all: &Conjunction<'_>) -> usize {
    let is_there = |place: &&Value| **place != Value::Bool(false);
    let counts = places(all).map(|(places, _)| places.iter().take_while(is_there).count());
    counts.max().unwrap_or(0)
}

/// What each part says of the first items, and of those behind them.
fn places<'a, 'd>(all: &'a Conjunction<'d>) -> impl Iterator<Item = (&'d [Value], Option<&'d Value>)> + use<'a, 'd> {
    all.parts.iter().map(|part| {
        let items = part.get("items");
        let earlier = items.and_then(Value::as_array);
        let places = part.get("prefixItems").and_then(Value::as_array).or(earlier).map_or(&[][..], Vec::as_slice);
        let others = if earlier.is_some() { part.get("additionalItems") } else { items };
        (places, others.or_else(|| part.get("unevaluatedItems")))
    })
}

/// The arrays of `least` to `most` items.
pub(super) fn arrays<'d>(
    synthesis: &mut Synthesis<'d>,
    all: &Conjunction<'d>,
    (least, most): (usize, usize),
) -> Vec<Instance> {
    let has_place = count(all);
    let is_closed = places(all).any(|(_, others)| others == Some(&Value::Bool(false)));
    let most = if is_closed { most.min(has_place) } else { most };
    let length = has_place.max(least).min(most);
    let mut values = Vec::new();
    // One more than are needed shows what becomes of those behind the first.
    for index in 0..length.saturating_add(1).min(most) {
        let said = places(all).filter_map(|(places, others)| places.get(index).or(others));
        let said: Vec<&Value> = said.filter(|schema| **schema != Value::Bool(false)).collect();
        let made = if said.is_empty() { scalar::anything() } else { synthesis.place(&said, &[]) };
        if made.is_empty() {
            break;
        }
        values.push(made);
    }
    let first = |count: usize| values.iter().take(count).map(|made| &made[0]);
    if values.len() < least {
        return Vec::new();
    }
    let mut made = vec![Instance::array("list by places", first(length))];
    for (index, others) in values.iter().enumerate().take(length) {
        for other in others.iter().skip(1) {
            let items = first(length).enumerate().map(|(at, item)| if at == index { other } else { item });
            let mut list = Instance::array("", items);
            list.label = format!("/{index}: {}", other.label);
            made.push(list);
        }
    }
    for count in (least..length).chain(length + 1..=values.len()) {
        let mut list = Instance::array(&format!("list of {count}"), first(count));
        list.minimal = count == least;
        made.push(list);
    }
    made
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::contexts::Contexts;
    use super::super::document::Document;
    use super::super::synthesis::{Direction, instances};
    use super::*;

    const TEXT: &str = "\
components:
  schemas:
    Entry: {type: array, prefixItems: [{type: boolean}, {type: string, enum: [Ann, Bob]}], items: false}
    Open: {type: array, prefixItems: [{type: boolean}], items: {type: string, enum: [Ann]}}
    Older: {type: array, items: [{type: boolean}], additionalItems: false}
    Short: {type: array, prefixItems: [{type: boolean}, {type: boolean}, false], minItems: 1, maxItems: 2}
    Twice: {allOf: [{$ref: '#/components/schemas/Open'}, {type: array, minItems: 3}]}
    Plain: {type: array, items: {type: boolean}}
    Two: {type: array, prefixItems: [{type: boolean}, {type: boolean}]}
    Closed: {$ref: '#/components/schemas/Two', minItems: 2, unevaluatedItems: false}
    Within: {allOf: [{$ref: '#/components/schemas/Closed'}, {minItems: 1}]}
";

    fn made(name: &str) -> Vec<Instance> {
        let document = Document::parse(TEXT).unwrap();
        let place = document.pointer(name);
        instances(&document, &Contexts::of(&document), &place, Direction::Received, true).swap_remove(0)
    }

    fn lengths(name: &str) -> Vec<usize> {
        let mut lengths: Vec<usize> = made(name).iter().map(|it| it.value.as_array().unwrap().len()).collect();
        lengths.sort_unstable();
        lengths.dedup();
        lengths
    }

    #[test]
    fn the_first_is_whole_and_each_place_has_its_own_values() {
        let values: Vec<Value> = made("Entry").into_iter().map(|instance| instance.value).collect();
        assert_eq!(values[0], json!([true, "Ann"]));
        assert!(values.contains(&json!([false, "Ann"])) && values.contains(&json!([true, "Bob"])), "{values:?}");
        assert!(values.iter().all(|list| list[0].is_boolean() || list[0].is_null()), "{values:?}");
    }

    #[test]
    fn lists_are_as_short_and_as_long_as_is_allowed() {
        assert_eq!(lengths("Entry"), [0, 1, 2]);
        assert_eq!(lengths("Open"), [0, 1, 2], "one more than has a place of its own");
        assert_eq!(lengths("Older"), [0, 1]);
        assert_eq!(lengths("Short"), [1, 2]);
        assert_eq!(lengths("Twice").first(), Some(&3));
        assert_eq!(lengths("Within"), [2], "what stands beside a reference on the way holds");
    }

    #[test]
    fn only_the_shortest_has_nothing_that_could_be_left_out() {
        let minimal: Vec<Value> = made("Short").into_iter().filter(|it| it.minimal).map(|it| it.value).collect();
        assert_eq!(minimal, [json!([true])]);
    }

    #[test]
    fn a_list_of_one_kind_has_no_places() {
        let document = Document::parse(TEXT).unwrap();
        let of = |name: &str| {
            let schema = document.schema(name).unwrap();
            has_places(&Conjunction::of(&document, &[schema]).unwrap())
        };
        assert!(of("Entry") && of("Older") && of("Twice") && !of("Plain"));
    }
}
