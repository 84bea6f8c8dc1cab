//! A typed socket: what is said, what is heard, and how it ends.

use std::task::Poll;

use axum::http::StatusCode;
use clientwright_runtime::{ClosedBy, ErrorKind, RetryPolicy, Socket, SocketOptions};
use futures_util::{SinkExt, StreamExt, poll};
use serde_json::json;
use user_chat::types::{ApiError, ChatMessage, Message};

use crate::server::{Canned, Close, Ending, Fault, Server};
use crate::{create_room, create_user, said, signed_in};

type Chat = Socket<ChatMessage, Message, ApiError>;

async fn hear(socket: &mut Chat) -> String {
    let message = socket.next().await.expect("a message").expect("no error");
    said(&message.content).to_owned()
}

/// How the server saw the only socket end.
async fn ending(server: &Server) -> Option<(u16, String)> {
    server.until_live(0).await;
    let Ending { close, .. } = server.endings().pop().expect("a socket that has ended");
    close.map(|Close { code, reason }| (code, reason))
}

#[tokio::test]
async fn what_is_said_comes_back_to_all_in_the_room() {
    let (server, client) = signed_in().await;
    create_room(&client, &["before"]).await;
    server.take();
    let mut one = client.chat().connect_to_chat("general").await.expect("a socket");
    let sent = server.take_one();
    assert_eq!(sent.line(), "GET /ws/chat/general");
    assert_eq!(sent.header("upgrade"), Some("websocket"));
    assert_eq!(sent.header("authorization"), Some("Bearer access-2"));
    let mut other = client.chat().connect_to_chat("general").await.expect("another");

    one.send(ChatMessage::new("hello")).await.expect("sent");
    let message = one.next().await.expect("a message").expect("no error");
    assert_eq!(said(&message.content), "hello");
    assert_eq!(message.author.as_ref().map(|author| author.name.as_str()), Some("Ann"));
    assert_eq!(other.next().await.expect("a message").expect("no error"), message);

    other.send(ChatMessage::new("answer").reply_to(message.id)).await.expect("sent");
    let answer = one.next().await.expect("a message").expect("no error");
    assert_eq!(answer.reply_to, Some(message.id));
}

#[tokio::test]
async fn a_message_that_is_posted_is_heard() {
    let (_server, client) = signed_in().await;
    create_room(&client, &[]).await;
    let mut socket = client.chat().connect_to_chat("general").await.expect("a socket");
    client.chat().post_message("general", crate::text_message("by HTTP")).await.expect("posted");
    assert_eq!(hear(&mut socket).await, "by HTTP");
}

#[tokio::test]
async fn a_socket_is_a_stream_and_a_sink() {
    let (_server, client) = signed_in().await;
    create_room(&client, &[]).await;
    let socket = client.chat().connect_to_chat("general").await.expect("a socket");
    let (mut sink, mut stream) = StreamExt::split(socket);
    SinkExt::send(&mut sink, ChatMessage::new("one")).await.expect("sent");
    let message = StreamExt::next(&mut stream).await.expect("a message").expect("no error");
    assert_eq!(said(&message.content), "one");
}

#[tokio::test]
async fn halves_talk_and_listen_in_tasks_of_their_own() {
    let (server, client) = signed_in().await;
    create_room(&client, &[]).await;
    server.fault_next(Fault::close(3, 1000, ""));
    let socket = client.chat().connect_to_chat("general").await.expect("a socket");
    let (mut sender, mut receiver) = socket.split();
    let talking = tokio::spawn(async move {
        for text in ["one", "two", "three"] {
            sender.send(ChatMessage::new(text)).await.expect("sent");
        }
        sender
    });
    let mut heard = Vec::new();
    let reason = receiver.listen(|message| heard.push(said(&message.content).to_owned())).await.expect("a good end");
    assert_eq!(heard, ["one", "two", "three"]);
    assert_eq!((reason.code, reason.by), (1000, ClosedBy::Server));
    let mut sender = talking.await.expect("no panic");
    assert!(sender.unsent().is_empty(), "all was said");
}

#[tokio::test]
async fn an_expired_token_is_renewed_before_the_handshake() {
    let (server, client) = signed_in().await;
    create_room(&client, &[]).await;
    server.take();
    server.expire_tokens();
    let mut socket = client.chat().connect_to_chat("general").await.expect("a renewed token");
    socket.send(ChatMessage::new("hello")).await.expect("sent");
    assert_eq!(hear(&mut socket).await, "hello");
    let sent = server.take();
    let lines: Vec<String> = sent.iter().map(|request| request.line()).collect();
    assert_eq!(lines, ["GET /ws/chat/general", "POST /api/v1/auth/refresh", "GET /ws/chat/general"]);
    assert_eq!(sent[0].header("authorization"), Some("Bearer access-2"));
    assert_ne!(sent[2].header("authorization"), Some("Bearer access-2"));
}

#[tokio::test]
async fn a_refused_handshake_is_a_typed_error() {
    let (server, client) = signed_in().await;
    let error = client.chat().connect_to_chat("nowhere").await.expect_err("no such room");
    assert_eq!(error.status(), Some(StatusCode::NOT_FOUND));
    assert_eq!(error.api().map(|body| body.code.as_str()), Some("room_not_found"));

    server.answer_next(Canned::json(503, &json!({ "code": "unavailable", "message": "Later." })));
    let call = client.chat().connect_to_chat("general").retry(RetryPolicy::never());
    let error = call.await.expect_err("refused");
    assert_eq!(error.status(), Some(StatusCode::SERVICE_UNAVAILABLE));
    assert_eq!(error.api().map(|body| body.code.as_str()), Some("unavailable"));
}

#[tokio::test]
async fn a_busy_server_is_asked_again_for_a_socket() {
    let (server, client) = signed_in().await;
    create_room(&client, &[]).await;
    server.take();
    server.throttle_next(1);
    client.chat().connect_to_chat("general").await.expect("the second handshake");
    assert_eq!(server.take().len(), 2);
}

#[tokio::test]
async fn a_body_in_place_of_a_socket_is_no_socket() {
    let (server, client) = signed_in().await;
    server.answer_next(Canned::json(200, &json!({})));
    let error = client.chat().connect_to_chat("general").await.expect_err("no socket");
    assert_eq!(error.status(), Some(StatusCode::OK), "{error:?}");
}

#[tokio::test]
async fn how_the_server_closes_is_told() {
    let (server, client) = signed_in().await;
    create_room(&client, &[]).await;
    server.fault_next(Fault::close(0, 1000, "room closed"));
    let mut socket = client.chat().connect_to_chat("general").await.expect("a socket");
    assert!(socket.next().await.is_none(), "a good end");
    let reason = socket.close_reason().expect("it has ended");
    assert_eq!((reason.code, reason.reason.as_str(), reason.by), (1000, "room closed", ClosedBy::Server));
    assert_eq!(ending(&server).await, Some((1000, String::new())), "the close frame was answered");

    server.fault_next(Fault::close(0, 1008, "no pets"));
    let mut socket = client.chat().connect_to_chat("general").await.expect("a socket");
    let error = socket.next().await.expect("an end that is told").expect_err("a bad end");
    assert_eq!(error.kind(), ErrorKind::Socket, "{error:?}");
    assert!(error.to_string().contains("no pets"), "{error}");
    assert!(socket.next().await.is_none(), "nothing follows");
    assert_eq!(socket.close_reason().map(|reason| reason.code), Some(1008));
}

#[tokio::test]
async fn what_breaks_a_rule_is_refused_with_a_code() {
    let (server, client) = signed_in().await;
    create_room(&client, &[]).await;
    let mut socket = client.chat().connect_to_chat("general").await.expect("a socket");
    socket.send(ChatMessage::new("")).await.expect("sent");
    let error = socket.next().await.expect("an end that is told").expect_err("refused");
    assert!(error.to_string().contains("1008"), "{error}");
    server.until_live(0).await;
}

#[tokio::test]
async fn how_the_client_closes_is_known_to_the_server() {
    let (server, client) = signed_in().await;
    create_room(&client, &[]).await;
    let mut socket = client.chat().connect_to_chat("general").await.expect("a socket");
    socket.send(ChatMessage::new("last words")).await.expect("sent");
    let reason = socket.close(4001, "enough").await.expect("a code that may be sent");
    assert_eq!((reason.code, reason.by), (4001, ClosedBy::Client));
    assert_eq!(ending(&server).await, Some((4001, "enough".to_owned())));
    let room = client.chat().get_room("general").await.expect("the room");
    assert_eq!(room.message_count, 2, "what was queued before the close was said");
}

#[tokio::test]
async fn dropping_the_socket_says_that_it_goes_away() {
    let (server, client) = signed_in().await;
    create_room(&client, &[]).await;
    let socket = client.chat().connect_to_chat("general").await.expect("a socket");
    server.until_live(1).await;
    drop(socket);
    assert_eq!(ending(&server).await, Some((1001, String::new())));
}

#[tokio::test]
async fn a_socket_that_is_cut_in_the_midst_of_a_message_ends_with_1006() {
    let (server, client) = signed_in().await;
    create_room(&client, &[]).await;
    server.fault_next(Fault::cut(1));
    let mut socket = client.chat().connect_to_chat("general").await.expect("a socket");
    socket.send(ChatMessage::new("one")).await.expect("sent");
    socket.send(ChatMessage::new("two")).await.expect("sent");
    assert_eq!(hear(&mut socket).await, "one");
    socket.next().await.expect("an end that is told").expect_err("half a message");
    let reason = socket.close_reason().expect("it has ended");
    assert_eq!((reason.code, reason.by), (1006, ClosedBy::Nobody));
    assert!(socket.next().await.is_none(), "nothing follows");
}

#[tokio::test]
async fn a_server_that_is_silent_for_too_long_is_gone() {
    let (server, client) = signed_in().await;
    create_room(&client, &[]).await;
    let mut socket = client.chat().connect_to_chat("general").await.expect("a socket");
    server.until_live(1).await;
    server.hold();
    // From here on the clock jumps from wait to wait.
    tokio::time::pause();
    let begun = tokio::time::Instant::now();
    socket.next().await.expect("an end that is told").expect_err("silence");
    assert_eq!(socket.close_reason().map(|reason| reason.code), Some(1006));
    let (ping, pong) = (18, 20);
    assert!(begun.elapsed().as_secs() >= ping + pong, "{:?}", begun.elapsed());
}

#[tokio::test]
async fn what_did_not_leave_is_handed_back() {
    let (server, client) = signed_in().await;
    create_room(&client, &[]).await;
    let options = SocketOptions::new().send_queue(4, usize::MAX);
    let mut socket = client.chat().connect_to_chat("general").options(options).await.expect("a socket");
    server.until_live(1).await;
    server.hold();
    // More than the kernel buffers, so that some of it cannot leave.
    let text = |number: usize| format!("{number:04}{}", "x".repeat(1 << 20));
    let mut sent = 0;
    loop {
        let mut send = std::pin::pin!(socket.send(ChatMessage::new(text(sent))));
        let polled = poll!(&mut send);
        sent += 1;
        match polled {
            Poll::Ready(sent) => sent.expect("queued"),
            Poll::Pending => break,
        }
    }
    server.cut();
    socket.next().await.expect("an end that is told").expect_err("cut");
    let refused = socket.send(ChatMessage::new("too late")).await.expect_err("it has ended");
    assert_eq!(refused.kind(), ErrorKind::Socket, "{refused:?}");

    let unsent = socket.unsent();
    let texts: Vec<&str> = unsent.iter().map(|message| &message.text[..4]).collect();
    let first = sent + 1 - texts.len();
    let wanted: Vec<String> = (first..sent).map(|number| format!("{number:04}")).chain(["too ".to_owned()]).collect();
    assert_eq!(texts, wanted);
    assert!(texts.len() > 4, "the queue and what waited for room in it: {texts:?}");
    assert!(socket.unsent().is_empty(), "handed back once");
}

#[tokio::test]
async fn who_comes_and_goes_is_told_once_for_all_sockets_of_a_user() {
    let (server, client) = signed_in().await;
    create_user(&client, "Bob").await;
    create_room(&client, &[]).await;
    let mut events = client.chat().room_events("general").await.expect("events");
    let one = client.chat().connect_to_chat("general").await.expect("a socket");
    let other = client.chat().connect_to_chat("general").await.expect("another");
    server.until_live(3).await;
    drop((one, other));
    server.until_live(1).await;
    client.chat().post_message("general", crate::text_message("end")).await.expect("posted");
    let mut kinds = Vec::new();
    while kinds.len() < 3 {
        kinds.push(match events.next().await.expect("an event").expect("no error") {
            user_chat::types::RoomEvent::MemberJoined(_) => "joined",
            user_chat::types::RoomEvent::MemberLeft(_) => "left",
            _ => "posted",
        });
    }
    assert_eq!(kinds, ["joined", "left", "posted"]);
}
