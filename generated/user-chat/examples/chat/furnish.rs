//! Who can sign in at a server of the tests, and what is there before anybody comes: a room where something was said. For the terminal and for
//! the page.

use std::error::Error;

use user_chat::Client;
use user_chat::types::{CreateUserRequest, NewMessage, RoomInput, TextContent};

use super::server::{PASSWORD, Server};
use super::session::Session;

/// Where Ann and Bob talk.
pub(crate) const ROOM: &str = "general";

/// What comes out of it, or whatever went wrong, in the words of whatever it was.
pub(crate) type Outcome<T = ()> = Result<T, Box<dyn Error + Send + Sync>>;

/// A client that is signed in as the user of this name.
pub(crate) async fn sign_in(server: &str, name: &str) -> Outcome<Client> {
    let open = Client::builder().base_url(server).build()?;
    let session = Session::sign_in(open, &format!("{name}@example.com"), PASSWORD, |_| ()).await?;
    Ok(Client::builder().base_url(server).bearer(session).build()?)
}

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
