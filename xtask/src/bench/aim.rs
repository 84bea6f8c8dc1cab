//! What each figure should be, in one place. Measuring is others' business.

use std::fmt;

use super::figure::Figure;

/// What a row of a table should say.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Aim {
    /// Ours is not more than any other.
    Least,
    /// No figure is more than this.
    AtMost(Figure),
    /// The figure is there to be known.
    None,
}

/// Of a description twice as large, at most so many times the work: twice, and 15 % for what grows with the logarithm.
pub(super) const DOUBLING: Aim = Aim::AtMost(Figure::Ratio(2.3));

/// Of a call, against one that is written with reqwest by hand.
pub(super) const CALL: Aim = Aim::AtMost(Figure::Ratio(1.25));

/// Of reading and writing JSON, against serde's derive.
pub(super) const CODEC: Aim = Aim::AtMost(Figure::Ratio(1.25));

impl Aim {
    pub(super) const MET: &str = "met";
    pub(super) const NOT_MET: &str = "not met";

    /// Whether the figures of a row, ours first, are as they should be; nothing where that cannot be said.
    pub(super) fn verdict(self, figures: &[Option<Figure>]) -> &'static str {
        let ours = figures.first().copied().flatten();
        let mut others = figures.iter().skip(1).flatten().peekable();
        let met = match (self, ours) {
            (Self::Least, Some(ours)) if others.peek().is_some() => others.all(|other| ours.number() <= other.number()),
            (Self::AtMost(most), _) => figures.iter().flatten().all(|figure| figure.number() <= most.number()),
            (Self::Least | Self::None, _) => return "",
        };
        if met { Self::MET } else { Self::NOT_MET }
    }
}

impl fmt::Display for Aim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Least => f.write_str("least"),
            Self::AtMost(most) => write!(f, "≤ {most}"),
            Self::None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_aim_is_met_or_not_or_cannot_be_said() {
        let figures = |numbers: &[f64]| numbers.iter().map(|number| Some(Figure::Ratio(*number))).collect::<Vec<_>>();
        assert_eq!(Aim::Least.verdict(&figures(&[1.0, 1.0, 2.0])), "met");
        assert_eq!(Aim::Least.verdict(&figures(&[1.5, 1.0, 2.0])), "not met");
        assert_eq!(Aim::Least.verdict(&figures(&[1.0])), "");
        assert_eq!(Aim::Least.verdict(&[None, Some(Figure::Ratio(1.0))]), "");
        assert_eq!(DOUBLING.verdict(&figures(&[2.2, 2.3])), "met");
        assert_eq!(DOUBLING.verdict(&figures(&[2.2, 2.4])), "not met");
    }
}
