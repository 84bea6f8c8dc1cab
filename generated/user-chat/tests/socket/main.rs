//! The client against a live server over a real socket: what each call sends, and what becomes of each answer.

#[path = "../server/mod.rs"]
mod server;
#[path = "../../examples/tour/session.rs"]
mod session;

mod auth;
mod avatars;
mod chat;
mod close;
mod errors;
mod events;
mod export;
mod messages;
mod pages;
mod patch;
mod raw;
mod reconnect;
mod refresh;
mod resilience;
mod retries;
mod rooms;
#[cfg(feature = "testing")]
mod samples;
mod sans_io;
mod users;

use user_chat::Client;
use user_chat::types::{MessageContent, NewMessage, RoomInput, TextContent, User};

use crate::server::{EMAIL, PASSWORD, Server};
use crate::session::Session;

/// A fresh server and a client that is signed in to it as Ann. What the sign-in sent is no longer on record.
async fn signed_in() -> (Server, Client) {
    let server = Server::start().await;
    let open = Client::builder().base_url(server.url()).build().expect("a client");
    let session = Session::sign_in(open, EMAIL, PASSWORD, |_| ()).await.expect("Ann can sign in");
    let client = Client::builder().base_url(server.url()).bearer(session).build().expect("a client");
    server.take();
    (server, client)
}

/// A fresh server and a client with a token that nothing renews.
async fn with_fixed_token() -> (Server, Client) {
    let server = Server::start().await;
    let client = Client::builder().base_url(server.url()).bearer("fixed").build().expect("a client");
    (server, client)
}

async fn create_user(client: &Client, name: &str) -> User {
    let email = format!("{}@example.com", name.to_lowercase());
    client.users().create_user(user_chat::types::CreateUserRequest::new(name, email)).await.expect("a new user")
}

/// A room called `general`, which holds these texts after the message that the server writes first.
async fn create_room(client: &Client, texts: &[&str]) {
    client.chat().create_room(RoomInput::new("general")).await.expect("a new room");
    for text in texts {
        client.chat().post_message("general", text_message(text)).await.expect("a new message");
    }
}

fn text_message(text: &str) -> NewMessage {
    NewMessage::new(TextContent::new(text).into())
}

/// What a message says, or what kind it is where it is not a text.
fn said(content: &MessageContent) -> &str {
    match content {
        MessageContent::Text(content) => &content.text,
        MessageContent::Image(_) => "<image>",
        MessageContent::System(_) => "<system>",
        _ => "<unknown>",
    }
}
