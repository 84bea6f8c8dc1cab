//! A credential that the server echoes is covered whole: before a text is cut or taken apart, for half a secret is not
//! seen as one.

use clientwright_runtime::testing::{Answer, MockTransport};
use clientwright_runtime::{Body, BoxFuture, NetworkError, ResponseBody, RetryPolicy, Transport, TransportError};
use http::Request;

use crate::client::setting;
use crate::redaction::logged;

/// Longer than anything that is shown of it.
const TOKEN: &str =
    "0a1b2c3d4e5f6g7h8i9j-0k1l2m3n4o5p6q7r8s9t-0u1v2w3x4y5z6A7B8C9D-0E1F2G3H4I5J6K7L8M9N-0O1P2Q3R4S5T6U7V8W9X";

/// As much of a token as nobody would take for a word.
fn silent(text: &str) {
    for start in 0..TOKEN.len() - 8 {
        assert!(!text.contains(&TOKEN[start..start + 8]), "{text}");
    }
}

#[test]
fn a_long_token_in_a_reply_is_covered_before_the_reply_is_cut() {
    let long = TOKEN.repeat(25);
    for token in [TOKEN, &long] {
        let body = [token; 4].join(" ");
        let plain = Answer::status(418).header("content-type", "text/plain").body(body.clone());
        let json = Answer::json(418, serde_json::json!({ "code": &body, "message": &body }).to_string());
        for answer in [plain, json] {
            let answer = answer.header("x-request-id", token).header("content-language", token);
            let (clock, server, builder) = setting();
            server.on("GET", "/secured").reply(answer);
            let client = builder.bearer(token.to_owned()).build().unwrap();
            let log = logged(|| {
                let error = clock.run(async { client.secured().await.unwrap_err() });
                let line = error.to_string();
                assert!(line.contains("(request id [redacted])"), "{line}");
                [line, format!("{error:?}"), format!("{error:#?}"), error.url()].iter().for_each(|text| silent(text));
                silent(&error.snippet().unwrap());
                silent(&format!("{:?}", NetworkError::from(error)));
            });
            silent(&log);
        }
    }
}

/// Answers what the server in memory does not know.
struct Following(MockTransport);

impl Transport for Following {
    fn send(&self, request: Request<Body>) -> BoxFuture<'static, Result<http::Response<ResponseBody>, TransportError>> {
        if request.uri().path() == "/next" {
            let response = http::Response::builder().status(418).body(ResponseBody::default()).unwrap();
            return Box::pin(async { Ok(response) });
        }
        self.0.send(request)
    }
}

#[test]
fn a_token_in_an_address_is_covered_before_the_address_is_taken_apart() {
    let token = "first-half&page=second-half=";
    for query in [token.to_owned(), format!("page={token}"), format!("limit=1&{token}")] {
        let (clock, server, builder) = setting();
        server.on("GET", "/secured").reply(Answer::status(302).header("location", format!("/next?{query}").as_str()));
        let client = builder.bearer(token).retry(RetryPolicy::never()).transport(Following(server)).build().unwrap();
        let error = clock.run(async { client.secured().await.unwrap_err() });
        for text in [error.url(), error.to_string(), format!("{error:?}")] {
            assert!(!text.contains("half"), "{text}");
        }
        assert!(error.url().contains("/next?"), "{}", error.url());
    }
}

#[test]
fn credentials_that_overlap_are_covered_whole() {
    let [bearer, key, query_key] = ["shared-word", "shared-word-of-the-key", "of-the-key-in-a-query"];
    let joined = "shared-word-of-the-key-in-a-query";
    let echo = [bearer, key, query_key, joined].join(" ");
    let body = serde_json::json!({ "code": "bad", "message": &echo }).to_string();
    let (clock, server, builder) = setting();
    server.on("GET", "/everything").reply(Answer::json(418, body).header("x-request-id", &echo).header("etag", joined));
    let client = builder.bearer(bearer).key(key).query_key(query_key).build().unwrap();
    let log = logged(|| {
        let error = clock.run(async { client.everything().await.unwrap_err() });
        for text in [error.to_string(), format!("{error:?}"), error.snippet().unwrap(), error.url()] {
            assert!(!text.contains("word") && !text.contains("key-") && !text.contains("a-query"), "{text}");
        }
        assert!(error.to_string().contains("bad: [redacted] [redacted] [redacted] [redacted] ("), "{error}");
    });
    assert!(!log.contains("shared-") && !log.contains("key-in") && !log.contains("-query"), "{log}");
}
