//! The transport of a page, with a server beside the browser that follows a script.

use std::cell::RefCell;
use std::time::Duration;

pub(crate) use clientwright_runtime::BrowserClock as PlatformClock;
use clientwright_runtime::{Body, BoxFuture, Clock, FetchTransport, ResponseBody, Transport};
use futures_util::TryStreamExt;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::api::patient;
use crate::client::ClientBuilder;
use crate::script::{Script, Seen};
use crate::waits::Waits;

/// Of the server of servers.
const STAGES: &str = match option_env!("STAGES_SERVER") {
    Some(url) => url,
    None => "http://127.0.0.1:8789",
};

/// Makes a stage for a script.
pub(crate) type Setup = fn(Script) -> BoxFuture<'static, Stage>;

/// A server, and the way to it.
pub(crate) struct Stage {
    builder: RefCell<Option<ClientBuilder>>,
    number: usize,
    /// The base URL of another origin, where the same server is.
    pub(crate) elsewhere: String,
    pub(crate) waits: Waits,
}

impl Stage {
    /// A builder of the client. There is one.
    pub(crate) fn client(&self) -> ClientBuilder {
        self.builder.take().unwrap()
    }

    /// Whether there is no wire.
    pub(crate) fn is_in_memory(&self) -> bool {
        false
    }

    /// What the server was asked.
    pub(crate) async fn seen(&self) -> Vec<Seen> {
        self.ask("seen", 0).await
    }

    /// Waits until so many requests are there.
    pub(crate) async fn requests(&self, count: usize) {
        self.ask("requests", count).await
    }

    /// Waits until so many bytes of bodies are there.
    pub(crate) async fn received(&self, bytes: usize) {
        self.ask("received", bytes).await
    }

    /// Waits until the server has noticed that the client went away from so many answers.
    pub(crate) async fn left(&self, count: usize) {
        self.ask("left", count).await
    }

    /// Lets an answer go that is held.
    pub(crate) async fn release(&self) {
        self.ask("release", 1).await
    }

    /// Ends the connections that there are, and waits until they have ended.
    pub(crate) async fn cut(&self) {
        self.ask("cut", 1).await
    }

    async fn ask<T: DeserializeOwned>(&self, question: &str, count: usize) -> T {
        asked(&format!("{}/{question}/{count}", self.number), Body::empty()).await
    }
}

/// What the server of servers says.
async fn asked<T: DeserializeOwned>(path: &str, body: Body) -> T {
    let request = http::Request::post(format!("{STAGES}/{path}")).header("content-type", "application/json");
    let response = FetchTransport::new().send(request.body(body).unwrap()).await.unwrap();
    let ResponseBody::Stream(pieces) = response.into_body() else { panic!("{path}: no answer") };
    serde_json::from_slice(&pieces.try_collect::<Vec<_>>().await.unwrap().concat()).unwrap()
}

/// Lets everything else go on: a wait of no time is over before anything else is.
pub(crate) async fn turn() {
    PlatformClock.sleep(Duration::from_millis(1)).await;
}

pub(crate) fn fetch(script: Script) -> BoxFuture<'static, Stage> {
    Box::pin(staged("http1", script))
}

pub(crate) fn fetch_over_tls(script: Script) -> BoxFuture<'static, Stage> {
    Box::pin(staged("tls", script))
}

/// Where the servers of a script are.
#[derive(Deserialize)]
struct Staged {
    stage: usize,
    base: String,
    elsewhere: String,
}

async fn staged(speaks: &str, script: Script) -> Stage {
    let Staged { stage, base, elsewhere } = asked(speaks, serde_json::to_vec(&script).unwrap().into()).await;
    let (transport, waits) = (FetchTransport::new().socket_token("access_token"), Waits::default());
    let builder = patient().base_url(base).transport(transport).clock(waits.clone());
    Stage { builder: RefCell::new(Some(builder)), number: stage, elsewhere, waits }
}
