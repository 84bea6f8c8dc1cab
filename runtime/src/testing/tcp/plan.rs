//! Which request meets which fault. Enters: a seed and rates, or a list. Leaves: the fault of a request by its number.

use std::collections::BTreeMap;

use fastrand::Rng;

use super::fault::Fault;

/// Which requests meet which [`Fault`], by their number: the first one that comes has the number 0.
///
/// What a request meets follows from the seed and its number alone, so the same plan does the same again.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    seed: u64,
    rates: Vec<(Fault, f64)>,
    listed: BTreeMap<usize, Fault>,
}

impl Plan {
    /// No faults.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    /// Faults by chance, each with a [rate](Plan::rate); none yet.
    #[must_use]
    pub fn seeded(seed: u64) -> Self {
        Self { seed, ..Self::default() }
    }

    /// Lets so many of all requests meet `fault`: 0.01 is one in a hundred. Rates add up; beyond 1 the last ones get less.
    #[must_use]
    pub fn rate(mut self, fault: Fault, rate: f64) -> Self {
        self.rates.push((fault, rate));
        self
    }

    /// Lets the request of this number meet `fault`, whatever chance says.
    #[must_use]
    pub fn at(mut self, number: usize, fault: Fault) -> Self {
        self.listed.insert(number, fault);
        self
    }

    /// What the request of this number meets.
    pub fn fault(&self, number: usize) -> Option<Fault> {
        if let Some(fault) = self.listed.get(&number) {
            return Some(*fault);
        }
        // A generator for each number, of which the first values would be alike, were the numbers not spread.
        let spread = (number as u64).wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let mut left = Rng::with_seed(self.seed ^ spread).f64();
        let mut rates = self.rates.iter();
        let hit = rates.find(|(_, rate)| {
            left -= rate;
            left < 0.0
        });
        hit.map(|(fault, _)| *fault)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_plan_does_the_same_again_at_about_its_rates() {
        let plan = |seed| Plan::seeded(seed).rate(Fault::ResetAfter, 0.1).rate(Fault::Cut(9), 0.2).at(3, Fault::Stall);
        let faults = |seed| (0..10_000).map(|number| plan(seed).fault(number)).collect::<Vec<_>>();
        assert_eq!(faults(1), faults(1));
        assert_ne!(faults(1), faults(2));
        let count = |fault| faults(1).iter().filter(|found| **found == fault).count();
        assert!((900..1_100).contains(&count(Some(Fault::ResetAfter))), "{}", count(Some(Fault::ResetAfter)));
        assert!((1_850..2_150).contains(&count(Some(Fault::Cut(9)))), "{}", count(Some(Fault::Cut(9))));
        assert_eq!((faults(7)[3], count(Some(Fault::Stall))), (Some(Fault::Stall), 1));
        assert_eq!(Plan::none().fault(0), None);
    }
}
