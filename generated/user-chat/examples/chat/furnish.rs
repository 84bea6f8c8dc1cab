//! What a server has before anybody comes: Ann and Bob, and a room where something was said. For the terminal and for the page.

use user_chat::types::{CreateUserRequest, NewMessage, RoomInput, TextContent};

use super::server::{PASSWORD, Server};
use super::{Outcome, sign_in};

/// Where Ann and Bob talk.
pub(crate) const ROOM: &str = "general";

/// Lets Ann and Bob meet: Bob can sign in, and there is a room where something was said before.
pub(crate) async fn furnish(server: &Server) -> Outcome {
    let ann = sign_in(server.url(), "ann").await?;
    let bob = CreateUserRequest::new("Bob", "bob@example.com").password(PASSWORD);
    let bob = ann.users().create_user(bob).await?;
    let room = RoomInput::new(ROOM).topic("Everything and nothing").invite([bob.id]);
    ann.chat().create_room(room).await?;
    let note = TextContent::new("Bob, are you there? I am back at eight.");
    ann.chat().post_message(ROOM, NewMessage::new(note.into())).await?;
    Ok(())
}
