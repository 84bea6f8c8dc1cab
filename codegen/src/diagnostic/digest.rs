//! Many findings as people want to read them: one message for each cause, with its first places and their number.
//!
//! Enters: all diagnostics. Leaves: their text, shortened, and what was left out of it. How a message is drawn is not its business.
//!
//! | findings | are |
//! |---|---|
//! | of one code with the same words and help | one message at the first place, which names some of the others |
//! | of one code with ever other words | told as long as there are few; of the others their number is told |

use std::collections::BTreeMap;

use indexmap::IndexMap;

use super::render::{self, Message};
use super::{Diagnostic, Diagnostics, Look, Severity};

/// So many further places of a cause are named.
const PLACES: usize = 3;
/// So many causes of one code are told.
const CAUSES: usize = 8;

/// Diagnostics in short.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Digest {
    /// The messages that are told.
    pub text: String,
    /// A line for each code of which not all is told: how much that is.
    pub more: Vec<String>,
}

pub(super) fn digest(diagnostics: &Diagnostics, look: Look) -> Digest {
    let mut causes: IndexMap<_, Vec<Message<'_>>> = IndexMap::new();
    for message in render::messages(diagnostics) {
        causes.entry(cause(message.diagnostic)).or_default().push(message);
    }
    let mut told = Vec::new();
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let mut untold: BTreeMap<(Severity, &str), (usize, usize)> = BTreeMap::new();
    for ((code, ..), messages) in causes {
        let seen = seen.entry(code).or_default();
        *seen += 1;
        if *seen <= CAUSES {
            told.extend(together(messages));
        } else if let Some(first) = messages.first() {
            let (kinds, places) = untold.entry((first.diagnostic.severity, code)).or_default();
            *kinds += 1;
            *places += messages.len();
        }
    }
    let more = untold.into_iter().map(|((severity, code), (kinds, places))| {
        format!("{}[{code}]: {kinds} more of this kind, at {places} {}", severity.word(), plural(places, "place"))
    });
    Digest { text: render::draw_all(diagnostics, &told, look), more: more.collect() }
}

/// What makes two findings one message.
fn cause(diagnostic: &Diagnostic) -> (&'static str, Severity, &str, &str) {
    (diagnostic.code, diagnostic.severity, &diagnostic.message, &diagnostic.help)
}

/// The first of the messages, with the places of the others.
fn together(messages: Vec<Message<'_>>) -> Option<Message<'_>> {
    let mut messages = messages.into_iter();
    let mut first = messages.next()?;
    let others: Vec<_> = messages.collect();
    let named: Vec<_> = others.iter().take(PLACES).map(|other| other.position(&first)).collect();
    let unnamed = others.len().saturating_sub(PLACES);
    first.elsewhere = match (named.is_empty(), unnamed) {
        (true, _) => None,
        (false, 0) => Some(format!("at {}", named.join(", "))),
        (false, more) => Some(format!("at {} and {more} more {}", named.join(", "), plural(more, "place"))),
    };
    Some(first)
}

fn plural(number: usize, noun: &str) -> String {
    if number == 1 { noun.to_owned() } else { format!("{noun}s") }
}
