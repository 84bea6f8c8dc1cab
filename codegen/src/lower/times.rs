//! Dates and times that their own examples are none of.
//!
//! Servers of many frameworks send local times, without an offset, and describe them as `date-time` all the same. The example tells what
//! they send before the first answer does.

use std::sync::LazyLock;

use regex::Regex;

use super::Cx;
use crate::diagnostic::catalogue;
use crate::schema::Schema;

/// What the runtime reads as a date: `2026-02-28`.
static DATE: LazyLock<Regex> = LazyLock::new(|| pattern(r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"));
/// What it reads as an instant, as far as the parts go: RFC 3339 section 5.6, and its relatives that have an offset.
static DATE_TIME: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^[+-]?[0-9]{4,6}-?[0-9]{2}-?[0-9]{2}[Tt ][0-9]{2}[^Zz+-]*([Zz]|[+-][0-9]{2}(:?[0-9]{2})?)(\[.*\])?$")
});

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a pattern of the table is one")
}

/// Tells of an example that begins with digits, as times do, and cannot be read. Words are no example of a time.
pub(super) fn check(cx: &mut Cx<'_>, schema: &Schema) {
    let (known, missing) = match schema.format.as_deref() {
        Some("date") => (&DATE, "is no `date` like `2026-02-28`"),
        Some("date-time") => (&DATE_TIME, "is no `date-time`, which ends in its offset, like `2026-02-28T13:37:00Z`"),
        Some(_) | None => return,
    };
    let Some(example) = schema.example.as_deref().and_then(|example| example.as_str()) else { return };
    if example.starts_with(|first: char| first.is_ascii_digit()) && !known.is_match(example) {
        let message = format!("the example `{example}` {missing}: an answer with such a text cannot be read");
        cx.diagnostics.report(&catalogue::EXAMPLE_OF_NO_TIME, &schema.place.push("format"), message);
    }
}
