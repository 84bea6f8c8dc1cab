//! The two seams.

use std::sync::{Arc, Mutex};

use clientwright_runtime::testing::Answer;
use clientwright_runtime::{Body, ErrorKind, Failure, Interceptor, Next, ResponseBody};
use http::{HeaderValue, Request, Response};

use crate::api::ITEM;
use crate::client::setting;

/// Notes what passes, in order.
#[derive(Clone)]
struct Note(&'static str, Arc<Mutex<Vec<String>>>);

impl Interceptor for Note {
    async fn intercept(&self, request: Request<Body>, next: Next<'_>) -> Result<Response<ResponseBody>, Failure> {
        let token = request.headers().contains_key("authorization");
        let note = |text: String| self.1.lock().unwrap().push(text);
        note(format!("{} > {} attempt {} token {token}", self.0, next.operation_id(), next.attempt()));
        let result = next.run(request).await;
        let status = result.as_ref().map(|response| response.status().as_u16());
        note(format!("{} < {}", self.0, status.unwrap_or_default()));
        result
    }
}

#[test]
fn calls_are_surrounded_once_and_attempts_each_time() {
    let (clock, server, builder) = setting();
    server.on("GET", "/secured").once(Answer::status(500)).reply(Answer::json(200, ITEM));
    let notes = Arc::new(Mutex::new(Vec::new()));
    let note = |name| Note(name, Arc::clone(&notes));
    let builder = builder.interceptor(note("outer")).interceptor(note("inner")).attempt_interceptor(note("attempt"));
    let client = builder.bearer("t").build().unwrap();
    clock.run(async { client.secured().await.unwrap() });
    assert_eq!(
        *notes.lock().unwrap(),
        [
            "outer > getSecured attempt 0 token false",
            "inner > getSecured attempt 0 token false",
            "attempt > getSecured attempt 1 token false",
            "attempt < 500",
            "attempt > getSecured attempt 2 token false",
            "attempt < 200",
            "inner < 200",
            "outer < 200",
        ]
    );
    assert!(server.calls().iter().all(|call| call.header("authorization") == Some("Bearer t")), "it is put on last");
}

struct Change;

impl Interceptor for Change {
    async fn intercept(&self, mut request: Request<Body>, next: Next<'_>) -> Result<Response<ResponseBody>, Failure> {
        request.headers_mut().insert("x-added", HeaderValue::from_static("1"));
        let mut response = next.run(request).await?;
        assert!(response.body().as_bytes().is_some(), "the body has been read");
        *response.body_mut() = r#"{"id":"changed"}"#.into();
        Ok(response)
    }
}

#[test]
fn requests_and_responses_can_be_changed_at_either_seam() {
    for at_attempt in [false, true] {
        let (clock, server, builder) = setting();
        server.on("GET", "/item").header("x-added", "1").reply(Answer::json(200, ITEM));
        let builder = if at_attempt { builder.attempt_interceptor(Change) } else { builder.interceptor(Change) };
        let client = builder.build().unwrap();
        assert_eq!(clock.run(async { client.get().await.unwrap() }).id, "changed");
    }
}

struct Refuse;

impl Interceptor for Refuse {
    async fn intercept(&self, _: Request<Body>, _: Next<'_>) -> Result<Response<ResponseBody>, Failure> {
        Err(Failure::interceptor("not on Sundays"))
    }
}

#[test]
fn a_refusal_is_its_own_kind_and_is_not_retried() {
    let (clock, server, builder) = setting();
    let client = builder.attempt_interceptor(Refuse).build().unwrap();
    let error = clock.run(async { client.get().await.unwrap_err() });
    assert_eq!((error.kind(), error.attempts().len()), (ErrorKind::Interceptor, 1));
    assert!(error.to_string().ends_with("not on Sundays"), "{error}");
    assert!(server.calls().is_empty());
}
