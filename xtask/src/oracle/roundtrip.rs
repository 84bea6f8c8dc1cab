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
use super::unions::Unions;

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
    context: Context,
    json: String,
}

/// One of the contexts that a type may be made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Context {
    index: usize,
    meant: Meant,
}

/// Whether a type is made for a context.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Meant {
    /// A union of this context has the type.
    Here,
    /// Unions have it, and none of this context.
    Elsewhere,
    /// No union has it, so that nobody knows.
    Unknown,
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
    let sources = Unions::of(module);
    let at = by_place(module.types.iter());
    let is_asked = |named: &&Named| !is_part_of_union(&sources, &at[named.place.as_str()], named) && !is_event(named);
    let types: Vec<&Named> = module.types.iter().filter(is_asked).collect();
    let twins = by_place(types.iter().copied());
    for named in types {
        let twins = &twins[named.place.as_str()];
        let is_it = |twin: Option<&&Named>| twin.is_some_and(|twin| std::ptr::eq(*twin, named));
        let (first, last) = (is_it(twins.first()), is_it(twins.last()));
        let (sent, received) = (document.is_sent(&named.place), document.is_received(&named.place));
        let mut directions = Vec::new();
        if first && (received || !sent || !last) {
            directions.push(Direction::Received);
        }
        if last && (sent || !first) {
            directions.push(Direction::Sent);
        }
        let meant: BTreeSet<usize> =
            sources.around(&named.name).filter_map(|union| contexts.of_union(document, &named.place, union)).collect();
        let mut seen = BTreeSet::new();
        for direction in directions {
            let keeps_null = sent && last;
            let made = instances(document, &contexts, &named.place, direction, keeps_null);
            for (context, made) in made.into_iter().enumerate() {
                // Whether there is a value at all is said where the type is used, by an option.
                let made = made.into_iter().filter(|instance| !instance.value.is_null());
                let is_meant = match meant.contains(&context) {
                    true => Meant::Here,
                    false if meant.is_empty() => Meant::Unknown,
                    false => Meant::Elsewhere,
                };
                let context = Context { index: context, meant: is_meant };
                let made = made.filter_map(|instance| probe(module, named, context, instance));
                probes.extend(made.filter(|probe| seen.insert((context, probe.json.clone()))));
            }
        }
    }
    probes
}

/// The types that have one place, in their order.
fn by_place<'m>(types: impl Iterator<Item = &'m Named>) -> BTreeMap<&'m str, Vec<&'m Named>> {
    let mut at = BTreeMap::<_, Vec<_>>::new();
    types.for_each(|named| at.entry(named.place.as_str()).or_default().push(named));
    at
}

/// Whether a type is only a part of the union that has the same place, and is asked instead: what a base is beside its
/// children, or what several alternatives are at once.
fn is_part_of_union(unions: &Unions<'_>, twins: &[&Named], named: &Named) -> bool {
    !unions.has(&named.name) && twins.iter().any(|other| other.name != named.name && unions.has(&other.name))
}

/// Whether a type is that of an event by name: what the description has there is what its data holds.
fn is_event(named: &Named) -> bool {
    named.place.rsplit_once('/').is_some_and(|(around, _)| around.ends_with("/x-sse/events"))
}

fn probe(module: &Module, named: &Named, context: Context, instance: Instance) -> Option<Probe> {
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

/// Asks the program; what is wrong. A type is judged by the contexts of the unions that have it, and by nothing where no value was made for
/// these. Where no union has it, it is not known
/// which one it was made for, and it is judged by the one that it fits best, of equals by the one with the most values.
///
/// # Errors
/// Where it cannot be asked.
pub fn judged<'p>(harness: &Harness, probes: &'p [Probe]) -> anyhow::Result<Judgement<'p>> {
    let questions: Vec<_> =
        probes.iter().map(|it| Question { module: &it.module, ty: &it.ty, json: &it.json }).collect();
    let replies = harness.ask(&questions)?;
    let causes = probes.iter().zip(replies).map(|(probe, reply)| (probe, cause(&probe.instance, &reply)));
    let mut types = BTreeMap::<(&str, &str), BTreeMap<Context, Vec<_>>>::new();
    for (probe, cause) in causes {
        let contexts = types.entry((&probe.module, &probe.ty)).or_default();
        contexts.entry(probe.context).or_default().push((probe, cause));
    }
    let mut judgement = Judgement { asked: 0, deviations: Vec::new() };
    for (probe, cause) in types.into_values().flat_map(of_type) {
        judgement.asked += 1;
        judgement.deviations.extend(cause.map(|cause| Deviation { probe, cause }));
    }
    Ok(judgement)
}

/// What was said of one value.
type Said<'p> = (&'p Probe, Option<Cause>);

/// What counts of all that was said of the values of a type, by context.
fn of_type(contexts: BTreeMap<Context, Vec<Said<'_>>>) -> Vec<Said<'_>> {
    if contexts.keys().any(|context| context.meant != Meant::Unknown) {
        let meant = contexts.into_iter().filter(|(context, _)| context.meant == Meant::Here);
        return meant.flat_map(|(_, said)| said).collect();
    }
    let fits = |said: &Vec<Said<'_>>| {
        let wrong = said.iter().filter(|(_, cause)| cause.is_some()).count();
        (wrong, Reverse(said.len()))
    };
    contexts.into_values().min_by_key(fits).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// A value of each context that is given as whether the type is made for it, and whether the value is wrong.
    fn judged(contexts: &[(Meant, bool)]) -> Vec<(usize, bool)> {
        let probe = |(index, (meant, _)): (usize, &(Meant, bool))| Probe {
            module: "users".to_owned(),
            ty: "User".to_owned(),
            place: "#/User".to_owned(),
            instance: Instance::new("", json!({})),
            context: Context { index, meant: *meant },
            json: "{}".to_owned(),
        };
        let probes: Vec<Probe> = contexts.iter().enumerate().map(probe).collect();
        let said = probes.iter().zip(contexts).map(|(probe, (_, is_wrong))| {
            let cause = is_wrong.then(|| Cause { name: "key lost".to_owned(), detail: String::new() });
            (probe.context, vec![(probe, cause)])
        });
        of_type(said.collect()).into_iter().map(|(probe, cause)| (probe.context.index, cause.is_some())).collect()
    }

    #[test]
    fn a_type_is_judged_by_the_unions_that_have_it_however_well_it_fits_another_context() {
        let [here, elsewhere] = [Meant::Here, Meant::Elsewhere];
        assert_eq!(judged(&[(elsewhere, false), (here, true)]), [(1, true)]);
        assert_eq!(judged(&[(here, false), (here, true), (elsewhere, true)]), [(0, false), (1, true)]);
        assert_eq!(judged(&[(elsewhere, false)]), [], "no value was made for its unions");
    }

    #[test]
    fn a_type_of_no_union_is_judged_by_what_it_fits_best() {
        assert_eq!(judged(&[(Meant::Unknown, true), (Meant::Unknown, false)]), [(1, false)]);
        assert_eq!(judged(&[(Meant::Unknown, true)]), [(0, true)]);
    }
}
