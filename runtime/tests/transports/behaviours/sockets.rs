//! WebSockets. Enters: a way to a server.

use crate::script::{Reply, Script};
use crate::setups::{PlatformClock, Setup};

pub(crate) async fn a_socket_speaks_both_ways(setup: Setup) {
    let stage = setup(Script::default().on("GET", "/chat", [Reply::Echo])).await;
    let client = stage.client().clock(PlatformClock).build().unwrap();
    let mut socket = client.chat().await.unwrap();
    for text in ["one", "two", &"x".repeat(100_000)] {
        socket.send(text.to_owned()).await.unwrap();
        assert_eq!(socket.next().await.unwrap().unwrap(), text);
    }
    assert_eq!(socket.close(1000, "").await.unwrap().code, 1000);
}

pub(crate) async fn a_socket_has_its_token_in_a_header(setup: Setup) {
    let stage = setup(Script::default().on("GET", "/secured", [Reply::Echo])).await;
    let client = stage.client().clock(PlatformClock).bearer("t").build().unwrap();
    client.secured_chat().await.unwrap();
    let seen = stage.seen().await;
    assert_eq!((seen[0].header("authorization"), seen[0].query.as_deref()), (Some("Bearer t"), None));
}
