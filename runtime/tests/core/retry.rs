//! What is tried again, how often, and after how long.

use std::time::Duration;

use clientwright_runtime::testing::Answer;
use clientwright_runtime::{Body, ErrorKind, GaveUp, Outcome, Phase, Reason, RetryPolicy, TransportErrorKind};
use futures_util::stream;

use crate::api::ITEM;
use crate::client::setting;

fn item() -> Answer {
    Answer::json(200, ITEM)
}

/// How many requests a call makes whose first is answered by `answer` and whose next would succeed.
fn requests(method: &str, answer: Answer) -> usize {
    let (clock, server, builder) = setting();
    server.on(method, "/item").once(answer).reply(item());
    let client = builder.build().unwrap();
    clock.run(async {
        let _either = match method {
            "GET" => client.get().await,
            _ => client.post().await,
        };
    });
    server.calls().len()
}

#[test]
fn statuses_are_retried_by_the_table() {
    let any_method = [421, 425, 429];
    let idempotent_only = [408, 500, 502, 503, 504];
    let never = [200, 301, 304, 400, 401, 403, 404, 409, 410, 412, 422, 501, 505, 511];
    for status in any_method {
        assert_eq!(
            (requests("GET", Answer::status(status)), requests("POST", Answer::status(status))),
            (2, 2),
            "{status}"
        );
    }
    for status in idempotent_only {
        assert_eq!(
            (requests("GET", Answer::status(status)), requests("POST", Answer::status(status))),
            (2, 1),
            "{status}"
        );
    }
    for status in never {
        assert_eq!(
            (requests("GET", Answer::status(status)), requests("POST", Answer::status(status))),
            (1, 1),
            "{status}"
        );
    }
}

#[test]
fn unavailable_with_retry_after_is_retried_whatever_the_method() {
    assert_eq!(requests("POST", Answer::status(503).header("retry-after", "1")), 2);
}

#[test]
fn unavailable_with_retry_after_can_be_left_to_idempotent_requests() {
    let (clock, server, builder) = setting();
    server.on("POST", "/item").once(Answer::status(503).header("retry-after", "1")).reply(item());
    let client = builder.retry(RetryPolicy::standard().unavailable_only_if_idempotent()).build().unwrap();
    let error = clock.run(async { client.post().await.unwrap_err() });
    assert_eq!((server.calls().len(), error.gave_up()), (1, Some(GaveUp::NotIdempotent)));
}

#[test]
fn transport_errors_are_retried_by_the_table() {
    use TransportErrorKind as K;
    for (kind, get, post) in [
        (K::Connect, 2, 2),
        (K::ConnectTimeout, 2, 2),
        (K::Refused, 2, 2),
        (K::Io, 2, 1),
        (K::Tls, 1, 1),
        (K::Protocol, 1, 1),
        (K::Request, 1, 1),
    ] {
        assert_eq!(
            (requests("GET", Answer::error(kind)), requests("POST", Answer::error(kind))),
            (get, post),
            "{kind:?}"
        );
    }
}

#[test]
fn a_body_that_breaks_off_is_retried_if_idempotent() {
    let broken = || Answer::status(200).body("{").then_broken();
    assert_eq!((requests("GET", broken()), requests("POST", broken())), (2, 1));
}

#[test]
fn an_operation_declared_idempotent_is_retried() {
    let (clock, server, builder) = setting();
    server.on("POST", "/item").once(Answer::status(500)).reply(item());
    let client = builder.build().unwrap();
    clock.run(async { client.post_always().await.unwrap() });
    assert_eq!(server.calls().len(), 2);
}

#[test]
fn a_request_with_an_idempotency_key_is_retried() {
    let (clock, server, builder) = setting();
    server.on("POST", "/item").once(Answer::status(500)).reply(item());
    let client = builder.build().unwrap();
    clock.run(async { client.post().header("Idempotency-Key", "k").await.unwrap() });
    assert_eq!(server.calls().len(), 2);
}

#[test]
fn three_attempts_and_no_more() {
    let (clock, server, builder) = setting();
    server.on("GET", "/item").reply(Answer::status(500));
    let client = builder.build().unwrap();
    let error = clock.run(async { client.get().await.unwrap_err() });
    assert_eq!((server.calls().len(), error.gave_up()), (3, Some(GaveUp::Attempts)));
    assert!(error.is_retryable());
    let attempts: Vec<_> =
        error.attempts().iter().map(|attempt| (attempt.number, attempt.reason, attempt.outcome)).collect();
    let failed = Outcome::Status(http::StatusCode::INTERNAL_SERVER_ERROR);
    assert_eq!(attempts, [(1, Reason::First, failed), (2, Reason::Retry, failed), (3, Reason::Retry, failed)]);
    assert!(error.to_string().contains("3 attempts"), "{error}");
}

#[test]
fn retries_are_counted_for_the_server_if_asked_to() {
    let counts = |policy: RetryPolicy| {
        let (clock, server, builder) = setting();
        server.on("GET", "/item").reply(Answer::status(500));
        let client = builder.retry(policy).build().unwrap();
        clock.run(async { client.get().await.unwrap_err() });
        server.calls().iter().map(|call| call.header("x-retry-count").map(str::to_owned)).collect::<Vec<_>>()
    };
    assert_eq!(counts(RetryPolicy::standard()), [None, None, None]);
    assert_eq!(counts(RetryPolicy::standard().send_retry_count()), [None, Some("1".to_owned()), Some("2".to_owned())]);
}

#[test]
fn a_call_overrides_the_policy() {
    let (clock, server, builder) = setting();
    server.on("GET", "/item").reply(Answer::status(500));
    let client = builder.build().unwrap();
    clock.run(async {
        client.get().retry(RetryPolicy::never()).await.unwrap_err();
        client.get().retry(RetryPolicy::standard().max_attempts(5)).await.unwrap_err();
    });
    assert_eq!(server.calls().len(), 1 + 5);
}

#[test]
fn waits_are_drawn_between_zero_and_a_doubling_ceiling() {
    let mut longest = [Duration::ZERO; 3];
    for seed in 0..200 {
        let (clock, server, builder) = setting();
        server.on("GET", "/item").reply(Answer::status(500));
        let policy = RetryPolicy::standard().max_attempts(4);
        let client = builder.seed(seed).retry(policy).build().unwrap();
        let error = clock.run(async { client.get().await.unwrap_err() });
        let waits: Vec<_> = error.attempts().iter().skip(1).map(|attempt| attempt.wait).collect();
        for (n, wait) in waits.iter().enumerate() {
            assert!(*wait < Duration::from_millis(100 << n), "wait {n} is {wait:?}");
            longest[n] = longest[n].max(*wait);
        }
        assert_eq!(clock.passed(), waits.iter().sum::<Duration>(), "time passes by waiting only");
    }
    for (n, longest) in longest.iter().enumerate() {
        assert!(*longest > Duration::from_millis(90 << n), "the draws reach up: {n} {longest:?}");
    }
}

#[test]
fn waits_are_capped_and_longer_under_overload() {
    let (clock, server, builder) = setting();
    server.on("GET", "/item").reply(Answer::status(429));
    let policy = RetryPolicy::standard().max_attempts(12).backoff(Duration::from_millis(100), Duration::from_secs(20));
    let client = builder.retry(policy.budget(0)).build().unwrap();
    let error = clock.run(async { client.get().await.unwrap_err() });
    let waits: Vec<_> = error.attempts().iter().map(|attempt| attempt.wait).collect();
    assert!(waits.iter().all(|wait| *wait < Duration::from_secs(20)), "{waits:?}");
    assert!(waits.iter().any(|wait| *wait > Duration::from_secs(5)), "{waits:?}");
}

#[test]
fn the_same_seed_draws_the_same_waits() {
    let waits = |seed| {
        let (clock, server, builder) = setting();
        server.on("GET", "/item").reply(Answer::status(500));
        let client = builder.seed(seed).build().unwrap();
        let error = clock.run(async { client.get().await.unwrap_err() });
        error.attempts().iter().map(|attempt| attempt.wait).collect::<Vec<_>>()
    };
    assert_eq!(waits(3), waits(3));
    assert_ne!(waits(3), waits(4));
}

#[test]
fn a_wait_past_the_deadline_fails_at_once_with_the_real_error() {
    let (clock, server, builder) = setting();
    server.on("GET", "/item").reply(Answer::status(503).header("retry-after", "10"));
    let client = builder.build().unwrap();
    let error = clock.run(async { client.get().timeout(Duration::from_secs(5)).await.unwrap_err() });
    assert_eq!(error.status().map(|status| status.as_u16()), Some(503));
    assert_eq!((error.gave_up(), clock.passed()), (Some(GaveUp::Deadline), Duration::ZERO));
    assert!(!error.is_timeout() && error.is_retryable());
}

#[test]
fn the_budget_ends_retries_and_successes_fill_it() {
    let (clock, server, builder) = setting();
    server.on("GET", "/item").reply(Answer::status(500));
    // Two retries of 14 tokens each, and two tokens left over.
    let client = builder.retry(RetryPolicy::standard().budget(30)).build().unwrap();
    let errors = clock.run(async { [client.get().await.unwrap_err(), client.get().await.unwrap_err()] });
    assert_eq!(errors.each_ref().map(|error| error.attempts().len()), [3, 1]);
    assert_eq!(errors[1].gave_up(), Some(GaveUp::Budget));
    assert!(errors[1].to_string().contains("budget"), "{}", errors[1]);

    // Twelve successes at the first attempt fill the two tokens up to fourteen.
    server.on("POST", "/item").reply(item());
    let retries = clock.run(async {
        for _ in 0..12 {
            client.post().await.unwrap();
        }
        client.get().await.unwrap_err().attempts().len()
    });
    assert_eq!(retries, 2);
}

#[test]
fn a_retry_that_succeeds_gives_its_tokens_back() {
    let (clock, server, builder) = setting();
    let client = builder.retry(RetryPolicy::standard().budget(14)).build().unwrap();
    for _ in 0..5 {
        server.on("GET", "/item").once(Answer::status(500)).once(item());
    }
    clock.run(async {
        for _ in 0..5 {
            client.get().await.unwrap();
        }
    });
    assert_eq!(server.calls().len(), 10);
}

#[test]
fn a_stream_that_was_read_from_is_not_sent_again() {
    let (clock, server, builder) = setting();
    server.on("POST", "/item").reply(Answer::status(429));
    let client = builder.build().unwrap();
    let body = Body::stream(stream::iter([Ok::<_, std::io::Error>("one"), Ok("two")]));
    let error = clock.run(async { client.post().body(body).await.unwrap_err() });
    assert_eq!((server.calls().len(), error.gave_up()), (1, Some(GaveUp::NotReplayable)));
    assert_eq!(server.calls()[0].text(), "onetwo");
    assert!(error.to_string().contains("not replayable"), "{error}");
}

#[test]
fn bytes_and_factories_are_sent_again_whole() {
    let factory = || Body::factory(Some(6), || stream::iter([Ok::<_, std::io::Error>("one"), Ok("two")]));
    for body in [Body::from("onetwo"), factory()] {
        let (clock, server, builder) = setting();
        server.on("POST", "/item").once(Answer::status(429)).reply(item());
        let client = builder.build().unwrap();
        clock.run(async { client.post().body(body).await.unwrap() });
        assert_eq!(server.calls().iter().map(|call| call.text()).collect::<Vec<_>>(), ["onetwo", "onetwo"]);
    }
}

#[test]
fn should_retry_is_obeyed_only_if_enabled() {
    let run = |policy: RetryPolicy, status: u16, word: &str| {
        let (clock, server, builder) = setting();
        server.on("GET", "/item").once(Answer::status(status).header("x-should-retry", word)).reply(item());
        let client = builder.retry(policy).build().unwrap();
        let _either = clock.run(async { client.get().await });
        server.calls().len()
    };
    assert_eq!(run(RetryPolicy::standard(), 500, "false"), 2);
    assert_eq!(run(RetryPolicy::standard().obey_should_retry(), 500, "false"), 1);
    assert_eq!(run(RetryPolicy::standard().obey_should_retry(), 404, "true"), 2);
}

#[test]
fn an_attempt_that_stays_silent_is_retried_if_idempotent() {
    let run = |method: &str| {
        let (clock, server, builder) = setting();
        server.on(method, "/item").once(Answer::silence()).reply(item());
        let client = builder.build().unwrap();
        let result = clock.run(async {
            match method {
                "GET" => client.get().await,
                _ => client.post().await,
            }
        });
        (server.calls().len(), result.map_err(|error| (error.kind(), error.gave_up())))
    };
    assert!(matches!(run("GET"), (2, Ok(_))));
    let timeout = ErrorKind::Timeout(Phase::Read);
    assert_eq!(run("POST"), (1, Err((timeout, Some(GaveUp::NotIdempotent)))));
}
