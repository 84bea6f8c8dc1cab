//! Values made from schemas: the fullest, the smallest, then one for each thing that can be otherwise.
//!
//! The first value of a list is the fullest. What is within another schema varies two levels deep; schemas that hold
//! themselves are entered twice.

use serde_json::{Map, Value, json};

use super::conjunction::{Choice, Conjunction};
use super::contexts::Contexts;
use super::document::{Document, SECTIONS};
use super::instance::Instance;
use super::{files, object, scalar, tuple};

/// How deep what is within a schema varies.
const VARYING: usize = 2;
/// How deep values are as full as they can be.
const FULL: usize = 4;
/// How often a schema is entered below itself.
const MOST_ENTRIES: usize = 2;
/// The most values of one place.
const MOST_VALUES: usize = 160;
/// The most alternatives of which everything is made.
const FEW_ALTERNATIVES: usize = 6;

/// Which half of a description's types is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// What a request holds; read-only properties are not.
    Sent,
    /// What a response holds; write-only properties are not.
    Received,
}

/// What is made, and how deep we are.
pub(super) struct Synthesis<'d> {
    pub(super) document: &'d Document,
    pub(super) direction: Direction,
    /// Whether null is kept where a key may be missing as well.
    pub(super) keeps_null: bool,
    trail: Vec<&'d Map<String, Value>>,
    pub(super) varying: usize,
}

/// Values of the schema at a place of a description, which belong to the type that is made of it: one list for each context that it may
/// be the type of, and the first for the schema by itself.
pub(super) fn instances(
    document: &Document,
    contexts: &Contexts<'_>,
    place: &str,
    direction: Direction,
    keeps_null: bool,
) -> Vec<Vec<Instance>> {
    let names: Vec<&str> = document.named(place).into_iter().collect();
    let around = contexts.around(document, place).into_iter().map(|schemas| schemas.to_vec());
    let all = std::iter::once(describing(document, place)).chain(around);
    let of_context = |schemas: Vec<&Value>| {
        let mut synthesis = Synthesis { document, direction, keeps_null, trail: Vec::new(), varying: VARYING };
        if schemas.is_empty() { Vec::new() } else { synthesis.place(&schemas, &names) }
    };
    all.map(of_context).collect()
}

/// Every schema that describes what stands at a place: a property is described by all members of an `allOf` that have it.
fn describing<'d>(document: &'d Document, place: &str) -> Vec<&'d Value> {
    let mut found: Vec<&Value> = Vec::new();
    let mut words = place.split('/').scan(0, |end, word| {
        *end += word.len() + 1;
        Some((word, *end - 1))
    });
    let mut is_schema = false;
    while let Some((word, end)) = words.next() {
        let here = || document.at(&place[..end]).into_iter().collect::<Vec<_>>();
        match word {
            _ if !is_schema => {
                let around = place[..end].strip_suffix(word).unwrap_or_default();
                // A parameter of Swagger 2.0 says itself what its values are.
                is_schema = word == "schema"
                    || SECTIONS.contains(&around)
                    || around.ends_with("/parameters/")
                    // What stands in another file is a schema as soon as it is read as one.
                    || files::is_elsewhere(around);
                found = here();
            }
            "allOf" => drop(words.next()),
            // An alternative has what stands beside the list as well. What several are at once is a part of their union.
            "anyOf" | "oneOf" => {
                let Some((_, end)) = words.next() else { return Vec::new() };
                found.extend(document.at(&place[..end]));
            }
            "properties" => {
                let Some((name, end)) = words.next() else { break };
                let name = name.replace("~1", "/").replace("~0", "~");
                let all = Conjunction::of(document, &found).unwrap_or_default();
                found = all.all("properties").filter_map(|properties| properties.get(&name)).collect();
                if found.is_empty() {
                    found = document.at(&place[..end]).into_iter().collect();
                }
            }
            _ => found = here(),
        }
    }
    found
}

impl<'d> Synthesis<'d> {
    /// Values for a place that all these schemas describe.
    pub(super) fn place(&mut self, schemas: &[&'d Value], names: &[&'d str]) -> Vec<Instance> {
        let Some(mut all) = Conjunction::of(self.document, schemas) else { return Vec::new() };
        all.names.extend(names);
        let Some(first) = all.parts.first().copied() else { return scalar::anything() };
        if self.trail.iter().filter(|entered| std::ptr::eq(**entered, first)).count() >= MOST_ENTRIES {
            return Vec::new();
        }
        self.trail.push(first);
        let mut made = match self.children(&all) {
            Some(children) => children,
            None => self.choose(all.clone()),
        };
        self.trail.pop();
        if all.allows_null() && !made.iter().any(|instance| instance.value.is_null()) {
            made.push(Instance::new("null", Value::Null));
        }
        made.truncate(MOST_VALUES);
        made
    }

    /// Where a place refers to a base with a discriminator and no list of its own, what stands there is one of its children.
    fn children(&mut self, all: &Conjunction<'d>) -> Option<Vec<Instance>> {
        let base = all.outer.iter().find(|part| part.contains_key("discriminator"))?;
        let name = all.names.iter().find(|name| {
            self.document
                .resolve(self.document.at(&self.document.pointer(name)).unwrap_or(&Value::Null))
                .is_some_and(|it| std::ptr::eq(it.schema, *base))
        })?;
        if !all.choices.is_empty() || self.document.children(name).is_empty() {
            return None;
        }
        let document = self.document;
        let mut made = Vec::new();
        let mapped = base.get("discriminator")?.get("mapping").and_then(Value::as_object);
        if mapped.is_some_and(|mapping| {
            mapping.values().any(|target| super::document::name(target.as_str().unwrap_or_default()) == Some(name))
        }) {
            made.extend(self.chosen(|synthesis| synthesis.choose(all.clone()), "the base"));
        }
        for child in document.children(name) {
            let Some(schema) = document.schema(child) else { continue };
            made.extend(self.chosen(|synthesis| synthesis.place(&[schema], &[child]), child));
        }
        Some(made)
    }

    /// Takes each alternative of the first choice, then of the next.
    fn choose(&mut self, mut all: Conjunction<'d>) -> Vec<Instance> {
        if all.choices.is_empty() {
            return self.shaped(&all);
        }
        let choice = all.choices.remove(0);
        if let Some(index) = choice.alternatives.iter().position(|alternative| all.holds(self.document, alternative)) {
            let mut chosen = all.choose(self.document, &choice, &choice.alternatives[index]).unwrap_or(all);
            // On its own, an alternative has only what it describes.
            let described = chosen.clone();
            chosen.tags.retain(|(property, _)| described.describes(property));
            return self.choose(chosen);
        }
        let mut made = Vec::new();
        let many = choice.alternatives.len() > FEW_ALTERNATIVES || self.varying == 0;
        for (index, alternative) in choice.alternatives.iter().enumerate() {
            let Some(chosen) = all.choose(self.document, &choice, alternative) else { continue };
            let label = format!("{}[{index}]", choice.keyword);
            if Conjunction::of(self.document, &[alternative]).is_some_and(|alone| alone.is_only_null()) {
                made.push(Instance::new(format!("{label}, null"), Value::Null));
                continue;
            }
            let mut values = self.chosen(|synthesis| synthesis.choose(chosen), &label);
            values.truncate(if many { 2 } else { MOST_VALUES / choice.alternatives.len() });
            made.extend(values);
            if self.varying == 0 && !made.is_empty() {
                break;
            }
        }
        made.extend(self.together(&all, &choice));
        made
    }

    /// A value that is all alternatives of an `anyOf` of objects at once.
    fn together(&mut self, all: &Conjunction<'d>, choice: &Choice<'d>) -> Option<Instance> {
        if choice.keyword != "anyOf" || choice.discriminator.is_some() || choice.alternatives.len() < 2 {
            return None;
        }
        let mut together = all.clone();
        for alternative in choice.alternatives {
            together = together.choose(self.document, choice, alternative)?;
        }
        if together.kinds().is_none_or(|kinds| kinds != ["object"]) {
            return None;
        }
        self.chosen(|synthesis| synthesis.choose(together), "anyOf, all at once").into_iter().next()
    }

    fn chosen(&mut self, make: impl FnOnce(&mut Self) -> Vec<Instance>, label: &str) -> Vec<Instance> {
        let mut made = make(self);
        for instance in &mut made {
            instance.label = format!("{label}, {}", instance.label);
            instance.unions.push(Vec::new());
        }
        made
    }

    fn shaped(&mut self, all: &Conjunction<'d>) -> Vec<Instance> {
        if all.is_contradictory() {
            return Vec::new();
        }
        if let Some(values) = all.listed() {
            return scalar::listed(&values);
        }
        let Some(kinds) = all.kinds() else {
            let of_format = all.all("format").next().is_some();
            return if of_format { scalar::strings(all) } else { self.untyped(all) };
        };
        let mut made = Vec::new();
        for kind in kinds {
            made.extend(match kind {
                "object" => self.within(|synthesis| object::objects(synthesis, all)),
                "array" => self.within(|synthesis| synthesis.arrays(all)),
                "string" if all.all("format").any(|format| format == "binary") => Vec::new(),
                "string" => scalar::strings(all),
                "integer" => scalar::integers(all),
                "number" => scalar::numbers(all),
                "boolean" => scalar::booleans(),
                "null" => vec![Instance::new("null", Value::Null)],
                _ => Vec::new(),
            });
        }
        made
    }

    /// Nothing is said but by a discriminator, perhaps.
    fn untyped(&mut self, all: &Conjunction<'d>) -> Vec<Instance> {
        if all.tags.is_empty() { scalar::anything() } else { object::objects(self, all) }
    }

    fn within(&mut self, make: impl FnOnce(&mut Self) -> Vec<Instance>) -> Vec<Instance> {
        let varying = self.varying;
        self.varying = varying.saturating_sub(1);
        let mut made = make(self);
        self.varying = varying;
        if varying == 0 {
            made.truncate(2);
        }
        made
    }

    /// Whether optional things are left out here, so that values end.
    pub(super) fn is_deep(&self) -> bool {
        self.trail.len() > FULL
    }

    fn arrays(&mut self, all: &Conjunction<'d>) -> Vec<Instance> {
        let bound = |keyword: &'static str| {
            all.all(keyword).filter_map(Value::as_u64).filter_map(|bound| usize::try_from(bound).ok())
        };
        let (least, most) = (bound("minItems").max().unwrap_or(0), bound("maxItems").min().unwrap_or(usize::MAX));
        if tuple::has_places(all) {
            return tuple::arrays(self, all, (least, most));
        }
        let items: Vec<&Value> = all.all("items").collect();
        let values = if items.is_empty() { scalar::anything() } else { self.place(&items, &[]) };
        let mut made = Vec::new();
        if let Some(first) = values.first().filter(|_| most > 0) {
            let cycle = values.iter().cycle().take(least.max(1));
            made.push(Instance::array(
                "list",
                if all.says("uniqueItems") { cycle.collect::<Vec<_>>() } else { vec![first; least.max(1)] },
            ));
            if values.len() > 1 && most > 1 {
                made.push(Instance::array("list of two", values.iter().take(least.max(2))));
            }
        }
        if least == 0 {
            let mut empty = Instance::new("empty list", json!([]));
            empty.minimal = true;
            made.push(empty);
        }
        if least <= 1 && most > 0 {
            let others = values.iter().skip(1);
            made.extend(others.map(|value| {
                let mut list = Instance::array("", [value]);
                list.label = format!("/0: {}", value.label);
                list
            }));
        }
        made
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "\
components:
  schemas:
    Pet:
      oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]
      discriminator: {propertyName: kind, mapping: {hound: '#/components/schemas/Dog'}}
    Cat: {type: object, required: [kind], properties: {kind: {type: string}, id: {type: string, readOnly: true}}}
    Dog: {type: object, required: [kind], properties: {kind: {type: string}}, additionalProperties: {type: boolean}}
    Tree: {type: object, properties: {left: {$ref: '#/components/schemas/Tree'}, size: {type: integer, maximum: 5, nullable: true}}}
    Shape:
      {type: object, required: [kind], discriminator: {propertyName: kind},
      properties: {kind: {type: string, enum: [a, b, c, d, e, f, g, h, Round]}}}
    Round: {allOf: [{$ref: '#/components/schemas/Shape'}, {type: object}]}
    Two: {type: integer, enum: [2], allOf: [{oneOf: [{const: 1}, {const: 2}]}]}
    Both: {anyOf: [{type: object, properties: {a: {type: boolean}}}, {type: object, properties: {b: {type: boolean}}}]}
";

    fn made(name: &str, direction: Direction) -> Vec<Instance> {
        let document = Document::parse(TEXT).unwrap();
        instances(&document, &Contexts::of(&document), &document.pointer(name), direction, true).swap_remove(0)
    }

    fn has(made: &[Instance], value: &Value) -> bool {
        made.iter().any(|instance| instance.value == *value)
    }

    #[test]
    fn alternatives_have_the_tags_that_tell_them() {
        let pets = made("Pet", Direction::Received);
        assert!(has(&pets, &json!({"kind": "Cat", "id": "Ann"})));
        assert!(has(&pets, &json!({"kind": "hound"})));
        assert!(has(&pets, &json!({"kind": "hound", "zz_extra": true})));
        assert!(has(&pets, &json!({"kind": "zz_unknown"})));
        assert!(pets.iter().all(|pet| pet.value["kind"].is_string() && pet.unions == [Vec::<String>::new()]));
    }

    #[test]
    fn a_child_has_its_tag_however_many_the_base_lists() {
        let round = made("Round", Direction::Received);
        assert!(has(&round, &json!({"kind": "Round"})) && !has(&round, &json!({"kind": "a"})));
    }

    #[test]
    fn what_is_only_received_is_not_sent() {
        assert!(made("Cat", Direction::Sent).iter().all(|cat| cat.value.get("id").is_none()));
        assert!(made("Cat", Direction::Received)[0].value.get("id").is_some());
    }

    #[test]
    fn extra_keys_may_be_lost_only_where_the_schema_does_not_keep_them() {
        let droppable = |name| {
            let made = made(name, Direction::Received);
            let extra = made.into_iter().find(|instance| instance.value.get(object::EXTRA).is_some());
            !extra.expect("a value with one more key").droppable.is_empty()
        };
        assert!(droppable("Cat"));
        assert!(!droppable("Dog"));
    }

    #[test]
    fn values_end_and_keep_to_their_bounds() {
        let trees = made("Tree", Direction::Received);
        assert!(has(&trees, &json!({"left": {"size": 1}, "size": 1})), "{trees:?}");
        assert!(has(&trees, &json!({"left": {"size": 1}, "size": null})));
        assert!(trees.iter().all(|tree| tree.value["size"].as_i64().is_none_or(|size| size <= 5)));
    }

    #[test]
    fn what_is_in_no_list_of_all_is_not_made() {
        let made = made("Two", Direction::Received);
        assert!(has(&made, &json!(2)) && !has(&made, &json!(1)) && !has(&made, &json!(7)));
    }

    #[test]
    fn objects_of_an_any_of_are_made_at_once() {
        assert!(has(&made("Both", Direction::Received), &json!({"a": true, "b": true})));
    }
}
