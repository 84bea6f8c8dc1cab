//! How often a server is asked that is no good.

use std::time::Duration;

use clientwright_runtime::testing::Answer;
use clientwright_runtime::{ErrorKind, RetryPolicy};

use crate::client::setting;

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
    assert_eq!(server.calls().len(), 1 + 500 / 5, "a retry costs 5 of 500");
}

#[test]
fn a_server_that_is_dead_is_soon_asked_once_a_call() {
    let (clock, server, builder) = setting();
    server.on("GET", "/item").reply(Answer::status(500));
    let client = builder.build().unwrap();
    clock.run(async {
        for _ in 0..100 {
            let error = client.get().await.err().unwrap();
            assert_eq!(error.status().map(|status| status.as_u16()), Some(500));
        }
    });
    assert_eq!(server.calls().len(), 100 + 500 / 14, "a retry costs 14 of 500");
}
