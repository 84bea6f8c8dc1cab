//! Instants as APIs write them (`format: date-time`): RFC 3339, with the offset that was written.

use std::cmp::Ordering;
use std::error::Error;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

use jiff::fmt::temporal::DateTimeParser;
use jiff::tz::Offset;
use jiff::{Timestamp, Zoned, civil};

use crate::codec::{Decode, Encode, Shape, Text, View};

/// An instant to the nanosecond, together with the offset from UTC that it was written with.
///
/// Two of them are equal, and ordered, as instants: the offset only says how the instant is shown. Text of RFC 3339 is written
/// as it was read, with the zeros of its fraction; an instant that comes from elsewhere has the digits that it needs, and `Z`
/// for an offset of zero.
#[derive(Clone, Copy)]
pub struct DateTime {
    /// What a clock at that offset shows; of a leap second, the second before.
    civil: civil::DateTime,
    offset: Offset,
    form: Form,
}

/// How it is written.
#[derive(Clone, Copy)]
struct Form {
    separator: char,
    /// The digits of the fraction.
    digits: u8,
    zone: Zone,
    is_leap_second: bool,
}

#[derive(Clone, Copy)]
enum Zone {
    /// `Z` or `z`.
    Letter(char),
    /// `+01:00`.
    Numeric,
    /// `-00:00`: the offset is not known (RFC 3339 §4.3).
    Unknown,
}

impl DateTime {
    /// An instant to be shown at this offset, which is written in whole minutes.
    #[must_use]
    pub fn new(timestamp: Timestamp, offset: Offset) -> Self {
        let offset = Offset::from_seconds(offset.seconds() / 60 * 60).unwrap_or(offset);
        Self::shown(offset.to_datetime(timestamp), offset)
    }

    fn shown(civil: civil::DateTime, offset: Offset) -> Self {
        let zone = if offset == Offset::UTC { Zone::Letter('Z') } else { Zone::Numeric };
        let digits = (0..9).find(|digits| civil.subsec_nanosecond() % step(*digits) == 0).unwrap_or(9);
        Self { civil, offset, form: Form { separator: 'T', digits, zone, is_leap_second: false } }
    }

    /// The instant, as near as [`Timestamp`] comes: its last one for the last hours of the year 9999, which stand for "never",
    /// and the second before for a leap second.
    #[must_use]
    pub fn timestamp(&self) -> Timestamp {
        let last = if self.civil.year() > 0 { Timestamp::MAX } else { Timestamp::MIN };
        self.offset.to_timestamp(self.civil).unwrap_or(last)
    }

    /// The offset from UTC that it is shown at.
    #[must_use]
    pub fn offset(&self) -> Offset {
        self.offset
    }

    /// What tells instants apart: the second since 1970, whether it is a leap second after it, and the nanosecond.
    fn instant(&self) -> (i64, bool, i32) {
        let since = self.civil.duration_since(civil::date(1970, 1, 1).at(0, 0, 0, 0));
        let nanosecond = self.civil.subsec_nanosecond();
        let second = (since - jiff::SignedDuration::from_nanos(nanosecond.into())).as_secs();
        (second - i64::from(self.offset.seconds()), self.form.is_leap_second, nanosecond)
    }
}

/// What the last of so many digits of a fraction counts, in nanoseconds.
fn step(digits: u8) -> i32 {
    10_i32.pow(9 - u32::from(digits))
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

    /// Reads RFC 3339, and the further forms of ISO 8601 and RFC 9557 as long as they have an offset.
    fn from_str(text: &str) -> Result<Self, DateTimeError> {
        read(text).or_else(|| read_otherwise(text)).ok_or(DateTimeError(()))
    }
}

/// Reads exactly what RFC 3339 §5.6 describes, with the space that it allows between the date and the time.
fn read(text: &str) -> Option<DateTime> {
    let (head, rest) = text.as_bytes().split_at_checked("2026-02-28T13:37:00".len())?;
    let &[y0, y1, y2, y3, b'-', m0, m1, b'-', d0, d1, separator, h0, h1, b':', n0, n1, b':', s0, s1] = head else {
        return None;
    };
    let year = 100 * i16::from(two(y0, y1)?) + i16::from(two(y2, y3)?);
    let (month, day, hour, minute) = (two(m0, m1)?, two(d0, d1)?, two(h0, h1)?, two(n0, n1)?);
    let second = two(s0, s1)?;
    let is_leap_second = second == 60;
    let second = if is_leap_second { 59 } else { second };
    let (nanosecond, digits, rest) = fraction(rest)?;
    let civil = civil::DateTime::new(year, month, day, hour, minute, second, nanosecond).ok()?;
    let (offset, zone) = zone(rest)?;
    let separator = matches!(separator, b'T' | b't' | b' ').then_some(char::from(separator))?;
    Some(DateTime { civil, offset, form: Form { separator, digits, zone, is_leap_second } })
}

/// The number that two digits are.
fn two(ten: u8, one: u8) -> Option<i8> {
    let digit = |byte: u8| char::from(byte).to_digit(10).and_then(|digit| i8::try_from(digit).ok());
    Some(10 * digit(ten)? + digit(one)?)
}

/// The nanoseconds, their digits, and what follows. More than nine digits are more than can be kept.
fn fraction(rest: &[u8]) -> Option<(i32, u8, &[u8])> {
    let Some(fraction) = rest.strip_prefix(b".") else { return Some((0, 0, rest)) };
    let count = fraction.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (digits, rest) = fraction.split_at(count);
    let count = u8::try_from(count).ok().filter(|count| (1..=9).contains(count))?;
    let number: i32 = std::str::from_utf8(digits).ok()?.parse().ok()?;
    Some((number * step(count), count, rest))
}

fn zone(text: &[u8]) -> Option<(Offset, Zone)> {
    let (sign, hours, minutes) = match *text {
        [letter @ (b'Z' | b'z')] => return Some((Offset::UTC, Zone::Letter(letter.into()))),
        [b'+', h0, h1, b':', m0, m1] => (1, two(h0, h1)?, two(m0, m1)?),
        [b'-', h0, h1, b':', m0, m1] => (-1, two(h0, h1)?, two(m0, m1)?),
        _ => return None,
    };
    let seconds = 3600 * i32::from(hours) + 60 * i32::from(minutes);
    let zone = if sign < 0 && seconds == 0 { Zone::Unknown } else { Zone::Numeric };
    (hours < 24 && minutes < 60).then_some((Offset::from_seconds(sign * seconds).ok()?, zone))
}

/// Reads the forms that come close, like `+0100`; they are written as RFC 3339 has them. A leap second is none of them: it would
/// be taken for the second before.
fn read_otherwise(text: &str) -> Option<DateTime> {
    let pieces = DateTimeParser::new().parse_pieces(text).ok()?;
    let (offset, time) = (pieces.to_numeric_offset()?, pieces.time()?);
    let is_whole = offset.seconds() % 60 == 0;
    let may_be_leap_second = time.second() == 59 && text.contains("60");
    (is_whole && !may_be_leap_second).then(|| DateTime::shown(pieces.date().to_datetime(time), offset))
}

impl fmt::Display for DateTime {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { civil, offset, form } = self;
        if civil.year() < 0 {
            return fmt::Display::fmt(civil, formatter);
        }
        let mut text = Digits { bytes: [0; LONGEST], length: 0 };
        text.number(civil.year().into(), 4);
        text.two('-', civil.month());
        text.two('-', civil.day());
        text.two(form.separator, civil.hour());
        text.two(':', civil.minute());
        text.two(':', if form.is_leap_second { 60 } else { civil.second() });
        if form.digits > 0 {
            text.push('.');
            text.number(civil.subsec_nanosecond() / step(form.digits), form.digits);
        }
        match form.zone {
            Zone::Letter(letter) => text.push(letter),
            Zone::Unknown => text.offset('-', 0),
            Zone::Numeric => text.offset(if offset.is_negative() { '-' } else { '+' }, offset.seconds().abs() / 60),
        }
        formatter.write_str(text.as_str())
    }
}

/// The text of a time while it is made: digits of a known number, which is quicker than formatting each number.
struct Digits {
    bytes: [u8; LONGEST],
    length: usize,
}

/// The length of the longest of them.
const LONGEST: usize = "2026-02-28T13:37:00.123456789+05:30".len();

impl Digits {
    /// A character of ASCII.
    fn push(&mut self, letter: char) {
        self.bytes[self.length] = letter as u8;
        self.length += 1;
    }

    /// The last so many digits of a number.
    fn number(&mut self, number: i32, digits: u8) {
        let (mut rest, end) = (number, self.length + usize::from(digits));
        for byte in self.bytes[self.length..end].iter_mut().rev() {
            *byte = b'0' + u8::try_from(rest % 10).unwrap_or(0);
            rest /= 10;
        }
        self.length = end;
    }

    fn two(&mut self, before: char, number: i8) {
        self.push(before);
        self.number(number.into(), 2);
    }

    fn offset(&mut self, sign: char, minutes: i32) {
        self.push(sign);
        self.number(minutes / 60, 2);
        self.push(':');
        self.number(minutes % 60, 2);
    }

    fn as_str(&self) -> &str {
        std::str::from_utf8(&self.bytes[..self.length]).unwrap_or_default()
    }
}

impl fmt::Debug for DateTime {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

impl PartialEq for DateTime {
    fn eq(&self, other: &Self) -> bool {
        self.instant() == other.instant()
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
        self.instant().cmp(&other.instant())
    }
}

impl Hash for DateTime {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.instant().hash(state);
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
    fn example(&self) -> &'static str {
        "2026-02-28T12:00:00Z"
    }

    fn parse(&mut self, text: &str) -> Result<(), &'static str> {
        *self = text.parse().map_err(|DateTimeError(())| EXPECTED)?;
        Ok(())
    }

    fn is_described(&self, text: &str) -> bool {
        self.to_string() == text
    }
}

impl Encode for DateTime {
    fn view(&self) -> View<'_> {
        View::Text(self)
    }
}

crate::codec_serde!(DateTime);
