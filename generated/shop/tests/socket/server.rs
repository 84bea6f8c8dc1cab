//! A shop on a free port, with three items. It ends with its test.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// What the shop has, and what it was asked.
#[derive(Debug, Default)]
struct Books {
    orders: Vec<Value>,
    queries: Vec<String>,
}

type Shared = Arc<Mutex<Books>>;

/// A shop that is open.
#[derive(Debug)]
pub(crate) struct Shop {
    url: String,
    books: Shared,
    serving: JoinHandle<()>,
}

impl Shop {
    pub(crate) async fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let url = format!("http://{}/", listener.local_addr().expect("its address"));
        let books = Shared::default();
        let router = Router::new()
            .route("/items", get(items))
            .route("/items/{item}", get(item))
            .route("/orders", post(order))
            .route("/orders/{order}", get(find))
            .with_state(Arc::clone(&books));
        let serving = tokio::spawn(async move { axum::serve(listener, router).await.expect("it serves") });
        Self { url, books, serving }
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// The queries that items were asked for with.
    pub(crate) fn queries(&self) -> Vec<String> {
        open(&self.books).queries.clone()
    }

    /// An order gets a state that is none.
    pub(crate) fn lose(&self, order: &str) {
        let mut books = open(&self.books);
        let lost = books.orders.iter_mut().find(|known| known["id"] == order).expect("the order");
        lost["state"] = json!("lost");
    }
}

impl Drop for Shop {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

fn open(books: &Shared) -> MutexGuard<'_, Books> {
    books.lock().unwrap_or_else(PoisonError::into_inner)
}

fn stock() -> Vec<Value> {
    let item = |id: &str, kind: &str, cents: u64, details: Value| json!({"id": id, "kind": kind, "name": id, "price": {"cents": cents, "currency": "EUR"}, "weight": null, "details": details});
    vec![
        item("dune", "book", 1200, json!({"pages": 612})),
        item("kind-of-blue", "record", 2500, json!({"sides": ["A", "B"]})),
        item("old-town", "puzzle", 1900, json!(1000)),
    ]
}

async fn items(State(books): State<Shared>, RawQuery(query): RawQuery) -> Json<Vec<Value>> {
    let query = query.unwrap_or_default();
    let value = |name: &str| query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='));
    let after = value("after").and_then(|id| stock().iter().position(|item| item["id"] == id)).map_or(0, |at| at + 1);
    let limit = value("limit").and_then(|limit| limit.parse().ok()).unwrap_or(usize::MAX);
    let page = stock().into_iter().skip(after).take(limit).collect();
    open(&books).queries.push(query);
    Json(page)
}

async fn item(Path(id): Path<String>, headers: HeaderMap) -> Response {
    // Nobody has to say who looks at an item.
    match stock().into_iter().find(|item| item["id"] == id.as_str()).filter(|_| !headers.contains_key("x-customer-key"))
    {
        Some(item) => Json(item).into_response(),
        None => problem(StatusCode::NOT_FOUND, "No such item"),
    }
}

async fn order(State(books): State<Shared>, headers: HeaderMap, Json(wanted): Json<Value>) -> Response {
    if headers.get("x-customer-key").is_none_or(|key| key != "key-1") {
        return problem(StatusCode::UNAUTHORIZED, "Who are you?");
    }
    let mut books = open(&books);
    let price = |id: &Value| stock().into_iter().find(|item| item["id"] == *id)?["price"]["cents"].as_u64();
    let lines = wanted["lines"].as_array().into_iter().flatten();
    let cents: Option<u64> = lines.map(|line| Some(price(&line["item"])? * line["count"].as_u64()?)).sum();
    let Some(cents) = cents else { return problem(StatusCode::CONFLICT, "Sold out") };
    let order = json!({
        "id": format!("00000000-0000-4000-8000-{:012}", books.orders.len() + 1),
        "state": "placed",
        "lines": wanted["lines"],
        "total": {"cents": cents, "currency": "EUR"},
        "placed": "2026-01-02T03:04:05Z",
        "expected": "soon"
    });
    books.orders.push(order.clone());
    (StatusCode::CREATED, Json(order)).into_response()
}

async fn find(State(books): State<Shared>, Path(id): Path<String>) -> Response {
    match open(&books).orders.iter().find(|order| order["id"] == id.as_str()) {
        Some(order) => Json(order).into_response(),
        None => problem(StatusCode::NOT_FOUND, "No such order"),
    }
}

fn problem(status: StatusCode, title: &str) -> Response {
    let body = json!({"title": title}).to_string();
    (status, [(header::CONTENT_TYPE, "application/problem+json")], body).into_response()
}
