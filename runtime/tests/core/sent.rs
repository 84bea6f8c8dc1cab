//! Whether the server may have seen the request, for each way in which a call ends: what the transport knows, of the whole call.

use std::time::Duration;

use clientwright_runtime::testing::{Answer, MockTransport};
use clientwright_runtime::{
    Body, Error, ErrorKind, Failure, Interceptor, Next, Phase, Rejected, ResponseBody, RetryPolicy, Sent, Timeouts,
    Token, TokenError, TokenSource, TransportErrorKind,
};
use futures_util::FutureExt;
use futures_util::future::join;
use http::{Request, Response};

use crate::api::ITEM;
use crate::client::{Client, ClientBuilder, Problem, setting};

const fn secs(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

/// What an interceptor does.
#[derive(Clone, Copy)]
enum Does {
    FailBefore,
    FailAfter,
    AnswerItself,
    /// Lets go of what is under way, once it waits.
    LeaveUnderWay,
}

impl Interceptor for Does {
    async fn intercept(&self, request: Request<Body>, next: Next<'_>) -> Result<Response<ResponseBody>, Failure> {
        match self {
            Self::FailBefore => {}
            Self::FailAfter => drop(next.run(request).await?),
            Self::AnswerItself => return Ok(Response::new(ResponseBody::from("no JSON"))),
            Self::LeaveUnderWay => assert!(next.run(request).now_or_never().is_none()),
        }
        Err(Failure::interceptor("refused"))
    }
}

/// Tokens that are there, and cannot be renewed just now; or are not there.
struct Source(bool);

impl TokenSource for Source {
    async fn load(&self) -> Result<Token, TokenError> {
        if self.0 { Ok("t".into()) } else { Err(TokenError::permanent("signed out")) }
    }

    async fn refresh(&self, _: Rejected) -> Result<Token, TokenError> {
        Err(TokenError::permanent("invalid_grant"))
    }
}

#[derive(Clone, Copy)]
enum Call {
    Get,
    Post,
    Secured,
    /// With a header that is none.
    Unwritable,
    /// Of a client that is closed a second later.
    Closing,
}

/// One way to end: its name, what answers on every path, what the client is like, the call, and what is known then; and how many requests
/// the server has seen.
type Exit = (&'static str, &'static [fn() -> Answer], fn(ClientBuilder) -> ClientBuilder, Call, Sent, usize);

fn plain(builder: ClientBuilder) -> ClientBuilder {
    builder
}

fn once(builder: ClientBuilder) -> ClientBuilder {
    builder.retry(RetryPolicy::never())
}

fn attempt(builder: ClientBuilder) -> ClientBuilder {
    once(builder).timeouts(Timeouts::none().attempt(secs(3)))
}

fn read(builder: ClientBuilder) -> ClientBuilder {
    once(builder).timeouts(Timeouts::none().read(secs(3)))
}

fn operation(builder: ClientBuilder) -> ClientBuilder {
    once(builder).timeouts(Timeouts::none().operation(secs(3)))
}

fn unlimited(builder: ClientBuilder) -> ClientBuilder {
    once(builder).timeouts(Timeouts::none())
}

fn item() -> Answer {
    Answer::json(200, ITEM)
}

fn to(location: &str) -> Answer {
    Answer::status(302).header("location", location)
}

fn stuck() -> Answer {
    Answer::status(200).then_silence()
}

const EXITS: &[Exit] = &[
    // Nothing is sent.
    ("a value that cannot be written", &[item], plain, Call::Unwritable, Sent::No, 0),
    ("an interceptor before the call", &[item], |it| it.interceptor(Does::FailBefore), Call::Post, Sent::No, 0),
    ("one before the attempt", &[item], |it| it.attempt_interceptor(Does::FailBefore), Call::Post, Sent::No, 0),
    ("one in place of the call", &[item], |it| it.interceptor(Does::AnswerItself), Call::Get, Sent::No, 0),
    ("one in place of the server", &[item], |it| it.attempt_interceptor(Does::AnswerItself), Call::Get, Sent::No, 0),
    ("no credentials", &[item], plain, Call::Secured, Sent::No, 0),
    ("no token", &[item], |it| it.bearer(Source(false)), Call::Secured, Sent::No, 0),
    (
        "credentials that may not go there",
        &[item],
        |it| it.bearer("t").base_url("http://far/"),
        Call::Secured,
        Sent::No,
        0,
    ),
    // There is no connection.
    ("no connection", &[|| Answer::error(TransportErrorKind::Connect)], plain, Call::Post, Sent::No, 3),
    ("no connection in time", &[|| Answer::error(TransportErrorKind::ConnectTimeout)], plain, Call::Post, Sent::No, 3),
    ("connecting, the attempt's limit", &[Answer::connecting], attempt, Call::Post, Sent::No, 0),
    ("connecting, the limit of silence", &[Answer::connecting], read, Call::Post, Sent::No, 0),
    ("connecting, the call's limit", &[Answer::connecting], operation, Call::Post, Sent::No, 0),
    ("connecting, closed", &[Answer::connecting], unlimited, Call::Closing, Sent::No, 0),
    (
        "connecting, left",
        &[Answer::connecting],
        |it| it.attempt_interceptor(Does::LeaveUnderWay),
        Call::Post,
        Sent::No,
        0,
    ),
    // There is no answer.
    ("silence, the attempt's limit", &[Answer::silence], attempt, Call::Post, Sent::Maybe, 1),
    ("silence, the limit of silence", &[Answer::silence], read, Call::Post, Sent::Maybe, 1),
    ("silence, the call's limit", &[Answer::silence], operation, Call::Post, Sent::Maybe, 1),
    ("silence, closed", &[Answer::silence], unlimited, Call::Closing, Sent::Maybe, 1),
    ("silence, left", &[Answer::silence], |it| it.attempt_interceptor(Does::LeaveUnderWay), Call::Post, Sent::Maybe, 1),
    ("silence, left around", &[Answer::silence], |it| it.interceptor(Does::LeaveUnderWay), Call::Post, Sent::Maybe, 1),
    ("a broken connection", &[|| Answer::error(TransportErrorKind::Io)], plain, Call::Post, Sent::Maybe, 1),
    ("refused by the server", &[|| Answer::error(TransportErrorKind::Refused)], plain, Call::Post, Sent::No, 3),
    // There was an answer.
    ("an interceptor behind the call", &[item], |it| it.interceptor(Does::FailAfter), Call::Post, Sent::Yes, 1),
    ("one behind the attempt", &[item], |it| it.attempt_interceptor(Does::FailAfter), Call::Post, Sent::Yes, 1),
    ("an error", &[|| Answer::json(418, r#"{"code":"teapot"}"#)], plain, Call::Post, Sent::Yes, 1),
    ("another status", &[|| Answer::status(418)], plain, Call::Post, Sent::Yes, 1),
    ("what does not decode", &[|| Answer::json(200, "{")], plain, Call::Post, Sent::Yes, 1),
    (
        "another media type",
        &[|| Answer::status(200).header("content-type", "text/csv")],
        plain,
        Call::Post,
        Sent::Yes,
        1,
    ),
    ("too long a body", &[item], |it| it.max_body_bytes(1), Call::Post, Sent::Yes, 1),
    ("a broken body", &[|| Answer::status(200).then_broken()], plain, Call::Post, Sent::Yes, 1),
    ("a body without an end, the limit of silence", &[stuck], read, Call::Post, Sent::Yes, 1),
    ("a body without an end, the call's limit", &[stuck], operation, Call::Post, Sent::Yes, 1),
    ("a body without an end, closed", &[stuck], unlimited, Call::Closing, Sent::Yes, 1),
    ("redirects in a circle", &[|| to("/item")], plain, Call::Get, Sent::Yes, 11),
    ("a redirect to nowhere", &[|| to("ftp://x/")], plain, Call::Get, Sent::Yes, 1),
    (
        "a token that is rejected and not renewed",
        &[|| Answer::status(401)],
        |it| it.bearer(Source(true)),
        Call::Secured,
        Sent::Yes,
        1,
    ),
    ("a token that is rejected and fixed", &[|| Answer::status(401)], |it| it.bearer("t"), Call::Secured, Sent::Yes, 1),
    // What is known of one request is known of the call.
    (
        "an answer, then no connection",
        &[|| Answer::status(503), || Answer::error(TransportErrorKind::Connect)],
        plain,
        Call::Get,
        Sent::Yes,
        3,
    ),
    (
        "an answer, then connecting",
        &[|| Answer::status(503), Answer::connecting],
        |it| it.timeouts(Timeouts::none().operation(secs(30))),
        Call::Get,
        Sent::Yes,
        1,
    ),
    (
        "an answer, then the wait",
        &[|| Answer::status(503).header("retry-after", "9"), Answer::connecting],
        |it| it.timeouts(Timeouts::none().operation(secs(10))),
        Call::Post,
        Sent::Yes,
        1,
    ),
    (
        "a redirect, then no connection",
        &[|| to("/next"), || Answer::error(TransportErrorKind::Connect)],
        once,
        Call::Get,
        Sent::Yes,
        2,
    ),
    ("a redirect, then connecting", &[|| to("/next"), Answer::connecting], attempt, Call::Get, Sent::Yes, 1),
    (
        "a broken connection, then none",
        &[|| Answer::error(TransportErrorKind::Io), || Answer::error(TransportErrorKind::Connect)],
        plain,
        Call::Get,
        Sent::Maybe,
        3,
    ),
    (
        "no connection, then a broken one",
        &[|| Answer::error(TransportErrorKind::Connect), || Answer::error(TransportErrorKind::Io)],
        plain,
        Call::Post,
        Sent::Maybe,
        2,
    ),
];

/// Answers on each path in order; the last answer is for all that follow, and for where redirects lead.
fn answer(server: &MockTransport, answers: &[fn() -> Answer]) {
    let (last, first) = answers.split_last().unwrap();
    for (method, path) in [("GET", "/item"), ("POST", "/item"), ("GET", "/secured")] {
        first.iter().fold(server.on(method, path), |rule, answer| rule.once(answer())).reply(last());
    }
    server.on("GET", "/next").reply(last());
}

async fn ended(client: &Client, call: Call) -> Error<Problem> {
    let result = match call {
        Call::Get => client.get().await,
        Call::Post => client.post().body("once").await,
        Call::Secured => client.secured().await,
        Call::Unwritable => client.post().header("no\nheader", "").await,
        Call::Closing => join(client.post().into_future(), client.inner.close()).await.0,
    };
    result.err().unwrap()
}

#[test]
fn what_was_sent_is_what_the_transport_knows_however_the_call_ends() {
    for (name, answers, settings, call, sent, seen) in EXITS {
        let (clock, server, builder) = setting();
        answer(&server, answers);
        let client = settings(builder).build().unwrap();
        let error = clock.run(ended(&client, *call));
        assert_eq!((error.was_sent(), server.calls().len()), (*sent, *seen), "{name}: {error:?}");
        assert_eq!(error.as_failure().was_sent(), *sent, "{name}");
    }
}

/// Writes down what it is told of a failure.
struct Hears(std::sync::Arc<std::sync::Mutex<Vec<Sent>>>);

impl Interceptor for Hears {
    async fn intercept(&self, request: Request<Body>, next: Next<'_>) -> Result<Response<ResponseBody>, Failure> {
        let result = next.run(request).await;
        self.0.lock().unwrap().extend(result.as_ref().err().map(Failure::was_sent));
        result
    }
}

#[test]
fn an_interceptor_is_told_what_is_known_by_then() {
    for (answers, heard) in [
        (&[Answer::connecting as fn() -> Answer][..], Sent::No),
        (&[Answer::silence], Sent::Maybe),
        (&[|| to("ftp://x/")], Sent::Yes),
        (&[|| to("/next"), Answer::connecting], Sent::Yes),
    ] {
        let (clock, server, builder) = setting();
        answer(&server, answers);
        let heard_of = Hears(std::sync::Arc::default());
        let all = std::sync::Arc::clone(&heard_of.0);
        let client = attempt(builder).interceptor(heard_of).build().unwrap();
        clock.run(async { client.get().await.err().unwrap() });
        assert_eq!(*all.lock().unwrap(), [heard]);
    }
}

#[test]
fn what_was_not_sent_is_sent_again_whatever_it_is() {
    for (limits, phase) in
        [(Timeouts::none().attempt(secs(3)), Phase::Attempt), (Timeouts::none().read(secs(3)), Phase::Read)]
    {
        for (reply, attempts, retryable) in [(Answer::connecting(), 3, true), (Answer::silence(), 1, false)] {
            let (clock, server, builder) = setting();
            server.on("POST", "/item").reply(reply);
            let client = builder.timeouts(limits).build().unwrap();
            let error = clock.run(async { client.post().body("once").await.err().unwrap() });
            assert_eq!((error.kind(), error.attempts().len()), (ErrorKind::Timeout(phase), attempts));
            assert_eq!(error.is_retryable(), retryable);
        }
    }
}
