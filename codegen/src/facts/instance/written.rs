//! Whether a text is what a format says, as far as an example of it goes.

/// An id as RFC 9562 section 4 writes it.
pub(super) fn is_uuid(text: &str) -> bool {
    let lengths: Vec<_> = text.split('-').map(str::len).collect();
    lengths == [8, 4, 4, 4, 12] && text.chars().all(|char| char.is_ascii_hexdigit() || char == '-')
}

/// A date as RFC 3339 section 5.6 writes it.
pub(super) fn is_date(text: &str) -> bool {
    let parts: Vec<_> = text.split('-').collect();
    let [year, month, day] = parts.as_slice() else { return false };
    let Some(year) = number(year, 4) else { return false };
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match number(month, 2) {
        Some(2) if is_leap => 29,
        Some(2) => 28,
        Some(4 | 6 | 9 | 11) => 30,
        Some(1 | 3 | 5 | 7 | 8 | 10 | 12) => 31,
        Some(_) | None => return false,
    };
    number(day, 2).is_some_and(|day| (1..=days).contains(&day))
}

/// An instant as RFC 3339 section 5.6 writes it.
pub(super) fn is_date_time(text: &str) -> bool {
    let Some((date, time)) = text.split_once('T') else { return false };
    let (time, is_placed) = match (time.strip_suffix('Z'), time.rsplit_once(['+', '-'])) {
        (Some(time), _) => (time, true),
        (None, Some((time, offset))) => (time, is_clock(offset, &[23, 59])),
        (None, None) => return false,
    };
    let (time, is_fraction) = match time.split_once('.') {
        Some((time, fraction)) => {
            let is_short = (1..=9).contains(&fraction.len());
            (time, is_short && fraction.bytes().all(|byte| byte.is_ascii_digit()))
        }
        None => (time, true),
    };
    is_date(date) && is_placed && is_fraction && is_clock(time, &[23, 59, 59])
}

/// Numbers of two digits with colons, none above these.
fn is_clock(text: &str, most: &[u32]) -> bool {
    let parts: Vec<_> = text.split(':').collect();
    let fits = |(part, most): (&&str, &u32)| number(part, 2).is_some_and(|number| number <= *most);
    parts.len() == most.len() && parts.iter().zip(most).all(fits)
}

/// A number of so many digits.
fn number(text: &str, digits: usize) -> Option<u32> {
    let is_number = text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::{is_date, is_date_time, is_uuid};

    #[test]
    fn what_a_parser_takes_is_told_from_what_only_looks_like_it() {
        for (is, fits, others) in [
            (
                is_uuid as fn(&str) -> bool,
                "67e55044-10b1-426f-9247-BB680e5fe0c8",
                ["67e55044", "67e55044-10b1-426f-9247-bb680e5fe0cg"],
            ),
            (is_date, "2024-02-29", ["2023-02-29", "2024-2-9"]),
            (is_date_time, "2024-02-29T23:59:59.123+02:00", ["2024-02-29 23:59:59Z", "2024-02-29T24:00:00Z"]),
            (is_date_time, "2024-02-29T00:00:00Z", ["2024-02-29T00:00:00", "2024-02-29T00:00Z"]),
        ] {
            assert!(is(fits), "{fits}");
            for other in others {
                assert!(!is(other), "{other}");
            }
        }
    }
}
