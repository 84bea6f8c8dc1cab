//! One measured value with its unit, as people read it.

use std::fmt;
use std::time::Duration;

/// A value; two of a kind can be compared.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Figure {
    Count(u64),
    /// Of something in one of something, such as lines of an operation.
    Each(f64),
    Time(Duration),
    /// In bytes.
    Memory(u64),
    /// Of one value to another.
    Ratio(f64),
}

impl Figure {
    /// So many for each of those; nothing where there are none.
    pub(super) fn each(count: u64, of: u64) -> Option<Self> {
        (of > 0).then(|| Self::Each(count as f64 / of as f64))
    }

    /// One in terms of the other.
    pub(super) fn ratio(one: Self, other: Self) -> Option<Self> {
        (other.number() > 0.0).then(|| Self::Ratio(one.number() / other.number()))
    }

    pub(super) fn number(self) -> f64 {
        match self {
            Self::Count(count) | Self::Memory(count) => count as f64,
            Self::Each(number) | Self::Ratio(number) => number,
            Self::Time(time) => time.as_secs_f64(),
        }
    }
}

impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Count(count) => f.write_str(&grouped(count)),
            Self::Each(number) => write!(f, "{number:.1}"),
            Self::Time(time) if time < Duration::from_millis(1) => write!(f, "{:.2} µs", time.as_secs_f64() * 1e6),
            Self::Time(time) => write!(f, "{:.2} s", time.as_secs_f64()),
            Self::Memory(bytes) if bytes < 1 << 20 => write!(f, "{:.1} KiB", bytes as f64 / 1024.0),
            Self::Memory(bytes) => write!(f, "{:.1} MiB", bytes as f64 / (1 << 20) as f64),
            Self::Ratio(ratio) => write!(f, "{ratio:.2}"),
        }
    }
}

/// With a comma before every three digits.
pub(super) fn grouped(count: u64) -> String {
    let digits = count.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_have_their_unit() {
        let shown = |figure: Figure| figure.to_string();
        assert_eq!(shown(Figure::Count(999)), "999");
        assert_eq!(shown(Figure::Count(1_234_567)), "1,234,567");
        assert_eq!(shown(Figure::Time(Duration::from_millis(1250))), "1.25 s");
        assert_eq!(shown(Figure::Time(Duration::from_nanos(1250))), "1.25 µs");
        assert_eq!(shown(Figure::Memory(3 << 19)), "1.5 MiB");
        assert_eq!(shown(Figure::Memory(3 << 9)), "1.5 KiB");
        assert_eq!(Figure::each(7, 2).map(shown), Some("3.5".to_owned()));
        assert_eq!(Figure::each(7, 0), None);
    }
}
