//! Limits of every size.

use std::time::Duration;

use clientwright_runtime::testing::Answer;
use clientwright_runtime::{ErrorKind, RetryPolicy, Timeouts};

use crate::client::setting;

#[test]
fn limits_of_zero_and_without_bounds_panic_nowhere() {
    for limit in [Duration::ZERO, Duration::from_nanos(1), Duration::MAX] {
        for timeouts in [
            Timeouts::none().read(limit),
            Timeouts::none().attempt(limit),
            Timeouts::none().operation(limit),
            Timeouts::new().connect(limit).read(limit).attempt(limit).operation(limit),
        ] {
            let (clock, server, builder) = setting();
            server.on("GET", "/item").reply(Answer::json(200, r#"{"id":"1"}"#).delay(Duration::from_secs(1)));
            let client = builder.timeouts(timeouts).build().unwrap();
            match clock.run(client.get().into_future()) {
                Ok(item) => assert_eq!((item.id.as_str(), limit), ("1", Duration::MAX), "{timeouts:?}"),
                Err(error) => assert!(error.is_timeout() && limit < Duration::MAX, "{timeouts:?}: {error}"),
            }
        }
    }
}

#[test]
fn attempts_without_bounds_end_with_the_budget() {
    let (clock, server, builder) = setting();
    server.on("GET", "/item").reply(Answer::status(503));
    let retry = RetryPolicy::standard()
        .max_attempts(u32::MAX)
        .backoff(Duration::ZERO, Duration::MAX)
        .overload_backoff(Duration::ZERO);
    let client = builder.retry(retry).build().unwrap();
    let error = clock.run(client.get().into_future()).err().unwrap();
    assert_eq!(error.kind(), ErrorKind::UnexpectedStatus);
    assert!((30..200).contains(&server.calls().len()), "{}", server.calls().len());
}
