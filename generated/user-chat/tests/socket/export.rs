//! A stream of messages, each read as it comes.

use clientwright_runtime::ErrorKind;
use futures_util::TryStreamExt;
use futures_util::future::join;

use crate::server::{Canned, Fault};
use crate::{create_room, said, signed_in};

#[tokio::test]
async fn each_message_comes_typed_the_oldest_first() {
    let (server, client) = signed_in().await;
    create_room(&client, &["one", "two"]).await;
    server.take();
    let messages = client.chat().export_messages("general").await.expect("an export");
    let sent = server.take_one();
    assert_eq!(sent.line(), "GET /api/v1/rooms/general/messages/export");
    assert_eq!(sent.header("accept"), Some("application/x-ndjson"));
    let messages: Vec<_> = messages.try_collect().await.expect("all messages");
    let texts: Vec<(i64, &str)> = messages.iter().map(|message| (message.sequence, said(&message.content))).collect();
    assert_eq!(texts, [(1, "<system>"), (2, "one"), (3, "two")]);
}

#[tokio::test]
async fn a_time_leaves_out_what_is_older() {
    let (server, client) = signed_in().await;
    create_room(&client, &["one", "two"]).await;
    let page = client.chat().get_messages("general").before("end").limit(1).await.expect("a page");
    server.take();
    let messages = client.chat().export_messages("general").since(page.items[0].sent_at).await;
    let messages: Vec<_> = messages.expect("an export").try_collect().await.expect("all messages");
    assert_eq!(messages, page.items);
    assert!(server.take_one().query.starts_with("since=2026-01-23T"));
}

#[tokio::test]
async fn a_message_is_there_before_the_next_one_is_made() {
    let (server, client) = signed_in().await;
    create_room(&client, &["one"]).await;
    server.fault_next(Fault::slow(1));
    let mut messages = client.chat().export_messages("general").await.expect("an export");
    let first = messages.next().await.expect("a message").expect("no error");
    assert_eq!(said(&first.content), "<system>");
    server.step();
    let second = messages.next().await.expect("a message").expect("no error");
    assert_eq!(said(&second.content), "one");
    assert!(messages.next().await.is_none());
}

#[tokio::test]
async fn an_export_that_breaks_is_an_error_behind_what_came() {
    let (server, client) = signed_in().await;
    create_room(&client, &["one", "two"]).await;
    server.fault_next(Fault::cut(2));
    let mut messages = client.chat().export_messages("general").await.expect("an export");
    for text in ["<system>", "one"] {
        let message = messages.next().await.expect("a message").expect("no error");
        assert_eq!(said(&message.content), text);
    }
    let error = messages.next().await.expect("an end that is told").expect_err("half a message");
    assert_eq!(error.kind(), ErrorKind::Io, "{error:?}");
    assert!(messages.next().await.is_none(), "nothing follows");
}

#[tokio::test]
async fn a_line_that_is_no_message_is_named() {
    let (server, client) = signed_in().await;
    create_room(&client, &[]).await;
    server.answer_next(Canned::raw(200, "application/x-ndjson", "{\"id\":7}\n"));
    let mut messages = client.chat().export_messages("general").await.expect("an export");
    let error = messages.next().await.expect("a line").expect_err("no message");
    assert_eq!(error.kind(), ErrorKind::Decode, "{error:?}");
    assert_eq!(error.decode_error().map(|error| error.path()), Some("/id"), "{error:?}");
}

#[tokio::test]
async fn an_expired_token_is_renewed_before_the_export_begins() {
    let (server, client) = signed_in().await;
    create_room(&client, &[]).await;
    server.take();
    server.expire_tokens();
    let messages = client.chat().export_messages("general").await.expect("a renewed token");
    assert_eq!(messages.try_collect::<Vec<_>>().await.expect("all messages").len(), 1);
    let paths: Vec<String> = server.take().into_iter().map(|request| request.path).collect();
    let export = "/api/v1/rooms/general/messages/export";
    assert_eq!(paths, [export, "/api/v1/auth/refresh", export]);
}

#[tokio::test]
async fn dropping_the_stream_ends_the_export() {
    let (server, client) = signed_in().await;
    create_room(&client, &["one"]).await;
    server.fault_next(Fault::slow(1));
    let mut messages = client.chat().export_messages("general").await.expect("an export");
    messages.next().await.expect("a message").expect("no error");
    assert_eq!(server.live(), 1);
    drop(messages);
    server.until_live(0).await;
}

#[tokio::test]
async fn a_client_that_closes_waits_for_an_export() {
    let (server, client) = signed_in().await;
    create_room(&client, &["one"]).await;
    server.fault_next(Fault::slow(1));
    let messages = client.chat().export_messages("general").await.expect("an export");
    let reading = async {
        server.step();
        messages.try_collect::<Vec<_>>().await
    };
    let ((), messages) = join(client.close(), reading).await;
    assert_eq!(messages.expect("all messages").len(), 2);
}
