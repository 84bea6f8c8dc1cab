//! What a crate lacks of its description, as far as people are told: how much is left out, and how many warnings there are by code.
//! Its text is a part of a record: `left out 3; CW0401 x2`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::outcome::Outcome;

const LEFT_OUT: &str = "left out ";

/// Stands between a code and how often it is told.
const TIMES: &str = " x";

/// What is recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Lacks {
    left_out: usize,
    codes: BTreeMap<String, usize>,
}

impl Lacks {
    pub(super) fn of(outcome: &Outcome) -> Self {
        Self { left_out: outcome.size.left_out, codes: outcome.warnings.clone() }
    }

    pub(super) fn read(text: &str) -> Option<Self> {
        let mut parts = text.split("; ");
        let left_out = parts.next()?.strip_prefix(LEFT_OUT)?.parse().ok()?;
        let code = |part: &str| {
            let (code, times) = part.split_once(TIMES)?;
            Some((code.to_owned(), times.parse().ok()?))
        };
        Some(Self { left_out, codes: parts.map(code).collect::<Option<_>>()? })
    }

    /// A sentence for each number that is larger than recorded.
    pub(super) fn grown(&self, recorded: &Self) -> Vec<String> {
        self.compared(recorded, |now, then| now > then)
    }

    /// A sentence for each number that is smaller than recorded.
    pub(super) fn shrunk(&self, recorded: &Self) -> Vec<String> {
        self.compared(recorded, |now, then| now < then)
    }

    fn compared(&self, recorded: &Self, is_wanted: fn(usize, usize) -> bool) -> Vec<String> {
        let codes: BTreeSet<_> = self.codes.keys().chain(recorded.codes.keys()).collect();
        let times = |lacks: &Self, code: &String| lacks.codes.get(code).copied().unwrap_or_default();
        let of_code = |code| (format!("warnings {code}"), times(self, code), times(recorded, code));
        let numbers = [("left out".to_owned(), self.left_out, recorded.left_out)].into_iter();
        let numbers = numbers.chain(codes.into_iter().map(of_code));
        let wanted = numbers.filter(|(_, now, then)| is_wanted(*now, *then));
        wanted.map(|(what, now, then)| format!("{what}: {now}, recorded is {then}")).collect()
    }
}

impl fmt::Display for Lacks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{LEFT_OUT}{}", self.left_out)?;
        self.codes.iter().try_for_each(|(code, times)| write!(f, "; {code}{TIMES}{times}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_grow_and_shrink_by_themselves() {
        let read = |text| Lacks::read(text).unwrap();
        let (once, now) = (read("left out 3; CW0401 x2; CW0501 x1"), read("left out 2; CW0220 x1; CW0401 x3"));
        assert_eq!(now.grown(&once), ["warnings CW0220: 1, recorded is 0", "warnings CW0401: 3, recorded is 2"]);
        assert_eq!(now.shrunk(&once), ["left out: 2, recorded is 3", "warnings CW0501: 0, recorded is 1"]);
        assert_eq!(once.grown(&now), ["left out: 3, recorded is 2", "warnings CW0501: 1, recorded is 0"]);
        assert_eq!(once.grown(&once), [""; 0]);
    }
}
