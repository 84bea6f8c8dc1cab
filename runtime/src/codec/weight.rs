//! How well a value fits a type, and what one reading of a value gathers. What weighs is `weigh`, what chooses by it `untagged`.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::ops::AddAssign;

use serde_json::{Error, Value};

use super::keys::Keys;
use super::trace::Trace;

/// How well a value fits a type. The heavier of two is the one that knows more keys, then the one with fewer misfits and lost keys
/// together, then the one that loses fewer keys, then the one that says of more of its parts what they are. So a new value of an
/// enum is kept by the alternative that has the enum, and is no stranger to another one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Weight {
    /// Keys of the value, at any depth, that the type names and whose values fit.
    pub(super) known: i64,
    /// What was taken and yet is not as described: a value that an open enum does not list, a constant that is another one,
    /// a union that knows none of its alternatives in the value, a required key that is missing.
    pub(super) misfits: i64,
    /// Keys that are data, and those that the type keeps without naming them.
    pub(super) kept: i64,
    /// Keys that the type has no place for.
    pub(super) lost: i64,
    /// Keys of those in objects that have no others than those described.
    pub(super) strangers: i64,
    /// Parts of which the type says little: a text where others say which, a number that is an integer; anything counts twice.
    pub(super) vague: i64,
}

impl Weight {
    /// Whether no fewer of the keys are known, and more of them have a place.
    pub(super) fn has_more_keys_than(&self, other: Self) -> bool {
        self.known >= other.known && self.known + self.kept > other.known + other.kept
    }

    /// Whether a closed object has keys that are not described.
    pub(super) fn has_strangers(&self) -> bool {
        self.strangers > 0
    }

    pub(super) fn misfit(&mut self) {
        self.misfits += 1;
    }

    /// The value of a key does not fit, so that the key does not count.
    pub(super) fn misfit_of_key(&mut self) {
        self.misfit();
        self.known -= 1;
    }
}

impl AddAssign for Weight {
    fn add_assign(&mut self, other: Self) {
        self.known += other.known;
        self.kept += other.kept;
        self.misfits += other.misfits;
        self.lost += other.lost;
        self.strangers += other.strangers;
        self.vague += other.vague;
    }
}

impl Ord for Weight {
    fn cmp(&self, other: &Self) -> Ordering {
        let fewer = |of: fn(&Self) -> i64| of(other).cmp(&of(self));
        let by_keys = self.known.cmp(&other.known).then_with(|| fewer(|it| it.misfits + it.lost));
        by_keys.then_with(|| fewer(|it| it.lost)).then_with(|| fewer(|it| it.vague))
    }
}

impl PartialOrd for Weight {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// What one reading of a value gathers.
#[derive(Debug, Default)]
pub(super) struct Scale {
    pub(super) weight: Weight,
    /// The way to the place of an error.
    pub(super) trace: Trace,
    /// The keys with and without a place, where somebody asks.
    pub(super) keys: Option<Keys>,
    /// The arms of unions chosen so far, by the addresses of the value and of what describes the union: what lies within a value that
    /// is tried several times is tried once.
    chosen: HashMap<(*const Value, *const ()), Option<usize>>,
}

impl Scale {
    /// The arm that was chosen before for this value.
    pub(super) fn chosen(&self, value: &Value, union: *const ()) -> Option<Option<usize>> {
        self.chosen.get(&(std::ptr::from_ref(value), union)).copied()
    }

    /// Keeps what was chosen. The value stays where it is as long as it is read.
    pub(super) fn choose(&mut self, value: &Value, union: *const (), arm: Option<usize>) {
        self.chosen.insert((std::ptr::from_ref(value), union), arm);
    }

    /// The key of this value has a place.
    pub(super) fn know(&mut self, value: &Value) {
        if let Some(keys) = &mut self.keys {
            keys.know(value);
        }
    }

    pub(super) fn at_key(&mut self, key: &str, outcome: Result<(), Error>) -> Result<(), Error> {
        outcome.inspect_err(|_| self.trace.key(key))
    }
}
