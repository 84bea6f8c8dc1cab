//! Keys that make a request safe to repeat.

use std::collections::BTreeSet;

use clientwright_runtime::testing::Answer;

use crate::api::ITEM;
use crate::client::setting;

#[test]
fn one_key_is_made_for_a_call_and_repeated_by_its_attempts() {
    let (clock, server, builder) = setting();
    server.on("POST", "/item").once(Answer::status(500)).once(Answer::status(502)).reply(Answer::json(200, ITEM));
    let client = builder.build().unwrap();
    clock.run(async {
        client.post_keyed().await.unwrap();
        client.post_keyed().await.unwrap();
    });
    let keys: Vec<_> = server.calls().iter().map(|call| call.header("idempotency-key").unwrap().to_owned()).collect();
    assert_eq!(keys.len(), 4);
    assert!(keys[0] == keys[1] && keys[1] == keys[2] && keys[2] != keys[3], "{keys:?}");
    let uuid = clientwright_runtime::Uuid::parse_str(&keys[0]).unwrap();
    assert_eq!(uuid.get_version_num(), 4);
}

#[test]
fn the_callers_key_is_kept() {
    let (clock, server, builder) = setting();
    server.on("POST", "/item").reply(Answer::json(200, ITEM));
    let client = builder.build().unwrap();
    clock.run(async { client.post_keyed().header("Idempotency-Key", "mine").await.unwrap() });
    assert_eq!(server.calls()[0].header("idempotency-key"), Some("mine"));
}

#[test]
fn operations_without_a_key_get_none_and_an_error_tells_its_key() {
    let (clock, server, builder) = setting();
    server.on("POST", "/item").reply(Answer::status(400));
    let client = builder.build().unwrap();
    let (plain, keyed) =
        clock.run(async { (client.post().await.unwrap_err(), client.post_keyed().await.unwrap_err()) });
    assert_eq!((plain.idempotency_key(), server.calls()[0].header("idempotency-key")), (None, None));
    assert_eq!(keyed.idempotency_key(), server.calls()[1].header("idempotency-key"));
}

#[test]
fn keys_differ_between_clients_that_are_not_seeded() {
    let mut keys = BTreeSet::new();
    for _ in 0..10 {
        let (clock, server, _) = setting();
        server.on("POST", "/item").reply(Answer::json(200, ITEM));
        let builder = crate::client::ClientBuilder::new();
        let client = builder.transport(server.clone()).clock(clock.clone()).build().unwrap();
        clock.run(async { client.post_keyed().await.unwrap() });
        keys.insert(server.calls()[0].header("idempotency-key").unwrap().to_owned());
    }
    assert_eq!(keys.len(), 10);
}
