//! What is asked for, and what a reply is read as.

use std::convert::Infallible;

use clientwright_runtime::private as rt;
use clientwright_runtime::{Bytes, ErrorKind, RetryPolicy};

use super::{Call, GET, Problem, Server};

rt::operation! {
    struct Choice: GET "/" as "choice" { accept: "application/json, text/json, text/plain, application/pdf", }
    -> Result<Answer, Error<Infallible>> as Answer, rt::Undocumented
}

rt::outcome! { enum Answer {
    Json(Problem) = 200 "application/json" "text/json" as rt::Json<_>,
    Plain(String) = 200 "text/plain" as rt::Text,
    Pdf(Bytes) = 200 "application/pdf" as rt::Binary,
} }

static LEFT_TO_DEFAULT: rt::Spec = rt::Spec { success: &[201], ..rt::Spec::get("get", "/") };
static BARE: rt::Spec = rt::Spec { bare: &[rt::Status::Exact(304), rt::Status::Range(5)], ..rt::Spec::get("get", "/") };
#[tokio::test]
async fn lines_of_one_header_are_one_value() {
    let headers = "content-type: application/json\nX-Tags: a, b\nX-Total: 3\nx-tags: c\n";
    let response = Server::answering(200, headers, "7").await.call(GET).response().await.unwrap();
    assert_eq!(response.documented().total, Some(3));
    assert_eq!(response.documented().tags.as_deref(), Some(&["a".to_owned(), "b".to_owned(), "c".to_owned()][..]));
}

#[tokio::test]
async fn a_malformed_header_fails_nothing_and_stays_among_all() {
    let headers = "content-type: application/json\nX-Total: many\n";
    let response = Server::answering(200, headers, "7").await.call(GET).response().await.unwrap();
    assert_eq!((response.documented().total, response.body()), (None, &7));
    assert_eq!(response.headers()["x-total"], "many");
}

#[tokio::test]
async fn default_covers_a_success_that_is_not_described() {
    let json = "content-type: application/json\n";
    let described = Server::answering(201, json, "7").await.call(&LEFT_TO_DEFAULT).await;
    assert_eq!(described.unwrap(), 7);
    let server = Server::answering(200, json, r#"{"code":"queued"}"#).await;
    let error = server.call(&LEFT_TO_DEFAULT).await.unwrap_err();
    assert_eq!(error.api(), Some(&Problem { code: "queued".to_owned() }));
    assert_eq!(error.status().map(|status| status.as_u16()), Some(200));
    let meant = Server::answering(200, json, "8").await.call(&LEFT_TO_DEFAULT).await;
    assert_eq!(meant.unwrap(), 8, "what `default` does not describe is the success");
    let open = Server::answering(200, json, r#"{"code":"queued"}"#).await.call(GET).await;
    assert_eq!(open.unwrap_err().kind(), ErrorKind::Decode, "without `default` every success is the one described");
}

#[tokio::test]
async fn a_failure_is_documented_without_a_body_too() {
    let kind = async |status: u16, body: &str| {
        let server = Server::answering(status, "content-type: application/json\n", body).await;
        let error = Call(server.client.call(&BARE)).retry(RetryPolicy::never()).await.unwrap_err();
        (error.kind(), error.api().is_some())
    };
    assert_eq!(kind(304, "").await, (ErrorKind::Api, false));
    assert_eq!(kind(503, "<html>").await, (ErrorKind::Api, false));
    assert_eq!(kind(503, r#"{"code":"down"}"#).await, (ErrorKind::Api, true), "what it says is read all the same");
    assert_eq!(kind(404, "").await, (ErrorKind::UnexpectedStatus, false));
}

#[tokio::test]
async fn a_reply_is_read_by_its_media_type() {
    let answered = async |content_type: &str, body: &str| {
        let server = Server::answering(200, &format!("content-type: {content_type}\n"), body).await;
        Choice(server.client.call(Choice::SPEC)).await
    };
    let problem = Answer::Json(Problem { code: "a".to_owned() });
    assert_eq!(answered("Application/JSON; charset=utf-8", r#"{"code":"a"}"#).await.unwrap(), problem);
    assert_eq!(answered("text/json", r#"{"code":"a"}"#).await.unwrap(), problem);
    assert_eq!(answered("text/plain", "7").await.unwrap(), Answer::Plain("7".to_owned()));
    assert_eq!(answered("application/pdf", "%PDF").await.unwrap(), Answer::Pdf(Bytes::from("%PDF")));
    let error = answered("application/xml", "<a/>").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UnexpectedContentType);
    assert_eq!(error.body().map(|body| &body[..]), Some(&b"<a/>"[..]));
}

#[tokio::test]
async fn another_media_type_than_the_one_read_is_its_own_error() {
    for content_type in ["application/xml", "text/csv", "text/html; charset=utf-8"] {
        let server = Server::answering(200, &format!("content-type: {content_type}\n"), "7").await;
        assert_eq!(server.call(GET).await.unwrap_err().kind(), ErrorKind::UnexpectedContentType, "{content_type}");
    }
    assert_eq!(Server::answering(200, "", "7").await.call(GET).await.unwrap(), 7, "no content type is tolerated");
}

#[tokio::test]
async fn one_of_several_media_types_can_be_asked_for() {
    let server = Server::answering(200, "content-type: text/plain\n", "a").await;
    Choice(server.client.call(Choice::SPEC)).await.unwrap();
    assert_eq!(server.header("accept").as_deref(), Some(Choice::SPEC.accept));
    Choice(server.client.call(Choice::SPEC).accept("text/plain")).await.unwrap();
    assert_eq!(server.header("accept").as_deref(), Some("text/plain"));
}
