//! Sockets that connect anew: opted into, with fresh credentials, under the eyes of a hook.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use clientwright_runtime::{ReconnectPolicy, RetryPolicy, Socket, SocketOptions, Verdict};
use futures_util::future::join3;
use serde_json::json;
use tokio::sync::mpsc;
use user_chat::Client;
use user_chat::types::{ApiError, ChatMessage, Message, RoomEvent};

use crate::server::{Canned, Fault, Server};
use crate::{create_room, said, signed_in, text_message};

type Chat = Socket<ChatMessage, Message, ApiError>;

/// A socket that connects anew without a wait.
async fn connect(client: &Client) -> Chat {
    let policy = ReconnectPolicy::new().backoff(Duration::ZERO, Duration::ZERO).attempts(3);
    let call = client.chat().connect_to_chat("general").options(SocketOptions::new().reconnect(policy));
    call.await.expect("a socket")
}

/// The same, however often it takes.
async fn connect_for_good(client: &Client) -> Chat {
    let policy = ReconnectPolicy::new().backoff(Duration::from_millis(1), Duration::from_millis(10));
    let call = client.chat().connect_to_chat("general").options(SocketOptions::new().reconnect(policy));
    call.await.expect("a socket")
}

async fn say(socket: &mut Chat, text: &str) {
    socket.send(ChatMessage::new(text)).await.expect("sent");
}

async fn hear(socket: &mut Chat) -> String {
    let message = socket.next().await.expect("a message").expect("no error");
    said(&message.content).to_owned()
}

/// Tells of each attempt to connect anew.
fn notice(socket: &mut Chat) -> mpsc::UnboundedReceiver<()> {
    let (notice, noticed) = mpsc::unbounded_channel();
    socket.on_reconnect(move |_| notice.send(()).map_or(Verdict::Abort, |()| Verdict::Continue));
    noticed
}

/// Waits until the client knows that its connection is gone. What is said before that is lost: the kernel takes it for a
/// server that does not read any more.
async fn until_noticed(socket: &mut Chat, noticed: &mut mpsc::UnboundedReceiver<()>) {
    tokio::select! {
        heard = socket.next() => panic!("{heard:?} from a server that is gone"),
        Some(()) = noticed.recv() => {}
    }
}

fn handshakes(server: &Server) -> usize {
    server.take().iter().filter(|request| request.path == "/ws/chat/general").count()
}

#[tokio::test]
async fn a_socket_goes_on_where_the_server_restarts() {
    let (server, client) = signed_in().await;
    create_room(&client, &[]).await;
    server.fault_next(Fault::close(1, 1012, "restart"));
    let mut socket = connect(&client).await;
    let mut noticed = notice(&mut socket);
    say(&mut socket, "one").await;
    assert_eq!(hear(&mut socket).await, "one");
    until_noticed(&mut socket, &mut noticed).await;
    say(&mut socket, "two").await;
    assert_eq!(hear(&mut socket).await, "two");
    assert_eq!(socket.close_reason(), None, "it has not ended");
    assert_eq!(handshakes(&server), 2);
}

#[tokio::test]
async fn a_token_that_expired_meanwhile_is_renewed() {
    let (server, client) = signed_in().await;
    create_room(&client, &[]).await;
    server.fault_next(Fault::close(1, 1012, "restart"));
    let mut socket = connect(&client).await;
    let mut noticed = notice(&mut socket);
    say(&mut socket, "one").await;
    server.expire_tokens();
    assert_eq!(hear(&mut socket).await, "one");
    until_noticed(&mut socket, &mut noticed).await;
    say(&mut socket, "two").await;
    assert_eq!(hear(&mut socket).await, "two");
    let paths: Vec<String> = server.take().into_iter().map(|request| request.path).collect();
    assert_eq!(paths[paths.len() - 3..], ["/ws/chat/general", "/api/v1/auth/refresh", "/ws/chat/general"]);
}

#[tokio::test]
async fn the_hook_sees_each_attempt_and_adds_to_it() {
    let (server, client) = signed_in().await;
    create_room(&client, &[]).await;
    server.fault_next(Fault::close(0, 1013, "busy"));
    let mut socket = connect(&client).await;
    let seen = Arc::new(Mutex::new(Vec::new()));
    let saw = Arc::clone(&seen);
    socket.on_reconnect(move |reconnect| {
        let last = reconnect.last();
        saw.lock().unwrap_or_else(PoisonError::into_inner).push((reconnect.attempt(), last.code, last.reason.clone()));
        reconnect.header("x-attempt", reconnect.attempt().to_string());
        reconnect.query("since", "e1");
        reconnect.send(&ChatMessage::new("back again")).expect("a message");
        Verdict::Continue
    });
    server.take();
    assert_eq!(hear(&mut socket).await, "back again");
    assert_eq!(*seen.lock().unwrap_or_else(PoisonError::into_inner), [(1, 1013, "busy".to_owned())]);
    let sent = server.take_one();
    assert_eq!(sent.line(), "GET /ws/chat/general?since=e1");
    assert_eq!(sent.header("x-attempt"), Some("1"));
}

#[tokio::test]
async fn a_hook_that_aborts_leaves_the_end_as_it_was() {
    let (server, client) = signed_in().await;
    create_room(&client, &[]).await;
    server.fault_next(Fault::close(0, 1013, "busy"));
    let mut socket = connect(&client).await;
    socket.on_reconnect(|_| Verdict::Abort);
    socket.next().await.expect("an end that is told").expect_err("the server was busy");
    assert_eq!(socket.close_reason().map(|reason| reason.code), Some(1013));
    assert_eq!(handshakes(&server), 1);
}

#[tokio::test]
async fn what_was_closed_for_good_stays_closed() {
    let (server, client) = signed_in().await;
    create_room(&client, &[]).await;
    for (code, is_good) in [(1000, true), (1008, false), (4000, false)] {
        server.fault_next(Fault::close(0, code, "for good"));
        let mut socket = connect(&client).await;
        let end = socket.next().await;
        assert_eq!(end.is_none(), is_good, "{code}: {end:?}");
        assert_eq!(socket.close_reason().map(|reason| reason.code), Some(code));
    }
    assert_eq!(handshakes(&server), 3);
}

#[tokio::test]
async fn a_handshake_that_is_refused_for_good_ends_it() {
    let (server, client) = signed_in().await;
    create_room(&client, &[]).await;
    server.fault_next(Fault::close(0, 1012, "restart"));
    let mut socket = connect(&client).await;
    let gone = json!({ "code": "room_not_found", "message": "The room was closed." });
    server.answer_next(Canned::json(404, &gone));
    let error = socket.next().await.expect("an end that is told").expect_err("no such room any more");
    assert_eq!(error.api().map(|body| body.code.as_str()), Some("room_not_found"), "{error:?}");
    assert!(socket.next().await.is_none());
    assert_eq!(handshakes(&server), 2);
}

#[tokio::test]
async fn a_server_that_crashes_again_and_again_loses_nothing_that_came_back() {
    let (server, client) = signed_in().await;
    create_room(&client, &[]).await;
    let mut socket = connect(&client).await;
    let mut noticed = notice(&mut socket);
    for round in 0..20 {
        let text = format!("round {round}");
        say(&mut socket, &text).await;
        assert_eq!(hear(&mut socket).await, text);
        server.cut();
        until_noticed(&mut socket, &mut noticed).await;
    }
    assert_eq!(client.chat().get_room("general").await.expect("the room").message_count, 21);
}

#[tokio::test]
async fn a_server_that_is_killed_and_comes_back_is_found_again_by_all() {
    let (server, client) = signed_in().await;
    create_room(&client, &[]).await;
    server.retry_after(Duration::ZERO);
    let mut events = client.chat().room_events("general").await.expect("events");
    let mut socket = connect_for_good(&client).await;
    assert!(matches!(events.next().await, Some(Ok(RoomEvent::MemberJoined(_)))), "from here on nothing is missed");
    let retry = RetryPolicy::standard().max_attempts(100).backoff(Duration::from_millis(1), Duration::from_millis(10));
    server.freeze();
    server.take();
    let post = client.chat().post_message("general", text_message("Hello?")).retry(retry.clone()).response();
    let kill = async {
        server.kill().await;
        server.restart().await.expect("the port is still free");
    };
    let (got, posted, ()) = join3(client.users().get_user("1").retry(retry).into_future(), post, kill).await;
    assert_eq!(got.expect("Ann").name, "Ann");
    assert!(posted.expect("posted").attempts().len() > 1, "the first attempt was on a connection that was reset");

    // The log has who came and went besides.
    while !matches!(events.next().await, Some(Ok(RoomEvent::MessagePosted(posted))) if said(&posted.message.content) == "Hello?")
    {
    }
    tokio::select! {
        heard = socket.next() => panic!("{heard:?} from a server that nobody has said anything to"),
        () = server.until_live(2) => {}
    }
    say(&mut socket, "back").await;
    assert_eq!(hear(&mut socket).await, "back");
    let messages = client.chat().get_messages("general").await.expect("messages").items;
    let texts: Vec<&str> = messages.iter().map(|message| said(&message.content)).collect();
    assert_eq!(texts.iter().filter(|text| **text == "Hello?").count(), 1, "{texts:?}");
}
