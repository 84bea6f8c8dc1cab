//! What each figure should be, in one place. Measuring is others' business.

use std::fmt;
use std::time::Duration;

use super::figure::Figure;

/// What a row of a table should say.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Aim {
    /// Ours is not more than any other.
    Least,
    /// No figure is more than this.
    AtMost(Figure),
    /// Ours is not more than this, whatever the others are.
    OursAtMost(Figure),
    /// The figure is there to be known.
    None,
}

/// Of a description twice as large, at most so many times the work: twice, and 15 % for what grows with the logarithm.
pub(super) const DOUBLING: Aim = Aim::AtMost(Figure::Ratio(2.3));

/// Of a call, against one that is written with reqwest by hand: its instructions. Of its 66 allocations reqwest has 58.
pub(super) const CALL: Aim = Aim::AtMost(Figure::Ratio(1.15));

/// Of reading and writing JSON, against serde's derive.
pub(super) const CODEC: Aim = Aim::AtMost(Figure::Ratio(1.0));

/// Of a message of a socket, against tokio-websockets alone.
pub(super) const MESSAGE: Aim = Aim::AtMost(Figure::Ratio(1.1));

/// So many allocations more than that a message may take.
pub(super) const MESSAGE_ALLOCATIONS: u64 = 1;

/// Of what is generated of a description, and of compiling it: a number for those that people compare by, else least of all. Times are those
/// of a machine that is not busy.
pub(super) fn of(part: &str, document: &str, measure: &str) -> Aim {
    let most = match (part, document, measure) {
        ("generate", "github", "user CPU") => Figure::Time(Duration::from_millis(800)),
        ("generate", "github", "peak memory") => Figure::Memory(120 << 20),
        ("generate", "github", "lines") => Figure::Count(150_000),
        ("generate", "stripe", "user CPU") => Figure::Time(Duration::from_millis(350)),
        ("generate", "stripe", "peak memory") => Figure::Memory(60 << 20),
        ("generate", "stripe", "lines") => Figure::Count(80_000),
        ("check", "github", "user CPU") => Figure::Time(Duration::from_secs(15)),
        ("check", "github", "peak memory") => Figure::Memory(1800 << 20),
        ("check", "stripe", "user CPU") => Figure::Time(Duration::from_millis(7500)),
        ("check", "stripe", "peak memory") => Figure::Memory(900 << 20),
        ("generate", "box", "lines per operation") => Figure::Each(130.0),
        ("generate", "clerk-bapi", "lines per operation") => Figure::Each(95.0),
        ("generate", "asana", "lines per operation") => Figure::Each(135.0),
        ("generate", "xero-accounting", "lines per operation") => Figure::Each(68.0),
        ("generate", "qdrant", "lines per operation") => Figure::Each(260.0),
        ("generate", "oxide-nexus", "lines per operation") => Figure::Each(63.0),
        _ => return Aim::Least,
    };
    Aim::OursAtMost(most)
}

impl Aim {
    pub(super) const MET: &str = "met";
    pub(super) const NOT_MET: &str = "not met";

    /// Whether the figures of a row, ours first, are as they should be; nothing where that cannot be said.
    pub(super) fn verdict(self, figures: &[Option<Figure>]) -> &'static str {
        let ours = figures.first().copied().flatten();
        let mut others = figures.iter().skip(1).flatten().peekable();
        let met = match (self, ours) {
            (Self::Least, Some(ours)) if others.peek().is_some() => others.all(|other| ours.number() <= other.number()),
            (Self::OursAtMost(most), Some(ours)) => ours.number() <= most.number(),
            (Self::AtMost(most), _) => figures.iter().flatten().all(|figure| figure.number() <= most.number()),
            (Self::Least | Self::None | Self::OursAtMost(_), _) => return "",
        };
        if met { Self::MET } else { Self::NOT_MET }
    }
}

impl fmt::Display for Aim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Least => f.write_str("least"),
            Self::AtMost(most) | Self::OursAtMost(most) => write!(f, "≤ {most}"),
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
        assert_eq!(Aim::OursAtMost(Figure::Ratio(1.0)).verdict(&figures(&[1.0, 2.0])), "met");
        assert_eq!(Aim::OursAtMost(Figure::Ratio(1.0)).verdict(&figures(&[1.5, 1.0])), "not met");
        assert_eq!(DOUBLING.verdict(&figures(&[2.2, 2.3])), "met");
        assert_eq!(DOUBLING.verdict(&figures(&[2.2, 2.4])), "not met");
    }
}
