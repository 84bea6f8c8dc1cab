//! The value types.

use clientwright_runtime::codec::list;
use clientwright_runtime::{Base64, Date, DateTime, Maybe, Secret, Uuid};

use crate::{pass_on, read, write};

#[test]
fn a_date_time_keeps_its_offset() {
    for text in [
        "2026-02-28T13:37:00Z",
        "2026-02-28T13:37:00.123456789+05:30",
        "1969-12-31T23:59:59.5-08:00",
        "9999-12-30T00:00:00Z",
    ] {
        is_kept(text);
    }
}

/// The text is read and comes back as it was.
fn is_kept(text: &str) {
    let json = format!("{text:?}");
    assert_eq!(pass_on::<DateTime>(&json), json);
    assert_eq!(text.parse::<DateTime>().expect("parses").to_string(), text);
}

#[test]
fn a_date_time_of_rfc_3339_is_written_as_it_was_read() {
    for separator in ["T", "t", " "] {
        for fraction in ["", ".0", ".000", ".120", ".000000001", ".123456789"] {
            for zone in ["Z", "z", "+00:00", "-00:00", "+05:30", "-23:59"] {
                is_kept(&format!("0000-01-01{separator}00:00:00{fraction}{zone}"));
                is_kept(&format!("2026-02-28{separator}13:37:09{fraction}{zone}"));
            }
        }
    }
}

#[test]
fn never_is_a_time() {
    let [utc, east, west] =
        ["9999-12-31T23:59:59Z", "9999-12-31T23:59:59+14:00", "9999-12-31T23:59:59.999999999-12:00"].map(|text| {
            is_kept(text);
            text.parse::<DateTime>().expect("parses")
        });
    assert!(east < utc && utc < west);
    assert_eq!(utc.timestamp(), jiff::Timestamp::MAX);
    assert!("9999-12-30T00:00:00Z".parse::<DateTime>().expect("parses") < east);
}

#[test]
fn a_leap_second_lies_between_its_neighbours() {
    let all = [
        "2016-12-31T23:59:59.999Z",
        "2016-12-31T23:59:60Z",
        "2016-12-31T23:59:60.5Z",
        "2017-01-01T00:00:00Z",
        "2017-01-01T05:30:00.1+05:30",
    ];
    all.iter().copied().for_each(is_kept);
    let times = all.map(|text| text.parse::<DateTime>().expect("parses"));
    assert!(times.is_sorted_by(|one, next| one < next), "{times:?}");
    assert_eq!(times[1], "2017-01-01T05:29:60+05:30".parse().expect("parses"));
    assert!("20161231T235960Z".parse::<DateTime>().is_err(), "it would be taken for the second before");
}

#[test]
fn a_date_time_of_other_making_has_the_digits_that_it_needs() {
    for (nanosecond, text) in [(0, "1970-01-01T00:00:00Z"), (120_000_000, "1970-01-01T00:00:00.12Z")] {
        let timestamp = jiff::Timestamp::new(0, nanosecond).expect("a time");
        assert_eq!(DateTime::from(timestamp).to_string(), text);
        assert_eq!(DateTime::from(timestamp).timestamp(), timestamp);
    }
    let odd = DateTime::new(jiff::Timestamp::UNIX_EPOCH, jiff::tz::Offset::from_seconds(3599).expect("an offset"));
    assert_eq!(odd.to_string(), "1970-01-01T00:59:00+00:59");
    assert_eq!(odd.timestamp(), jiff::Timestamp::UNIX_EPOCH);
}

#[test]
fn date_times_are_read_as_rfc_3339_allows() {
    for text in ["20260228T133700Z", "2026-02-28T13:37Z", "2026-02-28T13:37:00,0Z"] {
        assert_eq!(pass_on::<DateTime>(&format!("{text:?}")), "\"2026-02-28T13:37:00Z\"");
    }
    for text in [
        "2026-02-28T13:37:00",
        "2026-02-28",
        "2026-02-30T00:00:00Z",
        "2026-02-28T24:00:00Z",
        "2026-02-28T13:37:61Z",
        "2026-02-28T13:37:00.Z",
        "2026-02-28T13:37:00.1234567891Z",
        "2026-02-28T13:37:00+01:00:30",
        "2026-02-28T13:37:00\u{661}Z",
        "",
    ] {
        let error = read::<DateTime>(&format!("{text:?}")).expect_err("not RFC 3339");
        assert_eq!(
            error.message(),
            "expected a date and time like 2026-02-28T13:37:00Z, found another string",
            "{text}"
        );
    }
}

#[test]
fn date_times_compare_as_instants() {
    let [one, same, later] = ["2026-02-28T12:00:00Z", "2026-02-28T13:00:00+01:00", "2026-02-28T12:00:01Z"]
        .map(|text| text.parse::<DateTime>().expect("parses"));
    assert_eq!(one, same);
    assert!(one < later && same < later);
}

#[test]
fn a_date_is_a_full_date_and_nothing_else() {
    assert_eq!(pass_on::<Date>("\"2024-02-29\""), "\"2024-02-29\"");
    for text in ["2023-02-29", "2024-02-29T00:00:00Z", "20240229", "2024-W09-4", "+002024-02-29", "24-02-29"] {
        assert!(read::<Date>(&format!("{text:?}")).is_err(), "{text}");
    }
}

#[test]
fn bytes_travel_as_base64_with_or_without_padding() {
    let bytes = Base64(vec![0, 255, 7, 7]);
    assert_eq!(write(&bytes), "\"AP8HBw==\"");
    assert_eq!(read("\"AP8HBw==\""), Ok(bytes.clone()));
    assert_eq!(read("\"AP8HBw\""), Ok(bytes));
    assert!(read::<Base64>("\"AP8HB!\"").is_err());
}

#[test]
fn a_secret_is_written_and_not_shown() {
    let secret = read::<Secret>("\"hunter2\"").expect("decodes");
    assert_eq!(write(&secret), "\"hunter2\"");
    assert_eq!(secret.expose(), "hunter2");
    assert_eq!(format!("{secret:?}"), "Secret(..)");
}

#[test]
fn a_uuid_is_written_with_hyphens() {
    let id = read::<Uuid>("\"67E5504410B1426F9247BB680E5FE0C8\"").expect("decodes");
    assert_eq!(write(&id), "\"67e55044-10b1-426f-9247-bb680e5fe0c8\"");
    assert!(read::<Uuid>("\"67e55044\"").is_err());
}

#[test]
fn maybe_knows_what_it_is() {
    let (absent, null, value) = (Maybe::<i64>::Absent, Maybe::<i64>::Null, Maybe::from(1));
    assert!(absent.is_absent() && !null.is_absent() && null.is_null() && !value.is_null());
    assert_eq!((absent.value(), null.value(), value.value(), value.into_value()), (None, None, Some(&1), Some(1)));
    assert_eq!(Maybe::<i64>::default(), absent);
}

#[test]
fn a_list_is_written_as_an_array() {
    assert_eq!(write(&list(["a", "b"])), r#"["a","b"]"#);
    assert_eq!(write(&list([Some(1), None])), "[1,null]");
    assert_eq!(write(&list(Vec::<i64>::new())), "[]");
}
