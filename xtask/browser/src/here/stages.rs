//! Servers that follow scripts, for tests that run on a page. Enters: a script, and questions about what became of it. Leaves: where its
//! server is, and answers that come once it is so.

use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::StatusCode;
use axum::middleware::from_fn;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use super::server::pages_elsewhere::{self, pages};
use log::Log;
use script::Script;
use server::Speaks;

#[path = "../../../../runtime/tests/transports/certificates.rs"]
#[expect(dead_code, reason = "the tests of transports have more of them")]
mod certificates;
#[path = "../../../../runtime/tests/transports/log.rs"]
mod log;
#[path = "../../../../runtime/tests/transports/script.rs"]
#[expect(dead_code, reason = "scripts are written on the page")]
mod script;
#[path = "../../../../runtime/tests/transports/server.rs"]
#[expect(dead_code, reason = "no browser speaks HTTP/2 in the clear")]
mod server;

/// What became of each script, by its number.
type Logs = Arc<Mutex<Vec<Arc<Log>>>>;

/// Starts it; its address.
pub(super) async fn start() -> anyhow::Result<String> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}", listener.local_addr()?);
    let router = Router::new().route("/{speaks}", post(stage)).route("/{stage}/{question}/{count}", post(answer));
    let router = router.layer(DefaultBodyLimit::disable()).layer(from_fn(pages_elsewhere::allow));
    tokio::spawn(async move { axum::serve(listener, router.with_state(Logs::default())).await });
    Ok(url)
}

/// Two servers of one script.
async fn stage(State(logs): State<Logs>, Path(speaks): Path<String>, Json(script): Json<Script>) -> Json<Value> {
    let speaks = match speaks.as_str() {
        "tls" => Speaks::Tls(Arc::new(certificates::usual(&["h2", "http/1.1"]))),
        _ => Speaks::Http1,
    };
    let log = Log::new(script);
    let mut urls = Vec::new();
    for _ in 0..2 {
        let port = server::serve(speaks.clone(), &log).await.port();
        urls.push(format!("{}://localhost:{port}/", speaks.scheme()));
    }
    let mut logs = logs.lock().unwrap_or_else(PoisonError::into_inner);
    logs.push(log);
    Json(json!({"stage": logs.len() - 1, "base": urls[0], "elsewhere": urls[1]}))
}

async fn answer(State(logs): State<Logs>, Path((stage, question, count)): Path<(usize, String, usize)>) -> Response {
    let log = logs.lock().unwrap_or_else(PoisonError::into_inner).get(stage).cloned();
    let Some(log) = log else { return StatusCode::NOT_FOUND.into_response() };
    match question.as_str() {
        "requests" => log.requests(count).await,
        "received" => log.received(count).await,
        "left" => log.left(count).await,
        "release" => log.release(),
        "cut" => log.cut().await,
        "seen" => return Json(log.seen.lock().unwrap_or_else(PoisonError::into_inner).clone()).into_response(),
        _ => return StatusCode::NOT_FOUND.into_response(),
    }
    Json(Value::Null).into_response()
}
