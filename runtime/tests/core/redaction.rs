//! Secrets show nowhere: not in `Debug`, `Display`, causes or logs.

use std::fmt::{Debug, Display};
use std::io;
use std::sync::{Arc, Mutex};

use clientwright_runtime::private as rt;
use clientwright_runtime::testing::Answer;
use clientwright_runtime::{Failure, NetworkError, RetryPolicy, Token, TransportErrorKind};
use tracing_subscriber::fmt::MakeWriter;

use crate::api::{ITEM, Item};
use crate::client::{Problem, setting};

pub(crate) const SECRET: &str = "s3cr3t-v4lu3";

pub(crate) fn silent(what: &str, text: &str) {
    assert!(!text.contains(SECRET), "{what} shows the secret: {text}");
}

pub(crate) fn silent_error<E: Debug + Display + std::error::Error>(what: &str, error: &E) {
    silent(what, &format!("{error}"));
    silent(what, &format!("{error:?}"));
    silent(what, &format!("{error:#?}"));
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        silent(what, &format!("{cause} {cause:?}"));
        source = cause.source();
    }
}

#[test]
fn builders_clients_calls_and_tokens() {
    let token = Token::new(SECRET).refresh_token(SECRET);
    silent("token", &format!("{token:?}"));
    let (_, _, builder) = setting();
    let builder = builder.bearer(token).key(SECRET).query_key(SECRET).basic("user", SECRET);
    let builder = builder.header("x-session", SECRET).base_url(format!("http://u:{SECRET}@mock.localhost/"));
    silent("builder", &format!("{builder:?} {builder:#?}"));
    silent_error("refusal", &builder.build().unwrap_err());
    let client = setting().2.bearer(SECRET).key(SECRET).build().unwrap();
    silent("client", &format!("{client:?} {:?}", client.inner));
    let mut call = client.secured().header("x-password", SECRET).query("password", SECRET);
    silent("call", &format!("{call:?} {call:#?}"));
    let options = clientwright_runtime::private::Operation::call(&mut call).options_mut();
    silent("options", &format!("{options:?}"));
}

#[test]
fn errors_and_responses_whatever_went_wrong() {
    let echo = format!(r#"{{"code":"bad","message":"token {SECRET} is not valid"}}"#);
    let body = format!(r#"{{"access_token":"{SECRET}","session":"{SECRET}"}}"#);
    for answer in [
        Answer::json(401, echo.clone()),
        Answer::json(418, echo),
        Answer::json(200, body.clone()),
        Answer::json(500, body).header("set-cookie", SECRET).header("x-private", SECRET),
        Answer::silence(),
        Answer::error(TransportErrorKind::Connect),
    ] {
        let (clock, server, builder) = setting();
        server.on("GET", "/secured").reply(answer.clone());
        server.on("GET", "/by-query").reply(answer.clone());
        let client = builder.bearer(SECRET).query_key(SECRET).retry(RetryPolicy::never()).build().unwrap();
        let call = || client.secured().query("password", SECRET).header("x-password", SECRET);
        let (header, query) = clock.run(async { (call().await.unwrap_err(), client.by_query().await.unwrap_err()) });
        for error in [header, query] {
            silent("url", &error.url());
            let failure: Failure = error.into_failure();
            silent_error("failure", &failure);
        }
        let error = clock.run(async { call().await.unwrap_err() });
        silent_error("coarse error", &NetworkError::from(error));
    }
}

#[test]
fn properties_are_secret_by_whole_words() {
    let (clock, server, builder) = setting();
    let body = format!(
        r#"{{"pin":"{SECRET}","apiKey":"{SECRET}","client_secret":"{SECRET}","shippingMethod":"post","opinion":"good"}}"#
    );
    server.on("GET", "/item").reply(Answer::json(418, body));
    let client = builder.build().unwrap();
    let error = clock.run(async { client.get().await.unwrap_err() });
    let snippet = error.snippet().unwrap();
    silent("snippet", &snippet);
    assert!(snippet.contains(r#""shippingMethod":"post""#) && snippet.contains(r#""opinion":"good""#), "{snippet}");
}

#[test]
fn a_call_shows_what_the_redaction_allows() {
    let (_, _, builder) = setting();
    let client = builder.show_query("colour").build().unwrap();
    let call = client.get().query("colour", "red").query("q", SECRET).header("if-match", "e1").header("x-own", SECRET);
    let shown = format!("{call:?}");
    silent("call", &shown);
    for visible in ["getItem", "GET", "/item", "e1", "x-own", "q=[redacted]", "colour=red"] {
        assert!(shown.contains(visible), "{visible} in {shown}");
    }
}

#[test]
fn options_of_a_call_show_no_query_that_the_description_calls_secret() {
    static SPEC: rt::Spec = rt::Spec { params: &[rt::Param::query("q").secret()], ..rt::Spec::get("find", "/item") };
    let (_, _, builder) = setting();
    let mut call = builder.show_query("q").build().unwrap().inner.call(&SPEC).query("q", &SECRET.to_owned());
    call.options_mut().query("q", SECRET);
    call.options_mut().query("limit", "3");
    let shown = format!("{call:?}");
    silent("call", &shown);
    assert_eq!(shown.matches("q=[redacted]").count(), 2, "{shown}");
    assert!(shown.contains("limit=3"), "{shown}");
    assert!(!format!("{:?}", call.options()).contains("=3"), "options alone know of no description");
}

#[test]
fn the_snippet_hides_what_the_description_calls_secret() {
    let (clock, server, builder) = setting();
    server
        .on("POST", "/sign-in")
        .reply(Answer::json(200, format!(r#"{{"session":"{SECRET}","refresh_token":"{SECRET}","id":1}}"#)));
    let client = builder.build().unwrap();
    let error = clock.run(async { client.sign_in().await.unwrap_err() });
    let snippet = error.snippet().unwrap();
    silent("snippet", &snippet);
    assert!(snippet.contains(r#""id":1"#), "{snippet}");
    silent_error("error", &error);
}

#[test]
fn a_response_shows_harmless_headers_only() {
    let (clock, server, builder) = setting();
    server
        .on("GET", "/item")
        .reply(Answer::json(200, r#"{"id":"1"}"#).header("set-cookie", SECRET).header("etag", "e1"));
    let client = builder.build().unwrap();
    let response = clock.run(async { client.get().query("key", SECRET).response().await.unwrap() });
    let shown = format!("{response:?}");
    silent("response", &shown);
    assert!(shown.contains("e1") && shown.contains("set-cookie"), "{shown}");
}

#[derive(Clone, Debug)]
struct SignedIn {
    set_cookie: Option<Vec<String>>,
    token: Option<String>,
}

rt::headers! { SignedIn {
    set_cookie = "Set-Cookie";
    token = "X-Auth-Token";
} }

#[test]
fn a_response_shows_documented_headers_no_more_than_others() {
    rt::operation! {
        struct Signing: GET "/item" as "signIn"
        -> Result<Item, Error<Problem>> as rt::Json<_>, rt::Json<_>, SignedIn
    }
    let (clock, server, builder) = setting();
    let answer = Answer::json(200, ITEM).header("set-cookie", SECRET).header("x-auth-token", SECRET);
    server.on("GET", "/item").reply(answer.header("etag", "e1"));
    let client = builder.build().unwrap();
    let response = clock.run(async { Signing(client.inner.call(Signing::SPEC)).response().await.unwrap() });
    let SignedIn { set_cookie, token } = response.documented();
    assert_eq!((set_cookie.as_deref(), token.as_deref()), (Some(&[SECRET.to_owned()][..]), Some(SECRET)));
    let shown = format!("{response:?} {response:#?}");
    silent("response", &shown);
    for visible in ["e1", r#""x-auth-token": "[redacted]""#, "body: Item"] {
        assert!(shown.contains(visible), "{visible} in {shown}");
    }
}

/// Collects what is logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

/// What is logged at the finest level while `work` runs.
pub(crate) fn logged(work: impl FnOnce()) -> String {
    use tracing_subscriber::fmt::format::FmtSpan;
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_span_events(FmtSpan::NEW | FmtSpan::CLOSE)
        .with_ansi(false)
        // Digits of a time may be those of a value that is looked for.
        .without_time()
        .with_writer(log.clone())
        .finish();
    crate::listening::told_to(subscriber, work);
    let bytes = log.0.lock().unwrap().clone();
    String::from_utf8(bytes).unwrap()
}

#[test]
fn logs_at_the_finest_level() {
    let log = logged(|| {
        let (clock, server, builder) = setting();
        server
            .on("GET", "/secured")
            .once(Answer::status(500))
            .reply(Answer::json(200, format!(r#"{{"id":"1","password":"{SECRET}"}}"#)));
        server.on("GET", "/by-query").reply(Answer::json(401, format!(r#"{{"code":"x","message":"{SECRET}"}}"#)));
        server.on("POST", "/sign-in").reply(Answer::json(200, format!(r#"{{"id":"1","session":"{SECRET}"}}"#)));
        let client = builder.bearer(SECRET).query_key(SECRET).build().unwrap();
        clock.run(async {
            client.secured().header("x-password", SECRET).query("password", SECRET).await.unwrap();
            client.sign_in().await.unwrap();
        });
    });
    assert!(log.contains("getSecured") && log.contains("retrying") && log.contains("response body"), "{log}");
    silent("log", &log);
}
