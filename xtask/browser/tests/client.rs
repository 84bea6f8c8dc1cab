//! What a client does on a page, over the wire: calls, pages, uploads, streams, events, sockets; and what a browser forbids.

#![cfg(target_arch = "wasm32")]

use std::time::Duration;

use clientwright_runtime::{
    BrowserClock, Clock, ErrorKind, FetchTransport, Instant, Part, RetryPolicy, Sent, SocketOptions,
};
use futures_util::StreamExt;
use futures_util::future::{Either, select};
use user_chat::Client;
use user_chat::api::users::GetUserError;
use user_chat::types::{ChatMessage, NewMessage, RoomEvent, RoomInput, SignInRequest, TextContent};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

/// Of the server, which runs beside the browser.
const SERVER: &str = match option_env!("USER_CHAT_SERVER") {
    Some(url) => url,
    None => "http://127.0.0.1:8787",
};
/// Of another one, which answers nobody.
const SILENT: &str = match option_env!("SILENT_SERVER") {
    Some(url) => url,
    None => "http://127.0.0.1:8788",
};
const EMAIL: &str = "ann@example.com";
const PASSWORD: &str = "correct horse battery staple";

fn nobody() -> Client {
    Client::builder().base_url(SERVER).build().unwrap()
}

async fn token() -> String {
    let pair = nobody().auth().sign_in(SignInRequest::new(EMAIL, PASSWORD)).await.unwrap();
    pair.access_token.expose().to_owned()
}

async fn ann() -> Client {
    let transport = FetchTransport::new().socket_token("access_token");
    Client::builder().base_url(SERVER).transport(transport).bearer(token().await).build().unwrap()
}

/// A room of this test alone.
async fn room(client: &Client, name: &str) -> String {
    let name = format!(
        "{name}-{}",
        clientwright_runtime::SystemTime::now()
            .duration_since(clientwright_runtime::SystemTime::UNIX_EPOCH)
            .unwrap()
            .as_nanos()
    );
    client.chat().create_room(RoomInput::new(&name)).await.unwrap().name
}

/// Says something so many times.
async fn say(client: &Client, room: &str, times: usize) {
    for count in 0..times {
        client.chat().post_message(room, text(&format!("message {count}"))).await.unwrap();
    }
}

fn text(text: &str) -> NewMessage {
    NewMessage::new(TextContent::new(text).into())
}

#[wasm_bindgen_test]
async fn a_call_gives_a_value_or_a_typed_error() {
    let client = ann().await;
    assert_eq!(client.users().get_user("1").await.unwrap().name, "Ann");
    let error = client.users().get_user("nobody").await.unwrap_err();
    assert_eq!(error.status().map(|status| status.as_u16()), Some(404));
    let Some(GetUserError::NotFound(body)) = error.api() else { panic!("{error}") };
    assert_eq!(body.id, "nobody");
}

#[wasm_bindgen_test]
async fn pages_lead_through_all_messages() {
    let client = ann().await;
    let room = room(&client, "pages").await;
    say(&client, &room, 5).await;
    let pages: Vec<_> = client.chat().get_messages(&*room).limit(2).pages().collect().await;
    let sizes: Vec<_> = pages.into_iter().map(|page| page.unwrap().items.len()).collect();
    // The room begins with a message of its own.
    assert_eq!(sizes, [2, 2, 2]);
}

#[wasm_bindgen_test]
async fn a_file_comes_back_as_it_was_sent() {
    let client = ann().await;
    let image: Vec<u8> = (0..=255).cycle().take(70_000).collect();
    let file = Part::bytes(image.clone()).file_name("ann.png").content_type("image/png");
    client.users().upload_avatar("1", file).await.unwrap();
    assert_eq!(client.users().download_avatar("1").await.unwrap(), image);
}

#[wasm_bindgen_test]
async fn a_long_answer_streams() {
    let client = ann().await;
    let room = room(&client, "export").await;
    say(&client, &room, 3).await;
    let stream = client.chat().export_messages(&*room).await.unwrap();
    let messages: Vec<_> = stream.map(|message| message.unwrap().sequence).collect().await;
    assert_eq!(messages, [1, 2, 3, 4]);
}

#[wasm_bindgen_test]
async fn events_come_while_they_happen() {
    let client = ann().await;
    let room = room(&client, "events").await;
    let mut events = client.chat().room_events(&*room).await.unwrap();
    client.chat().post_message(&*room, text("it happens")).await.unwrap();
    let event = events.next().await.unwrap().unwrap();
    let RoomEvent::MessagePosted(posted) = event else { panic!("{event:?}") };
    assert_eq!(posted.message.text.as_deref(), Some("it happens"));
}

#[wasm_bindgen_test]
async fn a_socket_talks_both_ways_and_is_closed() {
    let client = ann().await;
    let room = room(&client, "socket").await;
    let mut socket = client.chat().connect_to_chat(&*room).await.unwrap();
    for count in 0..20 {
        socket.send(ChatMessage::new(format!("message {count}"))).await.unwrap();
    }
    for count in 0..20 {
        let message = socket.next().await.unwrap().unwrap();
        assert_eq!(message.text, Some(format!("message {count}")));
    }
    // A page may not say why it goes away in words of the protocol.
    let refused = socket.close(1001, "").await.unwrap_err();
    assert!(refused.kind() == ErrorKind::Request && refused.to_string().contains("1001"), "{refused}");
    let reason = socket.close(1000, "done").await.unwrap();
    assert!(reason.is_normal(), "{reason}");
}

#[wasm_bindgen_test]
async fn a_socket_that_the_server_does_not_give_is_an_error() {
    let client = ann().await;
    let error = client.chat().connect_to_chat("no such room").retry(RetryPolicy::never()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Io, "{error}");
    assert!(error.to_string().contains("a browser does not say which"), "{error}");
}

#[wasm_bindgen_test]
async fn a_socket_needs_another_place_for_its_token() {
    let client = Client::builder().base_url(SERVER).bearer(token().await).build().unwrap();
    let error = client.chat().connect_to_chat("general").options(SocketOptions::new()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Request, "{error}");
    assert!(error.to_string().contains("socket_token"), "{error}");
}

#[wasm_bindgen_test]
async fn what_a_browser_forbids_is_told() {
    let built = |name: &str| Client::builder().base_url(SERVER).header(name, "x").build();
    for name in ["Cookie", "Referer", "Origin", "Sec-Fetch-Mode", "Proxy-Authorization"] {
        let error = built(name).unwrap_err().to_string();
        assert!(error.contains("the transport cannot send the header"), "{error}");
    }
    assert!(built("X-Other").is_ok());
    let error = ann().await.users().get_user("1").header("cookie", "a=b").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Request, "{error}");
}

#[wasm_bindgen_test]
async fn where_nobody_answers_is_an_error_that_may_pass() {
    let client = Client::builder().base_url("http://127.0.0.1:9").retry(RetryPolicy::never()).build().unwrap();
    let error = client.auth().sign_in(SignInRequest::new(EMAIL, PASSWORD)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Io, "{error}");
}

/// The server counts those who have gone: none has before.
#[wasm_bindgen_test]
async fn a_limit_of_time_ends_a_call_and_aborts_its_request() {
    let client = Client::builder().base_url(SILENT).bearer("anything").build().unwrap();
    let gone = async || client.users().get_user("gone").await.unwrap().name.parse::<usize>().unwrap();
    assert_eq!(gone().await, 0);
    let limit = Duration::from_millis(100);
    let error = client.users().get_user("1").timeout(limit).retry(RetryPolicy::never()).await.unwrap_err();
    assert!(error.is_timeout() && error.was_sent() == Sent::Maybe, "{error}");
    while gone().await == 0 {}
    // What is dropped before it is begun has sent nothing.
    drop(client.users().get_user("1"));
    assert_eq!(gone().await, 1);
}

#[wasm_bindgen_test]
async fn a_wait_is_not_over_before_its_time() {
    for wait in [0, 1, 50].map(Duration::from_millis) {
        let began = Instant::now();
        BrowserClock.sleep(wait).await;
        assert!(began.elapsed() >= wait, "{wait:?}");
    }
    // Longer than any timer of a browser; nobody waits for it.
    let endless = BrowserClock.sleep(Duration::MAX);
    let waited = select(endless, BrowserClock.sleep(Duration::from_millis(1))).await;
    assert!(matches!(waited, Either::Right(_)));
    let month = BrowserClock.sleep(Duration::from_secs(60 * 60 * 24 * 31));
    let waited = select(month, BrowserClock.sleep(Duration::from_millis(1))).await;
    assert!(matches!(waited, Either::Right(_)));
}
