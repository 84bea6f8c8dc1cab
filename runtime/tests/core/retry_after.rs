//! How long a server may ask to wait, in all its words.

use std::time::Duration;

use clientwright_runtime::testing::Answer;
use clientwright_runtime::{GaveUp, RetryPolicy};

use crate::api::ITEM;
use crate::client::setting;

/// The calendar's time at the start of a test.
const NOW: &str = "Thu, 01 Jan 2026 00:00:00 GMT";

/// What the error of a call says that was answered with `headers`, and how long the call waited before it tried again.
fn asked(headers: &[(&str, &str)]) -> (Option<Duration>, Duration) {
    let answer = || headers.iter().fold(Answer::status(429), |answer, (name, value)| answer.header(name, value));
    let (clock, server, builder) = setting();
    server.on("GET", "/item").once(answer()).reply(Answer::json(200, ITEM));
    server.on("POST", "/item").reply(answer());
    let client = builder.build().unwrap();
    clock.run(async {
        let error = client.post().retry(RetryPolicy::never()).await.unwrap_err();
        let response = client.get().response().await;
        (error.retry_after(), response.map_or(Duration::ZERO, |response| response.attempts()[1].wait))
    })
}

#[test]
fn every_form_is_understood() {
    let seconds = |seconds| Some(Duration::from_secs(seconds));
    for (headers, wanted) in [
        (&[("retry-after", "7")][..], seconds(7)),
        (&[("retry-after", " 7 ")], seconds(7)),
        (&[("retry-after", "0")], seconds(0)),
        (&[("retry-after", "-3")], seconds(0)),
        (&[("retry-after", "1.5")], Some(Duration::from_millis(1500))),
        (&[("retry-after-ms", "250")], Some(Duration::from_millis(250))),
        (&[("retry-after-ms", "250"), ("retry-after", "7")], Some(Duration::from_millis(250))),
        (&[("retry-after-ms", "soon"), ("retry-after", "7")], seconds(7)),
        // The three formats of RFC 9110 section 5.6.7.
        (&[("retry-after", "Thu, 01 Jan 2026 00:00:08 GMT")], seconds(8)),
        (&[("retry-after", "Thursday, 01-Jan-26 00:00:08 GMT")], seconds(8)),
        (&[("retry-after", "Thu Jan  1 00:00:08 2026")], seconds(8)),
        // Measured against the response's own clock, which may be far off.
        (&[("retry-after", "Wed, 01 Jan 2020 00:00:09 GMT"), ("date", "Wed, 01 Jan 2020 00:00:00 GMT")], seconds(9)),
        (&[("retry-after", NOW), ("date", "not a date")], seconds(0)),
        (&[("retry-after", "Thu, 01 Jan 2015 00:00:00 GMT")], seconds(0)),
        (&[("retry-after", "99999999999999999999999999")], None),
        (&[("retry-after", "soon")], None),
        (&[("retry-after", "1e3")], None),
        (&[("retry-after", "inf")], None),
        (&[("retry-after", "NaN")], None),
        (&[("retry-after", "7, 9")], None),
        // Twice, though it is no list: the first one.
        (&[("retry-after", "7"), ("retry-after", "9")], seconds(7)),
        (&[("retry-after", "")], None),
        (&[], None),
    ] {
        let (asked, waited) = asked(headers);
        assert_eq!(asked, wanted, "{headers:?}");
        if let Some(wanted) = wanted {
            let spread = Duration::from_secs(1).min(wanted / 10);
            assert!(waited >= wanted && waited <= wanted + spread, "{headers:?}: waited {waited:?}");
        }
    }
}

#[test]
fn clients_do_not_come_back_all_at_once() {
    let wait = |seed| {
        let (clock, server, builder) = setting();
        server.on("GET", "/item").once(Answer::status(429).header("retry-after", "10")).reply(Answer::json(200, ITEM));
        let client = builder.seed(seed).build().unwrap();
        clock.run(async { client.get().response().await.unwrap().attempts()[1].wait })
    };
    let waits: std::collections::BTreeSet<_> = (0..20).map(wait).collect();
    assert!(waits.len() > 15, "{waits:?}");
}

#[test]
fn a_wait_that_is_too_long_fails_at_once_and_says_how_long() {
    let (clock, server, builder) = setting();
    server.on("GET", "/item").reply(Answer::status(429).header("retry-after", "61"));
    let client = builder.build().unwrap();
    let error = clock.run(async { client.get().await.unwrap_err() });
    assert_eq!((server.calls().len(), clock.passed()), (1, Duration::ZERO));
    assert_eq!(error.status().map(|status| status.as_u16()), Some(429));
    assert_eq!((error.gave_up(), error.retry_after()), (Some(GaveUp::RetryAfter), Some(Duration::from_secs(61))));
}
