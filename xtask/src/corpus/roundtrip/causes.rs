//! Why values did not come back as they were, over all descriptions: each cause with how often, of what, and examples.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

use super::super::document::Document;
use super::shortened;
use crate::oracle::roundtrip::Deviation;

/// How many examples of a cause are listed.
const MOST_EXAMPLES: usize = 4;

/// By what they are called.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Causes(BTreeMap<String, Cause>);

/// What is known of one.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Cause {
    values: usize,
    types: BTreeSet<String>,
    descriptions: BTreeSet<String>,
    examples: Vec<String>,
}

impl Causes {
    /// Notes a value of a description.
    pub(super) fn note(&mut self, document: &Document, Deviation { probe, cause }: &Deviation<'_>) {
        let known = self.0.entry(cause.name.clone()).or_default();
        known.values += 1;
        known.descriptions.insert(document.name.clone());
        let is_new = known.types.insert(format!("{} {}", document.name, probe.ty));
        if is_new && known.examples.len() < MOST_EXAMPLES {
            known.examples.push(format!(
                "      {} {} ({}) {}\n        {}\n        {}",
                document.name,
                probe.ty,
                probe.place,
                shortened(&probe.instance.label),
                shortened(&cause.detail),
                shortened(probe.json())
            ));
        }
    }

    /// Together with those of another description.
    pub(super) fn add(&mut self, others: Self) {
        for (name, other) in others.0 {
            let known = self.0.entry(name).or_default();
            known.values += other.values;
            known.types.extend(other.types);
            known.descriptions.extend(other.descriptions);
            known.examples.extend(other.examples);
            known.examples.truncate(MOST_EXAMPLES);
        }
    }

    /// All of them, the commonest first.
    pub(super) fn listed(self) -> String {
        let mut causes: Vec<_> = self.0.into_iter().collect();
        causes.sort_by_key(|(_, cause)| std::cmp::Reverse(cause.values));
        let mut text = "\nvalues  types  descriptions  cause\n".to_owned();
        for (name, cause) in causes {
            let (types, descriptions) = (cause.types.len(), cause.descriptions.len());
            let _ = writeln!(text, "{:>6} {types:>6} {descriptions:>13}  {name}", cause.values);
            for example in cause.examples {
                let _ = writeln!(text, "{example}");
            }
        }
        text
    }
}
