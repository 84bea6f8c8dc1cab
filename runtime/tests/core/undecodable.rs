//! What does not decode is told without the values of secret properties.

use std::collections::BTreeMap;
use std::error::Error as _;

use clientwright_runtime::private as rt;
use clientwright_runtime::testing::Answer;
use clientwright_runtime::{Error, ErrorKind, RetryPolicy, Secret};

use crate::client::{Problem, setting};
use crate::redaction::logged;

struct Account {
    pin: Option<i32>,
    session: Option<Secret>,
    key: Option<Vec<Secret>>,
    credentials: Option<BTreeMap<String, Account>>,
    size: Option<i32>,
    friends: Option<Vec<Account>>,
}

rt::record! { Account {
    optional pin = "pin";
    optional session = "session";
    optional key = "a/key";
    optional credentials = "credentials";
    optional size = "size";
    optional friends = "friends";
} }

rt::operation! {
    struct Get: GET "/account" as "getAccount" { secret: &["session", "a/key"], }
    -> Result<Account, Error<Problem>> as rt::Json<_>, rt::Json<_>
}

fn get(answer: Answer) -> (Error<Problem>, String) {
    let (clock, server, builder) = setting();
    server.on("GET", "/account").reply(answer);
    let client = builder.retry(RetryPolicy::never()).build().unwrap();
    let mut error = None;
    let log = logged(|| error = clock.run(async { Get(client.inner.call(Get::SPEC)).await.err() }));
    (error.expect("the reply does not decode"), log)
}

/// Everything that is told of an error, its causes included.
fn told(error: &Error<Problem>) -> Vec<String> {
    let mut told = vec![error.to_string(), format!("{error:?}"), format!("{error:#?}")];
    let mut cause = error.source();
    while let Some(source) = cause {
        told.push(format!("{source} {source:?}"));
        cause = source.source();
    }
    let decode = error.decode_error().unwrap();
    told.extend([decode.message().to_owned(), decode.path().to_owned(), format!("{decode} {decode:?}")]);
    told
}

#[test]
fn the_value_of_a_secret_property_is_not_told() {
    for (body, path, message) in [
        (r#"{"pin":"secretpin99"}"#, "/pin", "expected i32, found a string"),
        (r#"{"pin":77001234567}"#, "/pin", "expected i32, found another integer"),
        (r#"{"pin":"secret, expected nothing"}"#, "/pin", "expected i32, found a string"),
        (r#"{"session":770012345}"#, "/session", "expected a string, found an integer"),
        (r#"{"a/key":["x",770012345]}"#, "/a~1key", "expected a string, found an integer"),
        (r#"{"credentials":{"secretname":{"size":"secret"}}}"#, "/credentials", "expected i32, found a string"),
        (r#"{"friends":[{},{"pin":7700.5}]}"#, "/friends/1/pin", "expected i32, found a floating point number"),
    ] {
        let (error, log) = get(Answer::json(200, body));
        let decode = error.decode_error().unwrap();
        assert_eq!((error.kind(), decode.path(), decode.message()), (ErrorKind::Decode, path, message), "{body}");
        for text in told(&error).iter().chain([&log]) {
            assert!(!text.contains("7700") && !text.contains("secretpin") && !text.contains("secretname"), "{text}");
            assert!(!text.contains("\"secret") && !text.contains("expected nothing"), "{text}");
        }
    }
}

#[test]
fn of_other_values_the_kind_is_told() {
    let (error, _) = get(Answer::json(200, r#"{"size":"large"}"#));
    assert_eq!(error.decode_error().unwrap().message(), "expected i32, found a string");
    let (error, _) = get(Answer::json(200, r#"{"pin":1,"size":"#));
    assert!(error.to_string().contains("EOF while parsing"), "{error}");
    let (error, _) = get(Answer::json(200, r#"{"session":"a"#));
    assert!(error.to_string().contains("EOF while parsing a string at /session"), "what is about JSON stays: {error}");
}

#[test]
fn the_causes_of_an_error_quote_no_credential() {
    let token = "the-bearer-token";
    let quoted = format!(r#"{{"id":["{token}"]}}"#);
    for answer in [
        Answer::json(200, format!(r#"["{token}"]"#)),
        Answer::json(200, quoted.clone()),
        Answer::json(418, quoted.replace(r#"["#, "").replace(']', "")),
        Answer::json(418, format!("\"{token}\"")),
        Answer::status(200).header("content-type", format!("text/{token}").as_str()).body("x"),
    ] {
        let (clock, server, builder) = setting();
        server.on("GET", "/secured").reply(answer);
        let error = clock.run(async { builder.bearer(token).build().unwrap().secured().await.unwrap_err() });
        let cause = error.source().expect("there is a cause");
        let below = cause.source().map(|below| format!("{below} {below:?}"));
        let told = format!("{error} {error:?} {cause} {cause:?} {}", below.unwrap_or_default());
        assert!(!told.contains(token), "{told}");
    }
}
