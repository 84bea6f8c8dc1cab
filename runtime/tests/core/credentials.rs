//! Credentials show nowhere, whoever quotes them: the caller, a server, an interceptor, a cause.

use std::fmt::Display;
use std::io;

use clientwright_runtime::testing::{Answer, MockTransport};
use clientwright_runtime::{
    Body, BoxFuture, Failure, Interceptor, NetworkError, Next, Rejected, ResponseBody, RetryPolicy, Token, TokenError,
    TokenSource, Transport, TransportError, TransportErrorKind,
};
use http::Request;

use crate::client::setting;
use crate::redaction::{SECRET, logged, silent, silent_error};

/// Every credential of the call in every form, wherever a server or a transport may quote it.
#[test]
fn every_credential_of_a_call_stays_out_of_what_is_shown() {
    use base64::Engine;
    use base64::engine::general_purpose::STANDARD;

    const KEY: &str = "k3y+of/the=caller";
    const PASSWORD: &str = "open sesame 99";
    let pair = STANDARD.encode(format!("ann:{PASSWORD}"));
    let forms = [KEY, "k3y%2Bof%2Fthe%3Dcaller", &STANDARD.encode(KEY), PASSWORD, &pair, "open%20sesame%2099"];
    let all = forms.join(" ");
    let quoted = |status| {
        let body = serde_json::json!({ "code": "bad", "message": &all });
        Answer::json(status, body.to_string()).header("etag", &all).header("x-request-id", &all)
    };
    for answer in [quoted(401), quoted(418), quoted(500), quoted(200)] {
        let (clock, server, builder) = setting();
        server.on("GET", "/either").reply(answer);
        let client = builder.key(KEY).basic("ann", PASSWORD).retry(RetryPolicy::never()).build().unwrap();
        let mut shown = Vec::new();
        let text = logged(|| {
            let error = clock.run(async { client.either().await.unwrap_err() });
            shown.extend([format!("{error}"), format!("{error:?}"), format!("{error:#?}"), error.url()]);
            shown.extend(error.snippet());
            shown.push(format!("{:?}", NetworkError::from(error)));
        });
        shown.push(text);
        for shown in &shown {
            for form in &forms {
                assert!(!shown.contains(form), "{form} in {shown}");
            }
        }
        assert!(shown.iter().any(|shown| shown.contains("[redacted]")), "{shown:?}");
    }
}

/// Three credentials in one call; the server sends it on with all of them in the address.
#[test]
fn credentials_stay_hidden_where_a_redirect_quotes_them() {
    let secrets = ["the-bearer-token", "the/header=key", "the query key"];
    let encoded = ["the-bearer-token", "the%2Fheader%3Dkey", "the%20query%20key"];
    let (clock, server, builder) = setting();
    let location = format!("/next/{}?page={}", encoded.join("/"), encoded.join(","));
    server.on("GET", "/everything").reply(Answer::status(302).header("location", &location));
    let client = builder.bearer(secrets[0]).key(secrets[1]).query_key(secrets[2]).retry(RetryPolicy::never());
    let client = client.transport(Following(server)).build().unwrap();
    let mut shown = Vec::new();
    let log = logged(|| {
        let error = clock.run(async { client.everything().await.unwrap_err() });
        assert!(error.url().contains("/next/"), "{}", error.url());
        shown.extend([error.url(), format!("{error}"), format!("{error:?}"), format!("{error:#?}")]);
    });
    shown.push(log);
    for shown in shown {
        for secret in secrets.iter().chain(&encoded) {
            assert!(!shown.contains(secret), "{secret} in {shown}");
        }
    }
}

/// Answers what the server in memory does not know.
struct Following(MockTransport);

impl Transport for Following {
    fn send(&self, request: Request<Body>) -> BoxFuture<'static, Result<http::Response<ResponseBody>, TransportError>> {
        if request.uri().path().starts_with("/next/") {
            let response = http::Response::builder().status(418).body(ResponseBody::default()).unwrap();
            return Box::pin(async { Ok(response) });
        }
        self.0.send(request)
    }
}

struct Rotating;

impl TokenSource for Rotating {
    async fn load(&self) -> Result<Token, TokenError> {
        Ok(Token::new("the-old-token").refresh_token("the-refresh-token"))
    }

    async fn refresh(&self, _: Rejected) -> Result<Token, TokenError> {
        Ok(Token::new("the-new-token").refresh_token("the-next-refresh-token"))
    }
}

#[test]
fn tokens_stay_hidden_when_they_are_replaced() {
    let tokens = ["the-old-token", "the-new-token", "the-refresh-token", "the-next-refresh-token"];
    let echo = serde_json::json!({ "code": "bad", "message": tokens.join(" and ") }).to_string();
    let (clock, server, builder) = setting();
    server.on("GET", "/secured").once(Answer::json(401, echo.clone())).reply(Answer::json(418, echo));
    let client = builder.bearer(Rotating).build().unwrap();
    let error = clock.run(async { client.secured().await.unwrap_err() });
    assert_eq!(error.attempts().len(), 2);
    for shown in [format!("{error}"), format!("{error:?}"), error.snippet().unwrap()] {
        assert!(tokens.iter().all(|token| !shown.contains(token)), "{shown}");
        assert!(shown.contains("[redacted]"), "{shown}");
    }
}

/// Fails with words that quote the request.
struct Quoting;

impl Transport for Quoting {
    fn send(&self, request: Request<Body>) -> BoxFuture<'static, Result<http::Response<ResponseBody>, TransportError>> {
        let cause = io::Error::other(format!("cannot send {} {:?}", request.uri(), request.headers().get("x-key")));
        Box::pin(async { Err(TransportError::new(TransportErrorKind::Io, Wrapping(cause))) })
    }
}

#[derive(Debug)]
struct Wrapping(io::Error);

impl Display for Wrapping {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the transport failed")
    }
}

impl std::error::Error for Wrapping {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.0)
    }
}

#[test]
fn causes_that_quote_a_credential_are_covered() {
    let (clock, _, builder) = setting();
    let client = builder.query_key(SECRET).retry(RetryPolicy::never()).transport(Quoting).build().unwrap();
    let error = clock.run(async { client.by_query().await.unwrap_err() });
    silent_error("error", &error);
    let first = std::error::Error::source(&error).unwrap();
    assert_eq!(first.to_string(), "the transport failed", "the chain says what it said");
    assert!(first.source().unwrap().to_string().contains("api_key=[redacted]"), "{first:?}");
}

#[test]
fn what_the_caller_sets_for_one_call_is_a_credential_too() {
    let (clock, server, builder) = setting();
    let echo = format!(r#"{{"code":"bad","message":"no such token: {SECRET}"}}"#);
    server.on("GET", "/secured").reply(Answer::json(418, echo));
    let client = builder.build().unwrap();
    let call = client.secured().header("authorization", &format!("Bearer {SECRET}"));
    silent("call", &format!("{call:?}"));
    let error = clock.run(async { call.await.unwrap_err() });
    silent_error("error", &error);
}

/// Signs each request anew.
struct Sign;

impl Interceptor for Sign {
    async fn intercept(
        &self,
        mut request: Request<Body>,
        next: Next<'_>,
    ) -> Result<http::Response<ResponseBody>, Failure> {
        let signature = http::HeaderValue::from_str(&format!("Signature {SECRET}")).unwrap();
        request.headers_mut().insert("authorization", signature);
        next.run(request).await
    }
}

#[test]
fn what_an_interceptor_shows_is_a_credential_too() {
    let echo = format!(r#"{{"code":"bad","message":"the signature {SECRET} is wrong"}}"#);
    for at_attempts in [false, true] {
        let (clock, server, builder) = setting();
        server.on("GET", "/item").reply(Answer::json(418, echo.clone()));
        let builder = if at_attempts { builder.attempt_interceptor(Sign) } else { builder.interceptor(Sign) };
        let client = builder.build().unwrap();
        let error = clock.run(async { client.get().await.unwrap_err() });
        silent_error("error", &error);
        assert!(error.to_string().contains("[redacted]"), "{error}");
    }
}
