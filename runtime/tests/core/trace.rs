//! Spans have the OpenTelemetry names for HTTP clients.

use clientwright_runtime::private as rt;
use clientwright_runtime::testing::{Answer, MockTransport};
use clientwright_runtime::{
    Body, ByteStream, Failure, Interceptor, Next, Rejected, ResponseBody, RetryPolicy, Token, TokenError, TokenSource,
};
use futures_util::FutureExt;
use http::{Request, Response};

use crate::api::ITEM;
use crate::client::{Client, ClientBuilder, Problem, setting};
use crate::redaction::logged;

#[test]
fn a_call_and_its_attempts_are_spans() {
    let log = logged(|| {
        let (clock, server, builder) = setting();
        server.on("GET", "/item").once(Answer::status(500)).reply(Answer::json(200, ITEM));
        let client = builder.base_url("http://mock.localhost:81/").build().unwrap();
        clock.run(async { client.get().query("limit", "3").query("q", "cats").await.unwrap() });
    });
    for field in [
        "otel.name=GET /item",
        r#"otel.kind="client""#,
        "http.request.method=GET",
        r#"url.template="/item""#,
        r#"url.full="http://mock.localhost:81/item?limit=3&q=[redacted]""#,
        r#"server.address="mock.localhost""#,
        "server.port=81",
        "http.response.status_code=200",
        "http.response.status_code=500",
        "http.request.resend_count=1",
        "error.type=500",
        r#"network.protocol.version="1.1""#,
    ] {
        assert!(log.contains(field), "{field} is missing:\n{log}");
    }
}

rt::operation! {
    struct Download: GET "/download" as "download" { accept: "*/*" }
    -> Result<ByteStream<Problem>, Error<Problem>> as stream, rt::Json<_>
}

/// The `error.type` that the span of each call ends with, and that of each attempt; empty where there is none.
fn ends(log: &str) -> (Vec<&str>, Vec<&str>) {
    let closed = log.lines().filter_map(|line| line.split_once(": clientwright: close")).map(|(spans, _)| spans);
    let (attempts, calls): (Vec<_>, Vec<_>) = closed.partition(|spans| spans.contains(":attempt{"));
    let own = attempts.into_iter().filter_map(|spans| spans.rsplit_once(":attempt{")).map(|(_, own)| own);
    (calls.into_iter().map(error_type).collect(), own.map(error_type).collect())
}

fn error_type(span: &str) -> &str {
    let told = span.rsplit_once("error.type=").and_then(|(_, rest)| rest.split([' ', '}']).next());
    told.unwrap_or_default().trim_matches('"')
}

/// What is logged of a GET that is answered so.
fn logged_get(answer: Answer) -> String {
    logged(|| {
        let (clock, server, builder) = setting();
        server.on("GET", "/item").reply(answer);
        let client = builder.retry(RetryPolicy::never()).build().unwrap();
        let _either = clock.run(async { client.get().await });
    })
}

#[test]
fn what_does_not_decode_is_an_error_of_the_call() {
    let log = logged_get(Answer::json(200, r#"{"id":7}"#));
    assert_eq!(ends(&log), (vec!["decode"], vec![""]), "the attempt was well: {log}");
    assert!(log.contains("failed error=getItem: GET /item: the response is not as described (status 200)"), "{log}");
    let log = logged_get(Answer::status(200).header("content-type", "text/html").body("<p>"));
    assert_eq!(ends(&log).0, ["unexpected_content_type"], "{log}");
    let log = logged_get(Answer::status(200).then_miscoded());
    assert_eq!(ends(&log), (vec!["decode"], vec!["decode"]), "{log}");
}

#[test]
fn an_error_status_is_told_as_it_is() {
    for body in [r#"{"code":"gone"}"#, r#"{"code":7}"#] {
        let log = logged_get(Answer::json(404, body));
        assert_eq!(ends(&log), (vec!["404"], vec!["404"]), "{log}");
    }
    let log = logged_get(Answer::json(200, ITEM));
    assert_eq!(ends(&log), (vec![""], vec![""]), "{log}");
}

struct Hanging;

impl TokenSource for Hanging {
    async fn load(&self) -> Result<Token, TokenError> {
        std::future::pending().await
    }

    async fn refresh(&self, _: Rejected) -> Result<Token, TokenError> {
        std::future::pending().await
    }
}

impl Interceptor for Hanging {
    async fn intercept(&self, _: Request<Body>, _: Next<'_>) -> Result<Response<ResponseBody>, Failure> {
        std::future::pending().await
    }
}

/// What is logged of a call that is dropped at the first thing that it waits for.
fn logged_drop(answer: Answer, call: impl FnOnce(ClientBuilder, &MockTransport)) -> String {
    logged(|| {
        let (_, server, builder) = setting();
        for path in ["/item", "/secured", "/download"] {
            server.on("GET", path).reply(answer.clone());
        }
        call(builder, &server);
    })
}

fn dropped_get(builder: ClientBuilder, _: &MockTransport) {
    let client: Client = builder.build().unwrap();
    assert!(client.get().into_future().now_or_never().is_none());
}

#[test]
fn a_call_that_is_dropped_is_cancelled_whatever_it_waits_for() {
    for answer in [Answer::silence(), Answer::status(200).body("{").then_silence()] {
        let log = logged_drop(answer, dropped_get);
        assert_eq!(ends(&log), (vec!["cancelled"], vec!["cancelled"]), "{log}");
        assert_eq!(log.matches("clientwright: cancelled").count(), 1, "{log}");
    }
    let log = logged_drop(Answer::status(503).header("retry-after", "9"), dropped_get);
    assert_eq!(ends(&log), (vec!["cancelled"], vec!["503"]), "between two attempts: {log}");
    let log = logged_drop(Answer::json(200, ITEM), |builder, server| dropped_get(builder.interceptor(Hanging), server));
    assert_eq!(ends(&log), (vec!["cancelled"], vec![]), "{log}");
    let log = logged_drop(Answer::json(200, ITEM), |builder, server| {
        dropped_get(builder.attempt_interceptor(Hanging), server);
    });
    assert_eq!(ends(&log), (vec!["cancelled"], vec!["cancelled"]), "{log}");
    let log = logged_drop(Answer::json(200, ITEM), |builder, _| {
        let client = builder.bearer(Hanging).build().unwrap();
        assert!(client.secured().into_future().now_or_never().is_none());
    });
    assert_eq!(ends(&log), (vec!["cancelled"], vec![]), "on the way to a token: {log}");
}

#[test]
fn a_call_that_is_never_polled_leaves_no_span() {
    let log = logged_drop(Answer::silence(), |builder, _| drop(builder.build().unwrap().get().into_future()));
    assert_eq!(ends(&log), (vec![], vec![]), "{log}");
}

#[test]
fn a_download_that_is_dropped_is_cancelled_and_one_that_is_read_is_not() {
    let open = |answer: Answer, read_on: bool| {
        logged_drop(answer, |builder, _| {
            let client = builder.build().unwrap();
            let call = Download(client.inner.call(Download::SPEC));
            let mut stream = call.into_future().now_or_never().unwrap().unwrap();
            while let Some(Some(piece)) = stream.next().now_or_never() {
                piece.unwrap();
                if !read_on {
                    break;
                }
            }
        })
    };
    let file = || Answer::status(200).body("one").body("two");
    assert_eq!(ends(&open(file(), true)), (vec![""], vec![""]));
    assert_eq!(ends(&open(file(), false)), (vec!["cancelled"], vec![""]));
    assert_eq!(ends(&open(file().then_silence(), true)), (vec!["cancelled"], vec![""]));
}

struct Panicking;

impl Interceptor for Panicking {
    async fn intercept(&self, _: Request<Body>, _: Next<'_>) -> Result<Response<ResponseBody>, Failure> {
        panic!("as interceptors may")
    }
}

#[test]
fn a_call_that_panics_is_told_from_one_that_is_dropped() {
    let log = logged_drop(Answer::json(200, ITEM), |builder, _| {
        let client = builder.interceptor(Panicking).build().unwrap();
        let call = std::panic::AssertUnwindSafe(client.get().into_future());
        assert!(std::panic::catch_unwind(|| call.now_or_never()).is_err());
    });
    assert_eq!(ends(&log).0, ["panic"], "{log}");
}
