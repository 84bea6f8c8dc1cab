//! What is kept of a call, and what cannot be.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::time::Duration;

use bytes::Bytes;
use clientwright_runtime::private as rt;
use clientwright_runtime::testing::{Answer, MockTransport, VirtualClock};
use clientwright_runtime::{
    Body, BoxError, ErrorKind, Failure, Interceptor, Next, Outbox, OutboxError, OutboxErrorKind, ResponseBody, Timeouts,
};
use http::{Request, Response};

use crate::api::{Stage, TAKEN};
use crate::client::{Client, setting};
use crate::store::Shelf;

fn reason<E: std::fmt::Debug>(error: &clientwright_runtime::Error<E>) -> OutboxErrorKind {
    assert_eq!(error.kind(), ErrorKind::Request, "{error}");
    std::error::Error::source(error).unwrap().downcast_ref::<OutboxError>().unwrap().kind()
}

#[test]
fn a_client_without_an_outbox_says_so() {
    let (clock, server, builder) = setting();
    let client = builder.build().unwrap();
    let error = clock.run(async { client.say("x").enqueue("a").await.unwrap_err() });
    assert_eq!((error.kind(), error.operation_id()), (ErrorKind::Request, "postMessage"));
    assert!(error.to_string().contains("the client has no outbox"), "{error}");
    assert!(server.calls().is_empty());
}

#[test]
fn a_body_that_can_be_made_again_is_read_and_one_that_cannot_is_refused() {
    let stage = Stage::new();
    stage.server.on("POST", "/messages").reply(Answer::json(200, TAKEN));
    let pieces = || futures_util::stream::iter([Ok::<_, BoxError>(Bytes::from("\"a")), Ok(Bytes::from("b\""))]);
    stage.clock.run(async {
        let once = stage.client.post().body(Body::stream(pieces())).enqueue("a").await.unwrap_err();
        assert_eq!(reason(&once), OutboxErrorKind::Unfit);
        assert!(once.to_string().contains("can be read once"), "{once}");
        let again = stage.client.post().body(Body::factory(None, pieces)).enqueue("a").await.unwrap();
        again.delivered().await.unwrap();
        let broken = || futures_util::stream::iter([Err::<Bytes, BoxError>("the file is gone".into())]);
        let broken = stage.client.post().body(Body::factory(None, broken)).enqueue("a").await.unwrap_err();
        assert!(broken.to_string().contains("the file is gone"), "{broken}");
    });
    assert_eq!(stage.bodies(), ["\"ab\""]);
}

#[test]
fn credentials_of_a_call_are_refused_and_not_kept() {
    let stage = Stage::new();
    stage.clock.run(async {
        for header in ["Authorization", "Proxy-Authorization", "Cookie", "X-Key", "X-Auth-Token"] {
            let error = stage.client.say("x").header(header, "hunter2").enqueue("a").await.unwrap_err();
            assert_eq!(reason(&error), OutboxErrorKind::Unfit);
            assert!(error.to_string().contains("proves who is calling") && !error.to_string().contains("hunter2"));
        }
        for name in ["api_key", "k", "access_token", "X-Amz-Credential"] {
            let call = stage.client.post_secretly().query("page", "1").query(name, "hunter2");
            let error = call.enqueue("a").await.unwrap_err();
            assert_eq!(reason(&error), OutboxErrorKind::Unfit);
            assert!(
                error.to_string().contains(&format!("the query parameter `{name}` proves who is calling")),
                "{error}"
            );
            assert!(!error.to_string().contains("hunter2"));
        }
    });
    assert!(stage.outbox.pending().is_empty());
}

#[test]
fn headers_queries_and_the_callers_key_are_kept() {
    let stage = Stage::with(Outbox::in_memory(), |builder| builder.header("x-tenant", "7"));
    stage.server.on("POST", "/messages").reply(Answer::json(200, TAKEN));
    stage.clock.run(async {
        let call = stage.client.say("x").query("q", "ä b").header("x-note", "n").header("idempotency-key", "mine");
        let queued = call.enqueue("a").await.unwrap();
        assert_eq!(queued.idempotency_key(), "mine");
        queued.delivered().await.unwrap();
        stage.client.post_keyed().body("1").enqueue("a").await.unwrap().delivered().await.unwrap();
    });
    let calls = stage.server.calls();
    assert_eq!(calls[0].query, "q=%C3%A4%20b");
    for (header, value) in
        [("x-note", "n"), ("x-tenant", "7"), ("idempotency-key", "mine"), ("accept", "application/json")]
    {
        assert_eq!(calls[0].header(header), Some(value));
    }
    assert!(calls[1].header("x-key-of-call").is_some() && calls[1].header("idempotency-key").is_none());
}

#[test]
fn a_request_without_a_body_stays_one() {
    let stage = Stage::new();
    stage.server.on("PUT", "/messages/1").reply(Answer::json(200, TAKEN));
    stage.clock.run(async {
        stage.client.put().enqueue("a").await.unwrap().delivered().await.unwrap();
    });
    assert!(stage.server.calls()[0].header("content-type").is_none());
}

#[test]
fn an_operation_goes_to_its_own_server() {
    let (clock, server, _) = setting();
    server.on("POST", "/up/file").reply(Answer::json(200, TAKEN));
    let outbox = clock.run(Outbox::in_memory().open()).unwrap();
    let builder = crate::client::ClientBuilder::new().transport(server.clone()).clock(clock.clone());
    let client = builder.spawner(clock.clone()).outbox(outbox.clone()).build().unwrap();
    clock.run(async {
        client.post_elsewhere().body("1").enqueue("a").await.unwrap().delivered().await.unwrap();
    });
    assert_eq!(server.calls()[0].url, "http://upload.localhost/up/file");
}

static DESCRIBED: rt::Api = rt::Api {
    name: "described",
    title: "",
    version: "1",
    servers: &[rt::Server::new("http://ann:hunter2@mock.localhost/v1/")],
    schemes: &[],
    security: &[],
};

/// A client of the described server, whose URL has a user and a password, on `shelf`.
fn described(shelf: &Shelf) -> (VirtualClock, MockTransport, Outbox, Client) {
    let (clock, server, _) = setting();
    server.on("POST", "/v1/messages").reply(Answer::json(200, TAKEN));
    server.on("POST", "/v2/relative").reply(Answer::json(200, TAKEN));
    let outbox = clock.run(Outbox::new(shelf.clone()).open()).unwrap();
    let builder = rt::Builder::new(&DESCRIBED).transport(server.clone()).clock(clock.clone());
    let inner = builder.spawner(clock.clone()).outbox(outbox.clone()).build().unwrap();
    (clock, server, outbox, Client { inner })
}

#[test]
fn the_user_of_a_servers_url_is_not_kept_and_is_there_when_it_is_sent() {
    let shelf = Shelf::default();
    let network = clientwright_runtime::Connectivity::new();
    network.set_online(false);
    let (clock, server, _) = setting();
    let outbox = clock.run(Outbox::new(shelf.clone()).open()).unwrap();
    let builder = rt::Builder::new(&DESCRIBED).transport(server).clock(clock.clone()).connectivity(network);
    let before = Client { inner: builder.spawner(clock.clone()).outbox(outbox).build().unwrap() };
    clock.run(async {
        before.say("1").enqueue("a").await.unwrap();
        before.post_relative().enqueue("b").await.unwrap();
        let error = before.post_as_bob().enqueue("a").await.unwrap_err();
        assert_eq!(reason(&error), OutboxErrorKind::Unfit);
        assert!(error.to_string().contains("a user of its own") && !error.to_string().contains("hunter3"), "{error}");
    });
    assert!(shelf.contains("relative") && !shelf.contains("hunter2") && !shelf.contains("ann"));
    drop(before);

    let (clock, server, outbox, _client) = described(&shelf);
    assert_eq!(clock.run(outbox.flush()), 0);
    let mut urls: Vec<String> = server.calls().iter().map(|call| call.url.clone()).collect();
    urls.sort();
    assert_eq!(
        urls,
        ["http://ann:hunter2@mock.localhost/v1/messages", "http://ann:hunter2@mock.localhost/v2/relative"]
    );
}

#[test]
fn nothing_that_is_shown_has_a_body_in_it() {
    let stage = Stage::new();
    stage.network.set_online(false);
    let shown = stage.clock.run(async {
        let queued = stage.client.say("hunter2").query("q", "hunter2").enqueue("a").await.unwrap();
        format!("{queued:?} {:?} {:?}", stage.outbox, stage.outbox.pending())
    });
    assert!(!shown.contains("hunter2"), "{shown}");
}

#[test]
fn each_sending_is_a_call_as_any_other_but_for_the_time_limits_of_the_call() {
    let noted = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&noted);
    let stage = Stage::with(Outbox::in_memory(), |builder| {
        let timeouts = Timeouts::new().operation(Duration::from_secs(20));
        builder.timeouts(timeouts).interceptor(Counts(count))
    });
    let slow = |seconds| Answer::json(200, TAKEN).delay(Duration::from_secs(seconds));
    stage.server.on("POST", "/messages").once(slow(30)).reply(slow(10));
    stage.clock.run(async {
        let call = stage.client.say("x").timeout(Duration::from_secs(1));
        let queued = call.enqueue("a").await.unwrap();
        let id = queued.id();
        stage.pass(21).await;
        let attempts = stage.outbox.pending().iter().find(|entry| entry.id() == id).map(|entry| entry.attempts());
        assert_eq!(attempts, Some(1));
        queued.delivered().await.unwrap();
    });
    assert_eq!(noted.load(SeqCst), 2);
}

/// Counts calls.
struct Counts(Arc<AtomicUsize>);

impl Interceptor for Counts {
    async fn intercept(&self, request: Request<Body>, next: Next<'_>) -> Result<Response<ResponseBody>, Failure> {
        self.0.fetch_add(1, SeqCst);
        next.run(request).await
    }
}
