//! Credentials are put on last, behind the attempt interceptors: by where a request goes then, and not in place of what they have set.

use clientwright_runtime::testing::{Answer, Recorded};
use clientwright_runtime::{
    Body, ErrorKind, Failure, Interceptor, Next, Rejected, ResponseBody, Sent, Token, TokenError, TokenSource,
};
use http::{HeaderName, HeaderValue, Request, Response};

use crate::api::ITEM;
use crate::client::{ClientBuilder, setting};
use crate::redaction::{SECRET, logged, silent, silent_error};

/// Sends every request elsewhere.
struct Move(&'static str);

impl Interceptor for Move {
    async fn intercept(&self, mut request: Request<Body>, next: Next<'_>) -> Result<Response<ResponseBody>, Failure> {
        *request.uri_mut() = self.0.parse().unwrap();
        next.run(request).await
    }
}

/// Sets a header.
struct Set(HeaderName, &'static str);

impl Interceptor for Set {
    async fn intercept(&self, mut request: Request<Body>, next: Next<'_>) -> Result<Response<ResponseBody>, Failure> {
        request.headers_mut().insert(&self.0, HeaderValue::from_static(self.1));
        next.run(request).await
    }
}

const SIGNATURE: &str = "Signature s3cr3t-v4lu3";

fn sign() -> Set {
    Set(http::header::AUTHORIZATION, SIGNATURE)
}

fn is_bare(call: &Recorded) -> bool {
    let names = ["authorization", "x-key", "cookie", "x-session-token"];
    names.iter().all(|name| call.header(name).is_none()) && !call.url.contains(SECRET)
}

#[test]
fn an_interceptor_takes_no_credentials_to_another_origin() {
    for elsewhere in ["http://other.localhost/item", "http://mock.localhost:81/item", "https://mock.localhost/item"] {
        let (clock, server, builder) = setting();
        server.on("GET", "/item").reply(Answer::json(200, ITEM));
        let builder = builder.bearer(SECRET).key(SECRET).query_key(SECRET).basic("user", SECRET);
        let client = builder.attempt_interceptor(Move(elsewhere)).build().unwrap();
        clock.run(async {
            for error in [
                client.secured().await.err().unwrap(),
                client.by_query().await.err().unwrap(),
                client.either().await.err().unwrap(),
                client.everything().await.err().unwrap(),
                client.get().header("authorization", SECRET).await.err().unwrap(),
                client.get().header("cookie", SECRET).await.err().unwrap(),
                client.get().header("x-session-token", SECRET).await.err().unwrap(),
            ] {
                assert_eq!((error.kind(), error.was_sent()), (ErrorKind::Auth, Sent::No), "{error:?}");
                assert!(error.to_string().contains("which is not the API's origin"), "{error}");
                silent_error("refusal", &error);
            }
            assert!(server.calls().is_empty(), "{elsewhere}");
            client.get().await.unwrap();
        });
        assert!(server.calls().len() == 1 && is_bare(&server.calls()[0]), "what needs none goes anywhere");
    }
}

#[test]
fn an_interceptor_takes_credentials_to_origins_that_are_trusted() {
    for elsewhere in ["http://mock.localhost/moved", "http://other.localhost/moved"] {
        let (clock, server, builder) = setting();
        server.on("GET", "/moved").reply(Answer::json(200, ITEM));
        let builder = builder.bearer("t").key("k").query_key("q").trust_origin("http://other.localhost");
        let client = builder.attempt_interceptor(Move(elsewhere)).build().unwrap();
        clock.run(async { client.everything().header("x-mine", "1").await.unwrap() });
        let call = &server.calls()[0];
        assert_eq!((call.header("authorization"), call.header("x-key")), (Some("Bearer t"), Some("k")));
        assert_eq!((call.query_value("api_key"), call.header("x-mine")), (Some("q"), Some("1")));
    }
}

/// Fixed, and never to be renewed.
struct Loaded;

impl TokenSource for Loaded {
    async fn load(&self) -> Result<Token, TokenError> {
        Ok("t".into())
    }

    async fn refresh(&self, _: Rejected) -> Result<Token, TokenError> {
        panic!("the token was not sent, and cannot have been rejected")
    }
}

#[test]
fn what_an_interceptor_has_set_stands_in_place_of_the_clients() {
    for credentials in [|it| it, |it: ClientBuilder| it.bearer(Loaded), |it: ClientBuilder| it.bearer("fixed")] {
        let (clock, server, builder) = setting();
        server.on("GET", "/secured").once(Answer::json(200, ITEM)).reply(Answer::status(401));
        let client = credentials(builder).attempt_interceptor(sign()).build().unwrap();
        clock.run(async {
            client.secured().await.unwrap();
            let error = client.secured().await.err().unwrap();
            assert_eq!((error.kind(), error.attempts().len()), (ErrorKind::Auth, 1));
            silent_error("rejected", &error);
        });
        assert!(server.calls().iter().all(|call| call.header("authorization") == Some(SIGNATURE)));
    }
}

#[test]
fn all_that_an_operation_needs_may_come_from_both() {
    // The key is the client's, the user the interceptor's.
    let (clock, server, builder) = setting();
    server.on("GET", "/either").reply(Answer::json(200, ITEM));
    let client = builder.key("k").attempt_interceptor(sign()).build().unwrap();
    clock.run(async { client.either().await.unwrap() });
    let call = &server.calls()[0];
    assert_eq!((call.header("x-key"), call.header("authorization")), (Some("k"), Some(SIGNATURE)));
}

#[test]
fn a_key_in_the_query_is_not_sent_twice() {
    let (clock, server, builder) = setting();
    server.on("GET", "/by-query").reply(Answer::json(200, ITEM));
    let moved = Move("http://mock.localhost/by-query?api%5Fkey=mine&page=1");
    let client = builder.query_key("the-clients").attempt_interceptor(moved).build().unwrap();
    clock.run(async { client.by_query().await.unwrap() });
    assert_eq!(server.calls()[0].query, "api%5Fkey=mine&page=1");
}

#[test]
fn without_credentials_from_anybody_nothing_is_sent() {
    let (clock, server, builder) = setting();
    let client = builder.attempt_interceptor(Set(HeaderName::from_static("x-other"), "1")).build().unwrap();
    let error = clock.run(async { client.secured().await.err().unwrap() });
    assert_eq!((error.kind(), error.was_sent()), (ErrorKind::Auth, Sent::No));
    assert!(error.to_string().contains("needs credentials for `token`") && server.calls().is_empty(), "{error}");
}

#[test]
fn what_an_interceptor_sets_goes_where_a_redirect_would_take_it() {
    for (location, trusted, carried) in [
        ("/next", None, true),
        ("http://other.localhost/next", None, false),
        ("https://mock.localhost/next", None, false),
        ("http://other.localhost/next", Some("http://other.localhost"), true),
    ] {
        let (clock, server, builder) = setting();
        server.on("GET", "/item").reply(Answer::status(302).header("location", location));
        server.on("GET", "/next").reply(Answer::json(200, ITEM));
        let builder = trusted.into_iter().fold(builder, ClientBuilder::trust_origin);
        let set = |name| Set(HeaderName::from_static(name), SECRET);
        let builder = builder.attempt_interceptor(sign()).attempt_interceptor(set("x-session-token"));
        let builder = builder.attempt_interceptor(set("cookie")).attempt_interceptor(set("x-whatever"));
        let client = builder.attempt_interceptor(set("accept-language")).build().unwrap();
        clock.run(async { client.get().await.unwrap() });
        let next = &server.calls()[1];
        for name in ["authorization", "x-session-token", "cookie", "x-whatever"] {
            assert_eq!(next.header(name).is_some(), carried, "{name} to {location}");
        }
        assert!(next.header("accept-language").is_some(), "it is harmless");
    }
}

#[test]
fn an_interceptor_that_moves_a_redirected_request_takes_no_credentials_along() {
    struct MoveSecond;
    impl Interceptor for MoveSecond {
        async fn intercept(
            &self,
            mut request: Request<Body>,
            next: Next<'_>,
        ) -> Result<Response<ResponseBody>, Failure> {
            if request.uri().path() == "/next" {
                *request.uri_mut() = http::Uri::from_static("http://other.localhost/last");
            }
            next.run(request).await
        }
    }
    let (clock, server, builder) = setting();
    server.on("GET", "/secured").reply(Answer::status(302).header("location", "/next"));
    server.on("GET", "/last").reply(Answer::json(200, ITEM));
    let client = builder.bearer(SECRET).header("cookie", SECRET).attempt_interceptor(MoveSecond).build().unwrap();
    clock.run(async { client.secured().await.unwrap() });
    assert!(server.calls()[0].header("authorization").is_some() && is_bare(&server.calls()[1]));
}

#[test]
fn a_request_that_is_sent_twice_has_its_credentials_twice_and_once_each() {
    struct Twice;
    impl Interceptor for Twice {
        async fn intercept(&self, request: Request<Body>, next: Next<'_>) -> Result<Response<ResponseBody>, Failure> {
            drop(next.run(request.clone()).await?);
            next.run(request).await
        }
    }
    let (clock, server, builder) = setting();
    server.on("GET", "/everything").reply(Answer::json(200, ITEM));
    let client = builder.bearer("t").key("k").query_key("q").attempt_interceptor(Twice).build().unwrap();
    clock.run(async { client.everything().await.unwrap() });
    for call in server.calls() {
        assert_eq!((call.header("authorization"), call.query.as_str()), (Some("Bearer t"), "api_key=q"));
    }
    assert_eq!(server.calls().len(), 2);
}

#[test]
fn an_interceptor_that_panics_leaves_the_client_well() {
    struct Panics;
    impl Interceptor for Panics {
        async fn intercept(&self, request: Request<Body>, next: Next<'_>) -> Result<Response<ResponseBody>, Failure> {
            if next.operation_id() == "getItem" {
                drop(next.run(request).await);
                panic!("the interceptor's own");
            }
            next.run(request).await
        }
    }
    for at_attempts in [false, true] {
        let (clock, server, builder) = setting();
        server.on("GET", "/item").reply(Answer::json(200, ITEM));
        server.on("GET", "/secured").reply(Answer::json(200, ITEM));
        let builder = builder.bearer("t");
        let builder = if at_attempts { builder.attempt_interceptor(Panics) } else { builder.interceptor(Panics) };
        let client = builder.build().unwrap();
        let call = std::panic::AssertUnwindSafe(|| clock.run(async { client.get().await.is_ok() }));
        assert!(std::panic::catch_unwind(call).is_err());
        clock.run(async {
            client.secured().await.unwrap();
            client.inner.close().await;
        });
        assert_eq!(clock.passed(), std::time::Duration::ZERO, "the call that has panicked is not waited for");
    }
}

#[test]
fn a_location_is_read_from_where_the_request_went() {
    let (clock, server, builder) = setting();
    server
        .on("GET", "/moved/here")
        .once(Answer::status(302).header("location", "there"))
        .reply(Answer::json(200, ITEM));
    let client = builder.attempt_interceptor(Move("http://mock.localhost/moved/here")).build().unwrap();
    let response = clock.run(async { client.get().response().await.unwrap() });
    assert_eq!(response.url(), "http://mock.localhost/moved/here", "the interceptor moves that, too");
}

#[test]
fn a_span_tells_the_url_that_was_asked() {
    let log = logged(|| {
        let (clock, server, builder) = setting();
        server.on("GET", "/moved").reply(Answer::json(200, ITEM));
        let moved = Move("http://mock.localhost:80/moved?limit=3");
        let client = builder.base_url("http://mock.localhost:80/").query_key(SECRET).attempt_interceptor(moved);
        let client = client.build().unwrap();
        clock.run(async { client.by_query().await.unwrap() });
    });
    silent("log", &log);
    let attempt = log.lines().find(|line| line.contains("request headers=")).unwrap();
    let attempt = attempt.split("attempt{").nth(1).unwrap();
    let url = r#"url.full="http://mock.localhost:80/moved?limit=3&api_key=[redacted]""#;
    assert!(attempt.contains(url), "{log}");
    assert!(attempt.contains(r#"server.address="mock.localhost""#) && attempt.contains("server.port=80"), "{log}");
}

#[test]
fn what_quotes_a_credential_that_is_put_on_last_does_not_show_it() {
    let echo = format!(r#"{{"code":"bad","message":"no such token: {SECRET}"}}"#);
    let (clock, server, builder) = setting();
    server.on("GET", "/either").reply(Answer::json(418, echo));
    let set = Set(HeaderName::from_static("x-key"), SECRET);
    let client = builder.basic("ann", "pw").attempt_interceptor(set).build().unwrap();
    let error = clock.run(async { client.either().await.err().unwrap() });
    silent_error("error", &error);
    assert!(error.to_string().contains("[redacted]"), "{error}");
}
