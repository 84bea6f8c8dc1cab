//! What a page keeps in the browser's database: responses of a cache, entries of an outbox. Held over a server in memory, as the way to one is
//! held elsewhere.

#![cfg(target_arch = "wasm32")]

use std::time::Duration;

use clientwright_runtime::testing::{Answer, MockTransport};
use clientwright_runtime::{
    BrowserClock, CachePolicy, Clock, Connectivity, ErrorKind, HttpCache, Outbox, OutboxErrorKind,
};
use user_chat::types::{NewMessage, TextContent};
use user_chat::{Client, ClientBuilder};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

const ANN: &str = r#"{"id":"1","name":"Ann","email":"ann@example.com","avatar_url":null,"role":"admin","created_at":"2026-01-01T00:00:00Z"}"#;

/// A server that takes every message and knows every user, and a builder of its clients.
fn stage() -> (MockTransport, ClientBuilder) {
    let server = MockTransport::new(&BrowserClock);
    server.on("POST", "/api/v1/rooms/general/messages").reply(Answer::json(201, "{}"));
    for user in ["1", "2", "3"] {
        let answer = Answer::json(200, ANN).header("cache-control", "max-age=60");
        server.on("GET", &format!("/api/v1/users/{user}")).reply(answer);
    }
    let builder = Client::builder().base_url("http://127.0.0.1/").transport(server.clone()).bearer("a-token");
    (server, builder)
}

fn text(text: &str) -> NewMessage {
    NewMessage::new(TextContent::new(text).into())
}

/// The texts and the keys of what a server was sent.
fn said(server: &MockTransport) -> Vec<(String, String)> {
    let said = |call: &clientwright_runtime::testing::Recorded| {
        let key = call.header("idempotency-key").unwrap_or_default().to_owned();
        let text = call.text().split('"').find(|word| word.starts_with("message")).unwrap_or_default().to_owned();
        (text, key)
    };
    server.calls().iter().map(said).collect()
}

async fn outbox(name: &str) -> Outbox {
    Outbox::indexed_db(name).open().await.unwrap()
}

#[wasm_bindgen_test]
async fn entries_are_there_when_the_page_is_loaded_anew_and_are_sent_once_and_in_order() {
    let network = Connectivity::new();
    network.set_online(false);
    let mut keys = Vec::new();
    for round in 1..=2 {
        let (server, builder) = stage();
        let client = builder.outbox(outbox("entries").await).connectivity(network.clone()).build().unwrap();
        for count in 1..=2 {
            let message = text(&format!("message {round}.{count}"));
            let queued = client.chat().post_message("general", message).enqueue("general").await.unwrap();
            keys.push(queued.idempotency_key().to_owned());
        }
        client.close().await;
        assert!(server.calls().is_empty());
    }
    let (server, builder) = stage();
    let outbox_again = outbox("entries").await;
    let ids: Vec<_> = outbox_again.pending().iter().map(|pending| pending.id()).collect();
    assert!(ids.len() == 4 && ids.is_sorted(), "{ids:?}");
    let client = builder.outbox(outbox_again.clone()).build().unwrap();
    assert_eq!(outbox_again.flush().await, 0);
    let texts = ["message 1.1", "message 1.2", "message 2.1", "message 2.2"].map(str::to_owned);
    assert_eq!(said(&server), texts.into_iter().zip(keys).collect::<Vec<_>>());
    client.close().await;
    drop((client, outbox_again));

    let (server, builder) = stage();
    let empty = outbox("entries").await;
    assert!(empty.pending().is_empty() && empty.dead().is_empty());
    let client = builder.outbox(empty.clone()).build().unwrap();
    let queued = client.chat().post_message("general", text("message 3")).enqueue("general").await.unwrap();
    assert!(Some(&queued.id()) > ids.last(), "no number is given twice");
    empty.flush().await;
    assert_eq!(server.calls().len(), 1);
}

#[wasm_bindgen_test]
async fn one_page_has_an_outbox_at_a_time() {
    let first = outbox("one").await;
    let error = Outbox::indexed_db("one").open().await.unwrap_err();
    assert_eq!(error.kind(), OutboxErrorKind::InUse, "{error}");
    outbox("another").await;
    drop(first);
    outbox("one").await;
}

#[wasm_bindgen_test]
async fn what_is_discarded_is_not_there_any_more() {
    let network = Connectivity::new();
    network.set_online(false);
    let first = outbox("discarded").await;
    let client = stage().1.outbox(first.clone()).connectivity(network).build().unwrap();
    let goes = client.chat().post_message("general", text("message 1")).enqueue("general").await.unwrap();
    let stays = client.chat().post_message("general", text("message 2")).enqueue("general").await.unwrap();
    assert!(first.discard(goes.id()).await.unwrap());
    let stays = stays.id();
    client.close().await;
    drop((client, goes, first));
    let pending: Vec<_> = outbox("discarded").await.pending().iter().map(|pending| pending.id()).collect();
    assert_eq!(pending, [stays]);
}

#[wasm_bindgen_test]
async fn responses_are_there_when_the_page_is_loaded_anew_for_whom_they_are() {
    let open = async |user: &str| HttpCache::indexed_db("responses", 1 << 20).await.unwrap().partition(user);
    let (server, builder) = stage();
    let client = builder.cache(open("ann").await).build().unwrap();
    client.users().get_user("1").await.unwrap();
    assert_eq!(server.calls().len(), 1);
    client.close().await;

    let (server, builder) = stage();
    let again = open("ann").await;
    let client = builder.cache(again.clone()).build().unwrap();
    assert_eq!(client.users().get_user("1").await.unwrap().name, "Ann");
    assert!(server.calls().is_empty(), "it was stored");

    let (server, builder) = stage();
    let client_of_bob = builder.cache(open("bob").await).build().unwrap();
    client_of_bob.users().get_user("1").await.unwrap();
    assert_eq!(server.calls().len(), 1, "what is Ann's is not Bob's");

    again.clear().await.unwrap();
    let (server, builder) = stage();
    let client = builder.cache(open("ann").await).build().unwrap();
    client.users().get_user("1").await.unwrap();
    assert_eq!(server.calls().len(), 1, "it was forgotten");
    client_of_bob.users().get_user("1").await.unwrap();
}

/// Reads a user by a client that has ended when this is done: how often the server was asked.
async fn read(user: &str, cache: &HttpCache) -> usize {
    let (server, builder) = stage();
    let client = builder.cache(cache.clone()).build().unwrap();
    client.users().get_user(user).await.unwrap();
    client.close().await;
    server.calls().len()
}

#[wasm_bindgen_test]
async fn what_was_used_longest_ago_goes_where_there_is_no_room() {
    let probe = HttpCache::indexed_db("probe", 1 << 20).await.unwrap().partition("ann");
    assert_eq!(read("1", &probe).await, 1);
    let one = probe.size().await.unwrap();
    assert!(one > 0);

    let room = one * 5 / 2;
    let cache = HttpCache::indexed_db("room", room).await.unwrap().partition("ann");
    for (user, asked) in [("1", 1), ("2", 1), ("1", 0), ("3", 1), ("1", 0), ("3", 0), ("2", 1)] {
        assert_eq!(read(user, &cache).await, asked, "user {user}");
        assert!(cache.size().await.unwrap() <= room);
        // Two uses within one millisecond are of one time.
        BrowserClock.sleep(Duration::from_millis(3)).await;
    }
}

/// Has the browser say so many times that there is no room for a response in the database of the cache `full`.
fn refuse(times: u32) {
    let refusing = format!(
        r#"
        globalThis.put ??= IDBObjectStore.prototype.put;
        globalThis.refused = {times};
        IDBObjectStore.prototype.put = function (...given) {{
            if (this.name === "responses" && this.transaction.db.name === "full cache" && refused-- > 0) {{
                throw new DOMException("there is no room", "QuotaExceededError");
            }}
            return put.apply(this, given);
        }};
        "#
    );
    js_sys::eval(&refusing).unwrap();
}

#[wasm_bindgen_test]
async fn where_the_browser_has_no_room_what_was_used_longest_ago_makes_some() {
    let open = async || HttpCache::indexed_db("full", 1 << 20).await.unwrap().partition("ann");
    let cache = open().await;
    for user in ["1", "2"] {
        assert_eq!(read(user, &cache).await, 1);
        BrowserClock.sleep(Duration::from_millis(3)).await;
    }
    let two = cache.size().await.unwrap();
    refuse(1);
    assert_eq!(read("3", &cache).await, 1);
    for (user, asked) in [("2", 0), ("3", 0)] {
        assert_eq!(read(user, &cache).await, asked, "user {user}");
    }
    assert_eq!((cache.size().await.unwrap(), open().await.size().await.unwrap()), (two, two));

    // Nor is there any afterwards: what was to be replaced is gone, and the books say so.
    refuse(2);
    let (server, builder) = stage();
    let client = builder.cache(cache.clone()).cache_policy(CachePolicy::Reload).build().unwrap();
    client.users().get_user("2").await.unwrap();
    client.close().await;
    assert_eq!(server.calls().len(), 1);
    assert_eq!((cache.size().await.unwrap(), open().await.size().await.unwrap()), (0, 0));
    assert_eq!((read("2", &cache).await, read("2", &cache).await), (1, 0));
}

#[wasm_bindgen_test]
async fn a_client_without_an_outbox_says_so() {
    let client = stage().1.build().unwrap();
    let error = client.chat().post_message("general", text("message")).enqueue("general").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Request);
    assert!(error.to_string().contains("outbox"), "{error}");
}
