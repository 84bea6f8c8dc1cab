//! What OpenAPI 3.2 has added to requests, as a server gets it.

use serde_json::json;

use super::get;
use crate::script::{Reply, Script};
use crate::setups::Setup;

pub(crate) async fn a_query_with_a_body_is_sent_again_as_it_was(setup: Setup) {
    let script = Script::default().on("QUERY", "/item", [Reply::status(500), Reply::Break, Reply::item("1")]);
    let stage = setup(script).await;
    let words = json!({"words": "a b"});
    assert_eq!(stage.client().build().unwrap().search().body(&words).await.unwrap().id, "1");
    let seen = stage.seen().await;
    assert_eq!(seen.len(), 3);
    for seen in seen {
        assert_eq!((seen.method.as_str(), seen.header("content-type")), ("QUERY", Some("application/json")));
        assert_eq!(seen.body.0, words.to_string());
    }
}

pub(crate) async fn a_query_as_a_whole_arrives_as_its_document(setup: Setup) {
    let stage = setup(get([Reply::item("1")])).await;
    let client = stage.client().build().unwrap();
    let filter = json!({"name": "Ann & Co", "roles": ["admin", "guest"], "page": {"size": 5}});
    client.list().whole("filter", &filter).await.unwrap();
    client.list().whole("selector", &json!({"from": [1, 2]})).await.unwrap();
    client.list().whole("filter", &json!({})).await.unwrap();
    let queries: Vec<_> = stage.seen().await.into_iter().map(|seen| seen.query).collect();
    let form = "name=Ann%20%26%20Co&roles=admin,guest&page=%7B%22size%22%3A5%7D";
    assert_eq!(queries, [Some(form.to_owned()), Some("%7B%22from%22%3A%5B1%2C2%5D%7D".to_owned()), None]);
}

pub(crate) async fn a_cookie_of_its_own_style_arrives_as_it_is(setup: Setup) {
    let stage = setup(get([Reply::item("1")])).await;
    let call = stage.client().build().unwrap().list();
    call.cookie("theme", &json!("a%20b\"c")).cookie("rooms", &json!(["x y", "z"])).await.unwrap();
    assert_eq!(stage.seen().await[0].header("cookie"), Some("theme=a%20b\"c; rooms=x y,z"));
}
