//! Over real sockets on this machine: what only a connection shows. Time stands still but for what a law lets pass.

mod broken;
mod down;
#[cfg(feature = "http2")]
mod http2;
mod large;

use std::collections::BTreeSet;
use std::time::Duration;

use clientwright_runtime::testing::{Answer, Recorded, Script, ScriptedServer, VirtualClock};
use clientwright_runtime::{
    Error, Outbox, OutboxBuilder, OutboxEvent, OutboxEvents, Queued, RetryPolicy, Value, Waits,
};
use futures_util::StreamExt;

use crate::api::TAKEN;
use crate::client::{Client, ClientBuilder, Problem};

/// A server, and a client of it with an outbox, each of whose sendings is one attempt.
struct Wire {
    server: ScriptedServer,
    clock: VirtualClock,
    outbox: Outbox,
    events: OutboxEvents,
    client: Client,
}

impl Wire {
    async fn new() -> Self {
        Self::with(Outbox::in_memory(), |builder| builder).await
    }

    async fn with(outbox: OutboxBuilder, more: impl FnOnce(ClientBuilder) -> ClientBuilder) -> Self {
        let (server, clock, outbox) =
            (ScriptedServer::start().unwrap(), VirtualClock::new(), outbox.open().await.unwrap());
        let events = outbox.events();
        let client = more(client(server.url(), &clock, &outbox)).build().unwrap();
        Self { server, clock, outbox, events, client }
    }

    /// Waits until so many sendings were not taken; what the last of them waits for, and how long at most.
    async fn deferred(&mut self, count: usize) -> (Waits, Duration) {
        deferred(&mut self.events, count).await
    }

    /// How an entry ends that is sent once.
    async fn never_again(&mut self, queued: Queued<Value, Problem>) -> Result<Value, Error<Problem>> {
        tokio::select! {
            ended = queued.delivered() => ended,
            _ = self.deferred(1) => panic!("it is sent again"),
        }
    }
}

fn client(url: String, clock: &VirtualClock, outbox: &Outbox) -> ClientBuilder {
    let builder = ClientBuilder::new().base_url(url).clock(clock.clone()).outbox(outbox.clone());
    builder.retry(RetryPolicy::never()).seed(7)
}

async fn deferred(events: &mut OutboxEvents, mut count: usize) -> (Waits, Duration) {
    loop {
        match events.next().await.unwrap() {
            OutboxEvent::Deferred { waits, wait, .. } if count == 1 => return (waits, wait),
            OutboxEvent::Deferred { .. } => count -= 1,
            _ => {}
        }
    }
}

/// Takes what it is asked, on one connection.
fn taking() -> Script {
    Script::answers(Answer::json(200, TAKEN))
}

fn key(request: &Recorded) -> &str {
    request.header("idempotency-key").unwrap()
}

/// Holds requests to be one, sent again: head and body the same, byte by byte.
#[track_caller]
fn same(requests: &[Recorded]) {
    let first = &requests[0];
    for again in &requests[1..] {
        assert_eq!((key(again), &again.headers, &again.url), (key(first), &first.headers, &first.url));
        assert!(again.body == first.body, "other bytes");
    }
}

/// What a server that knows keys has applied, in order.
fn applied(requests: &[Recorded]) -> Vec<String> {
    let mut known = BTreeSet::new();
    requests.iter().filter(|request| known.insert(key(request).to_owned())).map(Recorded::text).collect()
}
