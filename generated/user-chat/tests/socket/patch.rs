//! A merge patch tells three things apart: leave it, remove it, set it.

use serde_json::{Value, json};
use user_chat::types::{Role, User, UserPatch};

use crate::server::Server;
use crate::signed_in;

/// Patches Ann, whose nickname is Annie, and gives what was sent and what she is then.
async fn patched(patch: UserPatch) -> (Value, User) {
    let (server, client) = signed_in().await;
    client.users().update_user("1", UserPatch::new().nickname("Annie")).await.expect("a nickname");
    server.take();
    let user = client.users().update_user("1", patch).await.expect("patched");
    (sent(&server), user)
}

fn sent(server: &Server) -> Value {
    let sent = server.take_one();
    assert_eq!(sent.line(), "PATCH /api/v1/users/1");
    assert_eq!(sent.header("content-type"), Some("application/merge-patch+json"));
    sent.json()
}

#[tokio::test]
async fn what_is_not_set_is_absent() {
    let (sent, ann) = patched(UserPatch::new()).await;
    assert_eq!(sent, json!({}));
    assert_eq!(ann.nickname.as_deref(), Some("Annie"));
}

#[tokio::test]
async fn null_removes() {
    let (sent, ann) = patched(UserPatch::new().nickname_null()).await;
    assert_eq!(sent, json!({ "nickname": null }));
    assert_eq!(ann.nickname, None);
}

#[tokio::test]
async fn a_value_replaces() {
    let (sent, ann) = patched(UserPatch::new().nickname("Nan").name("Anne").role(Role::Moderator)).await;
    assert_eq!(sent, json!({ "nickname": "Nan", "name": "Anne", "role": "moderator" }));
    assert_eq!(ann.nickname.as_deref(), Some("Nan"));
    assert_eq!(ann.role, Role::Moderator);
}

#[tokio::test]
async fn absent_null_and_value_survive_a_round_trip_through_serde() {
    for patch in [UserPatch::new(), UserPatch::new().nickname_null(), UserPatch::new().nickname("Nan")] {
        let text = serde_json::to_string(&patch).expect("JSON");
        assert_eq!(serde_json::from_str::<UserPatch>(&text).expect("a patch"), patch, "{text}");
    }
}
