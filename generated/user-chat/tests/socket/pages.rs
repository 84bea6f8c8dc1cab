//! Lists in pages: item by item, page by page, in both directions.

use futures_util::TryStreamExt;
use user_chat::types::{Message, User, UserSort};

use crate::{create_room, create_user, said, signed_in};

#[tokio::test]
async fn items_asks_for_page_after_page() {
    let (server, client) = signed_in().await;
    for name in ["Bob", "Cid", "Dan", "Eve"] {
        create_user(&client, name).await;
    }
    server.take();
    let users: Vec<User> =
        client.users().get_users().limit(2).sort(UserSort::Oldest).items().try_collect().await.expect("all users");
    let names: Vec<&str> = users.iter().map(|user| user.name.as_str()).collect();
    assert_eq!(names, ["Ann", "Bob", "Cid", "Dan", "Eve"]);

    let queries: Vec<String> = server.take().into_iter().map(|request| request.query).collect();
    assert_eq!(
        queries,
        ["limit=2&sort=oldest", "limit=2&sort=oldest&cursor=at%3D2%26%2B", "limit=2&sort=oldest&cursor=at%3D4%26%2B",],
    );
}

#[tokio::test]
async fn nothing_is_asked_for_before_it_is_needed() {
    let (server, client) = signed_in().await;
    create_user(&client, "Bob").await;
    server.take();
    let mut users = client.users().get_users().limit(1).items();
    assert!(server.take().is_empty());
    assert!(users.try_next().await.expect("a page").is_some());
    assert_eq!(server.take().len(), 1);
    drop(users);
    assert!(server.take().is_empty());
}

#[tokio::test]
async fn pages_come_whole() {
    let (_server, client) = signed_in().await;
    create_user(&client, "Bob").await;
    create_user(&client, "Cid").await;
    let pages: Vec<_> = client.users().get_users().limit(2).pages().try_collect().await.expect("all pages");
    let sizes: Vec<usize> = pages.iter().map(|page| page.items.len()).collect();
    assert_eq!(sizes, [2, 1]);
}

#[tokio::test]
async fn messages_are_read_forwards() {
    let (_server, client) = signed_in().await;
    create_room(&client, &["one", "two", "three"]).await;
    let messages: Vec<Message> =
        client.chat().get_messages("general").limit(2).items().try_collect().await.expect("all messages");
    let texts: Vec<&str> = messages.iter().map(|message| said(&message.content)).collect();
    assert_eq!(texts, ["<system>", "one", "two", "three"]);
}

#[tokio::test]
async fn messages_are_read_backwards() {
    let (server, client) = signed_in().await;
    create_room(&client, &["one", "two", "three", "four"]).await;
    server.take();
    let pages = client.chat().get_messages("general").limit(2).before("end").previous_pages();
    let pages: Vec<_> = pages.try_collect().await.expect("all pages");
    let texts: Vec<Vec<&str>> =
        pages.iter().map(|page| page.items.iter().map(|message| said(&message.content)).collect()).collect();
    assert_eq!(texts, [vec!["three", "four"], vec!["one", "two"], vec!["<system>"]]);
    let queries: Vec<String> = server.take().into_iter().map(|request| request.query).collect();
    assert_eq!(queries.len(), 3);
    assert_eq!(queries[0], "limit=2&before=end");
    assert!(queries[1].starts_with("limit=2&before=at%3D"), "{queries:?}");
}

#[tokio::test]
async fn a_failure_under_way_comes_out_of_the_stream_and_does_not_end_it() {
    let (server, client) = signed_in().await;
    create_user(&client, "Bob").await;
    let mut users = client.users().get_users().limit(1).items();
    users.try_next().await.expect("the first page");
    let failed = serde_json::json!({ "code": "internal", "message": "No." });
    server.answer_next(crate::server::Canned::json(501, &failed));
    let error = users.try_next().await.expect_err("the second page fails");
    assert_eq!(error.api().map(|body| body.code.as_str()), Some("internal"));
    let bob = users.try_next().await.expect("the same page again").expect("a second user");
    assert_eq!(bob.name, "Bob");
}
