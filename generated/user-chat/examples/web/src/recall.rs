//! What was read of a room before. Enters: a room. Leaves: its people and the end of what was said there, as they are stored; and that they are.

use clientwright_runtime::CachePolicy;
use user_chat::Client;
use user_chat::api::chat::GetMessages;
use user_chat::types::{Member, Message};

/// A room as it was when it was read last.
#[derive(Debug)]
pub(crate) struct Recalled {
    pub(crate) members: Vec<Member>,
    pub(crate) messages: Vec<Message>,
}

/// None where it was never read.
pub(crate) async fn recall(client: &Client, room: &str) -> Option<Recalled> {
    let members = client.chat().get_room_members(room).cache_policy(CachePolicy::OnlyIfCached).await.ok()?;
    let messages = end(client, room).cache_policy(CachePolicy::OnlyIfCached).await.ok()?;
    Some(Recalled { members, messages: messages.items })
}

/// The call that stores the end of what was said. What comes by the socket is stored nowhere.
pub(crate) fn end(client: &Client, room: &str) -> GetMessages {
    // As `Talk` asks for it: what is stored is found by the same words.
    client.chat().get_messages(room).limit(20).before("end")
}
