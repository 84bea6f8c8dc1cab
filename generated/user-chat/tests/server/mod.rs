//! The user and chat API as a server on a loopback port, for the tests and for the tour.
//!
//! Everything is in memory and starts with one account, [`EMAIL`] with [`PASSWORD`]. The rules are those of the
//! description; time is a counter, so that the same calls give the same answers. A test bends the server through
//! [`Server`]: expire tokens, throttle, lose an answer, give a canned one, break a connection in the midst of a message.
//! Requests come in over HTTP and are recorded as they arrived. The JSON is written by hand here: nothing is shared with
//! the client under test.

mod auth;
mod avatars;
mod chat;
mod events;
mod export;
mod faults;
mod fields;
mod killed;
mod live;
mod log;
mod messages;
mod pages;
pub(crate) mod pages_elsewhere;
mod problem;
mod rooms;
mod script;
mod state;
mod users;
mod validators;
mod wire;

use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

pub(crate) use self::faults::{Close, Fault};
pub(crate) use self::live::Ending;
pub(crate) use self::script::{Canned, Recorded};
pub(crate) use self::state::Avatar;

use self::live::Lives;
use self::script::Script;
use self::state::State;
use self::wire::Wires;

/// Who can sign in from the start: the user with the id `1`, an admin called Ann.
pub(crate) const EMAIL: &str = "ann@example.com";
/// The password of [`EMAIL`].
pub(crate) const PASSWORD: &str = "correct horse battery staple";

/// A running server. Dropping it stops it.
#[derive(Debug)]
pub(crate) struct Server {
    url: String,
    shared: Shared,
    wires: Wires,
    /// What is served beside the API, unseen by the script.
    beside: Router,
    /// Nothing while it is killed.
    serving: Mutex<Option<JoinHandle<()>>>,
}

impl Server {
    /// Starts on a free port of the loopback interface.
    pub(crate) async fn start() -> Self {
        Self::start_at("127.0.0.1:0").await.expect("a free port")
    }

    /// Starts at this address, if it is free.
    pub(crate) async fn start_at(address: &str) -> io::Result<Self> {
        Self::start_with(address, Router::new()).await
    }

    /// Starts at this address, and serves these paths beside those of the API: a page, say, that is of the same origin then.
    pub(crate) async fn start_with(address: &str, beside: Router) -> io::Result<Self> {
        let listener = TcpListener::bind(address).await?;
        let url = format!("http://{}", listener.local_addr()?);
        let shared = Shared::new(&url);
        let server = Self { url, shared, wires: Wires::default(), beside, serving: Mutex::default() };
        server.serve(listener);
        Ok(server)
    }

    /// Where the server listens, without a slash at the end.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// Takes the requests that arrived since the last time, in the order in which they arrived.
    pub(crate) fn take(&self) -> Vec<Recorded> {
        self.shared.script().take()
    }

    /// Takes the one request that arrived since the last time.
    pub(crate) fn take_one(&self) -> Recorded {
        let mut requests = self.take();
        assert_eq!(requests.len(), 1, "one request since the last look, but there were {requests:#?}");
        requests.remove(0)
    }

    /// Ends every access token. Refresh tokens still work.
    pub(crate) fn expire_tokens(&self) {
        self.shared.state().expire_tokens();
    }

    /// Ends every access token and every refresh token.
    pub(crate) fn revoke_tokens(&self) {
        self.shared.state().revoke_tokens();
    }

    /// Answers the next `count` requests with `429` and `Retry-After: 0`, without carrying them out.
    pub(crate) fn throttle_next(&self, count: usize) {
        for _ in 0..count {
            self.answer_next(Canned::throttled());
        }
    }

    /// Answers the next request with this, without carrying it out. Several stand in line.
    pub(crate) fn answer_next(&self, canned: Canned) {
        self.shared.script().answer_next(canned);
    }

    /// Carries the next request out and then answers `503`, as a gateway does that lost the real answer.
    pub(crate) fn lose_next_answer(&self) {
        self.shared.script().lose_next_answer();
    }

    /// The avatar of a user as it was parsed from the upload.
    pub(crate) fn avatar(&self, user: &str) -> Option<Avatar> {
        self.shared.state().avatar(user)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(serving) = self.serving().take() {
            serving.abort();
        }
        self.cut();
    }
}

/// What every handler holds.
#[derive(Clone, Debug)]
struct Shared {
    state: Arc<Mutex<State>>,
    script: Arc<Mutex<Script>>,
    live: Lives,
}

impl Shared {
    fn new(url: &str) -> Self {
        Self { state: Arc::new(Mutex::new(State::new(url))), script: Arc::default(), live: Lives::default() }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn script(&self) -> MutexGuard<'_, Script> {
        self.script.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn router(shared: Shared) -> Router {
    Router::new()
        .route("/api/v1/auth/sign-in", post(auth::sign_in))
        .route("/api/v1/auth/refresh", post(auth::refresh))
        .route("/api/v1/auth/sign-out", post(auth::sign_out))
        .route("/api/v1/users", get(users::list).post(users::create))
        .route("/api/v1/users/{id}", get(users::get).put(users::replace).patch(users::update).delete(users::delete))
        .route("/api/v1/users/{id}/avatar", get(avatars::download).post(avatars::upload))
        .route("/api/v1/rooms", get(rooms::list).post(rooms::create))
        .route("/api/v1/rooms/{room}", get(rooms::get))
        .route("/api/v1/rooms/{room}/members", get(rooms::members))
        .route("/api/v1/rooms/{room}/messages", get(messages::list).post(messages::post))
        .route("/api/v1/rooms/{room}/messages/export", get(export::export))
        .route("/api/v1/rooms/{room}/events", get(events::follow))
        .route("/api/v1/rooms/{room}/typing", post(events::typing))
        .route("/ws/chat/{room}", get(chat::connect))
        .fallback(problem::no_such_path)
        .layer(axum::middleware::from_fn(validators::mark))
        .layer(axum::middleware::from_fn_with_state(shared.clone(), script::run))
        .layer(DefaultBodyLimit::disable())
        .layer(axum::middleware::from_fn(pages_elsewhere::allow))
        .with_state(shared)
}
