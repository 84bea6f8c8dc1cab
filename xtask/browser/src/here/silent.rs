//! A server that answers nobody, but those who ask how many have gone away meanwhile.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::extract::{Request, State};
use axum::middleware::from_fn;
use axum::response::{IntoResponse, Response};
use axum::{Json, Router};
use serde_json::json;
use tokio::net::TcpListener;

use super::server::pages_elsewhere;

/// The id of the user whose name is that number.
const GONE: &str = "/api/v1/users/gone";

/// How many have gone away before they were answered.
type Gone = Arc<AtomicUsize>;

/// Starts it; its address.
pub(super) async fn start() -> anyhow::Result<String> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}", listener.local_addr()?);
    let router = Router::new().fallback(answer).layer(from_fn(pages_elsewhere::allow)).with_state(Gone::default());
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(url)
}

async fn answer(State(gone): State<Gone>, request: Request) -> Response {
    if request.uri().path() == GONE {
        let count = gone.load(Ordering::SeqCst).to_string();
        let user = json!({
            "id": "gone", "name": count, "email": "gone@example.com", "role": "member", "created_at": "2026-01-01T00:00:00Z",
        });
        return Json(user).into_response();
    }
    let _leaves = Leaves(gone);
    std::future::pending().await
}

/// Dropped with its request, whose client has gone.
struct Leaves(Gone);

impl Drop for Leaves {
    fn drop(&mut self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}
