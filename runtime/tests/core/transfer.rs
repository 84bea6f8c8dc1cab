//! A body that gets on is not cut off, however long it takes; one that gets on too slowly is.

use std::time::Duration;

use clientwright_runtime::testing::{Answer, VirtualClock};
use clientwright_runtime::{
    Body, BoxFuture, Clock, Error, ErrorKind, Outcome, Phase, ResponseBody, RetryPolicy, Sent, StallGuard, Timeouts,
    Transport, TransportError, TransportErrorKind,
};
use futures_util::{Stream, StreamExt, stream};
use http::{Request, Response};

use crate::api::{ITEM, Item};
use crate::client::{Problem, setting};

const fn secs(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

/// A server that takes a piece of a body, waits for so long before it takes the next one, and answers so long behind the last one.
#[derive(Clone, Debug)]
struct Sipping {
    clock: VirtualClock,
    wait: Duration,
    answers_after: Duration,
}

impl Transport for Sipping {
    fn send(&self, request: Request<Body>) -> BoxFuture<'static, Result<Response<ResponseBody>, TransportError>> {
        let Self { clock, wait, answers_after } = self.clone();
        Box::pin(async move {
            let mut left = request.body().len();
            let mut body = request.into_body().into_stream();
            // As HTTP does: what has its length is not asked for its end.
            while left != Some(0)
                && let Some(piece) = body.next().await
            {
                let piece = piece.map_err(|error| TransportError::new(TransportErrorKind::Body, error))?;
                left = left.map(|left| left - piece.len() as u64);
                clock.sleep(wait).await;
            }
            clock.sleep(answers_after).await;
            Ok(Response::builder().header("content-type", "application/json").body(ITEM.into()).unwrap())
        })
    }
}

/// What becomes of a POST to such a server, and how long it takes.
fn post(
    timeouts: Timeouts,
    (wait, answers_after): (u64, u64),
    body: impl FnOnce(&VirtualClock) -> Body,
) -> (Result<Item, Error<Problem>>, Duration) {
    let (clock, _, builder) = setting();
    let server = Sipping { clock: clock.clone(), wait: secs(wait), answers_after: secs(answers_after) };
    let client = builder.transport(server).timeouts(timeouts).build().unwrap();
    let result = clock.run(async { client.post().body(body(&clock)).await });
    (result, clock.passed())
}

/// So many pieces of so many bytes, all of them there.
fn pieces(count: usize, length: usize) -> impl Stream<Item = Result<Vec<u8>, std::io::Error>> + Send {
    stream::iter((0..count).map(move |_| Ok(vec![b'x'; length])))
}

/// What becomes of a GET whose answer has so many pieces of so many bytes, each so long behind the one before.
fn get(timeouts: Timeouts, count: usize, length: usize, wait: u64) -> (Result<Item, Error<Problem>>, Duration) {
    let (clock, server, builder) = setting();
    let pieces = (0..count).fold(Answer::status(200), |answer, _| answer.body_after(secs(wait), " ".repeat(length)));
    server.on("GET", "/item").reply(pieces.body(ITEM));
    let client = builder.timeouts(timeouts).retry(RetryPolicy::never()).build().unwrap();
    let result = clock.run(async { client.get().await });
    (result, clock.passed())
}

#[test]
fn an_upload_may_take_as_long_as_it_gets_on() {
    let (result, passed) = post(Timeouts::new(), (15, 19), |_| Body::stream(pieces(10, 100)));
    assert_eq!((result.unwrap().id.as_str(), passed), ("1", secs(150 + 19)));
    let (result, passed) = post(Timeouts::new(), (15, 4), |_| Body::sized_stream(1000, pieces(10, 100)));
    assert_eq!((result.unwrap().id.as_str(), passed), ("1", secs(150 + 4)));
}

#[test]
fn an_upload_of_what_is_in_memory_may_too() {
    let (result, passed) = post(Timeouts::new(), (15, 4), |_| vec![b'x'; 1 << 20].into());
    assert_eq!((result.unwrap().id.as_str(), passed), ("1", secs(16 * 15 + 4)));
}

#[test]
fn the_attempt_goes_on_behind_an_upload() {
    let (result, passed) = post(Timeouts::new().read(None), (15, 60), |_| Body::stream(pieces(10, 100)));
    let error = result.err().unwrap();
    assert_eq!((error.timeout_phase(), error.limit()), (Some(Phase::Attempt), Some(secs(30))));
    assert_eq!(passed, secs(150 + 30));
}

#[test]
fn an_upload_that_is_not_taken_is_silence() {
    let (result, passed) = post(Timeouts::new(), (25, 0), |_| Body::stream(pieces(10, 100)));
    let error = result.err().unwrap();
    assert_eq!((error.timeout_phase(), error.was_sent(), passed), (Some(Phase::Read), Sent::Maybe, secs(20)));
}

#[test]
fn an_upload_that_is_taken_too_slowly_stalls() {
    let (result, passed) = post(Timeouts::new(), (5, 0), |_| Body::stream(pieces(100, 1)));
    let error = result.err().unwrap();
    assert_eq!((error.kind(), error.limit()), (ErrorKind::Timeout(Phase::Stall), Some(secs(20))));
    assert_eq!((error.was_sent(), error.is_retryable(), passed), (Sent::Maybe, false, secs(20)));
    let (result, _) = post(Timeouts::new().stall(None), (5, 0), |_| Body::stream(pieces(100, 1)));
    assert_eq!(result.unwrap().id, "1");
}

#[test]
fn a_caller_who_is_slow_to_give_stalls_nothing() {
    let (result, passed) = post(Timeouts::new(), (0, 0), |clock| {
        let clock = clock.clone();
        Body::stream(pieces(10, 1).then(move |piece| {
            let pause = clock.sleep(secs(100));
            async move {
                pause.await;
                piece
            }
        }))
    });
    assert_eq!((result.unwrap().id.as_str(), passed), ("1", secs(1000)));
}

#[test]
fn waiting_for_the_answer_to_an_upload_is_no_stall() {
    for body in [Body::sized_stream(3, pieces(3, 1)), Body::stream(pieces(3, 1))] {
        let timeouts = Timeouts::new().read(None).attempt(None);
        let (result, passed) = post(timeouts, (1, 300), |_| body);
        assert_eq!((result.unwrap().id.as_str(), passed), ("1", secs(3 + 300)));
    }
}

#[test]
fn a_download_that_drips_stalls() {
    let (result, passed) = get(Timeouts::new(), 100, 1, 10);
    let error = result.err().unwrap();
    assert_eq!((error.timeout_phase(), error.limit()), (Some(Phase::Stall), Some(secs(20))));
    assert_eq!((error.was_sent(), passed), (Sent::Yes, secs(10 + 20)), "the first byte is no slower than silence");
    assert!(error.to_string().ends_with("the transfer stalled after 20s (limit 20s)"), "{error}");
    assert_eq!(error.attempts()[0].outcome, Outcome::Failed(ErrorKind::Timeout(Phase::Stall)));
}

#[test]
fn a_download_of_a_byte_a_second_gets_on() {
    let (result, passed) = get(Timeouts::new(), 500, 1, 1);
    assert_eq!((result.unwrap().id.as_str(), passed), ("1", secs(500)));
    let (result, passed) = get(Timeouts::new(), 100, 19, 19);
    assert_eq!((result.unwrap().id.as_str(), passed), ("1", secs(1900)));
}

#[test]
fn the_stall_guard_can_be_set_and_be_off() {
    let strict = Timeouts::new().stall(StallGuard::new(100, secs(5)));
    let (result, passed) = get(strict, 100, 50, 1);
    assert_eq!((result.err().unwrap().timeout_phase(), passed), (Some(Phase::Stall), secs(1 + 5)));
    assert_eq!(get(strict, 100, 100, 1).0.unwrap().id, "1");
    let (result, passed) = get(Timeouts::new().stall(None), 100, 1, 19);
    assert_eq!((result.unwrap().id.as_str(), passed), ("1", secs(1900)));
}

#[test]
fn silence_is_a_stall_where_nothing_else_limits_it() {
    let (result, passed) = get(Timeouts::new().read(None), 1, 100, 100);
    assert_eq!((result.err().unwrap().timeout_phase(), passed), (Some(Phase::Stall), secs(20)));
}

#[test]
fn a_stalled_call_is_tried_again_where_it_is_safe() {
    let (clock, server, builder) = setting();
    let drip = (0..100).fold(Answer::status(200), |answer, _| answer.body_after(secs(10), " "));
    server.on("GET", "/item").once(drip).reply(Answer::json(200, ITEM));
    let client = builder.build().unwrap();
    let response = clock.run(async { client.get().response().await.unwrap() });
    assert_eq!(response.attempts().len(), 2);
}

#[test]
fn the_limit_of_the_call_cuts_off_what_gets_on() {
    let (clock, server, builder) = setting();
    let steady = (0..100).fold(Answer::status(200), |answer, _| answer.body_after(secs(1), " ".repeat(1000)));
    server.on("GET", "/item").reply(steady);
    let client = builder.build().unwrap();
    let error = clock.run(async { client.get().timeout(secs(50)).await.unwrap_err() });
    assert_eq!((error.timeout_phase(), error.limit()), (Some(Phase::Operation), Some(secs(50))));
    assert_eq!((clock.passed(), error.attempts().len()), (secs(50), 1));
}

#[test]
fn pieces_of_nothing_break_no_silence() {
    let (result, passed) = get(Timeouts::new(), 100, 0, 10);
    assert_eq!((result.err().unwrap().timeout_phase(), passed), (Some(Phase::Read), secs(20)));
}
