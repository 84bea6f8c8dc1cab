//! Messages: a union of contents, threads, and posting once.

use serde_json::json;
use user_chat::api::chat::PostMessageError;
use user_chat::types::{ImageContent, MessageContent, NewMessage, SystemContent, SystemContentEvent, TextContent};

use crate::{create_room, said, signed_in, text_message};

#[tokio::test]
async fn a_text_is_sent_with_its_tag_once() {
    let (server, client) = signed_in().await;
    create_room(&client, &[]).await;
    server.take();
    let message = client.chat().post_message("general", text_message("Hello")).await.expect("posted");
    assert_eq!(said(&message.content), "Hello");
    assert_eq!(message.sequence, 2_i64);
    assert_eq!(message.author.as_ref().map(|author| author.name.as_str()), Some("Ann"));
    assert_eq!(message.edited_at, None);

    let sent = server.take_one();
    assert_eq!(sent.line(), "POST /api/v1/rooms/general/messages");
    assert_eq!(sent.header("content-type"), Some("application/json"));
    assert_eq!(sent.json(), json!({ "content": { "type": "text", "text": "Hello" } }));
    let body = String::from_utf8_lossy(&sent.body);
    assert_eq!(body.matches("\"type\"").count(), 1, "{body}");
}

#[tokio::test]
async fn a_deprecated_field_is_still_read() {
    let (_server, client) = signed_in().await;
    create_room(&client, &[]).await;
    let content = TextContent::new("Hello").mentions(["1"]);
    let message = client.chat().post_message("general", NewMessage::new(MessageContent::Text(content.clone())));
    let message = message.await.expect("posted");
    assert_eq!(message.content, MessageContent::Text(content));
    assert_eq!(message.text.as_deref(), Some("Hello"));
}

#[tokio::test]
async fn an_image_is_another_variant() {
    let (server, client) = signed_in().await;
    create_room(&client, &[]).await;
    server.take();
    let image = ImageContent::new("https://images.example.com/cat.png").alt("A cat").width(640);
    let message = client.chat().post_message("general", NewMessage::new(MessageContent::Image(image.clone())));
    let message = message.await.expect("posted");
    assert_eq!(message.content, MessageContent::Image(image));
    assert_eq!(
        server.take_one().json()["content"],
        json!({ "type": "image", "url": "https://images.example.com/cat.png", "alt": "A cat", "width": 640 }),
    );
}

#[tokio::test]
async fn replies_come_inside_what_they_answer() {
    let (_server, client) = signed_in().await;
    create_room(&client, &["question"]).await;
    let page = client.chat().get_messages("general").before("end").limit(1).await.expect("a page");
    let question = page.items[0].id;
    let answer =
        client.chat().post_message("general", text_message("answer").reply_to(question)).await.expect("posted");
    client.chat().post_message("general", text_message("thanks").reply_to(answer.id)).await.expect("posted");

    let page = client.chat().get_messages("general").before("end").limit(1).await.expect("a page");
    let question = &page.items[0];
    assert_eq!(said(&question.content), "question");
    assert_eq!(said(&question.replies[0].content), "answer");
    assert_eq!(said(&question.replies[0].replies[0].content), "thanks");
    assert_eq!(question.replies[0].reply_to, Some(question.id));
}

#[tokio::test]
async fn a_filter_is_sent_and_obeyed() {
    let (server, client) = signed_in().await;
    create_room(&client, &["one", "two"]).await;
    server.take();
    let page = client.chat().get_messages("general").author("1").limit(5).await.expect("a page");
    assert_eq!(server.take_one().line(), "GET /api/v1/rooms/general/messages?author=1&limit=5");
    let texts: Vec<&str> = page.items.iter().map(|message| said(&message.content)).collect();
    assert_eq!(texts, ["one", "two"]);
}

#[tokio::test]
async fn what_only_the_server_writes_is_refused_with_the_field_at_fault() {
    let (_server, client) = signed_in().await;
    create_room(&client, &[]).await;
    let content = MessageContent::System(SystemContent::new(SystemContentEvent::MemberLeft));
    let error = client.chat().post_message("general", NewMessage::new(content)).await.expect_err("refused");
    match error.api() {
        Some(PostMessageError::UnprocessableEntity(problem)) => assert_eq!(problem.errors[0].field, "/content/type"),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_lost_answer_is_asked_for_again_under_the_same_key() {
    let (server, client) = signed_in().await;
    create_room(&client, &[]).await;
    server.take();
    server.lose_next_answer();
    let message = client.chat().post_message("general", text_message("once")).await.expect("the second answer");
    let sent = server.take();
    assert_eq!(sent.len(), 2);
    let key = sent[0].header("idempotency-key").expect("a key of the client's own");
    assert_eq!(sent[1].header("idempotency-key"), Some(key));
    assert_eq!(sent[0].body, sent[1].body);

    let room = client.chat().get_room("general").await.expect("the room");
    assert_eq!(room.message_count, 2, "posted once");
    assert_eq!(message.sequence, 2);
}

#[tokio::test]
async fn each_call_has_a_key_of_its_own() {
    let (server, client) = signed_in().await;
    create_room(&client, &[]).await;
    server.take();
    let call = client.chat().post_message("general", text_message("twice"));
    let first = call.clone().await.expect("posted");
    let second = call.await.expect("posted again");
    assert_ne!(first.id, second.id);
    let sent = server.take();
    assert_ne!(sent[0].header("idempotency-key"), sent[1].header("idempotency-key"));
}

#[tokio::test]
async fn a_key_of_the_callers_stands_for_one_message() {
    let (server, client) = signed_in().await;
    create_room(&client, &[]).await;
    server.take();
    let call = client.chat().post_message("general", text_message("once")).idempotency_key("order-7");
    let first = call.clone().await.expect("posted");
    let second = call.await.expect("the message of the first time");
    assert_eq!(first, second);
    for sent in server.take() {
        assert_eq!(sent.header("idempotency-key"), Some("order-7"));
    }

    let other = client.chat().post_message("general", text_message("something else")).idempotency_key("order-7");
    let error = other.await.expect_err("the key stands for another body");
    match error.api() {
        Some(PostMessageError::UnprocessableEntity(problem)) => {
            assert_eq!(problem.code, "key_reused");
            assert!(problem.errors.is_empty());
        }
        other => panic!("{other:?}"),
    }
}
