//! A server that answers nobody, but those who ask how many have gone away meanwhile.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, header};
use axum::response::{IntoResponse, Response};
use axum::{Json, Router};
use serde_json::json;
use tokio::net::TcpListener;

/// The id of the user whose name is that number.
const GONE: &str = "/api/v1/users/gone";

/// How many have gone away before they were answered.
type Gone = Arc<AtomicUsize>;

/// Starts it; its address.
pub(super) async fn start() -> anyhow::Result<String> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}", listener.local_addr()?);
    let router = Router::new().fallback(answer).with_state(Gone::default());
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(url)
}

async fn answer(State(gone): State<Gone>, request: Request) -> Response {
    let any = HeaderValue::from_static("*");
    let mut allowed = HeaderMap::new();
    allowed.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, any);
    let asked = request.headers().get(header::ACCESS_CONTROL_REQUEST_HEADERS).cloned();
    allowed.extend(asked.map(|asked| (header::ACCESS_CONTROL_ALLOW_HEADERS, asked)));
    if request.method() == Method::OPTIONS {
        return allowed.into_response();
    }
    if request.uri().path() == GONE {
        let count = gone.load(Ordering::SeqCst).to_string();
        let user = json!({
            "id": "gone", "name": count, "email": "gone@example.com", "role": "member", "created_at": "2026-01-01T00:00:00Z",
        });
        return (allowed, Json(user)).into_response();
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
