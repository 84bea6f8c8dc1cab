//! Reads that show what is pending: the list of a chat's messages, with those behind it that are not sent yet.

use clientwright_runtime::testing::Answer;
use clientwright_runtime::{Bytes, OVERLAID, Outbox, Pending, Read};
use serde_json::Value;

use crate::api::{Stage, TAKEN};

fn chat() -> Stage {
    let overlay = |read: &Read<'_>, pending: &[Pending]| {
        if read.operation_id() != "listMessages" {
            return None;
        }
        let mut messages: Vec<Value> = serde_json::from_slice(read.body()).ok()?;
        let here =
            pending.iter().filter(|entry| entry.operation_id() == "postMessage" && read.url().ends_with(entry.url()));
        messages.extend(here.filter_map(|entry| serde_json::from_slice::<Value>(entry.body()).ok()));
        serde_json::to_vec(&messages).ok().map(Bytes::from)
    };
    let stage = Stage::with(Outbox::in_memory().overlay(overlay), |builder| builder);
    stage.server.on("POST", "/messages").reply(Answer::json(200, TAKEN));
    stage
}

#[test]
fn a_list_has_what_is_not_sent_yet_and_says_so() {
    let stage = chat();
    stage.server.on("GET", "/messages").reply(Answer::json(200, r#"["old"]"#));
    stage.network.set_online(false);
    stage.clock.run(async {
        stage.client.say("one").enqueue("a").await.unwrap();
        stage.client.say("two").enqueue("a").await.unwrap();
        stage.client.put().enqueue("a").await.unwrap();
        let list = stage.client.list().response().await.unwrap();
        assert_eq!(list.headers()[OVERLAID], "3");
        assert_eq!(list.into_body(), serde_json::json!(["old", "one", "two"]));
    });
}

#[test]
fn what_is_sent_is_as_the_server_has_it_and_the_mark_is_ours() {
    let stage = chat();
    stage.server.on("GET", "/messages").reply(Answer::json(200, r#"["old"]"#).header(OVERLAID, "99"));
    stage.clock.run(async {
        let list = stage.client.list().response().await.unwrap();
        assert!(list.headers().get(OVERLAID).is_none());
        assert_eq!(list.into_body(), serde_json::json!(["old"]));
    });
}

#[test]
fn errors_and_what_the_app_leaves_are_left() {
    let stage = chat();
    stage.server.on("GET", "/messages").once(Answer::json(404, r#"{"code":"x"}"#)).reply(Answer::json(200, "7"));
    stage.network.set_online(false);
    stage.clock.run(async {
        stage.client.say("one").enqueue("a").await.unwrap();
        let error = stage.client.list().await.unwrap_err();
        assert_eq!(error.api().unwrap().code, "x");
        let list = stage.client.list().response().await.unwrap();
        assert!(list.headers().get(OVERLAID).is_none());
        assert_eq!(list.into_body(), 7);
    });
}
