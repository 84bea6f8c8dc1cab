//! WebSockets, spoken by a library that the server has nothing of.

use axum::http::header::AUTHORIZATION;
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_websockets::{ClientBuilder, CloseCode, Error, MaybeTlsStream, Message, WebSocketStream};

use super::{Answer, general};
use crate::server::{Canned, Close, Ending, Fault, Server};
use crate::text_message;

type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

async fn connect(server: &Server, token: &str) -> Result<Socket, Error> {
    let url = format!("{}/ws/chat/general", server.url().replace("http", "ws"));
    let builder = ClientBuilder::new().uri(&url).expect("an address");
    let authorization = format!("Bearer {token}").parse().expect("a header");
    let builder = builder.add_header(AUTHORIZATION, authorization).expect("a header that may be set");
    builder.connect().await.map(|(socket, _)| socket)
}

async fn say(socket: &mut Socket, text: &str) {
    socket.send(Message::text(json!({ "text": text }).to_string())).await.expect("sent");
}

/// The next message.
async fn hear(socket: &mut Socket) -> Value {
    let message = socket.next().await.expect("a message").expect("no error");
    serde_json::from_str(message.as_text().unwrap_or_else(|| panic!("a text, not {message:?}"))).expect("JSON")
}

/// How the server closes.
async fn closed(socket: &mut Socket) -> (u16, String) {
    let message = socket.next().await.expect("a close frame").expect("no error");
    let (code, reason) = message.as_close().unwrap_or_else(|| panic!("a close frame, not {message:?}"));
    let told = (code.into(), reason.to_owned());
    assert!(socket.next().await.is_none(), "nothing follows a close frame");
    told
}

fn ended(close: Option<(u16, &str)>) -> Vec<Ending> {
    let close = close.map(|(code, reason)| Close { code, reason: reason.to_owned() });
    vec![Ending { user: "1".to_owned(), close }]
}

#[tokio::test]
async fn what_comes_in_is_posted_and_goes_to_all_in_the_room() {
    let (server, client, token) = general(&["before"]).await;
    let mut one = connect(&server, &token).await.expect("a socket");
    let mut other = connect(&server, &token).await.expect("another");
    say(&mut one, "hello").await;
    let message = hear(&mut one).await;
    assert_eq!(message["content"], json!({ "type": "text", "text": "hello" }));
    assert_eq!(message["author"]["name"], "Ann");
    assert_eq!(message["sequence"], 3);
    assert_eq!(hear(&mut other).await, message);

    client.chat().post_message("general", text_message("by HTTP")).await.expect("posted");
    assert_eq!(hear(&mut one).await["text"], "by HTTP");
    let page = client.chat().get_messages("general").before("end").limit(2).await.expect("a page");
    assert_eq!(page.items[0].id.to_string(), message["id"].as_str().expect("an id"));
}

#[tokio::test]
async fn an_answer_names_a_message_of_the_room() {
    let (server, _client, token) = general(&[]).await;
    let mut socket = connect(&server, &token).await.expect("a socket");
    say(&mut socket, "question").await;
    let question = hear(&mut socket).await;
    let answer = json!({ "text": "answer", "reply_to": question["id"] });
    socket.send(Message::text(answer.to_string())).await.expect("sent");
    assert_eq!(hear(&mut socket).await["reply_to"], question["id"]);
}

#[tokio::test]
async fn the_first_socket_of_a_user_joins_and_the_last_leaves() {
    let (server, _client, token) = general(&[]).await;
    let mut events = Answer::authorized(&server, "/api/v1/rooms/general/events", &token).await;
    events.until("\r\n\r\n").await;
    let one = connect(&server, &token).await.expect("a socket");
    events.until("member_joined").await;
    assert!(events.text.contains(r#""owner":true"#), "{}", events.text);
    let other = connect(&server, &token).await.expect("another");
    server.until_live(3).await;
    drop(one);
    server.until_live(2).await;
    drop(other);
    events.until("member_left").await;
    events.until("\n\n").await;
    assert_eq!(super::count(&events.text, "\nid: "), 2, "{}", events.text);
}

#[tokio::test]
async fn a_handshake_needs_a_token_and_a_room_and_an_upgrade() {
    let (server, _client, token) = general(&[]).await;
    let error = connect(&server, "guess").await.expect_err("no such token");
    assert!(error.to_string().contains("401"), "{error}");
    let answer = Answer::authorized(&server, "/ws/chat/nowhere", &token).await.rest().await;
    assert!(answer.starts_with("HTTP/1.1 404"), "{answer}");
    let answer = Answer::authorized(&server, "/ws/chat/general", &token).await.rest().await;
    assert!(answer.starts_with("HTTP/1.1 400"), "{answer}");
}

#[tokio::test]
async fn a_handshake_can_be_refused_with_a_status() {
    let (server, _client, token) = general(&[]).await;
    server.answer_next(Canned::json(503, &json!({ "code": "unavailable", "message": "Later." })));
    let error = connect(&server, &token).await.expect_err("refused");
    assert!(error.to_string().contains("503"), "{error}");
    assert_eq!(server.live(), 0);
}

#[tokio::test]
async fn a_socket_can_be_closed_after_some_messages() {
    let (server, _client, token) = general(&[]).await;
    server.fault_next(Fault::close(2, 1012, "restart"));
    let mut socket = connect(&server, &token).await.expect("a socket");
    say(&mut socket, "one").await;
    say(&mut socket, "two").await;
    assert_eq!(hear(&mut socket).await["text"], "one");
    assert_eq!(hear(&mut socket).await["text"], "two");
    assert_eq!(closed(&mut socket).await, (1012, "restart".to_owned()));
    server.until_live(0).await;
    assert_eq!(server.endings(), ended(Some((1012, ""))));
}

#[tokio::test]
async fn how_the_client_closes_is_on_record() {
    let (server, _client, token) = general(&[]).await;
    let mut socket = connect(&server, &token).await.expect("a socket");
    let close = Message::close(Some(CloseCode::GOING_AWAY), "good night");
    socket.send(close).await.expect("sent");
    while socket.next().await.is_some() {}
    server.until_live(0).await;
    assert_eq!(server.endings(), ended(Some((1001, "good night"))));

    drop(connect(&server, &token).await.expect("a socket"));
    server.until_live(1).await;
    server.until_live(0).await;
    assert_eq!(server.endings(), ended(None));
}

#[tokio::test]
async fn a_socket_can_be_cut_in_the_midst_of_a_message() {
    let (server, _client, token) = general(&[]).await;
    server.fault_next(Fault::cut(1));
    let mut socket = connect(&server, &token).await.expect("a socket");
    say(&mut socket, "one").await;
    say(&mut socket, "two").await;
    assert_eq!(hear(&mut socket).await["text"], "one");
    let rest = socket.next().await;
    assert!(!matches!(rest, Some(Ok(_))), "half a message is none: {rest:?}");
    server.until_live(0).await;
    assert_eq!(server.endings(), ended(None));
}

#[tokio::test]
async fn a_silent_server_answers_no_ping_until_it_is_released() {
    let (server, _client, token) = general(&[]).await;
    server.fault_next(Fault::silence(1));
    let mut socket = connect(&server, &token).await.expect("a socket");
    say(&mut socket, "one").await;
    hear(&mut socket).await;
    socket.send(Message::ping("are you there?")).await.expect("sent");
    tokio::select! {
        biased;
        message = socket.next() => panic!("{message:?} from a silent server"),
        () = settled() => {}
    }
    server.release();
    let pong = socket.next().await.expect("a pong").expect("no error");
    assert!(pong.is_pong(), "{pong:?}");
}

/// Long enough for what is on its way to come.
async fn settled() {
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_slow_server_sends_a_message_a_step() {
    let (server, _client, token) = general(&[]).await;
    server.fault_next(Fault::slow(0));
    let mut socket = connect(&server, &token).await.expect("a socket");
    say(&mut socket, "one").await;
    server.step();
    assert_eq!(hear(&mut socket).await["text"], "one");
    say(&mut socket, "two").await;
    server.step();
    assert_eq!(hear(&mut socket).await["text"], "two");
}

#[tokio::test]
async fn a_server_that_is_held_takes_what_was_sent_once_it_is_released() {
    let (server, _client, token) = general(&[]).await;
    let mut socket = connect(&server, &token).await.expect("a socket");
    server.hold();
    say(&mut socket, "one").await;
    tokio::select! {
        biased;
        message = socket.next() => panic!("{message:?} from a server that is held"),
        () = settled() => {}
    }
    server.release();
    assert_eq!(hear(&mut socket).await["text"], "one");
}

#[tokio::test]
async fn a_server_that_crashes_ends_every_socket() {
    let (server, _client, token) = general(&[]).await;
    let mut one = connect(&server, &token).await.expect("a socket");
    let mut other = connect(&server, &token).await.expect("another");
    server.cut();
    assert!(!matches!(one.next().await, Some(Ok(_))));
    assert!(!matches!(other.next().await, Some(Ok(_))));
    server.until_live(0).await;
}

#[tokio::test]
async fn what_is_no_chat_message_ends_the_socket() {
    let (server, _client, token) = general(&[]).await;
    let mut socket = connect(&server, &token).await.expect("a socket");
    socket.send(Message::text(r#"{"text":7}"#)).await.expect("sent");
    assert_eq!(closed(&mut socket).await.0, 1008);
    let mut socket = connect(&server, &token).await.expect("a socket");
    socket.send(Message::binary("7")).await.expect("sent");
    assert_eq!(closed(&mut socket).await.0, 1003);
}
