//! What an error tells.

use std::error::Error as _;
use std::time::Duration;

use clientwright_runtime::testing::Answer;
use clientwright_runtime::{AnyError, Bytes, Error, ErrorKind, NetworkError, RetryPolicy, Sent, TransportErrorKind};

use crate::api::Item;
use crate::client::{Problem, setting};

fn get(answer: Answer) -> Result<Item, Error<Problem>> {
    let (clock, server, builder) = setting();
    server.on("GET", "/item").reply(answer);
    let client = builder.retry(RetryPolicy::never()).build().unwrap();
    clock.run(async { client.get().await })
}

fn documented() -> Answer {
    Answer::json(404, r#"{"code":"not_found","message":"no such item"}"#).header("x-request-id", "r-7")
}

#[test]
fn an_error_is_two_words() {
    assert_eq!(size_of::<Error<[u8; 1000]>>(), 2 * size_of::<usize>());
}

#[test]
fn a_documented_error_has_its_type_and_everything_around_it() {
    let error = get(documented()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Api);
    assert_eq!(error.api().map(|problem| problem.code.as_str()), Some("not_found"));
    assert_eq!(error.status().map(|status| status.as_u16()), Some(404));
    assert_eq!(error.body().map(Bytes::len), Some(45));
    assert_eq!(error.content_type(), Some("application/json"));
    assert_eq!(error.request_id(), Some("r-7"));
    assert_eq!((error.operation_id(), error.method().as_str(), error.url_template()), ("getItem", "GET", "/item"));
    assert_eq!(error.url(), "http://mock.localhost/item");
    assert_eq!((error.attempts().len(), error.was_sent(), error.is_retryable()), (1, Sent::Yes, false));
    assert_eq!(error.to_string(), "getItem: GET /item: 404 Not Found: not_found: no such item (request id r-7)");
    assert_eq!(error.into_api().unwrap().message.as_deref(), Some("no such item"));
}

#[test]
fn an_error_status_is_never_decoded_as_a_success() {
    let error = get(Answer::json(500, r#"{"id":"1"}"#)).unwrap_err();
    assert_eq!((error.kind(), error.api()), (ErrorKind::UnexpectedStatus, None));
    assert_eq!(error.body().map(|body| &body[..]), Some(&br#"{"id":"1"}"#[..]));
    assert!(error.source().is_some(), "the decode error of the documented type is the cause");
    assert!(error.into_api().is_err());
}

#[test]
fn a_success_that_does_not_decode_says_where() {
    let error = get(Answer::json(200, "{\n  \"id\": 3\n}")).unwrap_err();
    assert_eq!((error.kind(), error.status().map(|status| status.as_u16())), (ErrorKind::Decode, Some(200)));
    let decode = error.decode_error().unwrap();
    assert_eq!(decode.line(), 2);
    assert!(decode.path().contains("id"), "{decode}");
    assert_eq!(error.snippet().as_deref(), Some(r#"{"id":3}"#));
    assert!(error.to_string().contains("not as described (status 200)"), "{error}");
}

#[test]
fn a_success_that_never_has_a_body_is_not_the_one_that_is_documented_with_one() {
    for (status, line) in [(204, "204 No Content"), (205, "205 Reset Content")] {
        let json = || Answer::status(status).header("content-type", "application/json");
        for answer in [Answer::status(status), json(), Answer::status(status).header("content-type", "text/html")] {
            let error = get(answer).unwrap_err();
            assert_eq!((error.kind(), error.was_sent()), (ErrorKind::UnexpectedStatus, Sent::Yes), "{error:?}");
            assert!(error.to_string().starts_with(&format!("getItem: GET /item: {line}: expected ")), "{error}");
            assert!(matches!(NetworkError::from(error), NetworkError::Http { status: 204 | 205, .. }));
        }
        let error = get(Answer::status(status)).unwrap_err();
        assert_eq!(error.to_string(), format!("getItem: GET /item: {line}: expected JSON, the body is empty"));
    }
    for answer in [Answer::status(200), Answer::status(202), Answer::status(205).body("{")] {
        assert_eq!(get(answer.clone()).unwrap_err().kind(), ErrorKind::Decode, "{answer:?}");
    }
}

#[test]
fn another_media_type_is_its_own_kind() {
    let error = get(Answer::status(200).header("content-type", "text/html").body("<html>")).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UnexpectedContentType);
    assert!(error.to_string().contains("text/html"), "{error}");
    assert_eq!(error.snippet().as_deref(), Some("<html>"));
}

#[test]
fn problem_details_are_read() {
    let body = r#"{"type":"https://e/out","title":"Out of credit","status":403,"detail":"Balance is 30","instance":7,"balance":30}"#;
    let answer = Answer::status(403).header("content-type", "application/problem+json; charset=utf-8").body(body);
    let error = get(answer).unwrap_err();
    let problem = error.problem().unwrap();
    assert_eq!(problem.type_uri.as_deref(), Some("https://e/out"));
    assert_eq!((problem.status, problem.instance), (Some(403), None));
    assert_eq!(problem.extensions.get("balance").and_then(|value| value.as_u64()), Some(30));
    assert!(error.to_string().contains("403 Forbidden: Out of credit: Balance is 30"), "{error}");
    assert_eq!(get(documented()).unwrap_err().problem(), None);
}

#[test]
fn a_long_error_body_is_cut_and_a_long_success_is_not() {
    let long = "x".repeat((1 << 20) + 10);
    let error = get(Answer::status(500).body(long[..1000].to_owned()).body(long.clone())).unwrap_err();
    assert_eq!((error.kind(), error.status().unwrap().as_u16()), (ErrorKind::UnexpectedStatus, 500));
    assert_eq!((error.body().map(Bytes::len), error.is_body_truncated()), (Some(1 << 20), true));
    let item = get(Answer::json(200, format!(r#"{{"id":"{long}"}}"#))).unwrap();
    assert_eq!(item.id.len(), long.len());
}

#[test]
fn no_connection_is_known_not_to_have_been_sent() {
    let error = get(Answer::error(TransportErrorKind::Connect)).unwrap_err();
    assert!(error.is_connect() && error.is_retryable() && !error.is_timeout());
    assert_eq!((error.kind(), error.was_sent(), error.status()), (ErrorKind::Connect, Sent::No, None));
    assert_eq!(error.to_string(), "getItem: GET /item: cannot connect: mocked Connect");
    assert_eq!(error.source().map(ToString::to_string).as_deref(), Some("mocked Connect"));
}

#[test]
fn what_an_earlier_attempt_sent_stays_sent() {
    let (clock, server, builder) = setting();
    server.on("GET", "/item").once(Answer::status(500)).reply(Answer::error(TransportErrorKind::Connect));
    let client = builder.build().unwrap();
    let error = clock.run(async { client.get().await.unwrap_err() });
    assert_eq!((error.kind(), error.was_sent()), (ErrorKind::Connect, Sent::Yes));
}

#[test]
fn a_call_that_cannot_be_built_is_not_sent() {
    let (clock, server, builder) = setting();
    let client = builder.build().unwrap();
    let error = clock.run(async { client.get().header("bad header", "x").await.unwrap_err() });
    assert_eq!((error.kind(), error.was_sent()), (ErrorKind::Encode, Sent::No));
    assert_eq!(error.operation_id(), "getItem");
    assert!(server.calls().is_empty());
}

#[test]
fn question_mark_mixes_operations() {
    fn mixed() -> Result<Item, AnyError> {
        Ok(get(documented())?)
    }
    let error = mixed().unwrap_err();
    assert_eq!(error.api::<Problem>().map(|problem| problem.code.as_str()), Some("not_found"));
    assert_eq!(error.api::<Item>(), None);
    assert_eq!(error.kind(), ErrorKind::Api);
    let boxed: Box<dyn std::error::Error + Send + Sync> = error.into();
    assert!(boxed.to_string().contains("404"));
}

#[test]
fn the_coarse_cases() {
    let coarse = |answer| get(answer).unwrap_err().into_network_error();
    let NetworkError::Http { status, message, body } = coarse(Answer::json(503, r#"{"code":"down"}"#)) else {
        panic!()
    };
    assert_eq!((status, body.as_deref()), (503, Some(r#"{"code":"down"}"#)));
    assert!(message.contains("503 Service Unavailable: down"), "{message}");
    assert!(matches!(coarse(Answer::error(TransportErrorKind::Connect)), NetworkError::Connection(_)));
    assert!(matches!(coarse(Answer::error(TransportErrorKind::ConnectTimeout)), NetworkError::Timeout(_)));
    assert!(matches!(coarse(Answer::silence()), NetworkError::Timeout(_)));
    assert!(matches!(coarse(Answer::json(200, "[]")), NetworkError::Serialization(_)));
    assert!(matches!(coarse(Answer::error(TransportErrorKind::Request)), NetworkError::Unknown(_)));
}

#[test]
fn a_response_has_everything_around_the_body() {
    let (clock, server, builder) = setting();
    let answer = Answer::json(201, r#"{"id":"9"}"#).header("x-request-id", "r-9").delay(Duration::from_millis(5));
    server.on("GET", "/item").reply(answer);
    let client = builder.build().unwrap();
    let response = clock.run(async { client.get().query("limit", "3").response().await.unwrap() });
    assert_eq!((response.status().as_u16(), response.request_id()), (201, Some("r-9")));
    assert_eq!((response.attempts().len(), response.elapsed()), (1, Duration::from_millis(5)));
    assert_eq!(response.url(), "http://mock.localhost/item?limit=3");
    assert_eq!(response.into_body(), Item { id: "9".to_owned() });
}

#[test]
fn building_and_decoding_need_no_network() {
    let (_, server, builder) = setting();
    let client = builder.build().unwrap();
    let call = client.get().query("limit", "3");
    let request = call.request().unwrap();
    assert_eq!(request.uri(), "http://mock.localhost/item?limit=3");
    assert_eq!(request.headers()["user-agent"], "test/1.0.0");
    let response = http::Response::new(Bytes::from(r#"{"id":"4"}"#));
    assert_eq!(call.decode(response).unwrap().into_body().id, "4");
    let mut refused = http::Response::new(Bytes::from(r#"{"code":"no"}"#));
    *refused.status_mut() = http::StatusCode::CONFLICT;
    let error = call.decode(refused).unwrap_err();
    assert_eq!(error.api().map(|problem| problem.code.as_str()), Some("no"));
    assert!(server.calls().is_empty());
}
