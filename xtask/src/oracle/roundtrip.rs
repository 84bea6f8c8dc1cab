//! Every type of a crate against values made from the description: which do not come back as they were.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::cause::{Cause, cause};
use super::contexts::Contexts;
use super::document::Document;
use super::harness::{Harness, Module, Question};
use super::instance::Instance;
use super::named::Named;
use super::synthesis::{Direction, instances};

/// The longest value that is asked, in bytes.
const MOST_BYTES: usize = 64 * 1024;

/// A value for a type.
#[derive(Clone, Debug)]
pub struct Probe {
    /// The module of the program.
    pub module: String,
    /// The type.
    pub ty: String,
    /// Where its schema stands.
    pub place: String,
    /// The value.
    pub instance: Instance,
    /// Which of the contexts that the type may be made for it is of.
    context: usize,
    json: String,
}

impl Probe {
    /// The value as text, on one line.
    #[must_use]
    pub fn json(&self) -> &str {
        &self.json
    }
}

/// A value that did not come back as it was.
#[derive(Clone, Debug)]
pub struct Deviation<'p> {
    /// What was asked.
    pub probe: &'p Probe,
    /// Why it is wrong.
    pub cause: Cause,
}

/// Values for all types of a crate. A schema with two types has the received one first.
#[must_use]
pub fn probes(document: &Document, module: &Module) -> Vec<Probe> {
    let mut probes = Vec::new();
    let contexts = Contexts::of(document);
    let types = module.types.iter().filter(|named| !is_part_of_union(module, named) && !is_event(named));
    let types: Vec<&Named> = types.collect();
    for (index, named) in types.iter().enumerate() {
        let twin = |types: &[&Named]| types.iter().any(|other| other.place == named.place);
        let (first, last) = (!twin(&types[..index]), !twin(&types[index + 1..]));
        let (sent, received) = (document.is_sent(&named.place), document.is_received(&named.place));
        let mut directions = Vec::new();
        if first && (received || !sent || !last) {
            directions.push(Direction::Received);
        }
        if last && (sent || !first) {
            directions.push(Direction::Sent);
        }
        let mut seen = BTreeSet::new();
        for direction in directions {
            let keeps_null = sent && last;
            let made = instances(document, &contexts, &named.place, direction, keeps_null);
            for (context, made) in made.into_iter().enumerate() {
                // Whether there is a value at all is said where the type is used, by an option.
                let made = made.into_iter().filter(|instance| !instance.value.is_null());
                let made = made.filter_map(|instance| probe(module, named, context, instance));
                probes.extend(made.filter(|probe| seen.insert((context, probe.json.clone()))));
            }
        }
    }
    probes
}

/// Whether a type is only a part of the union that has the same place, and is asked instead: what a base is beside its
/// children, or what several alternatives are at once.
fn is_part_of_union(module: &Module, named: &Named) -> bool {
    let is_enum = |name: &str| module.files.values().any(|text| text.contains(&format!("pub enum {name} {{")));
    let mut others = module.types.iter().filter(|other| other.place == named.place && other.name != named.name);
    !is_enum(&named.name) && others.any(|other| is_enum(&other.name))
}

/// Whether a type is that of an event by name: what the description has there is what its data holds.
fn is_event(named: &Named) -> bool {
    named.place.rsplit_once('/').is_some_and(|(around, _)| around.ends_with("/x-sse/events"))
}

fn probe(module: &Module, named: &Named, context: usize, instance: Instance) -> Option<Probe> {
    let json = serde_json::to_string(&instance.value).ok().filter(|json| json.len() <= MOST_BYTES)?;
    let ty = named.name.trim_start_matches("r#").to_owned();
    Some(Probe { module: module.name.clone(), ty, place: named.place.clone(), instance, context, json })
}

/// What the program said of all values.
#[derive(Debug)]
pub struct Judgement<'p> {
    /// How many values were judged.
    pub asked: usize,
    /// Those that are wrong.
    pub deviations: Vec<Deviation<'p>>,
}

/// Asks the program; what is wrong. Which of its contexts a type was made for is not known: it is judged by the one that it fits best, of
/// equals by the one with the most values.
///
/// # Errors
/// Where it cannot be asked.
pub fn judged<'p>(harness: &Harness, probes: &'p [Probe]) -> anyhow::Result<Judgement<'p>> {
    let questions: Vec<_> =
        probes.iter().map(|it| Question { module: &it.module, ty: &it.ty, json: &it.json }).collect();
    let replies = harness.ask(&questions)?;
    let causes: Vec<_> =
        probes.iter().zip(replies).map(|(probe, reply)| (probe, cause(&probe.instance, &reply))).collect();
    let mut types = BTreeMap::<(&str, &str), BTreeMap<usize, (usize, usize)>>::new();
    for (probe, cause) in &causes {
        let contexts = types.entry((&probe.module, &probe.ty)).or_default();
        let (wrong, asked) = contexts.entry(probe.context).or_default();
        *wrong += usize::from(cause.is_some());
        *asked += 1;
    }
    let best: BTreeMap<_, _> = types
        .into_iter()
        .filter_map(|(ty, contexts)| {
            let fits = |(_, (wrong, asked)): &(usize, (usize, usize))| (*wrong, Reverse(*asked));
            Some((ty, contexts.into_iter().min_by_key(fits)?.0))
        })
        .collect();
    let is_judged = |probe: &Probe| best.get(&(probe.module.as_str(), probe.ty.as_str())) == Some(&probe.context);
    let judged: Vec<_> = causes.into_iter().filter(|(probe, _)| is_judged(probe)).collect();
    let asked = judged.len();
    let wrong = judged.into_iter().filter_map(|(probe, cause)| Some(Deviation { probe, cause: cause? }));
    Ok(Judgement { asked, deviations: wrong.collect() })
}
