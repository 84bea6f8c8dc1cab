//! What holds across a restart: another outbox on the same store, in another client.

use std::collections::BTreeSet;

use clientwright_runtime::testing::Answer;
use clientwright_runtime::{Outbox, PendingState};

use crate::api::{Stage, TAKEN};
use crate::client::ClientBuilder;
use crate::store::Shelf;

fn stage(shelf: &Shelf) -> Stage {
    Stage::with(Outbox::new(shelf.clone()), |builder| builder.token("t"))
}

#[test]
fn entries_are_sent_though_nobody_makes_their_calls_again() {
    let shelf = Shelf::default();
    let before = stage(&shelf);
    before.network.set_online(false);
    let (first, ids) = before.clock.run(async {
        let call = before.client.say("one").query("q", "1").header("x-note", "n");
        let first = call.enqueue("a").await.unwrap();
        let second = before.client.post_secured().body("two").enqueue("a").await.unwrap();
        let ids = [first.id(), second.id()];
        (first.idempotency_key().to_owned(), ids)
    });
    let seen = before.outbox.pending();
    drop(before);

    let after = stage(&shelf);
    let pending = after.outbox.pending();
    assert_eq!(pending.iter().map(|entry| entry.id()).collect::<Vec<_>>(), ids);
    assert_eq!(pending[0].queued_at(), seen[0].queued_at());
    after.server.on("POST", "/messages").reply(Answer::json(200, TAKEN));
    after.server.on("POST", "/secured").reply(Answer::json(200, TAKEN));
    assert_eq!(after.clock.run(after.outbox.flush()), 0);
    let calls = after.server.calls();
    assert_eq!(
        (calls[0].text(), calls[0].query.as_str(), calls[0].header("x-note")),
        ("\"one\"".into(), "q=1", Some("n"))
    );
    assert_eq!(calls[0].header("idempotency-key"), Some(first.as_str()));
    assert_eq!(calls[0].header("authorization"), None);
    assert_eq!((calls[1].text(), calls[1].header("authorization")), ("two".into(), Some("Bearer t")));
    assert_eq!(shelf.len(), 0);
}

#[test]
fn entries_go_where_the_base_url_is_then() {
    let shelf = Shelf::default();
    let before = stage(&shelf);
    before.network.set_online(false);
    before.clock.run(async {
        before.client.say("one").query("q", "1").enqueue("a").await.unwrap();
        before.client.post_elsewhere().body("two").enqueue("a").await.unwrap();
    });
    drop(before);
    let moved = |builder: ClientBuilder| builder.base_url("http://other.localhost/v2/");
    let after = Stage::with(Outbox::new(shelf.clone()), moved);
    after.server.on("POST", "/v2/messages").reply(Answer::json(200, TAKEN));
    after.server.on("POST", "/v2/file").reply(Answer::json(200, TAKEN));
    assert_eq!(after.clock.run(after.outbox.flush()), 0);
    let urls: Vec<String> = after.server.calls().iter().map(|call| call.url.clone()).collect();
    assert_eq!(urls, ["http://other.localhost/v2/messages?q=1", "http://other.localhost/v2/file"]);
}

#[test]
fn a_repetition_has_the_same_key_and_the_same_bytes() {
    let shelf = Shelf::default();
    let mut seen = BTreeSet::new();
    for round in 0..5 {
        let stage = stage(&shelf);
        stage.server.on("POST", "/messages").reply(Answer::silence());
        stage.clock.run(async {
            if round == 0 {
                stage.client.say("once").enqueue("a").await.unwrap();
            }
            stage.pass(10).await;
        });
        let call = &stage.server.calls()[0];
        seen.insert((call.text(), call.header("idempotency-key").unwrap().to_owned()));
    }
    assert_eq!(seen.len(), 1);
}

#[test]
fn dead_letters_and_what_is_known_of_entries_are_kept() {
    let shelf = Shelf::default();
    let before = stage(&shelf);
    before.server.on("POST", "/messages").body("\"bad\"").reply(Answer::status(400));
    before.server.on("POST", "/messages").reply(Answer::status(503));
    before.clock.run(async {
        before.client.say("bad").enqueue("a").await.unwrap().delivered().await.unwrap_err();
        before.client.say("busy").enqueue("a").await.unwrap();
        before.pass(120).await;
    });
    let attempts = before.outbox.pending()[0].attempts();
    assert!(attempts > 1);
    drop(before);

    let after = stage(&shelf);
    after.network.set_online(false);
    let (pending, dead) = (after.outbox.pending(), after.outbox.dead());
    assert!(pending[0].attempts() >= attempts && pending[0].last_status() == Some(503));
    assert_eq!(
        (dead[0].state(), dead[0].last_status(), dead[0].body()),
        (PendingState::Dead, Some(400), &b"\"bad\""[..])
    );
    after.server.on("POST", "/messages").reply(Answer::json(200, TAKEN));
    after.network.set_online(true);
    after.clock.run(async {
        assert!(after.outbox.retry(dead[0].id()).await.unwrap());
        assert_eq!(after.outbox.flush().await, 0);
    });
    assert_eq!(after.bodies().iter().collect::<BTreeSet<_>>().len(), 2);
    assert_eq!(shelf.len(), 0);
}

#[test]
fn an_outbox_of_another_api_is_refused() {
    use clientwright_runtime::private as rt;
    static OTHER: rt::Api =
        rt::Api { name: "other", title: "", version: "1", servers: &[], schemes: &[], security: &[] };
    let shelf = Shelf::default();
    let before = stage(&shelf);
    before.network.set_online(false);
    before.clock.run(async { before.client.say("x").enqueue("a").await.unwrap() });
    drop(before);
    let clock = clientwright_runtime::testing::VirtualClock::new();
    let outbox = clock.run(Outbox::new(shelf).open()).unwrap();
    let builder = rt::Builder::new(&OTHER).base_url("http://other.localhost/").clock(clock.clone()).outbox(outbox);
    let error = builder.spawner(clock).build().unwrap_err();
    assert!(error.to_string().contains("calls of another API, `test`"), "{error}");
}
