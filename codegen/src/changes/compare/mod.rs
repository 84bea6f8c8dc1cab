//! Compares two surfaces, thing by thing.

mod arguments;
mod client;
mod facts;
mod functions;
mod incoming;
mod making;
mod members;
mod operations;
mod package;
mod types;

use super::pairs::Pairs;
use super::{Change, Changes, Impact, Spot, Subject, catalogue};
use crate::surface::{At, Surface};

/// What the crate of a new version of a description changes for callers of that of the old one.
#[must_use]
pub fn compare(old: &Surface, new: &Surface) -> Changes {
    let pairs = Pairs::of(old, new);
    let mut report = Report { pairs: &pairs, list: Vec::new() };
    package::compare(&mut report);
    client::compare(&mut report);
    operations::compare(&mut report);
    types::compare(&mut report);
    incoming::compare(&mut report);
    Changes { list: report.list }
}

/// What has been found so far.
struct Report<'p, 's> {
    pairs: &'p Pairs<'s>,
    list: Vec<Change>,
}

/// Where something stood and stands.
#[derive(Clone, Copy, Default)]
struct Where<'a> {
    old: Option<&'a At>,
    new: Option<&'a At>,
}

impl<'a> Where<'a> {
    fn gone(old: &'a At) -> Self {
        Self { old: Some(old), new: None }
    }

    fn come(new: &'a At) -> Self {
        Self { old: None, new: Some(new) }
    }

    fn both(old: &'a At, new: &'a At) -> Self {
        Self { old: Some(old), new: Some(new) }
    }
}

impl Report<'_, '_> {
    /// A change of a kind.
    fn push(&mut self, of: &Subject, code: &'static str, what: String, reason: impl Into<String>, place: Where<'_>) {
        let kind = catalogue::find(code);
        let reason = reason.into();
        let reason = match kind.impact {
            Impact::Breaking if reason.starts_with("whoever") => format!("it breaks {reason}"),
            Impact::Breaking | Impact::Additive | Impact::None => reason,
        };
        self.list.push(Change {
            impact: kind.impact,
            code: kind.code,
            of: of.clone(),
            what,
            reason,
            old: place.old.and_then(Spot::of),
            new: place.new.and_then(Spot::of),
        });
    }
}

/// Why another name matters.
fn renamed(is_taken: bool) -> &'static str {
    match is_taken {
        true => "what has the old name now is another thing: programs may compile, and mean that",
        false => "there is nothing of the old name",
    }
}

/// `` `a`, `b` and `c` ``
fn listed(names: &[&str]) -> String {
    let quoted: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.as_slice() {
        [] => String::new(),
        [only] => only.clone(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}
