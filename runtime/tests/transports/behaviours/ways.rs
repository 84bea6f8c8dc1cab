//! How a server is reached. Enters: a way to it that has the property in question.

use super::get;
use crate::script::Reply;
use crate::setups::Setup;

pub(crate) async fn http2_is_spoken_where_it_is_offered(setup: Setup) {
    let stage = setup(get([Reply::item("1")])).await;
    stage.client().build().unwrap().get().await.unwrap();
    assert_eq!(stage.seen().await[0].version, "HTTP/2.0");
}

/// What differs where there is no other.
pub(crate) async fn http1_alone_is_spoken(setup: Setup) {
    let stage = setup(get([Reply::item("1")])).await;
    stage.client().build().unwrap().get().await.unwrap();
    assert_eq!(stage.seen().await[0].version, "HTTP/1.1");
}

#[cfg(not(target_arch = "wasm32"))]
pub(crate) async fn a_proxy_that_was_named_is_asked(setup: Setup) {
    let stage = setup(get([Reply::item("1")])).await;
    stage.client().build().unwrap().get().await.unwrap();
    let (seen, asked) = (stage.seen().await, stage.proxied());
    assert!(seen.len() == 1 && asked.len() == 1, "{asked:?}");
    assert!(asked[0].contains(&seen[0].host), "{asked:?}: for the server or a tunnel to it");
}

/// The server speaks with nobody else.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) async fn a_certificate_that_the_server_wants_is_given(setup: Setup) {
    let stage = setup(get([Reply::item("1")])).await;
    assert_eq!(stage.client().build().unwrap().get().await.unwrap().id, "1");
}
