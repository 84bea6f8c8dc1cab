//! Days of the calendar (`format: date`), a `full-date` of RFC 3339 §5.6.

use jiff::civil::Date;

use crate::codec::{Decode, Encode, Shape, Text, View};

impl Decode for Date {
    fn vacant() -> Self {
        Self::ZERO
    }

    fn shape(&mut self) -> Shape<'_> {
        Shape::Text(self)
    }
}

impl Text for Date {
    fn example(&self) -> &'static str {
        "2026-02-28"
    }

    fn parse(&mut self, text: &str) -> Result<(), &'static str> {
        // jiff also reads the other forms of ISO 8601 and skips a time; an API that sends those means something else.
        const FORM: &str = "0000-00-00";
        let same = text.len() == FORM.len()
            && text.bytes().zip(FORM.bytes()).all(|(byte, form)| (byte == b'-') == (form == b'-'));
        *self = text.parse().ok().filter(|_| same).ok_or("a date like 2026-02-28")?;
        Ok(())
    }
}

impl Encode for Date {
    fn view(&self) -> View<'_> {
        View::Text(self)
    }
}
