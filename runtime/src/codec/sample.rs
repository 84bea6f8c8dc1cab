//! Fills a vacant value with what a test needs: all that is required, and nothing else. What a place holds comes from an example
//! that the description gives of it, or else from the place itself.

use std::sync::OnceLock;

use serde_json::{Map, Value};

use super::Decode;
use super::record::with_slots;
use super::shape::{self, Shape};
use super::table::{Presence, Record, Table};
use super::tagged::{Tagged, Tags};
use super::untagged::{Test, Untagged};
use super::weigh;
use super::weight::Scale;

/// Examples of the properties of records: a JSON object with the names of the structs in Rust as keys, and in it objects.
#[derive(Debug)]
pub struct Examples {
    json: &'static str,
    parsed: OnceLock<Map<String, Value>>,
}

impl Examples {
    /// Those that are written out as JSON.
    #[must_use]
    pub const fn new(json: &'static str) -> Self {
        Self { json, parsed: OnceLock::new() }
    }

    fn of(&self, table: &'static Table) -> Option<&Value> {
        self.parsed.get_or_init(|| serde_json::from_str(self.json).unwrap_or_default()).get(table.name)
    }
}

/// What a sample can be had of: the types of a generated crate, lists and maps of them, and scalars.
pub trait Sample: Decode {}

impl<T: Decode> Sample for T {}

/// A value with all that is required.
///
/// Texts without an example are the names of their properties, numbers are 0, lists and maps are empty, enums have their first value,
/// and unions are of their first kind; what may be `null` is.
#[must_use]
pub fn sample<T: Sample>(examples: &Examples) -> T {
    let mut value = super::vacant::<T>();
    fill_sample(&mut value, examples);
    value
}

/// Makes a sample of a vacant value.
#[inline(never)]
pub fn fill_sample(value: &mut dyn Decode, examples: &Examples) {
    Sampler { examples, within: Vec::new(), tag: None }.fill(value, None, "text");
}

struct Sampler<'e> {
    examples: &'e Examples,
    /// The records around the place that is filled. One of them is in it again as far as it is given, or it would never end.
    within: Vec<&'static str>,
    /// The property that tells the kind of the record that is filled next, and what it says.
    tag: Option<(&'static str, Value)>,
}

impl Sampler<'_> {
    /// Fills a place, with `given` as far as that fits. `name` is what the place is called. Says whether there is a value that ends.
    fn fill(&mut self, slot: &mut dyn Decode, given: Option<&Value>, name: &str) -> bool {
        if given.is_some_and(|given| matches!(slot.shape(), Shape::Untagged(..)) && is_kind(slot, given)) {
            return true;
        }
        match slot.shape() {
            Shape::Record(table, record) => return self.record(table, record, given),
            Shape::Tagged(tags, union) => return self.tagged(tags, union, given, name),
            Shape::Untagged(tests, union) => return self.untagged(tests, union, name),
            Shape::Nullable(place) => match given.filter(|given| !given.is_null()) {
                Some(given) if self.fill(place.some(), Some(given), name) => {}
                _ => {
                    place.null();
                }
            },
            Shape::List(place) => {
                for given in given.and_then(Value::as_array).into_iter().flatten() {
                    if !self.fill(place.grow(), Some(given), name) {
                        return false;
                    }
                }
            }
            Shape::Tuple(place) => {
                let given = given.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
                let mut ends = true;
                place.places(&mut |places| {
                    for (index, slot) in places.iter_mut().enumerate() {
                        ends &= self.fill(&mut **slot, given.get(index), name);
                    }
                });
                return ends;
            }
            Shape::Map(place) => {
                for (key, given) in given.and_then(Value::as_object).into_iter().flatten() {
                    // A key that the map does not take is left out.
                    let _ = place.entry(key.clone(), &mut |slot| self.fill(slot, Some(given), name));
                }
            }
            Shape::Ignored | Shape::Constant(..) => {}
            Shape::Value(place) => place.clone_from(given.unwrap_or(&Value::Null)),
            _ => scalar(slot, given, name),
        }
        true
    }

    fn record(&mut self, table: &'static Table, record: &mut dyn Record, given: Option<&Value>) -> bool {
        let tag = self.tag.take();
        let is_within = self.within.contains(&table.name);
        // Within one of its kind it ends where what is given ends.
        if is_within && !given.is_some_and(Value::is_object) {
            return false;
        }
        self.within.push(table.name);
        let own = self.examples.of(table).filter(|_| !is_within);
        let example = |name: &str| [given, own].into_iter().flatten().find_map(|object| object.get(name));
        let mut ends = true;
        with_slots(record, |slots| {
            for (line, slot) in table.lines.iter().zip(slots) {
                let name = line.name();
                // A tag may stand among what is optional.
                let tag = tag.as_ref().filter(|(property, _)| *property == name).map(|(_, tag)| tag);
                if matches!(line.presence(), Presence::Required) || tag.is_some() {
                    ends &= self.fill(&mut **slot, tag.or_else(|| example(name)), name);
                }
            }
        });
        self.within.pop();
        ends
    }

    fn tagged(&mut self, tags: &'static Tags, union: &mut dyn Tagged, given: Option<&Value>, name: &str) -> bool {
        let own = given.and_then(|given| given.get(tags.property)?.as_str()).filter(|tag| tags.known.contains(tag));
        own.iter().chain(tags.known).any(|tag| {
            self.tag = Some((tags.property, Value::from(*tag)));
            let given = given.filter(|_| own == Some(*tag));
            let ends = union.select(tag).is_some_and(|payload| self.fill(payload, given, name));
            self.tag = None;
            ends
        })
    }

    fn untagged(&mut self, tests: &[Test], union: &mut dyn Untagged, name: &str) -> bool {
        (0..tests.len()).any(|arm| self.fill(union.select(arm), None, name))
    }
}

/// Whether an example is of one of the kinds of a union, which then has become it.
fn is_kind(slot: &mut dyn Decode, given: &Value) -> bool {
    is_read(slot, given) && matches!(slot.shape(), Shape::Untagged(_, union) if !shape::is_unknown(union))
}

fn is_read(slot: &mut dyn Decode, given: &Value) -> bool {
    weigh::read(given, slot, &mut Scale::default()).is_ok()
}

fn scalar(slot: &mut dyn Decode, given: Option<&Value>, name: &str) {
    if given.is_some_and(|given| is_read(slot, given)) {
        return;
    }
    match slot.shape() {
        Shape::String(place) => name.clone_into(place),
        Shape::Text(place) => {
            let example = place.example();
            let parsed = place.parse(example);
            debug_assert!(parsed.is_ok(), "{example:?} is an example of what it stands for");
        }
        Shape::Integer(place) => {
            let example = place.example();
            let set = place.set(example);
            debug_assert!(set.is_ok(), "{example} is an example of what it stands for");
        }
        // What was read of an example before it turned out to be none.
        Shape::Integers(place) => place.clear(),
        Shape::Numbers(place) => place.clear(),
        Shape::Strings(place) => place.clear(),
        _ => {}
    }
}
