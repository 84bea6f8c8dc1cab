//! Instants as APIs write them (`format: date-time`): RFC 3339, with the offset that was written.

use std::cmp::Ordering;
use std::error::Error;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

use jiff::fmt::temporal::DateTimeParser;
use jiff::tz::Offset;
use jiff::{Timestamp, Zoned};

use crate::codec::{Decode, Encode, Shape, Text, View};

/// An instant to the nanosecond, together with the offset from UTC that it was written with.
///
/// Two of them are equal, and ordered, as instants: the offset only says how the instant is shown.
/// An offset of zero is written as `Z`.
#[derive(Clone, Copy)]
pub struct DateTime {
    timestamp: Timestamp,
    offset: Offset,
}

impl DateTime {
    /// An instant to be shown at this offset.
    #[must_use]
    pub fn new(timestamp: Timestamp, offset: Offset) -> Self {
        Self { timestamp, offset }
    }

    /// The instant.
    #[must_use]
    pub fn timestamp(&self) -> Timestamp {
        self.timestamp
    }

    /// The offset from UTC that it is shown at.
    #[must_use]
    pub fn offset(&self) -> Offset {
        self.offset
    }
}

impl From<Timestamp> for DateTime {
    /// The instant, shown in UTC.
    fn from(timestamp: Timestamp) -> Self {
        Self::new(timestamp, Offset::UTC)
    }
}

impl From<&Zoned> for DateTime {
    /// The instant, shown at the offset that its zone has then.
    fn from(zoned: &Zoned) -> Self {
        Self::new(zoned.timestamp(), zoned.offset())
    }
}

/// Text that is not a `date-time` of RFC 3339 §5.6.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateTimeError(());

const EXPECTED: &str = "a date and time like 2026-02-28T13:37:00Z";

impl fmt::Display for DateTimeError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "expected {EXPECTED}")
    }
}

impl Error for DateTimeError {}

impl FromStr for DateTime {
    type Err = DateTimeError;

    /// Reads RFC 3339, and the further forms of RFC 9557 as long as they have an offset.
    fn from_str(text: &str) -> Result<Self, DateTimeError> {
        read(text).ok_or(DateTimeError(()))
    }
}

fn read(text: &str) -> Option<DateTime> {
    let pieces = DateTimeParser::new().parse_pieces(text).ok()?;
    let offset = pieces.to_numeric_offset()?;
    let whole_minutes = offset.seconds() % 60 == 0;
    let timestamp = offset.to_timestamp(pieces.date().to_datetime(pieces.time()?)).ok()?;
    whole_minutes.then_some(DateTime { timestamp, offset })
}

impl fmt::Display for DateTime {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.offset == Offset::UTC {
            self.timestamp.fmt(formatter)
        } else {
            self.timestamp.display_with_offset(self.offset).fmt(formatter)
        }
    }
}

impl fmt::Debug for DateTime {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

impl PartialEq for DateTime {
    fn eq(&self, other: &Self) -> bool {
        self.timestamp == other.timestamp
    }
}

impl Eq for DateTime {}

impl PartialOrd for DateTime {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for DateTime {
    fn cmp(&self, other: &Self) -> Ordering {
        self.timestamp.cmp(&other.timestamp)
    }
}

impl Hash for DateTime {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.timestamp.hash(state);
    }
}

impl Decode for DateTime {
    fn vacant() -> Self {
        Timestamp::UNIX_EPOCH.into()
    }

    fn shape(&mut self) -> Shape<'_> {
        Shape::Text(self)
    }
}

impl Text for DateTime {
    fn parse(&mut self, text: &str) -> Result<(), &'static str> {
        *self = read(text).ok_or(EXPECTED)?;
        Ok(())
    }
}

impl Encode for DateTime {
    fn view(&self) -> View<'_> {
        View::Text(self)
    }
}

crate::codec_serde!(DateTime);
