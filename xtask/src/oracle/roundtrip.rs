//! Every type of a crate against values made from the description: which do not come back as they were.

use std::collections::BTreeSet;

use super::cause::{Cause, cause};
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
    let types: Vec<&Named> = module.types.iter().filter(|named| !is_part_of_union(module, named)).collect();
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
            let made = instances(document, &named.place, direction, keeps_null);
            // Whether there is a value at all is said where the type is used, by an option.
            let made = made.into_iter().filter(|instance| !instance.value.is_null());
            let made = made.filter_map(|instance| probe(module, named, instance));
            probes.extend(made.filter(|probe| seen.insert(probe.json.clone())));
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

fn probe(module: &Module, named: &Named, instance: Instance) -> Option<Probe> {
    let json = serde_json::to_string(&instance.value).ok().filter(|json| json.len() <= MOST_BYTES)?;
    let ty = named.name.trim_start_matches("r#").to_owned();
    Some(Probe { module: module.name.clone(), ty, place: named.place.clone(), instance, json })
}

/// Asks the program; what is wrong.
///
/// # Errors
/// Where it cannot be asked.
pub fn deviations<'p>(harness: &Harness, probes: &'p [Probe]) -> anyhow::Result<Vec<Deviation<'p>>> {
    let questions: Vec<_> =
        probes.iter().map(|it| Question { module: &it.module, ty: &it.ty, json: &it.json }).collect();
    let replies = harness.ask(&questions)?;
    let judged = probes
        .iter()
        .zip(replies)
        .filter_map(|(probe, reply)| Some(Deviation { probe, cause: cause(&probe.instance, &reply)? }));
    Ok(judged.collect())
}
