//! Every time limit is one kind of error, with its phase.

use std::time::Duration;

use clientwright_runtime::testing::{Answer, VirtualClock};
use clientwright_runtime::{
    Body, BoxError, BoxFuture, Clock, Error, Failure, Instant, Interceptor, Next, Outcome, Phase, ResponseBody,
    RetryPolicy, Sent, StallGuard, SystemTime, Timeouts, TransportErrorKind,
};
use futures_util::{StreamExt, stream};
use http::{Request, Response};

use crate::api::ITEM;
use crate::client::{Problem, setting};

const fn secs(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

/// The error of a GET that is answered with `answer`, under `timeouts`; and how long it took.
fn get(timeouts: Timeouts, answer: Answer) -> (Error<Problem>, Duration) {
    let (clock, server, builder) = setting();
    server.on("GET", "/item").reply(answer);
    let client = builder.timeouts(timeouts).retry(RetryPolicy::never()).build().unwrap();
    let error = clock.run(async { client.get().await.unwrap_err() });
    assert!(error.is_timeout(), "{error}");
    (error, clock.passed())
}

#[test]
fn silence_has_twenty_seconds() {
    let (error, passed) = get(Timeouts::new(), Answer::silence());
    assert_eq!((error.timeout_phase(), error.limit(), passed), (Some(Phase::Read), Some(secs(20)), secs(20)));
    assert_eq!((error.elapsed(), error.was_sent()), (secs(20), Sent::Maybe));
    assert!(error.to_string().contains("reading timed out after 20s (limit 20s)"), "{error}");
    let (error, passed) = get(Timeouts::new(), Answer::status(200).body("{").then_silence());
    assert_eq!((error.timeout_phase(), error.was_sent(), passed), (Some(Phase::Read), Sent::Yes, secs(20)));
}

#[test]
fn the_attempt_has_thirty_seconds() {
    let (error, passed) = get(Timeouts::new().read(None), Answer::silence());
    assert_eq!((error.timeout_phase(), error.limit(), passed), (Some(Phase::Attempt), Some(secs(30)), secs(30)));
    assert_eq!((error.elapsed(), error.was_sent()), (secs(30), Sent::Maybe));
    assert!(error.to_string().contains("the attempt timed out after 30s (limit 30s)"), "{error}");
}

#[test]
fn the_attempt_ends_with_the_head() {
    let (clock, server, builder) = setting();
    let steady =
        (0..10).fold(Answer::status(200).delay(secs(19)), |answer, _| answer.body_after(secs(19), " ".repeat(20)));
    server.on("GET", "/item").reply(steady.body(ITEM));
    let client = builder.retry(RetryPolicy::never()).build().unwrap();
    clock.run(async { client.get().await.unwrap() });
    assert_eq!(clock.passed(), secs(11 * 19));
}

#[test]
fn the_attempt_includes_redirects() {
    let (clock, server, builder) = setting();
    let moved = Answer::status(302).header("location", "/moved").delay(secs(16));
    server.on("GET", "/item").reply(moved);
    server.on("GET", "/moved").reply(Answer::json(200, ITEM).delay(secs(16)));
    let client = builder.retry(RetryPolicy::never()).build().unwrap();
    let error = clock.run(async { client.get().await.unwrap_err() });
    assert_eq!((error.timeout_phase(), clock.passed()), (Some(Phase::Attempt), secs(30)));
}

#[test]
fn silence_before_the_head_is_a_read_timeout() {
    let (error, passed) = get(Timeouts::new().read(secs(4)), Answer::silence());
    assert_eq!((error.timeout_phase(), error.limit(), passed), (Some(Phase::Read), Some(secs(4)), secs(4)));
}

#[test]
fn silence_between_pieces_is_a_read_timeout_and_pieces_are_not() {
    let dripping = Answer::status(200).body_after(secs(3), "{").body_after(secs(3), "}").then_silence();
    let (error, passed) = get(Timeouts::new().read(secs(4)), dripping);
    assert_eq!((error.timeout_phase(), passed), (Some(Phase::Read), secs(10)));
    assert_eq!(error.was_sent(), Sent::Yes);
}

#[test]
fn the_pieces_of_an_upload_break_the_silence() {
    let (clock, server, builder) = setting();
    server.on("POST", "/item").reply(Answer::json(200, ITEM));
    let client = builder.timeouts(Timeouts::new().read(secs(4)).attempt(None)).build().unwrap();
    let ticking = clock.clone();
    let body = stream::iter(0..10).then(move |_| {
        let tick = ticking.sleep(secs(3));
        async move {
            tick.await;
            Ok::<_, std::io::Error>("x")
        }
    });
    clock.run(async { client.post().body(Body::stream(body)).await.unwrap() });
    assert_eq!((clock.passed(), server.calls()[0].text().len()), (secs(30), 10));
}

#[test]
fn the_connect_limit_is_the_transports() {
    let (error, _) = get(Timeouts::new(), Answer::error(TransportErrorKind::ConnectTimeout));
    assert_eq!((error.timeout_phase(), error.limit()), (Some(Phase::Connect), Some(secs(10))));
    assert_eq!((error.is_connect(), error.was_sent()), (true, Sent::No));
}

#[test]
fn the_operation_includes_retries_and_waits() {
    let (clock, server, builder) = setting();
    server.on("GET", "/item").once(Answer::status(503).header("retry-after", "10")).reply(Answer::silence());
    let client = builder.build().unwrap();
    let error = clock.run(async { client.get().timeout(secs(15)).await.unwrap_err() });
    assert_eq!((error.timeout_phase(), clock.passed()), (Some(Phase::Operation), secs(15)));
    assert_eq!(error.attempts().len(), 2);
    assert_eq!(error.attempts()[1].outcome, Outcome::Unfinished);
    assert_eq!(error.was_sent(), Sent::Yes);
}

#[test]
fn waiting_between_attempts_is_not_part_of_an_attempt() {
    let (clock, server, builder) = setting();
    server.on("GET", "/item").once(Answer::status(503).header("retry-after", "50")).reply(Answer::json(200, ITEM));
    let client = builder.build().unwrap();
    clock.run(async { client.get().await.unwrap() });
    assert!(clock.passed() >= secs(50));
}

#[test]
fn a_deadline_in_the_past_sends_nothing() {
    let (clock, server, builder) = setting();
    server.on("GET", "/item").reply(Answer::json(200, ITEM));
    let client = builder.build().unwrap();
    let deadline = clock.now();
    clock.advance(secs(1));
    let error = clock.run(async { client.get().deadline(deadline).await.unwrap_err() });
    assert_eq!((error.timeout_phase(), error.was_sent()), (Some(Phase::Operation), Sent::No));
    assert!(server.calls().is_empty());
}

#[test]
fn the_nearer_of_deadline_and_limit_counts() {
    let (clock, server, builder) = setting();
    server.on("GET", "/item").reply(Answer::silence());
    let client = builder.build().unwrap();
    let deadline = clock.now() + secs(2);
    clock.run(async { client.get().timeout(secs(5)).deadline(deadline).await.unwrap_err() });
    assert_eq!(clock.passed(), secs(2));
}

/// A clock by which some time passes whenever somebody asks for it, as by a real one.
#[derive(Clone, Debug)]
struct Ticking(VirtualClock);

impl Clock for Ticking {
    fn now(&self) -> Instant {
        self.0.advance(Duration::from_micros(1));
        self.0.now()
    }

    fn wall(&self) -> SystemTime {
        self.0.wall()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        self.0.sleep(duration)
    }
}

#[test]
fn a_limit_is_told_as_it_was_set() {
    let told = |timeouts: Timeouts, limit: Option<Duration>| {
        let (clock, server, builder) = setting();
        server.on("GET", "/item").reply(Answer::silence());
        let builder = builder.clock(Ticking(clock.clone())).timeouts(timeouts).retry(RetryPolicy::never());
        let client = builder.build().unwrap();
        let call = limit.into_iter().fold(client.get(), |call, limit| call.timeout(limit));
        let error = clock.run(async { call.await.unwrap_err() });
        assert!(error.elapsed() >= secs(1), "{error}");
        (error.timeout_phase().unwrap(), error.limit().unwrap())
    };
    assert_eq!(told(Timeouts::new(), Some(secs(1))), (Phase::Operation, secs(1)));
    assert_eq!(told(Timeouts::none().operation(secs(1)), None), (Phase::Operation, secs(1)));
    assert_eq!(told(Timeouts::none().attempt(secs(1)), None), (Phase::Attempt, secs(1)));
    assert_eq!(told(Timeouts::none().read(secs(1)), None), (Phase::Read, secs(1)));
}

struct Unread;

impl Interceptor for Unread {
    async fn intercept(&self, _: Request<Body>, _: Next<'_>) -> Result<Response<ResponseBody>, Failure> {
        let silence = stream::pending::<Result<_, BoxError>>();
        Ok(Response::new(ResponseBody::Stream(Box::pin(silence))))
    }
}

#[test]
fn what_an_interceptor_has_left_unread_may_not_be_silent_either() {
    let (clock, _, builder) = setting();
    let client = builder.interceptor(Unread).build().unwrap();
    let error = clock.run(async { client.get().await.unwrap_err() });
    assert_eq!((error.timeout_phase(), error.was_sent(), clock.passed()), (Some(Phase::Read), Sent::Yes, secs(20)));
}

#[test]
fn limits_of_nothing_and_of_all_time_are_limits() {
    let all = |limit: Duration| {
        let guard = StallGuard::new(u32::MAX, limit);
        Timeouts::none().connect(limit).read(limit).attempt(limit).stall(guard)
    };
    let (error, passed) = get(all(Duration::ZERO), Answer::silence());
    assert_eq!((error.timeout_phase(), error.limit()), (Some(Phase::Attempt), Some(Duration::ZERO)));
    assert_eq!(passed, Duration::ZERO);
    for limits in [all(Duration::MAX), all(Duration::ZERO)] {
        let (clock, server, builder) = setting();
        server.on("GET", "/item").reply(Answer::json(200, ITEM));
        let client = builder.timeouts(limits).build().unwrap();
        clock.run(async { client.get().timeout(Duration::MAX).await.unwrap() });
    }
    // A limit of zero that is not under way holds up nobody.
    let (clock, server, builder) = setting();
    server.on("GET", "/item").reply(Answer::json(200, ITEM).delay(secs(3)));
    let limits = Timeouts::none().stall(StallGuard::new(1, Duration::ZERO));
    let client = builder.timeouts(limits).build().unwrap();
    clock.run(async { client.get().await.unwrap() });
    assert_eq!(clock.passed(), secs(3));
}
