//! The program: a client with a cache and an outbox in a folder, in which its next process finds them; and what it is in.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use axum::http::Method;
use clientwright_runtime::{CachePolicy, Connectivity, HttpCache, Outbox, Queued};
use futures_util::StreamExt;
use user_chat::Client;
use user_chat::api::chat::PostMessageError;
use user_chat::types::{
    Message, MessageContent, MessagePage, NewMessage, RoomInput, SignInRequest, TextContent, TokenPair, User,
};

use crate::overlay;
use crate::server::{EMAIL, PASSWORD, Server};
use crate::session::Session;

pub(crate) const ROOM: &str = "general";

/// A server with a room, a folder, and a network that can be gone.
pub(crate) struct Place {
    pub(crate) server: Server,
    pub(crate) network: Connectivity,
    folder: PathBuf,
    pair: TokenPair,
    ann: User,
}

impl Place {
    pub(crate) async fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("user-chat-offline-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let server = Server::start().await;
        let open = Client::builder().base_url(server.url()).build().expect("a client");
        let pair = open.auth().sign_in(SignInRequest::new(EMAIL, PASSWORD)).await.expect("Ann can sign in");
        let client = Client::builder().base_url(server.url()).bearer(pair.access_token.expose()).build();
        let client = client.expect("a client");
        let ann = client.users().get_user("1").await.expect("Ann");
        client.chat().create_room(RoomInput::new(ROOM)).await.expect("a room");
        client.chat().post_message(ROOM, message("hello")).await.expect("a message");
        server.take();
        Self { server, network: Connectivity::new(), folder: std::env::temp_dir().join(name), pair, ann }
    }

    /// The server is killed, and the system says that there is no network.
    pub(crate) async fn kill(&self) {
        self.server.kill().await;
        self.network.set_online(false);
    }

    /// Both are back.
    pub(crate) async fn back(&self) {
        self.server.restart().await.expect("the same port");
        self.network.set_online(true);
    }

    /// What was posted since the last time, as the server saw it.
    pub(crate) fn arrived(&self) -> Vec<String> {
        let posts = self.server.take().into_iter().filter(|request| request.method == Method::POST);
        posts.map(|post| post.json()["content"]["text"].as_str().unwrap_or_default().to_owned()).collect()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        // What stays behind is in the system's folder for such things.
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// A process of the program.
pub(crate) struct App {
    pub(crate) client: Client,
    pub(crate) outbox: Outbox,
}

impl App {
    pub(crate) async fn start(place: &Place) -> Self {
        let open = Client::builder().base_url(place.server.url()).build().expect("a client");
        let cache = HttpCache::on_disk(place.folder.join("cache"), 1 << 20).partition(&place.ann.id);
        let outbox = Outbox::journal(place.folder.join("outbox")).overlay(overlay::of(&place.ann));
        let outbox = outbox.open().await.expect("nobody has it");
        let client = Client::builder()
            .base_url(place.server.url())
            .bearer(Session::resume(open, place.pair.clone(), |_| ()))
            .cache(cache)
            .cache_policy(CachePolicy::StaleWhileOffline)
            .outbox(outbox.clone())
            .connectivity(place.network.clone())
            .build()
            .expect("a client");
        Self { client, outbox }
    }

    /// Ended without a word, as systems end programs. What it ran is a task of this process, which lets go of the outbox: there are no
    /// events of it any more then.
    pub(crate) async fn end(self) {
        let mut events = self.outbox.events();
        drop(self);
        while events.next().await.is_some() {}
    }

    /// What was said last, in its order.
    pub(crate) async fn messages(&self) -> Vec<String> {
        said(self.client.chat().get_messages(ROOM).limit(20).before("end").await.expect("messages"))
    }

    /// Keeps a message, to be sent.
    pub(crate) async fn post(&self, text: &str) -> Queued<Message, PostMessageError> {
        self.client.chat().post_message(ROOM, message(text)).enqueue(ROOM).await.expect("kept")
    }
}

fn message(text: &str) -> NewMessage {
    NewMessage::new(TextContent::new(text).into())
}

/// What the texts of a page say.
pub(crate) fn said(page: MessagePage) -> Vec<String> {
    let text = |message: Message| match message.content {
        MessageContent::Text(content) => Some(content.text),
        _ => None,
    };
    page.items.into_iter().filter_map(text).collect()
}
