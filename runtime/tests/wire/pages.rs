//! Streams over pages: which requests they make, when they end, and that an error is not the end.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use clientwright_runtime::private as rt;
use clientwright_runtime::{Body, BoxFuture, ResponseBody, RetryPolicy, Transport, TransportError};
use futures_util::StreamExt;
use http::{Request, Response};
use serde_json::{Value, json};

use crate::support;

rt::operation! {
    struct List: GET "/things" as "list"
    -> Result<Value, Error<Value>> as rt::Json<_>, rt::Json<_>
}

/// Answers with the statuses and bodies that it was given, in order, and keeps the queries.
#[derive(Clone, Debug, Default)]
struct Script {
    answers: Arc<Mutex<VecDeque<(u16, Value)>>>,
    queries: Arc<Mutex<Vec<String>>>,
}

impl Transport for Script {
    fn send(&self, request: Request<Body>) -> BoxFuture<'static, Result<Response<ResponseBody>, TransportError>> {
        let query = request.uri().query().unwrap_or_default().to_owned();
        self.queries.lock().unwrap_or_else(PoisonError::into_inner).push(query);
        let answer = self.answers.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
        let (status, body) = answer.expect("no more requests than answers");
        let mut response = Response::new(ResponseBody::from(body.to_string()));
        *response.status_mut() = status.try_into().expect("a status");
        response.headers_mut().insert("content-type", "application/json".parse().expect("a value"));
        Box::pin(async move { Ok(response) })
    }
}

impl Script {
    fn new(answers: impl IntoIterator<Item = (u16, Value)>) -> Self {
        Self { answers: Arc::new(Mutex::new(answers.into_iter().collect())), ..Self::default() }
    }

    fn list(&self) -> List {
        let call = support::call_through(self.clone(), List::SPEC).query("limit", &2);
        List(call).retry(RetryPolicy::never())
    }

    fn items(&self) -> rt::Items<i64, Value> {
        rt::items(self.list(), "cursor", |page| (numbers(&page), next(&page)))
    }

    fn queries(&self) -> Vec<String> {
        self.queries.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

fn page(items: &[i64], next: Value) -> (u16, Value) {
    (200, json!({"items": items, "next": next}))
}

fn numbers(page: &Value) -> Vec<i64> {
    page["items"].as_array().into_iter().flatten().filter_map(Value::as_i64).collect()
}

fn next(page: &Value) -> Option<String> {
    page["next"].as_str().map(str::to_owned)
}

#[tokio::test]
async fn items_of_all_pages_come_in_order() {
    let script = Script::new([page(&[1, 2], json!("a/b")), page(&[], json!("c")), page(&[3], Value::Null)]);
    assert_eq!(script.items().collect_all(100).await.unwrap(), [1, 2, 3]);
    assert_eq!(script.queries(), ["limit=2", "limit=2&cursor=a%2Fb", "limit=2&cursor=c"]);
}

#[tokio::test]
async fn an_empty_cursor_ends_the_stream() {
    let script = Script::new([page(&[1], json!(""))]);
    let mut items = script.items();
    assert_eq!(items.next().await.unwrap().unwrap(), 1);
    assert!(items.next().await.is_none());
    assert!(items.next().await.is_none(), "and it stays at its end");
}

#[tokio::test]
async fn a_page_is_asked_for_when_its_first_item_is() {
    let script = Script::new([page(&[1, 2], json!("a")), page(&[3], json!("b"))]);
    let mut items = script.items();
    assert_eq!(script.queries().len(), 0);
    assert_eq!(items.next().await.unwrap().unwrap(), 1);
    assert_eq!(items.next().await.unwrap().unwrap(), 2);
    assert_eq!(script.queries().len(), 1);
    assert_eq!(items.continuation(), Some("a"));
    assert_eq!(items.next().await.unwrap().unwrap(), 3);
    assert_eq!(items.continuation(), Some("b"));
}

#[tokio::test]
async fn the_next_poll_after_an_error_asks_for_the_same_page_again() {
    let answers = [page(&[1], json!("a")), (500, json!("down")), page(&[2], Value::Null)];
    let script = Script::new(answers);
    let mut items = script.items();
    assert_eq!(items.next().await.unwrap().unwrap(), 1);
    assert_eq!(items.next().await.unwrap().unwrap_err().api(), Some(&json!("down")));
    assert_eq!(items.next().await.unwrap().unwrap(), 2);
    assert!(items.next().await.is_none());
    assert_eq!(script.queries(), ["limit=2", "limit=2&cursor=a", "limit=2&cursor=a"]);
}

#[tokio::test]
async fn a_cursor_that_comes_again_is_an_error_after_its_page() {
    let script = Script::new([page(&[1], json!("a")), page(&[2], json!("b")), page(&[3], json!("a"))]);
    let found: Vec<_> = script.items().map(|item| item.map_err(|error| error.to_string())).collect().await;
    assert_eq!(found[..3], [Ok(1), Ok(2), Ok(3)]);
    let message = found[3].as_ref().unwrap_err();
    assert!(message.contains("cursor"), "{message}");
    assert_eq!(found.len(), 4);
}

#[tokio::test]
async fn no_more_is_collected_than_asked_for() {
    let script = Script::new([page(&[1, 2, 3], json!("a"))]);
    assert_eq!(script.items().collect_all(2).await.unwrap(), [1, 2]);
    assert_eq!(script.items().collect_all(0).await.unwrap(), [0_i64; 0]);
    assert_eq!(script.queries().len(), 1);
    let failing = Script::new([page(&[1], json!("a")), (404, json!("gone"))]);
    assert_eq!(failing.items().collect_all(9).await.unwrap_err().api(), Some(&json!("gone")));
}

#[tokio::test]
async fn pages_come_whole() {
    let script = Script::new([page(&[1, 2], json!("a")), page(&[], Value::Null)]);
    let pages = rt::pages(script.list(), "before", next);
    let found: Vec<Vec<i64>> = pages.map(|page| numbers(&page.unwrap())).collect().await;
    assert_eq!(found, [vec![1, 2], vec![]]);
    assert_eq!(script.queries(), ["limit=2", "limit=2&before=a"]);
}

#[test]
fn streams_can_be_sent_to_another_task() {
    fn sendable<T: Send + Unpin + std::fmt::Debug + 'static>(_: T) {}
    sendable(Script::default().items());
    sendable(rt::pages(Script::default().list(), "cursor", next));
}
