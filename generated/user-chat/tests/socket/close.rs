//! A client that is closed sends nothing more, and leaves nothing open.

use clientwright_runtime::{ClosedBy, ErrorKind};

use crate::server::{Close, Ending};
use crate::{create_room, signed_in};

#[tokio::test]
async fn a_closed_client_refuses_calls_and_so_do_its_clones() {
    let (server, client) = signed_in().await;
    let clone = client.clone();
    client.users().get_user("1").await.expect("still open");
    server.take();
    client.close().await;
    let error = client.users().get_user("1").await.expect_err("closed");
    assert_eq!(error.kind(), ErrorKind::Closed, "{error:?}");
    let error = clone.users().get_user("1").await.expect_err("closed");
    assert_eq!(error.kind(), ErrorKind::Closed, "{error:?}");
    assert!(server.take().is_empty(), "nothing was sent");
}

#[tokio::test]
async fn sockets_are_closed_with_a_word_to_the_server() {
    let (server, client) = signed_in().await;
    create_room(&client, &[]).await;
    let mut socket = client.chat().connect_to_chat("general").await.expect("a socket");
    server.until_live(1).await;
    client.close().await;
    server.until_live(0).await;
    let close = Some(Close { code: 1001, reason: String::new() });
    assert_eq!(server.endings(), [Ending { user: "1".to_owned(), close }]);
    assert!(socket.next().await.is_none(), "an end of one's own is no error");
    let reason = socket.close_reason().expect("it has ended");
    assert_eq!((reason.code, reason.by), (1001, ClosedBy::Client));
    let error = client.chat().connect_to_chat("general").await.expect_err("closed");
    assert_eq!(error.kind(), ErrorKind::Closed, "{error:?}");
}

#[tokio::test]
async fn events_end_and_are_not_asked_for_again() {
    let (server, client) = signed_in().await;
    create_room(&client, &[]).await;
    let mut events = client.chat().room_events("general").await.expect("events");
    server.until_live(1).await;
    server.take();
    client.close().await;
    let error = events.next().await.expect("an end that is told").expect_err("closed");
    assert_eq!(error.kind(), ErrorKind::Closed, "{error:?}");
    assert!(events.next().await.is_none());
    server.until_live(0).await;
    assert!(server.take().is_empty(), "nothing was sent");
}
