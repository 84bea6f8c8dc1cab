//! Servers that are down, and come back.

use std::time::Duration;

use clientwright_runtime::Outbox;
use clientwright_runtime::testing::{Answer, Script, ScriptedServer, VirtualClock};

use super::{Wire, applied, client, deferred, key, same, taking};
use crate::api::TAKEN;

const MINUTE: Duration = Duration::from_secs(60);
const QUEUES: [&str; 3] = ["a", "b", "c"];

/// Holds what was applied to be each queue's entries, in order.
#[track_caller]
fn in_order(applied: &[String], entries: usize) {
    for queue in QUEUES {
        let of: Vec<_> = applied.iter().filter(|body| body.contains(queue)).collect();
        let made: Vec<_> = (0..entries).map(|number| format!("\"{queue}{number}\"")).collect();
        assert_eq!(of, made.iter().collect::<Vec<_>>());
    }
}

async fn enqueue(wire: &Wire, entries: usize) {
    for number in 0..entries {
        for queue in QUEUES {
            wire.client.say(&format!("{queue}{number}")).enqueue(queue).await.unwrap();
        }
    }
}

#[tokio::test]
async fn a_server_that_comes_back_on_its_port_gets_each_queue_in_order() {
    let mut wire = Wire::new().await;
    wire.server.always(taking());
    wire.server.refuse().await.unwrap();
    enqueue(&wire, 5).await;
    for _ in 0..3 {
        wire.deferred(QUEUES.len()).await;
        assert_eq!(wire.outbox.pending().len(), 15);
        wire.clock.advance(MINUTE);
    }
    wire.deferred(QUEUES.len()).await;
    wire.server.accept().await.unwrap();
    wire.clock.advance(MINUTE);
    assert_eq!(wire.outbox.flush().await, 0);
    let requests = wire.server.requests();
    in_order(&applied(&requests), 5);
    assert_eq!(requests.len(), 15, "each is sent once");
}

#[tokio::test]
async fn a_server_that_dies_again_and_again_gets_each_entry_in_order_under_one_key() {
    let wire = Wire::new().await;
    // Each connection takes one, and dies with the next in its hands.
    let dying = Script::new().request().answer(Answer::json(200, TAKEN)).request();
    for _ in 0..6 {
        wire.server.once(dying.clone().reset());
        wire.server.once(dying.clone().close());
    }
    wire.server.always(taking());
    enqueue(&wire, 5).await;
    while wire.outbox.flush().await > 0 {}
    let requests = wire.server.requests();
    in_order(&applied(&requests), 5);
    assert!(requests.len() > 15, "some were repeated");
    for one in &requests {
        let all: Vec<_> = requests.iter().filter(|request| key(request) == key(one)).cloned().collect();
        same(&all);
    }
}

#[tokio::test]
async fn what_was_on_its_way_to_a_server_when_the_client_closed_is_sent_again_by_the_next() {
    let folder = tempfile::TempDir::new().unwrap();
    let before = Wire::with(Outbox::journal(folder.path()), |builder| builder).await;
    before.server.once(Script::new().request().until_left());
    before.server.always(taking());
    before.client.say("1").enqueue("a").await.unwrap();
    before.client.say("2").enqueue("a").await.unwrap();
    before.server.until_requests(1).await;
    let Wire { server, clock, outbox, events, client: first } = before;
    let closing = tokio::spawn(async move { first.inner.close().await });
    while !closing.is_finished() {
        clock.advance(Duration::from_secs(1));
        tokio::task::yield_now().await;
    }
    drop((outbox, events));
    server.until_open(0).await;

    let outbox = Outbox::journal(folder.path()).open().await.unwrap();
    let next = client(server.url(), &clock, &outbox).build().unwrap();
    assert_eq!(outbox.flush().await, 0);
    let requests = server.requests();
    assert_eq!((requests.len(), applied(&requests)), (3, vec!["\"1\"".to_owned(), "\"2\"".to_owned()]));
    same(&requests[..2]);
    drop(next);
}

#[tokio::test]
async fn what_one_server_has_read_and_not_answered_goes_to_the_next_under_its_key() {
    let folder = tempfile::TempDir::new().unwrap();
    let mut before = Wire::with(Outbox::journal(folder.path()), |builder| builder).await;
    before.server.once(Script::new().request().reset());
    before.server.always(Script::new().reset());
    let queued = before.client.say("1").enqueue("a").await.unwrap();
    before.deferred(1).await;
    let (was, first) = (queued.idempotency_key().to_owned(), before.server.requests());
    drop((queued, before));

    let server = ScriptedServer::start().unwrap();
    server.once(Script::new().request().answer(Answer::status(503)));
    server.always(taking());
    let (clock, outbox) = (VirtualClock::new(), Outbox::journal(folder.path()).open().await.unwrap());
    let mut events = outbox.events();
    let _next = client(server.url(), &clock, &outbox).build().unwrap();
    outbox.flush().await;
    deferred(&mut events, 1).await;
    clock.advance(MINUTE);
    while outbox.flush().await > 0 {}
    let requests = server.requests();
    same(&requests);
    assert_eq!((requests.len(), key(&requests[0]), requests[0].text()), (2, was.as_str(), first[0].text()));
}
