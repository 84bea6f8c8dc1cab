//! The cursors of the pages that a walk has been to. Enters: one cursor after another. Leaves: whether it was there before. What is
//! kept does not grow with the pages: a list may have millions of them.

use std::collections::VecDeque;

/// So many cursors are kept.
const NEWEST: usize = 64;

/// Knows at once a cursor that comes again within 64 pages. A longer circle is found by Brent's method (R. P. Brent, "An
/// improved Monte Carlo factorization algorithm", 1980), which keeps one cursor to compare with, and takes the newest in
/// its place after 1, 2, 4, 8 .. pages: in a circle of `n` pages that begins after `m`, before page `m + n` times three.
#[derive(Default)]
pub(super) struct Visited {
    newest: VecDeque<String>,
    mark: Option<String>,
    /// The pages since the mark was set, and at how many it is set anew.
    passed: usize,
    stretch: usize,
}

impl Visited {
    /// Takes down `cursor`; says whether it is known to have been there before.
    pub(super) fn returns_to(&mut self, cursor: &str) -> bool {
        if self.mark.as_deref() == Some(cursor) || self.newest.iter().any(|other| other == cursor) {
            return true;
        }
        if self.newest.len() == NEWEST {
            self.newest.pop_front();
        }
        self.newest.push_back(cursor.to_owned());
        self.passed += 1;
        if self.passed >= self.stretch {
            self.mark = Some(cursor.to_owned());
            (self.passed, self.stretch) = (0, self.stretch.saturating_mul(2).max(1));
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::{NEWEST, Visited};

    /// Walks into a circle of `round` pages after `before` others; at which page it is found, and the most that was kept.
    fn walk(before: usize, round: usize) -> (usize, usize) {
        let (mut visited, mut kept) = (Visited::default(), 0);
        for page in 0.. {
            let place = if page < before { page } else { before + (page - before) % round };
            if visited.returns_to(&place.to_string()) {
                return (page, kept);
            }
            kept = kept.max(visited.newest.len() + usize::from(visited.mark.is_some()));
        }
        unreachable!("a circle has no end")
    }

    #[test]
    fn a_short_circle_is_found_as_soon_as_it_closes() {
        for (before, round) in [(0, 1), (1, 1), (0, 2), (5, 3), (1000, NEWEST)] {
            assert_eq!(walk(before, round).0, before + round, "{round} pages after {before}");
        }
    }

    #[test]
    fn a_circle_of_any_length_is_found_while_few_cursors_are_kept() {
        for (before, round) in [(0, NEWEST + 1), (10, 100), (0, 1000), (1000, 1000), (3000, 70)] {
            let (found, kept) = walk(before, round);
            assert!(found >= before + round && found < 3 * (before + round), "{found}: {round} after {before}");
            assert!(kept <= NEWEST + 1, "{kept}");
        }
    }

    #[test]
    fn pages_that_differ_are_never_said_to_return() {
        let mut visited = Visited::default();
        assert!(!(0..10_000).any(|page: u32| visited.returns_to(&page.to_string())));
        assert_eq!(visited.newest.len(), NEWEST);
    }
}
